"""A heading under construction: its lines with their places, and the values read from them so far."""

import itertools
import logging
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from statistics import median
from typing import Any, NamedTuple, TypeVar, cast, overload

from briefbook.cables import heading_slots as slots
from briefbook.cables.heading_slots import PostSlot, ReadableSlot, Slot
from briefbook.model.cable import Derivation, Reference
from briefbook.model.page import Box, Kind, Line, Page, Word
from briefbook.text.ocr_confusion import fix_letter_digits, join_letterspaced
from briefbook.text.release_markings import holds_release_marking, is_release_companion, may_be_markings
from briefbook.text.repairs import is_printed_box

T = TypeVar("T")
D = TypeVar("D")

MIN_FIGURE_CONFIDENCE = 0.65
"""The least confidence of a reader, 0 to 1, at which a figure is taken for part of a number or a day.

Lower than for other words, since what fits the grammar of a number or a date is right more often at the same
confidence: measured on twelve real pages, no value was wrong between this and 0.8; the first wrong day was below 0.5.
"""

MIN_UNLISTED_NAME_CONFIDENCE = 0.85
"""The least confidence, 0 to 1, at which a name that is on no list is taken: nothing else shows a wrong letter."""

MAX_HEADING_LINES = 80
"""How many lines of an item are searched for its heading."""

FUNCTION_WORDS = frozenset(
    (
        "A", "AN", "AND", "ANY", "ARE", "AS", "AT", "BE", "BEEN", "BUT", "BY", "CAN", "COULD", "DID", "DO",
        "FOR", "FROM", "HAD", "HAS", "HAVE", "HE", "HIS", "I", "IF", "IN", "INTO", "IS", "IT", "ITS", "MAY",
        "MORE", "MY", "NO", "NOT", "OF", "ON", "OR", "OUR", "OUT", "SHE", "SHOULD", "SO", "SOME", "SUCH",
        "THAN", "THAT", "THE", "THEIR", "THEM", "THEN", "THERE", "THESE", "THEY", "THIS", "THOSE", "TO",
        "UP", "UPON", "WAS", "WE", "WERE", "WHAT", "WHEN", "WHICH", "WHO", "WILL", "WITH", "WOULD", "YOU",
    )
)  # fmt: skip
"""Function words: they make up a quarter or more of any English sentence, and of no heading."""

SERIAL_SLOTS = frozenset({slots.NUMBER, slots.REGISTER_NO, slots.CONTROL})
"""Fields whose last figures must stand alone on the line, no letter or figure touching them."""

_log = logging.getLogger(__name__)


_NO_LINE = Line(())


