"""Long jobs of one collection: commands run in a child process, whose progress is seen and which can be stopped."""

import datetime
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from briefbook.errors import PROGRAM_FAULT_CODE, InputError, OutsideError
from briefbook.progress import PROGRESS_FILE, duration
from briefbook.util.files import locked
from briefbook.util.logs import get_logger
from briefbook.util.translation import SOURCE_LANGUAGE, babel_locale, gettext, language

log = get_logger(__name__)

MAX_JOBS = 50
"""Jobs of one run of the desk that stay in the list."""

MAX_LOG_BYTES = 20_000
"""Bytes of the end of a job's log that are shown."""


@dataclass(slots=True)
class Job:
    """One job.

    Attributes:
        number: Counts the jobs of this run of the desk, from 1.
        name: What it does, for people.
        steps: The commands, each as its words after ``briefbook``.
        log_file: What the commands say.
        progress_file: How far the command is.
        started: When it began.
        ended: When it ended; None while it runs.
        exit_code: How its last command ended; None while it runs.
        is_stopped: Whether a person stopped it.
    """

    number: int
    name: str
    steps: tuple[tuple[str, ...], ...]
    log_file: Path
    progress_file: Path
    started: datetime.datetime
    ended: datetime.datetime | None = None
    exit_code: int | None = None
    is_stopped: bool = False
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def is_running(self) -> bool:
        """Whether it has not ended."""
        return self.ended is None

    def outcome(self) -> str:
        """How it stands, in a sentence."""
        if self.is_running:
            return gettext("Stopping…") if self.is_stopped else gettext("Running.")
        if self.is_stopped:
            return gettext("Stopped. What was finished is kept; start it again and it goes on from there.")
        if self.exit_code == 0:
            return gettext("Finished.")
        if self.exit_code == PROGRAM_FAULT_CODE:
            return gettext(
                "Stopped by a fault of Briefbook itself, not of your papers. Please report it with the log below."
            )
        if self.exit_code == 1:
            return gettext("Finished with remarks; see below.")
        return gettext("It could not finish. The log below says why and what to do.")

    def progress(self) -> dict[str, Any]:
        """How far its command is: ``what``, ``completed``, ``total`` (or None), ``unit``, ``left`` (time, in words)."""
        try:
            said = json.loads(self.progress_file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        completed, total, seconds = said["completed"], said["total"], said["seconds"]
        left = _length_of_time((total - completed) * seconds / completed) if total and completed else ""
        return {"what": said["what"], "completed": completed, "total": total, "unit": said["unit"], "left": left}

    def log_end(self) -> str:
        """The end of its log."""
        try:
            with self.log_file.open("rb") as stream:
                stream.seek(max(0, self.log_file.stat().st_size - MAX_LOG_BYTES))
                return stream.read().decode("utf-8", "replace")
        except OSError:
            return ""


class Jobs:
    """The jobs of a collection, one at a time."""

    def __init__(self, root: Path, folder: Path, when_ended: Callable[[Job], None] = lambda job: None) -> None:
        """Jobs for the collection in ``root``, with their logs in ``folder``."""
        self.root, self.folder, self.when_ended = root, folder, when_ended
        self._jobs: list[Job] = []
        self._lock = threading.Lock()

    def all(self) -> tuple[Job, ...]:
        """All jobs of this run, newest first."""
        return tuple(reversed(self._jobs))

    def running(self) -> Job | None:
        """The job that runs now."""
        return self._jobs[-1] if self._jobs and self._jobs[-1].is_running else None

    def start(self, name: str, steps: Sequence[Sequence[str]]) -> Job:
        """Start a job.

        Args:
            name: What it does, for people.
            steps: The commands, each as its words after ``briefbook``; a later one runs after the earlier ended well.

        Returns:
            The job.

        Raises:
            InputError: Another job runs.
        """
        with self._lock:
            if other := self.running():
                raise InputError(
                    f"another job is running: {other.name}", remedy="wait for it to end, or stop it; then start again."
                )
            self.folder.mkdir(parents=True, exist_ok=True)
            now = datetime.datetime.now().astimezone()
            stem = self.folder / f"{now:%Y%m%d-%H%M%S-%f}"
            job = Job(
                (self._jobs[-1].number if self._jobs else 0) + 1,
                name,
                tuple(tuple(step) for step in steps),
                stem.with_suffix(".log"),
                stem.with_suffix(".json"),
                now,
            )
            self._jobs = [*self._jobs, job][-MAX_JOBS:]
        threading.Thread(target=self._run, args=[job], daemon=True).start()
        return job

    def stop(self) -> Job | None:
        """Ask the running job to stop, as Ctrl-C does; what it finished is kept."""
        with self._lock:
            job = self.running()
            if job is None:
                return None
            job.is_stopped = True
            if job.process is not None:
                _interrupt(job.process)
            return job

    def _run(self, job: Job) -> None:
        code = PROGRAM_FAULT_CODE
        try:
            with locked(self.folder / "job.lock", timeout=1.0), job.log_file.open("wb") as output:
                for step in job.steps:
                    job.progress_file.unlink(missing_ok=True)
                    with self._lock:
                        if job.is_stopped:
                            code = 130
                            break
                        job.process = _child(self.root, step, output, job.progress_file)
                    code = job.process.wait()
                    if code not in (0, 1):
                        break
        except OutsideError as error:  # another desk of this collection has a job
            job.log_file.write_text(str(error), encoding="utf-8")
            code = 4
        except OSError as error:
            log.error("the job could not be run", exc_info=error)
            code = 4
        finally:
            job.progress_file.unlink(missing_ok=True)
            job.exit_code = code
            job.is_stopped = job.is_stopped and code not in (0, 1)
            try:
                self.when_ended(job)
            finally:
                job.ended = datetime.datetime.now().astimezone()


def _length_of_time(seconds: float) -> str:
    """A length of time in the words of everyday speech, in the language that is being written."""
    if language() == SOURCE_LANGUAGE:
        return duration(seconds)
    from babel.dates import format_timedelta

    return str(format_timedelta(datetime.timedelta(seconds=seconds), threshold=1.5, locale=babel_locale()))


def _child(root: Path, step: Sequence[str], output: Any, progress_file: Path) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "briefbook", "-C", str(root), *step]
    environment = {**os.environ, PROGRESS_FILE: str(progress_file)}
    if sys.platform == "win32":
        flags = subprocess.CREATE_NEW_PROCESS_GROUP
        return subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment, creationflags=flags
        )
    return subprocess.Popen(
        words, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment, start_new_session=True
    )


def _interrupt(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        process.send_signal(signal.CTRL_BREAK_EVENT)
        return
    try:
        os.killpg(process.pid, signal.SIGINT)
    except ProcessLookupError:
        return
