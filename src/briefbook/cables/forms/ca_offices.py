"""Offices of the Canadian service in words -> the code of the post, or the city before there were codes."""

import re

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


def _city_in(plain: str) -> str | None:
    for state, city in sorted(posts.capitals().items(), key=lambda pair: -len(pair[0])):
        if city != "OTTAWA" and re.search(rf"\b{re.escape(state.upper())}\b", plain):
            return city
    for name in sorted(posts.cities(), key=len, reverse=True):
        if len(name) > 3 and name not in _NO_CITIES and re.search(rf"\b{re.escape(name)}\b", plain):
            return posts.cities()[name].name
    return None


def _code_of(city: str) -> str:
    title = city.title()
    for code, post in posts.canadian().items():
        if post.standing == "verified" and post.name.split("(")[0].strip() in (
            f"Embassy {title}",
            f"High Commission {title}",
        ):
            return code
    return city
