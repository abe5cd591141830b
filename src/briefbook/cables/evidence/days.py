"""A paper -> candidates for its date."""

import re
from collections.abc import Iterator
from dataclasses import replace

from briefbook.cables.evidence.labels import Label
from briefbook.cables.evidence.paper import Candidate, Paper, PaperLine, label_at
from briefbook.text.dates import find_days, find_group, numeric_days
from briefbook.text.months import SHORT_MONTH

DAY_IN_FIGURES = re.compile(r"(?<![\d./-])\d{1,2}\s?([./-])\s?\d{1,2}\s?\1\s?(?:(?:19|20)\d\d|\d\d)(?![\d./-])")


_PLACE_BEFORE = re.compile(r"^\W*[A-Z][A-Z .'-]{2,24},\s*(?:THE |LE |DEN )?$")


def date_candidates(paper: Paper) -> Iterator[Candidate]:
    """Every day with its year on a paper: in words, in figures, in a date-time group or in a clock stamp."""
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
        for figures in DAY_IN_FIGURES.finditer(line.upper):
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


def days_with_year_of_receipt(paper: Paper) -> Iterator[Candidate]:
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


def days_with_year_of_text(paper: Paper) -> Iterator[Candidate]:
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
    label, below = label_at(line, start, ("date",))
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
    if _CLOCK_BEHIND.match(after):
        features.add("before-clock")
    if _PREPOSITION.search(before):
        features.add("behind-preposition")
    if _IN_BEFORE.search(before) or _IN_BEHIND.match(after):
        features.add("beside-in-number")
    if value[:1].isdigit() and not _FIRST_USUAL_YEAR <= int(value[:4]) <= _LAST_USUAL_YEAR:
        features.add("odd-year")
    return Candidate("date", value, line.index, line.text[start:end], frozenset(features))


_CLOCK_BEHIND = re.compile(r"\s*,?\s*\d{1,2}(?:[:.]\d\d)?\s?[AP]\.?M")
_PREPOSITION = re.compile(r"\b(?:OF|DATED|ON|YOUR|MY|OUR|BY|SINCE|UNTIL|BEFORE|AFTER|TEL|BORN)\W*$")
_IN_BEFORE = re.compile(r"\b(?:IN|AT)\W*\d*\W*$")
_IN_BEHIND = re.compile(r"\s*IN\s?\d")
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
