"""Entry -> BibTeX."""

import re
from collections.abc import Mapping

from briefbook.exports.citation_elements import SPECIMEN, elements
from briefbook.exports.descriptions import in_one_line, item_description
from briefbook.exports.parties import Party
from briefbook.model.catalogue import Entry
from briefbook.text.months import FIRST_LETTERS
from briefbook.util.last_call import remembers_last

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


@remembers_last
def bibtex(entry: Entry, about: Mapping[str, str]) -> str:
    """One ``@misc`` entry; what is not known is left out."""
    citation = elements(entry, about)
    match = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?.*", citation.date)
    year, month, _ = match.groups() if match and "/" not in citation.date else ("", "", "")
    title = citation.short_title
    to = f" to {' and '.join(party.name for party in citation.addressees)}" if citation.addressees else ""
    description = item_description(entry, about)
    source = ", ".join(part for part in (citation.place, citation.repository, citation.item) if part)
    values = [
        ("author", " and ".join(map(_name, citation.authors))),
        ("title", f"{{{escape(title)}}}"),
        ("howpublished", escape(f"{citation.genre[:1].upper()}{citation.genre[1:]}{to}")),
        ("date", escape(citation.date)),
        ("year", year or ""),
        ("number", escape(citation.number)),
        ("note", escape("; ".join(part for part in (SPECIMEN if citation.specimen else "", source) if part))),
        ("url", citation.address),
        ("abstract", escape(in_one_line(description.own))),
        ("annote", escape(description.all_editors)),
    ]
    fields = [f"  {name} = {{{value}}}" for name, value in values if value]
    if month and 1 <= int(month) <= 12:
        fields.append(f"  month = {FIRST_LETTERS[int(month) - 1].lower()}")
    key = re.sub(r"[^A-Za-z0-9:._-]", "-", citation.item)
    return f"@misc{{{key},\n" + ",\n".join(fields) + "\n}\n"


def _name(party: Party) -> str:
    """A person's surname and given name; other names in braces, which keep them whole."""
    return escape(party.indexed) if party.given and " and " not in party.indexed else f"{{{escape(party.name)}}}"


def escape(text: str) -> str:
    r"""Text with TeX's special characters escaped.

    >>> escape("A & B_1")
    'A \\& B\\_1'
    """
    return text.translate(_SPECIAL)
