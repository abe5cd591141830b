"""Codes of posts -> what they stand for: Canadian codes, cities of US and UK posts, commands and offices.

The lists are in ``data/``: ``posts_canada.csv`` and ``commands.csv`` (where each code was seen is their column
``source``), ``cities.csv``, and ``city_names.csv`` with the names of cities in other languages. How certain an entry is
stands in its ``standing``: "verified" (seen in a document), "read damaged" or "unverified". A city that was renamed
stands under each of its names, with the years of each; which mission a service had there is in ``missions``.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files

from briefbook.model.cable import SourceKind
from briefbook.model.catalogue import Catalogue
from briefbook.model.post import Post
from briefbook.text.addressees import is_collective, names_nobody
from briefbook.text.folding import fold
from briefbook.text.lexicon import is_listed
from briefbook.text.ocr_confusion import distance, nearest

PREFIXES = (
    "AMEMBASSY", "AMCONSUL", "AMCONGEN", "AMLEGATION", "USMISSION", "USDEL", "AMEMB", "USINT", "USLO", "USCONGEN",
)  # fmt: skip
"""What American messages put before a city."""

BOOK = "BOOK CABLE"
"""Addressee of a message to many posts at once; the words after it say to which."""

OFFICES_AMONG_CITIES = frozenset(
    {"USUN", "USRO", "STATE", "FO", "CO", "CRO", "FCO", "AA", "UKMIS NEW YORK", "UKDEL NATO"}
)
"""Names in the list of cities that are an office's, which messages name like a city."""

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
    valid: str  # EDTF interval in which the city had this name, or posts; "" where no bound is known
    rare: bool  # seldom in a heading: no damaged word is taken for it
    also_common: str  # what else the word is, where it is no rare one: "surname"; "" where it is the city


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
        valid=_interval(row),
    )


def _interval(row: dict[str, str]) -> str:
    return f"{row['valid_from'] or '..'}/{row['valid_to'] or '..'}" if row["valid_from"] or row["valid_to"] else ""


def _by_code_and_alias(posts: Iterable[Post]) -> dict[str, Post]:
    by_code = {entry.code: entry for entry in posts}
    for entry in list(by_code.values()):
        for alias in entry.aliases:
            by_code.setdefault(alias, entry)
    return by_code


@cache
def canadian() -> dict[str, Post]:
    """The Canadian posts by code and by alias."""
    return _by_code_and_alias(_post(row) for row in _rows("posts_canada.csv"))


@cache
def commands() -> dict[str, Post]:
    """Military commands, and agencies that messages are addressed to, by code and by alias."""
    return _by_code_and_alias(_post(row) for row in _rows("commands.csv") if row["kind"] != "office")


@cache
def military() -> frozenset[str]:
    """The codes of the military commands among the offices that messages are addressed to."""
    return frozenset(row["code"] for row in _rows("commands.csv") if row["kind"] == "command")


@cache
def _routing_indicators() -> dict[str, str]:
    return {word: row["code"] for row in _rows("commands.csv") for word in _split(row["routing"])}


def routed(indicator: str) -> str | None:
    """The code of the station that a routing indicator of military networks stands for; None for others.

    >>> routed("RUHPHQ"), routed("RUXXXX")
    ('CINCPAC', None)
    """
    return _routing_indicators().get(indicator)


@cache
def offices() -> dict[str, Post]:
    """Ottawa's offices that stand in INFO lines beside posts, by code and by alias."""
    return _by_code_and_alias(_post(row) for row in _rows("commands.csv") if row["kind"] == "office")


@cache
def cities() -> dict[str, City]:
    """The cities by name and by alias."""
    by_name: dict[str, City] = {}
    for row in _rows("cities.csv"):
        by_name[row["city"]] = City(
            row["city"], row["country"], float(row["lat"]), float(row["lon"]), _split(row["state"]),
            _split(row["aliases"]), _interval(row), row["rare"] == "yes", row["also_common"],
        )  # fmt: skip
    for value in list(by_name.values()):
        for alias in value.aliases:
            by_name.setdefault(alias, value)
    return by_name


