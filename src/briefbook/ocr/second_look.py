"""Look a second time at words with figures, and at words with ink beside them that no letter was read in.

Two thirds of the wrong figures have lost a figure or a letter at the word's edge, or have O for 0 and I for 1 in the
middle of a long line. Cut out of the page by itself, with a letter's room before and behind, a word is read otherwise
by the same recogniser, and better. Where that differs from the line, a lower cut-out is asked too; if both agree,
their reading is taken.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from rapidfuzz.distance import Levenshtein

from briefbook.ocr.decoding import Mark, marks_of, matches_advance
from briefbook.ocr.line_finding import Strip
from briefbook.ocr.page_normalisation import WORKING_DPI, NormalisedPage
from briefbook.ocr.recogniser import alphabet, recognise
from briefbook.ocr.word_assembly import RecognisedStrip

ROOM = 1.2
"""Widths of a letter left free on either side of a word, less where the next word is nearer."""

LOWER = 0.88
"""The height of the second cut-out, in heights of the strip."""

HALF_LETTER = 0.55
"""Widths of a letter from the middle of a word's outer letter to its edge."""

BAND = 0.6
"""Halves of a strip's height above and below its middle in which ink beside a word is looked for."""

MIN_INK, MIN_INK_INSIDE, MIN_DIRT_RATIO = 0.0002, 0.0003, 2.5
"""Square inches of ink that may be a stop, beyond a strip's end and between two words; and in times the dirt that falls
into a letter's room by chance."""

ONE_BLANK, MIN_TRACE = (1.6, 2.4), 0.0001
"""Widths of a letter from the last letter of a word to the first of the next with one room between them, and square
inches of ink in that room that may be left of a stroke or a hyphen: the two words are then looked at as one."""

MAX_CELLS_BEYOND, MAX_EMPTY = 20, 2
"""Letters' rooms beyond a strip's end that are looked at, and added as long as no more than so many are empty."""

LIKELY_FIGURE = 0.1
"""A word in which a figure is as likely as this at any step may be one with figures."""

MIN_ADDED, MIN_ADDED_SIGN, MIN_CHANGED = 0.6, 0.8, 0.5
"""How likely each character must be, in both cut-outs, that is added to the line (specks look like stops), or stands
for another."""

MAX_LOST, MAX_LEFT_OUT = 0.9, 0.5
"""A character of which the line is surer than this is not taken for another; and not left out. A word without figures
within a line all of whose characters are so sure is not looked at: of 674 with ink beside them two were read
otherwise."""

LOOKALIKES = "IlO|"
"""Words of one character that may be a figure."""

MAX_LOOKS = 80
"""So many words of a page are looked at, those with figures first, then the ends of lines: on speckled paper there is
ink beside most."""


@dataclass(frozen=True, slots=True)
class _Look:
    """A word to be looked at again: its strip's number, its marks from first to behind, from where to where in pixels.

    ``begin`` and ``end`` are the word's edges, ``low`` and ``high`` those of what may be read with it, in pixels too.
    """

    strip: int
    first: int
    behind: int
    left: float
    right: float
    begin: float
    end: float
    low: float
    high: float
    has_figures: bool
    is_end: bool
    """Is it the first or the last word of its strip?"""


def look_again(
    normalised: NormalisedPage, reads: Sequence[RecognisedStrip], advance: float | None
) -> list[RecognisedStrip]:
    """Read words with figures, and words with unread ink beside them, a second time.

    Args:
        normalised: The page.
        reads: Its strips as recognised, before context is asked.
        advance: The advance width of its type in pixels; None where it is not monospaced, and nothing is looked at.

    Returns:
        The strips in the same order; those in which a word was read better have its characters and scores, and may
        be longer.
    """
    if advance is None:
        return list(reads)
    dirt = float(np.count_nonzero(normalised.ink > normalised.letters)) / normalised.ink.size
    looks = [
        look
        for number, read in enumerate(reads)
        if matches_advance(read.marks, read.step, advance)
        for look in _looks(normalised, reads, number, advance, dirt)
    ]
    looks = sorted(looks, key=lambda look: (not look.has_figures, not look.is_end))[:MAX_LOOKS]
    looks.sort(key=lambda look: (look.strip, look.first))
    if not looks:
        return list(reads)
    accents = any(not mark.character.isascii() for read in reads for mark in read.marks)
    better = []
    for look, cut_out in zip(looks, _read_cut_outs(normalised, reads, looks, 1.0, accents=accents), strict=True):
        old = reads[look.strip].marks[look.first : look.behind]
        if any(_is_better(old, new, new) for new in (_inside(cut_out, near) for near in _narrower(look, cut_out))):
            better.append((look, cut_out, old))
    lower = _read_cut_outs(normalised, reads, [look for look, *_ in better], LOWER, accents=accents)
    result = list(reads)
    for (look, cut_out, old), other in reversed(list(zip(better, lower, strict=True))):  # right to left in a strip
        for near in _narrower(look, cut_out):
            new = _inside(cut_out, near)
            if _is_better(old, new, _inside(other, near)):
                result[look.strip] = splice_word(result[look.strip], (look.first, look.behind), cut_out, new)
                break
    return result


