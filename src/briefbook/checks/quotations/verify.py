"""Verify a quotation against pages: a verdict, the place, and the difference word by word."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice, takewhile

from rapidfuzz.fuzz import partial_ratio, partial_ratio_alignment

from briefbook.checks.quotations.align import align
from briefbook.checks.quotations.authors_hand import (
    cuts_sense,
    grade_beside,
    grade_brackets,
    grade_ellipsis,
    is_surname,
    with_office_doubted,
)
from briefbook.checks.quotations.hidden_verbs import HELPING_VERBS
from briefbook.checks.quotations.illegible import MAX_UNSURE, MIN_CONFIDENCE, redactions_hold, where_they_may_stand
from briefbook.checks.quotations.legible_places import is_odd_number, why_illegible
from briefbook.checks.quotations.look_alikes import is_grave
from briefbook.checks.quotations.omissions import (
    LONGEST_OMISSION,
    OMISSION_COST,
    OMITTED_WORD_COST,
    parts_around_omissions,
)
from briefbook.checks.quotations.other_forms import in_form_of, respelt_words, with_other_numbers, with_other_spelling
from briefbook.checks.quotations.picture_comparison import LineScoresOf, PictureComparison
from briefbook.checks.quotations.quotation_parser import Gap, Quoted, Token, read_quotation
from briefbook.checks.quotations.resegmentation import Block
from briefbook.checks.quotations.source_text import SourceText, TokenStream, source_text
from briefbook.checks.quotations.token_places import boxes_by_page, differences, found_words, line_span
from briefbook.checks.quotations.word_comparison import Step, Trust
from briefbook.checks.quotations.word_usage import MIN_ITEMS, NO_USAGE, WordUsage
from briefbook.checks.quotations.writing import other_number, other_word
from briefbook.model.page import Kind, Page
from briefbook.model.verdict import Difference, Editing, EditingGrade, PictureEvidence, Verdict, Verification
from briefbook.text.lexicon import is_word
from briefbook.text.sentences import ends_sentence
from briefbook.text.tokens import REDACTED, UNREADABLE, is_number, tokens_of


def verify(words: str, pages: Sequence[Page]) -> Verification:
    """Verify a quotation against the pages that it is cited from.

    Letter case, punctuation, line breaks and hyphens, page lines, stamps and what the telegraph added (NOT RPT
    NOT, QUOTE, STOP, SEMICOLON) are not compared; signs between figures are, and hyphens that make another word. The
    author's [brackets], [sic] and ellipses are understood. The verdict is VERBATIM only if every word agrees; NOISY if
    the words that differ are misreadings by their shape; ALTERED if a word differs, NOT_FOUND if most do; CANNOT_TELL,
    with ``why``, where no text is held, or too little of it is legible to say.

    Args:
        words: The quotation as the author wrote it.
        pages: The pages of the item, in any order.

    Returns:
        The verdict with page, lines and boxes (pixels of the page's picture) of the words, and the difference.

    >>> page = Page.of_text("D7", 1, "CASTRO LOOKED DISSATISFIED WITH EVERYTHING AND WAS NOT RPT NOT CALM.")
    >>> str(verify("dissatisfied with everything and was not calm", [page]).verdict)
    'verbatim'
    >>> str(verify("looked satisfied with everything", [page]).verdict)
    'altered'
    """
    return verify_in(read_quotation(words), source_text(pages))


def verify_in(
    quoted: Quoted, source: SourceText, scores_of: LineScoresOf | None = None, usage: WordUsage = NO_USAGE
) -> Verification:
    """``verify`` with a parsed quotation and a prepared text.

    Args:
        quoted: The quotation as parsed.
        source: The text of the item, prepared.
        scores_of: The number of a page and a line of it -> what the recogniser made of the line. Where the reading
            differs from the quotation, the picture is asked by it; None if there is nothing to ask.
        usage: How usual words are, beside the picture.
    """
    if not quoted.size:
        return Verification(Verdict.CANNOT_TELL, quoted.words, why="the quotation holds no words to compare")
    if source.is_empty:
        why = f"no text of {source.item} is held" if source.item else "no text is held"
        return Verification(Verdict.CANNOT_TELL, quoted.words, item=source.item or None, why=why)
    quoted = in_form_of(quoted, source.all)
    return (
        _where_it_stands(quoted, source, scores_of, usage)
        or _partly_legible(quoted, source, usage)
        or _absent(quoted, source, scores_of)
    )


def verify_if_there(
    quoted: Quoted, source: SourceText, scores_of: LineScoresOf | None = None, usage: WordUsage = NO_USAGE
) -> Verification | None:
    """``verify_in`` for a text that need not have the words at all: None where no place is like them.

    Whether words that were not read might stand in an illegible place is not asked.
    """
    if not quoted.size or source.is_empty:
        return None
    return _where_it_stands(in_form_of(quoted, source.all), source, scores_of, usage)


def _where_it_stands(
    quoted: Quoted, source: SourceText, scores_of: LineScoresOf | None, usage: WordUsage
) -> Verification | None:
    """The verification at the place that is most like the words, in the forms that the text has; None without one."""
    spelt = with_other_spelling(quoted, source.all)
    made = _where_it_stands_so(spelt, source, scores_of, usage)
    if made is None or spelt is quoted:
        return made
    difference = tuple(Difference("spelling", *words) for words in respelt_words(quoted, spelt))
    if made.verdict is Verdict.ALTERED:
        return replace(made, difference=(*made.difference, *difference))
    if made.verdict is not Verdict.VERBATIM:
        return _where_it_stands_so(quoted, source, scores_of, usage)
    return replace(made, verdict=Verdict.ALTERED, difference=difference, why=_SPELT_OTHERWISE)


def _where_it_stands_so(
    quoted: Quoted, source: SourceText, scores_of: LineScoresOf | None, usage: WordUsage
) -> Verification | None:
    """The same for words that are spelt as the text spells them."""
    readings = [quoted]
    if any(gap.inside is not None for gap in quoted.gaps):  # they may be brackets of the source, an editor's
        readings.append(in_form_of(read_quotation(quoted.words, brackets_are_words=True), source.all))
    plain = list(readings)
    readings += [other for reading in readings if (other := with_other_numbers(reading, source.all)) != reading]
    for reading in readings:
        for stream in (source.message, source.all):
            if (spans := _exact_match(reading, stream)) is not None:
                blocks = [[Block(Step.SAME, (i, i + 1), (a + i, a + i + 1)) for i in range(b - a)] for a, b in spans]
                verification = _verdict(reading, source, _Match(stream, spans, blocks))
                if reading in plain or verification.verdict is not Verdict.VERBATIM:
                    return verification
                return replace(verification, why=_NUMBERS_OTHERWISE)
    if readings[-1] is not quoted and not any(gap.inside is not None for gap in quoted.gaps):
        quoted = _nearer(quoted, readings[-1], source)
    match = _best_alignment(quoted, source, source.trust)
    if match is None:
        return None
    comparison = None
    if scores_of is not None and not source.exact:  # no program read it, so no picture has it better
        comparison = PictureComparison(source, scores_of, usage)
        match = _asked(quoted, match, comparison)
    match = _where_legible(quoted, source, match, usage)
    if not _changes_words(match):
        return _verdict(quoted, source, match)
    with_omissions = _where_legible(quoted, source, _with_omissions(quoted, source, match, comparison), usage)
    if with_omissions.worst is Step.CHANGED and with_omissions.blocks != match.blocks:
        return _verdict(quoted, source, with_omissions)
    return _in_two_places(quoted, source) or _verdict(quoted, source, match)


def _nearer(quoted: Quoted, other: Quoted, source: SourceText) -> Quoted:
    """Which of two ways to write a quotation's numbers is nearer to the source; the first if both are as near."""
    matches = [_best_alignment(reading, source, source.trust) for reading in (quoted, other)]
    steps = [max(block.step for run in match.blocks for block in run) if match else Step.CHANGED for match in matches]
    return other if steps[1] < steps[0] else quoted


@dataclass(frozen=True, slots=True)
class _Match:
    """Where each run of a quotation is in the text, and how its words compare.

    ``illegible``: why a word that differs accuses nobody; "" if none is in doubt for that.
    """

    stream: TokenStream
    spans: list[tuple[int, int]]
    blocks: list[list[Block]]
    evidence: tuple[PictureEvidence, ...] = ()
    illegible: str = ""

    @property
    def worst(self) -> Step:
        return max((block.step for blocks in self.blocks for block in blocks), default=Step.CHANGED)


def _changes_words(match: _Match) -> bool:
    """Whether words of the quotation differ, not only words of the source that it lacks."""
    return any(
        block.step is Step.CHANGED and block.quoted[0] < block.quoted[1] for run in match.blocks for block in run
    )


def _with_omissions(quoted: Quoted, source: SourceText, match: _Match, comparison: PictureComparison | None) -> _Match:
    """The match with words that are right, but stand behind others that are left out, set where they stand.

    Where the words agree better so, these others are a difference; what else differs stays one.
    """
    stream, runs, evidence = match.stream, [], list(match.evidence)
    for number, (run, blocks) in enumerate(zip(quoted.runs, match.blocks, strict=True)):
        reach = LONGEST_OMISSION + len(run)
        first = match.spans[number - 1][1] if number else 0
        last = match.spans[number + 1][0] if number + 1 < len(match.spans) else len(stream.tokens)
        area = max(first, match.spans[number][0] - reach), min(last, match.spans[number][1] + reach)
        parts = parts_around_omissions(run, stream, *area)
        placed: list[Block] = []
        shown: list[PictureEvidence] = []
        for start, stop, begin, end in parts:
            part = align(run[start:stop], stream, begin, end, source.trust)
            if comparison is not None:
                part, seen = comparison.compare(run[start:stop], part)
                shown += seen
            part = [replace(block, quoted=(block.quoted[0] + start, block.quoted[1] + start)) for block in part]
            if placed:
                placed += _left_out(stream, start, (_end(placed), _start(part)))
            placed += part
        if placed and _cost(placed) < _cost(blocks):
            evidence += [each for each in shown if each not in evidence]
            runs.append(placed)
        else:
            runs.append(list(blocks))
    spans = [(_start(blocks), _end(blocks)) for blocks in runs]
    return _Match(stream, spans, runs, tuple(evidence))


def _left_out(stream: TokenStream, number: int, between: tuple[int, int]) -> list[Block]:
    """The words of the source between two places, as left out before a word of the quotation."""
    blocks: list[Block] = []
    for k in range(*between):
        if stream.omissible[k]:
            continue
        step = Step.DOUBT if stream.tokens[k] == UNREADABLE else Step.CHANGED
        first = k
        if blocks and blocks[-1].step is step and blocks[-1].source[1] == k:
            first = blocks.pop().source[0]
        blocks.append(Block(step, (number, number), (first, k + 1)))
    return blocks


def _cost(blocks: Sequence[Block]) -> float:
    """How much of a run differs, in words; many left out in one stretch count little."""
    cost, omitted = 0.0, 0
    for block in [*blocks, None]:
        if block is not None and block.step >= Step.DOUBT and block.quoted[0] == block.quoted[1]:
            omitted += block.source[1] - block.source[0]
            continue
        cost += min(0.7 * omitted, OMISSION_COST + OMITTED_WORD_COST * omitted) if omitted else 0.0
        omitted = 0
        if block is not None and block.step >= Step.DOUBT:
            size = block.quoted[1] - block.quoted[0]
            cost += size if block.step is Step.CHANGED else size / 2
    return cost


def _in_two_places(quoted: Quoted, source: SourceText) -> Verification | None:
    """The verification of words that stand in two places, word for word and in their order; None where they do not.

    Near places are one passage, with what is between them left out; others are said to stand apart.
    """
    if len(quoted.runs) > 1 or any(token.pattern for token in quoted.runs[0]):
        return None
    run, stream = quoted.runs[0], source.message
    pairs = []
    for i in range(_PART_APART, len(run) - _PART_APART + 1):
        heads = list(islice(_occurrences(run[:i], stream, 0), _MAX_HEADS))
        if not heads:
            break
        for head in heads:
            if (tail := next(_occurrences(run[i:], stream, head[1]), None)) is not None:
                pairs.append((tail[0] - head[1], i, head, tail))
    if not pairs:
        return None
    apart, i, head, tail = min(pairs)
    same = [[Block(Step.SAME, (k, k + 1), (a + k, a + k + 1)) for k in range(b - a)] for a, b in (head, tail)]
    if apart <= LONGEST_OMISSION:
        behind = [replace(block, quoted=(block.quoted[0] + i, block.quoted[1] + i)) for block in same[1]]
        between = _left_out(stream, i, (head[1], tail[0]))
        made = _verdict(quoted, source, _Match(stream, [(head[0], tail[1])], [[*same[0], *between, *behind]]))
        return made if made.verdict is Verdict.ALTERED else None  # only what cannot be read stands between them
    parted = replace(quoted, runs=(run[:i], run[i:]), gaps=(Gap(),))
    made = _verdict(parted, source, _Match(stream, [head, tail], same))
    places = " and at ".join(_place_in_words(source, stream, place) for place, _ in (head, tail))
    steps = tuple(Difference("apart", "", places) if step.step == "gap" else step for step in made.difference)
    why = f"its parts stand apart, at {places}"
    return replace(made, verdict=Verdict.ALTERED, words=quoted.words, difference=steps, why=why, editing=())


def _place_in_words(source: SourceText, stream: TokenStream, place: int) -> str:
    spot = stream.positions[place]
    return f"p. {source.pages[spot.page].number}, l. {spot.line + 1}"


_PART_APART, _MAX_HEADS = 4, 50
"""Words of a part that is looked for by itself, and how many places of a first part are looked at."""


def _where_legible(quoted: Quoted, source: SourceText, match: _Match, usage: WordUsage) -> _Match:
    """The match with words in doubt that differ where the reading has no clear text."""
    if match.worst is not Step.CHANGED or not source.measured:
        return match

    @cache
    def is_known(token: str) -> bool:
        return is_word(token) or is_surname(token) or token in source.often or usage.items_with(token) >= MIN_ITEMS

    reasons: list[str] = []
    runs = []
    for run, blocks in zip(quoted.runs, match.blocks, strict=True):
        judged = []
        for block in blocks:
            why = why_illegible(run, block, source, is_known, quoted.words) if block.step is Step.CHANGED else ""
            reasons += [why] if why else []
            judged.append(replace(block, step=Step.DOUBT) if why else block)
        runs.append(judged)
    return replace(match, blocks=runs, illegible=reasons[0] if reasons else "")


def _partly_legible(quoted: Quoted, source: SourceText, usage: WordUsage) -> Verification | None:
    """The verification at a place where some words stand and no other can be read; None without one."""
    if not source.measured or any(gap.inside is not None for gap in quoted.gaps):
        return None
    match = _best_alignment(quoted, source, source.trust, whole=False)
    if match is None or not _is_anchored(quoted, match):
        return None
    match = _where_legible(quoted, source, match, usage)
    return _verdict(quoted, source, match) if match.illegible and match.worst is Step.DOUBT else None


def _is_anchored(quoted: Quoted, match: _Match) -> bool:
    """Whether two words or more stand there, some of them perhaps in strings that were read as if run together."""
    words = [
        token.text
        for run, blocks in zip(quoted.runs, match.blocks, strict=True)
        for block in blocks
        if block.step <= Step.DOUBT and block.source[0] < block.source[1]
        for token in run[slice(*block.quoted)]
        if any(
            len(token.text) >= _ANCHOR and partial_ratio(token.text, read) >= _LIKE_ANCHOR
            for read in match.stream.tokens[slice(*block.source)]
        )
    ]
    return len(words) > 1 and sum(map(len, words)) >= _ANCHORED


_ANCHOR, _ANCHORED, _LIKE_ANCHOR = 4, 13, 75
"""Letters of a word by which a place may be known, and of all such; how like one must be (of a hundred) to what was
read."""


def _asked(quoted: Quoted, match: _Match, comparison: PictureComparison) -> _Match:
    """The match with the words that differ judged by the picture."""
    blocks, evidence = [], []
    for run, compared in zip(quoted.runs, match.blocks, strict=True):
        judged, shown = comparison.compare(run, compared)
        blocks.append(judged)
        evidence += shown
    spans = [(_start(run), _end(run)) for run in blocks]
    return _Match(match.stream, spans, blocks, tuple(evidence))


def _exact_match(quoted: Quoted, stream: TokenStream) -> list[tuple[int, int]] | None:
    """The place where all runs occur in order with the smallest gaps; None if there is none."""
    best: list[tuple[int, int]] | None = None
    for start, stop in islice(_occurrences(quoted.runs[0], stream, 0), 200):
        spans = [(start, stop)]
        for run, gap in zip(quoted.runs[1:], quoted.gaps, strict=True):
            reached = spans[-1][1]
            following = next(_occurrences(run, stream, reached), None)
            if following is None or following[0] - reached > gap.limit:
                break
            spans.append(following)
        else:
            if best is None or spans[-1][1] - spans[0][0] < best[-1][1] - best[0][0]:
                best = spans
            if not quoted.gaps:
                break
    return best


def _occurrences(run: Sequence[Token], stream: TokenStream, start: int) -> Iterator[tuple[int, int]]:
    if start >= len(stream.tokens):
        return
    position = stream.starts[start] - 1
    if all(token.pattern is None for token in run):
        needle = " " + " ".join(token.text for token in run) + " "
        while (position := stream.text.find(needle, position)) >= 0:
            first = stream.index(position)
            yield first, first + len(run)
            position += 1
        return
    parts = (re.escape(token.text) if token.pattern is None else token.pattern.pattern for token in run)
    for match in re.compile(" " + " ".join(parts) + "(?= )").finditer(stream.text, position):
        first = stream.index(match.start())
        if all(token.pattern is None or token.fits(stream.tokens[first + i]) for i, token in enumerate(run)):
            yield first, first + len(run)


def _best_alignment(quoted: Quoted, source: SourceText, trust: Trust, *, whole: bool = True) -> _Match | None:
    """The place that is most like the quotation; where the longest run misleads, the next longest leads.

    ``whole``: None where most of the words differ.
    """
    sizes = [sum(len(token.text) for token in run) for run in quoted.runs]
    best: tuple[float, list[list[Block]]] | None = None
    for anchor in sorted(range(len(sizes)), key=lambda i: -sizes[i])[:3]:
        blocks = _around(anchor, quoted, source, trust)
        if blocks is None:
            continue
        worth = _worth(quoted, blocks)
        if best is None or worth > best[0]:
            best = worth, blocks
        if max(block.step for run in blocks for block in run) <= Step.NOISE:
            break
    if best is None:
        return None
    blocks = _short_runs_doubted(quoted, best[1]) if trust.badly and len(quoted.runs) > 1 else best[1]
    spans = [(_start(run), _end(run)) for run in blocks]
    damage = sum(block.step is Step.NOISE for run in blocks for block in run)
    if not trust.damaged and damage >= 2 and damage * 8 >= quoted.size:  # this stretch is badly read
        return _best_alignment(quoted, source, replace(trust, damaged=True), whole=whole)
    return _Match(source.all, spans, blocks) if not whole or _is_found(quoted, blocks) else None


def _short_runs_doubted(quoted: Quoted, placed: list[list[Block]]) -> list[list[Block]]:
    """In a bad reading a word or three between gaps may not be found where they stand: that is no change of words."""
    out = []
    for run, blocks in zip(quoted.runs, placed, strict=True):
        agreed = sum(block.step < Step.DOUBT for block in blocks)
        if len(run) <= 3 and agreed * 2 <= len(blocks):
            blocks = [Block(Step.DOUBT, b.quoted, b.source) if b.step is Step.CHANGED else b for b in blocks]
        out.append(blocks)
    return out


def _around(anchor: int, quoted: Quoted, source: SourceText, trust: Trust) -> list[list[Block]] | None:
    """One run placed where it fits best, the others before and after it; None if one has no place."""
    size = len(source.all.tokens)
    placed = {anchor: _place(quoted.runs[anchor], source, 0, size, trust)}
    for i in range(anchor + 1, len(quoted.runs)):
        if not placed[i - 1]:
            return None
        begin = _end(placed[i - 1])
        limit = quoted.gaps[i - 1].limit
        first_limit = min(begin + limit, begin + _FIRST_REACH + 2 * len(quoted.runs[i]), size)
        placed[i] = _place(quoted.runs[i], source, begin, first_limit, trust)
        if first_limit < min(begin + limit, size) and _is_poor(placed[i]):
            placed[i] = _place(quoted.runs[i], source, begin, min(begin + limit, size), trust)
    for i in range(anchor - 1, -1, -1):
        if not placed[i + 1]:
            return None
        end = _start(placed[i + 1])
        limit = (
            quoted.gaps[i].limit + len(quoted.runs[i]) + len(quoted.runs[i]) // 4
        )  # the run itself, and what parts it
        first_limit = max(0, end - limit, end - _FIRST_REACH - 2 * len(quoted.runs[i]))
        placed[i] = _place(quoted.runs[i], source, first_limit, end, trust, last=True)
        if first_limit > max(0, end - limit) and _is_poor(placed[i]):
            placed[i] = _place(quoted.runs[i], source, max(0, end - limit), end, trust)
    return [placed[i] for i in range(len(quoted.runs))] if all(placed.values()) else None


_FIRST_REACH = 16  # words within which the next run is first looked for


def _is_poor(blocks: Sequence[Block]) -> bool:
    return not blocks or any(block.step is Step.CHANGED for block in blocks)


def _worth(quoted: Quoted, blocks: Sequence[Sequence[Block]]) -> float:
    """How many letters agree, less a little for the words in the gaps."""
    worth = 0.0
    for run, steps in zip(quoted.runs, blocks, strict=True):
        for block in steps:
            letters = sum(len(token.text) for token in run[block.quoted[0] : block.quoted[1]])
            worth += letters * _AGREEMENT[block.step]
    return worth - 0.01 * (_end(blocks[-1]) - _start(blocks[0]))


_AGREEMENT = {Step.SAME: 1.0, Step.ON_SCAN: 1.0, Step.SPACING: 1.0, Step.NOISE: 0.9, Step.DOUBT: 0.5, Step.CHANGED: 0.0}


def _start(blocks: Sequence[Block]) -> int:
    return min(block.source[0] for block in blocks)


def _end(blocks: Sequence[Block]) -> int:
    return max(block.source[1] for block in blocks)


def _place(
    run: Sequence[Token], source: SourceText, begin: int, end: int, trust: Trust, *, last: bool = False
) -> list[Block]:
    """The place of a run between two places of the whole text; empty if nothing of the message stands there.

    ``last``: of places that are equally good, the last.
    """
    message, places = source.message, source.places
    low, high = bisect_left(places, begin), bisect_left(places, end)
    if low >= high:
        return []
    left = message.starts[low]
    right = message.starts[high - 1] + len(message.tokens[high - 1])
    needle = " ".join(token.text for token in run)
    whole = message.text.rfind(f" {needle} ", left - 1, right + 1) if last else -1
    if whole >= 0:
        reached, passed = whole + 1, whole + 1 + len(needle)
    elif edges := _exact_edges(run, message, low, high):
        first, stop = edges
        return align(run, source.all, places[first], places[stop - 1] + 1, trust)
    else:
        spot = _rough_place(needle, message.text[left:right])
        if spot is None:
            return []
        reached, passed = left + spot[0], left + spot[1]
    margin = 4 + len(run) // 4 if whole < 0 else 0
    first = max(low, message.index(reached) - margin)
    stop = min(high, message.index(max(passed - 1, 0)) + 1 + margin)
    before = places[first - 1] + 1 if first > low else max(begin, places[first] - 4)
    return align(run, source.all, before, places[stop - 1] + 1, trust)


def _exact_edges(run: Sequence[Token], message: TokenStream, low: int, high: int) -> tuple[int, int] | None:
    """Where a long run begins and ends, if its beginning and its end agree word for word for most of its length.

    In a text that repeats itself the likest letters may lie elsewhere; the longest agreement of words does not.

    Returns:
        The first word of ``message`` and the one behind the last; None where the edges agree too little.
    """
    if len(run) < _LONG_RUN or any(token.pattern for token in run):
        return None
    tokens = [token.text for token in run]
    heads = _agreements(tokens, message, low, high)
    tails = _agreements(tokens, message, low, high, backwards=True)
    pairs = [
        (abs(stop - first - len(tokens)), -(size + tail), first, stop)
        for first, size in heads
        for stop, tail in tails
        if size + tail >= _AGREEING * len(tokens) and abs(stop - first - len(tokens)) <= len(tokens) // 4
    ]
    return min(pairs)[2:] if pairs else None


def _agreements(
    tokens: Sequence[str], message: TokenStream, low: int, high: int, *, backwards: bool = False
) -> list[tuple[int, int]]:
    """The places where a run's first words stand (``backwards``: behind its last), and how many words agree there.

    Only the longest agreements are given, at most eight.
    """
    edge = tokens[-_EDGE:] if backwards else tokens[:_EDGE]
    needle, text = f" {' '.join(edge)} ", message.text
    found: list[tuple[int, int]] = []
    position = text.find(needle, max(0, message.starts[low] - 1))
    while position >= 0 and len(found) < _MAX_PLACES:
        place = message.index(position)
        if place + _EDGE > high:
            break
        if backwards:
            size, stop = _EDGE, place + _EDGE
            while size < len(tokens) and stop - size > low and tokens[-size - 1] == message.tokens[stop - size - 1]:
                size += 1
            found.append((stop, size))
        else:
            size = _EDGE
            while size < len(tokens) and place + size < high and tokens[size] == message.tokens[place + size]:
                size += 1
            found.append((place, size))
        position = text.find(needle, position + 1)
    return sorted(found, key=lambda spot: -spot[1])[:8]


_LONG_RUN, _EDGE = 12, 3  # words of a run, and of its beginning and end, that are looked for word for word
_AGREEING = 0.5  # the part of a run that must agree from its edges inwards
_MAX_PLACES = 300


def _rough_place(needle: str, text: str) -> tuple[int, int] | None:
    """Where in a text a stretch of letters fits best; of a long one its beginning and its end are placed."""
    if len(needle) <= 2 * _LONG_NEEDLE:
        alignment = partial_ratio_alignment(needle, text)
        return (alignment.dest_start, alignment.dest_end) if alignment else None
    head = partial_ratio_alignment(needle[:_LONG_NEEDLE], text)
    if head is None:
        return None
    tail = partial_ratio_alignment(needle[-_LONG_NEEDLE:], text[head.dest_start :])
    end = head.dest_start + (tail.dest_end if tail else 0)
    if not 0.5 < (end - head.dest_start) / len(needle) < 2:  # the two are not of one place
        end = min(len(text), head.dest_start + len(needle))
    return head.dest_start, end


_LONG_NEEDLE = 600  # letters; the time of placing grows with their number times that of the text


def _is_found(quoted: Quoted, blocks: Sequence[Sequence[Block]]) -> bool:
    """Whether this is the quotation at all: half of its letters must agree, and of few words nearly all."""
    agreed = total = agreed_words = 0
    for run, steps in zip(quoted.runs, blocks, strict=True):
        for block in steps:
            letters = sum(len(token.text) for token in run[block.quoted[0] : block.quoted[1]])
            total += letters
            if block.step < Step.DOUBT:
                agreed += letters
                agreed_words += block.quoted[1] - block.quoted[0]
            elif block.step is Step.DOUBT:
                agreed += letters / 2  # type: ignore[assignment]
    share = agreed / total if total else 0.0
    words = quoted.size
    if words <= 2:
        return agreed_words == words or (agreed_words >= 1 and share >= 0.75) or share >= 0.5 > words - 1
    if words <= 4:
        return share >= 0.5 and agreed_words >= 2
    return share >= 0.5


def _absent(quoted: Quoted, source: SourceText, scores_of: LineScoresOf | None) -> Verification:
    """The verdict on words that are not in the text; CANNOT_TELL if they may stand where it cannot be read."""
    blank = [page.number for page in source.pages if not any(True for _ in page.words)]
    place = where_they_may_stand(quoted, source, scores_of)
    why = ""
    if place and " has no text" in place:
        numbers = ", ".join(str(number) for number in blank)
        why = f"page {numbers} of {len(source.pages)} has no text, and the words are not on the others"
    elif place and source.confidence is not None and source.confidence < MIN_CONFIDENCE:
        why = f"too little of {source.item} is legible (the reader is {source.confidence:.0%} sure on the whole)"
    elif place and source.unsure > MAX_UNSURE:
        why = f"too little of {source.item} is legible: most of what was read are no words"
    elif place:
        why = f"the words are not in what was read of {source.item}, but {place}, and they may stand there"
    elif redactions_hold(quoted, source):
        why = f"much of {source.item} is redacted, and the words are not in what is open"
    verdict = Verdict.CANNOT_TELL if why else Verdict.NOT_FOUND
    why = why or f"these words are not in {source.item}"
    return Verification(verdict, quoted.words, item=source.item, why=why, text_checksum=source.checksum)


_NUMBERS_OTHERWISE = (
    "word for word, but a number is in figures where the paper has words, or the other way round; letter case, "
    "punctuation and line breaks were not compared"
)
_SPELT_OTHERWISE = (
    "only the spelling differs: British where the paper has American, or the other way round; letter case, "
    "punctuation and line breaks were not compared"
)
_WHY = {
    Verdict.VERBATIM: "word for word; letter case, punctuation and line breaks were not compared",
    Verdict.AS_ON_SCAN: "word for word as on the scan: where the reading differs, the picture has the quoted words",
    Verdict.NOISY: "word for word but for misreadings: look at the picture",
}


def _contested(match: _Match) -> _Match:
    """Words that the reader took by context, against the letters, are noise if a meaning hangs on them."""
    stream = match.stream
    blocks = [
        [
            replace(block, step=Step.NOISE)
            if block.step is Step.SAME and any(_is_contested(stream, place) for place in range(*block.source))
            else block
            for block in run
        ]
        for run in match.blocks
    ]
    return replace(match, blocks=blocks)


def _is_contested(stream: TokenStream, place: int) -> bool:
    word = stream.positions[place].word
    if not word.by_context or stream.omissible[place]:
        return False
    return is_grave(tokens_of(word.text), tokens_of(word.picture)) and all(map(is_word, tokens_of(word.picture)))


def _with_edges(match: _Match) -> _Match:
    """The match with words that only the quotation has, at a run's edge, set against the source's in their place.

    The words beside are free when a run is placed, so that a wrong last word is not paired with any.
    """
    if match.worst is not Step.CHANGED:
        return match
    runs = []
    for number, blocks in enumerate(match.blocks):
        first = match.spans[number - 1][1] if number else 0
        last = match.spans[number + 1][0] if number + 1 < len(match.spans) else len(match.stream.tokens)
        behind = _edge_set(list(blocks), match.stream, (match.spans[number][1], last), 1)
        runs.append(_edge_set(behind, match.stream, (match.spans[number][0], first), -1))
    return replace(match, blocks=runs, spans=[(_start(blocks), _end(blocks)) for blocks in runs])


def _edge_set(blocks: list[Block], stream: TokenStream, area: tuple[int, int], step: int) -> list[Block]:
    """The blocks with those added at their end (step 1) or beginning (-1) as one change of the words beside.

    ``area``: from where, and up to where, the source's words are free. As many are taken as are added, at most to the
    end of their sentence.
    """
    added = [*takewhile(_is_extra, blocks[::-step])][::-step]
    if not added or len(added) == len(blocks):
        return blocks
    taken: list[int] = []
    size = added[-1].quoted[1] - added[0].quoted[0]
    if step > 0:
        places, ends = range(area[0], area[1]), area[0] > 0 and _ends_sentence(stream, area[0] - 1)
    else:
        places, ends = range(area[0] - 1, area[1] - 1, -1), False
    for place in () if ends else places:
        if stream.tokens[place] in (REDACTED, UNREADABLE) or (step < 0 and _ends_sentence(stream, place)):
            break
        taken += [] if stream.omissible[place] else [place]
        if len(taken) == size or (step > 0 and _ends_sentence(stream, place)):
            break
    if not taken:
        return blocks
    quoted = (added[0].quoted[0], added[-1].quoted[1])
    change = Block(Step.CHANGED, quoted, (min(taken), max(taken) + 1))
    return [*blocks[: -len(added)], change] if step > 0 else [change, *blocks[len(added) :]]


def _is_extra(block: Block) -> bool:
    return block.step is Step.CHANGED and block.source[0] == block.source[1]


def _verdict(quoted: Quoted, source: SourceText, match: _Match) -> Verification:
    match = _with_edges(_contested(match))
    stream, spans = match.stream, match.spans
    editing = tuple(_editing(quoted, match))
    false = next((hand.why for hand in editing if hand.grade is EditingGrade.FALSE), "")
    why = false or _cut_word(quoted, source, match) or _other_sign(quoted, source, match)
    why = why or ("" if match.worst is Step.CHANGED else _other_writing(quoted, source, match))
    verdict = _verdict_of(Step.CHANGED if why else match.worst)
    if verdict.agrees:
        why = next((hand.why for hand in editing if hand.grade is EditingGrade.DOUBTFUL), "")
        verdict = Verdict.EDITED if why else verdict
    boxes = boxes_by_page(source, stream, spans)
    pages = sorted({stream.positions[i].page for a, b in spans for i in range(a, b)})
    first = pages[0] if pages else 0
    steps = differences(quoted, stream, spans, match.blocks)
    return Verification(
        verdict,
        quoted.words,
        item=source.item,
        page=source.pages[first].number if source.pages else None,
        lines=line_span(stream, spans, first),
        boxes=tuple(boxes.get(first, ())),
        found=found_words(source, stream, spans),
        difference=steps,
        why=why or _WHY.get(verdict) or _why(verdict, match, stream),
        text_checksum=source.checksum,
        later_boxes=tuple((source.pages[p].number, tuple(boxes.get(p, ()))) for p in pages[1:]),
        editing=editing,
        before=_before(stream, spans[0][0]),
        behind=" ".join(_beside(stream, spans[-1][1], 1)),
        sentence_mark=_sentence_mark(stream, spans[-1][1] - 1, exact=source.exact),
        redaction=_crossing(match, source),
        evidence=match.evidence,
    )


def _verdict_of(worst: Step) -> Verdict:
    if worst is Step.SAME:
        return Verdict.VERBATIM
    if worst is Step.ON_SCAN:
        return Verdict.AS_ON_SCAN
    if worst <= Step.NOISE:
        return Verdict.NOISY
    return Verdict.CANNOT_TELL if worst is Step.DOUBT else Verdict.ALTERED


def _why(verdict: Verdict, match: _Match, stream: TokenStream) -> str:
    if verdict is Verdict.ALTERED:
        return "a word differs"
    if match.illegible:
        return f"words differ, but {match.illegible}: look at the picture"
    doubtful = next(block for blocks in match.blocks for block in blocks if block.step is Step.DOUBT)
    there = " ".join(stream.tokens[doubtful.source[0] : doubtful.source[1]]).upper()
    return (
        f"the paper is read {there} there, and the reading is unsure: look at the picture"
        if there
        else ("a word may have been lost in reading: look at the picture")
    )


def _editing(quoted: Quoted, match: _Match) -> Iterator[Editing]:
    """Every bracket and ellipsis between the quotation's runs, with what it replaces or hides."""
    stream = match.stream
    first, last = match.spans[0][0], match.spans[-1][1]
    if quoted.opening is not None:
        before = first > 0 and not _ends_sentence(stream, first - 1)
        beside = stream.tokens[max(0, first - 2) : first] if before else []
        reached = stream.tokens[max(0, first - _PAIR_REACH) : first]
        graded = grade_beside(quoted.opening, beside, beside[-1] if beside else "", stream.tokens, before=reached)
        yield with_office_doubted(graded, quoted.opening, _of_sentence(stream, first, first), beside[-1:])
    for i, gap in enumerate(quoted.gaps):
        between = range(match.spans[i][1], match.spans[i + 1][0])
        left_out = [stream.tokens[k] for k in between if not stream.omissible[k]]
        begin = match.spans[i + 1][0]
        if left_out and stream.omissible[begin] and left_out[-1] == stream.tokens[begin]:
            left_out.pop()  # NOT RPT NOT: the second of them is quoted
        if gap.inside is not None:
            reached = stream.tokens[max(0, between.start - _PAIR_REACH) : between.start]
            graded = grade_brackets(gap.inside, left_out, match.stream.tokens, reached)
            yield with_office_doubted(graded, gap.inside, _of_sentence(stream, between.start, begin), left_out)
            if not gap.leaves_out:
                continue
        following = quoted.runs[i + 1][0].as_written
        crosses = any(_ends_sentence(stream, k) for k in range(match.spans[i][1] - 1, begin))
        goes_on = following[:1].islower() and not gap.ends_sentence
        first, after = match.spans[i][1], match.spans[i + 1][0]
        yield grade_ellipsis(
            left_out,
            crosses_sentence=crosses,
            goes_on=goes_on,
            crosses_clause=any(stream.end_positions[k].word.text.endswith(";") for k in range(first - 1, after)),
            lost_head=_lost_head(stream, first, after),
            beside=(stream.tokens[match.spans[i][0] : first][-6:], stream.tokens[after : match.spans[i + 1][1]][:6]),
            whole_sentences=_ends_sentence(stream, first - 1) and _ends_sentence(stream, after - 1),
        )
    if quoted.closing is not None:
        beside = [] if _ends_sentence(stream, last - 1) else stream.tokens[last : last + 2]
        nearest = beside[0] if beside else ""
        yield grade_beside(quoted.closing, beside, nearest, stream.tokens, inner=stream.tokens[last - 1])


def _of_sentence(stream: TokenStream, place: int, stop: int) -> list[str]:
    """The words of the source from the beginning of the sentence that a place is in, up to another place."""
    start = place
    while start > max(0, place - _PAIR_REACH) and not _ends_sentence(stream, start - 1):
        start -= 1
    return stream.tokens[start:stop]


def _lost_head(stream: TokenStream, first: int, after: int) -> list[str]:
    """The words between two places that stand behind the last semicolon there; none where there is no semicolon."""
    stops = [k for k in range(first - 1, after) if stream.end_positions[k].word.text.endswith(";")]
    return [stream.tokens[k] for k in range(stops[-1] + 1, after) if not stream.omissible[k]] if stops else []


def _before(stream: TokenStream, first: int) -> str:
    """The words before the first one quoted, up to six, in its sentence.

    Where the sentence begins with a condition on which the words hang, "if …" stands before them; of a short one its
    comma is given: "if denmark agrees,".
    """
    words = _beside(stream, first - 1, -1)[::-1]
    text = " ".join(words)
    size = _size_of_condition(stream, first)
    if size > len(words):
        return f"{stream.tokens[first - size]} … {text}"
    return f"{text}," if size > 2 and stream.tokens[first] != "then" else text


def _size_of_condition(stream: TokenStream, first: int) -> int:
    """How many words the condition has with which a sentence begins that goes on with the first word quoted; 0 if none.

    Only "then", or what follows a comma, is taken to hang on the condition.
    """
    if "then" not in stream.tokens[max(0, first - 1) : first + 1] and not (
        first and stream.end_positions[first - 1].word.text.endswith(",")
    ):
        return 0
    place = first - 1
    while place > first - _CONDITION_REACH and place > 0 and not _ends_sentence(stream, place - 1):
        place -= 1
    while place < first and stream.omissible[place]:
        place += 1
    return first - place if stream.tokens[place] in ("if", "unless") else 0


_CONDITION_REACH = 60
_PAIR_REACH = 60  # words before brackets in which the one they may stand for is sought


def _beside(stream: TokenStream, place: int, step: int) -> list[str]:
    """Up to six words from a place on, in the same sentence: before the quotation (-1), or behind it (1)."""
    words: list[str] = []
    if step > 0 and place and _ends_sentence(stream, place - 1):
        return words
    while 0 <= place < len(stream.tokens) and len(words) < 6 and not (step < 0 and _ends_sentence(stream, place)):
        if not stream.omissible[place] and stream.tokens[place] not in (REDACTED, UNREADABLE):
            words.append(stream.tokens[place])
        if step > 0 and _ends_sentence(stream, place):
            break
        place += step
    return words


def _sentence_mark(stream: TokenStream, last: int, *, exact: bool) -> str:
    """The mark that ends the sentence of a quotation's last word: "?"; "." where it ends there; "" where none is known.

    A full stop is taken for one only in a text that no machine read, and not where the words ask without a mark.
    """
    stop = min(len(stream.tokens), last + _QUESTION_REACH)
    end = next((k for k in range(max(0, last), stop) if _ends_sentence(stream, k)), None)
    if end is None:
        return ""
    written = stream.end_positions[end].word.text.rstrip("\"”’')")
    if written.endswith("?") or stream.tokens[end] in _SPELT_QUESTIONS:
        return "?"
    start = last
    while start > 0 and last - start < _QUESTION_REACH and not _ends_sentence(stream, start - 1):
        start -= 1
    said = not _SPELT_QUESTIONS & {*stream.tokens[end + 1 : end + 3]} and stream.tokens[start] not in _QUESTION_WORDS
    return "." if exact and end == last and written.endswith(".") and said else ""


_QUESTION_REACH = 60
_SPELT_QUESTIONS = frozenset(("query", "interrogation", "question", "questionmark"))
_QUESTION_WORDS = HELPING_VERBS | {"what", "when", "where", "who", "whom", "whose", "which", "why", "how"}


def _ends_sentence(stream: TokenStream, k: int) -> bool:
    """Whether a sentence of the source ends with token k: a full stop behind a word, or the word STOP."""
    if k + 1 < len(stream.tokens) and stream.positions[k + 1].word is stream.end_positions[k].word:
        return False  # the first part of $500.
    text = stream.end_positions[k].word.text.rstrip("\"”’')")
    if text[-1:] in "?!" and text:
        return True
    if stream.tokens[k] == "stop" and stream.omissible[k]:
        return True
    following = stream.positions[k + 1].word.text if k + 1 < len(stream.tokens) else ""
    return text.endswith(".") and ends_sentence(text[:-1], f" {following}")


def _cut_word(quoted: Quoted, source: SourceText, match: _Match) -> str:
    """Why a run that begins or ends inside a hyphened word is no quotation: COMMUNIST of NON-COMMUNIST; "" if none is.

    In a machine's reading a hyphen may be a dash; there only a part that denies, or names a side, counts.
    """
    stream = match.stream
    for i, (start, stop) in enumerate(match.spans):
        edges = []
        if start > 0 and not (i and quoted.gaps[i - 1].inside is not None):
            edges.append((start - 1, start - 1))
        if stop < len(stream.tokens) and not (i < len(quoted.gaps) and quoted.gaps[i].inside is not None):
            edges.append((stop - 1, stop))
        for first, outside in edges:
            cut = stream.tokens[outside]
            inner = stop - 1 if outside == stop else start
            if outside < start and _halves(stream.tokens, start):
                return f"the paper has {stream.tokens[outside].upper()} {stream.tokens[start].upper()}"
            between = min(inner, outside)
            odd = not source.exact and is_odd_number(stream.end_positions[between].word.text)
            if not odd and (why := _cut_number(stream, between, inner == stop - 1 and outside == stop)):
                return why
            parted = cut != "in" or is_word(cut + stream.tokens[inner])  # a dash, more likely, before another word
            if (
                stream.hyphened[first]
                and not stream.omissible[outside]
                and (source.exact or (cuts_sense(cut) and parted))
            ):
                return f"the paper has {stream.tokens[first].upper()}-{stream.tokens[first + 1].upper()}"
    return ""


def _cut_number(stream: TokenStream, k: int, behind: bool) -> str:
    """Why a quotation that ends between tokens k and k + 1 cuts a number in two; "" if it does not.

    Figures of a fraction, a range or an hour (2 of 1/2, 12 of 10-12), and FIVE of FIVE MILLION. ``behind``: what is
    cut off is behind the quotation.
    """
    first, second = stream.tokens[k], stream.tokens[k + 1]
    if stream.omissible[k] or stream.omissible[k + 1]:
        return ""
    here, there = stream.end_positions[k].word.text, stream.positions[k + 1].word.text
    if stream.end_positions[k].word is stream.positions[k + 1].word:
        if first.isdigit() and second.isdigit() and _IN_NUMBER.search(here):
            return f"the paper has {here.strip('.,;()')}"
        return ""
    if not here[-1:].isalnum():
        return ""
    if first.isdigit() and _FRACTION.match(there):
        return f"the paper has {here} {there.strip('.,;()')}"
    if second in _SCALES and is_number(first) and (behind or first not in ("first", "second")):
        return f"the paper has {first.upper()} {second.upper()}"
    return ""


def _other_sign(quoted: Quoted, source: SourceText, match: _Match) -> str:
    """Why a number with another sign is no quotation: 5 for -5; "" if no sign differs.

    In a machine's reading a sign may be a speck, or a dash.
    """
    if not source.exact:
        return ""
    for run, blocks in zip(quoted.runs, match.blocks, strict=True):
        for block in blocks:
            (first, last), (start, stop) = block.quoted, block.source
            if block.step is not Step.SAME or (last - first, stop - start) != (1, 1):
                continue
            ours, written = run[first], match.stream.positions[start].word.text
            if ours.text.isdigit() and _sign(ours.as_written) != _sign(written):
                return f"the paper has {written.strip('.,;()')}"
    return ""


def _other_writing(quoted: Quoted, source: SourceText, match: _Match) -> str:
    """Why a number whose signs are others, or a word that a hyphen makes another, is no quotation; "" if none is.

    In a machine's reading signs are often misread. A run that stands somewhere else as it is quoted is right.
    """
    if not source.exact:
        return ""
    stream = match.stream
    for run, blocks in zip(quoted.runs, match.blocks, strict=True):
        for other in (other_number, other_word):
            if not (found := other(run, blocks, stream, source)):
                continue
            places = islice(_occurrences(run, stream, 0), _MAX_HEADS)
            same = ([Block(Step.SAME, (k, k + 1), (a + k, a + k + 1)) for k in range(len(run))] for a, _ in places)
            if all(other(run, each, stream, source) for each in same):
                return f"the paper has {found}"
    return ""


def _sign(written: str) -> str:
    match = _SIGNED.match(written)
    return "" if match is None else "+" if match[1] == "+" else "-"


_SIGNED = re.compile(r"[(\[\u201c]?([-+\u2212\u2013])\d")


def _halves(tokens: Sequence[str], start: int) -> bool:
    """Whether HALF or a QUARTER OF stands before a number at a place: HALF A DOZEN, HALF THE TWENTY."""
    number = next((token for token in tokens[start : start + 2] if token not in ("a", "the")), "")
    return tokens[start - 1] == "half" and (is_number(number) or number in _SCALES) and number != tokens[start]


_IN_NUMBER = re.compile(r"\d[-/:\u2013\u2044½]\d")
_FRACTION = re.compile(r"\d/\d|[¼½¾⅐-⅞]")
_SCALES = frozenset(("hundred", "thousand", "million", "billion", "dozen"))


def _crossing(match: _Match, source: SourceText) -> str:
    """Where the words run across a redaction, marked in the text or blacked out on the picture; "" if nowhere."""
    first, last = match.spans[0][0], match.spans[-1][1]
    for i in range(first, last):
        if match.stream.tokens[i] == REDACTED:
            spot = match.stream.positions[i]
            return f"page {source.pages[spot.page].number}, line {spot.line + 1}"
    for before, after in zip(
        match.stream.positions[first:last], match.stream.positions[first + 1 : last], strict=False
    ):
        if before.page != after.page or not before.word.box or not after.word.box:
            continue
        for region in source.pages[before.page].regions:
            middle = (region.box.top + region.box.bottom) / 2
            if region.kind is not Kind.REDACTION:
                continue
            if before.line == after.line:
                between = region.box.left >= before.word.box.left and region.box.right <= after.word.box.right
                crosses = between and before.word.box.top <= middle <= before.word.box.bottom
            else:
                crosses = before.word.box.bottom <= middle <= after.word.box.top
            if crosses:
                return f"page {source.pages[before.page].number}, after line {before.line + 1}"
    return ""
