"""Narrative -> its passages as HTML, with citations, quotations and tables marked for the page that shows them."""

import re
from collections.abc import Sequence
from html import escape

import nh3

from briefbook.model.narrative import Narrative, Table
from briefbook.model.rendering import Addresses, RenderedPassage
from briefbook.narratives.blocks import front_matter, parser

_MARK = re.compile("\ue000(?P<kind>[cqe])(?P<number>\\d+)\ue001")
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[a-z][a-z0-9]*)[^>]*?(?P<empty>/?)>")
_VOID = {"br", "hr", "img"}
_ALLOWED = {
    "a", "abbr", "b", "blockquote", "br", "cite", "code", "dd", "del", "dl", "dt", "em", "figcaption", "figure", "h1",
    "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "ol", "p", "pre", "q", "s", "section", "small",
    "span", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip


def render_passages(narrative: Narrative, addresses: Addresses) -> list[RenderedPassage]:
    """The passages of a narrative as safe HTML; every section that cites items ends with their table.

    Where the author placed a table it stands there instead; a hand-written table stands as written, and the
    section's own is made all the same.
    """
    marked = _marked(narrative)
    lines = marked.split("\n")
    environment: dict[str, object] = {}
    passages = []
    for index, passage in enumerate(narrative.passages):
        items = tuple(narrative.cited_in(index))
        first = passage.first_line - 1 + (1 if passage.level else 0)
        body = lines[first : passage.last_line]
        if passage.level and body and re.match(r"\s*(=+|-+)\s*$", body[0]):
            body = body[1:]  # the underline of a heading written in two lines
        if not passage.level:
            body = _without_front(narrative, lines[: passage.last_line])
        tables = [one for one in narrative.tables if one.passage == index and one.placed]
        html = parser().render("\n".join(_placed(body, tables, index)), environment)
        html = nh3.clean(html, tags=_ALLOWED, attributes=_ATTRIBUTES, link_rel=None, url_schemes=_SCHEMES)
        html = _resolve(html, narrative, addresses)
        html = _fill(html, tables, items, addresses)
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
    """A narrative without sections gets the table of its introduction, below it."""
    if len(passages) == 1 and passages[0].items and not any(one.placed for one in narrative.tables):
        only = passages[0]
        table = addresses.table(only.items, ())
        return [RenderedPassage(only.heading, only.level, only.slug, only.html + table, only.items)]
    return passages


def _without_front(narrative: Narrative, lines: Sequence[str]) -> list[str]:
    """The introduction: without front matter and without the one heading that is the title."""
    first = narrative.source.count("\n", 0, front_matter(narrative.source).body)
    body = list(lines[first:])
    for number, line in enumerate(body):
        if line.strip():
            if re.match(r"#\s", line):
                body[number] = ""
            break
    return body


def _marked(narrative: Narrative) -> str:
    """The source with a mark before and after each citation and quotation."""
    marks: list[tuple[int, int, str]] = []
    for number, citation in enumerate(narrative.citations):
        marks.append((citation.offset, 1, f"\ue000c{number}\ue001"))
        marks.append((citation.end, 0, f"\ue000e{number}\ue001"))
    for number, quotation in enumerate(narrative.quotations):
        if quotation.form in ("block", "scare"):
            continue
        marks.append((quotation.offset, 1, f"\ue000q{number}\ue001"))
        marks.append((quotation.end, 0, f"\ue000e{number}\ue001"))
    text = re.sub("[\ue000\ue001]", lambda _: " ", narrative.source)
    for offset, _, mark in sorted(marks, reverse=True):
        text = text[:offset] + mark + text[offset:]
    return re.sub(r"\[@(?=\ue000c)", "[", text)


def _placed(body: Sequence[str], tables: Sequence[Table], index: int) -> list[str]:
    places = {"{{" for _ in tables}
    count = 0
    out = []
    for line in body:
        if places and re.match(r"^\s*\{\{\s*table", line):
            out += ["", f"\ue000t{count}\ue001", ""]
            count += 1
        else:
            out.append(line)
    return out


def _fill(html: str, tables: Sequence[Table], items: tuple[str, ...], addresses: Addresses) -> str:
    for number, table in enumerate(tables):
        html = html.replace(f"<p>\ue000t{number}\ue001</p>", addresses.table(items, table.columns))
    return html


def _resolve(html: str, narrative: Narrative, addresses: Addresses) -> str:
    """Marks to anchors and spans, links and pictures to the addresses they have on this page."""
    html = re.sub(r'(<a [^>]*?href=")([^"]*)(")', lambda m: _link(m, narrative, addresses), html)
    html = re.sub(r'<a class="no-address">(.*?)</a>', r'<span class="lost-link">\1</span>', html, flags=re.S)
    html = re.sub(r"<p>(<img [^>]*>)</p>", lambda m: _figure(m[1], narrative, addresses), html)
    html = re.sub(r"(?<!<figure>)<img [^>]*>", lambda m: _picture(m[0], narrative, addresses), html)
    return _marks_to_tags(html, narrative, addresses)


def _link(found: re.Match[str], narrative: Narrative, addresses: Addresses) -> str:
    target = found[2].replace("&amp;", "&")
    if target.startswith("#fn"):
        return found[0]
    link = next((one for one in narrative.links if one.target == target), None)
    address = addresses.link(link) if link else target
    if address is None:
        return '<a class="no-address"' + found[3][1:]
    return f'{found[1]}{escape(address, quote=True)}"'


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return found[1] if found else ""


def _figure(tag: str, narrative: Narrative, addresses: Addresses) -> str:
    picture = _picture(tag, narrative, addresses)
    image = next((one for one in narrative.images if one.source == _attribute(tag, "src")), None)
    words = ""
    if image and (image.caption or image.credit):
        credit = f' <small class="credit">{escape(image.credit)}</small>' if image.credit else ""
        words = f"<figcaption>{escape(image.caption)}{credit}</figcaption>"
    return f"<figure>{picture}{words}</figure>"


def _picture(tag: str, narrative: Narrative, addresses: Addresses) -> str:
    image = next((one for one in narrative.images if one.source == _attribute(tag, "src")), None)
    address = addresses.image(image) if image else None
    if image is None or address is None:
        return f'<span class="missing-image">{_attribute(tag, "alt")}</span>'
    return f'<img src="{escape(address, quote=True)}" alt="{escape(image.alt, quote=True)}" loading="lazy">'


def _marks_to_tags(html: str, narrative: Narrative, addresses: Addresses) -> str:
    """Each pair of marks becomes an element, if what stands between is whole; else the marks are dropped."""
    out: list[str] = []
    rest = html
    in_link = 0
    while found := _MARK.search(rest):
        before = rest[: found.start()]
        in_link += len(re.findall(r"<a\b", before)) - before.count("</a>")
        out.append(before)
        rest = rest[found.end() :]
        if found["kind"] == "e":
            continue
        end = rest.find(f"\ue000e{found['number']}\ue001")
        inner = rest[:end] if end >= 0 else ""
        if end < 0 or not _is_whole(inner) or not _MARK.sub("", inner):
            continue
        number = int(found["number"])
        opening, closing = _element(found["kind"], number, narrative, addresses, bool(in_link))
        if opening:
            inside = _MARK.sub("", inner) if found["kind"] == "c" else _marks_to_tags(inner, narrative, addresses)
            out.append(opening + inside + closing)
            rest = rest[end:]
    return "".join([*out, rest])


def _element(kind: str, number: int, narrative: Narrative, addresses: Addresses, in_link: bool) -> tuple[str, str]:
    if kind == "q":
        return f'<span class="quotation" data-quotation="{number}">', "</span>"
    if in_link:
        return "", ""
    address = addresses.citation(narrative.citations[number], number)
    if address is None:
        return f'<span class="cite not-held" data-citation="{number}">', "</span>"
    return f'<a class="cite" data-citation="{number}" href="{escape(address, quote=True)}">', "</a>"


def _is_whole(html: str) -> bool:
    """Does every element opened in this piece close in it, and the other way round?"""
    depth: list[str] = []
    for tag in _TAG.finditer(html):
        if tag["name"] in _VOID or tag["empty"]:
            continue
        if not tag["close"]:
            depth.append(tag["name"])
        elif not depth or depth.pop() != tag["name"]:
            return False
    return not depth
