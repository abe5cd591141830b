"""Stamps, time clocks and the day of the date-time group -> the day a paper was sent, where its heading gives none.

A date-time group without month and year says the day; a stamp or a note of distribution of the same day, or of the
next two, says month and year. Two that agree are believed though neither is sure; one by itself only if it is
sure. What is put together says of what, and is inferred. Both readers of headings ask here.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from briefbook.cables import heading_slots as slots
from briefbook.cables.heading_draft import HeadingDraft, HeadLine, date_figures
from briefbook.model.cable import Derivation
from briefbook.model.page import Line
from briefbook.text.dates import ENGLISH, Group, find_days, find_group, full_year, is_day
from briefbook.text.months import SHORT_MONTH
from briefbook.text.stamps import Stamp, StampKind, find_stamps, may_be_received

if TYPE_CHECKING:
    from briefbook.text.line_scores import LineScores

LineScoresOf = Callable[[int, Line], "LineScores | None"]
"""The recogniser's scores of a line, by its page's number; None where there are none."""

MAX_DELAY = 2
"""Days between sending and the time stamped on receipt, at most; what is farther apart is no receipt of it."""

MAX_HEAD_LINES = 36
"""Lines of a heading that are asked for stamps."""

_MIN_FIGURES = 3
"""A line with fewer figures is no stamp of day, year and number, however badly it was read."""

_DELAY_COST = 2.5
_UNNAMED_COST = 2.0
_YEAR_COST, _MAX_YEAR_COST = 1.0, 4.0
_UNUSUAL_COST = 4.0
_MAX_SEARCH_COST, _MIN_MARGIN = 9.0, 3.0
"""Natural logarithms: a day of delay, the year before the last that the paper names, each year after it, one earlier or
farther off, one outside the years of ``_MACHINES``, how far a stamp may be from the best string of all, and how much
likelier than any other month. Chosen on messages of data/releases (bench/RESULTS.md)."""

_MACHINES = (1955, 1975)
"""Years in which messages at hand have a numbering machine's stamp; later ones were printed by computers."""

_YEARS = re.compile(rf"(?<![0-9])19[0-9]{{2}}(?![0-9])|(?<=(?:{SHORT_MONTH})[ /.'])[0-9]{{2}}(?![0-9])")

_FIRST_YEAR = 35
"""Years of the window's century before which no telegram here was stamped by machine."""
_NOON = "12:00"  # in Greenwich: a message stamped before it may have been sent the evening before
BOX_LABEL = re.compile(r"^\W*DATE\b(?!\s?[A-Z]{4})")
"""The label of a form's box for the day."""


OTHER_PAPER = re.compile(r"\bREFS?\b|\bRE[:F]|BORN|\bDPOB\b|\bDOB\b|\(\s?IN\s?\d{5}", re.I)
"""What says that a line speaks of another paper too."""

_FILED = re.compile(r"(?<=[A-Z] )(?P<day>\d{2})(?P<clock>\d{2,4})Z\b")
_STUCK_LETTER = re.compile(r"(?:(?<=\bSECRE)|(?<=CRE )|(?<=C R E ))[1IL](?=[0-9]{6}Z\b)")
"""The T of SECRET, read as a figure and put to the date-time group behind it: ECRE 1201440Z."""
_MONTHS_END = 27
"""So many days apart are the last of a month and the first of the next."""

TIME_STAMPED = "the time stamped on it"
"""The note of a time that a clock stamped on a message when it came."""

_SAYS = {
    StampKind.CLOCKED: TIME_STAMPED,
    StampKind.REGISTER: "what the numbering machine stamped on it",
    StampKind.RECEIVED: "the day stamped on receipt",
    StampKind.SLOTTED: "the note of its distribution",
    StampKind.LABELLED: "the labelled day",
    StampKind.DAY: "the day that stands on it by itself",
    StampKind.BOX: "the day in its box",
    StampKind.GROUP: "the date-time group",
}
_NOT_RECEIVED_AT_ONCE = ("ca_letter", "ca_memo", "us_airgram", "ca_despatch", "nato_document", "us_print_memo")
_WRITTEN = (StampKind.GROUP, StampKind.LABELLED)
_ON_RECEIPT = (StampKind.CLOCKED, StampKind.REGISTER, StampKind.RECEIVED)


