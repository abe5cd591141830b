"""Offices in an edition's words -> the post that stands for them: "Embassy in France" is PARIS."""

import re
from functools import cache, lru_cache

from briefbook.text import posts

_IN = re.compile(
    r"(?:(?:the\s)?(?:american\s|us\s|u\.s\.\s|canadian\s|british\s|united\sstates\s)?"
    r"(?P<office>embassy|ambassador|legation|minister|charg[eé](?:\sd'affaires)?|consulate(?:\sgeneral)?|consul(?:\sgeneral)?"
    r"|high\scommissioner|high\scommission|mission|delegation|permanent\srepresentative|representative|counselor|liaison\soffice)"
    r"[^()]{0,30}?\s(?P<relation>in|at|to|for)\s)(?P<where>[^()]+)",
    re.I,
)
_FIXED = (
    (r"department of state|secretary of state(?! for| at the presidency)|acting secretary", "STATE"),
    (r"under-?\s?secretary of state for external affairs", "USSEA"),
    (r"secretary of state for external affairs", "SSEA"),
    (r"mission (?:to|at) the united nations|representative (?:to|at) the united nations", "USUN"),
    (r"european office of the united nations", "GENEVA"),
    (r"north atlantic treaty organization|european regional organizations", "USRO"),
    (r"joint chiefs of staff", "JCS"),
    (r"commander.in.chief,? pacific", "CINCPAC"),
    (r"commander.in.chief,? europe", "CINCEUR"),
    (r"commander.in.chief,? atlantic", "CINCLANT"),
    (r"military assistance command", "MACV"),
    (r"military assistance advisory group", "CHMAAG"),
    (r"supreme allied commander,? europe", "SACEUR"),
    (r"supreme allied commander,? atlantic", "SACLANT"),
    (r"commander.in.chief,? (?:united states )?southern command", "USCINCSO"),
    (r"chief of naval operations", "CNO"),
    (r"foreign office", "FO"),
)
_RESIDENT = re.compile(r"embassy|legation|consulate.*|consul.*|high commission|charg.*", re.I)
"""Offices that sit in the city from which they write; a delegation, or an ambassador at large, may write anywhere."""
_DIVIDED = (frozenset({"CN", "TW"}), frozenset({"KP", "KR"}), frozenset({"DD", "DE"}), frozenset({"CD", "CG"}))
"""Countries with one common name: of an ambassador "in China", the dateline says in which."""
_PERSON = re.compile(r"\((?P<name>[^()]+)\)")


@cache
def _fixed() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern, re.I), code) for pattern, code in _FIXED)


@lru_cache(maxsize=4096)
def office_post(words: str, *, place: str | None = None, file: str | None = None) -> str | None:
    """The post an office of an edition stands for; None where the words name none that we know.

    ``place`` is the dateline's, ``file`` the file number: a delegation without a place takes it from them.

    >>> office_post("Embassy in France"), office_post("Mission to the United Nations"), office_post("Mr. Smith")
    ('PARIS', 'USUN', None)
    >>> office_post("Ambassador at Large (Roe)", place="Washington"), office_post("Embassy in China", place="Peking")
    (None, 'PEKING')
    """
    plain = " ".join(_PERSON.sub(" ", words).split()).strip(" .,")
    for pattern, code in _fixed():
        if pattern.search(plain):
            return code
    match = _IN.search(plain)
    city = posts.cities().get((place or "").upper())
    if match:
        where = re.sub(r"^the\s", "", match["where"].strip(), flags=re.I)
        if named := posts.cities().get(where.upper()):
            return named.name
        capital = posts.capitals().get(where.lower()) or posts.capitals().get(f"the {where.lower()}")
        if city and capital and _may_be_of(city.country, posts.cities()[capital].country):
            return city.name
        if city and capital is None and _RESIDENT.fullmatch(match["office"]) and match["relation"].lower() == "in":
            return city.name
        return capital
    if re.search(r"united states delegation|us delegation", plain, re.I):
        if city:
            return f"USDEL {city.name}"
        return "USDEL GENEVA" if re.search(r"\bGE\b", file or "") else None
    if re.search(r"^(?:the\s)?embassy$", plain, re.I) and city:
        return city.name
    return None


def _may_be_of(country: str, named: str) -> bool:
    """Can a city of a country be the seat of an office in the country that is named?"""
    return country == named or any({country, named} <= pair for pair in _DIVIDED)


def office_holder(words: str) -> str | None:
    """The name in brackets behind an office: "The Ambassador in France (Gavin)" gives Gavin."""
    match = _PERSON.search(words)
    return match["name"].strip() if match else None
