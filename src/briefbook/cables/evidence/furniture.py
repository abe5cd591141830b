"""Lines of a heading -> the same without review stamps and printed columns of names that stand level with it."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files

from rapidfuzz import fuzz

from briefbook.cables.evidence.stamps import is_worded_stamp
from briefbook.cables.heading_draft import HeadLine
from briefbook.text.ocr_confusion import nearest

MIN_NAMES = 3
"""Names of a printed column on a page from which it is one."""

MIN_LIKENESS = 82.0
"""How like a stamp's wording a cell must be, 0 to 100, letters only; where it is part of a cell 90."""

_MIN_PART = 12
"""Letters of a wording that is looked for inside a cell."""

_WIDE = "    "


@cache
def _data() -> tuple[tuple[str, ...], frozenset[str]]:
    table = tomllib.loads((files(__package__) / "furniture.toml").read_text(encoding="utf-8"))
    names = {_letters(name) for column in table["names"].values() for name in column}
    return tuple(table["stamps"]), frozenset(names)


def _letters(text: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", text.upper())


def typed_lines(lines: Sequence[HeadLine]) -> list[str]:
    """The lines of a heading with wide gaps shown, as far as they were typed on the paper when it was written.

    Args:
        lines: The lines as they were read; only those whose words have places are changed.

    Returns:
        As many lines as were given, in which stamps of a later review and printed columns of names are left out.
    """
    measured = [not line.source.is_plain and bool(line.words and line.words[0].box) for line in lines]
    cells = [
        line.with_gaps.split(_WIDE) if boxed else [line.with_gaps] for line, boxed in zip(lines, measured, strict=True)
    ]
    ends = [row[-1] for row, boxed in zip(cells, measured, strict=True) if boxed]
    has_column = sum(_is_name(end) for end in ends) >= MIN_NAMES
    typed = []
    for row, boxed in zip(cells, measured, strict=True):
        if boxed:
            row = [without for cell in row if (without := _without_stamp(cell))]
            if has_column and row and _is_name(row[-1]):
                row = row[:-1]
        elif is_worded_stamp(row[0]) and len(row) == 1:
            row = []
        typed.append(_WIDE.join(row))
    return typed


@lru_cache(maxsize=10_000)
def _is_name(cell: str) -> bool:
    letters = _letters(cell)
    if not 4 <= len(letters) <= 10 or not cell[:1].isalpha():
        return False
    return letters in _data()[1] or nearest(letters, _data()[1], limit=0.2) is not None


@lru_cache(maxsize=10_000)
def _without_stamp(cell: str) -> str:
    """A cell without the stamp's line that it is, or that it ends with."""
    letters = _letters(cell)
    if len(letters) < 8:
        return cell
    for wording in _data()[0]:
        plain = _letters(wording)
        if abs(len(plain) - len(letters)) <= 4 and fuzz.ratio(plain, letters) >= MIN_LIKENESS:
            return ""
        if len(plain) >= _MIN_PART and len(letters) > len(plain):
            alignment = fuzz.partial_ratio_alignment(wording, cell.upper(), score_cutoff=90.0)
            if alignment and alignment.dest_end >= len(cell) - 3:
                return cell[: alignment.dest_start].strip()
    return cell
