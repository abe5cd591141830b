"""How likely texts are on a stretch of a line: sums over all ways to write them (CTC), for many texts at once.

Scores are by token class, as ``picture_words`` folds them: a float32 array (steps, classes). The first class is none,
the second what parts words, the last punctuation. A text is the classes of its characters, as bytes. Before and after
a text, and beside what parts words, a step may hold none, punctuation or a blank; between the letters of a word none or
punctuation.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Postfix, Prefix

from briefbook.text.line_likelihood import FLOOR, Scores

NONE, GAP = 0, 1
"""The classes of no character and of what parts words."""

RESCALED = 8
"""Steps after which sums are put into a new scale: so many times the least likelihood is a number yet."""

MAX_BATCH = 400_000
"""Figures that are worked on together: texts × steps × states."""

MAX_DIFFERENCE = 40.0
"""Natural logarithm by which a variant may be less likely than its base text before it counts as impossible. No
difference beyond 20 is told from another (``checks.quotations``); the rest is for ways that are left out."""

MAX_OWN = 12
"""Characters of its own from which on a variant is summed whole."""

MAX_EXPONENT = 600.0
"""Beyond this a number in another scale is not held."""


@dataclass(frozen=True, slots=True)
class _Columns:
    """Likelihoods of a stretch, float64 array (steps, classes + 3): after the classes those of places in a text."""

    values: npt.NDArray[np.float64]

    @classmethod
    def of(cls, scores: Scores) -> "_Columns":
        none, gap, mark = scores[:, NONE], scores[:, GAP], scores[:, -1]
        columns = np.concatenate([scores, np.stack([gap + mark, none + mark, none + mark + gap], 1)], 1)
        return cls(np.maximum(columns, FLOOR).astype(np.float64))

    def reversed(self) -> "_Columns":
        return _Columns(self.values[::-1])

    @property
    def parting(self) -> int:
        """The column of what parts words."""
        return int(self.values.shape[1]) - 3

    @property
    def inside(self) -> int:
        """The column of what stands between the letters of a word."""
        return int(self.values.shape[1]) - 2

    @property
    def open_edge(self) -> int:
        """The column of what stands before and after a text, and beside what parts words."""
        return int(self.values.shape[1]) - 1

    def states(self, texts: Sequence[bytes]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
        """The columns of texts' states, (texts, 2 × characters + 1), and 1.0 where the state before one may be skipped.

        State 0 is the edge, then a character and what stands after it by turns; after the shorter texts open edges.
        """
        size = max(map(len, texts))
        filled = b"".join(text.ljust(size, bytes([NONE])) for text in texts)
        labels = np.frombuffer(filled, np.uint8).reshape(len(texts), size).astype(np.int64)
        in_word = (labels != NONE) & (labels != GAP)
        columns = np.full((len(texts), 2 * size + 1), self.open_edge)
        columns[:, 1::2] = np.where(labels == NONE, self.open_edge, np.where(labels == GAP, self.parting, labels))
        columns[:, 2:-1:2][in_word[:, 1:] & in_word[:, :-1]] = self.inside
        skips = np.zeros((len(texts), 2 * size + 1))
        skips[:, 3::2] = labels[:, 1:] != labels[:, :-1]
        return columns, skips


def log_sums(scores: Scores, texts: Sequence[bytes]) -> npt.NDArray[np.float64]:
    """Log likelihood of each text on a span.

    Args:
        scores: Of the span, a float32 array (steps, classes) of likelihoods from 0 to 1.
        texts: The classes of each text's characters.

    Returns:
        Natural logarithms, float64 array (texts,); minus infinity for a text that does not fit.
    """
    result = np.full(len(texts), -np.inf)
    columns = _Columns.of(scores)
    size = max(1, MAX_BATCH // max(1, len(scores) * (2 * max(map(len, texts), default=0) + 1)))
    for begin in range(0, len(texts), size):
        result[begin : begin + size] = _summed(columns, texts[begin : begin + size])
    return result


def _summed(columns: _Columns, texts: Sequence[bytes]) -> npt.NDArray[np.float64]:
    rows, width = len(texts), 2 * max(map(len, texts)) + 1
    places, skips = columns.states(texts)
    emitted = columns.values[:, places]
    ends = np.array([2 * len(text) for text in texts])
    old, new = np.zeros((rows, width)), np.empty((rows, width))
    old[:, :2] = emitted[0, :, :2]
    scale = np.zeros(rows)
    skips, skipped = skips[:, 2:], np.empty((rows, max(0, width - 2)))
    for step in range(1, len(emitted)):
        _add_ways(old, new, skips, skipped)
        new *= emitted[step]
        if step % RESCALED == 0:
            scale += _rescale(new)
        old, new = new, old
    every = np.arange(rows)
    total = old[every, ends] + np.where(ends > 0, old[every, np.maximum(ends - 1, 0)], 0.0)
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(total) + scale)


@dataclass(frozen=True, slots=True)
class _Ways:
    """The ways to write a text up to each step: float64 arrays, each step in a scale of its own.

    ``states`` (steps, states) as in ``_Columns.states``; ``scales`` (steps,) are natural logarithms. ``edges`` (steps,)
    are the likelihoods of an open edge.
    """

    states: npt.NDArray[np.float64]
    scales: npt.NDArray[np.float64]
    edges: npt.NDArray[np.float64]

    def log_of_beginnings(self) -> npt.NDArray[np.float64]:
        """How likely the first 0, 1, ... characters are on the whole stretch, with nothing after them."""
        rest = np.append(np.cumsum(np.log(self.edges[:0:-1]))[::-1], 0.0)  # an open edge on all steps that follow
        ended = self.log_of_characters() + rest[:, None]
        top = ended.max(0, initial=-np.inf)
        top = np.where(np.isfinite(top), top, 0.0)
        with np.errstate(divide="ignore"):
            sums = np.log(np.exp(ended - top).sum(0)) + top
            return np.concatenate([[np.log(self.states[-1, 0]) + self.scales[-1]], sums])

    def log_of_characters(self) -> npt.NDArray[np.float64]:
        """How likely the beginnings are that stand in their last character at a step: (steps, characters)."""
        with np.errstate(divide="ignore"):
            return np.asarray(np.log(self.states[:, 1::2]) + self.scales[:, None])


def _ways_to_write(stretches: Sequence[_Columns], texts: Sequence[bytes]) -> list[_Ways]:
    """The ways to write each text on its stretch. From behind, both are to be reversed."""
    rows, steps = len(texts), max(len(stretch.values) for stretch in stretches)
    width = 2 * max(map(len, texts)) + 1
    places, skips = stretches[0].states(texts)
    emitted = np.full((steps, rows, width), FLOOR)
    for row, stretch in enumerate(stretches):
        emitted[: len(stretch.values), row] = stretch.values[:, places[row]]
    ways, scales, scale = np.empty((steps, rows, width)), np.zeros((steps, rows)), np.zeros(rows)
    ways[0] = 0
    ways[0, :, :2] = emitted[0, :, :2]
    skips, skipped = skips[:, 2:], np.empty((rows, max(0, width - 2)))
    for step in range(1, steps):
        old, new = ways[step - 1], ways[step]
        _add_ways(old, new, skips, skipped)
        new *= emitted[step]
        if step % RESCALED == 0:
            scale = scale + _rescale(new)
        scales[step] = scale
    return [
        _Ways(ways[:long, row, : 2 * len(text) + 1], scales[:long, row], stretch.values[:, stretch.open_edge])
        for row, (stretch, text) in enumerate(zip(stretches, texts, strict=True))
        for long in (len(stretch.values),)
    ]


def _add_ways(
    old: npt.NDArray[np.float64],
    new: npt.NDArray[np.float64],
    skips: npt.NDArray[np.float64],
    skipped: npt.NDArray[np.float64],
) -> None:
    """Into each state come the ways of itself, of the one before and, where that may be skipped, of the one before."""
    new[:, :1] = old[:, :1]
    np.add(old[:, 1:], old[:, :-1], out=new[:, 1:])
    new[:, 2:] += np.multiply(old[:, :-2], skips, out=skipped)


def _rescale(ways: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Put the ways of each text into the scale in which the likeliest is 1; the logarithms of the scales."""
    top = ways.max(1)
    top[top <= 0] = 1
    ways /= top[:, None]
    return np.asarray(np.log(top))


