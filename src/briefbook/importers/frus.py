"""A volume of Foreign Relations of the United States (TEI) -> one description per document."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from lxml import etree

from briefbook.errors import FormatError
from briefbook.importers.document_titles import printed_date, title_date, title_parties
from briefbook.importers.source_note import (
    classification,
    file_unit,
    info_addressees,
    printed_file_number,
    printed_level,
    without_marking,
)
from briefbook.importers.tei import EditorsNote, TeiText, element_words, local_name, read_text
from briefbook.importers.tei_letters import Letter, letters_of
from briefbook.importers.tei_xml import TEI, XML_ID, name_documents, parse_tei
from briefbook.model.cable import Derivation, Reading, Reference, SourceKind
from briefbook.model.locator import PagePosition
from briefbook.model.received import TITLE, Description, Received
from briefbook.progress import pluralise
from briefbook.text.dates import day_of, edtf_bounds, is_edtf, is_undated
from briefbook.text.folding import fold
from briefbook.text.vocabulary import find_level, full_level

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
    (r"memorand(?:um|a) for (?:the )?(?:record|files?)", "memorandum for the record"),
    (
        r"minutes|record of|notes? of|memorandum of(?: the)? (?:a )?(?:meeting|conference)",
        "record of a meeting",
    ),
    (r"(?:research |current intelligence |information )?memorandum", "memorandum"),
    (r"(?:[\w-]+ ){0,4}report", "report"),
    (r"paper|study|summary|briefing", "paper"),
)  # fmt: skip
_NUMBER_AT_START = re.compile(
    r"(?:\[[^\]]*\]\s*)?[;:,.\s]*"
    r"(?P<written>(?P<series>[A-Z][A-Za-z]{2,9}|CA|CW|CG|A|NSAM)[\s–-]+(?:No\.?\s)?(?P<number>\d{1,6}(?:[–-]\d\d)?)"
    r"|(?:No\.?\s)?(?P<plain>\d{1,6})(?P<letter>[A-Y]?))\.(?:\s|$|(?=[A-Z]))"
)
_NUMBER_WITHHELD = re.compile(r"\[[^\]]*\bnumber\b[^\]]*\bnot declassified[^\]]*\]", re.I)
"""What the editors print in place of a number that was not released: the figure behind it counts a paragraph."""

_NUMBER_IN_TITLE = re.compile(
    r"(?:telegram|airgram|despatch|circular)\s(?:no\.\s)?(?P<number>(?:[A-Z]+-)?\d{1,6})\s", re.I
)
_MIN_DATES = 10
"""Dated documents from which a volume's span is judged; of fewer, one in twenty is none."""
_MAX_LEVEL_LINE = 80
"""Letters of a line that holds a marking and nothing else; a longer one is prose."""
_FAR = timedelta(days=2 * 365)
"""How far outside the span of nine tenths of its volume a date is reported."""
_REFERENCE_TARGET = re.compile(r"#?(?P<id>(?:frus[\w.-]+?#)?d\d+[a-z]?\d*?)(?:fn\w+)?")


_END_OF_SOURCE = re.compile(r"(?<=[\w)\]])(?<!\bNos)(?<!\bNo)(?<!\bVol)(?<!\bBox)(?<!\bpp)(?<!\bDoc)(?<!\bFol)\.\s")
"""The stop behind the archival source in a source note; not that of "No." or "Vol."."""


@dataclass(frozen=True, slots=True)
class _Volume:
    id: str
    title: str
    persons: Mapping[str, str]
    heading: ReadHeading
    name: str

    @property
    def surnames(self) -> frozenset[str]:
        """The surnames in the edition's list of persons."""
        firsts = (name.partition(",")[0].split() for name in self.persons.values())
        return frozenset(words[-1] for words in firsts if words)


@dataclass(slots=True)
class _Problems:
    """What the report says of a volume, and the flags of its documents."""

    sentences: list[str] = field(default_factory=list)
    flags: dict[str, list[str]] = field(default_factory=dict)

    def add(self, item: str, sentence: str, flag: str = "") -> None:
        """Report a document, and flag it for the checks."""
        self.sentences.append(f"{item}: {sentence}")
        if flag:
            self.flags.setdefault(item, []).append(flag)


