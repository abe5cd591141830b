"""Atomic publication: changed files are staged beside the site and moved into it only when all are complete."""

import contextlib
import json
import os
import shutil
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from briefbook.errors import OutsideError
from briefbook.site.item_records import ItemRecords
from briefbook.util.files import sync_file_system, sync_names, sync_tree

_READY = "ready.json"
_STATE = "state.json"


class Staging:
    """A staging folder beside the site.

    The site is untouched until ``commit``; an interrupted commit is completed by the next build.
    """

    def __init__(self, site: Path) -> None:
        """Finish what a crash interrupted, then begin with nothing staged."""
        self.site = site
        self.folder = site.with_name(f".{site.name}.new")
        self.state_path = site.with_name(f".{site.name}.state.json")
        if (self.folder / _READY).is_file():
            self._finish()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.files = self.folder / "files"
        self._begin()

    def __getstate__(self) -> dict[str, Any]:
        """For another process: the folders."""
        return {"site": self.site, "folder": self.folder, "state_path": self.state_path, "files": self.files}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """In another process: what is staged already stays, and is added to."""
        self.site = state["site"]
        self.folder = state["folder"]
        self.state_path = state["state_path"]
        self.files = state["files"]
        self._begin()

    def _begin(self) -> None:
        self._made: set[str] = set()
        self._files = os.fspath(self.files)
        self._flushing: threading.Thread | None = None

    def state(self) -> dict[str, Any]:
        """What the last build recorded; empty if there was none or the site is gone."""
        try:
            head, *lines = self.state_path.read_bytes().split(b"\n")
            recorded = json.loads(head)
            if not isinstance(recorded, dict) or not self.site.is_dir():
                return {}
            if lines:
                recorded["items"] = ItemRecords.read(lines)
            elif former := recorded.get("items"):  # as written until November 2026: it counts for removal only
                recorded |= {"version": "", "items": ItemRecords.of_former(former)}
            return recorded
        except (OSError, ValueError, KeyError, TypeError):
            return {}

    def write(self, url: str, content: bytes) -> None:
        """Stage a file; ``OutsideError`` where the disk refuses.

        A site has a dozen files of each item: by threads, or through ``pathlib``, writing takes half as long again.
        """
        try:
            _write_new(self._path(url), content)
        except OSError as error:
            raise self._refused(url, error) from error

    def copy(self, url: str, source: Path) -> None:
        """Stage a copy of a file; raises as ``write`` does."""
        try:
            shutil.copyfile(source, self._path(url))
        except OSError as error:
            raise self._refused(url, error) from error

    def _path(self, url: str) -> str:
        """Where a file is staged; its folder is made if need be."""
        folder = url.rpartition("/")[0]
        if folder not in self._made:
            _make_folder(f"{self._files}/{folder}")
            self._made.add(folder)
        return f"{self._files}/{url}"

    def _refused(self, url: str, error: OSError) -> OutsideError:
        """What the disk refuses ends the build: nothing staged stays, which on a full disk would be in the way."""
        shutil.rmtree(self.folder, ignore_errors=True)
        return self._refusal(self.files / url, error)

    @staticmethod
    def _refusal(path: str | Path, error: OSError) -> OutsideError:
        remedy = "free disk space or correct the permissions, and build again; the previous site is unchanged."
        return OutsideError(f"cannot write {path}: {error.strerror or error}", remedy=remedy)

    def _sync_moves(self, folders: set[Path]) -> None:
        """Wait until moved and removed names are on the disk, before the order to move them is removed."""
        if len(folders) > MAX_FOLDERS_FLUSHED_SINGLY:
            sync_file_system(self.site.parent)
        else:
            sync_names(*folders, self.site.parent)

    def discard(self) -> None:
        """Take away everything staged so far; nobody may be staging meanwhile."""
        self._stop_flushing()
        shutil.rmtree(self.folder, ignore_errors=True)
        self._made.clear()

    def begin_flushing(self) -> None:
        """Let a thread bring what is staged to the disk again and again, so that ``commit`` waits for little of it."""
        self._stop_flushing()
        self._is_whole = threading.Event()
        self._flushing = threading.Thread(target=_flush_until, args=(self.folder.parent, self._is_whole), daemon=True)
        self._flushing.start()

    def _stop_flushing(self) -> None:
        if self._flushing is not None:
            self._is_whole.set()
            self._flushing.join()
            self._flushing = None

    def link_pages(self, name: str, addresses: Iterable[str]) -> Path:
        """A folder of links to these pages as they will stand, staged ones before standing ones."""
        folder = self.folder / f"for-{name}"
        for url in addresses:
            path = folder / url
            path.parent.mkdir(parents=True, exist_ok=True)
            source = self.files / url if (self.files / url).is_file() else self.site / url
            try:
                os.link(source, path)
            except OSError:
                shutil.copyfile(source, path)
        return folder

    def commit(self, removed: Iterable[str], state: dict[str, Any]) -> None:
        """Put the staged files in place, take out what is gone, and record the state."""
        self._stop_flushing()
        self.files.mkdir(parents=True, exist_ok=True)
        try:
            sync_tree(self.files)  # or a power cut might leave pages of no length, in a site recorded as whole
        except OSError as error:
            raise self._refusal(self.files, error) from error
        items = state.get("items")
        head = {name: value for name, value in state.items() if name != "items"}
        lines = [json.dumps(head, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")]
        lines += items.written() if isinstance(items, ItemRecords) else ()
        _write_flushed(self.folder / _STATE, b"\n".join(lines))
        _write_flushed(self.folder / _READY, json.dumps({"removed": sorted(removed)}, ensure_ascii=False).encode())
        sync_names(self.folder, self.folder.parent)
        self._finish()

    def _finish(self) -> None:
        order = json.loads((self.folder / _READY).read_text(encoding="utf-8"))
        files = self.folder / "files"
        changed: set[Path] = set()
        if not self.site.exists() and files.is_dir():
            self.site.parent.mkdir(parents=True, exist_ok=True)
            os.replace(files, self.site)
        elif files.is_dir():
            changed = _move_into(files, self.site)
        for url in order["removed"]:
            path = self.site / url
            path.unlink(missing_ok=True)
            changed.add(path.parent)
            if path.parent != self.site and path.parent.is_dir() and not any(path.parent.iterdir()):
                path.parent.rmdir()
                changed.add(path.parent.parent)
        self._sync_moves(changed)
        if (self.folder / _STATE).is_file():  # else it was put there before the interruption
            os.replace(self.folder / _STATE, self.state_path)
            sync_names(self.state_path.parent)
        shutil.rmtree(self.folder)


SECONDS_BETWEEN_FLUSHES = 2.0


def _flush_until(folder: Path, is_whole: threading.Event) -> None:
    """Flush the file system of a folder every few seconds; where that fails, the last flush says why."""
    while not is_whole.wait(SECONDS_BETWEEN_FLUSHES):
        with contextlib.suppress(OSError):
            sync_file_system(folder)


def _make_folder(path: str) -> None:
    try:
        os.mkdir(path)
    except FileExistsError:
        pass
    except FileNotFoundError:
        os.makedirs(path, exist_ok=True)


def _write_new(path: str, content: bytes) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o666)
    try:
        left = memoryview(content)
        while left:
            left = left[os.write(file, left) :]
    finally:
        os.close(file)


def _move_into(source: Path, target: Path) -> set[Path]:
    """Move all files below a folder to their places; returns the folders in which names changed."""
    changed = {target}
    for folder, _, names in os.walk(source):
        to = target / Path(folder).relative_to(source)
        if not to.is_dir():
            to.mkdir(parents=True)
            changed.add(to.parent)
        if names:
            changed.add(to)
        for name in names:
            os.replace(Path(folder) / name, to / name)
    return changed


MAX_FOLDERS_FLUSHED_SINGLY = 200
"""Folders that are flushed by themselves; of more, the file system that they are on."""


def _write_flushed(path: Path, content: bytes) -> None:
    temporary = path.with_name(f"{path.name}.tmp")
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)
