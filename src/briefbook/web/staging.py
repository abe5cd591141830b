"""Changed files -> the site, all or nothing: they are made beside it and put in its place only when all are made."""

import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from briefbook.errors import OutsideError

_READY = "ready.json"


class Staging:
    """A folder beside the site. Until ``commit`` the site is untouched; a commit cut short is finished by the next."""

    def __init__(self, site: Path) -> None:
        """Finish what a crash interrupted, then begin with nothing staged."""
        self.site = site
        self.folder = site.with_name(f".{site.name}.new")
        self.state_path = site.with_name(f".{site.name}.state.json")
        if (self.folder / _READY).is_file():
            self._finish()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.files = self.folder / "files"
        self._made: set[Path] = set()

    def state(self) -> dict[str, Any]:
        """What the last build recorded; empty if there was none or the site is gone."""
        try:
            kept = json.loads(self.state_path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return kept if isinstance(kept, dict) and self.site.is_dir() else {}

    def write(self, url: str, content: bytes) -> None:
        """Stage a file; ``OutsideError`` where the disk refuses."""
        path = self._path(url)
        try:
            path.write_bytes(content)
        except OSError as error:
            raise self._refused(path, error) from error

    def copy(self, url: str, source: Path) -> None:
        """Stage a copy of a file."""
        path = self._path(url)
        try:
            shutil.copyfile(source, path)
        except OSError as error:
            raise self._refused(path, error) from error

    def gathered(self, name: str, addresses: Iterable[str]) -> Path:
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

    def _path(self, url: str) -> Path:
        path = self.files / url
        if path.parent not in self._made:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(path.parent)
        return path

    def _refused(self, path: Path, error: OSError) -> OutsideError:
        remedy = "make room or give permission and build again; the site that stood before still stands."
        return OutsideError(f"cannot write {path}: {error.strerror or error}", remedy=remedy)

    def commit(self, removed: Iterable[str], state: dict[str, Any]) -> None:
        """Put the staged files in place, take out what is gone, and record the state."""
        self.files.mkdir(parents=True, exist_ok=True)
        order = {"removed": sorted(removed), "state": state}
        _write_flushed(self.folder / _READY, json.dumps(order, ensure_ascii=False, sort_keys=True))
        self._finish()

    def _finish(self) -> None:
        order = json.loads((self.folder / _READY).read_text(encoding="utf-8"))
        files = self.folder / "files"
        if not self.site.exists() and files.is_dir():
            self.site.parent.mkdir(parents=True, exist_ok=True)
            os.replace(files, self.site)
        elif files.is_dir():
            _move_into(files, self.site)
        for url in order["removed"]:
            path = self.site / url
            path.unlink(missing_ok=True)
            if path.parent != self.site and path.parent.is_dir() and not any(path.parent.iterdir()):
                path.parent.rmdir()
        _write_flushed(self.state_path, json.dumps(order["state"], ensure_ascii=False, sort_keys=True))
        shutil.rmtree(self.folder)


def _move_into(source: Path, target: Path) -> None:
    for folder, _, names in os.walk(source):
        to = target / Path(folder).relative_to(source)
        to.mkdir(parents=True, exist_ok=True)
        for name in names:
            os.replace(Path(folder) / name, to / name)


def _write_flushed(path: Path, text: str) -> None:
    beside = path.with_name(f"{path.name}.tmp")
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)