class HeadLine(NamedTuple):
    """A line of a heading: its cleaned text, the text as it was read, and its place."""

    text: str
    raw: str
    page: int = 1
    line_number: int = 0  # on its page, from 1
    source: Line = _NO_LINE  # with the words as they were read
    paper: str = ""  # where letters of the text were repaired: the text as it stands on the paper

    @classmethod
    def of(cls, raw: str, page: int, line_number: int, source: Line = _NO_LINE) -> "HeadLine":
        """A line as it was read; confused letters and figures are repaired if the words have no confidences.

        Where they have, the confidences decide what is taken, and nothing is repaired here.
        """
        line = cls(clean(raw), raw, page, line_number, source)
        repaired = raw if line.measured else fix_letter_digits(raw)
        if repaired == raw:
            return line
        text = clean(repaired)
        return line._replace(text=text, paper=line.text if len(line.text) == len(text) else " ".join(raw.split()))

    @property
    def words(self) -> tuple[Word, ...]:
        """The words as they were read, none where the line is made of text alone."""
        return self.source.words

    @property
    def measured(self) -> bool:
        """Have words of this line a confidence, as a machine gives it?"""
        if self.source.is_plain:
            return False
        for word in self.words:  # noqa: SIM110 - a plain loop, because every line of a heading is asked
            if word.confidence is not None:
                return True
        return False

    @property
    def with_gaps(self) -> str:
        """The line as it was read, with four blanks wherever a gap on the page parts two cells of a row."""
        if self.source.is_plain:
            return self.raw
        boxes = [word.box for word in self.words]
        if len(boxes) < 2 or None in boxes or self.raw != " ".join(word.text for word in self.words):
            return self.raw
        letters = [
            (box.right - box.left) / max(1, len(word.text)) for word, box in zip(self.words, boxes, strict=True) if box
        ]
        wide = WIDE_GAP * median(letters)
        text = self.words[0].text
        for before, word in pairwise(self.words):
            is_gap = before.box and word.box and word.box.left - before.box.right > wide
            text += f"{'    ' if is_gap else ' '}{word.text}"
        return text

    def part(self, text: str) -> "HeadLine":
        """A part of the line, as a line of its own."""
        return self._replace(text=text, raw=text, paper=self.on_paper(text) if self.paper else "")

    def on_paper(self, written: str) -> str:
        """Words of the text as they stand on the paper: repair changes letters, and joins letter-spaced words."""
        start = self.text.find(written) if self.paper else -1
        if start < 0 or written in self.paper:
            return written
        return self.paper[start : start + len(written)] if len(self.paper) == len(self.text) else self.paper

    def is_confident(self, *parts: str, limit: float = MIN_FIGURE_CONFIDENCE) -> bool:
        """Is every word that holds these figures read with enough confidence? True where words have no confidence."""
        if not self.measured:
            return True
        tight_words = ["".join(word.text.upper().split()) for word in self.words]
        text, starts = "".join(tight_words), [sum(map(len, tight_words[:at])) for at in range(len(tight_words))]
        figures = ["".join(part.upper().split()) for part in parts]
        spans = [match.span() for part in figures if part for match in re.finditer(re.escape(part), text)]
        holding = [
            word
            for word, piece, start in zip(self.words, tight_words, starts, strict=True)
            if any(start < end and begin < start + len(piece) for begin, end in spans)
        ]
        return bool(holding) and all(
            word.confidence is None or word.confidence >= _limit(word, limit) for word in holding
        )

    def alternatives_of(self, written: str) -> tuple[str, ...]:
        """What else the reader offers for a word of the line, in capitals."""
        return next((tuple(map(str.upper, word.alternatives)) for word in self.words if word.text == written), ())

    def is_whole(self, *parts: str) -> bool:
        """Is no single figure among these doubtful, and as wide as two letters: 1 where 15 is on the paper?"""
        if self.source.is_plain:
            return True
        pitches = [
            (word.box.right - word.box.left) / len(word.text) for word in self.words if word.box and word.text[2:]
        ]
        single = {part for part in parts if len(part) == 1}
        if not pitches or not single:
            return True
        widest = WIDEST_FIGURE * median(pitches)
        return all(
            word.confidence is None or word.confidence >= SURE_FIGURE or word.box.right - word.box.left <= widest
            for word in self.words
            if word.box and re.sub(r"\W", "", word.text) in single
        )

    def box(self, written: str) -> Box | None:
        """The box around the words of the line that a value was read from, the whole line's if they are not found."""
        if self.source.is_plain:
            return None
        parts = {part for part in re.split(r"\W+", written.upper()) if part}
        boxes = [word.box for word in self.words if word.box]
        matching = [word.box for word in self.words if word.box and parts & set(re.split(r"\W+", word.text.upper()))]
        return Box.around(matching or boxes) if boxes else None


def _limit(word: Word, limit: float) -> float:
    """The least confidence of a word: more where the reader offers other figures for it."""
    figures = re.sub(r"\D", "", word.text)
    if figures and any(
        len(other) == len(word.text) and re.sub(r"\D", "", other) != figures for other in word.alternatives
    ):
        return max(limit, MIN_RIVALLED_CONFIDENCE)
    return limit


MIN_RIVALLED_CONFIDENCE = 0.85
"""The same for figures beside which the reader offers others."""

_NAMED_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)|(?:[A-Z]{3}|[A-Z][a-z]{2,8})\.?\W{1,2}(\d\d)(?!\d)")

WIDEST_FIGURE = 1.5
"""How wide a figure is at most, in letters of its line, if there is but one."""

