"""Words of a known form, weighed with the picture: dates, thousands, numbers of code words, words met elsewhere.

The recogniser reads cell by cell and knows no grammar, so a worn 25,000 becomes 25,2/0 and an APR1 an APRI. Where a
word comes close to a form that telegrams use, the form's readings are weighed against what was read: what the
recogniser thinks of each cell, how much the cell looks like the page's own sure characters, and how usual the form is
there. A form alone decides nothing: where the picture is clearly for what was read, it stays. No figure that stands in
a word of sound form is touched. What the picture alone says stays with the word (``Mark.picture``).
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise, product

from briefbook.ocr.decoding import Mark
from briefbook.ocr.figures_in_context import LIKE_FIGURES
from briefbook.ocr.glyph_comparison import GlyphPosition, PageGlyphs
from briefbook.text.months import ENGLISH, FIRST_LETTERS, SHORT_MONTH

DOUBTFUL = 0.95
"""A character likelier than this, by recogniser and page together, is exchanged only for one that looks the same."""

POSSIBLE = 0.02
"""A figure less likely than this is not tried in a cell, but for the nought of round thousands."""

MIN_SHARE = 0.75
"""How probable the best reading of a form must be among all that were weighed."""

MIN_GROUP_SHARE = 0.9
"""The same for a group of thousands, in which a figure may become another."""

MAX_LIKELIHOOD = 0.9
"""A character that a form decided is no surer than this."""

DATE_ODDS, JOINED_DATE_ODDS, NUMBER_ODDS = 8.0, 5.0, 3.0
"""Natural logarithms of how often the form stands rather than what was read, if that is no word and no form: a month
with a day behind it, a month with a day in one word (APRI is no word), and the number of a code word (/ll is none)."""

REPEATED_ODDS, MIN_REPEATED, MAX_EXCHANGED = 6.0, 5, 2
"""The same for a long word that stands surely elsewhere on the page; letters it must have; letters that may differ."""

BROKEN_GROUP = math.log(1e-5)
"""How seldom something else than a figure stands in a group of thousands."""

OLDEST_YEAR, FIRST_USUAL_YEAR, LAST_YEAR = 1850, 1940, 2030
"""Years that a collection's papers can name, from the oldest to the last, and the first that is not seldom."""

SELDOM_YEAR_ODDS, NO_YEAR_ODDS = 3.0, 6.0
"""Natural logarithms of what speaks against a seldom year on a page that surely has others, and against no year."""

NEAR_YEARS = 25
"""So near to a sure year of its page no year is seldom."""

LATER_YEAR_WEIGHT, EARLIER_YEAR_WEIGHT = 6.0, 2.0
"""How many times likelier each sure place on the page makes a year, where an earlier one was read, and where a later
one was: a paper names years before its own, so that earlier ones on its page say less against it. Of 136 pairs of years
on 58 released pages (``bench/reading_figures.jsonl``) 66 are the same, and no other distance has more than twelve."""

SURE_YEAR = 0.6
"""How likely the last two figures of a year are together that others are held against."""

OF_RELEASE = re.compile(
    r"(?i)releas|declass|approved for|records? act|\bact of\b|docid|sanitized|destruction|review(?:ed)? (?:by|on|date)"
)
"""What a line says that is stamped or printed on a paper when it is released: its years are none of the paper's."""

BEFORE_YEAR = frozenset(
    {"in", "of", "since", "during", "until", "till", "year", "early", "late", "mid", "spring", "summer", "fall",
     "autumn", "winter", "and"}
)  # fmt: skip
"""Words before four figures that are a year; by themselves these may be a time of day (1945) or a message's number."""

LONG_MONTHS = (*(name.upper() for name in ENGLISH if len(name) > len("May")), "SEPT")

