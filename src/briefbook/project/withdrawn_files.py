"""A collection with papers that were withdrawn -> the files that have them.

What leaves the collection as a whole, as a deposit does, would take withdrawn papers along: in their scans, and in what
a person typed of them. Of the rows of lists ``published_received`` knows.
"""

import unicodedata
from collections.abc import Iterator
from pathlib import PurePosixPath

from briefbook.project.workspace import Workspace


def withdrawn_files(workspace: Workspace) -> Iterator[PurePosixPath]:
    """The scans, transcripts and annotations of withdrawn papers, by their paths in the collection's folder.

    A file of which one page is a withdrawn paper's is among them whole, and so are the transcripts of its pages.

    Args:
        workspace: The collection.
    """
    withdrawn, root = workspace.withdrawn, workspace.collection.root
    if not withdrawn:
        return
    names = set(withdrawn)
    for scan in workspace.scans:
        items = {scan.item, *(part.item for part in workspace.division.parts_of.get(scan.item, ()))}
        if not items.isdisjoint(withdrawn):
            names.add(scan.item)
            yield from (PurePosixPath(path.relative_to(root).as_posix()) for path in scan.paths)
    transcripts = workspace.collection.transcripts
    for folder in sorted(transcripts.iterdir()) if transcripts.is_dir() else ():
        if unicodedata.normalize("NFC", folder.name) in names and folder.is_dir():
            yield from (
                PurePosixPath(path.relative_to(root).as_posix()) for path in sorted(folder.rglob("*")) if path.is_file()
            )
    notes = workspace.collection.annotations
    for path in sorted(notes.glob("*.md")) if notes.is_dir() else ():
        if unicodedata.normalize("NFC", path.stem) in names:
            yield PurePosixPath(path.relative_to(root).as_posix())
