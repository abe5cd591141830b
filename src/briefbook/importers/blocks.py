"""A published page in any of its shapes -> headings, paragraphs and rows of tables, in order."""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import lxml.html
import mammoth  # type: ignore[import-untyped]

from briefbook.errors import FormatError
from briefbook.importers.cells import COLUMNS, split_row

_HEADER_CELL = re.compile(r"(item|date|from|to|number)\.?", re.I)
_STOPPED = re.compile(r"[.:;,!?…][\"”’')\]]*$")
_VIEWING = re.compile(r"^Viewing:\s*(?P<address>\S.*\.(?:pdf|tiff?|png|jpe?g))\s*$", re.I)
_ARCHIVAL = re.compile(r"\b(?:RG\s?\d|vol(?:ume)?\.?\s+\d|file\s+(?:no\.?\s*)?\d|Archives|fonds)\b", re.I)
_CELL_DATE = re.compile(r"\d{1,2}[-\s./][A-Za-z]{3,9}[-\s./,]+\d{2,4}")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; the first one is the page's title."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Prose in Markdown. ``viewed`` is the file that a document viewer shows, ``archival`` an archival home."""

    markdown: str
    viewed: str = ""
    archival: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table without its header; ``left_over`` are lines within it that are no rows."""

    rows: tuple[tuple[str, ...], ...]
    left_over: tuple[str, ...] = ()


Block = Heading | Paragraph | Rows


def escaped(text: str) -> str:
    """Text as Markdown that reads as the text."""
    text = re.sub(r"([\\`*_<])", r"\\\1", " ".join(text.replace("\u00a0", " ").split()))
    return re.sub(r"^(#{1,6}\s|>|[-+]\s|=+$|-{3,}$|\||~~~|\d+[.)]\s)", lambda m: _escape_first(m[0]), text)


def _escape_first(mark: str) -> str:
    return re.sub(r"(\d+)([.)])", r"\1\\\2", mark) if mark[0].isdigit() else "\\" + mark


# Pasted text


def blocks_of_text(text: str, pattern: re.Pattern[str], window: int, known_post: Callable[[str], bool]) -> list[Block]:
    """The blocks of pasted text: its first line is the title; tables in any of three shapes."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "").split("\n")]
    blocks: list[Block] = []
    number = 0
    while number < len(lines):
        line = lines[number].replace("\u00a0", " ").strip()
        if not line:
            number += 1
        elif not any(isinstance(block, Heading) for block in blocks):
            blocks.append(Heading(line, 1))
            number += 1
        elif (after := _header_end(lines, number)) is not None:
            rows, number = _rows_of_text(lines, after, pattern, window, known_post)
            blocks.append(rows)
        elif (cells := split_row(line, pattern, window, known_post)) and cells[0]:
            rows, number = _rows_of_text(lines, number, pattern, window, known_post)
            blocks.append(rows)
        else:
            blocks.append(_prose(line, lines, number, pattern, blocks))
            number += 1
    return blocks


def _header_end(lines: list[str], number: int) -> int | None:
    """The line after a table's header, if one begins here: in one line, or a cell a line."""
    words = re.split(r"[\s|]+", lines[number].replace("\u00a0", " ").strip(" |\t\u00a0"))
    if [word.lower().rstrip(".") for word in words] == list(COLUMNS):
        return number + 1
    at = number
    found: list[str] = []
    while at < len(lines) and len(found) < len(COLUMNS):
        cell = lines[at].replace("\u00a0", " ").strip(" |\t")
        if cell:
            if not _HEADER_CELL.fullmatch(cell):
                return None
            found.append(cell.lower().rstrip("."))
        at += 1
    return at if found == list(COLUMNS) else None


def _rows_of_text(
    lines: list[str], number: int, pattern: re.Pattern[str], window: int, known_post: Callable[[str], bool]
) -> tuple[Rows, int]:
    """The rows that stand from a line on, and the line after them."""
    rows: list[tuple[str, ...]] = []
    while number < len(lines):
        line = lines[number].replace("\u00a0", " ").strip()
        if not line:
            following = next((at for at in range(number, len(lines)) if lines[at].replace("\u00a0", " ").strip()), None)
            if following is None or not _goes_on(lines, following, pattern, window, known_post):
                break
            number = following
        elif line.count("|") >= 3 and re.search(r"\w", line):
            rows.append(tuple(cell.strip() for cell in line.strip("|").split("|")))
            number += 1
        elif re.fullmatch(r"[\s|:-]+", line) and line.count("|") >= 3:
            number += 1  # the rule below a header
        elif (cells := split_row(line, pattern, window, known_post)) is not None:
            rows.append(tuple(cells))
            number += 1
        elif (stacked := _stacked_row(lines, number, pattern)) is not None:
            row, number = stacked
            rows.append(row)
        else:
            break
    return Rows(tuple(rows)), number


