"""A page of a PDF -> its picture, extracted as embedded if possible, else rendered; and the file's own text."""

import math
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]
from PIL import Image

from briefbook.errors import ScanFault
from briefbook.model.page import Box
from briefbook.model.scan_page import OwnText
from briefbook.scans.faults import decoding
from briefbook.scans.pdf_text import OwnWord, field_words, is_covered, is_word_of_paper, own_words
from briefbook.scans.pixels import colours_of, grey_of, shown

DPI = 300
"""Resolution in dots per inch for rendering pages that are not a single picture; the usual one for typescript."""

MAX_RENDERED_SIDE = 9000
"""Longer side of a rendered page in pixels, at most; larger pages are rendered at a lower resolution."""

MIN_SHEET = 300
"""Points of a page's longer side, below which its size is that of no sheet (a third of letter's) but a maker's slip."""

MAX_EMBEDDED_PIXELS = 800_000_000
"""Pixels of an embedded picture, at most; PDFium keeps all of them in memory."""

MAX_CHECKED_SIDE = 1600
"""Longer side in pixels of the rendering on which it is seen whether words of the file are covered."""

LOCK = threading.RLock()
"""PDFium is not thread-safe: every call is made under this lock."""


@contextmanager
def open_pdf(path: Path) -> Iterator[Any]:
    """Context manager: an open PDF document (pypdfium2), closed on exit."""
    with LOCK:
        document = pypdfium2.PdfDocument(path)
        document.init_forms()  # what is filled into a form is shown, and can be read
    try:
        yield document
    finally:
        with LOCK:
            document.close()


