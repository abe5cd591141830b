"""API endpoints of search, over all items and within one, and IIIF Content Search."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from briefbook.exports.iiif import on_canvas
from briefbook.model.search import Hits, Occurrence
from briefbook.server.access import Role
from briefbook.server.api.app_state import AppState
from briefbook.server.api.item_routes import corners, entry_or_refuse
from briefbook.server.api.params import Cursor, Form, Item, Words, describe_responses
from briefbook.server.api.responses import csv_response, json_response
from briefbook.site import urls

CSV_BATCH_SIZE = 500
"""Hits fetched at a time while CSV is streamed."""

Order = Annotated[str, Query(pattern="^(relevance|date|item)$", description="relevance, date or item.")]
_EXAMPLE = {
    "total": 1,
    "took_ms": 1.4,
    "hits": [
        {
            "item": "CDNW12452",
            "score": 7.1,
            "page": 1,
            "snippet": "THE \ue000MISSILES\ue001 WERE",
            "boxes": [[9, 9, 80, 30]],
        }
    ],
    "facets": {"post": {"HAVANA": 1}},
    "histogram": {"1962-11-08": 1},
    "cursor": None,
    "proposals": [],
    "caution": {"pages": 2, "pages_without_text": 0, "possibly_missed": 0, "says": "Searched: 1 item, 2 pages."},
    "essays": [
        {
            "slug": "november",
            "title": "November",
            "path": "narratives/november.md",
            "heading": "The talks",
            "passage": 1,
            "paragraph": 3,
            "line": 40,
            "score": 2.1,
            "snippet": "The \ue000missiles\ue001 were",
            "draft": False,
        }
    ],
}


def router(app_state: AppState) -> APIRouter:
    """Make the router of these endpoints."""
    routes = APIRouter(tags=["search"])

    @routes.get(
        "/search",
        responses=describe_responses("The hits; in snippets, matches are enclosed in U+E000 and U+E001.", _EXAMPLE),
    )
    async def search(
        request: Request,
        q: Words = "",
        limit: Annotated[int, Query(ge=0, le=200, description="Number of hits.")] = 20,
        cursor: Cursor = None,
        order: Order = "relevance",
        format: Form = "json",
    ) -> Response:
        """Hits with page, snippet and boxes; facets and histogram over all hits; what could not be searched."""
        if format == "csv":
            first = await app_state.queries.run(
                lambda: app_state.search(q, limit=CSV_BATCH_SIZE, cursor=cursor, order=order, counts=False)
            )
            return csv_response(("rank", "item", "page", "score", "snippet"), _rows(app_state, q, order, first), "hits")
        drafts = request.scope["briefbook.visitor"].may(Role.READER_OF_DRAFTS)
        hits = await app_state.queries.run(
            lambda: app_state.answer(q, limit=limit, cursor=cursor, order=order, drafts=drafts)
        )
        answer = json_response(request, hits.as_json())
        if drafts:
            answer.headers["Cache-Control"] = "private, no-cache"
        return answer

    @routes.get(
        "/items/{item}/hits", responses=describe_responses("The occurrences.", {"item": "CDNW12452", "hits": []})
    )
    async def in_item(request: Request, item: Item, q: Words = "") -> Response:
        """Every occurrence of the query's words in one item, in reading order, with boxes."""
        entry = entry_or_refuse(app_state, item)
        places = await run_in_threadpool(app_state.occurrences, q, entry.item)
        rows = [
            {
                "page": occurrence.page,
                "line": occurrence.line,
                "words": occurrence.words,
                "before": occurrence.before,
                "after": occurrence.after,
                "boxes": [corners(box) for box in occurrence.boxes],
            }
            for occurrence in places
        ]
        return json_response(request, {"item": entry.item, "question": q, "hits": rows})

    return routes


def iiif_router(app_state: AppState) -> APIRouter:
    """IIIF Content Search 1.0 and 2.0 within an item."""
    routes = APIRouter(prefix="/iiif/search", tags=["iiif"])

    @routes.get(
        "/1/{item}",
        responses=describe_responses("An annotation list.", {"@type": "sc:AnnotationList"}, "application/ld+json"),
    )
    def first(request: Request, item: Item, q: Words = "") -> Response:
        """Content Search API 1.0."""
        entry = entry_or_refuse(app_state, item)
        places, sizes = app_state.occurrences(q, entry.item), _sizes(app_state, entry.item)
        answer = list_1(str(request.url), _folder(app_state, request, entry.item), places, sizes)
        return json_response(request, answer, "application/ld+json")

    @routes.get(
        "/2/{item}",
        responses=describe_responses("An annotation page.", {"type": "AnnotationPage"}, "application/ld+json"),
    )
    def second(request: Request, item: Item, q: Words = "") -> Response:
        """Content Search API 2.0."""
        entry = entry_or_refuse(app_state, item)
        places, sizes = app_state.occurrences(q, entry.item), _sizes(app_state, entry.item)
        answer = page_2(str(request.url), _folder(app_state, request, entry.item), places, sizes)
        return json_response(request, answer, "application/ld+json")

    return routes


