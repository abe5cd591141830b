"""An export of Zotero (RIS, RDF, CSL-JSON, its own JSON, CSV), with its files -> received descriptions and scans."""

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TextIO

from lxml import etree, html

from briefbook.errors import FormatError
from briefbook.importers.bundle import BundleFile, opening, read_whole
from briefbook.importers.json_source import JsonSource
from briefbook.importers.layout_files import ScanNames
from briefbook.importers.records import Files, Record, describe_records, export_among, files_beside
from briefbook.importers.safe_xml import children, local_name, parse_xml, words_of
from briefbook.model.received import Received
from briefbook.progress import pluralise
from briefbook.text.date_display import IN_EDTF
from briefbook.text.dates import is_edtf
from briefbook.text.folding import fold
from briefbook.util.encodings import OpenBytes, encoding_of
from briefbook.util.tables import read_tables

_ENDINGS = (".ris", ".rdf", ".json", ".csv")

_RIS = {
    "TI": "subject", "T1": "subject", "AU": "from", "A1": "from", "A2": "to", "M3": "form", "SN": "number",
    "KW": "tags", "AB": "note", "N2": "note", "N1": "note", "CY": "places", "PP": "places", "UR": "address",
    "DB": "archive", "DP": "library catalogue", "CN": "call number", "AN": "accession number", "T2": "collection",
    "LA": "language", "PB": "publisher", "C1": "rights",
}  # fmt: skip
"""Tags of RIS -> fields; others keep their tag."""

_RIS_FORMS = {"PCOMM": "", "GEN": "", "MANSCPT": "manuscript", "RPRT": "report", "NEWS": "newspaper article"}

_CSL = {
    "title": "subject", "genre": "form", "number": "number", "abstract": "note", "note": "note", "keyword": "tags",
    "archive": "archive", "call-number": "call number", "source": "library catalogue", "URL": "address",
    "archive-place": "places", "event-place": "places", "publisher-place": "places", "language": "language",
    "collection-title": "collection", "container-title": "collection", "license": "rights",
}  # fmt: skip

_CSV = {
    "title": "subject", "author": "from", "recipient": "to", "date": "date", "type": "form", "manual tags": "tags",
    "automatic tags": "tags", "rights": "rights", "place": "places", "archive": "archive", "call number": "call number",
    "archive location": "citation", "abstract note": "note", "extra": "note", "url": "address", "notes": "notes",
    "library catalog": "library catalogue", "language": "language", "publication title": "collection",
}  # fmt: skip

_RDF = {
    "title": "subject", "type": "form", "date": "date", "dateSubmitted": "accessed", "abstract": "note",
    "description": "note", "coverage": "citation", "archive": "archive", "libraryCatalog": "library catalogue",
    "rights": "rights", "language": "language", "subject": "tags",
}  # fmt: skip

_RDF_ITEMS = "{http://www.zotero.org/namespaces/export#}itemType"
_RESOURCE = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"


def read_zotero(
    bundle: Iterable[BundleFile],
    name: str,
    *,
    scan_names: ScanNames,
    beside: Files = lambda name: None,
    window: int = 1900,
    order: str = "",
    include_private: bool = False,
    repository: str = "",
) -> Received:
    """Read an export of Zotero, or of another reference manager that writes RIS or CSL-JSON.

    Args:
        bundle: The file, or the files of a folder or zip, one of which is the export ("Export Files" makes a folder).
        name: The import's name.
        scan_names: What the collection's scans and items are called.
        beside: Gives a file beside the export by its relative path, where a single file is imported.
        window: First year of the hundred years that years of two digits fall in.
        order: Order of day and month in figures, "dmy" or "mdy"; "" if not set.
        include_private: Take what conditions of access keep from the public, too.
        repository: The collection's repository, which is no part of an item's location.

    Raises:
        FormatError: There is no export, or several; or it is damaged.
    """
    files = {file.name: file for file in bundle}
    export = export_among(files, _ENDINGS, "Zotero")
    notes: list[str] = []
    records = (_with_archive(record, repository) for record in read_records(opening(export), notes))
    received = describe_records(
        records,
        name,
        program="zotero",
        scan_names=scan_names,
        files=files_beside(export, files, beside),
        window=window,
        order=order,
        include_private=include_private,
    )
    return replace(received, not_understood=(*notes, *received.not_understood))


