"""Compare words again across their boundaries, where a bad reading moved blanks and letters."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from briefbook.checks.quotations.quotation_parser import Token
from briefbook.checks.quotations.source_text import TokenStream
from briefbook.checks.quotations.word_comparison import Step, Trust, distance
from briefbook.text.lexicon import is_word


@dataclass(frozen=True, slots=True)
class Block:
    """Quoted tokens compared with source tokens, each as a half-open range of indices."""

    step: Step
    quoted: tuple[int, int]
    source: tuple[int, int]


def is_run_together(run: Sequence[Token], stream: TokenStream, block: Block, tail: bool, trust: Trust) -> bool:
    """Whether the quotation's first or last word is run together with a word outside it: SETOUT for "set"."""
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
    alike = own == quoted or (trust.damaged and size > 3 and distance(quoted, own)[0] <= 1.0)
    return alike and (is_word(other) or len(other) > 3)


def mark_doubtful(run: Sequence[Token], stream: TokenStream, blocks: list[Block], area: tuple[int, int]) -> list[Block]:
    """In a damaged text, mark words as doubtful that differ little when blanks are ignored.

    GE0RGE0 UT for "go out" may be rubble; a word changed, lost or added shows in letters that have no counterpart.
    ``area``: the tokens of the source that may be the run's.
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
        if any(block.step is Step.CHANGED for block in group):
            group = _doubtful(run, stream, blocks, (i, j), area) or group
        out += group
        i = j
    return out


def _doubtful(
    run: Sequence[Token], stream: TokenStream, blocks: list[Block], span: tuple[int, int], area: tuple[int, int]
) -> list[Block] | None:
    """The group again, as doubtful as its letters allow; None where a word was changed, lost or added."""
    i, j = span
    group = blocks[i:j]
    before, after = blocks[max(i - 1, 0) : i], blocks[j : j + 1]
    wider = [(more, less) for more in ([], before) for less in ([], after)]
    if _swallowed(run, stream, [*before, *group, *after]):
        return [Block(Step.DOUBT, b.quoted, b.source) if b.step is Step.CHANGED else b for b in group]
    garbled = not any(_is_another_word(run, stream, block) for block in group)
    if garbled and any(_like_in_all(run, stream, [*more, *group, *less], group) for more, less in wider):
        return [Block(Step.DOUBT, b.quoted, b.source) if b.step is Step.CHANGED else b for b in group]
    first, last = group[0].quoted[0], group[-1].quoted[1]
    for more, less in wider:
        wide = [*more, *group, *less]
        size = max(len(letters) for letters in _letters(run, stream, group))
        words = [token.text for token in run[wide[0].quoted[0] : wide[-1].quoted[1]]]
        low, high = wide[0].source[0], wide[-1].source[1]
        for start in _edge(low, area[0], -1) if wide[0] is blocks[0] else (low,):
            for stop in _edge(high, area[1], 1) if wide[-1] is blocks[-1] else (high,):
                if start < stop and _same_letters(words, stream, (start, stop), size):
                    start += group[0].source[0] - low
                    stop += group[-1].source[1] - high
                    return [Block(Step.DOUBT, (first, last), (min(start, stop), max(start, stop)))]
    return None


def _swallowed(run: Sequence[Token], stream: TokenStream, blocks: Sequence[Block]) -> bool:
    """Are the quoted words that have no counterpart in a string beside them, too long for its word? BESTBERESOLUFD."""
    added = [block for block in blocks if block.step is Step.CHANGED and block.source[0] == block.source[1]]
    paired = [block for block in blocks if block.source[1] - block.source[0] == 1 and block.step is not Step.SAME]
    if len(added) != 1 or any(b.step is Step.CHANGED and b not in added and b not in paired for b in blocks):
        return False
    lost = sum(len(run[i].text) for i in range(*added[0].quoted))
    for block in paired:
        token = stream.tokens[block.source[0]]
        own = sum(len(run[i].text) for i in range(*block.quoted))
        if not is_word(token) and len(token) - own >= max(1, lost - 1):
            return True
    return False


def _edge(place: int, limit: int, step: int) -> list[int]:
    """A run's end as it was found, and up to two words farther out, or one farther in."""
    return [place, *(p for p in (place + step, place + 2 * step) if (limit - p) * step >= 0), place - step]


