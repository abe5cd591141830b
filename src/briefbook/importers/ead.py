"""A finding aid in EAD 2002 or EAD3 -> received descriptions of the components that have none below them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from lxml import etree

from briefbook.errors import FormatError
from briefbook.importers.description_levels import is_unit
from briefbook.importers.layout_files import ScanNames
from briefbook.importers.records import Record, describe_records, name_of
from briefbook.importers.safe_xml import children, descendants, local_name, parse_xml, words_of
from briefbook.model.received import Received
from briefbook.progress import pluralise
from briefbook.text.dates import read_date
from briefbook.text.item_notes import EDITORS
from briefbook.text.publicity import is_public

_COMPONENT = re.compile(r"c|c0[1-9]|c1[0-2]")
_ACCESS_POINTS = {
    "persname": "persons", "famname": "persons", "corpname": "tags", "geogname": "places", "subject": "tags",
    "function": "tags", "genreform": "form",
}  # fmt: skip
_NOTES = ("scopecontent", "abstract", "bioghist", "odd", "note", "didnote", "otherfindaid", "relatedmaterial")
_TAKEN = frozenset(
    {"unitid", "unittitle", "unitdate", "unitdatestructured", "origination", "container", "physloc", "repository",
     "dao", "daogrp", "daoset", "did", "dsc", "controlaccess", "head", *_NOTES}
)  # fmt: skip
"""Elements that are read by their names; all others are kept as notes that begin with them."""

_PARTS = ("item", "defitem", "chronitem", "extent", "dimensions", "physfacet", "genreform", "row", "addressline",
          "part", "quantity", "unittype", "bibref", "indexentry", "physdescstructured")  # fmt: skip
"""Parts of a list, a table or a description, which no blank need divide."""

_GIVERS = re.compile(r"source|donor|collector|provenance|former owner", re.I)
_OWN_ADDRESS = re.compile(r"/repositories/\d+/\S+")
"""What ArchivesSpace calls a component within itself, as a ``unitid``."""

_MAKERS = ("Briefbook", "Made by Briefbook")
"""Who made a finding aid, by its own words, where our export did."""

_OF_OURS = ("subject", "editor", "edition")
"""Kinds of our own export's notes."""

_RIGHTS = ("userestrict", "legalstatus")
_SENDER = re.compile(r"author|sender|creator|aut\b|cre\b", re.I)
_ADDRESSEE = re.compile(r"addressee|recipient|correspondent|rcp\b", re.I)


