"""Chapters while people write them: opened, kept, saved and merged. The file on disk is the truth.

What a person types is kept in a working copy of their own, ``working-copies/CHAPTER/PERSON.json``, which counts for
nothing: no check, page or export looks at it. Saving puts it into the chapter's file. Whoever changed the file
meanwhile (an editor, ``git pull``, another person here) is noticed, because the text that the writer began with is
compared with what the file holds; what does not touch is merged, and else nothing is written.
"""

import datetime
import json
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from briefbook.errors import InputError, OutsideError
from briefbook.model.manuscript import Chapter, Conflict, Manuscript, Stored, WorkingCopy
from briefbook.narratives.blocks import front_matter
from briefbook.project import private_files
from briefbook.project.collection import Collection
from briefbook.project.workspace import narrative_paths
from briefbook.text.link_targets import heading_slug
from briefbook.text.safe_names import is_reserved_name, safe_name
from briefbook.util.encodings import decode
from briefbook.util.files import locked, write_atomic
from briefbook.util.merging import Merge, merge
from briefbook.util.names import printable

MAX_CHAPTER = 2_000_000
"""Characters of the longest chapter that is saved: a thousand pages of print."""

_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and marks that turn the direction of writing: a title would show as other words than it has."""

IGNORED = "working-copies/"
"""The line of .gitignore for what nobody has saved yet."""

_writing = threading.Lock()


def chapters(collection: Collection) -> list[Chapter]:
    """Every chapter, by the name of its file, with who has unsaved changes to it."""
    listed = []
    for path in narrative_paths(collection):
        name = path.relative_to(collection.root).as_posix()
        text = decode(path.read_bytes())[0]
        values = front_matter(text).values
        heading = re.search(r"^# +(.+)$", text, re.M)
        title = str(values.get("title") or (heading[1] if heading else path.stem)).strip()
        is_draft = values.get("draft") not in (None, False)
        listed.append(Chapter(name, title, is_draft, _writers(collection, name)))
    return listed


def open_manuscript(collection: Collection, name: str, who: str) -> Manuscript:
    """A chapter's file, and what this person has not saved to it.

    Args:
        collection: The collection.
        name: The path of the file in the collection, as ``narratives/talks.md``.
        who: The person.

    Returns:
        The chapter.

    Raises:
        InputError: There is no such chapter, or it is not in UTF-8.
    """
    text = _text_of(chapter_path(collection, name))
    others = tuple(writer for writer in _writers(collection, name) if writer[0] != who)
    return Manuscript(name, text, _working_copy(collection, name, who), others)


def new_chapter(collection: Collection, title: str) -> str:
    """Make the file of a new chapter, as a draft that is not published.

    Args:
        collection: The collection.
        title: Its title.

    Returns:
        The path of the file in the collection.

    Raises:
        InputError: The title is empty, too long or more than a line.
        OutsideError: The disk refuses.
    """
    words = " ".join(title.split())
    if not _is_title(words):
        raise InputError("a chapter needs a title of a line", remedy="write a title of up to 200 letters.")
    slug = heading_slug(words)[:60].strip("-")
    slug = f"chapter-{slug}" if is_reserved_name(slug) else slug
    with _exclusive(collection):
        number = 1
        while (path := collection.narratives / f"{slug}{f'-{number}' if number > 1 else ''}.md").exists():
            number += 1
        write_atomic(path, f"---\ntitle: {json.dumps(words, ensure_ascii=False)}\ndraft: true\n---\n\n")
    return path.relative_to(collection.root).as_posix()


def _is_title(words: str) -> bool:
    has_letters = any(letter.isalnum() for letter in words)
    return has_letters and len(words) <= 200 and words == printable(words) and not _HIDDEN.search(words)


def keep(collection: Collection, name: str, who: str, *, before: str, base: str, text: str, when: str = "") -> Stored:
    """Keep what a person has written so far in their working copy; the chapter's file stays as it is.

    Args:
        collection: The collection.
        name: The chapter.
        who: The person.
        before: The text that was kept last, as this window knows it; that of the file where nothing was kept.
        base: The text of the file that this window began with.
        text: The text now.
        when: The moment, UTC, ISO 8601; now if empty.

    Returns:
        The text as it was kept: merged with what the same person kept from another window, and with what the file
        holds by now. With conflicts it was kept as sent where they are with the file, and not at all where they are
        with another window.

    Raises:
        InputError: There is no such chapter, or the text is too long.
        OutsideError: The disk refuses.
    """
    path = chapter_path(collection, name)
    _refuse_too_long(text)
    with _exclusive(collection):
        disk = _text_of(path)
        copy = _working_copy(collection, name, who)
        if copy is not None and copy.text not in (before, text):
            merged = merge(before, text, copy.text)
            if merged.text is None:
                return _conflicting(merged, text, base, copy.text, with_copy=True)
            text, base = merged.text, copy.base
        if before == disk:  # what was kept last has been saved, perhaps from another window
            base = disk
        with_file = merge(base, text, disk)
        if with_file.text is not None:
            text, base = with_file.text, disk
        if text == disk:
            _copy_path(collection, name, who).unlink(missing_ok=True)
        else:
            _write_copy(collection, name, WorkingCopy(text, base, who, when or _now()))
        return _conflicting(with_file, text, base, disk) if with_file.conflicts else Stored(text, base)


def save(collection: Collection, name: str, who: str, *, base: str, text: str) -> Stored:
    """Save a text to the chapter's file.

    Args:
        collection: The collection.
        name: The chapter.
        who: The person, whose working copy ends with it.
        base: The text of the file that the person began with.
        text: The text now.

    Returns:
        What the file holds now: what was sent, merged with what others wrote to it meanwhile. With conflicts the file
        is as it was, and the text is kept in the working copy.

    Raises:
        InputError: There is no such chapter, or the text is too long.
        OutsideError: The disk refuses; the file is as it was.
    """
    path = chapter_path(collection, name)
    _refuse_too_long(text)
    with _exclusive(collection):
        data = path.read_bytes()
        disk = _text_of(path)
        merged = merge(base, text, disk) if disk not in (base, text) else None
        if merged is not None and merged.text is None:
            _write_copy(collection, name, WorkingCopy(text, base, who, _now()))
            return _conflicting(merged, text, base, disk)
        result = merged.text if merged is not None and merged.text is not None else text
        if result != disk:
            write_atomic(path, _as_bytes(result, data), mode=path.stat().st_mode & 0o777)
        _copy_path(collection, name, who).unlink(missing_ok=True)
        return Stored(result, result)


def discard(collection: Collection, name: str, who: str) -> None:
    """Throw away what a person has not saved; the file stays as it is.

    Raises:
        InputError: There is no such chapter.
    """
    chapter_path(collection, name)
    with _exclusive(collection):
        _copy_path(collection, name, who).unlink(missing_ok=True)


def chapter_path(collection: Collection, name: str) -> Path:
    """The file of a chapter.

    Args:
        collection: The collection.
        name: Its path in the collection, as ``narratives/talks.md``; it comes from outside.

    Returns:
        The file.

    Raises:
        InputError: There is no such chapter: no file, not in ``narratives/``, hidden, or no Markdown.
    """
    path = _path_of(collection, name)
    if path is None or not path.is_file():
        raise InputError(f"there is no chapter {name!r}", remedy="choose one from the list, or begin a new one.")
    return path


def _path_of(collection: Collection, name: str) -> Path | None:
    parts = PurePosixPath(name).parts
    is_plain = "/".join(parts) == name and len(parts) > 1 and parts[0] == "narratives" and name.endswith(".md")
    if not is_plain or "\\" in name or "\x00" in name or any(part.startswith((".", "_")) for part in parts[1:]):
        return None
    path = collection.root.joinpath(*parts)
    try:
        inside = path.resolve().is_relative_to(collection.narratives.resolve())
    except OSError:
        return None
    return path if inside else None


# Files


@contextmanager
def _exclusive(collection: Collection) -> Iterator[None]:
    """One writer at a time, among the threads of this process and the processes of this machine."""
    with _writing, locked(collection.build / ".writing.lock"):
        yield


def _text_of(path: Path) -> str:
    """What a chapter's file holds, with newlines as ends of lines."""
    text, remarks = decode(path.read_bytes())
    if remarks:
        raise InputError(
            f"{path.name} cannot be edited here: {remarks[0]}; nothing was changed",
            remedy="save it as UTF-8 in the editor it was written with.",
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _as_bytes(text: str, before: bytes) -> bytes:
    """A text as a file that ends its lines as the file did before, with a byte order mark if it had one."""
    windows = before.count(b"\r\n")
    if windows and windows * 2 > before.count(b"\n"):
        text = text.replace("\n", "\r\n")
    mark = b"\xef\xbb\xbf" if before.startswith(b"\xef\xbb\xbf") else b""
    return mark + text.encode("utf-8", "replace")


def _refuse_too_long(text: str) -> None:
    if len(text) > MAX_CHAPTER:
        raise InputError("the chapter is too long to be saved here", remedy="divide it into several chapters.")


def _conflicting(merged: Merge, text: str, base: str, theirs: str, *, with_copy: bool = False) -> Stored:
    parts = tuple(
        Conflict(part.text, part.ours or "", part.theirs or "") if part.is_conflict else part.text
        for part in merged.parts
    )
    conflicts = tuple(part for part in parts if isinstance(part, Conflict))
    return Stored(text, base, conflicts, parts, theirs, with_copy)


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


# Working copies


def unsaved(collection: Collection) -> list[tuple[str, WorkingCopy]]:
    """Everything that people have written and not saved: chapter and working copy, the newest first."""
    every = [
        (name, copy)
        for chapter in chapters(collection)
        for name, copy in _copies(collection, chapter.name)
        if copy is not None
    ]
    return sorted(every, key=lambda entry: entry[1].when, reverse=True)


def _folder(collection: Collection, name: str) -> Path:
    chapter = name.removeprefix("narratives/").removesuffix(".md")
    return collection.working_copies.joinpath(*(safe_name(part) for part in chapter.split("/")))


def _copy_path(collection: Collection, name: str, who: str) -> Path:
    return _folder(collection, name) / f"{safe_name(who or 'nobody')}.json"


def _copies(collection: Collection, name: str) -> list[tuple[str, WorkingCopy | None]]:
    paths = sorted(_folder(collection, name).glob("*.json"))
    return [(name, _read_copy(path)) for path in paths if path.is_file()]


def _writers(collection: Collection, name: str) -> tuple[tuple[str, str], ...]:
    copies: Sequence[WorkingCopy | None] = [copy for _, copy in _copies(collection, name)]
    return tuple((copy.who, copy.when) for copy in copies if copy is not None)


def _working_copy(collection: Collection, name: str, who: str) -> WorkingCopy | None:
    return _read_copy(_copy_path(collection, name, who))


def _read_copy(path: Path) -> WorkingCopy | None:
    """A working copy; None if there is none, or if it is damaged, for then the file is the truth."""
    try:
        row = json.loads(path.read_bytes())
        copy = WorkingCopy(row["text"], row["base"], row["who"], row["when"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    whole = all(isinstance(value, str) for value in (copy.text, copy.base, copy.who, copy.when))
    return copy if whole and safe_name(copy.who or "nobody") == path.stem else None


def _write_copy(collection: Collection, name: str, copy: WorkingCopy) -> None:
    path = _copy_path(collection, name, copy.who)
    if not collection.working_copies.exists():
        private_files.ignore(collection.root, [IGNORED])
    row = {"chapter": name, "who": copy.who, "when": copy.when, "base": copy.base, "text": copy.text}
    try:
        write_atomic(path, json.dumps(row, ensure_ascii=False, indent=1), mode=0o600)
    except UnicodeEncodeError as error:
        raise OutsideError("the text has half a character and cannot be kept", remedy="take it out.") from error
