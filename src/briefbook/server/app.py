"""The ASGI application (FastAPI): the site's pages, search, the API, login and the desk."""

import functools
import gzip
import importlib.metadata
import threading
from collections import OrderedDict
from collections.abc import Callable, Collection
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, FastAPI, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from starlette.exceptions import HTTPException

from briefbook.errors import BriefbookError
from briefbook.search import CursorError, QuestionError
from briefbook.server.access import Access, Role
from briefbook.server.api import book_routes, item_routes, params, search_routes
from briefbook.server.api.app_state import AppState, NotReady
from briefbook.server.api.docs_routes import docs_page
from briefbook.server.api.responses import (
    Refusal,
    etag_of,
    is_compressible,
    json_response,
    problem_response,
    sent,
)
from briefbook.server.api.search_page import MAX_RANK, hit_address, search_page
from briefbook.server.csrf import FormTokens
from briefbook.server.desk import desk_routes
from briefbook.server.desk_comments import comment_routes
from briefbook.server.desk_history import history_routes
from briefbook.server.desk_layout import Desk, no_such_page_route, static_routes
from briefbook.server.desk_live import live_routes
from briefbook.server.desk_people import people_routes
from briefbook.server.desk_samples import sample_routes
from briefbook.server.desk_table import table_routes
from briefbook.server.desk_write import write_routes
from briefbook.server.languages import language_of_request
from briefbook.server.live_iiif import live_iiif_routes
from briefbook.server.login import login_routes, logout_route
from briefbook.server.middleware import Metrics, SecurityMiddleware
from briefbook.server.oai import oai_routes
from briefbook.server.problems import CANNOT_NOW, OUR_FAULT, fault_detail
from briefbook.server.review import review_routes
from briefbook.server.signposting import link_header
from briefbook.server.transcript import transcript_routes
from briefbook.site import urls
from briefbook.site.rendering import WebPage
from briefbook.site.site_data import SiteData

ORDERS = ("relevance", "date", "item")
PAGE_CACHE_SIZE = 400
"""Number of rendered pages in the cache."""

_ABOUT = (
    "Read-only access to the collection for programs. Whoever may read the site may read everything here. "
    "Lists are paged with `cursor`; responses carry ETags; `format=csv` returns all rows of a list."
)


def make_app(
    app_state: AppState,
    *,
    prefix: str = "",
    access: Access | None = None,
    title: str = "",
    say: Callable[[str], None] = lambda line: None,
    sections: Collection[str] = (),
) -> Any:
    """Make the server of one collection.

    Args:
        app_state: The collection.
        prefix: The path under which a proxy shows it.
        access: Who may do what; None lets everybody read, and has no desk.
        title: The collection's name, for the page to log in.
        sections: Paths of sections of the desk that another application answers, for the navigation.
        say: Takes the lines of the log, which name no person, no address and no question.

    Returns:
        An ASGI application. It has a desk only where ``access`` has a way to know who asks.
    """
    access = access or Access()
    app = FastAPI(
        title="Briefbook",
        description=_ABOUT,
        version=importlib.metadata.version("briefbook"),
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        servers=[{"url": prefix or "/"}],
    )
    metrics, registry = make_metrics()
    refusals(app)
    _health(app, app_state, registry)
    for router in (item_routes.router(app_state), search_routes.router(app_state), book_routes.router(app_state)):
        app.include_router(router, prefix="/api/v1", dependencies=[Depends(params.refuse_unknown_parameters)])
    app.include_router(search_routes.iiif_router(app_state))
    _description(app)
    tokens = FormTokens.of(access.accounts.secret if access.accounts is not None else "")
    if access.accounts is not None:
        login_routes(app, access.accounts, prefix, tokens, title)
    elif access.token:
        logout_route(app, None, prefix, tokens)
    if app_state.desk is not None and access.has_desk:
        desk = Desk(app_state, prefix, tokens, title)
        desk.sections.update(sections)
        static_routes(app)
        desk_routes(app, desk)
        table_routes(app, desk)
        write_routes(app, desk)
        comment_routes(app, desk)
        history_routes(app, desk)
        sample_routes(app, desk)
        review_routes(app, desk)
        transcript_routes(app, desk)
        live_routes(app, desk)
        if access.accounts is not None:
            people_routes(app, desk, access.accounts)
        no_such_page_route(app, desk)
    live_iiif_routes(app, app_state)
    oai_routes(app, app_state)
    _pages(app, app_state)
    return SecurityMiddleware(app, prefix, metrics, access=access, say=say, locales=app_state.locales)


def make_metrics() -> tuple[Metrics, CollectorRegistry]:
    """The metrics of a server, and where they are registered."""
    registry = CollectorRegistry()
    metrics = Metrics(
        Counter("briefbook_answers", "Answers by kind and status.", ["kind", "status"], registry=registry),
        Histogram(
            "briefbook_seconds",
            "Seconds to an answer, by kind.",
            ["kind"],
            registry=registry,
            buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
        ),
    )
    return metrics, registry


