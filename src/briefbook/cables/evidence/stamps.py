"""A line of a paper -> whether it is but a stamp, a tick or an office's mark that stands beside headings."""

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

from briefbook.cables.evidence.labels import label_kinds

_REGISTRY_MARK = re.compile(r"REC-? ?\d{1,3}")
"""The mark of a registry on papers of the FBI: REC 41, REC-9."""

_SCRAP = re.compile(rf"(?:\W*\d{{1,2}}(?: \d{{1,2}})?\W*|[Xx]|\W+|{_REGISTRY_MARK.pattern}|\(\d\)|[A-Z](?:/[A-Z])?)")
"""Ticks, numbers of pages, and letters or figures that stand alone."""


@cache
def _wordings() -> frozenset[str]:
    table = tomllib.loads((files(__package__) / "furniture.toml").read_text(encoding="utf-8"))
    return frozenset(_letters(wording) for name in ("stamps", "beside") for wording in table[name])


def _letters(text: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", text.upper())


@lru_cache(maxsize=20_000)
def is_worded_stamp(text: str) -> bool:
    """Is a line a stamp's wording or a registry's mark, and nothing else?

    Args:
        text: The line.
    """
    plain = text.strip()
    return _letters(plain) in _wordings() or _REGISTRY_MARK.fullmatch(plain) is not None


@lru_cache(maxsize=20_000)
def is_stamp(text: str) -> bool:
    """Is a line a stamp's wording, a tick, a page's number or the mark of an office that got a copy, and nothing else?

    Args:
        text: The line.
    """
    plain = text.strip()
    if plain.upper().strip(" :.") in label_kinds():
        return False
    return _SCRAP.fullmatch(plain) is not None or _letters(plain) in _wordings()
