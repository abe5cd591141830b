"""Lines of a heading -> candidates: every value that a typed grammar allows, with what speaks for it or against it."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from rapidfuzz import fuzz

from briefbook.cables.evidence.addresses import PREFIXED, Address, is_nameless_office, read_address
from briefbook.cables.evidence.labels import Label, Segment, find_labels, segments_of
from briefbook.cables.forms.common import split_posts
from briefbook.cables.heading_draft import FUNCTION_WORDS, clean, join_lines
from briefbook.text import posts
from briefbook.text.dates import find_days, find_group, numeric_days
from briefbook.text.months import FIRST_LETTERS, SHORT_MONTH, alternatives, heading_months
from briefbook.text.ocr_confusion import digits, distance, fix_letter_digits
from briefbook.text.release_markings import is_page_line
from briefbook.text.stations import station
from briefbook.text.vocabulary import damaged_level, find_level, full_level, is_marking_line, precedences

MAX_LINES = 60
"""Lines of a paper that are looked at, at most."""

FIELDS = ("from", "to", "info", "date", "number", "security", "precedence", "subject")
"""The fields that candidates are offered for."""

MAX_SUBJECT_LINES = 3
"""Lines that a subject runs over at most."""


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
    above: tuple[Label, ...] = ()  # labels on the line above behind which nothing stands
    taken: set[str] = field(default_factory=set)


_ACCENTS = str.maketrans("ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝŁŚŻŹĆŃĄĘČŠŽŘŮ", "AAAAAACEEEEIIIINOOOOOOUUUUYLSZZCNAECSZRU")
_NUMBERED = re.compile(r"^\W{0,2}(?:\(?[1A]\)|1\s?\.|I\.)\s*(?=\S.{8})")
_WIDE = re.compile(r"\s{3,}|\t|\s\|\s")


def lines_of(raws: Sequence[str]) -> list[PaperLine]:
    """The lines of a paper: cleaned, their labels and segments found, running text marked.

    Args:
        raws: The lines as they were read, from the first of the paper.
    """
    lines: list[PaperLine] = []
    in_body = False
    for index, raw in enumerate(raws[:MAX_LINES]):
        text = "  ".join(_plain(cell) for cell in _WIDE.split(raw.strip()) if cell.strip())
        upper = text.upper().translate(_ACCENTS)
        if len(upper) != len(text):
            upper = text
        labels = find_labels(text, upper)
        if lines and lines[-1].is_prose:  # a sentence goes on: its words are no labels
            labels = [label for label in labels if label.stop == ":" or (" " in label.word and label.capitals)]
        labelled = sum((label.stop == ":" and label.begins_cell) or len(label.word) > 5 for label in labels)
        cell = max(text.split("  "), key=len)  # what stands in columns is no sentence
        prose = not labelled and (
            is_running_text(cell.upper()) or _is_small_text(cell) or _goes_on(lines, text, labels)
        )
        labels = [] if prose else labels
        if not in_body:
            starts = _NUMBERED.match(upper) is not None and not (labels and labels[0].kind in ("subject", "ref"))
            in_body = starts or (prose and bool(lines) and lines[-1].is_prose and not labels)
        line = PaperLine(index, text, upper, labels, segments_of(index, text, labels), prose, in_body)
        if lines and not lines[-1].text:
            line.above = lines[-1].above  # a stamp was left out between label and value
        elif lines:
            line.above = tuple(
                segment.label
                for segment in lines[-1].segments
                if segment.label and (not segment.text.strip(" .:_-*|") or _is_alone_in_cell(segment))
            )
        lines.append(line)
    return lines


def _is_alone_in_cell(segment: Segment) -> bool:
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


def is_running_text(upper: str) -> bool:
    """Does a line, in capitals, read like a line of a sentence?"""
    words = upper.split()
    if len(words) < 7:
        return False
    return sum(word.strip(",.") in FUNCTION_WORDS for word in words) >= 0.25 * len(words)


_MIN_SMALL_WORDS = 6


def _is_small_text(text: str) -> bool:
    """Does a line in small letters read like a line of a sentence: six words or more, most without a capital?"""
    words = [word for word in text.split() if word[0].isalpha()]
    return len(words) >= _MIN_SMALL_WORDS and sum(word[0].islower() for word in words) >= 0.65 * len(words)


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
    r"|^\S*\d{3,}[./]\S*: (?:CIRCULAR )?(?:TELEGRAM|AIRGRAM)"
)
"""How a printed edition begins a document: its number and kind, or the file's number and kind."""


class Paper:
    """A paper's lines, and what is known of the whole."""

    def __init__(self, raws: Sequence[str], *, window: int = 1900, order: str = "") -> None:
        """Find labels, segments and running text in its lines."""
        self.lines = lines_of(raws)
        self.window, self.order = window, order
        kinds = {label.kind for line in self.lines for label in line.labels if label.begins_cell and not line.is_prose}
        self.kinds = kinds & _HEADING_KINDS
        self.foreign = len({label.kind for line in self.lines for label in line.labels} & {"other", "review"})
        self.year = ""
        self.is_edition = any(_EDITION.search(line.upper) for line in self.lines[:4])

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


def candidates(
    raws: Sequence[str],
    *,
    window: int = 1900,
    order: str = "",
    year: str = "",
    fields: Collection[str] = FIELDS,
) -> list[Candidate]:
    """Every candidate for the fields asked for.

    Args:
        raws: The lines as they were read.
        window: The first year of the hundred years that years of two figures fall in.
        order: "dmy" or "mdy": how to read a day in figures that could be either; "" leaves such a day out.
        year: The paper's year if it is known, for the codes of its time.
        fields: The fields whose candidates are wanted; others may be among them.
    """
    return offer(Paper(raws, window=window, order=order), year=year, fields=fields)


def offer(paper: Paper, *, year: str = "", fields: Collection[str] = FIELDS) -> list[Candidate]:
    """Every candidate on a paper for the fields asked for; as ``candidates``."""
    offered: list[Candidate] = []
    if "date" in fields or not year:
        offered += _dates(paper)
        offered += _year_from_receipt(paper)
        offered += _year_from_text(paper)
    years = [candidate.value[:4] for candidate in offered if candidate.value[:2] in ("19", "20")]
    paper.year = year or (years[0] if years else "")
    for given, find in (
        (_WHO, _addresses),
        ({"from", "to"}, _routes),
        ({"from"}, _letterheads),
        ({"from"}, _datelines),
        ({"from"}, _urgent_senders),
        ({"to"}, _addressee_lines),
        ({"to"}, _ministry_lines),
        ({"to"}, _bare_stations),
        ({"from", "to"}, _bare_pair),
        ({"from"}, _sender_below),
        ({"from", "to"}, _pair_of_persons),
        ({"from", "number"}, _numbers),
        ({"security"}, _markings),
        ({"precedence"}, _degrees),
        ({"subject"}, _subjects),
    ):
        if not given.isdisjoint(fields):
            offered += find(paper)
    return _agreeing(offered)


def _agreeing(offered: list[Candidate]) -> list[Candidate]:
    """The candidates, those that others support or contradict marked: a number that names the sender, and so on."""
    numbered = {
        _who(candidate.value.rsplit(" ", 1)[0])
        for candidate in offered
        if candidate.field == "number" and " " in candidate.value and candidate.value[:1].isalpha()
    }
    senders = {_who(candidate.value) for candidate in offered if candidate.field == "from" and _is_labelled(candidate)}
    if not numbered and not senders:
        return offered
    marked = []
    for candidate in offered:
        who = _who(candidate.value.rsplit(" ", 1)[0] if candidate.field == "number" else candidate.value)
        mark = ""
        if candidate.field == "number" and " " in candidate.value and who in senders:
            mark = "names-sender"
        elif (candidate.field == "from" and _is_labelled(candidate) and who in numbered) or (
            candidate.field == "to" and who in numbered
        ):
            mark = "named-in-number"
        elif candidate.field == "to" and who in senders:
            mark = "same-as-sender"
        elif candidate.field == "number" and senders and numbered and " " not in candidate.value:
            mark = "beside-a-number-with-post" if numbered & senders else ""
        marked.append(replace(candidate, features=candidate.features | {mark}) if mark else candidate)
    return marked