@dataclass(frozen=True, slots=True)
class StampedDate:
    """A day put together from stamps: EDTF, the line and words it was read from, how sure the rule is, and why."""

    edtf: str
    line: int
    written: str
    how: Derivation
    confidence: float
    note: str


@dataclass(frozen=True, slots=True)
class _Clue:
    """A stamp on a line of the heading.

    ``sure``: its figures were read with confidence; ``of_other``: the line speaks of another paper too, so that the
    stamp counts only where another one confirms it.
    """

    stamp: Stamp
    line: int
    written: str
    sure: bool
    of_other: bool

    @property
    def day(self) -> date | None:
        edtf = self.stamp.edtf
        return date.fromisoformat(edtf) if edtf else None


def put_stamps(draft: HeadingDraft) -> None:
    """Put what stamps tell into a heading that lacks it: the day, when it was received, the receiver's number.

    A day not legible so far may be confirmed by them. What is there already stays, whatever a stamp says.
    """
    _put_date(draft)
    if not draft.form or draft.form in _NOT_RECEIVED_AT_ONCE or draft.values.get(slots.FROM) == "DIRECTOR":
        return
    lines = enumerate(draft.lines[:MAX_HEAD_LINES])
    is_agencys = draft.form.startswith("cia")  # whose numbering machine's stamps are wanted too
    asked = ((at, line) for at, line in lines if is_agencys or may_be_received(line.text))
    clues = [clue for clue in _clues(asked, draft.window, of_receipt=True) if clue.sure and not clue.of_other]
    _put_receipt(draft, clues)
    registers = [clue for clue in clues if clue.stamp.kind is StampKind.REGISTER and clue.stamp.register]
    if registers and is_agencys:
        clue = registers[0]
        draft.put(slots.IN_NUMBER, f"IN {clue.stamp.register}", clue.line, written=clue.written)


def _put_receipt(draft: HeadingDraft, clues: Sequence[_Clue]) -> None:
    """The day and clock stamped on receipt, unless the heading has one, or two stamps differ."""
    if any(draft.values.get(slot) for slot in (slots.RECEIVED, slots.RECEIVED_LOCAL, slots.RECEIVED_DATE)):
        return
    datelines = {clock.line for clock in draft.evidence.get(slots.TIME_LOCAL, ())}
    receipts = [
        clue
        for clue in clues
        if clue.stamp.kind in (StampKind.RECEIVED, StampKind.CLOCKED) and clue.day and not clue.stamp.mended
        if clue.line not in datelines
    ]
    if len({clue.day for clue in receipts}) != 1:
        return
    clue = receipts[0]
    zone = "Z" if clue.stamp.kind is StampKind.CLOCKED else ""
    value = f"{clue.day}T{clue.stamp.clock}{zone}" if clue.stamp.clock else str(clue.day)
    draft.put(slots.RECEIVED, value, clue.line, written=clue.written, confidence=0.85, note=_SAYS[clue.stamp.kind])


def _put_date(draft: HeadingDraft) -> None:
    if draft.values.get(slots.DATE) not in (None, ""):
        return
    lines = [*draft.lines, *draft.stamps]
    is_message = draft.form not in ("", *_NOT_RECEIVED_AT_ONCE)
    stamped = stamped_date(draft.lines, draft.stamps, window=draft.window, is_message=is_message)
    if stamped is None:
        return
    draft.evidence.pop(slots.DATE, None)  # a doubt that is settled
    draft.put(
        slots.DATE,
        stamped.edtf,
        stamped.line if stamped.line < len(draft.lines) else -1,
        written=stamped.written,
        how=stamped.how,
        confidence=min(stamped.confidence, _least(lines[stamped.line], stamped.written)),
        note=stamped.note,
    )


