"""``briefbook desk``: the desk in the browser from the first moment, for people who use no terminal."""

import json
import os
import secrets
import sys
import threading
import webbrowser
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import typer

from briefbook.cli import init_
from briefbook.cli.serve_ import ServedCollection, open_socket, run_server
from briefbook.errors import BriefbookError, InputError
from briefbook.model.catalogue import FIELDS
from briefbook.model.page import Scan
from briefbook.project import pipeline
from briefbook.project.collection import SETTINGS_FILE, Collection
from briefbook.project.jobs import Job, Jobs
from briefbook.project.uploads import LISTS, Uploads
from briefbook.project.workspace import Workspace
from briefbook.server.access import JOBS, LOCAL_HOSTS, START, Access
from briefbook.server.app import make_app
from briefbook.server.start import start_app
from briefbook.util.files import write_atomic
from briefbook.util.logs import get_logger
from briefbook.util.translation import N_, counted, gettext, number_in_figures, refilled

log = get_logger(__name__)

MAX_RECENT = 8
"""Collections in the list of those lately open."""

MAX_BAD_PAGES = 20
"""Pages that were hard to read which the page names."""

LANGUAGES = ("en", "fr", "de", "es")
"""The languages offered for a new collection."""


def command(
    folder: Path | None = typer.Argument(None, help="The collection's folder (default: choose one in the browser)."),
    port: int = typer.Option(8000, min=0, max=65_535, help="The port; if it is in use, the next free one is taken."),
    browser: bool = typer.Option(True, "--browser/--no-browser", help="Open the browser, or only print the link."),
) -> None:
    """Open the desk in the browser: make a collection, add papers, read them, review what was read, build the site.

    It answers only this computer, and only whoever opens its link. Close it with Ctrl-C; what was finished is kept.
    """
    desk_run = DeskRun(Access(token=secrets.token_hex(24), hosts=LOCAL_HOSTS))
    if folder is not None:
        desk_run.open(str(folder))
    listener = open_socket("127.0.0.1", port)
    link = f"http://127.0.0.1:{listener.getsockname()[1]}{START}?token={desk_run.access.token}"
    typer.echo(f"The desk is open in your browser. If it is not, open this link: {link}")
    typer.echo("Leave this window open while you work. Stop with Ctrl-C.")
    if browser:
        threading.Timer(0.7, webbrowser.open, [link]).start()
    run_server(desk_run, listener, desk_run.end)


