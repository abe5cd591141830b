"""Authority lists: persons with their offices and dates, and places; as shipped, and a collection's own."""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

from briefbook.errors import FormatError
from briefbook.model.persons import Office, Person, PlaceName
from briefbook.text import posts
from briefbook.text.folding import fold
from briefbook.text.posts import OFFICES_AMONG_CITIES
from briefbook.text.states import contested_names, contested_spellings
from briefbook.util.nearest import did_you_mean


def read_persons() -> tuple[Person, ...]:
    """The persons of ``data/persons.json``."""
    rows = json.loads(files("briefbook.text").joinpath("data/persons.json").read_text(encoding="utf-8"))
    return tuple(
        Person(
            name=row["name"],
            variants=tuple(row.get("variants", ())),
            offices=tuple(Office(**office) for office in row.get("offices", ())),
            misspellings=tuple(row.get("misspellings", ())),
            note=row.get("note", ""),
            sort=row.get("sort", ""),
        )
        for row in rows
    )


PERSONS = read_persons()
"""Every person of the shipped list."""


def persons_of_csv(text: str) -> tuple[Person, ...]:
    r"""A collection's own list, persons.csv: a row an office, several rows a person.

    Columns: name, variants and misspellings (separated by ";"), office, country, post, start, end, source, note, sort
    (the name as an index has it); all but the name may be left out. ``FormatError`` if there is no column "name".

    >>> persons_of_csv("name,variants,office,start\nA. Nobody,Nobody,Consul,1962\n")[0].offices[0].title
    'Consul'
    """
    persons: dict[str, Person] = {}
    for row in _rows(text, _PERSON_COLUMNS):
        person = persons.get(row["name"], Person(row["name"]))
        title = row.get("office", "")
        office = Office(
            title=title,
            start=row.get("start", ""),
            end=row.get("end", ""),
            source=row.get("source", ""),
            country=row.get("country", ""),
            post=row.get("post", ""),
        )
        persons[row["name"]] = Person(
            name=row["name"],
            variants=_both(person.variants, _split(row.get("variants", ""))),
            offices=(*person.offices, office) if title else person.offices,
            misspellings=_both(person.misspellings, _split(row.get("misspellings", ""))),
            note=row.get("note", "") or person.note,
            sort=row.get("sort", "") or person.sort,
        )
    return tuple(persons.values())


def names_in_indexes(persons: Iterable[Person]) -> dict[str, str]:
    """How persons may be written, folded, and the name as an index has it; of other spellings those of several words.

    >>> names_in_indexes([Person("Howard Green", variants=("H. Green", "Green"))])
    {'howard green': 'Green, Howard', 'h. green': 'Green, H.'}
    """
    names: dict[str, str] = {}
    for person in persons:
        indexed = index_name(person.name, person.sort)
        for spelling in (person.name, *(variant for variant in person.variants if " " in variant)):
            names.setdefault(fold(spelling), indexed if spelling == person.name else index_name(spelling))
    return names


def places_of_csv(text: str) -> tuple[PlaceName, ...]:
    """A collection's own places, places.csv: name, variants (separated by ";"); ``FormatError`` if no column "name"."""
    return tuple(PlaceName(row["name"], _split(row.get("variants", ""))) for row in _rows(text, _PLACE_COLUMNS))


_PERSON_COLUMNS = (
    "name", "variants", "misspellings", "office", "country", "post", "start", "end", "source", "note",
    "sort",
)  # fmt: skip
_PLACE_COLUMNS = ("name", "variants")


