"""An export of Omeka Classic or Omeka S (JSON, XML, CSV, or a zip of one of them) -> received descriptions."""

import html
import io
import json
import re
import shutil
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import IO, Any

from lxml import etree

from briefbook.errors import FormatError
from briefbook.importers.bundle import MAX_FILE, MAX_RATIO, SMALL_FILE, read_whole
from briefbook.importers.columns import plain_heading
from briefbook.importers.content_names import ContentNames, RenamedRows, slug
from briefbook.importers.csv_table import KEPT, ListOptions, describe_rows
from briefbook.importers.json_source import JsonSource
from briefbook.importers.kind_titles import form_and_number
from briefbook.importers.list_cells import is_title, squeezed
from briefbook.importers.records import SPECIMEN, own_party, without_office
from briefbook.importers.safe_xml import parse_step_by_step
from briefbook.importers.spooled_descriptions import SpooledRows
from briefbook.model.catalogue import FIELDS
from briefbook.model.received import TITLE, Received
from briefbook.progress import first_few, pluralise
from briefbook.text.access_terms import CONDITIONS, RESTRICTIONS, SINCE, access_column
from briefbook.text.publicity import is_private, is_public, publicity_column, shown_by
from briefbook.util.encodings import OpenBytes, decode
from briefbook.util.file_endings import has_file_ending, without_file_ending
from briefbook.util.names import printable
from briefbook.util.tables import open_text_rows, read_tables
from briefbook.util.zip_faults import ZIP_FAULTS

_FIELDS = {
    "title": "subject", "creator": "from", "date": "date", "description": "note", "source": "citation",
    "rights": "rights", "type": "form", "subject": "tags", "tags": "tags", "coverage": "places", "spatial": "places",
    "audience": "to", "recipient": "to", "addressee": "to", "from": "from", "sender": "from", "to": "to",
    "number": "number", "text": "text", "transcription": "text", "transcript": "text", "content": "text",
    "extracted text": "text", "collection": "tags", "collections": "tags", "item set": "tags", "item sets": "tags",
}  # fmt: skip
"""Elements of an Omeka item, without their vocabulary, and the fields they fill."""

_ITEM_NUMBERS = ("o:id", "item id", "itemid", "id", "omeka id", "omekaid", "resource id", "record id")
_NO_ELEMENTS = frozenset({"featured", "o:owner", "o:created", "o:modified", "owner", "added", "modified"})
_DATA_TYPES = re.compile(r":(?:literal|uri|resource(?::\w+)?|html|numeric:\w+|value|label|customvocab:\d+)$")
_ATTRIBUTES = re.compile(r"\s+(?:\^\^\S+|@[\w-]+|\N{SECTION SIGN}\w+)")
"""Data type, language and visibility in a heading of Omeka S's bulk export and import."""

_LINKED = re.compile(r"^o:(?P<kind>[\w ]+)(?:\[(?:\w+:)?[\w ]+\]|/(?!o:source)(?:\w+:)?[\w ]+$)")
"""A heading of what an item is linked with, o:item_set[dcterms:title], o:media/file; not the name that a file had."""

_OF_SETS = re.compile(r"^o:item[ _]set")
_OF_OMEKA_S = re.compile(rf"{_DATA_TYPES.pattern}|{_ATTRIBUTES.pattern}|^(?:o|dcterms|bibo|foaf):")
"""What headings of Omeka S have, and those of Omeka Classic have not."""

_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_LINK = re.compile(r"<a\s[^<>]*?\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s<>]+))[^<>]*>(.*?)</a\s*>", re.I | re.S)