def _is_labelled(candidate: Candidate) -> bool:
    return "label=from" in candidate.features or "route" in candidate.features


_PREFIX = re.compile(rf"^(?:{'|'.join(posts.PREFIXES)})[ ,]+")


@lru_cache(maxsize=20_000)
def _who(words: str) -> str:
    """A station or post by one name, whether its slug or its city is written."""
    plain = _PREFIX.sub("", words.upper()).removeprefix("STAFF ")
    return station(plain) or plain


_WHO = {"from", "to", "info", "number", "precedence"}
"""Fields whose values stand behind labels of offices."""


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


def _label_at(line: PaperLine, start: int, wanted: tuple[str, ...]) -> tuple[Label | None, bool]:
    """The label of what stands at a place of a line, and whether it stands above it."""
    segment = _segment_at(line, start)
    if segment and segment.label:
        return segment.label, False
    above = next((label for label in line.above if label.kind in wanted), None)
    if above is None and line.above:
        above = line.above[0]
    return above, above is not None


# Dates

_FIGURES = re.compile(r"(?<![\d./-])\d{1,2}\s?([./-])\s?\d{1,2}\s?\1\s?(?:(?:19|20)\d\d|\d\d)(?![\d./-])")
_PLACE_BEFORE = re.compile(r"^\W*[A-Z][A-Z .'-]{2,24},\s*(?:THE |LE |DEN )?$")


def _dates(paper: Paper) -> Iterator[Candidate]:
    for line in paper.lines:
        if not any(map(str.isdigit, line.upper)):
            continue
        spans: list[tuple[int, int]] = []
        for day in find_days(line.upper, window=paper.window):
            if day.edtf and day.year and not _BESIDE_ARRIVAL.match(line.upper, day.end):  # a stamp has its own reader
                spans.append((day.start, day.end))
                yield _date(paper, line, day.start, day.end, day.edtf, "words")
        for stamp in _CLOCK_STAMP.finditer(line.upper):
            stamped = find_days(f"{stamp['day']} {stamp['month']} {stamp['year']}", window=paper.window)
            if stamped and stamped[0].edtf:
                spans.append(stamp.span())
                yield _date(paper, line, *stamp.span(), stamped[0].edtf, "clock-stamp")
        if (group := find_group(line.upper, window=paper.window)) and group.utc:
            spans.append((group.start, group.end))
            value = f"{group.year:04d}-{group.month:02d}-{group.day:02d}"
            yield _date(paper, line, group.start, group.end, value, "group")
        for filed in _GROUP_IN_WORDS.finditer(line.upper) if any(label.kind == "date" for label in line.labels) else ():
            filed_on = find_days(f"{filed['day']} {filed['month_year']}", window=paper.window)
            if filed_on and filed_on[0].edtf:
                spans.append(filed.span())
                yield _date(paper, line, *filed.span(), filed_on[0].edtf, "group")
        for figures in _FIGURES.finditer(line.upper):
            if any(start < figures.end() and figures.start() < end for start, end in spans):
                continue
            days = numeric_days(figures[0], window=paper.window, order=paper.order)
            if len(days) == 1:
                yield _date(paper, line, figures.start(), figures.end(), days[0], "figures")


_GROUP_IN_WORDS = re.compile(r"\b(?P<day>\d{2})\d{4}[A-Z]? (?P<month_year>[A-Z]{3,9} (?:19)?\d\d)\b")
"""A date-time group without a zone: 131400 SEPTEMBER 1951."""

_FIRST_USUAL_YEAR, _LAST_USUAL_YEAR = 1930, 2005
"""Years of papers that are likely; another has a figure misread, as likely as not."""

_CLOCK_STAMP = re.compile(
    rf"\b(?P<month>{SHORT_MONTH})[A-Z]*\.? (?P<day>\d{{1,2}}),? \d{{1,2}}[ :.]\d\d ?[AP]\.?M\.?,? ?'?"
    r"(?P<year>(?:19)?\d\d)\b"
)
"""What a clock stamps on a message that goes out: Aug 17 7 41 PM '61."""


def _year_from_receipt(paper: Paper) -> Iterator[Candidate]:
    """A day without a year, in the line of the number, with the year of the day on which it was received."""
    received = [
        (line, day)
        for line in paper.lines
        if any(label.kind in ("received", "date") for label in line.labels)
        for day in find_days(line.upper, window=paper.window)
        if day.year and day.edtf
    ]
    if not received:
        return
    _, last = received[0]
    for line in paper.lines:
        if line.in_body or not line.labels or line.labels[0].kind not in ("number", "from", "date"):
            continue
        for day in find_days(line.upper, window=paper.window):
            if day.year or not day.month or not day.day or not last.month or not last.day or not last.year:
                continue
            year = last.year - (day.month == 12 and last.month == 1)
            days_between = (last.month - day.month) % 12 * 30 + last.day - day.day
            if -1 <= days_between <= MAX_DAYS_ON_THE_WAY:
                value = f"{year:04d}-{day.month:02d}-{day.day:02d}"
                yield _date(paper, line, day.start, day.end, value, "year-of-receipt")


def _year_from_text(paper: Paper) -> Iterator[Candidate]:
    """A day without a year alone on its line at the head, with the one year of all days that the text names."""
    lone = [
        (line, days[0])
        for line in paper.lines[:MAX_LONE_DAY_LINES]
        if not line.labels and len(days := find_days(line.upper, window=paper.window)) == 1
        if days[0].month and days[0].day and not days[0].year
        if not (line.upper[: days[0].start] + line.upper[days[0].end :]).strip(" .,:;_*-")
    ]
    if len(lone) != 1:
        return
    named = [
        day
        for line in paper.lines
        for day in find_days(line.upper, window=paper.window)
        if day.year and _FIRST_USUAL_YEAR <= day.year <= _LAST_USUAL_YEAR
    ]
    if len({day.year for day in named}) == 1 and len(named) > 1 and named[0].year:
        line, day = lone[0]
        value = f"{named[0].year:04d}-{day.month:02d}-{day.day:02d}"
        yield _date(paper, line, day.start, day.end, value, "words")


MAX_LONE_DAY_LINES = 6
"""Lines at the head of a paper on one of which its day stands by itself."""

MAX_DAYS_ON_THE_WAY = 8
"""Days from the date of a telegram to its receipt at most, for the one to have the year of the other."""

_BESIDE_ARRIVAL = re.compile(r"\W*IN\s?\d{4,}")


def _date(paper: Paper, line: PaperLine, start: int, end: int, value: str, kind: str) -> Candidate:
    label, below = _label_at(line, start, ("date",))
    if (label is None or below) and (label is None or label.kind != "date") and not line.is_prose:
        label, below = _date_box_above(paper, line, label, below=below)
    features = paper.common(line, label, below=below)
    features |= {f"written={kind}", f"written={kind}|label={label.kind if label else 'none'}"}
    before, after = line.upper[:start], line.upper[end:]
    own = line.upper[label.end : start] if label and not below else before
    if not own.strip(" .:,;_*-"):
        features.add("first-in-segment")
    elif _PLACE_BEFORE.match(own):
        features.add("behind-place")
    if not (before + after).strip(" .,:;_*-"):
        features.add("alone")
    elif len((before + after).split()) <= 3:
        features.add("nearly-alone")
    if before.endswith("  ") and not line.in_body and (not after.strip() or after.startswith("  ")):
        features.add("own-cell")
    if _INITIALS_BEHIND.match(line.text[end:]):
        features.add("before-initials")
    if re.match(r"\s*,?\s*\d{1,2}(?:[:.]\d\d)?\s?[AP]\.?M", after):
        features.add("before-clock")
    if re.search(r"\b(?:OF|DATED|ON|YOUR|MY|OUR|BY|SINCE|UNTIL|BEFORE|AFTER|TEL|BORN)\W*$", before):
        features.add("behind-preposition")
    if re.search(r"\b(?:IN|AT)\W*\d*\W*$", before) or re.match(r"\s*IN\s?\d", after):
        features.add("beside-in-number")
    if re.match(r"\d", value) and not _FIRST_USUAL_YEAR <= int(value[:4]) <= _LAST_USUAL_YEAR:
        features.add("odd-year")
    return Candidate("date", value, line.index, line.text[start:end], frozenset(features))


