"""Align a run of quoted words with the source by dynamic programming, word by word."""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import inf

from rapidfuzz.distance import Indel, LCSseq

from briefbook.checks.quotations.quotation_parser import Token
from briefbook.checks.quotations.resegmentation import Block, is_run_together, mark_doubtful, mark_garbled_edges
from briefbook.checks.quotations.source_text import TokenStream
from briefbook.checks.quotations.word_comparison import Step, Trust, compare_letters, compare_words, respaced
from briefbook.text.tokens import REDACTED, UNREADABLE

_ADDED_COST = 0.8  # cost of a quoted word that the source lacks; a pair of unlike words costs at most 1.2
_DROPPED_COST = 0.7  # cost of a word of the source that is left out


Move = tuple[int, int, int, int]
"""Half-open ranges of quoted words and of words of the source: first, last, start, stop."""


def align(run: Sequence[Token], stream: TokenStream, start: int, stop: int, trust: Trust) -> list[Block]:
    """Align a whole run with its best place inside ``start..stop``, and compare word by word."""
    blocks = [_compare_move(run, stream, move, trust) for move in _moves(run, stream, start, stop)]
    changed = [i for i, block in enumerate(blocks) if block.step is Step.CHANGED]
    small = len(run) * (stop - start) <= _MAX_CELLS
    if small and (len(changed) > 1 or (changed and changed[0] in (0, len(blocks) - 1))):  # the anchors may have misled
        moves = _cheapest(run, stream, (0, len(run), start, stop), (True, True))
        blocks = [_compare_move(run, stream, move, trust) for move in moves]
    for place, tail in ((0, False), (len(blocks) - 1, True)):
        if blocks[place].step is Step.CHANGED and is_run_together(run, stream, blocks[place], tail, trust):
            blocks[place] = Block(Step.NOISE, blocks[place].quoted, blocks[place].source)
    if not trust.damaged:
        return blocks
    area = (start, stop)
    return mark_garbled_edges(run, stream, mark_doubtful(run, stream, blocks, area), area)


def _moves(run: Sequence[Token], stream: TokenStream, start: int, stop: int) -> list[Move]:
    """Pairs of stretches, in order: equal words in a row first, what lies between by the cheapest alignment.

    Words of the source before the first and after the last are free.
    """
    moves, tail = _agreeing_edges(run, stream, start, stop)
    if moves or tail:
        area = (len(moves), len(run) - len(tail), start + len(moves), stop - len(tail))
        return moves + _cheapest(run, stream, area, (not moves, not tail)) + tail
    i, j = 0, start
    for block in LCSseq.opcodes([token.text for token in run], stream.tokens[start:stop]):
        size = block.src_end - block.src_start
        if block.tag != "equal" or (size < 2 and len(run[block.src_start].text) < 6):
            continue
        first = start + block.dest_start
        moves += _cheapest(run, stream, (i, block.src_start, j, first), (not moves, False))
        moves += [(block.src_start + k, block.src_start + k + 1, first + k, first + k + 1) for k in range(size)]
        i, j = block.src_end, start + block.dest_end
    return moves + _cheapest(run, stream, (i, len(run), j, stop), (not moves, True))


def _agreeing_edges(run: Sequence[Token], stream: TokenStream, start: int, stop: int) -> tuple[list[Move], list[Move]]:
    """The pairs of equal words at both edges of an area, where they are nearly all of the run; else none."""
    tokens = stream.tokens
    size = min(len(run), stop - start)
    head = next((k for k in range(size) if run[k].text != tokens[start + k] or run[k].pattern), size)
    rest = size - head
    tail = next((k for k in range(rest) if run[-k - 1].text != tokens[stop - k - 1] or run[-k - 1].pattern), rest)
    if 10 * (head + tail) < 7 * len(run) or not head or not tail:
        return [], []
    begin, end = len(run) - tail, stop - tail
    return (
        [(k, k + 1, start + k, start + k + 1) for k in range(head)],
        [(begin + k, begin + k + 1, end + k, end + k + 1) for k in range(tail)],
    )


