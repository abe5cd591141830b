"""C227 Figures and ranks in a sentence are those of the paper that it cites.

Why:
    Two figures that changed places, a million for a billion, a point in the wrong place: no eye stops at them, and in
    the author's own words no quotation marks say that they are the paper's. Only a slip is told of: a figure that the
    paper does not have, where it has one of the same unit that differs so, or the same figure with another unit. So is
    a rank, if the paper gives the person another, and a pair of numbers of which the paper has one (June 8-18). Days,
    weekdays, hours and small counts are told of where the paper has another in a passage of the sentence's words.
Fails:
    item CDNW9001 date=1962-11-13 from=LDN number=4028
    page THE LINE PAID 3.7 MILLION DOLLARS FOR THE SHIP. GENERAL ORAVEC SAW IT.
    > The line paid $7.3 million for the ship (CDNW9001).
    > Colonel Oravec saw it (CDNW9001).
Passes:
    item CDNW9001 date=1962-11-13 from=LDN number=4028
    page THE LINE PAID 3.7 MILLION DOLLARS FOR THE SHIP. GENERAL ORAVEC SAW IT.
    > The line paid nearly four million dollars for the ship (CDNW9001).
    > General Oravec saw it (CDNW9001).
Remedy:
    Look at the paper, and correct the figure or the rank; accept the finding where it is from another source.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefbook.checks.approximations import may_tell
from briefbook.checks.check_input import CheckInput
from briefbook.checks.claim_frames import Part, is_of_another_paper, parts_of
from briefbook.checks.date_attribution import dates_the_cable, days_of, form_of
from briefbook.checks.slips_in_context import slips_in_context
from briefbook.checks.statements import mask_markup
from briefbook.model.finding import Finding, Severity
from briefbook.text.months import ENGLISH, WEEKDAYS
from briefbook.text.number_words import number_in_words

OF_ONE_NARRATIVE = True
"""Its findings on a narrative are the same, whatever the other narratives say."""

_SCALES = {"hundred": 2, "thousand": 3, "million": 6, "mn": 6, "mill": 6, "billion": 9, "bn": 9}
_UNITS = {
    **dict.fromkeys(("percent", "pct", "%"), "%"),
    **dict.fromkeys(("$", "dollar", "dollars", "usd"), "$"),
    **dict.fromkeys(("£", "pound", "pounds"), "£"),
    **dict.fromkeys(("ton", "tons", "tonne", "tonnes", "mt"), "t"),
}
_FIGURE = re.compile(
    r"(?P<sign>\$|£)?\s?(?<![\w.,/:-])(?P<figure>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)(?![\d/:]|[.,]\d)"
    r"(?P<more>[\s-]*(?:(?:hundred|thousand|million|mn|mill|billion|bn)\b\.?)?)"
    r"[\s-]*(?P<unit>%|per\s?cent\b|m\.\s?t\.|[^\W\d_]+)?",
    re.I,
)
_WORD = re.compile(r"[^\W\d_]+")
_VALUE = re.compile(
    rf"\d|\b(?:{'|'.join(WEEKDAYS)})\b|\bin\s+the\s+(?:morning|afternoon|evening)\b|\b(?:two|three|four|five|six|seven|eight|nine|ten)\s",
    re.I,
)
"""What ``slips_in_context`` may ask about."""

_NO_COUNT = re.compile(
    r"(?:\b(?:telegrams?|tels?|cables?|despatch(?:es)?|airgrams?|nos?|numbers?|paras?|paragraphs?|pages?|pp?|lines?|ll?|vols?|volumes?"
    r"|documents?|docs?|resolutions?|articles?|sections?|chapters?|appendix|annex|lot|box|file|group|nsc"
    rf"|(?P<month>{'|'.join(ENGLISH)}))\.?\s*)$",
    re.I,
)
"""What stands before a number that counts nothing."""
LOOK_BACK = 60
"""Letters before a number among which the word stands that says what it is."""
_YEAR = re.compile(r"1[789]\d\d|20\d\d")
_MONTHS = frozenset(month.lower() for month in ENGLISH) | {month[:3].lower() for month in ENGLISH}
_QUOTED = re.compile(r"(?:[“\"‘«]\s?)(?:[^\s“”\"’»]+\s+){2,}[^“”\"’»]*[”\"’»]|\([^()]*\)")
"""Three quoted words and more, which are compared word for word, and what stands in parentheses."""


@dataclass(frozen=True, slots=True)
class _Quantity:
    """A number of the text: its figures without point and noughts behind, the power of ten, its unit or noun."""

    figures: str
    power: int
    unit: str
    written: str
    start: int
    end: int

    @property
    def value(self) -> float:
        return float(self.figures) * 10.0**self.power

    def same_value(self, other: "_Quantity") -> bool:
        return abs(self.value - other.value) <= 1e-9 * max(self.value, other.value)


def check(inputs: CheckInput) -> Iterator[Finding]:
    """A note for every figure, and every rank, that seems a slip for the paper's."""
    for statement in inputs.statements:
        if not statement.own:
            continue
        for part in parts_of(statement):
            if part.item in inputs.catalogue:
                yield from _of_part(inputs, part)


