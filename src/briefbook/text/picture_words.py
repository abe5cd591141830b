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

Tokens = Sequence[str]

_NONE, _GAP = 0, 1
LETTERS = string.ascii_lowercase + string.digits + "$£."
"""What a token is written with, in the order of its classes, behind those of none and of what parts words."""

_CLASSES = {character: place for place, character in enumerate(LETTERS, _GAP + 1)}
_MARK = len(LETTERS) + _GAP + 1
"""The class of punctuation, behind those of letters and figures."""

_SPELT = {"ß": "s", "ø": "o", "ł": "l", "đ": "d", "æ": "a", "œ": "o", "ı": "i"}

MIN_PART = 2
"""Letters of a word that must stand on either side of a line's end."""

MAX_BATCH = 400_000
"""Figures that are worked on together: texts × steps × states."""


@dataclass(frozen=True)
class LinePart:
    """A stretch of a line: its scores by token class, float32 array (steps, classes), and how sure its line is.

    ``sureness`` is the mean logarithm of the likeliest class of the steps that hold ink: -0.01 on a clean line, -0.3
    where hardly a letter is sure.
    """

    scores: Scores
    sureness: float


@cache
def _folding(alphabet: str) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The characters in the order of their token classes, where each class begins among them, and which classes."""
    classes = np.array([_NONE, *(_class(character) for character in alphabet[1:])])
    order = np.argsort(classes, kind="stable")
    present, starts = np.unique(classes[order], return_index=True)
    return order, starts, present


def _class(character: str) -> int:
    plain = unicodedata.normalize("NFKD", character)[0].lower()
    return _GAP if character == " " else _CLASSES.get(_SPELT.get(plain, plain), _MARK)


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
    """The words of a line, to be asked for stretches of its picture."""

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
        """The stretch from the gap before some words of the line to the gap behind them.

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
            stretches.append(LinePart(whole.scores[first:behind], whole.sureness))
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


def _turn() -> Scores:
    """A step between stretches of writing: a word may end there, or go on."""
    turn = np.zeros((1, _MARK + 1), np.float32)
    turn[0, [_NONE, _GAP, _MARK]] = 1
    return turn


def _line_part(scores: Scores, alphabet: str, *, typed_figures: bool) -> LinePart:
    ink = scores[:, 0] < 0.5
    sureness = float(np.log(scores[ink].max(1)).mean()) if ink.any() else 0.0
    return LinePart(_folded(scores, alphabet, typed_figures=typed_figures), sureness)


