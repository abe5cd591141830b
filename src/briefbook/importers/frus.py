"""A volume of Foreign Relations of the United States (TEI) -> one description per document."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from briefbook.errors import FormatError
from briefbook.importers.tei import TEI, XML_ID, EditorsNote, TeiText, element_words, local_name, read_text
from briefbook.model.cable import Derivation, Reading, Reference, SourceKind
from briefbook.model.locator import PagePosition
from briefbook.model.received import Description, Received
from briefbook.text.dates import is_edtf

ReadHeading = Callable[[str], Mapping[str, Any]]
"""Parses the text of a heading (``cables.read_heading``)."""

_FORMS = (
    (r"circular telegram", "circular telegram"),
    (r"telegram", "telegram"),
    (r"circular airgram", "airgram"),
    (r"airgram", "airgram"),
    (r"despatch|dispatch", "despatch"),
    (r"editorial note", "editorial note"),
    (r"memorandum of (?:a )?(?:telephone )?conversation", "memorandum of conversation"),
    (r"national security action memorandum", "national security action memorandum"),
    (r"(?:special )?national intelligence estimate", "intelligence estimate"),
    (r"letter", "letter"),
    (r"message", "message"),
    (
        r"minutes|record of|notes? of|memorandum (?:of|for)(?: the)? (?:a )?(?:meeting|conference|record)",
        "record of a meeting",
    ),
    (r"(?:research |current intelligence |information )?memorandum", "memorandum"),
    (r"paper|report|study|summary|briefing", "paper"),
)  # fmt: skip
_NUMBER_AT_START = re.compile(
    r"(?P<written>(?P<series>[A-Z][A-Za-z]{2,9}|CA|CW|CG|A|NSAM)[\s–-]+(?:No\.?\s)?(?P<number>\d{1,6}(?:[–-]\d\d)?)"
    r"|(?:No\.?\s)?(?P<plain>\d{1,6}))\.(?:\s|$|(?=[A-Z]))"
)
_NUMBER_IN_TITLE = re.compile(
    r"(?:telegram|airgram|despatch|circular)\s(?:no\.\s)?(?P<number>(?:[A-Z]+-)?\d{1,6})\s", re.I
)
_REPEATED = re.compile(r"\b(?:also sent|repeated|sent|passed)\s(?:for information\s)?to\s(?P<rest>[^;.]*)", re.I)
_FILE_UNIT = re.compile(
    r"(?P<home>(?:Central|Decimal|Central Decimal)\s(?:Decimal\s)?Files?,\s*(?P<file>[^.;]*(?:\.[^\s.;][^.;]*)*))"
)
_CLASSIFICATION = re.compile(
    r"Top Secret|Secret|Confidential|(?:Limited )?Official Use(?: Only)?|Restricted(?! Data)|Unclassified"
)
_REFERENCE_TARGET = re.compile(r"#?(?P<id>(?:frus[\w.-]+?#)?d\d+[a-z]?\d*?)(?:fn\w+)?")


@dataclass(frozen=True, slots=True)
class _Volume:
    id: str
    title: str
    persons: Mapping[str, str]
    heading: ReadHeading
    name: str


def read_frus(data: bytes, name: str, *, heading: ReadHeading) -> Received:
    """Read a volume: the text of each document, page by page, and its description by the editors.

    Dates, places, persons, marking, file and cross-references are the editors'.

    Args:
        data: The TEI file.
        name: The list's name, given as the source of every reading.
        heading: Parses the editors' titles and source notes.

    Returns:
        One description per document; items are named VOLUME-dN.

    Raises:
        FormatError: It is not TEI, or there are no documents in it.
    """
    root = _parse(data)
    volume = _Volume(_volume_id(root, name), _title(root), _persons(root), heading, name)
    descriptions: list[Description] = []
    problems: list[str] = []
    printed = ""
    for element in root.iter(f"{TEI}div", f"{TEI}pb"):
        if local_name(element) == "pb":
            printed = element.get("n") or printed
        elif element.get("type") == "document" and element.get(XML_ID):
            descriptions.append(_describe(element, volume, printed, problems))
    if not descriptions:
        raise FormatError('there is no <div type="document"> in it; a volume of FRUS in TEI has one for each document')
    undated = [description.item for description in descriptions if "date" not in description.readings]
    if undated:
        problems.append(f"{len(undated)} documents have no date: {', '.join(undated[:8])}{' …' if undated[8:] else ''}")
    counts = {
        "documents": len(descriptions),
        "telegrams": sum(
            _value(description, "form") in ("telegram", "circular telegram") for description in descriptions
        ),
        "pages": sum(len(description.pages) for description in descriptions),
        "cross_references": sum(len(description.references) for description in descriptions),
        "persons": len(
            {reading.value for description in descriptions for reading in description.readings.get("persons", ())}
        ),
    }
    understood = (f"{volume.title}: items are named {volume.id}-d1 and so on, as the edition numbers its documents",)
    return Received(name, tuple(descriptions), understood=understood, not_understood=tuple(problems), counts=counts)


def _parse(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise FormatError(f"this is not well-formed XML: {error}") from error
    if local_name(root) not in ("TEI", "teiCorpus"):
        raise FormatError(f"this is not TEI: its root is <{local_name(root)}>")
    return root


def _volume_id(root: etree._Element, name: str) -> str:
    for idno in root.iter(f"{TEI}idno"):
        if idno.get("type") == "frus" and element_words(idno):
            return re.sub(r"^https?://.*/", "", element_words(idno))
    return root.get(XML_ID) or name


def _title(root: etree._Element) -> str:
    titles = [title for title in root.iter(f"{TEI}title") if element_words(title)]
    complete = [title for title in titles if title.get("type") == "complete"]
    return element_words((complete or titles)[0]) if titles else "an edition without a title"


def _persons(root: etree._Element) -> dict[str, str]:
    """The edition's list of persons: XML id -> name, first name first."""
    names_by_id = {}
    for person in root.iter(f"{TEI}persName"):
        if key := person.get(XML_ID):
            names_by_id[key] = _first_name_first(element_words(person))
    return names_by_id


