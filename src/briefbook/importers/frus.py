"""A volume of Foreign Relations of the United States (TEI) -> one description a document."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from briefbook.errors import FormatError
from briefbook.importers.tei import TEI, XML_ID, Note, Text, local, text_of, words_of
from briefbook.model.cable import Derivation, Reading, Reference, SourceKind
from briefbook.model.locator import PagePosition
from briefbook.model.received import Description, Received
from briefbook.text.dates import is_edtf

Heading = Callable[[str], Mapping[str, Any]]
"""Reads a heading's text: ``cables.read_heading``."""

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
_NUMBER = re.compile(
    r"(?P<written>(?P<series>[A-Z][A-Za-z]{2,9}|CA|CW|CG|A|NSAM)[\s–-]+(?:No\.?\s)?(?P<number>\d{1,6}(?:[–-]\d\d)?)"
    r"|(?:No\.?\s)?(?P<plain>\d{1,6}))\.(?:\s|$|(?=[A-Z]))"
)
_HEAD_NUMBER = re.compile(r"(?:telegram|airgram|despatch|circular)\s(?:no\.\s)?(?P<number>(?:[A-Z]+-)?\d{1,6})\s", re.I)
_REPEATED = re.compile(r"\b(?:also sent|repeated|sent|passed)\s(?:for information\s)?to\s(?P<rest>[^;.]*)", re.I)
_FILE = re.compile(
    r"(?P<home>(?:Central|Decimal|Central Decimal)\s(?:Decimal\s)?Files?,\s*(?P<file>[^.;]*(?:\.[^\s.;][^.;]*)*))"
)
_LEVEL = re.compile(
    r"Top Secret|Secret|Confidential|(?:Limited )?Official Use(?: Only)?|Restricted(?! Data)|Unclassified"
)
_REF = re.compile(r"#?(?P<id>(?:frus[\w.-]+?#)?d\d+[a-z]?\d*?)(?:fn\w+)?")


@dataclass(frozen=True, slots=True)
class _Volume:
    id: str
    title: str
    persons: Mapping[str, str]
    heading: Heading
    name: str


def read_frus(data: bytes, name: str, *, heading: Heading) -> Received:
    """What a volume gives: each document's text page by page, and what its editors say of it.

    Items are called VOLUME-dN. Dates, places, persons, marking, file and cross-references are the editors'; ``heading``
    understands their titles and source notes. ``FormatError`` if it is no TEI or holds no documents.
    """
    root = _parse(data)
    volume = _Volume(_volume_id(root, name), _title(root), _persons(root), heading, name)
    descriptions: list[Description] = []
    problems: list[str] = []
    printed = ""
    for element in root.iter(f"{TEI}div", f"{TEI}pb"):
        if local(element) == "pb":
            printed = element.get("n") or printed
        elif element.get("type") == "document" and element.get(XML_ID):
            descriptions.append(_describe(element, volume, printed, problems))
    if not descriptions:
        raise FormatError('there is no <div type="document"> in it; a volume of FRUS in TEI has one for each document')
    undated = [one.item for one in descriptions if "date" not in one.readings]
    if undated:
        problems.append(f"{len(undated)} documents bear no date: {', '.join(undated[:8])}{' …' if undated[8:] else ''}")
    counts = {
        "documents": len(descriptions),
        "telegrams": sum(_value(one, "form") in ("telegram", "circular telegram") for one in descriptions),
        "pages": sum(len(one.pages) for one in descriptions),
        "cross_references": sum(len(one.references) for one in descriptions),
        "persons": len({r.value for one in descriptions for r in one.readings.get("persons", ())}),
    }
    understood = (f"{volume.title}: items are called {volume.id}-d1 and so on, as the edition numbers its documents",)
    return Received(name, tuple(descriptions), understood=understood, not_understood=tuple(problems), counts=counts)


