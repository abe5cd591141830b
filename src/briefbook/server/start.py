"""``/desk/start``: the first run without a terminal. A collection is made or opened, papers are added, read and built.

An application of its own, which stands before that of the collection: it answers also where no collection is open yet,
and while one is being opened again after a job. Only the keeper comes here.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar, cast

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool

from briefbook.errors import InputError, OutsideError
from briefbook.server.access import DESK, JOBS, START, Access
from briefbook.server.api.app_state import AppState
from briefbook.server.api.responses import Refusal, json_response, sent
from briefbook.server.app import make_metrics, refusals
from briefbook.server.csrf import FormTokens
from briefbook.server.desk_layout import Desk, static_routes
from briefbook.server.desk_words import refusal_sentences
from briefbook.server.login import logout_route
from briefbook.server.middleware import SecurityMiddleware

OTHER_SECTIONS = tuple(
    f"{DESK}{name}" for name in ("/review", "/table", "/write", "", "/comments", "/history", "/samples")
)

SECONDS_UNTIL_ASKED_AGAIN = 1
"""After how many seconds a browser asks again for a page of a collection that is being opened."""

Result = TypeVar("Result")


class FirstRun(Protocol):
    """What the pages need: see ``cli/desk_.py``."""

    def title(self) -> str:
        """The title of the collection that is open; "" where none is."""

    def folder(self) -> str:
        """Its folder; "" where none is open."""

    def recent(self) -> Sequence[tuple[str, str]]:
        """Title and folder of collections that were open here lately."""

    def make(self, title: str, folder: str, language: str) -> None:
        """Create a collection and open it; ``InputError`` where it cannot be."""

    def open(self, folder: str) -> None:
        """Open a collection; ``InputError`` where there is none."""

    def take(self, key: str, name: str, offset: int, size: int, data: bytes, keep_both: bool) -> Mapping[str, Any]:
        """Take a part of a file; ``InputError`` where it is not taken."""

    def drop(self, key: str) -> None:
        """Forget an upload."""

    def start(self, job: str, values: Mapping[str, str]) -> None:
        """Start a job: ``read``, ``import``, ``build``; ``InputError`` where it cannot be started."""

    def stop(self) -> None:
        """Stop the job that runs."""

    def show_site(self) -> None:
        """Open the built site in the browser of this machine."""

    def state(self) -> Mapping[str, Any]:
        """Everything the page shows: papers, lists, the job, what came of it."""

    def progress(self) -> Mapping[str, Any]:
        """Of that only the job, and whether a new one can be started: quick to make."""

    def jobs(self) -> Sequence[Mapping[str, Any]]:
        """All jobs of this run, newest first."""


def start_app(first_run: FirstRun, access: Access, *, say: Callable[[str], None] = lambda line: None) -> Any:
    """Make the application that answers ``/desk/start`` and ``/desk/jobs``.

    Args:
        first_run: What it works on.
        access: Who may come: the same as for the collection, so that one session holds for both.
        say: Takes the lines of the log.

    Returns:
        An ASGI application.
    """
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    metrics, _ = make_metrics()
    refusals(app)
    tokens = FormTokens()
    # only what needs no collection is used of it: pages, forms and tokens
    desk = Desk(cast(AppState, None), "", tokens)
    logout_route(app, None, "", tokens)
    static_routes(app)
    _pages(app, desk, first_run)
    _uploads(app, desk, first_run)
    return SecurityMiddleware(app, "", metrics, access=access, say=say)


def _pages(app: FastAPI, desk: Desk, first_run: FirstRun) -> None:
    @app.get("/static/{name:path}", include_in_schema=False)
    def static(request: Request, name: str) -> Response:
        """Style and type of the site."""
        from briefbook.site.views import static_file

        page = static_file(name) if "\x00" not in name else None
        if page is None:
            raise Refusal(404, "there is no such file")
        return sent(request, page.body, page.media_type)

    @app.get(START, include_in_schema=False)
    def shown(request: Request) -> Response:
        """The collection's papers and jobs; where none is open, how to make one."""
        return _shown(desk, first_run, request)

    @app.get(f"{START}/other", include_in_schema=False)
    def other(request: Request) -> Response:
        """Another collection."""
        return _shown(desk, first_run, request, other=True)

    @app.get(JOBS, include_in_schema=False)
    def jobs(request: Request) -> Response:
        """All jobs of this run."""
        _name(desk, first_run)
        return desk.page(
            request, "jobs.html", "Jobs", section=START, styles=("start.css",), jobs=first_run.jobs(), start=START
        )

    @app.get(f"{START}/state", include_in_schema=False)
    def state(request: Request) -> Response:
        """The job that runs, for the page's script."""
        return json_response(request, dict(first_run.progress()))

    @app.get("/{path:path}", include_in_schema=False)
    def elsewhere(request: Request, path: str) -> Response:
        """Nothing else is there before a collection is open; while it is being opened, its pages are waited for."""
        if first_run.folder() and first_run.progress().get("is_busy") and f"/{path}".startswith(DESK):
            _name(desk, first_run)
            waiting = desk.page(request, "opening.html", first_run.title(), section=START, status=503)
            waiting.headers["Refresh"] = waiting.headers["Retry-After"] = str(SECONDS_UNTIL_ASKED_AGAIN)
            return waiting
        return Response(status_code=303, headers={"Location": START, "Cache-Control": "no-store"})

    async def act(request: Request, do: Callable[[dict[str, str]], None]) -> Response:
        form: dict[str, str] = {}
        try:
            form = await desk.form(request, max_fields=200)
            await run_in_threadpool(_refusing, lambda: do(form))
        except Refusal as refusal:
            return _shown(desk, first_run, request, trouble=refusal, typed=form)
        return Response(status_code=303, headers={"Location": START, "Cache-Control": "no-store"})

    @app.post(f"{START}/make", include_in_schema=False)
    async def make(request: Request) -> Response:
        """Create a collection."""
        return await act(
            request,
            lambda form: first_run.make(form.get("title", ""), form.get("folder", ""), form.get("language", "")),
        )

    @app.post(f"{START}/open", include_in_schema=False)
    async def open_collection(request: Request) -> Response:
        """Open a collection."""
        return await act(request, lambda form: first_run.open(form.get("path", "")))

    @app.post(f"{START}/job", include_in_schema=False)
    async def job(request: Request) -> Response:
        """Start a job."""
        return await act(request, lambda form: first_run.start(form.get("job", ""), form))

    @app.post(f"{START}/stop", include_in_schema=False)
    async def stop(request: Request) -> Response:
        """Stop the job that runs."""
        return await act(request, lambda form: first_run.stop())

    @app.post(f"{START}/site", include_in_schema=False)
    async def site(request: Request) -> Response:
        """Open the built site."""
        return await act(request, lambda form: first_run.show_site())


