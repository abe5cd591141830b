"""Words where an addressee stands -> do they name anybody? A registry, "see below" and "all concerned" do not."""

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

from briefbook.text.folding import fold
from briefbook.text.ocr_confusion import nearest

_MIN_LETTERS = 6
"""Letters of the shortest wording that is recognised with letters misread; a shorter one may be another word."""

_LIMIT = 0.12
"""How much of a wording may be misread, as ``ocr_confusion.nearest`` measures it."""

_NUMBERED_FILE = re.compile(
    r"(?:(?:CASE|CENTRAL|SUBJECT) )?(?:FILES?|DOSSIERS?|AKTEN?) (?:NO |NR )?[A-Z]{0,3} ?\d[\d ]*"
    r"|(?:\d{2,3}|[A-Z]{1,4} ?\d{0,2}) (?:FILES?|DOSSIERS?)"
)
"""A file with its number, or with the branch that keeps it: FILE 201-12345, WH/4 FILE."""

_COLLECTIVE = re.compile(
    r"(?:ALL|EVERY|TOUS(?: LES)?|TOUTES(?: LES)?|ALLE|TODOS(?: LOS)?|TODAS(?: LAS)?|CERTAIN|SELECTED) \w+.*|"
    r"(?:\w+ )?CIRCULAR"
)


@cache
def _wordings() -> tuple[frozenset[str], frozenset[str], frozenset[str], tuple[str, ...]]:
    """Kinds of paper, words that join, wordings that name nobody, and those long enough to be read with errors."""
    table = tomllib.loads((files(__package__) / "data" / "addressees.toml").read_text(encoding="utf-8"))
    papers, joining = frozenset(table.pop("papers")), frozenset(table.pop("joining"))
    whole = frozenset(wording for wordings in table.values() for wording in wordings)
    long = tuple(sorted(wording for wording in whole if len(wording.replace(" ", "")) >= _MIN_LETTERS))
    return papers, joining, whole, long


def _plain(words: str) -> str:
    return " ".join(re.sub(r"[^A-Z0-9]+", " ", fold(words).upper()).split())


@lru_cache(maxsize=20_000)
def names_nobody(words: str) -> bool:
    """Do words where an addressee stands name no person, post or office?

    Args:
        words: What stands after "To", or in a catalogue's field, in any case and language of the list.

    >>> names_nobody("MEMORANDUM FOR THE RECORD"), names_nobody("Note to file"), names_nobody("Für die Akten")
    (True, True, True)
    >>> names_nobody("ALL CONC3RNED"), names_nobody("See distribution below"), names_nobody("WH/4 File")
    (True, True, True)
    >>> names_nobody("Director of Records"), names_nobody("All stations and bases"), names_nobody("HAVANA")
    (False, False, False)
    """
    papers, joining, whole, long = _wordings()
    parts = _plain(words).split()
    for start in range(len(parts)):
        rest = " ".join(parts[start:])
        if rest in whole or _NUMBERED_FILE.fullmatch(rest):
            return True
        near = nearest(rest.replace(" ", ""), long, limit=_LIMIT) if len(rest) >= _MIN_LETTERS else None
        if near and len(near[0].split()) == len(parts) - start:
            return True
        if parts[start] not in papers and parts[start] not in joining:
            return False
    return bool(papers.intersection(parts))  # MEMORANDUM FOR THE: a kind of paper, and nobody after it


def is_collective(words: str) -> bool:
    """Do words name many posts at once, by what they have in common: all stations and bases, certain missions?

    >>> is_collective("ALL STATIONS AND BASES"), is_collective("Tous les postes"), is_collective("ALLAHABAD")
    (True, True, False)
    """
    return _COLLECTIVE.fullmatch(_plain(words)) is not None
