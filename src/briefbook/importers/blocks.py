"""A published web page (pasted text, HTML, .docx) -> its headings, paragraphs and table rows, in order."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import lxml.html
import mammoth  # type: ignore[import-untyped]
from lxml import etree

from briefbook.errors import FormatError
from briefbook.importers.cells import COLUMNS, split_row
from briefbook.importers.columns import meanings, plain_heading
from briefbook.util.guarded import LimitError, Limits, guarded
from briefbook.util.zip_faults import ZIP_FAULTS

_HEADER_CELL = re.compile(r"(item|id|document|doc|file|date|from|sender|to|recipient|number|no)\.?", re.I)
_ENDS_SENTENCE = re.compile(r"[.:;,!?…][\"”’')\]]*$")
_VIEWER = re.compile(r"^Viewing:\s*(?P<address>\S.*\.(?:pdf|tiff?|png|jpe?g))\s*$", re.I)
_ARCHIVAL = re.compile(r"\b(?:RG\s?\d|vol(?:ume)?\.?\s+\d|file\s+(?:no\.?\s*)?\d|Archives|fonds)\b", re.I)
_CELL_DATE = re.compile(r"\d{1,2}[-\s./][A-Za-z]{3,9}[-\s./,]+\d{2,4}")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; the first is the title."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Prose in Markdown.

    ``viewed`` is the file that a document viewer shows, ``archival`` an archival source; ``is_described`` is a table as
    it was typed whose papers are described by the ``TableRows`` behind it.
    """

    markdown: str
    viewed: str = ""
    archival: str = ""
    is_described: bool = False


@dataclass(frozen=True, slots=True)
class TableRows:
    """The rows of a table without its header; ``left_over`` are pieces of text in it that are not rows.

    ``in_order``: the cells are those of ``COLUMNS``, by the names of columns, and not to be told by what they say.
    ``is_typed``: the table stands in the prose as it was typed, since it has other columns too.
    """

    rows: tuple[tuple[str, ...], ...]
    left_over: tuple[str, ...] = ()
    in_order: bool = False
    is_typed: bool = False


Block = Heading | Paragraph | TableRows


def escape_markdown(text: str) -> str:
    """Text with Markdown's special characters escaped, white space collapsed."""
    text = re.sub(r"([\\`*_<])", r"\\\1", " ".join(text.replace("\u00a0", " ").split()))
    return re.sub(r"^(#{1,6}\s|>|[-+]\s|=+$|-{3,}$|\||~~~|\d+[.)]\s)", lambda m: _escape_first(m[0]), text)


def _escape_first(mark: str) -> str:
    return re.sub(r"(\d+)([.)])", r"\1\\\2", mark) if mark[0].isdigit() else "\\" + mark


# Pasted text


def blocks_of_text(text: str, pattern: re.Pattern[str], window: int, is_post: Callable[[str], bool]) -> list[Block]:
    """The blocks of pasted text.

    Args:
        text: The text; its first row is the title. Tables may have cells separated by ``|`` or by blanks, or one cell
            per row of text.
        pattern: Matches item identifiers as a whole.
        window: First year of the hundred years that years of two digits fall in.
        is_post: Tells whether a code or name is a post's.
    """
    rows = [
        row_text.rstrip()
        for row_text in text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "").split("\n")
    ]
    blocks: list[Block] = []
    index = 0
    while index < len(rows):
        row_text = rows[index].replace("\u00a0", " ").strip()
        if not row_text:
            index += 1
        elif not any(isinstance(block, Heading) for block in blocks):
            blocks.append(Heading(row_text, 1))
            index += 1
        elif (after := _header_end(rows, index)) is not None:
            table_rows, index = _rows_of_text(rows, after, pattern, window, is_post)
            blocks.append(table_rows)
        elif (cells := split_row(row_text, pattern, window, is_post)) and cells[0]:
            table_rows, index = _rows_of_text(rows, index, pattern, window, is_post)
            blocks.append(table_rows)
        else:
            blocks.append(_prose(row_text, rows, index, pattern, blocks))
            index += 1
    return blocks