def _goes_on(
    lines: list[str], number: int, pattern: re.Pattern[str], window: int, known_post: Callable[[str], bool]
) -> bool:
    line = lines[number].replace("\u00a0", " ").strip()
    if line.count("|") >= 3 and not re.search(r"[a-z]{3,}\s+[a-z]{2,}\s+[a-z]{2,}", line):
        return True
    if split_row(line, pattern, window, known_post) is not None:
        return True
    return _stacked_row(lines, number, pattern) is not None


def _stacked_row(lines: list[str], number: int, pattern: re.Pattern[str]) -> tuple[tuple[str, ...], int] | None:
    """A row whose cells stand one a line: an id or nothing, a date, from, to, number."""
    at = number
    cells: list[str] = []
    while at < len(lines) and len(cells) < len(COLUMNS):
        cell = lines[at].replace("\u00a0", " ").strip()
        bare = cell.strip("| ")
        if not bare and cells:
            if len(cells) >= 4:
                break
            if cell or len(cells) == 1:
                at += 1
                continue
            return None
        if not cells:
            plain = re.sub(r"\.(?:pdf|tiff?|png|jpe?g)$", "", bare, flags=re.I)
            if bare and _CELL_DATE.fullmatch(bare):
                cells.append("")
                cells.append(bare)
            elif bare and (pattern.fullmatch(plain) or plain != bare):
                cells.append(bare)
            elif bare:
                return None
            at += 1
            continue
        if len(cells) == 1 and not _CELL_DATE.fullmatch(bare):
            return None
        if len(cells) > 1 and len(bare.split()) > 4:
            break
        cells.append(bare)
        at += 1
    if len(cells) < 4:
        return None
    return tuple(cells), at


def _prose(line: str, lines: list[str], number: int, pattern: re.Pattern[str], blocks: list[Block]) -> Block:
    if found := _VIEWING.match(line):
        address = found["address"].strip()
        file_name = address.rsplit("/", 1)[-1]
        return Paragraph(f"Viewing: [{escaped(file_name)}](<{address}>)", viewed=address)
    if _is_heading(line, lines, number, pattern):
        return Heading(escaped(line))
    viewed = any(isinstance(block, Paragraph) and block.viewed for block in blocks)
    return Paragraph(escaped(line), archival=line if viewed and _ARCHIVAL.search(line) else "")


def _is_heading(line: str, lines: list[str], number: int, pattern: re.Pattern[str]) -> bool:
    """A short line without a full stop and without a citation, with prose or a table below it.

    A question or an exclamation is one too, where it stands alone between blank lines or below a table.
    """
    if len(line) > 110 or len(line.split()) > 16 or not line[0].isupper():
        return False
    if _STOPPED.search(line):
        before = lines[number - 1].strip() if number else ""
        after = lines[number + 1].strip() if number + 1 < len(lines) else ""
        if not re.fullmatch(r"[^.?!]{1,70}[?!]", line) or before or after:
            return False
    if any(pattern.fullmatch(word) for word in re.findall(r"[A-Za-z0-9]+", line)):
        return False
    return any(one.replace("\u00a0", " ").strip() for one in lines[number + 1 :])


# HTML and .docx

_SKIPPED = {"script", "style", "noscript", "template", "head", "nav", "header", "footer", "form", "button", "svg"}
_BLOCKS = {
    "p", "div", "section", "article", "main", "body", "ul", "ol", "li", "blockquote", "table", "figure", "figcaption",
    "h1", "h2", "h3", "h4", "h5", "h6", "pre", "dl", "dt", "dd", "hr", "html", "tbody", "tr", "td", "th", "aside",
    "address", "iframe", "object", "center",
}  # fmt: skip


def blocks_of_docx(data: bytes) -> list[Block]:
    """The blocks of a .docx; ``FormatError`` if it is none."""
    try:
        html = mammoth.convert_to_html(io.BytesIO(data)).value
    except Exception as error:  # mammoth raises whatever zip and XML raise
        raise FormatError(f"not a .docx that can be opened: {error}") from error
    return blocks_of_html(html)


