"""Words that stand where an office does -> the post, office or person they name, and how surely they name one."""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from rapidfuzz.distance import Levenshtein

from briefbook.cables.forms.ca_offices import canadian_office
from briefbook.cables.forms.common import find_captions
from briefbook.cables.forms.offices import office_post
from briefbook.cables.heading_draft import FUNCTION_WORDS
from briefbook.text import posts
from briefbook.text.addressees import names_nobody
from briefbook.text.folding import fold
from briefbook.text.lexicon import is_listed
from briefbook.text.months import ENGLISH
from briefbook.text.ocr_confusion import distance_within, nearest
from briefbook.text.stations import station, stations
from briefbook.text.vocabulary import damaged_precedence, find_level, precedences

MAX_WORDS = 12
"""Words of an office's name at most."""

MAX_LETTERS = 300
"""Characters that name somebody at most, with what stands around the name: a whole paragraph is not looked into."""


@dataclass(frozen=True, slots=True)
class Address:
    """Who is addressed, or sends: the value, what kind of name it is, and what stood beside it."""

    value: str
    quality: str  # post, office, station, person, title, unit, capitals or words
    written: str
    trailing_number: str = ""
    precedence: str = ""
    mended: bool = False  # read through damaged letters


def name_features(address: Address) -> set[str]:
    """What kind of name an address is, of how many words and in which letters."""
    size = len(address.value.split())
    return {
        f"who={address.quality}",
        f"words={'1' if size == 1 else '2-3' if size < 4 else '4-6' if size < 7 else '7+'}",
        f"case={'upper' if address.written.isupper() else 'title' if address.written[:1].isupper() else 'small'}",
    } | ({"mended"} if address.mended else set())


_HONORIFIC = re.compile(
    r"(?:THE )?(?:HON(?:OU?RABLE)?|RT HON|MR|MRS|MISS|MS|DR|SIR|LORD|GEN(?:ERAL)?|COL(?:ONEL)?|ADM(?:IRAL)?|"
    r"MAJ(?:OR)?|CAPT(?:AIN)?|AMB(?:ASSADOR)?|"
    r"LT|BRIG(?:ADIER)?|PROF(?:ESSOR)?|SENATOR|COMRADE|HERR|M|MM|MME|SR|SE[NÑ]OR|DON)\b\.? (?!TO\b|IN\b|AT\b)[A-Z]"
)
_CITY_BEHIND = re.compile(
    r"\b(?:EMBASSY|AMBASSADOR|AMBASSADE|AMBASSADEUR|BOTSCHAFT(?:ER)?|LEGATION|HIGH COMMISSION(?:ER)?|"
    r"CONSULATE(?: GENERAL)?|CONSUL(?: GENERAL)?|MISSION|CHARGE D'AFFAIRES|"
    r"AMEMBASSY|AMCONSUL|AMCONGEN|EMB|DELEGATION|COMMISSION(?:ER)?|INDEMBASSY|HICOMIND|GEZANT(?:SCHAP)?|"
    r"(?:AMBASSADEUR|CHARGE D'AFFAIRES|CONSUL(?: GENERAL)?) DE FRANCE|EMBAIXADA|AMBASADA|GESANDTSCHAFT)\b[^,]*?"
    r"(?:,| IN| AT| A| EM| W| TE| ZU| Z)\s*(?P<city>[A-Z][A-Z .'-]+?)(?:,|$)"
)
_CITY_LAST = re.compile(
    r"(?:THE )?(?:[A-Z]+ )?(?:EMBASSY|AMBASCIATA|BOTSCHAFT|GESANDTSCHAFT|AMBASSADE|EMBAJADA|EMBAIXADA|LEGATION|"
    r"AMBASSADEN|LEGATIONEN|GESANDTSKABET|SENDIRADID|POSOLSTVO|AMBASADA|AMBAFRANCE|DIPLOMATIE|CONSULFRANCE|INDEMBASSY|HICOMIND|VELVYSLANECTVI|NAGYKOVETSEG)\b"
    r"(?:.*(?<!\bOF)(?<!\bDE)(?<!\bDI)(?<!\bDU)(?<!\bTHE))? (?P<city>[A-Z]+(?: [A-Z]+)?)"
)
"""A mission with its city as the last word: Botschaft der Bundesrepublik Deutschland Rom."""

_LIAISON = re.compile(
    r"(?:THE )?(?:D\.?\s?L\.?\*?|DEFENCE LIAISON)\s?\(?(?P<number>[12])\)?\.?(?:\s?DIV(?:ISION)?\.?)?"
)
"""The Canadian divisions of defence liaison, by their initials or in full."""