def _header_end(rows: list[str], index: int) -> int | None:
    """The index after a table's header, if one begins here: in one row of text, or one cell per row."""
    words = re.split(r"[\s|]+", rows[index].replace("\u00a0", " ").strip(" |\t\u00a0"))
    if _is_header(words):
        return index + 1
    end = index
    header_cells: list[str] = []
    while end < len(rows) and len(header_cells) < len(COLUMNS):
        cell = rows[end].replace("\u00a0", " ").strip(" |\t")
        if cell:
            if not _HEADER_CELL.fullmatch(cell):
                return None
            header_cells.append(cell)
        end += 1
    return end if _is_header(header_cells) else None


def _is_header(cells: Sequence[str]) -> bool:
    """Are these the names of a table's columns, in their order? Some write ID for Item, and No. for Number."""
    names = [cell.strip().lower().rstrip(".") for cell in cells]
    return [_OTHER_NAMES.get(name, name) for name in names] == list(COLUMNS)


_OTHER_NAMES = {
    "id": "item", "document": "item", "doc": "item", "file": "item", "sender": "from", "recipient": "to", "no": "number"
}  # fmt: skip
"""Names of columns on pages of others, by which of ``COLUMNS`` they are."""


def _rows_of_text(
    text_rows: list[str], index: int, pattern: re.Pattern[str], window: int, is_post: Callable[[str], bool]
) -> tuple[TableRows, int]:
    """The table rows from an index on, and the index after them."""
    rows: list[tuple[str, ...]] = []
    while index < len(text_rows):
        row_text = text_rows[index].replace("\u00a0", " ").strip()
        if not row_text:
            following = next(
                (
                    position
                    for position in range(index, len(text_rows))
                    if text_rows[position].replace("\u00a0", " ").strip()
                ),
                None,
            )
            if following is None or not _continues(text_rows, following, pattern, window, is_post):
                break
            index = following
        elif row_text.count("|") >= 3 and re.search(r"\w", row_text):
            rows.append(tuple(cell.strip() for cell in row_text.strip("|").split("|")))
            index += 1
        elif re.fullmatch(r"[\s|:-]+", row_text) and row_text.count("|") >= 3:
            index += 1  # the rule below a header
        elif (cells := split_row(row_text, pattern, window, is_post)) is not None:
            rows.append(tuple(cells))
            index += 1
        elif (stacked_row := _stacked_row(text_rows, index, pattern)) is not None:
            row, index = stacked_row
            rows.append(row)
        else:
            break
    return TableRows(tuple(rows)), index


def _continues(
    text_rows: list[str], index: int, pattern: re.Pattern[str], window: int, is_post: Callable[[str], bool]
) -> bool:
    row_text = text_rows[index].replace("\u00a0", " ").strip()
    if row_text.count("|") >= 3 and not re.search(r"[a-z]{3,}\s+[a-z]{2,}\s+[a-z]{2,}", row_text):
        return True
    if split_row(row_text, pattern, window, is_post) is not None:
        return True
    return _stacked_row(text_rows, index, pattern) is not None


def _stacked_row(text_rows: list[str], index: int, pattern: re.Pattern[str]) -> tuple[tuple[str, ...], int] | None:
    """A table row with one cell per row of text: an identifier or nothing, a date, from, to, number."""
    end = index
    cells: list[str] = []
    while end < len(text_rows) and len(cells) < len(COLUMNS):
        cell = text_rows[end].replace("\u00a0", " ").strip()
        content = cell.strip("| ")
        if not content and cells:
            if len(cells) >= 4:
                break
            if cell or len(cells) == 1:
                end += 1
                continue
            return None
        if not cells:
            plain = re.sub(r"\.(?:pdf|tiff?|png|jpe?g)$", "", content, flags=re.I)
            if content and _CELL_DATE.fullmatch(content):
                cells.append("")
                cells.append(content)
            elif content and (pattern.fullmatch(plain) or plain != content):
                cells.append(content)
            elif content:
                return None
            end += 1
            continue
        if len(cells) == 1 and not _CELL_DATE.fullmatch(content):
            return None
        if len(cells) > 1 and len(content.split()) > 4:
            break
        cells.append(content)
        end += 1
    if len(cells) < 4:
        return None
    return tuple(cells), end


