"""A heading being read: its lines with their places, and what was found in them so far."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from briefbook.model.cable import Derivation, Reference
from briefbook.model.page import Box, Kind, Page, Word
from briefbook.text.ocr_confusion import fix_letter_digits, join_letterspaced
from briefbook.text.vocabulary import is_furniture

SURE = 0.65
"""A figure of which the reader is less sure than this is not taken for a number's or a day's.

What fits the grammar of a number or a date is right more often than other words as sure as it: on the twelve real pages
nothing wrong was given between this and 0.8, and below 0.5 the first wrong day was.
"""

UNLISTED = 0.8
"""A name that no list holds is taken if the reader is as sure of it: nothing else tells a letter that is wrong."""

LIMIT = 80
"""How many lines of an item are looked at for its heading."""

_RUNNING = frozenset(
    (
        "A", "AN", "AND", "ANY", "ARE", "AS", "AT", "BE", "BEEN", "BUT", "BY", "CAN", "COULD", "DID", "DO",
        "FOR", "FROM", "HAD", "HAS", "HAVE", "HE", "HIS", "I", "IF", "IN", "INTO", "IS", "IT", "ITS", "MAY",
        "MORE", "MY", "NO", "NOT", "OF", "ON", "OR", "OUR", "OUT", "SHE", "SHOULD", "SO", "SOME", "SUCH",
        "THAN", "THAT", "THE", "THEIR", "THEM", "THEN", "THERE", "THESE", "THEY", "THIS", "THOSE", "TO",
        "UP", "UPON", "WAS", "WE", "WERE", "WHAT", "WHEN", "WHICH", "WHO", "WILL", "WITH", "WOULD", "YOU",
    )
)  # fmt: skip
"""Small words that make a quarter and more of any English sentence and of no heading."""

NUMBERS = frozenset({"number", "register_no", "control"})


@dataclass(frozen=True, slots=True)
class HeadLine:
    """A line of a heading: its text closed up, as it stands, and where it stands."""

    text: str
    raw: str
    page: int = 1
    number: int = 0  # of the line on its page, from 1
    words: tuple[Word, ...] = ()
    paper: str = ""  # where letters of the text were mended: the text as it stands on the paper

    @classmethod
    def of(cls, raw: str, page: int, number: int, words: tuple[Word, ...] = ()) -> "HeadLine":
        """A line as it was read; letters and figures that were confused are mended if no reader measured its words.

        One that measures them is asked how sure it is of each, and nothing is mended unasked.
        """
        made = cls(clean(raw), raw, page, number, words)
        mended = raw if made.measured else fix_letter_digits(raw)
        if mended == raw:
            return made
        text = clean(mended)
        return replace(made, text=text, paper=made.text if len(made.text) == len(text) else " ".join(raw.split()))

    @property
    def measured(self) -> bool:
        """Did a machine read this line, and say how sure it is?"""
        return any(word.confidence is not None for word in self.words)

    def part(self, text: str) -> "HeadLine":
        """A part of the line, as a line of its own."""
        return replace(self, text=text, raw=text, paper=self.on_paper(text) if self.paper else "")

    def on_paper(self, written: str) -> str:
        """Words of the text as they stand on the paper: mending changes letters, and joins only a word spaced out."""
        at = self.text.find(written) if self.paper else -1
        if at < 0 or written in self.paper:
            return written
        return self.paper[at : at + len(written)] if len(self.paper) == len(self.text) else self.paper

    def sure(self, *parts: str, limit: float = SURE) -> bool:
        """Is the reader sure of the words that hold these figures? True where nobody measured it."""
        if not self.measured:
            return True
        read = ["".join(word.text.upper().split()) for word in self.words]
        text, starts = "".join(read), [sum(map(len, read[:at])) for at in range(len(read))]
        wanted = ["".join(part.upper().split()) for part in parts]
        spans = [found.span() for part in wanted if part for found in re.finditer(re.escape(part), text)]
        held = [
            word
            for word, piece, start in zip(self.words, read, starts, strict=True)
            if any(start < end and begin < start + len(piece) for begin, end in spans)
        ]
        return bool(held) and all(word.confidence is None or word.confidence >= limit for word in held)

    def box(self, written: str) -> Box | None:
        """The box around the words of the line that a value was read from, the whole line's if they are not found."""
        wanted = {part for part in re.split(r"\W+", written.upper()) if part}
        boxes = [word.box for word in self.words if word.box]
        hit = [word.box for word in self.words if word.box and wanted & set(re.split(r"\W+", word.text.upper()))]
        return Box.around(hit or boxes) if boxes else None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where one value of a field came from."""

    value: str | None
    written: str
    line: int = -1  # index of the sheet's line
    how: Derivation = Derivation.OBSERVED
    confidence: float = 0.95
    note: str = ""


@dataclass(slots=True)
class HeadingDraft:
    """Lines and findings. ``values`` has the keys of ``briefbook heading``; ``evidence`` the same keys."""

    lines: list[HeadLine]
    window: int = 1900
    form: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    evidence: dict[str, list[Evidence]] = field(default_factory=dict)
    flags: list[str] = field(default_factory=list)
    stamps: list[HeadLine] = field(default_factory=list)
    references: list[tuple[Reference, int]] = field(default_factory=list)  # and the line each stands on

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
        key: str,
        value: Any,
        line: int = -1,
        *,
        written: str | None = None,
        how: Derivation = Derivation.OBSERVED,
        confidence: float | None = None,
        note: str = "",
        again: bool = False,
    ) -> None:
        """Record a value, unless the field has one already (``again``: put it in its place)."""
        if isinstance(value, str) and not self._may_be_told(key, value, line, written or value, how):
            self.doubt(key, written or value, line)
            return
        if isinstance(value, list):
            value = [one for one in value if one not in (None, "")]
        told = written if written is not None or not isinstance(value, str) else value
        if told and 0 <= line < len(self.lines) and (paper := self.lines[line].on_paper(told)) != told:
            written = paper
            if how is Derivation.OBSERVED:
                how, confidence = Derivation.REPAIRED, min(confidence or 0.75, 0.75)
        if value in (None, "", [], {}) or (not again and self.values.get(key) not in (None, [], {})):
            return
        self.values[key] = value
        sure = (
            confidence
            if confidence is not None
            else {Derivation.OBSERVED: 0.95, Derivation.REPAIRED: 0.75}.get(how, 0.6)
        )
        if how is Derivation.REPAIRED:
            self.values["ocr_repairs"] = True
        parts = value if isinstance(value, list) else list(value) if isinstance(value, dict) else [value]
        self.evidence[key] = [
            Evidence(str(one), written if written is not None else str(one), line, how, sure, note) for one in parts
        ]

    def _may_be_told(self, key: str, value: str, line: int, written: str, how: Derivation) -> bool:
        """Do the figures of a number stand by themselves, and is the reader sure of those of a number or a date?"""
        if key in NUMBERS and how is Derivation.OBSERVED and not self._stands(value, line):
            return False
        if key not in ("number", "date") or how is Derivation.INFERRED or not 0 <= line < len(self.lines):
            return True
        if key == "number":
            return self.lines[line].sure(value[len(value.rstrip("0123456789")) :])
        return self.lines[line].sure(*days_figures(written))

    def _stands(self, value: str, line: int) -> bool:
        """Do the last figures of a number stand by themselves on the line, no letter or figure touching them?"""
        last = value[len(value.rstrip("0123456789")) :]
        if not last or not 0 <= line < len(self.lines):
            return True
        text = f" {self.lines[line].text} "
        at = text.find(last)
        while at > 0:
            after = text[at + len(last)]
            if not text[at - 1].isdigit() and not (after.isascii() and after.isalnum()):
                return True
            at = text.find(last, at + 1)
        return False

    def runs_on(self, index: int) -> bool:
        """Is this line part of the text: does the line above read like running prose?

        In a heading it never does, so that words of a sentence that look like a label or a route are none.
        """
        if not 0 < index < len(self.lines):
            return False
        words = self.lines[index - 1].text.split()
        if len(words) < 7 or sum(word.strip(",.").upper() in _RUNNING for word in words) < 0.25 * len(words):
            return False
        small = sum(word[0].islower() for word in words)  # a printed title has capitals
        return small == 0 or small >= 0.6 * len(words)

    def split(self, pattern: re.Pattern[str]) -> None:
        """Cut lines that were read as one, before every match of the pattern; the parts keep the line's place."""
        made = []
        for line in self.lines:
            parts = [part.strip() for part in pattern.split(line.text) if part.strip()]
            made += [line] if len(parts) < 2 else [line.part(part) for part in parts]
        self.lines = made

    def doubt(self, key: str, written: str, line: int) -> None:
        """Something stands here that is not understood: no value, but it is not forgotten."""
        if key not in self.evidence:
            self.evidence[key] = [Evidence(None, written, line, Derivation.OBSERVED, 0.0, "not legible")]

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


