"""Classify the lines of a page by their look, and find its regions: stamps, handwriting, holes, redactions."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

import numpy as np

from briefbook.model.page import Box, Kind, Line, Region, Word
from briefbook.ocr import regions
from briefbook.ocr.columns import Gutter, is_beside_text
from briefbook.ocr.handwriting import HandwritingDetector, merge_boxes
from briefbook.ocr.holes import find_holes
from briefbook.ocr.margins import separate_margins
from briefbook.ocr.page_normalisation import CAPITAL_HEIGHT, WORKING_DPI, NormalisedPage
from briefbook.ocr.stamps import Stamp, find_stamps
from briefbook.ocr.typed_rows import TypedRow
from briefbook.ocr.unread_typing import TextLines, find_strokes, find_struck_rows, find_unread_rows, find_unread_typing
from briefbook.ocr.untyped_lines import find_untyped_lines
from briefbook.ocr.word_assembly import RecognisedStrip
from briefbook.text.stamps import is_machine_stamp

STRUCK_OVER, MIN_WORDS_OF_LINE = "struck over by pen", 4
"""``Region.note`` of type that a pen made illegible; words of a line that says where the text's edge is."""

_NO_TYPE = (Kind.HANDWRITING, Kind.MARGIN)

TYPE_CONFIDENCE, MAX_TYPE_HEIGHT = 0.5, 1.35
"""Words at least so sure are type, if they are no more than so many times as high as others: a stamp's words rise."""


def classify_lines(
    normalised: NormalisedPage,
    reads: Sequence[RecognisedStrip],
    advance: float | None,
    typed_rows: Sequence[TypedRow] = (),
    gutters: Sequence[Gutter] = (),
) -> tuple[list[Line], list[Region]]:
    """Make lines and regions of the words of a page.

    Args:
        normalised: The page.
        reads: Its strips with their words, by row.
        advance: The advance width of the type in pixels; None where it is not monospaced.
        typed_rows: Rows that stand out from the paper, read or not.
        gutters: What divides the page; what stands in a narrow column beside a text is in its margin.

    Returns:
        The lines of the text from top to bottom, then handwriting, margins and stamps; and the regions, with boxes in
        pixels of the picture.
    """
    holes = find_holes(normalised.pieces, WORKING_DPI)
    untyped = {
        index: Kind.STAMP if is_machine_stamp(" ".join(word.text for word in reads[index].words)) else kind
        for index, kind in find_untyped_lines(normalised.pieces, reads, advance).items()
    }
    apart = [(kind, reads[index]) for index, kind in untyped.items()]
    reads = [read for index, read in enumerate(reads) if index not in untyped]
    usual = _usual(reads)
    rows = [
        sorted(_placed(list(parts)), key=lambda placed: placed[1].left)
        for _, parts in groupby(reads, key=lambda read: read.strip.row)
    ]
    stamps = find_stamps(normalised, [place for row in rows for place in _typed(row, usual)])
    hand = HandwritingDetector.for_page(normalised.pieces, reads, advance)
    strokes = hand.strokes() if hand else []
    written = {id(word) for word in hand.wrote(reads, strokes)} if hand else set()
    in_margin = {id(word) for read in reads if is_beside_text(gutters, read.strip.block) for word in read.words}
    lines = []
    for row in rows:
        low = MAX_TYPE_HEIGHT * usual if _typed(row, usual) else 0.0
        words = tuple(word for word, place in row if not _is_scrap(word, place, low, stamps, holes))
        if len(words) < len(row) and not any(map(str.isalnum, "".join(word.text for word in words))):
            continue  # of a stamp's row only signs are left: specks of it
        if words:
            lines.append(Line(words, Kind.MARGIN if id(words[0]) in in_margin else Kind.MESSAGE))
    lines = [
        replace(line, kind=Kind.STAMP) if line.kind in _NO_TYPE and is_machine_stamp(line.text) else line
        for line in separate_margins(lines, lambda word: id(word) in written)
    ]
    lines += [line for stamp in stamps for line in stamp.lines]
    lines += [Line(tuple(read.words), kind) for kind, read in apart if not _in_stamp(read, stamps)]
    boxes = [normalised.pieces.box(index) for index in strokes]
    pen = merge_boxes([box for box in boxes if not any(stamp.holds(box) for stamp in stamps)], CAPITAL_HEIGHT)
    by_hand = [place for kind, read in apart if kind is Kind.HANDWRITING for place in read.places]
    by_hand = merge_boxes(by_hand, CAPITAL_HEIGHT)
    taken = [place for row in rows for _, place in row] + holes + pen
    taken += [place for _, read in apart for place in read.places]
    taken += [stamp.box for stamp in stamps]
    unread = find_unread_typing(normalised.letters, taken, WORKING_DPI, normalised.page, advance)
    text = TextLines.of([box for row in rows if (box := _well_read(row))], typed_rows, taken, WORKING_DPI)
    worn = find_unread_rows(normalised.page, typed_rows, [*taken, *unread], advance, WORKING_DPI, text)
    shape = (normalised.page.shape[0], normalised.page.shape[1])
    struck, dense = find_struck_rows(typed_rows, [*taken, *unread, *worn], text, shape, WORKING_DPI, normalised.ink)
    places = [place for row in rows for _, place in row] + [place for _, read in apart for place in read.places]
    known = [*holes, *pen, *(stamp.box for stamp in stamps), *unread, *worn, *dense]
    if broad := find_strokes(normalised.pieces, places, known, struck, text, WORKING_DPI):
        struck = merge_boxes([*struck, *broad], 0.1 * WORKING_DPI)
    unread = merge_boxes([*unread, *worn, *dense], 0.2 * WORKING_DPI) if worn or dense else unread
    marked = [(Kind.UNREAD, "", box) for box in unread]
    marked += [(Kind.REDACTION, STRUCK_OVER, box) for box in struck]
    marked += [(Kind.HANDWRITING, "handwriting", box) for box in by_hand]
    marked += [(Kind.HOLE, "", box) for box in holes] + [(Kind.HANDWRITING, "pen strokes", box) for box in pen]
    shown = [Region(kind, normalised.on_picture(*_edges(box)), note) for kind, note, box in marked]
    return lines, shown + _redactions(normalised, reads, lines, advance)


