"""Records of other programs -> received descriptions, by way of a list: values by field, text, and scans."""

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from briefbook.errors import FormatError
from briefbook.importers.bundle import BundleFile
from briefbook.importers.columns import plain_heading
from briefbook.importers.content_names import ContentNames, slug
from briefbook.importers.csv_table import KEPT, describe_rows
from briefbook.importers.kind_titles import form_and_number, kind_of_title
from briefbook.importers.layout_files import ScanNames
from briefbook.importers.list_cells import is_title
from briefbook.importers.spooled_descriptions import SpooledRows
from briefbook.model.catalogue import FIELDS
from briefbook.model.page import Page
from briefbook.model.received import TITLE, Received, ReceivedScan
from briefbook.progress import first_few, pluralise
from briefbook.text.access_terms import CONDITIONS, RESTRICTIONS, SINCE, access_column, is_open, says_both
from briefbook.text.posts import post
from briefbook.text.publicity import shown_by
from briefbook.text.safe_names import safe_name
from briefbook.util.file_endings import SCAN_PICTURES, ending_by_content, has_file_ending, without_file_ending
from briefbook.util.names import printable

LISTS_OF_RECORDS = re.compile(r"\.(?:ris|rdf|json|jsonld|csv)$", re.I)
"""Endings of the files that hold records, not their scans."""

_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_OFFICE = re.compile(r"(?P<code>[A-Z][A-Z0-9 .&/-]*[A-Z0-9]) \[[^\[\]]+\]")
_NO_GIVEN_NAME = re.compile(r"(?:inc|ltd|llc|llp|co|corp|company|gmbh|ag|s\.?a|plc|jr|sr|esq|the)\b|\d|&", re.I)
_PARTICLE = re.compile(r"(?:von|van|de|di|da|du|del|della|le|la|ten|ter|zu|al|el|bin)\b", re.I)
_TOLD_BY_CONTENT = frozenset({".pdf", ".png", ".jpg", ".jpeg"})
"""Endings of files that always begin as their kind does."""

_PARTIES_AND_DAY = re.compile(r".+ to .+, (?:\d{1,2} )?(?:\w+ )?\d{4}(?:: (?P<subject>.+))?")
SPECIMEN = "Specimen made for demonstration"
"""How a note begins that says so of an item, in our own exports."""
_MAX_LISTED = 20
"""So many sentences of a kind are reported; the rest are counted."""


@dataclass(slots=True)
class Record:
    """A record under construction.

    Attributes:
        key: What the program calls it.
        values: Fields of the catalogue, and other labels, with their words; a label that is no field becomes a note.
        pages: Its text, page by page.
        files: The names of its files, in order.
        names: What may be the item's id, the likeliest first.
        layouts: Its text with the places of words.
        is_ours: Whether our own export wrote it: what has no field there was made of the fields, or of the settings.
        title: Of our own export that says which subject a paper has, its title.
        access_above: What is said of access to the whole that it is a part of.
    """

    key: str = ""
    values: list[tuple[str, str]] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    layouts: list[Page] = field(default_factory=list)
    is_ours: bool = False
    title: str = ""
    access_above: str = ""

    def add(self, label: str, words: object) -> None:
        """Add a value, if it is text that is not blank."""
        if isinstance(words, str | int) and not isinstance(words, bool) and (text := str(words).strip()):
            self.values.append(("specimen" if label == "note" and text.startswith(SPECIMEN) else label, text))


Files = Callable[[str], BundleFile | None]
"""Gives a file by the name that a record has for it; None where it did not come along."""


