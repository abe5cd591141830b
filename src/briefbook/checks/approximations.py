"""Whether a number of a sentence may be one of its paper's that is rounded, told roughly, or in another unit.

"Nearly 12,000 tons" tells 11,800; "some 225 kilometres" tells 140 miles; "almost a fifth" tells 18 percent.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from briefbook.text.number_words import number_in_words

ROUGH = 0.15
"""By how much a number told with ABOUT or NEARLY may differ from the paper's. A judgement: 4,200 is about 4,000, and
140 is about 160; one and a half times as much is not."""

ONE_SIDED = 0.35
"""By how much the paper's number may lie above MORE THAN, or below LESS THAN: "more than 3,000" of 3,600."""

CONVERTED = 0.05
"""By how much a number in another unit may differ, since it is rounded there."""

ROUNDED = 0.05
"""By how much a number may be rounded without a word that says so: 11,800 to 12,000, and not 12 to 10."""

MAX_SIGNIFICANT = 2
"""Figures, noughts behind left out, of a number that may be a rounded one without a word that says so."""

UNITS: dict[str, tuple[str, float]] = {
    **dict.fromkeys(("kilometre", "kilometer", "km"), ("length", 1000.0)),
    **dict.fromkeys(("mile", "mi"), ("length", 1609.344)),
    **dict.fromkeys(("nautical",), ("length", 1852.0)),
    **dict.fromkeys(("metre", "meter"), ("length", 1.0)),
    **dict.fromkeys(("foot", "feet"), ("length", 0.3048)),
    **dict.fromkeys(("yard",), ("length", 0.9144)),
    **dict.fromkeys(("inch", "inche"), ("length", 0.0254)),
    **dict.fromkeys(("centimetre", "centimeter"), ("length", 0.01)),
    **dict.fromkeys(("acre",), ("area", 4046.856)),
    **dict.fromkeys(("hectare",), ("area", 10_000.0)),
    **dict.fromkeys(("kilogram", "kilogramme", "kilo", "kg"), ("mass", 1.0)),
    **dict.fromkeys(("pound", "lb"), ("mass", 0.45359237)),
    **dict.fromkeys(("quintal",), ("mass", 100.0)),
    **dict.fromkeys(("tonne", "ton"), ("mass", 1000.0)),
    **dict.fromkeys(("litre", "liter"), ("volume", 1.0)),
    **dict.fromkeys(("gallon",), ("volume", 3.785)),
    **dict.fromkeys(("barrel",), ("volume", 158.987)),
    **dict.fromkeys(("knot",), ("speed", 1.852)),
    **dict.fromkeys(("kilowatt", "kw"), ("power", 1.0)),
    **dict.fromkeys(("horsepower", "hp"), ("power", 0.7457)),
    "second": ("time", 1.0),
    "minute": ("time", 60.0),
    "hour": ("time", 3600.0),
    "day": ("time", 86_400.0),
    "week": ("time", 7 * 86_400.0),
    "fortnight": ("time", 14 * 86_400.0),
    "month": ("time", 30.44 * 86_400.0),
    "year": ("time", 365.25 * 86_400.0),
    "decade": ("time", 3652.5 * 86_400.0),
    "century": ("time", 36_525 * 86_400.0),
    "%": ("share", 1.0),
    "percent": ("share", 1.0),
    "pct": ("share", 1.0),
}
"""What a unit measures, and how many of the first unit of its kind it is; of the international system, and by law."""

SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "milliard": 1e9,
    "dozen": 12.0,
    "score": 20.0,
}
_SHARES = {
    "half": 50.0, "third": 100 / 3, "quarter": 25.0, "fifth": 20.0, "sixth": 100 / 6, "eighth": 12.5, "tenth": 10.0,
    "thirds": 100 / 3, "quarters": 25.0, "fifths": 20.0, "sixths": 100 / 6, "eighths": 12.5, "tenths": 10.0,
}  # fmt: skip

