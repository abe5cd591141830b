"""Assemble words from the recognised characters of a page, with boxes on the picture and confidence."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from itertools import groupby

import numpy as np

from briefbook.model.page import Box, Word
from briefbook.ocr.confidence import WordEvidence, confidence
from briefbook.ocr.decoding import (
    Mark,
    add_lost_figures,
    fit_to_cells,
    matches_advance,
    part_wide_gaps,
    respace,
    words_of,
)
from briefbook.ocr.figures_in_context import weigh_figures, weigh_paragraph_numbers
from briefbook.ocr.glyph_comparison import GlyphPosition, PageGlyphs
from briefbook.ocr.known_forms import Cell, weigh_known_forms
from briefbook.ocr.line_finding import Strip
from briefbook.ocr.page_normalisation import NormalisedPage
from briefbook.ocr.recogniser import HEIGHT, STEP, Scores, alphabet
from briefbook.text.line_scores import PageScores, StripScores, WordSteps

INK_REACH = 0.85
"""Widths of a letter from the middle of a word's outer letter in which its ink may end; the next word is farther."""

MAX_CANDIDATES = 5
"""Characters of a place that are considered."""


MAX_ALTERNATIVES = 3
"""Other readings of a word that stay with it."""


MIN_LINE_LIKELIHOOD = 0.75
"""Mean likelihood of a line's characters from which its figures are weighed on a page whose type has no even pitch."""


@dataclass(slots=True)
class RecognisedStrip:
    """A strip with what was read in it; ``scores`` is a float32 array (steps, classes) of likelihoods."""

    strip: Strip
    scores: Scores
    marks: list[Mark]
    first: str = ""
    """What the recogniser had, where the page's own letters judged otherwise."""
    words: list[Word] = field(default_factory=list)
    places: list[Box] = field(default_factory=list)
    """Where the words stand on the level page."""

    @property
    def step(self) -> float:
        """Pixels of the level page that one step of the recogniser stands for."""
        return STEP * max(8, round(2 * self.strip.half)) / HEIGHT

    @property
    def likelihood(self) -> float:
        """The mean likelihood of its characters."""
        return mean([mark.likelihood for mark in self.marks])


def assemble_words(normalised: NormalisedPage, reads: Sequence[RecognisedStrip], advance: float | None) -> None:
    """Give each strip its words; in lines of the page's own type letters are compared and blanks measured.

    Figures are weighed with what stands beside them, whatever the type.

    Args:
        normalised: The page.
        reads: The strips as recognised; changed in place.
        advance: The advance width of the type in pixels; None where it is not monospaced.
    """
    even = [read for read in reads if advance and matches_advance(read.marks, read.step, advance)]
    if advance and even:
        for read in even:
            empty = partial(_empty, normalised, read)
            read.marks = fit_to_cells(read.marks, read.scores, alphabet(), read.step, advance, empty)
            read.marks = add_lost_figures(read.marks, read.scores, alphabet(), read.step, advance, empty)
        glyphs = _judge(normalised, even, advance)
        for read in even:
            read.marks = respace(read.marks, read.step, advance, partial(_empty, normalised, read))
    else:
        glyphs = PageGlyphs(normalised.page, [], 1.0, 1.0)
    typed = {id(read) for read in even}
    for read in reads:
        if id(read) not in typed:
            read.marks = part_wide_gaps(read.marks, read.step)
    lines = even or [read for read in reads if read.likelihood >= MIN_LINE_LIKELIHOOD]
    for read in lines:
        read.marks = weigh_figures(read.marks, read.scores, alphabet())
    _weigh_known_forms(lines, glyphs)
    _number_paragraphs(lines)
    for read in reads:
        add_words(normalised, read, advance)


def _number_paragraphs(reads: Sequence[RecognisedStrip]) -> None:
    """Doubtful paragraph numbers at the beginning of rows weighed with those before and behind."""
    rows = (list(parts) for _, parts in groupby(reads, key=lambda read: read.strip.row))
    firsts = [min(row, key=lambda read: read.strip.left) for row in rows]
    for place, marks in weigh_paragraph_numbers([(read.marks, read.scores) for read in firsts], alphabet()):
        firsts[place].marks = marks


