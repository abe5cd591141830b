"""An item as a IIIF Presentation 3 manifest: its pages as canvases, its text as annotations on them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from briefbook.exports.citation_elements import SPECIMEN, elements
from briefbook.model.catalogue import Entry
from briefbook.model.page import Page
from briefbook.text.date_display import date_in_words

LABELS = {"date": "Date", "from": "From", "to": "To", "number": "Number", "classification": "Classification"}
LABELS |= {"subject": "Subject"}


def manifest(
    entry: Entry, pages: Sequence[Page], about: Mapping[str, str], pictures: Mapping[int, tuple[str, str]]
) -> str:
    """The manifest as JSON; empty where the site's address is not set, for IIIF wants absolute addresses."""
    one = elements(entry, about)
    base = about.get("address") or about.get("site_address") or ""
    shown = [page for page in pages if page.width and page.height and page.number in pictures]
    if not base or not shown:
        return ""
    base = base.rstrip("/") + "/"
    folder = base + pictures[shown[0].number][0].rpartition("/")[0]
    value: dict[str, Any] = {
        "@context": "http://iiif.io/api/presentation/3/context.json",
        "id": f"{folder}/manifest.json",
        "type": "Manifest",
        "label": {"en": [f"{'[Specimen] ' if one.specimen else ''}{entry.item}: {one.shown_form}"]},
        "metadata": [
            {"label": {"en": [label]}, "value": {"none": [_value(entry, name)]}}
            for name, label in LABELS.items()
            if entry.value(name)
        ],
        "summary": {
            "en": [SPECIMEN if one.specimen else f"{one.shown_sender} to {one.shown_recipients}, {one.shown_date()}"]
        },
        "items": [_canvas(page, folder, base, pictures[page.number]) for page in shown],
    }
    if one.rights.startswith(("http://rightsstatements.org/", "http://creativecommons.org/")):
        value["rights"] = one.rights
    elif one.rights:
        value["requiredStatement"] = {"label": {"en": ["Rights"]}, "value": {"en": [one.rights]}}
    if one.address:
        value["homepage"] = [{"id": one.address, "type": "Text", "label": {"en": [entry.item]}, "format": "text/html"}]
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _value(entry: Entry, name: str) -> str:
    value = entry.value(name) or ""
    return date_in_words(value) if name == "date" else value


def _canvas(page: Page, folder: str, base: str, picture: tuple[str, str]) -> dict[str, Any]:
    address, kind = picture
    name = f"{folder}/canvas/{page.number}"
    size = {"width": page.width, "height": page.height}
    canvas: dict[str, Any] = {
        "id": name,
        "type": "Canvas",
        "label": {"en": [f"Page {page.number}"]},
        **size,
        "items": [
            {
                "id": f"{name}/page",
                "type": "AnnotationPage",
                "items": [
                    {
                        "id": f"{name}/picture",
                        "type": "Annotation",
                        "motivation": "painting",
                        "body": {"id": base + address, "type": "Image", "format": kind, **size},
                        "target": name,
                    }
                ],
            }
        ],
    }
    lines = [_line(name, number, line.text, line.box) for number, line in enumerate(page.lines, 1) if line.box]
    if lines:
        canvas["annotations"] = [{"id": f"{name}/text", "type": "AnnotationPage", "items": lines}]
    return canvas


def _line(canvas: str, number: int, words: str, box: Any) -> dict[str, Any]:
    where = f"{box.left},{box.top},{box.right - box.left},{box.bottom - box.top}"
    return {
        "id": f"{canvas}/text/{number}",
        "type": "Annotation",
        "motivation": "supplementing",
        "body": {"type": "TextualBody", "value": words, "format": "text/plain"},
        "target": f"{canvas}#xywh={where}",
    }
