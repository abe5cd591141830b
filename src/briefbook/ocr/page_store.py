"""Cache of the pages that were read: a file for each scan, keyed by what it was made from.

A file is named ``ITEM-KEY.json.gz``. KEY is a hash of the scan's checksum, ``VERSION``, the typed reader and the
settings, so that a stale file is never taken for a fresh one. While a scan is being read, its finished pages are in
``ITEM-KEY.part.jsonl``. What can be asked of the pictures again is beside, in ``ITEM-KEY.scores.zip``, so that pages
are loaded no slower for it.
"""

import base64
import contextlib
import gzip
import hashlib
import json
import os
import re
import zipfile
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from briefbook.errors import OutsideError
from briefbook.model.finding import Finding, Severity
from briefbook.model.finding_json import finding_as_json, finding_from_json
from briefbook.model.locator import FilePosition, PagePosition
from briefbook.model.page import Page, Scan
from briefbook.model.page_json import page_as_json, page_of_json
from briefbook.ocr.reader import TYPED_READER
from briefbook.progress import pluralise
from briefbook.settings import ReadingSettings
from briefbook.text.safe_names import MAX_LENGTH, safe_name
from briefbook.util.files import write_atomic

if TYPE_CHECKING:
    from briefbook.text.line_scores import PageScores

VERSION = 11
"""Version of what is stored; pages of another version, or of another typed reader, are read again."""

Answer = tuple[Scan, tuple[Page, ...], tuple[Finding, ...]]
_SCORES = ".scores.zip"
_NO_FINDINGS = b'{"findings": []'
_ENDING = r"-[0-9a-f]{16}(\.json\.gz|\.former\.json\.gz|\.part\.jsonl|\.scores\.zip)"


