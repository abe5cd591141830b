"""An item as CSL-JSON, which citation programs exchange."""

import json
import re
from collections.abc import Mapping
from typing import Any

from briefbook.exports.citation_elements import SPECIMEN, elements
from briefbook.model.catalogue import Entry

_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


def csl(entry: Entry, about: Mapping[str, str]) -> dict[str, Any]:
    """One CSL item; what is not known is left out."""
    one = elements(entry, about)
    value: dict[str, Any] = {
        "id": one.item,
        "type": "personal_communication",
        "title": one.subject or f"{one.genre[:1].upper()}{one.genre[1:]}",
        "genre": one.genre,
        "number": one.number,
        "author": [{"literal": one.sender}] if one.sender else [],
        "recipient": [{"literal": name} for name in one.recipients],
        "issued": issued(one.date),
        "archive": one.repository,
        "archive_location": ", ".join(part for part in (one.location, one.item) if part),
        "source": one.collection,
        "URL": one.address,
        "note": SPECIMEN if one.specimen else "",
    }
    return {name: part for name, part in value.items() if part}


def csl_json(entry: Entry, about: Mapping[str, str]) -> str:
    """A CSL-JSON document of one item."""
    return json.dumps([csl(entry, about)], ensure_ascii=False, indent=2) + "\n"


def issued(edtf: str) -> dict[str, Any]:
    """A CSL date: parts where the day, month or year is certain, ``circa`` where it is not, else as it stands.

    >>> issued("1962-11-08"), issued("1962-11?")
    ({'date-parts': [[1962, 11, 8]]}, {'date-parts': [[1962, 11]], 'circa': True})
    """
    if not edtf:
        return {}
    parts = []
    for bound in edtf.split("/"):
        found = _DAY.fullmatch(re.sub(r"[?~%]", "", bound.split("T")[0]))
        if not found:
            return {"raw": edtf}
        parts.append([int(part) for part in found.groups() if part])
    unsure = bool(re.search(r"[?~%]", edtf))
    return {"date-parts": parts} | ({"circa": True} if unsure else {})
