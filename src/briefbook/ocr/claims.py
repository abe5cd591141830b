"""Claims of scans, so that two runs of ``read`` on one folder, on one computer or several, share the work.

A claim is a file beside the readings that only one run can make. It is touched while the run lives; one that was not
touched for a while, or whose process has ended, is taken over. No locks are needed, which network drives keep badly.
"""

import contextlib
import json
import os
import secrets
import socket
import threading
from pathlib import Path

from briefbook.model.page import Scan
from briefbook.text.safe_names import safe_name
from briefbook.util.logs import get_logger

log = get_logger(__name__)

TOUCH_SECONDS = 15.0
"""Seconds after which a run touches its claims again."""

STALE_SECONDS = 180.0
"""Seconds without a touch after which a claim is taken over."""


class Claims:
    """The claims of one run; a context manager, at whose end all are given up."""

    def __init__(self, folder: Path) -> None:
        """Claim nothing yet.

        Args:
            folder: The folder of the readings, which all runs share.
        """
        self._folder = folder
        self._own: dict[Path, str] = {}
        self._name = f"{socket.gethostname()} {os.getpid()} {secrets.token_hex(8)}"
        self._over = threading.Event()
        self._toucher: threading.Thread | None = None

    def __enter__(self) -> "Claims":
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for path in list(self._own):
            self._remove(path)
        with contextlib.suppress(OSError):
            for path in self._folder.glob(".claim-*"):  # of runs that were killed between a reading and its claim's end
                if not _is_of_this_process(path) and self._is_over(path):
                    self._set_aside(path)

    def take(self, scan: Scan) -> bool:
        """Claim a scan.

        Args:
            scan: The scan that is to be read.

        Returns:
            Whether this run has it now; True also where claims cannot be made, for want of a disk that takes them.
        """
        path = self._path(scan)
        if path in self._own:
            return True
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            log.warning("no claim can be made in %s: %s", self._folder, error)
            return True
        for _ in range(2):
            try:
                with open(path, "x", encoding="utf-8") as file:
                    json.dump({"by": self._name, "host": socket.gethostname(), "process": os.getpid()}, file)
            except FileExistsError:
                if _is_of_this_process(path):
                    return True  # another loop over scans here, which may be waiting for this one
                if not self._is_over(path):
                    return False
                log.info("a claim whose run has ended is taken over: %s", path.name)
                self._set_aside(path)
                continue
            except OSError as error:
                log.warning("no claim can be made in %s: %s", self._folder, error)
                return True
            self._own[path] = self._name
            self._touch_from_now_on()
            return True
        log.warning("a claim whose run has ended cannot be taken over: %s", path)
        return True

    def give_up(self, scan: Scan) -> None:
        """Give up the claim of a scan that is read, or cannot be."""
        path = self._path(scan)
        if path in self._own:
            self._remove(path)

    def is_taken(self, scan: Scan) -> bool:
        """Does another run have the scan?"""
        path = self._path(scan)
        if path in self._own or not path.exists() or _is_of_this_process(path):
            return False
        return not self._is_over(path)

    @staticmethod
    def _set_aside(path: Path) -> None:
        """Remove a claim whose run has ended."""
        aside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        with contextlib.suppress(OSError):
            os.rename(path, aside)  # of several runs that see this, one succeeds
            aside.unlink()

    def _path(self, scan: Scan) -> Path:
        return self._folder / f".claim-{safe_name(scan.item)}"

    def _remove(self, path: Path) -> None:
        self._own.pop(path, None)
        with contextlib.suppress(OSError, ValueError):
            if json.loads(path.read_text(encoding="utf-8")).get("by") == self._name:  # else it was taken over
                path.unlink()

    def _is_over(self, path: Path) -> bool:
        """Has the run that made a claim ended?"""
        try:
            touched = path.stat().st_mtime
            text = path.read_text(encoding="utf-8")
        except OSError:
            return True  # given up meanwhile
        with contextlib.suppress(ValueError, TypeError, AttributeError):
            claim = json.loads(text)
            if claim.get("host") == socket.gethostname() and not _is_alive(int(claim.get("process"))):
                return True
        return self._now() - touched > STALE_SECONDS

    def _now(self) -> float:
        """The time by the clock of the disk, which the claims' times are by too."""
        probe = self._folder / f".claim-clock-{os.getpid()}"
        try:
            probe.write_bytes(b"")
            return probe.stat().st_mtime
        except OSError:
            return 0.0
        finally:
            with contextlib.suppress(OSError):
                probe.unlink()

    def _touch_from_now_on(self) -> None:
        if self._toucher is None:
            self._toucher = threading.Thread(target=self._touch, daemon=True)
            self._toucher.start()

    def _touch(self) -> None:
        while not self._over.wait(TOUCH_SECONDS):
            for path in list(self._own):
                with contextlib.suppress(OSError):
                    os.utime(path)


def _is_of_this_process(path: Path) -> bool:
    with contextlib.suppress(OSError, ValueError, AttributeError):
        claim = json.loads(path.read_text(encoding="utf-8"))
        return (claim.get("host"), claim.get("process")) == (socket.gethostname(), os.getpid())
    return False


def _is_alive(process: int) -> bool:
    if os.name == "nt":
        return True  # asking would end it; a claim there is over when it is no longer touched
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
