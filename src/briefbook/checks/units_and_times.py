"""What a sentence tells with another unit, time of day, way or direction than its paper, or of another part of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefbook.checks.approximations import SCALES, UNITS
from briefbook.checks.clauses import Clause, clauses_of
from briefbook.checks.fact import Fact
from briefbook.checks.passage_facts import plain_letters
from briefbook.checks.passages import passage_at, passages_of, stems_of
from briefbook.text import french
from briefbook.text.folding import fold
from briefbook.text.french import is_french
from briefbook.text.number_words import UP_TO_TWELVE, number_in_words
from briefbook.text.word_meanings import have_one_meaning


def told_in_values(own: str, paper: str, writer: str = "") -> Iterator[tuple[Fact, str]]:
    """The typed values of a sentence that its paper has otherwise, each with the paper's words.

    Args:
        own: The author's own words about the paper, what is quoted replaced by blanks.
        paper: The paper's text.
        writer: The surname of the one who signs the paper, in small letters; "" if not known.

    >>> paper = "HE PAID 400 POUNDS STERLING. SIX OF THE NINE MEMBERS VOTED. THE TRAIN LEFT ROME FOR TURIN AT NOON."
    >>> for own in ("He paid 400 dollars.", "Two of the nine members voted.", "The train left Turin for Rome."):
    ...     print([words for _, words in told_in_values(own, paper)])
    ['400 POUNDS STERLING']
    ['SIX OF THE NINE MEMBERS']
    ['LEFT ROME FOR TURIN']
    >>> [words for _, words in told_in_values("The train left in the evening.", paper)]
    ['AT NOON']
    """
    yield from _other_units(own, paper)
    yield from _other_parts(own, paper)
    yield from _turned_votes(own, paper)
    yield from _turned_routes(own, paper)
    yield from _other_adjuncts(own, paper, writer)


# ---- A number and what it counts -----------------------------------------------------------------------------------

_CURRENCIES = """
    dollar dollars usd | pound pounds sterling | franc francs | mark marks deutschmarks | lira lire liras | koruna
    peso pesos | rouble roubles ruble rubles | rupee rupees | rupiah rupiahs | yen | yuan | guilder guilders florins
    krona kronor crowns kroner | dinar dinars | drachma drachmas drachmae | peseta pesetas | escudo escudos | leu lei
    piastre piastres piaster piasters | kip kips | baht | rial rials riyal riyals | shilling shillings | zloty zlotys
    cruzeiro cruzeiros | sol soles | bolivar bolivars | dong | hwan won | forint forints | lev leva
    schilling schillings