def _first_name_first(name: str) -> str:
    """A name in natural order.

    >>> _first_name_first("Reinhardt, G. Frederick"), _first_name_first("Kent, T.J., Jr.,")
    ('G. Frederick Reinhardt', 'T.J. Kent, Jr.')
    """
    last, _, rest = name.strip(" ,;").partition(",")
    first, _, suffix = rest.strip().partition(",")
    full_name = f"{first.strip()} {last.strip()}".strip()
    return f"{full_name}, {suffix.strip()}" if suffix.strip() else full_name


def _describe(element: etree._Element, volume: _Volume, printed: str, problems: list[str]) -> Description:
    item = f"{volume.id}-{element.get(XML_ID)}"
    text = read_text(element, printed)
    source = next((note.words for note in text.notes if note.kind == "source" or note.words.startswith("Source:")), "")
    head = element_words(_own_child(element, "head"), notes=False)
    date_line = _own_child(element, "dateline")
    body = _body(element)
    heading = volume.heading("\n".join(filter(None, [head, element_words(date_line, notes=False), source, *body])))
    builder = _ReadingsBuilder(volume, item, {})
    builder.date(element, date_line)
    builder.parties(_own_child(element, "head"), head, heading, source)
    builder.message_number(head, body, heading)
    builder.marks(source, heading)
    builder.subject(element, heading)
    builder.people(element)
    builder.home(source, head, text)
    builder.form(head)
    if builder.readings.get("date", ()) and builder.readings["date"][0].value is None:
        written = builder.readings["date"][0].as_written
        problems.append(f"{item}: the date {written!r} could not be read; kept as written")
    pages = tuple("\n".join(page) for page in text.pages)
    return Description(item, builder.readings, pages=pages, references=tuple(_references(text, volume)))