_ATTENTION = re.compile(
    r"\s*\((?!W\)|S\)|L\)|\d\)|\d{2,3}-\d)[^)]*\)?|\s+(?:ATTN|ATTENTION|PASS)\b.*$"
    r"|(?<!\bSTATE)(?<!\bSECRETARY)(?<!\bMINISTER)(?<!\bCOMMISSIONER)(?<!\bREPRESENTATIVE)\s+FOR\b.*$|(?<=\w{7})\s+-\s+.*$"
)
_OF_SECTION = re.compile(r"(?:DEPUTY )?(?:DIRECTOR|CHIEF) \((?:[A-Z]{4,}|[A-Z]{2,3}/[A-Z]{1,3})\)(?=$|,)")
"""A title with the section it is of in parentheses: Deputy Director (Plans)."""

_FILE_NUMBER = re.compile(r"\s*\(?\d{2,3}-[\d-]+\)?.*$|\s*\(P\*?\)|\s*\(RUC\)|\s*\(C\)$")
_TAIL = re.compile(
    rf"\s+(?:\d{{1,2}} (?:{'|'.join(name.upper() for name in ENGLISH)})\b.*|DATE\b.*|PAGE \d.*|\d{{1,3}} ?/\s*"
    r"|(?:HEADQUARTERS |HQS? |FIELD )?FILE (?:NO|NUMBER|NR)\b.*)$",
    re.I,
)
"""What belongs to the box beside the address: a day, the label of a file's number, a mark of paging."""

_IN_A_SENTENCE = re.compile(r"(?!(?:de|del|della|di|da|du|van|von|zu|zur|le|la|el|al|ter|ten|bin|ibn|the)\b)[a-z]+[ ,]")
"""Words of a sentence: no name of several words begins with a small letter, but for its particles."""

_SCRAPS = re.compile(r"(?:^|\s)(?!&)[^\w\s()]{2,}(?=\s|$)")
"""Specks that were read as marks, between words."""

_MAX_LETTERS_LOST = 3


@lru_cache(maxsize=5_000)
def _is_piece_of_title(word: str) -> bool:
    """Is it a title of office without its first or its last letters: RECTOR?"""
    return len(word) >= 4 and any(
        0 < len(title) - len(word) <= _MAX_LETTERS_LOST and (title.endswith(word) or title.startswith(word))
        for title in _titles()
    )


_STATION_CHIEF = re.compile(r"(?P<title>(?:DEPUTY )?CHIEFS? OF (?:STATION|BASE),) (?P<place>[A-Z][A-Z ]{3,24})")


@lru_cache(maxsize=2_000)
def _with_place(title: str) -> str:
    """A chief of station with the damaged name of his station mended; as it is where that is known, or like none."""
    match = _STATION_CHIEF.fullmatch(title)
    if match is None or station(match["place"]) or posts.city_in_any_tongue(match["place"]):
        return title
    letters = match["place"].replace(" ", "")
    places = {name.replace(" ", ""): name for name in (*stations().values(), *posts.cities())}
    near = nearest(letters, [name for name in places if len(name) >= MIN_POST_LETTERS], limit=0.2)
    return f"{match['title']} {places[near[0]]}" if near and len(letters) >= MIN_POST_LETTERS else title


_LINKS = ("OF", "FOR", "THE", "AND", "TO", "IN", "AT")
"""Words between those of a title, by which damaged ones are known, the usual ones first: CHIEF OT STATION."""

_MAX_LINK_DAMAGE = 1.0
MAX_TITLE_WORD_DAMAGE = 0.2
"""How damaged a word of a title may be, as a share of its letters, and still be told from others."""


@cache
def _words_of_titles() -> tuple[str, ...]:
    """The longer words that titles, the names of units and the seats of offices have, in capitals."""
    places = {part for name in (*posts.cities(), *map(str.upper, posts.capitals())) for part in name.split()}
    words = {*office_words(), *_data()["title_words"], *places}
    return tuple(sorted(word for word in words if len(word) >= MIN_POST_LETTERS and word.isalpha()))


@lru_cache(maxsize=5_000)
def _title_word(word: str) -> str | None:
    """A longer word of a title as it is, or as what alone it can have been misread from; None if it can be nothing."""
    if word in _words_of_titles() or is_office_word(word) or posts.post(word) or posts.city_in_any_tongue(word):
        return word
    if word[-2:] == "OF" and is_office_word(word[:-2]):
        return f"{word[:-2]} OF"
    if is_listed(word.lower()):
        return word
    match = nearest(word, _words_of_titles(), limit=MAX_TITLE_WORD_DAMAGE)
    return match[0] if match else None


