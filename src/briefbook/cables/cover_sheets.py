"""An item's pages -> its cover sheets set aside, and what they say of the paper as a source of its own."""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from briefbook.cables.evidence.addresses import is_office_word
from briefbook.cables.heading_draft import MIN_FIGURE_CONFIDENCE
from briefbook.model.cable import Derivation, Reading, SourceKind
from briefbook.model.locator import PagePosition
from briefbook.model.page import Box, Line, Page, Word
from briefbook.text import posts
from briefbook.text.addressees import names_nobody
from briefbook.text.dates import find_days, numeric_days
from briefbook.text.folding import fold
from briefbook.text.page_kinds import PageForm, PageKind, cover_forms, label_at, page_kinds, title_line, unfilled
from briefbook.text.posts import same_post
from briefbook.text.release_markings import is_release_marking
from briefbook.text.vocabulary import find_level, full_level

_MIN_LINES_BEHIND = 3
"""A typed text in which at least so many lines follow a cover's last label holds the paper too, on the same page."""

_MAX_TITLE_LINES = 3
"""Lines that a title on a cover sheet runs over at most."""

_MIN_LINE_CONFIDENCE = 0.6
"""A line read with less confidence, on average, does not go on with a title: it is specks, or a printed rule."""

_MIN_BARE_LABEL = 5
"""A label of fewer letters needs its colon: TO and DATE begin a title's second line as well."""

_MIN_ID = 10
"""In a shorter id, two differing characters do not show a misreading: TEL-12 and TEL-34 are two papers."""

_MAX_LEADING = 2.0
"""By how many heights of a line, at most, a title's next line stands lower than the one before it."""

_STROKES = re.compile(r"(?<!\d)([01O]\d)[\s/71I|l–-]{0,3}([0-3O]\d)[\s/71I|l–-]{0,3}((?:19|20)\d\d)(?!\d)")
"""A day in figures whose strokes were read as other figures, or lost: 0371771965, 1223/1964, 07712 – 1966."""

MAX_DAYS_APART = 7
"""Days between a paper's own date and its cover's from which on the cover is taken to speak of another paper."""

