"""TEI files, our own first -> received descriptions: who wrote to whom and when, the text, the places of its lines.

What our own export writes comes back as it was. Any other TEI is read as an edition is (``importers.frus``); where its
lines have zones on a facsimile, as Transkribus writes them, these places come with it.
"""

import hashlib
import itertools
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import IO

from lxml import etree

from briefbook.errors import FormatError
from briefbook.importers.bundle import BundleFile
from briefbook.importers.frus import Corpus, ReadHeading, dates_to_look_at, read_edition
from briefbook.importers.page_layout import KINDS
from briefbook.importers.page_layout_parts import share_box
from briefbook.importers.records import is_own_title
from briefbook.importers.spooled_descriptions import SpooledDescriptions
from briefbook.importers.tei import element_words, local_name
from briefbook.importers.tei_xml import (
    TEI,
    XML_ID,
    corpus_documents,
    is_plain_corpus,
    name_by_content,
    normalise,
    parse_tei,
)
from briefbook.model.cable import Reading, SourceKind
from briefbook.model.page import Box, Kind, Line, Page, Region
from briefbook.model.received import TITLE, Description, Received
from briefbook.progress import pluralise
from briefbook.text.dates import is_edtf, read_date
from briefbook.text.item_notes import EDITORS

_GAPS = {"redacted": Kind.REDACTION, "blank": Kind.BLANK, "illegible": Kind.UNREAD}
_OF_FILE = re.compile(r"page (?P<page>\d{1,6}) of (?P<file>.+)")
XML_ENDINGS = re.compile(r"\.(?:xml|tei)$", re.I)
"""Endings of the files that are read."""

_BEGINNING = 10_000
"""Bytes of a file by which it is seen whether it is a corpus of our own."""

_MAX_LISTED = 20
"""So many sentences of a kind are reported; the rest are counted."""


def read_tei_files(
    files: Iterable[BundleFile],
    name: str,
    *,
    heading: ReadHeading,
    repository: str = "",
    window: int = 1900,
    order: str = "",
) -> Received:
    """Read TEI files: letters, telegrams, a corpus of them, or volumes.

    Args:
        files: The files; those of other kinds are passed over and reported.
        name: The import's name.
        heading: Parses the titles and notes of editors.
        repository: The collection's repository, which is no part of an item's location.
        window: First year of the hundred years that years of two digits fall in.
        order: Order of day and month in figures, "dmy" or "mdy"; "" if not set.

    Returns:
        A description per item.

    Raises:
        FormatError: There is no TEI file, or every one is damaged.
    """
    reader = _Reader(name, heading, repository, window, order, SpooledDescriptions(name))
    for file in files:
        if not XML_ENDINGS.search(file.name):
            reader.others += 1
            continue
        try:
            reader.read(file)
        except FormatError as error:
            reader.fault = error
            reader.problems.append(f"{file.name}: {error.what}; it was left out")
    reader.name_by_marks()
    if not reader.descriptions:
        if reader.fault is not None:
            raise FormatError(reader.fault.what, remedy=reader.fault.remedy)
        raise FormatError("there is no TEI file in it", remedy="name a file that ends in .xml, or a folder of them.")
    return reader.received()


