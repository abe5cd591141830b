"""EDTF -> words a reader reads: 1962-11-08/1962-11-13 is "8–13 November 1962"."""

import re

from briefbook.text.dates.edtf_bounds import SEASONS, edtf_bounds
from briefbook.text.months import ENGLISH

_PART = re.compile(
    r"(?P<year>-?\d{4}|\d{3}X|\d{2}XX|XXXX)(?:-(?P<month>\d\d|XX))?(?:-(?P<day>\d\d|XX))?(?:T(?P<time>\S+?))?(?P<mark>[?~%]?)"
)
_MOMENT = re.compile(r"(?P<day>\d{4}-\d\d-\d\d)T(?P<time>\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(?P<zone>Z|[+-]\d\d:?\d\d)?")
_ISO_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_SEASON_BEGINS = {21: "03", 22: "06", 23: "09", 24: "12"}


def date_in_words(edtf: str | None, *, unknown: str = "no date") -> str:
    """An EDTF date or interval in words; what is not understood is given as it stands.

    >>> date_in_words("1962-11-08"), date_in_words("1962-11-08/1962-11-13"), date_in_words("1962-11?")
    ('8 November 1962', '8–13 November 1962', 'November 1962 (uncertain)')
    """
    if not edtf:
        return unknown
    if "/" in edtf:
        first, last = edtf.split("/", 1)
        return _interval(first, last)
    if choice := re.fullmatch(r"\[([^,.\]]+),([^,.\]]+)\]", edtf):
        return f"{_point(choice[1])} or {_point(choice[2])}"
    return _point(edtf)


def days_in_words(text: str) -> str:
    """Every day that stands in a text as 1962-11-08, in words.

    >>> days_in_words("no item is dated 1962-11-10 (a Saturday)")
    'no item is dated 10 November 1962 (a Saturday)'
    """
    return _ISO_DAY.sub(lambda day: date_in_words(day[0]), text)


def moment_in_words(value: str) -> str:
    """A date, or a date with the time of day by ISO 8601, in words.

    >>> moment_in_words("1962-11-08T14:30-05:00"), moment_in_words("1962-11-08T19:30Z"), moment_in_words("1962-11")
    ('8 November 1962, 14:30 (5 hours behind UTC)', '8 November 1962, 19:30 UTC', 'November 1962')
    """
    match = _MOMENT.fullmatch(value)
    if not match:
        return date_in_words(value)
    words = f"{date_in_words(match['day'])}, {match['time']}"
    if match["zone"] in ("Z", "+00:00", "-00:00"):
        return f"{words} UTC"
    if not match["zone"]:
        return words
    hours, minutes = int(match["zone"][1:3]), int(match["zone"][-2:])
    apart = " ".join(
        [f"{hours} {'hour' if hours == 1 else 'hours'}"] * bool(hours) + [f"{minutes} minutes"] * bool(minutes)
    )
    return f"{words} ({apart} {'behind' if match['zone'][0] == '-' else 'ahead of'} UTC)"


def sort_key(edtf: str | None) -> str:
    """The earliest day a date may mean, as ISO 8601, to sort by; undated things come last.

    >>> sorted(["1962-11", "1962-10-31", ""], key=sort_key)
    ['1962-10-31', '1962-11', '']
    """
    part = _PART.match((edtf or "").strip("[]{}").lstrip("./"))
    if not part or part["year"] == "XXXX":
        return "9999-99-99"
    month, day = part["month"] or "00", part["day"] or "00"
    month = _SEASON_BEGINS.get(int(month), month) if month.isdigit() else "00"
    return f"{part['year'].replace('X', '0')}-{month}-{day.replace('XX', '00')}{part['time'] or ''}"


def month_label(edtf: str | None) -> str:
    """The month that a date falls in, the year where it may be several months, "" where it may be several years.

    >>> month_label("1962-11-08"), month_label("1962-10-30/1962-11-02"), month_label("../1962"), month_label("196X")
    ('1962-11', '1962', '', '')
    """
    first, last = edtf_bounds(edtf) or (None, None)
    if first is None or last is None or first.year != last.year:
        return ""
    return f"{first:%Y-%m}" if first.month == last.month else f"{first:%Y}"


def year_label(edtf: str | None) -> str:
    """The year that a date falls in, "" where it may be several.

    >>> year_label("1962-11-08~"), year_label("1962-12-30/1963-01-02")
    ('1962', '')
    """
    return month_label(edtf)[:4]


def _point(edtf: str) -> str:
    part = _PART.fullmatch(edtf)
    if not part:
        return edtf
    month = int(part["month"]) if (part["month"] or "XX") != "XX" else None
    words = "" if part["year"] == "XXXX" else _decade(part["year"])
    if month in SEASONS:
        words = f"{SEASONS[month]} {words}"
    elif month is not None:
        if not 1 <= month <= 12:
            return edtf
        words = f"{ENGLISH[month - 1]} {words}"
        if (part["day"] or "XX") != "XX":
            words = f"{int(part['day'])} {words}"
    if part["year"] == "XXXX":
        words = f"{words.strip()}, year not known".removeprefix(", ")
    return words + {"": "", "?": " (uncertain)", "~": " (about)", "%": " (about, uncertain)"}[part["mark"]]


def _decade(year: str) -> str:
    """196X is the 1960s, 19XX the 20th century."""
    if year.endswith("XX"):
        century = int(year[:2]) + 1
        ending = "th" if century % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(century % 10, "th")
        return f"{century}{ending} century"
    return year.replace("X", "0s")


def _interval(first: str, last: str) -> str:
    if first in ("", ".."):
        return f"until {_point(last)}"
    if last in ("", ".."):
        return f"from {_point(first)}"
    if first == last:
        return _point(first)
    start, end = _point(first).split(), _point(last).split()
    if len(start) == len(end) == 3:
        if start[1:] == end[1:]:
            return f"{start[0]}–{' '.join(end)}"
        if start[2] == end[2]:
            return f"{' '.join(start[:2])} – {' '.join(end)}"
    return f"{_point(first)} – {_point(last)}"
