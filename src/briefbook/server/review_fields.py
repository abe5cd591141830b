"""An item -> the fields of its review page: value, doubts, cut-out, and candidates to choose from by a digit."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from briefbook.catalogue.doubts import Doubt
from briefbook.model.cable import Reading
from briefbook.model.catalogue import FIELDS, Entry
from briefbook.model.page import Page
from briefbook.server.cutouts import CutOut, cut_out
from briefbook.site.item_page import provenance
from briefbook.text.field_names import field_label
from briefbook.text.finding_words import doubt_in_words
from briefbook.text.imprint import in_a_row
from briefbook.util.translation import gettext

MAIN_FIELDS = ("date", "from", "to", "number", "classification", "precedence", "info", "subject", "form")
"""The fields that are always on the page; of the others those that are in doubt, and the rest folded up."""

LOOKED_AT_IF_BLANK = ("date", "from", "to", "number")
"""The fields at which a person looks where they are blank: a paper may well have what was not read."""

_CODE = re.compile(r"^[A-Z]\d{3}\s*:\s+")

_NOT_REVIEWED = frozenset({"persons", "places", "specimen"})

MAX_CANDIDATES = 9
"""A digit chooses one."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Another value of a field, to be chosen by a digit.

    Attributes:
        value: The value.
        source: Where it comes from, in words.
        cut: Its place on the page, if it is elsewhere than the field's.
    """

    value: str
    source: str
    cut: CutOut | None = None


@dataclass(frozen=True, slots=True)
class ReviewField:
    """A field on the review page.

    Attributes:
        name: Its name.
        label: Its name for people.
        value: Its value; "" if it is blank.
        source: Where the value comes from, in words.
        doubts: What is doubtful about it, in words.
        confirmed_by: Who confirmed it, and on which day.
        cut: Its place on the page.
        candidates: Other values, likeliest first.
        typed: What a person typed that was not saved; None if nothing was.
        is_main: Is it always shown?
    """

    name: str
    label: str
    value: str
    source: str
    doubts: tuple[str, ...]
    confirmed_by: str
    cut: CutOut | None
    candidates: tuple[Candidate, ...]
    typed: str | None = None
    is_main: bool = True

    @property
    def shown_value(self) -> str:
        """What stands in its input."""
        return self.value if self.typed is None else self.typed


def shown_doubt(words: str) -> str:
    """A reason to look at an item in the language that is being written, without the code of a finding before it.

    >>> shown_doubt("R104: the scan is damaged"), shown_doubt("from: nothing was read")
    ('the scan is damaged', 'from: nothing was read')
    """
    return _CODE.sub("", doubt_in_words(words))


def _stop_at_blanks(entry: Entry, pages: Sequence[Page], in_doubt: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Where a person stops at fields that are blank and in no other doubt: at the first, which names the others too."""
    blank = [
        name
        for name in LOOKED_AT_IF_BLANK
        if name not in in_doubt and not entry.value(name) and not entry.effective_readings(name)
    ]
    if not blank or not pages:
        return {}
    if len(blank) == 1:
        return {blank[0]: [gettext("nothing was read")]}
    names = in_a_row([field_label(name) for name in blank[1:]])
    return {blank[0]: [gettext("nothing was read here, nor in {fields}").format(fields=names)]}


def review_fields(
    entry: Entry,
    pages: Sequence[Page],
    doubts: Iterable[Doubt],
    picture: Callable[[int], str],
    typed: Mapping[str, str],
) -> list[ReviewField]:
    """The fields of an item in the order of the page: those in doubt first, then the main ones, then the others.

    Args:
        entry: The item's entry.
        pages: Its pages.
        doubts: What is doubtful about the item.
        picture: Gives the address of the picture of a page.
        typed: What a person typed that was not saved, by field.

    Returns:
        The fields.
    """
    by_number = {page.number: page for page in pages}
    of_field: dict[str, list[str]] = {}
    for doubt in doubts:
        if doubt.field in FIELDS:
            words = doubt.words.removeprefix(f"{doubt.field}: ")
            of_field.setdefault(doubt.field, []).append(shown_doubt(words))
    of_field.update(_stop_at_blanks(entry, pages, of_field))

    def cut(reading: Reading) -> CutOut | None:
        page = by_number.get(reading.place.page) if reading.place else None
        return cut_out(page, reading.place, picture(page.number)) if page else None

    def made(name: str) -> ReviewField:
        effective = entry.effective_readings(name)
        value = entry.value(name) or ""
        first = effective[0] if effective else None
        placed = next((place for reading in entry.readings.get(name, ()) if (place := cut(reading))), None)
        return ReviewField(
            name,
            field_label(name),
            value,
            _source(effective),
            tuple(of_field.get(name, ())),
            first.confirmed_by if first else "",
            placed,
            tuple(_candidates(entry, name, value, cut)),
            typed.get(name),
            name in MAIN_FIELDS,
        )

    names = [name for name in FIELDS if name not in _NOT_REVIEWED]
    order = {name: at for at, name in enumerate((*MAIN_FIELDS, *(name for name in names if name not in MAIN_FIELDS)))}
    names.sort(key=lambda name: (name not in of_field, order[name]))
    return [made(name) for name in names]


def _source(effective: Sequence[Reading]) -> str:
    return "; ".join(dict.fromkeys(_words(reading) for reading in effective))


def _words(reading: Reading) -> str:
    """Where a reading comes from, in words, without links."""
    return Markup(provenance(reading)).striptags()


def _candidates(entry: Entry, name: str, value: str, cut: Callable[[Reading], CutOut | None]) -> Iterable[Candidate]:
    seen = {value, ""}
    for reading in (*entry.readings.get(name, ()), *entry.candidates.get(name, ())):
        if reading.value and reading.value not in seen and not value.startswith(f"{reading.value}; "):
            seen.add(reading.value)
            yield Candidate(reading.value, _words(reading), cut(reading))
        if len(seen) - 2 >= MAX_CANDIDATES:
            return