def _least(line: HeadLine, written: str) -> float:
    """The confidence of the least sure word of a line among those of a text, for lines that the draft has set aside."""
    words = set(re.findall(r"\w+", written.upper()))
    measured = [
        word.confidence
        for word in line.words
        if word.confidence is not None and words & set(re.findall(r"\w+", word.text.upper()))
    ]
    return min(measured, default=1.0)


def stamped_date(
    lines: Sequence[HeadLine], stamps: Sequence[HeadLine] = (), *, window: int = 1900, is_message: bool = True
) -> StampedDate | None:
    """The day a paper was sent, as stamps and the day of its date-time group tell it.

    Args:
        lines: The lines of the heading in order; of a longer text the first 36 are asked.
        stamps: Lines that were set aside as stamps.
        window: The first year of the hundred years that years of two figures fall in.
        is_message: Is it a telegram or a like message: received, and stamped, within a day or two?

    Returns:
        The day with its reason, ``line`` counted through ``lines`` and then ``stamps``; None where nothing tells it,
        where what does is not sure, or where two stamps contradict each other.
    """
    clues = list(_clues([*enumerate(lines[:MAX_HEAD_LINES]), *enumerate(stamps, len(lines))], window))
    text = "\n".join(line.text for line in lines)
    if group := _group(lines, window):
        return _of_group(group[0], lines[group[0]], group[1], clues, text)
    whole = [clue for clue in clues if clue.stamp.kind is StampKind.GROUP and clue.sure and not clue.of_other]
    whole = [clue for clue in whole if clue.day]
    if whole:
        return _result(whole[0], 0.9, "")
    return _agreeing(clues, lines, window) or _alone(clues, lines, text, is_message=is_message)


def is_noted_day(draft: HeadingDraft, line: str) -> bool:
    """Is a day that no box labels one that the date-time group is not of: noted on a copy when it was sent on?

    Where a figure of the group is lost, no such day is believed.
    """
    days = find_days(line, window=draft.window)
    if re.match(r"\W*DA", line.upper()) or not days or not days[0].day:
        return False
    filed = _FILED.search("\n".join(draft.texts[:MAX_HEAD_LINES]))
    if filed is None:
        return False
    return len(filed["clock"]) < 4 or 1 < abs(int(filed["day"]) - days[0].day) < _MONTHS_END


def put_searched_date(draft: HeadingDraft, line_scores: LineScoresOf) -> None:
    """Put the day of the date-time group into a heading without a date, where the picture of a stamp says the month.

    The stamp need not be legible as text: each month and year in which it can be is held against the recogniser's
    scores of each line of the head that has figures. The likeliest counts if it is at least twenty times as likely as
    any other, a year that the paper does not name being less likely than one that it does.

    Args:
        draft: A heading that was read.
        line_scores: What is known of a line's picture, by its page's number and the line; None where nothing is.
    """
    from briefbook.text.stamp_scores import day_scores  # numpy is loaded only for who asks

    group = _group(draft.lines, draft.window)
    if draft.values.get(slots.DATE) not in (None, "") or group is None:
        return
    at, filed = group
    line = draft.lines[at]
    written = line.text[filed.start : filed.end]
    sure = line.is_confident(*date_figures(written))
    days = _possible_days(filed.day, draft.window, MAX_DELAY if sure else 0)  # a stamp of the same day confirms it
    named = _named_years(draft.text, draft.window)
    costs: dict[tuple[int, int], float] = {}
    for of_head in (*draft.lines[:MAX_HEAD_LINES], *draft.stamps):
        if of_head.page != line.page or sum(map(str.isdigit, of_head.text)) < _MIN_FIGURES:
            continue
        scores = line_scores(of_head.page, Line(of_head.words))
        for strip in scores.strips if scores else ():
            for fit in day_scores(strip.scores, scores.alphabet if scores else "", list(days)):
                sent, delay = days[fit.day]
                cost = fit.cost + _DELAY_COST * delay + _year_cost(sent.year, named)
                costs[sent.year, sent.month] = min(cost, costs.get((sent.year, sent.month), cost))
    likeliest = sorted(costs, key=lambda month: costs[month])
    if not likeliest or costs[likeliest[0]] > _MAX_SEARCH_COST:
        return
    if len(likeliest) > 1 and costs[likeliest[1]] - costs[likeliest[0]] < _MIN_MARGIN:
        return
    year, month = likeliest[0]
    note = "the day of the date-time group; its month and year are the likeliest on the picture of the stamp of receipt"
    value = f"{year:04d}-{month:02d}-{filed.day:02d}"
    draft.evidence.pop(slots.DATE, None)
    draft.put(slots.DATE, value, at, written=written, how=Derivation.INFERRED, confidence=0.6, note=note)


