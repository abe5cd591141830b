"""Ask the picture: are the quoted words on the scan, where the reading has others?

For each word in which a quotation differs from the reading, the recogniser's scores say how likely the quoted word is
there, the word as read, and words of another sense that look like the quoted one. ``judge`` says how they are weighed.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import LCSseq, Levenshtein, Postfix, Prefix
from rapidfuzz.fuzz import partial_ratio_alignment

from briefbook.checks.quotations.authors_hand import is_surname
from briefbook.checks.quotations.look_alikes import (
    LookAlike,
    are_small_words,
    differ_by_ending,
    differs_in_grammar,
    hangs_on,
    has_other_ending,
    is_grave,
    look_alikes,
    words_near,
)
from briefbook.checks.quotations.quotation_parser import Token
from briefbook.checks.quotations.resegmentation import Block
from briefbook.checks.quotations.source_text import SourceText, TokenStream, looks_misread
from briefbook.checks.quotations.type_spacing import LineSpacing, Room, is_sure, may_be_followed_by_two_blanks
from briefbook.checks.quotations.word_comparison import Step
from briefbook.checks.quotations.word_usage import MIN_ITEMS, NO_USAGE, WordUsage
from briefbook.model.page import Box, Kind, Line, Word
from briefbook.model.verdict import PictureEvidence
from briefbook.text.lexicon import frequencies, frequency, is_listed, is_word
from briefbook.text.tokens import is_negation, is_number

if TYPE_CHECKING:
    from briefbook.text.line_scores import LineScores  # numpy is loaded only where a picture is asked
    from briefbook.text.picture_words import LinePart, PictureWords

LineScoresOf = Callable[[int, Line], "LineScores | None"]
"""The number of a page and a line of it -> what the recogniser made of the line; None where that is not known."""

Spot = tuple[int, int]
"""Indices of a page and of a line on it."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the picture says of a block.

    Differences of natural logarithms: ``gain`` of the quoted words against the reading, ``lead`` against the likeliest
    word that looks like a quoted one, which counts with how usual it is; ``grave_lead`` against the likeliest of which
    a meaning hangs: another figure, day or side, a negation. ``fit`` is by how much the quoted words fit better between
    their neighbours than the reading, where both are words. ``sureness`` is that of the line. ``room`` is by how much
    the quoted words fill the room between sure words better than the reading.
    """

    gain: float
    lead: float
    grave_lead: float
    sureness: float
    fit: float = 0.0
    room: float = 0.0


@dataclass(frozen=True, slots=True)
class _Fit:
    """The room between two sure words of a line, and how many characters the quoted words would put there."""

    room: Room
    characters: int
    wider: int
    is_marked: bool

    def likely(self, more: int) -> float:
        """How likely the room is with so many characters more than the quoted words have.

        Where no mark was read beside them, one may have been lost, and the second blank behind a full stop with it.
        """
        characters = self.characters + more
        likely = math.exp(self.room.log_likelihood(characters, self.wider))
        if not self.is_marked:
            likely += sum(share * math.exp(self.room.log_likelihood(characters + lost)) for lost, share in MARKS_LOST)
        return math.log(likely)


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A sure word of a line; the characters from it to some words, with the blanks beside both; and how many of these
    blanks may be double.
    """

    word: int
    characters: int
    wider: int


