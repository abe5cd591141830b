"""A disk that forgets at a power cut whatever was not flushed: files' contents, and the names in folders, apart.

While it watches a folder, every ``os.fsync`` notes what is on the disk by then: of a file its content, of a folder the
names in it; ``syncfs`` and ``os.sync`` note all of it. What is left after a power cut is between two extremes, and both
are made: only what was flushed, and all names but only flushed contents (files just made are empty, what was appended
is there in half).
"""

import ctypes
import os
import stat
from pathlib import Path
from types import SimpleNamespace


class ForgetfulDisk:
    """What of a folder would be there after a power cut; a context manager."""

    def __init__(self, root, monkeypatch):
        self.root = root
        self.contents: dict[int, bytes] = {}
        self.names: dict[int, dict[str, int]] = {}
        self.after_each_flush: list[dict[str, dict[str, bytes]]] = []
        self.calls: list[str] = []
        """How the disk was flushed, call by call."""
        self._fsync = os.fsync
        self._note_all()
        monkeypatch.setattr(os, "fsync", self.fsync)
        monkeypatch.setattr(os, "sync", self.sync)
        library = SimpleNamespace(syncfs=self.syncfs)
        monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: library)

    def fsync(self, handle):
        """Flush, and note what is on the disk now."""
        self._fsync(handle)
        status = os.fstat(handle)
        path = Path(os.readlink(f"/proc/self/fd/{handle}"))
        if self.root in (path, *path.parents):
            if stat.S_ISDIR(status.st_mode):
                self._note_names(path)
            else:
                self.contents[status.st_ino] = path.read_bytes()
            self.calls.append("fsync")
            self.after_each_flush.append(self.left())

    def syncfs(self, handle):
        """Flush the file system that an open folder is on: all of the root, if it is in the root or holds it."""
        path = Path(os.readlink(f"/proc/self/fd/{handle}"))
        if path.stat().st_dev == self.root.stat().st_dev:
            self._flush_all("syncfs")
        return 0

    def sync(self):
        """Flush all file systems."""
        self._flush_all("sync")

    def _flush_all(self, call):
        self._note_all()
        self.calls.append(call)
        self.after_each_flush.append(self.left())

    def _note_all(self):
        for folder, _, files in os.walk(self.root):
            self._note_names(Path(folder))
            for name in files:
                path = Path(folder, name)
                self.contents[path.stat().st_ino] = path.read_bytes()

    def _note_names(self, folder):
        self.names[folder.stat().st_ino] = {entry.name: entry.inode() for entry in os.scandir(folder)}

    def left(self):
        """What is left after a power cut now: by the name of the extreme, files by path."""
        return {"nothing that was not flushed": self._flushed(), "all names": self._all_names()}

    def _flushed(self):
        left: dict[str, bytes] = {}

        def walk(inode, place):
            for name, child in self.names.get(inode, {}).items():
                if child in self.names:
                    walk(child, f"{place}{name}/")
                elif child in self.contents:
                    left[place + name] = self.contents[child]

        walk(self.root.stat().st_ino, "")
        return left

    def _all_names(self):
        left = {}
        for folder, _, files in os.walk(self.root):
            for name in files:
                path = Path(folder, name)
                flushed, now = self.contents.get(path.stat().st_ino, b""), path.read_bytes()
                if now.startswith(flushed):
                    flushed = now[: len(flushed) + (len(now) - len(flushed)) // 2]
                left[path.relative_to(self.root).as_posix()] = flushed
        return left


def restored(left, folder):
    """Write what is left into a folder, as it is found when the power is back; what programs made is made again."""
    for name, content in left.items():
        if not name.startswith("build/"):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return folder