_THOUSANDS = re.compile(r"([0-9]{1,3}),([^ ,.]{3})(?![^ ,.;:)])")
_DAY_IN_WORD = re.compile(rf"(?i:{SHORT_MONTH})([0-3Il|]?[0-9Il|])(?:/[0-9]{{2}})?[.,]?")
_CODE_NUMBER = re.compile(r"(?:[A-Za-z]{4,}/|[A-Z]{4,}-)([0-9Il|O]{1,2})[.,]?")
_YEAR = re.compile(r"[(\"']?(?P<year>1[0-9]{3}|20[0-9]{2})[.,;:)\"']{0,2}")
_DAY_AND_YEAR = re.compile(r"[(\"']?[0-9]{1,2}([/-])[0-9]{1,2}\1(?P<year>[0-9]{2})[.,;:)\"']{0,2}")
_DAY_BEFORE_YEAR = re.compile(r"[0-9]{1,2},")
_A_MONTH = re.compile(rf"(?i:{'|'.join(FIRST_LETTERS)})[A-Za-z]{{0,6}}\.?")


@dataclass(frozen=True, slots=True)
class Cell:
    """A character as read; ``find`` says where it stands and what the recogniser makes of it, which takes time."""

    mark: Mark
    find: Callable[[], GlyphPosition]

    @property
    def spot(self) -> GlyphPosition:
        """Where it stands, and how likely each character is there by the recogniser alone."""
        return self.find()

    def is_doubtful(self) -> bool:
        """May it be another?"""
        return self.mark.likelihood < DOUBTFUL or self.mark.picture is not None


Line = Sequence[Cell | None]
"""The characters of a line; None where a blank stands."""


def weigh_known_forms(lines: Sequence[Line], glyphs: PageGlyphs) -> dict[tuple[int, int], Mark]:
    """Find the characters of a page that a known form and the picture together read otherwise.

    Args:
        lines: The page's lines.
        glyphs: The sure characters of the page.

    Returns:
        By line and place the character in the place of the one read.
    """
    changed: dict[tuple[int, int], Mark] = {}
    sure = cache(lambda: _sure_words(lines))
    years = cache(lambda: _sure_years(lines))
    for number, line in enumerate(lines):
        words = list(_words(line))
        for place, (first, word) in enumerate(words):
            text = _text(word)
            before = words[place - 1][1] if place else []
            behind = words[place + 1][1] if place + 1 < len(words) else []
            new = (
                _thousands(word, text, glyphs)
                or _day_in_word(word, text, glyphs)
                or _code_number(word, text, glyphs)
                or _repeated(word, text, sure, glyphs)
                or _day_before_month(word, text, behind, glyphs)
                or _year(word, text, _text(before), years, glyphs)
            )
            if new is None and before and (pair := _month_and_day(before, word, glyphs)):
                month, new = pair
                for at, mark in enumerate(month):
                    changed[number, words[place - 1][0] + at] = mark
            for at, mark in enumerate(new or ()):
                if mark is not word[at].mark:
                    changed[number, first + at] = mark
    return changed


def _words(line: Line) -> Iterator[tuple[int, list[Cell]]]:
    """The words of a line, each with the place of its first character."""
    word: list[Cell] = []
    for place, cell in enumerate([*line, None]):
        if cell is not None:
            word.append(cell)
        elif word:
            yield place - len(word), word
            word = []


def _text(word: Sequence[Cell]) -> str:
    return "".join(cell.mark.character for cell in word)


def _is_sure(word: Sequence[Cell]) -> bool:
    return not any(cell.is_doubtful() for cell in word)


def _exchanged(word: Sequence[Cell], text: str, share: float) -> list[Mark]:
    """The marks of a word read as another of as many characters."""
    return [_as(cell.mark, character, share) for cell, character in zip(word, text, strict=True)]


def _as(mark: Mark, character: str, share: float) -> Mark:
    if mark.character == character:
        return mark
    picture = mark.character if mark.picture is None else mark.picture
    likely = min(MAX_LIKELIHOOD, share)
    return replace(mark, character=character, likelihood=likely, second=mark.character, picture=picture)


def _share(odds: float, gap: float) -> float:
    """How probable a reading is that a form makes likelier by some logarithm, and the picture less by another."""
    return 1 / (1 + math.exp(min(50.0, gap - odds)))


def _gap(word: Sequence[Cell], text: str, glyphs: PageGlyphs) -> float:
    """By how much, as a natural logarithm, the picture is for what it says itself rather than for a text."""
    return sum(
        max(0.0, glyphs.log_odds(cell.spot, cell.spot.best, character))
        for cell, character in zip(word, text, strict=True)
        if character != cell.mark.character or cell.mark.picture is not None
    )