def _of_part(inputs: CheckInput, part: Part) -> Iterator[Finding]:
    text = _QUOTED.sub(lambda match: " " * len(match.group()), mask_markup(part.text))
    named = [quantity for quantity in quantities(text) if not is_of_another_paper(text, quantity.start)]
    ranks = list(_ranks(text))
    if not named and not ranks and not any(pattern.search(text) for pattern in (_PAIR, _MEASURE, _PARAGRAPH, _VALUE)):
        return
    for finding in _slips(inputs, part, text, named, ranks):
        source = inputs.text(part.item)  # few papers are asked for: to prepare one costs more than to look for slips
        if source.is_empty or source.measured or (not source.exact and source.unsure > MAX_UNSURE):
            return  # a figure may be misread
        yield finding


def _slips(
    inputs: CheckInput,
    part: Part,
    text: str,
    named: Sequence[_Quantity],
    ranks: Sequence[tuple[str, str, int, int]],
) -> Iterator[Finding]:
    paper = inputs.plain(part.item)
    there = quantities(paper) if named else ()
    for quantity in named:
        if (other := _slip(quantity, there)) and not may_tell(text, quantity.start, quantity.end, paper):
            yield _finding(part, (quantity.start, quantity.end), quantity.written, other.written)
    units = [slip for slip in _units_miswritten(text, paper) if not may_tell(text, *slip[1:], paper)]
    slips = (*_pairs_miswritten(text, paper), *units, *_paragraphs_beyond(text, paper))
    for words, start, end in slips:
        if not is_of_another_paper(text, start):
            yield _finding(part, (start, end), text[start:end], words)
    dating = [m.start for m in inputs.mentions(part.text) if dates_the_cable(part.text, m, form_of(inputs, part.item))]
    for words, start, end in slips_in_context(text, paper, days_of(inputs, part.item)):
        if not is_of_another_paper(text, start) and not any(start <= place < end for place in dating):
            yield _finding(part, (start, end), text[start:end], words)
    for rank, name, start, end in ranks:
        theirs = {(written, shown) for written, other, shown in _ranks_of(paper) if other == name}
        if theirs and rank not in {written for written, _ in theirs} and len({written for written, _ in theirs}) == 1:
            shown = min(shown for _, shown in theirs)
            yield _finding(part, (start, end), text[start:end], shown)


def _finding(part: Part, place: tuple[int, int], written: str, other: str) -> Finding:
    return Finding(
        "C227",
        part.statement.where(part.start + place[0], part.start + place[1]),
        f"{written} where {part.item} has {' '.join(other.upper().split())}",
        remedy="look at the paper, and correct it; accept this if another source has it.",
        severity=Severity.NOTE,
        item=part.item,
    )


@lru_cache(maxsize=512)
def quantities(text: str) -> Sequence[_Quantity]:
    """The numbers of a text that count or measure something, in figures or in words, those of dates left out.

    >>> [(each.value, each.unit) for each in quantities("It cost $3.7 million, 19percent more, for twenty-four plows.")]
    [(3700000.0, '$'), (19.0, '%'), (24.0, 'plow')]
    """
    found = []
    for match in _FIGURE.finditer(text):
        figure, more = match["figure"].replace(",", ""), match["more"].strip(" -.\n").lower()
        unit = _unit(match["unit"] or "", match["sign"] or "")
        if not unit or _is_of_a_date(text, match, unit):
            continue
        whole, _, decimals = figure.partition(".")
        power = _SCALES.get(more, 0) - len(decimals)
        digits = (whole + decimals).lstrip("0")
        end = match.end("more") if match["sign"] else match.end()
        found.append(_quantity(digits, power, unit, text[match.start() : end], match.start()))
    return (*found, *_of_words(text))


def _of_words(text: str) -> Iterator[_Quantity]:
    """Numbers in words: thirteen years, ninety days."""
    words = [(match.group().lower(), match.start(), match.end()) for match in _WORD.finditer(text)]
    tokens = [word for word, _, _ in words]
    place = 0
    while place < len(tokens):
        size, figures = number_in_words(tokens, place)
        if size and figures.isdigit() and int(figures) > 9 and place + size < len(tokens):
            start, end = words[place][1], words[place + size][2]
            if unit := _unit(tokens[place + size], ""):
                yield _quantity(figures, 0, unit, text[start:end], start)
        place += max(1, size)