_PARTLY = re.compile(r"(?<!\d)(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?((?:19|20)\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class CoverSheet:
    """A cover sheet of an item: its page, and its kind."""

    page: Page
    kind: PageKind

    @property
    def record(self) -> str:
        """The number that it gives the record; "" where it gives none, or none that is legible."""
        readings = read_covers([self]).get("identifiers", ())
        return next((reading.value for reading in readings if reading.value), "")


@dataclass(frozen=True, slots=True)
class _Value:
    """What stands behind a label: its words as they are written, and where."""

    label: str
    written: str
    line_number: int  # on its page, from 1
    words: tuple[Word, ...]

    @property
    def confidence(self) -> float | None:
        measured = [word.confidence for word in self.words if word.confidence is not None]
        return min(measured, default=None)

    @property
    def box(self) -> Box | None:
        boxes = [word.box for word in self.words if word.box]
        return Box.around(boxes) if boxes else None


def set_covers_aside(pages: Sequence[Page]) -> tuple[tuple[CoverSheet, ...], tuple[Page, ...]]:
    """The cover sheets among an item's pages, and the pages of the paper itself.

    A routing sheet, or another cover of which nothing is read, is set aside only where other pages have lines. A typed
    text that holds a cover sheet and the paper without a break is cut behind the cover's last label.

    Args:
        pages: The item's pages in order.

    Returns:
        The covers, and the other pages; a page that was cut has empty lines in place of the cover's.
    """
    if all(map(_begins_message, pages)):
        return (), tuple(pages)
    covers: list[CoverSheet] = []
    paper: list[Page] = []
    for page, kind in zip(pages, page_kinds(pages, cover_forms()), strict=True):
        if not kind.is_cover or kind.form is None:
            paper.append(page)
            continue
        covers.append(CoverSheet(page, kind))
        if behind := _behind_cover(page, kind.form):
            paper.append(behind)
    if not any(line.words for page in paper for line in page.lines):
        silent = {id(cover.page) for cover in covers if cover.kind.form and not cover.kind.form.fields}
        paper = [page for page in pages if id(page) in silent or not any(page is cover.page for cover in covers)]
        covers = [cover for cover in covers if id(cover.page) not in silent]
    return tuple(covers), tuple(paper)


_PAGE_LINE = re.compile(r"PAGE \d\d {1,4}[A-Z][A-Z .'-]{2,20} {1,4}\d{5,6} {1,3}\d{6}Z")
_LINES_TO_PAGE_LINE = 2


def _begins_message(page: Page) -> bool:
    """Stands the page line of a system's messages at the head, as on no cover? Quick, for all of a system's pages."""
    return any(_PAGE_LINE.fullmatch(line.text) for line in page.lines[:_LINES_TO_PAGE_LINE])


def _behind_cover(page: Page, form: PageForm) -> Page | None:
    """What a typed text without places has behind the last label of a cover; None for the page of a scan."""
    if any(word.box for line in page.lines for word in line.words):
        return None
    labels = [label for label, _ in form.fields]
    seen: set[str] = set()
    last = -1
    for at, line in enumerate(page.lines):
        label = label_at(line.text, labels)
        if label and label[0] in seen and len(seen) > len(labels) // 2:
            break  # the paper's own FROM and TO, behind a form that has had its own
        if label:
            seen.add(label[0])
            last = at
    behind = page.lines[last + 1 :]
    if last < 0 or sum(bool(line.words) for line in behind) < _MIN_LINES_BEHIND:
        return None
    return replace(page, lines=tuple(Line(()) for _ in range(last + 1)) + behind)


def read_covers(covers: Sequence[CoverSheet], *, window: int = 1900) -> dict[str, tuple[Reading, ...]]:
    """What cover sheets say of the paper, by the catalogue's fields; the first that gives a field counts.

    Args:
        covers: The cover sheets in order.
        window: The first year of the hundred years that years of two figures fall in.

    Returns:
        Readings by field, each with the cover as its source and its place on the cover; lists of keywords and
        restrictions of access give none. Days are EDTF, read in the order that the form is known to have.
    """
    fields: dict[str, tuple[Reading, ...]] = {}
    for cover in covers:
        for name, readings in _fields(cover, window).items():
            fields.setdefault(name, readings)
    return fields


def rank_cover(
    paper: Mapping[str, tuple[Reading, ...]], cover: Mapping[str, tuple[Reading, ...]]
) -> dict[str, tuple[Reading, ...]]:
    """The readings of a paper and of its cover sheet, by field: the paper's first, unless it gives no value.

    A day of the cover goes before a date of the paper that lacks a part and agrees in the rest, and what was read
    with confidence from the cover before what is unsure on the paper, or was repaired there.
    """
    fields = dict(paper)
    for name, readings in cover.items():
        own = fields.get(name, ())
        legible = any(reading.value for reading in readings)
        first = next((reading for reading in own if reading.value), None)
        if name in ("from", "to", "date") and first is None and _speak_of_different_papers(paper, cover):
            fields[name] = (*own, *(replace(reading, value=None, note=_OF_ANOTHER) for reading in readings))
            continue
        ahead = first is None or (first.note != OWN_YEAR and _goes_ahead(name, first, readings))
        fields[name] = (*readings, *own) if legible and ahead else (*own, *readings)
    return fields


OWN_YEAR = "the cover sheet's day, of the year that the paper names"
"""The note of a date whose month and day the cover has, too, and whose year the paper names elsewhere, too."""


def _goes_ahead(name: str, first: Reading, readings: Sequence[Reading]) -> bool:
    """Do a cover's readings of a field go before the paper's own?"""
    return bool(
        (name == "date" and _differ_in_a_figure(first.value, readings[0].value))
        or (_is_doubtful(first) and not any(_is_doubtful(reading) for reading in readings))
        or (name == "date" and _completes(first.value or "", readings[0].value))
        or (name == "date" and _is_misread_year(first.value or "", readings[0].value or ""))
    )


_OF_ANOTHER = "the cover sheet and the paper contradict each other"


def _speak_of_different_papers(
    paper: Mapping[str, tuple[Reading, ...]], cover: Mapping[str, tuple[Reading, ...]]
) -> bool:
    """Do the dates of a paper and of its cover lie days apart, or do they name other persons?

    The cover is a file's then, or another paper's.
    """
    if _name_other_persons(paper, cover):
        return True
    first, second = (
        next((reading.value for reading in readings.get("date", ()) if reading.value and not reading.is_unsure), None)
        for readings in (paper, cover)
    )
    if not first or not second or _differ_in_a_figure(first, second):
        return False
    try:
        days = abs((datetime.date.fromisoformat(first) - datetime.date.fromisoformat(second)).days)
    except ValueError:
        return False  # one of them gives no day
    return days > MAX_DAYS_APART


def _name_other_persons(paper: Mapping[str, tuple[Reading, ...]], cover: Mapping[str, tuple[Reading, ...]]) -> bool:
    """Does a cover give persons as sender and addressee, of whom the paper's own sender and addressees name neither?

    An office's letters are no person: HQ and NO may stand for the Director and New Orleans.
    """
    own = " ".join((reading.value or "").upper() for name in ("from", "to") for reading in paper.get(name, ()))
    names = [
        next((reading.value.upper() for reading in cover.get(name, ()) if reading.value), "") for name in ("from", "to")
    ]
    surnames = [re.split(r"[ ,]", name)[0] for name in names]
    has_both = all(any(reading.value for reading in paper.get(name, ())) for name in ("from", "to"))
    return has_both and all(
        len(surname) >= _MIN_SURNAME and surname.isalpha() and not is_office_word(surname) and surname not in own
        for surname in surnames
    )


_MIN_SURNAME = 4
"""Letters of a person's name at least; offices are given by fewer."""


def _differ_in_a_figure(of_paper: str | None, of_cover: str | None) -> bool:
    """Are two days the same but for the last figure of the year, which is then misread on the worse of the two?"""
    return (
        of_paper is not None
        and of_cover is not None
        and len(of_paper) == len(of_cover) == 10
        and of_paper != of_cover
        and of_paper[:3] == of_cover[:3]
        and of_paper[4:] == of_cover[4:]
    )


def _is_doubtful(reading: Reading) -> bool:
    """Was it hard to read, or repaired out of damaged letters?"""
    return reading.is_unsure or reading.how is Derivation.REPAIRED


def _completes(of_paper: str, of_cover: str | None) -> bool:
    """Does a date of the cover say what a date of the paper leaves open, and nothing against it?"""
    if "X" not in of_paper or not of_cover or len(of_cover) < len(of_paper):
        return False
    return re.match(of_paper.replace("X", r"\d"), of_cover) is not None


def _is_misread_year(of_paper: str, of_cover: str) -> bool:
    """Is it the cover's day of the year with one figure of the year read as one of like shape: 1968 for 1963?"""
    if len(of_paper) != 10 or len(of_cover) != 10 or of_paper[4:] != of_cover[4:]:
        return False
    pairs = [(left, right) for left, right in zip(of_paper[:4], of_cover[:4], strict=True) if left != right]
    return len(pairs) == 1 and frozenset(pairs[0]) in _LIKE_FIGURES


_LIKE_FIGURES = frozenset(frozenset(pair) for pair in ("38", "56", "17", "08", "68", "06", "09", "27", "49"))


def _fields(cover: CoverSheet, window: int) -> dict[str, tuple[Reading, ...]]:
    form = cover.kind.form
    if form is None:
        return {}
    use = dict(form.fields)
    values = [value for value in _values(cover.page, form) if not _is_unfilled(value.written)]
    reviewed = [
        day[:4] for value in values if not use[value.label] for day in numeric_days(value.written, window=window)
    ]
    fields: dict[str, tuple[Reading, ...]] = {}
    remarks: list[tuple[str, _Value]] = []
    for value in values:
        name = use[value.label]
        if name == "pages":
            if value.written.strip(" .").isdigit() and not _is_hard_to_read(value):
                remarks.append((name, value))
        elif name == "originator":
            remarks.append((name, value))
        elif name:
            target = "identifiers" if name == "identifier" else name
            reading = _reading(cover, value, name, form, window, max(reviewed, default="9999"))
            if reading is not None and target not in fields:
                fields[target] = (reading,)
    if remarks and "note" not in fields:
        words = [f"{name} {value.written}" for name, value in remarks]
        note = Reading(
            "; ".join(words), f"Cover sheet: {', '.join(words)}", SourceKind.COVER, place=_place(cover, remarks[0][1]),
            confidence=min((v.confidence for _, v in remarks if v.confidence is not None), default=None),
            source=cover.kind.name,
        )  # fmt: skip
        fields["note"] = (note,)
    return fields


def _is_hard_to_read(value: _Value) -> bool:
    return value.confidence is not None and value.confidence < MIN_FIGURE_CONFIDENCE


def _values(page: Page, form: PageForm) -> Iterator[_Value]:
    """What stands behind each label of the form, from top to bottom; a title goes on in the lines below it."""
    use = dict(form.fields)
    labels = sorted(use, key=len, reverse=True)
    lines = list(page.lines)
    seen: set[str] = set()
    for at, line in enumerate(lines):
        if at < title_line(page, form):
            continue  # above the form's title stand the day it was printed, and its page
        labelled = label_at(line.text, labels) or _label_without_colon(line.text, list(use), seen)
        if not labelled or labelled[0] in seen:
            continue
        label, written = labelled
        written = re.sub(r"^[^\w(\[\"']+(?=\w)", "", written)
        seen.add(label)
        words = _last_words(line, written)
        if use[label] == "subject":
            more = list(_title_lines(lines[at + 1 : at + _MAX_TITLE_LINES], labels, line, words))
            written = " ".join([written, *(further.text.strip() for further in more)]).strip()
            words += tuple(word for further in more for word in further.words)
        yield _Value(label, written, at + 1, words)


def _label_without_colon(text: str, labels: Sequence[str], seen: set[str]) -> tuple[str, str] | None:
    """A label whose colon was lost, and what stands behind it: a long label, below those before it on the form."""
    last = max((at for at, label in enumerate(labels) if label in seen), default=-1)
    for label in sorted(labels[last + 1 :], key=len, reverse=True):
        begins = re.match(rf"\W*{re.escape(label)}\b[\s.;,]*", text.upper())
        if len(label) >= _MIN_BARE_LABEL and begins:
            return label, text[begins.end() :].strip()
    return None


def _last_words(line: Line, written: str) -> tuple[Word, ...]:
    """The words of a line that make up its end."""
    count = len(written.split())
    return line.words[-count:] if count else ()


def _title_lines(lines: Sequence[Line], labels: Sequence[str], first: Line, value: Sequence[Word]) -> Iterator[Line]:
    """The lines below that go on with a title: no label, read with confidence, and where they have places, below it."""
    label_box, value_box = first.words[0].box, value[0].box if value else None
    last_box = label_box or Box(0, 0, 0, 0)
    for line in lines:
        measured = [word.confidence for word in line.words if word.confidence is not None]
        doubtful = bool(measured) and sum(measured) / len(measured) < _MIN_LINE_CONFIDENCE
        if not line.words or doubtful or ":" in line.text or label_at(line.text, labels):
            return
        if is_release_marking(line.text):
            return
        box = line.words[0].box
        if not label_box or not box:
            return  # a typed text shows no columns, and what stands below may be the paper
        if value_box and box.left < (label_box.left + value_box.left) / 2:
            return
        if box.top - last_box.top > _MAX_LEADING * (last_box.bottom - last_box.top):
            return
        last_box = box
        yield line


def _is_unfilled(written: str) -> bool:
    plain = " ".join(re.findall(r"[A-Z0-9/]+", fold(written).upper()))
    return not re.search(r"[A-Z1-9]", plain) or plain in unfilled()


def _reading(
    cover: CoverSheet, value: _Value, name: str, form: PageForm, window: int, last_year: str
) -> Reading | None:
    """A label's value as a reading of a field; None where it is no value of that field at all."""
    written, note, how = value.written, "", Derivation.OBSERVED
    sure = value.confidence is None or value.confidence >= MIN_FIGURE_CONFIDENCE
    result: str | None
    if name == "date":
        result = _day(written, form.order, window)
        if result is None and form.order == "mdy" and (mended := _STROKES.search(written)):
            result = _day("/".join(mended.groups()).replace("O", "0"), form.order, window)
            how = Derivation.REPAIRED if result else how
        if result and result[:4] > last_year:
            result, note = None, "later than the cover's own dates: not legible"
        elif not sure:
            result, note = None, "not legible"
    elif name in ("identifier", "file"):
        if not re.search(r"\d", written):
            return None
        result = written if sure else None
        unmeasured = (
            value.confidence is None and cover.page.by == "machine"
        )  # how sure a file's own text is, nobody knows
        if result and name == "identifier" and unmeasured and _is_nearly(result, cover.page.item):
            result, note = None, "not legible: a figure or two differ from the item's id"
    elif name == "classification":
        level = find_level(written.upper())
        if not level or full_level(level[0]) == "UNCLASSIFIED":
            return None  # so it is since it was released: what the paper was marked with, this does not say
        result = full_level(level[0])
    elif name == "form":
        result = dict(form.forms).get(written.upper().strip(" ."))
        if result is None:
            return None
    elif name in ("from", "to"):
        if not re.search(r"[^\W\d_]{2}", written) or names_nobody(written):
            return None
        plain = written.upper().strip(" .")
        result = same_post(plain, {}) if posts.post(plain) else plain
    else:
        result = written
    return Reading(
        as_written=written,
        value=result,
        by=SourceKind.COVER,
        how=how,
        place=_place(cover, value),
        confidence=value.confidence,
        source=cover.kind.name,
        note=note,
    )


def _is_nearly(written: str, item: str) -> bool:
    """Is it the item's id with a figure or two misread? A number of another shape is another number."""
    differing = sum(left != right for left, right in zip(written, item, strict=False))
    return len(written) == len(item) and len(item) >= _MIN_ID and 0 < differing <= 2


def _place(cover: CoverSheet, value: _Value) -> PagePosition:
    return PagePosition(cover.page.number, value.line_number, value.box)


_WITH_SLASH_LOST = re.compile(r"([01]\d)[/71lI|]?([0-3]\d)[/71lI|]?((?:19|20)\d\d)")
"""A day in figures of fixed width whose slashes were lost or read as figures: 10719/1962, 1071971962, 1019/1962."""


def _day(written: str, order: str, window: int) -> str | None:
    """A day in the form's own order, or the month or year where it gives the rest as noughts; None if it is none."""
    partly = _PARTLY.search(written)
    if partly and order in ("mdy", "dmy"):
        first, second, year = int(partly[1]), int(partly[2]), partly[3]
        month, day = (first, second) if order == "mdy" else (second, first)
        if day == 0:
            return year if month == 0 else f"{year}-{month:02d}" if month <= 12 else None
        if not 1 <= month <= 12:
            return None  # in the form's order this is no day: a figure was misread
    days = numeric_days(written, window=window, order=order)
    if len(days) == 1:
        return days[0]
    if not days and order in ("mdy", "dmy") and (mended := _WITH_SLASH_LOST.fullmatch(written.strip(" ."))):
        days = numeric_days("/".join(mended.groups()), window=window, order=order)
        if len(days) == 1:
            return days[0]
    named = [day.edtf for day in find_days(written, window=window) if day.edtf]
    iso = re.search(r"(?<!\d)(?:19|20)\d\d-\d\d-\d\d(?!\d)", written)
    return iso[0] if iso else named[0] if len(named) == 1 else None
