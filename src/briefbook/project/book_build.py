"""Make the book in the forms that the site offers for download, when they are stale."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from briefbook import __version__
from briefbook.errors import OutsideError
from briefbook.model.archive import Archive
from briefbook.project.workspace import Workspace
from briefbook.util.files import write_atomic
from briefbook.util.logs import get_logger

log = get_logger(__name__)


def make_books(workspace: Workspace, archive: Archive) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """Make the forms of the book that the settings name.

    Args:
        workspace: The collection.
        archive: What the book is made from.

    Returns:
        The files, and a message for each form that could not be made.
    """
    collection = workspace.collection
    paths: list[Path] = []
    troubles: list[str] = []
    for kind in collection.settings.site.book:
        path = collection.exports / kind / f"book.{kind}"
        key = _key(workspace, archive, kind)
        key_path = _key_path(path)
        if not _is_current(path, key):
            log.info("the book as %s is made anew: what it shows has changed", kind)
            from briefbook.exports.registry import EXPORTS  # all forms, which no build needs that makes no book

            try:
                contents = list(EXPORTS[kind].files(archive, list(archive.catalogue)))
            except OutsideError as error:
                log.warning("the book as %s was not made", kind, exc_info=True)
                troubles.append(f"The book as {kind} was not made: {error}")
                continue
            for former in _files_of(path):
                former.unlink(missing_ok=True)
            for name, content in contents:
                write_atomic(path.with_name(name), content)
            write_atomic(key_path, key)
        paths += _files_of(path)
    return tuple(paths), tuple(troubles)


def current_books(workspace: Workspace, archive: Archive) -> tuple[Path, ...]:
    """The forms of the book that were made and show what the collection is now; nothing is made.

    Args:
        workspace: The collection.
        archive: What the book would be made from.
    """
    exports = workspace.collection.exports
    paths = [(kind, exports / kind / f"book.{kind}") for kind in workspace.collection.settings.site.book]
    current = (path for kind, path in paths if path.is_file() and _is_current(path, _key(workspace, archive, kind)))
    return tuple(file for path in current for file in _files_of(path))


def _files_of(path: Path) -> list[Path]:
    """The book in a form, and beside it the book in the other languages of its site: book.fr.pdf beside book.pdf."""
    return [path, *sorted(path.parent.glob(f"{path.stem}.*{path.suffix}"))]


def _key_path(path: Path) -> Path:
    return path.with_name(f".{path.name}.key")


def _is_current(path: Path, key: str) -> bool:
    key_path = _key_path(path)
    return path.is_file() and key_path.is_file() and key_path.read_text(encoding="utf-8") == key


def _key(workspace: Workspace, archive: Archive, kind: str) -> str:
    """Checksum of what the book is made from: prose, catalogue, settings, photographs."""
    folders = [folder for folder in (archive.media, archive.prose) if folder is not None and folder.is_dir()]
    paths = sorted(path for folder in folders for path in folder.rglob("*") if path.suffix != ".md" and path.is_file())
    pictures = [(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in paths]
    parts: Sequence[object] = (
        __version__,
        kind,
        workspace.stamp,
        archive.narratives,
        sorted(archive.about.items()),
        archive.columns,
        archive.verifications if archive.about.get("print_cutouts") else (),
        archive.persons,
        archive.abbreviations,
        archive.item_notes,
        pictures,
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()
