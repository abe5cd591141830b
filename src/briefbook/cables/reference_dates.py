"""A reference -> the day of the cable it points to: written behind its number, or implied by the cable that refers."""

import re
from dataclasses import replace
from datetime import date, timedelta

from briefbook.cables.reference_authors import ReferenceContext
from briefbook.model.cable import Reference
from briefbook.text.dates import DAYS, Day, edtf_bounds, find_days
from briefbook.text.dates.prose import find_mentions

_DATE_AFTER = re.compile(r"[\s.,]*(?:OF|DATED|DTD)?[\s.,]*", re.I)


def date_after(text: str, end: int, context: ReferenceContext) -> tuple[str | None, int]:
    """The date that stands behind a number, as EDTF, and where it ends."""
    lead = _DATE_AFTER.match(text, end)
    begin = lead.end() if lead else end
    rest = text[begin : begin + 26]
    days = [day for day in find_days(rest, window=context.window, damaged=True) if day.start <= 1]
    if not days:
        return None, end
    return with_year(days[0], context.date), begin + days[0].end


def with_year(day: Day, date_sent: str | None) -> str | None:
    """A date without a year as EDTF, its year taken from the paper's date: the last such day not after it.

    The year stays open where the paper's date decides for neither: it is known to the month or year only and the day
    may be before or behind it, or the day is the one after the paper's, which clocks of other zones have already.

    >>> with_year(Day(0, 0, None, 12, 30), "1963-01-02"), with_year(Day(0, 0, None, 8, 31), "1961-03-12")
    ('1962-12-30', '1960-08-31')
    >>> with_year(Day(0, 0, None, 3, 15), "1961-03"), with_year(Day(0, 0, None, 2, 15), "1961-03")
    ('XXXX-03-15', '1961-02-15')
    """
    first, last = edtf_bounds(date_sent) or (None, None)
    if day.year or not day.month or first is None or last is None:
        return day.edtf
    years = {_last_year(day, first), _last_year(day, last), _last_year(day, last + timedelta(days=1))}
    return replace(day, year=years.pop() if len(years) == 1 else None).edtf


def _last_year(day: Day, sent: date) -> int:
    """The year of the last such day, or month where it is known to the month only, that is not after another day."""
    return sent.year - ((day.month or 1, day.day or 1) > (sent.month, sent.day))


_OPEN_YEAR = re.compile(r"XXXX-(?P<month>\d\d)-(?P<day>\d\d)")


def with_year_of_text(reference: Reference, text: str) -> Reference:
    """A reference by day and month in an editors' note, which has no date: its year is that of the dates around it.

    Editors give the year once, and go on without it: the day is the nearest to the last whole date before it, or to the
    first behind it where there is none before.

    Args:
        reference: As it was read; only a date whose year is open is changed.
        text: The note's text.

    >>> note = "On December 28, 1962, he called. In telegram 7 from Oslo, January 3, he said why."
    >>> with_year_of_text(Reference("telegram 7 from Oslo, January 3", "TEL", number="7", date="XXXX-01-03"), note).date
    '1963-01-03'
    """
    open_day = _OPEN_YEAR.fullmatch(reference.date or "")
    if not open_day:
        return reference
    words = " ".join(text.split())
    at = words.find(reference.mention)
    whole = [mention for mention in find_mentions(words) if mention.year and mention.day]
    before = [mention for mention in whole if mention.start < at]
    anchor = before[-1] if before else whole[0] if whole else None
    if anchor is None or not anchor.year:
        return reference
    known = _date(anchor.year, anchor.month, anchor.day)
    near = [
        when
        for year in (anchor.year - 1, anchor.year, anchor.year + 1)
        if (when := _date(year, int(open_day["month"]), int(open_day["day"])))
    ]
    if known is None or not near:
        return reference
    return replace(reference, date=min(near, key=lambda when: abs((when - known).days)).isoformat())


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_RELATIVE_DAY = re.compile(
    r"(?P<day>YESTERDAY|LAST\s(?:NIGHT|EVENING)|TODAY|THIS\s(?:MORNING|AFTERNOON|EVENING)"
    r"|(?:LAST\s)?(?P<weekday>(?:MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)DAY))\b",
    re.I,
)


def implied_date(text: str, end: int, context: ReferenceContext) -> tuple[str | None, int]:
    """The date that a reference without a number gives: 3 November, yesterday, Monday; as EDTF, and where it ends.

    >>> implied_date("your telegram of yesterday", 17, ReferenceContext("BONN", (), "1962-11-01", 1900))
    ('1962-10-31', 26)
    >>> implied_date("your telegram of Monday", 17, ReferenceContext("BONN", (), "1962-11-01", 1900))
    ('1962-10-29', 23)
    """
    match = _RELATIVE_DAY.match(text, end)
    if not match:
        return date_after(text, end, context)
    if not context.date or not re.match(r"\d{4}-\d\d-\d\d", context.date):
        return None, match.end()
    own = date.fromisoformat(context.date[:10])
    if match["weekday"]:
        back = (own.weekday() - DAYS.index(match["weekday"].upper())) % 7
        return ((own - timedelta(days=back)).isoformat() if back else None), match.end()  # of Monday, said on a Monday
    back = 1 if re.match(r"YESTERDAY|LAST", match["day"], re.I) else 0
    return (own - timedelta(days=back)).isoformat(), match.end()