def log_likelihoods(part: LinePart, texts: Sequence[Tokens]) -> npt.NDArray[np.float64]:
    """How likely texts are on a stretch of a line, its edges open.

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
    size = max(1, MAX_BATCH // max(1, len(part.scores) * (2 * max((len(r) for r in labels if r), default=0) + 1)))
    for begin in range(0, len(known), size):
        some = known[begin : begin + size]
        result[some] = _summed(part.scores, [labels[place] or [] for place in some])
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
    return np.array([_best_division(parts, list(text))[0] for text in texts])


def _best_division(
    parts: Sequence[LinePart], text: list[str]
) -> tuple[float, tuple[list[str], list[str]], list[float]]:
    """The likeliest division of a text between two stretches: how likely, the sides, and how likely each side is."""
    ways = list(_divisions(text))
    labels = _labels(text)
    if labels is None:
        return -np.inf, ways[0], [-np.inf, -np.inf]
    sizes = [_size(way[0]) for way in ways]
    starts = [len(labels) - _size(way[1]) for way in ways]
    first = _forward(parts[0].scores, labels).log_of_beginnings()[sizes]
    second = _forward(parts[1].scores[::-1], labels[::-1]).log_of_beginnings()[
        [len(labels) - place for place in starts]
    ]
    best = int((first + second).argmax())
    return float(first[best] + second[best]), ways[best], [float(first[best]), float(second[best])]


def _size(tokens: Tokens) -> int:
    """The number of labels of tokens."""
    return sum(map(len, tokens)) + max(0, len(tokens) - 1)


def log_likelihoods_beside(
    parts: Sequence[LinePart], text: Tokens, others: Sequence[Tokens]
) -> npt.NDArray[np.float64]:
    """How likely texts are that differ little from one, over a line's end divided where that is.

    Args:
        parts: One stretch or two.
        text: The tokens of which all are variants.
        others: Tokens of each variant.

    Returns:
        Natural logarithms, float64 array (others,); minus infinity for one that differs on both sides of a line's end.
    """
    if len(parts) == 1:
        return _variants(parts[0], list(text), [list(other) for other in others])
    _, way, likely = _best_division(parts, list(text))
    first, second = (" ".join(side) for side in way)
    variants = [" ".join(other) for other in others]
    before = [row.removesuffix(second).split() if row.endswith(second) else None for row in variants]
    behind = [row.removeprefix(first).split() if row.startswith(first) else None for row in variants]
    result = np.full(len(others), -np.inf)
    for part, own, sides, rest in ((parts[0], way[0], before, likely[1]), (parts[1], way[1], behind, likely[0])):
        known = [(place, side) for place, side in enumerate(sides) if side is not None]
        values = _variants(part, own, [side for _, side in known])
        for (place, _), value in zip(known, values, strict=True):
            result[place] = max(result[place], value + rest)
    return result


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
    empty = (scores[:, _NONE] > SURELY_NONE) & (scores[:, _GAP] < 1)
    scores = scores[~(empty & np.concatenate([[False], empty[:-1]]))]  # of empty steps in a row the first is enough
    none, gap, mark = scores[:, _NONE], scores[:, _GAP], scores[:, _MARK]
    columns = np.concatenate([scores, np.stack([gap + mark, none + mark, none + mark + gap], 1)], 1)
    parting, inside, open_edge = (scores.shape[1] + place for place in range(3))
    size = len(labels)
    classes = np.full(2 * size, open_edge)  # a letter's place and the one behind it, the last of which is not reached
    classes[::2] = [parting if label == _GAP else label for label in labels]
    skips = np.full(2 * size, -np.inf)
    for place in range(1, size):
        if _GAP not in (labels[place - 1], labels[place]):
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


def _labels(tokens: Tokens) -> list[int] | None:
    labels: list[int] = []
    for place, token in enumerate(tokens):
        if place:
            labels.append(_GAP)
        for character in token:
            if character not in _CLASSES:
                return None
            labels.append(_CLASSES[character])
    return labels


@dataclass(frozen=True, slots=True)
class _Ways:
    """The ways to write a text up to each step: float64 arrays (steps, states), each step in a scale of its own.

    State 0 is the edge before the text, then a letter and what stands behind it by turns. ``exits`` (steps, letters) is
    what stands behind a letter where the text ends with it. ``scales`` (steps,) are natural logarithms.
    """

    states: npt.NDArray[np.float64]
    exits: npt.NDArray[np.float64]
    scales: npt.NDArray[np.float64]

    def log_of_beginnings(self) -> npt.NDArray[np.float64]:
        """How likely the first 0, 1, ... letters of the text are on the whole stretch, with nothing behind them."""
        last = np.concatenate([self.states[-1, :1], self.states[-1, 1::2] + self.exits[-1]])
        with np.errstate(divide="ignore"):
            return np.asarray(np.log(last) + self.scales[-1])


def _columns(scores: Scores) -> tuple[npt.NDArray[np.float64], int, int, int]:
    """Scores with three columns more: what parts words, what stands inside a word, and what stands at a text's edge."""
    none, gap, mark = scores[:, _NONE], scores[:, _GAP], scores[:, _MARK]
    columns = np.concatenate([scores, np.stack([gap + mark, none + mark, none + mark + gap], 1)], 1)
    parting, inside, open_edge = (scores.shape[1] + place for place in range(3))
    return np.maximum(columns, FLOOR).astype(np.float64), parting, inside, open_edge


