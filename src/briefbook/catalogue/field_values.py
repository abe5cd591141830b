"""What a person types -> a field's stored form: dates as EDTF, numbers and codes as they are kept."""

import re
from datetime import date

from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY_MONTH = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s./-]*(?P<month>[A-Za-z]{3,9})\.?[\s,./-]*(?P<year>\d{2}|\d{4})"
)
_MONTH_DAY = re.compile(r"(?P<month>[A-Za-z]{3,9})\.?\s*(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s,/-]+(?P<year>\d{2}|\d{4})")
_MONTH = re.compile(r"(?P<month>[A-Za-z]{3,9})\.?[\s,-]+(?P<year>\d{4})")
_NUMBERS = re.compile(r"(?P<first>\d{1,2})[./-](?P<second>\d{1,2})[./-](?P<year>\d{2}|\d{4})")


def parse_field(field: str, value: str, *, window: int = 1900, order: str = "dmy") -> str | None:
    """The stored form of what a person typed, "" for a blank; None where it cannot be understood.

    >>> understand("date", "8-Nov-62"), understand("date", "31-Nov-62"), understand("from", " washdc ")
    ('1962-11-08', None, 'WASHDC')
    """
    value = " ".join(value.split())
    if not value:
        return ""
    if field == "date":
        return _date(value, window, order)
    if field in ("from", "to", "info"):
        return "; ".join(part.strip().upper() for part in value.split(";") if part.strip())
    return value


def _date(value: str, window: int, order: str) -> str | None:
    doubt = "?" if value.endswith("?") else ""
    plain = value.rstrip("?").strip()
    for form in (_DAY_MONTH, _MONTH_DAY):
        if match := form.fullmatch(plain):
            return _day(match["year"], _month(match["month"]), int(match["day"]), window, doubt)
    if match := _MONTH.fullmatch(plain):
        month = _month(match["month"])
        return f"{match['year']}-{month:02d}{doubt}" if month else None
    if match := _NUMBERS.fullmatch(plain):
        first, second = int(match["first"]), int(match["second"])
        day, month = (first, second) if order == "dmy" else (second, first)
        if month > 12 >= day:
            day, month = month, day
        return _day(match["year"], month, day, window, doubt)
    return value if _is_edtf(value) else None


def _is_edtf(value: str) -> bool:
    try:
        parse_edtf(value)
    except (EDTFParseException, ValueError):
        return False
    days = re.findall(r"(?<![\dX])(\d{4})-(\d\d)-(\d\d)(?!\d)", value)
    return all(_day(year, int(month), int(day), 1900, "") for year, month, day in days)


def _month(word: str) -> int:
    return _MONTHS.index(word[:3].lower()) + 1 if word[:3].lower() in _MONTHS else 0


def _day(year: str, month: int, day: int, window: int, doubt: str) -> str | None:
    full = int(year) if len(year) == 4 else window + (int(year) - window) % 100
    try:
        return date(full, month, day).isoformat() + doubt
    except ValueError:
        return None