@lru_cache(maxsize=500)
def _link(word: str) -> str:
    """A short word between others of a title as the link that it is with one letter misread, else as it is."""
    if word in _LINKS or is_listed(word.lower()):
        return word
    for link in _LINKS:
        changed = sum(letter != other for letter, other in zip(word, link, strict=False))
        if len(link) == len(word) and changed == 1 and distance_within(word, link, _MAX_LINK_DAMAGE) is not None:
            return link
    return word


def _link_in(title: str, match: re.Match[str]) -> str:
    """A short word of a title as the link that it is; as it is if it may be a symbol: CHIEF, AF DIVISION."""
    word, before, behind = match["link"], title[: match.start()].split()[-1:], title[match.end() :].split()[:1]
    meant = _link(word)
    if meant == "THE" or behind == ["THE"]:
        return meant
    is_other = word in _data()["symbols"] or word[0] in "123456789" or not {*before, *behind}.isdisjoint(_LINKS)
    return word if is_other else meant


_TITLE_WORD = re.compile(r"(?:(?<=[A-Z] )(?P<link>[A-Z0-9]{2,3})(?= [A-Z]))|(?P<word>[A-Z0-9]{5,})")


@lru_cache(maxsize=5_000)
def _with_its_words(title: str) -> str:
    """A title with its damaged words mended: the links between them, offices, places; as it is if one can be nothing.

    >>> _with_its_words("CHIEF OT STATION, ANKARA"), _with_its_words("MINISTER OF EXTERNAL AFFAIRS, WELLINQTON")
    ('CHIEF OF STATION, ANKARA', 'MINISTER OF EXTERNAL AFFAIRS, WELLINGTON')
    """
    parts: list[str] = []
    end = 0
    for match in _TITLE_WORD.finditer(title):
        meant = _link_in(title, match) if match["link"] else _title_word(match["word"])
        if meant is None:
            return title
        parts += (title[end : match.start()], meant)
        end = match.end()
    return "".join((*parts, title[end:]))


_NAME_AND_CITY = re.compile(r"(?P<name>[A-Za-z][A-Za-z .'-]+, )(?P<city>[A-Z][A-Za-z]{6,})")


@lru_cache(maxsize=2_000)
def _with_its_city(name: str) -> str:
    """Somebody's name with the damaged city behind it mended: BUNCHE, LEOPDIDVILLE; else the name as it is."""
    match = _NAME_AND_CITY.fullmatch(name)
    city = match["city"].upper() if match else ""
    if match is None or is_listed(city.lower()) or posts.city_in_any_tongue(city) or is_office_word(city):
        return name
    near = nearest(city, _long_cities(), limit=MAX_TITLE_WORD_DAMAGE)
    meant = near[0] if near else ""
    return f"{match['name']}{meant if match['city'].isupper() else meant.title()}" if meant else name


@cache
def _long_cities() -> tuple[str, ...]:
    return tuple(name for name in posts.cities() if len(name) > MIN_POST_LETTERS and name.isalpha())


_OF_COMPONENT = re.compile(r"(?P<title>(?:ACTING |DEPUTY )?CHIEF,) (?P<component>[A-Z][A-Z ]{7,40})")


@lru_cache(maxsize=2_000)
def _with_component(title: str) -> str:
    """A chief at the agency's headquarters with the damaged name of what he heads mended; else the title as it is."""
    match = _OF_COMPONENT.fullmatch(title)
    if match is None or match["component"] in _data()["components"]:
        return title
    near = nearest(match["component"], _data()["components"], limit=0.2)
    return f"{match['title']} {near[0]}" if near else title


_BROKEN_OFF = re.compile(r"\b(?:OF|THE|DE|DU|LA|TO|FOR|AND|AT|IN|TASK FORCE)$", re.I)
_OTHER_NATION = re.compile(r"\b(?:AUSTRALIAN?|BRITISH|UNITED KINGDOM|NEW ZEALAND|SOVIET|FRENCH|BRAZIL|POLISH|INDIAN?)")
_ROUTING = re.compile(r"^(?:INFO ?)?(?:R[A-Za-z]{4,6}|(?!US)[A-Z]?U[A-Z]{2,4})/\s?(?=[A-Z])|^TT (?=[A-Z])")
_NUMBER_BEHIND = re.compile(
    r"^(?P<who>.*?[A-Z)])(?:\s+(?:NO\.?\s*)?|(?<=[A-Z]{5})\s?/\s?)"
    r"(?P<number>(?:[A-Z]{1,2}-)?\d{1,6})(?P<rest>(?:\s+[A-Z ]+)?)$"
)
_EXTERNAL = re.compile(
    r"(?=.*\b(?:CANADIAN|CANADA|EXTERNAL AFFAIRS|AFFAIRES EXTERIEURES|DU CANADA)\b)"
    r".*(?:AMBASS|EMBASS|HIGH COMM|LEGATION|DELEGATION|CONSUL|SECRETARY OF STATE|MINIST|REPRESENTATIVE|MISSION|"
    r"SECRETAIRE)"
)
_FRENCH_EXTERNAL = re.compile(
    r"(?P<under>SOUS-?\s?SECRETAIRE|(?:LE )?SECRETAIRE|MINIST[EÈ]RE).{0,12}AFFAIRES EXTERIEURES"
)


