"""An item's pages -> the papers among them: what speaks for and against a page's being the first of another paper.

No sign decides alone. A heading that names another paper, a page count that begins again, a new cover sheet speak for
it; a page line, the same number, a sentence that runs on, an enclosure's title against it. Weights were chosen on
released papers and on invented ones; see ``bench/RESULTS.md``.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from briefbook.cables import heading_slots as slots
from briefbook.cables.cover_sheets import CoverSheet
from briefbook.cables.heading import read_draft
from briefbook.cables.heading_draft import HeadingDraft, draft_of_pages
from briefbook.cables.page_looks import PageLook, compare_looks, page_look
from briefbook.cables.paging import PageCount, foot_number, page_count_of
from briefbook.model.page import Kind, Line, Page
from briefbook.text.dates import find_days
from briefbook.text.page_kinds import OTHER, PageKind, first_page_forms, page_kind, page_kinds
from briefbook.text.posts import same_post
from briefbook.text.release_markings import is_release_marking

THRESHOLD = 1.0
"""The weight from which a page is taken for the first of another paper."""

_MIN_TOLD = 0.3
_MAX_REASONS = 3
"""A person is told so many signs at most, the strongest first, and none that is weaker."""

MIN_POSSIBLE = 0.5
"""The weight from which it is said that another paper may begin on a page, though it is not proposed."""

MAX_FIRST_LINE = 30
"""Among how many of a page's first lines its heading must begin; what stands lower is quoted in the text."""

_HEAD_LINES = 16
"""Among how many of a page's first lines the labels and titles of a paper's first page are looked for."""

_LABEL = re.compile(
    r"\W*(MEMORANDUM FOR(?: THE RECORD)?|MEMO FOR(?: THE RECORD)?|TO|FROM|FM|SUBJECT|SUBJ|INFO|REFERENCE|REF|ATTENTION"
    r"|DATE|ORIGINATOR|VIA)[\s/\\|]*[:;.]"
    r"|\W*(MEMORANDUM FOR\b|(?:OFFICE )?MEMORANDUM$|AIRTEL$|TELEGRAM$|(?:INCOMING|OUTGOING) (?:TELEGRAM|MESSAGE)\b)"
)
_DATE_LINE = re.compile(
    r"\W*(?:\d{1,2}(?:ST|ND|RD|TH)? (?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*\.?,? (?:19)?\d\d"
    r"|(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*\.? \d{1,2},? (?:19)?\d\d)\W*"
)
_ENCLOSURE = re.compile(
    r"\W*(?:ENCLOSURE|ENCL|ATTACHMENT|ATTACHED|ANNEX|APPENDIX|TAB|EXHIBIT|SCHEDULE|DISTRIBUTION"
    r"|(?:HQS|FIELD|HEADQUARTERS) DISTRIBUTION|IDENTITY|IDENTITIES)\b(?!\s+OF\s+THE)[^a-z]*.{0,60}"
)
_CONTINUES = re.compile(
    r"\(?(?:CONTINUED|CONTINUATION|SUITE)\b.*|(?:\S+ ){0,4}(?:CONTINUATION OF|CONTINUES|CONTINUED FROM)\b(?: \S+){0,3}"
    r"|C\s?O\s?N\s?T\s?I\s?N\s?U\s?A\s?T\s?I\s?O\s?N\b.*|SECTION\s+(?:0?[2-9]|TWO|THREE|FOUR|FIVE)\s+OF\b.*"
)
"""A line, in capitals, that says that the page goes on with the paper before it."""

_MAX_OPENING_WORDS = 14
"""A line of more words is of the text."""

