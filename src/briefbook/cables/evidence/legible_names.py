"""A name that is on no list -> was it read well enough to be given, or may a letter be misread?"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from string import ascii_lowercase

from briefbook.cables.evidence.addresses import is_office_word, office_words
from briefbook.cables.evidence.labels import label_kinds
from briefbook.cables.evidence.paper import MAX_LINES, Candidate
from briefbook.cables.heading_draft import MIN_UNLISTED_NAME_CONFIDENCE, HeadLine
from briefbook.text import posts
from briefbook.text.lexicon import frequency, is_listed
from briefbook.text.ocr_confusion import nearest


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


MAX_DAMAGE = 0.03
"""How many of a paper's words may be broken, as a share, for names that are on no list to be given as they stand."""

_ROUTE_WORD = re.compile(r"(?<=\w )(?!FROM|TO|DE)(?:[FEP][RK][O0CQ][MHN]|[IT][OQ0])(?= \w)|^[FEP][RK][O0CQ][MHN] ")
"""FROM or TO with a letter misread, inside a name: another name begins there."""


_BROKEN_LINK = re.compile(r"(?<=\w )(?:[CQ0]F|O[EP]|F[0Q]R|[EP]OR|THF|AMD)(?= \w)")
"""OF, FOR, THE and AND with a letter misread, between the words of a name."""


def is_sound_name(lines: Sequence[HeadLine], name: str) -> bool:
    """May a name that is on no list be given as it stands: is it whole, and the paper not full of misread words?

    Asked of text alone: words of scans have their own confidence.

    Args:
        lines: The lines of the paper.
        name: The name, in its own words.
    """
    if _ROUTE_WORD.search(name.upper()):
        return False
    doubtful = any(map(_is_nearly_known, re.findall(r"[^\W_]{5,}", name))) or _BROKEN_LINK.search(name.upper())
    if any(line.words for line in lines) or not doubtful:
        return True
    return _damage(tuple(line.text for line in lines[:MAX_LINES])) <= MAX_DAMAGE


@lru_cache(maxsize=200)
def _damage(texts: tuple[str, ...]) -> float:
    """The share of a text's longer words that have a letter misread: that are a letter from a frequent word."""
    words = [word for text in texts for word in re.findall(r"[^\W_]{5,}", text) if not word.isdigit()]
    all_words = [word for text in texts for word in re.findall(r"[^\W\d_]{2,}", text)]
    is_english = sum(map(_is_usual, all_words)) >= MIN_ENGLISH * len(all_words)
    broken = sum(
        _has_figure(word) or (is_english and not _is_usual(word) and _is_nearly_a_word(word)) for word in words
    )
    return broken / max(10, len(words))


MIN_ENGLISH = 0.6
"""The least share of usual words in a text of which it can be said that other words are misread."""


def _has_figure(word: str) -> bool:
    """Stands a figure between the letters of a word?"""
    return re.search(r"[A-Za-z]\d[A-Za-z]", word) is not None and sum(map(str.isdigit, word)) < len(word) / 2


@lru_cache(maxsize=20_000)
def _is_nearly_known(word: str) -> bool:
    """Is a word no usual one, but a letter or two from one that names have: DELEGATIOM, AMKARA?"""
    if _has_figure(word):
        return True
    return not _is_usual(word) and (
        _is_nearly_a_word(word) or nearest(word.upper(), _words_of_names(), limit=0.25) is not None
    )


@cache
def _words_of_names() -> tuple[str, ...]:
    return tuple({*office_words(), *(name for name in posts.cities() if len(name) > _MIN_NAME_LETTERS - 1)})


@lru_cache(maxsize=20_000)
def _is_usual(word: str) -> bool:
    """Is a word of a language, an office's, a place's or a label?"""
    upper = word.upper()
    return (
        is_listed(word.lower())
        or is_office_word(upper)
        or upper in label_kinds()
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
