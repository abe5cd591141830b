"""The settings that pages show -> what the printed book is to have."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PrintOptions:
    """How the book is printed.

    Attributes:
        paper: Size of the pages, by typst's name.
        has_cutouts: Are the lines of scans shown below the passages that quote them?
        has_facsimiles: Are the pages of the papers cited shown in an appendix?
        subjects: Subjects of the index, each with the words that it is looked for by.
        has_apparatus: Are notes archival, with codes of offices?
    """

    paper: str = "a5"
    has_cutouts: bool = False
    has_facsimiles: bool = False
    subjects: tuple[tuple[str, tuple[str, ...]], ...] = ()
    has_apparatus: bool = False


def print_options(about: Mapping[str, str]) -> PrintOptions:
    r"""The options of a collection.

    Args:
        about: The settings that pages show (``Archive.about``).

    >>> print_options({"print_subjects": "Berlin\nInspection = inspectors, verification"}).subjects
    (('Berlin', ('Berlin',)), ('Inspection', ('Inspection', 'inspectors', 'verification')))
    """
    return PrintOptions(
        about.get("print_paper") or "a5",
        bool(about.get("print_cutouts")),
        bool(about.get("print_facsimiles")),
        tuple(_subject(row) for row in about.get("print_subjects", "").split("\n") if row.strip(" =")),
        bool(about.get("print_apparatus")),
    )


def _subject(row: str) -> tuple[str, tuple[str, ...]]:
    name, _, others = row.partition("=")
    words = [name, *others.split(",")]
    return name.strip(), tuple(dict.fromkeys(word.strip() for word in words if word.strip()))
