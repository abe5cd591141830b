"""Compare how numbers are written: by what stands between their figures.

A comma, a blank or an apostrophe divides thousands, before groups of three figures, and may be any of these or none. A
colon, stroke, hyphen or point between figures is the number's own: 1:10 is not 1.10, and 12/5 not 12-5.
"""

import itertools
import re
import unicodedata
from dataclasses import dataclass

_GROUP = re.compile(r"[0-9]+")
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-") | {"\u2044": "/", "\u2019": "'"})
_FRACTION = re.compile("(?<=[0-9])(?=[¼½¾⅐-⅞])")
_OWN = frozenset(":/-.'")
_BLANK, _OPEN = " ", "?"
"""What stands between two numbers: a blank, a comma or nothing of the numbers' own; and a sign that may be a dash."""

_BEFORE_HOUR = frozenset(
    [
        "at",
        "by",
        "about",
        "until",
        "till",
        "before",
        "after",
        "since",
        "around",
        "approximately",
        "from",
        "to",
        "between",
        "and",
        "past",
    ]
)
_BEHIND_HOUR = frozenset(
    [
        "am",
        "pm",
        "a",
        "p",
        "hours",
        "hrs",
        "hour",
        "gmt",
        "local",
        "est",
        "edt",
        "zulu",
        "z",
        "today",
        "tomorrow",
        "tonight",
        "oclock",
    ]
)
_BEFORE_DAY = frozenset(["on", "dated", "since", "until"])


@dataclass(frozen=True, slots=True)
class NumberWriting:
    """The groups of figures in a text, those of thousands in one, and the sign between each and the next."""

    groups: tuple[str, ...]
    signs: tuple[str, ...]


def number_writing(text: str) -> NumberWriting:
    """How the numbers of a text are written.

    Args:
        text: Neighbouring numbers, with whatever stands beside and between them.

    >>> number_writing("12,500 tons, 1:10").groups, number_writing("125,00").groups, number_writing("1 : 10").signs
    (('12500', '1', '10'), ('125', '00'), (':',))
    """
    plain = unicodedata.normalize("NFKC", _FRACTION.sub(" ", text)).translate(_DASHES)
    found = [*_GROUP.finditer(plain)]
    between = [plain[one.end() : other.start()] for one, other in itertools.pairwise(found)]
    groups: list[str] = []
    signs: list[str] = []
    head = True  # may the last group be the first of a number whose thousands are divided?
    for k, match in enumerate(found):
        group = match[0]
        if k and len(group) == 3 and head and re.fullmatch(r"[, ']|, +", between[k - 1]):
            groups[-1] += group
            continue
        if k:
            signs.append(_sign(between[k - 1]))
        groups.append(group)
        head = len(group) <= 3 and not group.startswith("0")
    return NumberWriting(tuple(groups), tuple(signs))


def _sign(between: str) -> str:
    """The sign that two groups of figures have between them; a dash, or a stop before a blank, may be a sentence's."""
    bare = between.strip()
    if bare in _OWN or bare == "-'":
        lone = bare in ("/", ":") and between[:1].isspace() and between[-1:].isspace()
        return bare[0] if between == bare or lone else _BLANK if bare in ".'" else _OPEN
    return _OPEN if set(bare) & set("-\u2014") else _BLANK


def is_same_number(ours: str, theirs: str, before: str = "", behind: str = "") -> bool:
    """Whether numbers are written alike, but for what divides thousands and for the custom of hours and dates.

    Args:
        ours: The numbers as quoted.
        theirs: The same figures as the source has them.
        before: The word before them, in small letters: an hour or a day is known by it.
        behind: The word behind them.

    Returns:
        False only where the figures are the same, and are grouped or parted otherwise.

    >>> is_same_number("12 500", "12,500"), is_same_number("125,00", "12,500"), is_same_number("1.10", "1:10")
    (True, False, False)
    >>> is_same_number("9:30", "9.30", before="at"), is_same_number("3.4.62", "3/4/62")
    (True, True)
    """
    if ours.strip(".,;: ").casefold() == theirs.strip(".,;: ").casefold():
        return True
    one, other = number_writing(ours), number_writing(theirs)
    if "".join(one.groups) != "".join(other.groups):
        return True  # other figures, or more of them: not a matter of their signs
    if one.groups != other.groups:
        return False
    return all(
        _agree(one, other, k, before if k == 0 else "", behind if k == len(one.signs) - 1 else "")
        for k in range(len(one.signs))
    )


def _agree(one: NumberWriting, other: NumberWriting, k: int, before: str, behind: str) -> bool:
    """Whether the signs behind a group are the same, or both the custom of a date, hour, span of years or fraction."""
    mine, theirs = one.signs[k], other.signs[k]
    if mine == theirs or _OPEN in (mine, theirs):
        return True
    first, second = one.groups[k : k + 2]
    signs = {mine, theirs}
    if signs <= {"/", "-"} and re.fullmatch(r"1[5-9]\d\d|20\d\d", first) and len(second) in (1, 2, 4):
        return True
    if signs == {" ", "-"} and all("/" in each.signs[k + 1 : k + 2] for each in (one, other)):
        return True  # 5-1/2 for 5 1/2
    if signs == {".", ":"}:
        is_hour = int(first) <= 24 and re.fullmatch(r"[0-5]\d", second) is not None and len(first) <= 2
        return is_hour and (first.startswith("0") or before in _BEFORE_HOUR or behind in _BEHIND_HOUR)
    if signs <= {"/", "-", "."}:
        return _is_date(one, other, k) or (
            len(one.signs) == 1 and before in _BEFORE_DAY and _is_day_and_month(first, second)
        )
    return False


def _is_date(one: NumberWriting, other: NumberWriting, k: int) -> bool:
    """Whether three groups around a sign are day, month and year in both, each with one sign throughout."""
    for start in (k - 1, k):
        if start < 0 or start + 2 > len(one.signs):
            continue
        day, month, year = one.groups[start : start + 3]
        own = all(len({*each.signs[start : start + 2]}) == 1 for each in (one, other))
        if own and len(year) in (2, 4) and _is_day_and_month(day, month):
            return True
    return False


def _is_day_and_month(one: str, other: str) -> bool:
    return max(len(one), len(other)) <= 2 and 0 < min(int(one), int(other)) <= 12 and max(int(one), int(other)) <= 31
