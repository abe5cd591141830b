"""A page of a PDF -> its picture, taken out as embedded where it can be, and the text that the file carries."""

import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]
from PIL import Image

from briefbook.errors import ScanFault
from briefbook.model.page import Box, Word
from briefbook.scans.faults import decoding
from briefbook.scans.pixels import grey_of

DPI = 300
"""Rendering resolution of pages that are not one picture; typescript is scanned at this."""

LONGEST = 9000
"""Pixels of a rendered page's longer side: a page as large as a wall is rendered coarser."""

MOST = 800_000_000
"""Pixels of an embedded picture; PDFium would hold them all in memory."""

CHARACTERS = 100_000
"""Characters of a page's own text that are looked at; no page of paper holds more."""

LOCK = threading.RLock()
"""PDFium works for one thread at a time."""


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """The document, closed afterwards."""
    with LOCK:
        document = pypdfium2.PdfDocument(path)
    try:
        yield document
    finally:
        with LOCK:
            document.close()


@dataclass(frozen=True, slots=True)
class Area:
    """Where a picture lies on a page, in the page's points, and how the page is turned for showing."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int  # degrees clockwise
    width: int  # pixels of the picture before it is turned
    height: int

    @property
    def size(self) -> tuple[int, int]:
        """Pixels of the picture as shown."""
        return (self.height, self.width) if self.turn in (90, 270) else (self.width, self.height)

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A rectangle of the page as a box on the picture as shown."""
        across, down = self.width / (self.right - self.left), self.height / (self.top - self.bottom)
        x1, x2 = (left - self.left) * across, (right - self.left) * across
        y1, y2 = (self.top - top) * down, (self.top - bottom) * down
        if self.turn == 90:
            x1, y1, x2, y2 = self.height - y2, x1, self.height - y1, x2
        elif self.turn == 180:
            x1, y1, x2, y2 = self.width - x2, self.height - y2, self.width - x1, self.height - y1
        elif self.turn == 270:
            x1, y1, x2, y2 = y1, self.width - x2, y2, self.width - x1
        width, height = self.size
        x1, y1 = min(max(int(x1), 0), width - 1), min(max(int(y1), 0), height - 1)
        return Box(x1, y1, min(max(int(x2 + 1), x1 + 1), width), min(max(int(y2 + 1), y1 + 1), height))


