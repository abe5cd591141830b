"""A text and authority lists -> the persons and places it mentions, each as written and where."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import ahocorasick  # type: ignore[import-not-found, unused-ignore]

from briefbook.cables.name_guards import (
    is_of_release,
    is_part_of_longer_place,
    is_surname_in_list,
    least_confidence,
    may_be_born,
    may_be_code_name,
    uses_code_names,
)
from briefbook.model.cable import Derivation, Reading
from briefbook.model.locator import PagePosition
from briefbook.model.page import Box, Kind, Line, Page
from briefbook.model.persons import Office, Person, PlaceName
from briefbook.text.dates import Bounds
from briefbook.text.folding import fold, fold_with_places
from briefbook.text.states import contested_names, meant_state

MAX_NAMES_PER_ITEM = 60
"""How many persons, and how many places, are recorded of an item at most: the first that its text mentions."""

_TITLES = {
    "AMBASSADOR": "ambassador|permanent representative", "AMB": "ambassador|permanent representative",
    "MINISTER": "minister|secretary of state for", "SECRETARY": "secretary", "PRESIDENT": "president",
    "PREMIER": "prime minister|chairman of the council", "CHANCELLOR": "chancellor", "GENERAL": "secretary-general",
}  # fmt: skip
"""A title before a name, and the offices that go by it."""

_RANKS = frozenset(
    ("MARSHAL", "GENERAL", "MR", "DR", "SENATOR", "FOREIGN", "PRIME", "KING", "PRINCE", "COLONEL", "SIR")
)


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A name in a text: where, what kind of list it is from, and whose it can be."""

    start: int
    end: int
    kind: str  # person or place
    names: tuple[str, ...]
    titled: bool = False


_AS_BLANKS = {code: " " for code in range(128) if not chr(code).isalnum()}
"""Whatever is no letter or figure, as a blank."""


@dataclass(slots=True)
class Authority:
    """Lists of persons and places, ready to be looked for in many texts."""

    persons: tuple[Person, ...] = ()
    places: tuple[PlaceName, ...] = ()
    _made: Any = field(default=None, init=False, repr=False, compare=False)
    _made_of_words: Any = field(default=None, init=False, repr=False, compare=False)

    @property
    def _automaton(self) -> Any:
        """Every spelling in one automaton, made when a text is looked into; False where there is none."""
        if self._made is None:
            self._made = self._new_automaton()
        return self._made

    def _new_automaton(self) -> Any:
        """A spelling of several persons stands for them all."""
        spellings: dict[str, tuple[str, dict[str, None], bool]] = {}

        def add(spelling: str, kind: str, name: str, titled: bool = False) -> None:
            key = fold(spelling)
            if len(key) < 3:
                return
            entry = spellings.setdefault(key, (kind, {}, titled))
            if entry[0] == kind and entry[2] == titled:
                entry[1][name] = None

        for person in self.persons:
            for spelling in (person.name, *person.variants, *person.misspellings):
                add(spelling, "person", person.name)
        for person in self.persons:
            if person.offices and len(surname := person.name.split()[-1]) >= 3:
                add(surname, "person", person.name, titled=True)
        for place in self.places:
            for spelling in (place.name, *place.variants):
                add(spelling, "place", place.name)
        automaton = ahocorasick.Automaton()
        for key, (kind, names, titled) in spellings.items():
            automaton.add_word(key, (len(key), kind, tuple(names), titled))
        if spellings:
            automaton.make_automaton()
        return automaton if spellings else False

    @property
    def _whole_words(self) -> Any:
        """Every spelling between blanks, and blanks for whatever is no letter or figure: no part of a longer word."""
        if self._made_of_words is None:
            automaton = ahocorasick.Automaton()
            for key in self._automaton:
                automaton.add_word(f" {key.translate(_AS_BLANKS)} ", True)
            automaton.make_automaton()
            self._made_of_words = automaton
        return self._made_of_words

    def find(self, text: str) -> list[NameMatch]:
        """Every name in a text, the longest where several begin or end together, in order."""
        if not self._automaton:
            return []
        plain, places = fold_with_places(text)
        hits = []
        for last, (size, kind, names, titled) in self._automaton.iter(plain):
            start, end = last - size + 1, last + 1
            if plain[end : end + 1].isalnum() or plain[start - 1 : start].isalnum():
                continue  # part of a longer word, as most are
            if not text[places[start]].isupper():
                continue
            hits.append(NameMatch(places[start], places[end], kind, names, titled))
        hits.sort(key=lambda hit: (hit.start, -hit.end))
        matches: list[NameMatch] = []
        for hit in hits:
            if not matches or hit.start >= matches[-1].end:
                matches.append(hit)
        return matches

    def may_name(self, lines: Sequence[str]) -> list[bool]:
        """For each line, may ``find`` find a name in it? Most lines end here: all of a page are asked at once."""
        text = "\n".join(lines)
        if not self._automaton or not text.isascii():
            return [bool(self._automaton)] * len(lines)
        may = [False] * len(lines)
        line, end = 0, len(lines[0]) if lines else 0
        for behind, _ in self._whole_words.iter(f" {fold(text).translate(_AS_BLANKS)} "):
            last = behind - 2  # of a name in the text, without the blanks on either side
            while last > end:
                line += 1
                end += len(lines[line]) + 1
            may[line] = True
        return may

    def person(self, name: str) -> Person | None:
        """The person of this name."""
        return next((person for person in self.persons if person.name == name), None)


