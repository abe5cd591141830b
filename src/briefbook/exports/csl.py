"""Entry -> CSL-JSON, the exchange format of citation managers."""

import json
import re
from collections.abc import Mapping
from typing import Any

from briefbook.exports.citation_elements import SPECIMEN, elements
from briefbook.exports.descriptions import item_description
from briefbook.exports.parties import Party
from briefbook.model.catalogue import Entry
from briefbook.text.date_display import date_in_words
from briefbook.text.dates.edtf_bounds import SEASONS
from briefbook.util.last_call import remembers_last

_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


def csl(entry: Entry, about: Mapping[str, str]) -> dict[str, Any]:
    """One CSL item; what is not known is left out."""
    citation, description = elements(entry, about), item_description(entry, about)
    value: dict[str, Any] = {
        "id": citation.item,
        "type": "personal_communication",
        "title": citation.short_title,
        "genre": citation.genre,
        "number": citation.number,
        "author": list(map(_name, citation.authors)),
        "recipient": list(map(_name, citation.addressees)),
        "issued": issued(citation.date),
        "archive": citation.repository,
        "archive_location": ", ".join(part for part in (citation.place, citation.item) if part),
        "source": citation.collection,
        "URL": citation.address,
        "abstract": description.own,
        "note": "\n".join(filter(None, (SPECIMEN if citation.specimen else "", description.all_editors))),
    }
    return {name: part for name, part in value.items() if part}


def _name(party: Party) -> dict[str, str]:
    return {"family": party.surname, "given": party.given} if party.given else {"literal": party.name}


@remembers_last
def csl_json(entry: Entry, about: Mapping[str, str]) -> str:
    """A CSL-JSON document of one item."""
    return json.dumps([csl(entry, about)], ensure_ascii=False, indent=2) + "\n"


def issued(edtf: str) -> dict[str, Any]:
    """A CSL date: date parts, with ``circa`` where the date is uncertain; the date in words if it has none.

    >>> issued("1962-11-08"), issued("1962-11?")
    ({'date-parts': [[1962, 11, 8]]}, {'date-parts': [[1962, 11]], 'circa': True})
    >>> issued("1962-21")
    {'date-parts': [[1962]], 'season': 1}
    """
    if not edtf:
        return {}
    parts, season = [], 0
    for bound in edtf.split("/"):
        match = _DAY.fullmatch(re.sub(r"[?~%]", "", bound.split("T")[0]))
        if not match:
            return {"literal": date_in_words(edtf)}
        part = [int(figures) for figures in match.groups() if figures]
        if len(part) == 2 and part[1] in SEASONS:
            season = part.pop() - 20  # CSL counts the seasons from 1
        parts.append(part)
    is_uncertain = bool(re.search(r"[?~%]", edtf))
    return {"date-parts": parts} | ({"season": season} if season else {}) | ({"circa": True} if is_uncertain else {})