@cache
def fbi_offices() -> dict[str, tuple[str, str]]:
    """Offices of the Federal Bureau of Investigation by the letters its papers give them: kind and city.

    >>> fbi_offices()["MM"]
    ('field office', 'Miami')
    """
    return {row["code"]: (row["kind"], row["city"]) for row in _rows("fbi_offices.csv")}


@cache
def _country_names() -> dict[str, str]:
    return {row["code"]: row["name"] for row in _rows("countries.csv")}


def country_name(code: str) -> str:
    """The name of a country by its code: today's, of one that is gone the last it had; a code not listed as it is.

    >>> country_name("SU"), country_name("CE"), country_name("XX")
    ('Soviet Union', 'Ceylon (today Sri Lanka)', 'XX')
    """
    return _country_names().get(code, code)


@cache
def _country_codes() -> dict[str, str]:
    return {name: code for code, name in _country_names().items()}


def country_code(name: str) -> str:
    """The code of a country by the name that ``country_name`` gives; "" where none has it.

    >>> country_code("Soviet Union"), country_code("Nowhere")
    ('SU', '')
    """
    return _country_codes().get(name, "")


@cache
def _other_names() -> dict[str, str]:
    return {fold(row["name"]).upper(): row["city"] for row in _rows("city_names.csv")}


@cache
def city_names(language: str) -> dict[str, str]:
    """The names of cities in a language, by their English names in capitals; the first that the list has of each.

    >>> city_names("fr")["LONDON"]
    'Londres'
    """
    names: dict[str, str] = {}
    for row in _rows("city_names.csv"):
        if row["language"] == language:
            names.setdefault(row["city"], row["name"])
    return names


@lru_cache(maxsize=50_000)
def city_in_any_tongue(words: str) -> str | None:
    """A city by its English name or its name in another language; None if it is on no list.

    >>> city_in_any_tongue("Moscou"), city_in_any_tongue("La Habana"), city_in_any_tongue("Nowhere")
    ('MOSCOW', 'HAVANA', None)
    """
    plain = fold(words.strip()).translate(_NO_STOPS).upper()
    city = cities().get(plain) or cities().get(_other_names().get(plain, ""))
    return city.name if city else None


_NO_STOPS = str.maketrans("", "", ".,[]")


@cache
def capitals() -> dict[str, str]:
    """The city that stands for a state: "united kingdom" is LONDON."""
    return {state.lower(): city.name for city in cities().values() for state in city.states}


def post(code: str, aliases: Mapping[str, str] | None = None) -> Post | None:
    """What a code stands for.

    Args:
        code: A code, an alias, or a city's name, with or without the prefix of an American post.
        aliases: The collection's own other spellings of codes, in capitals, and the codes they stand for.

    Returns:
        The post, with coordinates in degrees and the EDTF interval in which the code was in use, as far as they are
        known; None for a code that is on no list.

    >>> post("WASHDC").name, post("AMEMBASSY LA PAZ").name, post("XYZZY")
    ('Embassy Washington', 'American Embassy La Paz', None)
    """
    spelling = " ".join(code.upper().split())
    if aliases and spelling in aliases:
        spelling = aliases[spelling].upper()
    if canadian_post := canadian().get(spelling):
        return canadian_post
    return _american_or_listed(spelling)


@lru_cache(maxsize=20_000)
def _american_or_listed(spelling: str) -> Post | None:
    """A post by its code, in capitals: of America with its prefix, or one of the lists."""
    if prefixed := _PREFIX.fullmatch(spelling):
        city = cities().get(prefixed["city"])
        if city:
            kind = "Consulate" if spelling.startswith("AMCON") else "Embassy" if "EMB" in spelling else "Mission"
            return Post(
                spelling,
                f"American {kind} {city.name.title()}",
                city.country,
                city.latitude,
                city.longitude,
                "verified",
            )
        return None
    if seat := cities().get(spelling):
        return Post(
            spelling, seat.name.title() if len(seat.name) > 4 else seat.name, seat.country,
            seat.latitude, seat.longitude, "verified",
            aliases=seat.aliases, valid=seat.valid,
        )  # fmt: skip
    return commands().get(spelling) or offices().get(spelling) or _command_at_headquarters(spelling)


