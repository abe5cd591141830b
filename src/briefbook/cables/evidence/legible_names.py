"""A name that is on no list -> was it read well enough to be given, or may a letter be misread?"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise
from string import ascii_lowercase

from briefbook.cables.evidence.addresses import is_office_word, office_words
from briefbook.cables.evidence.labels import label_kinds
from briefbook.cables.evidence.paper import MAX_LINES, Candidate
from briefbook.cables.evidence.words import word_lists
from briefbook.cables.heading_draft import MIN_UNLISTED_NAME_CONFIDENCE, HeadLine
from briefbook.text import posts
from briefbook.text.authorities import PERSONS
from briefbook.text.folding import fold
from briefbook.text.lexicon import frequency, is_listed, is_word
from briefbook.text.months import SHORT_MONTH, heading_months
from briefbook.text.ocr_confusion import distance_within, nearest
from briefbook.text.series_names import CONFERENCE
from briefbook.text.stations import station, stations
from briefbook.text.vocabulary import find_level, precedences


def is_legible_name(line: HeadLine, candidate: Candidate) -> bool:
    """Was an unlisted name read well enough? Of a title, usual words need not be read as surely as others.

    Args:
        line: The line on which it stands.
        candidate: The name.
    """
    words = re.findall(r"\w+", candidate.written)
    limit = SURE_NAME if _is_nearly_a_word(candidate.written) else MIN_UNLISTED_NAME_CONFIDENCE
    if "mended" in candidate.features:  # by a list: a letter misread is no doubt
        limit = MIN_WORD_CONFIDENCE
    if "who=title" not in candidate.features:
        return line.is_confident(*words, limit=limit)
    usual = [word for word in words if _is_word(word)]
    others = [word for word in words if not _is_word(word)]
    return all(
        not some or line.is_confident(*some, limit=least)
        for some, least in ((usual, MIN_WORD_CONFIDENCE), (others, limit))
    )


_ROUTE_WORD = re.compile(r"(?<=\w )(?!FROM|TO|DE)(?:[FEP][RK][O0CQ][MHN]|[IT][OQ0])(?= \w)|^[FEP][RK][O0CQ][MHN] ")
"""FROM or TO with a letter misread, inside a name: another name begins there."""


_BROKEN_LINK = re.compile(r"(?<=\w )(?:[CQ0]F|O[EPST]|O|F[0Q]R|[EP]OR|TH[FC]|AMD)(?= \w)|\w[ ,]{1,2}[.;:*] \w")
"""OF, FOR, THE and AND with a letter misread, between the words of a name; a speck between them."""


def is_sound_name(lines: Sequence[HeadLine], name: str, *, is_asked: bool = False) -> bool:
    """May a name that is on no list be given as it stands: is it whole, and is the paper without misread words?

    On a paper with some, a name is given whose words are all known. Asked of text alone: words of scans have
    their own confidence.

    Args:
        lines: The lines of the paper.
        name: The name, in its own words.
        is_asked: Whether the paper's other words were asked for misread ones already.
    """
    if _ROUTE_WORD.search(name.upper()):
        return False
    if any(line.words for line in lines):
        return True
    if is_nearly_a_city(name) or _is_spelt_otherwise(lines, name):
        return False
    if MIXED_LETTERS.search(name) or _BROKEN_LINK.search(name.upper()):
        return False
    for word in re.findall(r"[^\W_]+", name):
        if len(word) < _MIN_NAME_WORD or (is_asked and word.istitle()):
            continue  # a surname may look like a word misread where no other word does
        if is_misread(word) or (word.isalpha() and _is_nearly_a_long_word(word)):
            return False
    if _is_nearly_a_city_of_two_words(name):
        return False
    is_known = is_known_person(name) or all(map(is_known_part, re.findall(r"[^\W_]{3,}", name)))
    return is_known or is_asked or not is_damaged(tuple(line.raw for line in lines[:MAX_LINES]))


@lru_cache(maxsize=5_000)
def is_nearly_a_city(name: str) -> bool:
    """Is a word of a name no word, but a city's name without one of its letters: TOYO, ONDON?"""
    return any(
        len(word) >= _MIN_DAMAGED_LETTERS and word.isalpha() and not _is_usual(word) and word.upper() in _cut_cities()
        for word in re.findall(r"[^\W_]+", name)
    )


