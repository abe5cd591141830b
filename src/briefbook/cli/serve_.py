"""``briefbook serve``: serve the collection as a live site, on this computer or to users who log in."""

import errno
import functools
import logging
import os
import secrets
import socket
import sqlite3
import stat
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Unpack
from urllib.parse import urlsplit

import typer

from briefbook.catalogue import StoreCatalogue
from briefbook.catalogue.cell_edits import CellEdit, CheckedEdit, check_edits, decisions_of, name_of_save
from briefbook.catalogue.field_values import date_alternatives, parse_field
from briefbook.catalogue.journal import Journal
from briefbook.catalogue.saved_filters import FILE as FILTERS_FILE
from briefbook.catalogue.saved_filters import SavedFilters
from briefbook.catalogue.undo import decisions_of_import, undo_decisions
from briefbook.cli import accounts_, collection
from briefbook.errors import BriefbookError, InputError, OutsideError, UsageError
from briefbook.model.catalogue import Catalogue
from briefbook.model.decision import (
    Decision,
    FieldDecision,
    ItemWithdrawal,
    PartsDecision,
    TranscriptDecision,
    in_force,
)
from briefbook.model.narrative import Narrative
from briefbook.model.parts import FileParts, RequestedPart
from briefbook.model.post import Post
from briefbook.model.search import EssayHit, Hits, Occurrence, SearchOptions
from briefbook.progress import show_progress
from briefbook.project import pipeline, private_files
from briefbook.project.collection import Collection
from briefbook.project.dividing import division_of, file_of, file_parts, joining
from briefbook.project.index_sync import book_state, index_of
from briefbook.project.non_public import non_public_files, read_non_public
from briefbook.project.querying import index_essays
from briefbook.project.quick_decisions import JournalReader, is_quick, show_at_once
from briefbook.project.transcribing import TranscriptFiles
from briefbook.project.withdrawals import withdrawal_of
from briefbook.project.workspace import Workspace, decide, person_name
from briefbook.project.writing_desk import WritingDesk
from briefbook.search import (
    EssayIndex,
    Index,
    occurrences,
    open_index,
    parse_days,
    prepare_index,
    search,
    search_essays,
)
from briefbook.server.access import DESK, LOCAL_HOSTS, ROLES, Access, Role, TrustedProxies, split_host
from briefbook.server.accounts import Accounts
from briefbook.server.api.app_state import AppState, DeskActions, NotReady
from briefbook.server.app import make_app
from briefbook.server.live import Live
from briefbook.text.authorities import spellings
from briefbook.text.posts import post
from briefbook.util.logs import get_logger, log_place

LOOPBACK = ("127.0.0.1", "localhost", "::1")
_BOOK_UNAVAILABLE = "the book cannot be shown; the cause is in the log of this server"

log = get_logger(__name__)

POLL_SECONDS = 5.0
"""Seconds between two checks whether the journal or the book was changed from elsewhere."""

SETTLE_SECONDS = 1.0
"""Seconds without a decision after which what was decided at once is described anew and indexed."""

QUIET_SECONDS = 4.0
"""Seconds without a decision after which the checks are run and the book is made anew: work that slows answers down."""

MIN_TOKEN_LENGTH = 20
"""Characters of a key of one's own choice, in BRIEFBOOK_TOKEN."""

SOCKET_MODE = 0o660
"""A unix socket is for its owner and the group, to which the proxy belongs."""