@dataclass(slots=True)
class _Item:
    """An item under construction: its number, whether readers may see it, and the values of its elements.

    ``restricts``: the words by which access to it is restricted.
    ``unclear``: what is said of whether readers may see it, where that is not understood.
    ``is_ours``: our own export made it, whose titles are subjects and whose collection is the book.
    """

    number: str = ""
    is_public: bool = True
    unclear: str = ""
    restricts: str = ""
    is_ours: bool = False
    values: list[tuple[str, str]] = field(default_factory=list)

    def say_public(self, value: Any, *, shows: bool = True) -> None:
        """Take into account what Omeka says of whether it shows the item, or (not ``shows``) keeps it back."""
        said = is_public(value) if shows else is_private(value)
        if said is None:
            self.is_public, self.unclear = False, str(value).strip() or "blank"
        elif said is not shows:
            self.is_public = False

    def add(self, element: str, words: str) -> None:
        """Add a value of an element, its HTML as plain text."""
        if text := _plain(words):
            self.values.append((element, text))
            if (kind := access_column(plain_heading(element))) in (CONDITIONS, RESTRICTIONS, SINCE):
                self._say_access(kind, text)

    def _say_access(self, kind: str, words: str) -> None:
        """Take into account what an element such as *Access Rights* says of who may see the item."""
        said = shown_by(kind, words)
        if said is None and kind == RESTRICTIONS:
            self.is_public, self.unclear = False, words
        elif said is False:
            self.is_public, self.restricts = False, words


def read_omeka(
    source: bytes | OpenBytes,
    name: str,
    *,
    window: int = 1900,
    order: str = "",
    pattern: str = "",
    include_private: bool = False,
    has_scan: Callable[[str], bool] = lambda item: False,
) -> Received:
    """Read an Omeka export item by item: it need not fit into memory.

    Args:
        source: The file, or what opens it: JSON of Omeka Classic or S (an item, a list, or an object with a list),
            omeka-xml, CSV of a plugin or of the Exports module, or a zip file with one of them.
        name: The list's name, given as the source of every reading.
        window: First year of the hundred years that years of two digits fall in.
        order: Order of day and month in figures, "dmy" or "mdy"; "" if not set.
        pattern: A regular expression that ids must match whole; "" where the collection sets none.
        include_private: Take items and values that Omeka does not show to the public.
        has_scan: Has an item a scan here?

    Returns:
        One description per item; an item is named by its identifier if that is a single word, by its title if that
        matches the pattern or names a file (``D7001.pdf``), else by its number in Omeka (omeka-N), by an identifier of
        several words that no other item has, or by what is said of it: never by its place in the list.

    Raises:
        FormatError: It is of another kind, damaged, or there are no items in it.
    """
    opens = _unzipped((lambda: io.BytesIO(source)) if isinstance(source, bytes) else source)
    notes: list[str] = []
    private_values: Counter[str] = Counter()
    rows = SpooledRows()
    private: list[str] = []
    restricted: dict[str, str] = {}  # items to which access is restricted -> the words
    unclear: dict[str, str] = {}  # items of which it is not clear whether they are private -> what is said of it
    names = _Names()
    by_content = ContentNames("omeka")
    count = 0
    for item in _read_items(opens, private_values if not include_private else None, notes):
        count += 1
        row = _row(item, pattern, by_content)
        item_id = row["item"]
        if item.unclear:
            unclear[item_id] = item.unclear
        elif not item.is_public:
            private.append(item_id)
            restricted |= {item_id: item.restricts} if item.restricts else {}
        if item.is_public or include_private:
            names.add(item_id, item, has_scan)
            rows.add(row)
    if not count:
        raise FormatError("there are no items in it; export items, not collections or sites")
    renamed = by_content.renamed()
    names.rename(renamed)
    private = [renamed.get(item_id, item_id) for item_id in private]
    unclear = {renamed.get(item_id, item_id): words for item_id, words in unclear.items()}
    restricted = {renamed.get(item_id, item_id): words for item_id, words in restricted.items()}

    def why(item_id: str) -> str:
        return f"{item_id} ({restricted[item_id]})" if item_id in restricted else item_id

    understood, problems = [], []
    kept_back = () if include_private else (*private, *unclear)
    if private and not include_private:
        problems.append(
            f"{pluralise(len(private), 'private item')} of Omeka stayed out: "
            f"{first_few([*map(why, private)], _MAX_LISTED)}; --include-private takes them in"
        )
    if unclear:
        named = [f"{item_id} ({words})" for item_id, words in unclear.items()]
        problems.append(
            f"{pluralise(len(unclear), 'item')} could not be understood as public or not, and "
            + ("came in as well" if include_private else "stayed out")
            + f": {first_few(named, _MAX_LISTED)}"
            + ("" if include_private else "; --include-private takes them in")
        )
    if private_values:
        problems.append(
            f"{pluralise(private_values.total(), 'private value')} of public items stayed out: "
            f"{', '.join(private_values)}; --include-private takes them in"
        )
    if include_private and private:
        understood.append(f"{pluralise(len(private), 'private item')} came in as well")
    if not len(rows):
        return Received(name, not_understood=(*notes, *problems), not_public=kept_back)
    aliases = {column: column for column in rows.columns}
    options = ListOptions(program="Omeka (Dublin Core: Identifier)")
    received = describe_rows(
        RenamedRows(rows, renamed), name, window=window, order=order, aliases=aliases, options=options
    )
    problems += names.problems(pattern)
    return replace(
        received,
        understood=(*understood, *received.understood),
        not_understood=(*notes, *problems, *received.not_understood),
        named_by_content=by_content.names(),
        program=by_content.program,
        not_public=kept_back,
    )


