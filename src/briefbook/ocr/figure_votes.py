"""Doubtful words with figures are cut out of the page in several ways, and what most of the cut-outs say is taken.

The recogniser reads a worn figure otherwise when its strip is a little higher, lower or shifted, or its strokes a
little thicker: where the line took one of these readings by chance, most of the others agree on the right one. What is
surely read is not asked; no sign becomes a figure, for dirt does.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein

from briefbook.ocr.decoding import Mark, marks_of
from briefbook.ocr.figures_in_context import weigh_figures
from briefbook.ocr.line_finding import Strip
from briefbook.ocr.page_normalisation import NormalisedPage
from briefbook.ocr.recogniser import alphabet, recognise
from briefbook.ocr.second_look import splice_word
from briefbook.ocr.word_assembly import RecognisedStrip, with_word

Picture = npt.NDArray[np.uint8]

MAX_CONFIDENCE, MIN_CONFIDENCE, MIN_LINE = 0.87, 0.1, 0.6
"""Words with figures that are asked: not surer than the first, as sure as the second, of lines whose characters are on
the average as likely as the third."""

ROOM = 1.2
"""Widths of a letter left free on either side of a word."""

HEIGHTS = (0.88, 1.08)
"""Heights of cut-outs, in heights of the strip; three more are as high as it: as it is, shifted, and with its strokes
thicker."""

LEVEL = 3
"""Those that are as high."""

SHIFT = -0.08
"""By how much the shifted one is too high, in halves of its height."""

MIN_VOTES, MIN_VOTES_AGAINST_DOUBT, DOUBT = 4, 3, 0.5
"""So many of the five cut-outs must say the same, all where a letter becomes another; fewer where no character that
goes is as likely as the third."""

JOINING = "-/"
"""Signs that stand in numbers."""

MAX_WORDS = 30
"""So many words of a page are asked, the least sure."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A word: its strip's number and its own, its marks from first to behind, its edges in pixels, its cut-out."""

    strip: int
    word: int
    first: int
    behind: int
    left: float
    right: float
    cut_out: Strip


def vote_on_figures(
    normalised: NormalisedPage, reads: Sequence[RecognisedStrip], advance: float | None
) -> list[RecognisedStrip]:
    """Read the doubtful words with figures of a page again in several ways.

    Args:
        normalised: The page.
        reads: Its strips with their words.
        advance: The advance width of its type in pixels; None where it is not monospaced.

    Returns:
        The strips in the same order, words exchanged where most cut-outs say another.
    """
    asked = sorted(
        (one for number in range(len(reads)) for one in _doubtful(reads, number, advance)),
        key=lambda one: reads[one.strip].words[one.word].confidence or 0.0,
    )[:MAX_WORDS]
    accents = any(not mark.character.isascii() for read in reads for mark in read.marks)
    votes = _level_votes(normalised, [one.cut_out for one in asked], accents=accents)
    open_words = [
        place
        for place, (one, cut_outs) in enumerate(zip(asked, votes, strict=True))
        if any(_text(_inside(cut_out, one)) != reads[one.strip].words[one.word].text for cut_out in cut_outs)
    ]  # of the others no two cut-outs more can change anything
    further = _other_heights(normalised, [asked[place].cut_out for place in open_words], accents=accents)
    for place, cut_outs in zip(open_words, further, strict=True):
        votes[place] += cut_outs
    result = list(reads)
    for one, cut_outs in sorted(zip(asked, votes, strict=True), key=lambda pair: (pair[0].strip, -pair[0].first)):
        read = result[one.strip]
        old = read.marks[one.first : one.behind]
        new = _elected(old, [_inside(cut_out, one) for cut_out in cut_outs]) if len(cut_outs) > LEVEL else None
        if new is not None:
            spliced = splice_word(read, (one.first, one.behind), cut_outs[new[0]], new[1])
            if spliced is not read:
                result[one.strip] = with_word(normalised, spliced, one.word, (one.first, len(new[1])), advance)
    return result


