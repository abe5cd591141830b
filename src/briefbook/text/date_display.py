"""EDTF -> words a reader reads: 1962-11-08/1962-11-13 is "8–13 November 1962", in French "8–13 novembre 1962"."""

import functools
import re

from briefbook.text import dates_in_languages
from briefbook.text.dates.edtf_bounds import SEASONS, edtf_bounds
from briefbook.text.months import ENGLISH
from briefbook.util.translation import SOURCE_LANGUAGE, Translations, counted, gettext, language, messages, pgettext

_PART = re.compile(
    r"(?P<year>-?\d{4}|\d{3}X|\d{2}XX|XXXX)(?:-(?P<month>\d\d|XX))?(?:-(?P<day>\d\d|XX))?(?:T(?P<time>\S+?))?(?P<mark>[?~%]?)"
)
_MOMENT = re.compile(r"(?P<day>\d{4}-\d\d-\d\d)T(?P<time>\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(?P<zone>Z|[+-]\d\d:?\d\d)?")
_ISO_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_SEASON_BEGINS = {21: "03", 22: "06", 23: "09", 24: "12"}

IN_EDTF = ", in EDTF "
"""What stands between a date in words and the same as a program reads it, where a standard has words alone."""


def date_in_words(edtf: str | None, *, unknown: str | None = None) -> str:
    """An EDTF date or interval in words of the current language; anything else unchanged.

    Args:
        edtf: The date.
        unknown: What to say where there is none; if None, "no date".

    >>> date_in_words("1962-11-08"), date_in_words("1962-11-08/1962-11-13"), date_in_words("1962-11?")
    ('8 November 1962', '8–13 November 1962', 'November 1962 (uncertain)')
    """
    if not edtf:
        return gettext("no date") if unknown is None else unknown
    return _in_words(edtf, language(), messages())


@functools.lru_cache(1_024)  # the page of an item asks for its day and its neighbours' some fifteen times
def _in_words(edtf: str, _language: str, _messages: Translations) -> str:
    """An EDTF date in words of the language and the messages that are being written."""
    if "/" in edtf:
        first, last = edtf.split("/", 1)
        return _interval(first, last)
    if choice := re.fullmatch(r"\[([^,.\]]+),([^,.\]]+)\]", edtf):
        return gettext("{first} or {second}").format(first=_point(choice[1]), second=_point(choice[2]))
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
        [counted("{number} hour", "{number} hours", hours)] * bool(hours)
        + [counted("{number} minute", "{number} minutes", minutes)] * bool(minutes)
    )
    behind = match["zone"][0] == "-"
    template = gettext("{moment} ({time} behind UTC)") if behind else gettext("{moment} ({time} ahead of UTC)")
    return template.format(moment=words, time=apart)


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
        words = f"{_season(month)} {words}"
    elif month is not None:
        if not 1 <= month <= 12:
            return edtf
        day = int(part["day"]) if (part["day"] or "XX") != "XX" else None
        words = _day_and_month(day, month, words)
    if part["year"] == "XXXX":
        words = gettext("{date}, year not known").format(date=words.strip()).removeprefix(", ")
    if not part["mark"]:
        return words
    template = {
        "?": gettext("{date} (uncertain)"),
        "~": gettext("{date} (about)"),
        "%": gettext("{date} (about, uncertain)"),
    }[part["mark"]]
    return template.format(date=words)


def _season(month: int) -> str:
    return {
        21: gettext("spring"),
        22: gettext("summer"),
        23: gettext("autumn"),
        24: gettext("winter"),
    }.get(month, SEASONS[month])


def _day_and_month(day: int | None, month: int, year: str) -> str:
    """A day, or a month, with its year in words, which may be empty."""
    if language() != SOURCE_LANGUAGE:
        return dates_in_languages.day_and_month(day, month, year)
    words = f"{ENGLISH[month - 1]} {year}"
    return f"{day} {words}" if day is not None else words


def _decade(year: str) -> str:
    """196X is the 1960s, 19XX the 20th century."""
    if year.endswith("XX"):
        century = int(year[:2]) + 1
        if language() != SOURCE_LANGUAGE:
            return dates_in_languages.century(century)
        ending = "th" if century % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(century % 10, "th")
        return f"{century}{ending} century"
    return gettext("{decade}s").format(decade=year.replace("X", "0")) if year.endswith("X") else year


def _interval(first: str, last: str) -> str:
    if first in ("", ".."):
        words = pgettext("day", "until {date}") if _has_day(last) else gettext("until {date}")
        return words.format(date=_point(last))
    if last in ("", ".."):
        words = pgettext("day", "from {date}") if _has_day(first) else gettext("from {date}")
        return words.format(date=_point(first))
    if first == last:
        return _point(first)
    if language() != SOURCE_LANGUAGE:
        return dates_in_languages.interval(_point(first), _point(last))
    return _shortened(_point(first), _point(last))


def _has_day(edtf: str) -> bool:
    return bool((part := _PART.fullmatch(edtf)) and (part["day"] or "XX") != "XX")


def _shortened(first: str, last: str) -> str:
    """Two dates in English, with common parts written once."""
    start, end = first.split(), last.split()
    if len(start) == len(end) == 3:
        if start[1:] == end[1:]:
            return f"{start[0]}–{' '.join(end)}"
        if start[2] == end[2]:
            return f"{' '.join(start[:2])} – {' '.join(end)}"
    return f"{first} – {last}"
