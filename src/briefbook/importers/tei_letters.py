"""TEI of single letters: who wrote to whom and when is in the header's ``correspDesc``; the text has no documents."""

from dataclasses import dataclass

from lxml import etree

from briefbook.importers.tei import element_words
from briefbook.importers.tei_xml import TEI, XML_ID

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


def letters_of(root: etree._Element, name: str) -> tuple[Letter, ...]:
    """The letters of a file: one, or those of a ``teiCorpus``.

    Args:
        root: The file's root, in the names of TEI P5.
        name: The file's name, by which a letter without ``xml:id`` is called, with its place if there are several.

    Returns:
        The letters in order; none where no header describes a correspondence.
    """
    files = [file for file in root.iter(f"{TEI}TEI") if _correspondence(file) is not None]
    letters = []
    for position, file in enumerate(files, 1):
        body = file.find(f"{TEI}text/{TEI}body")
        described = _correspondence(file)
        if body is None or described is None:
            continue
        dates = [action.find(f"{TEI}date") for action in _actions(described, "sent")]
        letters.append(
            Letter(
                name=file.get(XML_ID) or (name if len(files) == 1 else f"{name}-{position}"),
                body=body,
                title=element_words(file.find(f"{TEI}teiHeader/{TEI}fileDesc/{TEI}titleStmt/{TEI}title")),
                senders=_names(described, "sent"),
                addressees=_names(described, "received"),
                date_sent=next((date for date in dates if date is not None), None),
            )
        )
    return tuple(letters)


def _correspondence(file: etree._Element) -> etree._Element | None:
    return file.find(f"{TEI}teiHeader/{TEI}profileDesc/{TEI}correspDesc")


def _actions(described: etree._Element, kind: str) -> list[etree._Element]:
    return [action for action in described.iter(f"{TEI}correspAction") if action.get("type") == kind]


def _names(described: etree._Element, kind: str) -> tuple[str, ...]:
    """The persons and bodies of an action; a name inside another is a part of it."""
    names = (
        element_words(child, notes=False)
        for action in _actions(described, kind)
        for child in action
        if isinstance(child.tag, str) and child.tag.removeprefix(TEI) in _PARTIES
    )
    return tuple(dict.fromkeys(words for words in names if words))
