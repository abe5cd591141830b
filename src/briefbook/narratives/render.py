"""Narrative -> its passages as sanitised HTML, with citations, quotations and tables as elements."""

import re
from collections.abc import Callable, Sequence
from html import escape, unescape
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from briefbook.model.narrative import Image, Narrative, Table
from briefbook.model.rendering import Addresses, RenderedPassage
from briefbook.narratives.blocks import front_matter, markdown_parser
from briefbook.narratives.inline import destinations_in
from briefbook.text.link_targets import same_target
from briefbook.text.typography import with_printers_marks

_MARK = re.compile("\ue000(?P<kind>[cqef])(?P<number>\\d+)\ue001")
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[a-z][a-z0-9]*)[^>]*?(?P<empty>/?)>")
_VOID = {"br", "hr", "img"}
_ALLOWED = {
    "a", "abbr", "b", "blockquote", "br", "cite", "code", "dd", "del", "dl", "dt", "em", "figcaption", "figure", "h1",
    "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "ol", "p", "pre", "q", "s", "section", "small",
    "span", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip


def render_passages(narrative: Narrative, addresses: Addresses) -> list[RenderedPassage]:
    """Render the passages of a narrative; every section that cites items ends with their table.

    The file is parsed as a whole and its tokens are then divided at the headings, so that footnotes and reference
    links work across sections; the notes stand at the end of the last one. Where the author placed ``{{table}}``, the
    table is there instead; a hand-written table is rendered as written, and the section's own then has only the items
    that it does not name. Straight quotation marks and apostrophes are set as a printer does.

    Args:
        narrative: The narrative.
        addresses: Gives URLs for items, links and images, and the HTML of tables.

    Returns:
        One rendered passage for each passage of the narrative; its HTML is sanitised (nh3).
    """
    parser = with_printers_marks(markdown_parser(), addresses.language)
    environment: dict[str, Any] = {}
    placed = [table for table in narrative.tables if table.placed]
    tokens = parser.parse("\n".join(_with_placeholders(_body_rows(narrative), placed)), environment)
    if addresses.block is not None:
        _name_blocks(tokens, [table.where.line for table in placed], addresses.block)
    groups, notes = _divided(tokens, narrative)
    passages = []
    for index, passage in enumerate(narrative.passages):
        items = tuple(narrative.cited_in(index))
        html = _as_html(parser, groups[index], environment, narrative, addresses)
        html = _fill_placeholders(html, narrative, placed, items, addresses, index)
        has_place = any(table.passage == index for table in placed)
        unnamed = () if has_place else _not_in_tables(groups[index], narrative, index, items)
        if unnamed and (passage.level or len(narrative.passages) == 1):
            html += addresses.table(unnamed, ())
        if index == len(narrative.passages) - 1:
            html += _as_html(parser, notes, environment, narrative, addresses)
        passages.append(RenderedPassage(passage.heading, passage.level, passage.slug, html, items))
    return passages


def _not_in_tables(
    tokens: Sequence[Token], narrative: Narrative, passage: int, items: Sequence[str]
) -> tuple[str, ...]:
    """The items that a passage cites and no table of its author names, so that another table says none again."""
    words, depth = [], 0
    for token in tokens:
        depth += (token.type == "table_open") - (token.type == "table_close")
        if depth and token.type == "inline":
            words.append(_MARK.sub("", token.content))
    in_table = "\n".join(words)
    written = {citation.item: citation.as_written for citation in narrative.citations if citation.passage == passage}
    return tuple(item for item in items if item not in in_table and written.get(item, item) not in in_table)


_NAMED_BLOCKS = ("paragraph_open", "list_item_open", "tr_open")


def _name_blocks(tokens: Sequence[Token], placed: Sequence[int], block: Callable[[int], str]) -> None:
    """Give paragraphs, items of lists and rows of tables their ids, once for each line of the author's file.

    ``placed`` are the lines of ``{{table}}``, each of which was made three rows before the tokens were read.
    """
    named: set[int] = set()
    starts = [line + 2 * index + 1 for index, line in enumerate(placed)]  # the row of each placeholder, from 1
    for token in tokens:
        if token.type not in _NAMED_BLOCKS or token.map is None or token.hidden:
            continue
        row = token.map[0] + 1
        if row in starts:
            continue
        line = row - 2 * sum(start < row for start in starts)
        if line not in named:
            named.add(line)
            token.attrSet("id", block(line))


def _divided(tokens: Sequence[Token], narrative: Narrative) -> tuple[list[list[Token]], list[Token]]:
    """The tokens of each passage, without its heading, and those of the footnotes."""
    groups: list[list[Token]] = [[]]
    notes: list[Token] = []
    in_heading = in_notes = False
    levels = [passage.level for passage in narrative.passages[1:]]
    for token in tokens:
        if token.type == "footnote_block_open":
            in_notes = True
        if in_notes:
            notes.append(token)
        elif token.type == "heading_open" and token.level == 0:
            in_heading = True
            if len(groups) <= len(levels) and int(token.tag[1]) == levels[len(groups) - 1]:
                groups.append([])
        elif token.type == "heading_close" and token.level == 0:
            in_heading = False
        elif not in_heading:
            groups[-1].append(token)
    return groups + [[] for _ in range(len(levels) + 1 - len(groups))], notes


def _as_html(
    parser: MarkdownIt,
    tokens: Sequence[Token],
    environment: dict[str, Any],
    narrative: Narrative,
    addresses: Addresses,
) -> str:
    html = parser.renderer.render(tokens, parser.options, environment)
    html = nh3.clean(html, tags=_ALLOWED, attributes=_ATTRIBUTES, link_rel=None, url_schemes=_SCHEMES)
    return _resolve(html, narrative, addresses)


_ATTRIBUTES = {
    "a": {"href", "title", "class", "id"},
    "img": {"src", "alt", "title"},
    "li": {"class", "id"},
    "p": {"id"},
    "tr": {"id"},
    "ol": {"start", "class"},
    "section": {"class"},
    "sup": {"class"},
    "hr": {"class"},
    "td": {"style"},
    "th": {"style"},
    "code": {"class"},
}
_SCHEMES = {"http", "https", "mailto", "tel", "ftp", "doi", "lost"}


def _body_rows(narrative: Narrative) -> list[str]:
    """The rows of the marked source, those of the front matter empty so that every row keeps its number."""
    first = narrative.source.count("\n", 0, front_matter(narrative.source).body)
    rows = _with_marks(narrative).split("\n")
    return [""] * first + rows[first:]


def _with_marks(narrative: Narrative) -> str:
    """The source with private-use marks before and after each citation and quotation."""
    marks: list[tuple[int, int, str]] = []
    hidden = list(destinations_in(narrative.source))  # a picture's title, in which no element can stand
    for index, citation in enumerate(narrative.citations):
        if any(start < citation.offset < end for start, end in hidden):
            continue
        marks.append((citation.offset, 1, f"\ue000c{index}\ue001"))
        marks.append((citation.end, 0, f"\ue000e{index}\ue001"))
    for index, quotation in enumerate(narrative.quotations):
        is_hidden = any(start < quotation.offset < end for start, end in hidden)
        if is_hidden or quotation.form in ("block", "scare", "emphasis"):
            continue
        marks.append((quotation.offset, 1, f"\ue000q{index}\ue001"))
        marks.append((quotation.end, 0, f"\ue000f{index}\ue001"))
    text = re.sub("[\ue000\ue001]", lambda _: " ", narrative.source)
    for offset, _, mark in sorted(marks, reverse=True):
        text = text[:offset] + mark + text[offset:]
    return re.sub(r"@(?=\ue000c)", "", text)


def _with_placeholders(rows: Sequence[str], placed: Sequence[Table]) -> list[str]:
    """The rows with a paragraph of its own for each table that the author placed."""
    index_of = {table.where.line - 1: index for index, table in enumerate(placed)}
    out = []
    for row_number, row in enumerate(rows):
        out += ["", f"\ue000t{index_of[row_number]}\ue001", ""] if row_number in index_of else [row]
    return out


def _fill_placeholders(
    html: str,
    narrative: Narrative,
    placed: Sequence[Table],
    items: tuple[str, ...],
    addresses: Addresses,
    passage: int,
) -> str:
    for index, table in enumerate(placed):
        if table.passage == passage:
            html = html.replace(f"<p>\ue000t{index}\ue001</p>", addresses.table(items, table.columns))
    return re.sub("\ue000t\\d+\ue001", "", html)


def _resolve(html: str, narrative: Narrative, addresses: Addresses) -> str:
    """Replace marks by anchors and spans, and targets of links and images by their URLs."""
    html = re.sub(r'(<a [^>]*?href=")([^"]*)(")', lambda m: _link(m, narrative, addresses), html)
    html = html.replace('class="footnote-backref"', 'class="footnote-backref" aria-label="Back to the text"')
    html = re.sub(r"\[(\d+):\d+\](?=</a></sup>)", r"[\1]", html)  # the second mark of a note has its number
    html = re.sub(r'<a class="no-address">(.*?)</a>', r'<span class="lost-link">\1</span>', html, flags=re.S)
    html = re.sub(r"<p>(<img [^>]*>)</p>", lambda m: _figure(m[1], narrative, addresses), html)
    html = re.sub(r"(?<!<figure>)<img [^>]*>", lambda m: _picture(m[0], narrative, addresses), html)
    return _marks_to_tags(html, narrative, addresses)


def _link(match: re.Match[str], narrative: Narrative, addresses: Addresses) -> str:
    target = unescape(match[2])
    if re.fullmatch(r"#fn(?:ref)?\d+(?::\d+)?", target):
        return match[0]
    link = next((candidate for candidate in narrative.links if same_target(candidate.target, target)), None)
    address = addresses.link(link) if link else target
    if address is None:
        return '<a class="no-address"' + match[3][1:]
    return f'{match[1]}{escape(address, quote=True)}"'


def _attribute(tag: str, name: str) -> str:
    match = re.search(rf'\b{name}="([^"]*)"', tag)
    return match[1] if match else ""


def _image_of(tag: str, narrative: Narrative) -> Image | None:
    source = unescape(_attribute(tag, "src"))
    return next((image for image in narrative.images if same_target(image.source, source)), None)


def _figure(tag: str, narrative: Narrative, addresses: Addresses) -> str:
    picture = _picture(tag, narrative, addresses)
    image = _image_of(tag, narrative)
    caption = ""
    if image and (image.caption or image.credit):
        credit = f' <small class="credit">{escape(image.credit)}</small>' if image.credit else ""
        caption = f"<figcaption>{escape(image.caption)}{credit}</figcaption>"
    return f"<figure>{picture}{caption}</figure>"


def _picture(tag: str, narrative: Narrative, addresses: Addresses) -> str:
    image = _image_of(tag, narrative)
    address = addresses.image(image) if image else None
    if image is None or address is None:
        return f'<span class="missing-image">{_attribute(tag, "alt")}</span>'
    return f'<img src="{escape(address, quote=True)}" alt="{escape(image.alt, quote=True)}" loading="lazy">'


def _marks_to_tags(html: str, narrative: Narrative, addresses: Addresses) -> str:
    """Replace each pair of marks by an element if the HTML between them is well-formed, else drop the marks."""
    out: list[str] = []
    rest = html
    in_link = 0
    while mark := _MARK.search(rest):
        before = rest[: mark.start()]
        in_link += len(re.findall(r"<a\b", before)) - before.count("</a>")
        out.append(before)
        rest = rest[mark.end() :]
        if mark["kind"] in "ef":
            continue
        end = rest.find(f"\ue000{'e' if mark['kind'] == 'c' else 'f'}{mark['number']}\ue001")
        inner = rest[:end] if end >= 0 else ""
        if end < 0 or not _is_whole(inner) or not _MARK.sub("", inner):
            continue
        index = int(mark["number"])
        opening, closing = _element(mark["kind"], index, narrative, addresses, bool(in_link))
        if opening:
            if mark["kind"] == "c" and "<a " in inner:  # a link to the item, as the author wrote it
                opening, closing = "", ""
                inner = re.sub(r"\A<a (?![^>]*\bclass=)", f'<a class="cite" data-citation="{index}" ', inner)
            is_plain = bool(mark["kind"] == "c" and opening)
            inside = _MARK.sub("", inner) if is_plain else _marks_to_tags(inner, narrative, addresses)
            out.append(opening + inside + closing)
            rest = rest[end:]
    return "".join([*out, rest])


def _element(kind: str, index: int, narrative: Narrative, addresses: Addresses, in_link: bool) -> tuple[str, str]:
    if kind == "q":
        return f'<span class="quotation" data-quotation="{index}">', "</span>"
    if in_link:
        return "", ""
    address = addresses.citation(narrative.citations[index], index)
    if address is None:
        return f'<span class="cite not-held" data-citation="{index}">', "</span>"
    return f'<a class="cite" data-citation="{index}" href="{escape(address, quote=True)}">', "</a>"


def _is_whole(html: str) -> bool:
    """Is this fragment of HTML well-formed: is every element that is opened closed, and the reverse?"""
    depth: list[str] = []
    for tag in _TAG.finditer(html):
        if tag["name"] in _VOID or tag["empty"]:
            continue
        if not tag["close"]:
            depth.append(tag["name"])
        elif not depth or depth.pop() != tag["name"]:
            return False
    return not depth
