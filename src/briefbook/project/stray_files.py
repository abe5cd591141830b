"""A collection's folder -> findings on files that nothing reads: misnamed, or in the wrong place.

What a person put there changes nothing, unseen: a transcript of an item whose id is misspelt, a page of the
book that is called talks.markdown, a list in received/ that was never imported.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from briefbook.catalogue.received_descriptions import description_files
from briefbook.model.catalogue import Catalogue
from briefbook.model.decision import parse_decision
from briefbook.model.finding import Finding, Severity
from briefbook.model.locator import FilePosition
from briefbook.model.parts import Part
from briefbook.progress import pluralise
from briefbook.project.collection import Collection
from briefbook.project.transcript_places import MISPLACED
from briefbook.project.unfinished_imports import unfinished_findings
from briefbook.util.advice import typed
from briefbook.util.encodings import decode
from briefbook.util.file_endings import looks_binary
from briefbook.util.names import printable, problem_of_entry
from briefbook.util.sync_conflicts import conflict_copy_of

_TRANSCRIPT = re.compile(r"p(?P<number>\d{1,6})\.(?P<kind>txt|lines)", re.A)
_PROSE = frozenset({".markdown", ".mdown", ".mkd", ".mdwn", ".md", ".txt", ".docx", ".odt", ".rtf"})
"""Endings of files in narratives/ that somebody may have meant for a page; pictures and the like are not looked at."""

_REMEDY_OF_ENTRY = "put a file with a name in UTF-8 in its place, or move it elsewhere."


def stray_files(
    collection: Collection, catalogue: Catalogue, parts_of: Mapping[str, Sequence[Part]] = MappingProxyType({})
) -> list[Finding]:
    """What is wrong with files of a collection that nothing reads.

    Args:
        collection: The collection.
        catalogue: Its catalogue, brought up to date.
        parts_of: The parts of the files that a person divided, by the file's name.

    Returns:
        A finding for each file or folder, in the order of their names.
    """
    return [
        *_stray_transcripts(collection, catalogue, parts_of),
        *_stray_narratives(collection),
        *_stray_lists(collection),
        *unfinished_findings(collection),
        *_conflict_copies_of_journal(collection),
        *_conflict_copies_of_lists(collection),
        *_conflict_copies_of_narratives(collection),
    ]


def _stray_transcripts(
    collection: Collection, catalogue: Catalogue, parts_of: Mapping[str, Sequence[Part]]
) -> Iterator[Finding]:
    for path in _entries(collection.transcripts):
        where = FilePosition(printable(path.relative_to(collection.root).as_posix()))
        if problem := problem_of_entry(path):
            yield Finding("R107", where, f"{printable(path.name)} {problem}", _REMEDY_OF_ENTRY)
        elif path.is_file():
            remedy = "a transcript is transcripts/ITEM/p001.txt; move it there."
            yield Finding("R107", where, f"{path.name} stands beside the items' folders and is not read", remedy)
        elif (name := unicodedata.normalize("NFC", path.name)) not in catalogue and name not in parts_of:
            near = ", ".join(catalogue.similar_items(path.name))
            remedy = (
                f"rename the folder: near ids are {near}."
                if near
                else ("rename the folder for its item, or bring in the item's scan, or a list that describes it.")
            )
            yield Finding("R107", where, f"there is no item {path.name}; its transcripts are not read", remedy)
        else:
            yield from _stray_pages(catalogue, path, name, collection, parts_of.get(name, ()))
            yield from _typed_twice(collection, catalogue, name, parts_of.get(name, ()))


def _typed_twice(collection: Collection, catalogue: Catalogue, name: str, parts: Sequence[Part]) -> Iterator[Finding]:
    """Pages of a divided file that are typed both as the file's and as the part's; not where one is another page's."""
    for part in parts:
        entry = catalogue.get(part.item)
        misplaced = " ".join(flag for flag in entry.flags if flag.startswith(MISPLACED)) if entry else ""
        for number, file_page in enumerate(part.pages, 1):
            of_file = collection.transcripts / name / f"p{file_page:03}.txt"
            of_part = collection.transcripts / part.item / f"p{number:03}.txt"
            if part.item == name or part.continues or not (of_file.is_file() and of_part.is_file()):
                continue
            if any(f"{path.parent.name}/{path.name} " in misplaced for path in (of_file, of_part)):
                continue
            where = FilePosition(printable(of_file.relative_to(collection.root).as_posix()))
            message = f"it is the same page as {part.item}/{of_part.name}, which is taken in its place"
            yield Finding("R107", where, message, "compare the two, keep one.", item=part.item)