def _day_in_word(word: Sequence[Cell], text: str, glyphs: PageGlyphs) -> list[Mark] | None:
    """A month with its day behind it, where letters were read for figures of the day."""
    form = _DAY_IN_WORD.fullmatch(text)
    return _as_figures(word, text, form.span(1), JOINED_DATE_ODDS, glyphs) if form else None


def _code_number(word: Sequence[Cell], text: str, glyphs: PageGlyphs) -> list[Mark] | None:
    """The number of a code word, where letters were read for its figures."""
    form = _CODE_NUMBER.fullmatch(text)
    return _as_figures(word, text, form.span(1), NUMBER_ODDS, glyphs) if form else None


def _as_figures(
    word: Sequence[Cell], text: str, span: tuple[int, int], odds: float, glyphs: PageGlyphs
) -> list[Mark] | None:
    first, behind = span
    figures = "".join(LIKE_FIGURES.get(character, character) for character in text[first:behind])
    if figures == text[first:behind] or not figures.isdigit() or not 0 < int(figures) <= 31:
        return None
    share = _share(odds, _gap(word[first:behind], figures, glyphs))
    return _exchanged(word, text[:first] + figures + text[behind:], share) if share >= MIN_SHARE else None


def _month_and_day(
    month: Sequence[Cell], day: Sequence[Cell], glyphs: PageGlyphs
) -> tuple[list[Mark], list[Mark]] | None:
    """A month's name and a day behind it, where for the day letters were read; each cell must be able to be it."""
    if len(day) > 2 or any(cell.mark.character.isdigit() for cell in day) or _is_sure(day):
        return None
    names = [name for name in (*FIRST_LETTERS, *LONG_MONTHS) if len(name) == len(month) and _may_be(month, name)]
    figures = [[name for name in "0123456789" if cell.spot.likely.get(name, 0.0) >= POSSIBLE] for cell in day]
    days = ["".join(text) for text in product(*figures) if 0 < int("".join(text)) <= 31 and text[0] != "0"]
    if len(names) != 1 or not days or (_is_sure(month) and _text(month).upper() != names[0]):
        return None
    gaps = {text: _gap_of_all(day, text, glyphs) for text in days}
    best = min(gaps, key=gaps.__getitem__)
    rivals = sum(math.exp(min(50.0, gaps[best] - gap)) for gap in gaps.values())
    share = _share(DATE_ODDS, _gap_of_all(month, names[0], glyphs) + gaps[best]) / rivals
    if share < MIN_SHARE:
        return None
    return _exchanged(month, names[0], share), _exchanged(day, best, share)


def _may_be(word: Sequence[Cell], name: str) -> bool:
    """Is each letter of a name possible, by the recogniser, where it would stand?"""
    return all(cell.spot.likely.get(letter, 0.0) >= POSSIBLE for cell, letter in zip(word, name, strict=True))


def _gap_of_all(word: Sequence[Cell], text: str, glyphs: PageGlyphs) -> float:
    """As ``_gap``, whatever was read in between."""
    pairs = zip(word, text, strict=True)
    return sum(max(0.0, glyphs.log_odds(cell.spot, cell.spot.best, letter)) for cell, letter in pairs)


def _day_before_month(word: Sequence[Cell], text: str, behind: Sequence[Cell], glyphs: PageGlyphs) -> list[Mark] | None:
    """Letters like figures that are a day, a month's name behind them."""
    if not 1 <= len(text) <= 2 or any(one not in LIKE_FIGURES and not one.isdigit() for one in text):
        return None
    if not _A_MONTH.fullmatch(_text(behind)) or not _is_month(_text(behind)):
        return None
    return _as_figures(word, text, (0, len(text)), DATE_ODDS, glyphs)


def _is_month(text: str) -> bool:
    name = text.rstrip(".").upper()
    return name in FIRST_LETTERS or name in LONG_MONTHS


