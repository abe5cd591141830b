"""Ask the picture: are the quoted words on the scan, where the reading has others?

For each word in which a quotation differs from the reading, the recogniser's scores say how likely the quoted word is
there, the word as read, and words of another sense that look like the quoted one. ``judge`` says how they are weighed.
"""

import string
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from rapidfuzz.distance import Levenshtein

from briefbook.checks.quotations.authors_hand import is_surname
from briefbook.checks.quotations.quotation_parser import Token
from briefbook.checks.quotations.resegmentation import Block
from briefbook.checks.quotations.source_text import SourceText, TokenStream
from briefbook.checks.quotations.word_comparison import Step
from briefbook.model.page import Box, Kind, Line
from briefbook.model.verdict import PictureEvidence
from briefbook.text.lexicon import frequency, is_word
from briefbook.text.line_scores import LineScores
from briefbook.text.picture_words import LinePart, PictureWords, log_likelihoods_beside, log_likelihoods_over
from briefbook.text.tokens import is_negation, is_number

LineScoresOf = Callable[[int, Line], LineScores | None]
"""The number of a page and a line of it -> what the recogniser made of the line; None where that is not known."""

Spot = tuple[int, int]
"""Indices of a page and of a line on it."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the picture says of a block.

    Differences of natural logarithms: ``gain`` of the quoted words against the reading, ``lead`` against the likeliest
    word that looks like a quoted one, which counts with how usual it is; ``grave_lead`` against the likeliest of which
    a meaning hangs: another figure, day or side, a negation. ``sureness`` is that of the line.
    """

    gain: float
    lead: float
    grave_lead: float
    sureness: float