def _doubtful(reads: Sequence[RecognisedStrip], number: int, advance: float | None) -> Iterator[_Asked]:
    """The doubtful words with figures of a strip."""
    read = reads[number]
    if read.likelihood < MIN_LINE:
        return
    letter = advance or 0.9 * read.strip.half
    at = 0
    for place, word in enumerate(read.words):
        while read.marks[at].character == " ":
            at += 1
        first, at = at, at + len(word.text)
        sure = word.confidence or 0.0
        if word.picture or not MIN_CONFIDENCE <= sure <= MAX_CONFIDENCE or not _figures(word.text):
            continue
        left = read.strip.left + read.marks[first].middle * read.step - 0.55 * letter
        right = read.strip.left + read.marks[at - 1].middle * read.step + 0.55 * letter
        steps = int((left - ROOM * letter - read.strip.left) // read.step)
        begin = max(0, round(read.strip.left + steps * read.step))
        cut_out = read.strip.between(begin, max(begin + 8, round(right + ROOM * letter)))
        yield _Asked(number, place, first, at, left, right, cut_out)


def _level_votes(normalised: NormalisedPage, strips: Sequence[Strip], *, accents: bool) -> list[list[RecognisedStrip]]:
    """What is recognised in each strip, in the same shifted, and in the same with thicker strokes."""
    every, cuts = [], []
    for strip in strips:
        up = SHIFT * strip.half
        shifted = replace(strip, middle_left=strip.middle_left + up, middle_right=strip.middle_right + up)
        plain = strip.cut(normalised.page)
        every += [strip, shifted, strip]
        cuts += [plain, shifted.cut(normalised.page), _thicker(plain)]
    return _recognised(every, cuts, LEVEL, accents=accents)


def _other_heights(
    normalised: NormalisedPage, strips: Sequence[Strip], *, accents: bool
) -> list[list[RecognisedStrip]]:
    """What is recognised in each strip made lower and made higher."""
    every = [replace(strip, half=height * strip.half) for strip in strips for height in HEIGHTS]
    return _recognised(every, [strip.cut(normalised.page) for strip in every], len(HEIGHTS), accents=accents)


def _recognised(
    strips: Sequence[Strip], cuts: Sequence[Picture], by: int, *, accents: bool
) -> list[list[RecognisedStrip]]:
    """What is recognised in cut-outs, so many together as belong to one word."""
    reads = [
        RecognisedStrip(strip, scores, weigh_figures(marks_of(scores, alphabet()), scores, alphabet()))
        for strip, scores in zip(strips, recognise(cuts, accents=accents), strict=True)
    ]
    return [reads[begin : begin + by] for begin in range(0, len(reads), by)]


def _thicker(cut: Picture) -> Picture:
    soft = cv2.GaussianBlur(cut, (0, 0), 0.5)
    return np.asarray(cv2.erode(soft, np.ones((2, 2), np.uint8)), np.uint8)


def _inside(read: RecognisedStrip, asked: _Asked) -> list[Mark]:
    """The characters of a cut-out between the edges of the word, without blanks before and behind."""
    marks = [mark for mark in read.marks if asked.left <= read.strip.left + mark.middle * read.step <= asked.right]
    while marks and marks[0].character == " ":
        del marks[0]
    while marks and marks[-1].character == " ":
        del marks[-1]
    return marks


def _elected(old: Sequence[Mark], votes: Sequence[Sequence[Mark]]) -> tuple[int, list[Mark]] | None:
    """The number of the cut-out whose reading is taken, and its characters; None where the word stays."""
    before = _text(old)
    (text, count), *_ = Counter(map(_text, votes)).most_common(1)
    level = [number for number in range(LEVEL) if _text(votes[number]) == text]
    if count < MIN_VOTES_AGAINST_DOUBT or not level or not text or " " in text or text == before:
        return None
    edits = [edit for edit in Levenshtein.opcodes(before, text) if edit.tag != "equal"]
    gone = [mark.likelihood for edit in edits for mark in old[edit.src_start : edit.src_end]]
    if count < MIN_VOTES and max(gone, default=1.0) >= DOUBT:
        return None
    if not _is_allowed(before, text, against=len(votes) - count):
        return None
    best = max(level, key=lambda number: min(mark.likelihood for mark in votes[number]))
    share = count / len(votes)
    return best, [replace(mark, likelihood=min(mark.likelihood, share)) for mark in votes[best]]


def _is_allowed(before: str, text: str, *, against: int) -> bool:
    """May a word with figures become another: no figure goes, dirt becomes none, and stops are left to the line?

    ``against`` cut-outs say something else.
    """
    if _figures(text) < _figures(before):
        return False
    for edit in Levenshtein.opcodes(before, text):
        gone, come = before[edit.src_start : edit.src_end], text[edit.dest_start : edit.dest_end]
        if edit.tag == "delete" and not (edit.src_start == 0 and gone.isalpha() and text[0].isdigit()):
            return False
        if edit.tag == "insert" and not all(one.isdigit() or one in JOINING for one in come):
            return False
        if edit.tag == "replace" and not all(
            (one.isalnum() and (other.isdigit() or other == "$" or (not against and other.isalpha() and one.isalpha())))
            or (not one.isalnum() and other in JOINING)
            for one, other in zip(gone, come, strict=False)
        ):
            return False
    return True


def _figures(text: str) -> int:
    """How many figures a text has."""
    return sum(map(str.isdigit, text))


def _text(marks: Sequence[Mark]) -> str:
    return "".join(mark.character for mark in marks)