@dataclass(frozen=True, slots=True)
class Corpus:
    """What documents are a part of: its id, its title, its list of persons (XML id -> name)."""

    id: str
    title: str
    persons: Mapping[str, str]

    @classmethod
    def of(cls, root: etree._Element, name: str) -> "Corpus":
        """What a volume or a corpus says of itself.

        Args:
            root: Its root.
            name: What it is called where it does not say.
        """
        return cls(_volume_id(root, name), _title(root), _persons(root))


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
    root, parse_problems = parse_tei(data)
    edition = read_edition(root, name, heading=heading)
    on_dates = dates_to_look_at(edition.descriptions, _volume_id(root, name))
    return replace(edition, not_understood=(*parse_problems, *edition.not_understood, *on_dates))


def read_edition(root: etree._Element, name: str, *, heading: ReadHeading, corpus: Corpus | None = None) -> Received:
    """Read a volume, or a letter, that is parsed already; otherwise like ``read_frus``.

    Args:
        root: Its root, in the names of TEI P5.
        name: The list's name, given as the source of every reading.
        heading: Parses the editors' titles and source notes.
        corpus: What it is a part of; None where it stands alone.
    """
    whole = corpus or Corpus.of(root, name)
    persons = {**whole.persons, **_persons(root)} if corpus else whole.persons
    volume = _Volume(whole.id, whole.title, persons, heading, name)
    descriptions: list[Description] = []
    names, name_problems = name_documents(
        element for element in root.iter(f"{TEI}div") if element.get("type") == "document"
    )
    problems = _Problems([*name_problems])
    by_content = {
        f"{volume.id}-{name}" for element, name in names.items() if not (element.get(XML_ID) or element.get("n"))
    }
    printed = ""
    for element in root.iter(f"{TEI}div", f"{TEI}pb"):
        if local_name(element) == "pb":
            printed = element.get("n") or printed
        elif element in names:
            descriptions.append(_describe(element, f"{volume.id}-{names[element]}", volume, printed, problems))
    named = f"items are named {volume.id}-d1 and so on, as the edition numbers its documents"
    if not descriptions:
        letters = letters_of(root, name)
        by_content = {letter.name for letter in letters if letter.is_named_by_content}
        descriptions = [_describe_letter(letter, volume, problems) for letter in letters]
        named = "items are named as the edition names its letters"
    if not descriptions:
        raise FormatError(
            'there is no <div type="document"> in it, as a volume of FRUS in TEI has for each document, and no '
            "<correspDesc>, as the TEI of a letter has in its header"
        )
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
    understood = (f"{volume.title}: {named}",)
    return Received(
        name,
        tuple(descriptions),
        understood=understood,
        not_understood=tuple(problems.sentences),
        counts=counts,
        named_by_content=frozenset(by_content),
    )


def dates_to_look_at(descriptions: Iterable[Description], volume: str) -> Iterator[str]:
    """Say which documents have no date, or one years before or after the others': wrong, or an older paper printed.

    Args:
        descriptions: Those of a volume or a corpus.
        volume: What it is called.
    """
    dates: dict[str, date] = {}
    undated: list[str] = []
    for description in descriptions:
        readings = description.readings.get("date")
        if not readings:
            undated.append(description.item)
        elif day := day_of(readings[0].value):
            dates[description.item] = day
    yield from _far_from_others(dates, volume)
    if undated:
        yield (
            f"{pluralise(len(undated), 'document')} {'has' if len(undated) == 1 else 'have'} no date: "
            f"{', '.join(undated[:8])}{' …' if undated[8:] else ''}"
        )