def find_mentions(
    pages: Sequence[Page],
    authority: Authority,
    *,
    day: date | Bounds | None = None,
    heading: Iterable[tuple[int, int]] = (),
) -> dict[str, tuple[Reading, ...]]:
    """The persons and places that a cable's pages mention, a reading each where it is first met.

    ``heading`` are the lines (page, line) that the heading was read from: a post that sends is no place mentioned.
    ``day``, or the first and last that the paper may be of, decides whose office a title is. A name that several
    persons bear has no value, and says whose it can be.
    """
    days = (day, day) if isinstance(day, date) else day
    by_field: dict[str, dict[str, Reading]] = {"persons": {}, "places": {}}
    heading_lines = frozenset(heading)
    message = _Message(pages)
    for page in pages:
        texts = [line.text for line in page.lines]
        for line_number, (line, text, may_name) in enumerate(
            zip(page.lines, texts, authority.may_name(texts), strict=True), 1
        ):
            if not may_name or line.kind is not Kind.MESSAGE or (page.number, line_number) in heading_lines:
                continue
            matches = authority.find(text)
            if matches and is_of_release(line):
                continue
            for match in matches:
                if match.kind == "place" and _is_no_place(text, match):
                    continue
                field_name = "persons" if match.kind == "person" else "places"
                names = match.names
                if match.kind == "person" and (match.titled or len(names) > 1):
                    names = tuple(_by_title(authority, names, text, match, days))
                    if not names and match.titled:
                        continue
                bearers = names or match.names
                key = bearers[0] if len(bearers) == 1 else " or ".join(bearers)
                if match.kind == "person" and len(bearers) == 1 and message.uses_code_names:
                    as_written = text[match.start : match.end]
                    if may_be_code_name(
                        authority.person(key), as_written, message.text, titled=_is_titled(text, match)
                    ):
                        continue
                if key in by_field[field_name] or len(by_field[field_name]) >= MAX_NAMES_PER_ITEM:
                    continue
                as_written = text[match.start : match.end]
                read = least_confidence(line, match.start, match.end)
                by_field[field_name][key] = Reading(
                    as_written=as_written,
                    value=bearers[0] if len(bearers) == 1 else None,
                    how=Derivation.INFERRED,
                    place=PagePosition(page.number, line_number, _box(line, match.start, match.end)),
                    confidence=min(0.8, 1.0 if read is None else read) if len(bearers) == 1 else 0.0,
                    note="by the authority list" if len(bearers) == 1 else f"could be {key}",
                )
    by_field["places"] = {
        name: _with_state(reading, message.text, days) for name, reading in by_field["places"].items()
    }
    return {name: tuple(readings.values()) for name, readings in by_field.items() if readings}


class _Message:
    """The text of a cable's pages, put together when it is first asked for: most cables mention nobody."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self._pages = pages

    @cached_property
    def text(self) -> str:
        return "\n".join(page.text for page in self._pages)

    @cached_property
    def uses_code_names(self) -> bool:
        return uses_code_names(self.text)


def _is_no_place(text: str, match: NameMatch) -> bool:
    """Is it a part of another place's name, BORN misread, or a surname before given names?"""
    return (
        is_part_of_longer_place(text, match.start, match.end)
        or may_be_born(text, match.start, match.end)
        or is_surname_in_list(text, match.start, match.end)
    )


def _is_titled(text: str, match: NameMatch) -> bool:
    """Does a title stand before a name?"""
    before = re.findall(r"[A-Z]+", fold(text[max(0, match.start - 24) : match.start]).upper())
    return bool(before) and (before[-1] in _TITLES or before[-1] in _RANKS)


def _with_state(reading: Reading, message: str, days: Bounds | None) -> Reading:
    """The reading with the state that is meant, where several bore the name; else with those that could be meant."""
    if reading.value not in contested_names():
        return reading
    state, why = meant_state(reading.value, message, days)
    return replace(reading, value=state or reading.value, note=why or reading.note)


def _by_title(
    authority: Authority, names: Sequence[str], text: str, match: NameMatch, days: Bounds | None
) -> Iterator[str]:
    """The bearers of a name, out of several, who held on such a day an office that the title before the name fits."""
    before = re.findall(r"[A-Z]+", fold(text[max(0, match.start - 24) : match.start]).upper())
    title = _TITLES.get(before[-1]) if before else None
    if title is None:
        return
    for name in names:
        person = authority.person(name)
        if person and any(
            re.search(title, office.title, re.I) and _was_in_office(office, days) for office in person.offices
        ):
            yield name


def _was_in_office(office: Office, days: Bounds | None) -> bool:
    """May the office have been held on one of some days, as far as its dates say?"""
    first, last = days or (None, None)
    start, end = _bound_of_office(office.start, last=False), _bound_of_office(office.end, last=True)
    return (start is None or last is None or start <= last) and (end is None or first is None or first <= end)


def _bound_of_office(edtf: str, *, last: bool) -> date | None:
    parts = [int(part) for part in re.findall(r"\d+", edtf)[:3]]
    if not parts:
        return None
    if len(parts) == 3:
        return date(parts[0], parts[1], parts[2])
    if not last:
        return date(parts[0], parts[1] if len(parts) > 1 else 1, 1)
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _box(line: Line, start: int, end: int) -> Box | None:
    if line.is_plain:
        return None
    boxes, at = [], 0
    for word in line.words:
        if at >= end:
            break
        if at + len(word.text) > start and word.box:
            boxes.append(word.box)
        at += len(word.text) + 1
    return Box.around(boxes) if boxes else None
