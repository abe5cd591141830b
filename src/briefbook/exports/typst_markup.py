"""HTML of the prose -> typst markup, with all text as string literals so that no character is taken for markup."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from lxml import html as lxml_html
from lxml.html import HtmlElement

_FUNCTIONS = {
    "em": "emph",
    "i": "emph",
    "cite": "emph",
    "strong": "strong",
    "b": "strong",
    "sup": "super",
    "sub": "sub",
    "del": "strike",
    "s": "strike",
    "code": "raw-text",
    "kbd": "raw-text",
}


LONGEST_WHOLE_QUOTATION = 800
"""Characters of a block quotation that is kept on one page, with the citation behind it."""

MAX_UNBROKEN_ROWS = 12
"""A table of no more rows is on one page; a longer one is broken between rows, its heading repeated."""


def string(text: str) -> str:
    r"""A typst string.

    >>> string('a "b" #c')
    '"a \\"b\\" #c"'
    """
    inner = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "").replace("\t", " ")
    return f'"{"".join(character for character in inner if character >= " ")}"'


_WHITE = " \t\r\n\f\v"


def words(text: str) -> str:
    """Text as typst markup, white space collapsed; no-break spaces stay."""
    if not text:
        return ""
    inner = re.sub(f"[{_WHITE}]+", " ", text).strip(" ")
    if not inner:
        return " "
    return f"{' ' if text[0] in _WHITE else ''}#{string(inner)};{' ' if text[-1] in _WHITE else ''}"


def notes_in(sources: Iterable[str]) -> dict[str, HtmlElement]:
    """The author's footnotes in pieces of HTML, by the id that their marks lead to."""
    notes = {}
    for source in sources:
        if 'class="footnotes"' in source:
            for element in lxml_html.fragment_fromstring(source, create_parent="div").iter("li"):
                if element.get("id") and "footnote-item" in (element.get("class") or "").split():
                    notes[str(element.get("id"))] = element
    return notes


@dataclass(frozen=True, slots=True)
class Apparatus:
    """What a converter of prose asks for beside the prose.

    Attributes:
        note: For a citation, by its index in the narrative: a label and the text of its footnote; None for no note. A
            second citation of the same label refers to the first one's note.
        picture: For the address of an image the name of its file; None where there is none.
        marks: For a text, the places in it where the index has something, each with the index's key.
        cited: For a citation, the keys of the index that its paper stands under.
        cutout: For a quotation, by its index in the narrative: markup of the lines of the scan; "" for none.
    """

    note: Callable[[int], tuple[str, str] | None]
    picture: Callable[[str], str | None]
    marks: Callable[[str], Iterable[tuple[int, str]]] = lambda text: ()
    cited: Callable[[int], Iterable[str]] = lambda index: ()
    cutout: Callable[[int], str] = lambda index: ""


def index_mark(key: str) -> str:
    """A place that the index leads to."""
    return f"#index-mark({string(key)});"