def _with_archive(record: Record, repository: str) -> Record:
    """A record whose location begins with the archive that it is in, as citations have it."""
    archives = [words for label, words in record.values if label == "archive"]
    if record.is_ours or len(archives) != 1 or fold(archives[0]) == fold(repository):
        return record
    places = [words for label, words in record.values if label == "citation"]
    whole = ", ".join(part for part in (*archives, *places) if not (part is archives[0] and part in "".join(places)))
    others = [(label, words) for label, words in record.values if label not in ("archive", "citation")]
    record.values = [*others, ("citation", whole)]
    return record


def read_records(source: bytes | OpenBytes, notes: list[str]) -> Iterator[Record]:
    """Yield the records of an export, whose kind is seen from its beginning.

    Args:
        source: The file, or what opens it; RIS and CSL-JSON are read in parts, RDF and CSV whole.
        notes: Sentences for the curator are added here.

    Raises:
        FormatError: It is of another kind, or damaged.
    """
    opens: OpenBytes = (lambda: io.BytesIO(source)) if isinstance(source, bytes) else source
    encoding, _, on_encoding = encoding_of(opens)
    with opens() as file:
        beginning = file.read(20_000).decode(encoding, "replace").lstrip("\ufeff \t\r\n")
    if beginning.startswith(("[", "{")):
        yield from _of_csl(JsonSource(opens, lists=("items", "references")), notes)
    elif beginning.startswith("<"):
        yield from _of_rdf(read_whole(opens))
    elif re.search(r"^TY  ?- ", beginning, re.M):
        notes += on_encoding
        with io.TextIOWrapper(opens(), encoding, errors="replace") as text:
            yield from _of_ris(_lines(text))
    else:
        yield from _of_csv(read_whole(opens))


# RIS

MAX_LINE = 32_000_000
"""Characters of a line of RIS; the longest text of an item is a hundredth of it."""


def _lines(text: TextIO) -> Iterator[str]:
    while line := text.readline(MAX_LINE + 1):
        if len(line) > MAX_LINE:
            raise FormatError(
                f"a line of this RIS has more than {MAX_LINE:,} characters", remedy="export it again in smaller parts."
            )
        yield line


def _of_ris(lines: Iterable[str]) -> Iterator[Record]:
    record: Record | None = None
    label = ""
    for line in lines:
        row = line.rstrip("\n").removeprefix("\ufeff")
        match = re.match(r"([A-Z][A-Z0-9])  ?-(?: (.*)|$)", row)
        if not match:
            if record is not None and label and row.strip():  # a value goes on
                last, words = record.values.pop() if record.values else (label, "")
                record.values.append((last, f"{words}\n{row.strip()}"))
            continue
        tag, words = match[1], (match[2] or "").strip()
        if tag == "TY":
            record = Record()
            record.add("form", _RIS_FORMS.get(words, ""))
        elif record is None:
            continue
        elif tag == "ER":
            _place_in_archive(record)
            yield record
            record = None
        else:
            label = tag
            _add_ris(record, tag, words)
    if record is not None:
        _place_in_archive(record)
        yield record


def _place_in_archive(record: Record) -> None:
    """Take an accession number for the location where none is given, as Zotero does; it writes locations so."""
    labels = [label for label, _ in record.values]
    if "citation" not in labels and "accession number" in labels:
        place = labels.index("accession number")
        record.values[place] = ("citation", _location(record, record.values[place][1]))