_NATION = (
    r"(?:UNITED STATES|U\.?S\.?|AMERICAN|CANADIAN|BRITISH|SOVIET|FRENCH|POLISH|BRAZILIAN|SWISS|GERMAN|CUBAN|CHINESE|"
    r"AUSTRALIAN|NEW ZEALAND|INDIAN|DUTCH|NETHERLANDS|BELGIAN|ITALIAN|JAPANESE|YUGOSLAV|CZECHOSLOVAK)"
)
_GENERIC = re.compile(
    rf"(?:THE )?(?:{_NATION} )?(?:DELEGATION|EMBASSY|MISSION|AMBASSADOR|CONSULATE|LEGATION|"
    rf"HIGH COMMISSION(?:ER)?|COMMISSION(?:ER)?|"
    rf"CONSUL|REPRESENTATIVE|"
    r"OUR (?:[A-Z]+ )?CORRESPONDENT|CHARGE|STATION|BASE|OFFICE|DEPARTMENT|DIVISION|BRANCH|SECTION|"
    r"SECRETARY GENERAL OF|CLASSIFIED|MESSAGE|CABLE|REPORT|CHIEF|DEPUTY)"
    rf"|(?:THE )?{_NATION}"
)
"""An office without the place or the name that would say which."""


PREFIXED = re.compile(rf"(?P<prefix>{'|'.join(posts.PREFIXES)})[ ,]+(?P<city>[A-Z .'-]+)")
"""An American post with its prefix, in capitals."""


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "offices.toml").read_text(encoding="utf-8"))


@cache
def _offices() -> dict[str, str]:
    return {name: code for code, names in _data()["codes"].items() for name in names}


@cache
def _titles() -> frozenset[str]:
    return frozenset(_data()["titles"])


@cache
def _units() -> frozenset[str]:
    return frozenset(_data()["units"])


@cache
def _bare_offices() -> dict[str, str]:
    """The code of each office by its name's letters and figures, where it has enough of them to be known damaged."""
    return {re.sub(r"[^A-Z0-9]", "", name): code for name, code in _offices().items() if len(name) > 6}


@cache
def _keys(table: Callable[[], dict[str, str]]) -> tuple[str, ...]:
    """The names of a table that never changes."""
    return tuple(table())


@lru_cache(maxsize=20_000)
def _damaged_office(whole: str) -> str | None:
    """The office whose whole name has some letters misread or lost; None where it stands undamaged, or is none."""
    plain = re.sub(r"[^A-Z0-9]", "", whole)
    if len(plain) < 7 or whole in _offices() or not re.search(r"\d|\b[A-Z]{1,3}\b", whole):
        return None
    names = _bare_offices()
    match = nearest(plain, _keys(_bare_offices), limit=0.15)
    return names[match[0]] if match else None


def is_nameless_office(words: str) -> bool:
    """Are words an office without the place that would say which: Australian Embassy?"""
    return _GENERIC.fullmatch(words.upper().strip(" .,")) is not None


def is_office_word(word: str) -> bool:
    """Is a word, in any case, a title of office or a part of the name of a service's unit?

    >>> is_office_word("Legat"), is_office_word("Harlow")
    (True, False)
    """
    return word.upper() in _titles() or word.upper() in _units() or word.upper() in office_words()


_FRAGMENT = re.compile(r"(?<![\w.'&/-])(?!OF|DE|IN|TO|LA|LE|DU|ST|SR|JR|EL|AL|AT|A|U\b|M\b)[A-Z]{1,2}(?![\w.'&/,)-])")
"""Pieces of words, as a reader leaves them of letters that it did not see."""

_SENTENCE_WORDS = FUNCTION_WORDS - {"A", "AND", "AT", "DO", "FOR", "I", "IN", "OF", "ON", "THE", "TO", "NO"} | {"SAID"}


