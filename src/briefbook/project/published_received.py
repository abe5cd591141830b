"""The folder received/ -> its files as everybody may read them, for what leaves the collection as a whole."""

import json
from collections.abc import Collection as AnyOf
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from briefbook.catalogue.received_descriptions import description_files, published_lines
from briefbook.project.collection import Collection

_PUBLISHED = ("kind", "name", "source_checksum", "counts")
"""What a report says that is of no paper. Its sentences name papers that stayed out and quote their cells."""


def published_received(here: Collection, withdrawn: AnyOf[str]) -> Mapping[PurePosixPath, Iterable[bytes]]:
    """The files of imports that hold more than is published, each with what of it is published.

    Args:
        here: The collection.
        withdrawn: Items that were withdrawn.

    Returns:
        Descriptions without withdrawn items and without notes that are kept for those who work; reports without their
        sentences, examples of cells and differences; by their paths in the collection's folder, each piece by piece.
    """
    replaced: dict[PurePosixPath, Iterable[bytes]] = {}
    for folder in sorted(here.received.glob("*/")):
        for path in description_files(folder):
            if (content := published_lines(path, withdrawn)) is not None:
                replaced[PurePosixPath(path.relative_to(here.root).as_posix())] = content
        report = folder / "report.json"
        if report.is_file():
            replaced[PurePosixPath(report.relative_to(here.root).as_posix())] = [_published_report(report)]
    return replaced


def _published_report(path: Path) -> bytes:
    """A report without the words of its source; one that cannot be read says nothing."""
    try:
        report = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        report = None
    if not isinstance(report, dict):
        return b"{}\n"
    kept = {name: report[name] for name in _PUBLISHED if name in report}
    return (json.dumps(kept, ensure_ascii=False, indent=2) + "\n").encode()