def _add_ris(record: Record, tag: str, words: str) -> None:
    match tag:
        case "ID":
            record.key = words
            record.names.append(words)
        case "DA" | "Y1" | "PY":
            date = re.sub(r"/+$", "", words).replace("/", "-")
            known = [(label, value) for label, value in record.values if label == "date"]
            if known and known[0][1].startswith(date):
                return
            if known and date.startswith(known[0][1]):
                record.values.remove(known[0])
            record.add("date", date)
        case "AV":
            record.add("citation", _location(record, words))
        case "L1" | "L2" | "L3" | "L4":
            record.files.append(re.sub(r"^(?:internal-pdf|file):/+", "", words))
        case "AU" | "A1" | "A2":
            record.add(_RIS[tag], words.rstrip(","))
        case "N1" | "N2" | "AB":
            before, is_date, edtf = words.rpartition(IN_EDTF)
            if tag == "N1" and is_date and before.startswith("Date: ") and is_edtf(edtf):  # as our own export has it
                record.values = [(label, value) for label, value in record.values if label != "date"]
                record.add("date", edtf)
            else:
                record.add("note", _plain(words))
        case _:
            record.add(_RIS.get(tag, tag), words)
    if tag in ("CN", "AN"):
        record.names.append(words)


def _location(record: Record, words: str) -> str:
    """Where the paper is; an id at the end, as our own exports have it, names the item."""
    place, _, last = words.rpartition(", ")
    record.names.append(last)
    record.is_ours = record.is_ours or bool(last and last == record.key)
    return place if last == record.key else words


# CSL-JSON


def _of_csl(source: JsonSource, notes: list[str]) -> Iterator[Record]:
    count = children = 0
    for entry in source.entries():
        count += 1
        if (own := _native_item(entry)) is None:
            yield _csl_record(_csl_item(entry))
        elif own.get("itemType") in ("attachment", "note", "annotation"):
            children += 1
        else:
            yield _native_record(own)
    if not count and source.head:
        own = _native_item(source.head)
        yield _csl_record(_csl_item(source.head)) if own is None else _native_record(own)
    if children:
        notes.append(
            f"{pluralise(children, 'record')} of notes and files beside the items stayed out: export from Zotero as "
            "Zotero RDF to have them"
        )
    notes += source.notes()


def _native_item(entry: Any) -> Mapping[str, Any] | None:
    """An item as Zotero's own interface and Better BibTeX JSON have it; None where it is CSL-JSON."""
    own = entry.get("data", entry) if isinstance(entry, dict) else None
    return own if isinstance(own, dict) and "itemType" in own and "type" not in own else None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _native_record(item: Mapping[str, Any]) -> Record:
    record = Record(key=str(item.get("key") or item.get("itemID") or item.get("citationKey") or ""))
    for label in ("citationKey", "citekey", "callNumber"):
        if isinstance(item.get(label), str) and item[label]:
            record.names.append(item[label])
    for creator in _list(item.get("creators")):
        if isinstance(creator, dict):
            kind = str(creator.get("creatorType", ""))
            parts = (creator.get(part) for part in ("firstName", "lastName", "name"))
            words = " ".join(part for part in parts if isinstance(part, str) and part)
            target = {"author": "from", "recipient": "to"}.get(kind)
            record.add(target or "note", words if target else f"{kind}: {words}" if words else "")
    for tag in _list(item.get("tags")):
        record.add("tags", tag.get("tag") if isinstance(tag, dict) else tag)
    for note in _list(item.get("notes")):
        record.add("note", _plain(str(note.get("note", "") if isinstance(note, dict) else note)))
    for file in _list(item.get("attachments")):
        if isinstance(file, dict) and isinstance(file.get("path"), str) and file["path"]:
            record.files.append(file["path"])
    if isinstance(location := item.get("archiveLocation"), str) and location:
        record.add("citation", _location(record, location))
    for label, words in item.items():
        if label in _NATIVE_READ or not isinstance(words, str | int):
            continue
        target = _NATIVE.get(label, label)
        record.add(target, _plain(str(words)) if target == "note" else words)
    return record


