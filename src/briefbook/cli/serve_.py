"""``briefbook serve``: serve the collection as a live site, on this computer or to users who log in."""

import errno
import ipaddress
import logging
import os
import socket
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import typer

from briefbook.catalogue import StoreCatalogue
from briefbook.catalogue.field_values import parse_field
from briefbook.cli import collection
from briefbook.errors import BriefbookError, OutsideError, UsageError
from briefbook.model.archive import Post
from briefbook.model.catalogue import Catalogue
from briefbook.model.decision import Decision
from briefbook.model.narrative import Narrative
from briefbook.model.search import Hits, Occurrence
from briefbook.progress import shown
from briefbook.project import pipeline
from briefbook.project.collection import Collection
from briefbook.project.index_sync import book_state, index_of
from briefbook.project.workspace import Workspace, decide
from briefbook.search import Index, occurrences, open_index, parse_days, prepare_index, search
from briefbook.server.accounts import Accounts
from briefbook.server.api.app_state import AppState, DeskActions, NotReady
from briefbook.server.app import make_app
from briefbook.text.authorities import spellings
from briefbook.text.posts import post
from briefbook.util.logs import get_logger, log_place

LOCAL_HOSTS = ("127.0.0.1", "localhost", "::1")
_NOT_SHOWN = "the book cannot be shown; the cause is in the log of this server"

log = get_logger(__name__)

POLL_SECONDS = 5.0
"""Seconds between two checks whether the journal or the book was changed from elsewhere."""

ACCOUNTS = "accounts.json"
"""Beside briefbook.toml: the names that may log in, with hashes of their passwords."""


def command(
    host: str = typer.Option("127.0.0.1", help="The address to listen on."),
    port: int = typer.Option(8000, min=0, max=65_535, help="The port; if it is in use, the next free one is taken."),
    prefix: str = typer.Option("", help="Path under which a proxy serves the site, such as /cables."),
    trusted_proxy: str = typer.Option("", help="Address of a proxy that names the user in the header Remote-User."),
    account: str = typer.Option("", help="Create this account, or change its password, and exit."),
    log: bool = typer.Option(False, "--log", help="Anonymous request log on standard error."),
) -> None:
    """Serve the site live, with full search, the desk and the API, until Ctrl-C is pressed."""
    here = collection()
    accounts = Accounts.read(here.root / ACCOUNTS)
    if account:
        _make_account(accounts, account)
        return
    if host not in LOCAL_HOSTS and not accounts and not trusted_proxy:
        raise UsageError(
            f"--host {host} would open the collection to others without a login",
            remedy="create an account first (briefbook serve --account NAME), name a proxy that authenticates users "
            "with --trusted-proxy ADDRESS, or listen on 127.0.0.1.",
        )
    _refuse_no_address(trusted_proxy)
    prefix = f"/{prefix.strip('/')}" if prefix.strip("/") else ""
    listener = _open_socket(host, port)
    app_state = _open(here)
    hosts = frozenset() if accounts or trusted_proxy or prefix else frozenset({*LOCAL_HOSTS, "[::1]"})
    app = make_app(
        app_state,
        prefix=prefix,
        accounts=accounts if len(accounts) else None,
        trusted_proxy=trusted_proxy,
        hosts=hosts,
        say=_say if log else lambda line: None,
    )
    shown_host = f"[{host}]" if ":" in host else host
    typer.echo(f"Serving {here.settings.collection.title} at http://{shown_host}:{listener.getsockname()[1]}{prefix}/")
    typer.echo("Stop with Ctrl-C.")
    run_server(app, listener)


def run_server(app: object, listener: socket.socket) -> None:
    """Serve on a listening socket until stopped."""
    import uvicorn

    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    config = uvicorn.Config(
        app,  # type: ignore[arg-type]
        log_level="warning",
        access_log=False,
        server_header=False,
        limit_concurrency=1000,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=5,
        lifespan="off",
        proxy_headers=False,
    )
    uvicorn.Server(config).run(sockets=[listener])
    sys.stdout.flush()
    os._exit(0)  # what is still being made ready in the background may be left: it is made again


def _refuse_no_address(proxy: str) -> None:
    """A proxy that is named otherwise than by its address would never be recognised."""
    try:
        if proxy:
            ipaddress.ip_address(proxy)
    except ValueError as error:
        raise UsageError(f"--trusted-proxy {proxy} is no IP address", remedy="write it as in 127.0.0.1.") from error


def _open(here: Collection) -> AppState:
    """Open the collection, at once if its index exists, else after building it; the book loads in the background."""
    index = open_index(here.index) if here.catalogue.exists() else None
    catalogue: Catalogue
    if index is None:
        index, catalogue = pipeline.open_search(here, progress=shown)
    else:
        catalogue = StoreCatalogue(here.catalogue)
    served = ServedCollection(here, index, catalogue)
    threading.Thread(target=served.make_ready, daemon=True).start()
    return served.app_state


