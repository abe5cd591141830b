"""TEI of an edition -> pages of plain text as printed, and its notes with their positions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

_BLOCKS = frozenset(
    {
        "head", "dateline", "opener", "closer", "signed", "salute", "postscript", "p", "item", "row", "list", "table",
        "lg", "l", "byline", "label", "floatingText", "attachment",
    }
)  # fmt: skip


_PREFERRED = ("corr", "reg", "expan", "lem")
"""Of two forms of a word in ``<choice>`` or ``<app>``, the one that is read; the other is in the editors' note."""
_WITHIN_WORD = "\ue000"
"""Stands for a break inside a word until the line is complete."""


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
    """A document's text under construction: pages, notes, printed page numbers, and words that have two forms.

    ``remarks`` say in words what the running text cannot show: the paper's form of a corrected word, struck words.
    """

    pages: list[list[str]] = field(default_factory=lambda: [[]])
    notes: list[EditorsNote] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)
    line: str = ""
    remarks: list[str] = field(default_factory=list)

    def end_line(self) -> None:
        """End the line, if it has words."""
        words = " ".join(_join_words(self.line).split())
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
    if name == "figDesc":  # an editor's words on a picture, which are not on the paper
        if words := element_words(element):
            text.remarks.append(f"picture: {words}")
        return
    if name == "pb":
        text.begin_page(element.get("n") or "")
        return
    if name == "lb":
        if element.get("break") == "no":
            text.line += _WITHIN_WORD
        else:
            text.end_line()
        return
    if name == "gap":
        text.line += _gap(element)
        return
    if name in ("del", "choice", "app") and (remark := _remark(element)):
        text.remarks.append(remark)
    if name in _BLOCKS:
        text.end_line()
    text.line += element.text or ""
    other_forms = _other_forms(element)
    for child in element:
        if isinstance(child.tag, str) and child not in other_forms:
            _walk(child, text)
        elif child in other_forms and local_name(child) == "del" and (remark := _remark(child)):
            text.remarks.append(remark)
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
    return " ".join(_join_words("".join(_strings(element, notes))).split())


def _strings(element: etree._Element, notes: bool) -> Iterator[str]:
    yield element.text or ""
    other_forms = _other_forms(element)
    for child in element:
        if isinstance(child.tag, str) and child not in other_forms and (notes or local_name(child) != "note"):
            name = local_name(child)
            if name in ("lb", "pb", "p", "item"):
                yield _WITHIN_WORD if child.get("break") == "no" else " "
            elif name == "gap":
                yield _gap(child)
            yield from _strings(child, notes)
        yield child.tail or ""


def _join_words(text: str) -> str:
    """Join words over a break inside them; a hyphen that only the break needed goes with it."""
    return re.sub(rf"[-\u00ad]?\s*{_WITHIN_WORD}\s*", "", text)


def _other_forms(element: etree._Element) -> tuple[etree._Element, ...]:
    """The forms of a word that are not read: in a choice all but the corrected, regular or full one.

    Elsewhere, letters or words of the paper that others were written over, or put in the place of.
    """
    if local_name(element) not in ("choice", "app"):
        return tuple(child for child in element.iterchildren("{*}del") if _is_replaced(child))
    forms = [child for child in element if isinstance(child.tag, str) and local_name(child) != "note"]
    preferred = next((form for form in forms if local_name(form) in _PREFERRED), forms[0] if forms else None)
    return tuple(form for form in forms if form is not preferred)


def _is_replaced(struck: etree._Element) -> bool:
    """Does what was added follow what was struck without a word between: Bu<del>l</del><add>h</add>lig?"""
    added = struck.getnext()
    return added is not None and local_name(added) == "add" and not (struck.tail or "").strip()


def _remark(element: etree._Element) -> str:
    """What the text does not show of a word with two forms, or of struck words."""
    if local_name(element) == "del":
        words = element_words(element, notes=False)
        return f"struck out in the paper: {words!r}" if words else ""
    other_forms = [words for form in _other_forms(element) if (words := element_words(form, notes=False))]
    words = element_words(element, notes=False)
    return f"{words!r}: the paper, or another copy, has {', '.join(map(repr, other_forms))}" if other_forms else ""


def _gap(element: etree._Element) -> str:
    """What stands for words that the edition leaves out: "[gap: 2 lines, declassification]"."""
    extent = element.get("extent") or " ".join(filter(None, (element.get("quantity"), element.get("unit"))))
    return "[gap: " + ", ".join(filter(None, (extent, element.get("reason")))) + "]" if element.attrib else "[gap]"
