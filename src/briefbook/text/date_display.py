"""EDTF -> words a reader reads: 1962-11-08/1962-11-13 is "8–13 November 1962"."""

import re

_FIRST_HALF = ("January", "February", "March", "April", "May", "June")
MONTHS = (*_FIRST_HALF, "July", "August", "September", "October", "November", "December")
_PART = re.compile(
    r"(?P<year>-?\d{4}|\d{3}X|\d{2}XX)(?:-(?P<month>\d\d|XX))?(?:-(?P<day>\d\d|XX))?(?:T(?P<time>\S+?))?(?P<mark>[?~%]?)"
)


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
    return _one(edtf)


def sort_key(edtf: str | None) -> str:
    """The earliest day a date may mean, as ISO 8601, to sort by; undated things come last.

    >>> sorted(["1962-11", "1962-10-31", ""], key=sort_key)
    ['1962-10-31', '1962-11', '']
    """
    part = _PART.match((edtf or "").strip("[]{}"))
    if not part:
        return "9999-99-99"
    month, day = part["month"] or "00", part["day"] or "00"
    return f"{part['year'].replace('X', '0')}-{month.replace('XX', '00')}-{day.replace('XX', '00')}{part['time'] or ''}"


def _one(edtf: str) -> str:
    part = _PART.fullmatch(edtf)
    if not part:
        return edtf
    month = part["month"]
    if month and month != "XX" and not 1 <= int(month) <= 12:
        return edtf
    words = _decade(part["year"])
    if month and month != "XX":
        words = f"{MONTHS[int(month) - 1]} {words}"
        if part["day"] and part["day"] != "XX":
            words = f"{int(part['day'])} {words}"
    return words + {"": "", "?": " (uncertain)", "~": " (about)", "%": " (about, uncertain)"}[part["mark"]]


def _decade(year: str) -> str:
    return year.replace("XX", "00s").replace("X", "0s") if "X" in year else year


def _interval(first: str, last: str) -> str:
    if first in ("", ".."):
        return f"until {_one(last)}"
    if last in ("", ".."):
        return f"from {_one(first)}"
    if first == last:
        return _one(first)
    start, end = _one(first).split(), _one(last).split()
    if len(start) == len(end) == 3:
        if start[1:] == end[1:]:
            return f"{start[0]}–{' '.join(end)}"
        if start[2] == end[2]:
            return f"{' '.join(start[:2])} – {' '.join(end)}"
    return f"{_one(first)} – {_one(last)}"
