"""Detect handwriting: pen strokes, and words that were written by hand.

A recogniser of type makes junk of handwriting, and junk is doubtful, but so is worn type. Three things tell them
apart, and all must agree: the recogniser is not sure; most of the ink belongs to pieces taller than type, as strokes
that rise and fall do; and the letters do not stand at the distances of a typewriter. A page whose own sure words have
such pieces is too dirty to tell, and nothing is said of it. Figures stay in the text: a numbering machine's are the
message's number; so do words that are like a marking, which is often stamped.

Pen strokes are pieces taller than type, thin, and bent: a form's rules and corners are straight. They are shown as
regions of the page, and nothing is taken out of the text for them: a ring round a typed word leaves the word.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from briefbook.model.page import Box, Word
from briefbook.ocr.cleaning import Pieces
from briefbook.ocr.decoding import Mark, words_of
from briefbook.ocr.word_assembly import RecognisedStrip

SURE_CONFIDENCE, DOUBTFUL_CONFIDENCE = 0.6, 0.35
"""Words surer than the one show how high the page's type is; words less sure than the other may be no type."""

TALLER_THAN_TYPE = 1.5
"""Times the height of a typed capital: no typed letter is so high, and hardly a clogged one."""

MIN_TALL_SHARE, MAX_TALL_SHARE_OF_TYPE = 0.65, 0.3
"""The share of a word's ink in tall pieces where a hand wrote it; so much in a tenth of sure words spoils a page."""

MIN_OFF_GRID = 0.22
"""Mean distance of letters from the typed grid, in letters: a quarter if there is none, a tenth in good type."""

_MARKINGS = ("SECRET", "TOP SECRET", "CONFIDENTIAL", "RESTRICTED", "UNCLASSIFIED", "ROUTINE", "PRIORITY", "IMMEDIATE")


MIN_OFF_GRID_OF_STROKES, MIN_LETTERS_BEHIND = 0.15, 4.5
"""What is of bent strokes needs only to be so far off the grid; a letter or two, so many letters behind the type."""

MAX_STROKES = 25
"""More bent pieces than these on a page are dirt."""


@dataclass(frozen=True, slots=True)
class HandwritingDetector:
    """The measure of a page's type, by which what is no type is told."""

    pieces: Pieces
    capital: float
    advance: float | None

    @classmethod
    def for_page(
        cls, pieces: Pieces, reads: Sequence[RecognisedStrip], advance: float | None
    ) -> "HandwritingDetector | None":
        """None where the page cannot be judged: there is too little sure type on it, or it is dirty."""
        sure_boxes = [
            place
            for read in reads
            for word, place in zip(read.words, read.places, strict=True)
            if len(word.text) > 1 and (word.confidence or 0.0) > SURE_CONFIDENCE
        ]
        if len(sure_boxes) < 20:
            return None
        hand = cls(pieces, float(np.median([place.bottom - place.top - 2 for place in sure_boxes])), advance)
        return hand if np.percentile([hand.share(place) for place in sure_boxes], 90) < MAX_TALL_SHARE_OF_TYPE else None

    def share(self, place: Box, chosen: npt.NDArray[np.bool_] | None = None) -> float:
        """The share of the ink in a box of the level page that belongs to pieces taller than type, or to others."""
        label = self.pieces.label[max(0, place.top) : place.bottom, max(0, place.left) : place.right]
        inked = label[label > 0]
        if not inked.size:
            return 0.0
        chosen = self.pieces.height > TALLER_THAN_TYPE * self.capital if chosen is None else chosen
        return np.count_nonzero(chosen[inked]) / inked.size

    def strokes(self) -> list[int]:
        """The pieces that are bent strokes of a pen; none where there are too many to be that."""
        pieces, capital = self.pieces, self.capital
        tall = (pieces.height > TALLER_THAN_TYPE * capital) & (pieces.height < 14 * capital)
        wide = (pieces.width > 0.5 * capital) & (pieces.width < 30 * capital)
        thin = pieces.area < 0.33 * pieces.width * pieces.height
        may = [index for index in np.flatnonzero(tall & wide & thin).tolist() if index]
        strokes = [index for index in may if _is_bent(pieces, index, capital)]
        return strokes if len(strokes) <= MAX_STROKES else []

    def wrote(self, reads: Sequence[RecognisedStrip], strokes: Sequence[int]) -> Iterator[Word]:
        """The words that a hand wrote."""
        if self.advance is None:
            return
        bent = np.zeros(len(self.pieces.area), np.bool_)
        bent[list(strokes)] = True
        for read in reads:
            step, typed = read.step / self.advance, -np.inf
            for word, place, marks in zip(read.words, read.places, words_of(read.marks), strict=True):
                far = (marks[0].middle - typed) * step >= MIN_LETTERS_BEHIND
                if self._is_written(word, place, bent, _off(marks, step), far=far or len(marks) > 2):
                    yield word
                else:
                    typed = marks[-1].middle

    def _is_written(self, word: Word, place: Box, bent: npt.NDArray[np.bool_], off: float, *, far: bool) -> bool:
        """Doubtful, not to stay, and tall and off the grid, or of bent strokes and loose or far from what is typed."""
        if (word.confidence or 0.0) >= DOUBTFUL_CONFIDENCE or _stays(word.text) or self.share(place) < MIN_TALL_SHARE:
            return False
        loose = far and (off >= MIN_OFF_GRID_OF_STROKES or len(word.text) < 3)
        return off >= MIN_OFF_GRID or (loose and self.share(place, bent) >= MIN_TALL_SHARE)


