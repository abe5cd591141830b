"""Lines of a paper -> its words, each with the field it is likeliest to belong to: a conditional random field.

Its weights (``word_weights.json``) are fitted on made-up headings by ``tools/fit_words.py``. A word is known by its
shape, its place, the label before or above it and the words beside it, hardly ever by itself, so that a service nobody
has seen is read by what it has in common with the others.
"""

import itertools
import json
import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from briefbook.cables.evidence.addresses import is_office_word
from briefbook.cables.evidence.labels import find_labels, label_kinds
from briefbook.cables.evidence.paper import FIELDS, Paper, PaperLine
from briefbook.text import posts
from briefbook.text.lexicon import is_listed
from briefbook.text.months import FIRST_LETTERS, heading_months
from briefbook.text.ocr_confusion import nearest
from briefbook.text.vocabulary import damaged_level, find_level, precedences

MAX_HEAD_LINES = 30
"""Lines of a paper whose words are looked at, at most."""

MAX_PROSE_LINES = 3
"""Lines of running text that end the heading, at most."""

OUTSIDE = "none"
"""The label of words that belong to no field."""


class HeadingWord(NamedTuple):
    """A word of a heading, with its place."""

    text: str
    line: int
    start: int
    end: int
    begins_cell: bool
    begins_line: bool


@dataclass(frozen=True, slots=True)
class FieldWords:
    """A run of words that belong to one field: where they stand, and how likely that is, 0 to 1."""

    field: str
    line: int
    start: int
    end: int
    confidence: float
    before: str = ""  # the word before it in its cell, a label's left out; "" if none stands there
    after: str = ""  # the word behind it in its cell that belongs to no field; "" if none stands there


_WORD = re.compile(r"[(\[#*\"']+|[^\s(\[#*\"':;,.)\]]+(?:[.,'/()-][^\s:;,.)\]]+)*|[^\s]")


def heading_words(paper: Paper) -> list[HeadingWord]:
    """The words of a paper's heading, its running text left out.

    Args:
        paper: The paper's lines with their labels.
    """
    words: list[HeadingWord] = []
    prose = 0
    for line in paper.lines[:MAX_HEAD_LINES]:
        prose += line.is_prose
        if prose > MAX_PROSE_LINES:
            break
        last = -1
        first = len(words)
        for match in _WORD.finditer(line.text):
            start, end = match.span()
            begins_cell = last < 0 or line.text.count(" ", last, start) > 1
            words.append(HeadingWord(match[0], line.index, start, end, begins_cell, last < 0))
            last = end
            if line.is_prose and len(words) - first >= _PROSE_WORDS:
                break
    return words


_PROSE_WORDS = 6
"""Words of a line of running text that are looked at."""


@lru_cache(maxsize=50_000)
def _of_itself(text: str) -> tuple[str, ...]:
    """What a word is by itself: its shape, and the lists that it is on."""
    upper = text.upper()
    names = [f"shape={_shape(text)}"]
    figures = sum(map(str.isdigit, text))
    letters = sum(map(str.isalpha, text))
    if figures:
        names.append(f"figures={min(figures, 6)}{'+' if letters else ''}")
    if not figures and not letters:
        names.append(f"mark={text[:1]}")
        return tuple(names)
    plain = _NO_CAPITAL.sub("", upper)
    if not figures or letters > 1:
        if upper.strip(".") in heading_months() or (len(plain) > 2 and plain[:3] in FIRST_LETTERS and len(text) <= 10):
            names.append("month")
        elif len(plain) > 4 and nearest(upper, _long_months(), limit=0.25):
            names.append("month?")
        if posts.city_in_any_tongue(upper) or (len(upper) > 2 and upper in posts.known_codes()):
            names.append("place")
        if is_office_word(upper):
            names.append("office")
        if upper.rstrip(".") in word_lists()["honorifics"]:
            names.append("honorific")
        if upper in precedences() and len(upper) > 2:
            names.append("degree")
        if len(plain) > 4 and (find_level(upper) or (len(plain) > 5 and damaged_level(plain))):
            names.append("level")
        if upper in word_lists()["keywords"]:
            names.append(f"word={upper}")
        elif is_listed(text.lower()):
            names.append("listed")
        else:
            names.append("unlisted")
        if len(plain) == 1:
            names.append("initial")
    elif re.fullmatch(r"(?:1[89]|20)\d\d", text):
        names.append("year")
    elif figures <= 2 and 1 <= int(re.sub(r"\D", "", text) or 0) <= 31:  # a raised figure, ², is no digit of a number
        names.append("day")
    return tuple(names)


