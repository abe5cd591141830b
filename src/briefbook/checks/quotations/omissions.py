"""Find the stretches of a paper that a quotation passes over without a mark between its words."""

from collections.abc import Sequence
from math import inf

from rapidfuzz.distance import Indel

from briefbook.checks.quotations.align import Move
from briefbook.checks.quotations.quotation_parser import Token
from briefbook.checks.quotations.source_text import TokenStream

LONGEST_OMISSION = 150
"""Words of a long paragraph: two parts of a quotation that stand further apart are not taken for one passage."""

OMISSION_COST, OMITTED_WORD_COST = 1.05, 0.02
"""What it costs to take words as left out in one stretch, and for each of them more, where a changed word costs 1."""


def parts_around_omissions(run: Sequence[Token], stream: TokenStream, start: int, stop: int) -> list[Move]:
    """The parts of a run that agree best with places that follow one another, with words of the source between them.

    Args:
        run: The words of the quotation, without a mark between them.
        stream: The tokens of the source.
        start: The first token that may be the run's.
        stop: The token behind the last.

    Returns:
        The parts, in order, each as half-open ranges of words and of tokens; empty where the words stand together, or
        where a part is too short to say that it stands there.
    """
    columns = stop - start
    if len(run) < 2 * _FEWEST or columns < 1 or len(run) * columns > _MAX_CELLS:
        return []
    parts = _cheapest_parts(run, stream.tokens[start:stop])
    parts = [(first, last, start + begin, start + end) for first, last, begin, end in parts]
    if len(parts) < 2:
        return []
    for number, part in enumerate(parts):
        gaps = [parts[k + 1][2] - parts[k][3] for k in (number - 1, number) if 0 <= k < len(parts) - 1]
        agreed = _agreed(run, stream, part)
        if agreed < (_FEWEST if max(gaps) <= _NEAR else _FEWEST + 1) or max(gaps) > LONGEST_OMISSION:
            return []
    return parts


_FEWEST, _NEAR = 2, 20  # words that must agree in a part; up to so many words from the next one, else one more
_MAX_CELLS = 120_000
_ADDED, _DROPPED, _OMITTED_FREELY = 0.8, 0.7, 0.01
_PAIR, _MORE, _LESS, _JUMP = range(4)


def _agreed(run: Sequence[Token], stream: TokenStream, part: Move) -> int:
    first, last, start, stop = part
    return sum(any(token.fits(other) for other in stream.tokens[start:stop]) for token in run[first:last])


def _cheapest_parts(run: Sequence[Token], tokens: Sequence[str]) -> list[Move]:
    """The parts of the cheapest alignment in which a stretch of the source may be left out at little cost."""
    columns = len(tokens)
    line = [0.0] * (columns + 1)
    moves: list[bytearray] = []
    jumps: list[list[int]] = []
    for number, token in enumerate(run):
        # where the best way stands before this word: here, or before a stretch that is left out
        reached, origin = line, list(range(columns + 1))
        if number:
            reached, best, place = list(line), inf, 0
            for j in range(columns + 1):
                if best + OMISSION_COST + OMITTED_WORD_COST * (j - place) < line[j]:
                    reached[j], origin[j] = best + OMISSION_COST + OMITTED_WORD_COST * (j - place), place
                if line[j] <= best + OMITTED_WORD_COST * (j - place):
                    best, place = line[j], j
        following, steps = [inf] * (columns + 1), bytearray(columns + 1)
        following[0], steps[0] = (number + 1) * _ADDED, _MORE
        for j in range(1, columns + 1):
            pair = reached[j - 1] + _unlike(token, tokens[j - 1])
            more, less = line[j] + _ADDED, following[j - 1] + _DROPPED
            following[j] = min(pair, more, less)
            steps[j] = _PAIR if following[j] == pair else _MORE if following[j] == more else _LESS
        moves.append(steps)
        jumps.append(origin)
        line = following
    return _traced(run, moves, jumps, min(range(columns + 1), key=line.__getitem__))


def _traced(run: Sequence[Token], moves: list[bytearray], jumps: list[list[int]], end: int) -> list[Move]:
    parts: list[Move] = []
    i, j, last, stop = len(run), end, len(run), end
    while i:
        step = moves[i - 1][j]
        if step == _LESS:
            j -= 1
            continue
        i -= 1
        if step == _MORE:
            continue
        j -= 1
        if (before := jumps[i][j]) != j:
            parts.append((i, last, j, stop))
            last, stop, j = i, before, before
    return [(0, last, j, stop), *reversed(parts)]


def _unlike(token: Token, other: str) -> float:
    if token.text == other or (token.pattern is not None and token.fits(other)):
        return 0.0
    return 0.3 if Indel.normalized_similarity(token.text, other, score_cutoff=0.75) else 1.0