def command(
    host: str = typer.Option("127.0.0.1", help="The address to listen on."),
    port: int = typer.Option(8000, min=0, max=65_535, help="The port; if it is in use, the next free one is taken."),
    prefix: str = typer.Option("", help="Path under which a proxy serves the site, such as /cables."),
    public: bool = typer.Option(False, "--public", help="Anybody may read; without accounts there is no desk at all."),
    private: bool = typer.Option(False, "--private", help="Only those with a role may read."),
    trusted_proxy: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ADDRESS|NETWORK|unix:PATH",
            help="A proxy that names the user in a header; with unix:PATH this is where to listen.",
        ),
    ] = None,
    user_header: str = typer.Option("Remote-User", help="The header in which the trusted proxy names the user."),
    proxy_role: Annotated[
        list[str] | None,
        typer.Option(metavar="USER=ROLE", help="Role of a user whom the proxy names; *=ROLE for all others."),
    ] = None,
    allow_host: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="A name to which the server answers (default: any).")
    ] = None,
    account: str = typer.Option("", help="Create this account, or change its password, and exit."),
    log: bool = typer.Option(False, "--log", help="Anonymous request log on standard error."),
) -> None:
    """Serve the site live, with full search, the desk and the API, until Ctrl-C is pressed.

    By itself it serves this machine; the desk opens by the link that is printed. With accounts (briefbook accounts add
    NAME) or a trusted proxy anybody may read, and the desk asks who comes; --private asks readers too.
    """
    here = collection()
    if account:
        accounts_.add_account(here, account)
        return
    prefix = f"/{prefix.strip('/')}" if prefix.strip("/") else ""
    access = _access(here, host, prefix, public, private, trusted_proxy or [], user_header, proxy_role or [])
    access = replace(access, hosts=_hosts(here, access, prefix, public, allow_host or []))
    for warning in private_files.warnings(here.root):
        typer.echo(f"briefbook: {warning}", err=True)
    path = access.proxies.socket_path
    listener = _open_unix_socket(path) if path else open_socket(host, port)
    app_state = _open(here)
    title = here.settings.collection.title
    app = make_app(app_state, prefix=prefix, access=access, title=title, say=_say if log else lambda line: None)
    shown_host = f"[{host}]" if ":" in host else host
    address = f"http://{shown_host}:{listener.getsockname()[1]}" if not path else f"unix:{path}"
    typer.echo(f"Serving {title} at {address}{prefix}/")
    for line in _how_to_enter(access, address):
        typer.echo(line)
    typer.echo("Stop with Ctrl-C.")
    run_server(app, listener)


def _access(
    here: Collection,
    host: str,
    prefix: str,
    public: bool,
    private: bool,
    trusted_proxy: Sequence[str],
    user_header: str,
    proxy_role: Sequence[str],
) -> Access:
    """The access rules of the options; refused if they would admit everybody or nobody."""
    accounts = Accounts.read(here.root / private_files.ACCOUNTS)
    if public and private:
        raise UsageError("--public and --private exclude each other", remedy="leave one of them out.")
    if private and not accounts and not trusted_proxy and (prefix or host not in LOOPBACK):
        raise UsageError(
            "--private would let nobody in", remedy="create an account first: briefbook accounts add NAME."
        )
    if host not in LOOPBACK and not accounts and not trusted_proxy and not public:
        raise UsageError(
            f"--host {host} would open the collection to others without a login",
            remedy="create an account first (briefbook accounts add NAME), name a proxy that authenticates users with "
            "--trusted-proxy ADDRESS, let anybody read and nobody write with --public, or listen on 127.0.0.1.",
        )
    proxies = _proxies(trusted_proxy)
    if proxy_role and not proxies:
        raise UsageError("--proxy-role says nothing without --trusted-proxy", remedy="name the proxy, or leave it out.")
    if len(accounts):
        accounts.keep_secret()
    own_key = os.environ.get("BRIEFBOOK_TOKEN", "")
    if own_key and (len(own_key) < MIN_TOKEN_LENGTH or not own_key.isascii() or not own_key.isalnum()):
        raise UsageError(
            f"BRIEFBOOK_TOKEN is no good key: it needs {MIN_TOKEN_LENGTH} letters and figures at least",
            remedy="unset it, and a key is made for each run.",
        )
    is_this_machine_s = not (accounts or proxies or prefix or public)
    token = (own_key or secrets.token_hex(24)) if is_this_machine_s else ""
    return Access(
        accounts=accounts if len(accounts) else None,
        roles_file=accounts,
        proxies=proxies,
        user_header=user_header.strip().lower(),
        proxy_roles=_proxy_roles(proxy_role),
        token=token,
        metrics_token=own_key or token,
        private=private,
    )


def _hosts(here: Collection, access: Access, prefix: str, public: bool, allow_host: Sequence[str]) -> frozenset[str]:
    """The host names that the server answers to: this machine's if it serves only this machine, else those given."""
    names = {name.strip().lower() for name in allow_host if name.strip()}
    if access.token:
        names |= LOCAL_HOSTS
    elif names:
        address = split_host(urlsplit(here.settings.site.address).netloc)[0]
        names |= {*LOCAL_HOSTS, *([address] if address else [])}
    return frozenset(names)


