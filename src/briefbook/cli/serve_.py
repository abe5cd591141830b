"""``briefbook serve``: the collection -> a live site on this machine, or for those who may enter."""

import errno
import logging
import os
import socket
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import typer

from briefbook import flow
from briefbook.cables.posts import post
from briefbook.catalogue import StoreCatalogue
from briefbook.cli import collection
from briefbook.cli.search_ import spellings
from briefbook.collection import Collection
from briefbook.errors import BriefbookError, OutsideError, UsageError
from briefbook.model.catalogue import Catalogue
from briefbook.model.search import Hits, Occurrence
from briefbook.progress import shown
from briefbook.search import Index, occurrences, open_index, search
from briefbook.web.accounts import Accounts
from briefbook.web.api.live import Live
from briefbook.web.serve import make_app

HERE = ("127.0.0.1", "localhost", "::1")
ACCOUNTS = "accounts.json"
"""Beside briefbook.toml: the names that may log in, with hashes of their passwords."""


def command(
    host: str = typer.Option("127.0.0.1", help="The address to listen on."),
    port: int = typer.Option(8000, min=0, max=65_535, help="The port; where it is in use, the next free one is taken."),
    prefix: str = typer.Option("", help="The path under which a proxy shows the site: /cables."),
    trusted_proxy: str = typer.Option("", help="Address of the proxy that says in Remote-User who asks."),
    account: str = typer.Option("", help="Make this account, or give it another password, and stop."),
    log: bool = typer.Option(False, "--log", help="A line a request on standard error; it names nobody."),
) -> None:
    """Serve the site, live, with search and the API, until Ctrl-C."""
    here = collection()
    accounts = Accounts.read(here.root / ACCOUNTS)
    if account:
        _make_account(accounts, account)
        return
    if host not in HERE and not accounts and not trusted_proxy:
        raise UsageError(
            f"--host {host} would show the collection to others without asking who they are",
            remedy="make an account first (briefbook serve --account NAME), name the proxy that knows its users with "
            "--trusted-proxy ADDRESS, or listen on 127.0.0.1.",
        )
    prefix = f"/{prefix.strip('/')}" if prefix.strip("/") else ""
    held = _open_socket(host, port)
    live = _open(here)
    hosts = frozenset() if accounts or trusted_proxy or prefix else frozenset({*HERE, "[::1]"})
    app = make_app(
        live,
        prefix=prefix,
        accounts=accounts if len(accounts) else None,
        trusted_proxy=trusted_proxy,
        hosts=hosts,
        say=_say if log else lambda line: None,
    )
    shown_host = f"[{host}]" if ":" in host else host
    typer.echo(f"Serving {here.settings.collection.title} at http://{shown_host}:{held.getsockname()[1]}{prefix}/")
    typer.echo("Stop with Ctrl-C.")
    run_server(app, held)


def run_server(app: object, held: socket.socket) -> None:
    """Answer on a socket until told to stop."""
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
    uvicorn.Server(config).run(sockets=[held])
    sys.stdout.flush()
    os._exit(0)  # what is still being made ready in the background may be left: it is made again


def _open(here: Collection) -> Live:
    """The collection at once if it was made before, else after making it; the book follows in the background."""
    index = open_index(here.index) if here.catalogue.exists() else None
    catalogue: Catalogue
    if index is None:
        index, catalogue = flow.open_search(here, progress=shown)
    else:
        catalogue = StoreCatalogue(here.catalogue)
    live = live_of(here, index, catalogue)
    threading.Thread(target=_make_ready, args=(here, live), daemon=True).start()
    return live


def _make_ready(here: Collection, live: Live) -> None:
    """What changed since is brought up to date, and the book is made ready."""
    try:
        flow.open_search(here)
        live.open(flow.open_archive(here))
    except (BriefbookError, OSError) as error:
        live.give_up(str(error))
        typer.echo(f"briefbook: the book cannot be shown: {error}", err=True)
    except Exception as error:
        live.give_up(f"the book cannot be shown: {error}")
        raise


def live_of(here: Collection, index: Index, catalogue: Catalogue) -> Live:
    """What the server asks, answered by the index and the catalogue."""
    aliases = here.settings.posts.aliases

    def ask(
        question: str, *, limit: int = 20, cursor: str | None = None, order: str = "relevance", counts: bool = True
    ) -> Hits:
        return search(
            index,
            question,
            limit=limit,
            cursor=cursor,
            order=order,
            pages_of=catalogue.pages,
            posts=lambda code: post(code, aliases),
            people=spellings,
            counts=counts,
        )

    def within(question: str, item: str) -> Sequence[Occurrence]:
        pages = catalogue.pages(item)
        return occurrences(index, question, pages, posts=lambda code: post(code, aliases), people=spellings)

    return Live(catalogue, ask, within)


def _open_socket(host: str, port: int) -> socket.socket:
    """A socket that listens; the next free port where the one wanted is in use."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for tried in range(port, min(port + 20, 65_536)):
        held = socket.socket(family, socket.SOCK_STREAM)
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            held.bind((host, tried))
            held.listen(512)
        except OSError as error:
            held.close()
            if error.errno in (errno.EADDRINUSE, errno.EACCES):
                continue
            what = f"cannot listen on {host}:{tried}: {error.strerror or error}"
            raise OutsideError(what, remedy="name another address with --host.") from error
        return held
    raise OutsideError(f"no port from {port} on is free", remedy="name another with --port.")


def _make_account(accounts: Accounts, name: str) -> None:
    password = os.environ.get("BRIEFBOOK_PASSWORD") or typer.prompt(
        "Password", hide_input=True, confirmation_prompt=True
    )
    accounts.add(name, password)
    typer.echo(f"{name} may log in; the hash of the password is in {Path(accounts.path).name}.")


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
