"""C314 An abbreviation of the book has a meaning in its list of abbreviations.

Why:
    The book's list of abbreviations is made of what occurs in it. What has no known meaning is left out, and a reader
    who does not know it looks for it in vain.
Fails:
    > The delegates of the QRE met.
Passes:
    > The delegates of the Quarterly Radio Exchange (QRE) met.
Remedy:
    Write it out where it first occurs, with the abbreviation in brackets, or add a row to abbreviations.csv:
    abbreviation, meaning, source. A row without meaning leaves it out.
"""

from collections.abc import Iterator

from briefbook.checks.check_input import CheckInput
from briefbook.model.finding import Finding, Severity
from briefbook.text.abbreviations import abbreviations_in
from briefbook.text.item_notes import is_item_notes


def check(inputs: CheckInput) -> Iterator[Finding]:
    """One note for every abbreviation without a meaning, where it first occurs."""
    chapters = [narrative for narrative in inputs.narratives if not is_item_notes(narrative.path)]
    found = abbreviations_in(chapters, inputs.context.abbreviations, _names_on_papers(inputs))
    for short, where in found.unknown.items():
        yield Finding(
            "C314",
            where,
            f"the abbreviation {short} has no meaning in the book's list of abbreviations",
            remedy="write it out where it first occurs, or give its meaning in abbreviations.csv.",
            severity=Severity.NOTE,
        )


_NAMING_FIELDS = ("from", "to", "info", "signer", "persons")
"""Fields of an item that name people and offices."""


def _names_on_papers(inputs: CheckInput) -> frozenset[str]:
    """The surnames, in capitals, of whom a cited paper names: an author may write them as the paper does."""
    return frozenset(name for _, names in inputs.facts("C314", _names_on_papers_of) for name in names)


def _names_on_papers_of(inputs: CheckInput) -> list[str]:
    entries = (inputs.entries.get(item) for item in inputs.cited)
    values = (value for entry in entries if entry for name in _NAMING_FIELDS for value in entry.values(name))
    return sorted({words[-1].upper() for value in values if len(words := value.split()) > 1 or value.istitle()})
