"""What a catalogue says of who may see a paper -> open, kept back, or not understood.

Conditions are words, not yes or no: "Closed until 2051", "Open to researchers without restriction". Words that restrict
count for more than words that open; what says neither is not understood.
"""

import datetime
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from briefbook.text.dates import edtf_bounds, find_mentions, read_date
from briefbook.text.folding import fold
from briefbook.text.months import month_number

CONDITIONS, RESTRICTIONS, WEAK, STATES, SINCE = "conditions", "restrictions", "weak", "states", "since"
"""Kinds of columns, see ``access_column``."""

_KINDS = (CONDITIONS, RESTRICTIONS, SINCE, WEAK, STATES)


@dataclass(frozen=True, slots=True)
class _Terms:
    """The table of words: names of columns by kind, whole cells, and patterns of words in cells."""

    headings: Mapping[str, frozenset[str]]
    cells: Mapping[str, frozenset[str]]
    unrestricted: re.Pattern[str]
    restrict: re.Pattern[str]
    open_words: re.Pattern[str]
    until: re.Pattern[str]


@cache
def _terms() -> _Terms:
    table = tomllib.loads((files(__package__) / "data" / "access_terms.toml").read_text(encoding="utf-8"))

    def words(name: str) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{'|'.join(table['cells'][name])})\b")

    return _Terms(
        {kind: frozenset(table["headings"][kind]) for kind in _KINDS},
        {name: frozenset(table["cells"][name]) for name in ("open", "closed")},
        words("unrestricted"),
        words("restrict"),
        words("open_words"),
        words("until"),
    )


_OF_PROGRAMS = re.compile(r"^(?:(?:dc|dcterms|dcq|dspace|local|field|rights|description|item|document|record|doc) )+")
"""What programs put before the name of a field: dcterms:accessRights, local.embargo.lift, field_access_terms."""


def access_column(name: str) -> str:
    """What a column says of who may see a paper; "" where its name is of anything else.

    Args:
        name: The name in small letters, without accents and stops.

    Returns:
        ``CONDITIONS`` in words, ``RESTRICTIONS`` (a blank keeps nothing back), ``WEAK`` (cells tell whether it is such
        a column), ``STATES`` (of a paper's record, published and draft among them), or ``SINCE`` a day.

    >>> access_column("dcterms access rights"), access_column("embargo until"), access_column("released")
    ('conditions', 'restrictions', 'weak')
    >>> access_column("release date"), access_column("status"), access_column("access points")
    ('since', 'states', '')
    """
    headings = _terms().headings
    for words in (name, _OF_PROGRAMS.sub("", name)):
        for kind in _KINDS:
            if words in headings[kind]:
                return kind
    return ""


def is_open(written: object, *, today: datetime.date | None = None) -> bool | None:
    """Whether what a catalogue says of access lets everybody see a paper; None where that is not understood.

    Args:
        written: The words of a cell or an element.
        today: The day by which terms of closure have ended or not; None for the day on which it is asked.

    >>> [is_open(words) for words in ("Open for research.", "Unrestricted", "openAccess", "No restrictions on access")]
    [True, True, True, True]
    >>> [is_open(words) for words in ("Restricted - Partly", "Staff only", "non communicable", "embargoedAccess")]
    [False, False, False, False]
    >>> day = datetime.date(2026, 11, 29)
    >>> [is_open(words, today=day) for words in ("Open from 2051", "closed until 1 May 2001", "Box 3", "")]
    [False, True, None, None]
    >>> said = ("Closed until 75 years after 1950", "Closed until 2001, then staff only", "Open to the family")
    >>> [is_open(words, today=day) for words in said]
    [False, False, False]
    """
    words = re.sub(r"(?<=[a-z])(?=Access\b)", " ", str(written))
    plain = " ".join(re.sub(r"[_:?-]+", " ", fold(words)).split()).strip(" .!;,")
    terms = _terms()
    bare = plain.replace(" access", "access") if "info eu repo" in plain else plain
    if bare in terms.cells["open"]:
        return True
    if bare in terms.cells["closed"]:
        return False
    come = has_come(words, today=today)
    if come is False or (come and _is_closed_only_until_a_day(plain)):
        return come
    rest = terms.unrestricted.sub(" ", plain)
    if terms.restrict.search(rest):
        return False
    return True if rest != plain or terms.open_words.search(rest) else None


def _is_closed_only_until_a_day(plain: str) -> bool:
    """Do words name the day until which a paper is closed right behind UNTIL, and nothing else that restricts it?"""
    terms = _terms()
    until = terms.until.search(plain)
    if until is None or (end := _DAY.match(plain, until.end())) is None:
        return False
    words = re.findall(r"[^\W\d_]+", end["before"])
    if not all(word in _BESIDE_A_DAY or month_number(word) for word in words):
        return False
    others = [*re.split(r"[;,.(]\s", plain[: until.start()])[:-1], plain[end.end() :]]
    return not any(terms.restrict.search(terms.unrestricted.sub(" ", part)) for part in others)


_DAY = re.compile(r"(?P<before>[^;()]{0,40}?)\b(?:1[89]|2[0-4])\d\d\b(?:[ .]\d\d?\b){0,2}")
"""A day, a month or a year behind UNTIL, up to its end."""

_BESIDE_A_DAY = frozenset({
    "the", "end", "of", "on", "st", "nd", "rd", "th", "le", "la", "fin", "du", "de", "den", "dem", "zum", "ende",
    "am", "el", "al", "il", "fine", "del", "di", "do", "op", "einde", "van", "er",
})  # fmt: skip
"""Words that may stand between UNTIL and a year, the names of months beside."""


def says_both(written: str) -> bool:
    """Are some of the papers that words are of open and others not?

    >>> says_both("Open for research; some letters are closed."), says_both("Closed until 2060.")
    (True, False)
    """
    terms = _terms()
    plain = terms.unrestricted.sub(" open ", fold(written))
    return bool((terms.open_words.search(plain) or _SOME.search(plain)) and terms.restrict.search(plain))


_SOME = re.compile(
    r"\b(?:some|portions?|parts?|certain|items?|series|box(?:es)?|folders?|einige|teile|certain\w*|partie)\b"
)
"""Words of a part of a whole."""


def has_come(written: str, *, today: datetime.date | None = None) -> bool | None:
    """Whether the last day that words name has come; None where they name none.

    A year alone, or a month, has come when it is over.

    >>> day = datetime.date(2026, 11, 29)
    >>> [has_come(words, today=day) for words in ("2060", "2001-05-04", "until 3 May 2027", "soon")]
    [False, True, False, None]
    >>> [has_come(words, today=day) for words in ("2060, decided on 3 May 1999", "13/5/27", "9999-12-31")]
    [False, False, False]
    """
    today = today or datetime.datetime.now(tz=datetime.UTC).date()
    words = str(written).strip()
    window = today.year - _YEARS_BACK
    read = read_date(words, window=window)
    bounds = edtf_bounds(read.without_clock) if read.without_clock else None
    if bounds is not None and bounds[1] is not None:
        return bounds[1] <= today
    mentions = find_mentions(words, window=window)
    ends = [span[1] for mention in mentions if mention.year and (span := mention.days(mention.year))]
    days_of = {end.year for end in ends}
    years = map(int, re.findall(r"(?<!\d)(?:1[89]|2[0-4])\d\d(?!\d)", words))
    ends += [datetime.date(year, 12, 31) for year in years if year not in days_of]
    return max(ends) <= today if ends else None


_YEARS_BACK = 50
"""Years before today from which years of two figures are read: a closure until 27 is one until 2027."""
