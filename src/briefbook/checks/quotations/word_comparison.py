"""Decide whether one word may be another, misread."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from rapidfuzz.distance import Indel, Levenshtein

from briefbook.model.page import Word
from briefbook.text.lexicon import REFERENCE_WORDS, frequency, is_word
from briefbook.text.ocr_confusion import FIGURE_LETTERS, Likeness, pairs, runs
from briefbook.text.tokens import is_negation, is_number, tokens_of


class Step(IntEnum):
    """The result of comparing words, best first."""

    SAME = 0
    ON_SCAN = 1  # the reading differs, and the picture has the quoted words
    SPACING = 2  # the same letters with other blanks
    NOISE = 3
    DOUBT = 4  # may be misread, may be changed
    CHANGED = 5


_PLAUSIBLE = pairs(Likeness.REMOTE)
_RUNS = runs(Likeness.REMOTE)
_FIGURES = frozenset(pair for pair in pairs(Likeness.USUAL) if pair[0].isdigit() and pair[1].isdigit())
_DIGIT_SHAPES = frozenset((figure, letter.lower()) for figure, row in FIGURE_LETTERS.items() for letter in row)


@dataclass(frozen=True, slots=True)
class Trust:
    """How reliable a source's letters are: ``measured`` by its reader; ``damaged`` as its own words show.

    ``badly``: so damaged that a figure may stand for another. ``often``: what the text has more than once, names for
    the most part: words, though no list has them. ``exact``: text that no program read from a picture.
    """

    measured: bool
    damaged: bool
    badly: bool = False
    often: frozenset[str] = frozenset()
    exact: bool = False

    def is_word(self, token: str) -> bool:
        """Whether it is a word in the list, or one that this text repeats."""
        return is_word(token) or token in self.often


_MAX_WORD = 80  # letters of words that are compared letter by letter; run-together ones have sixty at most


@lru_cache(maxsize=100_000)
def distance(quoted: str, source: str) -> tuple[float, int, int]:
    """The weighted distance of two words; how many single steps no shape explains; how many steps there are.

    A confusion of like shapes costs 0.4, a letter lost or added 0.8, any other change 1.
    """
    rows, columns = len(quoted), len(source)
    if max(rows, columns) > _MAX_WORD:  # no word: rubble, or made to take time
        return float(max(rows, columns)), max(rows, columns), max(rows, columns)
    previous = [(0.8 * j, j, j) for j in range(columns + 1)]
    before_that = previous
    for i in range(1, rows + 1):
        row = [(0.8 * i, i, i)]
        for j in range(1, columns + 1):
            a, b = quoted[i - 1], source[j - 1]
            best = _plus(previous[j - 1], *_cost(a, b))
            best = min(best, _plus(previous[j], 0.8, 1, 1), _plus(row[j - 1], 0.8, 1, 1))
            if i > 1 and (quoted[i - 2 : i], b) in _RUNS:
                best = min(best, _plus(before_that[j - 1], 0.5, 0, 1))
            if j > 1 and (a, source[j - 2 : j]) in _RUNS:
                best = min(best, _plus(previous[j - 2], 0.5, 0, 1))
            row.append(best)
        before_that, previous = previous, row
    return previous[columns]


def _plus(sofar: tuple[float, int, int], cost: float, wild: int, steps: int) -> tuple[float, int, int]:
    return sofar[0] + cost, sofar[1] + wild, sofar[2] + steps


def _cost(a: str, b: str) -> tuple[float, int, int]:
    if a == b:
        return 0.0, 0, 0
    if b == "?":
        return 0.2, 0, 1
    return (0.4, 0, 1) if (a, b) in _PLAUSIBLE else (1.0, 1, 1)


def is_near(quoted: str, source: str, damaged: bool) -> bool:
    """Whether one may be the other, misread: by one letter in a clean text, by several in a damaged one."""
    cost, wild, steps = distance(quoted, source)
    size = max(len(quoted), len(source))
    if not damaged:
        return (steps <= 1 and size >= 2) or (steps == 2 and wild == 0 and size >= 6)
    if wild == 0 and size <= 3:
        return True
    return cost <= max(0.8, 0.15 + 0.26 * size) and steps <= max(1, 0.45 * size) and wild <= max(1, size // 4)


def compare_words(quoted: str, source: str, *, word: Word | None, trust: Trust, name: bool = False) -> Step:
    """Compare one quoted word with one word of the source, both as tokens.

    ``word`` is the source's word as read, with its confidence; ``name``: the author writes it as a name.
    A number, a negation or a name is never taken for noise where both sides are whole.
    """
    if quoted == source:
        return Step.SAME
    if trust.exact:
        return _compare_exact(quoted, source)
    unsure = word is not None and word.confidence is not None and word.confidence < 0.8
    offered = word is not None and any(quoted in tokens_of(other) for other in word.alternatives)
    cost, wild, steps = distance(quoted, source)
    alike = is_near(quoted, source, trust.damaged or unsure)
    if not alike and not (offered and cost <= 0.6 * len(quoted)):
        return _compare_unlike(quoted, source, word, wild, trust)
    if is_number(quoted) or is_number(source) or source.isdigit():
        return _compare_numbers(quoted, source, unsure or offered, trust)
    grave = is_negation(quoted) or is_negation(source)
    if trust.is_word(source) or (grave and is_negation(source)):
        if unsure or offered:
            return Step.DOUBT if grave or name or _differs_by_ending(quoted, source) else Step.NOISE
        rarer = wild == 0 or steps <= 1 or frequency(quoted) > 20 * frequency(source)
        return Step.DOUBT if trust.damaged and rarer else Step.CHANGED
    if unsure or offered or trust.damaged or not source.isalpha():
        return Step.DOUBT if _may_be_another(quoted, source, trust) else Step.NOISE
    if _differs_by_ending(quoted, source):
        return Step.CHANGED
    if name:
        return Step.NOISE if wild == 0 and trust.is_word(quoted) else Step.DOUBT
    return Step.NOISE if trust.is_word(quoted) else Step.DOUBT


def _compare_exact(quoted: str, source: str) -> Step:
    """Words of a text that was no picture: changed, but for a misprint that the author mended, or a letter unread."""
    if "?" in source and len(quoted) == len(source):
        return Step.DOUBT if _differ_only_unread(quoted, source) else Step.CHANGED
    _, _, steps = distance(quoted, source)
    misprint = len(source) > 5 and source.isalpha() and not is_word(source) and is_word(quoted) and steps <= 1
    return Step.NOISE if misprint and not _differs_by_ending(quoted, source) else Step.CHANGED


def _differ_only_unread(quoted: str, source: str) -> bool:
    return all(a == b or b == "?" for a, b in zip(quoted, source, strict=True))


def respaced(quoted: Sequence[str], source: Sequence[str], trust: Trust) -> Step:
    """The same letters with other blanks: SPACING where a blank was lost or added, CHANGED where the words are others.

    Figures are only regrouped by thousands (1 200 for 1,200). In a text that was no picture NOTABLE is not "not able".

    >>> respaced(("not", "able"), ("notable",), Trust(False, False, exact=True)).name
    'CHANGED'
    """
    if any(token.isdigit() for token in (*quoted, *source)):
        if any(_is_grouped(side) and len(other) == 1 for side, other in ((quoted, source), (source, quoted))):
            return Step.SPACING
        if not trust.exact and any(token[:1] == "0" for token in source[1:]):
            return Step.SPACING  # 20 00: no number begins so
        return Step.CHANGED if trust.exact else Step.DOUBT
    both_words = all(is_word(token) for token in (*quoted, *source))
    if both_words and "".join(quoted) not in _ONE_OR_TWO_WORDS:
        if trust.exact:
            return Step.CHANGED
        if any(map(is_negation, quoted)) != any(map(is_negation, source)):
            return Step.DOUBT
    return Step.SPACING


def _is_grouped(tokens: Sequence[str]) -> bool:
    head, *groups = tokens
    return bool(groups) and head.isdigit() and len(head) <= 3 and all(g.isdigit() and len(g) == 3 for g in groups)


_ONE_OR_TWO_WORDS = frozenset(
    ("cannot", "today", "tomorrow", "tonight", "underway", "anyone", "meantime", "worldwide", "viceconsul")
)


def _may_be_another(quoted: str, source: str, trust: Trust) -> bool:
    """Whether the word may be changed: it is not a word itself, or differs from the source by an ending."""
    if source.isalpha() and not trust.is_word(quoted) and quoted not in REFERENCE_WORDS:
        return True
    cost = distance(quoted, source)[0]
    for end in ("s", "d", "ed", "ly"):
        bare = quoted.removesuffix(end)
        if bare != quoted and distance(bare, source)[0] < cost:
            return True
        if distance(quoted + end, source)[0] < cost and not quoted.endswith(end):
            return True
    return False


def _differs_by_ending(quoted: str, source: str) -> bool:
    """Whether they differ only by an English ending."""
    short, long = sorted((quoted, source), key=len)
    return long.startswith(short) and long[len(short) :] in ("s", "es", "d", "ed", "ing", "ly")


def _compare_unlike(quoted: str, source: str, word: Word | None, wild: int, trust: Trust) -> Step:
    """Compare words that are not alike: changed, unless the source is plainly garbled."""
    one_letter = trust.damaged and distance(quoted, source)[2] <= 1 and len(quoted) > 1 and not is_negation(source)
    if is_number(quoted) != is_number(source) or source.isdigit() or quoted.isdigit():
        figure = trust.badly and len(quoted) == 1 and len(source) == 1 and not source.isdigit()
        unclear = one_letter and not quoted.isdigit() and not source.isdigit()
        return Step.DOUBT if unclear or figure else Step.CHANGED
    if is_word(source):
        rare = trust.badly and len(source) <= 3 and frequency(quoted) > 20 * frequency(source)
        rare = rare and distance(quoted, source)[2] <= 2 and not is_negation(quoted)
        return Step.DOUBT if one_letter or rare else Step.CHANGED
    garbled = word is not None and word.confidence is not None and word.confidence < 0.5
    enough = 0.4 if trust.badly else 0.6
    alike = Indel.normalized_similarity(quoted, source) >= enough and abs(len(quoted) - len(source)) <= 2
    if "?" in source and source.count("?") * 2 >= len(source) and abs(len(quoted) - len(source)) <= 2:
        return Step.DOUBT
    if trust.damaged and len(source) <= 4 and abs(len(quoted) - len(source)) <= 1:
        return Step.DOUBT
    if garbled and abs(len(quoted) - len(source)) <= 3:
        return Step.DOUBT
    if trust.badly and not is_number(source) and Indel.normalized_similarity(quoted, source) >= 0.6:
        return Step.DOUBT
    return Step.DOUBT if trust.damaged and (alike or (wild == 0 and len(quoted) == len(source))) else Step.CHANGED


def _compare_numbers(quoted: str, source: str, unsure: bool, trust: Trust) -> Step:
    """Numbers: a figure may have been read as a letter of its shape; as another figure only in a bad reading."""
    if quoted.isdigit() and source.isdigit():
        differ = [(a, b) for a, b in zip(quoted, source, strict=False) if a != b]
        shape = len(differ) == 1 and len(quoted) == len(source) and differ[0] in _FIGURES
        lost = abs(len(quoted) - len(source)) == 1 and Levenshtein.distance(quoted, source) == 1 and len(quoted) > 1
        unsure = unsure and len(quoted) == len(source)
        return Step.DOUBT if unsure or (trust.badly and (shape or lost)) else Step.CHANGED
    if quoted[:1].isdigit() or source[:1].isdigit():
        if len(quoted) != len(source):
            return Step.DOUBT if unsure else Step.CHANGED
        pairs = [(a, b) for a, b in zip(quoted, source, strict=True) if a != b]
        fits = all((a, b) in _DIGIT_SHAPES or (b, a) in _DIGIT_SHAPES or b == "?" for a, b in pairs)
        return Step.NOISE if fits else Step.DOUBT if unsure or trust.badly else Step.CHANGED
    if is_word(source):
        return Step.DOUBT if unsure or (trust.damaged and distance(quoted, source)[2] <= 1) else Step.CHANGED
    return Step.NOISE


def compare_letters(quoted: Sequence[str], source: Sequence[str], *, words: Sequence[Word], trust: Trust) -> Step:
    """Compare words that are divided differently (GOVER NMENT, ANTICASTRO, INVIEW) by their letters alone."""
    quoted_letters, source_letters = "".join(quoted), "".join(source)
    if quoted_letters == source_letters:
        return Step.SPACING
    if any(token.isdigit() for token in (*quoted, *source)) or max(len(quoted_letters), len(source_letters)) > 60:
        return Step.CHANGED
    if not trust.damaged and _differs_by_ending(quoted_letters, source_letters):
        return Step.CHANGED
    cost, _, _ = distance(quoted_letters, source_letters)
    whole = all(is_word(token) for token in source)
    if (
        cost > 0.3 * max(len(quoted_letters), len(source_letters))
        or abs(len(quoted_letters) - len(source_letters)) > 1
        or whole
    ):
        return Step.CHANGED
    if {token for token in source if is_word(token)} - set(quoted) and len(source) > 1 and cost > 0.8:
        return Step.CHANGED
    unsure = any(word.confidence is not None and word.confidence < 0.8 for word in words)
    if any(is_negation(token) for token in (*source, *quoted)):
        return Step.DOUBT if trust.damaged or unsure else Step.CHANGED
    return Step.NOISE if trust.damaged or trust.measured or unsure else Step.CHANGED
