"""Doubtful words with figures are cut out of the page in several ways, and what most of the cut-outs say is taken.

Where the line took one of several readings of a worn figure by chance, most of the others agree on the right one. What
is surely read is not asked; no sign becomes a figure, for dirt does.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from briefbook.model.page import Word
from briefbook.ocr.decoding import Mark
from briefbook.ocr.page_normalisation import NormalisedPage
from briefbook.ocr.word_assembly import RecognisedStrip
from briefbook.ocr.word_cut_outs import Way, asked_words, cut_out, text_of, with_elected

MAX_CONFIDENCE, MIN_CONFIDENCE = 0.87, 0.1
"""Words with figures that are asked: not surer than the first, as sure as the second."""

MIN_VOTES, MIN_VOTES_AGAINST_DOUBT, DOUBT = 4, 3, 0.5
"""So many of the five cut-outs must say the same, all where a letter becomes another; fewer where no character that
goes is as likely as the third."""

JOINING = "-/"
"""Signs that stand in numbers."""

LEVEL, HEIGHTS = (Way.PLAIN, Way.SHIFTED, Way.THICKER), (Way.LOWER, Way.HIGHER)
"""The cut-outs of a word, from the first of which its reading is taken; the second only where these differ from it."""

MAX_WORDS = 30
"""So many words of a page are asked, the least sure."""


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
    asked = asked_words(reads, advance, _is_asked, MAX_WORDS)
    accents = any(not mark.character.isascii() for read in reads for mark in read.marks)
    votes = cut_out(normalised, asked, LEVEL, accents=accents)
    open_words = [
        place
        for place, (one, cut_outs) in enumerate(zip(asked, votes, strict=True))
        if any(text_of(one.inside(each)) != reads[one.strip].words[one.word].text for each in cut_outs)
    ]  # of the others no two cut-outs more can change anything
    further = cut_out(normalised, [asked[place] for place in open_words], HEIGHTS, accents=accents)
    elected = []
    for place, others in zip(open_words, further, strict=True):
        one, cut_outs = asked[place], votes[place]
        old = reads[one.strip].marks[one.first : one.behind]
        new = _elected(old, [one.inside(each) for each in (*cut_outs, *others)])
        if new is not None:
            elected.append((one, cut_outs[new[0]], new[1]))
    return with_elected(normalised, reads, elected, advance)


def _is_asked(word: Word) -> bool:
    sure = word.confidence or 0.0
    return not word.picture and MIN_CONFIDENCE <= sure <= MAX_CONFIDENCE and _figures(word.text) > 0


def _elected(old: Sequence[Mark], votes: Sequence[Sequence[Mark]]) -> tuple[int, list[Mark]] | None:
    """The number of the cut-out whose reading is taken, and its characters; None where the word stays."""
    before = text_of(old)
    (text, count), *_ = Counter(map(text_of, votes)).most_common(1)
    level = [number for number in range(len(LEVEL)) if text_of(votes[number]) == text]
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