def describe_records(
    records: Iterable[Record],
    name: str,
    *,
    program: str,
    scan_names: ScanNames,
    files: Files,
    window: int = 1900,
    order: str = "",
    include_private: bool = False,
) -> Received:
    """Describe items from records.

    An item is named by the first of its names, or of its files' names, that is an item's by the scans or the pattern;
    else by its first name that is a single word with a figure in it; else by the program's name and its key, and where
    it has none, what it says: never by its place. Its file, or its pictures, come along as its scan where it has none.

    Args:
        records: The records, in order; only one at a time is in memory.
        name: The import's name.
        program: The program's name in small letters, for items without a name.
        scan_names: What the collection's scans and items are called.
        files: Gives the records' files.
        window: First year of the hundred years that years of two digits fall in.
        order: Order of day and month in figures, "dmy" or "mdy"; "" if not set.
        include_private: Take what conditions of access keep from the public, too.

    Raises:
        FormatError: There are no records.
    """
    problems: list[str] = []
    not_public: dict[str, str] = {}
    unclear: dict[str, str] = {}
    absent: list[str] = []
    scans: list[ReceivedScan] = []
    rows = SpooledRows()
    taken: dict[str, int] = {}
    layouts: dict[str, list[Page]] = {}
    unnamed = 0
    by_content = ContentNames(program)
    for record in records:
        own_name = _name_of(record, scan_names)
        item = own_name or _name_by_key(record, program) or by_content.name(_content_of(record))
        if (restricts := _restricts(record)) and not include_private:
            not_public[item] = restricts
            continue
        if doubt := _unclear_access(record):
            unclear[item] = doubt
        unnamed += not own_name
        taken[item] = taken.get(item, 0) + 1
        if taken[item] > 1:
            problems.append(f"{item} is there {taken[item]} times; what the later ones say is added to the first")
        else:
            missing: list[str] = []
            scans += _scans_of(item, record, files, problems, missing)
            absent += missing if item not in scan_names.items else ()
        if record.layouts:
            layouts.setdefault(item, record.layouts)
        rows.add(_row(item, record))
    if not_public:
        are = "is" if len(not_public) == 1 else "are"
        problems.append(
            f"{pluralise(len(not_public), 'item')} {are} not open to everybody where the records come from, and stayed "
            f"out, and will not be published: {_named(not_public)}; --include-private takes them in"
        )
    if unclear:
        problems.append(f"what is said of access was not understood, and keeps nothing back: {_named(unclear)}")
    if not len(rows) and not_public:
        return Received(name, not_understood=tuple(problems), not_public=tuple(not_public), program=program)
    if not len(rows):
        raise FormatError("there are no items in it", remedy="export the items, and name the file that holds them.")
    aliases = {column: column for column in rows.columns}
    received = describe_rows(rows, name, window=window, order=order, aliases=aliases)
    if unnamed:
        problems.append(
            f"{pluralise(unnamed, 'item')} without a name that could be an id, called {program}-… here: set "
            "items.pattern, or rename the files, and import again"
        )
    if absent:
        problems.append(
            f"{pluralise(len(absent), 'file')} did not come along; put {'it' if len(absent) == 1 else 'them'} into "
            f"scans/, {absent[0]}{' and so on' if len(absent) > 1 else ''}"
        )
    if len(problems) > _MAX_LISTED:
        problems = [*problems[:_MAX_LISTED], f"and {len(problems) - _MAX_LISTED} more sentences of this kind"]
    counts = {key: count for key, count in received.counts.items() if key != "rows"}
    if layouts:
        descriptions = [
            replace(description, layouts=tuple(replace(page, item=description.item) for page in pages))
            if (pages := layouts.get(description.item))
            else description
            for description in received.descriptions
        ]
        received = replace(received, descriptions=descriptions)
    return replace(
        received,
        not_understood=(*problems, *received.not_understood),
        scans=tuple(scans),
        not_public=tuple(not_public),
        named_by_content=by_content.names(),
        program=program,
        counts={**counts, **({"scans": len(scans)} if scans else {})},
    )


_MAX_NAMED = 8
"""So many items that are kept back are named."""


def _named(items: Mapping[str, str]) -> str:
    """Items, each with the words that are said of it, for a sentence of the report."""
    return first_few([f"{item} ({words})" for item, words in items.items()], _MAX_NAMED)


def _restricts(record: Record) -> str:
    """The words by which a record, or what it is a part of, is closed to some; "" where nothing says so."""
    conditions = [(label, words) for label, words in record.values if not record.is_ours]
    for label, words in conditions:
        kind = RESTRICTIONS if label == "access" else access_column(plain_heading(label))
        if kind in (CONDITIONS, RESTRICTIONS, SINCE) and shown_by(kind, words) is False:
            return words
    above = record.access_above
    own = any(label == "access" for label, _ in conditions)
    return above if above and not own and is_open(above) is False and not says_both(above) else ""


def _unclear_access(record: Record) -> str:
    """What a record says of access of which it is not clear whether it closes it to some; "" where nothing is."""
    for label, words in record.values if not record.is_ours else ():
        if label == "access" and words.strip() and shown_by(RESTRICTIONS, words) is None:
            return words if len(words) <= _MAX_SAID else f"{words[:_MAX_SAID]}…"
    return ""


_MAX_SAID = 60
"""So many letters of what is said of access are shown."""


def _name_of(record: Record, scan_names: ScanNames) -> str:
    stems = [without_file_ending(PurePosixPath(file.replace("\\", "/")).name) for file in record.files]
    candidates = [without_file_ending(name) for name in record.names]
    for candidate in (*candidates, *stems):
        if scan_names.is_item(candidate):
            return candidate
        if candidate in scan_names.pictures:
            return scan_names.pictures[candidate][0]
    if scan_names.pattern:
        return ""
    named_files = [stem for stem, file in zip(stems, record.files, strict=True) if has_file_ending(file)]
    return next((word for word in (*candidates, *named_files) if _WORD.fullmatch(word) and re.search(r"\d", word)), "")


