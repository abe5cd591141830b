"""Columns for archive, record group, box and folder -> where a paper is kept, as one archival source.

A researcher's list has a column for each step from the archive down to the folder; the archival source of an item
(field ``citation``) is one text, from the whole to the part: "National Archives, RG 59, Box 12, Folder Cuba".
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from briefbook.util.cells import visible


@cache
def _ranks() -> Mapping[str, int]:
    """Names of columns, in small letters -> the step that each stands for, 0 the whole archive."""
    table = tomllib.loads((files(__package__) / "data" / "archival_units.toml").read_text(encoding="utf-8"))
    return {name: rank for rank, unit in enumerate(table["unit"]) for name in unit["names"]}


_IS_PART = 1
"""The first step that is a part of an archive, and not the archive itself."""


def unit_rank(plain_name: str) -> int | None:
    """The step that a column's name stands for, 0 the archive and the larger the smaller the part; None if for none.

    Args:
        plain_name: The name as ``columns.plain_heading`` gives it.

    >>> unit_rank("archive"), unit_rank("box"), unit_rank("folder title"), unit_rank("subject")
    (0, 3, 4, None)
    """
    return _ranks().get(plain_name)


_BARE = re.compile(r"(?:[0-9]+(?:\s*[-‐-―/.]\s*[0-9]+)*[A-Za-z]?|[A-Z]|[IVXLC]+)")
"""A cell that says nothing without its column's name: 12, 12a, 12-13, B, XIV."""

_COUNT = re.compile(r"[\s_]*(?:\b(?:no|nr|number|num|name|title)\b\.?|#|N[°º])[\s.]*$", re.I)
"""The end of a column's name that says what kind of name its cells have."""


def with_unit(heading: str, written: str, rank: int | None) -> str:
    """A cell as a part of an archival source: a bare number gets the name of its column.

    >>> with_unit("Box no.", "12", 3), with_unit("Box", "Box 12", 3), with_unit("Archive", "NARA", 0)
    ('Box 12', 'Box 12', 'NARA')
    >>> with_unit("Folder title", "Cuba, 1962", 4), with_unit("Record group", "59", 1)
    ('Cuba, 1962', 'Record group 59')
    """
    words = visible(written)
    if rank is None or rank < _IS_PART or not _BARE.fullmatch(words):
        return words
    return f"{_COUNT.sub('', visible(heading)) or visible(heading)} {words}"


def joined(parts: list[tuple[int, str]]) -> str:
    """The archival source of parts with their steps, from the whole to the part; what is said twice is said once.

    >>> joined([(3, "Box 12"), (0, "NARA"), (1, "RG 59"), (1, "RG 59")])
    'NARA, RG 59, Box 12'
    """
    in_order = [words for _, words in sorted(parts, key=lambda part: part[0])]
    return ", ".join(dict.fromkeys(words for words in in_order if words))