class PdfSheet:
    """A page of an open PDF."""

    def __init__(self, page: Any, number: int) -> None:
        """Look at what the page is made of: is it one picture, and does that look as the page does?"""
        self.number = number
        self._page = page
        image, self.pictured = _one_picture(page)
        if image is not None and math.prod(image.get_px_size()) > MOST:
            raise ScanFault(f"its picture has more than {MOST // 1_000_000} million pixels; ask for a smaller copy")
        self._taken: Any = image.get_bitmap(render=False) if image is not None else None
        if self._taken is not None and not _alike(self._taken, page):
            image = self._taken = None
        self._area = _area(page, image)
        self.size = self._area.size
        inches = (self._area.right - self._area.left) / 72
        self.dpi: int | None = round(self._area.width / inches) if inches > 0 else None
        self.words = tuple(_words(page, self._area))

    def picture(self, reduce: int = 1) -> Image.Image:
        """The page in greys, upright as the file shows it, its sides divided by ``reduce``."""
        with LOCK, decoding():
            self._must_be_open()
            if self._taken is None:
                picture = grey_of(self._page.render(scale=self._scale(reduce), grayscale=True).to_numpy())
                return picture.crop((0, 0, -(-self.size[0] // reduce), -(-self.size[1] // reduce)))
            return self._turned(grey_of(self._taken.to_numpy(), reduce))

    def coloured(self) -> Image.Image:
        """The page as it is, with its colours."""
        with LOCK, decoding():
            self._must_be_open()
            if self._taken is None:
                rendered: Image.Image = self._page.render(scale=self._scale(1)).to_pil()
                return rendered.crop((0, 0, *self.size))
            picture = self._taken.to_pil()
            return self._turned(picture.copy() if picture.mode == "L" else picture.convert("RGB"))

    def close(self) -> None:
        """Let the page go; it shows nothing from then on."""
        with LOCK:
            page, self._page, self._taken = self._page, None, None
            if page is not None:
                page.close()

    def _turned(self, picture: Image.Image) -> Image.Image:
        return picture.rotate(-self._area.turn, expand=True) if self._area.turn else picture

    def _must_be_open(self) -> None:
        if self._page is None:  # PDFium would end the process
            raise ValueError("the page is closed; it is good until the next one is asked for")

    def _scale(self, reduce: int) -> float:
        width = self.size[0] / max(1.0, float(self._page.get_width()))
        return max(width / reduce, 0.01)


def _one_picture(page: Any) -> tuple[Any, bool]:
    """The picture that alone makes the page, if one does; and whether pictures cover most of it."""
    images, alone, shown_text = [], True, False
    area = max(1.0, float(page.get_width()) * float(page.get_height()))
    covered = 0.0
    for number, one in enumerate(page.get_objects(max_depth=4)):
        if number > 20_000:
            alone = False
            break
        if one.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = one.get_bounds()
            covered += max(0.0, right - left) * max(0.0, top - bottom) if one.level == 0 else 0.0
            covered += area if one.level else 0.0  # nested: its place is not known, so believe that it covers
            images.append(one)
            alone = alone and one.level == 0
        elif one.type == pdfium.FPDF_PAGEOBJ_TEXT:
            unseen = pdfium.FPDFTextObj_GetTextRenderMode(one) in (
                pdfium.FPDF_TEXTRENDERMODE_INVISIBLE,
                pdfium.FPDF_TEXTRENDERMODE_CLIP,
            )
            shown_text = shown_text or (bool(images) and not unseen)
        else:
            alone = False
    alone = alone and len(images) == 1 and not shown_text and not _notes_on(page)
    if alone:
        matrix, bounds = images[0].get_matrix(), page.get_bbox()
        straight = abs(matrix.b) < 1e-3 and abs(matrix.c) < 1e-3 and matrix.a > 0 and matrix.d > 0
        rectangle = (matrix.e, matrix.f, matrix.e + matrix.a, matrix.f + matrix.d)
        slack = 0.02 * max(bounds[2] - bounds[0], bounds[3] - bounds[1])
        alone = straight and all(abs(a - b) <= slack for a, b in zip(rectangle, bounds, strict=True))
        width, height = images[0].get_px_size()
        alone = alone and width * height > 0 and abs(matrix.a * height / (matrix.d * width) - 1) < 0.03  # square pixels
    return (images[0] if alone else None), covered >= 0.5 * area


def _notes_on(page: Any) -> bool:
    """Has the page stamps or other annotations that show, and not only links?"""
    for index in range(min(200, pdfium.FPDFPage_GetAnnotCount(page))):
        note = pdfium.FPDFPage_GetAnnot(page, index)
        kind = pdfium.FPDFAnnot_GetSubtype(note)
        pdfium.FPDFPage_CloseAnnot(note)
        if kind not in (pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP):
            return True
    return False


def _area(page: Any, image: Any) -> Area:
    turn = int(page.get_rotation()) % 360
    if image is not None:
        matrix = image.get_matrix()
        width, height = image.get_px_size()
        return Area(matrix.e, matrix.f, matrix.e + matrix.a, matrix.f + matrix.d, turn, width, height)
    left, bottom, right, top = page.get_bbox()
    right, top = max(right, left + 1), max(top, bottom + 1)
    scale = min(DPI / 72, LONGEST / max(right - left, top - bottom))
    return Area(left, bottom, right, top, turn, round((right - left) * scale) or 1, round((top - bottom) * scale) or 1)


def _alike(taken: Any, page: Any) -> bool:
    """Does a picture look as its page does? Masks, inverted greys and odd places would show."""
    scale = 96 / max(1.0, *page.get_size())
    shown = np.asarray(page.render(scale=scale, grayscale=True).to_pil().convert("L"), np.float32)
    turn = int(page.get_rotation()) % 360
    small = grey_of(taken.to_numpy(), max(1, min(taken.width, taken.height) // 128)).rotate(-turn, expand=True)
    small = small.resize((shown.shape[1], shown.shape[0]), Image.Resampling.BOX)
    return bool(np.abs(shown - np.asarray(small, np.float32)).mean() < 12)


def _words(page: Any, area: Area) -> Iterator[Word]:
    """The words of the page's own text in the file's order, each with its box."""
    text = page.get_textpage()
    try:
        letters: list[str] = []
        boxes: list[tuple[float, float, float, float]] = []
        for index in range(min(text.count_chars(), CHARACTERS)):
            code = pdfium.FPDFText_GetUnicode(text, index)
            letter = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
            if letter == "" or letter.isspace() or code == 0xFFFE:
                if boxes and letter.isspace():
                    yield _word(letters, boxes, area)
                    letters, boxes = [], []
                continue
            box = text.get_charbox(index)
            if boxes and (box[0] < boxes[-1][0] - 3 * (box[3] - box[1]) or _apart(box, boxes[-1])):
                yield _word(letters, boxes, area)
                letters, boxes = [], []
            letters.append(letter)
            boxes.append(box)
        if boxes:
            yield _word(letters, boxes, area)
    finally:
        text.close()


def _apart(box: tuple[float, ...], last: tuple[float, ...]) -> bool:
    """Do two letters stand on different lines?"""
    return box[1] > last[3] + 2 or box[3] < last[1] - 2


def _word(letters: list[str], boxes: list[tuple[float, float, float, float]], area: Area) -> Word:
    left, bottom = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, top = max(box[2] for box in boxes), max(box[3] for box in boxes)
    return Word("".join(letters), area.box(left, bottom, right, top))
