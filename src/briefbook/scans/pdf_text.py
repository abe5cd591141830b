"""A PDF page's own text: words with boxes, which way they run, whether they show, and what fields of a form hold."""

import ctypes
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from briefbook.model.page import Box, Word
from briefbook.text.lexicon import is_listed

MAX_CHARACTERS = 100_000
"""Characters of a page's own text that are read, at most; no side of paper has more."""

MAX_FIELDS = 500
"""Fields of a form on a page that are read, at most."""

COVERED = 0.97
"""Share of a word's area that is dark from which the word cannot be seen; bold type fills two thirds."""

DARK = 90
"""Grey (0 black to 255 white) below which a covering box is dark."""

MAX_CONTRAST = 10
"""Levels of grey within a word's area up to which nothing is to be seen in it."""

_LINE_END_HYPHENS = (0x02, 0xFFFE)
"""What PDFium gives in place of a hyphen at the end of a line; which of the two depends on its version."""

_INVISIBLE = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)

Rectangle = tuple[float, float, float, float]  # left, bottom, right, top in points
ToBox = Callable[[float, float, float, float], Box]


@dataclass(slots=True)
class OwnWord:
    """A word of the file: ``turn`` is by how many degrees clockwise the page as displayed is turned to read it."""

    word: Word
    turn: int = 0
    is_drawn: bool = True


@dataclass(slots=True)
class _Run:
    """Letters that are becoming a word; frames are their boxes turned so that the text runs from left to right."""

    direction: int = 0
    is_drawn: bool = True
    letters: list[str] = field(default_factory=list)
    boxes: list[Rectangle] = field(default_factory=list)
    frames: list[Rectangle] = field(default_factory=list)


def own_words(page: Any, to_box: ToBox, rotation: int) -> Iterator[OwnWord]:
    """The words of a page's own text in the file's order.

    Args:
        page: The page (pypdfium2).
        to_box: From a rectangle of the page in points to a box on the picture as displayed.
        rotation: The page's rotation for display, degrees clockwise.
    """
    text = page.get_textpage()
    try:
        run = _Run()
        for index in range(min(text.count_chars(), MAX_CHARACTERS)):
            code = pdfium.FPDFText_GetUnicode(text, index)
            letter = "-" if code in _LINE_END_HYPHENS else _letter(code)
            if letter == "" or letter.isspace():
                if run.letters and letter:
                    yield _word(run, to_box, rotation)
                    run = _Run()
                continue
            box = text.get_charbox(index)
            direction = round(math.degrees(pdfium.FPDFText_GetCharAngle(text, index)) / 90) * 90 % 360
            frame = _frame(box, direction)
            if run.letters and (direction != run.direction or _is_apart(frame, run.frames[-1])):
                yield _word(run, to_box, rotation)
                run = _Run()
            if not run.letters:
                run.direction = direction
                drawn = pdfium.FPDFText_GetTextObject(text, index)
                run.is_drawn = not drawn or pdfium.FPDFTextObj_GetTextRenderMode(drawn) not in _INVISIBLE
            run.letters.append(letter)
            run.boxes.append(box)
            run.frames.append(frame)
        if run.letters:
            yield _word(run, to_box, rotation)
    finally:
        text.close()


def field_words(page: Any, to_box: ToBox) -> Iterator[OwnWord]:
    """The words that were filled into the fields of a form on a page; where they stand in a field is estimated."""
    if page.formenv is None:
        return
    for index in range(min(MAX_FIELDS, pdfium.FPDFPage_GetAnnotCount(page))):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        try:
            if pdfium.FPDFAnnot_GetSubtype(annotation) != pdfium.FPDF_ANNOT_WIDGET or _is_hidden(annotation):
                continue
            kind = pdfium.FPDFAnnot_GetFormFieldType(page.formenv, annotation)
            if kind not in (pdfium.FPDF_FORMFIELD_TEXTFIELD, pdfium.FPDF_FORMFIELD_COMBOBOX):
                continue
            rectangle = pdfium.FS_RECTF()
            if pdfium.FPDFAnnot_GetRect(annotation, rectangle):
                yield from _words_in(_value(page.formenv, annotation), rectangle, to_box)
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)


