"""The files of ``scans/`` -> Scans, each with its item's identifier and checksum."""

import contextlib
import hashlib
import json
import re
import stat
import unicodedata
from collections.abc import Callable, Sequence, Set
from functools import cached_property
from pathlib import Path

from briefbook.model.catalogue import natural
from briefbook.model.finding import Finding, Severity
from briefbook.model.locator import FilePosition
from briefbook.model.page import Scan
from briefbook.scans.numbered_pages import NumberedPage, numbered_pages
from briefbook.settings import ItemSettings
from briefbook.util.file_endings import MEDIA_TYPES, SCAN_PICTURES, how_to_convert
from briefbook.util.names import printable
from briefbook.util.sync_conflicts import conflict_copy_of

SCAN_SUFFIXES = SCAN_PICTURES | {".pdf"}

_LEFT_BY_PROGRAMS = frozenset({"thumbs.db", "desktop.ini", "@eadir", "__macosx", "lost+found", "$recycle.bin"})
"""Names, in lower case, of what operating systems and storage devices leave in folders; passed over in silence."""
_MAY_BE_COPY = re.compile(
    r"conflict|konflikt|conflit|конфликт|冲突|衝突|競合|コンフリクト|충돌|cop[yi]|kopie|[ (]\d{1,2}\)?$", re.I
)
"""What every name has that ``conflict_copy_of`` is asked about, so that thousands of others cost nothing."""
_KINDS = "PDF, TIFF, PNG, JPEG, JPEG 2000 or WebP"
_MAX_NAMES = 5
"""How many names a message lists."""


def find_scans(
    folder: Path,
    pattern: str,
    *,
    cache: Path | None = None,
    is_item: Callable[[str], bool] = lambda name: False,
    arrivals: Callable[[], Sequence[str]] = tuple,
) -> tuple[list[Scan], list[Finding]]:
    """Find the scans in a folder and in its sub-folders.

    A file is an item, and pictures that are numbered are pages of one (``numbered_pages``). A sub-folder of pictures is
    an item with a page for each picture, unless they bear names of items by the curator's pattern and it does not; of
    any other sub-folder every PDF and every folder is taken like those of ``folder`` itself. The identifier is the
    file's or folder's name without its suffix, or the pattern's group ``item``. Of two scans of one item the one that
    arrived first is used, so that a file that is added takes no other's place; where neither's arrival is recorded,
    the one nearer to ``folder``, then the first by name.

    Args:
        folder: The folder; it need not exist.
        pattern: Regular expression that names match as a whole.
        cache: File in which checksums are kept for files whose size, time and inode are unchanged.
        is_item: Whether a name is known as that of an item, so that it is not taken as a page of another.
        arrivals: The files whose arrival is recorded, the oldest first, by their paths in the folder that holds
            ``folder``; asked only where an item has two scans.

    Returns:
        The scans in natural order of their identifiers, and findings about what is not read.
    """
    search = _Search(folder, pattern, cache, is_item, arrivals)
    search.run()
    scans = search.scans
    return [scans[item] for item in sorted(scans, key=natural)], search.findings


