"""One written day, month, season, year or decade -> its parts."""

import re
from dataclasses import dataclass, replace

from briefbook.text.dates.clock import find_clock, find_group
from briefbook.text.dates.edtf_bounds import SEASONS, full_year, is_edtf
from briefbook.text.months import ROMAN, month_number, plain_word, weekday_number


class NotADate(ValueError):
    """The text is no date that we know how to read."""


class Impossible(ValueError):
    """The text names a day that the calendar lacks, or an interval that ends before it begins."""


@dataclass(frozen=True, slots=True)
class Parts:
    """A day, month or year, as far as it is written. ``month`` 21 to 24 is a season; ``mark`` is ?, ~, % or ""."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    mark: str = ""
    weekday: int | None = None
    whole: str = ""
    """EDTF of what is not made of a year, a month and a day: a decade, a day with its clock."""
    alternative: str = ""

    @property
    def edtf(self) -> str:
        """EDTF; ``NotADate`` where the year is not written, ``Impossible`` where there is no such day."""
        if self.whole:
            return self.whole + ("" if self.whole[-1:] in "?~%" else self.mark)
        if self.year is None:
            raise NotADate("the year is not written")
        if self.day is not None and self.month is None:
            raise NotADate("the month is not written")
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
        if self.day is not None:
            text += f"-{self.day:02d}"
        if not is_edtf(text):
            raise Impossible(f"{text} is not a day of the calendar")
        return text + self.mark


APPROXIMATE = (
    r"(?:c|ca|cca|circa|cir|about|abt|approximately|approx|around|roughly|near|vers|environ|env|um|etwa|ungefähr|hacia"
    r"|cerca de|verso)(?![a-z])\.?\s*"
)
_AFTERTHOUGHT = re.compile(
    r"\s*(?:\?|,?\s*(?P<both>(?:about|approx\w*|circa),?\s*uncertain)|,?\s*(?P<about>about|approx(?:imate(?:ly)?)?\.?|circa|ca\.)"
    r"|,?\s*(?:uncertain|probably|possibly))\s*$",
    re.I,
)
_DOUBTFUL = re.compile(
    r"(?:probably|possibly|perhaps|likely|presumably|\?|vermutlich|wohl|probablement|peut-être)\s*", re.I
)
_PART_OF = re.compile(
    r"(?:the\s+)?(?:early|mid|middle of|late|beginning of|end of|début|fin|mi|anfang|mitte|ende)(?![a-z])[\s-]*"
    r"(?:in\s+|of\s+|de\s+)?",
    re.I,
)


def read_point(text: str, window: int, order: str, *, partial: bool = False) -> Parts | None:
    """One day, month, season, year or decade, with its qualifier; ``partial`` allows a lone day of the month."""
    text = re.sub(r"^\?\?+\s+", "", text.strip(" ,;"))
    mark = ""
    if doubted := re.search(r"(?<=[\da-z])\?(?=[\s.,-])", text, re.I):  # 8? November 1962
        mark, text = "?", text[: doubted.start()] + text[doubted.end() :]
    while text:
        if lead := re.match(APPROXIMATE, text, re.I):
            mark, text = _join(mark, "~"), text[lead.end() :].strip(" ,")
        elif lead := _DOUBTFUL.match(text):
            mark, text = _join(mark, "?"), text[lead.end() :].strip(" ,")
        elif not _PLACEHOLDER.fullmatch(text) and (tail := _AFTERTHOUGHT.search(text)) and tail.start():
            mark = "%" if tail["both"] else _join(mark, "~" if tail["about"] else "?")
            text = text[: tail.start()].strip(" ,")
        else:
            break
    parts = _unqualified(text, window, order, partial)
    if parts is None or not mark:
        return parts
    held = parts.mark or (parts.whole[-1:] if parts.whole[-1:] in "?~%" else "")
    return replace(parts, mark=_join(held, mark), whole=parts.whole.rstrip("?~%"))


def _join(mark: str, other: str) -> str:
    return other if mark in ("", other) else "%"


_PLACEHOLDER = re.compile(r"\d{2,4}[?XUu_x-]{0,2}(?:[-/.](?:\d\d|[?XUu_x-]{2})){0,2}")
_YEAR_FIRST = re.compile(r"(\d{4})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{1,2})")
_YEAR_MONTH = re.compile(r"(\d{4})([-/.])(\d{1,2})")
_IN_FIGURES = re.compile(r"(\d{1,2})(\s?[-/.]\s?|\s)(\d{1,2})(?:\s?[-/.]\s?|\s)(\d{4}|'?\d{2})")
_RUN_TOGETHER = re.compile(r"((?:1[5-9]|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")
_STAMP = re.compile(r"(\d{4}-\d\d?-\d\d?)[T ](\d\d?:\d\d)(?::(\d\d)(?:\.\d+)?)?\s?(Z|[+-]\d\d:?\d\d)?", re.I)
_NO_CLOCK = re.compile(r"(?<=\d)\s+(?:0?0:00(?::00)?|12:00(?::00)? ?AM)$", re.I)
"""The midnight that a spreadsheet adds to a day."""

_DECADE = re.compile(r"(?:the\s+|années\s+)?(?:(\d{3})0|'(\d)0)'?s?", re.I)
_CENTURY = re.compile(r"(?:the\s+)?(\d{1,2})(?:st|nd|rd|th)\s+c(?:ent(?:ury)?)?\.?", re.I)
_MONTH_YEAR = re.compile(r"(\d{1,2})\s?[/.-]\s?(\d{4})")
TWO_YEARS = re.compile(r"(\d{4})([-/])(\d{2})")


def _unqualified(text: str, window: int, order: str, partial: bool) -> Parts | None:
    if not text:
        return None
    for shape in (_of_figures, _of_placeholders, _of_words_for_years):
        if parts := shape(text, window, order):
            return parts
    if part_of := _PART_OF.match(text):
        return _unqualified(text[part_of.end() :], window, order, partial)
    if is_edtf(text) and text[:1] not in "[{" and "/" not in text:
        return _of_edtf(text)
    return _of_words(text, window, partial) or _with_clock(text, window, order)


def _of_edtf(text: str) -> Parts:
    bare = text.rstrip("?~%")
    if match := re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", bare):
        year, month, day = (int(part) if part else None for part in match.groups())
        return Parts(year, month, day, text[len(bare) :])
    return Parts(whole=text)


def _of_figures(text: str, window: int, order: str) -> Parts | None:
    """A day in figures alone, its year first or last, with a clock after it or not."""
    text = _NO_CLOCK.sub("", text)
    if stamp := _STAMP.fullmatch(text):
        dated = _of_figures(stamp[1], window, order)
        if dated is None:
            return None
        clock, zone = stamp[2].zfill(5), (stamp[4] or "").upper()
        if clock == "00:00" and stamp[3] in (None, "00"):
            return dated
        whole = f"{dated.edtf}T{clock}" + (f":{stamp[3]}" if stamp[3] else "") + zone
        if not is_edtf(whole):
            raise Impossible(f"{clock} is no time of day")
        return Parts(whole=whole)
    if day_found := (_YEAR_FIRST.fullmatch(text) or _RUN_TOGETHER.fullmatch(text)):
        groups = day_found.groups()
        return Parts(int(groups[0]), int(groups[-2]), int(groups[-1]))
    if years := TWO_YEARS.fullmatch(text):
        last = int(years[3])
        is_month = years[2] == "-" and (1 <= last <= 12 or last in SEASONS)
        return Parts(int(years[1]), last) if is_month else None  # 1962-63: an interval
    if year_first := _YEAR_MONTH.fullmatch(text):
        return Parts(int(year_first[1]), int(year_first[3]))
    if month_first := _MONTH_YEAR.fullmatch(text):
        return Parts(int(month_first[2]), int(month_first[1]))
    figures = _IN_FIGURES.fullmatch(text)
    if not figures or (figures[2] == " " and len(figures[4]) != 4):
        return None
    first, second, year = int(figures[1]), int(figures[3]), figures[4].lstrip("'")
    if first > 31 and len(year) == 2:
        if int(year) > 31:
            raise Impossible(f"neither {first} nor {year} is a day of a month")
        return Parts(full_year(figures[1], window), second, int(year))
    day, month_of = (first, second) if order == "dmy" else (second, first)
    if month_of > 12 >= day:
        day, month_of = month_of, day
    return Parts(full_year(year, window), month_of, day)


def _of_placeholders(text: str, window: int, order: str) -> Parts | None:
    """Dates with omitted digits: 1963-04-??, 19--, 196?."""
    if not _PLACEHOLDER.fullmatch(text):
        return None
    body = text.replace("/", "-") if text.count("/") else text
    if re.fullmatch(r"\d{4}-(?:\d\d|[?XUu_x]{2})-(?:\d\d|[?XUu_x]{2})|\d{4}-[?XUu_x]{2}", body):
        whole = re.sub(r"[?Uu_x]", "X", body)
    elif re.fullmatch(r"\d{3}[?XUu_x-]|\d\d[?XUu_x-]{2}", body):
        whole = re.sub(r"[?Uu_x-]", "X", body)
    else:
        return None
    if "X" not in whole:
        return None
    if not is_edtf(whole):
        raise Impossible(f"{text} is not a day of the calendar")
    return Parts(whole=whole)


def _of_words_for_years(text: str, window: int, order: str) -> Parts | None:
    """The 1960s, the 20th century."""
    if (decade := _DECADE.fullmatch(text)) and text.lower().endswith("s"):
        tens = int(decade[1]) if decade[1] else full_year(f"{decade[2]}0", window) // 10
        return Parts(whole=f"{tens:03d}X")
    if century := _CENTURY.fullmatch(text):
        return Parts(whole=f"{int(century[1]) - 1:02d}XX") if 1 <= int(century[1]) <= 99 else None
    return None


_SEASON_WORDS = {
    "spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24,
    "printemps": 21, "ete": 22, "automne": 23, "hiver": 24,
    "fruhling": 21, "fruhjahr": 21, "sommer": 22, "herbst": 23,
    "primavera": 21, "verano": 22, "otono": 23, "invierno": 24,
}  # fmt: skip
_FILLERS = {
    *("the", "of", "on", "in", "de", "del", "do", "di", "du", "des", "le", "la", "les", "el", "il"),
    *("den", "der", "dem", "das", "am", "im", "vom", "dated", "date", "datum", "year", "day"),
}
"""Words that stand beside a date and change nothing."""

_TOKEN = re.compile(
    r"(?P<year>'\d\d(?!\d))|(?P<figures>\d+)(?P<ordinal>(?:st|nd|rd|th|er|re|eme|ème|e|º|°|ª|ter|ten|te|o)(?![a-zß-ÿ]))?"
    r"|(?P<word>[^\W\d_]+(?:-feira)?)\.?|(?P<gap>[\s.,/-]+)|(?P<blank>\?\?|__)",
    re.I,
)


def _of_words(text: str, window: int, partial: bool) -> Parts | None:
    """A date with its month in letters or in Roman figures, in any order of day, month and year."""
    shape, month, weekday, at = "", None, None, 0
    figures: list[str] = []
    while at < len(text):
        token = _TOKEN.match(text, at)
        if not token:
            return None
        at = token.end()
        if token["year"]:
            shape += "Y"
            figures.append(token["year"][1:])
        elif digits := token["figures"]:
            if len(digits) not in (1, 2, 4):
                return None
            shape += "Y" if len(digits) == 4 or int(digits) > 31 else "D"
            figures.append(digits)
        elif (word := token["word"]) and plain_word(word) not in _FILLERS:
            number = _month_of(word, shape)
            day = weekday_number(word)
            if day is not None and weekday is None and (shape or not number):
                weekday = day
            elif number and month is None:
                month, shape = number, shape + "M"
            else:
                return None
    if text[-1:] in "-/":
        return None
    parts = _arranged(shape, figures, month, window, text)
    if parts is None or not (partial or parts.whole or parts.month or parts.year):
        return None
    return replace(parts, weekday=weekday)


def _month_of(word: str, shape: str) -> int:
    if word.upper() in ROMAN and shape[-1:] == "D":
        return ROMAN[word.upper()]
    return month_number(word) or _SEASON_WORDS.get(plain_word(word), 0)


def _arranged(shape: str, figures: list[str], month: int | None, window: int, text: str) -> Parts | None:
    """Day, month and year by the order they stand in: D figures that may be a day, Y that must be a year, M a month."""
    season = month is not None and month > 12
    if season and shape == "MYY":
        return Parts(full_year(figures[0], window), month)  # winter 1962-63
    if shape == "YMY" and len(figures[0]) == 2:
        raise Impossible(f"no month has {figures[0]} days")
    roles = _ROLES.get(shape)
    if roles is None:
        return None
    if shape == "MD" and re.search(r"[a-z.]\s?[-/]\s?\d\d$", text, re.I):  # Nov-12
        return Parts(whole=f"{full_year(figures[0], window)}-{month:02d}", alternative=f"XXXX-{month:02d}-{figures[0]}")
    values = dict(zip(roles, figures, strict=True))
    year = full_year(values["y"], window) if "y" in values else None
    day = int(values["d"]) if "d" in values else None
    return None if season and day is not None else Parts(year, month, day)


_ROLES = {
    "DMD": "dy", "DMY": "dy", "MDD": "dy", "MDY": "dy", "YMD": "yd", "YDM": "yd",
    "MY": "y", "YM": "y", "Y": "y", "MD": "d", "DM": "d", "M": "", "D": "d", "DY": "dy",
}  # fmt: skip
"""For every order of day, month and year that is written, which figures are the day (d) and which the year (y)."""


def _with_clock(text: str, window: int, order: str) -> Parts | None:
    """A date-time group, or a day with the time of day after it: November 8, 1962, 10:50 p.m."""
    group = find_group(text.upper(), window=window)
    if group and group.start == 0 and group.end == len(text) and group.year and group.month:
        day = Parts(group.year, group.month, group.day)
        return Parts(whole=f"{day.edtf}T{group.clock}{group.offset}")
    clock = find_clock(text)
    if not clock or clock[2] < len(text.rstrip(" .)")) or clock[1] == 0:
        return None
    parts = _unqualified(text[: clock[1]].strip(" ,;"), window, order, partial=False)
    if parts is None or parts.day is None or parts.year is None:
        return None
    if clock[0] == "00:00" and not re.search("midnight", text, re.I):
        return parts
    return Parts(whole=f"{parts.edtf}T{clock[0]}", weekday=parts.weekday)
