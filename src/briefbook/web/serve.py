"""One request -> one answer: the site's own pages, live, beside the API and the big search."""

import gzip
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from fastapi import FastAPI, Query, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, generate_latest

from briefbook import __version__
from briefbook.model.archive import Archive
from briefbook.model.catalogue import Entry
from briefbook.model.search import Hits
from briefbook.web import urls
from briefbook.web.views import book_of, not_found, page_at

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self' "
    "'wasm-unsafe-eval'; object-src 'none'; base-uri 'none'; frame-ancestors 'self'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""On every answer; scripts and styles are files of the site's own."""

MOST = 200
"""Hits or items in one answer of the API."""


@dataclass(frozen=True, slots=True)
class Live:
    """What the server shows. ``search(question, limit, offset, order)`` raises ``ValueError`` where it cannot parse."""

    archive: Archive
    search: Callable[[str, int, int, str], Hits]


def make_app(live: Live, *, prefix: str = "") -> FastAPI:
    """The server of one collection; ``prefix`` is the path under which a proxy shows it."""
    app = FastAPI(title="Briefbook", version=__version__, root_path=prefix, docs_url=None, redoc_url=None)
    app.openapi_url = "/api/v1/openapi.json"
    registry = CollectorRegistry()
    answers = Counter("briefbook_answers_total", "Answers by status.", ["status"], registry=registry)
    book = book_of(live.archive)

    @app.middleware("http")
    async def with_headers(request: Request, call_next: Callable[[Request], Any]) -> Response:
        if len(request.url.query) > 8192:
            response: Response = problem(414, "the address is too long", "ask for less at once")
        else:
            response = await call_next(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        answers.labels(str(response.status_code)).inc()
        return response

    @app.get("/healthz")
    def healthz() -> dict[str, Any]:
        """Alive, and with how many items."""
        return {"status": "ok", "version": __version__, "items": len(live.archive.catalogue)}

    @app.get("/metrics")
    def metrics() -> Response:
        """Figures for Prometheus."""
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    @app.get("/api/v1/search")
    def api_search(
        request: Request,
        q: str = Query("", max_length=2000, description="The question, as docs/searching.md has it."),
        limit: int = Query(20, ge=0, le=MOST),
        offset: int = Query(0, ge=0, le=10_000),
        order: str = Query("relevance", pattern="^(relevance|date)$"),
    ) -> Response:
        """Hits with page, snippet and boxes; facets and a histogram over all of them."""
        try:
            hits = live.search(q, limit, offset, order)
        except ValueError as error:
            at, remedy = getattr(error, "position", None), getattr(error, "remedy", "")
            return problem(400, str(error), remedy, position=at)
        return answer(request, as_object(hits))

    @app.get("/api/v1/items")
    def api_items(
        request: Request, limit: int = Query(50, ge=1, le=MOST), after: str = Query("", max_length=200)
    ) -> Response:
        """Items by id; ``next`` is the cursor of the page that follows."""
        found: list[Entry] = []
        begun = not after
        for entry in live.archive.catalogue:
            if begun:
                found.append(entry)
                if len(found) > limit:
                    break
            elif entry.item == after:
                begun = True
        if after and not begun:
            return problem(400, f"there is no item {after!r} to go on from", "begin without after")
        following = found[limit - 1].item if len(found) > limit else None
        items = [item_object(entry) for entry in found[:limit]]
        return answer(request, {"items": items, "next": following, "total": len(live.archive.catalogue)})

    @app.get("/api/v1/items/{item}")
    def api_item(request: Request, item: str) -> Response:
        """One item: every field with all its readings."""
        entry = live.archive.catalogue.get(item)
        if entry is None:
            return problem(404, f"there is no item {item!r}", near=list(live.archive.catalogue.near(item)))
        fields = {name: [asdict(one) for one in readings] for name, readings in entry.readings.items()}
        return answer(request, item_object(entry) | {"fields": fields, "flags": list(entry.flags)})

    @app.get("/api/v1/items/{item}/pages")
    def api_pages(request: Request, item: str) -> Response:
        """The pages of an item: text, and words with boxes and confidence."""
        if item not in live.archive.catalogue:
            return problem(404, f"there is no item {item!r}")
        pages = [
            {
                "page": page.number,
                "text": page.text,
                "reader": page.reader,
                "by": page.by,
                "width": page.width,
                "height": page.height,
                "words": [
                    {
                        "text": word.text,
                        "box": [word.box.left, word.box.top, word.box.right, word.box.bottom] if word.box else None,
                        "confidence": word.confidence,
                    }
                    for word in page.words
                ],
            }
            for page in live.archive.catalogue.pages(item)
        ]
        return answer(request, {"item": item, "pages": pages})

    @app.get("/api/v1/references")
    def api_references(request: Request) -> Response:
        """Every reference and what it leads to."""
        return answer(request, {"references": [asdict(one) for one in live.archive.network.references]})

    @app.get("/api/v1/series")
    def api_series(request: Request) -> Response:
        """Every numbered series."""
        return answer(request, {"series": [asdict(one) for one in live.archive.network.series]})

    @app.get("/api/v1/findings")
    def api_findings(request: Request) -> Response:
        """What the checks have to say."""
        return answer(request, {"findings": [asdict(one) for one in live.archive.findings]})

    @app.get("/api/v1/narratives")
    def api_narratives(request: Request) -> Response:
        """The pages of the book, with what each cites."""
        rows = [
            {
                "slug": one.slug,
                "title": one.title,
                "dates": one.dates,
                "cites": list(dict.fromkeys(citation.item for citation in one.citations)),
            }
            for one in live.archive.narratives
        ]
        return answer(request, {"narratives": rows})

    @app.api_route("/{path:path}", methods=["GET", "HEAD"], include_in_schema=False)
    def web_page(request: Request, path: str) -> Response:
        """A page of the site, byte for byte as it is on disk."""
        url = path if path and not path.endswith("/") else f"{path}{urls.HOME}"
        found = page_at(url, book) if "\x00" not in url else None
        found = found or not_found(book)
        return sent(request, found.body, found.media_type, found.status)

    return app


def answer(request: Request, value: Mapping[str, Any]) -> Response:
    """JSON for anyone who reads."""
    body = json.dumps(value, ensure_ascii=False, default=str).encode()
    response = sent(request, body, "application/json", 200)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def problem(status: int, what: str, remedy: str = "", **more: Any) -> Response:
    """A clear refusal (RFC 9457)."""
    row = {"title": what, "status": status} | ({"detail": remedy} if remedy else {})
    row |= {name: value for name, value in more.items() if value is not None}
    return Response(json.dumps(row, ensure_ascii=False), status, media_type="application/problem+json")


def sent(request: Request, body: bytes, media_type: str, status: int) -> Response:
    """A body with its ETag; 304 where the asker has it, gzip where they take it."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    if status == 200 and tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    text = media_type.startswith(("text/", "application/j", "application/ld", "application/x", "image/svg"))
    if text and len(body) > 1000 and "gzip" in request.headers.get("accept-encoding", ""):
        body = gzip.compress(body, 5, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return Response(body, status, headers, media_type)


def item_object(entry: Entry) -> dict[str, Any]:
    """An item as the API lists it."""
    names = ("date", "from", "to", "number", "classification", "precedence", "subject")
    return {"item": entry.item} | {name: entry.value(name) for name in names} | {"pages": entry.page_count}


def as_object(hits: Hits) -> dict[str, Any]:
    """Hits as the API and ``search --json`` give them."""
    row = asdict(hits)
    for one in row["hits"]:
        one["boxes"] = [[box["left"], box["top"], box["right"], box["bottom"]] for box in one["boxes"]]
        one["snippet"] = one["snippet"].replace("\ue000", "<mark>").replace("\ue001", "</mark>")
    return row