@dataclass(slots=True)
class _Reader:
    """What was read so far."""

    name: str
    heading: ReadHeading
    repository: str
    window: int
    order: str
    descriptions: SpooledDescriptions
    digests: dict[str, bytes] = field(default_factory=dict)  # item -> that of its description
    problems: list[str] = field(default_factory=list)
    understood: dict[str, None] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    fault: FormatError | None = None
    by_mark: dict[str, dict[str, list[tuple[Description, str]]]] = field(default_factory=dict)
    """Works of FromThePage until it is known who shares a shelf mark: mark -> id of the work -> what was read, where"""
    named_by_content: set[str] = field(default_factory=set)
    placed: int = 0
    others: int = 0

    def read(self, file: BundleFile) -> None:
        """Read a file; ``FormatError`` if it is no TEI."""
        if self._read_corpus(file):
            self.counts["files"] += 1
            return
        root, problems = parse_tei(file.read())
        self.problems += [f"{file.name}: {sentence}" for sentence in problems]
        stem = _stem(file)
        if _is_edition(root):
            edition = self._read_edition(root, stem, file.name)
            self.problems += dates_to_look_at(edition.descriptions, root.get(XML_ID) or stem)
        else:
            documents = _documents(root)
            is_own = all(map(_own_id, documents))
            for element in documents:
                item = element.get(XML_ID) or (stem if len(documents) == 1 else self._named(element, stem))
                if not is_own and (mark := _shelf_mark(element)):
                    of_mark = self.by_mark.setdefault(mark, {})
                    of_mark.setdefault(item, []).append((_plain(element, item), file.name))
                else:
                    self._add(self._own(element) if is_own else _plain(element, item), file.name)
        self.counts["files"] += 1

    def _read_edition(self, root: etree._Element, stem: str, where: str, corpus: Corpus | None = None) -> Received:
        """Read a volume, or letters whose headers describe the correspondence."""
        layouts = {
            element.get(XML_ID) or stem: tuple(_pages_of(element, ""))
            for element in _documents(root)
            if _has_zones(element)
        }
        edition = read_edition(root, stem, heading=self.heading, corpus=corpus)
        for description in edition.descriptions:
            pages = tuple(replace(page, item=description.item) for page in layouts.get(description.item, ()))
            readings = {
                name: tuple(replace(reading, source=self.name) for reading in readings)
                for name, readings in description.readings.items()
            }
            self._add(replace(description, readings=readings, layouts=pages), where)
        self.named_by_content |= edition.named_by_content
        self.problems += edition.not_understood
        self.understood |= dict.fromkeys(edition.understood)
        return edition

    def _read_corpus(self, file: BundleFile) -> bool:
        """Read a corpus document by document, in memory for one; False, and nothing read, where that cannot be.

        What kind of corpus it is, is seen first, for which it is read to its end, so that no half of it comes in.
        """
        if file.open is None:
            return False
        try:
            stream = file.open()
        except OSError:  # reading it whole says what is wrong, of this file only
            return False
        with stream:
            if not is_plain_corpus(stream.read(_BEGINNING)):
                return False
            stream.seek(0)
            kinds: set[str] = set()
            corpus = None
            try:
                for element in corpus_documents(stream):
                    corpus = corpus or Corpus.of(element.getroottree().getroot(), _stem(file))
                    kinds.add(_kind_of(element))
            except FormatError:  # such as an entity that nothing declares: read whole, it is known or explained
                return False
            if corpus is None or "volume" in kinds:
                return False
            stream.seek(0)
            if "own" in kinds:
                self._read_own_corpus(stream, file.name)
            else:
                self._read_letters(stream, file, corpus)
        return True

    def _read_own_corpus(self, stream: IO[bytes], where: str) -> None:
        """Read a corpus as our own export writes it: each document has an item's id."""
        without_id = 0
        for element in corpus_documents(stream):
            if _own_id(element):
                self._add(self._own(element), where)
            else:
                without_id += 1
        if without_id:
            what = "document has" if without_id == 1 else "documents have"
            self.problems.append(f"{where}: {without_id} {what} no idno of the type item, and stayed out")

    def _read_letters(self, stream: IO[bytes], file: BundleFile, corpus: Corpus) -> None:
        """Read a corpus of letters, of other texts, or of both; one without ``xml:id`` is called by what it says."""
        stem = _stem(file)
        dated: list[Description] = []
        for element in corpus_documents(stream):
            normalise(element)
            if _kind_of(element) == "letter":
                own_name = element.get(XML_ID) or self._named(element, stem)
                edition = self._read_edition(element, own_name, file.name, corpus)
                for description in edition.descriptions:
                    days = {name: readings for name, readings in description.readings.items() if name == "date"}
                    dated.append(Description(description.item, days))
            else:
                item = element.get(XML_ID) or self._named(element, stem)
                self._add(_plain(element, item), file.name)
        self.problems += dates_to_look_at(dated, corpus.id)

    def _named(self, element: etree._Element, stem: str) -> str:
        """The name of a document without an id, made of what it says."""
        name = name_by_content(element, stem, self.named_by_content)
        self.named_by_content.add(name)
        return name

    def _add(self, description: Description, where: str) -> None:
        digest = hashlib.blake2b(
            json.dumps(description.as_json(), ensure_ascii=False).encode("utf-8", "replace"), digest_size=16
        ).digest()
        if description.item in self.digests:
            if digest != self.digests[description.item]:
                self.problems.append(f"{where}: {description.item} came before and differs; this was left out")
            return
        self.digests[description.item] = digest
        self.descriptions.add(description)
        self.counts["pages"] += len(description.pages) + len(description.layouts)
        self.placed += any(page.width for page in description.layouts)

    def name_by_marks(self) -> None:
        """Add the works of FromThePage: a shelf mark names a work that bears it alone, and not several."""
        for mark, works in self.by_mark.items():
            if len(works) > 1:
                named = ", ".join([*itertools.islice(works, 5), *(["…"] if len(works) > 5 else [])])
                self.problems.append(f"{mark} is the shelf mark of {len(works)} works, which are called {named}")
            for descriptions in works.values():
                for description, where in descriptions:
                    self._add(_renamed(description, mark) if len(works) == 1 else description, where)
        self.by_mark.clear()

    def _own(self, element: etree._Element) -> Description:
        """An item as our own export wrote it."""
        header = element.find(f"{TEI}teiHeader")
        assert header is not None  # the id is in it
        item = _own_id(element)
        readings: dict[str, tuple[Reading, ...]] = {}

        def put(field_name: str, *pairs: tuple[str, str | None]) -> None:
            if pairs:
                readings[field_name] = tuple(
                    Reading(written, value, SourceKind.RECEIVED, source=self.name) for written, value in pairs
                )

        senders, addressees = (
            [
                (words, part.get("key") or words)
                for action in header.iterfind(f".//{TEI}correspAction[@type='{kind}']")
                for part in action
                if local_name(part) in ("persName", "orgName", "name") and (words := element_words(part))
            ]
            for kind in ("sent", "received")
        )
        if senders:  # a field with one value, as a list of the catalogue has several
            put("from", ("; ".join(words for words, _ in senders), "; ".join(code for _, code in senders)))
        put("to", *addressees)
        date_sent = header.find(f".//{TEI}correspAction[@type='sent']/{TEI}date")
        if date_sent is not None:
            put("date", *self._date(date_sent, item))
        put("number", *_values(header, ".//{*}altIdentifier[@type='number']/{*}idno"))
        put("subject", *_values(header, ".//{*}msContents/{*}summary"))
        put("form", *_values(header, ".//{*}objectDesc"))
        put("persons", *_values(header, ".//{*}particDesc//{*}persName"))
        put("places", *_values(header, ".//{*}settingDesc//{*}placeName"))
        licence = header.find(f".//{TEI}availability/{TEI}licence")
        rights = (licence.get("target") or "") if licence is not None else ""
        rights = rights or element_words(header.find(f".//{TEI}availability"))
        put("rights", *([(rights, rights)] if rights else []))
        put("citation", *self._location(header, item))
        self._put_notes(header, put)
        title = element_words(header.find(f"{TEI}fileDesc/{TEI}titleStmt/{TEI}title"))
        subject = readings["subject"][0].value or "" if "subject" in readings else ""
        if is_own_title(title, subject):  # the paper has a title of its own
            kept = Reading(f"{TITLE}{subject}", None, SourceKind.RECEIVED, source=self.name)
            readings["note"] = (*readings.get("note", ()), kept)
        pages = tuple(_pages_of(element, item))
        if any(page.width or any(line.kind is not Kind.MESSAGE for line in page.lines) for page in pages):
            return Description(item, readings, layouts=pages)
        return Description(item, readings, pages=tuple(page.text for page in pages if page.lines))

    def _put_notes(self, header: etree._Element, put: Callable[..., None]) -> None:
        """The item's description, what editors say of it, an edition's note line by line, and that it is a specimen."""
        described = header.iterfind(f"{TEI}profileDesc/{TEI}abstract/{TEI}p")
        notes = [words for part in described if (words := element_words(part))]
        for note in header.iterfind(f".//{TEI}notesStmt/{TEI}note"):
            if not (words := element_words(note)):
                continue
            if note.get("type") == "edition":
                notes.append(
                    "\n".join(" ".join(line.split()) for line in "".join(map(str, note.itertext())).splitlines())
                )
            elif note.get("type") == "editor":
                notes.append(f"{EDITORS}{words}")
            elif "pecimen" in words:
                put("specimen", (words, words))
            else:
                notes.append(words)
        if notes:
            put("note", ("\n".join(notes), "\n".join(notes)))

    def _date(self, date_sent: etree._Element, item: str) -> Iterator[tuple[str, str | None]]:
        words = element_words(date_sent)
        given = date_sent.get("key") or date_sent.get("when") or ""
        first, last = date_sent.get("notBefore"), date_sent.get("notAfter")
        if not given and first and last:
            given = f"{first}/{last}"
        if given and is_edtf(given):
            yield words or given, given
        elif words:
            value = read_date(words, window=self.window, order=self.order).edtf
            if value is None:
                self.problems.append(f"{item}: the date {words!r} could not be read; kept as written")
            yield words, value

    def _location(self, header: etree._Element, item: str) -> Iterator[tuple[str, str | None]]:
        repository = element_words(header.find(f".//{TEI}msIdentifier/{TEI}repository"))
        words = element_words(header.find(f".//{TEI}msIdentifier/{TEI}idno"))
        place = words.removesuffix(item).removesuffix(", ") if words.endswith(item) else words
        place = re.sub(r"(?:, |^)pages? [\d–-]+(?:, [\d–-]+)* of [^,]+$", "", place)
        if repository != self.repository:
            place = ", ".join(part for part in (repository, place) if part)
        if place:
            yield place, place

    def received(self) -> Received:
        """The result, with its report."""
        problems = self.problems[:_MAX_LISTED]
        if len(self.problems) > _MAX_LISTED:
            problems.append(f"and {len(self.problems) - _MAX_LISTED} more sentences of this kind")
        if self.others:
            problems.append(f"{pluralise(self.others, 'file')} of other kinds left out")
        understood = [*self.understood]
        if self.placed:
            understood.append(f"of {pluralise(self.placed, 'item')} the lines have places on the pictures")
        return Received(
            self.name,
            self.descriptions,
            understood=tuple(understood),
            not_understood=tuple(problems),
            named_by_content=frozenset(self.named_by_content),
            counts={"items": len(self.descriptions), "pages": self.counts["pages"], "files": self.counts["files"]},
        )