def _stray_pages(
    catalogue: Catalogue, folder: Path, item: str, collection: Collection, parts: Sequence[Part]
) -> Iterator[Finding]:
    entry = catalogue.get(item)
    page_numbers = {page.number for page in catalogue.pages(item)}
    page_numbers |= {page for part in parts for page in part.pages}
    taken: dict[tuple[int, str], str] = {}
    for path in _entries(folder):
        match = _TRANSCRIPT.fullmatch(path.name)
        message = ""
        remedy = "a page is called p001.txt, corrections of its lines p001.lines."
        if problem := problem_of_entry(path):
            message, remedy = f"{printable(path.name)} {problem}", _REMEDY_OF_ENTRY
        elif match is None:
            message = f"{path.name} is no page's name and is not read"
            if (original := conflict_copy_of(path.name)) and _TRANSCRIPT.fullmatch(original[0]):
                remedy = f"it looks like a sync program's second version of {original[0]}: compare the two, keep one."
        else:
            key = int(match["number"]), match["kind"]
            if key in taken:
                message = f"{taken[key]} and {path.name} are both page {key[0]}; one of them is not read"
            elif key[0] not in page_numbers and (parts or (entry is not None and entry.scan)) and page_numbers:
                message = f"the scan of {item} has no page {key[0]}; {path.name} is not read"
                remedy = f"its pages are {', '.join(map(str, sorted(page_numbers)))}: rename the file for its page."
            elif key[0] < 1:
                message = f"{item} has no page {key[0]}; {path.name} is not read"
            taken.setdefault(key, path.name)
        if message:
            place = FilePosition(printable(path.relative_to(collection.root).as_posix()))
            yield Finding("R107", place, message, remedy, item=item)


_ANY_JOURNAL = re.compile(r"[^.].*journal.*\.jsonl.*|journal.*\.jsonl.*", re.I)
_JOURNALS = frozenset({"journal.jsonl", "journal.unfinished.jsonl"})
"""The journal, and the file where its unfinished last line is kept."""


def _conflict_copies_of_journal(collection: Collection) -> Iterator[Finding]:
    """Other versions of the journal, left by a program that synchronises folders: their decisions count for nothing."""
    if not collection.root.is_dir():
        return
    rows: set[str] | None = None
    for path in sorted(collection.root.iterdir()):
        original = conflict_copy_of(path.name)
        is_version = _ANY_JOURNAL.fullmatch(path.name) is not None or (
            original is not None and original[0].lower() == "journal"
        )
        if not is_version or path.name in _JOURNALS or not path.is_file():
            continue
        if rows is None:
            rows = _rows_of(collection.journal)
        missing = len(_rows_of(path) - rows)
        where = FilePosition(path.name)
        if missing:
            message = f"{path.name} is a second version of the journal, not read; {missing} of its lines are only there"
            remedy = "add the lines that the journal lacks to journal.jsonl, in order of time, and delete this file."
            yield Finding("J105", where, message, remedy)
        else:
            message = f"{path.name} is a second version of the journal, not read; the journal has every line of it"
            yield Finding("J105", where, message, "delete it.", Severity.NOTE)


_LISTS = frozenset({"briefbook.toml", "persons.csv", "places.csv", "abbreviations.csv", "fixity.jsonl"})
_LINES = frozenset({*_JOURNALS, "fixity.jsonl"})


def _conflict_copies_of_lists(collection: Collection) -> Iterator[Finding]:
    """Second versions of the settings and lists, and other files of decisions: nothing reads them."""
    beside = sorted(collection.root.iterdir()) if collection.root.is_dir() else []
    sources = sorted(path for ending in ("jsonl", "jsonl.gz") for path in collection.received.glob(f"*/*.{ending}"))
    for path in [*beside, *sources]:
        original = conflict_copy_of(path.name)
        named = original[0] if original else ""
        where = FilePosition(printable(path.relative_to(collection.root).as_posix()))
        remedy = f"compare the two, keep what is right in {named}, and delete this file."
        if path.name in _LINES or _ANY_JOURNAL.fullmatch(path.name) or not path.is_file():
            continue
        if path in sources:
            if path not in description_files(path.parent):
                message = f"{path.name} is a second version of the descriptions, not read"
                yield Finding("J105", where, message, "compare it with the others, and delete it.")
        elif named in _LISTS or (path.name.lower() in _LISTS and path.name not in _LISTS):
            name = named or path.name.lower()
            message = f"{path.name} is a second version of {name}, not read"
            yield Finding("J105", where, message, remedy.replace(f" in {named},", f" in {name},"))
        elif path.suffix == ".jsonl" and (count := sum(map(_is_decision, _rows_of(path)))):
            message = f"{path.name} holds {pluralise(count, 'decision')} and is not read; the journal is journal.jsonl"
            remedy = "add the lines that the journal lacks to journal.jsonl, in order of time, and delete this file."
            yield Finding("J105", where, message, remedy)


