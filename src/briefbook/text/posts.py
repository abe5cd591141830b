"""What the codes of posts stand for: Canadian codes, cities of US and UK posts, and how sure we are of each."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files

from briefbook.model.archive import Post
from briefbook.model.catalogue import Catalogue
from briefbook.text.folding import fold
from briefbook.text.ocr_confusion import distance, nearest

PREFIXES = (
    "AMEMBASSY", "AMCONSUL", "AMCONGEN", "AMLEGATION", "USMISSION", "USDEL", "AMEMB", "USINT", "USLO", "USCONGEN",
)  # fmt: skip
"""What American messages put before a city."""

BOOK = "BOOK CABLE"
"""To many at once: what stands behind it says to whom."""

_PREFIX = re.compile(rf"(?:{'|'.join(PREFIXES)})\s+(?P<city>.+)")
_SHORT_CODES = ("LDN",)
_NOT_POSTS = re.compile(r"\[.*\]|.*[()].*|\(.*")


@dataclass(frozen=True, slots=True)
class City:
    """A city with a post of some service, and the states whose capital it is in an edition's words."""

    name: str
    country: str
    latitude: float
    longitude: float
    states: tuple[str, ...]
    aliases: tuple[str, ...]
    valid_to: str


def _rows(name: str) -> list[dict[str, str]]:
    text = (files("briefbook.text") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _split(words: str) -> tuple[str, ...]:
    return tuple(word for word in words.split("|") if word)


def _post(row: dict[str, str]) -> Post:
    return Post(
        code=row["code"],
        name=row["name"],
        country=row["country"],
        latitude=float(row["lat"]) if row["lat"] else None,
        longitude=float(row["lon"]) if row["lon"] else None,
        standing=row["standing"],
        aliases=_split(row["aliases"]),
        valid=f"{row['valid_from'] or '..'}/{row['valid_to'] or '..'}" if row["valid_from"] or row["valid_to"] else "",
    )


def _by_code_and_alias(posts: Iterable[Post]) -> dict[str, Post]:
    found = {one.code: one for one in posts}
    for one in list(found.values()):
        for alias in one.aliases:
            found.setdefault(alias, one)
    return found


@cache
def canadian() -> dict[str, Post]:
    """The Canadian posts by code and by alias."""
    return _by_code_and_alias(_post(row) for row in _rows("posts_canada.csv"))


@cache
def commands() -> dict[str, Post]:
    """Military commands, and agencies that messages are addressed to, by code and by alias."""
    return _by_code_and_alias(_post(row) for row in _rows("commands.csv") if row["kind"] != "office")


@cache
def offices() -> dict[str, Post]:
    """Ottawa's offices that stand in INFO lines beside posts, by code and by alias."""
    return _by_code_and_alias(_post(row) for row in _rows("commands.csv") if row["kind"] == "office")


@cache
def cities() -> dict[str, City]:
    """The cities by name and by alias."""
    found: dict[str, City] = {}
    for row in _rows("cities.csv"):
        found[row["city"]] = City(
            row["city"], row["country"], float(row["lat"]), float(row["lon"]), _split(row["state"]),
            _split(row["aliases"]), row["valid_to"],
        )  # fmt: skip
    for one in list(found.values()):
        for alias in one.aliases:
            found.setdefault(alias, one)
    return found


@cache
def _other_names() -> dict[str, str]:
    return {fold(row["name"]).upper(): row["city"] for row in _rows("city_names.csv")}


def city_in_any_tongue(words: str) -> str | None:
    """A city by its English name or that of another tongue; None if we do not know it.

    >>> city_in_any_tongue("Moscou"), city_in_any_tongue("La Habana"), city_in_any_tongue("Nowhere")
    ('MOSCOW', 'HAVANA', None)
    """
    plain = re.sub(r"[.,\[\]]", "", fold(words.strip())).upper()
    city = cities().get(plain) or cities().get(_other_names().get(plain, ""))
    return city.name if city else None


@cache
def capitals() -> dict[str, str]:
    """The city that stands for a state: "united kingdom" is LONDON."""
    return {state.lower(): city.name for city in cities().values() for state in city.states}


def post(code: str, aliases: Mapping[str, str] | None = None) -> Post | None:
    """What a code stands for; None if it is not known. ``aliases`` are the collection's own other spellings.

    >>> post("WASHDC").name, post("AMEMBASSY LA PAZ").name, post("XYZZY")
    ('Embassy Washington', 'American Embassy La Paz', None)
    """
    wanted = " ".join(code.upper().split())
    if aliases and wanted in aliases:
        wanted = aliases[wanted].upper()
    if found := canadian().get(wanted):
        return found
    if prefixed := _PREFIX.fullmatch(wanted):
        city = cities().get(prefixed["city"])
        if city:
            kind = "Consulate" if wanted.startswith("AMCON") else "Embassy" if "EMB" in wanted else "Mission"
            return Post(
                wanted, f"American {kind} {city.name.title()}", city.country, city.latitude, city.longitude, "verified"
            )
        return None
    if found_city := cities().get(wanted):
        return Post(
            wanted, found_city.name.title() if len(found_city.name) > 4 else found_city.name, found_city.country,
            found_city.latitude, found_city.longitude, "verified",
            aliases=found_city.aliases, valid=f"../{found_city.valid_to}" if found_city.valid_to else "",
        )  # fmt: skip
    return commands().get(wanted) or offices().get(wanted)


def all_posts() -> tuple[Post, ...]:
    """The vocabulary shipped, a post once, by code."""
    codes = {one.code: one for table in (canadian(), commands(), offices()) for one in table.values()}
    for name in sorted({city.name for city in cities().values()}):
        if name not in codes and (found := post(name)):
            codes.setdefault(name, replace(found, code=name))
    return tuple(codes[code] for code in sorted(codes))


@cache
def known_codes() -> frozenset[str]:
    """Every code, alias and city name."""
    return frozenset(canadian()) | frozenset(cities())


@cache
def _by_length() -> dict[int, tuple[str, ...]]:
    sizes: dict[int, list[str]] = {}
    for code in sorted(known_codes()):
        if len(code) >= 4:
            sizes.setdefault(len(code.replace(" ", "")), []).append(code)
    return {size: tuple(codes) for size, codes in sizes.items()}


@cache
def damaged_code(word: str) -> str | None:
    """The one known code that a damaged word can be: HAVAHA is HAVANA; None if none or several.

    >>> damaged_code("NAT0PARIS"), damaged_code("QQQQ")
    ('NATOPARIS', None)
    """
    plain = word.replace(" ", "")
    if len(plain) == 3:
        short = [code for code in _SHORT_CODES if distance(plain, code) <= 0.35]
        return short[0] if len(short) == 1 and plain not in _SHORT_CODES else None
    spare = 1 if len(plain) >= 6 else 0  # a letter more or less makes another word of a short one
    sizes = range(len(plain) - spare, len(plain) + spare + 1)
    near = {code.replace(" ", ""): code for size in sizes for code in _by_length().get(size, ())}
    found = nearest(plain, near, limit=0.2)
    return near[found[0]] if found else None


def unknown_codes(catalogue: Catalogue, aliases: Mapping[str, str] | None = None) -> dict[str, int]:
    """Codes in the catalogue that the vocabulary does not hold, and how many items write them, most first."""
    counts: Counter[str] = Counter()
    for entry in catalogue:
        for name in ("from", "to", "info"):
            counts.update(
                {code for code in entry.values(name) if code == code.upper() and not _NOT_POSTS.fullmatch(code)}
            )
    unknown = {code: count for code, count in counts.items() if post(code, aliases) is None}
    return dict(sorted(unknown.items(), key=lambda pair: (-pair[1], pair[0])))


_OTTAWA = {
    "EXT OTT": "EXTERNAL",
    "EXTERNAL OTT": "EXTERNAL",
    "EXTOTT": "EXTERNAL",
    "SSEA": "EXTERNAL",
    "USSEA": "EXTERNAL",
}
_STATE = {
    "SECSTATE WASHDC": "STATE",
    "SECSTATE": "STATE",
    "DEPARTMENT OF STATE": "STATE",
    "DEPT": "STATE",
    "DEPTEL": "STATE",
}
_TWINS = _OTTAWA | _STATE | {"WSHDC": "WASHDC", "LONDON": "LONDON", "RIO DE JANEIRO": "RIO"}
_PREFIX_ALONE = re.compile(rf"(?:{'|'.join(PREFIXES)})\s+")


def same_post(code: str | None, aliases: Mapping[str, str]) -> str:
    """One spelling for a post: prefixes of American messages and later codes away, the collection's aliases applied.

    >>> same_post("AMEMBASSY LA PAZ", {}), same_post("SECSTATE WASHDC", {}), same_post("X", {"X": "Y"})
    ('LA PAZ', 'STATE', 'Y')
    """
    word = " ".join((code or "").upper().split())
    word = _one_spelling(aliases.get(word, word).upper())
    return aliases.get(word, word).upper()


@lru_cache(maxsize=100_000)
def _one_spelling(word: str) -> str:
    bare = _PREFIX_ALONE.sub("", word, count=1)
    command = commands().get(bare)
    return _TWINS.get(bare, command.code if command and bare not in known_codes() else bare)