def _sure_years(lines: Sequence[Line]) -> Counter[str]:
    """The years, in four figures or two, that stand surely on a page, and in how many places.

    A year of the paper stands in a date, or behind a word that a year follows, in no line of its release.
    """
    years: Counter[str] = Counter()
    for line in lines:
        words = [word for _, word in _words(line)]
        if OF_RELEASE.search(" ".join(map(_text, words))):
            continue
        for before, word in pairwise([[], *words]):
            form = _year_form(_text(word))
            if form is None or not _is_year(form[1]):
                continue
            at, written = form
            if len(written) == 4 and not _is_before_year(_text(before)):
                continue
            if math.prod(cell.mark.likelihood for cell in word[at : at + len(written)]) >= SURE_YEAR:
                years[written] += 1
    return years


def _is_before_year(text: str) -> bool:
    """Is what stands behind a word a year, if it may be one: behind a month, a day, or such a word?"""
    return _is_month(text) or bool(_DAY_BEFORE_YEAR.fullmatch(text)) or text.strip("(\"',").lower() in BEFORE_YEAR


def _is_year(written: str) -> bool:
    return len(written) == 2 or OLDEST_YEAR <= int(written) <= LAST_YEAR


def _places_of(year: str, years: Mapping[str, int]) -> int:
    """In how many places a page surely has a year; 62 is 1962 too.

    >>> _places_of("1962", {"1962": 2, "62": 1, "1963": 4})
    3
    """
    return sum(number for other, number in years.items() if year.endswith(other) or other.endswith(year))


def _against(written: str, years: Mapping[str, int]) -> float:
    """What speaks, as a natural logarithm, against a text being a year, whatever the picture says."""
    if not _is_year(written):
        return NO_YEAR_ODDS
    meant = [int(written)] if len(written) == 4 else [1900 + int(written), 2000 + int(written)]
    named = [int(other) if len(other) == 4 else 1900 + int(other) for other in years]
    is_usual = not named or meant[0] >= FIRST_USUAL_YEAR or any(abs(a - b) <= NEAR_YEARS for a in meant for b in named)
    return 0.0 if is_usual else SELDOM_YEAR_ODDS


def _year_form(text: str) -> tuple[int, str] | None:
    """Where a year begins in a word, and its four or two figures; None where there is none."""
    if form := _YEAR.fullmatch(text) or _DAY_AND_YEAR.fullmatch(text):
        return form.start("year"), form["year"]
    return None


def _year(
    word: Sequence[Cell], text: str, before: str, sure_years: Callable[[], Mapping[str, int]], glyphs: PageGlyphs
) -> list[Mark] | None:
    """A doubtful year behind a month or a day, where another is likelier by the picture and by the page's sure years.

    All years that a paper can name are weighed. One that the page surely has, or of sure figures, stays as read; one
    that the page has not is put in for no more than one figure.
    """
    form = _year_form(text)
    if form is None:
        return None
    at, read = form
    cells = word[at : at + len(read)]
    if _is_sure(cells):
        return None
    if len(read) == 4 and not _is_month(before) and not _DAY_BEFORE_YEAR.fullmatch(before):
        return None
    years = sure_years()
    if _is_year(read) and _places_of(read, years):
        return None
    weights = {read: -_against(read, years) - _gap_of_all(cells, read, glyphs)}
    rivals = map(str, range(OLDEST_YEAR, LAST_YEAR + 1)) if len(read) == 4 else (f"{year:02d}" for year in range(100))
    for year in rivals:
        if year == read or not all(
            one == cell.mark.character or cell.spot.likely.get(one, 0.0) >= POSSIBLE
            for one, cell in zip(year, cells, strict=True)
        ):
            continue
        weight = LATER_YEAR_WEIGHT if year > read else EARLIER_YEAR_WEIGHT
        odds = math.log(1 + weight * _places_of(year, years)) - _against(year, years)
        weights[year] = odds - _gap_of_all(cells, year, glyphs)
    best = max(weights, key=weights.__getitem__)
    share = 1 / sum(math.exp(weight - weights[best]) for weight in weights.values())
    exchanged = sum(one != other for one, other in zip(best, read, strict=True))
    if not exchanged or share < MIN_SHARE or (exchanged > 1 and not _places_of(best, years)):
        return None
    return _exchanged(word, text[:at] + best + text[at + len(best) :], share)


