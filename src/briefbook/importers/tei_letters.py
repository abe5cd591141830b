"""TEI of single letters: who wrote to whom and when is in the header's ``correspDesc``; the text has no documents."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from briefbook.importers.tei import element_words, read_text
from briefbook.importers.tei_xml import TEI, XML_ID, name_by_content

_PARTIES = ("persName", "orgName", "name", "rs")


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter: its name, the element of its text, and what the header says; names as the edition writes them."""

    name: str
    body: etree._Element
    title: str
    senders: tuple[str, ...]
    addressees: tuple[str, ...]
    date_sent: etree._Element | None
    unnamed: tuple[str, ...] = ()  # what the header says of parties that it names by a reference to elsewhere
    location: str = ""  # where the paper is, from the outside in
    is_named_by_content: bool = False  # since neither the edition nor its file names it
    notes: tuple[str, ...] = ()  # translations, and the edition's notes that stand apart from the text


def letters_of(root: etree._Element, name: str) -> tuple[Letter, ...]:
    """The letters of a file: one, or those of a ``teiCorpus``.

    Args:
        root: The file's root, in the names of TEI P5.
        name: The file's name, by which a letter without ``xml:id`` is called, with what it says if there are several.

    Returns:
        The letters in order; none where no header describes a correspondence.
    """
    files = [file for file in root.iter(f"{TEI}TEI") if _correspondence(file) is not None]
    letters: list[Letter] = []
    for file in files:
        taken = {letter.name for letter in letters}
        own_name = file.get(XML_ID) or (name if len(files) == 1 else name_by_content(file, name, taken))
        body = file.find(f"{TEI}text/{TEI}body")
        described = _correspondence(file)
        if body is None or described is None:
            continue
        notes = (*_take_out_translations(body), *_notes_apart(file))
        _take_in_surroundings(body)
        dates = [action.find(f"{TEI}date") for action in _actions(described, "sent")]
        title = _title(file)
        senders, addressees = _parties(described, title)
        letters.append(
            Letter(
                name=own_name,
                is_named_by_content=len(files) > 1 and file.get(XML_ID) is None,
                body=body,
                title=title,
                senders=senders,
                addressees=addressees,
                date_sent=next((date for date in dates if date is not None), None),
                unnamed=tuple(_unnamed(described)),
                location=_location(file),
                notes=notes,
            )
        )
    return tuple(letters)


def _correspondence(file: etree._Element) -> etree._Element | None:
    return file.find(f"{TEI}teiHeader/{TEI}profileDesc/{TEI}correspDesc")


def _actions(described: etree._Element, kind: str) -> list[etree._Element]:
    return [action for action in described.iter(f"{TEI}correspAction") if action.get("type") in _KINDS[kind]]


_KINDS = {"sent": ("sent", "sending"), "received": ("received", "receiving")}
"""Types of actions, and what they were called when they were proposed."""


def _take_out_translations(body: etree._Element) -> list[str]:
    """Remove translations that stand beside the letter's own text; their words, each with its language."""
    parts = [part for part in body.iter(f"{TEI}div") if part.get("type") == "translation"]
    if not any(part not in parts for part in body.iter(f"{TEI}div")):
        return []
    words = []
    for part in parts:
        language = part.get("{http://www.w3.org/XML/1998/namespace}lang")
        text = read_text(part)
        lines = "\n".join([line for page in text.pages for line in page] + [f"({words})" for words in text.remarks])
        words.append(f"translation{f' ({language})' if language else ''}: {lines}")
        if (parent := part.getparent()) is not None:
            parent.remove(part)
    return words


def _notes_apart(file: etree._Element) -> list[str]:
    """The notes of an edition that stand behind the text (``standOff``), each with its kind."""
    notes = (note for part in file.iterchildren(f"{TEI}standOff") for note in part.iter(f"{TEI}note"))
    return [
        f"note{f' ({kind})' if (kind := note.get('type') or note.get('n')) else ''}: {words}"
        for note in notes
        if (words := element_words(note))
    ]