@cache
def word_lists() -> dict[str, frozenset[str]]:
    """The lists of words by which a heading's words are told, by name, as ``words.toml`` has them."""
    table: dict[str, list[str]] = tomllib.loads((files(__package__) / "words.toml").read_text(encoding="utf-8"))
    return {name: frozenset(words) for name, words in table.items()}


@cache
def _long_months() -> tuple[str, ...]:
    return tuple(name for name in heading_months() if len(name) > 4)


def _shape(text: str) -> str:
    """The kinds of characters in a word, runs shortened: Xx, X, 9, 9.9.9, X-9."""
    kinds = _FIGURE.sub("9", text) if any(map(str.isdigit, text)) else text
    return _RUN.sub(r"\1", kinds.translate(_KINDS_OF_LETTERS))[:10]


_NO_CAPITAL = re.compile(r"[^A-Z]")
_FIGURE = re.compile(r"\d")
_RUN = re.compile(r"(.)\1+")
_KINDS_OF_LETTERS = {
    code: kind
    for kind, first, last in (
        ("X", "A", "Z"),
        ("X", "À", "Ö"),
        ("X", "Ø", "Þ"),
        ("x", "a", "z"),
        ("x", "ß", "ö"),
        ("x", "ø", "ÿ"),
    )
    for code in range(ord(first), ord(last) + 1)
}


def word_features(paper: Paper, words: Sequence[HeadingWord]) -> list[list[str]]:
    """The features of each word.

    Args:
        paper: The paper's lines with their labels.
        words: The words of its heading.

    Returns:
        For each word the names of its features, as ``word_weights.json`` has them.
    """
    return [
        [name if step == 0 else f"{step}:{name}" for step, group in groups for name in group.names]
        for groups in _feature_groups(paper, words)
    ]


class _Features(NamedTuple):
    """Features that words have together: their names, and what they weigh together."""

    names: tuple[str, ...]
    weight: bytes  # for each label, in hundredths, as ``_WEIGHT``: few bytes, for tens of thousands are kept


_WEIGHT = np.dtype(np.int32)
"""How a weight is kept in hundredths."""


@lru_cache(maxsize=100_000)
def _features(names: tuple[str, ...], step: int = 0) -> _Features:
    """Features by name; with a step those of a neighbour so many words farther on, which its names say first."""
    places = _places()[step]
    rows = _weights().states[[places[name] for name in names if name in places]]
    return _Features(names, np.add.reduce(rows, axis=0, dtype=_WEIGHT).tobytes())


@cache
def _places() -> dict[int, dict[str, int]]:
    """The places of features in the table of weights by name, for a word's own and for those of its neighbours."""
    index = _weights().index
    steps = {step: f"{step}:" for step in _STEPS}
    of_neighbours = {
        step: {name.removeprefix(start): at for name, at in index.items() if name.startswith(start)}
        for step, start in steps.items()
    }
    return {0: index, **of_neighbours}


def _feature_groups(paper: Paper, words: Sequence[HeadingWord]) -> Iterator[list[tuple[int, _Features]]]:
    """The features of each word in groups, of which most are known from words, lines and papers before.

    Each group has by how many words farther on the word is that it tells of, 0 for the word itself.
    """
    by_line = Counter([word.line for word in words])
    by_text = Counter({word.text.upper() for word in words if word.begins_line})
    by_text.update([word.text.upper() for word in words])
    lacking = _lacking(paper)
    heads = ["edge", "edge", *map(_head, paper.lines[: MAX_HEAD_LINES + 1]), "edge"]
    of_lines = {
        at: _features(_line_features(paper, at, size, heads[at : at + 4]) + lacking) for at, size in by_line.items()
    }
    at_in_line = 0
    last = len(words) - 1
    by_steps = [_by_step(word.text) for word in words]
    places = [-1, -1, *[word.line for word in words], -1, -1]  # so that each word has two neighbours on either side
    before, behind = (-1, _edge(-1)), (1, _edge(1))
    for index, word in enumerate(words):  # written out, for it is asked of every word of a heading
        text, place, start, _, begins_cell, begins_line = word
        line = paper.lines[place]
        at_in_line = 0 if begins_line else at_in_line + 1
        own = by_steps[index][0]
        groups = [(0, own), (0, of_lines[place])]
        if places[index] == place:
            groups.append((-2, by_steps[index - 2][-2]))
        groups.append((-1, by_steps[index - 1][-1]) if places[index + 1] == place else before)
        groups.append((1, by_steps[index + 1][1]) if places[index + 3] == place else behind)
        if places[index + 4] == place:
            groups.append((2, by_steps[index + 2][2]))
        label = label_before(line, start) if line.labels or ":" in line.text else "none"
        kind = _kind_of_word(text)
        is_again = len(text) > _MIN_NAMED_AGAIN and by_text[text.upper()] > 1
        groups.append((0, _of_label(label, own.names[0], kind, lacking)))
        of_place = _of_place(
            at_in_line if at_in_line < 6 else 6,
            (line.above[0].kind if line.above else "none") if label == "none" else "",
            kind if is_again else "",
            bool(line.labels) and _is_in_label(line, word),
            begins_cell,
            index == last or words[index + 1].begins_cell,
        )
        groups.append((0, of_place))
        yield groups