def _prose(row_text: str, text_rows: list[str], index: int, pattern: re.Pattern[str], blocks: list[Block]) -> Block:
    if match := _VIEWER.match(row_text):
        address = match["address"].strip()
        file_name = address.rsplit("/", 1)[-1]
        return Paragraph(f"Viewing: [{escape_markdown(file_name)}](<{address}>)", viewed=address)
    if _is_heading(row_text, text_rows, index, pattern):
        return Heading(escape_markdown(row_text))
    viewed = any(isinstance(block, Paragraph) and block.viewed for block in blocks)
    return Paragraph(escape_markdown(row_text), archival=row_text if viewed and _ARCHIVAL.search(row_text) else "")


def _is_heading(heading_row: str, text_rows: list[str], index: int, pattern: re.Pattern[str]) -> bool:
    """Is this a short row without a full stop and without a citation, with prose or a table below it?

    A question or an exclamation is a heading too if it is alone between blank rows or below a table.
    """
    if len(heading_row) > 110 or len(heading_row.split()) > 16 or not heading_row[0].isupper():
        return False
    if _ENDS_SENTENCE.search(heading_row):
        before = text_rows[index - 1].strip() if index else ""
        after = text_rows[index + 1].strip() if index + 1 < len(text_rows) else ""
        if not re.fullmatch(r"[^.?!]{1,70}[?!]", heading_row) or before or after:
            return False
    if any(pattern.fullmatch(word) for word in re.findall(r"[A-Za-z0-9]+", heading_row)):
        return False
    return any(row_text.replace("\u00a0", " ").strip() for row_text in text_rows[index + 1 :])


# HTML and .docx

_SKIPPED_ELEMENTS = {
    "script",
    "style",
    "noscript",
    "template",
    "head",
    "nav",
    "header",
    "footer",
    "form",
    "button",
    "svg",
}
_BLOCK_ELEMENTS = {
    "p", "div", "section", "article", "main", "body", "ul", "ol", "li", "blockquote", "table", "figure", "figcaption",
    "h1", "h2", "h3", "h4", "h5", "h6", "pre", "dl", "dt", "dd", "hr", "html", "tbody", "tr", "td", "th", "aside",
    "address", "iframe", "object", "center",
}  # fmt: skip


DOCX_LIMITS = Limits(memory=1500, seconds=60)
"""What opening a .docx file may take; the manuscript of a book of 1,000 pages takes a tenth of it."""


MAX_TEXT = 100_000_000
"""Bytes of XML that a .docx file may unpack to; the manuscript of a book of 1,000 pages has some 10 million."""


def open_docx(data: bytes) -> tuple[list[Block], list[str]]:
    """The blocks of a .docx file from outside, and what it has that its page does not show.

    Args:
        data: The file. It is opened in a process of its own: it may unpack to any size.

    Returns:
        Its blocks, and sentences on comments, tracked changes and hidden text.

    Raises:
        FormatError: It is not a .docx file, it is damaged, or it takes too much memory or time.
    """
    refuse_large_docx(data)
    try:
        return guarded(_open_docx, data, limits=DOCX_LIMITS)
    except LimitError as error:
        raise FormatError(
            f"this .docx file was not opened: {error}; save it anew from Word, without pictures, or import its parts"
        ) from error


def refuse_large_docx(data: bytes) -> None:
    """Refuse a .docx file whose text would fill the memory.

    Raises:
        FormatError: It says itself that it unpacks to more than ``MAX_TEXT``.
    """
    if (size := _text_size(data)) > MAX_TEXT:
        raise FormatError(
            f"this .docx file has more than {MAX_TEXT / 1_000_000:g} MB of text ({size / 1_000_000:,.0f} MB): "
            "save it anew from Word, or import its parts one by one"
        )


