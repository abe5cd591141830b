"""Segment the boxes of a form and read each by itself, where its lines were read badly.

A form's head has no lines: small print, typed words, a numbering machine's figures stand beside each other, each of its
own height and at its own. One strip across them fits none. So where the lines were read badly the ink is put together
anew: letters close to each other and of like height make a stretch, which is cut to its own height and read by itself.
It takes the place of what the lines had there if the recogniser is surer of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from briefbook.model.page import Box, Word
from briefbook.ocr.cleaning import pieces_of
from briefbook.ocr.columns import Gutter, block_at
from briefbook.ocr.decoding import Mark, marks_of, matches_advance, part_wide_gaps, words_of
from briefbook.ocr.figures_in_context import weigh_figures
from briefbook.ocr.line_finding import Strip
from briefbook.ocr.page_normalisation import NormalisedPage
from briefbook.ocr.recogniser import alphabet, recognise
from briefbook.ocr.word_assembly import RecognisedStrip, add_words, mean

Picture = npt.NDArray[np.uint8]

DOUBTFUL_CONFIDENCE = 0.75
"""A word less sure than this is looked at again."""

MIN_TEXT_LINES = 4
"""So many typed lines are a running text, which is not put together anew."""

MIN_TEXT_WORDS, LEGIBLE = 4, 0.75
"""So many words whose letters are as likely as this, on the average, make a line one of running text."""

MAX_LINE_DISTANCE = 2.2
"""Times the lines' distance by which lines of one text are apart at most; so far below the last one it may go on."""

MAX_LETTER_GAP, MAX_WORD_GAP = 9, 1.6
"""Pixels between a word's letters; heights of a letter between words."""

MAX_HEIGHT_RATIO, MAX_HEIGHT_RATIO_TOUCHING = 1.3, 1.9
"""Times one word may be as high as the next: a label is smaller than what is typed; what touches may be one word."""

MIN_WORD_HEIGHT, MAX_WORD_HEIGHT = 9, 60
"""Pixels of the height of words, 1.1 to 7.6 mm."""

MAX_STRETCHES = 90
"""More stretches than these are dirt."""

MIN_NEW_CONFIDENCE = 0.5
"""Words where no line has any are taken if the reader is as sure as this of them."""


