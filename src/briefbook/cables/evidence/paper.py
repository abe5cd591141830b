"""Lines of a paper -> the paper as evidence sees it: labels, cells, running text, and what a candidate is."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefbook.cables.evidence.labels import Label, Segment, find_labels, parted_labels, segments_of
from briefbook.cables.heading_draft import FUNCTION_WORDS, MAX_WORDS_OF_LINE, clean
from briefbook.text import posts
from briefbook.text.ocr_confusion import fix_letter_digits
from briefbook.text.stations import station
from briefbook.text.vocabulary import is_marking_line

MAX_LINES = 60
"""Lines of a paper that are looked at, at most."""


FIELDS = ("from", "to", "info", "date", "number", "security", "precedence", "subject")
"""The fields that candidates are offered for."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value that a field may have: where it stands, and the features that speak for it or against it."""

    field: str
    value: str
    line: int
    written: str
    features: frozenset[str]


@dataclass(frozen=True, slots=True)
class Choice:
    """A candidate and its confidence, 0 to 1."""

    candidate: Candidate
    confidence: float


@dataclass(slots=True)
class PaperLine:
    """A line of the paper as evidence sees it."""

    index: int
    text: str
    upper: str
    labels: list[Label]
    segments: list[Segment]
    is_prose: bool
    in_body: bool = False
    is_paragraph: bool = False  # of running text that came without its lines
    above: tuple[Label, ...] = ()  # labels on the line above behind which nothing stands


ACCENTS = str.maketrans("ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝŁŚŻŹĆŃĄĘČŠŽŘŮ", "AAAAAACEEEEIIIINOOOOOOUUUUYLSZZCNAECSZRU")


_NUMBERED = re.compile(r"^\W{0,2}(?:\(?[1A]\)|1\s?\.|I\.)\s*(?=\S.{8})(?!\d[\d ./-]*(?: {2}|$))")
"""The first numbered paragraph; a number alone in its cell is none: I. 24417 is a register's."""


_WIDE = re.compile(r"\s{3,}|\t|\s\|\s| {2}(?=[^\W\d][\w'/ -]{0,24}[:;])")


def lines_of(raws: Sequence[str]) -> list[PaperLine]:
    """The lines of a paper: cleaned, their labels and segments found, running text marked.

    Args:
        raws: The lines as they were read, from the first of the paper.
    """
    lines: list[PaperLine] = []
    in_body = False
    for index, raw in enumerate(raws[:MAX_LINES]):
        text = "  ".join(_plain(cell) for cell in _WIDE.split(parted_labels(raw.strip())) if cell.strip())
        upper = text.upper().translate(ACCENTS)
        if len(upper) != len(text):
            upper = text
        labels = find_labels(text, upper)
        if lines and lines[-1].is_prose:  # a sentence goes on: its words are no labels
            labels = [label for label in labels if label.stop == ":" or (" " in label.word and label.capitals)]
        labelled = sum((label.stop == ":" and label.begins_cell) or len(label.word) > 5 for label in labels)
        cell = max(text.split("  "), key=len)  # what stands in columns is no sentence
        whole_paragraph = is_paragraph(cell, labels)
        prose = whole_paragraph or (
            not labelled and (is_running_text(cell.upper()) or _is_small_text(cell) or _goes_on(lines, text, labels))
        )
        labels = [] if prose else labels
        if not in_body:
            starts = _NUMBERED.match(upper) is not None and not (labels and labels[0].kind in ("subject", "ref"))
            in_body = starts or (prose and bool(lines) and lines[-1].is_prose and not labels)
        line = PaperLine(index, text, upper, labels, segments_of(index, text, labels), prose, in_body, whole_paragraph)
        if lines and not lines[-1].text:
            line.above = lines[-1].above  # a stamp was left out between label and value
        elif lines:
            line.above = tuple(
                segment.label
                for segment in lines[-1].segments
                if segment.label and (not segment.text.strip(" .:_-*|") or is_alone_in_cell(segment))
            )
        lines.append(line)
    return lines


