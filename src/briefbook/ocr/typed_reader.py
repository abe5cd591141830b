"""The reader for typed pages: finds the lines itself and has them recognised one by one."""

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby

os.environ.setdefault("OMP_NUM_THREADS", "1")

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from briefbook.model.page import Box, Kind, Line
from briefbook.ocr import cleaning
from briefbook.ocr.blur import sharpened
from briefbook.ocr.column_trial import divide_where_better
from briefbook.ocr.columns import Gutter, find_gutter_of_spread, find_gutters, find_strips_by_block, in_reading_order
from briefbook.ocr.context_decoding import page_language, read_in_context
from briefbook.ocr.contrast import Contrast, is_plainly_dark_on_light, measure_contrast
from briefbook.ocr.decoding import advance_of, marks_of
from briefbook.ocr.figure_votes import vote_on_figures
from briefbook.ocr.form_segments import reread_segments
from briefbook.ocr.legibility import legible_in, worth_of
from briefbook.ocr.letter_votes import vote_on_letters
from briefbook.ocr.line_classification import classify_lines
from briefbook.ocr.line_finding import Strip, find_strips
from briefbook.ocr.orientation import is_sideways
from briefbook.ocr.page_normalisation import WORKING_DPI, NormalisedPage, normalise_page
from briefbook.ocr.reader import BLANK_PAGE, TOO_SMALL, TYPED_READER, OcrResult
from briefbook.ocr.recogniser import Scores, alphabet, recognise, without_accents
from briefbook.ocr.second_look import look_again
from briefbook.ocr.second_try import by_row, second_strips, take_better, without_doubles
from briefbook.ocr.show_through import without_show_through
from briefbook.ocr.typed_rows import TypedRow, find_typed_rows
from briefbook.ocr.unknown_letters import (
    HARDLY_READ,
    are_hardly_read,
    are_unknown_letters,
    may_be_mirrored,
    without_unknown_letters,
)
from briefbook.ocr.word_assembly import RecognisedStrip, assemble_words, mean, page_scores
from briefbook.ocr.word_surroundings import with_surroundings

Picture = npt.NDArray[np.uint8]

MIN_SIDE = 30
"""Pixels below which no side of a picture can be, if type is to be read on it."""

ORIENTATION_STRIPS = 5
"""So many of a page's longest strips tell which way up it is read best."""

CLEARLY_LESS = 0.8
"""If less than this share is read in a page's longest strip turned, the others are not asked: on data/scans type on its
head gives a third to two thirds of what it gives upright."""

TWO_COLUMNS = "type in two columns or on two pages side by side: the left was read before the right"
"""``OcrResult.why`` where the order of the lines is not from the top of the picture to its foot."""

MIRRORED = "the picture is a mirror image: it was read in a mirror"
"""``OcrResult.why`` of film or a slide that was scanned from its back."""

HANDWRITTEN, MIN_HANDWRITTEN_LINES = "written by hand, which is not read", 4
"""``OcrResult.why`` of a page with hardly a typed word and so many lines by hand."""

MIN_CONFIDENCE = 0.15
"""A strip none of whose words is as sure as this was not read: of 36 such words on real pages one was right."""


SURE_ACCENT, MIN_ACCENTS, MIN_ACCENT_SHARE = 0.8, 3, 0.006
"""A page has letters with accents if so many are as likely as this, and are such a share of its letters. French has
some 40 in a thousand; the twelve English pages of data/scans have none as likely."""