@cache
def _edge(step: int) -> _Features:
    """That a line ends before a word, or behind it."""
    return _features(("edge",), step)


@lru_cache(maxsize=20_000)
def _of_label(label: str, shape: str, kind: str, lacking: tuple[str, ...]) -> _Features:
    """What the label before a word, and the labels that its paper lacks, tell of it."""
    names = (f"label={label}", f"label={label}|{shape}", f"label={label}|{kind}")
    return _features((*names, *(f"{name}|{kind}" for name in lacking)))


@lru_cache(maxsize=5_000)
def _of_place(at: int, above: str, again: str, in_label: bool, begins_cell: bool, ends_cell: bool) -> _Features:
    """What its place in its line tells of a word."""
    names = ["bias", f"at={at}"]
    if above:
        names.append(f"above={above}")
    if in_label:
        names.append("in-label")
    if again:
        names.append(f"again|{again}")
    if begins_cell:
        names.append("begins-cell")
    if ends_cell:
        names.append("ends-cell")
    return _features(tuple(names))


_STEPS = (-2, -1, 1, 2)
"""The neighbours of a word that tell of it, by their distance."""


_MIN_NAMED_AGAIN = 3
"""Letters of a word that must be passed for its standing twice in a heading to tell anything."""


@lru_cache(maxsize=50_000)
def _by_step(text: str) -> dict[int, _Features]:
    """What a word is, as features of itself (0) and of its neighbours."""
    own = _of_itself(text)
    return {step: _features(own, step) for step in (0, *_STEPS)}


@lru_cache(maxsize=50_000)
def _kind_of_word(text: str) -> str:
    """What a word is, in a word."""
    names = _of_itself(text)
    return next((name for name in _KINDS if name in names), names[0])


_KINDS = ("level", "month", "month?", "place", "office", "honorific", "degree", "year", "day", "unlisted", "listed")
"""Features of a word by which the likeliest field is told, the more telling first."""


def _lacking(paper: Paper) -> tuple[str, ...]:
    """The fields that no label of the paper introduces."""
    return tuple(f"lacks={kind}" for kind in ("from", "to", "date", "number") if kind not in paper.kinds)


def _line_features(paper: Paper, at: int, size: int, heads: Sequence[str]) -> tuple[str, ...]:
    """What every word of a line has in common: of so many words, beside lines that are so much in a word."""
    line, lines = paper.lines[at], paper.lines
    above2, above, own, below = heads
    names = [
        f"line={at if at < 10 else 10 + min(at // 5, 6)}",
        f"words={size if size < 9 else 9}",
        f"is={own}",
        f"before={above}",
        f"after={below}",
        f"before2={above2}",
        f"between={above}|{below}",
    ]
    if at and lines[at - 1].text.endswith(","):
        names.append("comma-above")
    if line.text.endswith(","):
        names.append("comma-at-end")
    if line.is_prose:
        names.append("prose")
    if line.in_body:
        names.append("body")
    if line.text.isupper():
        names.append("line-up")
    return tuple(names)


def _head(line: PaperLine) -> str:
    """What a line is, in a word, for the lines beside it: its first label, or what stands on it."""
    if line.is_prose:
        return "prose"
    if line.labels:
        return line.labels[0].kind
    return _head_of_text(line.text)


@lru_cache(maxsize=20_000)
def _head_of_text(text: str) -> str:
    words = [word.strip(".,:;()") for word in text.split()[:6]]
    if not words:
        return "blank"
    if words[0].upper() in word_lists()["salutations"] and text.rstrip()[-1:] in ",:":
        return "a-salutation"
    kinds = {name for word in words for name in _of_itself(word)}
    for kind in ("level", "month", "place", "office", "honorific", "year"):
        if kind in kinds:
            return f"a-{kind}"
    return next((f"a-{name}" for name in _of_itself(words[0]) if name.startswith("word=")), "words")