def _is_decision(row: str) -> bool:
    try:
        parse_decision(row)
    except ValueError:
        return False
    return True


def _rows_of(path: Path) -> set[str]:
    try:
        return {row.strip() for row in decode(path.read_bytes())[0].split("\n") if row.strip()}
    except OSError:
        return set()


MIN_LIKENESS = 0.5
"""Share of equal text from which a page whose name may be a conflict copy's is taken for one."""


def _conflict_copies_of_narratives(collection: Collection) -> Iterator[Finding]:
    """A second version of a page would be a chapter of its own, saying the same once more."""
    for path in sorted(collection.narratives.rglob("*.md")):
        original = conflict_copy_of(path.name)
        if original is None or any(
            part.startswith((".", "_")) for part in path.relative_to(collection.narratives).parts
        ):
            continue
        first = path.with_name(original[0])
        is_certain = original[1]
        if not is_certain and not (first.is_file() and _likeness(path, first) >= MIN_LIKENESS):
            continue
        where = FilePosition(printable(path.relative_to(collection.root).as_posix()))
        message = f"{path.name} looks like a sync program's second version of {first.name}; it is a chapter of its own"
        remedy = "compare the two, keep one; or rename it if it is another page."
        yield Finding("N106", where, message, remedy)


def _likeness(path: Path, other: Path) -> float:
    """How alike two files are, from 0 to 1, by their lines."""
    try:
        texts = [decode(file.read_bytes())[0].splitlines() for file in (path, other)]
    except OSError:
        return 0.0
    return difflib.SequenceMatcher(a=texts[0], b=texts[1], autojunk=False).ratio() if all(texts) else 0.0


def _stray_narratives(collection: Collection) -> Iterator[Finding]:
    for path in sorted(collection.narratives.rglob("*")):
        hidden = any(part.startswith((".", "_")) for part in path.relative_to(collection.narratives).parts)
        if (problem := problem_of_entry(path)) and not hidden and path.suffix.lower() in _PROSE:
            where = FilePosition(printable(path.relative_to(collection.root).as_posix()))
            yield Finding("N104", where, f"{printable(path.name)} {problem}", _REMEDY_OF_ENTRY)
        elif (
            hidden
            or path.suffix == ".md"
            or not path.is_file()
            or (path.suffix.lower() not in _PROSE and not _is_prose_without_ending(path))
        ):
            continue
        else:
            where = FilePosition(printable(path.relative_to(collection.root).as_posix()))
            yield Finding(
                "N104", where, f"{path.name} is no page of the book: pages end with .md", _remedy_of_prose(where)
            )


def _remedy_of_prose(where: FilePosition) -> str:
    """What to do with prose that is no page: a word processor's file is to be made a page of, not renamed."""
    ending = Path(where.path).suffix.lower()
    if ending == ".docx":
        return (
            f"{typed('import', 'exhibit', where.path)} makes a page of it; then move it elsewhere. "
            f"To have it checked as it is, write {typed('check', where.path)}."
        )
    if ending in (".odt", ".rtf"):
        return "save it as .docx in the word processor; `briefbook import exhibit` makes a page of that."
    return "rename it so that it ends with .md, or begins with _ if it is to be left alone."


_NO_CHAPTERS = frozenset({"README", "LICENSE", "LICENCE", "COPYING", "MAKEFILE", "CHANGELOG", "CNAME"})


def _is_prose_without_ending(path: Path) -> bool:
    """Is it a text of words whose name has no ending?"""
    if path.suffix or path.name.upper() in _NO_CHAPTERS:
        return False
    try:
        with path.open("rb") as file:
            start = file.read(2000)
    except OSError:
        return False
    return len(start.split()) > 3 and not looks_binary(start)


def _stray_lists(collection: Collection) -> Iterator[Finding]:
    for path in _entries(collection.received):
        if path.is_file():
            where = FilePosition(printable(path.relative_to(collection.root).as_posix()))
            remedy = f"take it in with {typed('import', 'KIND', where.path)}, and then delete it here."
            yield Finding("J104", where, f"{printable(path.name)} was not imported, and nothing reads it here", remedy)


def _entries(folder: Path) -> list[Path]:
    """The files and folders in a folder, but for hidden ones and notes to the reader."""
    if not folder.is_dir():
        return []
    return [path for path in sorted(folder.iterdir()) if not path.name.startswith((".", "_", "README"))]