def _cheapest(run: Sequence[Token], stream: TokenStream, area: Move, free: tuple[bool, bool]) -> list[Move]:
    """The cheapest alignment of an area; ``free``: may words of the source before it, after it, be left out freely?

    A move is a word for a word, a word too many on either side, or two words for one where a blank was lost or added.
    """
    low, high, start, stop = area
    tokens = stream.tokens[start:stop]
    rows, columns = high - low, len(tokens)
    if rows * columns > _MAX_CELLS:
        return _side_by_side(area, free)
    drops = [_OMISSIBLE_COST if omissible else _DROPPED_COST for omissible in stream.omissible[start:stop]]
    limit = _FIRST_LIMIT if rows * columns > _MIN_LIMITED else inf
    cost, move = _costs(run[low:high], tokens, drops, free[0], limit)
    while (min(cost[-1]) if free[1] else cost[-1][-1]) > limit:
        limit *= _NEXT_LIMIT
        cost, move = _costs(run[low:high], tokens, drops, free[0], limit)
    j = min(range(columns + 1), key=lambda column: cost[rows][column]) if free[1] else columns
    i, moves = rows, []
    while i or (j and not free[0]):
        more, less = _TAKES[move[i][j]] if j else (1, 0)
        moves.append((low + i - more, low + i, start + j - less, start + j))
        i, j = i - more, j - less
    return moves[::-1]


def _costs(
    run: Sequence[Token], tokens: Sequence[str], drops: Sequence[float], free: bool, limit: float
) -> tuple[list[list[float]], list[bytearray]]:
    """The least cost of aligning the first i words of a run with the first j words of a text, and the last move there.

    What costs more than ``limit`` is left infinite: no alignment within the limit leads over it.

    Args:
        run: The words of the quotation.
        tokens: The words of the source.
        drops: What it costs to leave out each of these.
        free: May words of the source before the run be left out freely?
        limit: The greatest cost that is wanted.
    """
    columns = len(tokens)
    cost = [[0.0] * (columns + 1) if free else [0.0, *accumulate(drops)]]
    moves = [bytearray([_LESS] * (columns + 1))]
    reached, later = (
        bytearray(b"\1" * (columns + 3)),
        bytearray(b"\1" * (columns + 3)),
    )  # columns from which one goes on
    for i, token in enumerate(run, 1):
        word, size = token.text, len(token.text)
        pair = run[i - 2].text + word if i > 1 else ""
        above, line, steps = cost[-1], [inf] * (columns + 1), bytearray(columns + 1)
        line[0], steps[0] = i * _ADDED_COST, _MORE
        columns_now, reached, later = reached, later, bytearray(columns + 3)
        if line[0] <= limit:
            reached[0:3], later[1] = _THREE, 1
        j = 0
        while True:
            j = j + 1 if line[j] <= limit else columns_now.find(1, j + 1)
            if not 0 < j <= columns:
                break
            other, cornered = tokens[j - 1], above[j - 1]
            more, less = above[j] + _ADDED_COST, line[j - 1] + drops[j - 1]
            rest = more if more <= less else less
            if word == other or (token.pattern and token.fits(other)):
                best, step = cornered, _PAIR
            else:
                best, step = inf, _PAIR
                if cornered + _MIN_PAIR_COST <= rest:
                    best = cornered + _pair_cost(word, other)
                if pair and cost[i - 2][j - 1] + _JOIN_COST <= rest and abs(len(pair) - len(other)) <= 1:
                    joined = cost[i - 2][j - 1] + _join_cost(run[i - 2].text, word, other)
                    if joined < best:
                        best, step = joined, _MERGED
            if j > 1 and above[j - 2] + _JOIN_COST <= rest and abs(size - len(other) - len(tokens[j - 2])) <= 1:
                joined = above[j - 2] + _join_cost(tokens[j - 2], other, word)
                if joined < best:
                    best, step = joined, _SPLIT
            if more < best:
                best, step = more, _MORE
            if less < best:
                best, step = less, _LESS
            steps[j] = step
            if best <= limit:
                line[j] = best
                reached[j : j + 3], later[j + 1] = _THREE, 1
        cost.append(line)
        moves.append(steps)
    return cost, moves


def _side_by_side(area: Move, free: tuple[bool, bool]) -> list[Move]:
    """An area too large to align, in which no two words in a row agree: word beside word, the rest too many."""
    low, high, start, stop = area
    if free[0] and not free[1]:
        start = max(start, stop - (high - low))
    both = min(high - low, stop - start)
    moves = [(low + k, low + k + 1, start + k, start + k + 1) for k in range(both)]
    moves += [(i, i + 1, start + both, start + both) for i in range(low + both, high)]
    if not free[1]:
        moves += [(high, high, j, j + 1) for j in range(start + both, stop)]
    return moves


