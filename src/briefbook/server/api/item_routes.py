"""API endpoints of items and their pages."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Request, Response

from briefbook.model.catalogue import Entry
from briefbook.model.page import Box, Page
from briefbook.server.api.app_state import AppState
from briefbook.server.api.params import Cursor, Form, Item, Limit, Number, describe_responses
from briefbook.server.api.responses import Refusal, csv_response, json_response, sent
from briefbook.site import urls
from briefbook.text.page_kinds import PageKind, page_kinds

COLUMNS = (
    "item", "date", "from", "to", "info", "number", "classification", "precedence", "subject", "form", "pages",
    "specimen",
)  # fmt: skip
_EXAMPLE = {
    "item": "CDNW12452",
    "date": "1962-11-08",
    "from": "HAVANA",
    "to": ["EXTERNAL"],
    "number": "326",
    "pages": 2,
}


def router(app_state: AppState) -> APIRouter:
    """Make the router of these endpoints."""
    routes = APIRouter(tags=["items"])

    @routes.get(
        "/items",
        responses=describe_responses(
            "Items in the catalogue's order.", {"items": [_EXAMPLE], "total": 1, "cursor": None}
        ),
    )
    def items(request: Request, limit: Limit = 100, cursor: Cursor = None, format: Form = "json") -> Response:
        """Every item with the effective values of its main fields."""
        if format == "csv":
            return csv_response(COLUMNS, (_cells(entry) for entry in app_state.catalogue), "items")
        hits = app_state.search("", limit=limit, cursor=cursor, order="item", counts=False)
        entries = [entry for hit in hits.hits if (entry := app_state.catalogue.get(hit.item))]
        rows = [item_object(entry) for entry in entries]
        return json_response(request, {"items": rows, "total": hits.total, "cursor": hits.cursor})

    @routes.get(
        "/items/{item}",
        responses=describe_responses("The item.", _EXAMPLE | {"fields": {"number": [{"value": "326"}]}}),
    )
    def one(request: Request, item: Item) -> Response:
        """One item: every field with all its readings, the effective one first; for blank fields, candidates."""
        entry = entry_or_refuse(app_state, item)
        fields = {name: [asdict(reading) for reading in readings] for name, readings in entry.readings.items()}
        more = {
            "fields": fields,
            "candidates": {name: [asdict(one) for one in values] for name, values in entry.candidates.items()},
            "flags": list(entry.flags),
            "references": [asdict(reference) for reference in entry.references],
            "provisional": entry.provisional,
            "scan": entry.scan,
            "checksum": entry.checksum,
            "files": [{"file": files.file, "pages": list(files.pages)} for files in entry.files],
        }
        return json_response(request, item_object(entry) | more)

    @routes.get("/items/{item}/pages", responses=describe_responses("Its pages.", {"item": "CDNW12452", "pages": []}))
    def pages(request: Request, item: Item) -> Response:
        """The pages of an item: text, and words with boxes and confidence."""
        entry = entry_or_refuse(app_state, item)
        of_item = app_state.catalogue.pages(entry.item)
        kinds = page_kinds(of_item)
        every = [page_object(page, kind) for page, kind in zip(of_item, kinds, strict=True)]
        return json_response(request, {"item": entry.item, "pages": every})

    @routes.get(
        "/items/{item}/pages/{number}",
        responses=describe_responses("The page.", {"page": 1, "text": "FM HAVANA", "words": []}),
    )
    def page(request: Request, item: Item, number: Number) -> Response:
        """One page."""
        wanted = _page(app_state, item, number)
        of_item = app_state.catalogue.pages(entry_or_refuse(app_state, item).item)
        kinds = {page.number: kind for page, kind in zip(of_item, page_kinds(of_item), strict=True)}
        return json_response(request, page_object(wanted, kinds[wanted.number]))

    @routes.get(
        "/items/{item}/pages/{number}/text",
        responses=describe_responses("The text.", "FM HAVANA NOV8/62", "text/plain"),
    )
    def text(request: Request, item: Item, number: Number) -> Response:
        """The text of one page, line by line as typed."""
        body = _page(app_state, item, number).text.encode("utf-8", "replace")
        return sent(request, body, "text/plain; charset=utf-8")

    @routes.get(
        "/items/{item}/pages/{number}/words",
        responses=describe_responses("Words.", {"words": [{"text": "FM", "box": [1, 2, 9, 8]}]}),
    )
    def words(request: Request, item: Item, number: Number, format: Form = "json") -> Response:
        """The words of one page with line, box [left, top, right, bottom] in pixels, and confidence from 0 to 1."""
        page = _page(app_state, item, number)
        if format == "csv":
            columns = ("line", "word", "left", "top", "right", "bottom", "confidence")
            return csv_response(columns, _word_rows(page), f"words-{number}")
        return json_response(
            request, {"page": number, "width": page.width, "height": page.height, "words": _words(page)}
        )

    return routes


def entry_or_refuse(app_state: AppState, item: str) -> Entry:
    """Find the entry of an item.

    Raises:
        Refusal: It was withdrawn (410), or there is none (404); similar ids are in ``near``.
    """
    entry = app_state.entry(item)
    if entry is None and (found := app_state.withdrawal(item)):
        raise Refusal(410, f"{item!r} was withdrawn on {found.day}", found.said or "no reason is given")
    if entry is None:
        raise Refusal(
            404,
            f"there is no item {item!r}",
            "see similar ids in `near`, or list all at /api/v1/items",
            near=list(app_state.catalogue.similar_items(item)),
        )
    return entry


def item_object(entry: Entry) -> dict[str, Any]:
    """An item as a JSON object with the effective values of its main fields; unknown ones are left out."""
    row: dict[str, Any] = {"item": entry.item}
    for name in COLUMNS[1:-2]:
        value: Any = list(entry.values(name)) if name in ("to", "info") else entry.value(name)
        if value:
            row[name] = value
    row["persons"] = list(entry.values("persons"))
    row["pages"] = entry.page_count
    row["specimen"] = entry.is_specimen
    row["source"] = entry.source
    row["page"] = urls.item_url(entry.item)
    return row


def page_object(page: Page, kind: PageKind) -> dict[str, Any]:
    """A page with its words and its kind."""
    return {
        "page": page.number,
        "file": page.file or None,
        "file_page": page.file_page or None,
        "kind": kind.as_json(),
        "text": page.text,
        "width": page.width,
        "height": page.height,
        "reader": page.reader,
        "by": page.by,
        "confidence": page.confidence,
        "words": _words(page),
    }


def corners(box: Box | None) -> list[int] | None:
    """A box as [left, top, right, bottom]."""
    return box.as_list() if box else None


def _page(app_state: AppState, item: str, number: int) -> Page:
    entry = entry_or_refuse(app_state, item)
    for page in app_state.catalogue.pages(entry.item):
        if page.number == number:
            return page
    raise Refusal(404, f"{entry.item} has no page {number} with text", f"see /api/v1/items/{entry.item}/pages")


def _words(page: Page) -> list[dict[str, Any]]:
    return [
        {"line": number, "text": word.text, "box": corners(word.box), "confidence": word.probability}
        for number, line in enumerate(page.lines, 1)
        for word in line.words
    ]


def _word_rows(page: Page) -> Iterator[tuple[Any, ...]]:
    for number, line in enumerate(page.lines, 1):
        for word in line.words:
            yield number, word.text, *(corners(word.box) or (None,) * 4), word.probability


def _cells(entry: Entry) -> list[Any]:
    values = [entry.value(name) for name in COLUMNS[1:-2]]
    return [entry.item, *values, entry.page_count, "yes" if entry.is_specimen else ""]