def _proxies(texts: Sequence[str]) -> TrustedProxies:
    """A proxy that is named otherwise would never be recognised, or would be everybody."""
    try:
        return TrustedProxies.parse(texts)
    except ValueError as error:
        raise UsageError(
            f"--trusted-proxy {error} is no IP address, network or socket",
            remedy="write it as in 127.0.0.1, 10.1.0.0/16 or unix:/run/briefbook/site.sock.",
        ) from error


def _proxy_roles(texts: Sequence[str]) -> dict[str, Role]:
    roles = {}
    for text in texts:
        user, _, role = text.rpartition("=")
        if not user or role not in ROLES:
            raise UsageError(f"--proxy-role {text} is no USER=ROLE", remedy=f"the roles are {', '.join(ROLES)}.")
        roles[user] = ROLES[role]
    return roles


def _how_to_enter(access: Access, address: str) -> list[str]:
    """What the operator must know about who can do what."""
    if access.token:
        what = "the site and its desk" if access.private else "the desk, to correct and decide,"
        return [
            f"Open {what} by this link: {address}{DESK}?token={access.token}",
            "The link is for you alone and holds until the server stops.",
        ]
    readers = "those with a role" if access.private else "anybody"
    if not access.has_desk:
        return [f"To read for {readers}; there is no desk."]
    ways = ["those with an account, after logging in"] if access.accounts else []
    if access.proxies:
        named = access.proxy_roles or (access.roles_file and access.roles_file.roles)
        ways.append("users whom the proxy names" + ("" if named else ", each of them as a curator (see --proxy-role)"))
    return [f"To read for {readers}; the desk is for {', and for '.join(ways)}."]


def run_server(app: object, listener: socket.socket, at_end: Callable[[], object] = lambda: None) -> None:
    """Serve on a listening socket until stopped; then ``at_end`` is called, and the process ends."""
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
        ws="none",
        proxy_headers=False,  # the application does it, after it has seen who really asks
    )
    uvicorn.Server(config).run(sockets=[listener])
    at_end()
    sys.stdout.flush()
    os._exit(0)  # what is still being made ready in the background may be left: it is made again


def _open(here: Collection) -> AppState:
    """Open the collection, at once if its index exists, else after building it; the book loads in the background."""
    index = open_index(here.index) if here.catalogue.exists() and not _has_withdrawn(here) else None
    catalogue: Catalogue
    if index is None:
        index, catalogue = pipeline.open_search(here, progress=show_progress)
    else:
        catalogue = StoreCatalogue(here.catalogue)
    served = ServedCollection(here, index, catalogue)
    threading.Thread(target=served.make_ready, daemon=True).start()
    return served.app_state


def _has_withdrawn(here: Collection) -> bool:
    """May the catalogue, as it was made last, still have items that were withdrawn since, here or by another copy?"""
    lines = [line for line in in_force(Journal(here.journal).read()[0]) if isinstance(line, ItemWithdrawal)]
    of_sources = non_public_files(here)
    if not lines and not of_sources:
        return False
    store = StoreCatalogue(here.catalogue)
    files = [*([here.journal] if lines else []), *of_sources]
    is_newer = max(path.stat().st_mtime_ns for path in files) > here.catalogue.stat().st_mtime_ns
    items = [line.item for line in lines] + [item for path in of_sources for item in read_non_public(path)]
    return is_newer or any(store.get(item) for item in items)


