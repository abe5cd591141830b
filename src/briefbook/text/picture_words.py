"""How likely words are on the picture of a line, as words are compared: without case, accents and punctuation.

A line's scores (``line_scores``) are per character. Here capitals and small letters are one class, letters with accents
are the letter without, points and hyphens may stand between the letters of a word, and between words something stands
that parts them. A text is a sequence of tokens as ``tokens.tokens_of`` gives them.
"""

import string
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt

from briefbook.text.line_likelihood import FLOOR, Scores
from briefbook.text.line_scores import LineScores, WordSteps
from briefbook.text.path_sums import GAP, NONE, log_sums, log_sums_of_divisions, log_sums_of_variants

Tokens = Sequence[str]

LETTERS = string.ascii_lowercase + string.digits + "$£."
"""What a token is written with, in the order of its classes, after those of none and of what parts words."""

_CLASSES = {character: place for place, character in enumerate(LETTERS, GAP + 1)}
_MARK = len(LETTERS) + GAP + 1
"""The class of punctuation, after those of letters and figures."""

_SPELT = {"ß": "s", "ø": "o", "ł": "l", "đ": "d", "æ": "a", "œ": "o", "ı": "i"}

EMPTY = 0.99
"""From this likelihood on, a step holds nothing, whatever may be asked for."""

MIN_PART = 2
"""Letters of a word that must stand on either side of a line's end."""


@dataclass(frozen=True)
class LinePart:
    """A stretch of a line: its scores by token class, float32 array (steps, classes), and how sure its line is.

    Of steps in a row that hold nothing it may have one only.

    ``sureness`` is the mean logarithm of the likeliest class of the steps that hold ink: -0.01 on a clean line, -0.3
    where hardly a letter is sure.
    """

    scores: Scores
    sureness: float


@cache
def _folding(alphabet: str) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The characters in the order of their token classes, where each class begins among them, and which classes."""
    classes = np.array([NONE, *(_class(character) for character in alphabet[1:])])
    order = np.argsort(classes, kind="stable")
    present, starts = np.unique(classes[order], return_index=True)
    return order, starts, present


def _class(character: str) -> int:
    plain = unicodedata.normalize("NFKD", character)[0].lower()
    return GAP if character == " " else _CLASSES.get(_SPELT.get(plain, plain), _MARK)


def _folded(scores: Scores, alphabet: str, *, typed_figures: bool) -> Scores:
    """Scores by token class; points count as punctuation besides."""
    order, starts, present = _folding(alphabet)
    folded = np.zeros((len(scores), _MARK + 1), np.float32)
    folded[:, present] = np.add.reduceat(scores[:, order], starts, axis=1)
    folded[:, _MARK] += folded[:, _CLASSES["."]]
    for figure, letters in _TYPED_WITH.items() if typed_figures else ():
        columns = [alphabet.index(letter) for letter in letters if letter in alphabet]
        folded[:, _CLASSES[figure]] += scores[:, columns].sum(1)
    return folded


_TYPED_WITH = {"1": "lI", "0": "Oo"}


class PictureWords:
    """The words of a line, for access to spans of its image."""

    def __init__(self, line: LineScores, *, typed_figures: bool = False) -> None:
        """The words of a line.

        Args:
            line: The recogniser's scores of the line.
            typed_figures: Letters may stand for figures. Many typewriters had no key for 1 or 0: a small l or a capital
                I is the one, an O the other.
        """
        self._line = line
        self._typed_figures = typed_figures

    @cached_property
    def _folded(self) -> list[LinePart]:
        return [
            _line_part(strip.scores, self._line.alphabet, typed_figures=self._typed_figures)
            for strip in self._line.strips
        ]

    @property
    def strips(self) -> tuple[LinePart, ...]:
        """The line's strips, each as a whole."""
        return tuple(self._folded)

    def part(self, words: Sequence[int]) -> LinePart | None:
        """The stretch from the gap before some words of the line to the gap after them.

        Args:
            words: Numbers of words of the line, from 0.

        Returns:
            The stretch, to the line's edge where no other word stands, over the ends of strips if need be; None where a
            word has no scores.
        """
        places = [self._line.places[word] for word in words]
        if not places or any(place is None for place in places):
            return None
        stretches = []
        for number in dict.fromkeys(place[0] for place in places if place):
            first, behind = self._edges(number, [place[1] for place in places if place and place[0] == number])
            if behind <= first:
                return None
            whole = self._folded[number]
            stretches.append(LinePart(_without_empty(whole.scores[first:behind]), whole.sureness))
        if len(stretches) == 1:
            return stretches[0]
        rows = [rows for stretch in stretches for rows in (_turn(), stretch.scores)][1:]
        return LinePart(np.concatenate(rows), min(stretch.sureness for stretch in stretches))

    def _edges(self, number: int, stands: Sequence[WordSteps]) -> tuple[int, int]:
        first, behind = min(word.first for word in stands), max(word.behind for word in stands)
        strip = self._line.strips[number]
        before = [word.behind for word in strip.words if word.behind <= first]
        after = [word.first for word in strip.words if word.first >= behind]
        return (max(before) + first + 1) // 2 if before else 0, (
            (behind + min(after)) // 2 if after else len(strip.scores)
        )