Sizes = Mapping[int, tuple[int, int]]


def _sizes(app_state: AppState, item: str) -> Sizes:
    """The width and height of each page's picture as scanned."""
    return {page.number: (page.width, page.height) for page in app_state.catalogue.pages(item)}


def list_1(address: str, folder: str, occurrences: Any, sizes: Sizes) -> dict[str, Any]:
    """Occurrences as an annotation list of Content Search 1.0.

    Args:
        address: The address of the answer.
        folder: The address of the item's files.
        occurrences: The places of the words.
        sizes: Width and height of each page's picture as scanned, by page number.
    """
    resources, hits = [], []
    for number, occurrence in enumerate(occurrences, 1):
        names = []
        for part, target in enumerate(_targets(folder, occurrence, sizes), 1):
            name = f"{folder}/hit/{number}-{part}"
            names.append(name)
            resources.append(
                {
                    "@id": name,
                    "@type": "oa:Annotation",
                    "motivation": "sc:painting",
                    "resource": {"@type": "cnt:ContentAsText", "chars": occurrence.words},
                    "on": target,
                }
            )
        hit = {
            "@type": "search:Hit",
            "annotations": names,
            "match": occurrence.words,
            "before": occurrence.before,
            "after": occurrence.after,
        }
        hits.append(hit)
    contexts = ["http://iiif.io/api/presentation/2/context.json", "http://iiif.io/api/search/1/context.json"]
    return {
        "@context": contexts,
        "@id": address,
        "@type": "sc:AnnotationList",
        "within": {"@type": "sc:Layer", "total": len(resources)},
        "resources": resources,
        "hits": hits,
    }


def page_2(address: str, folder: str, occurrences: Any, sizes: Sizes) -> dict[str, Any]:
    """Occurrences as an annotation page of Content Search 2.0; the arguments are those of ``list_1``."""
    items, context = [], []
    for number, occurrence in enumerate(occurrences, 1):
        for part, target in enumerate(_targets(folder, occurrence, sizes), 1):
            name = f"{folder}/hit/{number}-{part}"
            body = {"type": "TextualBody", "value": occurrence.words, "format": "text/plain"}
            items.append(
                {"id": name, "type": "Annotation", "motivation": "highlighting", "body": body, "target": target}
            )
            quote = {
                "type": "TextQuoteSelector",
                "prefix": occurrence.before,
                "exact": occurrence.words,
                "suffix": occurrence.after,
            }
            context.append(
                {
                    "id": f"{name}/context",
                    "type": "Annotation",
                    "motivation": "contextualizing",
                    "target": {"type": "SpecificResource", "source": name, "selector": [quote]},
                }
            )
    page: dict[str, Any] = {
        "@context": "http://iiif.io/api/search/2/context.json",
        "id": address,
        "type": "AnnotationPage",
        "items": items,
    }
    if context:
        page["annotations"] = [{"type": "AnnotationPage", "items": context}]
    return page


def _targets(folder: str, occurrence: Occurrence, sizes: Sizes) -> list[str]:
    """The places on the canvas, a box each; the whole canvas where the words have no box."""
    canvas = f"{folder}/canvas/{occurrence.page}"
    size = sizes.get(occurrence.page, (0, 0))
    return [f"{canvas}#xywh={on_canvas(box, *size)}" for box in occurrence.boxes] or [canvas]


def _folder(app_state: AppState, request: Request, item: str) -> str:
    root = app_state.root_address(request.url, request.scope.get("briefbook.prefix", ""))
    return f"{root}/{urls.item_folder(item)}"


def _rows(app_state: AppState, question: str, order: str, hits: Hits) -> Iterator[tuple[Any, ...]]:
    """All hits from a first part on, fetched while they are sent."""
    rank = 0
    while True:
        for rank, hit in enumerate(hits.hits, rank + 1):  # noqa: B020
            yield rank, hit.item, hit.page, hit.score, _plain(hit.snippet)
        if not hits.cursor:
            return
        hits = app_state.search(question, limit=CSV_BATCH_SIZE, cursor=hits.cursor, order=order, counts=False)


def _plain(snippet: str) -> str:
    return snippet.replace("\ue000", "[").replace("\ue001", "]")