def _looks(
    normalised: NormalisedPage, reads: Sequence[RecognisedStrip], number: int, advance: float, dirt: float
) -> Iterator[_Look]:
    """The words of a strip that are looked at again, from left to right."""
    read = reads[number]
    figures = [index for index, character in enumerate(alphabet()) if character.isdigit()]
    words = _joined(normalised, read, _words(read.marks), advance)
    edge = HALF_LETTER * advance
    ends = [_ends(read, first, behind, edge) for first, behind in words]
    begin, end = _neighbours(reads, number)
    for place, (first, behind) in enumerate(words):
        left, right = ends[place]
        before = ends[place - 1][1] if place else begin
        after = ends[place + 1][0] if place + 1 < len(words) else end
        low = _reach(normalised, read, left, before, -advance, dirt, only_next=place > 0)
        high = _reach(normalised, read, right, after, advance, dirt, only_next=place + 1 < len(words))
        marks = read.marks[first:behind]
        likely = read.scores[marks[0].first : marks[-1].behind, figures]
        has_figures = float(likely.max(initial=0.0)) > LIKELY_FIGURE or (
            len(marks) == 1 and marks[0].character in LOOKALIKES
        )
        is_sure = all(mark.likelihood > MAX_LOST for mark in marks) and len(marks) > 1
        is_end = place in (0, len(words) - 1)
        has_ink_beside = (low < left or high > right) and (has_figures or is_end or not is_sure)
        if (has_figures and not is_sure) or has_ink_beside:
            room = ROOM * advance
            start, stop = max(low - room, before), min(high + room, after)
            yield _Look(number, first, behind, start, stop, left, right, low, high, has_figures, is_end)


def _words(marks: Sequence[Mark]) -> list[tuple[int, int]]:
    """The places of the words among some marks, each from its first to behind its last."""
    words, first = [], None
    for place, mark in enumerate([*marks, None]):
        if mark is not None and mark.character != " ":
            first = place if first is None else first
        elif first is not None:
            words.append((first, place))
            first = None
    return words


def _joined(
    normalised: NormalisedPage, read: RecognisedStrip, words: Sequence[tuple[int, int]], advance: float
) -> list[tuple[int, int]]:
    """The words, two with figures as one where a trace of ink stands in the one room between them."""
    joined: list[tuple[int, int]] = []
    for first, behind in words:
        if joined and any(mark.character.isdigit() for mark in read.marks[joined[-1][0] : behind]):
            left, right = (read.strip.left + read.marks[at].middle * read.step for at in (joined[-1][1] - 1, first))
            if ONE_BLANK[0] * advance < right - left < ONE_BLANK[1] * advance:
                middle, reach = (left + right) / 2, 0.4 * advance
                if _ink(normalised, read, middle - reach, middle + reach) >= MIN_TRACE * WORKING_DPI**2:
                    joined[-1] = joined[-1][0], behind
                    continue
        joined.append((first, behind))
    return joined


def _ink(normalised: NormalisedPage, read: RecognisedStrip, left: float, right: float) -> int:
    """The pixels of ink between two columns of a strip, as high as letters reach."""
    middle, high = read.strip.middle((left + right) / 2), BAND * read.strip.half
    room = normalised.ink[max(0, int(middle - high)) : int(middle + high), max(0, int(left)) : max(0, int(right))]
    return int(np.count_nonzero(room))