def _quantity(figures: str, power: int, unit: str, written: str, start: int) -> _Quantity:
    plain = figures.rstrip("0") or "0"
    start += len(written) - len(written.lstrip())
    words = written.strip().rstrip(".")
    return _Quantity(plain, power + len(figures) - len(plain), unit, words, start, start + len(words))


def _unit(word: str, sign: str) -> str:
    """What is counted: a unit, or the noun behind the number without its ending; "" if that is no thing counted."""
    plain = re.sub(r"[\s.]", "", word).lower()
    if sign:
        return _UNITS[sign]
    if plain in _UNITS:
        return _UNITS[plain]
    if len(plain) < 3 or plain in _MONTHS or plain in _NO_NOUN:
        return ""
    return _ONE_NOUN.sub("", plain)


_ONE_NOUN = re.compile(r"(?:(?<=[lt])(?:er|re)|(?<=\w{4})e)?s?$")
"""Endings in which one noun may be written in two: metre and meter, litre and liter, quintal and quintales."""


_NO_NOUN = frozenset({
    "and", "the", "for", "was", "had", "has", "are", "not", "but", "its", "his", "who", "with", "from", "that", "this",
    "have", "were", "been", "which", "when", "after", "before", "during", "under", "over", "more", "less", "other",
    "per", "out", "all", "any", "too",
})  # fmt: skip
"""Words behind a number that name nothing that is counted."""


def _is_of_a_date(text: str, match: re.Match[str], unit: str) -> bool:
    if unit in ("%", "$", "£", "t") or match["more"].strip(" -"):
        return False
    start = match.start("figure")
    before = text[max(0, start - LOOK_BACK) : start]
    return _YEAR.fullmatch(match["figure"]) is not None or _NO_COUNT.search(before) is not None


def _slip(quantity: _Quantity, there: Sequence[_Quantity]) -> _Quantity | None:
    """The paper's number that is miswritten; None where the paper has the number, or none is like it."""
    if any(quantity.same_value(other) for other in there):
        return None
    alike = [other for other in there if other.unit == quantity.unit and _is_slip(quantity, other)]
    return alike[0] if len({other.value for other in alike}) == 1 else None


def _is_slip(quantity: _Quantity, other: _Quantity) -> bool:
    """Whether two numbers differ by a scale, or a point, or by two figures that changed places."""
    if quantity.figures == other.figures:
        return len(other.figures) > 1 or quantity.power - other.power in (3, -3, 6, -6)
    if len(quantity.figures) != len(other.figures) or len(quantity.figures) < 2 or quantity.power != other.power:
        return False
    pairs = enumerate(zip(quantity.figures, other.figures, strict=True))
    differ = [place for place, (ours, theirs) in pairs if ours != theirs]
    return len(differ) == 2 and differ[1] == differ[0] + 1 and sorted(quantity.figures) == sorted(other.figures)


_ORDINAL = r"(?:st|nd|rd|th)?"
_PAIR = re.compile(
    rf"(?<![^\W_-])(?P<label>[^\W\d_]{{3,}}\.?\s+)?(?:the\s+)?(?P<first>\d{{1,3}}){_ORDINAL}"
    rf"\s*(?:-|–|\band\b|\bor\b|\bto\b)\s*(?:the\s+)?(?P<last>\d{{1,3}}){_ORDINAL}(?![\w.,:/%-]*\d)",
    re.I,
)
"""Two numbers of what is counted or dated together: paragraphs 24 and 25, June 8-16, the 13th or 14th."""


def _pairs_miswritten(text: str, paper: str) -> Iterator[tuple[str, int, int]]:
    """Pairs of numbers of which the paper has another one in the one place: its words, and where the author's stand."""
    ours = list(_pairs(text))
    theirs = list(_pairs(paper)) if ours else []
    for label, pair, _, start, end in ours:
        others = {(other, words) for name, other, words, _, _ in theirs if name == label}
        if not others or any(other == pair for other, _ in others):
            continue
        near = {(other, words) for other, words in others if (other[0] == pair[0]) != (other[1] == pair[1])}
        if len({other for other, _ in near}) == 1:
            yield min(words for _, words in near), start, end


def _pairs(text: str) -> Iterator[tuple[str, tuple[int, int], str, int, int]]:
    for match in _PAIR.finditer(text):
        first, last = int(match["first"]), int(match["last"])
        label = (match["label"] or "").strip(" .").lower()
        if first < last and (label or match["first"] + "th" in match.group()):
            yield label.removesuffix("s")[:4], (first, last), match.group(), match.start(), match.end()


_NTH = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh"),
    *("twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"),
)
_PARAGRAPH = re.compile(
    rf"\b(?:(?P<nth>{'|'.join(_NTH)})\s+paragraph|para(?:graph|\.)?\s+(?P<number>\d{{1,2}}))\b", re.I
)
_NUMBERED = re.compile(r"(?:^|(?<=\s))\(?(\d{1,2})[.)](?=\s)")