class TypedReader:
    """Typed and teleprinted pages, line by line, with a recogniser fitted to typescript."""

    def __init__(self) -> None:
        self.name = TYPED_READER

    def read(self, picture: Image.Image, dpi: int | None = None) -> OcrResult:
        """What stands on a picture; it may be of any kind, lie on any side, and be a mirror image."""
        cv2.setNumThreads(1)
        shown = cleaning.grey_of(picture)
        if min(shown.shape) < MIN_SIDE:
            return OcrResult(why=TOO_SMALL if shown.min() < shown.max() else BLANK_PAGE)
        result = self._read(shown, dpi)
        if not may_be_mirrored(result.lines):
            return result
        in_mirror = self._read(np.ascontiguousarray(shown[:, ::-1]), dpi)
        if in_mirror.lines and not may_be_mirrored(in_mirror.lines) and not are_hardly_read(in_mirror.lines):
            return _from_mirror(in_mirror, shown.shape)
        return without_unknown_letters(result) if are_unknown_letters(result.lines) else result

    def _read(self, shown: Picture, dpi: int | None) -> OcrResult:
        contrast = None if is_plainly_dark_on_light(shown) else measure_contrast(shown)
        if contrast is not None and contrast.is_blank:
            return OcrResult(why=BLANK_PAGE)
        grey = 255 - shown if contrast is not None and _is_negative(shown, contrast, dpi) else shown
        turned = 90 if is_sideways(grey) and _reads_better_turned(grey, dpi) else 0
        grey = np.ascontiguousarray(np.rot90(grey, -turned // 90))
        normalised = _front(grey, dpi)
        reads, rows, gutters = _first(normalised)
        if _upside_down(normalised, reads):
            turned = (turned + 180) % 360
            normalised = _front(np.ascontiguousarray(grey[::-1, ::-1]), dpi)
            reads, rows, gutters = _first(normalised)
        reads = look_again(normalised, reads, advance_of([(read.marks, read.step) for read in reads]))
        _read_in_context(reads)
        result = _result(normalised, reads, rows, turned, lambda: contrast or measure_contrast(shown), gutters)
        note = TWO_COLUMNS if any(gutter.is_filled for gutter in gutters) else ""
        return replace(result, why="; ".join(filter(None, (result.why, note))))


def _from_mirror(result: OcrResult, shape: tuple[int, ...]) -> OcrResult:
    """What was read in a mirror, with its boxes on the picture as it is, of a shape (height, width)."""
    width = shape[1] if result.turned % 180 == 0 else shape[0]

    def back(box: Box) -> Box:
        return Box(width - box.right, box.top, width - box.left, box.bottom)

    lines = tuple(
        replace(line, words=tuple(replace(word, box=back(word.box) if word.box else None) for word in line.words))
        for line in result.lines
    )
    regions = tuple(replace(region, box=back(region.box)) for region in result.regions)
    scores = result.scores.moved(back) if result.scores else None
    why = "; ".join(filter(None, (MIRRORED, result.why)))
    return OcrResult(lines, regions, -result.turned % 360, why, scores)


def _front(grey: Picture, dpi: int | None) -> NormalisedPage:
    """The page without what shows through from its back, sharp."""
    return sharpened(without_show_through(normalise_page(grey, dpi)))


def _is_negative(grey: Picture, contrast: Contrast, dpi: int | None) -> bool:
    """Is a page white on black? Where the count of its pieces does not tell surely, as it is read better."""
    if not contrast.may_be_negative:
        return contrast.is_negative
    positive, negative = (_legible(normalise_page(way, dpi)) for way in (grey, 255 - grey))
    return negative > positive


def _reads_better_turned(grey: Picture, dpi: int | None) -> bool:
    """Is the page better read on its side? Typed letters stand in columns too, so its rows alone do not tell."""
    upright, *sides = (_legible(normalise_page(np.ascontiguousarray(np.rot90(grey, way)), dpi)) for way in (0, 1, 3))
    return max(sides) > upright


def _legible(normalised: NormalisedPage) -> float:
    """How much is read in the longest strips of a page."""
    strips = sorted(
        find_strips(normalised.letters, WORKING_DPI, normalised.ink), key=lambda strip: strip.left - strip.right
    )
    return legible_in([strip.cut(normalised.page) for strip in strips[:ORIENTATION_STRIPS]])


def _first(normalised: NormalisedPage) -> tuple[list[RecognisedStrip], list[TypedRow], list[Gutter]]:
    """The strips as recognised, by row down the page, the rows of type, and the gutters that divide the page."""
    spread = find_gutter_of_spread(normalised.letters, WORKING_DPI, normalised.ink)
    gutters = [] if spread is None else [spread]
    strips = find_strips_by_block(normalised.letters, WORKING_DPI, normalised.ink, gutters)
    rows = find_typed_rows(normalised.page, normalised.pieces, WORKING_DPI)
    seconds = [] if gutters else second_strips(strips, rows, normalised.page.shape[1], WORKING_DPI)
    count, strips = len(strips), [*strips, *seconds]
    cuts = [strip.cut(normalised.page) for strip in strips]
    answers = recognise(cuts[:count], accents=True)
    answers += recognise(cuts[count:], accents=True)  # by themselves: no line is to be read otherwise for their sake
    accents = _has_accents(answers)
    if not accents:
        answers = without_accents(answers)
    reads = [
        RecognisedStrip(strip, scores, marks_of(scores, alphabet()))
        for strip, scores in zip(strips, answers, strict=True)
    ]
    reads = take_better(reads[:count], reads[count:], lambda read: worth_of(read.marks))
    reads = without_doubles(reads, lambda read: worth_of(read.marks))
    for gutter in find_gutters(normalised.letters, WORKING_DPI):
        if spread is not None and abs(gutter.x - spread.x) < 0.3 * WORKING_DPI:
            continue
        reads, gutters = divide_where_better(normalised, reads, gutters, gutter, accents=accents)
    return by_row(reads) if gutters else reads, rows, gutters


def _has_accents(answers: Sequence[Scores]) -> bool:
    """Is the page in a language with accents? Some are surely read, and more than specks on an English page give."""
    accented = [index for index, character in enumerate(alphabet()) if character.isalpha() and not character.isascii()]
    if sum(int((scores[:, accented] > SURE_ACCENT).any(1).sum()) for scores in answers) < MIN_ACCENTS:
        return False
    marks = [mark for scores in answers for mark in marks_of(scores, alphabet()) if mark.character.isalpha()]
    accents = sum(mark.likelihood > SURE_ACCENT and not mark.character.isascii() for mark in marks)
    return accents >= max(MIN_ACCENTS, MIN_ACCENT_SHARE * len(marks))


def _upside_down(normalised: NormalisedPage, reads: Sequence[RecognisedStrip]) -> bool:
    """Is the page read better on its head? Asked only where it is read badly, and of its longest strips."""
    longest = sorted(reads, key=lambda read: read.strip.left - read.strip.right)[:ORIENTATION_STRIPS]
    if not longest or mean([read.likelihood for read in longest]) > 0.92:
        return False
    turned = 0.0
    for number, read in enumerate(longest, 1):
        turned += legible_in([np.ascontiguousarray(read.strip.cut(normalised.page)[::-1, ::-1])])
        if turned < CLEARLY_LESS * sum(worth_of(other.marks) for other in longest[:number]):
            return False
    return turned > 1.2 * sum(worth_of(read.marks) for read in longest) + 2


def _read_in_context(reads: Sequence[RecognisedStrip]) -> None:
    """Have doubtful letters read again in the context of the others, where the page is in a language known."""
    model = page_language([read.marks for read in reads])
    if model is None:
        return
    again = read_in_context([(read.marks, read.scores) for read in reads], alphabet(), model)
    for read, marks in zip(reads, again, strict=True):
        read.marks = marks


def _result(
    normalised: NormalisedPage,
    reads: list[RecognisedStrip],
    rows: Sequence[TypedRow],
    turned: int,
    contrast: Callable[[], Contrast],
    gutters: Sequence[Gutter],
) -> OcrResult:
    """The lines of the strips in reading order; segments of a form are read again."""
    advance = advance_of([(read.marks, read.step) for read in reads])
    assemble_words(normalised, reads, advance)
    reads = [segment for segment in reread_segments(normalised, reads, advance, gutters) if _is_read(segment)]
    reads = vote_on_figures(normalised, reads, advance)
    reads = vote_on_letters(normalised, reads, advance, page_language([read.marks for read in reads]))
    reads = _in_reading_order(reads, gutters) if gutters else reads
    lines, regions = classify_lines(normalised, reads, advance, rows, gutters)
    marks = len(reads) + sum(region.kind in (Kind.UNREAD, Kind.HANDWRITING) for region in regions)
    why = _why(lines, marks, contrast)
    lines = with_surroundings(lines, reads, normalised, advance, page_language([read.marks for read in reads]))
    return OcrResult(tuple(lines), tuple(regions), turned, why, page_scores(reads, alphabet()))


def _in_reading_order(reads: Sequence[RecognisedStrip], gutters: Sequence[Gutter]) -> list[RecognisedStrip]:
    """The strips row by row, the left of two filled columns before the right."""
    rows = [list(row) for _, row in groupby(reads, key=lambda read: read.strip.row)]
    middles = [_middle([read.strip for read in row]) for row in rows]
    return [
        replace(read, strip=replace(read.strip, row=number))
        for number, place in enumerate(in_reading_order(middles, gutters))
        for read in rows[place]
    ]


def _middle(strips: Sequence[Strip]) -> tuple[float, float]:
    """The middle of a row's strips."""
    x = (min(strip.left for strip in strips) + max(strip.right for strip in strips)) / 2
    return x, mean([(strip.middle_left + strip.middle_right) / 2 for strip in strips])


def _is_read(recognised_strip: RecognisedStrip) -> bool:
    """Was anything read in a strip? Specks and strokes between the lines give letters of which none is sure."""
    return any((word.confidence or 0.0) >= MIN_CONFIDENCE for word in recognised_strip.words)


def _why(lines: Sequence[Line], marks: int, contrast: Callable[[], Contrast]) -> str:
    message = (word for line in lines if line.kind is Kind.MESSAGE for word in line.words)
    words = sum(len(word.text) > 1 and (word.confidence or 0) > 0.5 for word in message)
    hand = sum(line.kind is Kind.HANDWRITING for line in lines)
    if words < 12 and hand >= MIN_HANDWRITTEN_LINES:
        return HANDWRITTEN
    if words < 12 and are_hardly_read(lines):
        reason = contrast().why_unreadable()
        return HARDLY_READ + (f": {reason}" if reason else "")
    if words == 0:
        reason = contrast().why_unreadable()
        return BLANK_PAGE if not marks else "no word could be read" + (f": {reason}" if reason else "")
    return "a cover sheet or a slip: hardly a word on it" if words < 12 else ""