def name_of(record: Record, scan_names: ScanNames, program: str) -> str:
    """What ``describe_records`` calls a record by its names and its key; "" where only what it says names it.

    Args:
        record: The record.
        scan_names: What the collection's scans and items are called.
        program: The program's name in small letters.
    """
    return _name_of(record, scan_names) or _name_by_key(record, program)


def _name_by_key(record: Record, program: str) -> str:
    key = slug(record.key)
    return f"{program}-{key}" if key else ""


def _content_of(record: Record) -> Iterator[str]:
    """All that a record says, whatever its place among others."""
    yield from sorted(map(repr, record.values))
    yield from (*record.pages, *record.files, *record.names)
    yield from (row.text for page in record.layouts for row in page.lines)


def _scans_of(
    item: str, record: Record, files: Files, problems: list[str], absent: list[str]
) -> Iterator[ReceivedScan]:
    """The record's PDF, or its pictures in order, as a scan of the item."""
    found: list[tuple[str, BundleFile]] = []
    for file_name in record.files:
        ending = PurePosixPath(file_name.replace("\\", "/")).suffix.lower()
        if ending != ".pdf" and ending not in SCAN_PICTURES:
            problems.append(f"{item}: {file_name} is no scan and was left out")
        elif file := files(file_name):
            found.append((ending, file))
        else:
            absent.append(f"{file_name} as {safe_name(item)}{ending}")
    documents = [pair for pair in found if pair[0] == ".pdf"]
    chosen = documents[:1] or found
    for ending, file in found:
        if (ending, file) not in chosen:
            problems.append(f"{item}: {file.name} was left out, since {chosen[0][1].name} is its scan")
    scans = []
    for place, (ending, file) in enumerate(chosen, 1):
        try:
            data = file.read()
        except FormatError as error:
            problems.append(f"{item}: {error.what}{': no picture of it was taken' if len(chosen) > 1 else ''}")
            return
        known = ending_by_content(data)
        if known and known != ".pdf":
            ending = known  # a picture, whatever its name says
        if not data or (ending in _TOLD_BY_CONTENT and ending != known):
            problems.append(f"{item}: {file.name} is no {ending.removeprefix('.').upper()} file and was left out")
            return
        stem = safe_name(item)
        target = f"{stem}{ending}" if len(chosen) == 1 else f"{stem}/p{place:03d}{ending}"
        scans.append(ReceivedScan(item, target, hashlib.sha256(data).hexdigest(), file.read))
    yield from scans


_LIFE = re.compile(r",\s+(?:(?:b\.|d\.|active|fl\.|ca\.)\s*)?\d{4}\??(?:\s*[-–]\s*(?:ca\.\s*)?(?:\d{4})?\??)?$")
"""Years of a life behind a name, as library rules put them there: Lund, Bo, 1901-1980."""


def _row(item: str, record: Record) -> dict[str, str]:
    row: dict[str, list[str]] = {}
    for label, words in record.values:
        column = label
        if label not in FIELDS:
            column, words = KEPT if record.is_ours else "note", f"{label}: {words}"
        if column == "form":
            words, message_number = form_and_number(words)
            if message_number and "number" not in dict(record.values):
                row.setdefault("number", []).append(message_number)
            if words.casefold() == "document":
                continue
        if column in ("from", "to"):
            if _LIFE.search(words):
                row.setdefault("note", []).append(words)
            words = own_party(words) if record.is_ours else without_office(_LIFE.sub("", words))
        if column == "subject" and record.title:
            if is_own_title(record.title, words):  # the paper has a title of its own
                row.setdefault(KEPT, []).append(f"{TITLE}{words}")
        elif column == "subject":
            if without_file_ending(words) == item:
                continue
            if (kind_alone := kind_of_title(words)) is not None:
                given = dict(record.values)
                for name, value in zip(("form", "number"), kind_alone, strict=True):
                    if name not in given and value:
                        row.setdefault(name, []).append(value)
                continue
            whole, words = words, subject_of_title(words)
            if not words:
                continue
            if words == whole and "subject" not in row and is_title(words) and not record.is_ours:
                row.setdefault(KEPT, []).append(f"{TITLE}{words}")  # what the paper is called where it comes from
        if words not in row.setdefault(column, []):
            row[column].append(words)
    between = {KEPT: "\n", **({"note": "\n"} if record.is_ours else {})}
    joined = {column: between.get(column, "; ").join(words) for column, words in row.items()}
    text = "\f".join(record.pages)
    return {"item": item, **joined, **({"text": text} if text.strip("\f ") else {})}