def _parse(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise FormatError(f"this is not well-formed XML: {error}") from error
    if local(root) not in ("TEI", "teiCorpus"):
        raise FormatError(f"this is not TEI: its root is <{local(root)}>")
    return root


def _volume_id(root: etree._Element, name: str) -> str:
    for idno in root.iter(f"{TEI}idno"):
        if idno.get("type") == "frus" and words_of(idno):
            return re.sub(r"^https?://.*/", "", words_of(idno))
    return root.get(XML_ID) or name


def _title(root: etree._Element) -> str:
    titles = [one for one in root.iter(f"{TEI}title") if words_of(one)]
    complete = [one for one in titles if one.get("type") == "complete"]
    return words_of((complete or titles)[0]) if titles else "an edition without a title"


def _persons(root: etree._Element) -> dict[str, str]:
    """The list of persons: an id and a name, first name first."""
    found = {}
    for person in root.iter(f"{TEI}persName"):
        if key := person.get(XML_ID):
            found[key] = _first_name_first(words_of(person))
    return found


def _first_name_first(name: str) -> str:
    """A name as one says it.

    >>> _first_name_first("Reinhardt, G. Frederick"), _first_name_first("Kent, T.J., Jr.,")
    ('G. Frederick Reinhardt', 'T.J. Kent, Jr.')
    """
    last, _, rest = name.strip(" ,;").partition(",")
    first, _, suffix = rest.strip().partition(",")
    said = f"{first.strip()} {last.strip()}".strip()
    return f"{said}, {suffix.strip()}" if suffix.strip() else said


def _describe(element: etree._Element, volume: _Volume, printed: str, problems: list[str]) -> Description:
    item = f"{volume.id}-{element.get(XML_ID)}"
    text = text_of(element, printed)
    source = next((note.words for note in text.notes if note.kind == "source" or note.words.startswith("Source:")), "")
    head = words_of(_own(element, "head"), notes=False)
    date_line = _own(element, "dateline")
    body = _body(element)
    heading = volume.heading("\n".join(filter(None, [head, words_of(date_line, notes=False), source, *body])))
    made = _Maker(volume, item, {})
    made.date(element, date_line)
    made.parties(_own(element, "head"), head, heading, source)
    made.number(head, body, heading)
    made.marks(source, heading)
    made.subject(element, heading)
    made.people(element)
    made.home(source, head, text)
    made.form(head)
    if made.readings.get("date", ()) and made.readings["date"][0].value is None:
        problems.append(f"{item}: the date {made.readings['date'][0].as_written!r} is no day; kept as written")
    pages = tuple("\n".join(page) for page in text.pages)
    return Description(item, made.readings, pages=pages, references=tuple(_references(text, volume)))


def _own(element: etree._Element, name: str) -> etree._Element | None:
    """The document's own head or dateline, not an attachment's."""
    for child in element:
        if local(child) == name:
            return child
        if local(child) == "opener" and (found := child.find(f"{TEI}{name}")) is not None:
            return found
    return None


def _body(element: etree._Element) -> list[str]:
    """The first paragraphs, in which number and subject stand."""
    found = []
    for child in element.iterchildren(f"{TEI}p"):
        found.append(words_of(child, notes=False))
        if len(found) == 5:
            break
    return found


@dataclass(slots=True)
class _Maker:
    """Readings of one document as they are made."""

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
        """The editors' date: the dateline's, else the bounds that they give the whole document."""
        stated = date_line.find(f".//{TEI}date") if date_line is not None else None
        bounds = {str(key).rsplit("}", 1)[-1]: str(value) for key, value in element.attrib.items()}
        low, high = bounds.get("doc-dateTime-min", ""), bounds.get("doc-dateTime-max", "")
        if stated is not None:
            when, start, end = (stated.get(key) or "" for key in ("when", "from", "to"))
            start, end = start or stated.get("notBefore") or "", end or stated.get("notAfter") or ""
            value = _edtf(when) or _interval(start, end)
            if value or words_of(stated):
                self.put("date", words_of(stated, notes=False), value or _interval(low, high))
        elif value := _interval(low, high):
            self.put(
                "date", None, value, how=Derivation.SUPPLIED, note="the editors' date; the document's own bears none"
            )

    def parties(self, head: etree._Element | None, title: str, heading: Mapping[str, Any], source: str) -> None:
        """Sender and addressees: the post where the office is one, else the editors' words."""
        said = {key: [] for key in ("from", "to")}  # type: dict[str, list[str]]
        for gloss in head.iter(f"{TEI}gloss") if head is not None else ():
            if gloss.get("type") in said:
                said[gloss.get("type") or ""].append(words_of(gloss, notes=False))
        if not (said["from"] and said["to"]):
            found = re.search(r"\b[Ff]rom (?:the )?(?P<from>.+?) to (?:the )?(?P<to>.+)$", title)
            said["from"] = said["from"] or ([found["from"]] if found else [])
            said["to"] = said["to"] or ([found["to"]] if found else [])
        codes = {"from": [heading.get("from")] if heading.get("from") else [], "to": list(heading.get("to") or ())}
        if codes["from"] and codes["from"] == codes["to"]:  # the Secretary, travelling, and his Department
            travelling = next((key for key, words in said.items() if "Secretary" in "; ".join(words)), "from")
            codes[travelling] = []
        for key, words in said.items():
            if not words and not codes[key]:
                continue
            whole = "; ".join(words)
            if codes[key]:
                self.put(key, whole or None, *codes[key], note="the office's post")
            else:
                self.put(key, whole, *(words if key == "to" else [whole]))
        if repeated := list(_repeated(source)):
            self.put("info", "; ".join(repeated), *(one.upper() for one in repeated))

    def number(self, title: str, body: list[str], heading: Mapping[str, Any]) -> None:
        """The sender's number: in the title, or the first words of the text."""
        if not re.search(r"telegram|airgram|despatch|message|cable|National Security Action", title, re.I):
            return
        if found := _HEAD_NUMBER.search(title):
            self.put("number", found["number"], found["number"])
        elif re.search(r"National Security Action Memorandum No\. \d+", title):
            self.put("number", title, re.sub(r".*No\. (\d+).*", r"\1", title))
        elif begins := _begins(body):
            series = (begins["series"] or "").upper()
            number = (begins["number"] or begins["plain"]).replace("–", "-")
            self.put("number", begins["written"], f"{series}{'-' if len(series) < 3 else ' '}{number}".strip(" -"))
        elif heading.get("number"):
            self.put("number", None, f"{heading.get('series') or ''} {heading['number']}".strip())
        aliases = [alias for alias in heading.get("aliases") or () if alias]
        if aliases:
            self.put("identifiers", None, *aliases, note="repeated as")

    def marks(self, source: str, heading: Mapping[str, Any]) -> None:
        """Classification, urgency and captions of the source note."""
        for name in ("precedence", "received"):
            if isinstance(heading.get(name), str):
                self.put(name, None, heading[name])
        if heading.get("caveats"):
            self.put("caveats", None, *heading["caveats"])
        for part in re.split(r"(?<=[\w)])\.\s", source)[1:4]:
            level = None if re.match(r"(?:drafted|received|the )", part, re.I) else _LEVEL.search(part)
            if level:
                self.put("classification", part, level[0].upper())
                return
        if heading.get("security"):
            self.put("classification", None, heading["security"])

    def subject(self, element: etree._Element, heading: Mapping[str, Any]) -> None:
        """The subject, as the text or its list of subjects gives it."""
        listed = [
            words_of(item, notes=False)
            for one in element.iterchildren(f"{TEI}list")
            if one.get("type") == "subject" or words_of(one.find(f"{TEI}head")).upper().strip(" :") == "SUBJECT"
            for item in one.iterchildren(f"{TEI}item")
        ]
        if listed:
            self.put("subject", None, "; ".join(listed))
        elif isinstance(heading.get("subject"), str):
            self.put("subject", None, heading["subject"])

    def people(self, element: etree._Element) -> None:
        """Persons of the text, by the edition's list, each as first written; and who signed."""
        written: dict[str, str] = {}
        for person in element.iter(f"{TEI}persName"):
            if any(local(up) == "note" for up in person.iterancestors()):
                continue
            words = words_of(person, notes=False)
            key = (person.get("corresp") or person.get("ref") or "").lstrip("#")
            if words and (name := self.volume.persons.get(key) or (words if key or " " in words else "")):
                written.setdefault(name, words)
        if written:
            self.readings["persons"] = tuple(
                Reading(words, name, SourceKind.RECEIVED, source=self.volume.name) for name, words in written.items()
            )
        if signed := [words_of(one, notes=False) for one in element.iter(f"{TEI}signed")]:
            self.put("signer", signed[-1], signed[-1].strip(" ."))

    def home(self, source: str, head: str, text: Text) -> None:
        """Where the paper is kept, where it is printed, and every note of the editors, with its number."""
        kept = re.sub(r"^Source:\s*", "", source)
        if found := _FILE.search(kept):
            self.put("file", found["file"], found["file"].replace("–", "-").strip())
        if kept:
            self.put("citation", kept, re.split(r"(?<=[\w)\]])\.\s", kept)[0].rstrip("."))
        pages = [page for page in text.printed if page]
        where = f", p. {pages[0]}" if len(pages) == 1 else f", pp. {pages[0]}–{pages[-1]}" if pages else ""
        notes = [f"{self.volume.title}, document {self.item.rsplit('-d', 1)[-1]}{where}: {head}"]
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


def _begins(body: Sequence[str]) -> re.Match[str] | None:
    """The number with which a text begins; not that of a paragraph, which another follows."""
    for at, words in enumerate(body[:2]):
        found = _NUMBER.match(words)
        if found is None:
            continue
        plain = int(found["plain"] or 0)
        counted = plain and any(re.match(rf"{plain + 1}\.\s", other) for other in body[at + 1 :])
        if not counted and (at == 0 or found["series"] or plain > 20):
            return found
    return None


def _repeated(source: str) -> Iterator[str]:
    """The posts a source note says it was sent or repeated to, in its words."""
    for found in _REPEATED.finditer(source.replace("U.S.", "US")):
        if re.match(r"passed", found[0], re.I):
            continue
        rest = re.split(r"\b(?:and|also) (?:repeated|passed|pouched|relayed|sent)\b|\bas\b|\bfor\b", found["rest"])[0]
        for part in re.split(r",\s*(?:and\s)?|\sand\s", rest):
            name = re.sub(r"^(?:the|also|information|info)\s", "", part.strip(" .,)")).strip()
            if re.fullmatch(r"[A-Z][\w .&/()'-]{1,40}", name):
                yield re.sub(r"\s\d{1,5}$", "", name)


def _edtf(when: str) -> str | None:
    """The day (or month, or year) of a TEI date; None where there is none or it does not exist."""
    found = re.match(r"\d{4}(?:-\d\d(?:-\d\d)?)?", when)
    if not found:
        return None
    return found[0] if is_edtf(found[0]) else None


def _interval(start: str, end: str) -> str | None:
    first, last = _edtf(start), _edtf(end)
    if first and last:
        return first if first == last else f"{first}/{last}"
    return f"{first}/.." if first else f"../{last}" if last else None


def _references(text: Text, volume: _Volume) -> Iterator[Reference]:
    """The editors' cross-references: to which document, in what words, behind which words of the text."""
    for note in text.notes:
        for ref in note.element.iter(f"{TEI}ref"):
            found = _REF.fullmatch(ref.get("target") or "")
            if not found:
                continue
            target = found["id"].replace("#", "-") if "#" in found["id"] else f"{volume.id}-{found['id']}"
            yield Reference(
                mention=words_of(ref),
                form="EDITOR",
                place=PagePosition(note.page),
                target=target,
                said=_sentence(note, ref),
                after=note.after if note.kind != "source" else "",
            )


def _sentence(note: Note, ref: etree._Element) -> str:
    """The sentence of a note in which a cross-reference stands."""
    words = words_of(ref)
    sentences = re.split(r"(?<=[a-z0-9)”\"])\.\s+(?=[A-Z])", note.words)
    return next((one for one in sentences if words and words in one), note.words)


def _value(one: Description, name: str) -> str | None:
    readings = one.readings.get(name, ())
    return readings[0].value if readings else None