_MAX_LISTED = 8
"""So many private items are named."""


@dataclass(slots=True)
class _Names:
    """What the items of an export are called, and the files that it names."""

    known: dict[str, str] = field(default_factory=dict)  # ids without blanks and hyphens -> as they are
    unnamed: list[tuple[str, str]] = field(default_factory=list)  # the first, each with the identifier that is none
    unnamed_count: int = 0
    named_files: int = 0
    first_file: tuple[str, str] = ("", "")

    def add(self, name: str, item: _Item, has_scan: Callable[[str], bool]) -> None:
        """Take an item into account by the id that it was given."""
        identifiers = [words for element, words in item.values if element.lower() == "identifier"]
        if name in identifiers or not name.startswith("omeka-"):
            self.known.setdefault(squeezed(name), name)
        else:
            self.unnamed_count += 1
            self.unnamed += [(name, next(iter(identifiers), ""))] if len(self.unnamed) < _MAX_LISTED else []
        files = [words for element, words in item.values if element.lower() in ("file", "files", "media", "media url")]
        if files and not has_scan(name):
            self.named_files += len(files)
            self.first_file = self.first_file if self.first_file[0] else (files[0], name)

    def rename(self, names: Mapping[str, str]) -> None:
        """Take other names for items that have no id of their own."""
        self.unnamed = [(names.get(name, name), identifier) for name, identifier in self.unnamed]
        self.first_file = (self.first_file[0], names.get(self.first_file[1], self.first_file[1]))

    def problems(self, pattern: str) -> Iterator[str]:
        """Sentences on files that did not come along, and on items that have no id of their own."""
        if self.named_files:
            address, name = self.first_file
            ending = PurePosixPath(address.rpartition("/")[2].partition("?")[0]).suffix.lower() or ".pdf"
            many = self.named_files > 1
            yield (
                f"{pluralise(self.named_files, 'file')} {'are' if many else 'is'} named and did not come along: put "
                f"{'them' if many else 'it'} into scans/, {address} as {name}{ending}{' and so on' if many else ''}"
            )
        if not self.unnamed_count:
            return
        called = []
        for name, identifier in self.unnamed:
            near = self.known.get(squeezed(identifier)) if identifier else None
            said = (
                f" (its identifier is {identifier!r}{f', nearly that of {near}' if near else ''})" if identifier else ""
            )
            called.append(f"{name}{said}")
        more = " …" if self.unnamed_count > len(self.unnamed) else ""
        fits = (
            " and items.pattern takes no such name" if pattern and not re.fullmatch(pattern, self.unnamed[0][0]) else ""
        )
        yield (
            f"{pluralise(self.unnamed_count, 'item')} without an identifier of one word{fits}: "
            f"{', '.join(called)}{more}; give each one in Omeka (Dublin Core: Identifier), export, and import again"
        )