@cache
def office_words() -> tuple[str, ...]:
    """The longer words of titles and of services' units, in capitals, by which damaged ones are known."""
    words = {
        *_titles(),
        *_units(),
        "FOREIGN",
        "STATE",
        "UNITED",
        "STATES",
        "EXTERNAL",
        "AFFAIRS",
        "CANADIAN",
        "GENERAL",
        "AMEMBASSY",
    }
    return tuple(sorted(word for word in words if len(word) > 4))


MAX_LETTER_LOST = 0.15
"""How damaged a word that is none of the language may be to be an office's: SPECIA has lost a letter of seven."""


@lru_cache(maxsize=20_000)
def _mended_word(word: str) -> str:
    """An office word with its damaged letters mended; the word itself where it is none or stands undamaged."""
    if len(word) < 5 or word in office_words() or word in posts.known_codes() or posts.city_in_any_tongue(word):
        return word
    match = nearest(word, office_words(), limit=0.12 if is_listed(word.lower()) else MAX_LETTER_LOST)
    return match[0] if match and match[0] != "UNDER" else word  # of an UNDER alone no office is made


def _mend(upper: str) -> str:
    return _LONG_WORD.sub(lambda match: _mended_word(match[0]), upper)


_LONG_WORD = re.compile(r"[A-Z0-9]{5,}")
_OF_CHIEFS = ("CHIEF", "CHIEFS", "DIRECTOR", "LEGAT", "BUREAU")
_CHANGED_LETTERS = 3
"""Letters that a mended word of these has changed, at most."""


def may_name_chief(words: str) -> bool:
    """May words name a chief, a legal attache, a special agent or the Bureau's director? Quick, and False only if not.

    Args:
        words: A line, in any case.
    """
    upper = words.upper()
    if "SAC" in upper or "FBI" in upper:
        return True
    return any(
        Levenshtein.distance(word, known, score_cutoff=_CHANGED_LETTERS) <= _CHANGED_LETTERS
        for word in _LETTERS_OR_FIGURES.findall(upper)
        for known in _OF_CHIEFS
    )


_LETTERS_OR_FIGURES = re.compile(r"[A-Z0-9]{3,}")


@cache
def _degree() -> re.Pattern[str]:
    words = sorted((name for name in precedences() if len(name) > 3), key=len, reverse=True)
    return re.compile(rf"(?:^|(?<=[ ,/]))(?:{'|'.join(map(re.escape, words))})(?=$|[ ,/])")


@cache
def _post_names() -> dict[str, str]:
    """Posts and capitals by their names without blanks; of two that differ in blanks only, the name that has them."""
    listed = sorted((*posts.known_codes(), "DIRECTOR"), reverse=True)
    return {code.replace(" ", ""): code for code in listed if len(code) > 3}


@lru_cache(maxsize=20_000)
def _damaged_post(words: str) -> str | None:
    """The one post or capital that a name on no list can be, a letter or two misread: VASHDC, NATOPARTS."""
    plain = words.replace(" ", "")
    if len(plain) < MIN_POST_LETTERS or len(words.split()) > 2 or (plain.startswith("EXT") and len(plain) < 7):
        return None
    if is_listed(plain.lower()):
        return None  # a word of its own: GHANA is no Dhaka misread
    names = _post_names()
    match = nearest(plain, _keys(_post_names), limit=0.2)
    return names[match[0]] if match else None


MIN_POST_LETTERS = 5
"""Letters of a damaged post's name at least: of fewer, another post is too near."""


def _is_of_words(title: str) -> bool:
    """Is every longer word of a title one of offices, a place or a word of the language: nothing damaged is left?"""
    return all(
        is_office_word(word) or is_listed(word.lower()) or posts.post(word) or posts.city_in_any_tongue(word)
        for word in re.findall(r"[A-Z]{4,}", title)
    )


_JUNK_BEFORE = re.compile(
    r"^[\W\d]{1,6}\s+(?=(?:SAC|LEGAT|CHIEF|DIRECTOR|MR|DEPUTY|ACTING)\b)"
    r"|^(?!TO\b)[A-Z]{1,2}\s+(?=(?:AMEMBASSY|AMCONSUL|AMCONGEN|AMLEGATION|SECSTATE|USMISSION)\b)",
    re.IGNORECASE,
)
"""Figures that a pen's strokes before an office were read as; a label of two letters that is not legible: Fn, Fv."""

_MIN_DEGREE_LETTERS = 7
"""Letters of a damaged degree of urgency behind a name, at least."""


@lru_cache(maxsize=5_000)
def _is_damaged_degree(word: str) -> bool:
    """Is a word a degree of urgency with letters misread, and no other word: PKIORITY?"""
    if len(word) < _MIN_DEGREE_LETTERS or is_listed(word.lower()) or is_office_word(word) or posts.post(word):
        return False
    return damaged_precedence(word) is not None and posts.city_in_any_tongue(word) is None


