"""A collection's own lists of persons, places and abbreviations; where there are none nothing is loaded for them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from briefbook.errors import FormatError, InputError

OWN_LISTS = ("persons", "places", "abbreviations")
"""Their names; each is ``NAME.csv`` in the collection's folder."""


def _own_lists(root: Path) -> dict[str, Path]:
    """The lists that are there, by name."""
    paths = {name: root / f"{name}.csv" for name in OWN_LISTS}
    return {name: path for name, path in paths.items() if path.exists()}


def encodings_of_own_lists(root: Path) -> tuple[str, ...]:
    """A sentence on each of a collection's own lists whose encoding had to be guessed."""
    paths = _own_lists(root)
    if not paths:
        return ()
    from briefbook.util.encodings import decode

    sentences = []
    for path in paths.values():
        try:
            notes = decode(path.read_bytes())[1] if path.is_file() else ()
        except OSError:  # which reading the list reports
            notes = ()
        sentences += [f"{path}: {note}" for note in notes if "not UTF-8" in note or "damaged" in note]
    return tuple(sentences)


def read_own_lists(root: Path) -> dict[str, Any]:
    """A collection's own lists of persons, places and abbreviations, by name; of one that cannot be read the error.

    Args:
        root: The collection's folder.
    """
    paths = _own_lists(root)
    if not paths:
        return {}
    from briefbook.text.abbreviations import abbreviations_of_csv
    from briefbook.text.authorities import persons_of_csv, places_of_csv
    from briefbook.util.encodings import decode_text

    lists: dict[str, Any] = {}
    readers: dict[str, Callable[[str], Any]] = {
        "persons": persons_of_csv,
        "places": places_of_csv,
        "abbreviations": abbreviations_of_csv,
    }
    for name, path in paths.items():
        remedy = "its first row must name its columns, as docs/formats.md has them."
        try:
            lists[name] = readers[name](decode_text(path.read_bytes())[0])
        except FormatError as error:
            lists[name] = InputError(f"{path}, line {error.line or 1}: {error.what}", remedy=remedy)
        except OSError as error:
            lists[name] = InputError(
                f"{path}: it cannot be read: {error.strerror}", remedy="give permission to read it."
            )
    return lists