def add_words(normalised: NormalisedPage, recognised_strip: RecognisedStrip, advance: float | None) -> None:
    """Give a strip the words of its marks."""
    likelihood = recognised_strip.likelihood
    for marks in words_of(recognised_strip.marks):
        place = _place(marks, recognised_strip, normalised, advance)
        recognised_strip.places.append(Box(*(round(edge) for edge in place)))
        recognised_strip.words.append(_word(marks, recognised_strip.first, likelihood, normalised.on_picture(*place)))


def with_word(
    normalised: NormalisedPage, read: RecognisedStrip, number: int, marks: tuple[int, int], advance: float | None
) -> RecognisedStrip:
    """The strip, whose marks were exchanged, with a word of them in the place of one that it had.

    Args:
        normalised: The page.
        read: The strip.
        number: The word's number.
        marks: The place of its first mark, and how many it has.
        advance: The advance width of the page's type in pixels; None where it is not monospaced.
    """
    own = read.marks[marks[0] : marks[0] + marks[1]]
    place = _place(own, read, normalised, advance)
    words, places = list(read.words), list(read.places)
    words[number] = _word(own, "", read.likelihood, normalised.on_picture(*place))
    places[number] = Box(*(round(edge) for edge in place))
    return replace(read, words=words, places=places)


def page_scores(reads: Sequence[RecognisedStrip], alphabet: str) -> PageScores:
    """What the recogniser made of the strips of a page, with the steps of each word, to be asked again."""
    strips = []
    for read in reads:
        places = zip(read.words, words_of(read.marks), strict=True)
        words = tuple(WordSteps(word.box, marks[0].first, marks[-1].behind) for word, marks in places if word.box)
        strips.append(StripScores(read.scores, words))
    return PageScores(alphabet, tuple(strips))


def mean(values: Sequence[float]) -> float:
    """The mean, 0 of nothing."""
    return float(np.mean(values)) if len(values) else 0.0


def _weigh_known_forms(reads: Sequence[RecognisedStrip], glyphs: PageGlyphs) -> None:
    """Words that come close to a known form weighed with the picture, in place."""
    spots = cache(lambda number: _glyph_positions(reads[number], as_read=False))

    def cell(number: int, place: int, mark: Mark) -> Cell:
        return Cell(mark, lambda: spots(number)[place])

    lines = [
        [None if mark.character == " " else cell(number, place, mark) for place, mark in enumerate(read.marks)]
        for number, read in enumerate(reads)
    ]
    for (number, place), mark in weigh_known_forms(lines, glyphs).items():
        reads[number].marks[place] = mark


def _judge(normalised: NormalisedPage, reads: Sequence[RecognisedStrip], advance: float) -> PageGlyphs:
    """Each letter held against the page's sure letters; one that the ink shows to be another is exchanged."""
    positions = [_glyph_positions(read) for read in reads]
    high = 1.25 * float(np.median([read.strip.half for read in reads]))
    glyphs = PageGlyphs(normalised.page, (spot for row in positions for spot in row.values()), advance, high)
    for read, row in zip(reads, positions, strict=True):
        for place, spot in row.items():
            if better := glyphs.likelier_character(spot):
                mark = read.marks[place]
                read.first = read.first or "".join(other.character for other in read.marks)
                read.marks[place] = replace(
                    mark, character=better[0], likelihood=min(0.9, better[1]), second=mark.character
                )
    return glyphs


def _glyph_positions(recognised_strip: RecognisedStrip, *, as_read: bool = True) -> dict[int, GlyphPosition]:
    """Where the letters of a strip stand and what each may be, by their place among its marks.

    What was read is as likely as its mark says; if not ``as_read``, as the recogniser says.
    """
    places = [place for place, mark in enumerate(recognised_strip.marks) if mark.character != " "]
    if not places:
        return {}
    edges = [
        edge for place in places for edge in (recognised_strip.marks[place].first, recognised_strip.marks[place].behind)
    ]
    ended = np.vstack([recognised_strip.scores, np.zeros((1, recognised_strip.scores.shape[1]), np.float32)])
    peaks = np.maximum.reduceat(ended, edges, axis=0)[::2]
    order = np.argsort(peaks, axis=1)[:, -MAX_CANDIDATES:]
    shares = np.take_along_axis(peaks, order, axis=1)
    names, positions = alphabet(), {}
    for place, indices, likely in zip(places, order.tolist(), shares.tolist(), strict=True):
        mark = recognised_strip.marks[place]
        likelihoods = {names[index]: share for index, share in zip(indices, likely, strict=True) if index}
        likelihoods.pop(" ", None)
        own = mark.likelihood if as_read else 0.0
        likelihoods[mark.character] = max(likelihoods.get(mark.character, 0.0), own)
        x = recognised_strip.strip.left + mark.middle * recognised_strip.step
        positions[place] = GlyphPosition(x, recognised_strip.strip.middle(x), likelihoods)
    return positions


