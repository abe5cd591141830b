"""The whole book, in the forms that the site offers for download: made with the site, and only when stale."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from briefbook import __version__
from briefbook.errors import OutsideError
from briefbook.exports.registry import EXPORTS
from briefbook.model.archive import Archive
from briefbook.project.workspace import Workspace
from briefbook.util.files import write_atomic
from briefbook.util.logs import get_logger

log = get_logger(__name__)


def books(workspace: Workspace, archive: Archive) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """The files of the book that the settings ask for, and what could not be made and why."""
    collection = workspace.collection
    paths: list[Path] = []
    troubles: list[str] = []
    for kind in collection.settings.site.book:
        path = collection.exports / kind / f"book.{kind}"
        key = _key(workspace, archive, kind)
        kept = path.with_name(f".book.{kind}.key")
        if not (path.is_file() and kept.is_file() and kept.read_text(encoding="utf-8") == key):
            log.info("the book as %s is made anew: what it shows has changed", kind)
            try:
                made = list(EXPORTS[kind].files(archive, list(archive.catalogue)))
            except OutsideError as error:
                log.warning("the book as %s was not made", kind, exc_info=True)
                troubles.append(f"The book as {kind} was not made: {error}")
                continue
            for name, content in made:
                write_atomic(path.with_name(name), content)
            write_atomic(kept, key)
        paths.append(path)
    return tuple(paths), tuple(troubles)


def _key(workspace: Workspace, archive: Archive, kind: str) -> str:
    """Of what the book is made: the prose, what it cites, the settings shown, the photographs."""
    media = sorted(archive.media.rglob("*")) if archive.media and archive.media.is_dir() else []
    pictures = [(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in media if path.is_file()]
    parts: Sequence[object] = (
        __version__,
        kind,
        workspace.stamp,
        archive.narratives,
        sorted(archive.about.items()),
        archive.columns,
        pictures,
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()