_RUN_TOGETHER = re.compile(r"(?P<first>\b[A-Z]?[a-z]{2,})(?P<second>[A-Z][a-z]{2,})\b")
"""Two words without the blank between them: NewDelhi, PermanentRepresentatives, ToComrade."""


def _parted(match: re.Match[str]) -> str:
    words = match["first"], match["second"]
    if words[0].lower() in _OF_SURNAMES:
        return match[0]
    if all(word.lower() in _SHORT_WORDS or (len(word) > 2 and _is_known_word(word)) for word in words):
        return " ".join(words)
    return match[0]


_POSSESSIVE = re.compile(r"(?<=[A-Z]R)['’]S$", re.I)
"""What makes an office whose minute it is of its holder: PRIME MINISTER'S."""

_OF_SURNAMES = ("mac", "fitz", "van", "von")
"""Beginnings of surnames that are written as one word: MacArthur."""

_SHORT_WORDS = ("of", "the", "to", "for", "in", "new")


def _is_known_word(word: str) -> bool:
    return is_office_word(word) or is_listed(word.lower()) or posts.city_in_any_tongue(word.upper()) is not None


_REPEATED = re.compile(r" \((?:R|RPTD|REPTD|RFI)\) ")
"""Before those to whom a message is repeated, on the line of its addressee."""

_DEGREE_AT_END = re.compile(r"[A-Z] (?:PRIORITY|IMMEDIATE|ROUTINE|FLASH|NIACT)(?: \d+)?$")


@lru_cache(maxsize=20_000)
def read_address(words: str, year: str = "") -> Address | None:
    """Who words name.

    Args:
        words: What stands behind a label such as FROM or TO, in any case.
        year: The paper's year, "" if not known: Canadian posts had no codes before 1956.

    Returns:
        The address; None where the words name nobody: a sentence, figures, a form's own printing, the record or
        the file that a memorandum was written for, "see distribution below".

    >>> read_address("SAC, DALLAS (100-10461)").value, read_address("Amembassy HAVANA").value
    ('SAC, DALLAS', 'HAVANA')
    >>> read_address("THE RECORD"), read_address("To whom it may concern")
    (None, None)
    """
    if len(words) > MAX_LETTERS:
        return None
    written = _JUNK_BEFORE.sub("", " ".join(words.split()).strip(" .:;,_*-|"))
    written = _RUN_TOGETHER.sub(_parted, written)
    written = _POSSESSIVE.sub("", written)
    written = _REPEATED.split(_TAIL.sub("", written))[0].strip(" .:;,_*-|")
    if names_nobody(written) or _BROKEN_OFF.search(written):
        return None
    plain = _ROUTING.sub("", _FILE_NUMBER.sub("", written))
    whole = " ".join(plain.upper().strip(" .,").split())
    if whole and (code := _damaged_office(whole)):
        return Address(code, "office", plain, mended=True)
    for offered in dict.fromkeys((whole, _mend(whole))) if not _DEGREE_AT_END.search(whole) else ():
        value, quality = _named(offered, plain, year)
        if quality in ("post", "office", "station"):
            return Address(value, quality, plain, mended=offered != whole)
    plain = _ATTENTION.sub("", plain).strip(" .:;,_*|").upper()
    if (section := _OF_SECTION.match(written.upper())) and "(" not in plain:
        plain = section[0]
    upper = " ".join(plain.upper().split())
    precedence = number = ""
    if degree := _degree().search(upper):
        precedence = degree[0]
        before, after = upper[: degree.start()].strip(" ,/"), upper[degree.end() :].strip(" ,/")
        upper = before or after
        if before and re.fullmatch(r"(?:[A-Z]{1,2}-)?\d{1,6}", after):
            number = after
    elif (first := upper.partition(" "))[2] and _is_damaged_degree(first[0]):
        precedence, upper = damaged_precedence(first[0]) or "", first[2]
    elif (last := upper.rpartition(" "))[0] and not is_listed(last[2].lower()):
        degree_meant = damaged_precedence(last[2]) if len(last[2]) >= _MIN_DEGREE_LETTERS else None
        upper, precedence = (last[0], degree_meant) if degree_meant else (upper, "")
    if behind := _NUMBER_BEHIND.match(upper):
        upper, number = behind["who"], behind["number"]
    for caption in find_captions(upper):
        upper = upper.replace(caption, "").strip(" ,-/")
    upper = re.sub(r"^(?:TT|THE(?! HAGUE)|ACTION)\s+(?=[A-Z])", "", upper).strip(" .,;:")
    if not upper or len(upper.split()) > MAX_WORDS or sum(map(str.isalpha, upper)) < 2:
        return None
    if find_level(upper) and len(upper.split()) < 3:
        return None
    value, quality = _named(upper, plain, year)
    mended = _with_component(_mend(upper))
    if mended != upper and quality not in ("post", "office", "station"):
        value, quality = _named(mended, mended, year)
        if quality not in ("post", "office", "station") and not (quality == "title" and _is_of_words(mended)):
            return None  # a damaged name of an office that we do not know is not to be told from another
    if quality in ("capitals", "words") and " TO " in value.upper():
        return None  # from whom to whom, on one line
    if quality == "capitals" and (code := _damaged_post(value)):
        return Address(code, "post", plain, number, precedence, mended=True)
    if quality not in ("post", "office", "station") and re.search(r"[A-Z]\d|\d[A-Z]", re.sub(r"\([^)]*\)", "", value)):
        return None
    if quality not in ("post", "office", "station") and len(_FRAGMENT.findall(value.upper())) > 1:
        return None
    if quality not in ("post", "office", "station") and _SENTENCE_WORDS & _words_of(value, written):
        return None
    if not value or _GENERIC.fullmatch(value.upper()):
        return None
    if quality == "title" and (placed := _with_place(value.upper())) != value.upper():
        return Address(placed, quality, plain, number, precedence, mended=True)
    if quality in ("title", "unit") and (whole_title := _with_its_words(value.upper())) != value.upper():
        return Address(whole_title, quality, plain, number, precedence, mended=True)
    if quality in ("capitals", "words") and (placed := _with_its_city(value)) != value:
        return Address(placed, quality, plain, number, precedence, mended=True)
    if quality in ("capitals", "words") and (_IN_A_SENTENCE.match(written) or _SCRAPS.search(written)):
        return None
    if quality == "capitals" and _is_piece_of_title(value):
        return None
    return Address(value, quality, plain, number, precedence, mended != upper)


