"""Markdown -> its blocks with their lines: headings, prose, quotes, tables, comments; front matter apart."""

import datetime
import re
from dataclasses import dataclass
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

_FRONT = re.compile(r"\A---[ \t]*\r?\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*$\r?\n?", re.S | re.M)


def parser() -> MarkdownIt:
    """The Markdown we read and render: CommonMark with tables and footnotes, without raw HTML."""
    return MarkdownIt("commonmark", {"html": True}).enable("table").use(footnote_plugin)


@dataclass(frozen=True, slots=True)
class Block:
    """A block of prose: what it is, its first line and the line after its last (from 0), and its inline token.

    ``kind``: prose, heading, quote (prose in a block quote), cell (of a table), code, html.
    """

    kind: str
    first: int
    last: int
    level: int = 0
    text: str = ""
    token: Token | None = None


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The YAML at a file's head; ``body`` is the offset at which the prose begins, ``problem`` what is wrong."""

    values: dict[str, Any]
    body: int = 0
    problem: str = ""
    line: int = 0


def front_matter(source: str) -> FrontMatter:
    """The front matter, or what is wrong with it; never fails."""
    found = _FRONT.match(source)
    if not found:
        if source.startswith("---\n"):
            return FrontMatter({}, 0, "the front matter is not closed by a line of three hyphens", 1)
        return FrontMatter({})
    try:
        values = yaml.safe_load(found["yaml"])
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or "it cannot be read"
        return FrontMatter({}, found.end(), f"the front matter is not YAML: {what}", mark.line + 2 if mark else 1)
    if values is None:
        values = {}
    if not isinstance(values, dict):
        return FrontMatter({}, found.end(), "the front matter is not a list of names and values", 2)
    return FrontMatter({str(name): _plain(value) for name, value in values.items()}, found.end())


def _plain(value: Any) -> Any:
    """YAML makes dates of dates; we keep them as written."""
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(name): _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list) else value


def blocks_of(body: str, first_line: int) -> list[Block]:
    """The blocks of a Markdown text whose first line is line ``first_line`` (from 0) of its file."""
    blocks, quotes, heading, cell = [], 0, 0, False
    rows = (0, 0)
    for token in parser().parse(body):
        if token.type in ("blockquote_open", "blockquote_close"):
            quotes += token.nesting
        elif token.type in ("heading_open", "heading_close"):
            heading = int(token.tag[1]) if token.nesting == 1 else 0
        elif token.type in ("th_open", "td_open", "th_close", "td_close"):
            cell = token.nesting == 1
        elif token.type == "tr_open" and token.map:
            rows = (token.map[0], token.map[1])
        elif token.type == "inline":
            first, last = token.map or rows
            kind = "heading" if heading else "cell" if cell else "quote" if quotes else "prose"
            blocks.append(Block(kind, first + first_line, last + first_line, heading, token.content, token))
        elif token.type in ("fence", "code_block", "html_block") and token.map:
            kind = "html" if token.type == "html_block" else "code"
            blocks.append(Block(kind, token.map[0] + first_line, token.map[1] + first_line, 0, token.content))
    return blocks
