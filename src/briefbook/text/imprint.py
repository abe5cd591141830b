"""The settings of a book as a publication -> what its title page and its imprint say."""

from collections.abc import Mapping, Sequence

from briefbook.util.translation import gettext


def in_a_row(names: Sequence[str]) -> str:
    """Names as a sentence has them.

    >>> in_a_row(["A. Archivist", "B. Writer", "C. Editor"]), in_a_row(["A. Archivist"]), in_a_row([])
    ('A. Archivist, B. Writer and C. Editor', 'A. Archivist', '')
    """
    if len(names) < 2:
        return "".join(names)
    return gettext("{names} and {last}").format(names=", ".join(names[:-1]), last=names[-1])


def editors_of(about: Mapping[str, str]) -> list[str]:
    """The editors, in the order of the title page."""
    return _list(about, "publication_editors")


def publisher_of(about: Mapping[str, str]) -> str:
    """Publisher, place and year, as far as they are set."""
    names = ("publication_publisher", "publication_place", "publication_year")
    return ", ".join(about[name] for name in names if about.get(name))


def imprint(about: Mapping[str, str]) -> list[tuple[str, str]]:
    """What the settings say of the book as a publication.

    Args:
        about: The settings that pages show; lists with a line end between their elements.

    Returns:
        Label and value of each that is set, in the order of an imprint; the DOI as an address.
    """
    doi = about.get("publication_doi", "")
    rows = [
        (gettext("Editors"), in_a_row(editors_of(about))),
        (gettext("Edition"), about.get("publication_edition", "")),
        (gettext("Published"), publisher_of(about)),
        ("ISBN", about.get("publication_isbn", "")),
        ("DOI", f"https://doi.org/{doi}" if doi else ""),
        (gettext("Copyright"), about.get("publication_copyright", "")),
        (gettext("Funded by"), in_a_row(_list(about, "publication_funders"))),
        (gettext("Acknowledgements"), about.get("publication_credits", "")),
    ]
    return [(label, value) for label, value in rows if value]


def _list(about: Mapping[str, str], name: str) -> list[str]:
    return [element for element in about.get(name, "").split("\n") if element]
