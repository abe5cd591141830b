"""Senders and addressees in cells of a list -> codes of posts, cities in other languages among them.

The names of cities come from the list that readers of papers use (``text.posts``) and, for lists alone, from CLDR by
Babel: its exemplar cities of time zones, in the languages in which lists are kept.
"""

import re
from collections.abc import Mapping
from functools import cache

from briefbook.text.folding import fold
from briefbook.text.posts import cities, city_in_any_tongue, city_names, code_or_words, given_names, post

LANGUAGES = ("fr", "de", "es", "it", "pt", "nl", "pl", "cs", "sv", "da")
"""Languages whose names of cities are known, ISO 639-1."""

_MIN_LETTERS = 3
"""Letters: a shorter name, such as the Czech one of Rome, is too often another word."""

_ARTICLE = re.compile(r"^(?:LE|LA|LES|L|EL|LOS|LAS|IL|O|DEN|THE) (?=\w{4})")


def post_or_words(written: str) -> str:
    """A sender or addressee as a list has it: the code or city that it means, else the words as written.

    Args:
        written: The words of a cell.

    Returns:
        A code in capitals, the English name of a city in capitals, or the words, blanks in a row as one.

    >>> post_or_words("washdc"), post_or_words("Londres"), post_or_words("Havane"), post_or_words("Le Caire")
    ('WASHDC', 'LONDON', 'HAVANA', 'CAIRO')
    >>> post_or_words("Daniel J.  Hogan"), post_or_words("Nairobi")
    ('Daniel J. Hogan', 'NAIROBI')
    """
    words = code_or_words(written)
    return words if post(words) else city_in_list(words) or words


def city_in_list(words: str) -> str | None:
    """The city that words name, in any language that is known, its article there or not; None if they name none.

    >>> city_in_list("Kairo"), city_in_list("L’Avana"), city_in_list("Nirgendwo")
    ('CAIRO', 'HAVANA', None)
    """
    return city_in_any_tongue(words) or _names().get(_bare(words))


def are_all_posts(parts: list[str]) -> bool:
    """Are words several posts or cities, each a different one?

    >>> are_all_posts(["Pékin", "Varsovie"]), are_all_posts(["Rome", "Italy"]), are_all_posts(["Panama", "Panama"])
    (True, False, False)
    """
    places = [post_or_words(part) for part in parts]
    return len(places) > 1 and len(set(places)) == len(places) and all(post(place) for place in places)


def _bare(words: str) -> str:
    """Words in capitals without accents, stops and a leading article."""
    plain = " ".join(re.sub(r"[.,\[\]()'’-]", " ", fold(words)).upper().split())
    return _ARTICLE.sub("", plain, count=1)


@cache
def _names() -> Mapping[str, str]:
    """The names in other languages, see ``_bare``; a name of two cities is none."""
    from babel import Locale  # only where a list names a place that the other lists do not know

    known = {_bare(name): city.name for name, city in cities().items()}
    meant: dict[str, set[str]] = {}
    for language in LANGUAGES:
        for zone, names in Locale(language).time_zones.items():
            city = known.get(_bare(zone.rpartition("/")[2].replace("_", " ")))
            if city and (name := _bare(names.get("city", ""))):
                meant.setdefault(name, set()).add(city)
        for city, name in city_names(language).items():
            meant.setdefault(_bare(name), set()).add(city)
    others = {
        name: found.pop()
        for name, found in meant.items()
        if len(found) == 1 and len(name) > _MIN_LETTERS and name not in given_names()
    }
    return others | known