@dataclass(frozen=True)
class PageStore:
    """The stored pages of a collection.

    ``folder`` is where the files are; ``settings`` are the collection's; ``readers`` gives another reader for items for
    which a person named one; ``program`` is the version of Briefbook.
    """

    folder: Path
    settings: ReadingSettings
    readers: Mapping[str, str]
    program: str = ""

    def settings_of(self, item: str) -> ReadingSettings:
        """The settings under which an item is read."""
        if item not in self.readers:
            return self.settings
        return replace(self.settings, reader=self.readers[item])

    @cached_property
    def _there(self) -> set[str]:
        """The names of the files in the folder, listed once instead of looked up for each scan."""
        try:
            return {entry.name for entry in os.scandir(self.folder)}
        except OSError:
            return set()

    @cached_property
    def _stored(self) -> "_Names":
        """The names of the files with pages, of which nobody asks for more than whether one is there."""
        return _Names.of(self.folder)

    def _add(self, name: str) -> None:
        """Note that a file is there now."""
        self._stored.add(name)
        if "_there" in self.__dict__:
            self._there.add(name)

    def _drop(self, name: str) -> None:
        """Note that a file is gone, or of no use."""
        self._stored.discard(name)
        if "_there" in self.__dict__:
            self._there.discard(name)

    def stored_file(self, scan: Scan) -> str | None:
        """The name of the file with the scan's pages; None if they have to be read."""
        name = f"{_stem(scan, self.settings_of(scan.item))}.json.gz"
        return name if name in self._stored else None

    def is_stored_now(self, scan: Scan) -> bool:
        """Is a scan's reading there by now, perhaps by another run?"""
        name = f"{_stem(scan, self.settings_of(scan.item))}.json.gz"
        if name not in self._stored and (self.folder / name).exists() and self._answer(scan, name) is not None:
            self._add(name)
        return name in self._stored

    def is_damaged(self, scan: Scan) -> bool:
        """Is there a file with the scan's pages that was found to be of no use?"""
        name = f"{_stem(scan, self.settings_of(scan.item))}.json.gz"
        return name not in self._stored and (self.folder / name).exists()

    def answer(self, scan: Scan) -> Answer | None:
        """The pages of a scan and the findings about it; None if it was not read, or the stored file is damaged."""
        name = self.stored_file(scan)
        return self._answer(scan, name) if name else None

    def findings(self, scan: Scan) -> tuple[Finding, ...]:
        """The findings about a scan that was read; of a sound one only the first bytes of the file are read."""
        name = self.stored_file(scan)
        if name is None:
            answer = self.unfinished(scan)
            return answer[2] if answer else ()
        with contextlib.suppress(OSError, EOFError), gzip.open(self.folder / name) as file:
            if file.read(len(_NO_FINDINGS)) == _NO_FINDINGS:
                return ()
        answer = self._answer(scan, name)
        return answer[2] if answer else ()

    def unfinished(self, scan: Scan) -> Answer | None:
        """The pages of a scan of which some could not be read, for reasons that are not the scan's.

        Args:
            scan: A scan of which no whole reading is stored.

        Returns:
            The pages that were read, an empty one for each of the others, and the findings about these; None where
            every page that was tried was read.
        """
        part = self.part(scan)
        faults = part.faults()
        if not faults:
            return None
        rows = part.load()
        pages = [page_of_json(json.loads(row)) for row, _ in rows.values()]
        pages += [Page(scan.item, number, why=fault.why) for number, fault in faults.items() if number]
        findings = [finding for _, rows_of in rows.values() for finding in findings_of(rows_of, scan)]
        findings += [finding for fault in faults.values() for finding in findings_of(fault.findings, scan)]
        in_order = sorted((replace(page, item=scan.item) for page in pages), key=lambda page: page.number)
        return scan, tuple(in_order), tuple(findings)

    def is_given_up(self, scan: Scan) -> bool:
        """Did a page of an unread scan end whatever process read it, with this version, and was every other read?

        Such a scan is read again only where a person names it, or with another version of Briefbook.
        """
        return self.part(scan).given_up_by() == self.program

    def former(self, scan: Scan) -> tuple[Page, ...] | None:
        """The pages of the previous reading (other version, reader or file); None if there is none."""
        mine = {f"{_stem(scan, self.settings_of(scan.item))}.json.gz"}
        names = [
            name for name in self._there if _of_item(name, scan.item) and name.endswith(".gz") and name not in mine
        ]
        for name in sorted(names, key=lambda name: (name.endswith(".former.json.gz"), name), reverse=True):
            if former := self._answer(scan, name):
                return former[1]
        return None

    def set_aside(self, scan: Scan) -> None:
        """Mark a scan to be read again; its present reading becomes the former one until the new one is complete."""
        if name := self.stored_file(scan):
            aside = name.removesuffix(".json.gz") + ".former.json.gz"
            os.replace(self.folder / name, self.folder / aside)
            self._drop(name)
            self._add(aside)

    def page_scores(self, scan: Scan, page_number: int) -> "PageScores | None":
        """What can be asked again of the picture of a page.

        Args:
            scan: A scan.
            page_number: The page, from 1.

        Returns:
            The scores of its lines; None where it is not read, was read by a reader that gives none, or the file is
            damaged, which costs no more than these.
        """
        from briefbook.text.line_scores import unpack  # numpy is loaded only for who asks

        name = self.stored_file(scan)
        if name is None:
            return None
        path = self.folder / f"{name.removesuffix('.json.gz')}{_SCORES}"
        with contextlib.suppress(OSError, KeyError, ValueError, zipfile.BadZipFile), zipfile.ZipFile(path) as stored:
            return unpack(stored.read(str(page_number)))
        return None

    def keep(
        self,
        scan: Scan,
        rows: Iterable[str],
        findings: Iterable[Finding],
        scores: Mapping[int, bytes] | None = None,
    ) -> None:
        """Store a scan's pages in place of what was stored before.

        Args:
            scan: The scan that is complete.
            rows: Each page as ``page_row`` writes it, in order.
            findings: What is wrong with the scan.
            scores: What can be asked again of the pages' pictures, by page number, as ``text.line_scores.pack`` has it.

        Raises:
            OutsideError: The disk refuses.
        """
        settings = self.settings_of(scan.item)
        head, made_with = _dumped(finding_rows(findings)), _dumped(_made_with(settings))
        whole = f'{{"findings": {head}, "made": {made_with}, "pages": [{", ".join(rows)}]}}'
        stem = _stem(scan, settings)
        name = f"{stem}.json.gz"
        if scores:
            write_atomic(self.folder / f"{stem}{_SCORES}", _zipped(scores))
            self._add(f"{stem}{_SCORES}")
        else:
            with contextlib.suppress(OSError):
                os.unlink(self.folder / f"{stem}{_SCORES}")
        write_atomic(self.folder / name, gzip.compress(whole.encode(), 6, mtime=0))
        self._add(name)

    def forget_former(self, scan: Scan) -> None:
        """Delete readings of the item under other keys, and the file of finished pages."""
        stem = _stem(scan, self.settings_of(scan.item))
        for name in [name for name in self._there if _of_item(name, scan.item)]:
            if name in (f"{stem}.json.gz", f"{stem}{_SCORES}"):
                continue
            with contextlib.suppress(OSError):
                os.unlink(self.folder / name)
            self._drop(name)
        self.part(scan).discard()

    def part(self, scan: Scan) -> "PartialReading":
        """The pages of a scan that is being read."""
        return PartialReading(self.folder / f"{_stem(scan, self.settings_of(scan.item))}.part.jsonl")

    def _answer(self, scan: Scan, name: str) -> Answer | None:
        try:
            row = json.loads(gzip.decompress((self.folder / name).read_bytes()))
            pages = tuple(replace(page_of_json(page), item=scan.item) for page in row["pages"])
            return scan, pages, tuple(_finding_of(finding, scan) for finding in row["findings"])
        except (OSError, EOFError, ValueError, KeyError, TypeError):
            self._drop(name)  # damaged: it is read again
            return None