def _stem(file: BundleFile) -> str:
    """What a file is called, as part of an id."""
    return re.sub(r"[^\w.-]+", "-", XML_ENDINGS.sub("", XML_ENDINGS.sub("", file.path.name)))


def _documents(root: etree._Element) -> list[etree._Element]:
    """The documents of a file: the root itself, or those in it that hold no others."""
    return [element for element in root.iter(f"{TEI}TEI") if not list(element.iterchildren(f"{TEI}TEI"))]


def _is_edition(root: etree._Element) -> bool:
    """Has it documents of a volume, or letters whose headers say who wrote to whom, and is it none of our own?"""
    documents = _documents(root)
    if documents and all(map(_own_id, documents)):
        return False
    has_volume = root.find(f".//{TEI}div[@type='document']") is not None
    return has_volume or root.find(f".//{TEI}correspDesc") is not None


def _kind_of(element: etree._Element) -> str:
    """What a document of a corpus is: "own", "letter", "volume" or "text"."""
    if _own_id(element):
        return "own"
    if element.find(f".//{TEI}div[@type='document']") is not None:
        return "volume"
    described = element.find(f"{TEI}teiHeader/{TEI}profileDesc/{TEI}correspDesc")
    has_body = element.find(f"{TEI}text/{TEI}body") is not None
    return "letter" if described is not None and has_body else "text"


