"""Search for programs, in an item and over all of them; the IIIF forms of the same."""

from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from briefbook.model.search import Hits, Occurrence
from briefbook.server.api.app_state import AppState
from briefbook.server.api.item_routes import corners, held
from briefbook.server.api.params import Cursor, Form, Item, Words, told
from briefbook.server.api.responses import answered, in_rows
from briefbook.site import urls

CSV_STEP = 500
"""Hits asked for at once while a spreadsheet is sent."""

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
}


def router(live: AppState) -> APIRouter:
    """The endpoints."""
    made = APIRouter(tags=["search"])

    @made.get("/search", responses=told("The hits; in snippets, matches are enclosed in U+E000 and U+E001.", _EXAMPLE))
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
            first = await live.queries.run(
                lambda: live.search(q, limit=CSV_STEP, cursor=cursor, order=order, counts=False)
            )
            return in_rows(("rank", "item", "page", "score", "snippet"), _rows(live, q, order, first), "hits")
        hits = await live.queries.run(lambda: live.search(q, limit=limit, cursor=cursor, order=order))
        return answered(request, hits.as_json())

    @made.get("/items/{item}/hits", responses=told("The occurrences.", {"item": "CDNW12452", "hits": []}))
    async def in_item(request: Request, item: Item, q: Words = "") -> Response:
        """Every occurrence of the query's words in one item, in reading order, with boxes."""
        entry = held(live, item)
        found = await run_in_threadpool(live.occurrences, q, entry.item)
        rows = [
            {
                "page": one.page,
                "line": one.line,
                "words": one.words,
                "before": one.before,
                "after": one.after,
                "boxes": [corners(box) for box in one.boxes],
            }
            for one in found
        ]
        return answered(request, {"item": entry.item, "question": q, "hits": rows})

    return made


def iiif_router(live: AppState) -> APIRouter:
    """IIIF Content Search 1.0 and 2.0 within an item."""
    made = APIRouter(prefix="/iiif/search", tags=["iiif"])

    @made.get("/1/{item}", responses=told("An annotation list.", {"@type": "sc:AnnotationList"}, "application/ld+json"))
    def first(request: Request, item: Item, q: Words = "") -> Response:
        """Content Search API 1.0."""
        entry = held(live, item)
        found = live.occurrences(q, entry.item)
        return answered(
            request, list_1(str(request.url), _folder(live, request, entry.item), found), "application/ld+json"
        )

    @made.get("/2/{item}", responses=told("An annotation page.", {"type": "AnnotationPage"}, "application/ld+json"))
    def second(request: Request, item: Item, q: Words = "") -> Response:
        """Content Search API 2.0."""
        entry = held(live, item)
        found = live.occurrences(q, entry.item)
        return answered(
            request, page_2(str(request.url), _folder(live, request, entry.item), found), "application/ld+json"
        )

    return made


def list_1(address: str, folder: str, found: Any) -> dict[str, Any]:
    """Occurrences as Content Search 1.0 has them; ``folder`` is the address of the item's files."""
    resources, hits = [], []
    for number, one in enumerate(found, 1):
        names = []
        for part, target in enumerate(_targets(folder, one), 1):
            name = f"{folder}/hit/{number}-{part}"
            names.append(name)
            resources.append(
                {
                    "@id": name,
                    "@type": "oa:Annotation",
                    "motivation": "sc:painting",
                    "resource": {"@type": "cnt:ContentAsText", "chars": one.words},
                    "on": target,
                }
            )
        hit = {
            "@type": "search:Hit",
            "annotations": names,
            "match": one.words,
            "before": one.before,
            "after": one.after,
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


def page_2(address: str, folder: str, found: Any) -> dict[str, Any]:
    """Occurrences as Content Search 2.0 has them."""
    items, context = [], []
    for number, one in enumerate(found, 1):
        for part, target in enumerate(_targets(folder, one), 1):
            name = f"{folder}/hit/{number}-{part}"
            body = {"type": "TextualBody", "value": one.words, "format": "text/plain"}
            items.append(
                {"id": name, "type": "Annotation", "motivation": "highlighting", "body": body, "target": target}
            )
            quote = {"type": "TextQuoteSelector", "prefix": one.before, "exact": one.words, "suffix": one.after}
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


def _targets(folder: str, one: Occurrence) -> list[str]:
    """The places on the canvas, a box each; the whole canvas where the words have no box."""
    canvas = f"{folder}/canvas/{one.page}"
    places = [(box.left, box.top, box.right - box.left, box.bottom - box.top) for box in one.boxes]
    return [f"{canvas}#xywh={','.join(map(str, place))}" for place in places] or [canvas]


def _folder(live: AppState, request: Request, item: str) -> str:
    address = live.archive().about.get("site_address", "") if live.is_ready() else ""
    root = (
        address.rstrip("/") or f"{request.url.scheme}://{request.url.netloc}{request.scope.get('briefbook.prefix', '')}"
    )
    return f"{root}/{urls.item_folder(item)}"


def _rows(live: AppState, question: str, order: str, hits: Hits) -> Iterator[tuple[Any, ...]]:
    """All hits from a first part on, asked for as they are sent."""
    rank = 0
    while True:
        for rank, hit in enumerate(hits.hits, rank + 1):  # noqa: B020
            yield rank, hit.item, hit.page, hit.score, _plain(hit.snippet)
        if not hits.cursor:
            return
        hits = live.search(question, limit=CSV_STEP, cursor=hits.cursor, order=order, counts=False)


def _plain(snippet: str) -> str:
    return snippet.replace("\ue000", "[").replace("\ue001", "]")