def refusals(app: FastAPI) -> None:
    """Add how refusals and faults are answered to an application."""

    @app.exception_handler(Refusal)
    async def refusal(request: Request, error: Refusal) -> Response:
        return problem_response(request, error)

    @app.exception_handler(QuestionError)
    async def question(request: Request, error: QuestionError) -> Response:
        return problem_response(request, Refusal(400, error.what, error.remedy, position=error.position))

    @app.exception_handler(CursorError)
    async def cursor(request: Request, error: CursorError) -> Response:
        return problem_response(request, Refusal(400, str(error)))

    @app.exception_handler(NotReady)
    async def not_ready(request: Request, error: NotReady) -> Response:
        answer = problem_response(request, Refusal(503, str(error), "search and items are already available"))
        answer.headers["Retry-After"] = "10"
        return answer

    @app.exception_handler(RequestValidationError)
    async def wrong(request: Request, error: RequestValidationError) -> Response:
        problems = [
            f"{'.'.join(str(part) for part in problem['loc'][1:])}: {problem['msg']}" for problem in error.errors()
        ]
        return problem_response(request, Refusal(422, "; ".join(problems), "see /api/v1/docs"))

    @app.exception_handler(HTTPException)
    async def other(request: Request, error: HTTPException) -> Response:
        return problem_response(request, Refusal(error.status_code, str(error.detail)))

    @app.exception_handler(Exception)
    async def fault(request: Request, error: Exception) -> Response:
        """Nothing of it is shown; the middleware logs it under the request's id."""
        status, what = (503, CANNOT_NOW) if isinstance(error, BriefbookError) else (500, OUR_FAULT)
        number = request.scope["briefbook.request_id"]
        return problem_response(request, Refusal(status, what, fault_detail(number), request_id=number))


def _health(app: FastAPI, app_state: AppState, registry: CollectorRegistry) -> None:
    @app.get("/healthz", include_in_schema=False)
    def healthz(request: Request) -> Response:
        """Health check: whether the book is ready, and the number of items."""
        status = "ok" if app_state.is_ready() else "starting"
        return json_response(request, {"status": status, "items": len(app_state.catalogue)})

    @app.get("/metrics", include_in_schema=False)
    def metrics() -> Response:
        """Metrics in the Prometheus text format."""
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


def _description(app: FastAPI) -> None:
    @app.get("/api/v1/openapi.json", include_in_schema=False)
    def openapi(request: Request) -> Response:
        """The OpenAPI description."""
        return json_response(request, app.openapi())

    @app.get("/api/v1/docs", include_in_schema=False)
    def docs(request: Request) -> Response:
        """The API's description as a web page."""
        return sent(request, docs_page(app.openapi(), "../../static/site.css"), "text/html; charset=utf-8")


def _pages(app: FastAPI, app_state: AppState) -> None:
    page_cache = _PageCache(app_state)
    drafts_cache = _PageCache(app_state, drafts=True)

    @app.get("/search", include_in_schema=False)
    @app.get("/{language}/search", include_in_schema=False)
    async def asked(
        request: Request,
        language: str = "",
        q: Question = "",
        order: str = "relevance",
        begin: Annotated[int, Query(ge=0, lt=MAX_RANK)] = 0,
    ) -> Response:
        """The search page with the results of a query."""
        visitor = request.scope["briefbook.visitor"]
        desk, drafts = app_state.desk is not None and visitor.may(Role.AUTHOR), visitor.may(Role.READER_OF_DRAFTS)
        result_page = await app_state.queries.run(
            lambda: search_page(app_state, q, _order(order), begin, desk=desk, drafts=drafts, language=language)
        )
        headers = PRIVATE if drafts else {}
        return sent(request, result_page.body, result_page.media_type, status=result_page.status, headers=headers)

    @app.get("/hit", include_in_schema=False)
    @app.get("/{language}/hit", include_in_schema=False)
    async def hit(
        request: Request, language: str = "", q: Question = "", order: str = "relevance", n: Rank = 1
    ) -> Response:
        """Redirect to the item of the hit at a rank."""
        address = await app_state.queries.run(lambda: hit_address(app_state, q, _order(order), n))
        if address is None:
            raise Refusal(404, f"this query has no result number {n:,}", "go back to the results")
        return Response(status_code=303, headers={"Location": address})

    @app.api_route("/{path:path}", methods=["GET", "HEAD"], include_in_schema=False)
    def web_page(request: Request, path: str) -> Response:
        """A page of the site, byte for byte as it is built; for those who may see drafts, with these."""
        if (file := _static(path)) is not None:  # also while the book is being prepared: the desk needs them
            return sent(request, file[0].body, file[0].media_type, tag=file[1], compressed=file[2])
        drafts = request.scope["briefbook.visitor"].may(Role.READER_OF_DRAFTS) and _has_drafts(app_state)
        cache, headers = (drafts_cache, PRIVATE) if drafts else (page_cache, {})
        page_name = path.rpartition("/")[2] if path.count("/") == 1 and _languages_besides(app_state, path) else path
        if page_name == urls.SEARCH and (request.url.query or len(app_state.catalogue) > page_cache.largest_static):
            return Response(status_code=307, headers={"Location": f"search{_as_question(request)}"})
        if not path and (folder := _folder_for(request, app_state)):  # the site's own address, not its front page's
            headers = {"Location": folder, "Vary": "Accept-Language, Cookie", "Cache-Control": "no-cache"}
            return Response(status_code=302, headers=headers)
        url = path if path and not path.endswith("/") else f"{path}{urls.HOME}"
        cached = cache.take(url) if "\x00" not in url else None
        if cached is None:
            site_data = app_state.site_data(app_state.archive(drafts=drafts))
            missing = _missing_page(site_data, path)
            return sent(request, missing.body, missing.media_type, status=404, headers=headers)
        page, tag, compressed = cached
        if links := link_header(url, page.body, page.media_type):
            headers = {**headers, "Link": links}
        return sent(
            request, page.body, page.media_type, status=page.status, headers=headers, tag=tag, compressed=compressed
        )