def _values(header: etree._Element, path: str) -> list[tuple[str, str | None]]:
    return [(words, words) for name in header.iterfind(path) if (words := element_words(name))]


def _own_id(element: etree._Element) -> str:
    """The id of an item as our own export has it; "" of other TEI."""
    return element_words(element.find(f"{TEI}teiHeader/{TEI}fileDesc/{TEI}publicationStmt/{TEI}idno[@type='item']"))


def _shelf_mark(element: etree._Element) -> str:
    """The archive's name of a paper transcribed in FromThePage, whose own number says nothing elsewhere; else ""."""
    stated = element.find(f"{TEI}teiHeader/{TEI}fileDesc/{TEI}publicationStmt/{TEI}idno[@type='fromthepage']")
    words = element_words(element.find(f".//{TEI}msIdentifier/{TEI}idno")) if stated is not None else ""
    return words if re.fullmatch(r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9._-]*", words) else ""


def _renamed(description: Description, item: str) -> Description:
    pages = tuple(replace(page, item=item) for page in description.layouts)
    return replace(description, item=item, layouts=pages)


def _plain(element: etree._Element, item: str) -> Description:
    """TEI without a description of a correspondence: its text, and its title as a note."""
    pages = tuple(_pages_of(element, item))
    title = element_words(element.find(f"{TEI}teiHeader/{TEI}fileDesc/{TEI}titleStmt/{TEI}title"))
    readings: dict[str, tuple[Reading, ...]] = {}
    if title:
        readings["note"] = (Reading(title, f"title: {title}", SourceKind.RECEIVED),)
    held = element.find(f"{TEI}teiHeader/{TEI}fileDesc/{TEI}sourceDesc//{TEI}msIdentifier")
    if held is not None and (places := [words for part in held if (words := element_words(part))]):
        readings["citation"] = (Reading(", ".join(places), ", ".join(places), SourceKind.RECEIVED),)
    names = [words for name in element.iterfind(f".//{TEI}listPerson/{TEI}person") if (words := element_words(name))]
    if names:
        readings["persons"] = tuple(Reading(words, words, SourceKind.RECEIVED) for words in dict.fromkeys(names))
    if any(page.width for page in pages):
        return Description(item, readings, layouts=pages)
    return Description(item, readings, pages=tuple(page.text for page in pages if page.lines))