def sheet_of_text(text: str, window: int) -> HeadingDraft:
    """A sheet from plain text."""
    sheet = HeadingDraft([], window)
    for number, raw in enumerate(text.replace("\f", "\n").splitlines(), 1):
        _add(sheet, HeadLine.of(raw, 1, number))
        if len(sheet.lines) >= LIMIT:
            break
    return sheet


def sheet_of_pages(pages: Sequence[Page], window: int, *, limit: int = LIMIT) -> HeadingDraft:
    """A sheet from the first pages of an item; page lines and what readers marked as stamps stay out."""
    sheet = HeadingDraft([], window)
    for page in pages:
        for number, line in enumerate(page.lines, 1):
            if line.kind in (Kind.HANDWRITING, Kind.MARGIN, Kind.REDACTION, Kind.BLANK):
                continue
            made = HeadLine.of(line.text, page.number, number, line.words)
            if line.kind is Kind.STAMP:
                sheet.stamps.append(made)
            else:
                _add(sheet, made)
            if len(sheet.lines) >= limit:
                return sheet
    return sheet


_SPECKS = re.compile(r"(?:[^A-Za-z0-9(\[]+(?=(?:FM|TO|INFO|REF|BAG)\b)|[A-Za-z0-9]\s(?=FM\s[A-Z]{3}))")


