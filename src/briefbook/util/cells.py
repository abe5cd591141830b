"""Cells of spreadsheets: what is guarded on the way out, and what is taken off on the way in."""

import re
import unicodedata

_FORMULA = tuple("=+-@\t\r")


def guard_formula(cell: str) -> str:
    """A cell that a spreadsheet program would take for a formula, with an apostrophe before it.

    >>> guard_formula("=1+1"), guard_formula("-5"), guard_formula("WASHDC")
    ("'=1+1", "'-5", 'WASHDC')
    """
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def unguard_formula(cell: str) -> str:
    """Undo ``guard_formula``, also where autocorrection turned the apostrophe.

    >>> unguard_formula("'=1+1"), unguard_formula("'tis")
    ('=1+1', "'tis")
    """
    return cell[1:] if cell[:1] in ("'", "’", "‘") and cell[1:].startswith(_FORMULA) else cell


_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\u2066-\u2069]")


def visible(cell: str) -> str:
    r"""A cell without characters of no width and without doubled blanks, composed (NFC).

    >>> visible(" CDNW\u200b12452\u00a0")
    'CDNW12452'
    """
    return " ".join(unicodedata.normalize("NFC", _INVISIBLE.sub("", cell)).split())
