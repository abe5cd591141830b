"""Verified quotations -> W3C Web Annotations: the words in the item's text and on its picture, and who quotes them."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from briefbook.model.archive import Archive
from briefbook.model.catalogue import Entry
from briefbook.model.narrative import Narrative
from briefbook.model.page import Box, Page
from briefbook.model.verdict import Verdict, Verification
from briefbook.text.safe_names import safe_name

_AROUND = 32  # characters of prefix and suffix
_SAYS = {
    Verdict.VERBATIM: "word for word; letter case, punctuation and line breaks were not compared",
    Verdict.NOISY: "word for word but for misread letters: look at the picture",
}


def annotations(archive: Archive, items: Iterable[str] | None = None) -> dict[str, Any]:
    """An annotation collection of the quotations found in their items, of all items or of some.

    Addresses are absolute where the site's is set (``site.address``), else relative to the site's root. A quotation
    that is altered, elsewhere or not to be told is no annotation: there is nothing sure to point at.
    """
    base = archive.about.get("site_address", "").rstrip("/")
    base = f"{base}/" if base else ""
    wanted = None if items is None else set(items)
    pages = {narrative.path: narrative for narrative in archive.narratives}
    made = [
        _annotation(archive, pages[one.narrative], one, base)
        for one in archive.verifications
        if one.verdict in _SAYS and one.item and one.page and one.narrative in pages
        if wanted is None or one.item in wanted
    ]
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"{base}downloads/annotations.json",
        "type": "AnnotationCollection",
        "label": "Quotations found in the items they cite",
        "total": len(made),
        "first": {
            "id": f"{base}downloads/annotations.json#all",
            "type": "AnnotationPage",
            "startIndex": 0,
            "items": made,
        },
    }


def files(archive: Archive, entries: list[Entry]) -> Iterator[tuple[str, bytes]]:
    """The collection as a file."""
    value = annotations(archive, [entry.item for entry in entries])
    yield "annotations.json", (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _annotation(archive: Archive, narrative: Narrative, one: Verification, base: str) -> dict[str, Any]:
    quotation = narrative.quotations[one.quotation]
    item = one.item or ""
    numbers = [int(number) for number in one.data.get("pages", str(one.page)).split(",")]
    pages = [page for page in archive.catalogue.pages(item) if page.number in numbers]
    prose = f"{base}narratives/{safe_name(narrative.slug)}.html"
    return {
        "id": f"{base}downloads/annotations.json#q-{safe_name(narrative.slug)}-{one.quotation}",
        "type": "Annotation",
        "motivation": "linking",
        "body": [
            {
                "type": "SpecificResource",
                "source": prose,
                "selector": quote_selector(narrative.source, quotation.offset, quotation.end),
            },
            {"type": "TextualBody", "purpose": "assessing", "format": "text/plain", "value": _SAYS[one.verdict]},
        ],
        "target": [*_on_pictures(f"{base}items/{safe_name(item)}/canvas", one, numbers), _target(pages, one, base)],
    }


def _target(pages: Sequence[Page], one: Verification, base: str) -> dict[str, Any]:
    return {
        "type": "SpecificResource",
        "source": f"{base}items/{safe_name(one.item or '')}.html",
        "selector": [*_in_text(pages, one)],
        "state": {"type": "State", "value": f"SHA-256 of the text compared: {one.text_checksum}"},
    }


def quote_selector(text: str, start: int, end: int) -> dict[str, str]:
    """The words, and what stands before and after them."""
    return {
        "type": "TextQuoteSelector",
        "exact": text[start:end],
        "prefix": text[max(0, start - _AROUND) : start],
        "suffix": text[end : end + _AROUND],
    }


def _in_text(pages: Sequence[Page], one: Verification) -> Iterator[dict[str, Any]]:
    """Every stretch of the pages' text that was quoted, by its words and by its place on its page."""
    first = one.lines[0] - 1 if one.lines else 0
    at = sum(len(line.text) + 1 for page in pages[:1] for line in page.lines[:first])
    left = list(pages)
    for part in one.found.split(" … "):
        words = part.split()
        while words and left:
            text = left[0].text
            size = next((n for n in range(len(words), 0, -1) if stretch(text, " ".join(words[:n]), at)), 0)
            if size and (found := stretch(text, " ".join(words[:size]), at)):
                start, at = found
                position = {"type": "TextPositionSelector", "start": start, "end": at}
                yield quote_selector(text, start, at) | {"refinedBy": position}
                words = words[size:]
            if words:
                left, at = left[1:], 0


def stretch(text: str, words: str, begin: int) -> tuple[int, int] | None:
    r"""Where some words stand in a text, lines that are no part of the message between them included, or None.

    >>> stretch("ONE TWO\nPAGE TWO 12\nTHREE FOUR", "TWO THREE FOUR", 0)
    (4, 30)
    """
    parts = [re.escape(word) for word in words.split()]
    if not parts:
        return None
    for gap in (r"\s+", r"\s+(?:[^\n]*\n){0,4}?\s*(?:[^\n]{0,200}?)"):
        if found := re.compile(gap.join(parts)).search(text, begin):
            return found.start(), found.end()
    return None


def _on_pictures(canvases: str, one: Verification, numbers: Sequence[int]) -> Iterator[dict[str, Any]]:
    """A region of a page's picture, as its IIIF canvas, for every line of the words."""
    for number in numbers:
        later = one.data.get(f"boxes, p. {number}", "")
        boxes = [Box.parse(text) for text in later.split(";") if text] if number != one.page else one.boxes
        for box in boxes:
            size = f"{box.left},{box.top},{box.right - box.left},{box.bottom - box.top}"
            fragment = {"conformsTo": "http://www.w3.org/TR/media-frags/", "value": f"xywh=pixel:{size}"}
            selector = {"type": "FragmentSelector"} | fragment
            yield {"type": "SpecificResource", "source": f"{canvases}/{number}", "selector": selector}