def _paragraphs_beyond(text: str, paper: str) -> Iterator[tuple[str, int, int]]:
    """Paragraphs that are named by their number, of a paper whose numbers end before."""
    for match in _PARAGRAPH.finditer(text):
        number = int(match["number"]) if match["number"] else _NTH.index(match["nth"].lower()) + 1
        count = 0
        for found in _NUMBERED.findall(paper):
            count += int(found) == count + 1
        if 1 < count < number:
            yield f"{count} paragraphs", match.start(), match.end()


_MEASURES = {
    **dict.fromkeys(("minute", "hour", "day", "week", "month", "year"), "time"),
    **dict.fromkeys(("foot", "yard", "mile", "metre", "kilometre"), "length"),
    **dict.fromkeys(("horsepower", "kilowatt"), "power"),
}
MIN_MEASURE = 13
"""A smaller number of days or years is often that of something else: two days later."""

_SAME_UNIT = {"feet": "foot", "meter": "metre", "kilometer": "kilometre", "hp": "horsepower"}
_NUMBERS = (
    *(
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "eighteen",
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "sixty",
        "ninety",
    ),
)
_MEASURE = re.compile(
    rf"(?<![\w.,/-])(?P<figure>\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?|{'|'.join(_NUMBERS)})[\s-]+(?:(?:working|calendar)[\s-]+)?"
    r"(?P<unit>(?:minute|hour|day|week|month|year|yard|mile|metre|meter|kilometre|kilometer|kilowatt)s?\b|foot\b|feet\b"
    r"|horse-?power\b|h\.\s?p\b\.?|hp\b)",
    re.I,
)


def _units_miswritten(text: str, paper: str) -> Iterator[tuple[str, int, int]]:
    """Measures of which the paper has the number in another unit: its words, and where the author's stand."""
    ours = list(_measures(text))
    theirs = list(_measures(paper)) if ours else []
    for figure, unit, _, start, end in ours:
        others = {(other, words) for number, other, words, _, _ in theirs if number == figure}
        alike = {(other, words) for other, words in others if _MEASURES[other] == _MEASURES[unit]}
        if alike and unit not in {other for other, _ in alike} and len({other for other, _ in alike}) == 1:
            yield min(words for _, words in alike), start, end


def _measures(text: str) -> Iterator[tuple[str, str, str, int, int]]:
    for match in _MEASURE.finditer(text):
        unit = re.sub(r"[\s.-]", "", match["unit"].lower())
        unit = _SAME_UNIT.get(unit.removesuffix("s"), unit.removesuffix("s"))
        figure = match["figure"].lower()
        number = number_in_words([figure], 0)[1] if figure.isalpha() else figure.replace(",", "")
        if float(number) >= MIN_MEASURE:
            yield number, unit, match.group(), match.start(), match.end()


MAX_UNSURE = 0.15
"""The share of words that are none up to which a text of unknown origin is not taken for a damaged one."""

_RANKS = {
    **dict.fromkeys(("general", "gen", "genl"), "general"),
    **dict.fromkeys(("colonel", "col"), "colonel"),
    **dict.fromkeys(("major", "maj"), "major"),
    **dict.fromkeys(("captain", "capt"), "captain"),
    **dict.fromkeys(("lieutenant", "lt", "lieut"), "lieutenant"),
    **dict.fromkeys(("admiral", "adm"), "admiral"),
    **dict.fromkeys(("marshal",), "marshal"),
    **dict.fromkeys(("commodore",), "commodore"),
}
_RANK = rf"\b(?P<rank>(?:(?i:{'|'.join(_RANKS)})\.?\s+){{1,2}})"
_RANKED = re.compile(rf"{_RANK}(?P<name>[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)?)")


def _ranks(text: str) -> Iterator[tuple[str, str, int, int]]:
    """A rank and the surname behind it, in the author's words."""
    for match in _RANKED.finditer(text):
        if match["rank"][0].isupper():
            yield _rank(match["rank"]), match["name"].split()[-1].lower(), match.start(), match.end()


@lru_cache(maxsize=512)
def _ranks_of(text: str) -> Sequence[tuple[str, str, str]]:
    """Ranks with each name of a paper that may be a surname, and the words."""
    found = []
    for match in _RANKED.finditer(text):
        names = match["name"].split()
        for size in range(1, len(names) + 1):
            found.append((_rank(match["rank"]), names[size - 1].lower(), f"{match['rank']}{' '.join(names[:size])}"))
    return tuple(found)


def _rank(words: str) -> str:
    """One of the ranks of a name: of a lieutenant colonel the second, of a major general too."""
    return _RANKS[words.split()[-1].strip(".").lower()]