@dataclass(frozen=True, slots=True)
class _Words:
    """Pieces of ink as large as words: their edges, from left to right, in pixels of the level page."""

    left: npt.NDArray[np.float64]
    top: npt.NDArray[np.float64]
    right: npt.NDArray[np.float64]
    bottom: npt.NDArray[np.float64]

    @classmethod
    def outside(cls, letters: Picture, above: int, below: int) -> "_Words":
        """The words above a row of pixels and below another: what lies between is not looked at."""
        if below <= above:
            return cls.of(letters)
        upper, lower = cls.of(letters[:above]), cls.of(letters[below:])
        left = np.concatenate([upper.left, lower.left])
        order = np.argsort(left, kind="stable")
        top, right, bottom = (
            np.concatenate([first, second + down])[order]
            for first, second, down in (
                (upper.top, lower.top, below),
                (upper.right, lower.right, 0),
                (upper.bottom, lower.bottom, below),
            )
        )
        return cls(left[order], top, right, bottom)

    @classmethod
    def of(cls, letters: Picture) -> "_Words":
        """Letters that nearly touch are one word."""
        if not letters.size:
            return cls(*np.zeros((4, 0)))
        blots = cv2.morphologyEx(letters, cv2.MORPH_CLOSE, np.ones((1, MAX_LETTER_GAP), np.uint8))
        pieces = pieces_of(np.asarray(blots, np.uint8))
        left, top, width, height, area = (
            side[1:].astype(np.float64) for side in (pieces.left, pieces.top, pieces.width, pieces.height, pieces.area)
        )
        is_word = (
            (height >= MIN_WORD_HEIGHT) & (height <= MAX_WORD_HEIGHT) & (width >= 7) & (area > 0.2 * width * height)
        )
        order = np.flatnonzero(is_word)[np.argsort(left[is_word], kind="stable")]
        return cls(left[order], top[order], (left + width)[order], (top + height)[order])

    @property
    def height(self) -> npt.NDArray[np.float64]:
        """Of each."""
        return self.bottom - self.top

    def stretches(self) -> list[list[int]]:
        """Words in one row, close to each other and of like height, by their numbers."""
        first = list(range(len(self.left)))

        def root(index: int) -> int:
            while first[index] != index:
                first[index] = first[first[index]]
                index = first[index]
            return index

        for word in range(len(first)):
            for other in self._beside(word).tolist():
                first[root(other)] = root(word)
        groups: dict[int, list[int]] = {}
        for word in range(len(first)):
            groups.setdefault(root(word), []).append(word)
        return list(groups.values())

    def _beside(self, word: int) -> npt.NDArray[np.intp]:
        """The next few words to the right that belong to the same stretch."""
        high, gap = self.height, self.left - self.right[word]
        large, small = np.maximum(high, high[word]), np.minimum(high, high[word])
        shared = np.minimum(self.bottom, self.bottom[word]) - np.maximum(self.top, self.top[word])
        close = (gap <= MAX_WORD_GAP * large) & (gap > -0.5 * large) & (self.left > self.left[word])
        like = large <= np.where(gap < 0.7 * large, MAX_HEIGHT_RATIO_TOUCHING, MAX_HEIGHT_RATIO) * small
        return np.flatnonzero(close & (shared >= 0.55 * small) & like)[:3]

    def strip(self, stretch: Sequence[int], paper: Picture) -> Strip:
        """The strip of a stretch, as high as most of its ink asks; ``paper`` is 0 in letters and 255 elsewhere."""
        place = np.array(stretch)
        left, right, high = self.left[place], self.right[place], self.height[place]
        order = np.argsort(high)
        widths = np.cumsum((right - left)[order])
        tall = float(high[order][np.searchsorted(widths, widths[-1] / 2)])
        middle, across, weight = (self.top[place] + self.bottom[place]) / 2, (left + right) / 2, right - left
        slope = 0.0
        if len(place) > 2 and right.max() - left.min() > 6 * tall:
            slope = float(np.clip(np.polyfit(across, middle, 1, w=np.sqrt(weight))[0], -0.03, 0.03))
        base = float(np.average(middle - slope * across, weights=weight))
        begin, end = int(left.min()), int(right.max())
        rough = Strip(begin, end, base + slope * begin, base + slope * end, 0.8 * tall)
        up, tall = _body(rough.cut(paper))
        begin, end = max(0, int(left.min() - 0.45 * tall)), min(paper.shape[1], int(right.max() + 0.7 * tall))
        base += up
        return Strip(begin, end, base + slope * begin, base + slope * end, 0.98 * tall)


def _body(cut: Picture) -> tuple[float, float]:
    """How far below the middle of a strip its letters' middle is, and how high they are without tails and strokes."""
    rows = (cut < 128).sum(1).astype(np.float64)
    full = rows > 0.3 * np.percentile(rows[rows > 0], 70) if rows.any() else rows > 0
    edges = np.flatnonzero(np.diff(np.concatenate([[0], full.astype(np.int8), [0]])))
    if not len(edges):
        return 0.0, len(cut) / 1.6
    first, behind = max(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True), key=lambda run: run[1] - run[0])
    return (first + behind) / 2 - len(cut) / 2, float(max(MIN_WORD_HEIGHT, behind - first))


Placed = tuple[Word, Box]
"""A word with where it stands on the level page."""