_INITIALS_BEHIND = re.compile(r"\s?/\s?[A-Za-z]{2,4}\b")
"""Who dictated or typed a paper, behind the day on which it was."""


def _date_box_above(paper: Paper, line: PaperLine, label: Label | None, *, below: bool) -> tuple[Label | None, bool]:
    """The label of a box for a day that stands empty up to three lines above, other print between; else as before."""
    for above in reversed(paper.lines[max(0, line.index - 3) : line.index]):
        if any(map(str.isdigit, above.upper)) and above.index < line.index - 1:
            break
        for other in above.labels:
            if other.kind in ("date", "date_typed") and other.begins_cell and not find_days(above.upper):
                return replace(other, kind="date"), True
    return label, below


# Offices and persons


def _addresses(paper: Paper) -> Iterator[Candidate]:
    for line in paper.lines:
        for segment in line.segments:
            label = segment.label
            below = False
            text = segment.text
            if label is None:
                label = next((above for above in line.above if above.kind in ("from", "to", "info")), None)
                below = label is not None
                if below and _ends_with_label(paper, line.index - 2):
                    continue  # two labels above one value: whose it is the paper does not say
            if label is None and line.index and not line.in_body:
                yield from _bare_addressee(paper, line, segment)
            if label is None or label.kind not in ("from", "to", "info", "cite", "action") or not text.strip():
                continue
            if label.kind == "cite":
                yield from _cited(paper, line, segment, label)
                continue
            yield from _addressed(paper, line, segment, label, below=below)


def _ends_with_label(paper: Paper, index: int) -> bool:
    """Bears a line a label of senders or addressees behind which nothing stands at all?"""
    return index >= 0 and any(
        segment.label and segment.label.kind in ("from", "to", "info") and not segment.text.strip(" .:_-*|")
        for segment in paper.lines[index].segments
    )


def _cited(paper: Paper, line: PaperLine, segment: Segment, label: Label) -> Iterator[Candidate]:
    match = re.match(r"\W*(?P<who>[A-Z][A-Z /]{1,24}?)\s*-?\s*(?P<number>[\dOIl]{3,6})\b", segment.text)
    if not match or not (figures := digits(match["number"])):
        return
    who = match["who"].strip()
    features = paper.common(line, label, below=False) | {"cited"}
    known = station(who) or (who if posts.post(who) else posts.city_in_any_tongue(who))
    again = sum(
        re.search(rf"[A-Z]{{4,}} 0*{figures[0].lstrip('0')}\b", other.upper) is not None for other in paper.lines
    )
    features.add("who=known" if known or again > 1 else "who=unknown")  # a code and the number stand twice on it
    yield Candidate("from", known or who, line.index, who, frozenset(features))
    yield Candidate(
        "number", f"{who} {figures[0]}", line.index, match[0].strip(), frozenset(features | {"shape=cited"})
    )


def _addressed(paper: Paper, line: PaperLine, segment: Segment, label: Label, *, below: bool) -> Iterator[Candidate]:
    beside = re.split(r" {2,}", segment.text.strip())[0]
    if _is_alone_in_cell(segment) and not _names_office(beside, paper.year) and _named_below(paper, line):
        yield from _below_junk(paper, line, label)
        return
    segment = _first_cell(segment, paper.year)
    address = read_address(segment.text, paper.year)
    if line.segments[-1] is segment:
        if address is None or address.quality not in KNOWN:
            address = _on_two_lines(paper, line, segment) or address
        elif address.value == "DIRECTOR" and not address.written.isupper():
            address = _with_agency(paper, line) or (None if _has_more_below(paper, line) else address)
            if address is None:
                return
    if (address is None or address.quality in ("capitals", "words")) and label.kind in ("from", "to") and not below:
        yield from _below_junk(paper, line, label)
    known, unknown = split_posts(segment.text) if label.kind in ("to", "info") else ([], [""])
    if len(known) > 1 and not unknown and not (address and address.quality in KNOWN):
        features = paper.common(line, label, below=below) | {"who=post", "several"}
        yield Candidate(label.kind, "; ".join(known), line.index, segment.text.strip(), frozenset(features))
        return
    is_list = label.kind in ("to", "info")
    is_collective = re.match(r"\W*ALL\s", segment.text, re.I) is not None  # all posts in Near East and South Asia
    pair = re.split(r",?\s+AND\s+", segment.text, flags=re.I) if is_list and not is_collective else []
    both = _all_read(pair, paper) if len(pair) > 1 else None
    if both and all(address.quality != "words" for address in both):
        names = [address.value for address in both]
        features = paper.common(line, label, below=below) | {"who=title", "several"}
        yield Candidate(label.kind, "; ".join(names), line.index, segment.text.strip(), frozenset(features))
        return
    parts = (
        []
        if is_collective or (address and address.quality in KNOWN)
        else [part for part in re.split(r"[;/]|,(?=\s)|\s{2,}|\sAND\s", segment.text) if part.strip()]
    )
    several = _all_read(parts, paper) if is_list and len(parts) > 1 else None
    if several and all(address.quality in KNOWN for address in several):
        features = paper.common(line, label, below=below) | {"who=post", "several"}
        yield Candidate(
            label.kind,
            "; ".join(address.value for address in several),
            line.index,
            segment.text.strip(),
            frozenset(features),
        )
        return
    if address is None or address.quality not in KNOWN:
        cut = _cut(segment.text, paper)
        shorter = read_address(cut, paper.year) if cut and cut != segment.text else None
        address = shorter if shorter and (address is None or shorter.quality in KNOWN) else address
    if address is None:
        return
    features = paper.common(line, label, below=below) | _shape(address)
    features.add(f"label={label.kind}|stop={label.stop or 'none'}|who={address.quality}")
    if PREFIXED.match(address.written.upper()):
        features.add("american-post")
    if address.mended:
        features.add("mended")
    kind = "to" if label.kind == "action" else label.kind
    value = address.value
    is_list = kind in ("to", "info") and address.quality in KNOWN
    further = _further_lines(paper, line, segment) if is_list and not _is_of_two_lines(address, segment) else []
    if len(further) == 1 and posts.city_in_any_tongue(further[0]) and not posts.city_in_any_tongue(value):
        further = []  # an office, and below it the city in which it is
    if further:
        features.add("several-lines")
    if "american-post" in features and address.written.isupper() and not label.stop and not below:
        value = f"{address.written.split()[0]} {value}"  # messages of the State system name the mission
    yield Candidate(kind, "; ".join([value, *further]), line.index, address.written, frozenset(features))
    if kind == "to" and address.trailing_number and not re.fullmatch(r"19[3-9]\d", address.trailing_number):
        yield Candidate(
            "number", address.trailing_number, line.index, address.trailing_number,
            frozenset(features | {"shape=behind-addressee"}),
        )  # fmt: skip
    if address.precedence and kind == "to":
        yield Candidate(
            "precedence", address.precedence, line.index, address.precedence, frozenset(features | {"beside-addressee"})
        )


def _named_below(paper: Paper, line: PaperLine) -> bool:
    """Does the first cell of the line below name an office, by title or on a list?"""
    below = paper.below(line)
    if below is None or below.is_prose or below.in_body or (below.labels and below.labels[0].start == 0):
        return False
    return _names_office(re.split(r" {2,}", below.text.strip())[0], paper.year)


def _names_office(words: str, year: str) -> bool:
    address = read_address(words, year)
    return address is not None and address.quality in (*KNOWN, "title", "person", "unit")


def _first_cell(segment: Segment, year: str) -> Segment:
    """A segment without the cells of other columns behind its first, where that names somebody by itself."""
    first, *others = re.split(r" {2,}", segment.text.strip())
    if not others or (address := read_address(first, year)) is None or address.quality in ("capitals", "words"):
        return segment
    if any((other := read_address(cell, year)) and other.quality in KNOWN for cell in others):
        return segment  # a list in columns
    return replace(segment, text=f" {first}")


def _all_read(parts: Sequence[str], paper: Paper) -> list[Address] | None:
    """The addresses that parts name; None as soon as a part names nobody, and no further part is read."""
    addresses: list[Address] = []
    for part in parts:
        address = read_address(part, paper.year)
        if address is None:
            return None
        addresses.append(address)
    return addresses


