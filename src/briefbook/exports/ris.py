"""An item as RIS, for EndNote, Zotero and their like."""

from collections.abc import Mapping

from briefbook.exports.citation_elements import SPECIMEN, elements
from briefbook.model.catalogue import Entry


def ris(entry: Entry, about: Mapping[str, str]) -> str:
    """One record, lines ended as the format wants; what is not known is left out."""
    one = elements(entry, about)
    day = one.date.split("T")[0] if one.date[:4].isdigit() and "/" not in one.date else ""
    exact = day if day and not set(day) & set("?~%X") else ""
    lines = [("TY", "PCOMM"), ("ID", one.item), ("AU", f"{one.sender}," if one.sender else "")]
    lines += [("A2", f"{name},") for name in one.recipients]
    lines += [
        ("TI", one.subject or f"{one.genre[:1].upper()}{one.genre[1:]}"),
        ("M3", one.genre),
        ("SN", one.number),
        ("PY", one.date[:4] if one.date[:4].isdigit() else ""),
        ("DA", exact.replace("-", "/")),
        ("AN", one.item),
        ("AV", one.location),
        ("DP", one.repository),
        ("DB", one.collection),
        ("UR", one.address),
        ("N1", SPECIMEN if one.specimen else ""),
        ("N1", f"Date: {one.date}" if one.date and not exact else ""),
    ]
    text = "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in lines if value)
    return f"{text}ER  - \r\n"
