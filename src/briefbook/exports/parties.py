"""Senders or addressees of an item -> names one by one, each known as a person's, as an office's, or as neither."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from briefbook.model.catalogue import Entry
from briefbook.text import posts
from briefbook.text.authorities import PERSONS, index_name, names_in_indexes
from briefbook.text.folding import fold
from briefbook.text.services import service_of, with_office, words_of_source
from briefbook.text.titles import LookUp

_INSTITUTION = re.compile(
    r"\b(?:department|dept|ministry|embassy|legation|consulate|chancery|high commission|commission|mission|delegation"
    r"|office|bureau|agency|secretariat|committee|council|government|cabinet|headquarters|command|division|section"
    r"|directorate|board|company|corporation|bank|university|institute|society|party|union|organi[sz]ation|service"
    r"|external affairs|ministère|ambassade|conseil|gouvernement|ministerium|botschaft|auswärtiges amt)\b",
    re.IGNORECASE,
)
"""A word by which an institution is called, and no person: an office, a post, a body. English, French, German."""

_TITLED = re.compile(
    r"\b(?:ambassador|minister|secretary|president|chairman|chancellor|premier|governor|commissioner|director|deputy"
    r"|assistant|under|chargé|charge|attach[eé]|consul|general|colonel|captain|admiral|senator|mr|mrs|miss|dr)\b",
    re.IGNORECASE,
)
"""A word that says what a person is, so that it is not sure whether the person or the office is meant."""


class NameKind(StrEnum):
    """What a name is of, as far as it is known."""

    PERSON = "person"
    OFFICE = "office"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Party:
    """A sender or an addressee.

    Attributes:
        name: In the words of the source, else the code with the office that it stands for in square brackets.
        words: The same without the office.
        code: What stands for it in the catalogue.
        kind: Whether it is known as a person or as an office.
        surname: Of a person whose name is divided, what it is listed by: Green, de Gaulle.
        given: What stands behind the comma in a list: Howard; "" where the name is not divided.
    """

    name: str
    words: str
    code: str
    kind: NameKind = NameKind.UNKNOWN
    surname: str = ""
    given: str = ""

    @property
    def indexed(self) -> str:
        """The name as a list has it: Green, Howard; as it is where it is not divided."""
        return f"{self.surname}, {self.given}" if self.given else self.name


def parties_of(
    entry: Entry, name: str, look_up: LookUp, own: Mapping[str, str] = MappingProxyType({})
) -> tuple[Party, ...]:
    """Who sends or receives an item, one by one, in the words of the source where it has others than the code.

    Args:
        entry: The item's entry.
        name: ``from`` or ``to``.
        look_up: Gives what a code stands for on the paper.
        own: The collection's own list of persons: spellings, folded, and the names that an index has.
    """
    readings = [reading for reading in entry.effective_readings(name) if reading.value]
    doubtful = {code for reading in readings if reading.is_unsure for code in _parts(reading.value or "")}
    codes = [code for reading in readings for code in _parts(reading.value or "")]
    if words := words_of_source(entry, name):
        names = _parts(words)
        codes = codes if len(codes) == len(names) else names
        return tuple(_party(entry, part, code, part, look_up, own) for part, code in zip(names, codes, strict=True))
    parties = []
    for code in codes:
        if code in doubtful:
            parties.append(Party(f"[{code}?]", code, code))
        else:
            post = look_up(code, service_of(entry), entry.value("date") or "")
            parties.append(_party(entry, with_office(code, post), code, code, look_up, own))
    return tuple(parties)


def _parts(words: str) -> list[str]:
    return [part.strip() for part in words.split(";") if part.strip()]


def _party(entry: Entry, name: str, code: str, words: str, look_up: LookUp, own: Mapping[str, str]) -> Party:
    kind = _kind(entry, name, code, look_up, own)
    if kind is not NameKind.PERSON:
        return Party(name, words, code, kind)
    surname, _, given = _indexed(words, own).partition(", ")
    return Party(name, words, code, kind, surname if given else "", given)


def _kind(entry: Entry, words: str, code: str, look_up: LookUp, own: Mapping[str, str]) -> NameKind:
    """A person where a list of persons or the item has the name, or it has the form of one; an office likewise."""
    if fold(words) in own or fold(words) in _listed() or posts.is_person_name(words):
        return NameKind.PERSON
    is_titled = _TITLED.search(words) is not None
    if not is_titled and _INSTITUTION.search(words):
        return NameKind.OFFICE
    if look_up(code, service_of(entry), entry.value("date") or "") is not None or posts.post(code) is not None:
        return NameKind.OFFICE
    if not is_titled and fold(words) in {fold(name) for name in entry.values("persons")}:
        return NameKind.PERSON
    return NameKind.OFFICE if words == code and posts.is_code(code) else NameKind.UNKNOWN


@cache
def _listed() -> dict[str, str]:
    """The names of the shipped list of persons, each as an index has it."""
    return names_in_indexes(PERSONS)


def _indexed(words: str, own: Mapping[str, str]) -> str:
    """A person's name as an index has it; what is written so already is left as it is."""
    return words if ", " in words else own.get(fold(words)) or _listed().get(fold(words)) or index_name(words)


def joined(parties: Sequence[Party]) -> str:
    """The names of parties in one value, as a list of the catalogue has several."""
    return "; ".join(party.name for party in parties)
