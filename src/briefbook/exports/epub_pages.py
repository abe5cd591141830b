"""An EPUB and the PDF of the same book -> the EPUB with the pages of the printed book, for those who cite by page.

Where a page of the PDF begins is found by its first words, which are looked for in the EPUB in the order of the text. A
page whose beginning is not there (contents, facsimiles, the index by page) has no mark: better a missing page than one
in a wrong place.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape, unescape
from typing import Any

from briefbook.text.folding import fold
from briefbook.util.translation import gettext

_SMALLEST = 8.05
"""Points: running heads, page numbers and marks of notes are set in no larger type, and are no text of a page."""

_RAISED = 0.15
"""By how much of its size a figure stands above the line, at least, that is the mark of a note."""

_WORDS_COMPARED = 20
_LEAST_LIKENESS = 0.75
"""How alike the words must be, so that what only one of the two has (a mark of a note, an id) does not matter."""

_LEAST_WORDS = 3

_LINE_END = re.compile("[-\u2010\u00ad\u0002\ufffe]\r?\n")
_INLINE = r"a|abbr|b|cite|code|del|em|i|ins|kbd|q|s|small|span|strong|sub|u"
_PIECE = re.compile(
    rf"(?P<skipped><(?:sup|style|title)\b.*?</(?:sup|style|title)>)|(?P<inline></?(?:{_INLINE})\b[^>]*>)|(?P<tag><[^>]*>)",
    re.S,
)


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page of the printed book: its number as printed, and the words that it begins with."""

    number: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the EPUB: in which file, from which character, and as it is compared."""

    file: str
    offset: int
    folded: str


def printed_pages(pdf: bytes) -> list[PrintedPage]:
    """The numbered pages of a PDF of the book.

    Args:
        pdf: As ``book_pdf`` makes it.

    Returns:
        In their order; a page without a number is left out.
    """
    import pypdfium2  # type: ignore[import-untyped]

    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [(document.get_page_label(number), _text(document[number])) for number in range(len(document))]
    finally:
        document.close()
    return [PrintedPage(label, tuple(_folded(text)[:_WORDS_COMPARED])) for label, text in pages if label]


def _text(page: Any) -> str:
    """The beginning of a page's text, without what is set smaller than text; words broken at a line's end whole."""
    from pypdfium2 import raw

    text_page = page.get_textpage()
    letters = []
    for index in range(min(text_page.count_chars(), 600)):
        letter = chr(raw.FPDFText_GetUnicode(text_page.raw, index))
        size = raw.FPDFText_GetFontSize(text_page.raw, index)
        if letter.isspace() or (size > _SMALLEST and not (letter.isdigit() and _is_raised(text_page, index, size))):
            letters.append(letter)
    return _LINE_END.sub("", "".join(letters))


def _is_raised(text_page: Any, index: int, size: float) -> bool:
    """Does a figure stand above the line, as the mark of a note does?"""
    from ctypes import byref, c_double

    from pypdfium2 import raw

    across, line = c_double(), c_double()
    raw.FPDFText_GetCharOrigin(text_page.raw, index, byref(across), byref(line))
    return bool(text_page.get_charbox(index)[1] - line.value > _RAISED * size)


def _folded(text: str) -> list[str]:
    """The words of a text as they are compared: letters and figures only."""
    return [folded for word in text.split() if (folded := _letters(word))]


def _letters(word: str) -> str:
    return re.sub(r"[\W_]", "", fold(word))


def with_pages(epub: bytes, pages: Sequence[PrintedPage]) -> bytes:
    """An EPUB in which the beginnings of the printed book's pages are marked, and listed.

    Args:
        epub: The book.
        pages: Of the printed book.

    Returns:
        The same file with the marks, the list (``page-list``) and the metadata that say so; as it was if no page of the
        printed book begins in it.
    """
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        entries = {info: archive.read(info) for info in archive.infolist()}
    texts = {
        info.filename: content.decode()
        for info, content in entries.items()
        if re.fullmatch(r"EPUB/text/ch\d+\.xhtml", info.filename)
    }
    words = [word for name in sorted(texts) for word in _words_of(name, texts[name])]
    marked = _beginnings(words, pages, _heads_of_tables(texts.values()))
    if not marked:
        return epub
    for page, word in reversed(marked):
        text = texts[word.file]
        texts[word.file] = text[: word.offset] + _mark(page) + text[word.offset :]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for info, content in entries.items():
            name = info.filename
            if name in texts:
                content = texts[name].encode()
            elif name == "EPUB/nav.xhtml":
                content = content.decode().replace("</body>", _page_list(marked) + "</body>", 1).encode()
            elif name.endswith(".opf"):
                content = content.decode().replace("</metadata>", _METADATA + "</metadata>", 1).encode()
            archive.writestr(info, content, compress_type=info.compress_type)
    return out.getvalue()


def _words_of(name: str, text: str) -> Iterator[_Word]:
    """The words of a file in their order; one that has elements within it (emphasis) is one word."""
    begin = text.find("<body")
    letters: list[str] = []
    start = -1
    at = begin
    for piece in [*_PIECE.finditer(text, begin), None]:
        end = piece.start() if piece else len(text)
        for match in re.finditer(r"\s+|\S+", text[at:end]):
            if not match[0].isspace():
                start = start if letters else at + match.start()
                letters.append(match[0])
            elif letters:
                yield from _word(name, start, letters)
                letters = []
        if letters and (piece is None or piece["tag"]):
            yield from _word(name, start, letters)
            letters = []
        at = piece.end() if piece else end


def _heads_of_tables(texts: Iterable[str]) -> list[tuple[str, ...]]:
    """The words of the heads of tables, which a table that goes on says again on the next page of the printed book."""
    heads = {
        tuple(_folded(unescape(re.sub(r"<[^>]*>", " ", head))))
        for text in texts
        for head in re.findall(r"<thead>.*?</thead>", text, re.S)
    }
    return sorted(heads - {()})


def _word(name: str, start: int, letters: Sequence[str]) -> Iterator[_Word]:
    if folded := _letters(unescape("".join(letters))):
        yield _Word(name, start, folded)


def _beginnings(
    words: Sequence[_Word], pages: Sequence[PrintedPage], heads: Sequence[tuple[str, ...]]
) -> list[tuple[PrintedPage, _Word]]:
    """Each page whose beginning is found, with the first word that is wholly on it.

    Words may stand in several places, so the places are chosen together: as many pages as can be, in their order.
    """
    places: dict[str, list[int]] = {}
    for place, word in enumerate(words):
        places.setdefault(word.folded, []).append(place)
    found = [(page, place) for page in pages for place in sorted(_candidates(words, places, page.words, heads))]
    best: list[tuple[int, int]] = []  # for each: how many pages the longest way to it has, and the one before it
    for index, (page, place) in enumerate(found):
        ways = [
            (best[before][0], -before)
            for before in range(index)
            if found[before][1] < place and found[before][0] is not page
        ]
        longest, before = max(ways, default=(0, 1))
        best.append((longest + 1, -before if longest else -1))
    if not best:
        return []
    at = max(range(len(best)), key=lambda index: (best[index][0], -index))
    way: list[tuple[PrintedPage, int]] = []
    while at >= 0:
        way.append(found[at])
        at = best[at][1]
    way.reverse()
    return [(page, words[place]) for number, (page, place) in enumerate(way) if _is_sure(found, way, number)]


def _is_sure(found: Sequence[tuple[PrintedPage, int]], way: Sequence[tuple[PrintedPage, int]], number: int) -> bool:
    """Has a page one place only between those of the pages before and behind it?"""
    page, _ = way[number]
    after = way[number - 1][1] if number else -1
    until = way[number + 1][1] if number + 1 < len(way) else max(place for _, place in found) + 1
    return sum(other is page and after < place < until for other, place in found) == 1


def _candidates(
    words: Sequence[_Word], places: dict[str, list[int]], begins: Sequence[str], heads: Sequence[tuple[str, ...]]
) -> set[int]:
    """The places where a page may begin; it may begin with the rest of a word, or the head of its table said again."""
    if len(begins) < _LEAST_WORDS:
        return set()
    found = {place for place in places.get(begins[0], ()) if _is_alike(words, place, begins)}
    found = {place for place in found if _there(words, place, begins) == list(begins)} or found
    if not found:
        found = {
            place
            for place in places.get(begins[1], ())
            if place and words[place - 1].folded.endswith(begins[0]) and _is_alike(words, place, begins[1:])
        }
    for head in heads:
        if not found and tuple(begins[: len(head)]) == head:
            found = _candidates(words, places, begins[len(head) :], ())
    return found


def _there(words: Sequence[_Word], place: int, begins: Sequence[str]) -> list[str]:
    return [word.folded for word in words[place : place + len(begins)]]


def _is_alike(words: Sequence[_Word], place: int, begins: Sequence[str]) -> bool:
    """Are the words at a place those of a page's beginning, but for words that only one of the two has?"""
    there = _there(words, place, begins)
    matcher = SequenceMatcher(None, there, list(begins), autojunk=False)
    changed = any(kind == "replace" for kind, *_ in matcher.get_opcodes())
    return not changed and there[:2] == list(begins[:2]) and matcher.ratio() >= _LEAST_LIKENESS


def _id(page: PrintedPage) -> str:
    return f"page-{re.sub(r'[^0-9A-Za-z]', '_', page.number)}"


def _mark(page: PrintedPage) -> str:
    number = escape(page.number, quote=True)
    return f'<span epub:type="pagebreak" role="doc-pagebreak" id="{_id(page)}" aria-label="{number}"></span>'


def _page_list(marked: Sequence[tuple[PrintedPage, _Word]]) -> str:
    links = "\n".join(
        f'<li><a href="{word.file.removeprefix("EPUB/")}#{_id(page)}">{escape(page.number)}</a></li>'
        for page, word in marked
    )
    title = escape(gettext("Pages of the printed book"))
    return (
        f'<nav epub:type="page-list" role="doc-pagelist" id="page-list" hidden="hidden">\n<h2>{title}</h2>\n'
        f"<ol>\n{links}\n</ol>\n</nav>\n"
    )


_METADATA = """<meta property="schema:accessibilityFeature">pageBreakMarkers</meta>
<meta property="schema:accessibilityFeature">pageNavigation</meta>
<meta property="pageBreakSource">book.pdf</meta>
"""