_SEATS = frozenset({"WASHDC", "WASH DC", "WASHINGTON", "WASHINGTON DC", "WASHINGTON D.C."})


def _command_at_headquarters(spelling: str) -> Post | None:
    """A command or agency with its seat after the code: SECDEF WASHDC, USDOC WASHINGTON, CINCPAC HAWAII."""
    code, _, seat = spelling.partition(" ")
    command = commands().get(code) if seat else None
    if command is None or not (seat in _SEATS or seat in cities() or fold(seat).lower() in fold(command.name).lower()):
        return None
    return command


_TITLE = re.compile(
    r"\b(?:AMBASSADOR|MINISTER|SECRETARY|PRESIDENT|CHAIRMAN|CHANCELLOR|PREMIER|GOVERNOR|DEPUTY|ASSISTANT|ADVIS[EO]R"
    r"|ADMINISTRATOR|COUNSELL?OR|COUNSEL|ATTORNEY|CHARGE|ATTACHE|COLONEL|CAPTAIN|MAJOR|LIEUTENANT|ADMIRAL|SENATOR"
    r"|CONGRESSMAN|MR|MRS|MISS|DR|STAFF OF|SAC|ASAC|LEGAT)\b"
    r"|\bCHIEF\b(?! OF (?:STATION|BASE)\b)|\bDIRECTOR(?:,? (?:OF|FOR|GENERAL)|, ?[A-Z.]{2,})\b"
    r"|\bLEG(?:AT)?, ?[A-Z]{2,}|\bSITUATION ROOM\b"
)
"""A word by which a person, or an office that a person has, is named: they number no messages as a post does."""


_PERSON = re.compile(
    r"(?:[A-Z]\. ?)+[A-Z][A-Z'-]+"
    r"|[A-Z][A-Z'-]+,? (?:[A-Z]\. ?)+(?:[A-Z][A-Z'-]+)?"
    r"|[A-Z][A-Z'-]+, [A-Z][A-Z'-]+ (?:[A-Z]\.?|JR\.?|SR\.?)"
)
"""A person's name in capitals, with initials: R. A. SMITH, SMITH, R. A., SMITH, ROBERT A."""


_SURNAME = re.compile(r"[A-Z][A-Z'-]{2,}")


@cache
def given_names() -> frozenset[str]:
    """Given names, in capitals."""
    names = files("briefbook.text").joinpath("data", "given_names.txt").read_text(encoding="ascii")
    return frozenset(names.split())


def _is_whole_name(plain: str) -> bool:
    """Is it a given name and a surname in capitals: WILLIAM HARVEY, RUSK, DEAN, JOHN FOSTER DULLES, JR.?"""
    last, comma, first = plain.partition(",")
    words = (f"{first} {last}" if comma and first.strip(" .") not in ("JR", "SR") else last).replace(".", " ").split()
    return (
        2 <= len(words) <= 4
        and words[0] in given_names()
        and _SURNAME.fullmatch(words[-1]) is not None
        and words[-1] not in given_names() | {"TOWN", "CITY", "FIELD", "BASE", "ISLAND", "HARBOR"}
    )