def _own_child(element: etree._Element, name: str) -> etree._Element | None:
    """The document's own head or dateline, not an attachment's."""
    for child in element:
        if local_name(child) == name:
            return child
        if local_name(child) == "opener" and (element_in_opener := child.find(f"{TEI}{name}")) is not None:
            return element_in_opener
    return None


def _body(element: etree._Element) -> list[str]:
    """The first five paragraphs, which have number and subject."""
    paragraphs = []
    for child in element.iterchildren(f"{TEI}p"):
        paragraphs.append(element_words(child, notes=False))
        if len(paragraphs) == 5:
            break
    return paragraphs


@dataclass(slots=True)
class _ReadingsBuilder:
    """The readings of a document under construction."""

    volume: _Volume
    item: str
    readings: dict[str, tuple[Reading, ...]]

    def put(
        self, name: str, written: str | None, *values: str | None, how: Derivation = Derivation.OBSERVED, note: str = ""
    ) -> None:
        """Set a field."""
        self.readings[name] = tuple(
            Reading(written, value, SourceKind.RECEIVED, how, source=self.volume.name, note=note) for value in values
        )

    def date(self, element: etree._Element, date_line: etree._Element | None) -> None:
        """The editors' date: of the dateline, else the bounds that they give for the whole document."""
        stated = date_line.find(f".//{TEI}date") if date_line is not None else None
        bounds = {str(key).rsplit("}", 1)[-1]: str(value) for key, value in element.attrib.items()}
        low, high = bounds.get("doc-dateTime-min", ""), bounds.get("doc-dateTime-max", "")
        if stated is not None:
            when, start, end = (stated.get(key) or "" for key in ("when", "from", "to"))
            start, end = start or stated.get("notBefore") or "", end or stated.get("notAfter") or ""
            value = _edtf(when) or _interval(start, end)
            if value or element_words(stated):
                self.put("date", element_words(stated, notes=False), value or _interval(low, high))
        elif value := _interval(low, high):
            self.put(
                "date", None, value, how=Derivation.SUPPLIED, note="the editors' date; the document itself has none"
            )

    def parties(self, head: etree._Element | None, title: str, heading: Mapping[str, Any], source: str) -> None:
        """Sender and addressees: the post if the office is one, else the editors' words."""
        names_by_field = {key: [] for key in ("from", "to")}  # type: dict[str, list[str]]
        for gloss in head.iter(f"{TEI}gloss") if head is not None else ():
            if gloss.get("type") in names_by_field:
                names_by_field[gloss.get("type") or ""].append(element_words(gloss, notes=False))
        if not (names_by_field["from"] and names_by_field["to"]):
            match = re.search(r"\b[Ff]rom (?:the )?(?P<from>.+?) to (?:the )?(?P<to>.+)$", title)
            names_by_field["from"] = names_by_field["from"] or ([match["from"]] if match else [])
            names_by_field["to"] = names_by_field["to"] or ([match["to"]] if match else [])
        codes = {"from": [heading.get("from")] if heading.get("from") else [], "to": list(heading.get("to") or ())}
        if codes["from"] and codes["from"] == codes["to"]:  # the Secretary, travelling, and his Department
            travelling = next((key for key, words in names_by_field.items() if "Secretary" in "; ".join(words)), "from")
            codes[travelling] = []
        for key, words in names_by_field.items():
            if not words and not codes[key]:
                continue
            whole = "; ".join(words)
            if codes[key]:
                self.put(key, whole or None, *codes[key], note="the office's post")
            else:
                self.put(key, whole, *(words if key == "to" else [whole]))
        if repeated := list(_repeated_to(source)):
            self.put("info", "; ".join(repeated), *(post.upper() for post in repeated))

    def message_number(self, title: str, body: list[str], heading: Mapping[str, Any]) -> None:
        """The sender's number: from the title, or from the first words of the text."""
        if not re.search(r"telegram|airgram|despatch|message|cable|National Security Action", title, re.I):
            return
        if match := _NUMBER_IN_TITLE.search(title):
            self.put("number", match["number"], match["number"])
        elif re.search(r"National Security Action Memorandum No\. \d+", title):
            self.put("number", title, re.sub(r".*No\. (\d+).*", r"\1", title))
        elif number_match := _number_at_start(body):
            series = (number_match["series"] or "").upper()
            message_number = (number_match["number"] or number_match["plain"]).replace("–", "-")
            self.put(
                "number",
                number_match["written"],
                f"{series}{'-' if len(series) < 3 else ' '}{message_number}".strip(" -"),
            )
        elif heading.get("number"):
            self.put("number", None, f"{heading.get('series') or ''} {heading['number']}".strip())
        aliases = [alias for alias in heading.get("aliases") or () if alias]
        if aliases:
            self.put("identifiers", None, *aliases, note="repeated as")

    def marks(self, source: str, heading: Mapping[str, Any]) -> None:
        """Classification, precedence and handling captions of the source note."""
        for name in ("precedence", "received"):
            if isinstance(heading.get(name), str):
                self.put(name, None, heading[name])
        if heading.get("caveats"):
            self.put("caveats", None, *heading["caveats"])
        for part in re.split(r"(?<=[\w)])\.\s", source)[1:4]:
            level = None if re.match(r"(?:drafted|received|the )", part, re.I) else _CLASSIFICATION.search(part)
            if level:
                self.put("classification", part, level[0].upper())
                return
        if heading.get("security"):
            self.put("classification", None, heading["security"])

    def subject(self, element: etree._Element, heading: Mapping[str, Any]) -> None:
        """The subject, from the text or its list of subjects."""
        listed = [
            element_words(item, notes=False)
            for subjects in element.iterchildren(f"{TEI}list")
            if subjects.get("type") == "subject"
            or element_words(subjects.find(f"{TEI}head")).upper().strip(" :") == "SUBJECT"
            for item in subjects.iterchildren(f"{TEI}item")
        ]
        if listed:
            self.put("subject", None, "; ".join(listed))
        elif isinstance(heading.get("subject"), str):
            self.put("subject", None, heading["subject"])

    def people(self, element: etree._Element) -> None:
        """The persons of the text, named as in the edition's list, each as first written; and the signer."""
        written: dict[str, str] = {}
        for person in element.iter(f"{TEI}persName"):
            if any(local_name(ancestor) == "note" for ancestor in person.iterancestors()):
                continue
            words = element_words(person, notes=False)
            key = (person.get("corresp") or person.get("ref") or "").lstrip("#")
            if words and (name := self.volume.persons.get(key) or (words if key or " " in words else "")):
                written.setdefault(name, words)
        if written:
            self.readings["persons"] = tuple(
                Reading(words, name, SourceKind.RECEIVED, source=self.volume.name) for name, words in written.items()
            )
        if signed := [element_words(signature, notes=False) for signature in element.iter(f"{TEI}signed")]:
            self.put("signer", signed[-1], signed[-1].strip(" ."))

    def home(self, source: str, head: str, text: TeiText) -> None:
        """The archival source, the printed pages, and every note of the editors, with its number."""
        source_text = re.sub(r"^Source:\s*", "", source)
        if match := _FILE_UNIT.search(source_text):
            self.put("file", match["file"], match["file"].replace("–", "-").strip())
        if source_text:
            self.put("citation", source_text, re.split(r"(?<=[\w)\]])\.\s", source_text)[0].rstrip("."))
        pages = [page for page in text.printed if page]
        printed_pages = f", p. {pages[0]}" if len(pages) == 1 else f", pp. {pages[0]}–{pages[-1]}" if pages else ""
        notes = [f"{self.volume.title}, document {self.item.rsplit('-d', 1)[-1]}{printed_pages}: {head}"]
        notes += [f"Editors' note {note.number}: {note.words}" for note in text.notes if note.words]
        self.put("note", "\n".join(notes), "\n".join(notes))

    def form(self, title: str) -> None:
        """The documentary form, from the title's first words."""
        plain = re.sub(r"^\d+\.\s*", "", title)
        begins = re.split(r"\b(?:[Ff]rom|[Bb]y|[Pp]repared)\b", plain)[0] or plain
        form = next((form for pattern, form in _FORMS if re.match(rf"(?:{pattern})\b", begins, re.I)), None)
        form = form or next((form for pattern, form in _FORMS if re.search(rf"\b(?:{pattern})\b", begins, re.I)), None)
        if form:
            self.put("form", plain, form)


