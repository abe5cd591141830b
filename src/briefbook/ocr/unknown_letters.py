"""A page's lines -> are they letters that the reader does not know, in which it saw Latin ones?

The reader gives a Latin letter for every letter of type. On a page in Greek or Cyrillic these make words that no
language has, though many of them look sure; on one in Arabic, Japanese or by hand hardly one looks sure. Code groups
are no words of a language either, but all of a length, and read as surely as prose.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from statistics import fmean as mean

from briefbook.model.page import Box, Kind, Line, Region, Word
from briefbook.ocr.letter_model import usualness
from briefbook.ocr.reader import OcrResult

OTHER_SCRIPT = "could not be read: it looks like letters of another script"
"""``OcrResult.why`` of a page whose lines are left out because they would be rubble; also the note of their region."""

HARDLY_READ = "hardly a word could be read"
"""``OcrResult.why`` of a page of many lines of which nearly every word is a guess."""

MIN_LENGTH, MIN_LONG_WORDS = 4, 12
"""Letters of a word that tells something of its language, and so many of them that tell it of a page."""

USUAL, MAX_USUAL_SHARE = -2.2, 0.05
"""The mean logarithm of how likely a word's letters are in English or French, from which it is usual, and the share of
usual words on a page that is in neither."""

UNUSUAL, UNUSUAL_IF_MIXED, MIN_MIXED = -6.5, -5.9, 0.25
"""The same mean over the long words of a page in letters of another script, in the second case if so many of its words
mix figures or capitals with small letters, as small Cyrillic and Greek letters are read.

On 45 drawn pages of Cyrillic, Greek, Armenian and Georgian type -6.2 to -7.1; on 807 pages of data/scans scanned
otherwise, of releases and of demonstrations -5.5 at least but for mirror images; Polish and Hungarian, drawn, -5.9.
"""

SURE, MAX_SURE_SHARE, MAX_OF_ONE_LENGTH = 0.8, 0.9, 0.5
"""The confidence of a sure word, their share among code groups, and the share of words of one length among these."""

MIN_LINES, MIN_WORDS, DOUBTFUL, MAX_BETTER, MAX_MEAN = 6, 20, 0.5, 0.05, 0.3
"""A page of so many lines and words is hardly read if no more than such a share of its words are surer than doubtful,
with such a mean confidence."""

_NO_LETTER = re.compile(r"[^A-Za-zÀ-ÿ]")
_MIXED = re.compile(r"[A-Za-z]\d|\d[A-Za-z]|[a-z][A-Z]")


def may_be_mirrored(lines: Sequence[Line]) -> bool:
    """Are the words of a page so unusual that it should be read in a mirror too?

    Args:
        lines: The lines that were read.
    """
    words = _words_of(lines)
    long = _long_words(words)
    if len(long) < MIN_LONG_WORDS or _has_usual_words(long):
        return False
    if _share_surer(words, SURE) >= MAX_SURE_SHARE or max(Counter(map(len, long)).values()) > MAX_OF_ONE_LENGTH * len(
        long
    ):
        return False  # code groups, or a language of Latin letters that has no model
    return mean([_usualness(letters) for letters in long]) <= UNUSUAL_IF_MIXED


def are_unknown_letters(lines: Sequence[Line]) -> bool:
    """Are the lines of a page, which is no mirror image, most likely letters of another script?

    Args:
        lines: The lines that were read.
    """
    if not may_be_mirrored(lines):
        return False
    words = _words_of(lines)
    mixed = mean([bool(_MIXED.search(word.text)) for word in words])
    return mixed >= MIN_MIXED or mean([_usualness(letters) for letters in _long_words(words)]) <= UNUSUAL


def are_hardly_read(lines: Sequence[Line]) -> bool:
    """Is nearly every word of a page of many lines a guess?

    Args:
        lines: The lines that were read.
    """
    words = _words_of(lines)
    if sum(line.kind is Kind.MESSAGE for line in lines) < MIN_LINES or len(words) < MIN_WORDS:
        return False
    if _share_surer(words, DOUBTFUL) > MAX_BETTER or mean([word.confidence or 0.0 for word in words]) > MAX_MEAN:
        return False
    return not _has_usual_words(_long_words(words))


def without_unknown_letters(result: OcrResult) -> OcrResult:
    """The result with a region in place of the lines of its message of which no word is usual.

    Args:
        result: A page of which ``are_unknown_letters`` says so.
    """
    gone = [line for line in result.lines if line.kind is Kind.MESSAGE and not _has_usual_word(line)]
    boxes = [line.box for line in gone if line.box]
    if not boxes:
        return result
    kept = tuple(line for line in result.lines if not any(line is other for other in gone))
    region = Region(Kind.UNREAD, Box.around(boxes), OTHER_SCRIPT)
    return replace(result, lines=kept, regions=(*result.regions, region), why=OTHER_SCRIPT)


def _words_of(lines: Sequence[Line]) -> list[Word]:
    return [word for line in lines if line.kind is Kind.MESSAGE for word in line.words]


def _long_words(words: Sequence[Word]) -> list[str]:
    """The letters of words that have enough of them."""
    return [letters for word in words if len(letters := _letters(word.text)) >= MIN_LENGTH]


def _has_usual_words(long: Sequence[str]) -> bool:
    """Are more words usual than on a page in no language known? Of prose a few words tell, so not all are asked."""
    usual = 0
    for letters in long:
        usual += _usualness(letters) > USUAL
        if usual > MAX_USUAL_SHARE * len(long):
            return True
    return False


def _share_surer(words: Sequence[Word], limit: float) -> float:
    return mean([(word.confidence or 0.0) > limit for word in words])


def _has_usual_word(line: Line) -> bool:
    return any(len(letters := _letters(word.text)) >= MIN_LENGTH and _usualness(letters) > USUAL for word in line.words)


def _usualness(letters: str) -> float:
    value = usualness(letters)
    return 0.0 if value is None else value


def _letters(text: str) -> str:
    return _NO_LETTER.sub("", text)
