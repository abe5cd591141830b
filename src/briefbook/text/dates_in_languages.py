"""Parts of a date -> words in the language that is being written, other than English; months and order by CLDR."""

import datetime
import functools
import re

from briefbook.util.translation import babel_locale, gettext, pgettext

_LEAP_YEAR = 2000


def day_and_month(day: int | None, month: int, year: str) -> str:
    """A day, or a month, in words.

    Args:
        day: The day of the month; None where only the month is known.
        month: The month, from 1.
        year: The year, or a decade or century, in words; "" where it is not known.

    >>> from briefbook.util.translation import using
    >>> with using("fr"):
    ...     day_and_month(1, 11, "1962"), day_and_month(8, 11, "1962"), day_and_month(None, 8, "1962")
    ('1er novembre 1962', '8 novembre 1962', 'août 1962')
    """
    if day is None:
        words = _pattern("yMMMM" if year else "MMMM", babel_locale())
        shown_day = 1
    else:
        words = _pattern("long" if year else "MMMMd", babel_locale())
        shown_day = day
    try:
        written = _formatted(words, datetime.date(_LEAP_YEAR, month, shown_day))
    except ValueError:  # the 31st of a month that has none: as it stands
        return f"{day} {month} {year}".strip()
    if day == 1:
        written = re.sub(r"\b1\b", pgettext("first day of the month", "1"), written, count=1)
    return written.replace(_YEAR_MARK, year).strip()


_YEAR_MARK = "\N{REPLACEMENT CHARACTER}"


@functools.cache
def _pattern(name: str, locale: str) -> str:
    """The pattern of CLDR by which a language writes a date, with a mark where the year goes."""
    from babel import Locale

    known = Locale.parse(locale)
    if name == "long":
        pattern = str(known.date_formats["long"].pattern)
    elif name in known.datetime_skeletons:
        pattern = str(known.datetime_skeletons[name].pattern)
    else:
        pattern = {"MMMM": "LLLL", "MMMMd": "d MMMM", "yMMMM": "LLLL y"}[name]
    return re.sub(r"y+", f"'{_YEAR_MARK}'", pattern)


def _formatted(pattern: str, day: datetime.date) -> str:
    from babel.dates import format_date

    return format_date(day, format=pattern, locale=babel_locale())


def century(number: int) -> str:
    """A century by its number.

    >>> from briefbook.util.translation import using
    >>> with using("fr"):
    ...     century(20)
    'XXe siècle'
    """
    return gettext("{number}th century").format(number=number, roman=roman(number))


def roman(number: int) -> str:
    """A small number in Roman figures.

    >>> roman(19), roman(20)
    ('XIX', 'XX')
    """
    figures = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    text = ""
    for value, figure in figures:
        while number >= value:
            text += figure
            number -= value
    return text


def interval(first: str, last: str) -> str:
    """An interval of two dates in words, with common parts written once.

    >>> from briefbook.util.translation import using
    >>> with using("fr"):
    ...     interval("8 novembre 1962", "13 novembre 1962"), interval("30 octobre 1962", "2 novembre 1962")
    ('8–13 novembre 1962', '30 octobre – 2 novembre 1962')
    """
    start, end = first.split(), last.split()
    if len(start) == len(end) and len(start) > 2 and start[0][:1].isdigit() and end[0][:1].isdigit():
        if start[1:] == end[1:]:
            return f"{start[0]}–{last}"
        if start[-1] == end[-1]:
            return f"{' '.join(start[:-1])} – {last}"
    return f"{first} – {last}"


def month_in_short(month: int) -> str:
    """The name of a month, shortened, as it is written beside a day or year.

    >>> from briefbook.util.translation import using
    >>> with using("fr"):
    ...     month_in_short(11)
    'nov.'
    """
    return _formatted("MMM", datetime.date(_LEAP_YEAR, month, 1))
