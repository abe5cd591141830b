"""Narrative -> its passages as sanitised HTML, with citations, quotations and tables as elements."""

import re
from collections.abc import Sequence
from html import escape

import nh3

from briefbook.model.narrative import Narrative, Table
from briefbook.model.rendering import Addresses, RenderedPassage
from briefbook.narratives.blocks import front_matter, markdown_parser

_MARK = re.compile("\ue000(?P<kind>[cqe])(?P<number>\\d+)\ue001")
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[a-z][a-z0-9]*)[^>]*?(?P<empty>/?)>")
_VOID = {"br", "hr", "img"}
_ALLOWED = {
    "a", "abbr", "b", "blockquote", "br", "cite", "code", "dd", "del", "dl", "dt", "em", "figcaption", "figure", "h1",
    "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "ol", "p", "pre", "q", "s", "section", "small",
    "span", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip


def render_passages(narrative: Narrative, addresses: Addresses) -> list[RenderedPassage]:
    """Render the passages of a narrative; every section that cites items ends with their table.

    Where the author placed ``{{table}}``, the table is there instead; a hand-written table is rendered as written, and
    the section's own is added all the same.

    Args:
        narrative: The narrative.
        addresses: Gives URLs for items, links and images, and the HTML of tables.

    Returns:
        One rendered passage for each passage of the narrative; its HTML is sanitised (nh3).
    """
    with_marks = _with_marks(narrative)
    rows = with_marks.split("\n")
    environment: dict[str, object] = {}
    passages = []
    for index, passage in enumerate(narrative.passages):
        items = tuple(narrative.cited_in(index))
        first = passage.first_line - 1 + (1 if passage.level else 0)
        body = rows[first : passage.last_line]
        if passage.level and body and re.match(r"\s*(=+|-+)\s*$", body[0]):
            body = body[1:]  # the underline of a heading written in two lines
        if not passage.level:
            body = _without_front_matter(narrative, rows[: passage.last_line])
        tables = [table for table in narrative.tables if table.passage == index and table.placed]
        html = markdown_parser().render("\n".join(_with_placeholders(body, tables, index)), environment)
        html = nh3.clean(html, tags=_ALLOWED, attributes=_ATTRIBUTES, link_rel=None, url_schemes=_SCHEMES)
        html = _resolve(html, narrative, addresses)
        html = _fill_placeholders(html, tables, items, addresses)
        if items and not tables and passage.level:
            html += addresses.table(items, ())
        passages.append(RenderedPassage(passage.heading, passage.level, passage.slug, html, items))
    return _with_leftover_table(narrative, passages, addresses)


_ATTRIBUTES = {
    "a": {"href", "title", "class", "id"},
    "img": {"src", "alt", "title"},
    "li": {"class", "id"},
    "ol": {"start", "class"},
    "section": {"class"},
    "sup": {"class"},
    "hr": {"class"},
    "td": {"style"},
    "th": {"style"},
    "code": {"class"},
}
_SCHEMES = {"http", "https", "mailto", "lost"}


def _with_leftover_table(
    narrative: Narrative, passages: list[RenderedPassage], addresses: Addresses
) -> list[RenderedPassage]:
    """The passages; the introduction of a narrative without sections gets its table added."""
    if len(passages) == 1 and passages[0].items and not any(table.placed for table in narrative.tables):
        passage = passages[0]
        rendered_table = addresses.table(passage.items, ())
        return [
            RenderedPassage(passage.heading, passage.level, passage.slug, passage.html + rendered_table, passage.items)
        ]
    return passages


def _without_front_matter(narrative: Narrative, rows: Sequence[str]) -> list[str]:
    """The introduction without front matter and without the heading that is the title."""
    first = narrative.source.count("\n", 0, front_matter(narrative.source).body)
    body = list(rows[first:])
    for index, row in enumerate(body):
        if row.strip():
            if re.match(r"#\s", row):
                body[index] = ""
            break
    return body


def _with_marks(narrative: Narrative) -> str:
    """The source with private-use marks before and after each citation and quotation."""
    marks: list[tuple[int, int, str]] = []
    for index, citation in enumerate(narrative.citations):
        marks.append((citation.offset, 1, f"\ue000c{index}\ue001"))
        marks.append((citation.end, 0, f"\ue000e{index}\ue001"))
    for index, quotation in enumerate(narrative.quotations):
        if quotation.form in ("block", "scare"):
            continue
        marks.append((quotation.offset, 1, f"\ue000q{index}\ue001"))
        marks.append((quotation.end, 0, f"\ue000e{index}\ue001"))
    text = re.sub("[\ue000\ue001]", lambda _: " ", narrative.source)
    for offset, _, mark in sorted(marks, reverse=True):
        text = text[:offset] + mark + text[offset:]
    return re.sub(r"\[@(?=\ue000c)", "[", text)


def _with_placeholders(body: Sequence[str], tables: Sequence[Table], index: int) -> list[str]:
    has_table = {"{{" for _ in tables}
    count = 0
    out = []
    for row in body:
        if has_table and re.match(r"^\s*\{\{\s*table", row):
            out += ["", f"\ue000t{count}\ue001", ""]
            count += 1
        else:
            out.append(row)
    return out


def _fill_placeholders(html: str, tables: Sequence[Table], items: tuple[str, ...], addresses: Addresses) -> str:
    for index, table in enumerate(tables):
        html = html.replace(f"<p>\ue000t{index}\ue001</p>", addresses.table(items, table.columns))
    return html


def _resolve(html: str, narrative: Narrative, addresses: Addresses) -> str:
    """Replace marks by anchors and spans, and targets of links and images by their URLs."""
    html = re.sub(r'(<a [^>]*?href=")([^"]*)(")', lambda m: _link(m, narrative, addresses), html)
    html = re.sub(r'<a class="no-address">(.*?)</a>', r'<span class="lost-link">\1</span>', html, flags=re.S)
    html = re.sub(r"<p>(<img [^>]*>)</p>", lambda m: _figure(m[1], narrative, addresses), html)
    html = re.sub(r"(?<!<figure>)<img [^>]*>", lambda m: _picture(m[0], narrative, addresses), html)
    return _marks_to_tags(html, narrative, addresses)


def _link(match: re.Match[str], narrative: Narrative, addresses: Addresses) -> str:
    target = match[2].replace("&amp;", "&")
    if target.startswith("#fn"):
        return match[0]
    link = next((candidate for candidate in narrative.links if candidate.target == target), None)
    address = addresses.link(link) if link else target
    if address is None:
        return '<a class="no-address"' + match[3][1:]
    return f'{match[1]}{escape(address, quote=True)}"'


def _attribute(tag: str, name: str) -> str:
    match = re.search(rf'\b{name}="([^"]*)"', tag)
    return match[1] if match else ""


def _figure(tag: str, narrative: Narrative, addresses: Addresses) -> str:
    picture = _picture(tag, narrative, addresses)
    image = next((candidate for candidate in narrative.images if candidate.source == _attribute(tag, "src")), None)
    caption = ""
    if image and (image.caption or image.credit):
        credit = f' <small class="credit">{escape(image.credit)}</small>' if image.credit else ""
        caption = f"<figcaption>{escape(image.caption)}{credit}</figcaption>"
    return f"<figure>{picture}{caption}</figure>"


def _picture(tag: str, narrative: Narrative, addresses: Addresses) -> str:
    image = next((candidate for candidate in narrative.images if candidate.source == _attribute(tag, "src")), None)
    address = addresses.image(image) if image else None
    if image is None or address is None:
        return f'<span class="missing-image">{_attribute(tag, "alt")}</span>'
    return f'<img src="{escape(address, quote=True)}" alt="{escape(image.alt, quote=True)}" loading="lazy">'


def _marks_to_tags(html: str, narrative: Narrative, addresses: Addresses) -> str:
    """Replace each pair of marks by an element if the HTML between is well-formed; else drop the marks."""
    out: list[str] = []
    rest = html
    in_link = 0
    while mark := _MARK.search(rest):
        before = rest[: mark.start()]
        in_link += len(re.findall(r"<a\b", before)) - before.count("</a>")
        out.append(before)
        rest = rest[mark.end() :]
        if mark["kind"] == "e":
            continue
        end = rest.find(f"\ue000e{mark['number']}\ue001")
        inner = rest[:end] if end >= 0 else ""
        if end < 0 or not _is_whole(inner) or not _MARK.sub("", inner):
            continue
        index = int(mark["number"])
        opening, closing = _element(mark["kind"], index, narrative, addresses, bool(in_link))
        if opening:
            inside = _MARK.sub("", inner) if mark["kind"] == "c" else _marks_to_tags(inner, narrative, addresses)
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