def _uploads(app: FastAPI, desk: Desk, first_run: FirstRun) -> None:
    @app.post(f"{START}/upload", include_in_schema=False)
    async def upload(
        request: Request, key: str = "", name: str = "", offset: int = 0, size: int = 0, both: bool = False
    ) -> Response:
        """A part of a file, as the body of the request."""
        desk.check_token(request)
        data = await request.body()
        taken = await run_in_threadpool(_refusing, lambda: first_run.take(key, name, offset, size, data, both))
        return json_response(request, dict(taken))

    @app.post(f"{START}/drop", include_in_schema=False)
    async def drop(request: Request, key: str = "") -> Response:
        """An upload that a person leaves out."""
        desk.check_token(request)
        first_run.drop(key)
        return json_response(request, {"state": "dropped"})


def _shown(
    desk: Desk,
    first_run: FirstRun,
    request: Request,
    *,
    other: bool = False,
    trouble: Refusal | None = None,
    typed: Mapping[str, str] | None = None,
) -> Response:
    _name(desk, first_run)
    is_open = bool(first_run.folder()) and not other and not {"folder", "path"} & set(typed or ())
    title = first_run.title() if is_open else "Begin"
    return desk.page(
        request,
        "start.html" if is_open else "start_begin.html",
        title,
        section=START,
        status=trouble.status if trouble else 200,
        scripts=("start.js",) if is_open else (),
        styles=("start.css",),
        start=START,
        jobs_address=JOBS,
        trouble=refusal_sentences(trouble.what, trouble.remedy) if trouble else "",
        typed=typed or {},
        folder=first_run.folder(),
        recent=first_run.recent(),
        is_other=bool(first_run.folder()),
        state=first_run.state() if is_open else {},
    )


def _name(desk: Desk, first_run: FirstRun) -> None:
    desk.title = first_run.title()
    desk.sections = {START, *(OTHER_SECTIONS if first_run.folder() else ())}


def _refusing(act: Callable[[], Result]) -> Result:
    """Do something; what is wrong with the input, or with this machine, is a refusal."""
    try:
        return act()
    except (InputError, OutsideError) as error:
        raise Refusal(400, error.what, error.remedy) from error
    except OSError as error:
        what = f"this computer refuses: {error.strerror or error}"
        raise Refusal(400, what, "make room on the disk, or choose another folder") from error