class _Search:
    """The search for scans in a folder, level by level, so that what lies deeper never displaces what lies above."""

    def __init__(
        self,
        folder: Path,
        pattern: str,
        cache: Path | None,
        is_item: Callable[[str], bool],
        arrivals: Callable[[], Sequence[str]],
    ) -> None:
        self.folder = folder
        self.pattern = pattern
        self.own_pattern = ItemSettings(pattern).own_pattern
        self.is_item = is_item
        self.names = re.compile(pattern)
        self.checksums = _Checksums(cache)
        self._arrivals = arrivals
        self.scans: dict[str, Scan] = {}
        self.findings: list[Finding] = []
        self._visited: set[tuple[int, int]] = set()
        self._listed: dict[Path, list[Path] | None] = {}

    def run(self) -> None:
        """Fill ``scans`` and ``findings``."""
        folders = [self.folder] if self.folder.is_dir() else []
        while folders:
            folders = [below for folder in folders for below in self._search_folder(folder)]
        self.checksums.save()
        self._compare_names()

    def _search_folder(self, folder: Path) -> list[Path]:
        """Take the items of a folder; returns the folders in it that are to be searched as well."""
        below = []
        other_files = []
        entries_of_folder = self._entries(folder) or []
        page_of_path = self._numbered_pages(entries_of_folder)
        for path in entries_of_folder:
            if path in page_of_path:
                if page_of_path[path][0].path == path:
                    self._take_numbered(page_of_path[path])
                continue
            if not path.is_dir():
                if path.suffix.lower() in SCAN_SUFFIXES:
                    self._take(path, (path,))
                elif folder == self.folder:
                    self.findings.append(_not_a_scan(self._position(path), path))
                else:
                    other_files.append(path)
                continue
            entries = self._entries(path)
            if entries is None:
                continue
            if pages := self._pages_of_item(path, entries):
                self._take(path, pages)
                other_folders = [entry for entry in entries if entry.is_dir()]
                other_files_of_item = [entry for entry in entries if not entry.is_dir() and entry not in pages]
                self._pass_over(path, [*other_folders, *other_files_of_item])
            elif any(entry.is_dir() or entry.suffix.lower() in SCAN_SUFFIXES for entry in entries):
                below.append(path)
            else:
                self.findings.append(_not_a_scan(self._position(path), path))
        self._pass_over(folder, other_files)
        return below

    def _numbered_pages(self, entries: list[Path]) -> dict[Path, list[NumberedPage]]:
        """For each picture that is a numbered page: all pages of its item."""
        pictures = [path for path in entries if path.suffix.lower() in SCAN_PICTURES and not path.is_dir()]
        groups = numbered_pages(pictures, self.names, is_lax=not self.own_pattern, is_item=self.is_item)
        return {page.path: pages for pages in groups.values() for page in pages}

    def _take_numbered(self, pages: list[NumberedPage]) -> None:
        """Take numbered pictures as the pages of one item; a second picture of a page is not taken."""
        first_of: dict[tuple[int, str], Path] = {}
        for page in pages:
            if (first := first_of.setdefault((page.page_number, page.side), page.path)) != page.path:
                self.findings.append(_duplicate(self._position(page.path), page.item, self._position(first).path))
        self._take(pages[0].path, tuple(first_of.values()), pages[0].item)
        if not self.own_pattern:
            self.findings.append(_read_as_pages(self._position(pages[0].path), pages))

    def _pages_of_item(self, folder: Path, entries: list[Path]) -> tuple[Path, ...]:
        """The pictures of a folder that is an item; none if it is a folder of items."""
        pages = tuple(path for path in entries if path.suffix.lower() in SCAN_SUFFIXES and not path.is_dir())
        if any(path.suffix.lower() in SCAN_PICTURES for path in pages):
            return () if self._is_box(folder, pages) else pages
        if pages and self.is_item(folder.name):
            return pages  # its PDFs were read as one item
        is_named_as_item = self.names.fullmatch(folder.name) is not None
        return pages if is_named_as_item and not all(self.names.fullmatch(path.stem) for path in pages) else ()

    def _is_box(self, folder: Path, pages: tuple[Path, ...]) -> bool:
        """Is a folder of pictures a box: they, and not it, bear names of items by the curator's pattern?"""
        if not self.own_pattern or self.is_item(folder.name) or self.names.fullmatch(folder.name):
            return False
        return bool(self._numbered_pages(list(pages))) or any(self.names.fullmatch(path.stem) for path in pages)

    def _entries(self, folder: Path) -> list[Path] | None:
        """What a folder holds that can be opened, in natural order; None if it cannot be listed.

        Each thing that cannot be opened becomes a finding, once.
        """
        if folder not in self._listed:
            self._listed[folder] = self._list(folder)
        return self._listed[folder]

    def _list(self, folder: Path) -> list[Path] | None:
        try:
            state = folder.stat()
            paths = sorted(folder.iterdir(), key=lambda entry: natural(entry.name))
        except OSError as error:
            self.findings.append(_not_opened(self._position(folder), folder, error))
            return None
        if (state.st_dev, state.st_ino) in self._visited:
            self.findings.append(_linked_twice(self._position(folder), folder))
            return None
        self._visited.add((state.st_dev, state.st_ino))
        paths = [path for path in paths if not _is_left_by_programs(path.name) and self._can_be_opened(path)]
        names = {path.name for path in paths}
        return [path for path in paths if not self._is_second_version(path, names)]

    def _is_second_version(self, path: Path, names: Set[str]) -> bool:
        """Did a program that synchronises folders leave a file beside the one that it is a version of?

        Where its name could mean something else too, only if both hold the same and it is no item's by the pattern.
        """
        copy = conflict_copy_of(path.name) if _MAY_BE_COPY.search(path.stem) else None
        if copy is None or path.is_dir() or path.suffix.lower() not in SCAN_SUFFIXES:
            return False
        original, is_certain = path.with_name(copy[0]), copy[1]
        if original.name not in names or original.is_dir():
            return False
        if not is_certain and (self.names.fullmatch(path.stem) or not self._are_equal(path, original)):
            return False
        self.findings.append(_second_version(self._position(path), path, original, are_equal=not is_certain))
        return True

    def _are_equal(self, path: Path, other: Path) -> bool:
        with contextlib.suppress(OSError):
            return self.checksums.of((path,)) == self.checksums.of((other,))
        return False

    def _compare_names(self) -> None:
        """Say which items have names that other systems take for one."""
        alike: dict[str, list[str]] = {}
        for item in self.scans:
            alike.setdefault(unicodedata.normalize("NFC", item).casefold(), []).append(item)
        for items in alike.values():
            for item in items[1:]:
                self.findings.append(_alike(self._position(self.scans[item].paths[0]), items[0], item))

    def _can_be_opened(self, path: Path) -> bool:
        where = self._position(path)
        if printable(path.name) != path.name:
            self.findings.append(_unreadable_name(where, path))
            return False
        try:
            mode = path.stat().st_mode
        except OSError as error:
            self.findings.append(_not_opened(where, path, error))
            return False
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
            self.findings.append(_no_file(where, path))
            return False
        return True

    def _take(self, path: Path, paths: tuple[Path, ...], name: str = "") -> None:
        """Take a file, a folder or several files as the scan of an item."""
        where = self._position(path)
        name = name or (path.name if path.is_dir() else path.stem)
        match = self.names.fullmatch(name)
        item = (match.groupdict().get("item") or name) if match else name
        if not match:
            self.findings.append(_wrong_name(where, name, self.pattern))
        first_path = self._position(paths[0]).path
        other = self.scans.get(item)
        if other is not None and not self._arrived_before(first_path, other.where):
            self.findings.append(_duplicate(where, item, other.where))
            return
        try:
            checksum = self.checksums.of(paths)
        except OSError as error:
            self.findings.append(_not_opened(where, path, error))
            return
        if other is not None:
            self.findings.append(_duplicate(FilePosition(other.where), item, first_path))
        self.scans[item] = Scan(item, paths, checksum, conforms=match is not None, where=first_path)

    def _arrived_before(self, path: str, other: str) -> bool:
        """Is a file's arrival recorded, and the other's not, or later?"""
        order = self._order_of_arrival
        return path in order and order[path] < order.get(other, len(order))

    @cached_property
    def _order_of_arrival(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self._arrivals())}

    def _pass_over(self, folder: Path, paths: list[Path]) -> None:
        """Say what of a sub-folder is not read."""
        if paths:
            self.findings.append(_passed_over(self._position(folder), folder, paths))

    def _position(self, path: Path) -> FilePosition:
        return FilePosition(printable(path.relative_to(self.folder.parent).as_posix()))