def blocks_of_html(text: str) -> list[Block]:
    """The blocks of an HTML page: of its main part, if it names one."""
    tree = lxml.html.document_fromstring(text if text.strip() else "<p></p>")
    main: Any = tree.xpath("//main | //*[@role='main'] | //article | //*[@id='content']")
    root = main[0] if main else (tree.find("body") if tree.find("body") is not None else tree)
    blocks = list(_walk(root))
    if not any(isinstance(block, Heading) for block in blocks):
        title = tree.findtext(".//title")
        first = next((block for block in blocks if isinstance(block, Paragraph)), None)
        if title and title.strip():
            blocks.insert(0, Heading(" ".join(title.split()), 1))
        elif first:
            blocks[blocks.index(first)] = Heading(first.markdown, 1)
    return blocks


def _walk(element: lxml.html.HtmlElement) -> Iterator[Block]:
    """The blocks below an element; text between blocks is a paragraph of its own."""
    pending: list[str] = []

    def flush() -> Iterator[Block]:
        words = re.sub(r"[ \t\n]+", " ", "".join(pending)).strip()
        pending.clear()
        if words:
            viewing = re.search(r"Viewing:.*?\(<?([^)>]+\.(?:pdf|tiff?|png|jpe?g))>?\)", words, re.I)
            yield Paragraph(words, viewed=viewing[1] if viewing else "")

    pending.append(escaped_inline(element.text))
    for child in element:
        if not isinstance(child.tag, str) or child.tag in _SKIPPED:
            pending.append(escaped_inline(child.tail))
            continue
        if child.tag in _BLOCKS:
            yield from flush()
            yield from _block(child)
        elif child.tag == "br":
            pending.append(" ")
        elif any(one.tag in _BLOCKS for one in child.iter() if isinstance(one.tag, str)):
            yield from flush()
            yield from _walk(child)
        else:
            pending.append(_inline(child))
        pending.append(escaped_inline(child.tail))
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
            yield Paragraph(f"[{escaped(address.rsplit('/', 1)[-1])}](<{address}>)", viewed=address)
    else:
        yield from _walk(element)


def _table(element: lxml.html.HtmlElement) -> Iterator[Block]:
    rows = [
        tuple(" ".join(cell.text_content().replace("\u00a0", " ").split()) for cell in row.xpath("./td | ./th"))
        for row in element.iter("tr")
    ]
    rows = [row for row in rows if any(row)]
    header = [cell.lower().rstrip(".") for cell in rows[0]] if rows else []
    if header[: len(COLUMNS)] == list(COLUMNS):
        yield Rows(tuple(rows[1:]))
        return
    for caption in element.iter("caption"):
        yield Paragraph(escaped(caption.text_content()))
    if rows:
        width = max(len(row) for row in rows)
        lines = [
            "| " + " | ".join(escaped(cell).replace("|", "\\|") for cell in [*row, *[""] * (width - len(row))]) + " |"
            for row in rows
        ]
        yield Paragraph("\n".join([lines[0], "|" + " --- |" * width, *lines[1:]]))


def escaped_inline(text: str | None) -> str:
    """A piece of text within a paragraph, as Markdown."""
    return re.sub(r"([\\`*_<])", r"\\\1", (text or "").replace("\u00a0", " "))


def _inline(element: lxml.html.HtmlElement, *, bare: bool = False) -> str:
    inner = escaped_inline(element.text)
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _SKIPPED:
            inner += " " if child.tag == "br" else _inline(child, bare=bare)
        inner += escaped_inline(child.tail)
    if element.tag == "img":
        source = element.get("src") or ""
        title = f' "{escaped(element.get("title"))}"' if element.get("title") else ""
        return f"![{escaped(element.get('alt') or '')}](<{source}>{title})" if source and not bare else ""
    if bare:
        return inner
    address = (element.get("href") or "").strip()
    if element.tag == "a" and address and inner.strip():
        if re.match(r"(?i)javascript:|data:|vbscript:", address):
            return inner
        return f"[{inner.strip()}](<{address}>)" if re.search(r"[\s()]", address) else f"[{inner.strip()}]({address})"
    if element.tag in ("em", "i") and inner.strip():
        return f"*{inner.strip()}*" if inner == inner.strip() else f" *{inner.strip()}* "
    if element.tag in ("strong", "b") and inner.strip():
        return f"**{inner.strip()}**" if inner == inner.strip() else f" **{inner.strip()}** "
    return inner