def _named_years(text: str, window: int) -> set[int]:
    """The years that a heading and what follows it name, in four figures or behind a month; none of a birth."""
    text = re.sub(r"\b(?:BORN|DPOB|DOB|BIRTH)\b.{0,40}", " ", text)
    years = {int(year) for year in re.findall(r"(?<![0-9])19[0-9]{2}(?![0-9])", text)}
    years |= {full_year(year, window) for year in re.findall(rf"(?:{SHORT_MONTH})[A-Z]*\W?([0-9]{{2}})\b", text)}
    return {year for year in years if year >= window + _FIRST_YEAR}


def _year_cost(year: int, named: set[int]) -> float:
    """How unlikely a year is: a paper is sent in the last year that it names, or in one of the next, hardly before.

    A paper may name the year that comes, but not one that is farther off.
    """
    cost = _UNUSUAL_COST * (not _MACHINES[0] <= year <= _MACHINES[1])
    if not named or year in named:
        return cost
    behind = year - max(named)
    if behind == -1:
        return cost + _UNNAMED_COST
    return cost + min(_MAX_YEAR_COST, _YEAR_COST * behind if behind > 0 else _MAX_YEAR_COST)


def _possible_days(day: int, window: int, max_delay: int) -> dict[date, tuple[date, int]]:
    """The days on which a message of a day of any month can have been stamped, with the day it was sent and the delay.

    Of two days of sending that lead to one day of the stamp, the one with the shorter delay.
    """
    days: dict[date, tuple[date, int]] = {}
    for delay in range(max_delay + 1):
        for year in range(max(window, 1) + _FIRST_YEAR, max(window, 1) + 100):
            for month in range(1, 13):
                if is_day(year, month, day):
                    sent = date(year, month, day)
                    days.setdefault(sent + timedelta(days=delay), (sent, delay))
    return days


def _clues(lines: Iterable[tuple[int, HeadLine]], window: int, *, of_receipt: bool = False) -> Iterator[_Clue]:
    """The stamps on lines; ``of_receipt``: only what was stamped on receipt, and groups."""
    for at, line in lines:
        stamps = find_stamps(line.text, window=window, of_receipt=of_receipt)
        of_other = bool(stamps) and OTHER_PAPER.search(line.text) is not None
        for stamp in stamps:
            written = line.text[stamp.start : stamp.end]
            figures = date_figures(written)
            sure = bool(figures) and line.is_confident(*figures)
            yield _Clue(stamp, at, written, sure, of_other)


def _group(lines: Sequence[HeadLine], window: int) -> tuple[int, Group] | None:
    """The first date-time group without month and year, and its line."""
    for at, line in enumerate(lines[:MAX_HEAD_LINES]):
        if OTHER_PAPER.search(line.text):
            continue
        group = find_group(_STUCK_LETTER.sub(" ", line.text), window=window)
        if group is None or group.zone != "Z":
            continue
        clocked = (stamp for stamp in find_stamps(line.text, window=window) if stamp.kind is StampKind.CLOCKED)
        if not any(stamp.start < group.end and group.start < stamp.end for stamp in clocked):
            return None if group.month and group.year else (at, group)
    return None