class _Names:
    """Names of files, eight bytes of each in memory: whether one is among them is all that can be asked."""

    def __init__(self, numbers: "array[int]") -> None:
        """``numbers`` are those of the names, in order."""
        self._numbers = numbers
        self._added: set[str] = set()
        self._gone: set[str] = set()

    @classmethod
    def of(cls, folder: Path) -> "_Names":
        """The names of the files with pages in a folder, listed once instead of looked up for each scan."""
        try:
            with os.scandir(folder) as entries:
                numbers = sorted(_number(entry.name) for entry in entries if _is_of_pages(entry.name))
        except OSError:
            numbers = []
        return cls(array("Q", numbers))

    def __contains__(self, name: str) -> bool:
        if name in self._added or name in self._gone:
            return name in self._added
        number = _number(name)
        place = bisect_left(self._numbers, number)
        return place < len(self._numbers) and self._numbers[place] == number

    def add(self, name: str) -> None:
        """A file is there now."""
        self._gone.discard(name)
        if name not in self:
            self._added.add(name)

    def discard(self, name: str) -> None:
        """A file is there no more."""
        self._added.discard(name)
        if name in self:
            self._gone.add(name)


def _is_of_pages(name: str) -> bool:
    return name.endswith(".json.gz") and not name.endswith(".former.json.gz")


def _number(name: str) -> int:
    data = name.encode("utf-8", "surrogateescape")
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big")


@dataclass(frozen=True, slots=True)
class PageFault:
    """A page that was not read for a reason that is not the scan's; ``crashed`` where its process ended."""

    why: str
    findings: list[dict[str, Any]]
    crashed: bool


class PartialReading:
    """The finished pages of a scan that is being read: a JSON row each, so that an interruption loses only the last."""

    def __init__(self, path: Path) -> None:
        """Open nothing yet."""
        self.path = path
        self._file: IO[bytes] | None = None

    def load(self) -> dict[int, tuple[str, list[dict[str, Any]]]]:
        """The pages that are there by number, each as JSON with its findings; an incomplete last row is ignored."""
        pages: dict[int, tuple[str, list[dict[str, Any]]]] = {}
        with contextlib.suppress(OSError):
            for line in self.path.read_bytes().splitlines():
                try:
                    row = json.loads(line)
                    page_of_json(row["page"])
                    pages[int(row["page"]["number"])] = (_dumped(row["page"]), row["findings"])
                except (ValueError, KeyError, TypeError):
                    continue
        return pages

    def faults(self) -> dict[int, PageFault]:
        """The pages that could not be read, by number; 0 is the whole scan. A page read since is not among them."""
        faults: dict[int, PageFault] = {}
        with contextlib.suppress(OSError):
            for line in self.path.read_bytes().splitlines():
                with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError):
                    row = json.loads(line)
                    if "fault" in row:
                        faults[int(row["fault"])] = PageFault(row["why"], row["findings"], row["crashed"])
                    else:
                        faults.pop(int(row["page"]["number"]), None)
        return faults

    def add_fault(self, number: int, fault: PageFault) -> None:
        """Note that a page could not be read; nothing else of it is stored.

        Args:
            number: The page's number; 0 for the whole scan.
            fault: Why, and the findings about it.

        Raises:
            OutsideError: The disk refuses.
        """
        row = {"fault": number, "why": fault.why, "findings": fault.findings, "crashed": fault.crashed}
        self._append(f"{_dumped(row)}\n")

    def give_up(self, program: str) -> None:
        """Note that the pages that are not there end whatever process reads them: the next run leaves them alone.

        Args:
            program: The version of Briefbook, of which another tries them again.

        Raises:
            OutsideError: The disk refuses.
        """
        self._append(f"{_dumped({'given_up': program})}\n")
        self.close()

    def given_up_by(self) -> str | None:
        """The version of Briefbook that gave the scan up; None where it is not given up."""
        version = None
        with contextlib.suppress(OSError):
            for line in self.path.read_bytes().splitlines():
                with contextlib.suppress(ValueError, AttributeError):
                    version = json.loads(line).get("given_up") if b'"given_up"' in line else None
        return version

    def forget_faults(self) -> None:
        """Drop the failures before another try; the pages that were read stay."""
        if self.faults():
            scores = self.load_scores()
            rows = self.load().items()
            lines = (_part_row(row, findings, scores.get(number, b"")) for number, (row, findings) in rows)
            write_atomic(self.path, "".join(lines))

    def load_scores(self) -> dict[int, bytes]:
        """What can be asked again of the pages that are there, by number."""
        scores: dict[int, bytes] = {}
        with contextlib.suppress(OSError):
            for line in self.path.read_bytes().splitlines():
                with contextlib.suppress(ValueError, KeyError, TypeError):
                    row = json.loads(line)
                    scores[int(row["page"]["number"])] = base64.b64decode(row["scores"])
        return scores

    def add(self, row: str, findings: list[dict[str, Any]], scores: bytes = b"") -> None:
        """Add a page.

        Args:
            row: The page as ``page_row`` writes it.
            findings: The findings about it as ``finding_rows`` writes them.
            scores: What can be asked of it again; empty for nothing.

        Raises:
            OutsideError: The disk refuses; the pages added before are still there.
        """
        self._append(_part_row(row, findings, scores))

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
        """Close the file."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.close()
            self._file = None

    def discard(self) -> None:
        """Delete the file: the scan is complete."""
        self.close()
        with contextlib.suppress(OSError):
            self.path.unlink()


def page_row(page: Page) -> str:
    """A page as the JSON text that is stored."""
    return _dumped(page_as_json(page))


def finding_rows(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Findings as the JSON values that are stored."""
    return [finding_as_json(finding) for finding in findings]