def is_paragraph(text: str, labels: Sequence[Label] | None = None) -> bool:
    """Is a line a whole paragraph of a text that came without its lines, and no heading run together?

    Args:
        text: The line, or its longest cell.
        labels: Its labels, where they were looked for.
    """
    if text.count(" ") < MAX_WORDS_OF_LINE or not is_running_text(text.upper()):
        return False
    if labels is None:
        return not any(label.stop == ":" for label in find_labels(text, text.upper()))
    return not any(label.stop == ":" for label in labels)


def is_alone_in_cell(segment: Segment) -> bool:
    """Stands a label alone in its cell, the print of another box level with it?"""
    label = segment.label
    return label is not None and not label.stop and label.begins_cell and re.match(r" {2,}\S", segment.text) is not None


_LETTERSPACED = re.compile(r"(?:\S ){2,}\S(?: {2,}(?:\S ){2,}\S)+")
"""Words spaced out letter by letter, two blanks between them."""


_ZERO_INSIDE = re.compile(r"(?<=[a-z])0(?=[a-z])|(?<=[A-Za-z])0(?=[a-z])|\b0(?=[a-z]{1,9}\b)(?!0(?:th|st|nd|rd)\b)")


_ONE_INSIDE = re.compile(r"(?<=[a-z])1(?=[a-z]|\b)")


def _plain(cell: str) -> str:
    """A cell's words, with figures among the small letters of a word as the letters they are."""
    if "  " in cell and _LETTERSPACED.fullmatch(cell.strip()):
        cell = " ".join(word.replace(" ", "") for word in re.split(r" {2,}", cell.strip()))
    text = fix_letter_digits(clean(cell))
    if "0" in text or "1" in text:
        text = _ZERO_INSIDE.sub("o", text)
        text = _ONE_INSIDE.sub("l", text)
    if "l" in text or "I" in text:
        text = _LAST_I.sub("I", text)
        text = _FIGURES_OF_DATE.sub(lambda match: match[0].translate(_TO_FIGURES), text)
    return text


_LAST_I = re.compile(r"(?<=[A-Z]{2})l\b")


_FIGURES_OF_DATE = re.compile(r"\b[lI1]9[\dlIOo]{2}\b|\b[\dlI][\dlIO]?(?=,? (?:19|20|l9|I9)[\dlIO]{2}\b)")


_TO_FIGURES = str.maketrans("lIOo", "1100")


_MIN_SENTENCE_WORDS = 7
"""Words of a line at least, of which a quarter are those that no sentence lacks."""


def is_running_text(upper: str) -> bool:
    """Does a line, in capitals, read like a line of a sentence? From which city to which it goes is none.

    >>> is_running_text("FROM OTTAWA TO LONDON 8 MAY 1957"), is_running_text("FROM HIS TALK TO THE END OF MAY 1957")
    (False, True)
    """
    if upper.count(" ") < _MIN_SENTENCE_WORDS - 1 and upper.isascii() and "\t" not in upper:
        return False  # as most lines of a heading are
    words = [word.strip(",.") for word in upper.split()]
    if len(words) < _MIN_SENTENCE_WORDS:
        return False
    if (_TO_OFFICE.match(upper) or _OFFICE.match(upper)) and not _OTHER_FUNCTION_WORDS.intersection(words):
        return False
    if (route := _ROUTE_OF_CITIES.match(upper)) and all(map(posts.city_in_any_tongue, route.group("from", "to"))):
        words = [word for word in upper[route.end("to") :].replace(",", " ").split() if word != "MAY"]
    return sum([word in FUNCTION_WORDS for word in words]) >= max(1, 0.25 * len(words))