def _rows(text: str, columns: Sequence[str]) -> list[dict[str, str]]:
    """The rows that have a name; an unknown or repeated column, which would have no effect, is refused."""
    text = text.removeprefix("\ufeff")
    heading = text.split("\n", 1)[0]
    separator = next((sign for sign in ",;\t" if sign in heading), ",")  # Excel's, by the country of the system
    reader = csv.reader(io.StringIO(text), strict=True, delimiter=separator)
    try:
        rows = list(reader)
    except csv.Error as error:
        raise FormatError(f"it is not CSV: {error}", line=max(1, reader.line_num)) from error
    header = [cell.strip().lower() for cell in rows[0]] if rows else []
    if "name" not in header:
        raise FormatError("there is no column 'name'")
    for name in filter(None, header):
        if name not in columns:
            guess = did_you_mean(name, columns) or f"there are: {', '.join(columns)}"
            raise FormatError(f"column {name!r} is not known; {guess.strip()}")
        if header.count(name) > 1:
            raise FormatError(f"there are {header.count(name)} columns {name!r}")
    cells = [dict(zip(header, [cell.strip() for cell in row], strict=False)) for row in rows[1:]]
    return [row for row in cells if row.get("name")]


def _split(words: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in words.split(";") if word.strip())


def _both(old: Iterable[str], new: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*old, *new]))


_BEFORE_A_SURNAME = frozenset(
    {"da", "de", "del", "della", "den", "der", "des", "di", "dos", "du", "el", "la", "le", "ten", "van", "von", "zu"}
)


def index_name(name: str, sort: str = "") -> str:
    """A person's name as an index has it.

    Args:
        name: The name as it is said.
        sort: The name as a list of persons says that an index has it, "" if it does not say.

    Returns:
        Surname first, which is the last word and what belongs to it; a name of one word, or with a numeral, as it is.
        A Vietnamese, Chinese or Korean name keeps its order, in which the family's name stands first; its rank follows.

    >>> index_name("Llewellyn Thompson"), index_name("Sukarno"), index_name("Makarios III")
    ('Thompson, Llewellyn', 'Sukarno', 'Makarios III')
    >>> index_name("Ludwig van der Berg"), index_name("Lord Home"), index_name("U Thant", "U Thant")
    ('van der Berg, Ludwig', 'Home, Lord', 'U Thant')
    >>> index_name("Albert Watson, II"), index_name("John Smith, Jr."), index_name("Hans Berg, S.")
    ('Watson, Albert, II', 'Smith, John Jr.', 'Berg, Hans S.')
    >>> index_name("Brigadier General Huynh Van Cao"), index_name("Chou En-lai"), index_name("Le Roy Jones")
    ('Huynh Van Cao, Brigadier General', 'Chou En-lai', 'Jones, Le Roy')
    >>> index_name("Gen. Nguyen Khanh"), index_name("Joe Ben-Nun"), index_name("Prime Minister Phan Huy Quat")
    ('Nguyen Khanh, Gen.', 'Ben-Nun, Joe', 'Phan Huy Quat, Prime Minister')
    >>> index_name("Madame Ngo Dinh Nhu (Tran Le Xuan)"), index_name("Major General Duong Van (“Big”) Minh")
    ('Ngo Dinh Nhu, Madame (Tran Le Xuan)', 'Duong Van (“Big”) Minh, Major General')
    """
    if not sort and (aside := re.search(r"(?<=\S) \([^()]*\)$", name)):
        return index_name(name[: aside.start()]) + aside[0]
    words = name.split()
    rank = next((at for at, word in enumerate(words) if word.lower().rstrip(".") not in _RANKS), 0)
    if not sort and _has_family_first([word for word in words[rank:] if not word.startswith("(")]):
        return f"{' '.join(words[rank:])}, {' '.join(words[:rank])}".strip(", ")
    numeral = ""
    if len(words) > 2 and words[-2].endswith(",") and re.fullmatch(r"[IVX]+", words[-1]):
        numeral = f", {words.pop()}"  # of a person; a numeral without a comma is a ruler's
        words[-1] = words[-1].rstrip(",")
    if sort or len(words) < 2 or re.fullmatch(r"[IVX]+", words[-1]):
        return sort or name
    is_initial = len(words) > 2 and words[-2].endswith(",") and re.fullmatch(r"[A-Z]\.", words[-1])
    junior = words.pop() if (re.fullmatch(r"(?:Jr|Sr)\.?", words[-1]) or is_initial) and len(words) > 2 else ""
    first = len(words) - 1
    while first > 1 and words[first - 1] in _BEFORE_A_SURNAME:
        first -= 1
    given = " ".join([*words[:first], junior]).strip()
    return f"{' '.join(words[first:]).rstrip(',')}, {given}{numeral}"