def _forward(scores: Scores, labels: Sequence[int]) -> _Ways:
    """All ways to write the beginnings of one text (CTC), summed. Of a text from behind both are to be reversed."""
    columns, parting, inside, open_edge = _columns(scores)
    size, steps = len(labels), len(scores)
    classes = np.full(2 * size + 1, open_edge)
    classes[1::2] = [parting if label == _GAP else label for label in labels]
    skips = np.zeros(2 * size + 1)
    for place in range(1, size):
        if _GAP not in (labels[place - 1], labels[place]):
            classes[2 * place] = inside
        skips[2 * place + 1] = labels[place] != labels[place - 1]
    emitted, edges = columns[:, classes], columns[:, open_edge]
    states, exits, scales = np.zeros((steps, 2 * size + 1)), np.zeros((steps, size)), np.zeros(steps)
    ways, behind, scale = np.zeros(2 * size + 1), np.zeros(size), 0.0
    ways[:2] = emitted[0, :2]
    for step in range(steps):
        if step:
            new = ways.copy()
            new[1:] += ways[:-1]
            new[2:] += ways[:-2] * skips[2:]
            new *= emitted[step]
            behind = (behind + ways[1::2]) * edges[step]
            top = max(new.max(), behind.max(initial=0.0)) or 1.0
            ways, behind, scale = new / top, behind / top, scale + float(np.log(top))
        states[step], exits[step], scales[step] = ways, behind, scale
    return _Ways(states, exits, scales)


MAX_EXPONENT = 600.0
"""Beyond this a number in another scale is not held."""

MIN_SHARED = 1500
"""Letters of a text times its variants, from which on it is quicker to work out once what they share."""