def _further_lines(paper: Paper, line: PaperLine, segment: Segment) -> list[str]:
    """The offices of a list that stand below its first, each on a line of its own and of the same kind."""
    if line.segments[-1] is not segment:
        return []
    values: list[str] = []
    prefixed = PREFIXED.match(_bare_words(segment.text).upper()) is not None
    for below in paper.lines[line.index + 1 : line.index + MAX_ADDRESSEES]:
        if below.labels or below.is_prose or below.in_body or not below.text.strip():
            break
        address = read_address(below.text, paper.year)
        if address is None or address.quality not in KNOWN or address.mended:
            break
        if (PREFIXED.match(address.written.upper()) is not None) != prefixed or find_level(below.upper):
            break
        named = f"{address.written.split()[0].upper()} " if prefixed and address.written.isupper() else ""
        values.append(f"{named}{address.value}")
    return values


MAX_ADDRESSEES = 12
"""Lines of a list of addressees that are looked at, at most."""


def _is_of_two_lines(address: Address, segment: Segment) -> bool:
    """Was an address read from two lines: are its words more than its own line's?"""
    return len(address.written.split()) > len(segment.text.split())


def _bare_words(text: str) -> str:
    return re.sub(r"^\W*(?:R[A-Z]{4,6}/\s?)?", "", text)


def _with_agency(paper: Paper, line: PaperLine) -> Address | None:
    """A director whose agency stands on the next line, damaged or not."""
    below = paper.below(line)
    if below is None or below.labels:
        return None
    cell = re.split(r" {2,}", below.upper.strip())[0]
    letters = re.sub(r"[^A-Z]", "", cell)
    for agency in _AGENCIES:
        if fuzz.ratio(letters, agency.replace(" ", "")) >= _MIN_AGENCY_LIKENESS:
            return read_address(f"Director, {agency}", paper.year)
    words = re.match(r"[A-Z ]{3,40}\b(?:AGENCY|OFFICE|BUREAU|DIVISION)", below.upper)
    return read_address(f"Director, {below.text[: words.end()]}", paper.year) if words else None


_AGENCIES = ("FEDERAL BUREAU OF INVESTIGATION", "CENTRAL INTELLIGENCE AGENCY", "NATIONAL SECURITY AGENCY")
_MIN_AGENCY_LIKENESS = 80.0
"""How like an agency's name the letters of a line must be, 0 to 100."""


def _has_more_below(paper: Paper, line: PaperLine) -> bool:
    """Goes the address on in the next line, in words that we cannot read: of what he is director?"""
    below = paper.below(line)
    return below is not None and not below.labels and not below.is_prose and len(below.text.split()) > 1


def _below_junk(paper: Paper, line: PaperLine, label: Label) -> Iterator[Candidate]:
    """An office on the line below its label, where print of other boxes was read beside the label and the office."""
    below = paper.below(line)
    labelled_at = below.labels[0].start if below and below.labels else -1
    if label.stop or below is None or labelled_at == 0 or below.is_prose or below.in_body:
        return
    if labelled_at > 0 and "  " not in below.text[:labelled_at]:
        return
    words = re.split(r" {2,}", below.text.strip())[0].split()
    while len(words) > 2 and re.fullmatch(r"[A-Z]{3,}", words[-1]) and not words[-2].endswith(","):
        words.pop()
    address = read_address(" ".join(words), paper.year)
    if address and address.quality == "title":
        features = paper.common(below, label, below=True) | _shape(address) | {"below-junk"}
        yield Candidate(label.kind, address.value, below.index, address.written, frozenset(features))


def _bare_pair(paper: Paper) -> Iterator[Candidate]:
    """Addressee and sender on lines of their own without labels, as letters between offices have them."""
    heads = []
    for line in paper.lines[:9]:
        if line.labels or line.is_prose:
            continue
        words = re.split(r"\s+(?=\d{1,2}[-/]\d|\S*\d{4}$)|(?<=\))\s", line.text)[0]
        address = read_address(words, paper.year)
        if address and (address.value == "DIRECTOR, FBI" or re.match(r"(?:SAC|ASAC|LEGAT),? ", address.value.upper())):
            heads.append((line, address))
    mark = "bare-pair"
    if not heads:
        heads, mark = _titled_heads(paper), "chief-pair"
        if any(label.kind in ("from", "to") for line, _ in heads for label in line.above):
            return  # they have labels, and are read by them
    if len(heads) == 2 and heads[1][0].index - heads[0][0].index <= MAX_PAIR_LINES:
        for field_name, (line, address) in zip(("to", "from"), heads, strict=True):
            features = paper.common(line, None, below=False) | _shape(address) | {"bare-pair", mark}
            yield Candidate(field_name, address.value, line.index, address.written, frozenset(features))


def _titled_heads(paper: Paper) -> list[tuple[PaperLine, Address]]:
    """Two chiefs on lines of their own, one below the other, before the first line of text."""
    heads = []
    for line in paper.lines[:MAX_TITLED_LINES]:
        if line.in_body or line.is_prose:
            break
        if not (line.labels and line.labels[0].start == 0) and (address := _chief(paper, line)):
            heads.append((line, address))
    return heads


def _chief(paper: Paper, line: PaperLine) -> Address | None:
    """The chief that a line names in its first cell, a speck or two behind the name."""
    cell = re.split(r" {2,}", line.text)[0]
    for words in (cell, re.sub(r"\s+\S{1,2}$", "", cell)):
        address = read_address(words, paper.year)
        if address and re.match(r"(?:DEPUTY |ACTING )?CHIEFS? ?(?:,|OF (?:STATION|BASE|ALL))", address.value.upper()):
            return address
    return None


_INITIALS = re.compile(r"(?:MR\.? )?(?:[A-Z]\. ?){1,2}[A-Z][A-Z'-]{2,}(?:,? JR)?")


def _pair_of_persons(paper: Paper) -> Iterator[Candidate]:
    """A person by initials and surname below the row of another and a day, on a memorandum without labels."""
    if {"from", "to"} & paper.kinds:
        return
    for line in paper.lines[:MAX_PAIR_ROW]:
        cells = re.split(r" {2,}", line.text.strip())
        if len(cells) < 2 or len(cells[0].split()) > 5 or not _is_day(cells[-1], paper):
            continue
        below = paper.below(line)
        if below and not below.labels and _INITIALS.fullmatch(below.upper.strip(" .,")):
            pair = (("to", line, cells[0]), ("from", below, below.text))
            for field_name, row, words in pair:
                if address := read_address(words, paper.year):
                    features = paper.common(row, None, below=False) | _shape(address) | {"bare-pair"}
                    if _INITIALS.fullmatch(words.upper().strip(" .,")):
                        features.add("person-pair")
                    yield Candidate(field_name, address.value, row.index, address.written, frozenset(features))
        return


def _is_day(words: str, paper: Paper) -> bool:
    """Does a cell hold a day, in words or in figures?"""
    figures = _FIGURES.search(words)
    if figures and numeric_days(figures[0], window=paper.window, order=paper.order):
        return True
    return bool(find_days(words.upper(), window=paper.window))


MAX_PAIR_ROW = 6
"""Lines at the head of a memorandum among which the row of its addressee and its day stands."""


def _sender_below(paper: Paper) -> Iterator[Candidate]:
    """A chief below the labelled addressee of a dispatch, where the sender's own label was not read."""
    if "from" in paper.kinds or "to" not in paper.kinds:
        return
    heads = _titled_heads(paper)
    to_at = next(
        (line.index for line in paper.lines[:MAX_TITLED_LINES] if line.labels and line.labels[0].kind == "to"), -1
    )
    below = [(line, address) for line, address in heads if line.index > to_at + 1]
    if to_at >= 0 and len(below) == 1 and len(heads) <= 2:
        line, address = below[0]
        features = paper.common(line, None, below=False) | _shape(address) | {"bare-pair", "chief-pair"}
        yield Candidate("from", address.value, line.index, address.written, frozenset(features))


MAX_TITLED_LINES = 14
"""Lines at the head of a dispatch among which its addressee and its sender stand."""

MAX_PAIR_LINES = 3
"""Lines between addressee and sender at most, where neither has a label."""


