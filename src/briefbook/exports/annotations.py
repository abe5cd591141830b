"""Verified quotations -> W3C Web Annotations: the words in the item's text and on its picture, and the narrative."""

import json
import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from briefbook.exports.iiif import on_canvas
from briefbook.model.archive import Archive
from briefbook.model.catalogue import Entry
from briefbook.model.narrative import Narrative
from briefbook.model.page import Page
from briefbook.model.verdict import Verdict, Verification
from briefbook.text.safe_names import safe_name
from briefbook.util.names_on_disk import NamesOnDisk

_CONTEXT_LENGTH = 32  # characters of prefix and suffix
_VERDICT_TEXTS = {
    Verdict.VERBATIM: "word for word; letter case, punctuation and line breaks were not compared",
    Verdict.AS_ON_SCAN: "word for word as on the scan: where the reading differs, the picture has the quoted words",
    Verdict.NOISY: "word for word but for misread letters: look at the picture",
    Verdict.EDITED: "word for word, but what the author's dots hide may change the sense",
}


Make = Callable[[Narrative, Sequence[Verification]], Sequence[dict[str, Any]]]
"""Gives the annotations of some quotations of a narrative, in their order."""


def annotations(archive: Archive, items: Container[str] | None = None, *, make: Make | None = None) -> dict[str, Any]:
    """The annotation collection of the quotations that were found in their items.

    Only quotations that are verbatim, as on the scan, or verbatim but for misread letters, are annotated.

    Args:
        archive: The collection.
        items: Only quotations of these items; None for all.
        make: Gives the annotations of a narrative in place of ``annotations_of``, as they were stored.

    Returns:
        The JSON object. URLs are absolute if ``site.address`` is set, else relative to the site's root.
    """
    base = archive.about.get("site_address", "").rstrip("/")
    base = f"{base}/" if base else ""
    narratives = {narrative.path: narrative for narrative in archive.narratives}
    chosen: dict[str, list[Verification]] = {}
    for verification in archive.verifications:
        if (
            _is_found(verification)
            and verification.narrative in narratives
            and (items is None or verification.item in items)
        ):
            chosen.setdefault(verification.narrative, []).append(verification)
    make = make or partial(annotations_of, archive)
    made = {path: iter(make(narratives[path], found)) for path, found in chosen.items()}
    taken = {id(verification): verification.narrative for found in chosen.values() for verification in found}
    items_json = [next(made[taken[id(one)]]) for one in archive.verifications if id(one) in taken]
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"{base}downloads/annotations.json",
        "type": "AnnotationCollection",
        "label": "Quotations found in the items they cite",
        "total": len(items_json),
        "first": {
            "id": f"{base}downloads/annotations.json#all",
            "type": "AnnotationPage",
            "startIndex": 0,
            "items": items_json,
        },
    }


def annotations_text(archive: Archive, *, make: Make | None = None) -> str:
    """The annotation collection of all quotations that were found, as its JSON file has it.

    Args:
        archive: The collection.
        make: As of ``annotations``.
    """
    return json.dumps(annotations(archive, make=make), ensure_ascii=False, indent=1) + "\n"


def has_annotations(archive: Archive) -> bool:
    """Is there a quotation that was found in its item?"""
    narratives = {narrative.path for narrative in archive.narratives}
    return any(_is_found(one) and one.narrative in narratives for one in archive.verifications)


def _is_found(verification: Verification) -> bool:
    return bool(verification.verdict in _VERDICT_TEXTS and verification.item and verification.page)