def _number_at_start(body: Sequence[str]) -> re.Match[str] | None:
    """The message number at the beginning of a text; not a paragraph's number, which the next one follows."""
    for index, words in enumerate(body[:2]):
        match = _NUMBER_AT_START.match(words)
        if match is None:
            continue
        plain = int(match["plain"] or 0)
        is_paragraph_number = plain and any(re.match(rf"{plain + 1}\.\s", other) for other in body[index + 1 :])
        if not is_paragraph_number and (index == 0 or match["series"] or plain > 20):
            return match
    return None


def _repeated_to(source: str) -> Iterator[str]:
    """The posts to which a message was sent or repeated, as the source note names them."""
    for match in _REPEATED.finditer(source.replace("U.S.", "US")):
        if re.match(r"passed", match[0], re.I):
            continue
        rest = re.split(r"\b(?:and|also) (?:repeated|passed|pouched|relayed|sent)\b|\bas\b|\bfor\b", match["rest"])[0]
        for part in re.split(r",\s*(?:and\s)?|\sand\s", rest):
            name = re.sub(r"^(?:the|also|information|info)\s", "", part.strip(" .,)")).strip()
            if re.fullmatch(r"[A-Z][\w .&/()'-]{1,40}", name):
                yield re.sub(r"\s\d{1,5}$", "", name)