def _without_empty(scores: Scores, empty: float = EMPTY) -> Scores:
    """Scores with the first only of steps in a row that surely hold nothing, no blank either: the rest says no more."""
    none = (scores[:, NONE] > empty) & (scores[:, GAP] < 1)
    return np.asarray(scores[~(none & np.concatenate([[False], none[:-1]]))])


def _turn() -> Scores:
    """A step between stretches of writing: a word may end there, or go on."""
    turn = np.zeros((1, _MARK + 1), np.float32)
    turn[0, [NONE, GAP, _MARK]] = 1
    return turn


def _line_part(scores: Scores, alphabet: str, *, typed_figures: bool) -> LinePart:
    ink = scores[:, 0] < 0.5
    sureness = float(np.log(scores[ink].max(1)).mean()) if ink.any() else 0.0
    return LinePart(_folded(scores, alphabet, typed_figures=typed_figures), sureness)


def log_likelihoods(part: LinePart, texts: Sequence[Tokens]) -> npt.NDArray[np.float64]:
    """Log likelihoods of texts on a span of a line with open edges.

    Args:
        part: The stretch.
        texts: Tokens of each text.

    Returns:
        Natural logarithms, float64 array (texts,); minus infinity for a text that does not fit or has a character that
        no class stands for. Only differences mean something.
    """
    result = np.full(len(texts), -np.inf)
    labels = [_labels(text) for text in texts]
    known = [place for place, row in enumerate(labels) if row is not None]
    if known:
        result[known] = log_sums(part.scores, [labels[place] or b"" for place in known])
    return result


def log_likelihoods_over(parts: Sequence[LinePart], texts: Sequence[Tokens]) -> npt.NDArray[np.float64]:
    """How likely texts are on one stretch, or on the end of one line and the beginning of the next, however divided.

    Args:
        parts: One stretch or two.
        texts: Tokens of each text.

    Returns:
        Natural logarithms, float64 array (texts,), of the likeliest division.
    """
    if len(parts) == 1:
        return log_likelihoods(parts[0], texts)
    return np.array([division.likely for division in _best_divisions(parts, [list(text) for text in texts])])


@dataclass(frozen=True, slots=True)
class _Division:
    """How a text is divided between two stretches, and how likely each side is (natural logarithms)."""

    sides: tuple[list[str], list[str]]
    likely_sides: tuple[float, float]

    @property
    def likely(self) -> float:
        return sum(self.likely_sides)


def _best_divisions(parts: Sequence[LinePart], texts: Sequence[list[str]]) -> list[_Division]:
    """The likeliest division of each text between two stretches."""
    labels = [_labels(text) for text in texts]
    known = [row for row in labels if row is not None]
    sums = iter(log_sums_of_divisions((parts[0].scores, parts[1].scores), known) if known else ())
    divisions = []
    for text, row in zip(texts, labels, strict=True):
        ways = list(_divisions(text))
        if row is None:
            divisions.append(_Division(ways[0], (-np.inf, -np.inf)))
            continue
        beginnings, ends = next(sums)
        first = beginnings[[_size(way[0]) for way in ways]]
        second = ends[[_size(way[1]) for way in ways]]
        best = int((first + second).argmax())
        divisions.append(_Division(ways[best], (float(first[best]), float(second[best]))))
    return divisions


def _size(tokens: Tokens) -> int:
    """The number of labels of tokens."""
    return sum(map(len, tokens)) + max(0, len(tokens) - 1)


