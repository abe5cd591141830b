"""Pages as read, kept in files: one a scan, keyed by what they were made from.

A file is named ``ITEM-KEY.json.gz``. KEY is made from the scan's checksum, ``VERSION`` and the settings, so that a
stale file is never taken for a fresh one. While it is read, its finished pages stand in
``ITEM-KEY.part.jsonl``.
"""

import contextlib
import gzip
import hashlib
import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import IO, Any

from briefbook.errors import OutsideError
from briefbook.model.finding import Finding, Severity
from briefbook.model.finding_json import finding_as_json, finding_from_json
from briefbook.model.locator import FilePosition, PagePosition
from briefbook.model.page import Page, Scan
from briefbook.model.page_json import page_as_json, page_of_json
from briefbook.settings import ReadingSettings
from briefbook.util.files import write_atomic

VERSION = 9
"""Of reading; a page read by another version is read anew."""

Answer = tuple[Scan, tuple[Page, ...], tuple[Finding, ...]]
_NO_FINDINGS = b'{"findings": []'
_ENDING = r"-[0-9a-f]{16}(\.json\.gz|\.former\.json\.gz|\.part\.jsonl)"


@dataclass(frozen=True)
class Readings:
    """The readings of a collection. ``readers``: items for which a person named another reader than the settings do."""

    folder: Path
    settings: ReadingSettings
    readers: Mapping[str, str]

    def asked(self, item: str) -> ReadingSettings:
        """The settings under which an item is read."""
        if item not in self.readers:
            return self.settings
        return replace(self.settings, reader=self.readers[item])

    @cached_property
    def _there(self) -> set[str]:
        """The names of the files there are: one look at the folder instead of one a scan."""
        try:
            return {entry.name for entry in os.scandir(self.folder)}
        except OSError:
            return set()

    def stored_file(self, scan: Scan) -> str | None:
        """The name of the file with the scan's pages; None if they have to be read."""
        name = f"{_stem(scan, self.asked(scan.item))}.json.gz"
        return name if name in self._there else None

    def answer(self, scan: Scan) -> Answer | None:
        """The pages of a scan and what is wrong with it; None if it was not read, or its file is damaged."""
        name = self.stored_file(scan)
        return self._answer(scan, name) if name else None

    def findings(self, scan: Scan) -> tuple[Finding, ...]:
        """What is wrong with a scan that was read; of a sound one only the first bytes are looked at."""
        name = self.stored_file(scan)
        if name is None:
            answer = self.unfinished(scan)
            return answer[2] if answer else ()
        with contextlib.suppress(OSError, EOFError), gzip.open(self.folder / name) as file:
            if file.read(len(_NO_FINDINGS)) == _NO_FINDINGS:
                return ()
        found = self._answer(scan, name)
        return found[2] if found else ()

    def unfinished(self, scan: Scan) -> Answer | None:
        """What there is of a scan some pages of which could not be read for reasons that are not the scan's.

        Args:
            scan: A scan of which no whole reading is stored.

        Returns:
            The pages that were read, an empty one for each of the others, and what is said of these; None where no
            page was tried in vain.
        """
        part = self.part(scan)
        faults = part.faults()
        if not faults:
            return None
        rows = part.load()
        pages = [page_of_json(json.loads(row)) for row, _ in rows.values()]
        pages += [Page(scan.item, number, why=fault.why) for number, fault in faults.items() if number]
        found = [one for _, rows_of in rows.values() for one in findings_of(rows_of, scan)]
        found += [one for fault in faults.values() for one in findings_of(fault.findings, scan)]
        in_order = sorted((replace(page, item=scan.item) for page in pages), key=lambda page: page.number)
        return scan, tuple(in_order), tuple(found)

    def former(self, scan: Scan) -> tuple[Page, ...] | None:
        """The pages as they were read before, by another version, reader or from another file; None if never."""
        mine = {f"{_stem(scan, self.asked(scan.item))}.json.gz"}
        names = [one for one in self._there if _of_item(one, scan.item) and one.endswith(".gz") and one not in mine]
        for name in sorted(names, key=lambda one: (one.endswith(".former.json.gz"), one), reverse=True):
            if found := self._answer(scan, name):
                return found[1]
        return None

    def set_aside(self, scan: Scan) -> None:
        """Let a scan be read again; its present reading becomes the former one, until the new one is whole."""
        if name := self.stored_file(scan):
            aside = name.removesuffix(".json.gz") + ".former.json.gz"
            os.replace(self.folder / name, self.folder / aside)
            self._there.discard(name)
            self._there.add(aside)

    def keep(self, scan: Scan, rows: Iterable[str], findings: Iterable[Finding]) -> None:
        """Keep a scan's pages, given as JSON; what was kept of it before goes."""
        asked = self.asked(scan.item)
        head, made = _dumped(finding_rows(findings)), _dumped({"version": VERSION, **_settings(asked)})
        whole = f'{{"findings": {head}, "made": {made}, "pages": [{", ".join(rows)}]}}'
        name = f"{_stem(scan, asked)}.json.gz"
        write_atomic(self.folder / name, gzip.compress(whole.encode(), 6, mtime=0))
        self._there.add(name)

    def forget_former(self, scan: Scan) -> None:
        """Delete readings of the item under other keys, and what was kept while it was being read."""
        stem = _stem(scan, self.asked(scan.item))
        for name in [one for one in self._there if _of_item(one, scan.item) and one != f"{stem}.json.gz"]:
            with contextlib.suppress(OSError):
                os.unlink(self.folder / name)
            self._there.discard(name)
        self.part(scan).discard()

    def part(self, scan: Scan) -> "Part":
        """The pages of a scan that is being read."""
        return Part(self.folder / f"{_stem(scan, self.asked(scan.item))}.part.jsonl")

    def _answer(self, scan: Scan, name: str) -> Answer | None:
        try:
            row = json.loads(gzip.decompress((self.folder / name).read_bytes()))
            pages = tuple(replace(page_of_json(one), item=scan.item) for one in row["pages"])
            return scan, pages, tuple(_finding_of(one, scan) for one in row["findings"])
        except (OSError, EOFError, ValueError, KeyError, TypeError):
            self._there.discard(name)  # damaged: it is read again
            return None


