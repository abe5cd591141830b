"""Doubtful words are cut out of a page in several ways, each of which is read by itself.

The recogniser reads a worn letter otherwise when its strip is a little higher, lower or shifted, or its strokes a
little thicker. Who asks what (``figure_votes``, ``letter_votes``) decides what is made of the readings.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

import cv2
import numpy as np
import numpy.typing as npt

from briefbook.model.page import Word
from briefbook.ocr.decoding import Mark, marks_of
from briefbook.ocr.figures_in_context import weigh_figures
from briefbook.ocr.line_finding import Strip
from briefbook.ocr.page_normalisation import NormalisedPage
from briefbook.ocr.recogniser import Scores, alphabet, recognise
from briefbook.ocr.second_look import splice_word
from briefbook.ocr.word_assembly import RecognisedStrip, with_word

Picture = npt.NDArray[np.uint8]

MIN_LINE = 0.6
"""Only words of lines whose characters are on the average as likely as this are asked."""

ROOM = 1.2
"""Widths of a letter left free on either side of a word."""

SHIFT = -0.08
"""By how much a shifted cut-out is too high, in halves of its height."""


class Way(Enum):
    """How a word is cut out: as high as its strip (as it is, shifted, or with thicker strokes), lower, or higher."""

    PLAIN = "plain"
    SHIFTED = "shifted"
    THICKER = "thicker"
    LOWER = "lower"
    HIGHER = "higher"


HEIGHTS = {Way.LOWER: 0.88, Way.HIGHER: 1.08}
"""Heights of cut-outs that are not level, in heights of the strip."""


@dataclass(frozen=True, slots=True)
class AskedWord:
    """A word: its strip's number and its own, its marks from first to behind, its edges in pixels, its cut-out."""

    strip: int
    word: int
    first: int
    behind: int
    left: float
    right: float
    cut_out: Strip

    def inside(self, read: RecognisedStrip) -> list[Mark]:
        """The characters of a cut-out between the edges of the word, without blanks before and behind."""
        marks = [mark for mark in read.marks if self.left <= read.strip.left + mark.middle * read.step <= self.right]
        while marks and marks[0].character == " ":
            del marks[0]
        while marks and marks[-1].character == " ":
            del marks[-1]
        return marks

    def scores(self, read: RecognisedStrip) -> Scores:
        """What the recogniser makes of the word in its line or in a cut-out: a float32 array (steps, classes)."""
        first, behind = ((edge - read.strip.left) / read.step for edge in (self.left, self.right))
        return read.scores[max(0, int(first) - 1) : max(0, int(behind) + 2)]


def asked_words(
    reads: Sequence[RecognisedStrip], advance: float | None, is_asked: Callable[[Word], bool], most: int
) -> list[AskedWord]:
    """The words of a page that are asked, the least sure first.

    Args:
        reads: The strips of the page with their words.
        advance: The advance width of its type in pixels; None where it is not monospaced.
        is_asked: Whether a word is asked.
        most: So many at most.
    """
    asked = [one for number in range(len(reads)) for one in _asked_of(reads[number], number, advance, is_asked)]
    return sorted(asked, key=lambda one: reads[one.strip].words[one.word].confidence or 0.0)[:most]


def _asked_of(
    read: RecognisedStrip, number: int, advance: float | None, is_asked: Callable[[Word], bool]
) -> Iterator[AskedWord]:
    """The words of a strip that are asked."""
    if read.likelihood < MIN_LINE:
        return
    letter = advance or 0.9 * read.strip.half
    at = 0
    for place, word in enumerate(read.words):
        while read.marks[at].character == " ":
            at += 1
        first, at = at, at + len(word.text)
        if not is_asked(word):
            continue
        left = read.strip.left + read.marks[first].middle * read.step - 0.55 * letter
        right = read.strip.left + read.marks[at - 1].middle * read.step + 0.55 * letter
        steps = int((left - ROOM * letter - read.strip.left) // read.step)
        begin = max(0, round(read.strip.left + steps * read.step))
        cut_out = read.strip.between(begin, max(begin + 8, round(right + ROOM * letter)))
        yield AskedWord(number, place, first, at, left, right, cut_out)


def cut_out(
    normalised: NormalisedPage, asked: Sequence[AskedWord], ways: Sequence[Way], *, accents: bool
) -> list[list[RecognisedStrip]]:
    """What is recognised of each word cut out in some ways, in their order.

    Args:
        normalised: The page.
        asked: The words.
        ways: How they are cut out.
        accents: Are letters with accents possible?
    """
    strips = [_strip(one.cut_out, way) for one in asked for way in ways]
    cuts = [strip.cut(normalised.page) for strip in strips]
    cuts = [_thicker(cut) if ways[at % len(ways)] is Way.THICKER else cut for at, cut in enumerate(cuts)]
    reads = [
        RecognisedStrip(strip, scores, weigh_figures(marks_of(scores, alphabet()), scores, alphabet()))
        for strip, scores in zip(strips, recognise(cuts, accents=accents), strict=True)
    ]
    return [reads[begin : begin + len(ways)] for begin in range(0, len(reads), len(ways))]


def _strip(strip: Strip, way: Way) -> Strip:
    if way is Way.SHIFTED:
        up = SHIFT * strip.half
        return replace(strip, middle_left=strip.middle_left + up, middle_right=strip.middle_right + up)
    return replace(strip, half=HEIGHTS.get(way, 1.0) * strip.half)


def _thicker(cut: Picture) -> Picture:
    soft = cv2.GaussianBlur(cut, (0, 0), 0.5)
    return np.asarray(cv2.erode(soft, np.ones((2, 2), np.uint8)), np.uint8)


def with_elected(
    normalised: NormalisedPage,
    reads: Sequence[RecognisedStrip],
    elected: Sequence[tuple[AskedWord, RecognisedStrip, Sequence[Mark]]],
    advance: float | None,
) -> list[RecognisedStrip]:
    """The strips of a page with other words in the place of some.

    Args:
        normalised: The page.
        reads: The strips.
        elected: Words, the level cut-out that each is taken from, and its characters there.
        advance: The advance width of the type in pixels; None where it is not monospaced.
    """
    result = list(reads)
    for one, cut_out, new in sorted(elected, key=lambda each: (each[0].strip, -each[0].first)):  # right to left
        read = result[one.strip]
        spliced = splice_word(read, (one.first, one.behind), cut_out, new)
        if spliced is not read:
            result[one.strip] = with_word(normalised, spliced, one.word, (one.first, len(new)), advance)
    return result


def text_of(marks: Sequence[Mark]) -> str:
    """The characters of some marks."""
    return "".join(mark.character for mark in marks)
