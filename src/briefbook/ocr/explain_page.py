"""A page as read -> one HTML page that explains it: every box, word, confidence and alternative."""

import base64
from collections import Counter
from html import escape

from briefbook.model.page import Box, Kind, Line, Page, Word
from briefbook.text.page_kinds import PageKind, page_kind

SHADES = ((0.98, "sure"), (0.9, "fair"), (0.7, "doubtful"), (0.0, "poor"))
"""Confidence from which a word bears a shade."""

_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;margin:1.5rem;color:#1d1b16;background:#fbfaf7}
h1{font-size:1.3rem;margin:0}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem}dt{color:#555}dd{margin:0}
main{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:1.5rem;align-items:start}
@media(max-width:70rem){main{grid-template-columns:1fr}}
figure{margin:0;position:sticky;top:0}svg{width:100%;height:auto;border:1px solid #999;background:#fff}
rect{fill:none;vector-effect:non-scaling-stroke;stroke-width:1}
.line{stroke:#4b6584;stroke-dasharray:4 3}.region{stroke:#6c3483;fill:#6c348322;stroke-width:2}
.block{stroke:#8a6d3b;stroke-width:2}
rect.sure{stroke:#1e8449}rect.fair{stroke:#b7950b;fill:#f9e79f55}rect.doubtful{stroke:#ca6f1e;fill:#f0b27a66}
rect.poor{stroke:#c0392b;fill:#e6b0aa88}
rect.unmeasured{stroke:#777}rect:target{stroke:#000;stroke-width:4;fill:#ffeb3b88}
ol{font:15px/1.7 'IBM Plex Mono',ui-monospace,monospace;padding-left:3.2rem;margin:0}li{white-space:pre-wrap}
li a{color:inherit;text-decoration:none}
a.fair{background:#f9e79f}a.doubtful{background:#f0b27a}a.poor{background:#e6b0aa}
a.unmeasured{border-bottom:1px dotted #777}.kind{font:12px system-ui;color:#6c3483;margin-left:.6rem}
table{border-collapse:collapse;margin-top:1rem}
td,th{text-align:left;padding:.15rem .8rem .15rem 0;border-bottom:1px solid #ddd}
"""


def explain(page: Page, picture: tuple[bytes, str] | None, notes: dict[str, str], kind: PageKind | None = None) -> str:
    """The whole HTML page that explains a page.

    Args:
        page: The page as read.
        picture: Its picture and the picture's media type, put into the HTML page; None draws the boxes alone.
        notes: Further lines of the head, by name.
        kind: What kind of page it is among the pages of its item; None takes the page by itself.
    """
    title = f"{page.item}, p. {page.number}: how it was read"
    head = _head(page, notes, kind or page_kind(page))
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_STYLE}</style></head>\n<body><h1>{escape(title)}</h1>\n{head}\n"
        f"<main><figure>{_drawn(page, picture)}</figure>\n"
        f"<div>{_text(page)}{_doubts(page)}{_regions(page)}</div></main>"
        "</body></html>\n"
    )


def shade(word: Word) -> str:
    """The shade of a word by its confidence.

    >>> shade(Word("A", confidence=0.93)), shade(Word("A"))
    ('fair', 'unmeasured')
    """
    if (chance := word.probability) is None:
        return "unmeasured"
    return next(name for limit, name in SHADES if chance >= limit)


def _head(page: Page, notes: dict[str, str], page_is: PageKind) -> str:
    kinds = Counter(str(line.kind) for line in page.lines)
    shades = Counter(shade(word) for word in page.words)
    confidence = page.confidence
    rows = {
        "Kind of page": str(page_is) + (f": {', '.join(page_is.signs)}" if page_is.signs else ""),
        "Reader": page.reader or "none",
        "Why this one": page.why or "no other was in question",
        "Picture": f"{page.width} by {page.height} pixels"
        + (f", turned {page.turned} degrees clockwise" if page.turned else ""),
        "Confidence": "not measured" if confidence is None else f"{confidence:.3f} on average, by length of word",
        "Words": ", ".join(f"{count} {name}" for name, count in shades.most_common()) or "none",
        "Lines": ", ".join(f"{count} {name}" for name, count in kinds.most_common()) or "none",
        "Shades": ", ".join(f"{name} from {limit:g}" for limit, name in SHADES),
        **notes,
    }
    return (
        "<dl>" + "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in rows.items()) + "</dl>"
    )


def _drawn(page: Page, picture: tuple[bytes, str] | None) -> str:
    width, height = page.width or 1000, page.height or 1400
    parts = [f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="The page with what was found on it">']
    if picture:
        data, kind = picture
        source = f"data:{kind};base64,{base64.b64encode(data).decode()}"
        parts.append(f'<image href="{source}" width="{width}" height="{height}" preserveAspectRatio="none"/>')
    for region in page.regions:
        parts.append(_rect(region.box, "region", title=f"{region.kind} {region.note}".strip()))
    for number, block in enumerate(page.blocks, 1):
        parts.append(_rect(block.box, "block", title=f"block {number}, {_block_name(block.kind)}"))
    for number, line in enumerate(page.lines, 1):
        if line.box:
            parts.append(_rect(line.box, "line", title=f"line {number}, {line.kind}"))
        for at, word in enumerate(line.words):
            if word.box:
                parts.append(_rect(word.box, shade(word), f"w{number}-{at}", _word_title(word)))
    return "".join(parts) + "</svg>"


def _rect(box: Box, name: str, anchor: str = "", title: str = "") -> str:
    identity = f' id="{anchor}"' if anchor else ""
    size = f'x="{box.left}" y="{box.top}" width="{box.right - box.left}" height="{box.bottom - box.top}"'
    return f'<rect class="{name}"{identity} {size}><title>{escape(title)}</title></rect>'


def _word_title(word: Word) -> str:
    confidence = "not measured" if (chance := word.probability) is None else f"{chance:.3f}"
    also = f"; also read as {', '.join(word.alternatives)}" if word.alternatives else ""
    context = f"; by context, the picture alone says {word.picture}" if word.by_context else ""
    return f"{word.text}: {confidence}{also}{context}"


def _text(page: Page) -> str:
    if not page.lines:
        return "<p>No line of writing was found.</p>"
    return "<ol>" + "".join(_row(number, line) for number, line in enumerate(page.lines, 1)) + "</ol>"


def _row(number: int, line: Line) -> str:
    words = " ".join(
        f'<a class="{shade(word)}" href="#w{number}-{at}" title="{escape(_word_title(word))}">{escape(word.text)}</a>'
        for at, word in enumerate(line.words)
    )
    kind = f'<span class="kind">{line.kind}</span>' if line.kind is not Kind.MESSAGE else ""
    return f"<li>{words}{kind}</li>"


def _doubts(page: Page) -> str:
    """The words that were read in several ways or with doubt, the least sure first."""
    doubted = [
        (word, number)
        for number, line in enumerate(page.lines, 1)
        for word in line.words
        if word.alternatives or ((chance := word.probability) is not None and chance < 0.9)
    ]
    if not doubted:
        return ""
    doubted.sort(key=lambda doubt: (1.0 if (chance := doubt[0].probability) is None else chance, doubt[1]))
    rows = "".join(
        f"<tr><td>{number}</td><td>{escape(word.text)}</td>"
        f"<td>{'' if (chance := word.probability) is None else f'{chance:.3f}'}</td>"
        f"<td>{escape(', '.join(word.alternatives))}{' (by context)' if word.by_context else ''}</td></tr>"
        for word, number in doubted
    )
    head = "<tr><th>line</th><th>doubted word</th><th>sure</th><th>also read as</th></tr>"
    return f"<table><thead>{head}</thead>{rows}</table>"


def _block_name(kind: Kind) -> str:
    return "body" if kind is Kind.MESSAGE else str(kind)


def _regions(page: Page) -> str:
    rows = [
        f"<tr><td>{number}. {_block_name(block.kind)}</td><td>{block.box}</td><td>holds lines</td></tr>"
        for number, block in enumerate(page.blocks, 1)
    ]
    rows += [
        f"<tr><td>{region.kind}</td><td>{region.box}</td><td>{escape(region.note)}</td></tr>" for region in page.regions
    ]
    if not rows:
        return ""
    return f"<table><thead><tr><th>region</th><th>box</th><th>note</th></tr></thead>{''.join(rows)}</table>"
