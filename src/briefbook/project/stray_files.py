"""A collection's folder -> findings on files that nothing reads: misnamed, or in the wrong place.

What a person put there changes nothing, unseen: a transcript of an item whose id is misspelt, a page of the
book that is called talks.markdown, a list in received/ that was never imported.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from briefbook.model.catalogue import Catalogue
from briefbook.model.finding import Finding
from briefbook.model.locator import FilePosition
from briefbook.project.collection import Collection

_TRANSCRIPT = re.compile(r"p\d+\.(txt|lines)")
_PROSE = frozenset({".markdown", ".mdown", ".mkd", ".mdwn", ".md", ".txt", ".docx", ".odt", ".rtf"})
"""Endings of files in narratives/ that somebody may have meant for a page; pictures and the like are not looked at."""


def stray_files(collection: Collection, catalogue: Catalogue) -> list[Finding]:
    """What is wrong with files of a collection that nothing reads.

    Args:
        collection: The collection.
        catalogue: Its catalogue, brought up to date.

    Returns:
        A finding for each file or folder, in the order of their names.
    """
    return [
        *_stray_transcripts(collection, catalogue),
        *_stray_narratives(collection),
        *_stray_lists(collection),
    ]


def _stray_transcripts(collection: Collection, catalogue: Catalogue) -> Iterator[Finding]:
    for path in _entries(collection.transcripts):
        where = FilePosition(path.relative_to(collection.root).as_posix())
        if path.is_file():
            remedy = "a transcript is transcripts/ITEM/p001.txt; move it there."
            yield Finding("R107", where, f"{path.name} stands beside the items' folders and is not read", remedy)
        elif path.name not in catalogue:
            near = ", ".join(catalogue.similar_items(path.name))
            remedy = f"rename the folder: near ids are {near}." if near else "rename the folder for its item."
            yield Finding("R107", where, f"there is no item {path.name}; its transcripts are not read", remedy)
        else:
            for file in _entries(path):
                if not _TRANSCRIPT.fullmatch(file.name):
                    place = FilePosition(file.relative_to(collection.root).as_posix())
                    remedy = "a page is called p001.txt, corrections of its lines p001.lines."
                    yield Finding(
                        "R107", place, f"{file.name} is no page's name and is not read", remedy, item=path.name
                    )


def _stray_narratives(collection: Collection) -> Iterator[Finding]:
    for path in sorted(collection.narratives.rglob("*")):
        hidden = any(part.startswith((".", "_")) for part in path.relative_to(collection.narratives).parts)
        if hidden or path.suffix == ".md" or path.suffix.lower() not in _PROSE or not path.is_file():
            continue
        where = FilePosition(path.relative_to(collection.root).as_posix())
        remedy = "rename it so that it ends with .md, or begins with _ if it is to be left alone."
        yield Finding("N104", where, f"{path.name} is no page of the book: pages end with .md", remedy)


def _stray_lists(collection: Collection) -> Iterator[Finding]:
    for path in _entries(collection.received):
        if path.is_file():
            where = FilePosition(path.relative_to(collection.root).as_posix())
            remedy = f"take it in with `briefbook import KIND {where.path}`, and then delete it here."
            yield Finding("J104", where, f"{path.name} was not imported, and nothing reads it here", remedy)


def _entries(folder: Path) -> list[Path]:
    """The files and folders in a folder, but for hidden ones and notes to the reader."""
    if not folder.is_dir():
        return []
    return [path for path in sorted(folder.iterdir()) if not path.name.startswith((".", "_", "README"))]