def findings_of(rows: Iterable[Mapping[str, Any]], scan: Scan) -> tuple[Finding, ...]:
    """Undo ``finding_rows``."""
    return tuple(_finding_of(row, scan) for row in rows)


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _part_row(row: str, findings: list[dict[str, Any]], scores: bytes) -> str:
    more = f', "scores": "{base64.b64encode(scores).decode()}"' if scores else ""
    return f'{{"page": {row}, "findings": {_dumped(findings)}{more}}}\n'


def _zipped(scores: Mapping[int, bytes]) -> bytes:
    """A zip file with what can be asked of each page under its number; the same input gives the same bytes."""
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w") as stored:
        for number in sorted(scores):
            stored.writestr(zipfile.ZipInfo(str(number)), scores[number])
    return whole.getvalue()


def _stem(scan: Scan, settings: ReadingSettings) -> str:
    made_from = repr((VERSION, TYPED_READER, scan.item, scan.checksum, _settings(settings)))
    return f"{_name_on_disk(scan.item)}-{hashlib.sha256(made_from.encode()).hexdigest()[:16]}"


def _made_with(settings: ReadingSettings) -> dict[str, Any]:
    """What a reading was made with, as it stands in its file."""
    return {"version": VERSION, "typed_reader": TYPED_READER, **_settings(settings)}


def _settings(settings: ReadingSettings) -> dict[str, Any]:
    """The settings that a reading depends on; the number of processes is not among them."""
    usual = ReadingSettings()
    limits = {
        name: getattr(settings, name)
        for name in ("max_memory", "max_opening_seconds")
        if getattr(settings, name) != getattr(usual, name)  # so that readings from before these settings still count
    }
    return limits | {
        "reader": settings.reader,
        "fast": False,  # a setting that is gone, but is part of the hash in the names of stored files
        "max_pages": settings.max_pages,
        "max_pixels": settings.max_pixels,
        "max_seconds": settings.max_seconds,
    }


def _of_item(name: str, item: str) -> bool:
    start = _name_on_disk(item)
    return name.startswith(start) and bool(re.fullmatch(_ENDING, name[len(start) :]))


def _name_on_disk(item: str) -> str:
    """The id as files are named for it: as it is, unless a name with a key and an ending would be too long."""
    return item if len(item.encode()) <= MAX_LENGTH else safe_name(item)


_PIXELS = re.compile(r" at (?P<boxes>\d+(?:,\d+){3}(?:; \d+(?:,\d+){3})*) \(pixels of the picture\)$")


def _in_places(match: re.Match[str]) -> str:
    """What stored readings say in pixels, for people: only how many places there are."""
    return f" in {pluralise(match['boxes'].count(';') + 1, 'place')}"


def _finding_of(row: Mapping[str, Any], scan: Scan) -> Finding:
    if "v" in row:
        finding = replace(finding_from_json(row), item=scan.item)
        return replace(finding, message=_PIXELS.sub(_in_places, finding.message))
    return Finding(  # as it was stored before findings had one shape
        row["code"],
        FilePosition(row["where"]) if row["where"] else None,
        row["message"],
        row["remedy"],
        Severity(row["severity"]),
        item=scan.item,
        place=PagePosition(row["page"]) if row["page"] else None,
    )