def _on_two_lines(paper: Paper, line: PaperLine, segment: Segment) -> Address | None:
    """An office whose name goes on in the next line, as a comma or the next line's words show."""
    is_cut = segment.text.rstrip().endswith(",") or is_nameless_office(segment.text)  # and on the next line SINGAPORE
    if line.index + 1 >= len(paper.lines) or len(segment.text.split()) < (2 if is_cut else 3):
        return None
    below = paper.lines[line.index + 1]
    if below.labels or below.is_prose or below.in_body or len(below.text) > 40 or find_days(below.upper):
        return None
    address = read_address(f"{segment.text.strip()} {below.text}", paper.year)
    return address if address and address.quality in KNOWN else None


_MONTHS_CUT = "|".join(FIRST_LETTERS)


_SHORT_WORD_AT_END = re.compile(r"\s([A-Z0-9]{3})$")


@lru_cache(maxsize=1000)
def _is_damaged_month(word: str) -> bool:
    return any(distance(word, month) <= 1.0 for month in FIRST_LETTERS)


def _cut(text: str, paper: Paper) -> str:
    """The words of an address without a date, a group, a number or a marking behind them."""
    upper = text.upper()
    ends = [len(text)]
    ends += [day.start for day in find_days(upper, window=paper.window)[:1]]
    if group := find_group(upper):
        ends.append(group.start)
    if (level := find_level(upper)) and level[1] > 2:
        ends.append(level[1])
    if figures := re.search(r"\s\S*\d|\s(?:" + _MONTHS_CUT + r")\b[ .]*[\d?/.]*", upper):
        ends.append(figures.start())
    cut = text[: min(ends)].rstrip(" ,.;-(")
    if min(ends) < len(text) and (month := _SHORT_WORD_AT_END.search(cut.upper())) and _is_damaged_month(month[1]):
        cut = cut[: month.start()]
    return "" if re.search(r"\b(?:OF|FOR|THE|IN|TO|AND|DE|DU)$", cut.upper()) else cut


KNOWN = ("post", "office", "station")
"""Kinds of names that are on a list, or say of which post they are."""


def _shape(address: Address) -> set[str]:
    size = len(address.value.split())
    return {
        f"who={address.quality}",
        f"words={'1' if size == 1 else '2-3' if size < 4 else '4-6' if size < 7 else '7+'}",
        f"case={'upper' if address.written.isupper() else 'title' if address.written[:1].isupper() else 'small'}",
    }


def _bare_addressee(paper: Paper, line: PaperLine, segment: Segment) -> Iterator[Candidate]:
    """A line that begins with a station's or command's name and no label, below a line that cites the sender."""
    before = paper.lines[line.index - 1]
    if not any(label.kind == "cite" for label in before.labels):
        return
    address = read_address(re.sub(r"\s+\S*\d\S*(?:\s.*)?$", "", segment.text.strip()), paper.year)
    if address is None or address.quality not in KNOWN:
        return
    features = paper.common(line, None, below=False) | _shape(address) | {"below-cite"}
    yield Candidate("to", address.value, line.index, address.written, frozenset(features))


def same_who(words: str, others: str) -> bool:
    """Do two names mean the same station or post, by its slug or by its city?"""
    return _who(words) == _who(others)


def _bare_stations(paper: Paper) -> Iterator[Candidate]:
    """Stations without a label on or near the line that cites the sender, as the agency's cables have them."""
    cites = [line.index for line in paper.lines[:12] if any(label.kind == "cite" for label in line.labels)]
    if not cites:
        return
    at = cites[0]
    for line in paper.lines[max(0, at - 3) : at + 2]:
        first = line.segments[0] if line.segments else None
        if first is None or first.label is not None or line.is_prose or line.in_body:
            continue
        others = {segment.label.kind for segment in line.segments[1:] if segment.label}
        if others - {"cite", "info"}:
            continue
        words = first.text.upper().strip(" .")
        for degree in sorted(precedences(), key=len, reverse=True):
            words = words.removeprefix(f"{degree} ") if len(degree) > 3 else words
        names = _stations_in(re.sub(r"^(?:PRITY|OPIM|RYBAT)\s+", "", words))
        if not names:
            continue
        where = "on" if line.index == at else f"{'above' if line.index < at else 'below'}{abs(line.index - at)}"
        features = paper.common(line, None, below=False) | {"bare-stations", f"cite-{where}", f"stations={len(names)}"}
        features.add(f"cite-{where}|{'director' if names[0] == 'DIRECTOR' else 'station'}")
        yield Candidate("to", "; ".join(names), line.index, first.text.strip(), frozenset(features))


def _stations_in(words: str) -> list[str]:
    """The stations that words name, in order; none where a word names none."""
    names: list[str] = []
    parts = words.replace(",", " ").split()
    at = 0
    while at < len(parts):
        for size in (2, 1):
            known = station(" ".join(parts[at : at + size])) if at + size <= len(parts) else None
            if known:
                names.append(known)
                at += size
                break
        else:
            return []
    return list(dict.fromkeys(names))


_ROUTE = re.compile(
    r"^(?:\d{1,4}[.)]?\s+)?(?P<head>(?:.*?\b(?:TELEGRAM|AIRGRAM|DESPATCH|CABLE|MESSAGE|LETTER|MEMORANDUM|"
    r"TELEGRAMME|CIPHERGRAM)\b[^A-Z]*"
    r"(?:NO\.?\s*[\d-]+\s*)?)?)(?P<word>FROM |DE )?(?P<from>.+?)\s+(?P<to_word>TO|AN|A)\s+(?:THE )?(?P<to>.+?)\.?$"
)


_RESIDES = re.compile(r"\b(?:AMBASSADEUR|MINISTRE|CHARGE D'AFFAIRES|CONSUL(?: GENERAL)?) (?:DE FRANCE|DE BELGIQUE)$")
"""A head of mission before the city in which he is: l'ambassadeur de France à Prague sends nothing to Prague."""

_MAX_TITLE_WORDS = 6
"""Words that stand before a sender's name at most: a document's number, and what kind of paper it is."""


def _routes(paper: Paper) -> Iterator[Candidate]:
    """X to Y in a line: the titles of editions, the routes of British telegrams."""
    for line in paper.lines[:10]:
        if (line.labels and line.labels[0].kind not in ("from", "precedence")) or line.in_body or " " not in line.upper:
            continue
        text = line.upper
        below = paper.below(line)
        if below and (
            re.search(r"\b(?:TO|TO THE|OF|THE|FOR|AND)$", text.strip()) or below.text.startswith(("to ", "an ", "a "))
        ):
            text = f"{text.strip()} {paper.lines[line.index + 1].upper}"
        match = _ROUTE.match(text)
        if not match or _RESIDES.search(match["from"]):
            continue
        before = match["head"].split() + match["from"].split("FROM ")[0].split() * ("FROM " in match["from"])
        if len(before) > _MAX_TITLE_WORDS:
            continue
        pair_read = _best_split(f"{match['from']} {match['to_word']} {match['to']}", paper)
        if pair_read is None:
            continue
        sender, addressee = pair_read
        urgent = text.split()[0] in precedences() and text == line.text
        if urgent:
            sender = read_address(match["from"].split(" ", 1)[-1], paper.year) or sender
        if not (match["word"] or match["head"] or (urgent and _known(addressee) == "known")) and "unknown" in (
            _known(sender),
            _known(addressee),
        ):
            continue
        if _known(sender) == _known(addressee) == "unknown":
            continue
        features = paper.common(line, None, below=False) | {"route"}
        if urgent:
            features.add("route-urgent")
        features.add("route-from" if match["word"] or " FROM " in match["from"] else "route-bare")
        if match["head"]:
            features.add("route-titled")
        pair = f"pair={'+'.join(sorted((_known(sender), _known(addressee))))}"
        yield Candidate("from", sender.value, line.index, sender.written, frozenset(features | {pair} | _shape(sender)))
        yield Candidate(
            "to", addressee.value, line.index, addressee.written, frozenset(features | {pair} | _shape(addressee))
        )