_NATIVE = {
    "title": "subject", "letterType": "form", "manuscriptType": "form", "reportType": "form", "date": "date",
    "number": "number", "reportNumber": "number", "abstractNote": "note", "extra": "note", "url": "address",
    "archive": "archive", "callNumber": "call number", "libraryCatalog": "library catalogue", "rights": "rights",
    "place": "places", "language": "language", "publicationTitle": "collection",
}  # fmt: skip
_NATIVE_READ = frozenset(
    {
        "key", "version", "itemType", "itemID", "citationKey", "citekey", "archiveLocation", "dateAdded",
        "dateModified", "accessDate", "uri", "libraryID", "parentItem", "itemKey",
    }
)  # fmt: skip


def _csl_item(entry: Any) -> Mapping[str, Any]:
    if not isinstance(entry, dict):
        raise FormatError("this is no CSL-JSON: it is not a list of items")
    if "type" not in entry and "itemType" not in entry:
        raise FormatError("this is no CSL-JSON: an item in it has no type")
    return entry


def _csl_record(entry: Mapping[str, Any]) -> Record:
    own_id = str(entry.get("id", ""))
    record = Record(key="" if _BY_PLACE.fullmatch(own_id) else own_id.rpartition("/")[2])
    if record.key and "://" not in own_id:
        record.names.append(record.key)
    for label in ("citation-key", "call-number"):
        if isinstance(entry.get(label), str):
            record.names.append(entry[label])
    for role, target in (("author", "from"), ("recipient", "to")):
        people = entry.get(role)
        for person in people if isinstance(people, list) else ():
            record.add(target, _csl_name(person))
    record.add("date", _csl_date(entry.get("issued")))
    if isinstance(location := entry.get("archive_location"), str):
        record.add("citation", _location(record, location))
    for label, words in entry.items():
        if label in _CSL and isinstance(words, str | int):
            for part in re.split(r"[;,]\s*", str(words)) if label == "keyword" else [words]:
                record.add(_CSL[label], _plain(str(part)) if label in ("note", "abstract") else part)
        elif label not in _CSL_READ and isinstance(words, str | int):
            record.add(label, words)
    return record


_BY_PLACE = re.compile(r"ITEM-\d+|(?:temp_?)?id_?\d*", re.I)
"""What Mendeley and others call an item by its place in the export."""

_CSL_READ = frozenset(
    {"id", "type", "author", "recipient", "issued", "archive_location", "citation-key", "accessed", "itemType"}
)


def _csl_name(person: Any) -> str:
    if not isinstance(person, dict):
        return str(person) if isinstance(person, str) else ""
    if isinstance(person.get("literal"), str):
        return str(person["literal"])
    parts = (person.get(part) for part in ("given", "non-dropping-particle", "family"))
    return " ".join(part for part in parts if isinstance(part, str) and part)


def _csl_date(issued: Any) -> str:
    """A date of CSL in EDTF, or its words."""
    if not isinstance(issued, dict):
        return issued if isinstance(issued, str) else ""
    days = []
    listed = issued.get("date-parts")
    for parts in listed if isinstance(listed, list) else ():
        numbers = parts[:3] if isinstance(parts, list) else []
        figures = [int(part) for part in numbers if re.fullmatch(r"\d{1,4}", str(part))]
        if figures:
            season = issued.get("season")
            if len(figures) == 1 and str(season) in ("1", "2", "3", "4"):
                figures.append(20 + int(str(season)))
            days.append("-".join(f"{figure:04d}" if not at else f"{figure:02d}" for at, figure in enumerate(figures)))
    if days:
        return "/".join(days[:2]) + ("~" if issued.get("circa") and len(days) == 1 else "")
    return next((str(issued[name]) for name in ("raw", "literal") if isinstance(issued.get(name), str)), "")


# Zotero RDF


def _of_rdf(data: bytes) -> Iterator[Record]:
    root = parse_xml(data)
    if local_name(root) != "RDF":
        raise FormatError(f"this is no RDF of Zotero: its root is <{local_name(root)}>")
    by_about = {about: element for element in root if isinstance(element.tag, str) and (about := element.get(_ABOUT))}
    for element in root:
        kind = element.find(_RDF_ITEMS) if isinstance(element.tag, str) else None
        if kind is not None and words_of(kind) not in ("attachment", "note") and local_name(element) != "Memo":
            yield _rdf_record(element, by_about)


