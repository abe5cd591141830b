"""A file of rows as people keep them (.csv, .tsv, .xlsx, .xls, .ods) -> tables of cells as text, with what was strange.

Nothing is taken on trust: encoding and separator are judged from the file, not from its name; a workbook's cells come
as what they mean (a day as ISO 8601, a whole number without a point); a file of another kind is refused by its name.
"""

import io
import itertools
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from briefbook.errors import FormatError
from briefbook.util.encodings import SNIFFED, OpenBytes, encoding_of, is_control
from briefbook.util.guarded import LimitError, Limits, guarded
from briefbook.util.zip_faults import ZIP_FAULTS

MAX_LINE = 32_000_000
"""Characters of a line of a text file with separators; the longest text of an item is a hundredth of it."""

MAX_UNPACKED = 1_000_000_000
"""Bytes: a workbook that unpacks to more is refused, for it would fill the memory."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: its number in the file, from 1 as spreadsheet programs count, and its cells as text."""

    number: int
    cells: tuple[str, ...]

    @property
    def is_blank(self) -> bool:
        """Is no cell filled?"""
        return not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a text file or of one sheet.

    Attributes:
        name: The sheet's name; "" for a text file.
        rows: All rows, blank ones too.
        notes: Sentences on how the file was read.
        problems: Sentences on what is damaged in it.
        hidden: The sheet is hidden in its workbook.
    """

    name: str
    rows: tuple[TableRow, ...]
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    hidden: bool = False


def read_tables(data: bytes, encoding: str = "") -> tuple[Table, ...]:
    """Read a file of rows.

    Args:
        data: A workbook (.xlsx, .xlsm, .xlsb, .xls, .ods) or text with separators, in UTF-8, UTF-16, UTF-32 or an
            older encoding.
        encoding: The name of the encoding of text, where a person has named it.

    Returns:
        The tables that are not empty: one of a text file, one for each sheet of a workbook.

    Raises:
        FormatError: It is a file of another kind, damaged, encrypted or empty.
    """
    if not data.strip(_BLANK):
        raise FormatError("the file is empty")
    every = _sheets_of(data) if _is_workbook(data) else (_text_table(data, encoding),)
    tables = tuple(table for table in every if not all(row.is_blank for row in table.rows))
    if not tables:
        raise FormatError("the file is empty")
    return tables


# Files of other kinds

_SIGNATURES = (
    (b"%PDF", "a PDF", "export the table from the program that made it as .xlsx or .csv"),
    (b"{\\rtf", "an RTF document", "copy the table into a spreadsheet and save it as .xlsx"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"7z\xbc\xaf", "a 7-Zip archive", "unpack it first"),
    (b"Rar!", "a RAR archive", "unpack it first"),
    (b"SQLite format 3", "an SQLite database", "export the table as CSV"),
    (b"\x89PNG", "a picture (PNG)", "give the table itself, not a picture of it"),
    (b"\xff\xd8\xff", "a picture (JPEG)", "give the table itself, not a picture of it"),
    (b"GIF8", "a picture (GIF)", "give the table itself, not a picture of it"),
    (b"II*\x00", "a picture (TIFF)", "give the table itself, not a picture of it"),
    (b"MM\x00*", "a picture (TIFF)", "give the table itself, not a picture of it"),
    (b"\x00\x01\x00\x00Standard", "an Access database", "export the table as .xlsx or CSV"),
    (b"PAR1", "a Parquet file", "export the table as CSV"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIPPED = (
    ("word/document.xml", "a Word document (.docx)", "use `briefbook import exhibit`, or save its table as .xlsx"),
    ("ppt/presentation.xml", "a PowerPoint file", "copy the table into a spreadsheet and save it as .xlsx"),
    ("META-INF/container.xml", "an EPUB", "export the table as .xlsx or .csv"),
    ("Index/Document.iwa", "a Numbers or Pages file", "export it as Excel or CSV"),
)
_MARKUP = re.compile(r"\s*(?:<!doctype html|<html|<table|<meta|<head|<body)", re.I)
_REFERENCES = re.compile(r"\s*TY  - [A-Z]+\s")
_BIBLIOGRAPHY = re.compile(r"\s*(?:(?P<bibtex>(?:%[^\n]*\n\s*)*@[a-zA-Z]+\s*[{(][^,\n]*,\s*\n)|%0 [A-Z][a-z]+)")
_SPREADSHEET_XML = re.compile(r"\s*<\?xml.{0,300}(?:Excel\.Sheet|urn:schemas-microsoft-com:office:spreadsheet)", re.S)

_XML_KINDS = (
    ("office:mimetype=", "a Flat XML document of LibreOffice", "open it there and save it as .ods or .xlsx"),
    (
        "<FMPXMLRESULT|<FMPDSORESULT",
        "an export of FileMaker in XML",
        "export there as Excel (.xlsx), or as CSV with the names of the fields",
    ),
    (r"<(?:\w+:)?(?:collection|record)\b[^>]*MARC21/slim", "MARCXML", "export MODS, and use `briefbook import mods`"),
    (r"<(?:\w+:)?mods(?:Collection)?\b", "MODS", "use `briefbook import mods`"),
    (r"<xml>\s*<records>", "a library of EndNote in XML", "export it as RIS, and use `briefbook import zotero`"),
)
"""What else may come as XML where a table is wanted, and what to do with it."""


def _refuse(kind: str, remedy: str) -> FormatError:
    return FormatError(f"this is {kind}, not a table: {remedy}")


def _is_workbook(data: bytes) -> bool:
    """Is it a workbook? ``FormatError`` where it is binary, but none."""
    if data.startswith(_OLE):
        head = data[:2_000_000]
        if _utf16("EncryptedPackage") in head or _utf16("EncryptionInfo") in head:
            raise FormatError("the workbook is encrypted with a password: save it without one")
        if _utf16("WordDocument") in head:
            raise _refuse("a Word document (.doc)", "save it as .docx for `briefbook import exhibit`")
        return True
    if data.startswith(b"PK"):
        return _is_zipped_workbook(data)
    for signature, kind, remedy in _SIGNATURES:
        if data.startswith(signature):
            raise _refuse(kind, remedy)
    return False


def _utf16(word: str) -> bytes:
    return word.encode("utf-16-le")


def _damaged(error: Exception) -> FormatError:
    return FormatError(f"the file is a damaged workbook or ZIP archive: {error}; save it anew")


def _is_zipped_workbook(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            mime = archive.read("mimetype")[:200].decode("ascii", "replace") if "mimetype" in archive.namelist() else ""
    except ZIP_FAULTS as error:
        raise _damaged(error) from error
    names = {entry.filename for entry in entries}
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise FormatError("the workbook unpacks to more than 1 GB: save the sheet with the list alone, as CSV")
    if any(name.startswith("xl/workbook") for name in names) or "opendocument.spreadsheet" in mime:
        return True
    for part, kind, remedy in _ZIPPED:
        if part in names:
            raise _refuse(kind, remedy)
    if "opendocument" in mime:
        raise _refuse("an OpenDocument file without sheets", "save its table as .ods or .xlsx")
    inside = ", ".join(sorted(names)[:3])
    raise _refuse("a ZIP archive", f"unpack it and give the table inside ({inside})" if inside else "it is empty")


# Workbooks


WORKBOOK_LIMITS = Limits(memory=2000, seconds=120)
"""What opening a workbook may take: one of a million rows and twenty columns takes 1.5 GB."""


def _sheets_of(data: bytes) -> tuple[Table, ...]:
    """All sheets. A small file may name a cell in the last row of the last column: it is opened in its own process."""
    try:
        return guarded(_open_workbook, data, limits=WORKBOOK_LIMITS)
    except LimitError as error:
        raise FormatError(
            f"the workbook was not opened: {error}; save the sheet with the list alone, as CSV"
        ) from error


def _open_workbook(data: bytes) -> tuple[Table, ...]:
    return tuple(_sheets(data))


def _sheets(data: bytes) -> Iterator[Table]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(_with_all_text(data)))
        problems = _unread_comments(data)
        for metadata in workbook.sheets_metadata:
            if metadata.typ is SheetTypeEnum.WorkSheet:
                sheet = workbook.get_sheet_by_name(metadata.name)
                rows = [[_cell_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
                notes = _fill_merged(rows, sheet.merged_cell_ranges or [])
                yield Table(
                    metadata.name,
                    tuple(TableRow(number, tuple(row)) for number, row in enumerate(rows, 1)),
                    notes,
                    problems,
                    hidden=metadata.visible is not SheetVisibleEnum.Visible,
                )
    except CalamineError as error:
        raise FormatError(f"the workbook cannot be opened ({error}): save it anew as .xlsx, or as CSV") from error


_COMMENT = re.compile(rb"<(?:\w+:)?(?:comment|threadedComment|annotation)[\s>]")


def _unread_comments(data: bytes) -> tuple[str, ...]:
    """A sentence on comments that people put on cells, which no list reads; none for the old form (.xls)."""
    if not data.startswith(b"PK"):
        return ()
    counts: Counter[str] = Counter()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            kind = re.fullmatch(r"(?i)xl/(comments|threadedcomments)/?[^/]*\.xml|(content\.xml)", name)
            if kind:
                counts[kind[1] or "ods"] += len(_COMMENT.findall(archive.read(name)))
    count = max(counts.values(), default=0)  # those of threads are written twice, for older programs
    if not count:
        return ()
    noun = "comment on a cell was" if count == 1 else "comments on cells were"
    return (f"{count} {noun} not read: copy what is to be kept into a column of its own",)


_XLSX_ERROR = re.compile(rb"""(<(?:\w+:)?c\b[^<>]*?\st=)(["'])e\2""")
_ODS_ERROR = re.compile(rb"""<table:(?:covered-)?table-cell\b[^<>]*\bvalue-type=["']error["'][^<>]*>""")
_ODS_VALUE = re.compile(rb"""\soffice:(?:string-value|value|value-type)=(?:"[^"]*"|'[^']*')""")
_ODS_BREAK = re.compile(rb"<text:(?P<sign>tab|line-break)(?:\s[^<>]*)?/>")


def _with_all_text(data: bytes) -> bytes:
    """The workbook with its error cells (#N/A, #REF!) as text; python-calamine gives blanks for them, or fails.

    Tabs and line breaks inside a cell of .ods, which it leaves out, are put in as themselves. For .xlsx and
    .ods; .xls and .xlsb have no text of their errors, and are given as they are.
    """
    if not data.startswith(b"PK"):
        return data
    try:
        return _with_errors_replaced(data)
    except ZIP_FAULTS as error:
        raise _damaged(error) from error


def _with_errors_replaced(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        changed = {}
        for entry in archive.infolist():
            if re.fullmatch(r"(?i)/?(?:xl/worksheets/.+\.xml|content\.xml)", entry.filename):
                part = archive.read(entry)
                spelt = _XLSX_ERROR.sub(rb"\1\2str\2", part)
                spelt = _ODS_ERROR.sub(_ods_text_cell, spelt)
                spelt = _ODS_BREAK.sub(lambda match: b"\t" if match["sign"] == b"tab" else b"\n", spelt)
                if spelt != part:
                    changed[entry.filename] = spelt
        if not changed:
            return data
        copy = io.BytesIO()
        with zipfile.ZipFile(copy, "w") as writer:
            for entry in archive.infolist():
                if entry.filename in changed:
                    writer.writestr(entry.filename, changed[entry.filename])
                else:
                    writer.writestr(entry, archive.read(entry))
    return copy.getvalue()


def _ods_text_cell(match: re.Match[bytes]) -> bytes:
    cell = _ODS_VALUE.sub(b"", match[0])
    end = b"/>" if cell.endswith(b"/>") else b">"
    return cell.removesuffix(end) + b' office:value-type="string"' + end


def _cell_text(cell: Any) -> str:
    """A cell as text: a day as ISO 8601, a whole number without a point.

    >>> _cell_text(3316.0), _cell_text(datetime(1962, 11, 8)), _cell_text(0.25), _cell_text(True)
    ('3316', '1962-11-08', '0.25', 'TRUE')
    """
    match cell:
        case bool():
            return "TRUE" if cell else "FALSE"
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
        case datetime():
            return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
        case date() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell)
    return str(cell)


def _fill_merged(rows: list[list[str]], ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> tuple[str, ...]:
    """Repeat the value of a cell that was merged downwards in each of its rows."""
    filled = 0
    for (top, left), (bottom, _) in ranges:
        if top < bottom and top < len(rows) and left < len(rows[top]) and rows[top][left].strip():
            filled += 1
            for row in rows[top + 1 : bottom + 1]:
                row[left] = row[left] or rows[top][left]
    return (f"cells merged over several rows were read as the value of each row ({filled})",) if filled else ()


# Text


class TextRows:
    """The rows of a text file with separators, read anew at each iteration: only those in hand are in memory.

    Attributes:
        notes: Sentences on how the file is read.
        problems: Sentences on what is damaged in it; complete after an iteration to the end.
    """

    def __init__(self, open_bytes: OpenBytes, encoding: str = "") -> None:
        """Judge encoding and separator by the file's beginning, and by all of it whether it is UTF-8.

        Args:
            open_bytes: Opens the file from its beginning.
            encoding: The name of its encoding, where a person has named it.

        Raises:
            FormatError: It is a file of another kind.
        """
        self._open = open_bytes
        self._encoding, self._has_mark, self.notes = (
            (encoding, True, (f"the file was read as {encoding}, as was said",))
            if encoding
            else encoding_of(open_bytes)
        )
        self.problems: list[str] = []
        with self._text() as file:
            head = file.read(4000)
        if self._has_mark:
            head = head.replace("\ufeff", "")
        if _SPREADSHEET_XML.match(head[:2000]):
            raise _refuse("a workbook in XML (Excel 2003)", "open it in a spreadsheet program and save it as .xlsx")
        for pattern, kind, remedy in _XML_KINDS:
            if re.match(rf"\s*<\?xml.{{0,400}}{pattern}", head[:2000], re.S):
                raise _refuse(kind, remedy)
        if _MARKUP.match(head[:2000]):
            remedy = "use `briefbook import exhibit`, or save it from a spreadsheet program as .xlsx"
            raise _refuse("a web page", remedy)
        if _REFERENCES.match(head):
            raise _refuse("a list of references (RIS)", "use `briefbook import zotero`")
        if of_bibliography := _BIBLIOGRAPHY.match(head):
            what = "BibTeX" if of_bibliography["bibtex"] else "EndNote's own format"
            raise _refuse(f"a list of references in {what}", "export it as RIS, and use `briefbook import zotero`")
        if head[:2000].count("\x00") or sum(is_control(letter) for letter in head) > 8:
            raise _refuse("a binary file of a kind that is not known", "save the table as .xlsx or CSV")
        first = list(itertools.islice(self._lines(), 201))
        stated = re.fullmatch(r"\s*\"?sep=(.)\"?[\r\n]*", first[0]) if first else None
        self._is_stated = stated is not None
        self._delimiter = stated[1] if stated else _delimiter(first[:200])

    def __iter__(self) -> Iterator[TableRow]:
        self.problems = []
        lines = self._lines()
        if self._is_stated:
            next(lines)
        yield from _records(_Lines(lines), self._delimiter, 1 + self._is_stated, self.problems)

    def _text(self) -> io.TextIOWrapper:
        return io.TextIOWrapper(self._open(), encoding=self._encoding, errors="replace", newline="")

    def _lines(self) -> Iterator[str]:
        with self._text() as file:
            for line_number in itertools.count(1):
                line = file.readline(MAX_LINE + 1)
                if not line:
                    return
                if len(line) > MAX_LINE:
                    raise FormatError(
                        f"line {line_number} has more than {MAX_LINE:,} characters, as no list's has",
                        remedy="look whether this is a list at all, or save it again.",
                    )
                text = line.replace("\ufeff", "") if self._has_mark else line
                if text:
                    yield text


class _Lines:
    """Lines read on demand; earlier lines are discarded."""

    def __init__(self, coming: Iterator[str]) -> None:
        self._coming = coming
        self._lines: list[str] = []
        self._first = 0

    def has(self, at: int) -> bool:
        while at >= self._first + len(self._lines):
            line = next(self._coming, None)
            if line is None:
                return False
            self._lines.append(line)
        return True

    def __getitem__(self, at: int) -> str:
        return self._lines[at - self._first]

    def forget_before(self, at: int) -> None:
        if at - self._first >= 4096:
            del self._lines[: at - self._first]
            self._first = at


def open_text_rows(open_bytes: OpenBytes, encoding: str = "") -> TextRows | None:
    """Open a file of rows that need not fit into memory.

    Args:
        open_bytes: Opens the file from its beginning.
        encoding: The name of its encoding, where a person has named it.

    Returns:
        Its rows; None where it is a workbook, which ``read_tables`` reads.

    Raises:
        FormatError: It is a file of another kind, or empty.
    """
    with open_bytes() as file:
        head = file.read(SNIFFED)
        if not head.strip(_BLANK) and not any(block.strip(_BLANK) for block in iter(lambda: file.read(1 << 20), b"")):
            raise FormatError("the file is empty")
    if head.startswith((_OLE, b"PK")) or _is_workbook(head):
        return None
    return TextRows(open_bytes, encoding)


_BLANK = b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"
"""Bytes of a file that holds nothing: blanks, line ends, byte order marks."""


def _text_table(data: bytes, encoding: str) -> Table:
    text = TextRows(lambda: io.BytesIO(data), encoding)
    rows = tuple(text)
    return Table("", rows, text.notes, tuple(text.problems))


_DELIMITERS = ",;\t|"


def _delimiter(lines: Sequence[str]) -> str:
    """The separator that gives most rows the same number of cells."""

    def regularity(delimiter: str) -> tuple[float, int]:
        widths = [
            len(row.cells)
            for row in _records(_Lines(iter(lines)), delimiter, 1, [])
            if any(cell.strip() for cell in row.cells)
        ]
        counts = Counter(width for width in widths if width > 1)
        if not counts:
            return 0.0, 0
        width, times = max(counts.items(), key=lambda pair: (pair[1], pair[0]))
        return times / len(widths) * (1 if width > 2 else 0.7), width

    return max(_DELIMITERS, key=regularity)


def _records(lines: _Lines, delimiter: str, first_number: int, problems: list[str]) -> Iterator[TableRow]:
    """The rows of a text. A quotation mark that is not closed ends with its line, and is a problem."""
    at, row_number, width = 0, first_number, 0
    while lines.has(at):
        cells, after, fault = _record(lines, at, delimiter, width)
        if fault:
            problems.append(f"row {row_number}: {fault}; check this row")
        width = max(width, len(cells))
        yield TableRow(row_number, tuple(cells))
        at, row_number = after, row_number + 1
        lines.forget_before(at)


def _record(lines: _Lines, at: int, delimiter: str, width: int) -> tuple[list[str], int, str]:
    """The cells of the row that begins in a line, the line after it, and what is wrong with its quotation marks."""
    cells: list[str] = []
    line, position, fault = lines[at], 0, ""
    end = _end(line)
    while True:
        blanks = len(line) - len(line[position:].lstrip(" ")) if delimiter != " " else position
        if blanks < end and line[blanks] == '"':
            closing = _closing(lines, at, blanks + 1, delimiter, width)
            if closing is not None:
                last, where, cell = closing
                cells.append(cell)
                at, line, position = last, lines[last], where
                end = _end(line)
                if position >= end:
                    return cells, at + 1, fault
                position += 1  # the delimiter
                continue
            fault = "a quotation mark is opened and not closed, or stands inside a cell; it was taken as it is"
        stop = line.find(delimiter, position, end)
        if stop < 0:
            cells.append(line[position:end])
            return cells, at + 1, fault
        cells.append(line[position:stop])
        position = stop + 1


def _end(line: str) -> int:
    return len(line.rstrip("\r\n"))


_MAX_CELL_LINES = 20_000


def _closing(lines: _Lines, at: int, start: int, delimiter: str, width: int) -> tuple[int, int, str] | None:
    """Where the quoted cell ends: its line, the place after the mark and blanks, and the cell; None if it does not."""
    parts: list[str] = []
    opened = at
    position = start
    while at < opened + _MAX_CELL_LINES and lines.has(at):
        line = lines[at]
        if at > opened and width > 2 and position == 0 and _looks_like_row(lines[opened], line, delimiter, width):
            return None
        mark = line.find('"', position)
        if mark < 0:
            parts.append(line[position:])
            at, position = at + 1, 0
            continue
        parts.append(line[position:mark])
        if line[mark + 1 : mark + 2] == '"':
            parts.append('"')
            position = mark + 2
            continue
        after = mark + 1
        while after < _end(line) and line[after] == " ":
            after += 1
        if after >= _end(line) or line[after] == delimiter:
            return at, after, "".join(parts)
        return None
    return None


def _looks_like_row(first: str, line: str, delimiter: str, width: int) -> bool:
    """Does a line inside a quoted cell look like a row of its own: as many cells, the same kind of first cell?"""
    if line.count(delimiter) != width - 1:
        return False
    here, there = (_shape(text.split(delimiter, 1)[0]) for text in (line, first))
    return bool(here) and here == there


def _shape(cell: str) -> str:
    """The form of an identifier: CDNW12452 is A9."""
    return re.sub(r"[^\W\d_]+", "A", re.sub(r"\d+", "9", cell.strip().strip('"')))