# The text, line by line


def _has_zones(element: etree._Element) -> bool:
    return element.find(f"{TEI}facsimile/{TEI}surface") is not None and any(
        line.get("facs") for line in element.iter(f"{TEI}lb")
    )


@dataclass(slots=True)
class _Text:
    """Pages under construction."""

    zones: dict[str, Box]
    surfaces: dict[str, tuple[int, int, str]]
    item: str
    pages: list[Page] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    heading: list[Box] = field(default_factory=list)
    words: str = ""
    box: Box | None = None
    kind: Kind = Kind.MESSAGE
    is_line: bool = False

    def end_line(self) -> None:
        """Store the line that was begun, if there is any."""
        if self.is_line or self.words.strip():
            self.lines.append(Line(tuple(share_box(self.words, self.box)), self.kind))
        self.words, self.box, self.kind, self.is_line = "", None, Kind.MESSAGE, False

    def end_page(self) -> None:
        """Store the lines of the page."""
        self.end_line()
        if self.pages:
            blocks = (Region(Kind.HEADING, Box.around(self.heading)),) if self.heading else ()
            page = self.pages[-1]
            self.pages[-1] = replace(page, lines=tuple(self.lines), regions=tuple(self.regions), blocks=blocks)
        self.lines, self.regions, self.heading = [], [], []

    def begin_page(self, element: etree._Element) -> None:
        """Begin a page by its ``pb``."""
        if self.pages or self.lines or self.words.strip():
            if not self.pages:
                self.pages.append(Page(self.item, 1, by="received"))
            self.end_page()
        width, height, place = self.surfaces.get((element.get("facs") or "").removeprefix("#"), (0, 0, ""))
        number = element.get("n") or ""
        page_number = int(number) if re.fullmatch(r"\d{1,6}", number) and int(number) > 0 else len(self.pages) + 1
        if self.pages and page_number <= self.pages[-1].number:
            page_number = self.pages[-1].number + 1
        page = Page(self.item, page_number, width=width, height=height, by="received")
        if of_file := _OF_FILE.fullmatch(place):
            page = replace(page, file=of_file["file"], file_page=int(of_file["page"]))
        self.pages.append(page)