def _of_group(at: int, line: HeadLine, group: Group, clues: Sequence[_Clue], text: str) -> StampedDate | None:
    """The day of a date-time group in the month and year of a stamp that follows it within two days."""
    days: dict[date, list[_Clue]] = {}
    for clue in clues:
        if (day := _sent_before(clue, group.day)) is not None:
            days.setdefault(day, []).append(clue)
    legible = line.is_confident(*date_figures(line.text[group.start : group.end]))
    believed = [day for day, fits in days.items() if _is_believed(day, fits, clues, text, legible=legible)]
    if len(believed) != 1:
        return None
    day = believed[0]
    clue = max(days[day], key=lambda clue: clue.sure)
    note = f"the day of the date-time group; its month and year those of {_SAYS[clue.stamp.kind]}"
    return StampedDate(day.isoformat(), at, line.text[group.start : group.end], Derivation.INFERRED, 0.85, note)


def _sent_before(clue: _Clue, day: int) -> date | None:
    """The day of the month nearest before a stamp, or a day after a local one; None where it is too far from it."""
    stamped = clue.day
    if stamped is None or clue.stamp.kind is StampKind.GROUP or clue.of_other:
        return None
    earliest = 0 if clue.stamp.kind in _ON_RECEIPT else -1
    for delay in (0, *range(1, MAX_DELAY + 1), *range(earliest, 0)):
        sent = stamped - timedelta(days=delay)
        if sent.day == day:
            return sent
    return None


def _is_believed(day: date, fits: Sequence[_Clue], clues: Sequence[_Clue], text: str, *, legible: bool) -> bool:
    """Is a stamp sure, or does another, or the text, have the same month and year?"""
    same_day = any(clue.stamp.day == day.day for clue in fits)
    if not legible and not same_day:
        return False
    if any(clue.sure and not clue.stamp.mended for clue in fits) or len({clue.line for clue in fits}) > 1:
        return True
    partial = any(
        clue.stamp.month is None and (clue.stamp.day, clue.stamp.year) == (day.day, day.year) for clue in clues
    )
    for clue in fits:
        text = text.replace(clue.written, " ", 1)
    if partial or (same_day and _names_month(text, day)):
        return True
    return same_day and any(not clue.stamp.mended and _of_its_time(clue, text) for clue in fits)


def _names_month(text: str, day: date) -> bool:
    """Does the text name the month and year of a day: AUGUST 1964, 2 AUG 64?"""
    name = ENGLISH[day.month - 1].upper()
    return bool(re.search(rf"\b(?:{name}|{name[:3]})\W{{1,2}}(?:{day.year}|{day.year % 100:02d})\b", text.upper()))


def _agreeing(clues: Sequence[_Clue], lines: Sequence[HeadLine], window: int) -> StampedDate | None:
    """A day that two stamps tell, neither of which need be sure: equal, or received a day after the day in its box."""
    pairs = {
        (first.day, at)
        for at, first in enumerate(clues)
        for second in clues
        if first.day
        and second.day
        and first.line != second.line
        and not (first.of_other or second.of_other)
        and first.stamp.kind not in _ON_RECEIPT
        and second.stamp.kind in (*_ON_RECEIPT, StampKind.SLOTTED)
        and 0 <= (second.day - first.day).days <= 1
    }
    days = {day for day, _ in pairs}
    if len(days) == 1:
        clue = clues[min(at for _, at in pairs)]
        return _result(clue, 0.8, f"{_SAYS[clue.stamp.kind]}, confirmed by a stamp of that day or the next")
    return None if days else _slotted_in_year(clues, lines, window)


def _slotted_in_year(clues: Sequence[_Clue], lines: Sequence[HeadLine], window: int) -> StampedDate | None:
    """The day of a note of distribution without year, in the year of a stamp of that day, or of the night behind it.

    Any whole day of the head that is the same has its year too, be it struck across a line of references.
    """
    notes = [(clue.stamp.day, clue.stamp.month) for clue in clues if _is_slotted_without_year(clue)]
    days: dict[date, tuple[int, str, str]] = {}
    for stamp in clues:
        nights = (0, 1) if stamp.stamp.clock else (0,)
        for day in [stamp.day - timedelta(days=night) for night in nights] if stamp.day else ():
            if (day.day, day.month) in notes:
                days.setdefault(day, (stamp.line, stamp.written, _SAYS[stamp.stamp.kind]))
    for at, line in enumerate(lines[:MAX_HEAD_LINES]) if notes and not days else ():
        for whole in find_days(line.text, window=window):
            if whole.year and (whole.day, whole.month) in notes and whole.edtf:
                written = line.text[whole.start : whole.end]
                days.setdefault(date.fromisoformat(whole.edtf), (at, written, "the year of a day on it"))
    if len(days) != 1:
        return None
    day, (at, written, says) = next(iter(days.items()))
    note = f"{says}, of the day of the note of its distribution"
    return StampedDate(day.isoformat(), at, written, Derivation.INFERRED, 0.8, note)