def read_ead(
    data: bytes,
    name: str,
    *,
    scan_names: ScanNames,
    repository: str = "",
    window: int = 1900,
    order: str = "",
    include_private: bool = False,
) -> Received:
    """Read a finding aid: every component without components below it is an item.

    Args:
        data: The file.
        name: The import's name.
        scan_names: What the collection's scans and items are called.
        repository: The collection's repository, which is no part of an item's location.
        window: First year of the hundred years that years of two digits fall in.
        order: Order of day and month in figures, "dmy" or "mdy"; "" if not set.
        include_private: Take what the archive marks as internal (``audience``), and does not show to the public.

    Returns:
        A description per item: id, title, dates, sender and access points, and where it is: repository, fonds, the
        components above it, its containers.

    Raises:
        FormatError: It is no EAD, damaged, describes no components, or all of them are internal.
    """
    root = parse_xml(data)
    if local_name(root) != "ead":
        raise FormatError(f"this is no EAD: its root is <{local_name(root)}>")
    fonds = next(iter(descendants(root, "archdesc")), None)
    if fonds is None and next(iter(descendants(root, "archDesc")), None) is not None:
        raise FormatError("this is EAD 4, which is not read yet", remedy="export the finding aid as EAD3 or EAD 2002.")
    if fonds is None:
        raise FormatError("this EAD has no <archdesc>, and so describes nothing")
    components = [element for element in fonds.iter() if _COMPONENT.fullmatch(local_name(element))]
    items = [
        element
        for element in components
        if not any(_COMPONENT.fullmatch(local_name(inner)) for inner in element.iterdescendants())
    ]
    if not items:
        raise FormatError("this finding aid describes its fonds as a whole, and no part of it")
    units = [element for element in items if _is_unit(element, scan_names)]
    items = [element for element in items if element not in units]
    if not items:
        raise FormatError(
            f"this finding aid describes {len(units)} series or fonds and no paper: {_titles(units)}",
            remedy="list the papers, one a row, and import that as csv.",
        )
    internal = [] if include_private else [element for element in items if _is_internal(element)]
    if internal:
        not_public = [name_of(_record(element, repository, {}), scan_names, "ead") for element in internal]
        items = [element for element in items if not _is_internal(element)]
        if not items:
            sentence = (
                f"all that it describes is internal ({len(internal)}), and not meant for the public; --include-private "
                "takes it in"
            )
            return Received(name, not_understood=(sentence,), not_public=tuple(filter(None, not_public)))
    else:
        not_public = []
    hidden = 0 if include_private else _remove_internal(items)
    levels: dict[str, int] = {}
    for element in items:
        level = element.get("level") or element.get("otherlevel") or "not stated"
        levels[level] = levels.get(level, 0) + 1
    dids: _Dids = {}
    is_ours = any(words_of(maker).startswith(_MAKERS) for maker in descendants(root, "agent", "creation"))
    received = describe_records(
        (_record(element, repository, dids, is_ours=is_ours) for element in items),
        name,
        program="ead",
        scan_names=scan_names,
        files=lambda file_name: None,
        window=window,
        order=order,
        include_private=include_private,
    )
    problems = [*_on_units(units), *_on_levels(levels)]
    if internal:
        problems.append(
            f"{pluralise(len(internal), 'internal component')} of the finding aid stayed out; --include-private takes "
            f"{'it' if len(internal) == 1 else 'them'} in"
        )
    if hidden:
        problems.append(
            f"{pluralise(hidden, 'internal part')} of components stayed out; --include-private takes in all"
        )
    title = words_of(next(iter(descendants(fonds, "unittitle")), None))
    return replace(
        received,
        not_public=(*filter(None, not_public), *received.not_public),
        understood=(*([f"the finding aid of {title}"] if title else []), *received.understood),
        not_understood=(*problems, *received.not_understood),
    )


def _on_units(units: Sequence[etree._Element]) -> Iterator[str]:
    if units:
        are = "is" if len(units) == 1 else "are"
        yield (
            f"{pluralise(len(units), 'component')} {are} of a series or fonds of which no part is described, and no "
            f"paper: kept in the original: {_titles(units)}"
        )


def _on_levels(levels: Mapping[str, int]) -> Iterator[str]:
    for level, count in levels.items():
        if level not in ("item", "otherlevel", "not stated"):
            yield (
                f"{pluralise(count, 'component')} of the level {level!r} {'was' if count == 1 else 'were'} taken for "
                "items, since nothing is described below"
            )


def _is_unit(element: etree._Element, scan_names: ScanNames) -> bool:
    """Is a component a series or fonds, and no paper? Not where a scan is called so."""
    level = element.get("otherlevel") if element.get("level") == "otherlevel" else element.get("level")
    return is_unit(level or "") and name_of(_record(element, "", {}), scan_names, "ead") not in scan_names.items


def _titles(units: Sequence[etree._Element]) -> str:
    titles = [words_of(next(iter(descendants(unit, "unittitle")), None)) or "without a title" for unit in units]
    more = f", and {len(titles) - _MAX_TITLES} more" if len(titles) > _MAX_TITLES else ""
    return f"{'; '.join(titles[:_MAX_TITLES])}{more}"


_MAX_TITLES = 8
"""So many titles that a sentence names."""


def _is_internal(element: etree._Element) -> bool:
    """Does the archive mark a component, or what it is a part of, as not meant for the public?"""
    return any(
        outer.get("audience") == "internal" or any(is_public(words) is not True for words in _statuses(outer))
        for outer in (element, *element.iterancestors())
    )


def _statuses(element: etree._Element) -> Iterator[str]:
    """What AtoM says of whether it shows a component: <odd type="publicationStatus"><p>Draft</p></odd>."""
    for part in children(element, "odd"):
        if (part.get("type") or "").casefold() in ("publicationstatus", "publication status"):
            yield words_of(part)


