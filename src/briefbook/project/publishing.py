"""A built site -> where readers get it: a folder or a branch of a git repository; what changes is known before."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Protocol

from briefbook.errors import InputError, OutsideError
from briefbook.util.files import write_atomic
from briefbook.util.git_program import HARMLESS

LIST_NAME = "published-by-briefbook.json"
"""The list of what was published, among the files of the site; only what stands in it is ever removed again."""

CONTROL_CHARACTER = re.compile(r"[\x00-\x1f\x7f]")
"""What no name of a published file has: a line end would begin another command of sftp."""

NO_JEKYLL = ".nojekyll"
"""An empty file that keeps a forge from leaving out files."""

GIT_TIMEOUT = 1800
"""Seconds that git may take for one step."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What publishing would do to a target, as paths relative to the site's root."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0
    others: tuple[str, ...] = ()
    """Files there that this program did not put there, or that were changed there since; they stay."""
    overwritten: tuple[str, ...] = ()
    """The same, where a file of the site has that name; they are replaced."""

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.removed or self.overwritten)


class Target(Protocol):
    """Where a site is published. A context: what it needs is there inside, and cleared away after."""

    def __enter__(self) -> "Target":
        """Make ready; raises ``OutsideError`` where the target cannot be reached."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Clear away what was needed."""

    @property
    def folder(self) -> Path:
        """The folder that holds what is published."""

    def finish(self, message: str) -> None:
        """Make what the folder holds public."""


class FolderTarget:
    """A folder of this machine, or one that is mounted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> "FolderTarget":
        if self.folder.exists() and not self.folder.is_dir():
            raise InputError(f"{self.folder} is no folder", remedy="name a folder, or one that is yet to be made.")
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to clear away."""

    def finish(self, message: str) -> None:
        """Nothing to do: what is in the folder is public."""


class GitTarget:
    """A branch of a git repository that holds nothing but the site."""

    def __init__(self, repository: str, branch: str, within: Path) -> None:
        """``repository`` is an address or a remote's name in ``within``."""
        self.branch, self.within = branch, within
        self.repository = repository
        self._stack = ExitStack()
        self.folder = Path()

    def __enter__(self) -> "GitTarget":
        address = self.repository
        listed = _git(["remote", "get-url", "--push", address], self.within, check=False)
        base = Path.cwd()
        if listed.returncode == 0:
            address = listed.stdout.strip()
            top = _git(["rev-parse", "--show-toplevel"], self.within, check=False).stdout.strip()
            base = Path(top or self.within)
        if address.startswith("-"):
            raise InputError(f"{address!r} is no repository", remedy="give its address, or a remote's name.")
        if _git(["check-ref-format", "--branch", self.branch], self.within, check=False).returncode:
            raise InputError(f"{self.branch!r} is no name of a branch", remedy="use one like gh-pages.")
        self.folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="briefbook-")))
        try:
            self._fetch(_absolute_address(address, base))
        except BaseException:
            self._stack.close()
            raise
        return self

    def _fetch(self, address: str) -> None:
        """What the branch holds, into the working copy; nothing where there is no such branch yet."""
        _git(["init", "--quiet", "--initial-branch", self.branch], self.folder)
        _git(["remote", "add", "origin", address], self.folder)
        self._send_headers()
        there = _git(["ls-remote", "--heads", "origin", self.branch], self.folder, remedy=_REACH)
        if there.stdout.strip():
            reference = f"refs/heads/{self.branch}"
            _git(["fetch", "--quiet", "--depth=1", "origin", reference], self.folder, remedy=_REACH)
            _git(["reset", "--quiet", "--hard", "FETCH_HEAD"], self.folder)

    def _send_headers(self) -> None:
        """Send the headers that the collection's own repository sends to a server.

        A forge's job is let in by one: its checkout writes the job's token there as ``http.<address>.extraheader``. It
        is written to the working copy's settings, not given to git as an argument, which every user could see.
        """
        listed = _git(["config", "--local", "--get-regexp", "--null", _HEADER_SETTING], self.within, check=False)
        with (self.folder / ".git" / "config").open("a", encoding="utf-8") as settings:
            for entry in filter(None, listed.stdout.split("\0")):
                key, _, header = entry.partition("\n")
                address = key.removeprefix("http").removesuffix("extraheader").strip(".")
                section = f'[http "{_escaped(address)}"]' if address else "[http]"
                settings.write(f'{section}\n\textraheader = "{_escaped(header)}"\n')

    def __exit__(self, *_: object) -> None:
        """Remove the working copy."""
        self._stack.close()

    def finish(self, message: str) -> None:
        """Commit and push, never by force, so that what others pushed meanwhile is kept.

        Raises:
            OutsideError: The push is refused; nothing has changed there.
        """
        write_atomic(self.folder / NO_JEKYLL, "")
        _git(["add", "--all", "--force"], self.folder)
        name, mail = (
            _git(["config", key], self.within, check=False).stdout.strip() for key in ("user.name", "user.email")
        )
        author = ["-c", f"user.name={name or 'Briefbook'}", "-c", f"user.email={mail or 'briefbook@localhost'}"]
        _git([*author, "commit", "--quiet", "--message", message], self.folder)
        remedy = "run the same again: what was pushed meanwhile is then taken into account."
        _git(["push", "--quiet", "origin", f"HEAD:refs/heads/{self.branch}"], self.folder, remedy=remedy)


