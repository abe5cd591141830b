"""What a system says of whether it shows a paper to the public -> yes, no, or not understood."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from briefbook.text.access_terms import CONDITIONS, RESTRICTIONS, SINCE, WEAK, has_come, is_open
from briefbook.text.dates import read_date
from briefbook.text.folding import fold


@cache
def _words() -> Mapping[str, Mapping[str, frozenset[str]]]:
    """The table of words, by what they are words of and by what they mean."""
    table = tomllib.loads((files(__package__) / "data" / "publicity.toml").read_text(encoding="utf-8"))
    return {of: {name: frozenset(words) for name, words in lists.items()} for of, lists in table.items()}


def is_public(written: object) -> bool | None:
    """Whether a value of a column such as Public or Publication status says that a paper is shown to the public.

    Args:
        written: The value, of a table or of JSON.

    Returns:
        None where the value is blank or not understood: nothing may be published by it.

    >>> [is_public(value) for value in ("Published", "oui", 1, "1.0", True, "Tak", "Publié le 3/4/2021")]
    [True, True, True, True, True, True, True]
    >>> [is_public(value) for value in ("Draft", "Not public", "n", 0, "0.0", False, "nein", "maybe", "")]
    [False, False, False, False, False, False, False, None, None]
    >>> [is_public(value) for value in ("Public domain", "published from 2030", "after 2030")]
    [None, None, None]
    """
    words = _plain(written)
    said = _DAY.sub("", words)
    cells = _words()["cells"]
    return True if words in cells["yes"] or said in _SINCE_A_DAY else False if words in cells["no"] else None


_DAY = re.compile(r"(?: (?:on|am|le|el|em|il|op|den|dne))?(?: \d[\d./: ]*)$")
"""A day after a word: since when a paper is published."""

_SINCE_A_DAY = frozenset({
    "published", "publie", "publiee", "veroffentlicht", "publicado", "publicada", "pubblicato", "pubblicata",
    "gepubliceerd", "opublikowano",
})  # fmt: skip
"""Words that say yes with a day behind them."""


def _plain(written: object) -> str:
    words = " ".join(fold(str(written)).replace("_", " ").replace("-", " ").split()).strip(" .!")
    return f"{float(words):g}" if words.replace(".", "", 1).isdecimal() and words.isascii() else words


def is_private(written: object) -> bool | None:
    """The same of a column such as Private or Hidden, whose yes is the other's no: whether the paper is kept back.

    >>> [is_private(value) for value in ("yes", "no", "0.0", "Private", "public", "perhaps")]
    [True, False, False, True, False, None]
    >>> [is_private(value) for value in ("Yes!", "Ja.", "1.00", "001", "0.00", "nie")]
    [True, True, True, True, False, False]
    """
    words = _plain(written)
    shown = is_public(written)
    if shown is None:
        return None
    return not shown if words in _says_itself() else shown


@cache
def _says_itself() -> frozenset[str]:
    """Words of cells that say public or private whatever is asked, and not only yes or no."""
    headings = _words()["headings"]
    names = headings["public"] | headings["published"] | headings["private"] | headings["hidden"]
    cells = _words()["cells"]
    return frozenset(word for word in cells["yes"] | cells["no"] if names & set(word.split())) | _MORE_THAT_SAY_IT


_MORE_THAT_SAY_IT = frozenset({
    "open", "live", "shown", "closed", "restricted", "archived", "staff", "staff only", "unpublish", "not open",
    "not shown", "pending", "in review", "cache", "masque", "concept", "utkast", "kladde", "szkic", "luonnos",
    "opublikowane", "nieopublikowany", "nieopublikowane", "neverejne", "neverejny", "公開", "非公開", "公开", "不公开",
    "опубликовано", "черновик",
})  # fmt: skip
"""Those of which no word names a column."""


def shown_by(kind: str, cell: str) -> bool | None:
    """Whether a cell shows a paper to everybody; None where it is not understood, or a blank cell says nothing.

    Args:
        kind: "public" or "private" for a column whose yes shows a paper or keeps it back, else a kind of
            ``text.access_terms``.
        cell: The cell.

    >>> shown_by("public", "Everyone"), shown_by("public", "Staff only"), shown_by("private", "yes")
    (True, False, False)
    >>> shown_by("conditions", "Closed until 2091"), shown_by("restrictions", "none"), shown_by("since", "2091")
    (False, True, False)
    >>> shown_by("weak", "2017-11-03"), shown_by("weak", "https://example.org"), shown_by("states", "in review")
    (True, None, False)
    >>> shown_by("conditions", "None"), shown_by("public", "None"), shown_by("since", "not released")
    (True, False, False)
    """
    if kind == SINCE:
        return (has_come(cell) if read_date(cell).without_clock else is_open(cell)) is not False
    if kind == CONDITIONS and _plain(cell) in _NONE:
        return True
    keeps_back = kind in ("private", RESTRICTIONS)
    said = is_private(cell) if keeps_back else is_public(cell)
    if said is not None:
        return said is not keeps_back
    if "://" in cell and kind == WEAK:
        return None
    if (kind == WEAK or keeps_back) and read_date(cell).without_clock:
        return has_come(cell)
    return is_open(cell)


_NONE = frozenset({"none", "keine", "aucune", "ninguna", "nessuna", "nenhuma", "geen"})
"""That there are no conditions."""


def is_of_publishing(cell: str) -> bool:
    """Is a cell a word for published or public, which a column of states must have to tell of the public?

    >>> is_of_publishing("Published"), is_of_publishing("Draft"), is_of_publishing("Open")
    (True, False, False)
    """
    words = _plain(cell)
    return _DAY.sub("", words) in _SINCE_A_DAY or words in _words()["headings"]["public"]


@dataclass(frozen=True, slots=True)
class PublicityColumn:
    """What the name of a column says.

    Attributes:
        shows: Whether its yes says that a paper is shown; False: that it is kept back.
        is_certain: Whether it can mean nothing else; else only a cell that is understood tells.
    """

    shows: bool
    is_certain: bool


def publicity_column(name: str) -> PublicityColumn | None:
    """What a column's name says about public access; None for any other column.

    Args:
        name: The name in small letters, without accents and stops.

    >>> publicity_column("offentlich sichtbar"), publicity_column("do not publish")
    (PublicityColumn(shows=True, is_certain=True), PublicityColumn(shows=False, is_certain=True))
    >>> publicity_column("published"), publicity_column("public domain"), publicity_column("public notes")
    (PublicityColumn(shows=True, is_certain=False), None, None)
    """
    table = _words()["headings"]
    if name in table["shows"]:
        return PublicityColumn(shows=True, is_certain=True)
    words = name.split()
    shows = table["public"] | table["published"]
    tells = shows | table["private"] | table["hidden"]
    at = next((at for at, word in enumerate(words) if word in tells), None)
    if at is None or not all(word in tells or word in table["helpers"] or word in table["not"] for word in words):
        return None
    is_negated = not table["not"].isdisjoint(words[:at])
    if is_negated and words[at] not in shows:
        return None  # not private: what its no would mean is not clear
    if any((word in shows) is not (words[at] in shows) for word in words[at:] if word in tells):
        return None  # public, private
    certain = table["public"] | table["private"] | table["question"]
    return PublicityColumn(
        shows=words[at] in shows and not is_negated, is_certain=is_negated or not certain.isdisjoint(words)
    )