def _edtf(when: str) -> str | None:
    """The day, month or year of a TEI date; None if it is empty or not in the calendar."""
    match = re.match(r"\d{4}(?:-\d\d(?:-\d\d)?)?", when)
    if not match:
        return None
    return match[0] if is_edtf(match[0]) else None


def _interval(start: str, end: str) -> str | None:
    first, last = _edtf(start), _edtf(end)
    if first and last:
        return first if first == last else f"{first}/{last}"
    return f"{first}/.." if first else f"../{last}" if last else None


def _references(text: TeiText, volume: _Volume) -> Iterator[Reference]:
    """The editors' cross-references: the target document, their words, and the words of the text before them."""
    for note in text.notes:
        for ref in note.element.iter(f"{TEI}ref"):
            match = _REFERENCE_TARGET.fullmatch(ref.get("target") or "")
            if not match:
                continue
            target = match["id"].replace("#", "-") if "#" in match["id"] else f"{volume.id}-{match['id']}"
            yield Reference(
                mention=element_words(ref),
                form="EDITOR",
                place=PagePosition(note.page),
                target=target,
                said=_sentence(note, ref),
                after=note.after if note.kind != "source" else "",
            )


def _sentence(note: EditorsNote, ref: etree._Element) -> str:
    """The sentence of a note that contains a cross-reference."""
    words = element_words(ref)
    sentences = re.split(r"(?<=[a-z0-9)”\"])\.\s+(?=[A-Z])", note.words)
    return next((sentence for sentence in sentences if words and words in sentence), note.words)


def _value(description: Description, name: str) -> str | None:
    readings = description.readings.get(name, ())
    return readings[0].value if readings else None
