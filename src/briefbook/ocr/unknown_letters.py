"""A page's lines -> are they letters that the reader does not know, in which it saw Latin ones?

The reader gives a Latin letter for every letter of type. On a page in Greek or Cyrillic these make words that no
language has, though many of them look sure; on one in Arabic, Japanese or by hand hardly one looks sure. Code groups
are no words of a language either, but all of a length, and read as surely as prose.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from briefbook.model.page import Box, Kind, Line, Region
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


@dataclass(frozen=True, slots=True)
class _Words:
    """What the words of a page's message are like: shares from 0 to 1, means, and how many there are."""

    count: int
    confidence: float
    sure: float
    better: float
    long: int
    usualness: float
    usual: float
    mixed: float
    of_one_length: float


def may_be_mirrored(lines: Sequence[Line]) -> bool:
    """Are the words of a page so unusual that it should be read in a mirror too?

    Args:
        lines: The lines that were read.
    """
    words = _words_of(lines)
    if words.long < MIN_LONG_WORDS or words.usual > MAX_USUAL_SHARE:
        return False
    if words.sure >= MAX_SURE_SHARE or words.of_one_length > MAX_OF_ONE_LENGTH:
        return False  # code groups, or a language of Latin letters that has no model
    return words.usualness <= UNUSUAL_IF_MIXED


def are_unknown_letters(lines: Sequence[Line]) -> bool:
    """Are the lines of a page, which is no mirror image, most likely letters of another script?

    Args:
        lines: The lines that were read.
    """
    words = _words_of(lines)
    return may_be_mirrored(lines) and (words.usualness <= UNUSUAL or words.mixed >= MIN_MIXED)


def are_hardly_read(lines: Sequence[Line]) -> bool:
    """Is nearly every word of a page of many lines a guess?

    Args:
        lines: The lines that were read.
    """
    words = _words_of(lines)
    few = sum(line.kind is Kind.MESSAGE for line in lines) < MIN_LINES or words.count < MIN_WORDS
    return not few and words.better <= MAX_BETTER and words.confidence <= MAX_MEAN and words.usual <= MAX_USUAL_SHARE


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


def _words_of(lines: Sequence[Line]) -> _Words:
    words = [word for line in lines if line.kind is Kind.MESSAGE for word in line.words]
    long = [letters for word in words if len(letters := _letters(word.text)) >= MIN_LENGTH]
    usual = [_usualness(letters) for letters in long]
    sureness = [word.confidence or 0.0 for word in words]

    def share(count: int, among: Sequence[object]) -> float:
        return count / max(1, len(among))

    return _Words(
        len(words),
        sum(sureness) / max(1, len(words)),
        share(sum(sure > SURE for sure in sureness), words),
        share(sum(sure > DOUBTFUL for sure in sureness), words),
        len(long),
        sum(usual) / max(1, len(usual)),
        share(sum(value > USUAL for value in usual), usual),
        share(sum(bool(_MIXED.search(word.text)) for word in words), words),
        share(max(Counter(map(len, long)).values(), default=0), long),
    )


def _has_usual_word(line: Line) -> bool:
    return any(len(letters := _letters(word.text)) >= MIN_LENGTH and _usualness(letters) > USUAL for word in line.words)


def _usualness(letters: str) -> float:
    value = usualness(letters)
    return 0.0 if value is None else value


def _letters(text: str) -> str:
    return _NO_LETTER.sub("", text)