_PLACES = ("settlement", "institution", "repository", "collection", "idno")


def _location(file: etree._Element) -> str:
    """Where the header says that the paper is: place, institution, collection, shelf; "" where it does not say."""
    described = file.find(f"{TEI}teiHeader/{TEI}fileDesc/{TEI}sourceDesc//{TEI}msIdentifier")
    if described is None:
        return ""
    parts = (element_words(described.find(f"{TEI}{name}")) for name in _PLACES)
    return ", ".join(dict.fromkeys(part for part in parts if part))


def _title(file: etree._Element) -> str:
    """The letter's own title, where the header has that of its series and a day as well."""
    titles = file.findall(f"{TEI}teiHeader/{TEI}fileDesc/{TEI}titleStmt/{TEI}title")
    own = [title for title in titles if title.get("level") == "a" or title.get("type") == "main"]
    plain = [title for title in titles if title.get("level") != "s" and title.get("type") is None]
    return element_words(next(iter([*own, *plain, *titles]), None), notes=False)


_OF_THE_LETTER = re.compile(
    r"(?:date|dateline|opener|salute|salutation|address|closer|signed|signature|postscript|byline|letterhead|envelope)",
    re.I,
)
"""Elements, or types of ``div``, around the body that are words of the letter, and no title page or index."""


def _take_in_surroundings(body: etree._Element) -> None:
    """Move what editions put into ``front`` and ``back``, such as the date line and the signature, into the body."""
    parent = body.getparent()
    if parent is None:
        return
    for name, is_before in (("front", True), ("back", False)):
        part = parent.find(f"{TEI}{name}")
        own = [
            child
            for child in (part if part is not None else ())
            if isinstance(child.tag, str)
            and _OF_THE_LETTER.fullmatch(child.get("type", "") if child.tag == f"{TEI}div" else child.tag[len(TEI) :])
        ]
        for place, child in enumerate(own):
            child.tail = None
            if is_before:
                body.insert(place, child)
            else:
                body.append(child)


def _parties(described: etree._Element, title: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Senders and addressees by their actions, or by the types of names where sending is the only action."""
    senders, addressees = _names(described, "sent"), _names(described, "received")
    typed = {kind: _names(described, "sent", kind) for kind in ("sender", "addressee")}
    if addressees or not all(typed.values()):
        return senders, addressees
    first, other = typed["sender"], typed["addressee"]
    if title.startswith(other) and not title.startswith(first):  # "Adam to Eve": some editions mix the types up
        first, other = other, first
    return first, other


def _names(described: etree._Element, action_type: str, name_type: str = "") -> tuple[str, ...]:
    """The persons and bodies of an action, or those of a type; a name inside another is a part of it."""
    names = (
        element_words(child, notes=False) or _name_in_file(child)
        for action in _actions(described, action_type)
        for child in action
        if isinstance(child.tag, str)
        and child.tag.removeprefix(TEI) in _PARTIES
        and (not name_type or child.get("type") == name_type)
    )
    return tuple(dict.fromkeys(words for words in names if words))


def _name_in_file(name: etree._Element) -> str:
    """The name of the person or body that an empty name refers to, where the file's own lists have it."""
    reference = name.get("ref", "")
    if not reference.startswith("#"):
        return ""
    for listed in name.getroottree().getroot().iter(f"{TEI}person", f"{TEI}org", f"{TEI}personGrp"):
        if listed.get(XML_ID) == reference[1:]:
            own = next((part for part in listed if isinstance(part.tag, str) and part.tag.endswith("Name")), None)
            return element_words(own, notes=False)
    return ""


def _unnamed(described: etree._Element) -> Iterator[str]:
    """What the header says of parties that it names only by what they are called in another file."""
    for kind, party in (("sent", "sender"), ("received", "addressee")):
        for action in _actions(described, kind):
            for child in action.iter(*(f"{TEI}{name}" for name in _PARTIES)):
                reference = child.get("ref") or child.get("key")
                if reference and not element_words(child, notes=False) and not _name_in_file(child):
                    yield f"{party}: {reference}"
