"""A built site -> a place on another computer, by rsync, sftp or fsspec; what changes is known before.

What was published is known by the list that this program leaves among the files (``publishing.LIST_NAME``): what is
there besides is not looked at, and never removed. Files go before the pages that show them, the list goes last:
interrupted, it can be run again.
"""

import contextlib
import json
import re
import shlex
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, Protocol
from urllib.parse import urlsplit

from briefbook.errors import InputError, OutsideError
from briefbook.project.file_systems import file_system_of
from briefbook.project.publishing import CONTROL_CHARACTER, LIST_NAME, Changes, digests, listed_files
from briefbook.util.file_endings import published_media_type

TIMEOUT = 6 * 3600
"""Seconds that one transfer may take."""

MISSING_FILE = 23
"""What rsync ends with where a file is not there, though the computer was reached."""

_REACH = "see whether the address is right, and whether you may read and write there."


class Remote(Protocol):
    """A place on another computer."""

    def read(self, path: str) -> str | None:
        """The text of a file there; None where it is not there. Raises ``OutsideError`` where it cannot be asked."""

    def send(self, folder: Path, paths: Sequence[str]) -> None:
        """Put files of a folder there, each under the same path."""

    def remove(self, paths: Sequence[str]) -> None:
        """Remove files that may be there."""


def remote_at(address: str) -> Remote:
    """The place that an address means.

    Args:
        address: ``user@server:path`` or ``rsync://…`` (rsync), ``sftp://user@server/path`` (sftp), or any other address
            that fsspec knows, such as ``s3://bucket/path``.

    Raises:
        InputError: It is none of these.
    """
    if re.match(r"(?:[^:/]*@)?-", address) or any(character in address for character in "\r\n\0"):
        raise InputError(f"{address!r} is no address", remedy="write it as in: user@server:path, sftp://… or s3://…")
    try:
        parts = urlsplit(address) if "://" in address else None
        scheme = parts.scheme if parts and parts.port != 0 else ""
    except ValueError as error:
        raise InputError(
            f"{address!r} is no address: {error}", remedy="write it as in: user@server:path, sftp://… or s3://…"
        ) from error
    if scheme == "sftp":
        return SftpRemote(address)
    if scheme and scheme != "rsync":
        return FsspecRemote(address)
    if scheme == "rsync" or ":" in address:
        return RsyncRemote(address)
    remedy = "write it as in: user@server:path, sftp://… or s3://…; a folder needs no --to."
    raise InputError(f"{address!r} names no other computer", remedy=remedy)


def remote_changes(site: Path, remote: Remote) -> Changes:
    """What publishing a built site there would change; only what was published before is known of it.

    Args:
        site: The built site.
        remote: Where to.

    Raises:
        OutsideError: It cannot be reached.
    """
    wanted, before = digests(site), listed_files(remote.read(LIST_NAME) or "")
    same = {path for path, digest in wanted.items() if before.get(path) == digest}
    return Changes(
        new=tuple(sorted(wanted.keys() - before.keys())),
        changed=tuple(sorted((wanted.keys() & before.keys()) - same)),
        removed=tuple(sorted(before.keys() - wanted.keys())),
        unchanged=len(same),
    )


def apply_remotely(site: Path, remote: Remote, changes: Changes) -> None:
    """Make these changes: files, then pages, then remove what is gone, and last of all the list.

    Raises:
        OutsideError: It cannot be reached, or refuses; run again, it goes on.
    """
    sent = [*changes.new, *changes.changed]
    for paths in (
        [path for path in sent if not path.endswith(".html")],
        [path for path in sent if path.endswith(".html")],
    ):
        if paths:
            remote.send(site, paths)
    if changes.removed:
        remote.remove(changes.removed)
    with tempfile.TemporaryDirectory(prefix="briefbook-") as name:
        listed = json.dumps({"v": 1, "files": dict(sorted(digests(site).items()))}, ensure_ascii=False, indent=0)
        (Path(name) / LIST_NAME).write_text(f"{listed}\n", encoding="utf-8")
        remote.send(Path(name), [LIST_NAME])