@dataclass(frozen=True, slots=True)
class PartFault:
    """A page that was not read for a reason that is not the scan's; ``crashed`` where its process ended."""

    why: str
    findings: list[dict[str, Any]]
    crashed: bool


class Part:
    """Pages of one scan as they are finished: a line each, so that an interruption loses only work under way."""

    def __init__(self, path: Path) -> None:
        """Open nothing yet."""
        self.path = path
        self._file: IO[bytes] | None = None

    def load(self) -> dict[int, tuple[str, list[dict[str, Any]]]]:
        """The pages that are there, each as JSON with its findings; a torn last line counts for nothing."""
        found: dict[int, tuple[str, list[dict[str, Any]]]] = {}
        with contextlib.suppress(OSError):
            for line in self.path.read_bytes().splitlines():
                try:
                    row = json.loads(line)
                    page_of_json(row["page"])
                    found[int(row["page"]["number"])] = (_dumped(row["page"]), row["findings"])
                except (ValueError, KeyError, TypeError):
                    continue
        return found

    def faults(self) -> dict[int, PartFault]:
        """The pages tried in vain, by number; 0 stands for the whole scan. A page read since is not among them."""
        found: dict[int, PartFault] = {}
        with contextlib.suppress(OSError):
            for line in self.path.read_bytes().splitlines():
                with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError):
                    row = json.loads(line)
                    if "fault" in row:
                        found[int(row["fault"])] = PartFault(row["why"], row["findings"], row["crashed"])
                    else:
                        found.pop(int(row["page"]["number"]), None)
        return found

    def add_fault(self, number: int, fault: PartFault) -> None:
        """Note that a page was tried in vain: nothing of it is kept but this, and the next run tries it again.

        Args:
            number: The page's number; 0 for the whole scan.
            fault: Why, and what is to be said of it.

        Raises:
            OutsideError: The disk refuses.
        """
        row = {"fault": number, "why": fault.why, "findings": fault.findings, "crashed": fault.crashed}
        self._append(f"{_dumped(row)}\n")

    def forget_faults(self) -> None:
        """Before another try: only what was read stands."""
        if self.faults():
            rows = self.load().values()
            lines = (f'{{"page": {row}, "findings": {_dumped(findings)}}}\n' for row, findings in rows)
            write_atomic(self.path, "".join(lines))

    def add(self, row: str, findings: list[dict[str, Any]]) -> None:
        """Add a page; ``OutsideError`` if the disk refuses, and then what was kept before still stands."""
        self._append(f'{{"page": {row}, "findings": {_dumped(findings)}}}\n')

    def _append(self, line: str) -> None:
        try:
            if self._file is None:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                torn = self.path.exists() and self.path.read_bytes()[-1:] != b"\n"
                self._file = open(self.path, "ab")  # noqa: SIM115 - kept open from page to page
                self._file.write(b"\n" if torn else b"")
            self._file.write(line.encode())
            self._file.flush()
        except OSError as error:
            self.close()
            raise OutsideError(
                f"cannot write {self.path}: {error.strerror}",
                remedy="make room or give permission and run the command again; it goes on where it stopped.",
            ) from error

    def close(self) -> None:
        """Let the file go."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.close()
            self._file = None

    def discard(self) -> None:
        """The scan is whole: the parts are not needed."""
        self.close()
        with contextlib.suppress(OSError):
            self.path.unlink()


def page_row(page: Page) -> str:
    """A page as the JSON that is kept."""
    return _dumped(page_as_json(page))


def finding_rows(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Findings as the JSON that is kept."""
    return [finding_as_json(finding) for finding in findings]


def findings_of(rows: Iterable[Mapping[str, Any]], scan: Scan) -> tuple[Finding, ...]:
    """Undo ``finding_rows``."""
    return tuple(_finding_of(row, scan) for row in rows)


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _stem(scan: Scan, asked: ReadingSettings) -> str:
    made = repr((VERSION, scan.item, scan.checksum, _settings(asked)))
    return f"{scan.item}-{hashlib.sha256(made.encode()).hexdigest()[:16]}"


def _settings(asked: ReadingSettings) -> dict[str, Any]:
    """What a reading depends on; how many processes share the work is none of it."""
    return {
        "reader": asked.reader,
        "fast": False,  # a setting of the past, part of the names of what was read then
        "max_pages": asked.max_pages,
        "max_pixels": asked.max_pixels,
        "max_seconds": asked.max_seconds,
    }


def _of_item(name: str, item: str) -> bool:
    return name.startswith(item) and bool(re.fullmatch(_ENDING, name[len(item) :]))


def _finding_of(row: Mapping[str, Any], scan: Scan) -> Finding:
    if "v" in row:
        return replace(finding_from_json(row), item=scan.item)
    return Finding(  # as it was kept before findings had one shape
        row["code"],
        FilePosition(row["where"]) if row["where"] else None,
        row["message"],
        row["remedy"],
        Severity(row["severity"]),
        item=scan.item,
        place=PagePosition(row["page"]) if row["page"] else None,
    )