def _unzipped(opens: OpenBytes) -> OpenBytes:
    """What opens the export: the file, or the one export in it where it is a zip file."""
    with opens() as file:
        if file.read(4) != b"PK\x03\x04":
            return opens
        file.seek(0)
        try:
            with zipfile.ZipFile(file) as archive:
                members = archive.infolist()
        except ZIP_FAULTS as error:
            raise FormatError(f"this zip file cannot be opened: {error}") from error
    exports = [member for member in members if member.filename.lower().endswith((".csv", ".json", ".xml", ".tsv"))]
    if len(exports) != 1:
        raise FormatError(f"this zip file has {len(exports)} exports (.csv, .json, .xml); import them one by one")
    size = exports[0].file_size
    if size > MAX_FILE or (size > SMALL_FILE and size > MAX_RATIO * exports[0].compress_size):
        raise FormatError(
            f"{printable(exports[0].filename)} in this zip file grows to {size:,} bytes: it is not unpacked",
            remedy="ask for another copy, or divide the export and import the parts.",
        )
    return lambda: _member(opens, exports[0])


def _member(opens: OpenBytes, member: zipfile.ZipInfo) -> IO[bytes]:
    """A file of a zip file, unpacked to where the system has temporary files."""
    unpacked = tempfile.TemporaryFile()  # noqa: SIM115 - for the caller to close
    try:
        with opens() as file, zipfile.ZipFile(file) as archive, archive.open(member) as packed:
            shutil.copyfileobj(packed, unpacked)
    except ZIP_FAULTS as error:
        unpacked.close()
        raise FormatError(f"{printable(member.filename)} in this zip file cannot be read: {error}") from error
    unpacked.seek(0)
    return unpacked


def _read_items(opens: OpenBytes, private_values: Counter[str] | None, notes: list[str]) -> Iterator[_Item]:
    with opens() as file:
        start = decode(file.read(400))[0].lstrip("\ufeff \t\r\n")
    if start.startswith(("[", "{")):
        source = JsonSource(opens, lists=_LISTS)
        is_first = True
        for entry in source.entries():
            if is_first:
                _refuse_tropy(source.head)
                is_first = False
            yield from (_item_of_json(item, private_values) for item in _entries(entry))
        _refuse_tropy(source.head)
        if _is_item(source.head):
            yield _item_of_json(source.head, private_values)
        notes += source.notes()
    elif start.startswith("<"):
        yield from _items_of_xml(opens, private_values)
    else:
        if start.startswith("TY  - "):
            raise FormatError(
                "this is a list of Zotero or another reference manager (RIS)", remedy="import it with the kind zotero."
            )
        yield from _items_of_table(opens, private_values, notes)


_LISTS = ("items", "@graph", "data")
"""Keys of lists of items."""


def _refuse_tropy(value: Any) -> None:
    context = json.dumps(value.get("@context"))[:2000] if isinstance(value, dict) else ""
    if "tropy.org" in context:
        raise FormatError("this is an export of Tropy", remedy="import it with the kind tropy.")


def _entries(value: Any) -> Iterator[Mapping[str, Any]]:
    """The items in an export, at whatever depth of lists."""
    waiting = [value]
    while waiting:
        entry = waiting.pop()
        if isinstance(entry, list):
            waiting.extend(reversed(entry))
        elif isinstance(entry, dict):
            if _is_item(entry):
                yield entry
            else:
                waiting.extend(entry[key] for key in _LISTS if isinstance(entry.get(key), list))