def short_name(name: str, sort: str = "") -> str:
    """The part of a person's name that prose names them by when they have been named once.

    Args:
        name: The name as it is said.
        sort: The name as a list of persons says that an index has it, "" if it does not say.

    >>> short_name("Llewellyn Thompson"), short_name("Charles de Gaulle"), short_name("John Smith, Jr.")
    ('Thompson', 'de Gaulle', 'Smith')
    >>> short_name("General Duong Van (“Big”) Minh"), short_name("Chou En-lai"), short_name("U Thant", "U Thant")
    ('Minh', 'Chou', 'U Thant')
    """
    indexed = index_name(name, sort).partition(",")[0]
    words = [word for word in indexed.split() if not word.startswith("(")]
    if sort or not _has_family_first(words):
        return indexed
    return words[0] if "-" in words[-1] else words[-1]  # Vietnamese persons go by the last of their names


_RANKS = frozenset({
    "adm", "admiral", "ambassador", "brig", "brigadier", "capt", "captain", "cmdr", "col", "colonel", "commander", "dr",
    "foreign", "gen", "general", "generalissimo", "lieutenant", "lt", "madame", "maj", "major", "marshal", "minister",
    "miss", "mme", "mr", "mrs", "premier", "president", "prime", "rear", "sir", "vice",
})  # fmt: skip
"""Words before a name that is in the order of its own language."""

_VIETNAMESE_FAMILIES = frozenset({
    "bui", "buu", "cao", "dang", "dao", "dinh", "do", "doan", "duong", "ha", "ho", "hoang", "huynh", "lam", "le",
    "luong", "ly", "mai", "ngo", "nguyen", "pham", "phan", "phung", "quach", "ta", "to", "ton", "tran", "trinh",
    "truong", "vo", "vu", "vuong",
})  # fmt: skip
"""The commonest names of families, of some nine persons in ten (Le Trung Hoa, *Ho va ten nguoi Viet Nam*, 2005), and of
the former dynasty (Buu, Ton That)."""

_OF_TWO_WORDS = frozenset({
    "bui", "buu", "dang", "duong", "hoang", "huynh", "ngo", "nguyen", "pham", "phan", "tran", "vo", "vu",
})  # fmt: skip
"""Those of them that no other language has as a first name, so that one more word is enough."""

_VIETNAMESE = re.compile(
    r"(?:[bcdghklmnpqrstvx]|ch|gh|gi|kh|ng|ngh|nh|ph|qu|th|tr)?[aeiouy]{1,3}(?:c|ch|m|n|ng|nh|p|t)?"
)
"""A syllable, without accents."""

_CHINESE = re.compile(
    r"(?:[bdfghjklmnprstwyz]|ch|hs|sh|ts|tz|ss)?['’]?[aeiou]{1,3}(?:h|k|l|m|n|ng|p|rh)?", re.IGNORECASE
)
"""A syllable, without accents, as Wade and Giles write Chinese, and McCune and Reischauer Korean."""

