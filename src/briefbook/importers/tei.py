"""TEI of an edition -> plain pages of text, with the places of its notes, its page breaks kept."""

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
class Note:
    """An editor's note: its number, its words, the element, and the words of the line before it, with their page."""

    number: str
    words: str
    element: etree._Element
    after: str
    page: int
    kind: str


@dataclass(slots=True)
class Text:
    """A document's text as it is put together: finished pages, the notes met, the printed page numbers."""

    pages: list[list[str]] = field(default_factory=lambda: [[]])
    notes: list[Note] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)
    line: str = ""

    def end_line(self) -> None:
        """Close the line, if there is anything on it."""
        words = " ".join(self.line.split())
        if words:
            self.pages[-1].append(words)
        self.line = ""

    def turn_page(self, number: str) -> None:
        """Begin a page; a break before the first word begins none."""
        self.end_line()
        if self.pages[-1]:
            self.pages.append([])
            self.printed.append(number)
        elif self.printed:
            self.printed[-1] = number
        else:
            self.printed.append(number)


def text_of(document: etree._Element, printed: str = "") -> Text:
    """The text of a document, a paragraph a line, without its notes, cut where the print turns a page.

    ``printed`` is the number of the printed page on which it begins.
    """
    text = Text(printed=[printed])
    _walk(document, text)
    text.end_line()
    text.pages = [page for page in text.pages if page]
    return text


def _walk(element: etree._Element, text: Text) -> None:
    name = local(element)
    if name == "note":
        words = words_of(element)
        before = " ".join(text.line.split())
        if not before and text.pages[-1]:
            before = text.pages[-1][-1]
        number = element.get("n") or ""
        text.notes.append(Note(number, words, element, before[-160:], len(text.pages), element.get("type") or ""))
        return
    if name == "pb":
        text.turn_page(element.get("n") or "")
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


def local(element: etree._Element) -> str:
    """An element's name without its namespace."""
    return str(element.tag).rsplit("}", 1)[-1]


def words_of(element: etree._Element | None, *, notes: bool = True) -> str:
    """The words of an element on one line; without the notes in it if asked."""
    if element is None:
        return ""
    return " ".join("".join(_strings(element, notes)).split())


def _strings(element: etree._Element, notes: bool) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and (notes or local(child) != "note"):
            if local(child) in ("lb", "pb", "p", "item"):
                yield " "
            yield from _strings(child, notes)
        yield child.tail or ""
