"""Written dates and intervals -> EDTF, or an error that says what is wrong."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from briefbook.text.dates.edtf_bounds import day_after, day_before, edtf_bounds, is_edtf
from briefbook.text.dates.point import APPROXIMATE, TWO_YEARS, Impossible, NotADate, Parts, read_point

MAX_DATE_LENGTH = 120
"""Characters of a written date; longer text is prose."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A date that was read: in EDTF, its weekday (Monday 0) where written, the other reading where there are two."""

    edtf: str
    weekday: int | None = None
    alternative: str = ""


def read_expression(text: str, window: int, order: str) -> Expression:
    """The date that a text is.

    Args:
        text: a date as written, blanks made single.
        window: first year of the hundred years that years of two figures fall in.
        order: "dmy" or "mdy", for days in figures that could be either.

    Raises:
        NotADate: it is none, or lacks its year.
        Impossible: it names no day of the calendar, or ends before it begins.
    """
    if len(text) > MAX_DATE_LENGTH:
        raise NotADate("it is longer than a date")
    plain = re.sub(r"[\u2010-\u2015\u2212]", "-", text).replace("\u2019", "'").replace("\u2026", "..")
    plain = _QUERY.sub(r"\1?", plain)
    plain = re.sub(r"[\[\](){}]", "", plain).strip(" ,;")
    plain = re.sub(r"^(?:undated|n\.? ?d\.?)[ ,;:]+(?=\S)", "", plain, flags=re.I)
    if re.fullmatch(r"[1-5]\d{4}", plain):
        day = date(1899, 12, 30) + timedelta(days=int(plain))
        raise NotADate(f"it may be the number by which a spreadsheet counts the day {day.isoformat()}")
    for attempt in (_bounded, _whole_or_interval):
        expression = attempt(plain, window, order)
        if expression:
            return expression
    raise NotADate


_QUERY = re.compile(r"(.*?)\s*[(\[]\s*\?\s*[)\]]\s*$")

_EDGES = {
    "before": r"before|prior to|pre|ante|avant|vor|antes de|prima di|<",
    "until": r"not after|no later than|not later than|by|until|till|up to|jusqu'au|jusqu'en|bis(?: zum)?|hasta|<=",
    "after": r"after|post|later than|après|apres|nach|después de|despues de|dopo|>",
    "from": r"from|since|not before|no earlier than|not earlier than|starting|depuis(?: le)?|seit|ab|desde|>=",
}
_EDGE = re.compile("|".join(f"(?P<{name}>(?:{words})(?![a-z]))" for name, words in _EDGES.items()), re.I)


def _bounded(text: str, window: int, order: str) -> Expression | None:
    """Before, until, after and from a date: an interval open at one end."""
    edge = _EDGE.match(text)
    if not edge:
        return None
    rest = text[edge.end() :].strip(" ,:-")
    kind = edge.lastgroup
    if kind == "from" and (interval := _interval(rest, window, order)):
        return interval
    parts = read_point(rest, window, order)
    if parts is None:
        return None
    edtf = parts.edtf
    mark = edtf[-1:] if edtf[-1:] in "?~%" else ""
    if kind in ("until", "from"):
        return Expression(f"../{edtf}" if kind == "until" else f"{edtf}/..", parts.weekday)
    bounds = edtf_bounds(edtf)
    edge_day = None
    if bounds and kind == "before" and bounds[0]:
        edge_day = day_before(bounds[0])
    elif bounds and kind == "after" and bounds[1]:
        edge_day = day_after(bounds[1])
    if edge_day is None:
        return None
    length = {4: 4, 7: 7}.get(len(edtf.rstrip("?~%")), 10)
    if parts.month is not None and parts.month > 12:
        length = 10
    shown = edge_day.isoformat()[:length] + mark
    return Expression(f"../{shown}" if kind == "before" else f"{shown}/..")


def _whole_or_interval(text: str, window: int, order: str) -> Expression | None:
    between = re.match(r"(?:between|entre|zwischen|tra)\s+", text, re.I)
    if not between:
        parts = read_point(text, window, order)
        if parts is not None and (parts.whole or parts.year is not None):
            return Expression(parts.edtf, parts.weekday, parts.alternative)
    else:
        parts = None
    interval = _interval(text[between.end() :] if between else text, window, order)
    if interval is None and parts is not None:
        raise NotADate("the year is not written")
    return interval


