"""Markdown -> its blocks with their lines: headings, prose, quotes, table cells, code; and the front matter."""

import re
from dataclasses import dataclass
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*$\r?\n?", re.S | re.M)


def markdown_parser() -> MarkdownIt:
    """The Markdown parser of narratives: CommonMark with tables, footnotes and HTML."""
    return MarkdownIt("commonmark", {"html": True}).enable("table").use(footnote_plugin)


@dataclass(frozen=True, slots=True)
class MarkdownBlock:
    """A block of Markdown: its kind, its first line and the line after its last (from 0), and its inline token.

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
    """The YAML at a file's head; ``body`` is the offset where the prose begins, ``problem`` what is wrong with it."""

    values: dict[str, Any]
    body: int = 0
    problem: str = ""
    line: int = 0


def front_matter(source: str) -> FrontMatter:
    """Parse the front matter; what is wrong with it is in ``FrontMatter.problem``, nothing is raised."""
    match = _FRONT_MATTER.match(source)
    if not match:
        if source.startswith("---\n"):
            return FrontMatter({}, 0, "the front matter is not closed by a line of three hyphens", 1)
        return FrontMatter({})
    try:
        values = yaml.load(match["yaml"], Loader=_PlainDates)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or "it cannot be read"
        return FrontMatter({}, match.end(), f"the front matter is not YAML: {what}", mark.line + 2 if mark else 1)
    if values is None:
        values = {}
    if not isinstance(values, dict):
        return FrontMatter({}, match.end(), "the front matter is not a list of names and values", 2)
    return FrontMatter({str(name): value for name, value in values.items()}, match.end())


class _PlainDates(yaml.SafeLoader):
    """YAML loader that leaves dates as text: they are read later, so that an impossible date is not a YAML error."""


_PlainDates.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def blocks_of(body: str, first_line: int) -> list[MarkdownBlock]:
    """The blocks of a Markdown text that begins at line ``first_line`` (from 0) of its file."""
    blocks, quote_depth, heading_level, in_cell = [], 0, 0, False
    row_range = (0, 0)
    for token in markdown_parser().parse(body):
        if token.type in ("blockquote_open", "blockquote_close"):
            quote_depth += token.nesting
        elif token.type in ("heading_open", "heading_close"):
            heading_level = int(token.tag[1]) if token.nesting == 1 else 0
        elif token.type in ("th_open", "td_open", "th_close", "td_close"):
            in_cell = token.nesting == 1
        elif token.type == "tr_open" and token.map:
            row_range = (token.map[0], token.map[1])
        elif token.type == "inline":
            first, last = token.map or row_range
            kind = "heading" if heading_level else "cell" if in_cell else "quote" if quote_depth else "prose"
            blocks.append(
                MarkdownBlock(kind, first + first_line, last + first_line, heading_level, token.content, token)
            )
        elif token.type in ("fence", "code_block", "html_block") and token.map:
            kind = "html" if token.type == "html_block" else "code"
            blocks.append(MarkdownBlock(kind, token.map[0] + first_line, token.map[1] + first_line, 0, token.content))
    return blocks
