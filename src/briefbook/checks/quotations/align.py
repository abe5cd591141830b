"""A run of quoted words against a stretch of the source -> steps, word by word."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from briefbook.checks.quotations.noise import Step, Trust, compare_letters, compare_words
from briefbook.checks.quotations.quoted import Token
from briefbook.checks.quotations.source import Stream
from briefbook.checks.quotations.tokens import REDACTED, UNREADABLE

_ADDED = 0.8  # what a quoted word too many costs; a pair of unlike words costs at most 1.2
_DROPPED = 0.7  # what a word of the source left out costs


Move = tuple[int, int, int, int]
"""A stretch of quoted words and one of the source, as first, last, start, stop (stops exclusive)."""


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch compared: quoted tokens ``first..last`` against source tokens ``start..stop`` (stops exclusive)."""

    step: Step
    quoted: tuple[int, int]
    source: tuple[int, int]


def align(run: Sequence[Token], stream: Stream, start: int, stop: int, trust: Trust) -> list[Block]:
    """The best place of the whole run inside ``start..stop``, compared word by word."""
    moves = _moves(run, stream, start, stop)
    return _judge(run, stream, _with_split_ends(run, stream, moves, start, stop), trust)


def _with_split_ends(run: Sequence[Token], stream: Stream, moves: list[Move], start: int, stop: int) -> list[Move]:
    """A word that is split in two in the source may stand at either end of the run: GOVER NMENT."""
    first, last = moves[0], moves[-1]
    if first[2] < first[3] and first[2] > start and _split(run[0].text, stream.tokens, first[2], first[2] - 1):
        moves.insert(0, (first[0], first[0], first[2] - 1, first[2]))
    if last[2] < last[3] < stop and _split(run[-1].text, stream.tokens, last[2], last[3]):
        moves.append((last[1], last[1], last[3], last[3] + 1))
    return moves


def _split(quoted: str, tokens: Sequence[str], near: int, far: int) -> bool:
    """Is the quoted word more like two neighbouring tokens of the source together than like the one it has?"""
    if quoted in (tokens[near], tokens[far]):
        return False
    alone = max(Indel.normalized_similarity(quoted, tokens[i]) for i in (near, far))
    together = "".join(tokens[i] for i in sorted((near, far)))
    return Indel.normalized_similarity(quoted, together) > max(alone, 0.7)


def _moves(run: Sequence[Token], stream: Stream, start: int, stop: int) -> list[Move]:
    """Pairs of stretches, in order: the cheapest alignment; words of the source before and after it are free."""
    tokens = stream.tokens[start:stop]
    rows, columns = len(run), len(tokens)
    cost = [[0.0] * (columns + 1)]
    move = [bytearray(columns + 1)]
    for i in range(1, rows + 1):
        token = run[i - 1]
        above, line, steps = cost[-1], [i * _ADDED], bytearray(columns + 1)
        steps[0] = 1
        for j in range(1, columns + 1):
            other = tokens[j - 1]
            best, step = above[j - 1] + (0.0 if token.fits(other) else _unlike(token.text, other)), 0
            if above[j] + _ADDED < best:
                best, step = above[j] + _ADDED, 1
            if line[j - 1] + _DROPPED < best:
                best, step = line[j - 1] + _DROPPED, 2
            line.append(best)
            steps[j] = step
        cost.append(line)
        move.append(steps)
    j = min(range(columns + 1), key=lambda column: cost[rows][column])
    i, moves = rows, []
    while i:
        step = move[i][j]
        if step == 0 and j:
            i, j = i - 1, j - 1
            moves.append((i, i + 1, start + j, start + j + 1))
        elif step == 2 and j:
            j -= 1
            moves.append((i, i, start + j, start + j + 1))
        else:
            i -= 1
            moves.append((i, i + 1, start + j, start + j))
    return moves[::-1]


def _unlike(quoted: str, source: str) -> float:
    similar = Indel.normalized_similarity(quoted, source, score_cutoff=0.3)
    return 1.2 - similar if similar else 1.2


def _judge(run: Sequence[Token], stream: Stream, moves: Sequence[Move], trust: Trust) -> list[Block]:
    blocks: list[Block] = []
    pending: list[Move] = []
    for one in moves:
        if one[0] < one[1] and one[2] < one[3] and run[one[0]].fits(stream.tokens[one[2]]):
            if pending:
                blocks += _unequal(run, stream, pending, trust)
                pending = []
            blocks.append(Block(Step.SAME, one[:2], one[2:]))
        else:
            pending.append(one)
    return blocks + (_unequal(run, stream, pending, trust) if pending else [])


def _unequal(run: Sequence[Token], stream: Stream, moves: Sequence[Move], trust: Trust) -> list[Block]:
    """Words that differ: pair by pair where the counts agree, by their letters where blanks differ."""
    singly = [_single(run, stream, move, trust) for move in moves]
    worst = max(block.step for block in singly)
    if worst < Step.CHANGED and all(a < b and c < d for a, b, c, d in moves):
        return singly
    quoted, source = (moves[0][0], moves[-1][1]), (moves[0][2], moves[-1][3])
    words = [spot.word for spot in stream.spots[source[0] : source[1]]]
    mine, theirs = [t.text for t in run[quoted[0] : quoted[1]]], stream.tokens[source[0] : source[1]]
    together = compare_letters(mine, theirs, words=words, trust=trust)
    if together is Step.SPACING:
        return [Block(_spacing(run, stream, quoted, source), quoted, source)]
    if together < worst:
        return [Block(together, quoted, source)]
    return singly


def _spacing(run: Sequence[Token], stream: Stream, quoted: tuple[int, int], source: tuple[int, int]) -> Step:
    """The same letters: equal if only hyphens part them otherwise, else a blank was lost or added."""
    ours = _breaks([(t.text, t.glued) for t in run[quoted[0] : quoted[1]]])
    theirs = _breaks(list(zip(stream.tokens[source[0] : source[1]], stream.glued[source[0] : source[1]], strict=True)))
    hard = {place for place, glued in ours if not glued and place not in dict(theirs)}
    hard |= {place for place, glued in theirs if not glued and place not in dict(ours)}
    return Step.SPACING if hard else Step.SAME


def _breaks(tokens: list[tuple[str, bool]]) -> list[tuple[int, bool]]:
    places, position = [], 0
    for text, glued in tokens[:-1]:
        position += len(text)
        places.append((position, glued))
    return places


def _single(run: Sequence[Token], stream: Stream, move: Move, trust: Trust) -> Block:
    first, last, start, stop = move
    if start == stop:  # the quotation has a word more
        tiny = len(run[first].text) == 1 and trust.damaged
        return Block(Step.DOUBT if tiny else Step.CHANGED, (first, last), (start, stop))
    word = stream.spots[start].word
    token = stream.tokens[start]
    if first == last:  # the source has a word more
        unsure = word.confidence is not None and word.confidence < 0.5
        tiny = len(token) == 1 and not token.isdigit() and token not in ("a", "i")
        step = Step.NOISE if tiny and (unsure or trust.damaged) else Step.CHANGED
        return Block(Step.DOUBT if token == UNREADABLE else step, (first, last), (start, stop))
    if token in (REDACTED, UNREADABLE):
        return Block(Step.DOUBT if token == UNREADABLE else Step.CHANGED, (first, last), (start, stop))
    ours = run[first]
    name = ours.as_written[:1].isupper() and first > 0
    return Block(compare_words(ours.text, token, word=word, trust=trust, name=name), (first, last), (start, stop))