@cache
def _cut_cities() -> frozenset[str]:
    """The names of cities, each without one of its letters."""
    names = [name for name in posts.cities() if name.isalpha() and len(name) > _MIN_DAMAGED_LETTERS]
    return frozenset(name[:at] + name[at + 1 :] for name in names for at in range(len(name)))


_LETTER_IN_FIGURES = re.compile(r"\d[BSOIZ](?=\d|$|[-/]\d)|(?<=[-/])[OSIBZ]\d")
"""A letter of a figure's shape among figures: which figure it is, or that it is none, is not known."""

_MONTH_AND_DAY = re.compile(rf"(?:{SHORT_MONTH}) \d{{1,2}}")

_SERIES_AND_NUMBER = re.compile(r"(?:[A-Z]{1,2}\.? )?(?P<series>[A-Z]{2,12})(?P<stop>\.?) \d[\d,/-]*")


@lru_cache(maxsize=2_000)
def is_misread_series(number: str) -> bool:
    """Is a letter of a number misread: one among its figures, 2B8, or of the post or label before it, HARAKE 02214?"""
    if _LETTER_IN_FIGURES.search(number) or _MONTH_AND_DAY.fullmatch(number):
        return True
    match = _SERIES_AND_NUMBER.fullmatch(number)
    if match is None or _is_series(match["series"]):
        return False
    near = nearest(match["series"], _names_of_series(), limit=_MAX_SERIES_DAMAGE)
    return near is not None and (len(match["series"]) > _SLUG_LETTERS or bool(match["stop"]))


_SLUG_LETTERS = 4
"""Letters of the agency's names of stations, of which not all are known."""

_MAX_SERIES_DAMAGE = 0.25


def _is_series(letters: str) -> bool:
    return letters in _names_of_series() or posts.post(letters) is not None or station(letters) is not None


@cache
def _names_of_series() -> tuple[str, ...]:
    """Words before numbers by which damaged ones are known: posts, cities, stations, series and labels of numbers."""
    labels = {part for label, kind in label_kinds().items() if kind.startswith("number") for part in label.split()}
    names = {*posts.known_codes(), *posts.cities(), *stations(), *stations().values(), *labels, *CONFERENCE, "SECTION"}
    return tuple(sorted(name for name in names if name.isalpha() and name.isascii()))


MIXED_LETTERS = re.compile(
    r"(?<![A-Za-z])(?!Mc|Mac|De|Di|Du|La|Le|Fitz|Van)(?:[A-Z]{2,}[a-km-z]|[A-Z]?[a-z]+[A-Z]{2,})"
)
"""A small letter among capitals, or capitals behind small letters: one of them is misread; l for I is mended anyway."""

_MIN_NAME_WORD = 6
_MIN_NEARLY_WORD = 7


def _is_nearly_a_long_word(word: str) -> bool:
    if len(word) < _MIN_NEARLY_WORD or _is_usual(word) or fold(word).upper() in word_lists()["abroad"]:
        return False
    return _is_nearly_a_word(word)


@lru_cache(maxsize=5_000)
def _is_nearly_a_city_of_two_words(name: str) -> bool:
    """Are two words of a name a city's with one letter misread or lost: NEW YOKK, BUENOS AIKES?"""
    words = re.findall(r"[A-Z]+", name.upper())
    for first, second in pairwise(words):
        if len(first) < _MIN_CITY_PART or len(second) < _MIN_CITY_PART or posts.city_in_any_tongue(f"{first} {second}"):
            continue
        if any(distance_within(f"{first} {second}", city, 1.0) is not None for city in _cities_of_two_words()):
            return True
    return False


_MIN_CITY_PART = 3


@cache
def _cities_of_two_words() -> tuple[str, ...]:
    return tuple(
        name for name in posts.cities() if name.count(" ") == 1 and min(map(len, name.split())) >= _MIN_CITY_PART
    )


_MIN_LONG_WORD = 8
_MAX_OTHER_SPELLING = 0.2


def _is_spelt_otherwise(lines: Sequence[HeadLine], name: str) -> bool:
    """Stands a long word of a name, which is on no list, on the paper in another spelling too: one is misread?"""
    for word in re.findall(r"[A-Z0-9]+", fold(name).upper()):
        if len(word) < _MIN_LONG_WORD or _is_usual(word) or word in word_lists()["abroad"]:
            continue
        for line in lines[:MAX_LINES]:
            for other in re.findall(r"[A-Z0-9]{7,}", fold(line.raw).upper()):
                if other == word or other.startswith(word) or word.startswith(other) or len(other) < len(word) - 1:
                    continue
                if _is_usual(other):
                    continue
                if distance_within(other, word, _MAX_OTHER_SPELLING * len(word)) is not None:
                    return True
    return False