def label_before(line: PaperLine, start: int) -> str:
    """The kind of the label before a place of a line; "?" for an unknown word with a colon, "none" without any.

    Args:
        line: The line.
        start: The place, in characters from the line's beginning.
    """
    last = None
    for label in line.labels:
        if label.end <= start:
            last = label
    unknown = line.text.rfind(":", 0, start)
    if last is not None and last.end >= unknown:
        return last.kind
    if unknown > 0:
        return _unknown_label(line.text[max(0, unknown - _MAX_LABEL_LETTERS) : unknown])
    return "none"


_MAX_LABEL_LETTERS = 200
"""Characters before a colon that may be a label of several words in two languages, at most."""


@lru_cache(maxsize=20_000)
def _unknown_label(before: str) -> str:
    """What words before a colon may be a label of, though they are on no list: half of a label in two languages."""
    words = re.split(r" {2,}", before.strip())[-1].upper()
    for part in (*re.split(r"\s?[/-]\s?", words), words):
        if kind := label_kinds().get(part.strip(" .")):
            return kind
    labels = find_labels(f"{words}:", f"{words}:")
    return labels[0].kind if labels else "?"


def _is_in_label(line: PaperLine, word: HeadingWord) -> bool:
    return any(label.start <= word.start < label.end for label in line.labels)


@dataclass(frozen=True, slots=True)
class _Weights:
    labels: tuple[str, ...]
    index: dict[str, int]
    states: NDArray[np.int32]  # a row a feature, a column a label, in hundredths
    chances_of_steps: NDArray[np.float64]  # from a label (row) to the next (column)
    chances_both_ways: NDArray[np.float64]  # the same, and behind it the other way round


@cache
def _weights() -> _Weights:
    table = json.loads((files(__package__) / "word_weights.json").read_text(encoding="utf-8"))
    labels = tuple(table["labels"])
    states = np.array([*table["features"].values()], dtype=_WEIGHT)
    steps = np.exp(np.array(table["steps"], dtype=np.float64) / 100)
    both = np.zeros((2 * len(labels), 2 * len(labels)))
    size = len(labels)
    both[:size, :size], both[size:, size:] = steps, steps.T  # from the first word on, and from the last one back
    return _Weights(labels, {name: at for at, name in enumerate(table["features"])}, states, steps, both)


class WordShares:
    """How likely it is of each word of a paper's heading that it belongs to each field."""

    def __init__(self, paper: Paper) -> None:
        """Weigh the words of the heading, all of them together.

        Args:
            paper: The paper's lines with their labels.
        """
        self.lines = paper.lines
        self.words = heading_words(paper)
        rows = [[group.weight for _, group in groups] for groups in _feature_groups(paper, self.words)]
        self.shares = _shares(_scores(rows)) if rows else np.zeros((0, 1))

    def share(self, field: str, line: int, written: str) -> float | None:
        """How likely it is, 0 to 1, that words on a line belong to a field; None where they are not in the heading.

        Args:
            field: The field.
            line: The line's index.
            written: The words, as they stand on the line.
        """
        column = _column(field)
        start = self.lines[line].text.find(written)
        if column is None or start < 0 or not written:
            return None
        end = start + len(written)
        rows = [at for at, word in enumerate(self.words) if word.line == line and word.start < end and word.end > start]
        rows = [at for at in rows if any(map(str.isalnum, self.words[at].text))] or rows
        return float(self.shares[rows, column].mean()) if rows else None

    def runs(self) -> Iterator[FieldWords]:
        """The runs of words that belong to a field, with how likely that is, in the paper's order; within a cell."""
        words, labels = self.words, _weights().labels
        best = self.shares.argmax(axis=1)
        outside = labels.index(OUTSIDE)
        at = 0
        while at < len(words):
            field, end = labels[best[at]], at + 1
            while end < len(words) and not words[end].begins_cell:
                is_next = best[end] == outside and field != OUTSIDE and self.shares[end, best[at]] >= MIN_GOING_ON
                if best[end] != best[at] and not (is_next and self._goes_on(best, at, end)):
                    break
                end += 1
            if field in FIELDS:
                confidence = float(np.exp(np.log(self.shares[at:end, best[at]] + 1e-9).mean()))
                yield FieldWords(
                    field, words[at].line, words[at].start, words[end - 1].end, confidence,
                    self._before(at, best),
                    self._behind(words[end - 1], end, best),
                )  # fmt: skip
            at = end

    def _goes_on(self, best: NDArray[np.int64], at: int, end: int) -> bool:
        """Is a word of no field inside a value: does the value go on behind it in the same cell?"""
        return end + 1 < len(self.words) and not self.words[end + 1].begins_cell and bool(best[end + 1] == best[at])

    def _before(self, at: int, best: NDArray[np.int64]) -> str:
        """What stands in its cell before the first word of a run, marks left out."""
        while not self.words[at].begins_cell:
            at -= 1
            if self.words[at].text == ":":
                return ""  # behind a colon a value begins, whatever the label is
            if any(map(str.isalnum, self.words[at].text)):
                return self._beside(at, best)
        return ""

    def _behind(self, last: HeadingWord, at: int, best: NDArray[np.int64]) -> str:
        """What stands in its cell behind the last word of a run; also what is not looked at, in a long line."""
        if at < len(self.words) and self.words[at].line == last.line:
            is_end = self.words[at].begins_cell or self.words[at].text == "("
            return "" if is_end else self._beside(at, best)
        rest = self.lines[last.line].text[last.end :].split("  ")[0].split()
        return next((word for word in rest if any(map(str.isalnum, word))), "")

    def _beside(self, at: int, best: NDArray[np.int64]) -> str:
        """A word beside a run that is neither a mark, a label nor another kind of value."""
        word = self.words[at]
        line = self.lines[word.line]
        if (
            _weights().labels[best[at]] in _MAY_STAND_BESIDE
            or not any(map(str.isalnum, word.text))
            or _is_in_label(line, word)
        ):
            return ""
        return word.text