class HtmlToTypst:
    """Converts HTML to typst, with the footnotes, index marks and cut-outs that belong to it."""

    def __init__(self, apparatus: Apparatus, anchors: set[str], notes: Mapping[str, HtmlElement] | None = None) -> None:
        """``anchors`` are the targets that internal links may have, ``notes`` the author's footnotes by id."""
        self.apparatus = apparatus
        self.anchors = anchors
        self.notes = notes or {}
        self._written_notes: set[str] = set()
        self._is_in_note = False
        self._is_in_table = False
        self._quotations: list[int] = []

    def of(self, source: str) -> str:
        """Typst markup of a piece of HTML."""
        if not source.strip():
            return ""
        return self._children(lxml_html.fragment_fromstring(source, create_parent="div"))

    def _children(self, element: HtmlElement) -> str:
        parts = [self._text(element.text or "")]
        for child in element:
            if isinstance(child.tag, str):
                parts.append(self._element(child))
            parts.append(self._text(child.tail or ""))
        return "".join(parts)

    def _text(self, text: str) -> str:
        """Words of the prose, with a mark before each that the index has."""
        parts, done = [], 0
        for place, key in self.apparatus.marks(text):
            parts += [words(text[done:place]), index_mark(key)]
            done = place
        return "".join([*parts, words(text[done:])])

    def _cutouts(self) -> str:
        """The lines of scans that the passage before quotes from."""
        quotations, self._quotations = self._quotations, []
        return "".join(self.apparatus.cutout(index) for index in quotations)

    def _element(self, element: HtmlElement) -> str:
        tag = str(element.tag)
        classes = (element.get("class") or "").split()
        if "footnotes" in classes or "footnotes-sep" in classes or "footnote-backref" in classes:
            return ""  # the notes are at the foot of their pages
        if tag == "sup" and "footnote-ref" in classes:
            return self._author_note(element)
        if tag == "a":
            return self._link(element)
        inside = self._children(element) if tag not in ("table", "img", "br", "hr", "pre") else ""
        if tag in _FUNCTIONS:
            return f"#{_FUNCTIONS[tag]}[{inside}]"
        if tag == "p":
            return f"\n\n{inside}\n\n{self._cutouts()}"
        if tag == "blockquote":
            whole = len(element.text_content()) <= LONGEST_WHOLE_QUOTATION
            quote = f"quote(block: true)[{inside}]"
            return (
                f"\n\n#block(breakable: false, above: 1em, below: 1em, {quote})\n\n" if whole else f"\n\n#{quote}\n\n"
            )
        if tag == "span" and element.get("data-quotation") and not (self._is_in_note or self._is_in_table):
            self._quotations.append(int(element.get("data-quotation") or 0))
            return inside
        if tag in ("ul", "ol"):
            items = ", ".join(f"[{self._children(child)}]" for child in element if child.tag == "li")
            return f"\n\n#{'list' if tag == 'ul' else 'enum'}({items})\n\n"
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            return f"\n\n#strong[{inside}]\n\n"
        if tag == "img":
            return self._image(element, "")
        if tag == "figure":
            caption = element.find(".//figcaption")
            image = element.find(".//img")
            caption_text = self._children(caption) if caption is not None else ""
            return self._image(image, caption_text) if image is not None else inside
        if tag == "table":
            return self._table(element)
        if tag == "pre":
            return f"\n\n#raw({string(element.text_content())}, block: true)\n\n"
        if tag == "br":
            return "#linebreak()"
        if tag == "hr":
            return "\n\n"
        if tag == "span" and "cite" in (element.get("class") or "").split():
            return inside + self._footnote(element)
        return inside

    def _link(self, element: HtmlElement) -> str:
        address, inside = element.get("href") or "", self._children(element)
        foot = self._footnote(element) if "cite" in (element.get("class") or "").split() else ""
        if address.startswith("#"):
            return (f"#link(label({string(address[1:])}))[{inside}]" if address[1:] in self.anchors else inside) + foot
        return (f"#link({string(address)})[{inside}]" if address else inside) + foot

    def _footnote(self, element: HtmlElement) -> str:
        index = element.get("data-citation") or ""
        if not index.isdigit():
            return ""
        marks = "".join(map(index_mark, self.apparatus.cited(int(index))))
        note = self.apparatus.note(int(index))
        if note is None:
            return marks
        name, text = note
        if self._is_in_note:
            return marks + words(f" [{text}]")
        label = f"label({string(name)})"
        if name in self._written_notes:
            return f"{marks}#footnote({label})"
        self._written_notes.add(name)
        return f"{marks}#[#footnote[{words(text)}]#{label}]"

    def _author_note(self, mark: HtmlElement) -> str:
        """A footnote of the author where its mark is; a second mark of the same note refers to it."""
        link = mark.find(".//a")
        name = (link.get("href") or "").lstrip("#") if link is not None else ""
        note = self.notes.get(name)
        if note is None or self._is_in_note:
            return f"#super[{words(mark.text_content())}]"
        label = f"label({string(f'note-{name}')})"
        if name in self._written_notes:
            return f"#footnote({label})"
        self._written_notes.add(name)
        self._is_in_note = True
        inside = self._children(note).strip()
        self._is_in_note = False
        return f"#[#footnote[{inside}]#{label}]"

    def _image(self, element: HtmlElement, caption: str) -> str:
        name = self.apparatus.picture(element.get("src") or "")
        if name is None:
            return caption
        image = f"image({string(name)}, width: 80%, alt: {string(element.get('alt') or 'A photograph')})"
        return f"\n\n#figure({image}, caption: [{caption}])\n\n"

    def _table(self, element: HtmlElement) -> str:
        before, self._is_in_table = self._is_in_table, True
        head = [self._children(cell) for cell in element.findall(".//thead//th")]
        body = [row for row in element.iter("tr") if row.getparent().tag != "thead"]
        rows = [[self._children(cell) for cell in row if cell.tag in ("td", "th")] for row in body]
        self._is_in_table = before
        rows = [row for row in rows if row and row != head]
        width = max([len(head), *(len(row) for row in rows)], default=0)
        if not width:
            return ""
        header = ", ".join(f"[{cell}]" for cell in head + [""] * (width - len(head)))
        cells = [f"table.header({header})"] if head else []
        cells += [f"[{cell}]" for row in rows for cell in row + [""] * (width - len(row))]
        columns = ", ".join(["auto"] * width)
        table = f"table(columns: ({columns},), {', '.join(cells)})"
        whole = len(rows) <= MAX_UNBROKEN_ROWS
        return f"\n\n#block(breakable: false, {table})\n\n" if whole else f"\n\n#{table}\n\n"