_TO_OFFICE = re.compile(
    r"(?:TO|FROM):? (?:THE )?(?:(?:ACTING|DEPUTY|PARLIAMENTARY|PERMANENT) )*"
    r"(?:(?:UNDER-?)?SECRETARY OF STATE|HIGH COMMISSIONER|MINISTER|MINISTRY|GOVERNOR|DEPARTMENT|AMBASSADOR|EMBASSY)"
    r"\b[^.;?]*$"
)
"""A line of a heading that names a titled office behind its label, and nothing else."""

_OFFICE = re.compile(
    r"(?:THE )?(?:(?:ACTING|DEPUTY|ASSISTANT|PARLIAMENTARY|PERMANENT|SPECIAL) )*"
    r"(?:OFFICE|EMBASSY|LEGATION|DELEGATION|BUREAU|DEPARTMENT|MINISTRY|(?:UNDER-?)?SECRETARY OF STATE|"
    r"REPRESENTATIVE|COMMITTEE|COMMISSION)\b(?!.* TO )[^.;:?\d]*$"
)
"""The name of an office alone on its line, as letterheads and addresses have it, however many OF and THE it has."""

_OTHER_FUNCTION_WORDS = FUNCTION_WORDS - {"OF", "FOR", "THE", "AND", "IN", "TO", "FROM"}

_ROUTE_OF_CITIES = re.compile(r"FROM:? (?P<from>\S+(?: \S+)?) TO:? (?P<to>[^\W\d]+(?: [^\W\d]+)?),? +\d")
"""A line of a heading that names both cities and goes on with a day or a number."""


_MIN_SMALL_WORDS = 6


def _is_small_text(text: str) -> bool:
    """Does a line in small letters read like a line of a sentence: six words or more, most without a capital?"""
    words = [word for word in text.split() if word[0].isalpha()]
    return len(words) >= _MIN_SMALL_WORDS and sum([word[0].islower() for word in words]) >= 0.65 * len(words)


def _goes_on(lines: Sequence[PaperLine], text: str, labels: Sequence[Label]) -> bool:
    """Does a line go on with the sentence of the line above, which no stop ends?"""
    if (
        not lines
        or not lines[-1].is_prose
        or not _is_small_text(lines[-1].text)
        or labels
        or len(text.split()) < _MIN_CONTINUED_WORDS
    ):
        return False
    return text[:1].isalpha() and not re.search(r"[.:;!?]\W*$", lines[-1].text) and not is_marking_line(text)


_MIN_CONTINUED_WORDS = 4


_EDITION = re.compile(
    r"^\W*\d{1,4}\. (?:(?:CIRCULAR )?TELEGRAM|AIRGRAM|MESSAGE|LETTER|DESPATCH|MEMORANDUM)\b"
    r"|^\S{0,60}?\d{3}[./]\S{0,60}: (?:CIRCULAR )?(?:TELEGRAM|AIRGRAM)"
)
"""How a printed edition begins a document: its number and kind, or the file's number and kind."""