def _rdf_record(element: etree._Element, by_about: Mapping[str, etree._Element]) -> Record:
    about = element.get(_ABOUT) or ""
    record = Record(key=about.removeprefix("#item_") if about.startswith("#item_") else re.sub(r"^\w+:/*", "", about))
    for child in element:
        name = local_name(child)
        linked = by_about.get(child.get(_RESOURCE) or "")
        match name:
            case "authors" | "recipients":
                for person in child.iter("{*}Person"):
                    parts = (words_of(next(iter(children(person, *part)), None)) for part in _NAME_PARTS)
                    record.add("from" if name == "authors" else "to", " ".join(part for part in parts if part))
            case "link" if linked is not None:
                for resource in linked.iter("{*}resource"):
                    if path := resource.get(_RESOURCE):
                        record.files.append(path)
            case "isReferencedBy" if linked is not None:
                for note in children(linked, "value"):
                    record.add("note", _plain(words_of(note)))
            case "subject" if children(child, "LCC"):
                number = words_of(child)
                record.names.append(number)
                record.add("call number", number)
            case "identifier":
                record.add("address", words_of(child))
            case "publisher":
                for place in child.iter("{*}locality"):
                    record.add("places", words_of(place))
            case "coverage":
                record.add("citation", _location(record, words_of(child)))
            case "isPartOf":  # a journal or series, within the item or beside it
                for held in (child, linked):
                    for title in held.iter("{*}title") if held is not None else ():
                        record.add("collection", words_of(title))
            case "itemType" | "link" | "isReferencedBy" | "relation":
                pass
            case "description":
                words = words_of(child)
                record.names += re.findall(r"Citation Key:\s*(\S+)", words, re.I)
                record.add("note", words)
            case _:
                record.add(_RDF.get(name, name), words_of(child))
    return record


_NAME_PARTS = (("givenName", "givenname"), ("surname",))


# CSV


def _of_csv(data: bytes) -> Iterator[Record]:
    rows = [row.cells for row in read_tables(data)[0].rows if not row.is_blank]
    header = [cell.strip().lower() for cell in rows[0]] if rows else []
    if "key" not in header or "item type" not in header:
        raise FormatError(
            "this is no export of Zotero: it is neither RIS, nor RDF, nor CSL-JSON, nor a CSV with the columns Key and "
            "Item Type",
            remedy="export from Zotero as Zotero RDF, CSL JSON, RIS or CSV; any other list is imported as csv.",
        )
    for cells in rows[1:]:
        values = dict(zip(header, (cell.strip() for cell in cells), strict=False))
        if values.get("item type") in ("attachment", "note"):
            continue
        record = Record(key=values.get("key", ""))
        record.names += [values["call number"]] if values.get("call number") else []
        record.files += [part.strip() for part in values.get("file attachments", "").split(";") if part.strip()]
        for label, words in values.items():
            if label in _CSV_READ or not words:
                continue
            target = _CSV.get(label, label)
            if target in ("from", "to", "tags"):
                for part in words.split(";"):
                    record.add(target, part)
            elif target == "citation":
                record.add(target, _location(record, words))
            else:
                record.add("note" if target == "notes" else target, _plain(words) if target != "date" else words)
        yield record


_CSV_READ = frozenset(
    {
        "key", "item type", "publication year", "date added", "date modified", "access date", "file attachments",
        "link attachments",
    }
)  # fmt: skip


def _plain(words: str) -> str:
    """Words without the HTML that Zotero's notes are written in."""
    if not re.search(r"</?[a-zA-Z][^<>]*>", words):
        return words
    try:
        whole = html.fragment_fromstring(words, create_parent="div")
    except (etree.ParserError, ValueError):
        return re.sub(r"<[^<>]*>", " ", words)
    for element in whole.iter("p", "br", "li", "div"):
        element.tail = "\n" + (element.tail or "")
    return "\n".join(" ".join(row.split()) for row in whole.text_content().splitlines() if row.strip())