def _remove_internal(components: Iterable[etree._Element]) -> int:
    """Remove the notes and links of components that are marked as internal; how many there were.

    Also what the components above them say of themselves, for an item's location is made of it.
    """
    outer = {ancestor for element in components for ancestor in element.iterancestors()}
    above = [part for ancestor in outer for did in children(ancestor, "did") for part in did.iter()]
    own = [part for element in components for part in element.iterdescendants()]
    internal = [part for part in (*above, *own) if part.get("audience") == "internal"]
    for part in internal:
        tail = part.tail  # words of the paragraph around it
        part.clear()
        part.tail = tail
    return len(internal)


_Dids = dict[etree._Element, "etree._Element | None"]
"""Elements and what they say of themselves: looked for once in each, since a parent may have thousands of parts."""


def _did(element: etree._Element, known: _Dids) -> etree._Element | None:
    if element not in known:
        known[element] = next((child for child in element if local_name(child) == "did"), None)
    return known[element]


def _record(element: etree._Element, repository: str, dids: _Dids, *, is_ours: bool = False) -> Record:
    did = next(iter(children(element, "did")), element)
    unit_ids = _unit_ids(did)
    record = Record(key=(unit_ids[0] if unit_ids else "") or element.get("id") or "", is_ours=is_ours)
    record.names += [unit for unit in unit_ids if unit]
    record.names += [last for unit in unit_ids for last in [re.split(r"[/,:\s]", unit)[-1]] if last != unit]
    ends = record.names[len(unit_ids) :]
    if ends and all(re.fullmatch(r"\d{1,4}", end) for end in ends):
        # a place in a series (MS.0042/1/1/7) is no name: another series has it too
        record.names[len(unit_ids) :] = [re.sub(r"\s*[/,:]\s*|\s+", "-", unit) for unit in unit_ids]
    record.names.append(element.get("id") or "")
    for title in children(did, "unittitle"):
        if record.is_ours:
            record.title = words_of(title)
            break
        dates = [words_of(date) for date in descendants(title, "unitdate")]
        words = words_of(title)
        for date in reversed(dates):
            words = words.removesuffix(date).rstrip(" ,")
        record.add("subject", words)
    for place, dated in enumerate(_dated(did)):
        value = _date(dated)
        words = words_of(dated) if local_name(dated) == "unitdate" else value
        if place:
            record.add("note", f"{dated.get('type') or 'another'} date: {words or value}")
            continue
        record.add("date", value)
        if words and value != words and read_date(words).edtf != value:
            record.add("note", f"date in the finding aid: {words}")
    for origination in children(did, "origination"):
        for party in _names(origination):
            if _GIVERS.search(f"{origination.get('label', '')} {party.get('role', '')}"):
                record.add("note", f"{origination.get('label') or party.get('role')}: {words_of(party)}")
                continue
            kind = f"{origination.get('label', '')} {party.get('role', '')} {party.get('relator', '')}"
            record.add("to" if _ADDRESSEE.search(kind) else "from", words_of(party))
    for points in children(element, "controlaccess"):
        for point in points.iter():
            is_name = local_name(point) == "name" and record.is_ours
            if target := "to" if is_name else _ACCESS_POINTS.get(local_name(point)):
                kind = f"{point.get('role', '')} {point.get('relator', '')} {point.get('encodinganalog', '')}"
                if _ADDRESSEE.search(kind):
                    target = "to"
                elif _SENDER.search(kind):
                    target = "from"
                record.add(target, " ".join(words_of(part) for part in children(point, "part")) or words_of(point))
    if record.is_ours:
        record.add("citation", ", ".join(words_of(place) for place in children(did, "physloc")))
    else:
        record.add("citation", ", ".join(dict.fromkeys(_location(element, did, repository, dids))))
    for part in (*children(did, *_NOTES), *children(element, *_NOTES)):
        kind = part.get("type") or part.get("localtype") or ""
        if record.is_ours and kind in _OF_OURS:
            words = "\n".join(words_of(paragraph) for paragraph in _paragraphs(part))
            record.add("subject" if kind == "subject" else "note", EDITORS + words if kind == "editor" else words)
            continue
        for paragraph in _paragraphs(part):
            words = _words(paragraph)
            if words and local_name(part) == "odd" and part.get("type"):  # AtoM: <odd type="publicationStatus">
                words = f"{part.get('type')}: {words}"
            known = re.fullmatch(r"(number|classification|precedence): (.+)", words)
            record.add(known[1] if known else "note", known[2] if known else words)
    for part in children(element, *_RIGHTS):
        record.add("rights", " ".join(words_of(paragraph) for paragraph in children(part, "p")) or words_of(part))
    for part in children(element, "accessrestrict"):
        record.add("access", " ".join(words_of(paragraph) for paragraph in children(part, "p")) or words_of(part))
    record.access_above = next(
        (
            " ".join(words_of(paragraph) for paragraph in children(part, "p")) or words_of(part)
            for outer in element.iterancestors()
            for part in children(outer, "accessrestrict")
        ),
        "",
    )
    for link in descendants(element, "dao", "daoloc"):
        record.add("address", link.get("href") or link.get("{http://www.w3.org/1999/xlink}href") or "")
    for part in (*did, *element):
        name = local_name(part)
        if name and name not in (*_TAKEN, *_RIGHTS, "accessrestrict") and not _COMPONENT.fullmatch(name):
            for paragraph in _paragraphs(part):
                words = _words(paragraph)
                record.add(
                    name if record.is_ours else "note", words if record.is_ours or not words else f"{name}: {words}"
                )
    return record