class Paper:
    """A paper's lines, and what is known of the whole."""

    def __init__(self, raws: Sequence[str], *, window: int = 1900, order: str = "") -> None:
        """Find labels, segments and running text in its lines."""
        self.raws = tuple(raws)
        self.lines = lines_of(raws)
        self.window, self.order = window, order
        kinds = {label.kind for line in self.lines for label in line.labels if label.begins_cell and not line.is_prose}
        self.kinds = kinds & _HEADING_KINDS
        self.foreign = len({label.kind for line in self.lines for label in line.labels} & {"other", "review"})
        self.year = ""
        self._offered: dict[tuple[Finder, str], tuple[Candidate, ...]] = {}
        self.is_edition = any(_EDITION.search(line.upper) for line in self.lines[:4])

    def offered_by(self, find: "Finder") -> tuple[Candidate, ...]:
        """The candidates that a finder finds on the paper as of its year; they are looked for once."""
        key = (find, self.year)
        if key not in self._offered:
            self._offered[key] = tuple(find(self))
        return self._offered[key]

    def under(self, line: PaperLine) -> str:
        """What the line may go on with: the kind of the last label on the two lines above, "" if it is no words."""
        for before in reversed(self.lines[max(0, line.index - 2) : line.index]):
            if before.labels:
                kind = before.labels[-1].kind
                return kind if kind in ("subject", "ref") and before.segments[-1].text.strip(" .:") else ""
        return ""

    def below(self, line: PaperLine) -> PaperLine | None:
        """The next line on which something stands, None if there is none."""
        return next((other for other in self.lines[line.index + 1 : line.index + 4] if other.text), None)

    def is_reference(self, line: PaperLine) -> bool:
        """Is a line one of a lettered list of references: B. LIMA 1448, below REFS?"""
        if not _LETTERED.match(line.upper):
            return False
        return any(
            label.kind == "ref" for above in self.lines[max(0, line.index - 12) : line.index] for label in above.labels
        )

    def common(self, line: PaperLine, label: Label | None, *, below: bool) -> set[str]:
        """The features that a candidate of any field has from its place."""
        at = line.index
        place = "0-2" if at < 3 else "3-7" if at < 8 else "8-15" if at < 16 else "16+"
        features = {f"place={place}", f"kinds={min(len(self.kinds), 4)}"}
        kind = label.kind if label else "none"
        features.add(f"label={kind}")
        features.add(f"label={kind}|{'below' if below else 'body' if line.in_body else 'beside'}")
        if label:
            features.add(f"label={kind}|stop={label.stop or 'none'}|{'begins' if label.begins_cell else 'inside'}")
            features.add(f"stop={label.stop or 'none'}")
            features.add("begins" if label.begins_cell else "inside")
            if not label.capitals and not label.stop:
                features.add("like-a-word")
            if label.damage:
                features.add("damaged-label")
        if below:
            features.add("below")
        if line.is_prose:
            features.add("prose")
        if line.in_body:
            features.add("body")
        if not line.labels and not below and (under := self.under(line)):
            features.add(f"under={under}")
        if self.foreign >= 3:
            features.add("other-form")
        return features


Finder = Callable[[Paper], Iterator[Candidate]]
"""A grammar of some kind of value: what it finds on a paper."""


_LETTERED = re.compile(r"\W*[A-J][.)]\s")


_HEADING_KINDS = {
    "from",
    "to",
    "date",
    "number",
    "security",
    "subject",
    "ref",
    "info",
    "precedence",
    "cite",
    "number_circular",
}


_PREFIX = re.compile(rf"^(?:{'|'.join(posts.PREFIXES)})[ ,]+")


@lru_cache(maxsize=20_000)
def plain_name(words: str) -> str:
    """A station or post by one name, whether its slug or its city is written."""
    plain = _PREFIX.sub("", words.upper()).removeprefix("STAFF ")
    return station(plain) or plain


def labelled(paper: Paper, kind: str) -> Iterator[Segment]:
    """What stands behind the labels of a kind at the head of their line, outside running text."""
    for line in paper.lines:
        if not line.in_body and line.segments and line.segments[0].label and line.segments[0].label.kind == kind:
            yield line.segments[0]


def _segment_at(line: PaperLine, start: int) -> Segment | None:
    return next(
        (segment for segment in reversed(line.segments) if segment.start <= start),
        None,
    )


def label_at(line: PaperLine, start: int, wanted: tuple[str, ...]) -> tuple[Label | None, bool]:
    """The label of what stands at a place of a line, and whether it stands above it."""
    segment = _segment_at(line, start)
    if segment and segment.label:
        return segment.label, False
    above = next((label for label in line.above if label.kind in wanted), None)
    if above is None and line.above:
        above = line.above[0]
    return above, above is not None


KNOWN = ("post", "office", "station")
"""Kinds of names that are on a list, or say of which post they are."""


def same_who(words: str, others: str) -> bool:
    """Do two names mean the same station or post, by its slug or by its city?"""
    return plain_name(words) == plain_name(others)