def files(archive: Archive, entries: Iterable[Entry]) -> Iterator[tuple[str, bytes]]:
    """The annotation collection as a JSON file."""
    value = annotations(archive, NamesOnDisk(entry.item for entry in entries))
    yield "annotations.json", (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def annotations_of(
    archive: Archive, narrative: Narrative, verifications: Sequence[Verification]
) -> list[dict[str, Any]]:
    """The annotations of some quotations of a narrative.

    Args:
        archive: The collection.
        narrative: A page of its book.
        verifications: Quotations of this page that were found in their items.
    """
    base = archive.about.get("site_address", "").rstrip("/")
    base = f"{base}/" if base else ""
    return [_annotation(archive, narrative, verification, base) for verification in verifications]


def _annotation(archive: Archive, narrative: Narrative, verification: Verification, base: str) -> dict[str, Any]:
    quotation = narrative.quotations[verification.quotation]
    item = verification.item or ""
    page_numbers = verification.pages
    pages = [page for page in archive.catalogue.pages(item) if page.number in page_numbers]
    prose = f"{base}narratives/{safe_name(narrative.slug)}.html"
    return {
        "id": f"{base}downloads/annotations.json#q-{safe_name(narrative.slug)}-{verification.quotation}",
        "type": "Annotation",
        "motivation": "linking",
        "body": [
            {
                "type": "SpecificResource",
                "source": prose,
                "selector": quote_selector(narrative.source, quotation.offset, quotation.end),
            },
            {
                "type": "TextualBody",
                "purpose": "assessing",
                "format": "text/plain",
                "value": _VERDICT_TEXTS[verification.verdict],
            },
        ],
        "target": [
            *_on_pictures(f"{base}items/{safe_name(item)}/canvas", verification, page_numbers, pages),
            _target(pages, verification, base),
        ],
    }


def _target(pages: Sequence[Page], verification: Verification, base: str) -> dict[str, Any]:
    return {
        "type": "SpecificResource",
        "source": f"{base}items/{safe_name(verification.item or '')}.html",
        "selector": [*_in_text(pages, verification)],
        "state": {"type": "State", "value": f"SHA-256 of the text compared: {verification.text_checksum}"},
    }


def quote_selector(text: str, start: int, end: int) -> dict[str, str]:
    """A W3C text quote selector: the words, and the 32 characters before and after them."""
    return {
        "type": "TextQuoteSelector",
        "exact": text[start:end],
        "prefix": text[max(0, start - _CONTEXT_LENGTH) : start],
        "suffix": text[end : end + _CONTEXT_LENGTH],
    }


def _in_text(pages: Sequence[Page], verification: Verification) -> Iterator[dict[str, Any]]:
    """A selector for every span of the pages' text that was quoted, by its words and by its offsets on its page."""
    first = verification.lines[0] - 1 if verification.lines else 0
    offset = sum(len(line.text) + 1 for page in pages[:1] for line in page.lines[:first])
    remaining = list(pages)
    for fragment in verification.found.split(" … "):
        words = fragment.split()
        while words and remaining:
            text = remaining[0].text
            size = next(
                (count for count in range(len(words), 0, -1) if find_words(text, " ".join(words[:count]), offset)), 0
            )
            if size and (span := find_words(text, " ".join(words[:size]), offset)):
                start, offset = span
                position = {"type": "TextPositionSelector", "start": start, "end": offset}
                yield quote_selector(text, start, offset) | {"refinedBy": position}
                words = words[size:]
            if words:
                remaining, offset = remaining[1:], 0


def find_words(text: str, words: str, begin: int) -> tuple[int, int] | None:
    r"""Start and end of some words in a text from an offset on, None if absent; page lines between them are included.

    >>> find_words("ONE TWO\nPAGE TWO 12\nTHREE FOUR", "TWO THREE FOUR", 0)
    (4, 30)
    """
    parts = [re.escape(word) for word in words.split()]
    if not parts:
        return None
    for gap in (r"\s+", r"\s+(?:[^\n]*\n){0,4}?\s*(?:[^\n]{0,200}?)"):
        if match := re.compile(gap.join(parts)).search(text, begin):
            return match.start(), match.end()
    return None


def _on_pictures(
    canvases: str, verification: Verification, page_numbers: Sequence[int], pages: Sequence[Page]
) -> Iterator[dict[str, Any]]:
    """For every line of the words, a region of the page's picture on its IIIF canvas."""
    sizes = {page.number: (page.width, page.height) for page in pages}
    for page_number in page_numbers:
        first = page_number == verification.page
        boxes = verification.boxes if first else dict(verification.later_boxes)[page_number]
        for box in boxes:
            region = on_canvas(box, *sizes.get(page_number, (0, 0)))
            fragment = {"conformsTo": "http://www.w3.org/TR/media-frags/", "value": f"xywh=pixel:{region}"}
            selector = {"type": "FragmentSelector"} | fragment
            yield {"type": "SpecificResource", "source": f"{canvases}/{page_number}", "selector": selector}
