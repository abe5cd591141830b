"""Markdown -> its blocks with their lines: headings, prose, quotes, table cells, code; and the front matter."""

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

if TYPE_CHECKING:
    import yaml

_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*$\r?\n?", re.S | re.M)


def markdown_parser() -> MarkdownIt:
    """The Markdown parser of narratives: CommonMark with tables, footnotes and HTML."""
    return MarkdownIt("commonmark", {"html": True}).enable("table").use(footnote_plugin)


@dataclass(frozen=True, slots=True)
class MarkdownBlock:
    """A block of Markdown: its kind, its first line and the line after its last (from 0), and its inline token.

    ``kind``: prose, heading, quote (prose in a block quote), cell (of a table), code, html. ``note`` is the label of
    the footnote that it is part of. ``is_nested``: it is in a list, quote or note; such a heading begins no passage.
    """

    kind: str
    first: int
    last: int
    level: int = 0
    text: str = ""
    token: Token | None = None
    note: str = ""
    is_nested: bool = False


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
    import yaml  # only for chapters that have front matter

    try:
        values = yaml.load(match["yaml"], Loader=_loader())
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or str(getattr(error, "reason", "")) or "it cannot be read"
        return FrontMatter({}, match.end(), f"the front matter is not YAML: {what}", mark.line + 2 if mark else 1)
    except (
        ValueError,
        OverflowError,
        RecursionError,
        TypeError,
        AttributeError,
        LookupError,
    ) as error:  # what PyYAML lets through
        what = f"it holds a value that cannot be read ({type(error).__name__})"
        return FrontMatter({}, match.end(), f"the front matter is not YAML: {what}", 1)
    if values is None:
        values = {}
    if not isinstance(values, dict):
        return FrontMatter({}, match.end(), "the front matter is not a list of names and values", 2)
    return FrontMatter({str(name): value for name, value in values.items()}, match.end())


@cache
def _loader() -> "type[yaml.SafeLoader]":
    """A YAML loader that leaves dates as text, to be read later, and refuses aliases, which can grow without limit."""
    import yaml

    class FrontMatterLoader(yaml.SafeLoader):
        def compose_node(self, parent: Any, index: Any) -> Any:
            if self.check_event(yaml.events.AliasEvent):
                event: Any = self.get_event()  # type: ignore[no-untyped-call]
                raise yaml.composer.ComposerError(None, None, f"*{event.anchor} is an alias", event.start_mark)
            return super().compose_node(parent, index)

    FrontMatterLoader.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    return FrontMatterLoader


@dataclass(frozen=True, slots=True)
class MarkdownBlocks:
    """The blocks of a Markdown text, those of footnotes last, and the targets and titles of its reference links."""

    blocks: tuple[MarkdownBlock, ...]
    references: dict[str, tuple[str, str]]


def blocks_of(body: str, first_line: int) -> MarkdownBlocks:
    """Parse a Markdown text that begins at line ``first_line`` (from 0) of its file."""
    environment: dict[str, Any] = {}
    blocks: list[MarkdownBlock] = []
    quote_depth, heading_level, in_cell, is_nested_heading = 0, 0, False, False
    row_range: tuple[int, int] | None = None
    note: str | None = ""
    for token in markdown_parser().parse(body, environment):
        if token.type in ("blockquote_open", "blockquote_close"):
            quote_depth += token.nesting
        elif token.type in ("heading_open", "heading_close"):
            heading_level = int(token.tag[1]) if token.nesting == 1 else 0
            is_nested_heading = token.level > 0
        elif token.type in ("th_open", "td_open", "th_close", "td_close"):
            in_cell = token.nesting == 1
        elif token.type == "tr_open" and token.map:
            row_range = (token.map[0], token.map[1])
        elif token.type == "footnote_open":
            note = token.meta.get("label")  # a note written in its sentence has none: it is part of that sentence
        elif token.type == "footnote_close":
            note = ""
        elif token.type == "inline" and note is not None:
            rows = token.map or (row_range if in_cell else None)
            if rows is None:
                continue
            kind = "heading" if heading_level else "cell" if in_cell else "quote" if quote_depth else "prose"
            first, last = rows[0] + first_line, rows[1] + first_line
            is_nested = is_nested_heading if heading_level else token.level > 1
            blocks.append(MarkdownBlock(kind, first, last, heading_level, token.content, token, note, is_nested))
        elif token.type in ("fence", "code_block", "html_block") and token.map:
            kind = "html" if token.type == "html_block" else "code"
            first, last = token.map[0] + first_line, token.map[1] + first_line
            blocks.append(MarkdownBlock(kind, first, last, 0, token.content, None, note or "", token.level > 0))
    references = {
        label: (str(value.get("href", "")), str(value.get("title", "")))
        for label, value in environment.get("references", {}).items()
    }
    return MarkdownBlocks(tuple(blocks), references)