class RsyncRemote:
    """A folder that rsync reaches, over ssh or as a module; nothing there is deleted that is not named."""

    def __init__(self, address: str) -> None:
        """``address`` is what rsync takes: ``user@server:path`` or ``rsync://server/module/path``."""
        self.address = f"{address.rstrip('/')}/"

    def read(self, path: str) -> str | None:
        """The text of a file there."""
        with tempfile.TemporaryDirectory(prefix="briefbook-") as name:
            answer = _run(["rsync", "--times", f"{self.address}{path}", f"{name}/"], check=False)
            if answer.returncode == MISSING_FILE:
                return None
            _check("rsync", answer)
            return (Path(name) / Path(path).name).read_text(encoding="utf-8", errors="replace")

    def send(self, folder: Path, paths: Sequence[str]) -> None:
        """Put files there; rsync replaces each whole."""
        options = ["--times", "--chmod=D755,F644", "--mkpath", "--from0", "--files-from=-"]
        _run(["rsync", *options, f"{folder}/", self.address], "\0".join(paths))

    def remove(self, paths: Sequence[str]) -> None:
        """Remove files there: those named, which empty folders sent in their place lack; all else is excluded.

        ``--delete-missing-args`` would be shorter, but the patched rsync 3.2.7 of Debian 12 rejects it.
        """
        folders = {parent for path in paths for parent in PurePosixPath(path).parents if parent.name}
        seen = [*(f"{_rsync_pattern(folder.as_posix())}/" for folder in sorted(folders)), *map(_rsync_pattern, paths)]
        with tempfile.TemporaryDirectory(prefix="briefbook-") as name:
            for folder in folders:
                (Path(name) / folder).mkdir(parents=True, exist_ok=True)
            options = ["--recursive", "--delete", "--from0", "--include-from=-", "--exclude=*"]
            _run(["rsync", *options, f"{name}/", self.address], "\0".join(seen))


def _rsync_pattern(path: str) -> str:
    """A path from the root of what is sent, as a pattern of rsync that stands for it alone.

    rsync takes a backslash as itself in a pattern that has no wildcard.
    """
    return "/" + (re.sub(r"([\\*?\[])", r"\\\1", path) if re.search(r"[*?\[]", path) else path)


class SftpRemote:
    """A folder that OpenSSH's sftp reaches. Each file is put beside its place and then moved into it."""

    def __init__(self, address: str, program: Sequence[str] = ("sftp",)) -> None:
        """``address`` is ``sftp://user@server:port/path``; ``program`` is the command before its options."""
        parts = urlsplit(address)
        if not parts.hostname or not parts.path.strip("/"):
            raise InputError(f"{address} names no folder of a server", remedy="write it as sftp://user@server/path.")
        self.folder = parts.path.rstrip("/")
        user = f"{parts.username}@" if parts.username else ""
        port = ["-P", str(parts.port)] if parts.port else []
        self._command = [*program, "-o", "LogLevel=ERROR", "-b", "-", *port, "--", f"{user}{parts.hostname}"]

    def read(self, path: str) -> str | None:
        """The text of a file there."""
        with tempfile.TemporaryDirectory(prefix="briefbook-") as name:
            target = Path(name) / "file"
            self._do([f"-get {_quoted(f'{self.folder}/{path}')} {_quoted(str(target))}"])
            return target.read_text(encoding="utf-8", errors="replace") if target.is_file() else None

    def send(self, folder: Path, paths: Sequence[str]) -> None:
        """Put files there, folders first."""
        steps = [f"-mkdir {_quoted(place)}" for place in self._folders(paths)]
        with tempfile.TemporaryDirectory(prefix="briefbook-") as name:
            for number, path in enumerate(paths):
                plain = Path(name) / str(number)  # sftp takes [ and * in a name for patterns
                plain.symlink_to((folder / path).absolute())
                place = f"{self.folder}/{path}"
                steps.append(f"put {_quoted(str(plain))} {_quoted(f'{place}.part')}")
                steps.append(f"rename {_quoted(f'{place}.part')} {_quoted(place)}")
            self._do(steps)

    def remove(self, paths: Sequence[str]) -> None:
        """Remove files there; each by a name that no pattern is in."""
        plain = _quoted(f"{self.folder}/removed-by-briefbook.part")
        steps = [(f"-rename {_quoted(f'{self.folder}/{path}')} {plain}", f"-rm {plain}") for path in paths]
        self._do([step for pair in steps for step in pair])

    def _folders(self, paths: Iterable[str]) -> list[str]:
        """Every folder that the files are in, the outer ones first."""
        inner = {str(parent) for path in paths for parent in Path(path).parents} - {"."}
        whole = Path(self.folder)
        outer = [str(parent) for parent in reversed([whole, *whole.parents]) if str(parent) != "/"]
        return [*outer, *(f"{self.folder}/{name}" for name in sorted(inner))]

    def _do(self, steps: Sequence[str]) -> None:
        _run(self._command, "\n".join(steps) + "\n")