def _ends(read: RecognisedStrip, first: int, behind: int, edge: float) -> tuple[float, float]:
    """Where a word begins and ends, in pixels of the page."""
    left = read.strip.left + read.marks[first].middle * read.step - edge
    return left, read.strip.left + read.marks[behind - 1].middle * read.step + edge


def _neighbours(reads: Sequence[RecognisedStrip], number: int) -> tuple[float, float]:
    """Where the strips that stand level with a strip end before it and begin behind it."""
    strip = reads[number].strip
    begin, end = 0.0, float("inf")
    for other in (read.strip for place, read in enumerate(reads) if place != number):
        if abs(other.middle(strip.left) - strip.middle_left) < strip.half and other.right <= strip.left + strip.half:
            begin = max(begin, other.right)
        if abs(other.middle(strip.right) - strip.middle_right) < strip.half and other.left >= strip.right - strip.half:
            end = min(end, other.left)
    return begin, end


def _reach(
    normalised: NormalisedPage,
    read: RecognisedStrip,
    edge: float,
    limit: float,
    step: float,
    dirt: float,
    *,
    only_next: bool,
) -> float:
    """How far from a word's edge there is ink of letters, at most to a limit: letter's room by letter's room."""
    least = MIN_INK_INSIDE if only_next else MIN_INK
    needed = max(least * WORKING_DPI**2, MIN_DIRT_RATIO * dirt * abs(step) * 2 * BAND * read.strip.half)
    reach, empty = edge, 0
    for _ in range(1 if only_next else MAX_CELLS_BEYOND):
        beyond = max(edge + step, limit) if step < 0 else min(edge + step, limit)
        left, right = sorted((edge, beyond))
        if right - left < 0.5 * abs(step):
            break
        if _ink(normalised, read, left, right) >= needed:
            reach, empty = beyond, 0
        elif (empty := empty + 1) > MAX_EMPTY:
            break
        edge = beyond
    return reach


def _read_cut_outs(
    normalised: NormalisedPage,
    reads: Sequence[RecognisedStrip],
    looks: Sequence[_Look],
    height: float,
    *,
    accents: bool,
) -> list[RecognisedStrip]:
    """What is recognised in the cut-outs of some looks, of so many times the height of their strips."""
    strips = [_cut_out(reads[look.strip], look) for look in looks]
    strips = [replace(strip, half=height * strip.half) for strip in strips]
    answers = recognise([strip.cut(normalised.page) for strip in strips], accents=accents)
    return [
        RecognisedStrip(strip, scores, marks_of(scores, alphabet()))
        for strip, scores in zip(strips, answers, strict=True)
    ]


def _cut_out(read: RecognisedStrip, look: _Look) -> Strip:
    """The strip of a look, which begins a whole number of steps from the beginning of its line's."""
    steps = math.floor((look.left - read.strip.left) / read.step)
    left = max(0, round(read.strip.left + steps * read.step))
    return read.strip.between(left, max(left + 8, round(look.right)))


def _narrower(look: _Look, cut_out: RecognisedStrip) -> Iterator[_Look]:
    """A look as it is, and then without the outer words of what was added beyond the line, one after another."""
    yield look
    gaps = [cut_out.strip.left + mark.middle * cut_out.step for mark in cut_out.marks if mark.character == " "]
    before = [gap for gap in gaps if look.low < gap < look.begin]
    behind = [gap for gap in reversed(gaps) if look.end < gap < look.high]
    for gap in before:
        yield replace(look, low=gap)
    for gap in behind:
        yield replace(look, high=gap)
    if look.low < look.begin and look.high > look.end:
        yield replace(look, low=look.begin)
        yield replace(look, high=look.end)


def _inside(read: RecognisedStrip, look: _Look) -> list[Mark]:
    """The characters between the edges of a look, without blanks before and behind."""
    marks = [mark for mark in read.marks if look.low <= read.strip.left + mark.middle * read.step <= look.high]
    while marks and marks[0].character == " ":
        del marks[0]
    while marks and marks[-1].character == " ":
        del marks[-1]
    return marks


