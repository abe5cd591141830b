"""Days, weekdays, hours, short times and small counts that a sentence has otherwise than the paper it tells of.

A figure is no slip by itself, for an author knows other things than one paper. It is told of where the paper has no
such value anywhere, and where a passage of it that shares the sentence's words has one other value of the same kind.
"""

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefbook.text.dates import Span
from briefbook.text.folding import fold
from briefbook.text.months import ENGLISH, WEEKDAYS
from briefbook.text.number_words import number_in_words

MIN_SHARED = 2
"""Words of content that the sentence must share with the words around the paper's value."""

MIN_SHARE = 0.4
"""The part of the sentence's words of content, near its value, that it must share."""

NEAR_OURS, NEAR_THEIRS = 12, 22
"""Words on each side of the author's value, and of the paper's, among which shared words are sought."""

DAYS_NEAR = 7
"""Days on each side of the paper's own date that an author may have from YESTERDAY, TUESDAY or LAST WEEK."""

_STEM = 5
_MONTHS = {
    **{name.lower(): place for place, name in enumerate(ENGLISH, 1)},
    **{name[:3].lower(): place for place, name in enumerate(ENGLISH, 1)},
    "sept": 9,
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_TH = r"(?:st|nd|rd|th)?"
_DAY = re.compile(
    rf"(?<![\w./-])(?:(?P<day>\d{{1,2}}){_TH}\s+(?:of\s+)?(?P<month>{_MONTH})\b|(?P<month2>{_MONTH})\.?\s+(?P<day2>\d{{1,2}}){_TH})(?![\w:-])",
    re.I,
)
_WEEKDAY = re.compile(rf"\b(?P<weekday>{'|'.join(WEEKDAYS)})s?\b", re.I)
_DATED_WEEKDAY = re.compile(rf"^,?\s+(?:the\s+)?(?:\d|{_MONTH})", re.I)
_FROM_TWO = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_HOUR = re.compile(
    r"(?<![\w:./])(?:(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))?\s*(?P<half>[ap])\.?\s?m\b\.?"
    rf"|(?P<words>one|{_FROM_TWO}|\d{{1,2}})(?:\s+o[’']clock)?\s+in\s+the\s+(?P<part>morning|afternoon|evening))",
    re.I,
)
_ZONE = re.compile(r"^[\s,(]*(?:GMT|UTC|Z\b|local|[A-Z]\w+(?:\s\w+)?\s+time\b|E[SD]T\b)")
_SMALL = re.compile(
    rf"(?<![\w.,/-])(?P<number>\d{{1,3}}|{_FROM_TWO})[\s-]+"
    r"(?:(?:working|calendar|full|whole)\s+)?(?P<unit>minute|hour|day|week|month|year)s?\b(?!\s+(?:later|earlier|before|after|ago)\b)",
    re.I,
)
_COUNT = re.compile(
    rf"(?<![\w.,/$£-])(?P<number>\d{{1,3}}|{_FROM_TWO})\s+"
    r"(?P<first>[^\W\d_]{4,})\s+(?P<second>[^\W\d_]{4,})(?:\s+(?P<third>[^\W\d_]{4,}))?",
    re.I,
)
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
TELLS_BY_DAY = re.compile(
    rf"\b(?:today|tonight|yesterday|tomorrow|this\s+(?:morning|afternoon|evening)|last\s+(?:night|week)|next\s+week|{'|'.join(WEEKDAYS)})\b",
    re.I,
)
_NO_CONTENT = frozenset(
    (
        *("that", "this", "with", "from", "were", "been", "have", "which", "would", "their", "there", "when", "into"),
        *("also", "than", "them", "they", "what", "will", "could", "should", "about", "after", "before", "until"),
        *("telegram", "cable", "department", "embassy", "said", "told", "reported", "wrote"),
        *(name.lower() for name in (*ENGLISH, *WEEKDAYS)),
    )
)


@dataclass(frozen=True, slots=True)
class _Value:
    """A value of one kind in a text, and where it stands; ``kind`` parts what may be a slip of one another."""

    kind: str
    value: tuple[int, ...]
    start: int
    end: int


def slips_in_context(text: str, paper: str, own_days: Sequence[Span]) -> Iterator[tuple[str, int, int]]:
    """The paper's words, and start and end of the author's, for each value that the paper has otherwise.

    Args:
        text: The author's words, with quotations and markup blanked.
        paper: The text of the paper.
        own_days: The days that the paper itself may be called by.

    >>> list(slips_in_context("The rector resigned at noon on June 28.", "RECTOR RESIGNED EARLY JUNE 18.", []))
    [('JUNE 18', 31, 38)]
    """
    for find in (_days, _weekdays, _hours, _times):
        ours = list(find(text))
        theirs = list(find(paper)) if ours else []
        for value in ours:
            if (
                theirs
                and not _is_known(value, theirs, paper, own_days)
                and (other := _other(value, text, theirs, paper))
            ):
                yield paper[other.start : other.end], value.start, value.end
    yield from _counts_miswritten(text, paper)


def _days(text: str) -> Iterator[_Value]:
    for match in _DAY.finditer(text):
        day, month = int(match["day"] or match["day2"]), _MONTHS[(match["month"] or match["month2"]).lower()]
        if 0 < day <= 31:
            yield _Value("day", (month, day), *match.span())


def _weekdays(text: str) -> Iterator[_Value]:
    for match in _WEEKDAY.finditer(text):
        number = next(place for place, name in enumerate(WEEKDAYS) if name.lower() == match["weekday"].lower())
        dated = _DATED_WEEKDAY.match(text[match.end() :]) is not None
        yield _Value("dated weekday" if dated else "weekday", (number,), *match.span())


def _hours(text: str) -> Iterator[_Value]:
    for match in _HOUR.finditer(text):
        if _ZONE.match(text[match.end() :]):
            continue
        hour = _number(match["hour"] or match["words"])
        late = (match["half"] or "").lower() == "p" or (match["part"] or "").lower() in ("afternoon", "evening")
        if 0 < hour <= 12:
            yield _Value("hour", (hour % 12 + 12 * late, int(match["minute"] or 0)), *match.span())


def _times(text: str) -> Iterator[_Value]:
    for match in _SMALL.finditer(text):
        number = _number(match["number"])
        if number > 2:
            yield _Value(f"{number} of", (_UNITS.index(match["unit"].lower()),), *match.span())


_UNITS = ("minute", "hour", "day", "week", "month", "year")


def _number(words: str) -> int:
    return int(words) if words.isdigit() else int(number_in_words([words.lower()], 0)[1])


def _is_known(value: _Value, theirs: Sequence[_Value], paper: str, own_days: Sequence[Span]) -> bool:
    """Whether the paper has the value somewhere, or it is one of those that an author may reckon from the paper."""
    if value.kind == "dated weekday" or any(other.value == value.value for other in theirs if _alike(other, value)):
        return True
    if value.kind == "weekday":
        return True if len({other.value for other in theirs}) != 1 else _is_near_weekday(value, own_days)
    if value.kind != "day":
        return False
    month, day = value.value
    if re.search(rf"(?<!\d)0?{day}(?:st|nd|rd|th)\b|\b(?:{_MONTH})\.?\s[^.]{{0,24}}(?<!\d){day}(?!\d)", paper, re.I):
        return True
    return any(distance(first, month, day) <= _reach(paper) for span in own_days for first in span)


def _alike(value: _Value, other: _Value) -> bool:
    return value.kind == other.kind or {value.kind, other.kind} == {"weekday", "dated weekday"}


def _reach(paper: str) -> int:
    return DAYS_NEAR if TELLS_BY_DAY.search(paper) else 1


def distance(first: datetime.date, month: int, day: int) -> int:
    """Days between a day and the nearest day of this month and number; a great number where there is no such day."""
    days = []
    for year in (first.year - 1, first.year, first.year + 1):
        try:
            days.append(abs((datetime.date(year, month, day) - first).days))
        except ValueError:
            continue
    return min(days, default=10_000)


def _is_near_weekday(value: _Value, own_days: Sequence[Span]) -> bool:
    """Whether it is the weekday of the paper's own date, or of the day before or after."""
    days = {day.weekday() for span in own_days for day in span}
    return any((number - value.value[0]) % 7 in (0, 1, 6) for number in days)


def _other(value: _Value, text: str, theirs: Sequence[_Value], paper: str) -> _Value | None:
    """The one other value, of those with the author's words around them, that the value may be a slip for."""
    ours = _stems(text, value, NEAR_OURS)
    if not ours:
        return None
    shared: dict[tuple[int, ...], tuple[int, _Value]] = {}
    for other in theirs:
        if _alike(other, value) and _may_be_slip(value, other):
            size = len(ours & _stems(paper, other, NEAR_THEIRS))
            if size >= max(MIN_SHARED, MIN_SHARE * len(ours)) and size > shared.get(other.value, (0, other))[0]:
                shared[other.value] = (size, other)
    return next(iter(shared.values()))[1] if len(shared) == 1 else None


def _may_be_slip(value: _Value, other: _Value) -> bool:
    """Whether two days differ as one that is miswritten: the same month, and a figure changed, lost or added."""
    if value.kind != "day":
        return True
    (month, day), (month_there, day_there) = value.value, other.value
    if month != month_there:
        return False
    ours, theirs = str(day), str(day_there)
    if len(ours) == len(theirs):
        return ours[0] == theirs[0] or ours[-1] == theirs[-1] or ours == theirs[::-1]
    long, short = sorted((ours, theirs), key=len, reverse=True)
    return short in long


@lru_cache(maxsize=4096)
def _around(text: str, start: int, end: int, near: int) -> frozenset[str]:
    before = [match.group() for match in _WORD.finditer(text[max(0, start - near * 12) : start])][-near:]
    behind = [match.group() for match in _WORD.finditer(text[end : end + near * 12])][:near]
    words = [fold(word) for word in (*before, *behind)]
    return frozenset(word[:_STEM] for word in words if len(word) > 3 and word.isalpha() and word not in _NO_CONTENT)


def _stems(text: str, value: _Value, near: int) -> frozenset[str]:
    return _around(text, value.start, value.end, near)


def _counts_miswritten(text: str, paper: str) -> Iterator[tuple[str, int, int]]:
    """Counts of which the paper has the same two words behind one other number: five Western foreign ministers."""
    ours = list(_COUNT.finditer(text))
    theirs = list(_COUNT.finditer(paper)) if ours else []
    for match in ours:
        alike = [other for other in theirs if _counted(other) == _counted(match)]
        numbers = {_number(other["number"]) for other in alike}
        if len(numbers) == 1 and _number(match["number"]) not in numbers and fold(match["first"]) not in _NO_CONTENT:
            yield paper[alike[0].start() : alike[0].end("second")], match.start(), match.end("second")


def _counted(match: re.Match[str]) -> tuple[str, str]:
    """The beginnings of the two words behind a count."""
    return fold(match["first"])[:_STEM], fold(match["second"])[:_STEM]