class PictureComparison:
    """Asks the pictures of one item; the lines that were asked for are remembered."""

    def __init__(self, source: SourceText, scores_of: LineScoresOf) -> None:
        self._source = source
        self._scores_of = scores_of
        self._lines: dict[Spot, PictureWords | None] = {}

    def compare(self, run: Sequence[Token], blocks: Sequence[Block]) -> tuple[list[Block], list[PictureEvidence]]:
        """The blocks of a run, those that differ judged by the picture where it can be asked.

        Args:
            run: The words quoted.
            blocks: How they compare with the source's words, in order; the ranges are in ``SourceText.all``.

        Returns:
            The blocks with their steps as the picture has it, and the evidence for those that are on the scan.
        """
        judged, evidence = [], []
        groups = self._groups(run, blocks)
        for group in groups:
            if all(block.step is Step.SAME for block in group):
                judged += group
                continue
            ways = [(group, self._ask(run, group))]
            steps = [self._steps(run, *ways[0])]
            if max(steps[0]) > Step.ON_SCAN:
                ways += [(other, self._ask(run, other)) for other in self._pushed_out(run, group, blocks)]
                steps += [self._steps(run, *way) for way in ways[1:]]
            best = min(range(len(ways)), key=lambda way: (max(steps[way]), sum(steps[way])))
            for block, step in zip(ways[best][0], steps[best], strict=True):
                judged.append(Block(step, block.quoted, block.source))
            evidence += [
                self._evidence(run, block, answer)
                for block, answer, step in zip(*ways[best], steps[best], strict=False)
                if step is Step.ON_SCAN
            ]
        return judged, evidence

    def _steps(self, run: Sequence[Token], blocks: Sequence[Block], answers: Sequence["_Answer"]) -> list[Step]:
        if not answers:
            apart = [block.step > Step.NOISE and block.quoted[0] == block.quoted[1] for block in blocks]
            return [
                Step.NOISE if out and self._stands_apart(block) and self._says_little(block) else block.step
                for out, block in zip(apart, blocks, strict=True)
            ]
        return [self._judge(run, block, answer) for block, answer in zip(blocks, answers, strict=True)]

    # Where the picture is asked

    def _groups(self, run: Sequence[Token], blocks: Sequence[Block]) -> list[list[Block]]:
        """All blocks in order; those that differ and stand together on the same line, or the same two, in one group."""
        groups: list[list[Block]] = []
        lines: set[Spot] = set()
        for block in blocks:
            asked = block.step is not Step.SAME and all(token.pattern is None for token in run[slice(*block.quoted)])
            own = self._spots(block) if asked else set()
            if own and own == lines:
                groups[-1].append(block)
            else:
                groups.append([block])
            lines = own
        return groups

    def _pushed_out(
        self, run: Sequence[Token], group: Sequence[Block], blocks: Sequence[Block]
    ) -> Iterator[list[Block]]:
        """The group with words that it adds at the quotation's edge held against the words beside: SETTL EMENT."""
        for edge, inward in ((0, 1), (-1, -1)):
            if group[edge] is not blocks[edge] or run[group[edge].quoted[0]].pattern is not None:
                continue
            ordered = list(group)[::inward]
            size = next((n for n, block in enumerate(ordered) if block.source[0] < block.source[1]), len(ordered))
            outer = ordered[: max(1, size)]
            quoted = (min(b.quoted[0] for b in outer), max(b.quoted[1] for b in outer))
            low, high = min(b.source[0] for b in outer), max(b.source[1] for b in outer)
            for more in range(1, quoted[1] - quoted[0] + 1 if size else 2):
                source = (low - more, high) if inward == 1 else (low, high + more)
                if source[0] < 0 or source[1] > len(self._source.all.tokens):
                    break
                block = Block(outer[0].step, quoted, source)
                yield [block, *ordered[max(1, size) :]][::inward]

    def _spots(self, block: Block) -> set[Spot]:
        stream, (first, last) = self._source.all, block.source
        if first == last:
            first, last = max(0, first - 1), min(len(stream.tokens), first + 1)
            return {(end.page, end.line) for end in (stream.end_positions[first], stream.positions[last - 1])}
        return {
            (spot.page, spot.line) for spots in (stream.positions, stream.end_positions) for spot in spots[first:last]
        }

    def _line(self, spot: Spot) -> PictureWords | None:
        if spot not in self._lines:
            page = self._source.pages[spot[0]]
            scores = self._scores_of(page.number, page.lines[spot[1]])
            self._lines[spot] = PictureWords(scores) if scores else None
        return self._lines[spot]

    def _around(self, first: int, last: int, lines: set[Spot]) -> tuple[int, int]:
        """The tokens of the source with one more on either side, of the same lines, and whole words only."""
        stream = self._source.all
        low, high = first, last
        if low and {_end(stream, low - 1), _start(stream, low - 1)} <= lines:
            low -= 1
        if high < len(stream.tokens) and {_end(stream, high), _start(stream, high)} <= lines:
            high += 1
        while low and stream.positions[low].word is stream.end_positions[low - 1].word:
            low -= 1
        while high < len(stream.tokens) and stream.positions[high].word is stream.end_positions[high - 1].word:
            high += 1
        return low, high

    def _parts(self, low: int, high: int) -> list[LinePart] | None:
        stream = self._source.all
        words: dict[Spot, dict[int, None]] = {}
        for place in range(low, high):
            for position in (stream.positions[place], stream.end_positions[place]):
                words.setdefault((position.page, position.line), {})[position.at] = None
        parts = []
        for spot, numbers in words.items():
            line = self._line(spot)
            part = line.part(list(numbers)) if line else None
            if part is None:
                return None
            parts.append(part)
        return parts if 0 < len(parts) <= 2 else None

    def _ask(self, run: Sequence[Token], blocks: Sequence[Block]) -> list[_Answer]:
        """What the picture says of each block of a group; nothing where it cannot be asked."""
        stream = self._source.all
        if not 0 < len(self._spots(blocks[0])) <= 2 or any(
            token.pattern for block in blocks for token in run[slice(*block.quoted)]
        ):
            return []
        first, last = blocks[0].source[0], blocks[-1].source[1]
        if any(spot.word.confidence is None for spot in stream.positions[first:last]):
            return []  # a person's words, or a file's own
        lines = set().union(*(self._spots(block) for block in blocks))
        low, high = self._around(first, last, lines)
        parts = self._parts(low, high) if high > low else None
        if parts is None:
            return []
        before, after = stream.tokens[low:first], stream.tokens[last:high]
        quoted = [[token.text for token in run[slice(*block.quoted)]] for block in blocks]
        read = [self._read(block) for block in blocks]

        def text(number: int | None = None, instead: Sequence[str] = ()) -> list[str]:
            middle = [token for place, own in enumerate(quoted) for token in (instead if place == number else own)]
            return [*before, *middle, *after]

        texts = [text(), *(text(number, instead) for number, instead in enumerate(read))]
        rivals = [
            (number, [*own[:place], *rival.words, *own[place + 1 :]], rival.grave, rival.usual)
            for number, own in enumerate(quoted)
            for place, token in enumerate(own)
            for rival in _rivals(token, read[number] if len(own) == len(read[number]) == 1 else (), len(own) > 1)
        ]
        likely = log_likelihoods_over(parts, texts)
        of_rivals = log_likelihoods_beside(parts, text(), [text(rival[0], rival[1]) for rival in rivals])
        sureness = min(part.sureness for part in parts)
        answers = []
        for number in range(len(blocks)):
            leads = {True: MAX_GAIN, False: MAX_GAIN}
            for other, (place, _, grave, usual) in zip(of_rivals, rivals, strict=True):
                if place == number:
                    lead = _difference(likely[0], other + (0.0 if grave else USUAL_WEIGHT * usual))
                    leads[grave] = min(leads[grave], lead)
            gain = _difference(likely[0], likely[1 + number])
            answers.append(_Answer(gain, min(leads.values()), leads[True], sureness))
        return answers

    def _read(self, block: Block) -> list[str]:
        return self._source.all.tokens[slice(*block.source)]

    # What its answer comes to

    def _judge(self, run: Sequence[Token], block: Block, answer: _Answer) -> Step:
        """The step of a block by what the picture says of it."""
        quoted, read = [token.text for token in run[slice(*block.quoted)]], self._read(block)
        if "".join(quoted) == "".join(read):
            return Step.ON_SCAN if answer.gain > -MAX_SPACING_LOSS else Step.DOUBT
        if not quoted:
            return self._judge_left_out(block, answer)
        legible = self._confidence(block) >= MIN_LEGIBLE_WORD
        whole = bool(read) and all(is_word(token) or (legible and self._is_known(token, read)) for token in read)
        known = all(self._is_known(token, read) for token in quoted)
        min_lead = MIN_LEAD if known else -MAX_NAME_LOSS
        if answer.grave_lead > MIN_GRAVE_LEAD and answer.lead > min_lead:
            if whole or not read:
                grave = not read or is_grave(quoted, read) or (not known and any(map(_hangs_on, read)))
                most = -PREFERRED if grave else MAX_WORD_LOSS if known else MAX_ODD_LOSS
            elif known:
                most = self._max_loss(quoted) if _alike_long(quoted, read) else -PREFERRED
            else:
                most = MAX_NAME_LOSS * Levenshtein.distance(" ".join(quoted), " ".join(read))
            if answer.gain > -most:
                return Step.ON_SCAN
        if not read:
            return Step.DOUBT if answer.gain > -SURE_LOSS or self._has_room(block, quoted) else Step.CHANGED
        if known and self._may_be_garbled(quoted, read, block, answer):
            return Step.NOISE
        sure = SURE_LOSS if answer.sureness > MIN_SURENESS else 2 * SURE_LOSS
        if whole:
            return Step.DOUBT if answer.gain > -sure else Step.CHANGED
        if self._confidence(block) < MIN_CONFIDENCE or _is_part(quoted, read):
            return Step.DOUBT
        lost = answer.gain < -2 * SURE_LOSS and answer.gain < -self._max_loss(quoted)
        return Step.CHANGED if lost or answer.lead < -sure else Step.DOUBT

    def _may_be_garbled(self, quoted: Sequence[str], read: Sequence[str], block: Block, answer: _Answer) -> bool:
        """Whether a reading that is no word, of which the reader was not sure, may be the quoted word garbled.

        Other words may be likelier by the picture, as far as each letter allows; none of which a meaning hangs may.
        """
        size, other = (sum(map(len, tokens)) for tokens in (quoted, read))
        confidence = self._confidence(block)
        if (
            confidence >= MAX_GARBLED_CONFIDENCE
            or size < 3
            or any(frequency(token) > MAX_RUBBLE_FREQUENCY for token in read)
        ):
            return False
        if any(character.isdigit() for token in (*quoted, *read) for character in token):
            return False
        if len(quoted) == len(read) == 1 and _has_other_ending(quoted[0], read[0]):
            return False
        alike = abs(size - other) <= (2 if confidence < MAX_GARBLED_CONFIDENCE / 2 else 1)
        likely = answer.gain > -self._max_loss(quoted) and answer.lead > -(2 + MAX_LETTER_LEAD_LOSS * size)
        return alike and likely and answer.grave_lead > MIN_GRAVE_LEAD

    def _confidence(self, block: Block) -> float:
        """The reader's confidence in its least certain word of a block."""
        words = (spot.word.confidence for spot in self._source.all.positions[slice(*block.source)])
        return min((confidence for confidence in words if confidence is not None), default=1.0)

    def _judge_left_out(self, block: Block, answer: _Answer) -> Step:
        if answer.gain > PREFERRED:
            return Step.ON_SCAN
        if answer.sureness < MIN_LEGIBLE or self._stands_apart(block):
            return Step.NOISE if self._says_little(block) else Step.DOUBT
        sure = SURE_LOSS if answer.sureness > MIN_SURENESS else 2 * SURE_LOSS
        return Step.DOUBT if answer.gain > -sure else Step.CHANGED

    def _says_little(self, block: Block) -> bool:
        """Are the words of the reading strokes and short words, no figure, name or negation among them?"""
        read = self._read(block)
        return not any(
            is_negation(token) or any(map(str.isdigit, token)) or (len(token) > 3 and is_word(token)) for token in read
        )

    def _is_known(self, token: str, read: Sequence[str]) -> bool:
        """Whether it is a word, a listed person's name, or one that the text has elsewhere."""
        return is_word(token) or is_surname(token) or self._counts[token] > list(read).count(token)

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(self._source.all.tokens)

    def _max_loss(self, quoted: Sequence[str]) -> float:
        return MAX_LOSS + MAX_LETTER_LOSS * sum(map(len, quoted))

    def _has_room(self, block: Block, quoted: Sequence[str]) -> bool:
        """Whether words that were not read may stand where the reading has none: the gap there is wide enough."""
        stream, place = self._source.all, block.source[0]
        if not 0 < place < len(stream.tokens):
            return True
        before, after = stream.end_positions[place - 1], stream.positions[place]
        left, right = before.word.box, after.word.box
        if left is None or right is None or before.page != after.page:
            return True
        page = self._source.pages[before.page]
        wanted = 0.8 * (sum(map(len, quoted)) + len(quoted)) * _pitch(page.lines[before.line])
        if before.line == after.line:
            return right.left - left.right >= wanted
        boxes = [line.box for line in page.lines if line.box and line.kind is Kind.MESSAGE]
        edges = min(box.left for box in boxes), max(box.right for box in boxes)
        height = left.bottom - left.top
        beside = edges[1] - left.right >= wanted or right.left - edges[0] >= wanted
        return beside or right.top - left.bottom > 2 * height

    def _stands_apart(self, block: Block) -> bool:
        """Whether words of the reading stand away from their line: beside it, or in a column of their own."""
        stream, (first, last) = self._source.all, block.source
        start, end = stream.positions[first], stream.end_positions[last - 1]
        line = self._source.pages[start.page].lines[start.line]
        if (start.page, start.line) != (end.page, end.line) or not (start.word.box and end.word.box):
            return False
        far = APART * _pitch(line)
        before = [word.box.right for word in line.words[: start.at] if word.box]
        after = [word.box.left for word in line.words[end.at + 1 :] if word.box]
        gaps = [start.word.box.left - max(before)] if before else []
        gaps += [min(after) - end.word.box.right] if after else []
        if not gaps:  # a line of its own: does it begin where lines begin?
            lines = self._source.pages[start.page].lines
            return start.word.box.left - min(line.box.left for line in lines if line.box) > far
        return min(gaps) > far

    def _evidence(self, run: Sequence[Token], block: Block, answer: _Answer) -> PictureEvidence:
        stream, (first, last) = self._source.all, block.source
        first, last = (first, last) if first < last else (max(0, first - 1), min(len(stream.tokens), first + 1))
        page = stream.positions[first].page
        words = [
            spot.word
            for spots in (stream.positions[first:last], stream.end_positions[first:last])
            for spot in spots
            if spot.page == page and spot.word.box
        ]
        return PictureEvidence(
            page=self._source.pages[page].number,
            box=Box.around([word.box for word in words if word.box]),
            read=" ".join(dict.fromkeys(word.text for word in words)),
            quoted=" ".join(token.as_written or token.text for token in run[slice(*block.quoted)]),
            gain=round(answer.gain, 1),
            lead=round(float(answer.lead), 1),
        )