def _is_item(entry: Mapping[str, Any]) -> bool:
    return "element_texts" in entry or any(":" in key and isinstance(child, list) for key, child in entry.items())


def _item_of_json(entry: Mapping[str, Any], private_values: Counter[str] | None) -> _Item:
    address = _SHOWN_AT.fullmatch(_scalar(entry.get("@id")) or _scalar(entry.get("url")))
    item = _Item(_scalar(entry.get("o:id") or entry.get("id")) or (address[1] if address else ""))
    item.say_public(entry.get("public", entry.get("o:is_public", True)))
    for text in _list(entry.get("element_texts")):
        if isinstance(text, dict):
            element = text.get("element")
            item.add(
                _scalar(element.get("name")) if isinstance(element, dict) else "element", _scalar(text.get("text"))
            )
    for tag in _list(entry.get("tags")):
        item.add("tags", _scalar(tag.get("name")) if isinstance(tag, dict) else _scalar(tag))
    for key in ("collection", "files", "o:item_set", "o:media"):
        for linked in _list(entry.get(key)):
            if isinstance(linked, dict):
                if private_values is not None and _is_hidden(linked):
                    private_values[key.split(":")[-1].replace("_", " ")] += 1
                    continue
                where = _scalar(linked.get("title") or linked.get("o:title") or linked.get("url"))
                where = "" if _RECORD.search(where) else where
                kind = key.split(":")[-1].replace("_", " ")
                item.add(kind if where else f"{kind} address", where or _scalar(linked.get("url") or linked.get("@id")))
    for key, values in entry.items():
        if ":" not in key or key.startswith(("o:", "@", "o-")) or not isinstance(values, list):
            continue
        element = re.sub(r"_", " ", key.split(":", 1)[1])
        for value in values:
            hides = isinstance(value, dict) and is_public(value.get("is_public", True)) is not True
            if hides and private_values is not None:
                private_values[element] += 1
            else:
                item.add(element, _value_text(value, element))
    return item


def _is_hidden(linked: Mapping[str, Any]) -> bool:
    """Does Omeka not show what an item is linked with, a collection or a file, or is that not clear?"""
    return any(is_public(linked[key]) is not True for key in ("public", "o:is_public") if key in linked)


_RECORD = re.compile(r"^https?://.*/api/")
"""The address of a record of Omeka: no file, and no name of a collection."""


def _value_text(value: Any, element: str) -> str:
    """The words of a value: what is typed; of a link its title, but of an identifier the address, not its label."""
    if not isinstance(value, dict):
        return _scalar(value)
    if words := _scalar(value.get("@value")):
        return words
    if element.lower() == "identifier":
        return _scalar(value.get("@id"))
    return _scalar(value.get("display_title") or value.get("o:label") or value.get("@id"))


def _items_of_xml(opens: OpenBytes, private_values: Counter[str] | None) -> Iterator[_Item]:
    """The items of omeka-xml, of which only the present one is a tree in memory."""
    depth = 0
    try:
        with opens() as file:
            for event, element in parse_step_by_step(file):
                name = etree.QName(element).localname
                depth += 1 if event == "start" else -1
                if event == "start" and depth == 1 and name not in ("itemContainer", "item"):
                    raise FormatError(f"this is no omeka-xml: its root is <{name}>")
                if event == "end" and name == "item":
                    yield _item_of_xml(element, private_values)
                    element.clear(keep_tail=False)
                    if (parent := element.getparent()) is not None:
                        parent.remove(element)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FormatError(f"this is not well-formed XML: {error}") from error


_OWN_ELEMENTS = (
    "{*}elementSetContainer/{*}elementSet/{*}elementContainer/{*}element",
    "{*}itemType/{*}elementContainer/{*}element",
)
"""Where an item's own elements stand; those of its files and its collection stand deeper."""