def _best_split(words: str, paper: Paper) -> tuple[Address, Address] | None:
    """Sender and addressee, cut at the word for "to" at which both are known best."""
    best: tuple[int, Address, Address] | None = None
    for cut in re.finditer(r"\s+(?:TO|AN|A)\s+(?:THE )?", words):
        sender = read_address(words[: cut.start()].split("FROM ")[-1], paper.year)
        if sender and (addressee := read_address(words[cut.end() :].rstrip(" ."), paper.year)):
            score = sum(("unknown", "titled", "known").index(_known(address)) for address in (sender, addressee))
            if best is None or score > best[0]:
                best = score, sender, addressee
    return best[1:] if best else None


def _known(address: Address) -> str:
    if address.quality in KNOWN:
        return "known"
    return "titled" if address.quality in ("title", "person", "unit") else "unknown"


_LETTERHEAD = re.compile(
    r"^\W*(?:(?P<way>OUTGOING|INCOMING)\s(?:TELEGRAM|MESSAGE|CODE CABLE|AIRGRAM)?\W*)?"
    r"(?P<office>(?:THE )?(?:DEPARTMENT OF STATE|(?:AMERICAN|CANADIAN|BRITISH|AUSTRALIAN|NEW ZEALAND|INDIAN) "
    r"(?:EMBASSY|AMBASSADOR|CONSULATE(?: GENERAL)?|LEGATION|HIGH COMMISSION(?:ER)?)|"
    r"OFFICE OF THE HIGH COMMISSIONER FOR CANADA|EMBASSY OF [A-Z ]+|AMBASSADE D[UE] [A-Z ]+|"
    r"BOTSCHAFT [A-Z ]+)(?:[, ].*)?)$"
)


def _letterheads(paper: Paper) -> Iterator[Candidate]:
    """An office printed at the head of its paper."""
    way = next((word for line in paper.lines[:6] for word in ("OUTGOING", "INCOMING") if word in line.upper), "")
    for line in paper.lines[:6]:
        match = _LETTERHEAD.match(line.upper)
        if not match or (line.labels and line.labels[0].kind != "other"):
            continue
        if any(label.kind in ("from", "to", "info") for label in line.above):
            continue  # below TO it is the addressee
        words = match["office"].strip(" .,")
        place = paper.lines[line.index + 1].upper if line.index + 1 < len(paper.lines) else ""
        for offered in (words, f"{words}, {place.split(',')[0].strip(' .')}"):
            address = read_address(offered, paper.year)
            if address and address.quality in KNOWN:
                features = paper.common(line, None, below=False) | _shape(address)
                features |= {
                    "letterhead",
                    f"letterhead|{way or 'no way'}|{'state' if address.value == 'STATE' else 'other'}",
                }
                yield Candidate("from", address.value, line.index, match["office"], frozenset(features))
                break


_DATELINE = re.compile(
    r"^\W*(?:DATED )?(?P<place>[A-Z][A-Z' .-]{2,24}?),? (?:LE|DEN|THE) (?=\d{1,2}(?:ER|ST|ND|RD|TH)?\.? [A-Z]{3,9})"
)


def _datelines(paper: Paper) -> Iterator[Candidate]:
    """The city before the day, of services that write so: Ankara, le 3 mai; Rangun, den 4. Mai."""
    if "from" in paper.kinds:
        return
    for line in paper.lines[:MAX_DATELINE]:
        match = None if line.is_prose or line.in_body else _DATELINE.match(line.upper)
        place = re.sub(r"^(?:REÇU|RECU) .*", "", match["place"]) if match else ""
        if place and posts.city_in_any_tongue(place) and (address := read_address(place, paper.year)):
            features = paper.common(line, None, below=False) | _shape(address) | {"dateline"}
            yield Candidate("from", address.value, line.index, place, frozenset(features))


def _urgent_senders(paper: Paper) -> Iterator[Candidate]:
    """A post behind a degree of urgency and nothing else, on a paper that has a line for its telegram's number."""
    if "from" in paper.kinds or not any(
        label.word in ("TELEGRAM NUMBER", "TELEGRAM NO", "TELNO") for line in paper.lines[:10] for label in line.labels
    ):
        return
    for line in paper.lines[:5]:
        degree, _, place = line.upper.strip(" .").partition(" ")
        address = read_address(place, paper.year) if place and degree in precedences() else None
        if address and address.quality == "post":
            features = paper.common(line, None, below=False) | _shape(address) | {"dateline"}
            yield Candidate("from", address.value, line.index, place, frozenset(features))


MAX_DATELINE = 12
"""Lines at the head of a paper among which the place and day of its writing stand."""

_MINISTRY = re.compile(
    r"(?:DIPLOMATIE|AMBAFRANCE|CONSULFRANCE|DELEGFRANCE|INDEMBASSY|HICOMIND|AMEMBASSY)[ ,]+[A-Z][A-Z ]+"
)


def _ministry_lines(paper: Paper) -> Iterator[Candidate]:
    """A telegraphic address alone on its line, on a telegram without labels: DIPLOMATIE PARIS, AMBAFRANCE BONN."""
    if {"from", "to"} & paper.kinds:
        return
    for line in paper.lines[:MAX_DATELINE]:
        if line.in_body or line.labels or not _MINISTRY.fullmatch(line.upper.strip(" .")):
            continue
        address = read_address(line.text, paper.year)
        if address and address.quality in KNOWN:
            features = paper.common(line, None, below=False) | _shape(address) | {"telegraphic-address"}
            yield Candidate("to", address.value, line.index, address.written, frozenset(features))


def _addressee_lines(paper: Paper) -> Iterator[Candidate]:
    """An office on a line of its own with a comma behind it, as letters and old telegrams begin or end."""
    for line in paper.lines:
        text = line.text.rstrip()
        ends = text.endswith(",") or re.search(r", (?:WASHINGTON|OTTAWA|LONDON)\b[ ,.DC]*$", text.upper())
        if not ends or line.labels or line.above or len(text) > 60 or not re.match(r"[A-Z]", text):
            continue
        if line.index and paper.lines[line.index - 1].is_prose:
            continue
        if _LETTERHEAD.match(line.upper):
            continue
        address = read_address(text, paper.year)
        if address and address.quality == "office":
            features = paper.common(line, None, below=False) | _shape(address) | {"addressee-line"}
            below = paper.lines[line.index + 1].text if line.index + 1 < len(paper.lines) else ""
            if re.match(r"[A-Z][\w ]{2,20}[.,]", below):
                features.add("above-place")
            yield Candidate("to", address.value, line.index, address.written, frozenset(features))


# Numbers

