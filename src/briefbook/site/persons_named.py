"""Persons named on a page of a paper -> who each was: the offices held on the day of the paper."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from briefbook.model.catalogue import Entry
from briefbook.model.page import Page
from briefbook.model.persons import Office, Person
from briefbook.site.site_data import SiteData
from briefbook.text.dates import edtf_bounds
from briefbook.text.person_titles import country_of_person, title_of_person


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """A person named on a page: the name, who that was, and the first line that has it, from 1; 0 if not known."""

    name: str
    words: str
    line: int


def is_in_office(office: Office, day: str) -> bool:
    """Was an office surely held on a day (EDTF)? Not known where a bound is."""
    if not (office.start and office.end and day):
        return False
    when, start, end = days_of(day), days_of(office.start), days_of(office.end)
    return bool(when and start and end and start[1] <= when[0] and when[1] <= end[0])


def days_of(edtf: str) -> tuple[date, date] | None:
    """The first and last day that a date may mean; None unless both are known."""
    first, last = edtf_bounds(edtf) or (None, None)
    return (first, last) if first and last else None


def office_in_words(office: Office) -> str:
    """An office with its country: Prime Minister (Cuba)."""
    title = title_of_person(office.title)
    return f"{title} ({country_of_person(office.country)})" if office.country else title


def offices_on(person: Person, day: str) -> str:
    """Who a person was on a day: the offices held on it, or what the list of persons notes; "" if nothing is known.

    Args:
        person: An entry of the list of persons.
        day: The date of a paper, EDTF; "" if it has none.
    """
    offices = "; ".join(
        dict.fromkeys(office_in_words(office) for office in person.offices if is_in_office(office, day))
    )
    return offices or person.note


def persons_by_page(site_data: SiteData, entry: Entry, pages: Sequence[Page]) -> dict[int, list[NamedPerson]]:
    """The persons that each page of a paper names, of whom something is known, in the order of its lines.

    A list that came with the paper says what words name a person, and not where: they are looked for, unless they may
    name another person of the list too.

    Args:
        site_data: The site's data.
        entry: The paper.
        pages: Its pages.

    Returns:
        By the number of the page; pages that name nobody of whom something is known are left out.
    """
    day = entry.value("date") or ""
    named: dict[int, dict[str, NamedPerson]] = {}
    readings = [reading for reading in entry.effective_readings("persons") if reading.value]
    for reading in readings:
        name = reading.value or ""
        person = site_data.person_of.get(name)
        words = offices_on(person, day) if person and name in site_data.people else ""
        if not words:
            continue
        if reading.place:
            places: Iterable[tuple[int, int]] = [(reading.place.page, reading.place.line or 0)]
        else:
            written = reading.as_written or ""
            is_of_others = any(other.value != name and other.as_written == written for other in readings)
            places = () if is_of_others else _places_of(written, pages)
        for page, line in places:
            named.setdefault(page, {}).setdefault(name, NamedPerson(name, words, line))
    return {page: sorted(persons.values(), key=lambda person: person.line) for page, persons in named.items()}


def _places_of(written: str, pages: Sequence[Page]) -> Iterable[tuple[int, int]]:
    """The first line of each page that has these words, whole and as they are written."""
    if not written.strip():
        return
    words = re.compile(rf"(?<!\w){re.escape(written)}(?!\w)")
    for page in pages:
        for number, line in enumerate(page.lines, 1):
            if words.search(line.text):
                yield page.number, number
                break