_HEADER_SETTING = r"^http\..*extraheader$"
"""The settings of git that hold headers to be sent to a server, for its ``--get-regexp``."""

_REACH = "see whether the address is right, and whether you may read and write there."


def _escaped(text: str) -> str:
    """A text as it stands between quotation marks in git's settings; a line end would begin another setting."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _absolute_address(address: str, base: Path) -> str:
    """A repository's address, where it is a path of this machine from the root; others as they are.

    Args:
        address: A URL, ``host:path``, or a path.
        base: The folder that a relative path begins at: the repository's for its remotes, else the current folder.
    """
    is_remote = "://" in address or ":" in address.partition("/")[0]
    return address if is_remote or not (base / address).exists() else str((base / address).resolve())


def changes_to(site: Path, target: Path) -> Changes:
    """What publishing a built site into a folder would change.

    Args:
        site: The built site.
        target: The folder; it need not be there.

    Returns:
        The changes. What the folder holds and this program did not put there is never removed.
    """
    wanted, before = digests(site), _published_before(target)
    there = {path: _digest(target / path) for path in _paths(target) if path not in (LIST_NAME, NO_JEKYLL)}
    same = {path for path in wanted.keys() & there.keys() if there[path] == wanted[path]}
    strange = {path for path, digest in there.items() if before.get(path) != digest} - same
    return Changes(
        new=tuple(sorted(wanted.keys() - there.keys())),
        changed=tuple(sorted((wanted.keys() & there.keys()) - same - strange)),
        removed=tuple(sorted((before.keys() & there.keys()) - wanted.keys() - strange)),
        unchanged=len(same),
        others=tuple(sorted(strange - wanted.keys())),
        overwritten=tuple(sorted(strange & wanted.keys())),
    )


def apply_changes(site: Path, target: Path, changes: Changes) -> None:
    """Copy what is new or changed, then remove what is gone, so that a reader never meets a page without its parts.

    Files come before the pages that show them, and each is replaced whole. Interrupted, it can be run again.

    Raises:
        OutsideError: The disk refuses.
    """
    try:
        copied = [*changes.new, *changes.changed, *changes.overwritten]
        for path in sorted(copied, key=lambda path: (path.endswith(".html"), path)):
            place = target / path
            place.parent.mkdir(parents=True, exist_ok=True)
            temporary = place.with_name(f".{place.name[:100]}.part")
            try:
                shutil.copyfile(site / path, temporary)
                os.replace(temporary, place)
            finally:
                temporary.unlink(missing_ok=True)
        for path in changes.removed:
            (target / path).unlink(missing_ok=True)
            _remove_empty_folders(target, (target / path).parent)
        _write_list(target, digests(site))
    except OSError as error:
        raise OutsideError(
            f"{error.filename or target}: {error.strerror}", remedy="free the disk or the way, and run it again."
        ) from error


def digests(site: Path) -> dict[str, str]:
    """The SHA-256 of every file of a site, by its path relative to the site."""
    return {path: _digest(site / path) for path in _paths(site)}


def _paths(folder: Path) -> list[str]:
    """The files of a folder, without git's own."""
    if not folder.is_dir():
        return []
    paths = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(path.as_posix() for path in paths if path.parts[0] != ".git")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _published_before(target: Path) -> dict[str, str]:
    """What this program published into a folder; nothing where its list is not there or cannot be read."""
    try:
        return listed_files((target / LIST_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def listed_files(text: str) -> dict[str, str]:
    """The files that a list of what was published names, each with its SHA-256; none where it is no such list.

    Paths that lead out of the place are left out: nothing outside of it is ever touched.
    """
    try:
        listed = json.loads(text)["files"]
        return {str(path): str(digest) for path, digest in listed.items() if _is_inside(str(path))}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def _is_inside(path: str) -> bool:
    parts = Path(path).parts
    is_plain = not CONTROL_CHARACTER.search(path)
    return is_plain and bool(parts) and not Path(path).is_absolute() and ".." not in parts and parts[0] != ".git"


def _write_list(target: Path, listed: Mapping[str, str]) -> None:
    target.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"v": 1, "files": dict(sorted(listed.items()))}, ensure_ascii=False, indent=0)
    write_atomic(target / LIST_NAME, f"{text}\n")


def _remove_empty_folders(target: Path, folder: Path) -> None:
    while folder != target and folder.is_relative_to(target) and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _git(
    arguments: list[str], folder: Path, *, check: bool = True, remedy: str = "see what git says above."
) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "GIT_TERMINAL_PROMPT": "0"}
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        environment.pop(name, None)
    try:
        answer = subprocess.run(
            ["git", *HARMLESS[:4], *arguments],  # not its way of connecting, which is the person's
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=GIT_TIMEOUT,
            check=False,
        )
    except FileNotFoundError as error:
        raise OutsideError("git is not installed", remedy="install git, or publish into a folder.") from error
    except subprocess.TimeoutExpired as error:
        raise OutsideError(f"git {arguments[0]} took too long", remedy="see whether the network is there.") from error
    if check and answer.returncode:
        words = " ".join(answer.stderr.split()) or f"it ended with {answer.returncode}"
        raise OutsideError(f"git {arguments[0]}: {words}", remedy=remedy)
    return answer