_SPECIAL_AGENT = re.compile(r"(?P<title>A?SAC)[,.]? (?P<office>[A-Z][A-Z. ]+)")


@lru_cache(maxsize=2_000)
def _field_office(name: str) -> str | None:
    """A field office of the Bureau by its name, damaged or not; None if it is none."""
    offices = _data()["field_offices"]
    if name in offices:
        return name
    match = nearest(name, offices, limit=0.2)
    return match[0] if match else None


def _words_of(value: str, written: str) -> set[str]:
    """The words of a name in capitals, but for the codes in it: WE in "Chief, WE" is Western Europe."""
    codes = set() if written.isupper() else set(re.findall(r"[A-Z]{2,4}(?![a-z])", written))
    return set(re.findall(r"[A-Z]+", value.upper())) - codes


_PERSON_WITH_PLACE = re.compile(
    r"(?:(?:MR|MRS|SIR|LORD|DR|M|HERR)\b[^()]{2,30}|(?:[A-Z]\. ?){1,3}[A-Z][A-Z'-]{2,20} )\((?P<place>[A-Z .'-]+)\)?"
)
_SYMBOL_AND_NAME = re.compile(
    r"[A-Z]{1,4}(?:/[A-Z]{1,4}){0,2} ?[-–] ?(?P<name>(?:(?:MR|MRS|MISS|DR|AMBASSADOR|GENERAL)\b\.? ?)?"
    r"(?:(?:[A-Z]\.|[A-Z]+) ?){0,2}[A-Z][A-Z'-]{2,20})"
)
"""An office's symbol and who holds it: S/P - Mr. Owen, EUR - Walter Stoessel."""


def _is_symbol_and_name(upper: str) -> bool:
    """Is it an office's symbol with who holds it, and not with where it is: NATO - Paris?"""
    match = _SYMBOL_AND_NAME.fullmatch(upper)
    if match is None or match["name"] in _data()["field_offices"]:
        return False
    return posts.city_in_any_tongue(match["name"]) is None and posts.post(match["name"]) is None


_FIRST_WORD = re.compile(r"[^ ,.-]*")
_WORD_OF_LETTERS = re.compile(r"[A-Z]+")
_NO_NAME = re.compile(r"[^A-Z0-9 ,.'&()/-]|^[^A-Z]")
_THREE_FIGURES = re.compile(r"\d{3}")


