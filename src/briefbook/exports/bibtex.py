"""An item as BibTeX."""

import re
from collections.abc import Mapping

from briefbook.exports.citation_elements import SPECIMEN, elements
from briefbook.model.catalogue import Entry

_SPECIAL = str.maketrans(
    {
        "&": r"\&",
        "%": r"\%",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        "{": r"\{",
        "}": r"\}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "\\": r"\textbackslash{}",
    }
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def bibtex(entry: Entry, about: Mapping[str, str]) -> str:
    """One ``@misc`` entry; what is not known is left out."""
    one = elements(entry, about)
    exact = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?.*", one.date)
    year, month, _ = exact.groups() if exact and "/" not in one.date else ("", "", "")
    title = one.subject or f"{one.genre[:1].upper()}{one.genre[1:]}"
    to = f" to {' and '.join(one.recipients)}" if one.recipients else ""
    home = ", ".join(part for part in (one.location, one.repository, one.item) if part)
    values = [
        ("author", f"{{{escaped(one.sender)}}}" if one.sender else ""),
        ("title", f"{{{escaped(title)}}}"),
        ("howpublished", escaped(f"{one.genre[:1].upper()}{one.genre[1:]}{to}")),
        ("date", escaped(one.date)),
        ("year", year or ""),
        ("number", escaped(one.number)),
        ("note", escaped("; ".join(part for part in (SPECIMEN if one.specimen else "", home) if part))),
        ("url", one.address),
    ]
    lines = [f"  {name} = {{{value}}}" for name, value in values if value]
    if month and 1 <= int(month) <= 12:
        lines.append(f"  month = {_MONTHS[int(month) - 1]}")
    key = re.sub(r"[^A-Za-z0-9:._-]", "-", one.item)
    return f"@misc{{{key},\n" + ",\n".join(lines) + "\n}\n"


def escaped(text: str) -> str:
    r"""Text with TeX's own characters made harmless.

    >>> escaped("A & B_1")
    'A \\& B\\_1'
    """
    return text.translate(_SPECIAL)
