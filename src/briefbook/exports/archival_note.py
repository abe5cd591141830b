"""An item as a note: archival, Chicago and MLA; a missing part is said to be missing, never made up."""

from collections.abc import Mapping

from briefbook.exports.citation_elements import SPECIMEN, Elements, elements
from briefbook.model.catalogue import Entry


def archival(entry: Entry, about: Mapping[str, str]) -> str:
    """From, to, form and number, date, subject, archival home, repository, the item's id."""
    one = elements(entry, about)
    subject = f"“{one.subject},” " if one.subject else ""
    head = f"{one.shown_sender} to {one.shown_recipients}, {subject}{one.shown_form}, {one.shown_date()}"
    return _marked(one, ", ".join(part for part in (head, one.shown_location, one.item) if part) + ".")


def chicago(entry: Entry, about: Mapping[str, str]) -> str:
    """The Chicago Manual's note for a message in a collection (14.111)."""
    one = elements(entry, about)
    head = f"{one.shown_sender} to {one.shown_recipients}, {one.shown_form}, {one.shown_date('mdy')}"
    parts = (head, one.item, one.shown_location, one.collection, one.address)
    return _marked(one, ", ".join(part for part in parts if part) + ".")


def mla(entry: Entry, about: Mapping[str, str]) -> str:
    """MLA: who wrote, what to whom, when, in what container, where."""
    one = elements(entry, about)
    form = one.shown_form
    head = f"{one.shown_sender}. {form[:1].upper()}{form[1:]} to {one.shown_recipients}. {one.shown_date()}"
    container = ", ".join(part for part in (one.collection, one.item, one.shown_location, one.address) if part)
    return _marked(one, f"{head}. {container}.")


def short(entry: Entry, about: Mapping[str, str]) -> str:
    """The short form, with the year because numbers begin anew: WASHDC 3316 (1962)."""
    one = elements(entry, about)
    if not (one.sender and one.number):
        return one.item
    return f"{one.sender} {one.number}" + (f" ({one.date[:4]})" if one.date else "")


def _marked(one: Elements, words: str) -> str:
    return f"[{SPECIMEN}.] {words}" if one.specimen else words