def _named(upper: str, plain: str, year: str) -> tuple[str, str]:
    if code := _offices().get(upper.strip(" .")):
        return code, "office"
    if division := _LIAISON.fullmatch(upper):
        return f"DL({division['number']})", "office"
    if upper.startswith(posts.BOOK):
        return upper, "office"
    placed = _PERSON_WITH_PLACE.fullmatch(upper)
    if placed and (city := posts.city_in_any_tongue(placed["place"])):
        return city, "office"
    if " " in upper and not _EXTERNAL.match(upper) and (code := office_post(upper.title())):
        other = code == "USUN" and _OTHER_NATION.search(upper)
        return "UNITED NATIONS NEW YORK" if other else code, "office"
    if upper in posts.known_codes() or posts.post(upper):
        return upper if not (prefixed := _prefixed(upper)) else prefixed, "post"
    if prefixed := _prefixed(upper):
        return prefixed, "post"
    if french := _FRENCH_EXTERNAL.search(upper):
        return "USSEA" if french["under"].startswith("SOUS") else "EXTERNAL", "office"
    if _EXTERNAL.match(upper) and (code := canadian_office(upper, year)):
        return code, "office"
    if name := station(upper):
        return name, "station"
    if upper.endswith(" CITY") and upper[:-5] in posts.cities():
        return upper, "station"
    if city := posts.city_in_any_tongue(upper):
        return city, "post"
    if _is_command_with_place(upper) or _is_naval_command(upper):
        return upper, "office"
    behind = _CITY_BEHIND.search(upper)
    if behind and (
        city := posts.city_in_any_tongue(re.sub(r"[ ,]+(?:D\.? ?C\.?|CANADA|ONTARIO)$", "", behind["city"].strip(" .")))
    ):
        return city, "office"
    if (last := _CITY_LAST.fullmatch(upper)) and (city := posts.city_in_any_tongue(last["city"])):
        return city, "office"
    parts = [part.strip(" .") for part in upper.split(",")]
    if len(parts) == 2 and parts[1].lower() in posts.capitals() and (city := posts.city_in_any_tongue(parts[0])):
        return city, "post"  # Lisbon, Portugal
    shown = plain if len(plain.split()) >= len(upper.split()) and not _THREE_FIGURES.search(plain) else upper
    if _is_symbol_and_name(upper) or (_HONORIFIC.match(upper) and len(upper.split()) <= 6):
        return _case_of(shown, upper), "person"
    if agent := _SPECIAL_AGENT.fullmatch(upper):
        office = _field_office(agent["office"])
        return (f"{agent['title']}, {office}" if office else _case_of(shown, upper)), "title"
    beginning = _FIRST_WORD.match(upper)
    first = beginning[0] if beginning else ""
    if first in _titles() or (len(parts) == 2 and parts[1].split()[:1] and parts[1].split()[0] in _titles()):
        return _case_of(shown, upper), "title"
    if not _units().isdisjoint(_WORD_OF_LETTERS.findall(upper)):
        return _case_of(shown, upper), "unit"
    if not upper or _NO_NAME.search(upper if upper.isascii() else fold(upper).upper()):
        return "", ""
    if plain.isupper() and len(upper.split()) <= 4:
        return upper, "capitals"
    return _case_of(shown, upper), "words"


def _is_command_with_place(upper: str) -> bool:
    """Is it a command or an agency that is on a list, with the place where it is: CHMAAG VIENTIANE LAOS?"""
    first, *others = upper.split() or [""]
    if not 0 < len(others) <= MAX_PLACE_WORDS or first not in posts.commands() or not "".join(others).isalpha():
        return False
    return any(posts.city_in_any_tongue(" ".join(others[:size])) is not None for size in (1, 2))


_NAVAL_COMMAND = re.compile(r"(?:CINC|COM|NAV)[A-Z0-9]{3,12}|(?:CTF|CTG|TF|TG) ?\d{1,3}(?:[.-]\d{1,2}){0,2}")


def _is_naval_command(upper: str) -> bool:
    """Is it the short name of a naval or joint command, and no word: COMINCH, COM3RDFLT, CTF 58?"""
    match = _NAVAL_COMMAND.fullmatch(upper)
    if match is None or is_listed(upper.lower()) or is_listed(upper[3:].lower()):
        return False
    return nearest(upper, posts.commands(), limit=MAX_LETTER_LOST) is None  # CINCPC is CINCPAC misread


MAX_PLACE_WORDS = 4
"""Words that say where a command is at most: its city, and the country or state of that."""


def _case_of(plain: str, upper: str) -> str:
    """The words as they are written, without what was taken off them."""
    at = plain.upper().find(upper)
    return plain[at : at + len(upper)] if at >= 0 else upper


def _prefixed(upper: str) -> str | None:
    """The city behind the prefix of an American post."""
    match = PREFIXED.fullmatch(upper)
    if not match:
        return None
    city = posts.cities().get(match["city"].strip())
    return city.name if city else match["city"].strip()