def is_named_in_words(sender: str) -> bool:
    """Is a sender a person, an office or many posts named in words, and not a code of a post that numbers its messages?

    Args:
        sender: A sender or addressee as the catalogue or the paper has it.

    >>> is_named_in_words("Ambassador to Poland (Cabot)"), is_named_in_words("DEPUTY DIRECTOR FOR PLANS")
    (True, True)
    >>> is_named_in_words("SAIGON"), is_named_in_words("Saigon"), is_named_in_words("DIRECTOR")
    (False, False, False)
    >>> is_named_in_words("R. A. SMITH"), is_named_in_words("ALL STATIONS AND BASES")
    (True, True)
    >>> is_named_in_words("WILLIAM HARVEY"), is_named_in_words("RUSK, DEAN"), is_named_in_words("DIRECTOR, FBI")
    (True, True, True)
    >>> is_named_in_words("CANDEL GENEVA"), is_named_in_words("ARMY STAFF"), is_named_in_words("JOHN TOWN")
    (False, False, False)
    """
    if not sender or post(sender) is not None or _PREFIX.match(sender.upper()):
        return False
    plain = fold(sender).upper()
    return (
        sender != sender.upper()
        or _TITLE.search(plain) is not None
        or _PERSON.fullmatch(plain) is not None
        or _is_whole_name(plain)
        or is_collective(sender)
    )


def is_person_name(words: str) -> bool:
    """Are words the name of a person, with a given name or initials?

    >>> is_person_name("R. A. SMITH"), is_person_name("RUSK, DEAN"), is_person_name("William Harvey")
    (True, True, True)
    >>> is_person_name("SAIGON"), is_person_name("CHIEF, WE"), is_person_name("President Kennedy")
    (False, False, False)
    """
    plain = fold(words).upper()
    return not _TITLE.search(plain) and (_PERSON.fullmatch(plain) is not None or _is_whole_name(plain))


def is_plain_words(sender: str) -> bool:
    """Says a sender or addressee in plain words who is meant, so that nothing is left to know?

    A chief of station numbers his despatches as a post does, and yet his name is no code.

    >>> is_plain_words("CHIEF OF STATION, PARIS"), is_plain_words("Director of Central Intelligence")
    (True, True)
    >>> is_plain_words("WASHDC"), is_plain_words("CIA TTICE"), is_plain_words("RUSK, DEAN")
    (False, False, True)
    """
    plain = fold(sender).upper()
    return is_named_in_words(sender) or sender != sender.upper() or _OFFICE_IN_WORDS.search(plain) is not None


_OFFICE_IN_WORDS = re.compile(r"\bCHIEF OF (?:STATION|BASE|MISSION)\b|\bDIRECTOR (?:OF|FOR) [A-Z]{4,}")
"""An office in plain words that a post is named by, too."""


def is_code(words: str) -> bool:
    """Are words the code of a post, known or not: neither a name, nor what stands in place of names, nor a note on it?

    Args:
        words: A sender or addressee as the catalogue has it.

    >>> is_code("WASHDC"), is_code("XYZZY"), is_code("Daniel J. Hogan"), is_code("FILE"), is_code("[withheld]")
    (True, True, False, False, False)
    """
    return not (is_named_in_words(words) or names_nobody(words) or _NOT_POSTS.fullmatch(words))


def code_or_words(written: str) -> str:
    """A sender or addressee as a person wrote it: a known code in capitals, other words as they were written.

    Args:
        written: What was typed, or stands in a list.

    Returns:
        The code in capitals where the lists have it; else the words, blanks in a row as one.

    >>> code_or_words("washdc"), code_or_words("Amembassy La Paz"), code_or_words("Daniel J.  Hogan")
    ('WASHDC', 'AMEMBASSY LA PAZ', 'Daniel J. Hogan')
    """
    words = " ".join(written.split())
    return words.upper() if post(words) else words


def city_title(name: str) -> str:
    """The name of a city as prose has it.

    >>> city_title("THE HAGUE"), city_title("BONN"), city_title("FO")
    ('The Hague', 'Bonn', 'FO')
    """
    return name.title() if name not in OFFICES_AMONG_CITIES else name


def city_at(post: Post) -> City | None:
    """The city in which a post is, by its place on the map; None where no city of the list is there."""
    return next(
        (
            city
            for city in cities().values()
            if post.latitude is not None
            and post.longitude is not None
            and city.name not in ("STATE", "USUN", "USRO")
            and abs(city.latitude - post.latitude) < 0.1
            and abs(city.longitude - post.longitude) < 0.1
        ),
        None,
    )