class ServedCollection:
    """A collection while it is served: concurrent queries, and a curator's decisions applied one at a time."""

    def __init__(self, here: Collection, index: Index, catalogue: Catalogue) -> None:
        self.here, self.index, self.catalogue = here, index, catalogue
        self.app_state = AppState(catalogue, self.ask, self.within, DeskActions(self.record, self.parse_field))
        self._workspace: Workspace | None = None
        self._narratives: tuple[Narrative, ...] = ()
        self._deciding = threading.Lock()
        self._stale = threading.Event()
        self._seen: tuple[object, ...] = ()

    def ask(
        self,
        question: str,
        *,
        limit: int = 20,
        offset: int = 0,
        cursor: str | None = None,
        order: str = "relevance",
        counts: bool = True,
    ) -> Hits:
        """Run a query."""
        return search(
            self.index,
            question,
            limit=limit,
            offset=offset,
            cursor=cursor,
            order=order,
            pages_of=self.catalogue.pages,
            posts=self.post,
            people=self.people,
            counts=counts,
            days_of=self.days_of,
        )

    def within(self, question: str, item: str) -> Sequence[Occurrence]:
        """The occurrences of a query's words in an item."""
        pages = self.catalogue.pages(item)
        return occurrences(self.index, question, pages, posts=self.post, people=self.people, days_of=self.days_of)

    def days_of(self, text: str) -> tuple[int, int]:
        """The days that a date in a query covers."""
        dates = self.here.settings.dates
        return parse_days(text, window=dates.window, order=dates.order)

    def post(self, code: str) -> Post | None:
        """What a code stands for; a curator's decision takes precedence."""
        return self._workspace.post(code) if self._workspace else post(code, self.here.settings.posts.aliases)

    def people(self, name: str) -> Sequence[str]:
        """Other spellings of a name, from the collection's own list and ours."""
        return spellings(name, self._workspace.authority.persons) if self._workspace else spellings(name)

    def parse_field(self, field: str, value: str) -> str | None:
        """The stored form of what a person typed."""
        dates = self.here.settings.dates
        return parse_field(field, value, window=dates.window, order=dates.order)

    def make_ready(self) -> None:
        """What changed since the last time is brought up to date, and the book is made; again after each decision.

        It goes on for ever. What goes wrong is said once and tried again: a slip in a file will be corrected, and a
        disk emptied.
        """
        reported = ""
        while True:
            try:
                if self._workspace is None or self.is_behind():
                    self.look()
                elif self._stale.is_set():
                    self.renew()
                reported = ""
            except Exception as error:
                if str(error) != reported:
                    self._report(error)
                reported = str(error)
                time.sleep(POLL_SECONDS)
                self._stale.set()
            self._stale.wait(POLL_SECONDS)

    def _report(self, error: Exception) -> None:
        """Say why the book, or its newest state, cannot be shown: to the operator what, to readers only that."""
        self.app_state.give_up(_NOT_SHOWN)
        if isinstance(error, BriefbookError | OSError):
            log.error("the book cannot be brought up to date", exc_info=error)
            typer.echo(f"briefbook: the book cannot be brought up to date: {error}", err=True)
            return
        log.error("the book cannot be brought up to date, by a fault of the program", exc_info=error)
        name = type(error).__name__
        typer.echo(
            f"briefbook: the book cannot be brought up to date, by a fault of Briefbook itself ({name}).\n"
            f"  What to do: please report it, with the end of {log_place() or 'what --log-file FILE writes'}.",
            err=True,
        )

    def is_behind(self) -> bool:
        """Was a chapter or the journal changed, other than at the desk?"""
        with self._deciding:
            return self._workspace is not None and self._signs() != self._seen

    def _signs(self) -> tuple[object, ...]:
        assert self._workspace is not None
        return (book_state(self._workspace), _state(self.here.journal))

    def look(self) -> None:
        """Bring everything up to date and load the book."""
        with self._deciding:
            self._look()
        self.renew()

    def _look(self) -> None:
        workspace = self._settled()
        self._narratives = pipeline.read_narratives(self.here, workspace.catalogue)
        index_of(workspace, lambda: self._narratives)
        self._workspace = workspace
        self._seen = self._signs()
        self.index.clear_cache()

    def _settled(self) -> Workspace:
        """A workspace opened while the journal did not change, so that later decisions can be told apart."""
        while True:
            before = _state(self.here.journal)
            workspace = Workspace(self.here)
            _ = workspace.catalogue, workspace.journal
            if _state(self.here.journal) == before:
                return workspace

    def renew(self) -> None:
        """Load the book as it is now."""
        self._stale.clear()
        assert self._workspace is not None
        self.app_state.open(pipeline.open_book(self._workspace, self._narratives))
        prepare_index(self.index)

    def record(self, decisions: Sequence[Decision], who: str) -> None:
        """Write decisions to the journal and update catalogue and index before returning; the book follows."""
        with self._deciding:
            if self._workspace is None:
                raise NotReady("the collection is still being prepared; try again in a minute")
            decide(self.here, decisions, who=who)
            self._workspace = self._workspace.decided()
            index_of(self._workspace, lambda: self._narratives)
            self._seen = self._signs()
            self.index.clear_cache()
        self._stale.set()


def _state(path: Path) -> tuple[int, int]:
    try:
        stat = path.stat()
    except FileNotFoundError:
        return (0, 0)
    return (stat.st_size, stat.st_mtime_ns)


def _open_socket(host: str, port: int) -> socket.socket:
    """Open a listening socket; if the port is in use, on the next free one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in range(port, min(port + 20, 65_536)):
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, candidate))
            listener.listen(512)
        except OSError as error:
            listener.close()
            if error.errno in (errno.EADDRINUSE, errno.EACCES):
                continue
            what = f"cannot listen on {host}:{candidate}: {error.strerror or error}"
            raise OutsideError(what, remedy="name another address with --host.") from error
        return listener
    raise OutsideError(f"no port from {port} on is free", remedy="name another with --port.")


def _make_account(accounts: Accounts, name: str) -> None:
    password = os.environ.get("BRIEFBOOK_PASSWORD") or typer.prompt(
        "Password", hide_input=True, confirmation_prompt=True
    )
    accounts.add(name, password)
    typer.echo(f"{name} can log in; the hash of the password is in {Path(accounts.path).name}.")


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
