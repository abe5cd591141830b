"""What an exported spreadsheet carries of its own values, by which a changed cell is told from one untouched."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from briefbook.text.cell_artefacts import is_blank, same_date, same_value
from briefbook.util.cells import unguard_formula

BASE_COLUMN = "as exported"
"""Heading of the last column, the values as exported, by which changes on either side are recognised."""

MAX_BASE = 1_000
"""Letters: of a longer value the base holds the checksum only."""

_CHECKSUM = "sha256:"


def base_cell(values: Mapping[str, str]) -> str:
    """The cell of the last column for a row: its id and values by field, as JSON.

    >>> base_cell({"item": "H1", "number": "17", "subject": ""})
    '{"item":"H1","number":"17"}'
    """
    base = {name: base_of(value) for name, value in values.items() if value}
    return json.dumps(base, separators=(",", ":"))  # ASCII alone outlives every encoding


def base_of(value: str) -> str:
    """What the base holds of a value: itself, or its checksum where it is long."""
    return value if len(value) <= MAX_BASE else f"{_CHECKSUM}{hashlib.sha256(value.encode()).hexdigest()}"


def read_base(cell: str) -> dict[str, str] | None:
    """What was exported; None where the cell is blank or damaged.

    >>> read_base('{"item":"H1","number":"17"}'), read_base("seen")
    ({'item': 'H1', 'number': '17'}, None)
    """
    try:
        base: Any = json.loads(unguard_formula(cell.strip()))
    except (ValueError, RecursionError):
        return None
    if not isinstance(base, dict):
        return None
    return {str(name): value for name, value in base.items() if isinstance(value, str)}


def is_checksum(base: str) -> bool:
    """Does a base hold the checksum of a long value in its place?"""
    return base.startswith(_CHECKSUM)


def is_as_exported(cell: str, base: str) -> bool:
    """Is a cell what was exported, or what a spreadsheet program alone makes of it?

    Args:
        cell: The cell as it came back.
        base: What the base holds of its field; "" for nothing.

    >>> is_as_exported("3316.0", "3316"), is_as_exported("11/8/1962", "1962-11-08"), is_as_exported("3317", "3316")
    (True, True, False)
    """
    if not base or is_blank(cell):
        return not base and is_blank(cell)
    if is_checksum(base):
        return base_of(unguard_formula(cell.strip()).replace("\r\n", "\n")) == base
    return same_value(cell, base) or same_date(cell, base)
