"""Entry -> a citation as a note: archival, Chicago or MLA; a missing part is marked as missing, never made up."""

from collections.abc import Mapping

from briefbook.exports.citation_elements import SPECIMEN, CitationElements, elements
from briefbook.model.catalogue import Entry
from briefbook.text.date_display import year_label
from briefbook.text.documentary_forms import is_sent
from briefbook.util.translation import gettext, pgettext


def archival(entry: Entry, about: Mapping[str, str]) -> str:
    """The archival note: sender, addressees, subject, form and number, date, source, repository, item identifier."""
    citation = elements(entry, about)
    subject = gettext("“{subject},”").format(subject=citation.subject) + " " if citation.subject else ""
    route, form = citation.shown_route_and_form
    form = f"{form}, {citation.shown_date()}"
    parts = (route, f"{subject}{form}", citation.shown_location, citation.item)
    return _marked_if_specimen(citation, ", ".join(part for part in parts if part) + ".")


def chicago(entry: Entry, about: Mapping[str, str]) -> str:
    """The Chicago Manual's note for a message in a collection (14.111)."""
    citation = elements(entry, about)
    route, form = citation.shown_route_and_form
    form = f"{form}, {citation.shown_date('mdy')}"
    parts = (
        route,
        form,
        citation.item,
        citation.shown_location,
        citation.collection,
        citation.shown_address,
    )
    return _marked_if_specimen(citation, ", ".join(part for part in parts if part) + ".")


def mla(entry: Entry, about: Mapping[str, str]) -> str:
    """The MLA citation: author, form and addressees, date, container, location."""
    citation = elements(entry, about)
    sent = is_sent(citation.form, citation.sender, *citation.recipients)
    sender = citation.shown_sender if citation.sender or sent else ""
    to = (
        " " + pgettext("citation", "to {addressee}").format(addressee=citation.shown_recipients)
        if citation.recipients or sent
        else ""
    )
    form = citation.shown_form
    head = f"{sender}. " * bool(sender) + f"{form[:1].upper()}{form[1:]}{to}. {citation.shown_date()}"
    container = ", ".join(
        part for part in (citation.collection, citation.item, citation.shown_location, citation.shown_address) if part
    )
    return _marked_if_specimen(citation, f"{head}. {container}.")


def short(entry: Entry, about: Mapping[str, str]) -> str:
    """The short form, with the year because numbering restarts: WASHDC 3316 (1962)."""
    citation = elements(entry, about)
    sender = entry.value("from")
    if not (sender and citation.number):
        return citation.item
    year = year_label(citation.date)
    return f"{sender} {citation.number}" + (f" ({year})" if year else "")


def _marked_if_specimen(citation: CitationElements, words: str) -> str:
    specimen = gettext(SPECIMEN)
    return f"[{specimen}.] {words}" if citation.specimen else words