def _text_size(data: bytes) -> int:
    """Bytes of XML in a .docx file as it says itself; 0 if it cannot be opened, which is reported elsewhere."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return sum(entry.file_size for entry in archive.infolist() if entry.filename.endswith((".xml", ".rels")))
    except ZIP_FAULTS:
        return 0


def _open_docx(data: bytes) -> tuple[list[Block], list[str]]:
    blocks = blocks_of_docx(data)
    return blocks, [*docx_problems(data), *_missing_words(data, blocks)]


def blocks_of_docx(data: bytes) -> list[Block]:
    """The blocks of a .docx file; without limits, see ``open_docx``.

    Raises:
        FormatError: It is not a .docx file, or it is damaged.
    """
    try:
        html = mammoth.convert_to_html(io.BytesIO(_prepared(data)), style_map="strike => s").value
    except MemoryError:
        raise
    except Exception as error:  # mammoth raises whatever zip and XML raise
        raise FormatError(f"this .docx file cannot be opened: {error}") from error
    return blocks_of_html(f'<div style="white-space: pre-wrap">{html}</div>')  # Word shows blanks as they were typed


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT_PARTS = re.compile(r"word/(?:document|footnotes|endnotes)\.xml")


def docx_problems(data: bytes) -> list[str]:
    """What a .docx file has that its page does not show: comments, tracked changes, hidden text.

    Returns:
        Sentences for the curator; none if the file cannot be opened.
    """
    counts = {"comment": 0, "deleted": 0, "inserted": 0, "hidden": 0}
    for name, root in _docx_parts(data).items():
        counts["comment"] += sum(1 for _ in root.iter(f"{_W}comment")) if name == "word/comments.xml" else 0
        counts["deleted"] += sum(1 for _ in root.iter(f"{_W}del", f"{_W}moveFrom") if _.find(f".//{_W}r") is not None)
        counts["inserted"] += sum(1 for _ in root.iter(f"{_W}ins", f"{_W}moveTo") if _.find(f".//{_W}r") is not None)
        counts["hidden"] += len(_hidden_runs(root))
    sentences = {
        "comment": "{} of the Word file left out",
        "deleted": "tracked changes: {} left out",
        "inserted": "tracked changes: {} kept as text",
        "hidden": "{} left out",
    }
    nouns = {
        "comment": "comment",
        "deleted": "deleted passage",
        "inserted": "inserted passage",
        "hidden": "passage of hidden text",
    }
    return [
        sentences[kind].format(f"{count} {nouns[kind]}{'' if count == 1 or kind == 'hidden' else 's'}")
        for kind, count in counts.items()
        if count
    ]


def _docx_parts(data: bytes) -> dict[str, Any]:
    """The texts of a .docx file, parsed; nothing if it cannot be opened."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {
                name: etree.fromstring(archive.read(name), parser)
                for name in archive.namelist()
                if _TEXT_PARTS.fullmatch(name) or name == "word/comments.xml"
            }
    except (*ZIP_FAULTS, etree.XMLSyntaxError):
        return {}


def _hidden_runs(root: Any) -> list[Any]:
    off = ("0", "false", "off")
    return [
        run
        for run in root.iter(f"{_W}r")
        if (mark := run.find(f"{_W}rPr/{_W}vanish")) is not None and mark.get(f"{_W}val") not in off
    ]


