"""The scans and a person's decisions about their parts -> which pages of which files each item has."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefbook.model.catalogue import natural
from briefbook.model.decision import PartsDecision, UndoableDecision
from briefbook.model.finding import PARTS, Finding, Severity
from briefbook.model.locator import FilePosition
from briefbook.model.page import Scan
from briefbook.model.parts import Part, ScanPages, pages_in_words
from briefbook.util.advice import typed


@dataclass(frozen=True, slots=True)
class Division:
    """The items that have pages in files.

    Attributes:
        pages_of: For each item, in which files its pages are, in order.
        parts_of: For each file that a person divided or joined to another, by its name, its parts.
        findings: What of a person's decisions cannot be carried out.
    """

    pages_of: Mapping[str, tuple[ScanPages, ...]]
    parts_of: dict[str, tuple[Part, ...]]
    findings: tuple[Finding, ...] = ()

    def is_whole(self, item: str) -> bool:
        """Is the item the only one in its file, which bears its name, and the file its only one?"""
        pages = self.pages_of.get(item, ())
        return len(pages) == 1 and pages[0].pages is None and pages[0].scan.item == item

    def place_of(self, item: str, page_number: int) -> tuple[Scan, int] | None:
        """Where a page of an item is: the scan and the page in its file.

        Args:
            item: The item's id.
            page_number: The item's page, from 1.

        Returns:
            The place; None where the item has no such page in a file. After pages of a whole file no page is known.
        """
        before = 0
        for scan_pages in self.pages_of.get(item, ()):
            if scan_pages.pages is None:
                return scan_pages.scan, page_number - before
            if 0 < page_number - before <= len(scan_pages.pages):
                return scan_pages.scan, scan_pages.pages[page_number - before - 1]
            before += len(scan_pages.pages)
        return None

    def owner_of(self, name: str) -> str:
        """The item under which a file itself is published: the first that has pages of it."""
        items = [part.item for part in self.parts_of.get(name, ()) if part.item in self.pages_of]
        return items[0] if items else name

    def moved(self) -> dict[str, str]:
        """Names of files that are no items, and for each the item that has its first page; for old addresses."""
        return {
            name: parts[0].item
            for name, parts in self.parts_of.items()
            if name not in self.pages_of and parts[0].item in self.pages_of
        }


class PagesOf(Mapping[str, tuple[ScanPages, ...]]):
    """For each item the files that hold its pages; items that are a whole file, as most are, are not stored."""

    def __init__(
        self, scan_of: Mapping[str, Scan], divided: Mapping[str, tuple[ScanPages, ...]], no_items: Collection[str]
    ) -> None:
        """``divided`` has the items that are not a whole file, ``no_items`` the files that are none by themselves."""
        self._scan_of = scan_of
        self._divided = divided
        self._no_items = no_items

    def __getitem__(self, item: str) -> tuple[ScanPages, ...]:
        if (pages := self._divided.get(item)) is not None:
            return pages
        if item in self._no_items:
            raise KeyError(item)
        return (ScanPages(self._scan_of[item]),)

    def __contains__(self, item: object) -> bool:
        return item in self._divided or (item not in self._no_items and item in self._scan_of)

    def __iter__(self) -> Iterator[str]:
        yield from self._divided
        yield from (name for name in self._scan_of if name not in self._divided and name not in self._no_items)

    def __len__(self) -> int:
        more = sum(item in self._no_items or item not in self._scan_of for item in self._divided)
        return len(self._scan_of) - len(self._no_items) + more


def divide(scans: Iterable[Scan] | Mapping[str, Scan], decisions: Iterable[UndoableDecision], root: Path) -> Division:
    """Work out which pages of which files each item has.

    A file that no decision is about is an item of its name. The last decision about a file holds. Of two files that
    claim one id, the one that a person's decision names has it. Pages that continue an item come after its others, in
    the order of the decisions.

    Args:
        scans: The scans, one for each file or folder; or each by its name, of which few are then asked for.
        decisions: The decisions that hold, oldest first.
        root: The collection's folder, to name files in findings.
    """
    scan_of = scans if isinstance(scans, Mapping) else {scan.item: scan for scan in scans}
    last = {decision.item: decision for decision in decisions if isinstance(decision, PartsDecision)}
    last = {name: decision for name, decision in last.items() if decision.parts}
    findings = [_without_scan(name) for name in last if name not in scan_of]
    parts_of = {name: _parts_now(decision, scan_of[name]) for name, decision in last.items() if name in scan_of}
    findings += [
        _other_pictures(scan_of[name], gone, root)
        for name, decision in last.items()
        if name in scan_of and (gone := _pictures_gone(decision, scan_of[name]))
    ]
    pages_of: dict[str, list[ScanPages]] = {}
    continuing: list[tuple[Scan, Part]] = []
    for name, parts in parts_of.items():
        for part in parts:
            if part.continues:
                continuing.append((scan_of[name], part))
            elif part.item in pages_of and pages_of[part.item][0].scan.item != name:
                findings.append(_claimed_twice(scan_of[name], part, pages_of[part.item][0].scan, root))
            else:
                pages_of.setdefault(part.item, []).append(ScanPages(scan_of[name], part.pages))
    for item in sorted(pages_of, key=natural):
        if item in scan_of and item not in parts_of:
            findings.append(_has_id_of_part(scan_of[item], pages_of[item][0].scan, root))
    for scan, part in continuing:
        if part.item not in pages_of and part.item in scan_of and part.item not in parts_of:
            pages_of[part.item] = [ScanPages(scan_of[part.item])]
        elif part.item not in pages_of:
            findings.append(_continues_nothing(scan, part, root))
        pages_of.setdefault(part.item, []).append(ScanPages(scan, part.pages))
    divided = {item: tuple(pages) for item, pages in pages_of.items()}
    return Division(PagesOf(scan_of, divided, frozenset(parts_of)), parts_of, tuple(findings))


def _parts_now(decision: PartsDecision, scan: Scan) -> tuple[Part, ...]:
    """The parts with the pages that their pictures are now: pictures may have come and gone since they were divided."""
    names = [path.name for path in scan.paths]
    if not decision.pictures or names == list(decision.pictures):
        return decision.parts
    page_of = {name: number for number, name in enumerate(names, 1)}
    parts = []
    for part in decision.parts:
        pictures = [decision.pictures[page - 1] for page in part.pages if page <= len(decision.pictures)]
        if pages := tuple(page_of[picture] for picture in pictures if picture in page_of):
            parts.append(Part(part.item, pages, part.continues))
    return tuple(parts)


def _pictures_gone(decision: PartsDecision, scan: Scan) -> list[str]:
    """The pictures that were given to an item and are no longer in the folder."""
    names = {path.name for path in scan.paths}
    given = (page for part in decision.parts for page in part.pages if page <= len(decision.pictures))
    return [decision.pictures[page - 1] for page in given if decision.pictures[page - 1] not in names]


def _other_pictures(scan: Scan, gone: Sequence[str], root: Path) -> Finding:
    are, were = ("is", "was") if len(gone) == 1 else ("are", "were")
    message = f"{', '.join(gone)} of {scan.item} {were} given to an item and {are} gone"
    remedy = f"put the picture back under its name, or divide the folder anew: see {typed('parts', scan.item)}."
    return Finding(PARTS, _position(scan, root), message, remedy, Severity.WARNING, item=scan.item)


def _position(scan: Scan, root: Path) -> FilePosition:
    path = scan.paths[0]
    return FilePosition(path.relative_to(root).as_posix() if path.is_relative_to(root) else scan.shown_path)


def _without_scan(name: str) -> Finding:
    message = f"the journal divides the file {name}, which is not in scans/"
    remedy = f"put the file back under its name, or take the decision back with {typed('catalogue', 'undo', name)}."
    return Finding(PARTS, None, message, remedy, Severity.WARNING, item=name)


def _claimed_twice(scan: Scan, part: Part, first: Scan, root: Path) -> Finding:
    message = (
        f"{pages_in_words(part.pages)} of {scan.item}: the id {part.item} is taken by a part of {first.item}, so that "
        "there is no item of these pages"
    )
    remedy = f"divide the file anew, with another id: see {typed('parts', scan.item)}."
    return Finding(PARTS, _position(scan, root), message, remedy, Severity.WARNING, item=part.item)


def _has_id_of_part(scan: Scan, first: Scan, root: Path) -> Finding:
    message = f"{scan.item} is the id of a part of {first.item}; the file of this name is not taken"
    remedy = "rename the file, or name the part otherwise with `briefbook parts`."
    return Finding(PARTS, _position(scan, root), message, remedy, Severity.WARNING, item=scan.item)


def _continues_nothing(scan: Scan, part: Part, root: Path) -> Finding:
    message = f"{scan.item} continues {part.item}, which has no other pages"
    remedy = (
        f"put the file with its first pages back, or make it an item again: {typed('parts', scan.item, '--whole')}."
    )
    return Finding(PARTS, _position(scan, root), message, remedy, Severity.WARNING, item=part.item)


def missing_pages(scan: Scan, parts: Sequence[Part], page_count: int, root: Path) -> list[Finding]:
    """Where a division and the file disagree about the pages there are.

    Args:
        scan: The file.
        parts: Its parts.
        page_count: How many pages the file has.
        root: The collection's folder.
    """
    named = {page for part in parts for page in part.pages}
    left = [page for page in range(1, page_count + 1) if page not in named]
    beyond = sorted(page for page in named if page > page_count)
    findings = []
    if left:
        pictures = [scan.paths[page - 1].name for page in left] if len(scan.paths) == page_count > 1 else []
        where = f" ({', '.join(pictures)})" if pictures else ""
        message = f"{pages_in_words(left)} of {scan.item}{where} belong{'s' if len(left) == 1 else ''} to no item"
        remedy = f"give them to an item with {typed('parts', scan.item)}, or accept this finding."
        findings.append(Finding(PARTS, _position(scan, root), message, remedy, Severity.WARNING, item=scan.item))
    if beyond:
        message = f"the journal gives {pages_in_words(beyond)} of {scan.item} to items, and it has {page_count}"
        remedy = f"see {typed('parts', scan.item)}; the file may have been replaced by another."
        findings.append(Finding(PARTS, _position(scan, root), message, remedy, Severity.WARNING, item=scan.item))
    return findings