SURE_FIGURE = 0.9
"""The confidence, 0 to 1, from which a single figure is believed whatever its width."""

WIDE_GAP = 4.5
"""A gap of so many letters parts two cells of a row."""


@dataclass(frozen=True, slots=True)
class FieldEvidence:
    """Where one value of a field came from."""

    value: str | None
    written: str
    line: int = -1  # index of the draft's line
    how: Derivation = Derivation.OBSERVED
    confidence: float = 0.95
    note: str = ""


class HeadingValues:
    """The values of a heading so far: a mapping whose keys are slots, each with the type of its value."""

    __slots__ = ("_by_slot", "_taken_back")

    def __init__(self) -> None:
        """Nothing was read yet."""
        self._by_slot: dict[ReadableSlot[Any], Any] = {}
        self._taken_back: dict[ReadableSlot[Any], list[Any]] = {}

    def __contains__(self, slot: Slot[Any]) -> bool:
        return slot in self._by_slot

    def __getitem__(self, slot: ReadableSlot[T]) -> T:
        value: T = self._by_slot[slot]
        return value

    def __setitem__(self, slot: Slot[T], value: T) -> None:
        self._by_slot[slot] = value

    @overload
    def get(self, slot: ReadableSlot[T]) -> T | None: ...
    @overload
    def get(self, slot: ReadableSlot[T], default: D) -> T | D: ...
    def get(self, slot: ReadableSlot[T], default: D | None = None) -> T | D | None:
        """The value of a slot, ``default`` where it has none."""
        value: T | D | None = self._by_slot.get(slot, default)
        return value

    def setdefault(self, slot: Slot[T], default: T) -> T:
        """The value of a slot; where it has none, ``default`` is put into it first."""
        value: T = self._by_slot.setdefault(slot, default)
        return value

    def pop(self, slot: ReadableSlot[T]) -> T | None:
        """Take a slot's value out; None where it has none."""
        value: T | None = self._by_slot.pop(slot, None)
        if value is not None:
            self._taken_back.setdefault(slot, []).append(value)
        return value

    def taken_back(self, slot: ReadableSlot[T]) -> Sequence[T]:
        """The values that a slot had and that were taken out again: a person may know better."""
        return self._taken_back.get(slot, ())

    def as_json(self) -> dict[str, Any]:
        """The values by the slots' keys, in the order in which they were first put."""
        return {slot.key: value for slot, value in self._by_slot.items()}