def _prepared(data: bytes) -> bytes:
    """A .docx file without the runs that Word does not show, and with words where mammoth looks for them."""
    changed = {}
    for name, root in _docx_parts(data).items():
        before = etree.tostring(root)
        for element in [*_hidden_runs(root), *root.iter(f"{_W}moveFrom")]:
            if element.getparent() is not None:
                element.getparent().remove(element)
        _uncover_words(root)
        if etree.tostring(root) != before:
            changed[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    if not changed:
        return data
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            target.writestr(member, changed.get(member.filename) or source.read(member.filename))
    return buffer.getvalue()


_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_V = "{urn:schemas-microsoft-com:vml}"


def _uncover_words(root: Any) -> None:
    """Take words out of what mammoth passes over: directions, simple fields, ruby, formulas, new text boxes."""
    for element in list(root.iter(f"{_W}bdo", f"{_W}dir", f"{_W}fldSimple")):
        _replace(element, list(element))
    for element in list(root.iter(f"{_W}ruby")):
        runs = [run for part in ("rubyBase", "rt") for run in element.iterfind(f"{_W}{part}/{_W}r")]
        _replace(element.getparent(), runs)
    for element in list(root.iter(f"{_M}oMath")):
        run = etree.Element(f"{_W}r")
        etree.SubElement(run, f"{_W}t").text = "".join(text.text or "" for text in element.iter(f"{_M}t"))
        _replace(element, [run])
    for element in list(root.iter(f"{_M}oMathPara")):
        _replace(element, list(element))
    for element in root.iter(f"{_W}cr"):
        element.tag = f"{_W}br"
    for element in list(root.iter(f"{_MC}AlternateContent")):
        boxes = list(element.iter(f"{_W}txbxContent"))
        if element.find(f"{_MC}Fallback") is None and boxes:
            picture = etree.SubElement(etree.SubElement(element, f"{_MC}Fallback"), f"{_W}pict")
            for box in boxes:
                etree.SubElement(picture, f"{_V}textbox").append(box)


def _replace(element: Any, others: list[Any]) -> None:
    parent = element.getparent()
    if parent is None:
        return
    at = parent.index(element)
    parent.remove(element)
    for offset, other in enumerate(others):
        parent.insert(at + offset, other)


_MAX_MISSING = 8
"""So many passages that did not come in are named."""


def _missing_words(data: bytes, blocks: list[Block]) -> list[str]:
    """A sentence on the words of a .docx file that are in none of its blocks, whatever the reason; or none."""
    texts = [block.text if isinstance(block, Heading) else "" for block in blocks]
    texts += [block.markdown for block in blocks if isinstance(block, Paragraph)]
    tables = [block for block in blocks if isinstance(block, TableRows)]
    texts += [cell for table in tables for row in (*table.rows, table.left_over) for cell in row]
    there = _letters(" ".join([*texts, *COLUMNS]))
    missing = []
    for root in _docx_parts(_prepared(data)).values():
        for paragraph in root.iter(f"{_W}p"):
            for text in paragraph.iter(f"{_W}t"):
                words = text.text or ""
                if not root.tag.endswith("}comments") and len(_letters(words)) > 2 and _letters(words) not in there:
                    missing.append(" ".join(words.split()))
    missing = list(dict.fromkeys(missing))
    if not missing:
        return []
    shown = "; ".join(f"“{words[:60]}”" for words in missing[:_MAX_MISSING])
    more = f" and {len(missing) - _MAX_MISSING} more" if len(missing) > _MAX_MISSING else ""
    return [f"words of the Word file that did not come in: {shown}{more}"]


def _letters(words: str) -> str:
    return "".join(filter(str.isalnum, words)).casefold()


_NO_CHARACTER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def blocks_of_html(text: str) -> list[Block]:
    """The blocks of an HTML document: of its main element, if it has one."""
    try:
        tree = lxml.html.document_fromstring(_NO_CHARACTER.sub("\ufffd", text))
    except etree.ParserError:  # there is nothing in it, or only comments
        return []
    main: Any = tree.xpath("//main | //*[@role='main'] | //article | //*[@id='content']")
    root = main[0] if main else (tree.find("body") if tree.find("body") is not None else tree)
    notes = _take_notes(root)
    blocks = list(_walk(root))
    blocks += [Paragraph(f"[^{label}]: {words}") for label, words in notes]
    if not any(isinstance(block, Heading) for block in blocks):
        title = tree.findtext(".//title")
        first = next((block for block in blocks if isinstance(block, Paragraph)), None)
        if title and title.strip():
            blocks.insert(0, Heading(" ".join(title.split()), 1))
        elif first:
            blocks[blocks.index(first)] = Heading(first.markdown, 1)
    return blocks


_NOTE_ID = re.compile(r"(?:.*-)?(?:_?(?P<kind>ftn|edn|footnote|endnote|fn|en))[-_:]?(?P<number>\d+)", re.I)


def _take_notes(root: lxml.html.HtmlElement) -> list[tuple[str, str]]:
    """Take footnotes and endnotes out of a document, and write ``[^1]`` where each is cited.

    Returns:
        Label and words in Markdown of each note, in order.
    """
    by_id = {
        str(element.get("id")): element for element in root.iter() if isinstance(element.tag, str) and element.get("id")
    }
    notes: list[tuple[str, str]] = []
    labels: dict[str, str] = {}
    for link in list(root.iter("a")):
        target = (link.get("href") or "").removeprefix("#") if (link.get("href") or "").startswith("#") else ""
        match = _NOTE_ID.fullmatch(target)
        body = by_id.get(target)
        if body is None:
            body = by_id.get(target.lstrip("_"))  # Word: href "#_ftn1", id "ftn1"
        if not match or body is None or link in body.iter("a"):
            continue
        kind = "end" if match["kind"].lower().startswith(("edn", "en")) else ""
        label = labels.get(target)
        if label is None:
            label = labels[target] = f"{kind}{len(labels) + 1}"
            notes.append((label, _note_words(body)))
        mark = link
        parent = link.getparent()
        if parent is not None and parent.tag == "sup" and parent.text_content().strip() == link.text_content().strip():
            mark = parent
        mark.tag, mark.text = "span", ""
        for child in list(mark):
            mark.remove(child)
        mark.set("data-note", label)
    for target in labels:
        body = by_id.get(target)
        body = body if body is not None else by_id.get(target.lstrip("_"))
        if body is not None and body.getparent() is not None:
            body.drop_tree()
    return notes


def _note_words(body: lxml.html.HtmlElement) -> str:
    for link in list(body.iter("a")):
        back = (link.get("href") or "").startswith("#")
        if back and re.fullmatch(r"\W*\d*\W*", link.text_content()):
            link.drop_tree()
    paragraphs = [block.markdown for block in _walk(body) if isinstance(block, Paragraph)]
    return "\n\n    ".join(paragraphs)


def _walk(element: lxml.html.HtmlElement) -> Iterator[Block]:
    """The blocks inside an element; text between blocks becomes a paragraph."""
    pending: list[str] = []

    def flush() -> Iterator[Block]:
        words = re.sub(r"[ \t\n]+", " ", "".join(pending)).strip()
        pending.clear()
        if words:
            viewing = re.search(r"Viewing:.*?\(<?([^)>]+\.(?:pdf|tiff?|png|jpe?g))>?\)", words, re.I)
            yield Paragraph(words, viewed=viewing[1] if viewing else "")

    pending.append(escape_inline(element.text))
    for child in element:
        if not isinstance(child.tag, str) or child.tag in _SKIPPED_ELEMENTS or _is_hidden(child):
            pending.append(escape_inline(child.tail))
            continue
        if child.tag in _BLOCK_ELEMENTS:
            yield from flush()
            yield from _block(child)
        elif child.tag == "br":
            pending.append(" ")
        elif any(descendant.tag in _BLOCK_ELEMENTS for descendant in child.iter() if isinstance(descendant.tag, str)):
            yield from flush()
            yield from _walk(child)
        else:
            pending.append(_inline(child))
        pending.append(escape_inline(child.tail))
    yield from flush()


def _block(element: lxml.html.HtmlElement) -> Iterator[Block]:
    if re.fullmatch(r"h[1-6]", element.tag):
        words = re.sub(r"\s+", " ", _inline(element, bare=True)).strip()
        if words:
            yield Heading(words, int(element.tag[1]))
    elif element.tag == "table":
        yield from _table(element)
    elif element.tag == "li":
        for block in _walk(element):
            yield Paragraph(f"- {block.markdown}") if isinstance(block, Paragraph) else block
    elif element.tag == "blockquote":
        for block in _walk(element):
            yield Paragraph(f"> {block.markdown}") if isinstance(block, Paragraph) else block
    elif element.tag in ("iframe", "object"):
        address = element.get("src") or element.get("data")
        if address:
            yield Paragraph(f"[{escape_markdown(address.rsplit('/', 1)[-1])}](<{address}>)", viewed=address)
    else:
        yield from _walk(element)


def _table(element: lxml.html.HtmlElement) -> Iterator[Block]:
    grid, merged = _grid(element)
    rows = [row for row in grid if any(cell.strip() for cell in row)]
    if rows and _is_header(rows[0]):
        notes = [row for row in rows[1:] if row in merged]
        yield TableRows(
            tuple(row for row in rows[1:] if row not in notes), tuple(escape_markdown(row[0]) for row in notes)
        )
        return
    for caption in element.iter("caption"):
        yield Paragraph(escape_markdown(caption.text_content()))
    order = columns_by_name(rows[0]) if rows else {}
    chosen = tuple(tuple(row[order[name]] if order.get(name, len(row)) < len(row) else "" for name in COLUMNS)
                   for row in rows[1:] if row not in merged)  # fmt: skip
    if order and len(order) == sum(bool(cell.strip()) for cell in rows[0]):
        left_over = tuple(escape_markdown(row[0]) for row in rows[1:] if row in merged)
        yield TableRows(chosen, left_over, in_order=True)
        return
    if rows:
        width = max(len(row) for row in rows)
        lines = [
            "| "
            + " | ".join(escape_markdown(cell).replace("|", "\\|") for cell in [*row, *[""] * (width - len(row))])
            + " |"
            for row in rows
        ]
        yield Paragraph("\n".join([lines[0], "|" + " --- |" * width, *lines[1:]]), is_described=bool(order))
    if order:
        yield TableRows(chosen, in_order=True, is_typed=True)


def columns_by_name(header: Sequence[str]) -> dict[str, int]:
    """Where each of ``COLUMNS`` stands in a table, by the names of its columns in the languages of lists.

    Args:
        header: The names of the columns.

    Returns:
        {} where no column names the papers, or fewer than two others of ``COLUMNS`` are there, or one is there twice.

    >>> columns_by_name(["Absender", "Empfänger", "Signatur", "Bemerkung"])
    {'from': 0, 'to': 1, 'item': 2}
    >>> columns_by_name(["Item", "Price"]), columns_by_name(["Item", "From", "From"])
    ({}, {})
    """
    found: dict[str, int] = {}
    for at, cell in enumerate(header):
        name = plain_heading(cell)
        known = _OTHER_NAMES.get(name) or next((field for field, _ in meanings(cell)), "")
        if known not in COLUMNS:
            continue
        if known in found:
            return {}
        found[known] = at
    return found if "item" in found and len(found) > _MIN_COLUMNS else {}


_MIN_COLUMNS = 2
"""A table that names papers and one thing about them may be of anything."""


def _grid(element: lxml.html.HtmlElement) -> tuple[list[tuple[str, ...]], set[tuple[str, ...]]]:
    """The rows of a table, a cell that spans rows in each of them; and the rows that are one cell across the table."""
    rows: list[tuple[str, ...]] = []
    merged: set[tuple[str, ...]] = set()
    spanning: dict[int, tuple[str, int]] = {}  # column -> the words of a cell from above, rows that it still spans
    for row_element in element.xpath("./tr | ./thead/tr | ./tbody/tr | ./tfoot/tr"):
        row: list[str] = []
        cells = row_element.xpath("./td | ./th")

        def fill(row: list[str]) -> None:
            while len(row) in spanning:
                column = len(row)
                words, count = spanning[column]
                row.append(words)
                if count > 1:
                    spanning[column] = (words, count - 1)
                else:
                    del spanning[column]

        for cell in cells:
            fill(row)
            words = _cell_text(cell)
            width, height = _span(cell, "colspan"), _span(cell, "rowspan")
            for offset in range(width):
                if height > 1:
                    spanning[len(row)] = (words if offset == 0 else "", height - 1)
                row.append(words if offset == 0 else "")
        fill(row)
        rows.append(tuple(row))
        if len(cells) == 1 and len(row) >= len(COLUMNS):
            merged.add(tuple(row))
    return rows, merged


def _span(cell: lxml.html.HtmlElement, name: str) -> int:
    """How many columns or rows a cell spans; HTML allows up to 1,000 columns."""
    written = (cell.get(name) or "").strip()
    return max(1, min(int(written), 1000)) if written.isascii() and written.isdigit() else 1


def _cell_text(cell: lxml.html.HtmlElement) -> str:
    """The words of a cell in the lines that a reader sees, with doubled blanks where they are shown as such."""
    if any(map(_shows_blanks, (cell, *cell.iterancestors()))):
        return _visible_text(cell, as_typed=True).strip("\n")
    if any(map(_shows_blanks, cell.iterdescendants())):
        return _visible_text(cell, as_typed=True).strip()
    lines = _visible_text(cell, as_typed=False).split("\n")
    return "\n".join(re.sub(" +", " ", line).strip(" ") for line in lines).strip("\n")


def _shows_blanks(element: lxml.html.HtmlElement) -> bool:
    """Is this text whose blanks and line ends browsers show as they are?"""
    style = re.sub(r"\s", "", element.get("style") or "").lower() if isinstance(element.tag, str) else ""
    return element.tag == "pre" or re.search(r"white-space:(?:pre|break-spaces)", style) is not None


def _visible_text(element: lxml.html.HtmlElement, *, as_typed: bool) -> str:
    def shown(text: str | None) -> str:
        return (text or "") if as_typed else re.sub(r"[ \t\n\r\f]+", " ", text or "")

    words = shown(element.text)
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _SKIPPED_ELEMENTS and not _is_hidden(child):
            words += ("\n" if child.tag in ("br", "p", "div") else "") + _visible_text(child, as_typed=as_typed)
        words += shown(child.tail)
    return words


def _is_hidden(element: lxml.html.HtmlElement) -> bool:
    """Is this deleted (``<del>``), or not shown to readers (``display:none``, Word's hidden text)?"""
    style = re.sub(r"\s", "", element.get("style") or "").lower()
    is_unseen = "display:none" in style or "mso-hide:all" in style or "visibility:hidden" in style
    return element.tag == "del" or is_unseen or element.get("hidden") is not None


def escape_inline(text: str | None) -> str:
    """Text within a paragraph with Markdown's special characters escaped."""
    return re.sub(r"([\\`*_<])", r"\\\1", (text or "").replace("\u00a0", " "))


def _inline(element: lxml.html.HtmlElement, *, bare: bool = False) -> str:
    if label := element.get("data-note"):
        return f"[^{label}]"
    inner = escape_inline(element.text)
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _SKIPPED_ELEMENTS and not _is_hidden(child):
            inner += " " if child.tag == "br" else _inline(child, bare=bare)
        inner += escape_inline(child.tail)
    if element.tag == "img":
        source = element.get("src") or ""
        title = f' "{escape_markdown(element.get("title"))}"' if element.get("title") else ""
        return f"![{escape_markdown(element.get('alt') or '')}](<{source}>{title})" if source and not bare else ""
    if bare:
        return inner
    address = (element.get("href") or "").strip()
    if element.tag == "a" and address and inner.strip():
        if re.match(r"(?i)javascript:|data:|vbscript:", address):
            return inner
        return f"[{inner.strip()}](<{address}>)" if re.search(r"[\s()]", address) else f"[{inner.strip()}]({address})"
    if element.tag in ("s", "strike") and inner.strip():
        return f"~~{inner.strip()}~~" if inner == inner.strip() else f" ~~{inner.strip()}~~ "
    if element.tag in ("em", "i") and inner.strip():
        return f"*{inner.strip()}*" if inner == inner.strip() else f" *{inner.strip()}* "
    if element.tag in ("strong", "b") and inner.strip():
        return f"**{inner.strip()}**" if inner == inner.strip() else f" **{inner.strip()}** "
    return inner