_BETWEEN = re.compile(
    r"\s*(?:\.\.+|-+|/|&)\s*|\s+(?:to|and|until|till|through|thru|bis|und|au|à|et|al|a|e|y|or|ou|oder|o)\s+", re.I
)
_EITHER = re.compile(r"\s*(?:or|ou|oder|o)\s*", re.I)


def _interval(text: str, window: int, order: str) -> Expression | None:
    """Two dates with a dash or a word between; what the one leaves out, the other says: 30 Oct - 2 Nov 1962."""
    if open_end := re.fullmatch(r"(.*[^\s-])\s*(?:-+|\bto|/)\s*(?P<end>\?*|\.\.)", text, re.I):
        start = read_point(open_end[1], window, order)
        unknown = "" if open_end["end"] != ".." else ".."
        return Expression(f"{start.edtf}/{unknown}") if start and open_end["end"] else None
    if years := TWO_YEARS.fullmatch(text):
        return _years(years)
    lead = re.match(APPROXIMATE, text, re.I)
    tail = re.search(r"\s*\?$", text)
    if lead and (inner := _interval(text[lead.end() :], window, order)):
        return Expression("/".join(_marked(end, "~") for end in inner.edtf.split("/")))
    for between in _BETWEEN.finditer(text):
        try:
            left = read_point(text[: between.start()], window, order, partial=True)
            right = read_point(text[between.end() :], window, order, partial=True)
        except (NotADate, Impossible):
            continue
        if left is None or right is None:
            continue
        both = _complete(left, right)
        if both is None:
            continue
        first, last = both[0].edtf, both[1].edtf
        if _EITHER.fullmatch(between[0]):
            return Expression(f"[{first},{last}]")
        if tail and both[0].mark == "" and both[1].mark == "?":
            first = _marked(first, "?")
        if first == last:
            return Expression(first)
        if edtf_bounds(f"{first}/{last}") is None:
            raise Impossible(f"{first} is later than {last}")
        return Expression(f"{first}/{last}")
    return None


def _years(years: re.Match[str]) -> Expression | None:
    """1962-63 and 1962/63 are two years, 1962/11 a month; 1910/11 may be either."""
    first, last = int(years[1]), int(years[1]) // 100 * 100 + int(years[3])
    month = f"{years[1]}-{years[3]}"
    if last > first:
        return Expression(f"{first:04d}/{last:04d}", alternative=month if is_edtf(month) and years[2] == "/" else "")
    return Expression(month) if 1 <= int(years[3]) <= 12 else None


def _marked(edtf: str, mark: str) -> str:
    """A date with a further qualifier: about and uncertain together are %."""
    bare, held = edtf.rstrip("?~%"), edtf[len(edtf.rstrip("?~%")) :]
    return bare + (mark if held in ("", mark) else "%")


def _complete(left: Parts, right: Parts) -> tuple[Parts, Parts] | None:
    """Both ends of an interval with what each borrows from the other; None where they do not belong together."""
    if left.whole or right.whole:
        return (left, right) if _dated(left) and _dated(right) else None
    if left.day is not None and right.day is None and not (left.month and right.month and right.year):
        return None
    if left.day is None and right.day is not None and not (left.month and left.year):
        return None
    month = left.month or (right.month if left.year is None else None)
    last_month = right.month or (left.month if right.day is not None else None)
    year, last_year = left.year, right.year
    if year is None and last_year is not None:
        year = last_year - (month is not None and last_month is not None and month > last_month)
    elif last_year is None and year is not None:
        last_year = year + (month is not None and last_month is not None and month > last_month)
    if year is None or last_year is None or (left.day is not None and month is None):
        return None
    if right.day is not None and last_month is None:
        return None
    return (
        Parts(year, month, left.day, left.mark, left.weekday),
        Parts(last_year, last_month, right.day, right.mark, right.weekday),
    )


def _dated(parts: Parts) -> bool:
    return bool(parts.whole) or parts.year is not None
