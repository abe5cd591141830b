"""A sheet -> a Page: which reader reads it, and why; a sheet that cannot be read is a finding."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol

import numpy as np
from PIL import Image

from briefbook.model.finding import Finding, Severity
from briefbook.model.locator import PagePosition
from briefbook.model.page import ORDINARY, Box, Line, Page, Region, Word
from briefbook.ocr import text_layer
from briefbook.ocr.line_kinds import classify_line_kinds
from briefbook.ocr.reader import OcrResult, Reader
from briefbook.ocr.reader_registry import reader_named
from briefbook.settings import ReadingSettings

LARGEST = 40_000_000
"""Pixels of a picture handed to a reader; of a larger one every side is halved or more first."""

TEXT_LAYER = "text layer"

BORN = "the file holds the text itself, and no picture of it"
"""Why a text layer is used that is no other reader's work."""


class ScanPage(Protocol):
    """A page of a scan as its file holds it (``scans.ScanPage``)."""

    number: int
    size: tuple[int, int]
    dpi: int | None
    words: tuple[Word, ...]
    has_picture: bool

    def picture(self, reduce: int = 1) -> Image.Image:
        """The picture in greys, its sides divided by ``reduce``."""


def read_sheet(item: str, sheet: ScanPage, settings: ReadingSettings) -> tuple[Page, list[Finding]]:
    """The page that a sheet holds, with the reader the settings name or, under ``auto``, the one chosen for it."""
    if settings.reader == "text-layer":
        return _by_layer(item, sheet, "the collection names this reader"), []
    usable = settings.reader == "auto" or (settings.reader == "anew" and not sheet.has_picture)
    own = text_layer.layer_lines(sheet.words) if usable else ()
    letters = text_layer.letters_of(own)
    readable = text_layer.known_share(own) >= text_layer.READABLE
    if letters >= text_layer.LEAST and readable and not sheet.has_picture:
        return _by_layer(item, sheet, BORN), []
    findings = _too_large(item, sheet, settings)
    reduce = _reduce(sheet, settings)
    picture = sheet.picture(reduce)
    dpi = _dpi(sheet)
    seen = _Seen(item, sheet, picture, dpi // reduce if dpi else None, reduce)
    if float(np.asarray(picture).std()) < 4:
        return seen.page(OcrResult(why="a blank page"), ""), findings
    reader = reader_named(settings.reader)
    if letters < text_layer.LEAST:
        page = seen.page(reader.read(picture, seen.dpi), reader.name)
        return replace(page, why=page.why or (ORDINARY if usable else "the settings name this reader")), findings
    if readable and (like := seen.agreement(own, reader)) >= text_layer.AGREES:
        return _by_layer(item, sheet, f"a sample read anew agrees with the file's own text ({like:.0%})"), findings
    return _better(seen, own, reader), findings


def _better(seen: "_Seen", own: tuple[Line, ...], reader: Reader) -> Page:
    """The file's own text if it is at least as good as a new reading, else the new reading."""
    page = seen.page(reader.read(seen.picture, seen.dpi), reader.name)
    verdict = text_layer.judge(page.lines, own)
    said = f"the file's own text differs in {verdict.differ:.0%} of the page; a new reading doubts {verdict.doubt:.0%}"
    if verdict.layer_holds:
        kept = _by_layer(seen.item, seen.sheet, said)
        return kept if page.turned else replace(kept, regions=page.regions)
    return replace(page, why="; ".join(filter(None, (f"read anew: {said}", page.why))))


def _by_layer(item: str, sheet: ScanPage, why: str) -> Page:
    lines = classify_line_kinds(text_layer.layer_lines(sheet.words))
    width, height = sheet.size
    why = why if lines else "the file holds no text of its own for this page"
    return Page(item, sheet.number, lines, width=width, height=height, reader=TEXT_LAYER, why=why)


class _Seen:
    """A sheet whose picture is there to be read."""

    def __init__(self, item: str, sheet: ScanPage, picture: Image.Image, dpi: int | None, reduce: int) -> None:
        self.item, self.sheet, self.picture, self.dpi, self.reduce = item, sheet, picture, dpi, reduce

    def page(self, sight: OcrResult, reader: str) -> Page:
        """What a reader saw, as a page whose boxes lie on the picture in its full size."""
        width, height = self.sheet.size if sight.turned % 180 == 0 else self.sheet.size[::-1]
        lines = classify_line_kinds(sight.lines)
        regions = sight.regions
        if self.reduce > 1:
            lines = tuple(
                replace(line, words=tuple(self._word(word, width, height) for word in line.words)) for line in lines
            )
            regions = tuple(
                Region(region.kind, self._box(region.box, width, height), region.note) for region in regions
            )
        return Page(
            self.item,
            self.sheet.number,
            lines,
            regions,
            width=width,
            height=height,
            turned=sight.turned,
            reader=reader,
            why=sight.why,
        )

    def agreement(self, own: Iterable[Line], reader: Reader) -> float:
        """How alike a sample of the file's own text and a new reading of that place are; 0 where none can be taken."""
        sample = text_layer.sample_of(tuple(own))
        if sample is None:
            return 0.0
        lines, box = sample
        room = (box.bottom - box.top) // (3 * len(lines))
        top, bottom = max(0, box.top - room), min(self.sheet.size[1], box.bottom + room)
        cut = self.picture.crop((0, top // self.reduce, self.picture.width, bottom // self.reduce))
        return text_layer.likeness(lines, reader.read(cut, self.dpi).lines)

    def _word(self, word: Word, width: int, height: int) -> Word:
        return replace(word, box=self._box(word.box, width, height)) if word.box else word

    def _box(self, box: Box, width: int, height: int) -> Box:
        left, top, right, bottom = (side * self.reduce for side in (box.left, box.top, box.right, box.bottom))
        return Box(min(left, width - 1), min(top, height - 1), min(right, width), min(bottom, height))


def _dpi(sheet: ScanPage) -> int | None:
    """Pixels an inch; None where the file says none or what would make a sheet of no size that paper has."""
    if sheet.dpi is None or not 4 <= max(sheet.size) / sheet.dpi <= 24:
        return None
    return sheet.dpi


def _reduce(sheet: ScanPage, settings: ReadingSettings) -> int:
    """By how much the picture's sides are divided before it is read: typescript needs 300 pixels an inch, no more."""
    dpi = _dpi(sheet) or max(sheet.size) / 11
    reduce = max(1, int(dpi / 290), -(-max(sheet.size) // settings.max_pixels))
    while sheet.size[0] * sheet.size[1] > LARGEST * reduce * reduce:
        reduce += 1
    return reduce


def _too_large(item: str, sheet: ScanPage, settings: ReadingSettings) -> list[Finding]:
    if max(sheet.size) <= settings.max_pixels:
        return []
    longest = max(sheet.size)
    message = f"page {sheet.number} is {longest:,} pixels long, over {settings.max_pixels:,}; it was read smaller"
    remedy = "raise reading.max_pixels if letters were lost."
    return [Finding("R105", None, message, remedy, Severity.NOTE, item, PagePosition(sheet.number))]
