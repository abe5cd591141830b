"""Item -> IIIF Presentation 3 manifest: its pages as canvases, its text as annotations on them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from briefbook.exports.citation_elements import SPECIMEN, elements
from briefbook.model.catalogue import Entry
from briefbook.model.page import Page
from briefbook.text.date_display import date_in_words
from briefbook.text.services import words_of_source

LABELS = {"date": "Date", "from": "From", "to": "To", "number": "Number", "classification": "Classification"}
LABELS |= {"subject": "Subject"}


def manifest(
    entry: Entry, pages: Sequence[Page], about: Mapping[str, str], pictures: Mapping[int, tuple[str, str]]
) -> str:
    """The manifest as JSON; empty if the site's address is not set, since IIIF requires absolute URLs.

    Args:
        entry: The item's entry.
        pages: Its pages.
        about: The settings that pages show (``Archive.about``).
        pictures: Page number -> URL of the page's picture, relative to the site's root, and its media type.
    """
    citation = elements(entry, about)
    base = about.get("address") or about.get("site_address") or ""
    pages_with_pictures = [page for page in pages if page.width and page.height and page.number in pictures]
    if not base or not pages_with_pictures:
        return ""
    base = base.rstrip("/") + "/"
    folder = base + pictures[pages_with_pictures[0].number][0].rpartition("/")[0]
    value: dict[str, Any] = {
        "@context": "http://iiif.io/api/presentation/3/context.json",
        "id": f"{folder}/manifest.json",
        "type": "Manifest",
        "label": {"en": [f"{'[Specimen] ' if citation.specimen else ''}{entry.item}: {citation.title}"]},
        "metadata": [
            {"label": {"en": [label]}, "value": {"none": [_value(entry, name)]}}
            for name, label in LABELS.items()
            if entry.value(name)
        ]
        + [{"label": {"en": ["In the file"]}, "value": {"none": [str(files)]}} for files in entry.files],
        "summary": {
            "en": [
                SPECIMEN
                if citation.specimen
                else ", ".join(part for part in (citation.shown_route, citation.shown_date()) if part)
            ]
        },
        "items": [_canvas(page, folder, base, pictures[page.number]) for page in pages_with_pictures],
    }
    if citation.rights.startswith(("http://rightsstatements.org/", "http://creativecommons.org/")):
        value["rights"] = citation.rights
    elif citation.rights:
        value["requiredStatement"] = {"label": {"en": ["Rights"]}, "value": {"en": [citation.rights]}}
    if citation.address:
        value["homepage"] = [
            {"id": citation.address, "type": "Text", "label": {"en": [entry.item]}, "format": "text/html"}
        ]
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _value(entry: Entry, name: str) -> str:
    value = entry.value(name) or ""
    if name in ("from", "to"):
        return words_of_source(entry, name) or value
    return date_in_words(value) if name == "date" else value


def _canvas(page: Page, folder: str, base: str, picture: tuple[str, str]) -> dict[str, Any]:
    address, media_type = picture
    canvas_id = f"{folder}/canvas/{page.number}"
    size = {"width": page.width, "height": page.height}
    canvas: dict[str, Any] = {
        "id": canvas_id,
        "type": "Canvas",
        "label": {"en": [f"Page {page.number}{_place(page)}"]},
        **size,
        "items": [
            {
                "id": f"{canvas_id}/page",
                "type": "AnnotationPage",
                "items": [
                    {
                        "id": f"{canvas_id}/picture",
                        "type": "Annotation",
                        "motivation": "painting",
                        "body": {"id": base + address, "type": "Image", "format": media_type, **size},
                        "target": canvas_id,
                    }
                ],
            }
        ],
    }
    lines = [
        _line(canvas_id, line_number, line.text, line.box) for line_number, line in enumerate(page.lines, 1) if line.box
    ]
    if lines:
        canvas["annotations"] = [{"id": f"{canvas_id}/text", "type": "AnnotationPage", "items": lines}]
    return canvas


def _place(page: Page) -> str:
    """The page of the file in brackets, if it is not the item's."""
    return f" (page {page.file_page} of {page.file})" if page.file else ""


def _line(canvas: str, line_number: int, text: str, box: Any) -> dict[str, Any]:
    region = f"{box.left},{box.top},{box.right - box.left},{box.bottom - box.top}"
    return {
        "id": f"{canvas}/text/{line_number}",
        "type": "Annotation",
        "motivation": "supplementing",
        "body": {"type": "TextualBody", "value": text, "format": "text/plain"},
        "target": f"{canvas}#xywh={region}",
    }