"""
_CURRENCY = {
    word: row.split()[0] for rows in _CURRENCIES.strip().splitlines() for row in rows.split("|") for word in row.split()
}
_SIGNS = {"$": "dollar", "£": "pound", "¥": "yen"}
_AMBIGUOUS = frozenset(("pound",))
"""Names of money that are names of weights too."""
_NUMBERED = re.compile(r"(?P<sign>[$£¥]\s?)?(?P<figure>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)|(?P<word>[^\W\d_]+)")
_UNIT_NAMES = {"kilometres": "kilometre", "kilometers": "kilometre", "kilometer": "kilometre", "km": "kilometre"}
_NO_AMOUNT = frozenset(("second", "minute", "hour", "day", "week", "fortnight", "month", "year", "decade", "century"))
"""Units of time, in which authors tell of a span otherwise."""


@dataclass(frozen=True, slots=True)
class _Amount:
    """A number with its unit: what it may measure in, whether that is money, and where it stands."""

    value: float
    units: frozenset[str]
    start: int
    end: int


@lru_cache(maxsize=512)
def _amounts(text: str) -> Sequence[_Amount]:
    tokens = list(_NUMBERED.finditer(text))
    words = [fold(token.group()) for token in tokens]
    found = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        size, value = 1, 0.0
        if token["figure"]:
            value = float(token["figure"].replace(",", ""))
        else:
            size, figures = number_in_words(words, place)
            value = float(figures) if size and figures.isdigit() else 0.0
        stop = place + max(size, 1)
        if value:
            while stop < len(words) and words[stop] in SCALES:
                value *= SCALES[words[stop]]
                stop += 1
            units, end = _units_at(words, stop)
            if token["sign"]:
                units, end = frozenset((f"money {_SIGNS[token['sign'].strip()]}",)), stop
            if units:
                found.append(_Amount(value, units, token.start(), tokens[end - 1].end()))
        place = stop
    return tuple(found)


def _units_at(words: Sequence[str], place: int) -> tuple[frozenset[str], int]:
    """The units that the words at a place may name, an adjective before it passed over; and where they end."""
    for at in (place, place + 1):
        if at >= len(words):
            break
        word = words[at]
        behind = words[at + 1] if at + 1 < len(words) else ""
        if word in _CURRENCY:
            name = _CURRENCY[word]
            if name in _AMBIGUOUS and behind != "sterling" and word != "sterling":
                return frozenset((f"money {name}", name)), at + 1
            return frozenset((f"money {name}",)), at + 1 + (behind == "sterling")
        plain = _UNIT_NAMES.get(word, word.removesuffix("s"))
        if at == place and plain in UNITS and plain not in _NO_AMOUNT and UNITS[plain][0] != "share":
            return frozenset(("ton" if plain == "tonne" else plain,)), at + 1
    return frozenset(), place


def _other_units(own: str, paper: str) -> Iterator[tuple[Fact, str]]:
    """A number of a sentence with another unit, or in another money, than the paper has with it."""
    ours = _amounts(own)
    there = _amounts(paper) if ours else ()
    for amount in ours:
        alike = [other for other in there if other.value == amount.value]
        if not alike or any(amount.units & other.units for other in alike):
            continue
        if any(amount.units & other.units for other in there) and amount.value < MIN_PLAIN:
            continue
        rest = stems_of(own[: amount.start] + " " + own[amount.end :])
        for other in alike:
            at = passage_at(paper, other.start)
            if at is not None and len(rest & passages_of(paper)[at].stems) >= 1:
                words = own[amount.start : amount.end]
                yield (
                    Fact("unit", tuple(sorted(amount.units)), frozenset(), words, amount.start, amount.end),
                    paper[other.start : other.end],
                )
                break


MIN_PLAIN = 13
"""A smaller number may stand with two units in a paper by chance."""

# ---- How many of how many ------------------------------------------------------------------------------------------

_FEW = f"{UP_TO_TWELVE}|thirteen|fourteen|fifteen|twenty"
_FEW_OF_FRENCH = french.UP_TO_TWELVE
_VALUE = {word: number for names in (_FEW_OF_FRENCH, _FEW) for number, word in enumerate(names.split("|")[:15], 1)}
_VALUE["twenty"] = 20
_PART = re.compile(
    rf"\b(?P<part>{_FEW}|\d{{1,3}})\s+(?:of|out\s+of|among)\s+(?:the\s+|its\s+|his\s+|their\s+)?(?P<whole>{_FEW}|\d{{1,3}})\b"
    r"(?:\s+(?P<noun>[^\W\d_]{3,}))?",
    re.I,
)
_SUR = re.compile(
    rf"\b(?P<part>{_FEW_OF_FRENCH}|\d{{1,3}})\s+(?P<noun>[^\W\d_]{{3,}})\s+sur\s+(?P<whole>{_FEW_OF_FRENCH}|\d{{1,3}})\b",
    re.I,
)
_DES = re.compile(
    rf"\b(?P<part>{_FEW_OF_FRENCH}|\d{{1,3}})\s+(?:des|de\s+ces|de\s+ses|de\s+leurs)\s+"
    rf"(?P<whole>{_FEW_OF_FRENCH}|\d{{1,3}})\b(?:\s+(?P<noun>[^\W\d_]{{3,}}))?",
    re.I,
)
_LES = re.compile(rf"\bles\s+(?P<whole>{_FEW_OF_FRENCH})\s+(?P<noun>[^\W\d_]{{3,}})", re.I)
_ALL = re.compile(rf"\ball\s+(?:of\s+)?(?:the\s+)?(?P<whole>{_FEW}|\d{{1,3}})\b(?:\s+(?P<noun>[^\W\d_]{{3,}}))?", re.I)


def _number(word: str) -> int:
    return _VALUE.get(word.lower()) or int(word)


def _parts(text: str) -> Sequence[tuple[int, int, re.Match[str]]]:
    parts, wholes = ((_PART, _SUR, _DES), (_ALL, _LES)) if is_french(text) else ((_PART,), (_ALL,))
    found = [
        (_number(match["part"]), _number(match["whole"]), match)
        for pattern in parts
        for match in pattern.finditer(text)
    ]
    return found + [
        (_number(match["whole"]), _number(match["whole"]), match)
        for pattern in wholes
        for match in pattern.finditer(text)
    ]


_YET = re.compile(
    r"\b(?:yet|still\s+to|had\s+still|not|never|ne|n[’']|fail\w*|refus\w*|remain\w*|without|nor|too)\b", re.I
)


def _other_parts(own: str, paper: str) -> Iterator[tuple[Fact, str]]:
    """K of the N of a sentence, where the paper has one other number of the same N do the same."""
    ours = _parts(own)
    there = _parts(paper) if ours else ()
    for part, whole, match in ours:
        alike = [(other, place) for other, every, place in there if every == whole]
        if len({other for other, _ in alike}) != 1 or alike[0][0] == part:
            continue
        place = alike[0][1]
        here, theirs = _clause_at(own, match.start()), _clause_at(paper, place.start())
        if here is None or theirs is None or here.denied != theirs.denied:
            continue
        if _YET.search(own) or _YET.search(theirs.words):
            continue
        if here.verb == theirs.verb or have_one_meaning(here.verb, theirs.verb):
            yield Fact("part", (str(part),), frozenset(), match.group(), *match.span()), place.group()


def _clause_at(text: str, start: int) -> Clause | None:
    """The clause of whose verb what begins at a place is the subject, or what is told of behind it."""
    clauses = clauses_of(text)
    number = passage_at(text, start)
    here = [clause for clause in clauses if clause.passage == number]
    behind = [clause for clause in here if clause.start > start]
    before = [clause for clause in here if clause.start < start]
    return behind[0] if behind else before[-1] if before else None


_VOTES = re.compile(
    r"\b(?:by|with|of)\s+(?P<a>\d[\d,]*)\s+(?:votes?\s+|deputies\s+)?(?:to|against)\s+(?P<b>\d[\d,]*)\b", re.I
)


_LOST = re.compile(
    r"\b(?:lost|los(?:es|ing)|defeat\w*|reject\w*|fail\w*|fell|turned\s+down|thrown\s+out|outvoted)\b", re.I
)
"""Of what was lost the votes for it may stand first, or those of the majority."""


def _turned_votes(own: str, paper: str) -> Iterator[tuple[Fact, str]]:
    """By A votes to B, where the paper has by B to A."""
    for match in _VOTES.finditer(own):
        for other in _VOTES.finditer(paper):
            is_turned = (match["a"], match["b"]) == (other["b"], other["a"]) and match["a"] != match["b"]
            if is_turned and not _LOST.search(own):
                yield Fact("votes", (match["a"],), frozenset(), match.group(), *match.span()), other.group()


# ---- From where to where -------------------------------------------------------------------------------------------

_NAME = r"(?:the\s+)?(?P<{}>[A-Z][\w’'-]+)"
_ROUTES = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?i:from|left|leaves|leaving|quitted|departed)\s+" + _NAME.format("a") + r"(?:\s+(?i:bound))?"
        r"\s+(?i:to|for|towards)\s+" + _NAME.format("b"),
        r"\b(?i:to|for|towards)\s+" + _NAME.format("b") + r"\s+(?i:from)\s+" + _NAME.format("a"),
    )
)


def _routes(text: str) -> Sequence[tuple[str, str, int, int]]:
    return [
        (fold(match["a"]), fold(match["b"]), *match.span())
        for pattern in _ROUTES
        for match in pattern.finditer(plain_letters(text))
        if match["a"][0].isupper() and match["b"][0].isupper()
    ]


def _turned_routes(own: str, paper: str) -> Iterator[tuple[Fact, str]]:
    """From A to B, where the paper has from B to A alone."""
    ours = _routes(own)
    there = _routes(paper) if ours else ()
    for origin, goal, start, end in ours:
        back = [route for route in there if route[:2] == (goal, origin)]
        if back and not any(route[:2] == (origin, goal) for route in there):
            yield Fact("route", (origin, goal), frozenset(), own[start:end], start, end), paper[back[0][2] : back[0][3]]


# ---- When in the day, by what means, before whom -------------------------------------------------------------------

_DAY_PARTS = (
    ("dawn|daybreak|sunrise|first\\s+light|aube", (4, 8)),
    ("morning|forenoon|matin|matinée", (4, 12)),
    ("noon|midday|mid-day|midi", (11, 13)),
    ("(?:early|late)?\\s?afternoon|après-midi", (12, 18)),
    ("dusk|nightfall|sunset", (16, 21)),
    ("evening|soir|soirée", (17, 24)),
    ("night|nuit", (18, 28)),
    ("midnight|minuit", (23, 25)),
)
_PART_OF_DAY = re.compile(
    "|".join(rf"(?P<p{number}>\b(?:{words})\b)" for number, (words, _) in enumerate(_DAY_PARTS)), re.I
)
_MEANS = (
    re.compile(r"\b(?:by|in\s+a|through\s+a)\s+(?:letter|telegram|cable|post|mail|note)\b|\bin\s+writing\b", re.I),
    re.compile(r"\b(?:by|over\s+the|on\s+the)\s+(?:tele)?phone\b", re.I),
    re.compile(r"\bin\s+person\b|\bby\s+word\s+of\s+mouth\b|\borally\b|\bface\s+to\s+face\b|\bpersonally\b", re.I),
)
BEFORE_WHOM = (
    re.compile(r"\bin\s+public\b|\bpublicly\b|\bopenly\b", re.I),
    re.compile(r"\bin\s+private\b|\bprivately\b|\bin\s+(?:strict\s+)?confidence\b|\bsecretly\b|\bin\s+secret\b", re.I),
)
"""In public, and in private: what was said so and what was said otherwise are two sayings."""


_TAKES_SIDES = r"\b(?:vot|spoke|speak|argu|decid|plead|declar|campaign|testif|fought|fight)\w*\s+"
_SIDES = (re.compile(_TAKES_SIDES + r"(?:for|in\s+favou?r)\b", re.I), re.compile(_TAKES_SIDES + r"against\b", re.I))


_OFTEN = tuple(
    re.compile(rf"\b(?:{words})\b", re.I)
    for words in (
        "once", "twice|two times", "thrice|three times", "four times", "five times", "six times", "seven times"
    )
)  # fmt: skip


def _times(text: str) -> Sequence[tuple[tuple[int, int], re.Match[str]]]:
    return [
        (_DAY_PARTS[int((match.lastgroup or "p0")[1:])][1], match)
        for match in _PART_OF_DAY.finditer(text)
        if not re.search(r"\b(?:good|every|each)\s+$", text[: match.start()], re.I)
    ]


def _ways(patterns: Sequence[re.Pattern[str]], text: str) -> Sequence[tuple[int, re.Match[str]]]:
    return [(number, match) for number, pattern in enumerate(patterns) for match in pattern.finditer(text)]


def _other_adjuncts(own: str, paper: str, writer: str) -> Iterator[tuple[Fact, str]]:
    """When, how and before whom something was done, where the paper's clause of it has another."""
    if not (_PART_OF_DAY.search(own) or any(way.search(own) for way in (*_MEANS, *BEFORE_WHOM, *_SIDES, *_OFTEN))):
        return
    theirs = clauses_of(paper, writer)
    for clause in clauses_of(own):
        begin = own.find(clause.words)
        if begin < 0 or own.count(clause.words) > 1:
            continue
        near = [other for other in theirs if _share(clause, other)]
        alike = [other for other in near if other.verb == clause.verb] or [
            other for other in near if have_one_meaning(other.verb, clause.verb)
        ]
        if len(alike) != 1:
            continue
        for place, words in (
            *_one_other_time(clause.words, alike[0].words),
            *_one_other_way(_MEANS, clause.words, alike[0].words),
            *_one_other_way(BEFORE_WHOM, clause.words, alike[0].words),
            *_one_other_way(_SIDES, clause.words, alike[0].words),
            *_one_other_way(_OFTEN, clause.words, alike[0].words),
        ):
            start, end = begin + place.start(), begin + place.end()
            yield Fact("adjunct", (place.group().lower(),), frozenset(), own[start:end], start, end), words


def _share(clause: Clause, other: Clause) -> bool:
    return bool(clause.beside & (other.beside | other.doer | other.done_to))


def _one_other_time(ours: str, theirs: str) -> Iterator[tuple[re.Match[str], str]]:
    one, other = _times(ours), _times(theirs)
    if len(one) == len(other) == 1 and not _overlap(one[0][0], other[0][0]):
        before = re.search(r"(?:\b(?:at|in|the|last|this|that|on)\s+)*$", theirs[: other[0][1].start()], re.I)
        begin = before.start() if before else other[0][1].start()
        yield one[0][1], theirs[begin : other[0][1].end()]


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return any(one[0] < other[1] + turn and other[0] + turn < one[1] for turn in (-24, 0, 24))


def _one_other_way(patterns: Sequence[re.Pattern[str]], ours: str, theirs: str) -> Iterator[tuple[re.Match[str], str]]:
    one, other = _ways(patterns, ours), _ways(patterns, theirs)
    if len(one) == len(other) == 1 and one[0][0] != other[0][0]:
        yield one[0][1], other[0][1].group()