_ABOUT = re.compile(
    r"\b(?:about|some|around|roughly|approximately|approx\.?|nearly|almost|close\s+to|near|circa|ca\.?|just\s+(?:over|under|above|below)"
    r"|a\s+little\s+(?:over|under|more|less)|environ|presque|près\s+de|or\s+so|odd)\s+(?:than\s+)?(?:a\s+|an\s+)?$",
    re.I,
)
_ABOVE = re.compile(
    r"\b(?:more\s+than|over|above|at\s+least|no\s+(?:fewer|less)\s+than|not\s+(?:fewer|less)\s+than|upwards?\s+of|in\s+excess\s+of"
    r"|exceed(?:ed|ing)?|plus\s+de|au\s+moins|a\s+good|well\s+over)\s+(?:a\s+|an\s+)?$",
    re.I,
)
_BELOW = re.compile(
    r"\b(?:less\s+than|fewer\s+than|under|below|at\s+(?:the\s+)?most|up\s+to|(?:no|not)\s+more\s+than|barely|hardly|scarcely|moins\s+de"
    r"|within)\s+(?:a\s+|an\s+)?$",
    re.I,
)
_BEHIND = re.compile(r"^[\s-]+(?:or\s+so|odd|or\s+more|or\s+less)\b", re.I)
_TOKEN = re.compile(r"(?P<figure>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)|(?P<word>[^\W\d_]+)|(?P<sign>[%,;.])")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of a text: its value, what it measures ("" if it counts things), and where it stands."""

    value: float
    measures: str
    start: int
    end: int


@lru_cache(maxsize=512)
def amounts(text: str) -> Sequence[Amount]:
    """The numbers of a text, in figures or words, with their scales; measures in one unit of each kind.

    >>> [(round(amount.value), amount.measures) for amount in amounts("a fifth of forty-six million; 2 miles")]
    [(20, 'share'), (46000000, ''), (3219, 'length')]
    """
    return tuple(_amounts(text))


def _amounts(text: str) -> Iterator[Amount]:
    tokens = [(match.group().lower(), match.lastgroup, *match.span()) for match in _TOKEN.finditer(text)]
    words = [token for token, _, _, _ in tokens]
    place = 0
    while place < len(tokens):
        token, kind, start, end = tokens[place]
        size, value = 1, 0.0
        if kind == "figure":
            value = float(token.replace(",", ""))
        elif token in ("a", "an", "half") and place + 1 < len(words) and words[place + 1] in ("a", *SCALES):
            size, value = 0, 0.5 if token == "half" else 1.0
            place += 1 + (words[place + 1] == "a")
        elif kind == "word":
            size, figures = number_in_words(words, place)
            value = float(figures) if figures.isdigit() else 0.0
            if not size and token in ("a", "one") and place + 1 < len(words) and words[place + 1] in _SHARES:
                size, value = 1, 1.0
        last = place + max(size, 1) if size else place
        if value:
            while last < len(words) and words[last] in SCALES:
                value *= SCALES[words[last]]
                last += 1
            if size == 0 and words[last : last + 1] == ["and"]:  # a hundred and fifty
                more, figures = number_in_words(words, last + 1)
                value, last = (value + float(figures), last + 1 + more) if figures.isdigit() else (value, last)
            share = _SHARES.get(words[last]) if last < len(words) else None
            if share is not None and value < 10:
                of_unit = words[last + 1 : last + 3] in (["of", "an"], ["of", "a"]) and _unit_at(words, last + 3)
                measures, factor = UNITS.get(of_unit or "", ("share", 100.0))
                yield Amount(value * share * factor / 100, measures, start, tokens[last][3])
                last += 1
            else:
                name = _unit_at(words, last)
                measures, factor = UNITS.get(name, ("", 1.0))
                yield Amount(value * factor, measures, start, tokens[min(last, len(tokens)) - 1][3])
        elif kind == "word" and token == "half":
            yield Amount(50.0, "share", start, end)
        place = max(last, place + 1)


def _unit_at(words: Sequence[str], place: int) -> str:
    for word in words[place : place + 1]:
        plain = word.removesuffix("s")
        if plain == "per" and words[place + 1 : place + 2] in (["cent"], ["centum"]):
            return "percent"
        return plain if plain in UNITS else word
    return ""


def may_tell(text: str, start: int, end: int, paper: str) -> bool:
    """Whether the number of a sentence at a place may be one that the paper has, told roughly or in another unit.

    >>> sentence, paper = "Nearly 12,000 tons were some 225 kilometres off.", "11,800 TONS, 140 MILES AWAY."
    >>> may_tell(sentence, 7, 13, paper), may_tell(sentence, 29, 32, paper), may_tell(sentence, 7, 13, "15,000 TONS")
    (True, True, False)
    """
    ours = next((amount for amount in amounts(text) if amount.start < end and start < amount.end), None)
    if ours is None:
        return False
    there = [amount for amount in amounts(paper) if amount.value]
    return any(_may_be(ours, theirs, text) for theirs in there) or _is_reckoned(ours, there)


def _is_reckoned(ours: Amount, there: Sequence[Amount]) -> bool:
    """Whether a number is the sum of two that a paper has beside one another, or what the one leaves of the other."""
    if ours.value < MIN_RECKONED:
        return False
    pairs = [(one, other) for one, other in pairwise(there) if one.measures == other.measures == ours.measures]
    return any(ours.value in (one.value + other.value, abs(one.value - other.value)) for one, other in pairs)


MIN_RECKONED = 10
"""A smaller number may be the sum of two others by chance."""


def _may_be(ours: Amount, theirs: Amount, text: str) -> bool:
    if ours.measures != theirs.measures:
        return False
    before = text[: ours.start]
    ratio = theirs.value / ours.value
    if abs(ratio - 1) < 1e-9:
        return True
    if _ABOUT.search(before) or _BEHIND.match(text[ours.end :]):
        return abs(ratio - 1) <= ROUGH
    if _ABOVE.search(before):
        return 1 <= ratio <= 1 + ONE_SIDED
    if _BELOW.search(before):
        return 1 - ONE_SIDED <= ratio <= 1
    if ours.measures and ours.measures != "share" and abs(ratio - 1) <= CONVERTED:
        return True
    return _is_rounded(ours.value, theirs.value)


def are_one_rounded(one: float, other: float) -> bool:
    """Whether two numbers are the same, or one of them is the other rounded to a figure or two.

    >>> are_one_rounded(11800, 12000), are_one_rounded(12000, 11800), are_one_rounded(10, 12)
    (True, True, False)
    """
    return one == other or _is_rounded(one, other) or _is_rounded(other, one)


def _is_rounded(ours: float, theirs: float) -> bool:
    """Whether a number of one or two figures is the other to as many figures: 12,000 of 11,800."""
    if theirs <= 0 or ours <= 0:
        return False
    for figures in range(1, MAX_SIGNIFICANT + 1):
        rounded = _to_figures(theirs, figures)
        if abs(rounded - ours) <= 1e-9 * ours and 1e-9 * theirs < abs(rounded - theirs) <= ROUNDED * theirs:
            return True
    return False


def _to_figures(value: float, figures: int) -> float:
    power = 10.0 ** (math.floor(math.log10(value)) - figures + 1)
    return math.floor(value / power + 0.5) * power