def reread_segments(
    normalised: NormalisedPage,
    reads: Sequence[RecognisedStrip],
    advance: float | None,
    gutters: Sequence[Gutter] = (),
) -> list[RecognisedStrip]:
    """Read the doubtful parts of a page again, box by box.

    Args:
        normalised: The page.
        reads: Its lines as read, with their words.
        advance: The advance width of its type in pixels; None where it is not monospaced.
        gutters: What divides it.

    Returns:
        The lines, doubtful words replaced where the new reading is better; by row, and from left to right.
    """
    words = [placed for read in reads for placed in zip(read.words, read.places, strict=True)]
    if not any(_is_doubtful(word) for word, _ in words):
        return list(reads)
    strips = sorted(_strips(normalised, _text(reads, advance)), key=lambda strip: strip.left - strip.right)[
        :MAX_STRETCHES
    ]
    groups = [
        (places, replaced)
        for places, replaced in _groups(strips, words)
        if not replaced or any(_is_doubtful(word) for word, _ in replaced)
    ]
    wanted = [place for places, _ in groups for place in places]
    anew = {}
    accents = any(not mark.character.isascii() for read in reads for mark in read.marks)
    answers = recognise([strips[place].cut(normalised.page) for place in wanted], accents=accents)
    for place, scores in zip(wanted, answers, strict=True):
        marks = weigh_figures(marks_of(scores, alphabet()), scores, alphabet())
        anew[place] = RecognisedStrip(strips[place], scores, marks)
        anew[place].marks = part_wide_gaps(marks, anew[place].step)
        add_words(normalised, anew[place], None)
    better, taken = [], set()
    for places, replaced in groups:
        new_words = [word for place in places for word in anew[place].words]
        if _worth(new_words) > _worth([word for word, _ in replaced]) and (replaced or _is_new(new_words)):
            better += [_agreed(anew[place], replaced) for place in places if anew[place].words]
            taken |= {id(word) for word, _ in replaced}
    return _ordered([_without(read, taken) for read in reads], [_in_block(read, gutters) for read in better])


def _in_block(read: RecognisedStrip, gutters: Sequence[Gutter]) -> RecognisedStrip:
    """A stretch with the number of the block that it stands in."""
    x = (read.strip.left + read.strip.right) / 2
    return replace(read, strip=replace(read.strip, block=block_at(gutters, x, read.strip.middle(x))))


def _agreed(stretch: RecognisedStrip, replaced: Sequence[Placed]) -> RecognisedStrip:
    """A stretch whose words are as sure as the same words in the lines were, where those were surer."""
    lines = {word.text: word.confidence or 0.0 for word, _ in replaced}
    words = [replace(word, confidence=max(word.confidence or 0.0, lines.get(word.text, 0.0))) for word in stretch.words]
    return replace(stretch, words=words)


def _is_doubtful(word: Word) -> bool:
    return (word.confidence or 0.0) < DOUBTFUL_CONFIDENCE


def _groups(strips: Sequence[Strip], words: Sequence[Placed]) -> list[tuple[list[int], list[Placed]]]:
    """Stretches, by their numbers, with the words that they share ink with, directly or through one another."""
    groups: list[tuple[list[int], list[Placed]]] = []
    edges = np.array([(box.left, box.top, box.right, box.bottom) for _, box in words], np.float64).reshape(-1, 4)
    for number, strip in enumerate(strips):
        places, shared = [number], [words[place] for place in _shared(strip, edges)]
        mine = {id(word) for word, _ in shared}
        for other in [other for other in groups if any(id(word) in mine for word, _ in other[1])]:
            groups.remove(other)
            places += other[0]
            shared += [placed for placed in other[1] if id(placed[0]) not in mine]
        groups.append((places, shared))
    return groups


def _text(reads: Sequence[RecognisedStrip], advance: float | None) -> tuple[float, float]:
    """From where to where the running text goes: the most typed lines, one close below the other, but for the first.

    The first may be the row of a head that says who is addressed.
    """
    middles = [_middle(read.strip) for read in reads if advance and _is_text(read, advance)]
    if len(middles) < MIN_TEXT_LINES:
        return 0.0, 0.0
    close = MAX_LINE_DISTANCE * float(np.median(np.diff(middles)))
    longest = max(np.split(np.array(middles), np.flatnonzero(np.diff(middles) > close) + 1), key=len)
    if len(longest) < MIN_TEXT_LINES:
        return 0.0, 0.0
    return float(longest[0] + longest[1]) / 2, float(longest[-1]) + close


def _is_text(recognised_strip: RecognisedStrip, advance: float) -> bool:
    """Has a line several legible words, typed at the page's pitch?

    Asked of the picture, not of the words' confidence, which changes with every calibration.
    """
    words = [[mark.likelihood for mark in word] for word in words_of(recognised_strip.marks)]
    legible = sum(len(word) > 1 and mean(word) > LEGIBLE for word in words)
    return legible >= MIN_TEXT_WORDS and matches_advance(recognised_strip.marks, recognised_strip.step, advance)