_AT_START = re.compile(
    r"\W*(?P<number>(?:[A-Z]{1,5}-(?:[A-Z]-)?|[A-Z]{1,2} |"
    r"(?!PAGE|ACTION|PART|INFO|ITEM|COPY|WITH|FILE|ROOM|BOX|CASE)[A-Z]{3,6} (?=\d{2,5}(?:\s|$)))?"
    r"\d[\dOIl]{0,5}(?:(?:\s?-\s?|/)\d{1,6})?)(?=$|[\s,.;:)*]|S$)"
)
_SYMBOL = re.compile(
    r"(?<![A-Z0-9-])(?P<number>[A-Z]{4}\s?-\s?(?:A-)?(?:\d{1,2},\d{3}|\d{4,6})|(?:TDCS|TDCSDB|CSDB|CSCI|CSCK|"
    r"CS)\s?-?\s?[\dA-Z/.-]{0,9}\d{2,3}[,./]?\s?\d{3,5}(?:-\d\d)?)(?![\dA-Z/-])"
)
_NATO = re.compile(
    r"(?<![A-Z0-9])(?P<number>DEPTO\(\d{2}\)\d{1,4}|(?:P[O0]|RDC|SGM|MCM|PR)/?\(?/?\d{2}\)?/\d{1,4}|C-[MR]\(\d{2}\)\s?\d{1,4}"
    r"|AC/\d{1,3}(?:\([A-Z0-9]+\))?-[A-Z]{1,2}/\d{1,4})(?![\d/])"
)
_MARKED = re.compile(
    r"^\W*(?:(?:(?:TOP )?SECRET|CONFIDENTIAL|CONFD|RESTD|RESTRICTED|UNCLAS(?:SIFIED)?|TOPSEC) (?P<number>\d{1,6})$"
    r"|(?P<opening>\d{1,5})\. (?:TOP SECRET|SECRET|CONFIDENTIAL|RESTRICTED|UNCLASSIFIED)\b)"
)
_OPENING = re.compile(
    rf"^\W*(?P<number>\d{{1,5}}), (?:(?:{alternatives(heading_months())})[A-Z]*\.? \d{{1,2}}|\d{{1,2}}(?:ST|ND|RD|"
    rf"TH)? [A-Z]{{3,9}})\b.*(?:[AP]\.?M|NOON|MIDNIGHT)"
)
_OPENS_TEXT = re.compile(r"^(?P<number>\d{1,5})\.\s+[A-Z]")
_MARKED_UNIT = re.compile(
    r"^\W*(?:TOP )?(?:SECRET|CONFIDENTIAL|UNCLAS(?:SIFIED)?|RESTRICTED)\s+"
    r"(?P<number>[A-Z][A-Z0-9/-]{1,11}[ -]\d{3,6})\W*$"
)
_MONTH_YEAR = re.compile(rf"(?:{SHORT_MONTH})[A-Z]*[ -](?:19)?\d\d$")
_SERIES = re.compile(r"(?<![A-Z0-9-])(?P<number>(?:A|CA|CG|G)-\d{1,5})(?![\dA-Z-])")
_WORDED = re.compile(
    r"(?<![A-Z])(?P<word>TELEGRAM(?:ME)?|TELNO|DESPATCH|DISPATCH|AIRGRAM|LETTER|SAVINGRAM|CABLE|TELEGRAMM|"
    r"FERNSCHREIBEN|DRAHTBERICHT|"
    r"SZYFROGRAM|DEPECHE|T\.(?=\s?NOS?\b)|T\.|CIRCULAR|MEMORANDUM)\s*(?:TELEGRAM\s*)?(?:NO|NR|NUMBER|NOS|NUM|N°|"
    r"NUMERO)?[. :]{0,3}(?P<number>\d{1,6}(?:(?:\s?-\s?|\sA\s)\d{1,6})?)(?![\d/])"
)
_SHAPES = (
    ("symbol", _SYMBOL), ("series", _SERIES), ("worded", _WORDED), ("opening", _OPENING), ("nato", _NATO),
)  # fmt: skip
_POSTED = re.compile(r"^(?P<before>.*?)(?P<who>[A-Z]{3,}(?: [A-Z]{3,}){0,2})\s+(?P<number>\d{3,6})\b(?P<after>.*)$")
_BEFORE_POST = re.compile(r"^(?:(?:TOP )?SECRET|CONFIDENTIAL|UNCLAS(?:SIFIED)?|LIMITED OFFICIAL USE|STAFF) ")
_PAGE = re.compile(
    r"^\W*PAGE\s+(?:\d{1,2}|TWO|THREE|FOUR|FIVE|SIX|SEVEN|EIGHT|NINE|"
    r"TEN)\s+(?:(?P<who>[A-Z][A-Z ]{2,20}?)\s+)?(?P<number>\d{2,6})\b"
)


def _numbers(paper: Paper) -> Iterator[Candidate]:
    for line in paper.lines:
        if not any(map(str.isdigit, line.upper)):
            continue
        if page := _PAGE.match(line.upper):
            features = paper.common(line, None, below=False) | {"shape=page-line"}
            who = (page["who"] or "").strip()
            if not who:
                continue  # the number of a page that goes on: whose it is only the paper before it says
            value = f"{who} {page['number']}"
            yield Candidate("number", value, line.index, page[0].strip(), frozenset(features))
            if who and posts.post(who):
                yield Candidate("from", who, line.index, who, frozenset(features))
            continue
        if is_page_line(line.text):
            continue
        spans: list[tuple[int, int]] = []
        for shape, pattern in (
            ("symbol", _SYMBOL),
            ("series", _SERIES),
            ("worded", _WORDED),
            ("opening", _OPENING),
            ("nato", _NATO),
        ):
            for match in pattern.finditer(line.upper):
                start, end = match.span("number")
                if not any(begin < end and start < stop for begin, stop in spans):
                    spans.append((start, end))
                    value = re.sub(r"\s", "", match["number"].replace(" A ", "-"))
                    if re.fullmatch(r"[A-Z]{4}-(?:A-)?\d{1,2},\d{3}", value):
                        value = value.replace(",", "")
                    yield _number(paper, line, start, end, value.replace("P0/", "PO/"), shape)
        if not spans and (marked := _MARKED.match(line.upper)):
            group = "number" if marked["number"] else "opening"
            spans.append(marked.span(group))
            yield _number(paper, line, *marked.span(group), marked[group], f"marked-{group}")
        unit = None if spans else _MARKED_UNIT.match(" ".join(line.upper.split())) or _unit_below(paper, line)
        start = line.upper.find(unit["number"]) if unit else -1
        if unit and start >= 0 and not _MONTH_YEAR.match(unit["number"]) and not find_group(line.upper):
            spans.append((start, start + len(unit["number"])))
            yield _number(paper, line, *spans[-1], unit["number"], "marked-unit")
        if not spans and paper.is_edition and 0 < line.index < 7 and (opens := _OPENS_TEXT.match(line.upper)):
            spans.append(opens.span("number"))
            yield _number(paper, line, *opens.span("number"), opens["number"], "opens-text")
        for segment in line.segments:
            kind = segment.label.kind if segment.label else ""
            above = {label.kind for label in line.above} if not segment.label else set()
            if kind not in ("number", "number_circular") and "number" not in above:
                continue
            match_start = _AT_START.match(line.upper[segment.start : segment.start + len(segment.text)])
            if not match_start:
                continue
            start, end = (segment.start + place for place in match_start.span("number"))
            if any(begin < end and start < stop for begin, stop in spans):
                continue
            if any(day.start <= start < day.end for day in find_days(line.upper, window=paper.window)):
                continue  # NO 6 JUNE 1960: it is the day's
            spans.append((start, end))
            value = re.sub(r"(?<=\d)\s?-\s?(?=\d)", "-", match_start["number"])
            value = re.sub(r"(?<=\d)[OIl](?=\d|$)", lambda letter: "0" if letter[0] == "O" else "1", value)
            yield _number(paper, line, start, end, value, "labelled")
        if not spans and (own := _own_number(paper, line)):
            spans.append(own[0])
            yield _number(paper, line, *own[0], line.upper[slice(*own[0])], own[1])
        clocks = {label.kind for label in line.labels} <= {"dispatched", "received"}
        if (
            not spans
            and not line.is_prose
            and clocks
            and not paper.is_reference(line)
            and (posted := _POSTED.match(line.upper))
        ):
            who = _BEFORE_POST.sub("", posted["who"])
            if who != "EXTERNAL" and (posts.post(who) or station(who)) and not posted["after"].strip(" .*-"):
                start, end = posted.end("who") - len(who), posted.end("number")
                candidate = _number(paper, line, start, end, f"{who} {posted['number']}", "posted")
                if line.index and any(label.kind == "cite" for label in paper.lines[line.index - 1].labels):
                    candidate = replace(candidate, features=candidate.features | {"cited-above"})
                yield candidate
                yield Candidate("from", who, line.index, who, candidate.features)


_UNIT = re.compile(r"^\W*(?P<number>[A-Z]{2,4}[ -]\d{4,6}(?: [A-Z]{3,4})?)\W*$")
_MILITARY = re.compile(r"(?:FM|DTG|TOO)\b|[ZOPRMY]{1,2} \d{6}[A-Z]\b")


def _unit_below(paper: Paper, line: PaperLine) -> re.Match[str] | None:
    """A command's own number alone on the line below the marking or the date-time group of a military message."""
    match = _UNIT.match(" ".join(line.upper.split()))
    above = next((other for other in reversed(paper.lines[: line.index]) if other.text), None)
    if match is None or above is None or line.in_body or _MONTH_YEAR.match(match["number"]):
        return None
    if not any(_MILITARY.match(other.upper) for other in paper.lines[: line.index]):
        return None
    return match if is_marking_line(above.text) or find_group(above.upper) else None


_BLANK_SYMBOL = re.compile(r"(?:^|(?<=  ))[A-Z]{4} \d{4,5}(?=$|  )")
_OFFICE_NUMBER = re.compile(r"(?:^|(?<=  ))[A-Z]{2,4}\s?-\s?\d{2,4}(?:-\d{2})?(?=$|  )")


