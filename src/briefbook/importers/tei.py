"""TEI of an edition -> pages of plain text as printed, and its notes with their positions."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

TEI = "{http://www.tei-c.org/ns/1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_BLOCKS = frozenset(
    {
        "head", "dateline", "opener", "closer", "signed", "salute", "postscript", "p", "item", "row", "list", "table",
        "lg", "l", "byline", "label", "floatingText", "attachment", "figDesc",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class EditorsNote:
    """An editor's note: its number, its words, the element, and the words before it, with their page from 1."""

    number: str
    words: str
    element: etree._Element
    after: str
    page: int
    kind: str


@dataclass(slots=True)
class TeiText:
    """A document's text under construction: pages, notes, printed page numbers."""

    pages: list[list[str]] = field(default_factory=lambda: [[]])
    notes: list[EditorsNote] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)
    line: str = ""

    def end_line(self) -> None:
        """End the line, if it has words."""
        words = " ".join(self.line.split())
        if words:
            self.pages[-1].append(words)
        self.line = ""

    def begin_page(self, page_number: str) -> None:
        """Begin a page, unless the current one is empty."""
        self.end_line()
        if self.pages[-1]:
            self.pages.append([])
            self.printed.append(page_number)
        elif self.printed:
            self.printed[-1] = page_number
        else:
            self.printed.append(page_number)


def read_text(document: etree._Element, printed: str = "") -> TeiText:
    """The text of a document, one line per paragraph, without its notes, divided into the printed pages.

    Args:
        document: The TEI element of the document.
        printed: The number of the printed page on which it begins.
    """
    text = TeiText(printed=[printed])
    _walk(document, text)
    text.end_line()
    text.pages = [page for page in text.pages if page]
    return text


def _walk(element: etree._Element, text: TeiText) -> None:
    name = local_name(element)
    if name == "note":
        words = element_words(element)
        before = " ".join(text.line.split())
        if not before and text.pages[-1]:
            before = text.pages[-1][-1]
        note_number = element.get("n") or ""
        text.notes.append(
            EditorsNote(note_number, words, element, before[-160:], len(text.pages), element.get("type") or "")
        )
        return
    if name == "pb":
        text.begin_page(element.get("n") or "")
        return
    if name == "lb":
        text.end_line()
        return
    if name in _BLOCKS:
        text.end_line()
    text.line += element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            _walk(child, text)
        text.line += child.tail or ""
    if name == "cell":
        text.line += "   "
    if name in _BLOCKS:
        text.end_line()


def local_name(element: etree._Element) -> str:
    """An element's name without its namespace."""
    return str(element.tag).rsplit("}", 1)[-1]


def element_words(element: etree._Element | None, *, notes: bool = True) -> str:
    """The words of an element, white space collapsed; without those of its notes if ``notes`` is False."""
    if element is None:
        return ""
    return " ".join("".join(_strings(element, notes)).split())


def _strings(element: etree._Element, notes: bool) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and (notes or local_name(child) != "note"):
            if local_name(child) in ("lb", "pb", "p", "item"):
                yield " "
            yield from _strings(child, notes)
        yield child.tail or ""