_MAX_CELLS = 250_000
"""Words times words that are aligned at all, about a quarter of a second: a quotation of 500 words against 500."""
_FIRST_LIMIT, _NEXT_LIMIT = 2.5, 3.0
"""What an alignment may cost when it is first sought, and how many times as much it may cost each time after."""
_MIN_LIMITED = 40
"""Words times words of an area in which alignments are sought within a limit: a smaller one is done as soon without."""
_MIN_PAIR_COST = 0.19
"""Less than pairing any two unlike words costs."""
_THREE = b"\1\1\1"
_PAIR, _MORE, _LESS, _MERGED, _SPLIT = range(5)
_TAKES = ((1, 1), (1, 0), (0, 1), (2, 1), (1, 2))
_JOIN_COST = 0.05
_MISREAD_JOIN_COST = 0.3  # cost of taking two words for one misread
_OMISSIBLE_COST = 0.01  # cost of leaving out what an author may omit


def _pair_cost(quoted: str, source: str) -> float:
    """The cost of pairing two words: 0 to 1.2, which is less than adding one and dropping the other."""
    if quoted == source:
        return 0.0
    similar = Indel.normalized_similarity(quoted, source, score_cutoff=0.3)
    return 1.2 - similar if similar else 1.2


def _join_cost(first: str, second: str, whole: str) -> float:
    """The cost of taking two words for one; a single letter or a number is joined only if all letters agree."""
    if first + second == whole:
        return _JOIN_COST
    if (
        min(len(first), len(second)) == 1
        or first.isdigit()
        or second.isdigit()
        or abs(len(first) + len(second) - len(whole)) > 1
    ):
        return 2.0
    similar = Indel.normalized_similarity(whole, first + second, score_cutoff=0.75)
    return _MISREAD_JOIN_COST + 1.0 - similar if similar else 2.0


def _compare_move(run: Sequence[Token], stream: TokenStream, move: Move, trust: Trust) -> Block:
    first, last, start, stop = move
    if last - first <= 1 and stop - start <= 1:
        if first < last and start < stop and run[first].fits(stream.tokens[start]):
            return Block(Step.SAME, (first, last), (start, stop))
        return _compare_single(run, stream, move, trust)
    quoted, source = (first, last), (start, stop)
    words = [spot.word for spot in stream.positions[start:stop]]
    mine, theirs = [t.text for t in run[first:last]], stream.tokens[start:stop]
    step = compare_letters(mine, theirs, words=words, trust=trust)
    if step is Step.SPACING:
        step = _spacing(run, stream, quoted, source)
        step = respaced(mine, theirs, trust) if step is Step.SPACING else step
    return Block(step, quoted, source)


def _spacing(run: Sequence[Token], stream: TokenStream, quoted: tuple[int, int], source: tuple[int, int]) -> Step:
    """The same letters: equal if only hyphens part them otherwise, else a blank was lost or added."""
    ours = _breaks([(t.text, t.glued) for t in run[quoted[0] : quoted[1]]])
    theirs = _breaks(list(zip(stream.tokens[source[0] : source[1]], stream.glued[source[0] : source[1]], strict=True)))
    hard = {place for place, glued in ours if not glued and place not in dict(theirs)}
    hard |= {place for place, glued in theirs if not glued and place not in dict(ours)}
    return Step.SPACING if hard else Step.SAME


def _breaks(tokens: list[tuple[str, bool]]) -> list[tuple[int, bool]]:
    places, position = [], 0
    for (text, glued), (following, _) in pairwise(tokens):
        position += len(text)
        places.append((position, glued and not (text[-1:].isdigit() and following[:1].isdigit())))
    return places


def _compare_single(run: Sequence[Token], stream: TokenStream, move: Move, trust: Trust) -> Block:
    first, last, start, stop = move
    if start == stop:  # the quotation has a word more
        tiny = len(run[first].text) == 1 and trust.damaged
        return Block(Step.DOUBT if tiny else Step.CHANGED, (first, last), (start, stop))
    word = stream.positions[start].word
    token = stream.tokens[start]
    if first == last and stream.omissible[start]:
        return Block(Step.SAME, (first, last), (start, stop))
    if first == last:  # the source has a word more
        unsure = word.confidence is not None and word.confidence < 0.5
        tiny = len(token) == 1 and not token.isdigit() and (unsure or trust.damaged)
        step = (Step.DOUBT if token in ("a", "i") else Step.NOISE) if tiny else Step.CHANGED
        return Block(Step.DOUBT if token == UNREADABLE else step, (first, last), (start, stop))
    if token in (REDACTED, UNREADABLE):
        return Block(Step.DOUBT if token == UNREADABLE else Step.CHANGED, (first, last), (start, stop))
    ours = run[first]
    name = ours.as_written[:1].isupper() and first > 0
    if ours.has_letters_of(token) or ours.denies(token):  # but does not fit: the brackets make another word
        return Block(Step.CHANGED, (first, last), (start, stop))
    theirs = ours.letters_outside_brackets(token)
    return Block(compare_words(ours.text, theirs, word=word, trust=trust, name=name), (first, last), (start, stop))