def _item_of_xml(element: etree._Element, private_values: Counter[str] | None) -> _Item:
    item = _Item(element.get("itemId") or "")
    item.say_public(element.get("public", "1"))
    for path in _OWN_ELEMENTS:
        for entry in element.iterfind(path):
            for text in entry.iterfind("{*}elementTextContainer/{*}elementText/{*}text"):
                item.add(entry.findtext("{*}name") or "element", text.text or "")
    for key, path in (("file", "{*}fileContainer/{*}file/{*}src"), ("tags", "{*}tagContainer/{*}tag/{*}name")):
        for linked in element.iterfind(path):
            item.add(key, linked.text or "")
    collection = element.find("{*}collection")
    if collection is not None and private_values is not None and _is_hidden({"public": collection.get("public", "1")}):
        private_values["collection"] += 1
    elif collection is not None:
        names = [text.text or "" for text in collection.iterfind(".//{*}elementText/{*}text")]
        words = names[0] if names else " ".join("".join(map(str, collection.itertext())).split())
        item.add("collection", words)
    return item


def _items_of_table(opens: OpenBytes, private_values: Counter[str] | None, notes: list[str]) -> Iterator[_Item]:
    """The items of a CSV: "Dublin Core:Title" with ``^^`` between values, "dcterms:title ^^literal" with ``|``."""
    text = open_text_rows(opens)
    if text is None:
        table = read_tables(read_whole(opens))[0]
        rows = [row.cells for row in table.rows if not row.is_blank]
        yield from _items_of_rows(iter(rows), private_values, _columns_that_tell(iter(rows)))
        notes += [*table.notes, *table.problems]
    else:
        tell = _columns_that_tell(row.cells for row in open_text_rows(opens) or () if not row.is_blank)
        yield from _items_of_rows((row.cells for row in text if not row.is_blank), private_values, tell)
        notes += [*text.notes, *text.problems]


def _columns_that_tell(rows: Iterator[Sequence[str]]) -> frozenset[int]:
    """The columns of whether readers may see an item in which anything stands: a blank there is no yes.

    Programs write what is false as a blank beside the 1 of what is true.
    """
    named = [publicity_column(plain_heading(name)) for name in next(rows, ())]
    left = {at for at, column in enumerate(named) if column is not None and column.shows}
    found: set[int] = set()
    for cells in rows if left else ():
        found |= {at for at in left if at < len(cells) and cells[at].strip()}
        if not left - found:
            break
    return frozenset(found)


def _items_of_rows(
    rows: Iterator[Sequence[str]], private_values: Counter[str] | None, tell: frozenset[int]
) -> Iterator[_Item]:
    heading = next(rows, None)
    if heading is None:
        raise FormatError("the file is empty")
    header = [" ".join(cell.lower().replace("_", " ").split()) for cell in heading]
    if "key" in header and "item type" in header:
        raise FormatError("this is an export of Zotero", remedy="import it with the kind zotero.")
    if "objectid" in header and "item type" not in header:
        raise FormatError("this is a list of CollectionBuilder", remedy="import it with the kind collectionbuilder.")
    is_omeka_s = any(map(_OF_OMEKA_S.search, header))
    elements = {_DATA_TYPES.sub("", _ATTRIBUTES.sub("", column)).rsplit(":", 1)[-1].strip() for column in header}
    if not is_omeka_s and not elements & {"identifier", *_ITEM_NUMBERS, *_FIELDS}:
        raise FormatError(
            f"no column of this table is one of Omeka's: {', '.join(map(printable, heading))[:200]}",
            remedy="import any other list as csv.",
        )
    private = {column for column in header if "\N{SECTION SIGN}private" in column}
    of_sets = {at for at, column in enumerate(header) if _OF_SETS.search(column)}
    publicity_of_sets = [at for at in sorted(of_sets) if "is public" in header[at]]
    is_ours = tuple(header) in (_OURS, _OURS_S)
    publicity_columns = [publicity_column(plain_heading(name)) for name in heading]
    for cells in rows:
        item = _Item(is_ours=is_ours)
        shown = [is_public(part) for at in publicity_of_sets if at < len(cells) for part in cells[at].split("|")]
        for at, (column, cell) in enumerate(zip(header, cells, strict=False)):
            column = _LINKED.sub(lambda match: match["kind"].replace("_", " "), column)
            element = _DATA_TYPES.sub("", _ATTRIBUTES.sub("", column)).rsplit(":", 1)[-1].strip()
            if column.startswith("o:media/"):
                element = "name of the file"
            if column in private and private_values is not None:
                private_values[element] += bool(cell.strip())
                continue
            if column in _ITEM_NUMBERS:
                item.number = cell.strip()
            elif publicity := publicity_columns[at]:
                if cell.strip() or at in tell:
                    item.say_public(cell, shows=publicity.shows)
            elif column not in _NO_ELEMENTS:
                if private_values is not None and at in of_sets and shown and not all(shown):
                    if at not in publicity_of_sets:
                        private_values["item set"] += bool(cell.strip())
                    continue
                separators = r"\^\^|\|" if is_omeka_s and element not in ("text", "content") else r"\^\^"
                values = re.split(separators, cell)
                if element == "tags":
                    values = [tag for value in values for tag in value.split(",")]
                for value in values:
                    item.add(element, value)
        yield item


