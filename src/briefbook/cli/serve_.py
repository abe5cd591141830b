"""``briefbook serve``: the collection -> a live site on this machine."""

import errno
import socket

import typer
import uvicorn

from briefbook import flow
from briefbook.cli import collection
from briefbook.errors import OutsideError, UsageError
from briefbook.model.search import Hits
from briefbook.progress import shown
from briefbook.search import search
from briefbook.web.serve import Live, make_app

HERE = ("127.0.0.1", "localhost", "::1")


def command(
    host: str = typer.Option("127.0.0.1", help="The address to listen on."),
    port: int = typer.Option(8000, help="The port; where it is in use, the next free one is taken."),
    prefix: str = typer.Option("", help="The path under which a proxy shows the site: /cables."),
    behind_proxy: bool = typer.Option(
        False, "--behind-proxy", help="A proxy in front of it lets in only whom it should (needed beyond this machine)."
    ),
) -> None:
    """Serve the site, live, with search and the API, until Ctrl-C."""
    if host not in HERE and not behind_proxy:
        raise UsageError(
            f"--host {host} would show the collection to others without asking who they are",
            remedy="listen on 127.0.0.1, or say --behind-proxy if a proxy that knows its users stands in front.",
        )
    here = collection()
    index, catalogue = flow.open_search(here, progress=shown)
    archive = flow.open_archive(here, progress=shown)

    def ask(question: str, limit: int, offset: int, order: str) -> Hits:
        return search(index, question, limit=limit, offset=offset, order=order, pages_of=catalogue.pages)

    app = make_app(Live(archive, ask), prefix=prefix.rstrip("/"))
    port = _free_port(host, port)
    typer.echo(f"Serving {archive.about.get('title') or here.root} at http://{host}:{port}{prefix}/ (stop with Ctrl-C)")
    uvicorn.run(app, host=host, port=port, log_level="warning", access_log=False, server_header=False)


def _free_port(host: str, port: int) -> int:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for tried in range(port, min(port + 20, 65_536)):
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, tried))
            except OSError as error:
                if error.errno in (errno.EADDRINUSE, errno.EACCES):
                    continue
                raise OutsideError(f"cannot listen on {host}:{tried}: {error.strerror}") from error
            return tried
    raise OutsideError(f"no port from {port} on is free", remedy="name another with --port.")