def _pages_of(element: etree._Element, item: str) -> Iterator[Page]:
    """The pages of a document by its ``pb`` and ``lb``, with the places of lines that have a zone."""
    surfaces = {}
    zones = {}
    for surface in element.iter(f"{TEI}surface"):
        sides = _sides(surface)
        graphic = surface.find(f"{TEI}graphic")
        size = (sides.right, sides.bottom) if sides else (0, 0)
        if not sides and graphic is not None:
            size = (_pixels(graphic.get("width")), _pixels(graphic.get("height")))
        surfaces[surface.get(XML_ID) or ""] = (*size, surface.get("n") or "")
        for zone in surface.iter(f"{TEI}zone"):
            if box := _sides(zone):
                zones[zone.get(XML_ID) or ""] = box
    body = element.find(f"{TEI}text")
    text = _Text(zones, surfaces, item)
    if body is not None:
        _walk(body, text, in_opener=False)
    if not text.pages and (text.lines or text.words.strip()):
        text.pages.append(Page(item, 1, by="received"))
    text.end_page()
    for page in text.pages:
        if page.width and page.height:
            yield page
        else:  # places on a picture of unknown size say nothing
            lines = tuple(
                replace(line, words=tuple(replace(word, box=None) for word in line.words)) for line in page.lines
            )
            yield replace(page, lines=lines, regions=(), blocks=(), width=0, height=0)


_BLOCKS = frozenset({"p", "head", "ab", "opener", "closer", "salute", "signed", "item", "row", "l", "postscript"})


_NO_WORDS_OF_IT = frozenset(
    {"note", "noteGrp", "listPerson", "listPlace", "listOrg", "listBibl", "standOff", "figDesc", "desc", "annotation",
     "listAnnotation", "interp", "interpGrp", "span", "spanGrp", "witDetail", "certainty"}
)  # fmt: skip
"""What editors put into a text: notes, descriptions of pictures, comments, FromThePage's list of categories."""


def _walk(element: etree._Element, text: _Text, *, in_opener: bool) -> None:
    name = local_name(element)
    facs = (element.get("facs") or "").removeprefix("#")
    if name == "pb":
        text.begin_page(element)
    elif name == "lb":
        text.end_line()
        text.is_line = True
        text.box = text.zones.get(facs)
        if in_opener and text.box:
            text.heading.append(text.box)
    elif name == "gap":
        kind = _GAPS.get(element.get("reason") or "")
        words = element_words(element)
        if words and kind is Kind.REDACTION:
            text.words += words
            text.kind = kind
        elif kind and facs in text.zones:
            text.regions.append(Region(kind, text.zones[facs]))
        else:
            text.words += "[" + ", ".join(filter(None, ("gap", element.get("reason")))) + "]"
        return
    elif name in _NO_WORDS_OF_IT or (name == "div" and element.get("type") == "categories"):
        return
    elif name == "seg" and element.get("type") in KINDS:
        text.kind = KINDS[element.get("type") or ""]
    elif name in _BLOCKS and text.words.strip():
        text.end_line()
    _add_words(text, element.text)
    for child in element:
        if isinstance(child.tag, str):
            _walk(child, text, in_opener=in_opener or name == "opener")
        _add_words(text, child.tail)
    if name in _BLOCKS and text.words.strip():
        text.end_line()


def _add_words(text: _Text, words: str | None) -> None:
    text.words += words or ""


def _sides(element: etree._Element) -> Box | None:
    """The rectangle of a surface or zone: by its corners, or around its points."""
    given = [element.get(name) for name in ("ulx", "uly", "lrx", "lry")]
    if all(given):
        sides = [_pixels(side) for side in given]
        left, top, right, bottom = sides
        return Box(left, top, right, bottom) if right > left and bottom > top else None
    points = [pair.split(",") for pair in (element.get("points") or "").split()]
    xs = [_pixels(pair[0]) for pair in points if len(pair) == 2]
    ys = [_pixels(pair[1]) for pair in points if len(pair) == 2]
    if xs and max(xs) > min(xs) and max(ys) > min(ys):
        return Box(min(xs), min(ys), max(xs), max(ys))
    return None


def _pixels(number: str | None) -> int:
    match = re.fullmatch(r"\s*(\d{1,7})(?:\.\d{0,9})?\s*(?:px)?\s*", number or "")
    return int(match[1]) if match else 0