def _is_better(old: Sequence[Mark], new: Sequence[Mark], again: Sequence[Mark]) -> bool:
    """Do two cut-outs agree, are they sure of what they change, and was the line not surer of what they leave out?"""
    before, text, other = ("".join(mark.character for mark in marks) for marks in (old, new, again))
    if not text or text == before or text != other:
        return False
    sure = [min(mark.likelihood, twin.likelihood) for mark, twin in zip(new, again, strict=True)]
    has_figures = any(map(str.isdigit, before + text))
    for edit in Levenshtein.opcodes(before, text):
        needed = {"insert": MIN_ADDED, "replace": MIN_CHANGED}.get(edit.tag, 0.0)
        if edit.tag == "insert" and not any(map(str.isalnum, text[edit.dest_start : edit.dest_end])):
            needed = MIN_ADDED_SIGN
        if any(likelihood < needed for likelihood in sure[edit.dest_start : edit.dest_end]):
            return False
        gone, come = before[edit.src_start : edit.src_end], text[edit.dest_start : edit.dest_end]
        if (" " in come and not any(map(str.isalnum, come))) or (edit.tag == "replace" and _loses_figure(gone, come)):
            return False
        inside = edit.src_start > 0 and edit.src_end < len(before)
        if inside and (" " in come or (edit.tag == "replace" and not has_figures)):
            return False
        lost = [mark.likelihood for mark in old[edit.src_start : edit.src_end] if mark.character != " "]
        limit = {"delete": MAX_LEFT_OUT, "replace": MAX_LOST}.get(edit.tag, 1.0)
        if any(likelihood > limit for likelihood in lost):
            return False
    return True


def _loses_figure(before: str, after: str) -> bool:
    """Does something else stand in the place of a figure?"""
    return sum(map(str.isdigit, after)) < sum(map(str.isdigit, before))


def splice_word(
    read: RecognisedStrip, word: tuple[int, int], part: RecognisedStrip, new: Sequence[Mark]
) -> RecognisedStrip:
    """Put the characters and scores of a cut-out in the place of a word's.

    Args:
        read: The strip.
        word: The word's marks, from the first to behind the last.
        part: The cut-out, of the same height, which begins a whole number of steps from the beginning of the strip.
        new: Those of its characters that are the word's.

    Returns:
        Another strip, longer where the cut-out reaches beyond it; the same one where a neighbour is in the way.
    """
    first_mark, behind_mark = word
    offset = round((part.strip.left - read.strip.left) / read.step)
    before = max(0, -offset)  # steps added before the strip
    length = max(before + len(read.scores), before + offset + len(part.scores))
    scores = np.zeros((length, read.scores.shape[1]), np.float32)
    scores[:, 0] = 1.0
    scores[before : before + len(read.scores)] = read.scores
    left = [_moved(mark, before) for mark in read.marks[:first_mark]]
    right = [_moved(mark, before) for mark in read.marks[behind_mark:]]
    own = [_moved(mark, before + offset) for mark in new]
    begin = max((mark.behind + 1 for mark in left if mark.character != " "), default=0)  # with room for a blank
    end = min((mark.first - 1 for mark in right if mark.character != " "), default=length)
    if own[0].first < begin or own[-1].behind > end:
        return read
    first, behind = max(before + offset, begin), min(before + offset + len(part.scores), end)
    scores[first:behind] = part.scores[first - before - offset : behind - before - offset]
    strip = read.strip.between(min(read.strip.left, part.strip.left), max(read.strip.right, part.strip.right))
    left = _clear_of(left, 0, own[0].first, own[0].first - 1)
    right = _clear_of(right[::-1], own[-1].behind, length, own[-1].behind)[::-1]
    return replace(read, strip=strip, scores=scores, marks=[*left, *own, *right])


def _clear_of(marks: Sequence[Mark], begin: int, end: int, beside: int) -> list[Mark]:
    """The marks on one side of a word, the nearest last, that lie between two steps.

    A blank that had no room is put on the one step ``beside`` the word, unless it is at the strip's end.
    """
    clear = [mark for mark in marks if begin <= mark.first and mark.behind <= end]
    if len(clear) == len(marks) or not clear or clear[-1].character == " ":
        return clear
    return [*clear, replace(marks[-1], first=beside, behind=beside + 1, middle=beside + 0.5)]


def _moved(mark: Mark, steps: int) -> Mark:
    return replace(mark, first=mark.first + steps, behind=mark.behind + steps, middle=mark.middle + steps)