_OF_OMEKA = frozenset({
    "item uri", "url", "file", "files", "media", "media url", "name of the file", "format", "language", "item type",
    "itemtype", "number of pages", "page count", "resource class", "resource template", "thumbnail", "owner",
    "has format", "extent",
})  # fmt: skip
"""Elements that say how Omeka keeps an item, and nothing of the paper: kept with it, and not published."""

_ELEMENTS = (
    "title", "creator", "contributor", "date", "type", "identifier", "description", "subject", "coverage", "source",
    "relation", "rights",
)  # fmt: skip
_OURS = (
    *(f"dublin core:{name}" for name in _ELEMENTS),
    "item type metadata:text", "itemtype", "collection", "tags", "public", "featured", "file",
)  # fmt: skip
_OURS_S = (*(f"dcterms:{name}" for name in _ELEMENTS), "bibo:recipient", "bibo:number", "bibo:content", "media url")
"""The headings of our own exports for Omeka Classic and S, in small letters; those of Omeka's own reports end alike."""


def _row(item: _Item, pattern: str, by_content: ContentNames) -> dict[str, str]:
    row: dict[str, list[str]] = {}
    identifiers = [words for element, words in item.values if element.lower() == "identifier"]
    titles = [words for element, words in item.values if element.lower() == "title"]
    number = slug(item.number) or _number_in_address(item.values)
    name = _item_name(identifiers, titles, pattern) or (f"omeka-{number}" if number else "")
    name = name or by_content.name(sorted(map(repr, item.values)), next(iter(identifiers), ""))
    given = {element.lower() for element, _ in item.values}
    recipients = {words for element, words in item.values if element.lower() == "recipient"}
    types = [words for element, words in item.values if element.lower() == "type"]
    is_route = _describes_the_route(item.values)
    for element, words in item.values:
        if element.lower() == "identifier" or (element.lower() == "contributor" and words in recipients):
            continue
        column = _FIELDS.get(element.lower(), element.lower())
        if (is_route or item.is_ours) and column == "contributor":
            column = "to"
        if column in ("from", "to") and (is_route or item.is_ours):
            words = own_party(words) if item.is_ours else without_office(words)
        if column in ("from", "to", "contributor") and (code := without_office(words)) != words and "[" in words:
            column, words = "to" if column == "contributor" else column, code  # as our own exports have it
        if words.startswith(SPECIMEN):
            column = "specimen"
        if column == "form":
            if words.casefold() == "text" and len(types) > 1:
                continue  # the type of Dublin Core, beside the kind of paper
            words, message_number = form_and_number(words)
            if message_number and "number" not in given:
                row.setdefault("number", []).append(message_number)
            if item.is_ours and words.casefold() == "document":
                continue  # whose kind is not known
        if item.is_ours and element in ("collection", "relation"):
            continue
        if column != "text" and (column not in FIELDS or column == "file"):  # which is the address of a scan
            is_of_omeka = element.lower() in _OF_OMEKA or element.endswith(" address")
            column, words = KEPT if is_of_omeka else "note", f"{element}: {words}"
        if column == "subject" and without_file_ending(words) == name:
            continue  # the title was the id
        if words not in row.setdefault(column, []):
            row[column].append(words)
    if not item.is_ours and row.get("subject") == titles[:1] and is_title(titles[0]):
        row.setdefault(KEPT, []).append(f"{TITLE}{titles[0]}")
    rest = [words for words in identifiers if words != name]
    between = {"text": "\f", KEPT: "\n", "note": "\n"}
    joined = {column: between.get(column, "; ").join(words) for column, words in row.items()}
    return {"item": name, **joined} | ({"identifiers": "; ".join(rest)} if rest else {})