def log_sums_of_divisions(
    stretches: tuple[Scores, Scores], texts: Sequence[bytes]
) -> list[tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]]:
    """How likely the beginnings of texts are on a stretch, and their ends on the next.

    Args:
        stretches: Scores of the two.
        texts: The classes of each text's characters.

    Returns:
        For each text natural logarithms: of its first 0, 1, ... characters on the first stretch, and of its last 0,
        1, ... characters on the second.
    """
    first, second = _Columns.of(stretches[0]), _Columns.of(stretches[1]).reversed()
    result = []
    size = max(1, MAX_BATCH // max(1, max(map(len, stretches)) * (4 * max(map(len, texts), default=0) + 2)))
    for begin in range(0, len(texts), size):
        some = texts[begin : begin + size]
        ways = _ways_to_write([first] * len(some) + [second] * len(some), [*some, *(text[::-1] for text in some)])
        sums = [way.log_of_beginnings() for way in ways]
        result += list(zip(sums[: len(some)], sums[len(some) :], strict=True))
    return result


def log_sums_of_variants(scores: Scores, base: bytes, texts: Sequence[bytes]) -> npt.NDArray[np.float64]:
    """``log_sums`` of texts that differ from one in some characters in a row; what they share is worked out once.

    Args:
        scores: Of the stretch, as for ``log_sums``; two steps or more.
        base: The text of which all are variants, a character or more.
        texts: The variants, each a character or more.

    Returns:
        Natural logarithms, float64 array (texts,). A text that is less likely than the base by more than
        ``MAX_DIFFERENCE`` may be given less than it has, or minus infinity.
    """
    columns = _Columns.of(scores)
    shared_parts = [_shared(text, base) for text in texts]
    own = [len(text) - sum(shared) for text, shared in zip(texts, shared_parts, strict=True)]
    whole = [place for place, size in enumerate(own) if size > MAX_OWN]
    if sum(map(len, (texts[place] for place in whole))) * len(scores) > MAX_BATCH:
        whole = []
    before, behind, *others = _ways_to_write(
        [columns, columns.reversed(), *[columns] * len(whole)], [base, base[::-1], *(texts[place] for place in whole)]
    )
    likely = float(before.log_of_beginnings()[-1])
    windows = _Windows.of(before, behind, likely - MAX_DIFFERENCE)
    result = np.full(len(texts), -np.inf)
    for place, ways in zip(whole, others, strict=True):
        result[place] = ways.log_of_beginnings()[-1]
    variants = []
    for place, (text, (start, shared)) in enumerate(zip(texts, shared_parts, strict=True)):
        if text == base:
            result[place] = likely
        if text == base or place in whole:
            continue
        variant = _Variant(place, text, start, len(text) - shared, *windows.around(start, shared))
        if variant.first <= variant.last:
            variants.append(variant)
    variants.sort(key=lambda variant: (variant.last - variant.first, variant.stop - variant.start))
    begin = 0
    while begin < len(variants):
        end = _end_of_batch(variants, begin, len(scores))
        some = variants[begin:end]
        result[[variant.place for variant in some]] = _through(columns, before, behind, some)
        begin = end
    return result


def _shared(text: bytes, base: bytes) -> tuple[int, int]:
    """How many characters of its beginning and of its end a text has in common with a base text."""
    start = Prefix.similarity(text, base)
    return start, min(Postfix.similarity(text, base), min(len(text), len(base)) - start)


@dataclass(frozen=True, slots=True)
class _Variant:
    """A text that has its characters from ``start`` to ``stop`` of its own, and the steps on which these may stand."""

    place: int
    text: bytes
    start: int
    stop: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Windows:
    """The first step on which each beginning of a base text may end, and the last on which each end may begin."""

    firsts: npt.NDArray[np.int64]
    lasts: npt.NDArray[np.int64]

    @classmethod
    def of(cls, before: _Ways, behind: _Ways, least: float) -> "_Windows":
        """Of what is as likely as ``least`` even if all the rest is certain."""
        steps = len(before.states)
        reached = before.log_of_characters() >= least
        left = behind.log_of_characters() >= least
        firsts = np.where(reached.any(0), reached.argmax(0), steps)
        lasts = np.where(left.any(0), steps - 1 - left.argmax(0), -1)
        return cls(np.concatenate([[0], firsts]), np.concatenate([[steps - 1], lasts]))

    def around(self, start: int, shared: int) -> tuple[int, int]:
        """The steps for what stands between so many characters of the beginning and of the end."""
        return int(self.firsts[start]), int(self.lasts[shared])


def _end_of_batch(variants: Sequence[_Variant], begin: int, steps: int) -> int:
    """Which variants are worked on together: those of like windows, and no more than there is room for."""
    shortest = variants[begin].last - variants[begin].first + 1
    width, end = 0, begin
    for variant in variants[begin:]:
        size = variant.last - variant.first + 1
        width = max(width, 2 * (variant.stop - variant.start) + 1)
        if end > begin and (size > 2 * shortest + 16 or (end - begin + 1) * size * width > MAX_BATCH):
            break
        end += 1
    return end


def _through(columns: _Columns, before: _Ways, behind: _Ways, variants: Sequence[_Variant]) -> npt.NDArray[np.float64]:
    """How likely variants are of a base text, of which the ways from both sides are known."""
    steps, rows = len(columns.values), np.arange(len(variants))
    long = max(variant.last - variant.first + 1 for variant in variants)
    begins = np.array([min(variant.first, steps - long) for variant in variants])
    starts, stops, sizes = (
        np.array(row) for row in zip(*((v.start, v.stop, len(v.text)) for v in variants), strict=True)
    )
    own = [variant.text[max(0, variant.start - 1) : variant.stop + 1] for variant in variants]
    places, skips = columns.states(own)
    ends = 2 * (stops - starts)
    width = int(ends.max()) + 1
    inner = np.where(starts > 0, 2, 0)[:, None] + np.arange(width)  # after the shared character and its edge
    inner = np.minimum(inner, places.shape[1] - 1)
    is_own = np.arange(width) <= ends[:, None]
    places = np.where(is_own, places[rows[:, None], inner], columns.open_edge)
    may_enter = skips[rows, np.minimum(3, skips.shape[1] - 1)]
    skips = np.where(is_own, skips[rows[:, None], inner], 0.0)
    into = np.stack([starts > 0, np.where((starts > 0) & (ends > 0), may_enter, 0.0)], 1).astype(np.float64)
    source_states = np.maximum(0, 2 * starts - 1)
    is_open = stops == sizes
    target_states = np.where(is_open, 0, 2 * (sizes - stops) - 1)
    differs = [v.stop == len(v.text) or v.text[v.stop] != v.text[v.stop - 1] for v in variants]
    skip_out = np.where(~is_open & (stops > 0), differs, 0.0).astype(np.float64)
    times = begins + np.arange(long)[:, None]  # (steps of the windows, variants)
    sources = before.states[times, source_states] * (into[:, 0] > 0)
    source_scales = before.scales[times]
    targets = behind.states[steps - 1 - times, target_states] * ~is_open
    target_scales = behind.scales[steps - 1 - times]
    emitted = columns.values[times[:, :, None], places]
    last, has_own = np.maximum(ends - 1, 0), ends > 0
    ways = np.zeros((long, len(variants), width))
    at_edge = into[:, 0] == 0
    ways[0, at_edge, 0] = emitted[0, at_edge, 0]
    if width > 1:
        own_rows = at_edge & has_own
        ways[0, own_rows, 1] = emitted[0, own_rows, 1]
    scale = np.where(at_edge, 0.0, source_scales[0])
    scales = np.empty((long, len(variants)))
    scales[0] = scale
    skips, entries = skips[:, 2:], min(2, width)
    skipped, into = np.empty((len(variants), max(0, width - 2))), into[:, :entries]
    for begin in range(1, long, RESCALED):
        end = min(long, begin + RESCALED)
        factors = np.exp(np.minimum(source_scales[begin - 1 : end - 1] - scale, MAX_EXPONENT))
        entering = (sources[begin - 1 : end - 1] * factors)[:, :, None] * into
        for step in range(begin, end):
            new = ways[step]
            _add_ways(ways[step - 1], new, skips, skipped)
            new[:, :entries] += entering[step - begin]
            new *= emitted[step]
        scales[begin:end] = scale
        if end < long:  # the last step of a scale is the first of the next
            shift = _rescale(ways[end - 1])
            scale = scale + shift
            scales[end - 1] = scale
    at = np.arange(long)[:, None]
    from_edge, from_last = ways[at, rows, ends], ways[at, rows, last]
    factors = np.exp(np.minimum(source_scales - scales, MAX_EXPONENT))
    left = from_edge + skip_out * np.where(has_own, from_last, sources * factors)
    with np.errstate(divide="ignore"):
        gone = np.log(from_edge[-1] + np.where(has_own, from_last[-1], sources[-1] * factors[-1])) + scales[-1]
        leaving = np.log(left[:-1]) + scales[:-1]  # into the first character of the shared end, a step later
        first = np.where(at_edge & ~has_own & ~is_open, 0.0, -np.inf)
        each = np.concatenate([first[None], leaving]) + np.log(targets) + target_scales
        top = each.max(0)
        top = np.where(np.isfinite(top), top, 0.0)
        through = np.log(np.exp(each - top).sum(0)) + top
    return np.asarray(np.where(is_open, gone, through))