PREFERRED = 0.3
"""Gain from which the picture prefers the quoted words to words as read."""

MAX_WORD_LOSS = 2.5
"""What a word of which no meaning hangs may lose against another word as read."""

MAX_ODD_LOSS = 1.5
"""The same of a quoted name or abbreviation that no list has, against a word as read."""

MIN_LEAD, MIN_GRAVE_LEAD = -2.0, 0.0
"""Lead that a quoted word must have over words that look like it, and over those of which a meaning hangs."""

MIN_CONFIDENCE = 0.5
"""A word that the reader gave less, and that no list has, is rubble: whatever is quoted for it may be right."""

MIN_LEGIBLE_WORD = 0.15
"""A reading given less is no word of the text, however often the like of it was read."""

MAX_GARBLED_CONFIDENCE, MAX_LETTER_LEAD_LOSS = 0.6, 1.5
"""A reading given less, that is no word, may be any word garbled that the picture makes no more unlikely, beside words
like it, than this for each letter. Chosen on `data/scans`."""

MAX_RUBBLE_FREQUENCY = 1_000_000
"""A reading that is a word of the list rarer than this is more likely another word garbled."""

MAX_LOSS, MAX_LETTER_LOSS = 4.0, 2.5
"""What quoted words may lose against a reading that is no word, and for each letter."""

