"""Entry -> MODS, the Library of Congress's schema of descriptions: who wrote to whom, when, and where the paper is."""

from collections.abc import Iterable, Mapping

from briefbook.exports.citation_elements import SPECIMEN, elements
from briefbook.exports.cited_papers import CitedPaper, cited_papers
from briefbook.exports.descriptions import item_description
from briefbook.exports.parties import NameKind, Party
from briefbook.exports.xml_text import attribute, text
from briefbook.model.catalogue import Entry
from briefbook.model.network import ResolvedReference

NAMESPACE = "http://www.loc.gov/mods/v3"
SCHEMA = "http://www.loc.gov/standards/mods/v3/mods-3-4.xsd"
ORIGIN = "Made by Briefbook"
"""How a record came about, by which our own are known."""

ROUTE = "route"
"""The type of the note that says from whom to whom, which a program makes of the fields."""

_ROLES = {"author": "Author", "addressee": "Addressee"}
_CODES = {"author": "aut", "addressee": "rcp"}


def mods(
    entry: Entry,
    about: Mapping[str, str],
    references: Iterable[ResolvedReference] = (),
    *,
    has_declaration: bool = True,
) -> str:
    """An item's MODS 3.4 record; what is not known is left out.

    Args:
        entry: The item's entry.
        about: The settings that pages show (``Archive.about``).
        references: The item's references, resolved.
        has_declaration: Whether it begins with an XML declaration, as a file of its own does.
    """
    citation = elements(entry, about)
    description = item_description(entry, about)
    route = citation.shown_route if citation.sender or citation.recipients else ""
    parts = [
        f"<titleInfo>{_element('title', citation.short_title)}</titleInfo>",
        *(_name(party, "author") for party in citation.authors),
        *(_name(party, "addressee") for party in citation.addressees),
        "<typeOfResource>text</typeOfResource>",
        _element("genre", citation.form or citation.genre),
        _date(citation.date),
        _extent(entry.page_count),
        _element("abstract", description.own),
        _element("note", description.editors, type="editor"),
        _element("note", description.edition, type="edition"),
        _element("note", route, type=ROUTE),
        *(
            _element("note", value, type=name)
            for name in ("classification", "precedence", "number")
            if (value := entry.value(name))
        ),
        _element("note", SPECIMEN if citation.specimen else "", type="specimen"),
        *(f"<subject>{_element('topic', topic)}</subject>" for topic in entry.values("tags")),
        *(f"<subject><name>{_element('namePart', name)}</name></subject>" for name in entry.values("persons")),
        *(f"<subject>{_element('geographic', place)}</subject>" for place in entry.values("places")),
        _host(citation.collection),
        *(_cited(paper) for paper in cited_papers(references, about)),
        _element("identifier", citation.item, type="local"),
        _element("identifier", citation.address, type="uri"),
        _location(citation.repository, citation.place, citation.address),
        _element("accessCondition", citation.rights, type="use and reproduction"),
        f"<recordInfo>{_element('recordIdentifier', citation.item)}{_element('recordOrigin', ORIGIN)}</recordInfo>",
    ]
    declaration = '<?xml version="1.0" encoding="UTF-8"?>\n' if has_declaration else ""
    rows = "\n".join(part for part in parts if part)
    return f'{declaration}<mods xmlns="{NAMESPACE}" version="3.4">\n{rows}\n</mods>\n'


def _element(name: str, value: str, **attributes: str) -> str:
    if not value:
        return ""
    written = "".join(f" {key}={attribute(given)}" for key, given in attributes.items())
    return f"<{name}{written}>{text(value)}</{name}>"


def _name(party: Party, role: str) -> str:
    kind = {NameKind.PERSON: ' type="personal"', NameKind.OFFICE: ' type="corporate"'}.get(party.kind, "")
    parts = _element("namePart", party.name)
    if party.given:
        parts = _element("namePart", party.surname, type="family") + _element("namePart", party.given, type="given")
    return (
        f"<name{kind}>{parts}<role>"
        f'<roleTerm type="code" authority="marcrelator">{_CODES[role]}</roleTerm>'
        f'<roleTerm type="text" authority="marcrelator">{_ROLES[role]}</roleTerm></role></name>'
    )


def _date(edtf: str) -> str:
    """The date as the key date: a day, a month or a year as such, an interval by its ends, others as they are."""
    if not edtf:
        return ""
    parts = edtf.split("/")
    if all(is_plain(part) for part in parts) and len(parts) == 1:
        written = f'<dateCreated encoding="w3cdtf" keyDate="yes">{edtf.split("T")[0]}</dateCreated>'
    elif all(is_plain(part) for part in parts) and len(parts) == 2:
        written = (
            f'<dateCreated encoding="w3cdtf" point="start" keyDate="yes">{parts[0]}</dateCreated>'
            f'<dateCreated encoding="w3cdtf" point="end">{parts[1]}</dateCreated>'
        )
    else:
        written = f"<dateCreated>{text(edtf)}</dateCreated>"
    return f"<originInfo>{written}</originInfo>"


def is_plain(date: str) -> bool:
    """Is a date in EDTF a day, a month or a year, with nothing uncertain about it?

    >>> is_plain("1962-11-08"), is_plain("1962-11~"), is_plain("196X")
    (True, False, False)
    """
    day = date.split("T")[0]
    return len(day) in (4, 7, 10) and all(part.isdigit() for part in day.split("-"))


def _extent(page_count: int) -> str:
    if not page_count:
        return ""
    words = "1 page" if page_count == 1 else f"{page_count} pages"
    return f"<physicalDescription><extent>{words}</extent></physicalDescription>"


def _host(collection: str) -> str:
    return f'<relatedItem type="host"><titleInfo>{_element("title", collection)}</titleInfo></relatedItem>' * bool(
        collection
    )


def _cited(paper: CitedPaper) -> str:
    """A paper that the item refers to."""
    return (
        f'<relatedItem type="references"><titleInfo>{_element("title", paper.mention)}</titleInfo>'
        f"{_element('identifier', paper.target, type='local')}{_element('identifier', paper.address, type='uri')}"
        "</relatedItem>"
    )


def _location(repository: str, place: str, address: str) -> str:
    parts = (
        _element("physicalLocation", repository),
        _element("shelfLocator", place),
        _element("url", address, usage="primary display"),
    )
    whole = "".join(parts)
    return f"<location>{whole}</location>" if whole else ""