@dataclass(slots=True)
class HeadingDraft:
    """A heading under construction: the lines it is read from, the values so far, and where each was read."""

    lines: list[HeadLine]
    window: int = 1900
    order: str = ""
    form: str = ""
    values: HeadingValues = field(default_factory=HeadingValues)
    evidence: dict[Slot[Any], list[FieldEvidence]] = field(default_factory=dict)
    flags: list[str] = field(default_factory=list)
    stamps: list[HeadLine] = field(default_factory=list)
    references: list[tuple[Reference, int]] = field(default_factory=list)  # and the line each stands on
    candidates: dict[Slot[Any], list[FieldEvidence]] = field(default_factory=dict)  # for fields blank or unsure
    cover_date: str = ""  # what the cover sheet says of the day, EDTF, in whole or in part

    @property
    def whole_date(self) -> str | None:
        """The date, EDTF; None where there is none, or where a part of it is not on the paper."""
        date = self.values.get(slots.DATE)
        return date if isinstance(date, str) else None

    @property
    def texts(self) -> list[str]:
        """The lines' texts."""
        return [line.text for line in self.lines]

    @property
    def text(self) -> str:
        """The lines, one below the other."""
        return "\n".join([line.text for line in self.lines])

    @property
    def head(self) -> str:
        """The beginnings of the first lines: what tells one form from another."""
        return "\n".join([line.text[:200] for line in self.lines[:26]])

    @property
    def capitals(self) -> str:
        """The head in capitals: searching for letters of either case is many times slower."""
        return self.head.upper()

    def put(
        self,
        slot: Slot[T],
        value: T | None,
        line: int = -1,
        *,
        written: str | None = None,
        how: Derivation = Derivation.OBSERVED,
        confidence: float | None = None,
        note: str = "",
        again: bool = False,
    ) -> bool:
        """Record a value, unless the field has one already.

        Args:
            slot: The field.
            value: What was read; a blank (None, an empty text, list or dict) is not recorded.
            line: The index of the draft's line that it was read from, -1 for none.
            written: The words it was read from, where they are not the value itself.
            how: How the value came from these words.
            confidence: The rule's confidence, 0 to 1; without it, by ``how``: 0.95, 0.75 or 0.6.
            note: What a doubter should know.
            again: Put it in the place of the value that the field has.

        Returns:
            Was it recorded? It is not where it is blank, where the field has a value, or where the figures of a number
            or a date were read with too little confidence (it is then doubtful); the log says which, at level DEBUG.
        """
        if isinstance(value, str) and not self._is_legible(slot, value, line, written or value, how):
            self.doubt(slot, written or value, line)
            _log.debug("%s: %r is not legible enough", slot.key, written or value)
            return False
        if isinstance(value, list):
            value = cast("T", [part for part in value if part not in (None, "")])
        source = written if written is not None or not isinstance(value, str) else value
        if source and 0 <= line < len(self.lines) and (paper := self.lines[line].on_paper(source)) != source:
            written = paper
            if how is Derivation.OBSERVED:
                how, confidence = Derivation.REPAIRED, min(confidence or 0.75, 0.75)
        if value is None or value == "" or value == [] or value == {}:
            return False
        if not again and self.values.get(slot) not in (None, [], {}):
            _log.debug("%s: %r is not recorded, it has a value already", slot.key, value)
            return False
        self.values[slot] = value
        certainty = (
            confidence
            if confidence is not None
            else {Derivation.OBSERVED: 0.95, Derivation.REPAIRED: 0.75}.get(how, 0.6)
        )
        if how is Derivation.REPAIRED:
            self.values[slots.OCR_REPAIRS] = True
        parts: list[object] = list(value) if isinstance(value, list | dict) else [value]
        self.evidence[slot] = [
            FieldEvidence(str(part), written if written is not None else str(part), line, how, certainty, note)
            for part in parts
        ]
        return True

    def put_post(
        self,
        slot: PostSlot,
        code: str | None,
        line: int = -1,
        *,
        written: str | None = None,
        how: Derivation = Derivation.OBSERVED,
        confidence: float | None = None,
        note: str = "",
    ) -> bool:
        """Record a post as the sender (``slots.FROM``) or as the only addressee (``slots.TO``); else as ``put``."""
        if slot is slots.TO:
            codes = [code] if code else None
            return self.put(
                cast("Slot[list[str]]", slot), codes, line, written=written, how=how, confidence=confidence, note=note
            )
        return self.put(cast("Slot[str]", slot), code, line, written=written, how=how, confidence=confidence, note=note)

    def _is_legible(self, slot: Slot[Any], value: str, line: int, written: str, how: Derivation) -> bool:
        """Do the figures of a number stand alone, and were those of a number or a date read with enough confidence?"""
        if slot in SERIAL_SLOTS and how is Derivation.OBSERVED and not self._stands_alone(value, line):
            same_figures = re.sub(r"\D", "", value) == re.sub(r"\D", "", written)
            if not same_figures or not self._stands_alone(written, line):
                return False
        if slot not in (slots.NUMBER, slots.DATE) or how is Derivation.INFERRED or not 0 <= line < len(self.lines):
            return True
        if slot is slots.NUMBER:
            figures = value[len(value.rstrip("0123456789")) :]
            return self.lines[line].is_confident(
                figures if figures in "".join(self.lines[line].raw.split()) else written
            )
        of_day = date_figures(written)
        if not self.lines[line].is_confident(*of_day) or not self.lines[line].is_whole(*of_day):
            return False
        years = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", written)
        return all(self.lines[line].is_confident(year) or self._names_again(year, line) for year in years)

    def _names_again(self, year: str, line: int) -> bool:
        """Does another line name a year or one of the two beside it, in figures, or in two behind a month?"""
        named = [
            int(match[1] or f"{self.window // 100}{match[2]}")
            for at, other in enumerate(self.lines)
            if at != line
            for match in _NAMED_YEAR.finditer(other.text)
        ]
        return any(abs(int(year) - other) <= 1 for other in named)

    def _stands_alone(self, value: str, line: int) -> bool:
        """Do the last figures of a number stand alone on the line, no letter or figure touching them?"""
        last = value[len(value.rstrip("0123456789")) :]
        if not last or not 0 <= line < len(self.lines):
            return True
        text = f" {self.lines[line].text} "
        start = text.find(last)
        while start > 0:
            after = text[start + len(last)]
            if not text[start - 1].isdigit() and not (after.isascii() and after.isalnum()):
                return True
            start = text.find(last, start + 1)
        return False

    def continues_prose(self, index: int) -> bool:
        """Is this line part of the text: does the line above read like running prose?

        In a heading it never does, so that words of a sentence that look like a label or a route are none.
        """
        if not 0 < index < len(self.lines):
            return False
        words = self.lines[index - 1].text.split()
        if len(words) < 7 or sum([word.strip(",.").upper() in FUNCTION_WORDS for word in words]) < 0.25 * len(words):
            return False
        small = sum(word[0].islower() for word in words)  # a printed title has capitals
        return small == 0 or small >= 0.6 * len(words)

    def split(self, pattern: re.Pattern[str], needs: Sequence[str] = ("",)) -> None:
        """Cut lines that were read as one, before every match of the pattern; the parts keep the line's place.

        Args:
            pattern: What stands between two lines.
            needs: Texts of which a line that the pattern matches holds one: cheaper to look for than the pattern.
        """
        lines = []
        for line in self.lines:
            text = line.text
            for part in needs:
                if part in text:
                    break
            else:
                lines.append(line)
                continue
            parts = [part.strip() for part in pattern.split(line.text) if part.strip()]
            lines += [line] if len(parts) < 2 else [line.part(part) for part in parts]
        self.lines = lines

    def doubt(self, slot: Slot[Any], written: str, line: int) -> None:
        """Record that something stands here that cannot be read: the words with their place, and no value."""
        if slot not in self.evidence:
            self.evidence[slot] = [FieldEvidence(None, written, line, Derivation.OBSERVED, 0.0, "not legible")]

    def take_back(self, slot: Slot[Any]) -> None:
        """Take back a value that cannot be trusted: its words stay, as something that cannot be read."""
        readings = self.evidence.pop(slot, [])
        self.values.pop(slot)
        if readings:
            self.doubt(slot, readings[0].written, readings[0].line)

    def flag(self, name: str) -> None:
        """Raise an anomaly."""
        if name not in self.flags:
            self.flags.append(name)

    def line_at(self, offset: int) -> int:
        """The index of the line that holds this character of ``text``."""
        position = 0
        for index, line in enumerate(self.lines):
            position += len(line.text) + 1
            if offset < position:
                return index
        return len(self.lines) - 1


