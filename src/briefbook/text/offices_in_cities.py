"""A city and an office in it: a heading says KINGSTON where a list says Kingston Station."""

import re

_OFFICES = frozenset({
    "station", "embassy", "amembassy", "legation", "amlegation", "consulate", "amconsulate", "amconsul", "general",
    "mission", "chancery", "delegation", "ambassade", "consulat", "botschaft", "embajada", "of", "in", "at", "the",
})  # fmt: skip
"""Words of an office abroad that a heading leaves out, where it names the city alone."""


def is_office_in_city(value: str, other: str) -> bool:
    """Does one name a city alone, and the other an office in that city?

    >>> is_office_in_city("Kingston Station", "KINGSTON"), is_office_in_city("Embassy in Lima", "Lima Station")
    (True, False)
    >>> is_office_in_city("Station", "Embassy"), is_office_in_city("New York", "New York")
    (False, False)
    """
    words, others = (set(re.findall(r"[^\W_]+", text.casefold())) for text in (value, other))
    more = (others - words) or (words - others)
    is_within = words < others or others < words
    return is_within and more <= _OFFICES and not (words & others) <= _OFFICES