MIN_MISREAD = 2
"""Misread words of a text, at least, for it to be damaged: one may be a foreign word or a code."""

MIN_MISREAD_SHARE = 0.08
"""The same, as a share of its words of four letters and more."""


@lru_cache(maxsize=200)
def is_damaged(texts: tuple[str, ...]) -> bool:
    """Have so many words of a text a letter misread, as far as can be told, that any other may have one?

    Args:
        texts: Its lines.
    """
    words = _WORDS.findall("\n".join(texts))
    single = sum(len(word) == 1 and word.isalpha() for word in words)
    lost = single if single > MAX_SINGLE * len(words) and "?" in "".join(texts) else 0  # letters were left out
    misread = lost + sum(map(is_misread, words))
    return misread >= max(MIN_MISREAD, MIN_MISREAD_SHARE * sum(len(word) >= _MIN_DAMAGED_LETTERS for word in words))


_WORDS = re.compile(r"[^\W_]+")


@lru_cache(maxsize=200)
def damage_of(texts: tuple[str, ...]) -> tuple[float, float, float]:
    """How damaged a text looks.

    Args:
        texts: Its lines.

    Returns:
        The misread words, as a share of those of four letters and more; the letters that stand alone, as a share of
        all words; and how many words have a figure among their letters.
    """
    words = _WORDS.findall("\n".join(texts))
    long = sum([len(word) >= _MIN_DAMAGED_LETTERS for word in words])
    single = sum([len(word) == 1 and word.isalpha() for word in words])
    figures = sum([_FIGURE_INSIDE.search(word) is not None for word in words])
    return sum(map(is_misread, words)) / max(1, long), single / max(1, len(words)), float(figures)


@lru_cache(maxsize=200)
def has_misread_words(text: str) -> bool:
    """Has a text a word that is surely misread: then a surname, of which nothing else is known, may be too?

    Args:
        text: Its words.
    """
    words = re.findall(r"[^\W_]+", text)
    is_english = _is_english(words)
    return any(
        is_misread(word) for word in words if word.isupper() or not word.isalpha() or (is_english and word.islower())
    )


def _is_english(words: Sequence[str]) -> bool:
    small = [word for word in words if word.islower() and len(word) >= _MIN_DAMAGED_LETTERS]
    return sum(map(is_listed, small)) >= _MIN_LISTED * len(small)


_MIN_LISTED = 0.5
"""The share of a text's words in small letters that are listed from which on it is English."""


MAX_SINGLE = 0.15
"""Letters that stand alone, as a share of all words, above which a text with marks of doubt has lost letters."""

_FIGURE_INSIDE = re.compile(r"[A-Za-z]{2}\d[A-Za-z]|[A-Za-z]\d[A-Za-z]{2}|^[015][A-Za-z]{3}")
MAX_FIGURES_INSIDE = 2


@lru_cache(maxsize=50_000)
def is_misread(word: str) -> bool:
    """Is a word no word, but a letter from one of the language, or from one that headings have?"""
    if not word.isalpha():
        return _FIGURE_INSIDE.search(word) is not None and sum(map(str.isdigit, word)) <= MAX_FIGURES_INSIDE
    upper = word.upper()
    if len(word) < _MIN_DAMAGED_LETTERS or not word.isascii() or _is_usual(word):
        return False
    if upper in word_lists()["abroad"] or upper in heading_months() or upper in precedences() or find_level(upper):
        return False
    if word.islower() and _is_nearly_a_word(word):
        return True
    match = nearest(upper, _words_of_headings(), limit=0.2 if len(word) > _MIN_DAMAGED_LETTERS else 0.13)
    return match is not None and match[0] != upper


_MIN_DAMAGED_LETTERS = 4
_MIN_CITY_LETTERS = 6


@cache
def _words_of_headings() -> tuple[str, ...]:
    """Words of labels, offices, months, degrees and levels, and those that papers call themselves by."""
    words = {part for label in label_kinds() for part in label.split()}
    words |= {*office_words(), *heading_months(), *precedences(), *_USUAL_IN_HEADINGS, *word_lists()["abroad"]}
    words |= {name for name in posts.cities() if len(name) >= _MIN_CITY_LETTERS}
    words |= {part for name in posts.capitals() for part in name.upper().split() if len(part) >= _MIN_CITY_LETTERS}
    words |= {code for code in posts.commands() if len(code) >= _MIN_CITY_LETTERS}
    words |= {*posts.PREFIXES, *word_lists()["telegraphic"]}
    return tuple(sorted(word for word in words if len(word) >= _MIN_DAMAGED_LETTERS and word.isalpha()))