PRIVATE = {"Cache-Control": "private, no-cache"}
"""For answers that only some may have: nobody between may keep them."""

Question = Annotated[str, Query(max_length=20_000)]
Rank = Annotated[int, Query(ge=1, le=MAX_RANK)]


def _missing_page(site_data: SiteData, path: str) -> WebPage:
    """The page that says that there is none at an address, in the language of its folder."""
    from briefbook.site.views import not_found

    folder = f"{path.partition('/')[0]}/"
    site_data = site_data.others.get(folder, site_data)
    inside = path.removeprefix(site_data.folder)
    with site_data.in_its_language():
        return not_found(site_data, urls.root_of(inside) or "./")


def _languages_besides(app_state: AppState, path: str) -> bool:
    """Is a path in the folder of a language of the site other than its main one?"""
    return app_state.is_ready() and path.partition("/")[0] in app_state.archive().languages[1:]


def _folder_for(request: Request, app_state: AppState) -> str:
    """The folder of the language that a reader of the site's own address wants; "" for its main one."""
    known = app_state.archive().languages if app_state.is_ready() else []
    headers = {name.lower(): value for name, value in request.headers.items()}
    wanted = language_of_request(headers, request.url.query, known) if len(known) > 1 else ""
    return f"{wanted}/" if wanted and wanted != known[0] else ""


def _has_drafts(app_state: AppState) -> bool:
    return app_state.archive().with_drafts is not None


def _order(order: str) -> str:
    if order not in ORDERS:
        raise Refusal(400, f"unknown order {order!r}", f"use one of: {', '.join(ORDERS)}")
    return order


class _PageCache:
    """An LRU cache of rendered pages with their ETags and compressed bodies."""

    def __init__(self, app_state: AppState, *, drafts: bool = False) -> None:
        from briefbook.site.static_search import MAX_INDEXED_LIVE

        self.app_state, self.drafts = app_state, drafts
        self.largest_static = MAX_INDEXED_LIVE
        self._kept: OrderedDict[str, tuple[WebPage, str, bytes | None]] = OrderedDict()
        self._lock = threading.Lock()
        self._of: object = None

    def take(self, url: str) -> tuple[WebPage, str, bytes | None] | None:
        """The page at an address of the site."""
        from briefbook.site.views import page_at

        archive = self.app_state.archive(drafts=self.drafts)
        if url.startswith("search/") and len(archive.catalogue) > self.largest_static:
            return None  # the page that would ask for it leads to the live search
        with self._lock:
            if self._of is not archive:  # a newer one: what was made of the other no longer holds
                self._kept.clear()
                self._of = archive
            if url in self._kept:
                self._kept.move_to_end(url)
                return self._kept[url]
        page = page_at(url, self.app_state.site_data(archive))
        if page is None:
            return None
        cached = _packed(page)
        if len(page.body) < 2_000_000:
            with self._lock:
                if self._of is archive:
                    self._kept[url] = cached
                while len(self._kept) > PAGE_CACHE_SIZE:
                    self._kept.popitem(last=False)
        return cached


def _packed(page: WebPage) -> tuple[WebPage, str, bytes | None]:
    """A page with its ETag and its compressed body."""
    compressed = gzip.compress(page.body, 5, mtime=0) if is_compressible(page.body, page.media_type) else None
    return page, etag_of(page.body), compressed


@functools.lru_cache(maxsize=100)
def _static(url: str) -> tuple[WebPage, str, bytes | None] | None:
    from briefbook.site.views import static_file

    page = static_file(url.removeprefix("static/")) if url.startswith("static/") and "\x00" not in url else None
    return _packed(page) if page else None


_FILTERS = {"from": "from", "to": "to", "class": "class"}


def _as_question(request: Request) -> str:
    """The fields of the static search page's form as a query of the query language."""
    parameters = request.query_params
    words = [parameters.get("q", "")]
    words += [
        f'{field}:"{value}"' for name, field in _FILTERS.items() if (value := parameters.get(name, "").replace('"', ""))
    ]
    params = {"q": " ".join(word for word in words if word), "order": parameters.get("order") or "relevance"}
    return f"?{urlencode(params)}" if params["q"] else ""