def is_covered(own_word: OwnWord, picture: npt.NDArray[np.uint8], scale: float, *, on_picture: bool) -> bool:
    """Can nothing of a word be seen where it stands: is it under a box, or written in the colour of its ground?

    Args:
        own_word: The word, its box on the page as displayed.
        picture: The page as displayed, in grey (height, width).
        scale: Pixels of the picture to a pixel of the box.
        on_picture: The words are an earlier reading of a scan: only a dark area tells, since a word of such a
            reading may lie beside what it reads.
    """
    box = own_word.word.box
    if box is None or sum(map(str.isalnum, own_word.word.text)) < 2:
        return False
    left, right = math.ceil(box.left * scale), math.floor(box.right * scale)
    top, bottom = math.ceil(box.top * scale), math.floor(box.bottom * scale)
    area = picture[top:bottom, left:right]
    if area.shape[0] < 3 or area.shape[1] < 3:
        return False
    if float((area < DARK).mean()) >= COVERED:
        return True
    if on_picture or not own_word.is_drawn:
        return False
    is_plain = own_word.word.text.isascii()  # what stands for other letters may lack a font, and show as nothing
    return is_plain and int(area.max()) - int(area.min()) <= MAX_CONTRAST


def is_word_of_paper(word: Word) -> bool:
    """Is a word surely one, and not what an engine made of a black edge?"""
    return len(word.text) >= 4 and is_listed(word.text.lower().strip(".,;:()"))


def _letter(code: int) -> str:
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""


def _frame(box: Rectangle, direction: int) -> Rectangle:
    """A box turned so that text of a direction (degrees clockwise in which it runs) runs from left to right."""
    left, bottom, right, top = box
    if direction == 90:
        return -top, left, -bottom, right
    if direction == 180:
        return -right, -top, -left, -bottom
    if direction == 270:
        return bottom, -right, top, -left
    return box


def _is_apart(frame: Rectangle, previous: Rectangle) -> bool:
    """Does a letter begin another word, although no blank says so: on another line, or far to the left?"""
    is_back = frame[0] < previous[0] - 3 * (frame[3] - frame[1])
    return is_back or frame[1] > previous[3] + 2 or frame[3] < previous[1] - 2


def _word(run: _Run, to_box: ToBox, rotation: int) -> OwnWord:
    box = to_box(
        min(box[0] for box in run.boxes),
        min(box[1] for box in run.boxes),
        max(box[2] for box in run.boxes),
        max(box[3] for box in run.boxes),
    )
    turn = (360 - run.direction - rotation) % 360
    return OwnWord(Word("".join(run.letters), box), turn, run.is_drawn)


def _is_hidden(annotation: Any) -> bool:
    flags = pdfium.FPDFAnnot_GetFlags(annotation)
    return bool(flags & (pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW))


def _value(formenv: Any, annotation: Any) -> str:
    size = pdfium.FPDFAnnot_GetFormFieldValue(formenv, annotation, None, 0)
    if not 2 < size < 2 * MAX_CHARACTERS:
        return ""
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFAnnot_GetFormFieldValue(
        formenv, annotation, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), size
    )
    return buffer.raw[: size - 2].decode("utf-16-le", "replace")


def _words_in(value: str, rectangle: Any, to_box: ToBox) -> Iterator[OwnWord]:
    rows = [row for row in value.splitlines() if row.strip()]
    if not rows:
        return
    height = (rectangle.top - rectangle.bottom) / len(rows)
    letter = min((rectangle.right - rectangle.left) / max(map(len, rows)), 0.6 * height)
    for index, row in enumerate(rows):
        top = rectangle.top - index * height
        place = 0
        for part in row.split():
            place = row.index(part, place)
            left = rectangle.left + place * letter
            place += len(part)
            yield OwnWord(Word(part, to_box(left, top - height, left + len(part) * letter, top)))