def subject_of_title(title: str) -> str:
    """The subject in a title of parties and day, as our own exports make it; "" if it has none; any other as it is.

    >>> subject_of_title("Embassy in Oslo to External Affairs, 8 November 1962: THE FERRY")
    'THE FERRY'
    >>> subject_of_title("Embassy in Oslo to External Affairs, 8 November 1962"), subject_of_title("The ferry to Oslo")
    ('', 'The ferry to Oslo')
    """
    match = _PARTIES_AND_DAY.fullmatch(title)
    return (match["subject"] or "") if match else title


def without_office(words: str) -> str:
    """A party without the office that our own exports put behind its code.

    >>> without_office("WASHDC [Embassy in Washington]"), without_office("Green, Howard")
    ('WASHDC', 'Howard Green')
    >>> without_office("Psychiana, Inc."), without_office("Engstrom Studio, Lewiston"), without_office("Rome, Italy")
    ('Psychiana, Inc.', 'Engstrom Studio, Lewiston', 'Rome, Italy')
    """
    if match := _OFFICE.fullmatch(words):
        return match["code"]
    last, comma, first = words.partition(", ")
    if not comma or not first or "," in first or len(words.split()) > 4 or _NO_GIVEN_NAME.search(first):
        return words
    is_name = len(last.split()) == 1 or _PARTICLE.match(last) is not None
    return f"{first} {last}" if is_name and post(last) is None else words


def is_own_title(title: str, subject: str) -> bool:
    """Is a title in our own export the subject and the day alone, so that the paper has a title of its own?

    >>> is_own_title("Letter to Olaf, 3 March 1962", "Letter to Olaf"), is_own_title("Anna, 3 March 1962: Anna", "Anna")
    (True, False)
    """
    rest = title.removeprefix(subject) if subject and title.startswith(subject) else ":"
    return re.fullmatch(r"(?:, [^:]*)?", rest) is not None


def own_party(words: str) -> str:
    """A party as the catalogue has it, from our own export: given name first, without the office behind its code.

    >>> own_party("Department of State [Department of State, Washington]"), own_party("Smith, Robert A.")
    ('Department of State', 'Robert A. Smith')
    """
    return re.sub(r"(?<=\S) \[[^\[\]]+\]$", "", words) if words.endswith("]") else without_office(words)


def _is_of_endnote(file: BundleFile) -> bool:
    if file.path.suffix.lower() != ".xml":
        return False
    return re.match(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>)?\s*<xml>\s*<records>", file.read()[:2000]) is not None


def export_among(files: Mapping[str, BundleFile], endings: Collection[str], what: str) -> BundleFile:
    """The file of records among those that came: the only one with such an ending that is no attachment.

    Args:
        files: All files that came, by name.
        endings: Endings of such files, in small letters.
        what: What the curator calls it, for the message.

    Raises:
        FormatError: There is none, or there are several.
    """
    exports = [file for file in files.values() if file.path.suffix.lower() in endings]
    exports = [file for file in exports if "files" not in file.path.parts] or exports  # Zotero puts attachments there
    if not exports and any(_is_of_endnote(file) for file in files.values()):
        raise FormatError("this is a library of EndNote in XML", remedy="export it there as RIS, and import that.")
    if len(exports) != 1:
        listed = ", ".join(printable(file.name) for file in exports[:5])
        raise FormatError(
            f"there are {len(exports)} exports in it{f' ({listed})' if listed else ''}, and not one "
            f"{', '.join(endings)} of {what}",
            remedy="name the export itself.",
        )
    return exports[0]


def files_beside(
    export: BundleFile, files: Mapping[str, BundleFile], beside: Files, *, of_another_machine: bool = False
) -> Files:
    """What gives the files that an export names, by their paths relative to it; none outside of it.

    Args:
        export: The export.
        files: All files that came with it, by name.
        beside: Gives a file beside it where it is imported alone.
        of_another_machine: Does the program write whole paths, as they are where it runs? Then a file here counts that
            is called so, if only one is.
    """
    folder = export.path.parent

    def by_name(name: str) -> BundleFile | None:
        alike = [file for file in files.values() if file.path.name == name]
        return alike[0] if len(alike) == 1 else None if alike else beside(name)

    def file_of(file_name: str) -> BundleFile | None:
        path = file_name.replace("\\", "/")
        if ".." in path.split("/"):
            return None
        if of_another_machine and (PurePosixPath(path).is_absolute() or re.match(r"[A-Za-z]:/", path)):
            return by_name(PurePosixPath(path).name)
        return files.get((folder / path).as_posix().removeprefix("./")) or beside(path)

    return file_of
