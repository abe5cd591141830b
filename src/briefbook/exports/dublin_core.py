"""Entry -> simple Dublin Core in the container of OAI-PMH (``oai_dc``), which nearly every catalogue takes in."""

from collections.abc import Mapping

from briefbook.exports.citation_elements import SPECIMEN, elements
from briefbook.exports.descriptions import item_description
from briefbook.exports.xml_text import text
from briefbook.model.catalogue import Entry

_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">
"""


def dublin_core(entry: Entry, about: Mapping[str, str]) -> str:
    """An item's record; an element of which nothing is known is left out.

    Dublin Core has no element for an addressee: it is a *contributor*, and a *description* says from whom to whom. The
    item's own description comes before it, and an editor's note, which says that it is one.

    Args:
        entry: The item's entry.
        about: The settings that pages show (``Archive.about``).
    """
    rows = [f"<dc:{name}>{text(value)}</dc:{name}>\n" for name, value in dublin_core_pairs(entry, about)]
    return f"{_HEAD}{''.join(rows)}</oai_dc:dc>\n"


def dublin_core_pairs(entry: Entry, about: Mapping[str, str], *, has_route: bool = True) -> list[tuple[str, str]]:
    """The elements of an item's record with their values, none of them empty.

    Args:
        entry: The item's entry.
        about: The settings that pages show (``Archive.about``).
        has_route: Whether a description says from whom to whom, for those who do not know that contributors are
            addressees.
    """
    citation = elements(entry, about)
    description = item_description(entry, about)
    route = citation.shown_route if has_route and (citation.sender or citation.recipients) else ""
    pairs = [
        ("title", citation.short_title),
        *(("creator", party.name) for party in citation.authors),
        *(("contributor", party.name) for party in citation.addressees),
        ("date", citation.date),
        ("type", "Text"),
        ("type", citation.genre),
        ("identifier", citation.item),
        ("identifier", citation.address),
        ("description", description.own),
        ("description", description.all_editors),
        ("description", route),
        ("description", SPECIMEN if citation.specimen else ""),
        *(("subject", name) for field in ("tags", "persons") for name in entry.values(field)),
        *(("coverage", place) for place in entry.values("places")),
        ("source", ", ".join(part for part in (citation.repository, citation.place) if part)),
        ("relation", citation.collection),
        ("rights", citation.rights),
    ]
    return [(name, value) for name, value in pairs if value]
