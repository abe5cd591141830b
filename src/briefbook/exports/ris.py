"""Entry -> RIS, for EndNote, Zotero and similar programs."""

from collections.abc import Mapping

from briefbook.exports.citation_elements import SPECIMEN, elements
from briefbook.exports.descriptions import in_one_line, item_description
from briefbook.exports.parties import Party
from briefbook.model.catalogue import Entry
from briefbook.text.date_display import IN_EDTF, date_in_words
from briefbook.util.last_call import remembers_last


@remembers_last
def ris(entry: Entry, about: Mapping[str, str]) -> str:
    """One RIS record, with CRLF line endings as the format requires; what is not known is left out."""
    citation = elements(entry, about)
    day = citation.date.split("T")[0] if citation.date[:4].isdigit() and "/" not in citation.date else ""
    exact_day = day if day and not set(day) & set("?~%X") else ""
    description = item_description(entry, about)
    fields = [("TY", "PCOMM"), ("ID", citation.item)]
    fields += [("AU", _name(party)) for party in citation.authors]
    fields += [("A2", _name(party)) for party in citation.addressees]
    fields += [
        ("TI", citation.short_title),
        ("M3", citation.genre),
        ("SN", citation.number),
        ("PY", citation.date[:4] if citation.date[:4].isdigit() else ""),
        ("DA", exact_day.replace("-", "/")),
        # no AN: Zotero would put it in the place of AV, and the fonds would be lost; DB is its archive
        ("AV", ", ".join(part for part in (citation.place, citation.item) if part)),
        ("DB", citation.repository),
        ("DP", citation.collection),
        ("UR", citation.address),
        ("N2", in_one_line(description.own)),
        ("N1", description.all_editors),
        ("N1", SPECIMEN if citation.specimen else ""),
        (
            "N1",
            f"Date: {date_in_words(citation.date)}{IN_EDTF}{citation.date}" if citation.date and not exact_day else "",
        ),
    ]
    text = "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in fields if value)
    return f"{text}ER  - \r\n"


def _name(party: Party) -> str:
    """A person's surname and given name; other names whole, with no comma at which programs would part them."""
    return party.indexed if party.given else f"{party.name.replace(', ', ' – ')},"