def clean(raw: str) -> str:
    """A line with plain quotes and dashes, single blanks, spaced words closed up, and no specks before its label."""
    if not raw.isascii():
        raw = raw.replace("\xa0", " ").replace("’", "'").replace("‘", "'").replace("–", "-").replace("—", "-")
    text = " ".join(raw.split())
    specks = _SPECKS.match(text)
    return join_letterspaced(text[specks.end() :] if specks else text)


def _add(sheet: HeadingDraft, line: HeadLine) -> None:
    if not line.text:
        return
    stamped = len(line.raw) < 240 and is_furniture(line.raw)  # a paragraph is no stamp
    (sheet.stamps if stamped else sheet.lines).append(line)


def days_figures(written: str) -> list[str]:
    """What a date hangs on: its figures with the letters read into them, but for a year of four.

    Half the figures of such a year can be nothing else.

    >>> days_figures("14 MAY 1961"), days_figures("NOV19/64")
    (['14'], ['NOV19', '64'])
    """
    return [one for one in re.findall(r"[A-Z]*\d[A-Z\d]*", written.upper()) if not re.fullmatch(r"(?:19|20)\d\d", one)]


def joined(parts: Iterable[str]) -> str:
    """Lines joined to one, a word hyphenated at the line's end made whole.

    >>> joined(["ATOMIC INFOR-", "MATION", "CENTRE"])
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