@lru_cache(maxsize=2)
def word_shares(paper: Paper) -> WordShares:
    """How likely it is of each word of a paper that it belongs to each field; of the last papers asked it is known."""
    return WordShares(paper)


MIN_GOING_ON = 0.2
"""How likely a word inside a value is of its field, 0 to 1, at least."""

_MAY_STAND_BESIDE = frozenset({"date", "number", "security", "precedence"})
"""Fields whose values may stand beside another's in one cell."""


def _column(field: str) -> int | None:
    labels = _weights().labels
    return labels.index(field) if field in labels else None


def label_shares(rows: Sequence[Sequence[str]]) -> NDArray[np.float64]:
    """How likely each label is for each word, 0 to 1, all words of the paper weighed together.

    Args:
        rows: The features of the words, in their order.

    Returns:
        A row a word, a column a label; a row's sum is 1.
    """
    return _shares(_scores([[_features(tuple(row)).weight] for row in rows]))


def _scores(rows: Sequence[list[bytes]]) -> NDArray[np.float64]:
    """How much speaks for each label of each word, by what each group of its features weighs."""
    weights = np.frombuffer(b"".join(itertools.chain.from_iterable(rows)), dtype=_WEIGHT)
    starts = list(itertools.accumulate([len(row) for row in rows[:-1]], initial=0))
    scores: NDArray[np.float64] = np.add.reduceat(weights.reshape(-1, len(_weights().labels)), starts, axis=0) / 100
    return scores


def _shares(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """``label_shares`` by what speaks for each label."""
    weights = _weights()
    size = len(weights.labels)
    chances = np.exp(scores - scores.max(axis=1, keepdims=True))
    steps, both_steps = weights.chances_of_steps, weights.chances_both_ways
    both_chances = np.hstack([chances, chances[::-1]])
    sums = np.empty_like(both_chances)
    row = sums[0] = both_chances[0]
    for at, (chance, result) in enumerate(zip(both_chances[1:], sums[1:], strict=True), 1):
        np.multiply(row @ both_steps, chance, out=result)
        if at % _SCALED_EVERY == 0:
            result[:size] *= 2.0 ** -math.frexp(result[:size].max())[1]
            result[size:] *= 2.0 ** -math.frexp(result[size:].max())[1]
        row = result
    behind = np.ones_like(chances)
    behind[:-1] = sums[::-1, size:][1:] @ steps.T
    both = sums[:, :size] * (behind / behind.sum(axis=1, keepdims=True))
    total: NDArray[np.float64] = both / both.sum(axis=1, keepdims=True)
    return total


_SCALED_EVERY = 12
"""Words after which sums of chances are brought back to about 1, so that they do not vanish."""
