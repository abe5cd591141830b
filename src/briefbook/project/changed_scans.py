"""A collection -> findings on scans that were changed after a person had typed what is on them.

A transcript stands for what its picture showed when it was typed. Where the file is another now, quotations are still
compared with what was typed; that the picture shows it has to be looked at again.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from briefbook.model.finding import Finding
from briefbook.model.locator import FilePosition
from briefbook.model.page import Scan
from briefbook.model.parts import Part
from briefbook.project.collection import Collection
from briefbook.project.fixity import expected_files, read_fixity
from briefbook.util.advice import typed
from briefbook.util.files import sha256_of
from briefbook.util.names import printable


def changed_under_transcripts(
    collection: Collection,
    scan_of: Mapping[str, Scan],
    parts_of: Mapping[str, tuple[Part, ...]],
    transcripts: Mapping[str, Mapping[int, Path]],
) -> Iterator[Finding]:
    """Find the pictures and files with a transcript that are not as they arrived, or as a person accepted them.

    Args:
        collection: The collection.
        scan_of: Its scans by name.
        parts_of: The parts of files that are divided.
        transcripts: The transcripts of whole pages: item or file, page, file.

    Returns:
        A finding for each file of a transcribed page that is another than it was.
    """
    typed_pages = {name: dict(pages) for name, pages in transcripts.items() if name in scan_of}
    for name, parts in parts_of.items():
        for part in parts:
            for number, page in enumerate(part.pages, 1):
                if part.item != name and number in transcripts.get(part.item, {}):
                    typed_pages.setdefault(name, {})[page] = transcripts[part.item][number]
    expected = expected_files(read_fixity(collection)[0]) if typed_pages else {}
    for name, pages in sorted(typed_pages.items()):
        for path, transcript in _files(scan_of[name], pages):
            place = path.relative_to(collection.root).as_posix()
            arrived = expected.get(place)
            if arrived is None or _checksum(scan_of[name], path) == arrived.sha256:
                continue
            written = transcript.relative_to(collection.root).as_posix()
            yield Finding(
                "R115",
                FilePosition(printable(place)),
                f"{place} is not the file any more of which {written} was typed",
                "look whether the transcript is of what the file shows now; if it is, accept the file as it is: "
                f"{typed('verify', '--accept', place)}.",
                item=transcript.parent.name,
            )


def _files(scan: Scan, pages: Mapping[int, Path]) -> Iterator[tuple[Path, Path]]:
    """The files of transcribed pages, each with the first transcript of a page of it."""
    found: dict[Path, Path] = {}
    for number, transcript in sorted(pages.items()):
        path = scan.paths[number - 1] if 1 < len(scan.paths) >= number else scan.paths[0]
        if len(scan.paths) == 1 or number <= len(scan.paths):
            found.setdefault(path, transcript)
    yield from found.items()


def _checksum(scan: Scan, path: Path) -> str:
    """The present checksum of a scan that is one file; "" if it cannot be read, which is reported elsewhere."""
    if len(scan.paths) == 1:
        return scan.checksum
    try:
        return sha256_of(path)
    except OSError:
        return ""