_GROUP = re.compile(r"(?<!\d)(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d ?Z\b")
_OF_HEADING = re.compile(
    r"\bS\s?E\s?C\s?R\s?E\s?T\b|\bC\s?O\s?N\s?F\s?I\s?D|\bUNCLAS|\b(?:PRIORITY|ROUTINE|IMMEDIATE|FLASH|CITE|FM|ZNY)\b|\b\d{4,6}\b"
)
_CITE = re.compile(r"\bC[I1L]T[EFC]?\W{0,2} ?([A-Z]{3,12}(?: [A-Z]{3,12})?) ?(\d{3,6})\b")
_CLOSING = re.compile(r"\W*(?:END OF (?:MESSAGE|TEXT|TELEGRAM)|NNNN|BT|#?\s*NNNN|GP-?\d|(?:UN)?QUOTE ENDS?)\W*")
_RUNS_ON = re.compile(r"(?:a|[a-z][a-z']+)[,;]?(?: [A-Za-z][a-z']*[,;.]?){3}")
_PARAGRAPH = re.compile(r"\W{0,2}(\d{1,2})[.,)]\s+\S")


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper within an item.

    Attributes:
        pages: Its pages in order.
        name: What its heading calls it ("PARIS 3316"); "" if it has none.
        reasons: Why it is taken to begin where it does, in words; none for the first.
        weight: How strong they are: from ``THRESHOLD`` upwards.
        possible: Pages of it, by their number in the item, on which another may begin, each with the signs for it.
    """

    pages: tuple[Page, ...]
    name: str = ""
    reasons: tuple[str, ...] = ()
    weight: float = 0.0
    possible: tuple[tuple[int, tuple[str, ...]], ...] = ()

    @property
    def first_page(self) -> int:
        """The number, from 1, of its first page in the item."""
        return self.pages[0].number


@dataclass(frozen=True, slots=True)
class _Sign:
    """Something that speaks for (above 0) or against another paper's beginning, and how much."""

    weight: float
    words: str


@dataclass(frozen=True, slots=True)
class _Identity:
    """What tells one paper from another; "" for what the heading does not give."""

    sender: str
    addressees: tuple[str, ...]
    message_number: str
    date_sent: str
    arrival_number: str  # under which the addressee registered it

    @property
    def name(self) -> str:
        return f"{self.sender} {self.message_number or self.date_sent or self.arrival_number}".strip()


