"""Words compared one by one -> what differs only because a bad reading moved blanks and letters about."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from briefbook.checks.quotations.lexicon import is_word
from briefbook.checks.quotations.noise import Step, Trust, distance
from briefbook.checks.quotations.quoted import Token
from briefbook.checks.quotations.source import Stream


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch compared: quoted tokens ``first..last`` against source tokens ``start..stop`` (stops exclusive)."""

    step: Step
    quoted: tuple[int, int]
    source: tuple[int, int]


def runs_on(run: Sequence[Token], stream: Stream, block: Block, tail: bool, trust: Trust) -> bool:
    """Has the quotation's first or last word been run together with a word outside it? SETOUT for "set"."""
    if block.quoted[1] - block.quoted[0] != 1 or block.source[1] - block.source[0] > 1:
        return False
    at = block.source[0] - (0 if tail or block.source[0] < block.source[1] else 1)
    if not 0 <= at < len(stream.tokens) or not (trust.measured or trust.damaged):
        return False
    quoted, source = run[block.quoted[0]].text, stream.tokens[at]
    size = len(quoted)
    if len(source) <= size or size < 2 or is_word(source):
        return False
    own, other = (source[:size], source[size:]) if tail else (source[-size:], source[:-size])
    near = own == quoted or (trust.damaged and size > 3 and distance(quoted, own)[0] <= 1.0)
    return near and (is_word(other) or len(other) > 3)


def doubted(run: Sequence[Token], stream: Stream, blocks: list[Block]) -> list[Block]:
    """In a damaged text: words that differ, but not by much when blanks are left out of account, are doubtful.

    GE0RGE0 UT for "go out" may be rubble; a word changed, lost or added shows in letters that have no counterpart.
    """
    out: list[Block] = []
    i = 0
    while i < len(blocks):
        j = i
        while j < len(blocks) and blocks[j].step > Step.NOISE:
            j += 1
        if j == i:
            out.append(blocks[i])
            i += 1
            continue
        group = blocks[i:j]
        before, after = blocks[max(i - 1, 0) : i], blocks[j : j + 1]
        rubble = not any(_is_another_word(run, stream, block) for block in group)
        wider = [(one, other) for one in ([], before) for other in ([], after)]
        if rubble and any(_like_in_all(run, stream, [*more, *group, *less], group) for more, less in wider):
            group = [Block(Step.DOUBT, b.quoted, b.source) if b.step is Step.CHANGED else b for b in group]
        out += group
        i = j
    return out


def _is_another_word(run: Sequence[Token], stream: Stream, block: Block) -> bool:
    """Does the source have a whole word or number here that is not the quotation's, or is not in it?"""
    if block.step is not Step.CHANGED or block.source[1] - block.source[0] != 1:
        return False
    token = stream.tokens[block.source[0]]
    whole = len(token) > 1 and is_word(token)
    return whole and block.quoted[1] - block.quoted[0] <= 1


def _like_in_all(run: Sequence[Token], stream: Stream, wide: Sequence[Block], group: Sequence[Block]) -> bool:
    """Are the letters alike, neighbours included? The distance is measured on the words in doubt alone."""
    quoted, source = _letters(run, stream, wide)
    if not quoted or max(len(quoted), len(source)) > 60 or abs(len(quoted) - len(source)) > 2:
        return False
    cost, wild, _ = distance(quoted, source)
    longest = max(3, *(len(one) for one in _letters(run, stream, group)))
    if cost > 0.34 * longest or wild > max(1, longest // 4):
        return False
    edits = [(edit.tag, edit.src_pos, edit.dest_pos) for edit in Levenshtein.editops(quoted, source)]
    lost, added = {src for tag, src, _ in edits if tag == "delete"}, {dest for tag, _, dest in edits if tag == "insert"}
    return not any(place + 1 in places for places in (lost, added) for place in places)


def _letters(run: Sequence[Token], stream: Stream, blocks: Sequence[Block]) -> tuple[str, str]:
    quoted = "".join(run[i].text for block in blocks for i in range(*block.quoted))
    return quoted, "".join(stream.tokens[i] for block in blocks for i in range(*block.source) if not stream.spare[i])