def all_posts() -> tuple[Post, ...]:
    """Every post of the shipped lists once, sorted by code."""
    codes = {entry.code: entry for table in (canadian(), commands(), offices()) for entry in table.values()}
    for name in sorted({city.name for city in cities().values()}):
        if name not in codes and (city_post := post(name)):
            codes.setdefault(name, replace(city_post, code=name))
    return tuple(codes[code] for code in sorted(codes))


@cache
def known_codes() -> frozenset[str]:
    """Every code, alias and city name."""
    return frozenset(canadian()) | frozenset(cities())


@cache
def _by_length() -> dict[int, tuple[str, ...]]:
    sizes: dict[int, list[str]] = {}
    for code in sorted(known_codes()):
        if len(code) >= 4 and (code in canadian() or not cities()[code].rare):
            sizes.setdefault(len(code.replace(" ", "")), []).append(code)
    return {size: tuple(codes) for size, codes in sizes.items()}


@cache
def damaged_code(word: str) -> str | None:
    """The only known code that a damaged word, in capitals, can be: HAVAHA is HAVANA; None if none or several.

    >>> damaged_code("NAT0PARIS"), damaged_code("QQQQ")
    ('NATOPARIS', None)
    """
    plain = word.replace(" ", "")
    if plain not in known_codes() and is_listed(plain.lower()):
        return None  # GHANA is no Dhaka misread
    if len(plain) == 3:
        short = [code for code in _SHORT_CODES if distance(plain, code) <= 0.35]
        return short[0] if len(short) == 1 and plain not in _SHORT_CODES else None
    spare = 1 if len(plain) >= 6 else 0  # a letter more or less makes another word of a short one
    sizes = range(len(plain) - spare, len(plain) + spare + 1)
    candidates = {code.replace(" ", ""): code for size in sizes for code in _by_length().get(size, ())}
    match = nearest(plain, candidates, limit=0.2)
    return candidates[match[0]] if match else None


def unknown_codes(catalogue: Catalogue, aliases: Mapping[str, str] | None = None) -> dict[str, int]:
    """Codes in the catalogue that the vocabulary does not hold, and how many items write them, most first.

    Cover sheets name persons by their surnames: what stands only there is no code of a post.
    """
    counts: Counter[str] = Counter()
    for entry in catalogue:
        for name in ("from", "to", "info"):
            readings = (reading for reading in entry.effective_readings(name) if reading.by is not SourceKind.COVER)
            counts.update({reading.value for reading in readings if reading.value and is_code(reading.value)})
    unknown = {code: count for code, count in counts.items() if post(code, aliases) is None}
    return dict(sorted(unknown.items(), key=lambda pair: (-pair[1], pair[0])))


_EXTERNAL_CODES = {
    "EXT OTT": "EXTERNAL",
    "EXTERNAL OTT": "EXTERNAL",
    "EXTOTT": "EXTERNAL",
    "SSEA": "EXTERNAL",
    "USSEA": "EXTERNAL",
}
_STATE_CODES = {
    "SECSTATE WASHDC": "STATE",
    "SECSTATE": "STATE",
    "DEPARTMENT OF STATE": "STATE",
    "DEPT": "STATE",
    "DEPTEL": "STATE",
}
_SAME_AS = _EXTERNAL_CODES | _STATE_CODES | {"WSHDC": "WASHDC", "LONDON": "LONDON", "RIO DE JANEIRO": "RIO"}
_PREFIX_ALONE = re.compile(rf"(?:{'|'.join(PREFIXES)})\s+")


def same_post(code: str | None, aliases: Mapping[str, str]) -> str:
    """The canonical spelling of a post, for comparing codes.

    Args:
        code: A code as it stands on a paper or in a catalogue; None counts as "".
        aliases: The collection's own other spellings of codes, in capitals, and the codes they stand for.

    Returns:
        The code in capitals, without the prefix of an American post, later codes replaced by the first.

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
    if command is None and bare not in known_codes():
        command = _command_at_headquarters(bare)
    return _SAME_AS.get(bare, command.code if command and bare not in known_codes() else bare)