def _variants(part: LinePart, text: list[str], others: Sequence[list[str]]) -> npt.NDArray[np.float64]:
    """``log_likelihoods`` where texts differ from one in some letters in a row; what they share is worked out once."""
    base = _labels(text)
    if not base or len(others) * len(base) < MIN_SHARED or len(part.scores) < 2:
        return log_likelihoods(part, others)
    result = np.full(len(others), -np.inf)
    labels = [_labels(other) for other in others]
    known = [place for place, row in enumerate(labels) if row]
    for place, row in enumerate(labels):
        if row == []:
            result[place] = log_likelihoods(part, [others[place]])[0]
    before = _forward(part.scores, base)
    behind = _forward(part.scores[::-1], base[::-1])
    spans = {place: _own(labels[place] or [], base) for place in known}
    known.sort(key=lambda place: spans[place][1] - spans[place][0])
    widest = max((stop - start for start, stop in spans.values()), default=0)
    size = max(1, MAX_BATCH // (len(part.scores) * (2 * widest + 1)))
    for begin in range(0, len(known), size):
        some = known[begin : begin + size]
        texts = [labels[place] or [] for place in some]
        result[some] = _through(part.scores, before, behind, texts, [spans[place] for place in some])
    return result


def _own(text: list[int], base: list[int]) -> tuple[int, int]:
    """The labels of a text, half-open, between those that it has in common with a base text at its two ends."""
    shared = min(len(text), len(base))
    start = next((k for k in range(shared) if text[k] != base[k]), shared)
    end = next((k for k in range(shared - start) if text[-k - 1] != base[-k - 1]), shared - start)
    return start, len(text) - end


def _through(
    scores: Scores, before: _Ways, behind: _Ways, texts: Sequence[list[int]], spans: Sequence[tuple[int, int]]
) -> npt.NDArray[np.float64]:
    """How likely texts are that begin and end as a base text, of which the ways from both sides are known.

    ``spans``: the labels of each text that are its own (``_own``).
    """
    columns, parting, inside, open_edge = _columns(scores)
    steps, rows = len(scores), np.arange(len(texts))
    starts, stops = zip(*spans, strict=True)
    width = 2 * max(stop - start for start, stop in zip(starts, stops, strict=True)) + 1
    classes = np.full((len(texts), width), open_edge)
    skips, into = np.zeros((len(texts), width)), np.zeros((len(texts), 2))
    sources, targets = np.zeros((steps, len(texts))), np.zeros((steps, len(texts)))
    target_scales, skip_out, is_open = behind.scales[::-1], np.zeros(len(texts)), np.zeros(len(texts), bool)
    for row, (text, start, stop) in enumerate(zip(texts, starts, stops, strict=True)):
        for place in range(start, stop + 1):  # the edge before a label, and the label; of the last only the edge
            state = 2 * (place - start)
            if 0 < place < len(text):
                classes[row, state] = open_edge if _GAP in (text[place - 1], text[place]) else inside
            if place < stop:
                classes[row, state + 1] = parting if text[place] == _GAP else text[place]
                skips[row, state + 1] = place > start and text[place] != text[place - 1]
        if start:
            sources[:, row] = before.states[:, 2 * start - 1]
            into[row] = 1.0, float(start < stop and text[start] != text[start - 1])
        if stop < len(text):
            targets[:, row] = behind.states[::-1][:, 2 * (len(text) - stop) - 1]
            skip_out[row] = stop > 0 and text[stop] != text[stop - 1]
        else:
            is_open[row] = True
    ends = np.array([2 * (stop - start) for start, stop in zip(starts, stops, strict=True)])
    emitted = columns[:, classes].transpose(1, 0, 2)
    ways = np.zeros((len(texts), width))
    at_edge = into[:, 0] == 0
    ways[at_edge, 0] = emitted[at_edge, 0, 0]
    if width > 1:
        own = at_edge & (ends > 0)
        ways[own, 1] = emitted[own, 0, 1]
    flows = np.zeros((steps, len(texts)))  # into the first label of the shared end, at each step
    flows[0, at_edge & (ends == 0) & ~is_open] = 1.0
    last = np.maximum(ends - 1, 0)
    own_scales, flow_scales = np.zeros(len(texts)), np.zeros((steps, len(texts)))
    for step in range(1, steps):
        source = sources[step - 1] * np.exp(np.minimum(before.scales[step - 1] - own_scales, MAX_EXPONENT))
        flows[step] = ways[rows, ends] + skip_out * np.where(ends > 0, ways[rows, last], source)
        flow_scales[step] = own_scales
        new = ways.copy()
        new[:, 1:] += ways[:, :-1]
        new[:, 2:] += ways[:, :-2] * skips[:, 2:]
        new[:, 0] += into[:, 0] * source
        if width > 1:
            new[:, 1] += into[:, 1] * source
        new *= emitted[:, step]
        top = new.max(1)
        top[top <= 0] = 1
        ways = new / top[:, None]
        own_scales = own_scales + np.log(top)
    with np.errstate(divide="ignore"):
        source = sources[-1] * np.exp(np.minimum(before.scales[-1] - own_scales, MAX_EXPONENT))
        gone = np.log(ways[rows, ends] + np.where(ends > 0, ways[rows, last], source)) + own_scales
        each = np.log(flows) + np.log(targets) + flow_scales + target_scales[:, None]
        top = each.max(0)
        top = np.where(np.isfinite(top), top, 0.0)
        through = np.log(np.exp(each - top).sum(0)) + top
    return np.asarray(np.where(is_open, gone, through))


def _summed(scores: Scores, texts: Sequence[list[int]]) -> npt.NDArray[np.float64]:
    """The logarithms of the likelihoods of texts as labels, summed over all ways to write them (CTC)."""
    none, gap, mark = scores[:, _NONE], scores[:, _GAP], scores[:, _MARK]
    within, between = none + mark, none + mark + gap
    columns = np.concatenate([scores, np.stack([gap + mark, within, between], 1)], 1)
    parting, inside, open_edge = (scores.shape[1] + place for place in range(3))
    states = 2 * max(len(text) for text in texts) + 1
    classes = np.full((len(texts), states), open_edge)
    skips = np.zeros((len(texts), states))
    for row, text in enumerate(texts):
        size = len(text)
        classes[row, 1 : 2 * size : 2] = [parting if label == _GAP else label for label in text]
        for place in range(1, size):
            classes[row, 2 * place] = open_edge if _GAP in (text[place - 1], text[place]) else inside
            skips[row, 2 * place + 1] = text[place] != text[place - 1]
    emitted = np.maximum(columns[:, classes], FLOOR).transpose(1, 0, 2).astype(np.float64)
    ends = np.array([2 * len(text) for text in texts])
    rows = np.arange(len(texts))
    ways = np.zeros((len(texts), states))
    ways[:, :2] = emitted[:, 0, :2]
    ways[ends == 0, 1:] = 0
    scale = np.zeros(len(texts))
    for step in range(1, scores.shape[0]):
        new = ways.copy()
        new[:, 1:] += ways[:, :-1]
        new[:, 2:] += ways[:, :-2] * skips[:, 2:]
        new *= emitted[:, step]
        size = new.max(1)
        size[size <= 0] = 1
        ways = new / size[:, None]
        scale += np.log(size)
    total = ways[rows, ends] + np.where(ends > 0, ways[rows, np.maximum(ends - 1, 0)], 0.0)
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(total) + scale)