def log_likelihoods_beside(
    parts: Sequence[LinePart], text: Tokens, others: Sequence[Tokens], variants: Sequence[Tokens] = ()
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """How likely a text and others are, and variants that differ from it in some letters in a row.

    Args:
        parts: One stretch or two.
        text: The tokens of which the variants are.
        others: Tokens of other texts; over a line's end each is divided where it is likeliest.
        variants: Tokens of each variant, divided as the text is; minus infinity for one that differs on both sides.

    Returns:
        Natural logarithms: float64 array (1 + others,), the text first, and float64 array (variants,). A variant that
        is less likely than the text by more than ``path_sums.MAX_DIFFERENCE`` may be given less than it has.
    """
    if len(parts) == 1:
        likely = _beside(parts[0], [text, *others, *variants])
        return likely[: 1 + len(others)], likely[1 + len(others) :]
    divisions = _best_divisions(parts, [list(row) for row in (text, *others)])
    way, likely_sides = divisions[0].sides, divisions[0].likely_sides
    first, second = (" ".join(side) for side in way)
    rows = [" ".join(variant) for variant in variants]
    before = [row.removesuffix(second).split() if row.endswith(second) else None for row in rows]
    behind = [row.removeprefix(first).split() if row.startswith(first) else None for row in rows]
    result = np.full(len(variants), -np.inf)
    for part, own, sides, rest in (
        (parts[0], way[0], before, likely_sides[1]),
        (parts[1], way[1], behind, likely_sides[0]),
    ):
        known = [(place, side) for place, side in enumerate(sides) if side is not None]
        values = _beside(part, [own, *(side for _, side in known)])[1:]
        for (place, _), value in zip(known, values, strict=True):
            result[place] = max(result[place], value + rest)
    return np.array([division.likely for division in divisions]), result


SURELY_NONE = 0.9
"""From this likelihood on, a step surely holds no letter."""

MAX_STEP_LOSS = 6.0
"""What a single step may cost a text at most (natural logarithm): a speck is no reason to give up a place."""


def loss_at_likeliest_place(parts: Sequence[LinePart], text: Tokens) -> float | None:
    """How much a text loses against the likeliest reading, in the place of some lines where it is likeliest.

    Args:
        parts: Stretches of lines in the order of reading; the text may run on from each to the next, also in a word.
        text: The tokens.

    Returns:
        Natural logarithm for each letter, 0 or more: 0 where the text is the likeliest reading itself. None where
        nothing can be asked: no stretch, no letter, or a character that no class stands for.
    """
    labels = _labels(text)
    if not labels or not parts:
        return None
    scores = np.concatenate([rows for part in parts for rows in (part.scores, _turn())])
    scores = _without_empty(scores, SURELY_NONE)
    none, gap, mark = scores[:, NONE], scores[:, GAP], scores[:, _MARK]
    columns = np.concatenate([scores, np.stack([gap + mark, none + mark, none + mark + gap], 1)], 1)
    parting, inside, open_edge = (scores.shape[1] + place for place in range(3))
    size = len(labels)
    classes = np.full(2 * size, open_edge)  # a letter's place and the one after it, the last of which is not reached
    classes[::2] = [parting if label == GAP else label for label in labels]
    skips = np.full(2 * size, -np.inf)
    for place in range(1, size):
        if GAP not in (labels[place - 1], labels[place]):
            classes[2 * place - 1] = inside
        if labels[place] != labels[place - 1]:
            skips[2 * place] = 0
    best = np.maximum(scores.max(1), none + mark + gap)
    losses = np.log(np.maximum(columns[:, classes], FLOOR) / best[:, None]).clip(-MAX_STEP_LOSS, 0).astype(np.float64)
    ways = np.full(2 * size, -np.inf)
    likeliest = -np.inf
    for step in losses:
        new = ways.copy()
        np.maximum(new[1:], ways[:-1], out=new[1:])
        np.maximum(new[2:], ways[:-2] + skips[2:], out=new[2:])
        new[0] = max(new[0], 0.0)
        ways = new + step
        likeliest = max(likeliest, ways[2 * size - 2])
    return float(-likeliest / size)


def _divisions(tokens: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    for place in range(len(tokens) + 1):
        yield tokens[:place], tokens[place:]
    for place, token in enumerate(tokens):
        if token.isalpha():
            for cut in range(MIN_PART, len(token) - MIN_PART + 1):
                yield [*tokens[:place], token[:cut]], [token[cut:], *tokens[place + 1 :]]


def _labels(tokens: Tokens) -> bytes | None:
    """The classes of a text's characters; None where no class stands for one of them."""
    try:
        labels = " ".join(tokens).encode("latin-1").translate(_TABLE)
    except UnicodeEncodeError:
        return None
    return None if NONE in labels else labels


_TABLE = bytes(
    _CLASSES.get(character, GAP if character == " " else NONE) for character in bytes(range(256)).decode("latin-1")
)
"""The class of each character of Latin 1; that of none where no class stands for it."""


MIN_SHARED = 1500
"""Letters of a text times its variants, from which on it is quicker to work out once what they share."""


def _beside(part: LinePart, texts: Sequence[Tokens]) -> npt.NDArray[np.float64]:
    """``log_likelihoods`` where texts have much in common with the first; what they share is worked out once."""
    base = _labels(texts[0])
    if not base or len(texts) * len(base) < MIN_SHARED or len(part.scores) < 2:
        return log_likelihoods(part, texts)
    result = np.full(len(texts), -np.inf)
    labels = [_labels(text) for text in texts]
    known = [place for place, row in enumerate(labels) if row]
    if empty := [place for place, row in enumerate(labels) if row == b""]:
        result[empty] = log_sums(part.scores, [b""])[0]
    result[known] = log_sums_of_variants(part.scores, base, [labels[place] or b"" for place in known])
    return result