def _well_read(row: Sequence[tuple[Word, Box]]) -> Box | None:
    """The box of a row of several words, half of them sure; None of others."""
    if len(row) < MIN_WORDS_OF_LINE or 2 * sum((word.confidence or 0.0) >= TYPE_CONFIDENCE for word, _ in row) < len(
        row
    ):
        return None
    return Box.around([place for _, place in row])


def _in_stamp(read: RecognisedStrip, stamps: Sequence[Stamp]) -> bool:
    """Is a strip what the lines of the page made of a stamp that was read by itself?"""
    return all(any(stamp.holds(place) for stamp in stamps) for place in read.places)


def _typed(row: Iterable[tuple[Word, Box]], usual: float) -> list[Box]:
    """Where the words of a row stand that are type without doubt; two letters alone may be a stamp's."""
    certain = [(word, place) for word, place in row if _is_type(word, place, usual)]
    return [place for _, place in certain] if sum(len(word.text) for word, _ in certain) > 3 else []


def _placed(reads: Iterable[RecognisedStrip]) -> Iterator[tuple[Word, Box]]:
    """Every word with where it stands on the level page."""
    return ((word, place) for read in reads for word, place in zip(read.words, read.places, strict=True))


def _usual(reads: Sequence[RecognisedStrip]) -> float:
    """How high words of several letters are that are sure; 0 where there is none."""
    high = [
        place.bottom - place.top
        for word, place in _placed(reads)
        if (word.confidence or 0.0) >= TYPE_CONFIDENCE and len(word.text) > 1
    ]
    return float(np.median(high)) if high else 0.0


def _is_type(word: Word, place: Box, usual: float) -> bool:
    """Is it type without doubt: sure, of several letters, and level, so no higher than most?"""
    return (
        (word.confidence or 0.0) >= TYPE_CONFIDENCE
        and len(word.text) > 1
        and place.bottom - place.top <= MAX_TYPE_HEIGHT * usual
    )


def _is_scrap(word: Word, place: Box, low: float, stamps: Sequence[Stamp], holes: Sequence[Box]) -> bool:
    """Is it what the lines of the page made of a stamp that was read by itself, or of a hole?

    What lies in a stamp and is ``low`` may be type that was stamped over, and stays; a row with no type has none.
    """
    if place.bottom - place.top > low and any(stamp.holds(place) for stamp in stamps):
        return True
    return len(word.text) < 3 and any(_covered(place, hole) > 0.6 for hole in holes)


def _covered(box: Box, hole: Box) -> float:
    """The share of a box that a hole covers."""
    wide = max(0, min(box.right, hole.right) - max(box.left, hole.left))
    high = max(0, min(box.bottom, hole.bottom) - max(box.top, hole.top))
    return wide * high / max(1, (box.right - box.left) * (box.bottom - box.top))


def _edges(box: Box) -> tuple[int, int, int, int]:
    return box.left, box.top, box.right, box.bottom


def _redactions(
    normalised: NormalisedPage, reads: Sequence[RecognisedStrip], lines: Sequence[Line], advance: float | None
) -> list[Region]:
    """Redactions and gaps left blank in the typing."""
    rows = [
        (read.strip.left, read.strip.right, read.strip.middle((read.strip.left + read.strip.right) / 2))
        for read in reads
    ]
    width = advance or WORKING_DPI / 10
    redactions = []
    for box, look in regions.find_redactions(normalised.page, WORKING_DPI, rows):
        note = f"{look}, {regions.size_in_letters(box, width, WORKING_DPI / 6)}"
        redactions.append(Region(Kind.REDACTION, normalised.on_picture(*_edges(box)), note))
    scale = normalised.back[0, 0]
    return redactions + regions.find_gaps(lines, width * float(scale))