_CHINESE_FAMILIES = frozenset({
    "chang", "chao", "chen", "cheng", "chi", "chiang", "chin", "choe", "choi", "chong", "chou", "chu", "chung", "fang",
    "feng", "fu", "han", "ho", "hsia", "hsiao", "hsieh", "hsu", "hu", "huang", "kao", "kim", "ko", "ku", "kuo", "lai",
    "lee", "li", "liang", "liao", "lin", "liu", "lo", "lu", "ma", "mao", "meng", "paek", "pak", "park", "peng", "rhee",
    "shen", "shih", "su", "sun", "sung", "tai", "tan", "tang", "teng", "ting", "tsai", "tsao", "tseng", "tu", "tung",
    "wang", "wei", "wen", "wu", "yang", "yao", "yeh", "yen", "yi", "yu", "yuan", "yun",
})  # fmt: skip
"""Common names of Chinese and Korean families, without accents and apostrophes: a judgement, to be added to."""


def _has_family_first(words: Sequence[str]) -> bool:
    """Whether a name is of a language in which the family name comes first."""
    plain = [fold(word) for word in words]
    if not 2 <= len(plain) <= 4:
        return False
    if plain[0] in (_VIETNAMESE_FAMILIES if len(plain) > 2 else _OF_TWO_WORDS):
        return all(_VIETNAMESE.fullmatch(word) for word in plain)
    given = plain[1].split("-")
    is_family = re.sub(r"['’]", "", plain[0]) in _CHINESE_FAMILIES
    return is_family and len(plain) == len(given) == 2 and all(map(_CHINESE.fullmatch, given))


def families(names: Iterable[str]) -> frozenset[str]:
    """The names among others that are a family's: with them, but for an s at the end, the names of two persons begin.

    >>> families(["Ngo Dinhs", "Ngo Dinh Diem", "Ngo Dinh Nhu", "Dean Rusk"])
    frozenset({'Ngo Dinhs'})
    """
    names = list(names)
    begun = Counter(" ".join(words[:end]) for words in (name.split() for name in names) for end in range(1, len(words)))
    return frozenset(
        name for name in names if " " in name and max(begun[name], begun[name.removesuffix("s")]) >= MIN_OF_A_FAMILY
    )


MIN_OF_A_FAMILY = 2
"""Persons whose names begin with a family's."""


def with_own(own: Sequence[Person]) -> tuple[Person, ...]:
    """A collection's own persons and the shipped ones; a person named in both is the collection's."""
    names = {person.name for person in own}
    return (*own, *(person for person in PERSONS if person.name not in names))


@cache
def shipped_places() -> tuple[PlaceName, ...]:
    """The cities of the posts and the states they are in, with other spellings.

    A city whose name is also a common surname, a given name or the like is not among them: in a text it is mostly that.
    """
    places: dict[str, PlaceName] = {}
    for city in posts.cities().values():
        if city.name in OFFICES_AMONG_CITIES or city.also_common:
            continue
        name = _title(city.name)
        codes = {alias for alias in city.aliases if " " not in alias and alias in posts.canadian()}
        places[name] = PlaceName(name, tuple(alias for alias in city.aliases if alias not in codes))
        if states := [state for state in city.states if state.lower() not in contested_spellings()]:
            places.setdefault(states[0], PlaceName(states[0], tuple(states[1:])))
    for name, spellings_of_name in contested_names().items():
        places.setdefault(name, PlaceName(name, spellings_of_name))
    return tuple(places[name] for name in sorted(places))


def _title(name: str) -> str:
    words = "-".join(part.title() for part in name.split("-")).replace("-Au-", "-au-")
    return re.sub(r"(?<=\w) (?:Of|Es|De|Du|La|Del|And|Am)(?= \w)", lambda small: small[0].lower(), words)


def spellings(name: str, persons: Iterable[Person] = PERSONS) -> Sequence[str]:
    """Other spellings of a person's name, from an authority list; a surname alone matches every bearer."""
    name_parts = set(fold(name).split())
    variants = []
    for person in persons:
        names = (person.name, *person.variants, *person.misspellings)
        if any(name_parts <= set(fold(name).split()) for name in names):
            surnames = {name.split()[-1] for name in names} if len(name_parts) == 1 else set(names)
            variants += sorted(surnames)
    return variants