def draft_of_text(text: str, window: int, order: str = "") -> HeadingDraft:
    """A draft from plain text."""
    draft = HeadingDraft([], window, order)
    raws = [head_of_paragraph(raw) for raw in text.replace("\f", "\n").splitlines()]
    may_be = may_be_markings(raws[: 2 * MAX_HEADING_LINES])
    for line_number, (raw, may_be_marking) in enumerate(itertools.zip_longest(raws, may_be, fillvalue=True), 1):
        line = HeadLine.of(str(raw), 1, line_number)
        if may_be_marking:
            _add_line(draft, line)
        elif line.text:
            draft.lines.append(line)
        if len(draft.lines) >= MAX_HEADING_LINES:
            break
    return draft


def draft_of_pages(
    pages: Sequence[Page], window: int, order: str = "", *, limit: int = MAX_HEADING_LINES
) -> HeadingDraft:
    """A draft from the first pages of an item; page lines and what readers marked as stamps stay out."""
    draft = HeadingDraft([], window, order)
    for page in pages:
        texts = [line.text for line in page.lines]
        boxes = _boxes_in_margin(page.lines)
        for line_number, (line, text, may_be_marking) in enumerate(
            zip(page.lines, texts, may_be_markings(texts), strict=True), 1
        ):
            if line.kind in _NO_TYPE and line_number not in boxes:
                continue
            head_line = HeadLine.of(head_of_paragraph(text), page.number, line_number, line)
            if line.kind is Kind.STAMP:
                draft.stamps.append(head_line)
            elif may_be_marking:
                _add_line(draft, head_line)
            elif head_line.text:
                draft.lines.append(head_line)
            if len(draft.lines) >= limit:
                return draft
    return draft