def _is_slotted_without_year(clue: _Clue) -> bool:
    return clue.stamp.kind is StampKind.SLOTTED and clue.stamp.year is None and clue.stamp.month is not None


def _alone(clues: Sequence[_Clue], lines: Sequence[HeadLine], text: str, *, is_message: bool) -> StampedDate | None:
    """A day that one kind of stamp alone tells, if it is sure and no other stamp of the kind contradicts it."""
    kinds = (StampKind.LABELLED, StampKind.CLOCKED, StampKind.REGISTER, StampKind.RECEIVED, StampKind.DAY)
    for kind in kinds if is_message else kinds[:1]:
        of_kind = [clue for clue in clues if clue.stamp.kind is kind and clue.day and not clue.of_other]
        if kind is StampKind.REGISTER:
            of_kind = [clue for clue in of_kind if clue.stamp.register]
        if not of_kind:
            continue
        clue = of_kind[0]
        named = clue.day is not None and _names_month(text.replace(clue.written, " ", 1), clue.day)
        if len({clue.day for clue in of_kind}) > 1 or not clue.sure or (clue.stamp.mended and not named):
            return None
        if kind is StampKind.DAY and not _of_its_time(clue, text):
            return None
        if kind is not StampKind.LABELLED and not _boxes_agree(clue, clues, lines):
            return None
        if kind is StampKind.CLOCKED and clue.stamp.clock < _NOON:
            return None  # sent the day before, as likely as not
        return _result(clue, 0.9 if kind is StampKind.LABELLED else 0.6, _SAYS[kind])
    return None


def _boxes_agree(clue: _Clue, clues: Sequence[_Clue], lines: Sequence[HeadLine]) -> bool:
    """Is there no box for the day, or does it hold a stamp's or one of the two before it? False if none is legible."""
    legible = {other.line for other in clues if other.stamp.kind is StampKind.BOX}
    for at, line in enumerate(lines[:MAX_HEAD_LINES]):
        if at not in legible and BOX_LABEL.match(line.text) and not _shows_day(lines[at : at + 2], clue.stamp.day):
            return False
    days = [clue.day - timedelta(days=delay) for delay in range(MAX_DELAY + 1)] if clue.day else []
    boxes = [other.stamp for other in clues if other.stamp.kind is StampKind.BOX and not other.of_other]
    return all(any((box.day, box.month) == (day.day, day.month) for day in days) for box in boxes)


def _shows_day(box: Sequence[HeadLine], day: int | None) -> bool:
    """Is a day of the month at least legible in a box whose month is not, on the label's line or the one below?"""
    return day is not None and any(re.match(rf"\W*(?:DATE\W.{{0,8}})?{day:02d}\W", line.text) for line in box)


def _of_its_time(clue: _Clue, text: str) -> bool:
    """Does the paper name the year once more: else a day by itself may be that of its filing, or its year misread."""
    year = (clue.stamp.year or 0) % 100
    others = text.replace(clue.written, " ", 1)
    return bool(re.search(rf"(?:(?<![0-9])19|['’]|[A-Z]{{3}}\W?){year:02d}(?![0-9])", others, re.I))


def _result(clue: _Clue, confidence: float, note: str) -> StampedDate:
    how = Derivation.OBSERVED if clue.stamp.kind in _WRITTEN else Derivation.INFERRED
    return StampedDate(str(clue.stamp.edtf), clue.line, clue.written, how, confidence, note)