class DeskRun:
    """One run of the desk: the collection that is open, if any, its jobs, and the application that shows them."""

    def __init__(self, access: Access, *, home: Path | None = None) -> None:
        """Nothing is open yet; new collections are made below ``home``, a person's home folder."""
        self.access, self.home = access, (home or Path.home()).resolve()
        self._start = start_app(self, access)
        self._collection: Collection | None = None
        self._served: ServedCollection | None = None
        self._served_app: Any = None
        self._jobs: Jobs | None = None
        self._trouble = ""
        self._is_opening = False
        self._shows_mapping = False

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer a request: the start pages here, all others by the collection, where one is open."""
        path = scope.get("path", "")
        is_start = any(path == begin or path.startswith(f"{begin}/") for begin in (START, JOBS))
        served = None if is_start else self._served_app
        await (served or self._start)(scope, receive, send)

    def title(self) -> str:
        """The title of the collection that is open; "" where none is."""
        return self._collection.settings.collection.title if self._collection else ""

    def folder(self) -> str:
        """Its folder; "" where none is open."""
        return str(self._collection.root) if self._collection else ""

    def recent(self) -> Sequence[tuple[str, str]]:
        """Title and folder of collections that were open here lately and are there."""
        try:
            rows = json.loads(self._recent_file().read_text(encoding="utf-8"))
            return [(str(title), str(path)) for title, path in rows if (Path(path) / SETTINGS_FILE).is_file()]
        except (OSError, ValueError, TypeError):
            return []

    def make(self, title: str, folder: str, language: str) -> None:
        """Create a collection and open it."""
        if not title.strip():
            raise InputError("the collection has no title", remedy="write one; it can be changed later.")
        root = self._folder(folder)
        if root is None or root == self.home or not root.is_relative_to(self.home):
            raise InputError(
                f"{folder or 'the folder'} is not a folder below your home folder",
                remedy="write a name such as Documents/briefing-book.",
            )
        if (root / SETTINGS_FILE).exists():
            raise InputError(f"{root} is a collection already", remedy="open it below, or write another folder.")
        if root.exists() and (not root.is_dir() or any(root.iterdir())):
            raise InputError(f"{root} is not empty", remedy="write the name of a new folder.")
        self._refuse_while_busy()
        init_.make(root, title.strip(), language if language in LANGUAGES else "en")
        self.open(str(root))

    def open(self, folder: str) -> None:
        """Open a collection."""
        root = self._folder(folder)
        if root is None:
            raise InputError("no folder is named", remedy="write the collection's folder.")
        self._refuse_while_busy()
        if Path(folder.strip()).exists():
            root = Path(folder.strip()).resolve()
        if not (root / SETTINGS_FILE).is_file():
            raise InputError(
                f"{folder} is not a collection of Briefbook", remedy=f"choose a folder that holds {SETTINGS_FILE}."
            )
        here = Collection.open(root)
        title = here.settings.collection.title
        self._close()
        self._collection = here
        self._jobs = Jobs(root, here.build / "jobs", self._job_ended)
        kept = [(title, str(root)), *(row for row in self.recent() if row[1] != str(root))]
        try:
            write_atomic(self._recent_file(), json.dumps(kept[:MAX_RECENT], ensure_ascii=False, indent=2) + "\n")
        except OSError as error:
            log.warning("the list of recent collections cannot be written", exc_info=error)
        self._is_opening = True
        threading.Thread(target=self._serve, daemon=True).start()

    def _folder(self, typed: str) -> Path | None:
        """A typed folder, relative to the home folder; None if it is not a valid path."""
        try:
            return (self.home / Path(typed.strip()).expanduser()).resolve() if typed.strip() else None
        except (ValueError, RuntimeError):  # a NUL; ~name of nobody
            return None

    def take(self, key: str, name: str, offset: int, size: int, data: bytes, keep_both: bool) -> Mapping[str, Any]:
        """Take a part of a file."""
        here = self._open_collection()
        arrival = self._intake(here).take(key, name, offset, size, data, keep_both=keep_both)
        path = arrival.path.relative_to(here.root).as_posix() if arrival.path else ""
        return {"state": arrival.state, "path": path, "bytes": arrival.bytes_here}

    def drop(self, key: str) -> None:
        """Forget an upload."""
        self._intake(self._open_collection()).drop(key)

    def start(self, job: str, values: Mapping[str, str]) -> None:
        """Start a job: the same commands as in the terminal, in a process of their own."""
        here = self._open_collection()
        self._refuse_while_busy()
        assert self._jobs is not None
        if job == "read":
            self._jobs.start("Reading the scans", [("read",), ("check",)])
        elif job == "build":
            self._jobs.start("Building the site", [("build",)])
        elif job == "import":
            name = values.get("list", "")
            if name not in self._lists(here):
                raise InputError(f"there is no list {name!r} to import", remedy="add it again.")
            self._shows_mapping = True
            self._jobs.start(f"Importing {name}", [("import", "csv", str(here.build / "lists" / name))])
        elif job == "map":
            name = values.get("import", "")
            originals = sorted((here.received / name).glob("original.*")) if name in self._imports(here) else []
            if not originals:
                raise InputError(f"there is no import {name!r}", remedy="add the list again.")
            shown = dict(_import_of(name, self._imports(here)[name])["columns"])
            columns = [  # only what was changed: a column that is not known stays a note
                f"--map={values[f'column-{number}']}={values.get(f'target-{number}', '')}"
                for number in range(1, 100)
                if (column := values.get(f"column-{number}"))
                and values.get(f"target-{number}", "") != shown.get(column)
            ]
            words = ("import", "csv", str(originals[0]), "--name", name, "--replace", *columns)
            self._jobs.start(f"Importing {name} again", [words])
        else:
            raise InputError(f"there is no job {job!r}", remedy="use the buttons of the page.")

    def stop(self) -> None:
        """Stop the job that runs."""
        if self._jobs is not None:
            self._jobs.stop()

    def end(self) -> None:
        """Stop what runs, since the desk is closed."""
        self.stop()

    def show_site(self) -> None:
        """Open the built site in the browser of this machine."""
        page = self._open_collection().site / "index.html"
        if not page.is_file():
            raise InputError("the site has not been built", remedy="build it first.")
        webbrowser.open(page.resolve().as_uri())

    def state(self) -> Mapping[str, Any]:
        """Everything the page shows."""
        here = self._open_collection()
        workspace = Workspace(here, read=False)
        scans = workspace.scans
        looked_at = [scan for scan in scans if workspace.page_store.stored_file(scan) is not None]
        unreadable = sum(_is_unreadable(workspace, scan) for scan in looked_at)
        read = len(looked_at) - unreadable
        scans_words = counted(
            "{number} scan in the collection, {read} read.",
            "{number} scans in the collection, {read} read.",
            len(scans),
            read=number_in_figures(read),
        )
        if unreadable:
            more = counted("{number} could not be read.", "{number} could not be read.", unreadable)
            scans_words = f"{scans_words} {more}"
        lists, imports = self._lists(here), self._imports(here)
        items = len(self._served.catalogue) if self._served else 0
        return {
            **self.progress(),
            "scans": len(scans),
            "read": read,
            "unread": len(scans) - len(looked_at),
            "scans_words": scans_words,
            "lists": lists,
            "imports": [_import_of(name, report) for name, report in imports.items()],
            "show_mapping": self._shows_mapping,
            "targets": ("", "item", *FIELDS, "note"),
            "items": items,
            "result_words": self._trouble
            or (
                counted("{number} item in the catalogue.", "{number} items in the catalogue.", items)
                if items
                else gettext("Nothing yet.")
            ),
            "bad_pages": self._bad_pages(workspace),
            "site": str(here.site) if (here.site / "index.html").is_file() else "",
            "opening": self._is_opening,
        }

    def progress(self) -> Mapping[str, Any]:
        """The job, and whether a new one can be started."""
        jobs = self._jobs.all() if self._jobs else ()
        return {"job": _job_row(jobs[0]) if jobs else None, "is_busy": self._is_busy()}

    def jobs(self) -> Sequence[Mapping[str, Any]]:
        """All jobs of this run, newest first."""
        return [_job_row(job) for job in (self._jobs.all() if self._jobs else ())]

    def _open_collection(self) -> Collection:
        if self._collection is None:
            raise InputError("no collection is open", remedy="make or open one first.")
        return self._collection

    def _is_busy(self) -> bool:
        return self._is_opening or (self._jobs is not None and self._jobs.running() is not None)

    def _refuse_while_busy(self) -> None:
        if self._jobs is not None and (job := self._jobs.running()):
            raise InputError(f"a job is running: {job.name}", remedy="wait for it to end, or stop it first.")
        if self._is_opening:
            raise InputError("the collection is being opened", remedy="wait a moment and try again.")

    def _intake(self, here: Collection) -> Uploads:
        return Uploads(here.root, here.build / "uploads")

    def _lists(self, here: Collection) -> list[str]:
        """The lists that arrived and are not imported yet."""
        folder = here.build / "lists"
        return sorted(path.name for path in folder.glob("*") if path.suffix.lower() in LISTS) if folder.is_dir() else []

    def _imports(self, here: Collection) -> dict[str, dict[str, Any]]:
        """The reports of imported lists, by the names of the imports."""
        reports = {}
        for path in sorted(here.received.glob("*/report.json")):
            try:
                report = json.loads(path.read_text(encoding="utf-8"))
            except (OSError, ValueError):
                continue
            if isinstance(report, dict) and report.get("kind") == "csv":
                reports[path.parent.name] = report
        return reports

    def _bad_pages(self, workspace: Workspace) -> list[str]:
        sentences = []
        for scan in workspace.scans:
            for finding in workspace.page_store.findings(scan):
                message = finding.message.removeprefix(f"{scan.paths[0].name}: ")  # older readings repeat it
                sentences.append(f"{finding.where or finding.item}: {message}")
                if len(sentences) == MAX_BAD_PAGES:
                    return sentences
        return sentences

    def _job_ended(self, job: Job) -> None:
        here = self._open_collection()
        if job.exit_code == 0 and job.steps[0][:2] == ("import", "csv"):
            path = Path(job.steps[0][2])
            if path.parent == here.build / "lists":
                path.unlink(missing_ok=True)  # the import keeps the original
        self._is_opening = True
        self._serve()

    def _serve(self) -> None:
        """Open the collection as it is now, in place of what is served."""
        here = Collection(self._open_collection().root)
        try:
            index, catalogue = pipeline.open_search(here, read=False)
            served = ServedCollection(here, index, catalogue, read=False)
            app = make_app(
                served.app_state, access=self.access, title=here.settings.collection.title, sections=(START,)
            )
            self._close()
            self._served, self._served_app, self._trouble = served, app, ""
            threading.Thread(target=served.make_ready, daemon=True).start()
        except BriefbookError as error:
            self._trouble = f"The collection cannot be shown: {error}"
        except Exception as error:
            log.exception("the collection could not be opened")
            name = type(error).__name__
            self._trouble = (
                f"The collection cannot be shown, by a fault of Briefbook itself ({name}). Please report it."
            )
        finally:
            self._is_opening = False

    def _close(self) -> None:
        if self._served is not None:
            self._served.close()
        self._served = self._served_app = None

    def _recent_file(self) -> Path:
        if sys.platform == "win32":
            state = Path(os.environ.get("LOCALAPPDATA") or self.home / "AppData/Local")
        else:
            state = Path(os.environ.get("XDG_STATE_HOME") or self.home / ".local/state")
        return state / "briefbook" / "recent.json"


def _is_unreadable(workspace: Workspace, scan: Scan) -> bool:
    """Did a scan that was looked at give no line of text, by a fault of the file?"""
    if not workspace.page_store.findings(scan):
        return False
    answer = workspace.page_store.answer(scan)
    return answer is None or not any(page.lines for page in answer[1])


def _import_of(name: str, report: Mapping[str, Any]) -> dict[str, Any]:
    columns = report.get("columns")
    counts = report.get("counts")
    rows = counts.get("items", counts.get("descriptions", 0)) if isinstance(counts, dict) else 0
    rows_of = list(columns.items()) if isinstance(columns, dict) else []
    return {"name": name, "rows": rows, "columns": rows_of}


_JOB_NAMES = (
    N_("Reading the scans"),
    N_("Building the site"),
    N_("Importing {name} again"),
    N_("Importing {name}"),
)
"""What jobs do, and below what their commands say while they run: messages."""

_PROGRESS = (N_("Reading"), N_("Describing"), N_("Indexing"), N_("Comparing texts"), N_("Building"), N_("Verifying"))


def _job_row(job: Job) -> dict[str, Any]:
    progress = job.progress() if job.is_running else {}
    words = ""
    if progress:
        what, done = gettext(progress["what"]), number_in_figures(progress["completed"])
        words = f"{what}: {done}"
        if progress["total"]:
            total = number_in_figures(progress["total"])
            words = gettext("{what}: {done} of {total}").format(what=what, done=done, total=total)
        if progress["left"]:
            words = gettext("{words}, {time} left").format(words=words, time=progress["left"])
    return {
        "number": job.number,
        "name": refilled(job.name, _JOB_NAMES),
        "outcome": job.outcome(),
        "running": job.is_running,
        "failed": not job.is_running and not job.is_stopped and job.exit_code != 0,
        "words": words,
        "completed": progress.get("completed", 0),
        "total": progress.get("total"),
        "log": "" if job.is_running else job.log_end(),
        "started": f"{job.started:%H:%M}",
        "ended": f"{job.ended:%H:%M}" if job.ended else "",
    }