_ADDRESSES = frozenset({"item uri", "item url", "uri", "url", "permalink", "link", "omeka url"})
_SHOWN_AT = re.compile(r"https?://\S+/items?/(?:show/)?(\d+)/?")


def _number_in_address(values: Iterable[tuple[str, str]]) -> str:
    """The number of an item in the address at which Omeka shows it; "" where there is none."""
    matches = (_SHOWN_AT.fullmatch(words) for element, words in values if element.lower() in _ADDRESSES)
    return next((match[1] for match in matches if match), "")


def _describes_the_route(values: Iterable[tuple[str, str]]) -> bool:
    """Does the description say that the contributors are the addressees, "Anna to Olaf and Eve", as our exports do?"""
    words: dict[str, list[str]] = {}
    for element, value in values:
        words.setdefault(element.lower(), []).append(value)
    creators, contributors = words.get("creator", []), words.get("contributor", [])
    if len(creators) != 1 or not contributors:
        return False
    routes = (value for value in words.get("description", []) if value.startswith(f"{creators[0]} to "))
    return any(all(name in route for name in contributors) for route in routes)


def _item_name(identifiers: Iterable[str], titles: Iterable[str], pattern: str) -> str | None:
    """The item's id: an identifier of one word, or a title that matches the ids' pattern or names a file."""
    words = [word for word in identifiers if _WORD.fullmatch(word)]
    for word in (*words, *titles):
        bare = without_file_ending(word)
        if pattern and re.fullmatch(pattern, bare):
            return bare
    if words:
        return words[0]
    return next((without_file_ending(word) for word in titles if _WORD.fullmatch(word) and has_file_ending(word)), None)


def _plain(words: str) -> str:
    """Text without HTML: a paragraph or a break ends the line, entities are characters, a link has its address behind.

    >>> _plain('<p>See <a href="https://example.org/items/show/7">item 7</a>.</p>')
    'See item 7 (https://example.org/items/show/7).'
    """
    if _TAG.search(words):
        words = _LINK.sub(_link_in_words, words)
        words = re.sub(r"\s*(?:<br\s*/?>|</(?:p|div|li|h\d|tr)>)\s*", "\n", words, flags=re.I)
        words = _TAG.sub("", words)
    return html.unescape(words).strip()


def _link_in_words(match: re.Match[str]) -> str:
    address = next(part for part in (*match.groups()[:3], "") if part is not None).strip()
    said = match[4].strip()
    if not re.match(r"https?:|/|\w[\w.-]*/", address, re.I) or _TAG.sub("", said) == address:
        return said or address
    return f"{said} ({address})"


def _scalar(value: Any) -> str:
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if isinstance(value, dict) else []