def _same_letters(words: Sequence[str], stream: TokenStream, span: tuple[int, int], size: int) -> bool:
    """Are the letters the same, all but a few, wherever blanks stand, and with X RPT X read for X?

    ``size``: how many letters are in doubt; of them few may differ.
    """
    if any(word.isdigit() for word in words):
        return len(words) == 1 and _same_figures(words[0], "".join(stream.tokens[slice(*span)]))
    whole = "".join(stream.tokens[slice(*span)])
    bare = "".join(stream.tokens[k] for k in range(*span) if not stream.omissible[k])
    if len(bare) > 60:
        return False
    limit = max(0.8, 0.16 * size)
    if _few_differ("".join(words), bare, limit):
        return True
    echoes = ("".join((*words[: k + 1], "rpt", word, *words[k + 1 :])) for k, word in enumerate(words))
    return any(_few_differ(echo, text, max(limit, 1.2)) for echo in echoes for text in {bare, whole})


def _same_figures(quoted: str, source: str) -> bool:
    """Is it the number, but for figures read as letters? 2,0O for 2,000."""
    if len(quoted) != len(source) or len(quoted) < 2 or source.isdigit():
        return False
    return all(a == b or not b.isdigit() for a, b in zip(quoted, source, strict=True)) and any(
        b.isdigit() for b in source
    )


def _few_differ(quoted: str, source: str, limit: float) -> bool:
    if abs(len(quoted) - len(source)) > 2 or min(len(quoted), len(source)) < 3:
        return False
    return distance(quoted, source)[0] <= limit and not _two_together(quoted, source)


def _two_together(quoted: str, source: str) -> bool:
    """Are two letters in a row lost or added?"""
    edits = [(edit.tag, edit.src_pos, edit.dest_pos) for edit in Levenshtein.editops(quoted, source)]
    lost, added = {src for tag, src, _ in edits if tag == "delete"}, {dest for tag, _, dest in edits if tag == "insert"}
    return any(place + 1 in places for places in (lost, added) for place in places)


def mark_garbled_edges(
    run: Sequence[Token], stream: TokenStream, blocks: list[Block], area: tuple[int, int]
) -> list[Block]:
    """In a damaged text, mark extra quoted words at either end as doubtful where the text beside is garbled."""
    for tail in (False, True):
        ordered = blocks[::-1] if tail else blocks
        size = 0
        while size < len(ordered) and ordered[size].step is Step.CHANGED:
            size += 1
        edge = ordered[:size]
        if not edge or size == len(ordered):
            continue
        places = [place for block in edge for place in range(*block.source)]
        step = 1 if tail else -1
        beside = (blocks[-1].source[1] if tail else blocks[0].source[0] - 1) if not places else None
        start = beside if beside is not None else (max(places) + 1 if tail else min(places) - 1)
        words = sum(block.quoted[1] - block.quoted[0] for block in edge)
        neighbours = [k for k in range(start, start + step * (words + 1), step) if area[0] <= k < area[1]]
        neighbours = [*places, *(k for k in neighbours if not stream.omissible[k])][:words]
        if neighbours and all(not is_word(stream.tokens[k]) for k in neighbours):
            doubtful = [Block(Step.DOUBT, block.quoted, block.source) for block in edge]
            rest = ordered[size:]
            blocks = [*rest[::-1], *doubtful[::-1]] if tail else [*doubtful, *rest]
    return blocks


def _is_another_word(run: Sequence[Token], stream: TokenStream, block: Block) -> bool:
    """Whether the source has a whole word or number here that is not in the quotation."""
    if block.step is not Step.CHANGED or block.source[1] - block.source[0] != 1:
        return False
    token = stream.tokens[block.source[0]]
    if token.isdigit() and any(run[i].text.isdigit() for i in range(*block.quoted)):
        return True
    whole = len(token) > 1 and is_word(token)
    return whole and block.quoted[1] - block.quoted[0] <= 1


def _like_in_all(run: Sequence[Token], stream: TokenStream, wide: Sequence[Block], group: Sequence[Block]) -> bool:
    """Whether the letters are alike, neighbours included; only the words in doubt limit the distance."""
    quoted, source = _letters(run, stream, wide)
    if not quoted or max(len(quoted), len(source)) > 60 or abs(len(quoted) - len(source)) > 2:
        return False
    cost, wild, _ = distance(quoted, source)
    longest = max(3, *(len(letter) for letter in _letters(run, stream, group)))
    if cost > 0.34 * longest or wild > max(1, longest // 4):
        return False
    return not _two_together(quoted, source)


def _letters(run: Sequence[Token], stream: TokenStream, blocks: Sequence[Block]) -> tuple[str, str]:
    quoted = "".join(run[i].text for block in blocks for i in range(*block.quoted))
    source = "".join(stream.tokens[i] for block in blocks for i in range(*block.source) if not stream.omissible[i])
    return quoted.replace(".", ""), source.replace(".", "")