def _sure_words(lines: Sequence[Line]) -> Mapping[int, Counter[str]]:
    """The long words of capitals that stand surely on a page and how often, by how many letters they have."""
    words: dict[int, Counter[str]] = {}
    for line in lines:
        for _, word in _words(line):
            letters = _letters(word)
            if len(letters) >= MIN_REPEATED and _is_sure(letters):
                words.setdefault(len(letters), Counter())[_text(letters)] += 1
    return words


def _letters(word: Sequence[Cell]) -> list[Cell]:
    """The letters that a word begins with, if they are capitals and a figure or nothing else follows."""
    end = next((at for at, cell in enumerate(word) if not cell.mark.character.isupper()), len(word))
    return list(word[:end])


def _repeated(
    word: Sequence[Cell], text: str, sure: Callable[[], Mapping[int, Counter[str]]], glyphs: PageGlyphs
) -> list[Mark] | None:
    """A code word with its number, read with a doubtful letter or two that make it another word of the page."""
    letters = _letters(word)
    rest = text[len(letters) :]
    read = text[: len(letters)]
    if len(read) < MIN_REPEATED or not re.fullmatch(r"[/-][0-9]{1,2}[.,]?", rest):
        return None
    names = sure().get(len(letters), Counter())
    if read in names:
        return None
    near = []
    for name in names:
        places = [at for at in range(len(name)) if name[at] != read[at]]
        if len(places) <= MAX_EXCHANGED and all(_may_become(letters[at], name[at]) for at in places):
            near.append((_gap([letters[at] for at in places], "".join(name[at] for at in places), glyphs), name))
    if not near:
        return None
    gap, name = min(near)
    rivals = sum(math.exp(min(50.0, gap - other)) for other, _ in near)
    share = _share(REPEATED_ODDS + math.log(names[name]), gap) / rivals
    return _exchanged(word, name + rest, share) if share >= MIN_SHARE else None


def _may_become(cell: Cell, character: str) -> bool:
    return cell.is_doubtful() or cell.spot.likely.get(character, 0.0) >= POSSIBLE


def _thousands(word: Sequence[Cell], text: str, glyphs: PageGlyphs) -> list[Mark] | None:
    """A number with thousands, where something else than a figure was read in the last group."""
    form = _THOUSANDS.search(text)
    if not form or form.start() or form[2].isdigit() or not any(map(str.isdigit, form[2])):
        return None
    cells = word[form.start(2) : form.end(2)]
    if any(not cell.mark.character.isdigit() and not cell.is_doubtful() for cell in cells):
        return None
    own = [[cell.mark.character, *_figures(cell)] for cell in cells]
    texts = dict.fromkeys("".join(characters) for characters in product(*own))
    spots, before = [cell.spot for cell in word[: form.end(2)]], text[: form.start(2)]
    weights = {group: _usual(group) + glyphs.group_weight(spots, before + group, len(before)) for group in texts}
    best = max(weights, key=weights.__getitem__)
    share = 1 / sum(math.exp(weight - weights[best]) for weight in weights.values())
    if share < MIN_GROUP_SHARE or not best.isdigit() or not _is_compared(cells, best, glyphs):
        return None
    return _exchanged(word, before + best + text[form.end(2) :], share)


def _is_compared(cells: Sequence[Cell], group: str, glyphs: PageGlyphs) -> bool:
    """Was each figure that would be put in held against others of its kind?"""
    pairs = zip(cells, group, strict=True)
    return all(cell.mark.character == name or glyphs.has_picture(name) or group.count(name) > 1 for cell, name in pairs)


def _figures(cell: Cell) -> list[str]:
    """The figures that a cell may hold; of a sure one, itself."""
    if not cell.is_doubtful():
        return []
    return [name for name in "0123456789" if name == "0" or cell.spot.likely.get(name, 0.0) >= POSSIBLE]


def _usual(group: str) -> float:
    """How often, as a natural logarithm, a number ends with a group: half are round thousands, a quarter hundreds."""
    if not group.isdigit():
        return BROKEN_GROUP
    noughts = len(group) - len(group.rstrip("0"))
    return math.log((0.15 / 900, 0.1 / 90, 0.25 / 9, 0.5)[noughts])