class PictureComparison:
    """Asks the pictures of one item; the lines that were asked for are remembered."""

    def __init__(self, source: SourceText, scores_of: LineScoresOf, usage: WordUsage = NO_USAGE) -> None:
        self._source = source
        self._usage = usage
        self._scores_of = scores_of
        self._lines: dict[Spot, PictureWords | None] = {}
        self._spacings: dict[Spot, LineSpacing | None] = {}

    def compare(self, run: Sequence[Token], blocks: Sequence[Block]) -> tuple[list[Block], list[PictureEvidence]]:
        """The blocks of a run, those that differ judged by the picture where it can be asked.

        Args:
            run: The words quoted.
            blocks: How they compare with the source's words, in order; the ranges are in ``SourceText.all``.

        Returns:
            The blocks with their steps as the picture has it, and the evidence for those that are on the scan.
        """
        judged, evidence = [], []
        blocks = self._over_specks(blocks)
        groups = self._groups(run, blocks)
        for group in groups:
            if all(block.step is Step.SAME for block in group):
                judged += group
                continue
            ways = [(group, self._ask(run, group, all_blocks=blocks))]
            steps = [self._steps(run, *ways[0])]
            if max(steps[0]) > Step.ON_SCAN:
                ways += [
                    (other, self._ask(run, other, all_blocks=blocks))
                    for other in self._pushed_out(run, group, blocks)
                    if not self._is_hopeless(run, other)
                ]
                steps += [self._steps(run, *way) for way in ways[1:]]
                if cuts := self._run_on(run, group, blocks):
                    ways.append((group, self._ask(run, group, cuts)))
                    steps.append(self._steps(run, *ways[-1], cuts))
            best = min(range(len(ways)), key=lambda way: (max(steps[way]), sum(steps[way])))
            answers = ways[best][1]
            sureness = min((answer.sureness for answer in answers), default=-math.inf)
            unsure = sureness < MIN_CLEAR
            for block, step in zip(ways[best][0], steps[best], strict=True):
                if step is Step.CHANGED and unsure and self._is_rubble(run, block):
                    step = Step.DOUBT
                if step is Step.CHANGED and -math.inf < sureness < BAD_LINE and not self._is_legible(block):
                    step = Step.DOUBT
                if step is Step.CHANGED and _is_lost_sign(run, block):
                    step = Step.DOUBT
                if Step.SAME < step < Step.DOUBT and is_denial_unlike(
                    run[slice(*block.quoted)], " ".join(self._read(block))
                ):
                    step = Step.DOUBT
                if step < Step.DOUBT and _is_added(block) and self._is_beside_rubble(block):
                    step = Step.DOUBT
                judged.append(Block(step, block.quoted, block.source))
            evidence += [
                self._evidence(run, block, answer)
                for block, answer, step in zip(*ways[best], steps[best], strict=False)
                if step is Step.ON_SCAN
            ]
        return self._unread_stretches(judged), evidence

    def _unread_stretches(self, blocks: Sequence[Block]) -> list[Block]:
        """The blocks, a changed one doubted where far more words on its lines are in doubt: most was not read there."""
        out = []
        for block in blocks:
            if block.step is Step.CHANGED and self._confidence(block) < SURE_CONFIDENCE:
                own = self._spots(block)
                beside = [other for other in blocks if other.step > Step.NOISE and own & self._spots(other)]
                words = Counter[Step]()
                for other in beside:
                    words[other.step] += max(1, other.quoted[1] - other.quoted[0])
                if words[Step.DOUBT] >= MIN_UNREAD and words[Step.DOUBT] >= 2 * words[Step.CHANGED]:
                    block = Block(Step.DOUBT, block.quoted, block.source)
            out.append(block)
        return out

    def _steps(
        self, run: Sequence[Token], blocks: Sequence[Block], answers: Sequence["_Answer"], cuts: "_Cuts | None" = None
    ) -> list[Step]:
        if not answers:
            apart = [block.step > Step.NOISE and block.quoted[0] == block.quoted[1] for block in blocks]
            return [
                Step.NOISE if out and self._stands_apart(block) and self._says_little(block) else block.step
                for out, block in zip(apart, blocks, strict=True)
            ]
        return [
            self._judge(run, block, answer, cuts.get(number) if cuts else None)
            for number, (block, answer) in enumerate(zip(blocks, answers, strict=True))
        ]

    # Where the picture is asked

    def _groups(self, run: Sequence[Token], blocks: Sequence[Block]) -> list[list[Block]]:
        """All blocks in order; those that differ and stand together on the same line, or the same two, in one group."""
        groups: list[list[Block]] = []
        lines: set[Spot] = set()
        for block in blocks:
            asked = block.step is not Step.SAME and all(token.pattern is None for token in run[slice(*block.quoted)])
            own = self._spots(block) if asked else set()
            added = bool(groups) and (_is_added(block) or _is_added(groups[-1][-1]))
            if own and (own == lines or (added and own & lines and len(own | lines) <= 2)):
                groups[-1].append(block)
                lines = own | lines
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
            if not size:
                size = next((n for n, block in enumerate(ordered) if n and not _is_added(block)), len(ordered))
            outer = ordered[: max(1, size)]
            quoted = (min(b.quoted[0] for b in outer), max(b.quoted[1] for b in outer))
            low, high = min(b.source[0] for b in outer), max(b.source[1] for b in outer)
            for more in range(1, quoted[1] - quoted[0] + 1):
                source = (low - more, high) if inward == 1 else (low, high + more)
                if source[0] < 0 or source[1] > len(self._source.all.tokens):
                    break
                block = Block(outer[0].step, quoted, source)
                yield [block, *ordered[max(1, size) :]][::inward]

    def _run_on(self, run: Sequence[Token], group: Sequence[Block], blocks: Sequence[Block]) -> "_Cuts":
        """The words at the quotation's edges that were read as one string with words outside: BOLSTERTHEGOES."""
        cuts = {}
        for number, block in enumerate(group):
            if block.quoted[1] - block.quoted[0] != 1 or block.source[1] - block.source[0] != 1:
                continue
            word, (read,) = run[block.quoted[0]].text, self._read(block)
            if cut := _cut(word, read, first=block is blocks[0], last=block is blocks[-1]):
                cuts[number] = cut
        return cuts

    def _over_specks(self, blocks: Sequence[Block]) -> list[Block]:
        """The blocks with a word that was added set against the letter or two beside it, where these may be left out.

        D) may be a point of a list, or what was read of the word.
        """
        out: list[Block] = []
        for block in blocks:
            pair = sorted((out[-1], block), key=lambda b: b.quoted[1] - b.quoted[0]) if out else []
            if pair and _is_left_out(pair[0]) and _is_added(pair[1]) and self._is_mark(pair[0]):
                out[-1] = Block(Step.CHANGED, pair[1].quoted, pair[0].source)
            else:
                out.append(block)
        return out

    def _is_mark(self, block: Block) -> bool:
        spot = self._source.all.positions[block.source[0]]
        line = self._source.pages[spot.page].lines[spot.line]
        return line.kind is Kind.MESSAGE and len(self._source.all.tokens[block.source[0]]) <= 2

    def _spots(self, block: Block) -> set[Spot]:
        stream, (first, last) = self._source.all, block.source
        if first == last:
            first, last = max(0, first - 1), min(len(stream.tokens), first + 1)
            return {(end.page, end.line) for end in (stream.end_positions[first], stream.positions[last - 1])}
        return {
            (spot.page, spot.line) for spots in (stream.positions, stream.end_positions) for spot in spots[first:last]
        }

    def _line(self, spot: Spot) -> "PictureWords | None":
        from briefbook.text.picture_words import PictureWords

        if spot not in self._lines:
            page = self._source.pages[spot[0]]
            scores = self._scores_of(page.number, page.lines[spot[1]])
            self._lines[spot] = PictureWords(scores, typed_figures=True) if scores else None
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

    def _parts(self, low: int, high: int) -> "list[LinePart] | None":
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

    def _stretch(self, blocks: Sequence[Block]) -> "tuple[int, int, list[LinePart]] | None":
        """The tokens of the source around blocks, half-open, and their stretches of lines; None without scores."""
        stream = self._source.all
        first, last = blocks[0].source[0], blocks[-1].source[1]
        if any(spot.word.confidence is None for spot in stream.positions[first:last]):
            return None  # a person's words, or a file's own
        lines = set().union(*(self._spots(block) for block in blocks))
        low, high = self._around(first, last, lines)
        parts = self._parts(low, high) if high > low else None
        return None if parts is None else (low, high, parts)

    def _is_hopeless(self, run: Sequence[Token], blocks: Sequence[Block]) -> bool:
        """Whether quoted words are so much less likely than those read that no others need be weighed with them."""
        if any(token.pattern for block in blocks for token in run[slice(*block.quoted)]):
            return False
        if not 0 < len(set().union(*(self._spots(block) for block in blocks))) <= 2:
            return False
        stretch = self._stretch(blocks)
        if stretch is None:
            return False
        low, high, parts = stretch
        before = self._source.all.tokens[low : blocks[0].source[0]]
        after = self._source.all.tokens[blocks[-1].source[1] : high]
        quoted = [[token.text for token in run[slice(*block.quoted)]] for block in blocks]
        block = max(blocks, key=lambda block: block.quoted[1] - block.quoted[0])
        place = list(blocks).index(block)
        read = self._read(block)
        if "".join(quoted[place]) == "".join(read) or any(map(str.isdigit, "".join(read))):
            return False
        instead = [*quoted[:place], read, *quoted[place + 1 :]]
        texts = [[*before, *(word for words in way for word in words), *after] for way in (quoted, instead)]
        from briefbook.text.picture_words import log_likelihoods_over

        own, other = log_likelihoods_over(parts, texts)
        letters = sum(map(len, quoted[place]))
        return _difference(own, other) < -max(MAX_LOSS + MAX_LEADING_LOSS * letters, MAX_LOSS_OF_A_NAME, 2 * SURE_LOSS)

    def _ask(
        self,
        run: Sequence[Token],
        blocks: Sequence[Block],
        cuts: "_Cuts | None" = None,
        all_blocks: Sequence[Block] = (),
    ) -> list[_Answer]:
        """What the picture says of each block of a group; nothing where it cannot be asked.

        ``cuts``: of which blocks what was read goes on outside the quotation, and how. ``all_blocks``: those of the
        whole run, by which it is known what else the line has.
        """
        stream = self._source.all
        if not 0 < len(set().union(*(self._spots(block) for block in blocks))) <= 2 or any(
            token.pattern for block in blocks for token in run[slice(*block.quoted)]
        ):
            return []
        stretch = self._stretch(blocks)
        if stretch is None:
            return []
        low, high, parts = stretch
        first, last = blocks[0].source[0], blocks[-1].source[1]
        before, after = stream.tokens[low:first], stream.tokens[last:high]
        quoted = [[token.text for token in run[slice(*block.quoted)]] for block in blocks]
        read = [self._read(block) for block in blocks]

        cuts = cuts or {}

        def text(number: int | None = None, instead: Sequence[str] = (), *, whole: bool = False) -> list[str]:
            middle: list[str] = []
            for place, own in enumerate(quoted):
                words = list(instead if place == number else own)
                if place in cuts and words and not (whole and place == number):
                    words[0], words[-1] = cuts[place].head + words[0], words[-1] + cuts[place].tail
                middle += words
            return [*before, *middle, *after]

        as_read = [text(number, instead, whole=True) for number, instead in enumerate(read)]
        rivals = [
            (number, [*own[:place], *rival.words, *own[place + 1 :]], rival, token)
            for number, own in enumerate(quoted)
            for place, token in enumerate(own)
            for rival in look_alikes(token, read[number] if len(own) == len(read[number]) == 1 else (), len(own) > 1)
        ]
        rivals += [
            (number, list(rival.words), rival, "")
            for number, own in enumerate(quoted)
            for rival in _fuller(own, read[number])
        ]
        whole = text()
        from briefbook.text.picture_words import log_likelihoods_beside

        likely, of_rivals = log_likelihoods_beside(
            parts, whole, as_read, [text(rival[0], rival[1]) for rival in rivals]
        )
        unsure = any(
            self._confidence(block) < MAX_MARK_CONFIDENCE
            or any(frequency(token) < MAX_RUBBLE_FREQUENCY for token in self._read(block))
            for block in blocks
        )
        rooms = [0.0 for _ in blocks]
        if room := self._room(run, blocks, all_blocks) if unsure and not cuts else None:
            own = room.likely(0)
            for number, block in enumerate(blocks):
                more = self._size_read(block) - _size_quoted(run, block, self._marks(block))
                rooms[number] = own - room.likely(more)
            likely[1:] = [likely[1 + number] - better for number, better in enumerate(rooms)]
            of_rivals += [
                room.likely(_size(text(number, words)) - _size(whole)) - own for number, words, _, _ in rivals
            ]
        sureness = min(part.sureness for part in parts)
        answers = []
        for number in range(len(blocks)):
            leads = {True: MAX_GAIN, False: MAX_GAIN}
            for other, (place, words, rival, token) in zip(of_rivals, rivals, strict=True):
                if place != number:
                    continue
                lead = _difference(likely[0], other)
                if token and lead < min(MAX_GAIN, leads[rival.grave] + MAX_PRIOR):  # else it cannot be the least
                    lead += self._prior(token, rival, read[number], whole, text(number, words))
                if rival.grave and self._may_be_small_word(token, rival.words, sureness):
                    lead += MAX_SMALL_WORD_LOSS
                leads[rival.grave] = min(leads[rival.grave], lead)
            gain = _difference(likely[0], likely[1 + number])
            fit = 0.0
            if all(map(is_word, (*quoted[number], *read[number]))) and not is_grave(quoted[number], read[number]):
                fit = self._usage.fits_better(whole, as_read[number])
            answers.append(_Answer(gain, min(leads.values()), leads[True], sureness, fit, rooms[number]))
        return answers

    def _may_be_small_word(self, token: str, others: Sequence[str], sureness: float) -> bool:
        """Whether it is a preposition or an article for another that looks like it, on a line that is not clear."""
        return sureness < MIN_CLEAR and are_small_words(token, others)

    def _prior(
        self, token: str, rival: LookAlike, read: Sequence[str], text: Sequence[str], other: Sequence[str]
    ) -> float:
        """By how much a quoted word is more usual than one that looks like it, in the language, here and between its
        neighbours; of which a meaning hangs, only of words that differ in their grammar.
        """
        fit = 0.0
        if self._usage.letters is not None and is_listed(token) and all(map(is_listed, rival.words)):
            fit = self._usage.fits_better(text, other)
        if rival.grave:
            return fit if differs_in_grammar(token, rival.words) else 0.0
        usual = USUAL_WEIGHT * (self._usual(token, read) - sum(self._usual(word, read) for word in rival.words))
        return max(fit, usual) if fit and self._counts[token] else fit or usual

    def _usual(self, word: str, read: Sequence[str]) -> float:
        """How usual a word is: the natural logarithm of its frequency, of a word that is not listed a floor.

        What was read at the place in question does not count as the word's use.
        """
        if not word.isalpha():
            return 18.0
        elsewhere = self._counts[word] - list(read).count(word)
        return float(math.log(self._usage.frequency(word, elsewhere) + 1e5))

    def _read(self, block: Block) -> list[str]:
        return self._source.all.tokens[slice(*block.source)]

    # How many letters have room

    def _spacing(self, spot: Spot) -> LineSpacing | None:
        if spot not in self._spacings:
            page = self._source.pages[spot[0]]
            line = page.lines[spot[1]]
            scores = self._scores_of(page.number, line)
            self._spacings[spot] = LineSpacing(line, scores) if scores else None
        return self._spacings[spot]

    def _room(self, run: Sequence[Token], group: Sequence[Block], blocks: Sequence[Block]) -> _Fit | None:
        """The room between the sure words of the line around a group, if the line is typed and has them."""
        spots = set().union(*(self._spots(block) for block in group))
        if len(spots) != 1:
            return None
        spacing = self._spacing(next(iter(spots)))
        if spacing is None:
            return None
        before = self._anchor(run, group, blocks, spacing, -1)
        after = self._anchor(run, group, blocks, spacing, 1) if before else None
        room = spacing.room(before.word, after.word) if before and after else None
        if room is None or before is None or after is None:
            return None
        words = self._words(group[0].source[0], group[-1].source[1])
        characters = sum(_size_quoted(run, block, self._marks(block)) + 1 for block in group) - 1
        ends = [word.text for word in words] + [
            run[block.quoted[1] - 1].as_written for block in group if block.quoted[1]
        ]
        wider = before.wider + after.wider + any(map(may_be_followed_by_two_blanks, ends))
        is_marked = any(map(self._marks, group))
        return _Fit(room, before.characters + characters + after.characters, wider, is_marked)

    def _anchor(
        self, run: Sequence[Token], group: Sequence[Block], blocks: Sequence[Block], spacing: LineSpacing, step: int
    ) -> "_Anchor | None":
        """The next sure word of the line beside a group, to the left (-1) or to the right (1), and what is between."""
        stream = self._source.all
        place = group[0].source[0] if step < 0 else group[-1].source[1]  # between the tokens place - 1 and place
        line = next(iter(self._spots(group[0])))
        own = {id(block) for block in group}
        others = [
            block
            for block in blocks[::step]
            if id(block) not in own
            and block.step is not Step.SAME
            and (block.source[1] <= place if step < 0 else block.source[0] >= place)
        ]
        characters, wider = 1, 0
        while characters <= MAX_ROOM:
            if others and others[0].source[1 if step < 0 else 0] == place:
                block = others.pop(0)
                if self._spots(block) != {line} or any(token.pattern for token in run[slice(*block.quoted)]):
                    return None
                characters += _size_quoted(run, block, self._marks(block)) + 1
                place = block.source[0 if step < 0 else 1]
                continue
            at = place - 1 if step < 0 else place
            if not 0 <= at < len(stream.tokens) or {_start(stream, at), _end(stream, at)} != {line}:
                return None
            position = stream.positions[at]
            word = position.word
            outside = not blocks or at < blocks[0].source[0] or at >= blocks[-1].source[1]
            while 0 <= at < len(stream.tokens) and stream.positions[at].word is word:
                at += step
                place += step
            ends = may_be_followed_by_two_blanks(word.text)
            agreed = not outside and len(word.text) > 1 and (word.confidence or 0) >= MIN_CONFIDENCE
            if (agreed or is_sure(word)) and spacing.knows(position.at):
                return _Anchor(position.at, characters, wider + (step < 0 and ends))
            if outside and not is_sure(word):
                return None
            characters += len(word.text) + 1
            wider += ends
        return None

    def _words(self, first: int, last: int) -> list[Word]:
        """The words of some tokens of the source, each once."""
        words: list[Word] = []
        for spot in self._source.all.positions[first:last]:
            if not words or words[-1] is not spot.word:
                words.append(spot.word)
        return words

    def _size_read(self, block: Block) -> int:
        """The characters that were read for a block, with its marks and blanks."""
        return _size([word.text for word in self._words(*block.source)])

    def _marks(self, block: Block) -> int:
        """The marks before and behind the words that were read for a block."""
        words = self._words(*block.source)
        if not words:
            return 0
        first, last = words[0].text, words[-1].text
        before = len(first) - len(_MARKS_BEFORE.sub("", first))
        return min(before, len(first)) + len(last) - len(_MARKS_BEHIND.sub("", last))

    # What its answer comes to

    def _judge(self, run: Sequence[Token], block: Block, answer: _Answer, cut: "_Cut | None" = None) -> Step:
        """The step of a block by what the picture says of it."""
        quoted, read = [token.text for token in run[slice(*block.quoted)]], self._read(block)
        if cut:
            read = [cut.middle]
        if self._may_be_list_mark(run, block, answer):
            return Step.NOISE
        if "".join(quoted) == "".join(read):
            return Step.ON_SCAN if answer.gain > -MAX_SPACING_LOSS else Step.DOUBT
        if not quoted:
            return self._judge_left_out(block, answer)
        legible = self._confidence(block) >= MIN_LEGIBLE_WORD
        whole = bool(read) and all(is_word(token) or (legible and self._is_repeated(token, read)) for token in read)
        known = all(self._is_known(token, read) for token in quoted)
        if answer.grave_lead > MIN_GRAVE_LEAD and answer.lead > self._min_lead(quoted, read, known=known, whole=whole):
            if whole or not read:
                grave = not read or is_grave(quoted, read) or (not known and any(map(hangs_on, read)))
                grave = grave or differ_by_ending(quoted, read)
                most = -PREFERRED if grave else (MAX_WORD_LOSS if known else MAX_ODD_LOSS) + answer.fit
                if grave and len(quoted) == 1 and self._may_be_small_word(quoted[0], read, answer.sureness):
                    most = MAX_SMALL_WORD_LOSS
            elif known:
                alike = _alike_long(quoted, read) or min(answer.lead, answer.grave_lead - MIN_PART_LEAD) > 0
                most = self._max_loss(quoted, read) if alike else -PREFERRED
            else:
                distance = Levenshtein.distance(" ".join(quoted), " ".join(read))
                alone = (
                    distance == 1 and answer.lead >= MAX_GAIN and len(quoted[0]) >= MIN_BROKEN
                )  # nothing looks like it
                is_sure = self._confidence(block) >= SURE_NAME and not alone
                of_a_letter = MAX_SURE_NAME_LOSS if is_sure else MAX_NAME_LOSS
                most = min(of_a_letter * distance, MAX_LOSS_OF_A_NAME)
                if sum(map(len, quoted)) >= MIN_LONG_NAME and distance > MAX_OTHER_LETTERS * sum(map(len, quoted)):
                    most = -PREFERRED
            if answer.gain > -most:
                small = len(quoted) == 1 and self._may_be_small_word(quoted[0], read, answer.sureness)
                doubtful = small and min(answer.gain - PREFERRED, answer.lead - MAX_SMALL_WORD_LOSS) <= 0
                return Step.NOISE if doubtful or (known and answer.lead <= MIN_LEAD) else Step.ON_SCAN
        if not read:
            return Step.DOUBT if answer.gain > -SURE_LOSS or self._has_room(block, quoted) else Step.CHANGED
        if (known and self._may_be_garbled(quoted, read, block, answer)) or self._is_broken(quoted, read, answer):
            return Step.NOISE
        if self._is_cut(quoted, read, block) or (answer.room > MIN_FIT and _is_end(quoted, read)):
            only = len(quoted) == 1 and not whole and is_only_completion(quoted[0], read[0])
            only = only or (len(quoted) == 1 and self._is_only_one_on_paper(quoted[0], read[0]))
            return Step.NOISE if only else Step.DOUBT
        sure = SURE_LOSS if answer.sureness > MIN_SURENESS else 2 * SURE_LOSS
        if whole:
            return Step.DOUBT if answer.gain > -sure else Step.CHANGED
        if self._confidence(block) < MIN_CONFIDENCE or _is_part(quoted, read) or _is_fragment(quoted, read):
            return Step.DOUBT
        lost = answer.gain < -2 * SURE_LOSS and answer.gain < -self._max_loss(quoted, read)
        return Step.CHANGED if lost or answer.lead < -sure else Step.DOUBT

    def _min_lead(self, quoted: Sequence[str], read: Sequence[str], *, known: bool, whole: bool) -> float:
        """The lead that quoted words must have over words that look like them."""
        if not known:
            near = len(quoted) == 1 and len(quoted[0]) >= MIN_LONG_NAME and bool(words_near(quoted[0]))
            return MIN_ODD_LEAD if near else -MAX_NAME_LOSS
        if len(quoted) != 1 or len(read) != 1 or has_other_ending(quoted[0], read[0]) or not _alike_long(quoted, read):
            return MIN_LEAD
        return MIN_WORD_LEAD if whole else MIN_RUBBLE_LEAD

    def _is_beside_rubble(self, block: Block) -> bool:
        """Whether a word that was not read is quoted beside one of which hardly a letter is legible.

        In such a place the scores prefer many a short word.
        """
        place, stream = block.source[0], self._source.all
        return any(
            (spot.word.confidence if spot.word.confidence is not None else 1.0) < MIN_LEGIBLE_WORD
            for spot in stream.positions[max(0, place - 1) : place + 1]
        )

    def _is_legible(self, block: Block) -> bool:
        """Whether a change on a line read badly may be told: its words, or those beside a gap, were read surely."""
        stream, (first, last) = self._source.all, block.source
        spots = list(stream.positions[first:last])
        if not spots:
            spots = [*stream.end_positions[max(0, first - 1) : first], *stream.positions[first : first + 1]]
        if any(spot.word.confidence is not None and spot.word.confidence < LEGIBLE_CONFIDENCE for spot in spots):
            return False
        return all(len(word) > 1 and (is_word(word) or word.isdigit()) for word in self._read(block))

    def _is_rubble(self, run: Sequence[Token], block: Block) -> bool:
        """Whether a change may be the reading's: no word, it begins or ends as the quoted one, or stands in a bad line.

        Nobody is accused of a change by what the reader could not read.
        """
        quoted, read = [token.text for token in run[slice(*block.quoted)]], self._read(block)
        if any(len(token) > 1 and is_word(token) for token in read) or (not quoted and self._confidence(block) >= 0.5):
            return False
        if len(quoted) == len(read) == 1 and self._is_known(quoted[0], read):
            same = max(Prefix.similarity(quoted[0], read[0]), Postfix.similarity(quoted[0], read[0]))
            if same >= max(3, len(read[0]) // 2) or (run[block.quoted[0]].as_written == "&" and len(read[0]) == 1):
                return True
        spots = self._spots(block)
        words = [
            token
            for token, spot in zip(self._source.all.tokens, self._source.all.positions, strict=True)
            if (spot.page, spot.line) in spots and len(token) > 2 and token.isalpha()
        ]
        share = 3 if read else 2  # words that were left out in reading leave a gap, or rubble on most of the line
        return share * sum(not is_word(token) for token in words) > len(words)

    def _may_be_list_mark(self, run: Sequence[Token], block: Block, answer: _Answer) -> bool:
        """Whether a list's mark is quoted where a letter was read badly, or none: no meaning hangs on it."""
        first, last = block.quoted
        read = self._read(block)
        if last - first != 1 or not run[first].is_list_mark:
            return False
        figure = run[first].text.isdigit()
        if figure and len(read) <= 1 and self._continues_numbering(int(run[first].text), block):
            return True
        if (answer.gain < -SURE_LOSS and (figure or not read)) or (not read and figure and answer.lead <= 0):
            return False
        alike = len(read) == 1 and len(read[0]) <= 2 and is_number(read[0]) == is_number(run[first].text)
        return not read or (alike and self._confidence(block) < MAX_MARK_CONFIDENCE)

    def _continues_numbering(self, number: int, block: Block) -> bool:
        """Whether a paragraph of this number must begin here: it is the one between the numbers before and behind it.
        What was read stands at a line's head, or nothing does.
        """
        stream, place = self._source.all, block.source[0]
        if (
            place >= len(stream.tokens)
            or stream.positions[place].at
            or any(len(word) > 3 for word in self._read(block))
        ):
            return False
        before = [head for at, head in self._paragraph_numbers if at < place]
        after = [head for at, head in self._paragraph_numbers if at >= block.source[1]]
        return before[-1:] == [number - 1] and after[:1] == [number + 1]

    def _begins_line(self, place: int) -> bool:
        stream = self._source.all
        return not place or _end(stream, place - 1) != _start(stream, place)

    @cached_property
    def _paragraph_numbers(self) -> list[tuple[int, int]]:
        """The tokens that number paragraphs at a line's head, and the numbers."""
        stream = self._source.all
        return [
            (place, int(token))
            for place, (token, spot) in enumerate(zip(stream.tokens, stream.positions, strict=True))
            if spot.at == 0 and token.isdigit() and _LIST_NUMBER.match(spot.word.text)
        ]

    def _may_be_garbled(self, quoted: Sequence[str], read: Sequence[str], block: Block, answer: _Answer) -> bool:
        """Whether a reading that is no word, of which the reader was not sure, may be the quoted word garbled.

        Other words may be likelier by the picture, as far as each letter allows; none of which a meaning hangs may.
        """
        size, other = (sum(map(len, tokens)) for tokens in (quoted, read))
        confidence = self._confidence(block)
        if (
            len(quoted) == len(read) == 1
            and confidence < MAX_MARK_CONFIDENCE
            and not is_word(read[0])
            and not any(character.isdigit() for character in quoted[0] + read[0])
            and min(answer.lead, answer.grave_lead - MIN_LEADING_GRAVE) > 0
            and answer.gain > -MAX_LEADING_LOSS * size
        ):
            return True
        if (
            confidence >= MAX_GARBLED_CONFIDENCE
            or size < 3
            or any(frequency(token) > MAX_RUBBLE_FREQUENCY for token in read)
        ):
            return False
        if any(character.isdigit() for token in (*quoted, *read) for character in token):
            return False
        if len(quoted) == len(read) == 1 and has_other_ending(quoted[0], read[0]):
            return False
        alike = abs(size - other) <= (2 if confidence < MAX_GARBLED_CONFIDENCE / 2 else 1)
        likely = answer.gain > -self._max_loss(quoted, read) and answer.lead > -(2 + MAX_LETTER_LEAD_LOSS * size)
        return alike and likely and answer.grave_lead > MIN_GRAVE_LEAD

    def _is_broken(self, quoted: Sequence[str], read: Sequence[str], answer: _Answer) -> bool:
        """Whether a long word was read in two for a letter that is not printed: RE OLUCION for "revolucion".

        Of a word that no list has, all other letters must agree.
        """
        if len(quoted) != 1 or len(read) != 2 or len(quoted[0]) < MIN_BROKEN:
            return False
        if all(map(is_word, read)) and min(answer.lead, answer.grave_lead) < MIN_WORDS_LEAD:
            return False
        missing = " ".join(read).replace(" ", "?")
        slips = Levenshtein.distance(quoted[0], missing) - 1
        if slips > (1 if is_word(quoted[0]) else 0) or has_other_ending(quoted[0], "".join(read)):
            return False
        return min(answer.lead, answer.grave_lead) > MIN_LEADING_GRAVE

    def _is_only_one_on_paper(self, word: str, part: str) -> bool:
        """Whether the paper has, surely read, the longer word and no other with these letters at its edge.

        The part itself must not be a word that is used: WALD for "Oswald".
        """
        if len(part) < MIN_LETTERS_LEFT or len(word) < MIN_LONG_NAME or not self._sure_counts[word]:
            return False
        if frequency(part) > MAX_RUBBLE_FREQUENCY or self._counts[part] > 1:
            return False
        others = [other for other in self._counts if other.startswith(part) or other.endswith(part)]
        return all(other.startswith(word) or other in (word, part) for other in others)

    def _confidence(self, block: Block) -> float:
        """The reader's confidence in its least certain word of a block."""
        words = (spot.word.confidence for spot in self._source.all.positions[slice(*block.source)])
        return min((confidence for confidence in words if confidence is not None), default=1.0)

    def _judge_left_out(self, block: Block, answer: _Answer) -> Step:
        if answer.gain > PREFERRED and answer.grave_lead > 0:
            return Step.ON_SCAN
        if answer.sureness < MIN_LEGIBLE or self._stands_apart(block) or self._stands_outside(block):
            return Step.NOISE if self._says_little(block) else Step.DOUBT
        if self._is_speck(block) and answer.gain > -SURE_LOSS and answer.grave_lead > 0:
            return Step.NOISE
        sure = SURE_LOSS if answer.sureness > MIN_SURENESS else 2 * SURE_LOSS
        return Step.DOUBT if answer.gain > -sure else Step.CHANGED

    def _is_speck(self, block: Block) -> bool:
        """Is it a letter or two, no word, that the reader was not sure of?"""
        read = self._read(block)
        return (
            self._confidence(block) < MAX_MARK_CONFIDENCE
            and sum(map(len, read)) <= 2
            and not any(len(token) > 1 and is_word(token) for token in read)
            and not any(character.isdigit() or token in ("a", "i") for token in read for character in token)
        )

    def _stands_outside(self, block: Block) -> bool:
        """Whether words of the reading, none of a list, stand left of where the page's lines begin, or right of all."""
        stream, (first, last) = self._source.all, block.source
        start, end = stream.positions[first], stream.end_positions[last - 1]
        if (start.page, start.line) != (end.page, end.line) or not (start.word.box and end.word.box):
            return False
        if any(len(token) > 2 and is_word(token) for token in self._read(block)):
            return False
        edges = self._column(start.page)
        return edges is not None and (end.word.box.right <= edges[0] or start.word.box.left >= edges[1])

    def _column(self, page: int) -> tuple[float, float] | None:
        """Where the page's longer lines begin and end, as most of them do; None where there are few."""
        lines = [line for line in self._source.pages[page].lines if line.box and line.kind is Kind.MESSAGE]
        boxes = [line.box for line in lines if line.box and len(line.words) >= MIN_WORDS_OF_A_LINE]
        if len(boxes) < MIN_LINES_OF_A_COLUMN:
            return None
        left = sorted(box.left for box in boxes)
        right = sorted(box.right for box in boxes)
        return left[len(left) // 2] - 0.5 * _pitch(lines[0]), right[len(right) * 9 // 10]

    def _says_little(self, block: Block) -> bool:
        """Are the words of the reading strokes and short words, no figure, name or negation among them?"""
        read = self._read(block)
        return not any(
            is_negation(token) or any(map(str.isdigit, token)) or (len(token) > 3 and is_word(token)) for token in read
        )

    def _is_known(self, token: str, read: Sequence[str]) -> bool:
        """Whether it is a word, a listed person's name, or one that the text or other items have."""
        return (
            is_word(token)
            or is_surname(token)
            or self._counts[token] > list(read).count(token)
            or (token.isalpha() and self._usage.items_with(token) >= MIN_ITEMS)
        )

    def _is_repeated(self, token: str, read: Sequence[str]) -> bool:
        """Whether a reading that is no word is a name, for the text has it elsewhere, where the reader was sure."""
        if len(token) > 3 and is_surname(token):
            return True
        return self._sure_counts[token] > list(read).count(token) and not looks_misread(token)

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(self._source.all.tokens)

    @cached_property
    def _sure_counts(self) -> Counter[str]:
        """The words of which one occurrence at least was read surely, with all their occurrences."""
        stream = self._source.all
        sure = {
            token
            for token, spot in zip(stream.tokens, stream.positions, strict=True)
            if spot.word.confidence is None or spot.word.confidence >= SURE_CONFIDENCE
        }
        return Counter({token: count for token, count in self._counts.items() if token in sure})

    def _max_loss(self, quoted: Sequence[str], read: Sequence[str]) -> float:
        """What quoted words may lose: for each letter; against more words or fewer, for each letter that differs."""
        if len(quoted) == len(read):
            return MAX_LOSS + MAX_LETTER_LOSS * sum(map(len, quoted))
        return MAX_LOSS + MAX_LETTER_LOSS * Levenshtein.distance(" ".join(quoted), " ".join(read))

    def _is_cut(self, quoted: Sequence[str], read: Sequence[str], block: Block) -> bool:
        """Is what was read a word's beginning or end, with room beside it for the letters that are not legible?"""
        if len(read) != 1:
            return False
        whole, part = "".join(quoted), read[0]
        missing = len(whole) - len(part)
        if missing < 1 or not (whole.startswith(part) or whole.endswith(part)):
            return False
        stream, place = self._source.all, block.source[0]
        spot = stream.positions[place]
        page = self._source.pages[spot.page]
        line = page.lines[spot.line]
        if spot.word.box is None:
            return False
        pitch = _pitch(line)
        wanted = (1 + ROOM_FOR_LETTERS * missing) * pitch  # a blank, and the letters
        boxes = [other.box for other in page.lines if other.box and other.kind is Kind.MESSAGE]
        before: list[float] = [word.box.right for word in line.words[: spot.at] if word.box] or [
            min(box.left for box in boxes) - pitch
        ]
        after: list[float] = [word.box.left for word in line.words[spot.at + 1 :] if word.box] or [
            max(box.right for box in boxes) + pitch
        ]
        gaps = spot.word.box.left - max(before), min(after) - spot.word.box.right
        return (whole.endswith(part) and gaps[0] >= wanted) or (whole.startswith(part) and gaps[1] >= wanted)

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


MAX_PRIOR = 4.0
"""More than what a word's use and its neighbours may add to a lead, or take from it."""

PREFERRED = 0.3
"""Gain from which the picture prefers the quoted words to words as read."""

MAX_WORD_LOSS = 2.5
"""What a word of which no meaning hangs may lose against another word as read."""

MAX_SMALL_WORD_LOSS = 1.5
"""The same of a preposition or an article against another that looks like it, on a line that is not clear."""

MAX_ODD_LOSS = 1.5
"""The same of a quoted name or abbreviation that no list has, against a word as read."""

MIN_LEAD, MIN_GRAVE_LEAD = -2.0, 0.0
"""Lead that a quoted word must have over words that look like it, and over those of which a meaning hangs."""

MIN_WORD_LEAD, MIN_RUBBLE_LEAD = -2.5, -3.0
"""The same over others of a single word that is about as long as the reading, which is a word or is none, where they do
not differ by an ending."""

MIN_ODD_LEAD, MIN_LONG_NAME = 1.5, 6
"""The same of a word of so many letters that no list has, over a word of the list that is a letter away: a slip?"""

MIN_LEADING_GRAVE, MAX_LEADING_LOSS = 2.0, 4.0
"""A quoted word that leads over all that look like it, and so far over those of which a meaning hangs, may lose so much
for each letter against a reading that is no word. Chosen on `data/scans` and on drawn pages with an edition's text,
where 108 words of true quotations lead so, and 3 of changed ones."""

MIN_BROKEN = 8
"""Letters of a word that may have been read in two."""

MIN_WORDS_LEAD = 10.0
"""Lead over all that look like it that such a word must have where both parts are words: NOW PAPER for "newspaper"."""

MIN_PART_LEAD = 5.0
"""Of a word of which far fewer letters were read: how much less likely words must be of which a meaning hangs."""

MIN_WORDS_OF_A_LINE, MIN_LINES_OF_A_COLUMN = 4, 8
"""Words of lines, and such lines, from which a page's column of type is known."""

ROOM_FOR_LETTERS = 0.7
"""Of the width of letters that were not read, what must be free beside those that were."""

MIN_CONFIDENCE = 0.5
"""A word that the reader gave less, and that no list has, is rubble: whatever is quoted for it may be right."""

SURE_CONFIDENCE = 0.9
"""A reading that is no word may be a name if the like of it was given so much somewhere on the paper."""

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

MAX_SURE_NAME_LOSS, SURE_NAME = 4.0, 0.85
"""The same where the reader was so sure of its own letters: GOBEL is hardly "Gobal"."""

MAX_OTHER_LETTERS = 1 / 3
"""The part of a longer name's letters; a reading that differs in more of them may be another name."""

MAX_LOSS_OF_A_NAME = 16.0
"""What it may lose at all."""

MAX_SPACING_LOSS = 6.0

SURE_LOSS = 7.0
"""Loss from which the picture denies the quoted words on a line that is read well; on another, twice that."""

MIN_SURENESS = -0.06
"""How sure a line that is read well is."""

MIN_CLEAR = -0.1
"""On a line less sure than this, letters that are no word accuse nobody of a change."""

BAD_LINE, LEGIBLE_CONFIDENCE = -0.15, 0.7
"""On a line less sure than this a change is told only against words that the reader gave so much. Chosen on drawn heavy
pages, where of 41 changes told wrongly 16 are in doubt with this and ``_is_fragment``, and of 3,637 told rightly 43; on
`data/scans` 19 of 924 told rightly."""

MIN_LEGIBLE = -0.6
"""A line less sure than this is rubble."""

MIN_UNREAD = 3
"""Words of a line in doubt from which on a changed one beside them is in doubt too."""

MIN_FIT = 3.0
"""By how much quoted words must fill the room better than what was read of them, for this to be cut."""

MARKS_LOST = ((1, 0.03), (2, 0.02))
"""How often a mark behind a word read badly is lost: with one character, and with the second blank behind it."""

MAX_ROOM = 24
"""Characters between a word and a sure one beside it from which on the room says nothing: it is not exact enough."""

_MARKS_BEFORE, _MARKS_BEHIND = re.compile(r"^[\W_]+"), re.compile(r"[\W_]+$")


_EDGES = re.compile(r"^[\W_]+|[\W_]+$")


def _size(words: Sequence[str]) -> int:
    """The characters of words with blanks between them; -1 of none, for one blank less parts the words beside."""
    return sum(map(len, words)) + len(words) - 1


def _size_quoted(run: Sequence[Token], block: Block, marks: int) -> int:
    """The characters of the words quoted, with marks in them and those that were read beside them."""
    words = []
    for place in range(*block.quoted):
        token = run[place]
        is_part = token.glued or (place and run[place - 1].glued)
        words.append(token.text if is_part else _EDGES.sub("", token.as_written) or token.text)
    return _size(words) + (marks if words else 0)


_LIST_NUMBER = re.compile(r"\(?\d{1,2}[.)]")
"""A paragraph's number, perhaps with its first word run into it."""

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


@dataclass(frozen=True, slots=True)
class _Cut:
    """A string that was read, cut where a word of the quotation begins and ends."""

    head: str
    middle: str
    tail: str


_Cuts = dict[int, _Cut]
"""Which blocks of a group stand in a string that goes on outside the quotation, and how it is cut."""


def _cut(word: str, read: str, *, first: bool, last: bool) -> _Cut | None:
    """Where a word is cut from a string that was read, at an edge of the quotation; None if the string is a word.

    What is cut off must be more than an ending: PLANS is another word than "plan".
    """
    if len(read) < len(word) + MIN_OUTSIDE or len(word) < 2 or is_word(read) or read.isdigit():
        return None
    found = partial_ratio_alignment(word, read)
    if found is None or found.score < MIN_LIKENESS:
        return None
    cut = _Cut(read[: found.dest_start], read[found.dest_start : found.dest_end], read[found.dest_end :])
    for rest, edge in ((cut.head, first), (cut.tail, last)):
        if len(rest) > 2 and not (edge and len(rest) >= MIN_OUTSIDE):
            return None
    if max(len(cut.head), len(cut.tail)) < MIN_OUTSIDE:
        return None
    longer = [cut.middle + cut.tail[:size] for size in range(1, len(cut.tail) + 1)]
    longer += [cut.head[-size:] + cut.middle for size in range(1, len(cut.head) + 1)]
    return None if any(frequency(other) > MAX_RUBBLE_FREQUENCY for other in longer) else cut


MIN_OUTSIDE, MIN_LIKENESS = 3, 75
"""Letters that a string must have outside a quoted word, and how like the word the rest must be (of a hundred)."""


def _is_left_out(block: Block) -> bool:
    return block.quoted[0] == block.quoted[1] and block.source[1] - block.source[0] == 1 and block.step is Step.SAME


def is_denial_unlike(quoted: Sequence[Token], read: str) -> bool:
    """Whether one quoted word denies, and what was read there has no letter of it in its place: "no" for HY.

    Of 44 denials in true quotations of worn pages that the picture was said to have none was so.
    """
    if len(quoted) != 1 or not is_negation(quoted[0].text) or not read:
        return False
    return Levenshtein.distance(quoted[0].text, read.lower()) >= len(quoted[0].text)


def _is_lost_sign(run: Sequence[Token], block: Block) -> bool:
    """Whether all that the reading lacks is a sign % behind a figure, which is often lost on a scan, or read as 8."""
    first, last = block.quoted
    is_sign = _is_added(block) and last - first == 1 and run[first].text == "percent" and "%" in run[first].as_written
    return is_sign and first > 0 and run[first - 1].text.isdigit()


def _is_added(block: Block) -> bool:
    return block.source[0] == block.source[1] and block.quoted[1] - block.quoted[0] == 1


def _fuller(quoted: Sequence[str], read: Sequence[str]) -> Iterator[LookAlike]:
    """What may stand where fewer words are quoted than were read: the quoted ones with a word of the reading besides.

    A denial or another short word may stand where none is quoted, or in a string that is longer than the words quoted.
    """
    if not quoted and read:
        yield from (LookAlike((word,), True) for word in _SHORT_WORDS)
        return
    if quoted and sum(map(len, read)) >= sum(map(len, quoted)) + MIN_OUTSIDE:
        for word in _SHORT_WORDS:
            yield LookAlike((word, *quoted), True)
            yield LookAlike((*quoted, word), True)
    if 0 < len(quoted) < len(read):
        for word in read:
            if len(word) > 1 and is_word(word) and word not in quoted:
                yield LookAlike((word, *quoted), True)
                yield LookAlike((*quoted, word), True)


_SHORT_WORDS = ("no", "not", "of", "to", "in", "the", "and", "or", "by", "on")


def _difference(value: float, other: float) -> float:
    if not math.isfinite(value):
        return -math.inf
    return min(MAX_GAIN, float(value - other))


def _alike_long(quoted: Sequence[str], read: Sequence[str]) -> bool:
    """Have they about as many letters? A reading of two letters says little of a word of six."""
    size, other = (sum(map(len, tokens)) for tokens in (quoted, read))
    return abs(size - other) <= max(1, size // 3)


def _is_end(quoted: Sequence[str], read: Sequence[str]) -> bool:
    """Is what was read one word's beginning or end?"""
    whole, part = "".join(quoted), "".join(read)
    return len(read) == 1 and len(part) < len(whole) and (whole.startswith(part) or whole.endswith(part))


def _is_part(quoted: Sequence[str], read: Sequence[str]) -> bool:
    """Is what was read the beginning or the end of what is quoted, with the rest under a stamp or a stroke?"""
    whole, part = "".join(quoted), "".join(read)
    return len(part) + 1 < len(whole) and (whole.startswith(part) or whole.endswith(part))


def _is_fragment(quoted: Sequence[str], read: Sequence[str]) -> bool:
    """Are most letters of what was read, which is no word, those of the quoted word in order: UPPO of "support"?"""
    whole, part = "".join(quoted), "".join(read)
    if len(read) != 1 or len(quoted) != 1 or not 2 <= len(part) < len(whole) - 1 or not part.isalpha():
        return False
    return LCSseq.similarity(part, whole) >= FRAGMENT_LETTERS * len(part)


FRAGMENT_LETTERS = 0.8
"""The part of a fragment's letters that must be the quoted word's."""


@lru_cache(maxsize=5_000)
def is_only_completion(word: str, part: str) -> bool:
    """Is a word by far the most usual of those of about its length that have these letters at its beginning or its end?

    >>> is_only_completion("interests", "nterests"), is_only_completion("tower", "wer")
    (True, False)
    """
    if len(part) < MIN_LETTERS_LEFT or not is_listed(word):
        return False
    others = sum(
        usual
        for other, usual in frequencies().items()
        if other != word
        and abs(len(other) - len(word)) <= 1
        and usual > MIN_COMPLETION
        and ((word.endswith(part) and other.endswith(part)) or (word.startswith(part) and other.startswith(part)))
    )
    return frequency(word) >= MORE_USUAL * others


MIN_LETTERS_LEFT, MIN_COMPLETION, MORE_USUAL = 3, 300_000, 20
"""Letters that must be legible of a word that is cut; the frequency from which a word is thought of in its place; and
how many times as usual as all of these together the quoted word must be."""

MAX_MARK_CONFIDENCE = 0.8
"""A reading of one letter given less may be another letter of a list."""


def _start(stream: TokenStream, place: int) -> Spot:
    return stream.positions[place].page, stream.positions[place].line


def _end(stream: TokenStream, place: int) -> Spot:
    return stream.end_positions[place].page, stream.end_positions[place].line