class ServedCollection:
    """A collection while it is served: concurrent queries, and a curator's decisions applied one at a time."""

    def __init__(self, here: Collection, index: Index, catalogue: Catalogue, *, read: bool = True) -> None:
        """With ``read`` False, scans that were not read stay unread."""
        self.here, self.index, self.catalogue, self._read = here, index, catalogue, read
        self._closed = threading.Event()
        # Of the two locks that of describing is taken first, and that of writing is held for milliseconds only.
        self._describing = threading.RLock()  # held while items are described and indexed
        self._writing = threading.RLock()  # held while a person's decisions are compared with what holds, and written
        self._journal = JournalReader(here.journal)
        self.app_state = AppState(
            catalogue,
            self.ask,
            self.within,
            DeskActions(
                self.decide,
                self.parse_field,
                self.decisions,
                self.date_alternatives,
                self.file_parts,
                self.divide,
                self.join,
                self.check_edits,
                self.save_edits,
                self.undo_save,
                here.samples,
                functools.cache(lambda who: who or person_name(here.root)),
                (here.settings.dates.window, here.settings.dates.order),
                self._book_changed,
                picture=self.picture,
                about=self._journal.about,
                filters=SavedFilters(here.root / FILTERS_FILE),
                withdraw=self.withdraw,
                transcripts=TranscriptFiles(
                    self._ready_workspace,
                    self._papers_changed,
                    self._note_transcribed,
                ),
            ),
            search_essays=self.ask_essays,
            writing=WritingDesk(here, self._ready_workspace, self._book_changed),
        )
        self._pictures = functools.lru_cache(64)(lambda item, page: self._ready_workspace().picture(item, page))
        self._workspace: Workspace | None = None
        self._narratives: tuple[Narrative, ...] = ()
        self._essays: EssayIndex | None = None
        self._quick_store: StoreCatalogue | None = None
        self._last_decision = self._first_decision = 0.0
        self._quick: dict[str, float] = {}  # items shown at once and not described anew yet, with when they were
        self._stale = threading.Event()
        self._seen: tuple[object, ...] = ()
        self._live = self.app_state.desk.live if self.app_state.desk else Live()
        self._writes = 0  # how often the journal was written here

    def ask(self, question: str, **options: Unpack[SearchOptions]) -> Hits:
        """Run a query."""
        return search(
            self.index,
            question,
            pages_of=self.catalogue.pages,
            texts_of=self.catalogue.page_texts,
            posts=self.post,
            people=self.people,
            days_of=self.days_of,
            **options,
        )

    def ask_essays(self, question: str, drafts: bool) -> tuple[EssayHit, ...] | None:
        """The essays that match a query; None as long as they are not read."""
        if self._essays is None:
            return None
        return search_essays(
            self._essays, question, posts=self.post, people=self.people, days_of=self.days_of, drafts=drafts
        )

    def within(self, question: str, item: str) -> Sequence[Occurrence]:
        """The occurrences of a query's words in an item."""
        pages = self.catalogue.pages(item)
        return occurrences(
            self.index,
            question,
            pages,
            posts=self.post,
            people=self.people,
            texts_of=self.catalogue.page_texts,
            days_of=self.days_of,
        )

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

    def date_alternatives(self, field: str, value: str) -> Sequence[str]:
        """The two days that a typed date can mean; none where it can mean only one."""
        dates = self.here.settings.dates
        return date_alternatives(field, value, window=dates.window, order=dates.order)

    def file_parts(self, name: str) -> FileParts | None:
        """The file of an item, or of this name, with its parts; None where it has none, or several."""
        workspace = self._workspace
        if workspace is None:
            return None
        try:
            return file_parts(workspace, file_of(workspace, name))
        except InputError:
            return None

    def divide(self, name: str, parts: Sequence[RequestedPart]) -> PartsDecision:
        """The decision that a file's pages are these parts; ``InputError`` where it cannot be."""
        return division_of(self._ready_workspace(), name, parts)

    def join(self, item: str, other: str) -> PartsDecision:
        """The decision that the pages of one item follow those of another; ``InputError`` where it cannot be."""
        return joining(self._ready_workspace(), item, other)

    def withdraw(self, item: str, said: str, why: str) -> ItemWithdrawal:
        """The decision that an item is published no longer; readers are told ``said``."""
        return withdrawal_of(item, self._ready_workspace().division, said, why)

    def _book_changed(self) -> None:
        """Somebody saved a chapter or read a sample again here: the book is made again at once."""
        self._stale.set()

    def _papers_changed(self) -> None:
        """Somebody transcribed lines here: the catalogue is brought up to date once they pause."""
        self._last_decision = time.monotonic()
        if not self._stale.is_set():
            self._first_decision = self._last_decision
        self._seen = ()
        self._stale.set()

    def _note_transcribed(self, lines: Sequence[TranscriptDecision], who: str) -> None:
        self.decide(lambda: lines, who)

    def picture(self, item: str, page_number: int) -> tuple[bytes, str] | None:
        """The picture of a page as (bytes, media type); None where there is none."""
        return self._pictures(item, page_number)

    def _ready_workspace(self) -> Workspace:
        if self._workspace is None:
            raise NotReady("the collection is still being prepared; try again in a minute")
        return self._workspace

    def decisions(self) -> Sequence[Decision]:
        """The journal as it is now, oldest first."""
        return self._journal.lines()

    def check_edits(self, edits: Sequence[CellEdit]) -> Sequence[CheckedEdit]:
        """What would come of edited cells; what the journal holds and the catalogue does not show yet counts."""
        dates = self.here.settings.dates
        return check_edits(
            edits, self.catalogue, window=dates.window, order=dates.order, later=self._decided_later(edits)
        )

    def _decided_later(self, edits: Sequence[CellEdit]) -> dict[tuple[str, str], str]:
        """Values of edited cells that another program wrote to the journal, newer than the catalogue."""
        if self._seen and _file_state(self.here.journal) == self._seen[-1]:
            return {}
        cells = {(edit.item, edit.field) for edit in edits}
        return {
            (decision.item, decision.field): decision.after or ""
            for decision in in_force(self.decisions())
            if isinstance(decision, FieldDecision) and (decision.item, decision.field) in cells
        }

    def save_edits(self, edits: Sequence[CellEdit], who: str, why: str) -> tuple[str, Sequence[CheckedEdit]]:
        """Record the edited cells that are changes, as lines that are undone together.

        Args:
            edits: The cells.
            who: The person's name; "" for the person at this machine.
            why: The reason.

        Returns:
            The name under which they were saved, "" if there was nothing to save, and what came of each cell.
        """
        name, checked = name_of_save(), list[CheckedEdit]()

        def changes() -> Sequence[Decision]:
            checked[:] = self.check_edits(edits)
            return decisions_of(checked, name, why)

        return name if self.decide(changes, who) else "", checked

    def undo_save(self, name: str, who: str) -> Sequence[Decision]:
        """Undo what was saved under a name; the lines that do so, none if all of it was undone before."""
        return self.decide(lambda: undo_decisions(decisions_of_import(self.decisions(), name)), who)

    def make_ready(self) -> None:
        """What changed since the last time is brought up to date, and the book is made; again after each decision.

        It goes on until ``close``. What goes wrong is said once and tried again: a slip will be corrected, and a
        disk emptied.
        """
        reported = ""
        while not self._closed.is_set():
            try:
                if self._workspace is None or (self._is_quiet(SETTLE_SECONDS) and self.is_behind()):
                    self.load_changes()
                elif self._quick and self._is_quiet(SETTLE_SECONDS):
                    self.settle()
                elif self._stale.is_set() and self._is_quiet(QUIET_SECONDS) and not self._quick:
                    self.renew()
                reported = ""
            except Exception as error:
                if str(error) != reported:
                    self._report(error)
                reported = str(error)
                time.sleep(POLL_SECONDS)
                self._stale.set()
            if self._quick or (self._stale.is_set() and not self._is_quiet(QUIET_SECONDS)):
                time.sleep(SETTLE_SECONDS / 2)
            else:
                self._stale.wait(POLL_SECONDS)

    def close(self) -> None:
        """Let ``make_ready`` end: another collection, or this one opened again, takes the place of this."""
        self._closed.set()
        self._stale.set()

    def _report(self, error: Exception) -> None:
        """Say why the book, or its newest state, cannot be shown: to the operator what, to readers only that."""
        self.app_state.give_up(_BOOK_UNAVAILABLE)
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
        with self._describing:
            return self._workspace is not None and self._file_states() != self._seen

    def _file_states(self) -> tuple[object, ...]:
        assert self._workspace is not None
        return (book_state(self._workspace), _file_state(self.here.journal))

    def load_changes(self) -> None:
        """Bring everything up to date and load the book."""
        with self._describing:
            self._load_changes()
        self.renew()

    def _load_changes(self) -> None:
        workspace = self._open_settled_workspace()
        self._narratives = pipeline.read_narratives(self.here, workspace.catalogue)
        index_of(workspace, lambda: self._narratives)
        self._essays = index_essays(self._narratives)
        self._workspace = workspace
        self._pictures.cache_clear()
        self._seen = self._file_states()
        self.index.clear_cache()
        self._live.note([""])

    def _open_settled_workspace(self) -> Workspace:
        """A workspace opened while the journal did not change, so that later decisions can be told apart."""
        while True:
            before = _file_state(self.here.journal)
            workspace = Workspace(self.here, read=self._read)
            _ = workspace.catalogue, workspace.journal
            if _file_state(self.here.journal) == before:
                return workspace

    def renew(self) -> None:
        """Reload the book."""
        self._stale.clear()
        assert self._workspace is not None
        self.app_state.open(pipeline.open_book(self._workspace, self._narratives))
        prepare_index(self.index)

    def decide(self, make: Callable[[], Sequence[Decision]], who: str, *, wait: bool = False) -> Sequence[Decision]:
        """Let a person decide, while nobody else does: what holds is compared and the journal written together.

        Args:
            make: Compares what holds with what the person saw, and gives the decisions; it must not wait for anything.
            who: The person's name; "" for the person at this machine.
            wait: Whether search must show the decisions before this returns, and not only the catalogue.

        Returns:
            The decisions as they are now in the journal, flushed to disk; none if ``make`` gave none.

        Raises:
            NotReady: The decisions need the collection read, and it is not yet; nothing was recorded.
            OutsideError: The disk refuses; nothing was recorded.
        """
        with self._writing:
            wanted = make()
            if not wanted:
                return ()
            is_whole = wait or not all(is_quick(decision) for decision in wanted)
            if is_whole:
                self._ready_workspace()
            recorded = decide(self.here, wanted, who=who)
            items = [item for line in recorded if is_quick(line) and (item := getattr(line, "item", None))]
            self._note_written(items)
            try:
                self._show_at_once(items)
            except sqlite3.Error as error:  # it is in the journal, and is shown when the items are described anew
                log.warning("a decision is shown later", exc_info=error)
        if is_whole:
            self._describe_decided()
        self._stale.set()
        return recorded

    def _note_written(self, items: Sequence[str]) -> None:
        """Note that the journal was written here, and which items are to be described anew."""
        self._writes += 1
        self._live.note(items or ("",))
        if self._seen:
            self._seen = (*self._seen[:-1], _file_state(self.here.journal))
        self._last_decision = time.monotonic()
        self._quick |= dict.fromkeys(items, self._last_decision)
        if not self._stale.is_set():
            self._first_decision = self._last_decision

    def _describe_decided(self) -> None:
        """Bring catalogue and index up to date with the journal; what others decide meanwhile is theirs to describe."""
        with self._describing:
            workspace = self._ready_workspace()
            with self._writing:
                writes, seen, begun = self._writes, self._file_states(), time.monotonic()
            self._workspace = workspace.decided()
            with self._writing:
                self._show_meanwhile(begun)
                if writes == self._writes:
                    self._seen = seen
            index_of(self._workspace, lambda: self._narratives)
            self.index.clear_cache()

    def _show_meanwhile(self, begun: float) -> None:
        """Show again what was decided since items began to be described: they were described without it."""
        self._quick = {item: when for item, when in self._quick.items() if when >= begun}
        self._show_at_once(list(self._quick))

    def _show_at_once(self, items: Sequence[str]) -> None:
        if self._quick_store is None:
            self._quick_store = StoreCatalogue(self.here.catalogue)
        show_at_once(self._quick_store, self._journal, items)

    def _is_quiet(self, seconds: float) -> bool:
        """Was nothing decided at once for so many seconds, or has the first waited for ten times as long?"""
        now = time.monotonic()
        return now - self._last_decision > seconds or now - self._first_decision > 10 * seconds

    def settle(self) -> None:
        """Describe the items anew that were shown at once, and bring the index up to date."""
        self._describe_decided()


def _file_state(path: Path) -> tuple[int, int]:
    try:
        stat = path.stat()
    except FileNotFoundError:
        return (0, 0)
    return (stat.st_size, stat.st_mtime_ns)


def open_socket(host: str, port: int) -> socket.socket:
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


def _open_unix_socket(path: str) -> socket.socket:
    """A unix socket that listens, in place of one that an earlier run left behind."""
    if not hasattr(socket, "AF_UNIX"):
        raise UsageError("this system has no unix sockets", remedy="name the proxy by its address.")
    try:
        if stat.S_ISSOCK(os.stat(path).st_mode):
            os.unlink(path)
    except FileNotFoundError:
        pass
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    mask = os.umask(0o777 & ~SOCKET_MODE)
    try:
        listener.bind(path)
        listener.listen(512)
    except OSError as error:
        listener.close()
        raise OutsideError(
            f"cannot listen on unix:{path}: {error.strerror or error}",
            remedy="name another path, in a folder of yours.",
        ) from error
    finally:
        os.umask(mask)
    return listener


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