_USUAL_IN_HEADINGS = (
    "SECRET", "CONFIDENTIAL", "RESTRICTED", "UNCLASSIFIED", "TELEGRAM", "CABLE", "MESSAGE", "DESPATCH", "DISPATCH",
    "MEMORANDUM", "AFFAIRS", "EXTERNAL", "FOREIGN", "STATES", "UNITED",
)  # fmt: skip


@lru_cache(maxsize=20_000)
def is_known_part(word: str) -> bool:
    """Is a part of a name a frequent word, an office's or a place: none that a misread letter makes?"""
    upper = word.upper()
    if is_office_word(upper) or posts.post(upper) is not None or posts.city_in_any_tongue(upper) is not None:
        return True
    if upper in short_names() or fold(word).upper() in word_lists()["abroad"]:
        return True
    return is_word(word.lower()) and frequency(word.lower()) >= _MIN_PART_FREQUENCY


@lru_cache(maxsize=5_000)
def is_known_person(name: str) -> bool:
    """Does a name end with the surname of somebody on the list of persons, behind words that are known too?

    >>> is_known_person("Dean Rusk"), is_known_person("Dean Kusk"), is_known_person("Deam Rusk")
    (True, False, False)
    """
    words = re.findall(r"[^\W\d_]+", fold(name))
    if not words or words[-1] not in _surnames():
        return False
    return all(len(word) <= len("MRS") or word in _names_of_persons() or is_known_part(word) for word in words[:-1])


@cache
def _surnames() -> frozenset[str]:
    return frozenset(fold(person.name).split()[-1] for person in PERSONS)


@cache
def _names_of_persons() -> frozenset[str]:
    return frozenset(part for person in PERSONS for part in fold(person.name).split())


@cache
def short_names() -> frozenset[str]:
    """Short names of commands, agencies and missions that are known, in capitals."""
    return frozenset(word_lists()["short_names"])


_MIN_PART_FREQUENCY = 500_000
"""How often a word stands in the list's corpus, at least, to be a part of a name on a damaged paper."""


@lru_cache(maxsize=20_000)
def _is_usual(word: str) -> bool:
    """Is a word of a language, an office's, a place's or a label?"""
    upper = word.upper()
    return (
        is_listed(word.lower())
        or is_office_word(upper)
        or upper in label_kinds()
        or upper in short_names()
        or posts.post(upper) is not None
        or posts.city_in_any_tongue(upper) is not None
    )


@lru_cache(maxsize=5_000)
def _is_word(word: str) -> bool:
    """Is it a title, a part of an office's name, a post or city, or a usual word of three letters or more?"""
    if word.lower() in ("of", "in", "to"):
        return True
    if len(word) < _MIN_WORD_LETTERS or not word.isalpha():
        return False
    upper = word.upper()
    if is_office_word(upper) or posts.post(upper) is not None or posts.city_in_any_tongue(upper) is not None:
        return True
    return is_listed(word.lower()) and frequency(word.lower()) >= _MIN_FREQUENCY


_MIN_WORD_LETTERS = 3

MIN_WORD_CONFIDENCE = 0.6
"""The least confidence, 0 to 1, of a title's words that are usual ones: a misread word is seldom another."""

SURE_NAME = 0.97
"""The least confidence, 0 to 1, of an unlisted name that has a word a letter from one of the language: Brinch."""

_MIN_NAME_LETTERS = 5
_MIN_FREQUENCY = 2_000_000
"""How often a word stands in the list's corpus, at least, to be what a name's word was misread from."""


@lru_cache(maxsize=5_000)
def _is_nearly_a_word(written: str) -> bool:
    """Is a word of a name no word of the language, nor a title or a post, but a letter from one that is frequent?"""
    for word in re.findall(r"[a-z]{5,}", written.lower()):
        if len(word) < _MIN_NAME_LETTERS or is_listed(word) or is_office_word(word) or posts.post(word.upper()):
            continue
        for at, old in enumerate(word):
            others = (word[:at] + letter + word[at + 1 :] for letter in ascii_lowercase if letter != old)
            if any(is_listed(other) and frequency(other) >= _MIN_FREQUENCY for other in others):
                return True
    return False