def _strips(normalised: NormalisedPage, text: tuple[float, float]) -> list[Strip]:
    """The stretches of a page above and below its running text."""
    above, below = (max(0, int(edge)) for edge in text)
    letters = normalised.letters.copy()
    letters[above:below] = 0
    words, paper = _Words.outside(normalised.letters, above, below), 255 * (1 - letters)
    strips = sorted((words.strip(stretch, paper) for stretch in words.stretches()), key=lambda strip: strip.left)
    return [strip for strip in _apart(strips) if strip.right - strip.left > 1.2 * strip.half]


def _apart(strips: list[Strip]) -> list[Strip]:
    """Stretches beside each other, from left to right, cut so that none has a letter of the next."""
    for number in range(len(strips)):
        for other in range(number + 1, len(strips)):
            left, after = strips[number], strips[other]
            if after.left >= left.right:
                break
            level = abs(left.middle(left.right) - after.middle(after.left)) < 0.6 * max(left.half, after.half)
            if level and after.right > left.right:
                edge = (left.right + after.left) // 2
                strips[number], strips[other] = left.between(left.left, edge), after.between(edge, after.right)
    return strips


def _shared(strip: Strip, edges: npt.NDArray[np.float64]) -> list[int]:
    """Which boxes stand in a stretch, or share at least a quarter of the smaller of the two with it."""
    left, top, right, bottom = edges.T
    across = np.minimum(strip.right, right) - np.maximum(strip.left, left)
    down = np.abs(strip.middle_left + strip.slope * ((left + right) / 2 - strip.left) - (top + bottom) / 2)
    much = across > 0.25 * np.minimum(strip.right - strip.left, right - left)
    return [int(place) for place in np.flatnonzero(much & (down < 0.7 * strip.half))]


def _worth(words: Sequence[Word]) -> float:
    """How much of some words is read, what is hardly sure counting nothing."""
    return sum(len(word.text) * max(0.0, (word.confidence or 0.0) - 0.1) for word in words)


def _is_new(words: Sequence[Word]) -> bool:
    """Are words where no line has any more than a letter, and sure?"""
    return (
        sum(len(word.text) for word in words) > 1
        and mean([word.confidence or 0.0 for word in words]) >= MIN_NEW_CONFIDENCE
    )


def _without(recognised_strip: RecognisedStrip, taken: set[int]) -> RecognisedStrip:
    """A line without the words that were taken from it."""
    remaining = [place for place, word in enumerate(recognised_strip.words) if id(word) not in taken]
    if len(remaining) == len(recognised_strip.words):
        return recognised_strip
    groups = words_of(recognised_strip.marks)
    marks: list[Mark] = []
    for place in remaining:
        if marks:
            marks.append(Mark(" ", marks[-1].behind, marks[-1].behind, marks[-1].middle, 1.0))
        marks += groups[place]
    return replace(
        recognised_strip,
        marks=marks,
        words=[recognised_strip.words[place] for place in remaining],
        places=[recognised_strip.places[place] for place in remaining],
    )


def _ordered(lines: Sequence[RecognisedStrip], anew: Sequence[RecognisedStrip]) -> list[RecognisedStrip]:
    """By row, top to bottom, and in a row from left to right; a stretch stands in the row that it is level with."""
    rows: dict[int, list[RecognisedStrip]] = {}
    for line in lines:
        rows.setdefault(line.strip.row, []).append(line)
    for stretch in sorted(anew, key=lambda stretch: stretch.strip.middle_left):
        level_with = [
            (off, row)
            for row, strips in rows.items()
            for strip in strips
            if strip.strip.block == stretch.strip.block and (off := _off(strip, stretch)) < 0.6
        ]
        rows.setdefault(min(level_with)[1] if level_with else -1 - len(rows), []).append(stretch)
    order = sorted(rows.values(), key=lambda row: mean([_middle(strip.strip) for strip in row]))
    return [
        replace(strip, strip=replace(strip.strip, row=number))
        for number, row in enumerate(order)
        for strip in sorted(row, key=lambda strip: strip.strip.left)
    ]


def _middle(strip: Strip) -> float:
    return (strip.middle_left + strip.middle_right) / 2


def _off(line: RecognisedStrip, stretch: RecognisedStrip) -> float:
    """How far a stretch is off a line's middle, in halves of the line's height."""
    across = (stretch.strip.left + stretch.strip.right) / 2
    return abs(line.strip.middle(across) - stretch.strip.middle(across)) / line.strip.half