def _own_number(paper: Paper, line: PaperLine) -> tuple[tuple[int, int], str] | None:
    """A number alone in its column at the head: a dispatch's symbol, or that of a letter from chief to chief."""
    if line.index >= MAX_TITLED_LINES or line.in_body or line.is_prose or line.labels:
        return None
    if (symbol := _BLANK_SYMBOL.search(line.upper)) and any("DISPATCH" in other.upper for other in paper.lines[:4]):
        return symbol.span(), "symbol"
    number = _OFFICE_NUMBER.search(line.upper)
    if (
        number
        and "from" not in paper.kinds
        and len(heads := _titled_heads(paper)) == 2
        and line.index < heads[0][0].index
    ):
        return number.span(), "office-number"
    return None


def _number(paper: Paper, line: PaperLine, start: int, end: int, value: str, shape: str) -> Candidate:
    label, below = _label_at(line, start, ("number",))
    features = paper.common(line, label, below=below)
    features |= {f"shape={shape}", f"shape={shape}|label={label.kind if label else 'none'}"}
    before, after = line.upper[:start], line.upper[end:]
    if not line.upper[:start].strip(" .:*-(") or re.fullmatch(
        r"\W*[A-Z.]+(?: TELEGRAM)?\W*(?:NO|NR|NUMBER|NOS|N°)?[. :]*", before
    ):
        features.add("begins-line")
    if label and label.word in ("NO", "NR", "NUMBER", "N°", "NUMERO", "NUM"):
        features.add("plain-no")
        others = [other.index for other in paper.lines if any(listed.word == label.word for listed in other.labels)]
        if len(others) > 1:
            features.add("first-of-numbers" if line.index == others[0] else "later-of-numbers")
    if not (before + after).strip(" .,:;_*-") or not after.strip(" .,:;_*-"):
        features.add("ends-line")
    if re.search(r"\b(?:YOUR|MY|OUR|REF|REFTEL|YR|VOTRE|MON|IHR)\b[^.]*$", before):
        features.add("behind-possessive")
    if re.match(r"\s*(?:OF|DATED|PARA)\b", after):
        features.add("before-of")
    if find_group(line.upper):
        features.add("beside-group")
    if re.match(r"\W*(?:TELEGRAPHIC|SAVING|TEL\b)", after):
        features.add("before-telegraphic")
    if len(value) == 1:
        features.add("one-figure")
    if re.match(r"[/-][A-Z0-9]", after) and re.search(r"\w[/-]\w|\d$", line.upper[:end]):
        features.add("cut-short")
    if re.fullmatch(r"19[3-9]\d", value):
        features.add("like-year")
    if re.search(r"\b(?:ADDRESSED|REPEATED)\b", before):
        features.add("addressed")
    return Candidate("number", value, line.index, line.text[start:end], frozenset(features))


# Markings, precedence, subject


def _markings(paper: Paper) -> Iterator[Candidate]:
    alone: list[str] = []
    for line in paper.lines:
        if line.in_body and not line.labels and not is_marking_line(line.text):
            continue
        level = find_level(re.sub(r" {2,}", " ", line.upper))
        if level is None and line.index < MAX_DAMAGED_LINES and not line.is_prose and len(line.upper.split()) <= 9:
            level = _damaged_marking(line.upper)
            is_damaged = True
        else:
            is_damaged = False
        if level is None or (level[0] == "CONF" and re.match(r"\s?[:;.]", line.upper[level[2] :])):
            continue  # CONF: is a box for those who are to confirm
        before = line.upper[: level[1]].split()[-1:]
        if before and level[0] != before[0] and distance(before[0], "COSMIC") <= 1.1:
            continue
        label, below = _label_at(line, level[1], ("security",))
        features = paper.common(line, label, below=below)
        if is_damaged:
            features.add("damaged")
        rest = (line.upper[: level[1]] + line.upper[level[2] :]).strip(" .:-*/_|")
        if is_marking_line(line.text):
            features.add("alone")
            alone.append(full_level(level[0]))
        elif len(rest) <= 4:
            features.add("nearly-alone")
        if level[1] == 0:
            features.add("first-in-line")
        elif re.fullmatch(r"\W*\d{1,5}\.\s*", line.upper[: level[1]]):
            features.add("behind-number")
        if find_group(line.upper):
            features.add("beside-group")
        if not line.upper[level[2] :].strip(" .*-"):
            features.add("last-in-line")
        if line.text[level[1] : level[1] + 1].islower():
            features.add("small-letters")
        if full_level(level[0]) in alone[:-1]:
            features.add("stands-twice")
        yield Candidate("security", level[0], line.index, line.text[level[1] : level[2]], frozenset(features))


MAX_DAMAGED_LINES = 14
"""Lines at the head of a paper in which damaged markings are looked for."""


def _damaged_marking(upper: str) -> tuple[str, int, int] | None:
    """The one damaged word of a line that can only be a level, and where it stands."""
    levels_read = [
        (level, match.start(), match.end())
        for match in re.finditer(r"[A-Z0-9]{5,14}", upper)
        if (level := _level_of(match[0]))
    ]
    return levels_read[0] if len(levels_read) == 1 else None


@lru_cache(maxsize=20_000)
def _level_of(word: str) -> str | None:
    if word.startswith("UN") or sum(map(str.isdigit, word)) > 3 or posts.post(word) or posts.city_in_any_tongue(word):
        return None
    return damaged_level(word)


def _degrees(paper: Paper) -> Iterator[Candidate]:
    offered = list(_degrees_alone(paper))
    if len({candidate.value for candidate in offered if "label=precedence" not in candidate.features}) > 1:
        offered = [replace(degree, features=degree.features | {"several-degrees"}) for degree in offered]
    yield from offered


def _degrees_alone(paper: Paper) -> Iterator[Candidate]:
    for line in paper.lines:
        if line.in_body:
            break
        for segment in line.segments:
            words = segment.text.upper().translate(_ACCENTS).strip(" .:*-_()|")
            if words in precedences() and len(words) > 3:
                label, below = _label_at(line, segment.start, ("precedence",))
                features = paper.common(line, label, below=below) | {"whole-segment"}
                if segment.label is None and len(line.segments) == 1:
                    features.add("alone")
                yield Candidate("precedence", words, line.index, segment.text.strip(), frozenset(features))


def _subjects(paper: Paper) -> Iterator[Candidate]:
    for line in paper.lines:
        for segment in line.segments:
            label = segment.label
            if label is None and line.above and line.segments[0] is segment:
                label = next((above for above in line.above if above.kind == "subject"), None)
            if label is None or label.kind != "subject" or not segment.text.strip():
                continue
            below = segment.label is None
            text, joined = _joined_subject(paper, line, segment)
            features = paper.common(line, label, below=below) | {f"joined={joined}"}
            if re.match(r"\W*\d{1,2}\s?\.", line.upper):
                features.add("numbered")
            if re.fullmatch(r"\W*(?:[A-Z]{1,12}[ -]?){0,3}[\d/-]+(?: \(IN \d+\))?\W*", text.upper()):
                continue
            if is_running_text(text.upper()):
                features.add("reads-on")
            if text.isupper():
                features.add("capitals")
            if "cite" in paper.kinds:
                features.add("cited")
            if label.word in ("RE", "SUB", "TITLE"):
                features.add(f"word={label.word}")
            yield Candidate("subject", text, line.index, text, frozenset(features))


def _joined_subject(paper: Paper, line: PaperLine, segment: Segment) -> tuple[str, int]:
    parts = [segment.text.strip(" :-_")]
    if line.segments[-1] is segment:
        for below in paper.lines[line.index + 1 : line.index + MAX_SUBJECT_LINES]:
            first = below.text.strip()
            if below.labels or below.in_body or below.is_prose or not first or re.match(r"\W*\d", first):
                break
            if is_marking_line(first) or first.upper() in precedences() or len(first) < 3:
                break
            goes_on = parts[-1].endswith(("-", ",")) or len(parts[-1]) > 36 or first[:1].islower()
            if not goes_on or (parts[-1].isupper() and not first.isupper()) or find_days(below.upper):
                break
            parts.append(first)
    return join_lines(parts).rstrip("."), len(parts) - 1