@dataclass(frozen=True, slots=True)
class PictureArea:
    """The area of a picture on a page in points, and the page's rotation for display."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int  # rotation in degrees clockwise
    width: int  # pixels of the picture before rotation
    height: int

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the picture as displayed, in pixels."""
        return (self.height, self.width) if self.turn in (90, 270) else (self.width, self.height)

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A rectangle of the page (in points, origin bottom left) as a box on the picture as displayed (in pixels)."""
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


class PdfPage:
    """A page of an open PDF."""

    def __init__(self, page: Any, page_number: int) -> None:
        """Find out whether the page is a single picture that looks like the page, and read its text."""
        self.number = page_number
        self._page = page
        image, self.has_picture = _single_picture(page)
        if image is not None and math.prod(image.get_px_size()) > MAX_EMBEDDED_PIXELS:
            raise ScanFault(
                f"its picture has more than {MAX_EMBEDDED_PIXELS // 1_000_000} million pixels; ask for a smaller file"
            )
        self._bitmap: Any = image.get_bitmap(render=False) if image is not None else None
        if self._bitmap is not None and not _looks_alike(self._bitmap, page):
            image = self._bitmap = None
        self._area = _area(page, image)
        self.size = self._area.size
        inches = (self._area.right - self._area.left) / 72
        self.dpi: int | None = round(self._area.width / inches) if inches > 0 else None
        turn = self._area.turn
        own = [*own_words(page, self._area.box, turn), *field_words(page, self._area.box)]
        covered = self._covered(own)
        shown = [word for index, word in enumerate(own) if index not in covered]
        self.words = tuple(word.word for word in shown)
        turns = tuple(word.turn for word in shown) if any(word.turn for word in shown) else ()
        boxes = [box for index in sorted(covered) if (box := own[index].word.box)]
        self.own_text = OwnText(turns, _joined(boxes))

    def picture(self, reduce: int = 1) -> Image.Image:
        """The page in greyscale (mode L, 8 bits), upright as the file shows it, its sides divided by ``reduce``."""
        with LOCK, decoding():
            self._must_be_open()
            if self._bitmap is None:
                picture = grey_of(self._page.render(scale=self._scale(reduce), grayscale=True).to_numpy())
                return picture.crop((0, 0, -(-self.size[0] // reduce), -(-self.size[1] // reduce)))
            return self._rotate(grey_of(self._bitmap.to_numpy(), reduce))

    def colour_picture(self) -> Image.Image:
        """The page with its colours, upright as the file shows it."""
        with LOCK, decoding():
            self._must_be_open()
            if self._bitmap is None:
                rendered: Image.Image = self._page.render(scale=self._scale(1)).to_pil()
                return rendered.crop((0, 0, *self.size))
            picture = self._bitmap.to_pil()
            return self._rotate(picture.copy() if picture.mode == "L" else picture.convert("RGB"))

    def small_picture(self, max_side: int) -> Image.Image:
        """The page for the web, upright, in mode L or RGB, reduced to not much more than ``max_side``."""
        reduce = max(1, max(self.size) // (2 * max_side))
        if self._bitmap is None or reduce == 1:
            return shown(self.colour_picture())
        with LOCK, decoding():
            self._must_be_open()
            return self._rotate(colours_of(self._bitmap.to_numpy(), reduce))

    def close(self) -> None:
        """Release the page; it has no picture from then on."""
        with LOCK:
            page, self._page, self._bitmap = self._page, None, None
            if page is not None:
                page.close()

    def _covered(self, own: Sequence[OwnWord]) -> set[int]:
        """The indices of words that cannot be seen on the page as displayed."""
        if not own:
            return set()
        scale = min(1.0, MAX_CHECKED_SIDE / max(self.size))
        rendered = self._page.render(scale=scale * self.size[0] / max(1.0, self._page.get_width()), grayscale=True)
        picture = np.asarray(rendered.to_pil().convert("L"))
        covered = {
            index for index, word in enumerate(own) if is_covered(word, picture, scale, on_picture=self.has_picture)
        }
        if self.has_picture and not any(is_word_of_paper(own[index].word) for index in covered):
            return set()  # what an engine made of black edges
        return covered

    def _rotate(self, picture: Image.Image) -> Image.Image:
        return picture.rotate(-self._area.turn, expand=True) if self._area.turn else picture

    def _must_be_open(self) -> None:
        if self._page is None:  # PDFium would crash the process
            raise ValueError("the page is closed; it is valid until the next one is requested")

    def _scale(self, reduce: int) -> float:
        width = self.size[0] / max(1.0, float(self._page.get_width()))
        return max(width / reduce, 0.01)


def _single_picture(page: Any) -> tuple[Any, bool]:
    """The single picture that makes up the page, if there is one; and whether pictures cover half of it or more."""
    images, is_single, has_visible_text = [], True, False
    page_area = max(1.0, float(page.get_width()) * float(page.get_height()))
    covered_area = 0.0
    for index, page_object in enumerate(page.get_objects(max_depth=4)):
        if index > 20_000:
            is_single = False
            break
        if page_object.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = page_object.get_bounds()
            covered_area += max(0.0, right - left) * max(0.0, top - bottom) if page_object.level == 0 else 0.0
            covered_area += (
                page_area if page_object.level else 0.0
            )  # nested: its position is unknown, so assume that it covers the page
            images.append(page_object)
            is_single = is_single and page_object.level == 0
        elif page_object.type == pdfium.FPDF_PAGEOBJ_TEXT:
            is_invisible = pdfium.FPDFTextObj_GetTextRenderMode(page_object) in (
                pdfium.FPDF_TEXTRENDERMODE_INVISIBLE,
                pdfium.FPDF_TEXTRENDERMODE_CLIP,
            )
            has_visible_text = has_visible_text or (bool(images) and not is_invisible)
        else:
            is_single = False
    is_single = is_single and len(images) == 1 and not has_visible_text and not _has_annotations(page)
    if is_single:
        matrix, bounds = images[0].get_matrix(), page.get_bbox()
        is_upright = abs(matrix.b) < 1e-3 and abs(matrix.c) < 1e-3 and matrix.a > 0 and matrix.d > 0
        rectangle = (matrix.e, matrix.f, matrix.e + matrix.a, matrix.f + matrix.d)
        tolerance = 0.02 * max(bounds[2] - bounds[0], bounds[3] - bounds[1])
        is_single = is_upright and all(abs(a - b) <= tolerance for a, b in zip(rectangle, bounds, strict=True))
        width, height = images[0].get_px_size()
        is_single = (
            is_single and width * height > 0 and abs(matrix.a * height / (matrix.d * width) - 1) < 0.03
        )  # square pixels
    return (images[0] if is_single else None), covered_area >= 0.5 * page_area


def _has_annotations(page: Any) -> bool:
    """Has the page visible annotations, such as stamps, and not only links?"""
    for index in range(min(200, pdfium.FPDFPage_GetAnnotCount(page))):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        subtype = pdfium.FPDFAnnot_GetSubtype(annotation)
        pdfium.FPDFPage_CloseAnnot(annotation)
        if subtype not in (pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP):
            return True
    return False


def _area(page: Any, image: Any) -> PictureArea:
    rotation = int(page.get_rotation()) % 360
    if image is not None:
        matrix = image.get_matrix()
        width, height = image.get_px_size()
        return PictureArea(matrix.e, matrix.f, matrix.e + matrix.a, matrix.f + matrix.d, rotation, width, height)
    left, bottom, right, top = page.get_bbox()
    right, top = max(right, left + 1), max(top, bottom + 1)
    longer = max(right - left, top - bottom)
    scale = min(DPI / 72, MAX_RENDERED_SIDE / longer)
    if longer < MIN_SHEET:  # no sheet of paper: its pictures tell how large it is
        scale = max(scale, min(_pixels_a_point(page), MAX_RENDERED_SIDE / longer))
    return PictureArea(
        left, bottom, right, top, rotation, round((right - left) * scale) or 1, round((top - bottom) * scale) or 1
    )


def _pixels_a_point(page: Any) -> float:
    """Pixels a point of the finest picture on a page; 0 where it has none."""
    finest = 0.0
    for page_object in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=1):
        left, bottom, right, top = page_object.get_bounds()
        width, height = page_object.get_px_size()
        finest = max(finest, min(width / max(right - left, 0.01), height / max(top - bottom, 0.01)))
    return finest


def _looks_alike(bitmap: Any, page: Any) -> bool:
    """Does a picture look like its rendered page? Masks, inverted greys and odd positions make a difference."""
    scale = 96 / max(1.0, *page.get_size())
    rendered = np.asarray(page.render(scale=scale, grayscale=True).to_pil().convert("L"), np.float32)
    rotation = int(page.get_rotation()) % 360
    reduced = grey_of(bitmap.to_numpy(), max(1, min(bitmap.width, bitmap.height) // 128)).rotate(-rotation, expand=True)
    reduced = reduced.resize((rendered.shape[1], rendered.shape[0]), Image.Resampling.BOX)
    return bool(np.abs(rendered - np.asarray(reduced, np.float32)).mean() < 12)


def _joined(boxes: Sequence[Box]) -> tuple[Box, ...]:
    """Boxes of words next to each other on a line joined into one."""
    merged: list[Box] = []
    for box in boxes:
        last = merged[-1] if merged else None
        height = box.bottom - box.top
        if (
            last
            and min(last.bottom, box.bottom) - max(last.top, box.top) > height / 2
            and abs(box.left - last.right) < 3 * height
        ):
            merged[-1] = Box.around([last, box])
        else:
            merged.append(box)
    return tuple(merged)