MAX_NAME_LOSS = 6.0
"""What a name or code word that no list has may lose for each letter that the reading, none either, has otherwise."""

MAX_SPACING_LOSS = 6.0

SURE_LOSS = 7.0
"""Loss from which the picture denies the quoted words on a line that is read well; on another, twice that."""

MIN_SURENESS = -0.06
"""How sure a line that is read well is."""

MIN_LEGIBLE = -0.6
"""A line less sure than this is rubble."""

APART = 8.0
"""Widths of a letter by which a word stands apart from its line."""


def _pitch(line: Line) -> float:
    """The width of a letter of a line in pixels."""
    boxes = [(word.box.right - word.box.left, len(word.text)) for word in line.words if word.box]
    return sum(width for width, _ in boxes) / max(1, sum(size for _, size in boxes))


USUAL_WEIGHT = 0.25
"""How much the logarithm of a word's frequency counts beside the picture's, as for letters (``ocr.letter_model``)."""
MAX_GAIN = 20.0
"""No difference counts for more."""


def _difference(value: float, other: float) -> float:
    if not np.isfinite(value):
        return -np.inf
    return min(MAX_GAIN, float(value - other))


def _alike_long(quoted: Sequence[str], read: Sequence[str]) -> bool:
    """Have they about as many letters? A reading of two letters says little of a word of six."""
    size, other = (sum(map(len, tokens)) for tokens in (quoted, read))
    return abs(size - other) <= max(1, size // 3)


def _has_other_ending(quoted: str, read: str) -> bool:
    """Is the reading more like the quoted word with another ending, or with none?"""
    apart = Levenshtein.distance(quoted, read), abs(len(quoted) - len(read))
    forms = [quoted + end for end in _ENDINGS] + [quoted.removesuffix(end) for end in _ENDINGS if quoted.endswith(end)]
    return any((Levenshtein.distance(form, read), abs(len(form) - len(read))) < apart for form in forms)


def _is_part(quoted: Sequence[str], read: Sequence[str]) -> bool:
    """Is what was read the beginning or the end of what is quoted, with the rest under a stamp or a stroke?"""
    whole, part = "".join(quoted), "".join(read)
    return len(part) + 1 < len(whole) and (whole.startswith(part) or whole.endswith(part))


def _start(stream: TokenStream, place: int) -> Spot:
    return stream.positions[place].page, stream.positions[place].line


def _end(stream: TokenStream, place: int) -> Spot:
    return stream.end_positions[place].page, stream.end_positions[place].line


# Words of another sense that look like a word

_SETS = tuple(
    tuple(row.split())
    for row in (
        "million billion thousand hundred dozen",
        "monday tuesday wednesday thursday friday saturday sunday",
        "january february march april may june july august september october november december",
        "jan feb mar apr may jun jul aug sep sept oct nov dec",
        "north south east west",
        "northern southern eastern western",
        "one two three four five six seven eight nine ten eleven twelve",
        "first second third fourth fifth sixth",
        "not now no nor so to",
        "can could would should will shall may might must",
        "has had have was is are were",
        "this that these those the then than them they",
        "he we they she it i you",
        "his her our their its my your",
        "him them us me",
        "in on an of or if is it as at by to up",
        "with without within",
        "before after",
        "for against from",
        "some any all no many most",
        "more less",
        "and or but",
        "accept reject except",
        "support oppose",
        "increase decrease",
        "yes no",
    )
)
"""Words of which a meaning hangs, in sets of which each may be taken for another or put in its place."""

_PREFIXES = ("un", "in", "im", "ir", "dis", "non", "re")
_ENDINGS = ("s", "es", "d", "ed", "ing", "ly")


@dataclass(frozen=True, slots=True)
class _Rival:
    """Words that may stand in place of one; ``usual`` is by how much more usual they are (natural logarithm)."""

    words: tuple[str, ...]
    grave: bool
    usual: float


def _hangs_on(token: str) -> bool:
    """Is it one of the words of which a meaning hangs?"""
    return any(token in row for row in _SETS)


def is_grave(words: Sequence[str], others: Sequence[str]) -> bool:
    """Does a meaning hang on which words these are: a figure, a negation, one day or side or verb of two?

    >>> is_grave(("not",), ("now",)), is_grave(("harbour",), ("harbor",))
    (True, False)
    """
    tokens = (*words, *others)
    if len(words) != len(others) or any(is_negation(token) or is_number(token) for token in tokens):
        return True
    if any(character.isdigit() for token in tokens for character in token):
        return True
    return any(
        word != other and (any(word in row and other in row for row in _SETS) or other in _denied(word))
        for word, other in zip(words, others, strict=True)
    )


@lru_cache(maxsize=20_000)
def _rivals_of(token: str) -> tuple[_Rival, ...]:
    if any(character.isdigit() for character in token):
        forms = {
            token[:place] + other + token[place + 1 :]
            for place, character in enumerate(token)
            if character.isdigit()
            for other in (*string.digits, "")
            if other != character
        }
        return tuple(_Rival((form,), True, 0.0) for form in sorted(forms) if form)
    grave = {word for row in _SETS if token in row for word in row}
    grave |= {form for form in _denied(token) if is_word(form)}
    plain = {form for form in _changed_by_a_letter(token) if is_word(form)} - grave
    return tuple(
        _Rival((form,), form in grave, _usual(form) - _usual(token)) for form in sorted((grave | plain) - {token, ""})
    )


def _denied(token: str) -> Iterator[str]:
    for start in _PREFIXES:
        yield start + token
        yield token.removeprefix(start)


def _changed_by_a_letter(token: str) -> Iterator[str]:
    letters = string.ascii_lowercase
    for place in range(len(token) + 1):
        before, after = token[:place], token[place:]
        if after:
            yield before + after[1:]
            yield from (before + letter + after[1:] for letter in letters)
        yield from (before + letter + after for letter in letters)
    for end in _ENDINGS:
        stem = token.removesuffix(end)
        yield from (stem + other for other in ("", *_ENDINGS))


def _rivals(token: str, read: Sequence[str], several: bool) -> Iterator[_Rival]:
    """What may stand in place of a quoted token: words that look like it, the word as read; of several also none."""
    yield from _rivals_of(token)
    if read and read[0] != token and is_word(read[0]):
        yield _Rival(tuple(read), is_grave((token,), read), _usual(read[0]) - _usual(token))
    elif read:
        yield from (_Rival((word,), False, _usual(word) - _usual(token)) for word in _words_near(read[0]) - {token})
    if several:
        yield _Rival((), True, 0.0)


@lru_cache(maxsize=20_000)
def _words_near(read: str) -> frozenset[str]:
    """The words that a reading, which is none, is with a letter changed."""
    return frozenset(word for word in _changed_by_a_letter(read) if is_word(word)) if read.isalpha() else frozenset()


def _usual(word: str) -> float:
    """How usual a word is: the natural logarithm of its frequency, of a word that is not listed a floor."""
    return float(np.log(frequency(word) + 1e5)) if word.isalpha() else 18.0