def _far_from_others(dates: Mapping[str, date], volume: str) -> Iterator[str]:
    days = sorted(dates.values())
    if len(days) < _MIN_DATES:
        return
    first, last = days[len(days) // 20], days[-1 - len(days) // 20]
    for item, day in dates.items():
        if day < first - _FAR or day > last + _FAR:
            yield (
                f"{item}: its date, {day.isoformat()}, is far from the others of {volume} "
                f"({first.year}–{last.year}); compare it with the page"
            )


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
    """An edition's list of persons: XML id -> name, first name first; of an entry with "see", the name it leads to."""
    entries = [(key, person) for person in root.iter(f"{TEI}persName") if (key := person.get(XML_ID))]
    names_by_id = {key: _first_name_first(element_words(person)) for key, person in entries}
    keys = {name: key for key, name in reversed(names_by_id.items())}
    seen = {key: target for key, person in entries if (target := _see(person, names_by_id, keys))}
    return {key: names_by_id[seen.get(seen.get(key, key), seen.get(key, key))] for key in names_by_id}


def _see(person: etree._Element, names_by_id: Mapping[str, str], keys: Mapping[str, str]) -> str:
    """The id of the person to whom an entry of a list leads: "Diem, see Ngo Dinh Diem"; "" if it is no such entry."""
    entry = next((ancestor for ancestor in person.iterancestors() if local_name(ancestor) == "item"), None)
    if entry is None or next(entry.iter(f"{TEI}persName")) is not person:
        return ""
    match = _SEE.fullmatch(element_words(entry).removeprefix(element_words(person)))
    if match is None:
        return ""
    linked = {(other.get("corresp") or "").lstrip("#") for other in entry.iter(f"{TEI}persName")} & names_by_id.keys()
    key = linked.pop() if len(linked) == 1 else keys.get(_first_name_first(match["name"]), "")
    return "" if key == person.get(XML_ID) else key


_SEE = re.compile(r"[\s,.;:]*[Ss]ee\s+(?!also\b)(?P<name>[^;:]{2,80}?)[\s.]*")
"""What follows the name in an entry that only leads to another."""


def _first_name_first(name: str) -> str:
    """A name in natural order.

    >>> _first_name_first("Reinhardt, G. Frederick"), _first_name_first("Kent, T.J., Jr.,")
    ('G. Frederick Reinhardt', 'T.J. Kent, Jr.')
    >>> _first_name_first("Ngo Dinh Nhu, Madame (Tran Le Xuan)")
    'Madame Ngo Dinh Nhu (Tran Le Xuan)'
    """
    if aside := re.search(r"\s*(\([^()]*\))[ ,;]*$", name):  # another name of the same person
        return f"{_first_name_first(name[: aside.start()])} {aside[1]}"
    last, _, rest = name.strip(" ,;").partition(",")
    first, _, suffix = rest.strip().partition(",")
    full_name = f"{first.strip()} {last.strip()}".strip()
    return f"{full_name}, {suffix.strip()}" if suffix.strip() else full_name


def _describe(element: etree._Element, item: str, volume: _Volume, printed: str, problems: _Problems) -> Description:
    text = read_text(element, printed)
    source = next((note.words for note in text.notes if note.kind == "source" or note.words.startswith("Source:")), "")
    if not source:  # an extract's, printed in the text
        in_text = (element_words(child, notes=False) for child in element.iterchildren(f"{TEI}p"))
        source = next((words.strip("[] ") for words in in_text if words.startswith("[Source:")), "")
    head = element_words(_own_child(element, "head"), notes=False)
    date_line = _own_child(element, "dateline")
    body = _body(element)
    heading = volume.heading("\n".join(filter(None, [head, element_words(date_line, notes=False), source, *body])))
    builder = _ReadingsBuilder(volume, item, {}, problems)
    builder.date(element, date_line)
    builder.parties(element, head, heading, source)
    printed_file = printed_file_number(source)
    kind = (printed_file[1] if printed_file else "") or _printed_kind(element)
    builder.message_number(f"{head} {kind}", body, heading, _has_numbered_paragraphs(element))
    builder.marks(source, heading, body)
    builder.level_line(element)
    builder.subject(element, heading, body)
    builder.people(element)
    builder.home(source, head, text)
    builder.form(head, kind)
    if builder.readings.get("date", ()) and builder.readings["date"][0].value is None:
        written = builder.readings["date"][0].as_written or ""
        if not is_undated(written):
            problems.add(item, f"the date {written!r} could not be read; kept as written")
    pages = tuple("\n".join(page) for page in text.pages)
    flags = tuple(dict.fromkeys(problems.flags.get(item, ())))
    return Description(
        item, builder.readings, pages=pages, references=tuple(_references(text, volume, item)), flags=flags
    )


def _describe_letter(letter: Letter, volume: _Volume, problems: _Problems) -> Description:
    """A letter whose header says who wrote to whom; the header's words stand before what the text is taken to say."""
    description = _describe(letter.body, letter.name, volume, "", problems)
    builder = _ReadingsBuilder(volume, letter.name, {}, problems)
    for name, names in (("from", letter.senders), ("to", letter.addressees)):
        if names:
            builder.put(name, "; ".join(names), *names, note="the header's description of the correspondence")
    if letter.date_sent is not None:
        builder.stated_date(letter.date_sent, "the header's description of the correspondence")
    builder.form(letter.title)
    if letter.location and not description.readings.get("citation"):
        builder.put("citation", letter.location, letter.location)
    if letter.unnamed:
        problems.add(letter.name, f"the header names by references to another file: {'; '.join(letter.unnamed)}")
    further = [*(["; ".join(letter.unnamed)] if letter.unnamed else []), *letter.notes]
    if further:
        builder.put("note", "\n".join(further), "\n".join(further))
        notes = (*description.readings.get("note", ()), *builder.readings["note"])
        return replace(description, readings={**description.readings, **builder.readings, "note": notes})
    return replace(description, readings={**description.readings, **builder.readings})


def _whole_name(marked: str, party: str) -> str:
    """A party as the editors marked it, or as the title has it where their mark ends within the name.

    >>> _whole_name("Central Intelligence Agency", "Central Intelligence Agency Station in Lima")
    'Central Intelligence Agency Station in Lima'
    >>> _whole_name("Embassy in Peru", "Ambassador in Peru (Roe)")
    'Embassy in Peru'
    """
    cut_off = party.startswith(f"{marked} ") and re.match(
        r"(?:Station|Base|Office|Mission|Staff)\b", party[len(marked) + 1 :]
    )
    return party if cut_off else marked


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


_PLAIN_DAY = re.compile(r"\d{4}(?:-\d\d){0,2}")


def _is_uncertain(stated: etree._Element, words: str) -> bool:
    """Does the edition say that a date is uncertain, by its words or by an attribute?"""
    return (
        "?" in words
        or (stated.get("cert") or "high") not in ("high", "1")
        or stated.get("evidence") in ("conjecture", "inferred")
    )


@dataclass(slots=True)
class _ReadingsBuilder:
    """The readings of a document under construction."""

    volume: _Volume
    item: str
    readings: dict[str, tuple[Reading, ...]]
    problems: _Problems

    def put(
        self, name: str, written: str | None, *values: str | None, how: Derivation = Derivation.OBSERVED, note: str = ""
    ) -> None:
        """Set a field."""
        self.readings[name] = tuple(
            Reading(written, value, SourceKind.RECEIVED, how, source=self.volume.name, note=note) for value in values
        )

    def date(self, element: etree._Element, date_line: etree._Element | None) -> None:
        """The editors' date: of the dateline, the closing or the title, else the bounds of the whole document."""
        bounds = {str(key).rsplit("}", 1)[-1]: str(value) for key, value in element.attrib.items()}
        supplied = _interval(bounds.get("doc-dateTime-min", ""), bounds.get("doc-dateTime-max", ""))
        head = _own_child(element, "head")
        places = [
            (date_line, ""),
            *((closing, "from the closing") for closing in element.iterchildren(f"{TEI}closer", f"{TEI}dateline")),
            (head, "from the title"),
        ]
        undated = ""
        for place, note in places:
            for stated in place.iter(f"{TEI}date") if place is not None else ():
                if any(local_name(ancestor) == "note" for ancestor in stated.iterancestors()):
                    continue
                if place is head and not _ends_with(element_words(head, notes=False), element_words(stated)):
                    continue
                if self.stated_date(stated, note):
                    return
                undated = undated or element_words(stated, notes=False)
                break
        for place, note in places[:-1]:
            words = element_words(place, notes=False)
            if words and not undated and (value := printed_date(words)):
                self.put("date", words, value, note=note)
                return
        words = element_words(head, notes=False)
        if not re.search(r"editorial note", words, re.I) and (date := title_date(words)):
            self.put("date", date[0], date[1], note="from the title")
        elif undated:
            self.put("date", undated, supplied)
        elif supplied:
            self.put(
                "date", None, supplied, how=Derivation.SUPPLIED, note="the editors' date; the document itself has none"
            )

    def stated_date(self, stated: etree._Element, note: str) -> bool:
        """Take the date that an element states, if it has one; where its words say another, both, the words' first."""
        when, start, end = (stated.get(key) or "" for key in ("when", "from", "to"))
        when = when or stated.get("value") or ""  # P4
        start, end = start or stated.get("notBefore") or "", end or stated.get("notAfter") or ""
        encoded = _edtf(when) or _interval(start, end)
        words = element_words(stated, notes=False)
        printed = printed_date(words)
        if not (encoded or printed):
            if not when:
                return False
            self.problems.add(self.item, f"the encoded date {when!r} is not a day of the calendar", "impossible_date")
            self.put("date", words or when, None, note=note)
            return True
        if encoded and printed and not _agree(encoded, printed, when):
            self.problems.add(
                self.item,
                f"the words of the date are {words!r} and its encoding says {when or encoded}; the words are used",
                "printed_and_encoded_date_differ",
            )
            self.put("date", words, printed, note=f"the edition's encoding has {encoded}")
            encoded_reading = Reading(
                words, encoded, SourceKind.RECEIVED, source=self.volume.name, note="the edition's encoding of the date"
            )
            self.readings["date"] = (*self.readings["date"], encoded_reading)
            return True
        if encoded and printed and re.search(r"T.*(?:Z|[+-]\d\d:?\d\d)$", when):
            encoded = printed  # the encoding is in another time zone than the words
        if encoded and printed and edtf_bounds(encoded) == edtf_bounds(printed):
            encoded = printed  # "March 1971", encoded by its first and its last day
        value = encoded or printed
        if value and _PLAIN_DAY.fullmatch(value) and _is_uncertain(stated, words):
            value += "?"
        self.put("date", words, value, note=note)
        return True

    def parties(self, element: etree._Element, title: str, heading: Mapping[str, Any], source: str) -> None:
        """Sender and addressees: the post if the office is one, else the editors' words."""
        head = _own_child(element, "head")
        names_by_field = {key: [] for key in ("from", "to")}  # type: dict[str, list[str]]
        for gloss in head.iter(f"{TEI}gloss") if head is not None else ():
            if gloss.get("type") in names_by_field:
                names_by_field[gloss.get("type") or ""].append(element_words(gloss, notes=False))
        parties = title_parties(title, self.volume.surnames)
        for key, party in (("from", parties.sender), ("to", parties.addressee)):
            names_by_field[key] = [_whole_name(words, party) for words in names_by_field[key]]
        senders = names_by_field["from"]
        if len(senders) > 1 and fold(parties.sender) == fold(" and ".join(senders)):
            names_by_field["from"] = [parties.sender]  # encoded in parts; whoever sends a paper sends it as one
        if not (names_by_field["from"] and names_by_field["to"]):
            names_by_field["from"] = names_by_field["from"] or [party for party in [parties.sender] if party]
            if parties.addressee and names_by_field["to"] == [parties.sender]:  # encoded as the other than it is
                names_by_field["to"] = []
            addressee = [parties.addressee] if parties.addressee else _listed_parties(element, "to")
            names_by_field["to"] = names_by_field["to"] or addressee
            if parties.author:
                self.put("signer", parties.author, parties.author, note="the writer, from the title")
        if _NOT_SENT.search(title) and not any(names_by_field.values()):
            return  # those who talk with each other, or note it down, send nothing
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
            elif words == ["Agency"] and any("Central Intelligence Agency" in name for name in names_by_field["from"]):
                self.put(key, whole, "Central Intelligence Agency", note="the Agency of which the sender is a station")
            else:
                self.put(key, whole, *(words if key == "to" else [whole]))
        if repeated := info_addressees(source):
            self.put("info", "; ".join(words for words, _ in repeated), *(value for _, value in repeated))

    def message_number(
        self, title: str, body: list[str], heading: Mapping[str, Any], numbered_paragraphs: frozenset[int]
    ) -> None:
        """The sender's number: from the title, or from the first words of the text."""
        if not re.search(r"telegram|airgram|despatch|message|cable|National Security Action", title, re.I):
            return
        if match := _NUMBER_IN_TITLE.search(title):
            self.put("number", match["number"], match["number"])
        elif match := re.search(r"National Security Action Memorandum No\. (?P<number>\d+)", title):
            self.put("number", f"No. {match['number']}", match["number"])
        elif number_match := _number_at_start(body, numbered_paragraphs):
            series = (number_match["series"] or "").upper()
            message_number = (number_match["number"] or f"{number_match['plain']}{number_match['letter']}").replace(
                "–", "-"
            )
            self.put(
                "number",
                number_match["written"],
                f"{series}{'-' if len(series) < 3 else ' '}{message_number}".strip(" -"),
            )
        elif heading.get("number") and not _is_paragraph_number(str(heading["number"]), numbered_paragraphs):
            series, number_words = str(heading.get("series") or ""), str(heading["number"])
            has_series = bool(series) and number_words.upper().startswith(series.upper())
            self.put("number", None, number_words if has_series else f"{series} {number_words}".strip())
        aliases = [alias for alias in heading.get("aliases") or () if alias]
        if aliases:
            self.put("identifiers", None, *aliases, note="repeated as")

    def marks(self, source: str, heading: Mapping[str, Any], body: Sequence[str]) -> None:
        """Classification, precedence and handling captions of the source note."""
        for name in ("precedence", "received"):
            if isinstance(heading.get(name), str):
                self.put(name, None, heading[name])
        if heading.get("caveats"):
            self.put("caveats", None, *heading["caveats"])
        if level := classification(source):
            self.put("classification", *level)
            return
        security = str(heading.get("security") or "")
        is_level = bool(find_level(security)) or full_level(security) != security
        if is_level and re.search(rf"\b{re.escape(security)}\b", " ".join(body)):
            self.put("classification", None, security)

    def level_line(self, element: etree._Element) -> None:
        """The classification in a line of its own between title and text, where the source note gives none."""
        if "classification" in self.readings:
            return
        for name in ("opener", "seg", "p"):
            for line in element.iterchildren(f"{TEI}{name}"):
                parts = line.iterchildren(f"{TEI}seg", f"{TEI}p") if name == "opener" else [line]
                for part in parts:
                    words = element_words(part, notes=False)
                    if len(words) < _MAX_LEVEL_LINE and (level := printed_level(words)):
                        self.put("classification", words, level)
                        return

    def subject(self, element: etree._Element, heading: Mapping[str, Any], body: Sequence[str]) -> None:
        """The subject, from the text or its list of subjects."""
        lists = [
            subjects
            for subjects in element.iterchildren(f"{TEI}list")
            if subjects.get("type") == "subject"
            or element_words(subjects.find(f"{TEI}head")).upper().strip(" :") == "SUBJECT"
        ]  # those behind the first are of enclosures
        listed = [element_words(item, notes=False) for first in lists[:1] for item in first.iterchildren(f"{TEI}item")]
        listed = [words for words in listed if not _SUBJECT_LABEL.fullmatch(words)]
        if listed:
            self.put("subject", None, "; ".join(listed))
        elif isinstance(heading.get("subject"), str) and _is_subject(heading["subject"], body):
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
        if file := file_unit(source_text):
            self.put("file", file, file)
        elif printed_file := printed_file_number(source_text):
            self.put("file", source_text, printed_file[0])
        if source_text:
            self.put("citation", source_text, without_marking(_END_OF_SOURCE.split(source_text)[0].rstrip(".")))
        pages = [page for page in text.printed if page]
        printed_pages = f", p. {pages[0]}" if len(pages) == 1 else f", pp. {pages[0]}–{pages[-1]}" if pages else ""
        notes = [f"{self.volume.title}, document {self.item.rsplit('-d', 1)[-1]}{printed_pages}"]
        notes += [f"{TITLE}{head}"] if head else []
        notes += [f"Editors' note {note.number}: {note.words}" for note in text.notes if note.words]
        notes += [f"Editors' text: {remark}" for remark in text.remarks]
        self.put("note", "\n".join(notes), "\n".join(notes))

    def form(self, title: str, kind: str = "") -> None:
        """The documentary form, from the title's first words, else the ``kind`` that stands beside the file number."""
        plain = re.sub(r"^\d+\.\s*", "", title)
        begins = re.split(r"\b(?:[Ff]rom|[Bb]y|[Pp]repared)\b", plain)[0] or plain
        form = next((form for pattern, form in _FORMS if re.match(rf"(?:{pattern})\b", begins, re.I)), None)
        form = form or next((form for pattern, form in _FORMS if re.search(rf"\b(?:{pattern})\b", begins, re.I)), None)
        self.put("form", plain, form or kind.replace("dispatch", "despatch") or "document")


_NOT_SENT = re.compile(
    r"\b(?:conversations?|meetings?|conference|discussions?|minutes|for the (?:record|files?))\b", re.I
)


def _printed_kind(element: etree._Element) -> str:
    """The kind of paper that old volumes print in brackets between title and text: "[Telegram]"; "" if none."""
    opener = element_words(element.find(f"{TEI}opener"), notes=False)
    match = re.match(
        r"\W*\[(?P<kind>(?:circular )?(?:telegram|airgram)|despatch|dispatch|letter)[\s\]—-]", opener, re.I
    )
    return match["kind"].lower() if match else ""


_SUBJECT_LABEL = re.compile(r"subj(?:ects?)?\W*", re.I)
_MAX_SUBJECT_LENGTH = 160
"""Letters of a subject in a telegram's text; none in three volumes of FRUS is longer and only a subject."""


def _is_subject(words: str, body: Sequence[str]) -> bool:
    """Does the text give these words as its subject, behind a label with its colon, and not go on with them?

    >>> _is_subject("Harbours", ["12. Subject: Harbours."]), _is_subject("discussed", ["Subjects discussed:"])
    (True, False)
    """
    label = re.compile(rf"\b(?:subj(?:ects?)?|re(?:f(?:erence)?)?)\s*[:.—-]\s*[\"“']?{re.escape(words[:30])}", re.I)
    return len(words) <= _MAX_SUBJECT_LENGTH and any(label.search(paragraph) for paragraph in body)


def _listed_parties(element: etree._Element, name: str) -> list[str]:
    """The parties in a document's own list, "TO" or "MEMORANDUM FOR" above it, as printed."""
    return [
        re.sub(r"^[Tt]he\s+|(?<!\b[A-Z])[.,;]+$", "", words)
        for parties in element.iterchildren(f"{TEI}list")
        if parties.get("type") == name
        for item in parties.iterchildren(f"{TEI}item")
        if (words := element_words(item, notes=False))
    ]


def _has_numbered_paragraphs(element: etree._Element) -> frozenset[int]:
    """The numbers with which paragraphs and items of a document begin."""
    numbers = set()
    for child in element.iter(f"{TEI}p", f"{TEI}item", f"{TEI}label"):
        if match := re.match(r"[\s\[(]*(\d{1,2})(?:[.)]|$)", element_words(child, notes=False)[:12]):
            numbers.add(int(match[1]))
    return frozenset(numbers)


def _is_paragraph_number(number_words: str, numbered_paragraphs: frozenset[int]) -> bool:
    """Is this the number of a paragraph, which the next paragraph's follows?"""
    plain = re.fullmatch(r"0*(\d{1,2})", number_words)
    return bool(plain) and {int(plain[1]), int(plain[1]) + 1} <= numbered_paragraphs if plain else False


def _number_at_start(body: Sequence[str], numbered_paragraphs: frozenset[int]) -> re.Match[str] | None:
    """The message number at the beginning of a text; not a paragraph's number, which the next one follows."""
    for index, words in enumerate(body[:2]):
        match = _NUMBER_AT_START.match(words)
        if match is None or (match["plain"] and _NUMBER_WITHHELD.match(words)):
            continue
        plain = int(match["plain"] or 0)
        is_paragraph_number = plain and {plain, plain + 1} <= numbered_paragraphs
        if not is_paragraph_number and (index == 0 or match["series"] or plain > 20):
            return match
    return None


def _edtf(when: str) -> str | None:
    """The day, month or year of a TEI date; None if it is empty or not in the calendar."""
    match = re.match(r"\d{4}(?:-\d\d(?:-\d\d)?)?", when)
    if not match:
        return None
    return match[0] if is_edtf(match[0]) else None


def _agree(encoded: str, printed: str, when: str) -> bool:
    """Do two dates share a day? A time with its zone may fall on the day before or after that of the words."""
    slack = timedelta(days=1) if re.search(r"T.*(?:Z|[+-]\d\d:?\d\d)$", when) else timedelta(0)
    encoded_bounds, printed_bounds = edtf_bounds(encoded), edtf_bounds(printed)
    if not encoded_bounds or not printed_bounds:
        return True
    first, last = encoded_bounds
    printed_first, printed_last = printed_bounds
    return not (
        (first and printed_last and first - slack > printed_last)
        or (last and printed_first and last + slack < printed_first)
    )


def _ends_with(title: str, words: str) -> bool:
    """Does a title end with these words, a time of day or a stop behind them?"""
    return bool(words) and (rest := title.rpartition(words))[1] != "" and len(rest[2]) < 40


def _interval(start: str, end: str) -> str | None:
    first, last = _edtf(start), _edtf(end)
    if first and last:
        return first if first == last else f"{first}/{last}"
    return f"{first}/.." if first else f"../{last}" if last else None


def _references(text: TeiText, volume: _Volume, item: str) -> Iterator[Reference]:
    """The editors' cross-references: the target document, their words, and the words of the text before them.

    A reference to another note of the same document is none to a document.
    """
    for note in text.notes:
        for ref in note.element.iter(f"{TEI}ref"):
            match = _REFERENCE_TARGET.fullmatch(ref.get("target") or "")
            if not match:
                continue
            target = match["id"].replace("#", "-") if "#" in match["id"] else f"{volume.id}-{match['id']}"
            if "#" not in match["id"] and (printed := _VOLUME_BEFORE.search(_words_before(ref))):
                target = _in_volume(target, volume, printed["volume"], printed["years"] or "")
            if not target or target == item:
                continue
            yield Reference(
                mention=element_words(ref),
                form="EDITOR",
                place=PagePosition(note.page),
                target=target,
                said=_sentence(note, ref),
                after=note.after if note.kind != "source" else "",
            )


_VOLUME_BEFORE = re.compile(r"(?:(?P<years>\d{4}(?:[-–]\d{2,4})?),\s+)?vol(?:\.|ume)\s+(?P<volume>[IVXL]+),\s*$", re.I)
"""The volume that is printed before a cross-reference: "Foreign Relations, 1961-1963, vol. II, Document 248"."""


def _words_before(ref: etree._Element) -> str:
    """The words that stand before a cross-reference, behind the element before it."""
    before = ref.getprevious()
    parent = ref.getparent()
    words = (before.tail if before is not None else parent.text if parent is not None else "") or ""
    return " ".join(words.split())


def _in_volume(target: str, volume: _Volume, numeral: str, years: str) -> str:
    """A document of the printed volume, where the edition's link leads to this volume; "" if it cannot be named."""
    own = re.fullmatch(r"(?P<series>frus(?P<first>\d{4})(?:-\d\d)?v)(?P<number>\d\d)(?P<part>p\d)?", volume.id)
    number = _ROMAN.index(numeral.upper()) if numeral.upper() in _ROMAN else 0
    if own is None or not number or (years and years[:4] != own["first"]):
        return ""
    if number == int(own["number"]):
        return target
    return f"{own['series']}{number:02}-{target.rpartition('-')[2]}"


_ONES = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_ROMAN = ("", *(tens + ones for tens in ("", "X", "XX", "XXX") for ones in _ONES if tens + ones))


def _sentence(note: EditorsNote, ref: etree._Element) -> str:
    """The sentence of a note that contains a cross-reference."""
    words = element_words(ref)
    sentences = re.split(r"(?<=[a-z0-9)”\"])\.\s+(?=[A-Z])", note.words)
    return next((sentence for sentence in sentences if words and words in sentence), note.words)


def _value(description: Description, name: str) -> str | None:
    readings = description.readings.get(name, ())
    return readings[0].value if readings else None