def _boxes_in_margin(lines: Sequence[Line]) -> frozenset[int]:
    """The numbers, from 1, of the lines of margins in which a form has boxes: printed labels, and what is typed."""
    found: set[int] = set()
    for kind, numbered in groupby(enumerate(lines, 1), key=lambda numbered: numbered[1].kind):
        group = list(numbered) if kind is Kind.MARGIN else []
        if any(is_printed_box(line.text) for _, line in group):
            found.update(number for number, _ in group)
    return frozenset(found)


MAX_WORDS_OF_LINE = 40
"""A line of more words is a paragraph of a text that came without its lines: no typewriter's line has so many."""

_HEAD_OF_PARAGRAPH = 60
"""Words of a paragraph that are looked at: a heading that was run together is among them, what follows is the text."""


def head_of_paragraph(line: str) -> str:
    """A line, and of a paragraph its first words only: what its sentences say of others is no heading."""
    if len(line) <= 2 * _HEAD_OF_PARAGRAPH:  # it has fewer words
        return line
    words = line.split(None, _HEAD_OF_PARAGRAPH)
    if len(words) <= _HEAD_OF_PARAGRAPH:
        return line
    return line[: len(line) - len(words[-1])].rstrip()


_NO_TYPE = frozenset({Kind.HANDWRITING, Kind.MARGIN, Kind.REDACTION, Kind.BLANK})
"""Kinds of lines that are none of a heading's."""

_SPECKS = re.compile(r"(?:[^A-Za-z0-9(\[]+(?=(?:FM|TO|INFO|REF|BAG)\b)|[A-Za-z0-9]\s(?=FM\s[A-Z]{3}))")


def clean(raw: str) -> str:
    """A line with plain quotes and dashes, single blanks, letter-spaced words joined, no specks before its label."""
    if not raw.isascii():
        raw = raw.replace("\xa0", " ").replace("’", "'").replace("‘", "'").replace("–", "-").replace("—", "-")
    text = " ".join(raw.split())
    specks = _SPECKS.match(text)
    return join_letterspaced(text[specks.end() :] if specks else text)


def _add_line(draft: HeadingDraft, line: HeadLine) -> None:
    if not line.text:
        return
    stamped = holds_release_marking(line.raw) or is_release_companion(line.raw)  # no sentence stands in a heading
    (draft.stamps if stamped else draft.lines).append(line)


def date_figures(written: str) -> list[str]:
    """The parts of a date that decide it: figures, with letters read into them, but not a year of four figures.

    Half the figures of such a year can be nothing else.

    >>> date_figures("14 MAY 1961"), date_figures("NOV19/64")
    (['14'], ['NOV19', '64'])
    """
    return [part for part in _WITH_FIGURES.findall(written.upper()) if not _YEAR.fullmatch(part)]


_WITH_FIGURES = re.compile(r"[A-Z]*\d[A-Z\d]*")
_YEAR = re.compile(r"(?:19|20)\d\d")


def join_lines(parts: Iterable[str]) -> str:
    """Join lines to one text; a word hyphenated at the end of a line is made whole.

    >>> join_lines(["ATOMIC INFOR-", "MATION", "CENTRE"])
    'ATOMIC INFORMATION CENTRE'
    """
    text = ""
    for part in parts:
        part = part.strip()
        if text.endswith("-") and len(text) > 1 and text[-2].isalpha() and part[:1].isalpha():
            text = text[:-1] + part
        else:
            text = f"{text} {part}".strip()
    return text