def _off(marks: Sequence[Mark], step: float) -> float:
    """How far letters stand from where a typewriter puts them, in letters; one letter alone tells nothing."""
    if len(marks) < 2:
        return 0.0
    apart = np.diff([mark.middle for mark in marks]) * step
    return float(np.abs(apart - np.maximum(1, np.rint(apart))).mean())


def _is_bent(pieces: Pieces, index: int, capital: float) -> bool:
    """Is a piece a stroke that bends: neither a straight line nor put together of rules, nor a frame?"""
    box = pieces.box(index)
    own = np.asarray(pieces.label[box.top : box.bottom, box.left : box.right] == index, np.uint8)
    rows, columns = np.nonzero(own)
    around = cv2.minAreaRect(np.stack([columns, rows], axis=1).astype(np.float32))
    if min(around[1]) < 0.8 * capital:
        return False
    rim = np.concatenate([own[:3].max(0), own[-3:].max(0), own[:, :3].max(1), own[:, -3:].max(1)])
    run = int(1.6 * capital)
    padded = np.pad(own, run)
    ruled = [cv2.morphologyEx(padded, cv2.MORPH_OPEN, np.ones(side, np.uint8)) for side in ((1, run), (run, 1))]
    straight = float(np.maximum(*ruled).sum()) / len(rows)
    return float(rim.mean()) < 0.75 and straight < 0.4


def merge_boxes(boxes: Sequence[Box], distance: float) -> list[Box]:
    """Merge boxes that are closer to each other than so many pixels; from top to bottom."""
    merged: list[Box] = []
    for box in boxes:
        group = [box]
        while close := [other for other in merged if _apart(Box.around(group), other) < distance]:
            group += close
            merged = [other for other in merged if other not in close]
        merged.append(Box.around(group))
    return sorted(merged, key=lambda box: (box.top, box.left))


def _apart(box: Box, other: Box) -> int:
    return max(box.left - other.right, other.left - box.right, box.top - other.bottom, other.top - box.bottom)


def _stays(text: str) -> bool:
    """Is it mostly figures, or like a marking?"""
    letters = "".join(character for character in text.upper() if character.isalpha())
    return 2 * sum(character.isdigit() for character in text) >= len(text) or any(
        fuzz.ratio(letters, marking) >= 60 for marking in _MARKINGS
    )