class FsspecRemote:
    """Whatever fsspec reaches: S3, Google Cloud Storage, Azure, WebDAV, ... by the package for each."""

    def __init__(self, address: str) -> None:
        """``address`` is one that fsspec knows: ``s3://bucket/path``."""
        self._system, self.folder = file_system_of(address)

    def read(self, path: str) -> str | None:
        """The text of a file there."""
        with self._outside():
            try:
                content: bytes = self._system.cat_file(f"{self.folder}/{path}")
            except FileNotFoundError:
                return None
            return content.decode()

    def send(self, folder: Path, paths: Sequence[str]) -> None:
        """Put files there, one by one."""
        with self._outside():
            for path in paths:
                place = f"{self.folder}/{path}"
                self._system.makedirs(place.rpartition("/")[0], exist_ok=True)
                self._system.put_file(str(folder / path), place, **_media_type_option(self._system, path))

    def remove(self, paths: Sequence[str]) -> None:
        """Remove files there."""
        with self._outside():
            for path in paths:
                with contextlib.suppress(FileNotFoundError):
                    self._system.rm_file(f"{self.folder}/{path}")

    @contextlib.contextmanager
    def _outside(self) -> Any:
        """What a service refuses, whatever its package raises, is an error from outside."""
        try:
            yield
        except OutsideError:
            raise
        except Exception as error:
            raise OutsideError(f"{self.folder}: {type(error).__name__}: {error}", remedy=_REACH) from error


def _media_type_option(system: Any, path: str) -> dict[str, Any]:
    """How a file's media type is told to an object store, by which a browser knows a page from a download.

    Args:
        system: A file system of fsspec; stores name the option each in its own way, and folders have none.
        path: The file's path in the site.

    Returns:
        Further arguments of the system's ``put_file``.
    """
    names = system.protocol if isinstance(system.protocol, tuple | list) else (system.protocol,)
    media_type = published_media_type(path)
    if "s3" in names:
        return {"ContentType": media_type}
    if "gs" in names:
        return {"content_type": media_type}
    if "az" in names or "abfs" in names:
        return {"content_settings": {"content_type": media_type}}
    return {}


def _quoted(path: str) -> str:
    """A path as a line of sftp's batch has it.

    Raises:
        InputError: There is a line end in it, which would begin another command, or another control character.
    """
    if CONTROL_CHARACTER.search(path):
        raise InputError(f"{path!r} has a control character in its name", remedy="rename the file, and build again.")
    return '"' + path.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _run(command: Sequence[str], given: str = "", *, check: bool = True) -> subprocess.CompletedProcess[str]:
    try:
        answer = subprocess.run(
            list(command), input=given, capture_output=True, text=True, timeout=TIMEOUT, check=False
        )
    except FileNotFoundError as error:
        raise OutsideError(
            f"{command[0]} is not installed", remedy=f"install {command[0]}, or publish otherwise."
        ) from error
    except subprocess.TimeoutExpired as error:
        raise OutsideError(f"{shlex.join(command[:1])} took too long", remedy="run it again: it goes on.") from error
    if check:
        _check(command[0], answer)
    return answer


def _check(program: str, answer: subprocess.CompletedProcess[str]) -> None:
    if answer.returncode:
        lines = [line for line in answer.stderr.splitlines() if line.strip()]
        words = " ".join(" ".join(lines[:3]).split()) or f"it ended with {answer.returncode}"
        raise OutsideError(f"{program}: {words}", remedy=_REACH)
