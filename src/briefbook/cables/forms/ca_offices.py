"""Offices of the Canadian service in words -> the code of the post, or the city before there were codes."""

import re
from functools import cache

from briefbook.text import posts


def canadian_office(words: str, year: str = "", *, printed: bool = False) -> str | None:
    """The post that an office of the Canadian service stands for; before the codes came, the city.

    >>> canadian_office("THE CANADIAN AMBASSADOR, PARIS", "1951")
    'PARIS'
    >>> canadian_office("Ambassador in United States", "1962")
    'WASHDC'
    """
    plain = " ".join(words.upper().replace(".", " ").split())
    if re.search(r"NDER-?\s?SECRETARY OF STATE FOR EXTERNAL", plain):
        return "USSEA"
    if re.search(r"SECRETARY OF STATE FOR EXTERNAL", plain):
        return "SSEA" if printed else "EXTERNAL"
    codes = printed or year >= "1956"
    if not printed and not year and re.search(r"NORTH ATLANTIC|UNITED NATIONS", plain):
        return None  # before the codes or after: the paper does not say
    if re.search(r"NORTH ATLANTIC|\bN\.?A\.?T\.?O\b", plain):
        return "NATOPARIS" if codes else "NATO DELEGATION PARIS"
    if re.search(r"UNITED NATIONS", plain):
        return (
            "CANDELNY" if "DELEGATION TO" in plain and "PERMANENT" not in plain else "PERMISNY" if codes else "NEW YORK"
        )
    city = _city_in(plain)
    if city is None:
        return None
    return _code_of(city) if codes else city


_NO_CITIES = frozenset({"STATE", "DEPARTMENT", "SECSTATE", "USUN", "USRO", "OTTAWA"})


@cache
def _place_words() -> tuple[tuple[str, str], ...]:
    """States and then cities, the longer names first: the words, and the city they stand for."""
    states = sorted(posts.capitals().items(), key=lambda pair: -len(pair[0]))
    named = [(state.upper(), city) for state, city in states if city != "OTTAWA"]
    names = [name for name in sorted(posts.cities(), key=len, reverse=True) if len(name) > 3]
    named += [(name, posts.cities()[name].name) for name in names if name not in _NO_CITIES]
    return tuple(named)


_OWNER = re.compile(r"^(?:THE\s)?(?P<owner>[A-Z][A-Z ]+?)\s+(?:EMBASSY|HIGH COMMISSION|LEGATION|MISSION|DELEGATION)\b")
"""Whose office it is, before where it is: NEW ZEALAND EMBASSY, BANGKOK."""


def _city_in(plain: str) -> str | None:
    owner = _OWNER.match(plain)
    if owner and owner["owner"].lower() in posts.capitals():
        plain = plain[owner.end() :]
    last = plain.rpartition(",")[2].strip()
    if last in posts.cities() and last not in _NO_CITIES:
        return posts.cities()[last].name
    held = ((words, city) for words, city in _place_words() if words in plain)
    return next((city for words, city in held if re.search(rf"\b{re.escape(words)}\b", plain)), None)


def _code_of(city: str) -> str:
    title = city.title()
    for code, post in posts.canadian().items():
        if post.standing == "verified" and post.name.split("(")[0].strip() in (
            f"Embassy {title}",
            f"High Commission {title}",
        ):
            return code
    return city