def _empty(normalised: NormalisedPage, recognised_strip: RecognisedStrip, left: float, right: float) -> bool:
    """Is there no ink of a letter between two distances from the strip's beginning?"""
    x = recognised_strip.strip.left + (left + right) / 2
    middle, reach = recognised_strip.strip.middle(x), 0.5 * recognised_strip.strip.half
    part = normalised.letters[
        max(0, int(middle - reach)) : int(middle + reach),
        int(recognised_strip.strip.left + left) : int(recognised_strip.strip.left + right),
    ]
    return part.size == 0 or float(part.mean()) < 0.03


def _word(marks: list[Mark], first: str, line: float, box: Box) -> Word:
    """A word of a line that the recogniser first read as ``first``, and whose characters are as likely as ``line``."""
    text = "".join(mark.character for mark in marks)
    agreed = not first or text in first.split()
    picture = _picture_text(marks)
    evidence = WordEvidence(
        tuple(mark.likelihood for mark in marks),
        agreed,
        line,
        any(character.isdigit() for character in text),
        bool(picture),
    )
    alternatives = _alternatives(marks, first)
    if picture:
        alternatives = tuple(dict.fromkeys((picture, *alternatives)))[:MAX_ALTERNATIVES]
    return Word(text, box, confidence(evidence), alternatives, picture)


def _picture_text(marks: Sequence[Mark]) -> str:
    """What the picture alone says where context overruled it; nothing where it did not."""
    text = "".join(mark.character for mark in marks)
    picture = "".join(mark.character if mark.picture is None else mark.picture for mark in marks).strip()
    return picture if picture != text else ""


def _place(
    marks: list[Mark], recognised_strip: RecognisedStrip, normalised: NormalisedPage, advance: float | None
) -> tuple[float, float, float, float]:
    """The edges of a word on the level page: those of its ink, looked for around its outer letters' middles."""
    letter = advance or 0.9 * recognised_strip.strip.half
    first, last = (recognised_strip.strip.left + marks[end].middle * recognised_strip.step for end in (0, -1))
    middle, reach = recognised_strip.strip.middle((first + last) / 2), 0.85 * recognised_strip.strip.half
    top, bottom = max(0, int(middle - reach)), int(middle + reach) + 1
    begin = max(0, int(first - INK_REACH * letter))
    inked = begin + np.flatnonzero(normalised.ink[top:bottom, begin : int(last + INK_REACH * letter) + 1].any(0))
    before, behind = inked[inked <= first], inked[inked >= last]
    left = float(before[0]) - 1 if len(before) else first - 0.55 * letter
    right = float(behind[-1]) + 2 if len(behind) else last + 0.55 * letter
    rows = np.flatnonzero(normalised.letters[top:bottom, max(0, int(left)) : max(1, int(right))].any(1))
    low, high = middle - 0.55 * recognised_strip.strip.half, middle + 0.55 * recognised_strip.strip.half
    if len(rows):
        low, high = min(top + int(rows[0]), middle - 4.0), max(top + int(rows[-1]) + 1.0, middle + 4.0)
    return left, low - 1, right, high + 1


def _alternatives(marks: list[Mark], first: str) -> tuple[str, ...]:
    """What the word may be instead: each doubtful character exchanged alone, and the first reading's like word."""
    text = "".join(mark.character for mark in marks)
    doubtful = sorted(
        (mark.likelihood, place) for place, mark in enumerate(marks) if mark.second.strip() and mark.likelihood < 0.9
    )
    alternatives = [text[:place] + marks[place].second + text[place + 1 :] for _, place in doubtful[:2]]
    alternatives += [word for word in first.split() if len(word) == len(text) and _differ(word, text) in (1, 2)]
    return tuple(dict.fromkeys(word for word in alternatives if word != text))[:MAX_ALTERNATIVES]


def _differ(word: str, other: str) -> int:
    return sum(a != b for a, b in zip(word, other, strict=True))