def _is_left_by_programs(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in _LEFT_BY_PROGRAMS  # ~$: Office has the file open


def _not_a_scan(where: FilePosition, path: Path) -> Finding:
    problem = "contains no picture" if path.is_dir() else f"has a file type that is not read ({path.suffix or 'none'})"
    how = "" if path.is_dir() else _how_to_convert([path])
    return Finding("R101", where, f"{path.name} {problem}", remedy=f"scans are {_KINDS}; {how or 'move it elsewhere.'}")


def _how_to_convert(paths: Sequence[Path]) -> str:
    """How pictures of kinds that are not read become scans; "" where none of the files is a picture."""
    endings = {path.suffix.lower().removeprefix(".") for path in paths if _is_other_picture(path)}
    if not endings:
        return ""
    kind = "HEIC" if endings & {"heic", "heif"} else min(endings).upper()
    return f"{how_to_convert(f'{kind} picture')}."


def _is_other_picture(path: Path) -> bool:
    """Is a file by its name a picture, though none that is read?"""
    ending = path.suffix.lower()
    return MEDIA_TYPES.get(ending, "").startswith("image/") and ending not in SCAN_PICTURES and ending != ".svg"


def _passed_over(where: FilePosition, folder: Path, paths: list[Path]) -> Finding:
    names = [f"{path.name}/" if path.is_dir() else path.name for path in paths]
    listed = ", ".join(names[:_MAX_NAMES])
    more = f" and {len(names) - _MAX_NAMES} more" if len(names) > _MAX_NAMES else ""
    parts = [_how_to_convert([path for path in paths if not path.is_dir()]).removesuffix(".")]
    if any(path.is_dir() for path in paths):
        parts.append("a folder beside an item's pictures is to be moved out of the item's folder")
    if any(not path.is_dir() and not _how_to_convert([path]) for path in paths):
        parts.append("move other files, such as notes and lists, out of scans/")
    remedy = f"scans are {_KINDS}; {'; '.join(part for part in parts if part)}."
    return Finding("R101", where, f"in {folder.name}, {listed}{more} {_verb(names)} not read", remedy=remedy)


def _verb(names: list[str]) -> str:
    return "is" if len(names) == 1 else "are"


def _read_as_pages(where: FilePosition, pages: list[NumberedPage]) -> Finding:
    item = pages[0].item
    return Finding(
        "R110",
        where,
        f"{pages[0].path.name} to {pages[-1].path.name} are read as the {len(pages)} pages of the item {item}",
        remedy="if each is an item of its own, let items.pattern in briefbook.toml match their whole names.",
        severity=Severity.NOTE,
        item=item,
    )


def _not_opened(where: FilePosition, path: Path, error: OSError) -> Finding:
    if path.is_symlink() and not path.exists():
        problem = "is a link to something that is not there"
        remedy = "put the file itself in its place, connect the disk that it is on, or remove the link."
    else:
        problem = f"cannot be opened ({error.strerror or type(error).__name__})"
        remedy = "give yourself the right to read it, or move it elsewhere."
    return Finding("R108", where, f"{path.name} {problem}; it is not read", remedy=remedy, severity=Severity.WARNING)


def _no_file(where: FilePosition, path: Path) -> Finding:
    message = f"{path.name} is a pipe, a socket or a device, not a file; it is not read"
    return Finding("R108", where, message, remedy="move it elsewhere.", severity=Severity.WARNING)


def _linked_twice(where: FilePosition, path: Path) -> Finding:
    message = f"{path.name} is a link to a folder that is read already; it is not read again"
    return Finding("R108", where, message, remedy="remove the link.", severity=Severity.WARNING)


def _unreadable_name(where: FilePosition, path: Path) -> Finding:
    return Finding(
        "R109",
        where,
        f"the name {printable(path.name)} is not in UTF-8; what it names is not read",
        remedy="rename it; most file managers can, or convmv for many names at once.",
        severity=Severity.WARNING,
    )


def _wrong_name(where: FilePosition, name: str, pattern: str) -> Finding:
    return Finding(
        "R102",
        where,
        f"the name {name!r} does not match the collection's pattern {pattern}",
        remedy="rename the file, or change items.pattern in briefbook.toml; until then its name is the identifier.",
        item=name,
    )


def _duplicate(where: FilePosition, item: str, first: str) -> Finding:
    return Finding(
        "R103",
        where,
        f"{item} has two scans; {first} is taken, this one is not read",
        remedy="keep one of them, or give the other its own identifier.",
        severity=Severity.WARNING,
        item=item,
    )


def _second_version(where: FilePosition, path: Path, original: Path, *, are_equal: bool) -> Finding:
    if are_equal:
        message = f"{path.name} is a copy of {original.name}, byte for byte; it is not read"
        remedy = "move it out of scans/."
    else:
        message = (
            f"{path.name} is a second version of {original.name}, left by a program that synchronises; it is not read"
        )
        remedy = f"compare the two, keep the right one as {original.name}, and move the other out of scans/."
    return Finding("R103", where, message, remedy=remedy, severity=Severity.WARNING)


def _alike(where: FilePosition, first: str, item: str) -> Finding:
    is_case = unicodedata.normalize("NFC", first) != unicodedata.normalize("NFC", item)
    how = "in capitals" if is_case else "in how accents are stored"
    return Finding(
        "R114",
        where,
        f"the items {first} and {item} differ only {how}: on Windows, macOS and many servers they would be one file",
        remedy="rename one of the files before the collection goes to another computer or its site to a server.",
        severity=Severity.WARNING,
        item=item,
    )


class _Checksums:
    """A cache of SHA-256 checksums of files, valid while size, time and inode are unchanged."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.stored: dict[str, list[object]] = {}
        self.current: dict[str, list[object]] = {}
        if path is not None:
            with contextlib.suppress(OSError, ValueError):
                self.stored = json.loads(path.read_text())

    def of(self, paths: tuple[Path, ...]) -> str:
        whole = hashlib.sha256()
        for path in paths:
            whole.update(bytes.fromhex(self._digest_of(path)))
        return whole.hexdigest() if len(paths) > 1 else self._digest_of(paths[0])

    def _digest_of(self, path: Path) -> str:
        status = path.stat()
        state: list[object] = [status.st_size, status.st_mtime_ns, status.st_ino]
        stored = self.stored.get(str(path))
        if stored and stored[:3] == state:
            digest = str(stored[3])
        else:
            with open(path, "rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
        self.current[str(path)] = [*state, digest]
        return digest

    def save(self) -> None:
        if self.path is not None and self.current != self.stored:
            with contextlib.suppress(OSError):
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self.path.write_text(json.dumps(self.current, sort_keys=True))
