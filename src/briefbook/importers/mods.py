"""MODS, alone, in a collection, in METS or from a harvest -> received descriptions, with the files that METS lists."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from lxml import etree

from briefbook.errors import FormatError
from briefbook.importers.bundle import BundleFile
from briefbook.importers.layout_files import ScanNames
from briefbook.importers.records import Files, Record, describe_records
from briefbook.importers.safe_xml import children, descendants, lines_of, local_name, parse_xml, words_of
from briefbook.model.received import Received
from briefbook.progress import pluralise
from briefbook.text.item_notes import EDITORS
from briefbook.util.file_endings import SCAN_PICTURES

_SENDERS = frozenset({"aut", "cre", "author", "creator", "sender", "crp", "correspondent", "dtc", "wam", "originator"})
_ADDRESSEES = frozenset({"rcp", "addressee", "recipient"})
_DATES = ("dateCreated", "dateIssued", "copyrightDate", "dateOther", "dateCaptured", "dateValid")
"""Dates of a paper, the likeliest to be its own first."""

_OURS = "Made by Briefbook"
"""How a record of our own export came about."""

_NOTES = {"number": "number", "classification": "classification", "precedence": "precedence"}
_ADDRESSES = frozenset({"uri", "url", "doi", "hdl", "urn", "ark", "purl"})
_RIGHTS = re.compile(r"use|reproduction|rights|license|copyright|^$", re.I)
_GROUPS = (
    "original",
    "master",
    "archive",
    "archive image",
    "max",
    "default",
    "presentation",
    "reference image",
    "image",
)
"""Uses of groups of files in METS, the best pictures first; pictures for the screen come last."""

_SMALL = re.compile(r"thumb|min\b|icon|preview|teaser", re.I)
_LINK = "{http://www.w3.org/1999/xlink}"


def read_mods(
    bundle: Iterable[BundleFile],
    name: str,
    *,
    scan_names: ScanNames,
    beside: Files = lambda name: None,
    repository: str = "",
    window: int = 1900,
    order: str = "",
    include_private: bool = False,
) -> Received:
    """Read records in MODS: a record, a collection of records, METS, or the answer of a harvest (OAI-PMH).

    Of METS each part that has a description of its own is an item, with the files of its pages.

    Args:
        bundle: The file, or the files of a folder or zip.
        name: The import's name.
        scan_names: What the collection's scans and items are called.
        beside: Gives a file beside it by its relative path, where a single file is imported.
        repository: The collection's repository, which is no part of an item's location.
        window: First year of the hundred years that years of two digits fall in.
        order: Order of day and month in figures, "dmy" or "mdy"; "" if not set.
        include_private: Take what conditions of access keep from the public, too.

    Raises:
        FormatError: A file is damaged, or there is no record in MODS.
    """
    files = {file.name: file for file in bundle}
    notes: list[str] = []

    def file_of(path: str) -> BundleFile | None:
        return None if ".." in path.split("/") else files.get(path.removeprefix("./")) or beside(path)

    received = describe_records(
        _records(files, repository, notes),
        name,
        program="mods",
        scan_names=scan_names,
        files=file_of,
        window=window,
        order=order,
        include_private=include_private,
    )
    return replace(received, not_understood=(*notes, *received.not_understood))


def _records(files: Mapping[str, BundleFile], repository: str, notes: list[str]) -> Iterator[Record]:
    documents = [file for file in files.values() if file.path.suffix.lower() in (".xml", ".mods", ".mets")]
    found = False
    for file in documents:
        root = parse_xml(file.read())
        if local_name(root) == "mets":
            records = list(_of_mets(root, file.path.parent, repository, notes))
        else:
            records = [_record(element, repository) for element in descendants(root, "mods")]
        found = found or bool(records)
        notes += _harvest(root, file.name)
        if not records and len(documents) == 1:
            is_marc = "MARC21/slim" in str(root.tag)
            remedy = "export the records as MODS; most catalogues, and MarcEdit, make it of MARCXML." if is_marc else ""
            what = "this is MARCXML" if is_marc else f"its root is <{local_name(root)}>"
            raise FormatError(f"there is no MODS in this file: {what}", remedy=remedy)
        if not records:
            notes.append(f"{file.name} holds no MODS and was left out")
        yield from records
    if not found:
        raise FormatError("there is no MODS in it", remedy="name a file in MODS or METS, or a folder of them.")


def _harvest(root: etree._Element, name: str) -> Iterator[str]:
    """Sentences on an answer of a harvest: the list goes on, or records in it were removed."""
    if local_name(root) != "OAI-PMH":
        return
    for token in descendants(root, "resumptionToken"):
        if words_of(token):
            size = token.get("completeListSize") or ""
            whole = f" of {size} records" if size.isdecimal() and len(size) < 12 else ""
            yield f"{name} is the first or a middle part of a list{whole}: harvest the rest, and import it too"
    removed = sum(1 for header in descendants(root, "header") if header.get("status") == "deleted")
    if removed:
        yield f"{name}: {pluralise(removed, 'record')} removed where it comes from, and not here"


# METS


def _of_mets(root: etree._Element, folder: PurePosixPath, repository: str, notes: list[str]) -> Iterator[Record]:
    """The records of the parts of a METS file that have descriptions, with their files."""
    described = {
        section.get("ID", ""): element
        for section in descendants(root, "dmdSec")
        for element in descendants(section, "mods")[:1]
    }
    if not described:
        return
    pages = _pages(root, folder, notes)
    by_page = dict(pages)
    linked: dict[str, list[str]] = {}
    for link in descendants(root, "smLink"):
        linked.setdefault(link.get(f"{_LINK}from", ""), []).append(link.get(f"{_LINK}to", ""))
    parts = [
        (division.get("ID", ""), section)
        for division in descendants(root, "div")
        for section in (division.get("DMDID") or "").split()[:1]
        if section in described
    ]
    named = {section for _, section in parts}
    parts = [*parts, *(("", section) for section in described if section not in named)]
    seen: set[str] = set()
    for place, (division, section) in enumerate(parts):
        if section in seen:
            continue
        seen.add(section)
        record = _record(described[section], repository)
        own = [by_page[page] for page in linked.get(division, ()) if page in by_page]
        record.files += list(dict.fromkeys(own or ([file for _, file in pages] if not place else [])))
        if not place and (name := root.get("OBJID")):
            record.names.append(name)
        yield record


def _pages(root: etree._Element, folder: PurePosixPath, notes: list[str]) -> list[tuple[str, str]]:
    """The pages of the physical structure, each with its best picture; all files in order where there is none."""
    groups = [group for group in descendants(root, "fileGrp") if children(group, "file")]
    pictures = [group for group in groups if _kind(group) == "picture" and not _SMALL.search(group.get("USE") or "")]
    best = min(pictures, key=lambda group: _rank(group.get("USE") or ""), default=None)
    texts = {_address(file) for group in groups if _kind(group) == "text" for file in children(group, "file")}
    if texts:
        them = "it" if len(texts) == 1 else "them"
        notes.append(f"{pluralise(len(texts), 'file')} of text with places of words: import {them} as ocr")
    if best is None:
        return []
    files: dict[str, str] = {}
    for file in children(best, "file"):
        if address := _address(file):
            files[file.get("ID", "")] = address if "://" in address else (folder / address).as_posix()
    pages = []
    for division in descendants(root, "div"):
        for pointer in children(division, "fptr"):
            if (path := files.pop(pointer.get("FILEID", ""), None)) is not None:
                pages.append((division.get("ID", ""), path))
    return [*pages, *files.items()]


def _kind(group: etree._Element) -> str:
    """Whether the files of a group are pictures or texts: by their types, else by their names; "" of others."""
    file = children(group, "file")[0]
    kind, ending = (file.get("MIMETYPE") or "").casefold(), PurePosixPath(_address(file)).suffix.casefold()
    if kind.startswith("image/") or kind == "application/pdf" or (not kind and ending in (*SCAN_PICTURES, ".pdf")):
        return "picture"
    return "text" if "xml" in kind or (not kind and ending == ".xml") else ""


def _address(file: etree._Element) -> str:
    return next((place.get(f"{_LINK}href") or "" for place in children(file, "FLocat")), "")


def _rank(use: str) -> tuple[int, int]:
    words = use.casefold()
    return next((place for place, name in enumerate(_GROUPS) if name in words), len(_GROUPS)), len(use)


# MODS


def _record(mods: etree._Element, repository: str) -> Record:
    record = Record(is_ours=any(words_of(origin) == _OURS for origin in _own(mods, "recordInfo", "recordOrigin")))
    _add_ids(mods, record)
    _add_titles(mods, record)
    for name in children(mods, "name"):
        _add_name(name, record)
    for origin in children(mods, "originInfo"):
        if origin.get("eventType") in ("digitization", "capture") or "date" in dict(record.values):
            record.add("note", f"{origin.get('eventType') or 'originInfo'}: {_listed(origin)}")
        else:
            _add_origin(origin, record)
    for genre in children(mods, "genre")[:1]:
        record.add("form", words_of(genre))
    ours: list[tuple[str, str]] = []
    for note in children(mods, "note"):
        kind = note.get("type") or note.get("displayLabel") or ""
        words = words_of(note)
        known = _NOTES.get(kind)
        if record.is_ours and kind in ("editor", "edition", "route"):
            label, before = ("route", "") if kind == "route" else ("note", EDITORS if kind == "editor" else "")
            ours.append((label, before + lines_of(note)))
            continue
        record.add(known or "note", words if known or kind in ("", "specimen") else f"{kind}: {words}")
    for abstract in children(mods, "abstract", "tableOfContents"):
        record.add("note", lines_of(abstract) if record.is_ours else words_of(abstract))
    for label, words in ours:  # behind the description, as our own exports part them
        record.add(label, words)
    for subject in children(mods, "subject"):
        for part in subject:
            words = _name(part) if local_name(part) == "name" else words_of(part)
            target = {"topic": "tags", "geographic": "places", "name": "persons"}.get(local_name(part), "")
            record.add(target or "note", words if target else f"{local_name(part)}: {words}" if words else "")
    shelves = [words_of(shelf) for shelf in _own(mods, "location", "shelfLocator")]
    record.add("citation", ", ".join(shelves if record.is_ours else dict.fromkeys(_location(mods, repository))))
    for condition in children(mods, "accessCondition"):
        words, address = words_of(condition), condition.get(f"{_LINK}href") or ""
        is_rights = _RIGHTS.search(condition.get("type") or "")
        record.add("rights" if is_rights else "access", address or words)
        if address and words:
            record.add("note", f"{'rights' if is_rights else 'access'}: {words}")
    for part in mods:
        _add_other(part, record)
    return record


_BY_PLACE = re.compile(r"(?:mods|dmd|md|dmdsec|dmdlog|modsmd|record|rec|item|id)[-_]*(?:log)?[-_]*\d+", re.I)
"""An ``ID`` within a file that only counts its records."""


def _add_ids(mods: etree._Element, record: Record) -> None:
    identifiers = children(mods, "identifier")
    for identifier in sorted(identifiers, key=lambda each: each.get("type") != "local"):
        words = words_of(identifier)
        if (identifier.get("type") or "").casefold() in _ADDRESSES or "://" in words:
            record.add("address", words)
        elif identifier.get("invalid") != "yes":
            record.names.append(words)
            if identifier.get("type") not in ("local", None):
                record.add("identifiers", f"{identifier.get('type')}: {words}")
    for number in _own(mods, "recordInfo", "recordIdentifier")[:1]:
        record.key = words_of(number)
        record.names.append(record.key)
    record.names += [words_of(shelf) for shelf in _own(mods, "location", "shelfLocator")]
    own_id = mods.get("ID") or ""
    record.names = [name for name in (*record.names, "" if _BY_PLACE.fullmatch(own_id) else own_id) if name]
    record.key = record.key or (record.names[0] if record.names else "")


def _own(mods: etree._Element, parent: str, name: str) -> list[etree._Element]:
    """Elements of the record itself, not of what it is related to."""
    return [element for outer in children(mods, parent) for element in descendants(outer, name)]


def _add_titles(mods: etree._Element, record: Record) -> None:
    for place, info in enumerate(children(mods, "titleInfo")):
        main, rest = (
            " ".join(words for part in children(info, *names) if (words := words_of(part)))
            for names in (("nonSort", "title"), ("partNumber", "partName", "subTitle"))
        )
        words = f"{main}: {rest}" if main and rest else main or rest
        if not place and not info.get("type"):
            record.add("subject", words)
        else:
            record.add("note", f"{info.get('type') or 'other'} title: {words}" if words else "")


def _add_name(name: etree._Element, record: Record) -> None:
    words = _name(name)
    roles = [words_of(role) for role in descendants(name, "roleTerm")]
    kinds = {role.casefold().strip(" .") for role in roles}
    if kinds & _ADDRESSEES:
        record.add("to", words)
    elif kinds & _SENDERS:
        record.add("from", words)
    elif not kinds:
        record.add("persons", words)
    elif words:
        record.add("note", f"{roles[-1]}: {words}")


def _name(name: etree._Element) -> str:
    """A name as it is read, given name first."""
    parts = {kind: [] for kind in ("given", "family", "")}  # type: dict[str, list[str]]
    for part in children(name, "namePart"):
        if (kind := part.get("type") or "") in parts:
            parts[kind].append(words_of(part))
    whole = " ".join(parts[""]) if parts[""] else " ".join((*parts["given"], *parts["family"]))
    return whole or next((words_of(part) for part in children(name, "displayForm")), "")


def _add_origin(origin: etree._Element, record: Record) -> None:
    dates = [date for kind in _DATES for date in children(origin, kind) if words_of(date)]
    chosen = next((date for date in dates if date.get("keyDate") == "yes"), dates[0] if dates else None)
    for date in dates:
        if chosen is None or local_name(date) == local_name(chosen):
            continue
        record.add("note", f"{local_name(date)}: {words_of(date)}")
    if chosen is not None:
        alike = children(origin, local_name(chosen))
        start, end = (
            next((words_of(date) for date in alike if date.get("point") == point), "") for point in ("start", "end")
        )
        value = f"{start}/{end}" if start and end and start != end else start or words_of(chosen)
        doubt = {"approximate": "~", "inferred": "?", "questionable": "?"}.get(chosen.get("qualifier") or "", "")
        plain = re.fullmatch(r"\d{4}(?:-\d\d){0,2}", value)
        if re.fullmatch(r"\d{8}", value):  # iso8601 without hyphens
            value, plain = f"{value[:4]}-{value[4:6]}-{value[6:]}", re.match("", "")
        record.add("date", f"{value}{doubt}" if plain else value)
        for date in alike:
            if date is not chosen and not date.get("point") and words_of(date) != words_of(chosen):
                record.add("note", f"{local_name(date)}: {words_of(date)}")
    for place in descendants(origin, "placeTerm"):
        if place.get("type") != "code":
            record.add("places", words_of(place))
    for part in origin:
        if local_name(part) not in ("", "place", *_DATES) and (words := words_of(part)):
            record.add("note", f"{local_name(part)}: {words}")


def _listed(element: etree._Element) -> str:
    return "; ".join(words for part in element if (words := words_of(part))) or words_of(element)


def _location(mods: etree._Element, repository: str) -> Iterator[str]:
    for place in _own(mods, "location", "physicalLocation"):
        words = place.get("displayLabel") or words_of(place)
        if place.get("type") != "code" and words != repository:
            yield words
    for host in children(mods, "relatedItem"):
        if host.get("type") == "host":
            for title in descendants(host, "title")[:1]:
                yield words_of(title)
    for shelf in _own(mods, "location", "shelfLocator"):
        yield words_of(shelf)


_READ = frozenset(
    {"identifier", "titleInfo", "name", "originInfo", "note", "abstract", "tableOfContents", "subject", "location",
     "accessCondition", "recordInfo"}
)  # fmt: skip


def _add_other(part: etree._Element, record: Record) -> None:
    """Keep as a note what has no field: languages, extents, papers it refers to; addresses of its place."""
    name = local_name(part)
    if name == "location":
        for address in descendants(part, "url"):
            record.add("address", words_of(address))
    elif name == "relatedItem" and (part.get("type") != "host" or not descendants(part, "title")):
        record.add("note", f"{part.get('type') or 'related'}: {words}" if (words := _listed(part)) else "")
    elif name and name not in _READ and name not in ("genre", "relatedItem"):
        words = _listed(part)
        if words and (name, words) != ("typeOfResource", "text"):
            record.add(name, words) if record.is_ours else record.add("note", f"{name}: {words}")
