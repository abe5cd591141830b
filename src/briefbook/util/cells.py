"""Cells of spreadsheets: what is guarded on the way out, and what is taken off on the way in.

Every CSV that Briefbook writes is written by ``CsvWriter``, so that there is one rule: a cell that a spreadsheet
program would take for a formula gets an apostrophe, also where it has apostrophes already, and the reader takes one
off. So every text comes back as it was. In workbooks all cells are text, and only what looks guarded is guarded.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

_FORMULA = r"[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]"
"""First characters of formulas: of OWASP's list, with their wide forms, which Japanese programs take for them."""

_LIKE_A_FORMULA = re.compile(rf"['’‘]*{_FORMULA}")
_GUARDED = re.compile(rf"['’‘]+{_FORMULA}")


def guard_formula(cell: str) -> str:
    """A cell that a spreadsheet program would take for a formula, with an apostrophe before it.

    >>> guard_formula("=1+1"), guard_formula("-5"), guard_formula("WASHDC"), guard_formula("'=1")
    ("'=1+1", "'-5", 'WASHDC', "''=1")
    """
    return f"'{cell}" if _LIKE_A_FORMULA.match(cell) else cell


def guard_text_cell(cell: str) -> str:
    """A text cell of a workbook: no formula, so that only what the reader would take an apostrophe off gets one more.

    >>> guard_text_cell("=1+1"), guard_text_cell("'=1")
    ('=1+1', "''=1")
    """
    return f"'{cell}" if _GUARDED.match(cell) else cell


def unguard_formula(cell: str) -> str:
    """Undo ``guard_formula``, also where autocorrection turned the apostrophe.

    >>> unguard_formula("'=1+1"), unguard_formula("'tis"), unguard_formula("''=1")
    ('=1+1', "'tis", "'=1")
    """
    return cell[1:] if _GUARDED.match(cell) else cell


class CsvWriter:
    """Writes CSV for spreadsheet programs."""

    def __init__(self, out: TextIO, *, end: str = "\r\n") -> None:
        """Take where to write, and the end of a row."""
        self._writer = csv.writer(out, lineterminator=end)

    def write(self, row: Iterable[Any]) -> None:
        """Write a row; texts are guarded, None is a blank cell."""
        self._writer.writerow([guard_formula(cell) if isinstance(cell, str) else cell for cell in row])


def csv_blocks(columns: Iterable[Any], rows: Iterable[Iterable[Any]]) -> Iterator[bytes]:
    """Write rows as CSV in UTF-8, some tens of kB at a time, for what need not fit into memory.

    Args:
        columns: The names of the columns.
        rows: The cells of each row; those that begin like a formula get an apostrophe.

    Yields:
        Blocks of whole rows; what UTF-8 cannot hold (half a character) is a question mark.
    """
    out = io.StringIO()
    writer = CsvWriter(out)
    writer.write(columns)
    for row in rows:
        writer.write(row)
        if out.tell() > 1 << 16:
            yield out.getvalue().encode("utf-8", "replace")
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode("utf-8", "replace")


_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\u2066-\u2069]")


def visible(cell: str) -> str:
    r"""A cell without characters of no width and without doubled blanks, composed (NFC).

    >>> visible(" CDNW\u200b12452\u00a0")
    'CDNW12452'
    """
    if cell.isascii():  # it has none: the texts of papers are asked too
        return " ".join(cell.split())
    return " ".join(unicodedata.normalize("NFC", _INVISIBLE.sub("", cell)).split())


_ERROR = re.compile(
    r"#(?:N/?A|REF|VALUE|NAME|DIV/0|NULL|NUM|SPILL|CALC|GETTING_DATA|FIELD|BLOCKED|UNKNOWN|CONNECT|BUSY|PYTHON|EXTERNAL"
    r"|NV|WERT|BEZUG|ZAHL|N/D|VALEUR|NOM|NOMBRE|VALOR|RIF|ERROR|#+)[!?]?|Err:\d{3}",
    re.I,
)


def is_spreadsheet_error(cell: str) -> bool:
    """Is a cell what programs show in place of a value that they cannot compute, in English, German, French, Spanish?

    >>> is_spreadsheet_error("#REF!"), is_spreadsheet_error("Err:502"), is_spreadsheet_error("#12")
    (True, True, False)
    """
    return _ERROR.fullmatch(cell.strip()) is not None
