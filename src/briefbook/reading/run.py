"""Scans -> pages: cached by checksum, one process a core, one bad scan never stops the rest."""

import gzip
import hashlib
import json
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from briefbook.collection import write_atomic
from briefbook.model.finding import Finding, Severity
from briefbook.model.kept import page_as_json, page_of_json
from briefbook.model.locator import Place, Where
from briefbook.model.page import Page, Scan
from briefbook.progress import Progress, quiet
from briefbook.reading.kinds import tell_kinds
from briefbook.reading.reader import Reader
from briefbook.reading.typed import TypedReader
from briefbook.settings import ReadingSettings

VERSION = 2
"""Of reading; a page read by another version is read anew."""

Answer = tuple[Scan, tuple[Page, ...], tuple[Finding, ...]]
Pictures = Callable[[Scan], Iterator[Image.Image]]
"""Gives the pictures of a scan's pages; must be a function of a module, since other processes call it."""


def read_scans(
    scans: Sequence[Scan],
    *,
    pictures: Pictures,
    cache: Path,
    settings: ReadingSettings,
    progress: Progress = quiet,
    redo: Collection[str] = (),
) -> Iterator[Answer]:
    """Every scan with its pages and what is wrong with it, in the order given; nothing is read twice.

    Work under way when interrupted is lost, what is finished is kept. ``redo`` names items to read anew.
    """
    unread = [scan for scan in scans if scan.item in redo or not _kept(scan, cache, settings).exists()]
    for answer in progress(_read_all(unread, pictures, settings), "Reading", total=len(unread)) if unread else ():
        write_atomic(_kept(answer[0], cache, settings), _packed(answer))
    for scan in scans:
        yield _unpacked(scan, _kept(scan, cache, settings))


def cached_pages(scan: Scan, cache: Path, settings: ReadingSettings) -> tuple[Page, ...] | None:
    """The pages of a scan if it was read; None if it was not. Reads no picture."""
    path = _kept(scan, cache, settings)
    return _unpacked(scan, path)[1] if path.exists() else None


def _read_all(scans: Sequence[Scan], pictures: Pictures, settings: ReadingSettings) -> Iterator[Answer]:
    workers = min(settings.workers or os.cpu_count() or 1, len(scans))
    if workers <= 1:
        yield from (_read_one(scan, pictures, settings) for scan in scans)
        return
    with ProcessPoolExecutor(workers) as pool:
        asked = [pool.submit(_read_one, scan, pictures, settings) for scan in scans]
        try:
            for scan, one in zip(scans, asked, strict=True):
                try:
                    yield one.result()
                except Exception as error:  # a process that was killed takes others with it
                    yield scan, (), (_fault(scan, f"reading it failed ({error or type(error).__name__})"),)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _read_one(scan: Scan, pictures: Pictures, settings: ReadingSettings) -> Answer:
    reader = TypedReader()
    pages: list[Page] = []
    findings: list[Finding] = []
    try:
        for number, picture in enumerate(pictures(scan), 1):
            if number > settings.max_pages:
                findings.append(
                    _fault(scan, f"only its first {settings.max_pages} pages were read", "raise reading.max_pages.")
                )
                break
            page, doubt = _read_page(scan.item, number, picture, reader, settings)
            pages.append(page)
            findings += doubt
    except Exception as error:
        findings.append(_fault(scan, f"{scan.paths[0].name}: {error}"))
    return scan, tuple(pages), tuple(findings)


def _read_page(
    item: str, number: int, picture: Image.Image, reader: Reader, settings: ReadingSettings
) -> tuple[Page, list[Finding]]:
    findings = []
    if max(picture.size) > settings.max_pixels:
        scale = settings.max_pixels / max(picture.size)
        picture = picture.resize((max(1, int(picture.width * scale)), max(1, int(picture.height * scale))))
        message = f"page {number} is larger than {settings.max_pixels} pixels; it was read smaller"
        findings.append(Finding("R105", None, message, "raise reading.max_pixels.", item=item, place=Place(number)))
    grey = picture.convert("L")
    if float(np.asarray(grey).std()) < 4:
        return Page(
            item, number, width=grey.width, height=grey.height, reader=reader.name, why="a blank page"
        ), findings
    seen = reader.read(grey, _dpi(picture))
    width, height = grey.size if seen.turned % 180 == 0 else (grey.height, grey.width)
    page = Page(
        item,
        number,
        tell_kinds(seen.lines),
        seen.regions,
        width=width,
        height=height,
        turned=seen.turned,
        reader=reader.name,
        why=seen.why,
    )
    return page, findings


def _dpi(picture: Image.Image) -> int | None:
    """Pixels an inch as the picture says; None where it does not, or says what cannot be."""
    said = picture.info.get("dpi")
    value = float(said[0]) if isinstance(said, tuple) and said and said[0] else 0.0
    return round(value) if 60 <= value <= 1300 else None


def _fault(scan: Scan, message: str, remedy: str = "") -> Finding:
    remedy = remedy or "ask for a sound copy and put it in its place; every other scan was read."
    where = Where(f"{scan.paths[0].parent.name}/{scan.paths[0].name}")
    return Finding("R104", where, message, remedy, Severity.WARNING, scan.item)


def _kept(scan: Scan, cache: Path, settings: ReadingSettings) -> Path:
    made = repr((VERSION, scan.item, scan.checksum, settings.reader, settings.max_pages, settings.max_pixels))
    return cache / f"{scan.item}-{hashlib.sha256(made.encode()).hexdigest()[:16]}.json.gz"


def _packed(answer: Answer) -> bytes:
    _, pages, findings = answer
    row = {"pages": [page_as_json(page) for page in pages], "findings": [_finding_row(one) for one in findings]}
    return gzip.compress(json.dumps(row, ensure_ascii=False).encode(), 6, mtime=0)


def _unpacked(scan: Scan, path: Path) -> Answer:
    row = json.loads(gzip.decompress(path.read_bytes()))
    pages = tuple(replace(page_of_json(one), item=scan.item) for one in row["pages"])
    return scan, pages, tuple(_finding_of(one, scan) for one in row["findings"])


def _finding_row(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "where": finding.where.path if finding.where else None,
        "message": finding.message,
        "remedy": finding.remedy,
        "page": finding.place.page if finding.place else None,
    }


def _finding_of(row: dict[str, Any], scan: Scan) -> Finding:
    return Finding(
        row["code"],
        Where(row["where"]) if row["where"] else None,
        row["message"],
        row["remedy"],
        item=scan.item,
        place=Place(row["page"]) if row["page"] else None,
    )


def unread_of(scans: Iterable[Scan], cache: Path, settings: ReadingSettings) -> list[Scan]:
    """The scans that still have to be read."""
    return [scan for scan in scans if not _kept(scan, cache, settings).exists()]