def papers_of(pages: Sequence[Page], *, window: int = 1900, order: str = "") -> tuple[Paper, ...]:
    """Divide an item's pages into papers.

    What comes before the first heading (a release's cover sheet, a routing slip) belongs to the first paper; cover
    sheets before a page on which another paper begins belong to that. A page that goes on with the paper before it, or
    shows no sign of a beginning (an enclosure), belongs to that paper. A cover sheet that bears another record number
    than the one before begins another paper, named by that number.

    Args:
        pages: The item's pages in order.
        window: The first year of the hundred years that years of two figures fall in: 1900 for 1900 to 1999.
        order: "dmy" or "mdy": how to read a day in figures that could be either; "" leaves such a day in doubt.

    Returns:
        The papers in order, at least one where there is a page; their pages together are the item's.
    """
    if len(pages) < 2:
        return (Paper(tuple(pages)),) if pages else ()
    beginnings: dict[int, Paper] = {0: Paper(())}
    current = _Current()
    covers_from: int | None = None  # the first of the cover sheets directly before the page
    record = ""
    for at, (page, kind) in enumerate(zip(pages, page_kinds(pages), strict=True)):
        if kind.is_cover:
            other_record = CoverSheet(page, kind).record
            if other_record not in ("", record) and (record or current.last is not None):
                what = "another record" if record else "a record behind a paper without one"
                reason = f"a cover sheet of {what} ({other_record})"
                beginnings[at] = Paper((), other_record, (reason,), 2.0)
                current, covers_from = _Current(), None
            elif covers_from is None and current.last is not None:
                covers_from = at
            record = other_record or record
            continue
        count = page_count_of(page)
        goes_on = count is not None and count.page != 1 and current.last is not None
        identity = None if goes_on else _identity(page, window, order)
        seen = _Seen.of(page, kind, identity, count, window)
        signs = _signs(seen, current) if current.last is not None else []
        weight = round(sum(sign.weight for sign in signs), 2)
        telling = sorted((sign for sign in signs if sign.weight >= _MIN_TOLD), key=lambda sign: -sign.weight)
        reasons = tuple(sign.words for sign in telling[:_MAX_REASONS])
        if MIN_POSSIBLE <= weight < THRESHOLD:
            paper = beginnings[max(beginnings)]
            beginnings[max(beginnings)] = replace(paper, possible=(*paper.possible, (page.number, reasons)))
        if weight >= THRESHOLD:
            beginnings[at if covers_from is None else covers_from] = Paper((), "", reasons, weight)
            current = _Current()
        if identity and not current.identity:
            first = max(beginnings)
            beginnings[first] = replace(beginnings[first], name=beginnings[first].name or identity.name)
        current = current.with_page(seen)
        covers_from = None
    firsts = sorted(beginnings)
    return tuple(
        replace(beginnings[first], pages=tuple(pages[first:behind]))
        for first, behind in zip(firsts, [*firsts[1:], len(pages)], strict=True)
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is seen on a page, each thing worked out once."""

    page: Page
    kind: str
    identity: _Identity | None
    count: PageCount | None
    head: tuple[str, ...]  # its first lines, in capitals
    labels: frozenset[str]  # of a heading, among them
    days: frozenset[str]  # at its top, EDTF
    form: str  # the printed form of a first page; "" if it is on none
    look: PageLook
    paragraphs: tuple[int, ...]

    @classmethod
    def of(
        cls, page: Page, kind: PageKind, identity: _Identity | None, count: PageCount | None, window: int
    ) -> "_Seen":
        """What is seen on a page of a kind, whose heading and page line were read."""
        head = _capitals(page)
        return cls(
            page,
            kind.name,
            identity,
            count,
            head,
            _labels(head),
            _days_at_top(head, window),
            _form_of_first_page(page),
            page_look(page),
            tuple(_paragraphs(page)),
        )


@dataclass(frozen=True, slots=True)
class _Current:
    """What is known of the paper that a page may belong to."""

    identity: _Identity | None = None
    count: PageCount | None = None
    last: Page | None = None
    last_paragraph: int = 0
    text: str = ""
    has_heading: bool = False
    page_count: int = 0
    last_kind: str = ""
    last_look: PageLook = PageLook()
    last_form: str = ""
    days: frozenset[str] = frozenset()

    def with_page(self, seen: _Seen) -> "_Current":
        """The same with one page more."""
        page = seen.page
        return _Current(
            self.identity or seen.identity,
            seen.count or self.count,
            page if any(page.words) else self.last or page,
            seen.paragraphs[-1] if seen.paragraphs else self.last_paragraph,
            f"{self.text}\n{page.text.upper()}",
            self.has_heading or seen.identity is not None or len(seen.labels) >= 2 or bool(seen.form),
            self.page_count + 1,
            seen.kind,
            seen.look,
            seen.form,
            self.days | seen.days,
        )


def _signs(seen: _Seen, current: _Current) -> list[_Sign]:
    """What speaks for and against a page's being the first of another paper than the current one."""
    page, identity, head, labels = seen.page, seen.identity, seen.head, seen.labels
    signs = [*_heading_signs(identity, current), *_count_signs(seen.count, current)]
    # a single page without a heading is most likely a slip or a synopsis, and the heading is that of its paper
    is_behind_slip = not current.has_heading and current.page_count == 1
    if any(_CONTINUES.fullmatch(line) for line in head[:12]):
        signs.append(_Sign(-3.0, "it says that it goes on"))
    if any(_ENCLOSURE.fullmatch(line) for line in head[:4]) or seen.kind == "enclosure" or _is_stamped_enclosure(page):
        signs.append(_Sign(-2.0, "it is an enclosure"))
    if seen.kind in ("blank", "photograph", "clipping"):
        signs.append(_Sign(-2.0, f"it is a {seen.kind}"))
    has_date = any(_DATE_LINE.fullmatch(line) for line in head[:10])
    if len(labels) >= 2 or (labels and has_date):
        weight = (1.0 if len(labels) + has_date > 2 else 0.6) * (0.5 if is_behind_slip else 1.0)
        signs.append(_Sign(weight, f"a heading at its top ({', '.join(sorted(label.title() for label in labels))})"))
    elif has_date and not identity:
        signs.append(_Sign(0.2, "a date at its top"))
    signs += _opening_signs(page, current)
    signs += _form_signs(seen, current, is_behind_slip=is_behind_slip)
    if current.has_heading and (labels or identity):
        signs.append(_Sign(0.2, "the paper before it has a heading"))
    signs += _text_signs(seen, current, has_labels=len(labels) >= 2 or identity is not None)
    signs += _day_signs(seen.days, current)
    if (number := foot_number(page)) and number in (current.page_count, current.page_count + 1) and number > 1:
        signs.append(_Sign(-0.6, f"it is numbered {number} at its foot"))
    if not (identity and identity.message_number):
        signs += _enclosure_signs(seen, current)
    begins = any(sign.weight >= _MIN_BEGINNING for sign in signs)
    looks = [_Sign(weight, words) for weight, words in compare_looks(current.last_look, seen.look)]
    return signs + [sign for sign in looks if begins or sign.weight < 0]


_MIN_BEGINNING = 0.4
"""The least weight of a sign on the page itself that lets its look count for a beginning: enclosures look other too."""


def _form_signs(seen: _Seen, current: _Current, *, is_behind_slip: bool) -> Iterator[_Sign]:
    """Whether a page is of the kind that papers begin with, or on a printed form of first pages."""
    if seen.kind == "message":
        is_running_head = current.last_kind == "message" and current.page_count > 1
        yield _Sign(0.1 if is_running_head or is_behind_slip else 0.4, "it looks like the first page of a message")
    if seen.form and seen.form == current.last_form:
        yield _Sign(0.1, f"it is on the form of a {seen.form}, as is the page before it")
    elif seen.form:
        yield _Sign(0.5 if is_behind_slip else 0.9, f"it is on the form of a {seen.form}")


def _enclosure_signs(seen: _Seen, current: _Current) -> Iterator[_Sign]:
    """Whether the paper before a page says that it has enclosures; directly behind that it is most likely one."""
    last = current.last.text.upper() if current.last else ""
    if any(_LISTS_ENCLOSURES.match(line) for line in last.splitlines()):
        yield _Sign(-1.2, "the page before it lists enclosures")
    elif _ANNOUNCES.search(last):
        yield _Sign(-0.7, "the page before it has enclosures")
    elif _ANNOUNCES.search(current.text):
        is_full = seen.form or len(seen.labels) > _SOME_LABELS
        yield _Sign(-0.3 if is_full else -0.6, "the paper before it has enclosures")


_SOME_LABELS = 2


def _days_at_top(head: Sequence[str], window: int) -> frozenset[str]:
    """The whole days, in EDTF, that stand in short lines at the top of a page, by its first lines in capitals."""
    short = [line for line in head[:_DAY_LINES] if len(line.split()) <= _MAX_DAY_WORDS]
    days = (day.edtf for line in short for day in find_days(line, window=window))
    return frozenset(day for day in days if day and len(day) == len("1962-11-08"))


_DAY_LINES = 12
_MAX_DAY_WORDS = 7


def _day_signs(days: frozenset[str], current: _Current) -> Iterator[_Sign]:
    """Whether a page has the day that the paper before it has at a top, or another: not of the same month."""
    if days & current.days:
        yield _Sign(-0.4, "the same day at its top")
    elif days and current.days and not {day[:7] for day in days} & {day[:7] for day in current.days}:
        yield _Sign(0.3, "another day at its top")


def _form_of_first_page(page: Page) -> str:
    """The printed form of a first page that a page is on; "" where it is on none."""
    kind = page_kind(page, first_page_forms(), position=1)
    return "" if kind.name == OTHER else kind.name


def _ends_message(page: Page) -> bool:
    """Does a page say, in a line of its own, that its message ends?"""
    return any(_END.fullmatch(line.text.strip().upper()) for line in page.lines)


_END = re.compile(r"(?:\w{1,3} )?\W{0,3}END OF (?:MESSAGE|TELEGRAM|DISPATCH|DESPATCH)\W{0,3}")


def _labels(head: Sequence[str]) -> frozenset[str]:
    """The labels and titles of a heading among the first lines of a page, in capitals."""
    return frozenset((match[1] or match[2]) for line in head if (match := _LABEL.match(line)))


def _is_stamped_enclosure(page: Page) -> bool:
    """Does the word alone stand in capitals at the page's foot, where a registry stamps it?"""
    return "ENCLOSURE" in [line.text.strip(" .:") for line in page.lines if line.words][-6:]


_ANNOUNCES = re.compile(
    r"\b(?:ATTACH(?:ED|MENTS?)|ENCLOS(?:ED|URES?)|ANNEX(?:ED|ES)?|TRANSMIT(?:TED|TAL)|HEREWITH|ENCL)\b"
)


_LISTS_ENCLOSURES = re.compile(r"\W{0,2}(?:ATTACHMENTS?|ENCLOSURES?|ENCLS?|ANNEX(?:ES)?)\b\W{0,3}(?:[(:;\d]|$)")


def _heading_signs(identity: _Identity | None, current: _Current) -> Iterator[_Sign]:
    """What the heading on a page says beside that of the current paper: numbers first, then sender and day."""
    if identity is None:
        return
    before = current.identity
    own = f"a heading of its own ({identity.name})"
    if before is None:
        # behind a single page without a heading it is most likely that page's: a slip or cover was not known as such
        is_full = bool(identity.sender and identity.message_number)
        yield _Sign((1.0 if is_full else 0.8) if current.has_heading or current.page_count > 1 else 0.4, own)
        return
    if identity.message_number and before.message_number:
        senders = {identity.sender, before.sender} - {""}
        is_other = identity.message_number != before.message_number or len(senders) > 1
        yield _Sign(1.6, own) if is_other else _Sign(-2.0, "the same number")
    elif identity.arrival_number and before.arrival_number:
        yield _Sign(1.6, own) if identity.arrival_number != before.arrival_number else _Sign(-2.0, "the same number")
    elif identity.sender and before.sender and identity.date_sent and before.date_sent:
        is_other = (identity.sender, identity.date_sent) != (before.sender, before.date_sent)
        yield _Sign(1.2, own) if is_other else _Sign(-1.0, "the same sender and date")
    else:
        yield _Sign(0.4, own)


def _opening_signs(page: Page, current: _Current) -> Iterator[_Sign]:
    """The line with a telegram's date-time group, and its number, though the rest of the heading is not legible."""
    for line in page.lines[:MAX_FIRST_LINE]:
        words = line.text.upper().split()
        if len(words) > _MAX_OPENING_WORDS or line.kind is Kind.PAGE_LINE or words[:1] in (["REF"], ["REF:"], ["PAGE"]):
            continue
        plain = " ".join(words)
        if (group := _GROUP.search(plain)) and group[0] not in current.text:
            is_heading = _OF_HEADING.search(plain.replace(group[0], ""))
            yield _Sign(1.1 if is_heading else 0.9, f"a date-time group of its own ({group[0]})")
            break
    for line in page.lines[:MAX_FIRST_LINE]:
        if (cited := _CITE.search(line.text.upper())) and cited[2] not in current.text:
            yield _Sign(0.5, f"a number of its own ({cited[1]} {cited[2]})")
            break


def _count_signs(count: PageCount | None, current: _Current) -> Iterator[_Sign]:
    if count is None:
        return
    number = current.identity.message_number if current.identity else ""
    arrival = current.identity.arrival_number if current.identity else ""
    before = current.count
    known = {known for known in (number, before.message_number if before else "") if known}
    if count.page == 1:
        words = f"the page count begins again ({count.words.strip()})"
        is_new = before is None or before.page != 1 or (count.message_number and count.message_number not in known)
        yield _Sign(1.2 if count.of or count.message_number else 0.6, words) if is_new else _Sign(0.3, words)
    elif count.arrival_number and arrival:
        same = count.arrival_number == _figures(arrival)
        yield _Sign(-3.0, "the same number") if same else _Sign(0.2, f"its page line names IN {count.arrival_number}")
    elif count.message_number and known and count.message_number not in known and before and before.message_number:
        yield _Sign(1.2, f"its page line names another message ({count.words.strip()})")
    elif before and count.page and before.page and count.page < before.page:
        yield _Sign(0.3, f"the page count goes back to {count.page}")
    else:
        yield _Sign(-3.0, "its page line says that it goes on")


def _text_signs(seen: _Seen, current: _Current, *, has_labels: bool) -> Iterator[_Sign]:
    """What the running text says: whether a sentence or the paragraphs' numbers go on."""
    page, paragraphs = seen.page, seen.paragraphs
    if current.last is not None:
        last = [line.text.strip() for line in current.last.lines if line.kind is Kind.MESSAGE and line.text.strip()]
        has_ended = any(_CLOSING.fullmatch(line.upper()) for line in last[-6:]) or _ends_message(current.last)
        if has_ended and _ends_message(page):
            yield _Sign(1.6, "the page before it and it itself each end a message")
        elif has_ended:
            yield _Sign(0.4, "the paper before it has ended")
    own = [line.text.strip() for line in _head(page) if not is_release_marking(line.text)]
    running = next((at for at, line in enumerate(own[:8]) if len(line.split()) >= 6), None)
    above = sum(len(line.split()) >= 3 for line in own[:running])
    if running is not None and above <= 1 and _RUNS_ON.match(own[running]):
        yield _Sign(-1.5, "a sentence runs on")
    if paragraphs and current.last_paragraph and 1 < paragraphs[0] <= current.last_paragraph + 2:
        yield _Sign(-0.4 if has_labels else -1.2, "the paragraphs are numbered on")
    elif paragraphs and paragraphs[0] == 1 and current.last_paragraph > 1:
        yield _Sign(0.5, "the paragraphs begin again")


def _capitals(page: Page) -> tuple[str, ...]:
    return tuple(" ".join(line.text.upper().split()) for line in _head(page))


def _paragraphs(page: Page) -> list[int]:
    return [int(match[1]) for line in page.lines if (match := _PARAGRAPH.match(line.text))]


def _head(page: Page) -> list[Line]:
    return [line for line in page.lines if line.words and line.kind not in (Kind.STAMP, Kind.HANDWRITING)][:_HEAD_LINES]


def _identity(page: Page, window: int, order: str) -> _Identity | None:
    """What the heading at the top of a page says; None where there is none that names its paper."""
    draft = read_draft(draft_of_pages([page], window, order), on_forms_only=True)
    if not draft.form:
        return None
    sender = str(draft.values.get(slots.FROM) or "") if _is_at_top(draft, slots.FROM) else ""
    addressees = tuple(draft.values.get(slots.TO) or ()) if _is_at_top(draft, slots.TO) else ()
    number = str(draft.values.get(slots.NUMBER) or "") if _is_at_top(draft, slots.NUMBER) else ""
    date_sent = (draft.whole_date or "") if _is_at_top(draft, slots.DATE) or _is_at_top(draft, slots.DTG) else ""
    arrival = str(draft.values.get(slots.IN_NUMBER) or "") if _is_at_top(draft, slots.IN_NUMBER) else ""
    given = sum(map(bool, (sender, addressees, number, date_sent)))
    if given < 2 or not (number or arrival or (sender and date_sent)):
        return None
    return _Identity(same_post(sender, {}) if sender else "", addressees, _figures(number), date_sent, arrival)


def _is_at_top(draft: HeadingDraft, slot: slots.Slot[Any]) -> bool:
    return any(evidence.line < MAX_FIRST_LINE for evidence in draft.evidence.get(slot, ()) if evidence.value)


def _figures(number: str) -> str:
    """A message number without what stands before it and without leading zeros; as it is if it has no figure."""
    figures = re.search(r"\d[\d./-]*$", number)
    return figures[0].lstrip("0") if figures else number