def _words(part: etree._Element) -> str:
    """The words of a paragraph, or of a list's parts with semicolons between; of an extent: 143 electronic files."""
    parts = [child for child in part if local_name(child) in _PARTS]
    mark = " " if all(local_name(child) in ("quantity", "unittype") for child in parts) else "; "
    return mark.join(words for child in parts if (words := _words(child))) if parts else words_of(part)


def _dated(did: etree._Element) -> Iterator[etree._Element]:
    """What dates a component, each date of a set (``dateset``) by itself."""
    for dated in descendants(did, "unitdate", "unitdatestructured"):
        dates = [single for part in children(dated, "dateset") for single in children(part, "datesingle", "daterange")]
        yield from dates or [dated]


def _unit_ids(did: etree._Element) -> list[str]:
    """The ids of a component; an address within ArchivesSpace is none."""
    units = [unit for unit in children(did, "unitid") if unit.get("type") != "aspace_uri"]
    return [words for unit in units if (words := words_of(unit)) and not _OWN_ADDRESS.fullmatch(words)]


def _paragraphs(part: etree._Element) -> list[etree._Element]:
    """The paragraphs, lists and tables of a note; the note itself where it holds words alone."""
    inner = [child for child in part if local_name(child) not in ("", "head")]
    blocks = ("p", "list", "chronlist", "table", "blockquote", "address", "bibref", "defitem", "item", *_NOTES)
    return inner if inner and all(local_name(child) in blocks for child in inner) else [part]


def _names(element: etree._Element) -> Iterator[etree._Element]:
    names = descendants(element, "persname", "corpname", "famname", "name")
    yield from names or [element]


def _date(element: etree._Element) -> str:
    """A date in EDTF by its attributes, else its words."""
    if normal := element.get("normal"):
        first, slash, last = normal.partition("/")
        return first if not slash or first == last else normal
    for single in (element,) if local_name(element) == "datesingle" else descendants(element, "datesingle"):
        return single.get("standarddate") or words_of(single)
    first, last = (
        next((date.get("standarddate") or words_of(date) for date in descendants(element, side)), "")
        for side in ("fromdate", "todate")
    )
    if first and last:
        return first if first == last else f"{first}/{last}"
    return first or last or words_of(element)


def _location(element: etree._Element, did: etree._Element, repository: str, known: _Dids) -> Iterator[str]:
    """Where an item is: repository, the ids or titles above it from the outside in, its containers."""
    dids = (_did(outer, known) for outer in reversed(list(element.iterancestors())))
    above = [found for found in dids if found is not None]
    for outer_did in above:
        for held in children(outer_did, "repository"):
            names = [words for name in children(held, "corpname", "name") if (words := words_of(name))]
            if (words := ", ".join(names) or words_of(held)) != repository:
                yield words
        unit = next(iter(_unit_ids(outer_did)), "")
        title = next((words for part in children(outer_did, "unittitle") if (words := words_of(part))), "")
        if unit or title:
            yield unit or title
    containers = [container for outer_did in (did, *above) for container in children(outer_did, "container")]
    own = [*containers, *children(did, "physloc")]
    for container in own:
        kind = container.get("type") or container.get("localtype") or ""
        words = words_of(container)
        if words:
            yield f"{kind.lower()} {words}" if kind and kind.casefold() not in words.casefold() else words
