"""An office written in words -> where it is: "Embassy in Havana", "British Embassy, Washington", "Mission to the UN".

Lists that people type often have offices in words where papers have codes. Of such an office the place is known, not
the code; its name is the words.
"""

import re
from functools import lru_cache

from briefbook.model.post import Post
from briefbook.text import posts

_OFFICE = (
    r"(?:embassy|legation|high\s+commission(?:er)?|consulate(?:[- ]general)?|consul(?:[- ]general)?|ambassador"
    r"|(?:permanent\s+)?(?:mission|delegation|representative)|charg[eé](?:\s+d[’']affaires)?|interests\s+section)"
)
_AT = re.compile(rf"\b{_OFFICE}\b(?P<between>.{{0,40}}?)(?:,\s*|\s(?:in|at|to)\s(?:the\s)?|\s)(?P<place>[^,]+)$", re.I)
_NATIONS = re.compile(rf"\b{_OFFICE}\b.*\b(?:to|at|of)\s+(?:the\s+)?(?:united\s+nations|u\.?n\.?)\b(?!.*,)", re.I)
_MINISTRIES = (
    (re.compile(r"(?:under[- ]?)?secretary\s+of\s+state\s+for\s+external\s+affairs", re.I), "OTTAWA"),
    (re.compile(r"department\s+of\s+external\s+affairs,?\s+(?:ottawa|canada)", re.I), "OTTAWA"),
    (re.compile(r"(?:foreign|commonwealth\s+relations|colonial)\s+office", re.I), "LONDON"),
    (
        re.compile(r"(?:u\.?s\.?\s+)?(?:department\s+of\s+state|secretary\s+of\s+state|state\s+department)", re.I),
        "WASHINGTON",
    ),
)
"""Of a Department of External Affairs alone the country is not known: Canada, Australia and others had one."""

_BEHIND = re.compile(r"(?:,\s*(?:ottawa|canada|london|washington|d\.?c\.?))*", re.I)


@lru_cache(maxsize=20_000)
def office_in_words(words: str) -> Post | None:
    """What an office in words stands for.

    Args:
        words: A sender or an addressee as a list has it.

    Returns:
        The office with the words as its code and name and the coordinates of its city, ``standing`` "place"; None where
        no place is named, or one that several states claim (an embassy in China, in Korea).

    >>> office_in_words("Embassy in Havana").country, office_in_words("British Embassy, Washington").country
    ('CU', 'US')
    >>> office_in_words("High Commissioner in the United Kingdom").country, office_in_words("Embassy in China")
    ('GB', None)
    """
    plain = " ".join(words.split()).strip(" .")
    for ministry, city in _MINISTRIES:
        if (match := ministry.match(plain)) and _BEHIND.fullmatch(plain[match.end() :]):
            return _at(city, plain)
    if _NATIONS.search(plain):
        return _at("NEW YORK", plain)
    match = _AT.search(plain)
    return _at(match["place"], plain) if match else None


def _at(place: str, words: str) -> Post | None:
    from briefbook.text.states import contested_spellings  # loads the grammar of dates, which most commands never need

    plain = place.strip(" .").lower()
    if plain in contested_spellings():
        return None
    known = posts.city_in_any_tongue(place) or posts.capitals().get(plain) or posts.capitals().get(f"the {plain}")
    if known is None:
        return None
    city = posts.cities()[known]
    return Post(words.upper(), words, city.country, city.latitude, city.longitude, "place")
