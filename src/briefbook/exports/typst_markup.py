"""HTML of the prose -> typst markup, with all text as string literals so that no character is taken for markup."""

from collections.abc import Callable, Iterable, Mapping

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


def string(text: str) -> str:
    r"""A typst string.

    >>> string('a "b" #c')
    '"a \\"b\\" #c"'
    """
    inner = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "").replace("\t", " ")
    return f'"{"".join(character for character in inner if character >= " ")}"'


def words(text: str) -> str:
    """Text as typst markup, white space collapsed."""
    if not text:
        return ""
    inner = " ".join(text.split())
    if not inner:
        return " "
    return f"{' ' if text[0].isspace() else ''}#{string(inner)};{' ' if text[-1].isspace() else ''}"


def notes_in(sources: Iterable[str]) -> dict[str, HtmlElement]:
    """The author's footnotes in pieces of HTML, by the id that their marks lead to."""
    notes = {}
    for source in sources:
        if 'class="footnotes"' in source:
            for element in lxml_html.fragment_fromstring(source, create_parent="div").iter("li"):
                if element.get("id") and "footnote-item" in (element.get("class") or "").split():
                    notes[str(element.get("id"))] = element
    return notes


class HtmlToTypst:
    """Converts HTML to typst; ``note`` gives the text of a citation's footnote, ``picture`` the file of an image."""

    def __init__(
        self,
        note: Callable[[int], str],
        picture: Callable[[str], str | None],
        anchors: set[str],
        notes: Mapping[str, HtmlElement] | None = None,
    ) -> None:
        """``anchors`` are the targets that internal links may have, ``notes`` the author's footnotes by id."""
        self.note = note
        self.picture = picture
        self.anchors = anchors
        self.notes = notes or {}
        self._written_notes: set[str] = set()
        self._is_in_note = False

    def of(self, source: str) -> str:
        """Typst markup of a piece of HTML."""
        if not source.strip():
            return ""
        return self._children(lxml_html.fragment_fromstring(source, create_parent="div"))

    def _children(self, element: HtmlElement) -> str:
        parts = [words(element.text or "")]
        for child in element:
            if isinstance(child.tag, str):
                parts.append(self._element(child))
            parts.append(words(child.tail or ""))
        return "".join(parts)

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
            return f"\n\n{inside}\n\n"
        if tag == "blockquote":
            return f"\n\n#quote(block: true)[{inside}]\n\n"
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
        note_text = self.note(int(index)) if index.isdigit() else ""
        if self._is_in_note:
            return words(f" [{note_text}]") if note_text else ""
        return f"#footnote[{words(note_text)}]" if note_text else ""

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
        name = self.picture(element.get("src") or "")
        if name is None:
            return caption
        image = f"image({string(name)}, width: 80%, alt: {string(element.get('alt') or 'A photograph')})"
        return f"\n\n#figure({image}, caption: [{caption}])\n\n"

    def _table(self, element: HtmlElement) -> str:
        head = [self._children(cell) for cell in element.findall(".//thead//th")]
        rows = [[self._children(cell) for cell in row if cell.tag in ("td", "th")] for row in element.iter("tr")]
        rows = [row for row in rows if row and row != head]
        width = max([len(head), *(len(row) for row in rows)], default=0)
        if not width:
            return ""
        header = ", ".join(f"[{cell}]" for cell in head + [""] * (width - len(head)))
        cells = [f"table.header({header})"] if head else []
        cells += [f"[{cell}]" for row in rows for cell in row + [""] * (width - len(row))]
        columns = ", ".join(["auto"] * (width - 1) + ["1fr"])
        return f"\n\n#table(columns: ({columns},), {', '.join(cells)})\n\n"
