"""The words of headings: levels of classification with their order, precedence, captions, tags and zone letters.

They are data, ``data/vocabulary.toml``; each word's ``standing`` says where it comes from: "verified" (seen in a
document), "known" (a specialist's knowledge) or "unverified" (inferred).
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from briefbook.text.folding import fold
from briefbook.text.ocr_confusion import MAX_WORD_DISTANCE, distance, join_letterspaced, nearest
from briefbook.text.repairs import is_plausible_repair
from briefbook.util.alternation import trie_pattern


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "data" / "vocabulary.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Level:
    """A level of classification: its full name, the state that used it, its rank there (0 lowest)."""

    name: str
    state: str
    rank: int


@dataclass(frozen=True, slots=True)
class Term:
    """An entry of the vocabulary: the kind of word, the state that used it, its standing, and when it was in use.

    ``standing`` is "verified" (seen in a document), "known" (specialist's knowledge) or "unverified" (inferred).
    ``valid`` is an EDTF interval, "" where no bound is known.
    """

    kind: str  # level, precedence, caption, codeword, exemption
    name: str
    state: str = ""
    standing: str = "unverified"
    aliases: tuple[str, ...] = ()
    valid: str = ""

    def in_use(self, day: str) -> bool:
        """Was the word in use on a day, as far as is known? ``day`` is EDTF, a year, a month or a day.

        >>> Term("level", "RESTRICTED", valid="../1953").in_use("1962-11-08")
        False
        """
        first, _, last = self.valid.partition("/")
        begun = first in ("", "..") or day[: len(first)] >= first
        return begun and (last in ("", "..") or day[: len(last)] <= last)


@cache
def terms() -> tuple[Term, ...]:
    """Every marking, degree of precedence, caption, codeword and exemption code, with its standing."""
    data = _data()
    entries = [
        _term("level", word, state=state, standing=table["standing"])
        for state, table in data["levels"].items()
        for word in table["words"]
    ]
    entries += [_term("precedence", word) for word in data["precedence"]]
    entries += [_term("caption", word) for word in data["captions"]["words"]]
    entries += [_term("codeword", word) for word in data["captions"]["codewords"]]
    entries += [
        _term("exemption", {"name": exemption["code"], **exemption}, state=exemption["act"])
        for exemption in data["exemptions"]["words"]
    ]
    return tuple(entries)


def _term(kind: str, word: dict[str, Any], *, state: str = "", standing: str = "unverified") -> Term:
    bounds = word.get("valid_from"), word.get("valid_to")
    return Term(
        kind, word["name"], word.get("state", state), word.get("standing", standing), tuple(word.get("aliases", ())),
        f"{bounds[0] or '..'}/{bounds[1] or '..'}" if any(bounds) else "",
    )  # fmt: skip


@cache
def levels() -> dict[str, Level]:
    """Every level by name and by alias, in capitals."""
    by_name: dict[str, Level] = {}
    for state, table in _data()["levels"].items():
        for rank, word in enumerate(table["words"]):
            level = Level(word["name"], state, rank)
            for alias in (word["name"], *word["aliases"]):
                by_name.setdefault(alias.upper(), level)
    return by_name


def full_level(marking: str) -> str:
    """The full name of a level: TOPSEC is TOP SECRET; unknown words unchanged."""
    level = levels().get(marking.upper())
    return level.name if level else marking


SHORT_LEVELS = {
    "U": "UNCLASSIFIED", "R": "RESTRICTED", "C": "CONFIDENTIAL", "S": "SECRET", "TS": "TOP SECRET",
    "LOU": "LIMITED OFFICIAL USE", "OUO": "OFFICIAL USE ONLY", "UNCLASS": "UNCLASSIFIED", "UNCL": "UNCLASSIFIED",
    "CONFID": "CONFIDENTIAL", "REST": "RESTRICTED", "SEC": "SECRET", "TOP SEC": "TOP SECRET", "T/S": "TOP SECRET",
    "NFD": "VS-NFD", "NUR FUER DEN DIENSTGEBRAUCH": "VS-NFD", "NUR FUR DEN DIENSTGEBRAUCH": "VS-NFD",
    "VS NUR FUR DEN DIENSTGEBRAUCH": "VS-NFD", "VERTR": "VS-VERTRAULICH", "GEH": "GEHEIM", "STR GEH": "STRENG GEHEIM",
    "СЕКРЕТНО": "SEKRETNO", "СОВЕРШЕННО СЕКРЕТНО": "SOVERSHENNO SEKRETNO", "СОВ СЕКРЕТНО": "SOVERSHENNO SEKRETNO",
    "ОСОБОЙ ВАЖНОСТИ": "OSOBOI VAZHNOSTI",
}  # fmt: skip
"""How lists write levels, for words of ``levels``; on papers a single letter is no level."""


def described_level(marking: str) -> str:
    """The classification level that a description names, in the standard vocabulary; unknown words unchanged.

    >>> described_level("conf."), described_level("S"), described_level("Top-Secret"), described_level("Most private")
    ('CONFIDENTIAL', 'SECRET', 'TOP SECRET', 'Most private')
    """
    return level_in_words(marking) or marking


def level_in_words(marking: str) -> str | None:
    """The level that words of a list or a letterhead are, whatever their case, accents, stops and hyphens.

    >>> level_in_words("VS-Vertraulich"), level_in_words("v.s. nfd"), level_in_words("Très Secret"), level_in_words("x")
    ('VS-VERTRAULICH', 'VS-NUR FUER DEN DIENSTGEBRAUCH', 'TRES SECRET', None)
    """
    words = _plain_marking(marking)
    if len(words) == 1 and not marking.strip().isascii():  # Š or Ç is no abbreviation of a level
        return None
    level = _levels_by_plain_words().get(_plain_marking(SHORT_LEVELS.get(words, words)))
    return level.name if level else _levels_by_letters().get(words.replace(" ", ""))


def _plain_marking(words: str) -> str:
    visible = re.sub(r"[\u00ad\u200b-\u200f\u2060\ufeff]", "", words)
    plain = re.sub(r"(?<=\b\w)\.(?=\w\b)", "", fold(visible).upper())  # V.S. is VS
    return " ".join(re.sub(r"[-_.()\[\]\u2010-\u2015]+", " ", plain).split())


@cache
def _levels_by_letters() -> dict[str, str]:
    """Levels by their letters, so that S E C R E T and UN-CLASSIFIED are found; of six letters and more."""
    by_letters = {words.replace(" ", ""): level.name for words, level in _levels_by_plain_words().items()}
    return {letters: name for letters, name in by_letters.items() if len(letters) >= 6}


@cache
def _levels_by_plain_words() -> dict[str, Level]:
    plain: dict[str, Level] = {}
    for words, level in levels().items():
        plain.setdefault(_plain_marking(words), level)
    return plain


@cache
def precedences() -> dict[str, tuple[str, int]]:
    """Every degree of precedence by name and alias: its name and its rank on the common scale, 1 to 6."""
    by_name: dict[str, tuple[str, int]] = {}
    for degree in _data()["precedence"]:
        for alias in (degree["name"], *degree["aliases"]):
            by_name[alias] = (degree["name"], degree["rank"])
    return by_name


@cache
def prosigns() -> dict[str, str]:
    """What the letter before a date-time group is spelt out as.

    >>> prosigns()["O"]
    'IMMEDIATE'
    """
    return dict(_data()["prosigns"])


@cache
def spelt_precedence(service: str) -> str:
    """The degrees as the forms of a service spell them, long ones first, as alternatives of a pattern.

    Args:
        service: "us", "uk", "ca", or "other" for papers translated from the forms of other states.

    >>> spelt_precedence("uk")
    'EMERGENCY|IMMEDIATE|PRIORITY|DEFERRED|ROUTINE|FLASH'
    """
    return "|".join(sorted(_data()["spelt_precedence"][service], key=len, reverse=True))


@cache
def captions() -> tuple[str, ...]:
    """Handling captions, longest first."""
    return tuple(sorted((word["name"] for word in _data()["captions"]["words"]), key=len, reverse=True))


@cache
def codewords() -> frozenset[str]:
    """Codewords, which limited the readers of a message."""
    return frozenset(word["name"] for word in _data()["captions"]["codewords"])


@cache
def zones() -> dict[str, int]:
    """Zone letters of date-time groups: hours east of Greenwich."""
    return dict(_data()["zones"])


_LEVEL_WORDS = (
    "COSMIC TOP SECRET", "NATO SECRET", "NATO CONFIDENTIAL", "NATO RESTRICTED", "NATO UNCLASSIFIED",
    "LIMITED OFFICIAL USE", "OFFICIAL USE ONLY", "TOP SECRET", "TOPSECRET", "TOPSEC", "STRENG GEHEIM",
    "ZEER GEHEIM", "GEHEIM", "VERTROUWELIJK", "DIENSTGEHEIM", "VS-NUR FUER DEN DIENSTGEBRAUCH",
    "VS-NUR FÜR DEN DIENSTGEBRAUCH", "VS-NUR FUR DEN DIENSTGEBRAUCH", "DIFFUSION RESERVEE", "VS-VERTRAULICH",
    "TRES SECRET", "TRÈS SECRET", "UNCLASSIFIED", "UNCLAS", "RESTRICTED", "RESTD", "RESTR", "CONFIDENTIAL",
    "CONFIDENTIEL", "CONFID", "CONFD", "CONF", "SECRET", "RESERVE", "RÉSERVÉ", "RESTREINT", "NONCLAS",
    "VERTRAULICH", "TAJNE", "SCISLE TAJNE", "PRISNE TAJNE", "POUFNE", "SECRETO", "CONFIDENCIAL", "RESERVADO",
    "SEGRETO", "SEGRETISSIMO", "RISERVATO", "SZIGORUAN TITKOS", "TITKOS", "BIZALMAS",
    "MOST SECRET", "HEMMELIG", "STRENGT HEMMELIG", "FORTROLIG", "STRENGT FORTROLIG", "HEMLIG", "KVALIFICERAT HEMLIG",
    "RISERVATISSIMO", "SZIGORÚAN TITKOS", "DIFFUSION RESTREINTE",
)  # fmt: skip
_LEVEL_PATTERN = re.compile(r"(?<![A-Z-])" + trie_pattern(_LEVEL_WORDS) + r"(?![A-Z]|\d[A-Z])")
_BEFORE = re.compile(r"(?<![A-Z0-9])([A-Z0-9]{3,6})\s$")  # TOP may be damaged where SECRET is not
_DAMAGED = ("TOP SECRET", "TOPSEC", "SECRET", "CONFIDENTIAL", "CONFD", "RESTRICTED", "RESTD", "UNCLASSIFIED", "UNCLAS")


_OTHER_LEVELS = (
    "SEGRETO",
    "SECRETO",
    "CONFIDENTIEL",
    "CONFIDENCIAL",
    "RESERVADO",
    "RISERVATO",
    "VERTRAULICH",
    "HEMMELIG",
    "FORTROLIG",
)
"""Levels of other languages that a damaged word may be nearer to."""


def find_level(text: str) -> tuple[str, int, int] | None:
    """The first level marked in a text; damaged words are not recognised, see ``damaged_level``.

    Args:
        text: A line of a heading, or several.

    Returns:
        The level as it is written there, without accents, and the indices in the text at which it begins and ends; None
        if there is none.

    >>> find_level("FM BONN NOV14/62 CONFD")
    ('CONFD', 17, 22)
    """
    match = _LEVEL_PATTERN.search(text.upper())
    if not match:
        return None
    word = "TOP SECRET" if match[0] == "TOPSECRET" else match[0].replace("È", "E").replace("É", "E")
    before = _BEFORE.search(text.upper()[: match.start()])
    if word == "SECRET" and before and len(before[1]) == 3 and distance(before[1], "TOP") <= 1.0:
        return "TOP SECRET", before.start(1), match.end()
    if word == "GEHEIM" and before and distance(before[1], "STRENG") <= 1.5:
        return "STRENG GEHEIM", before.start(1), match.end()
    return word, match.start(), match.end()


@lru_cache(maxsize=20_000)
def damaged_level(text: str) -> str | None:
    """The only level that a damaged marking can be: FGFSEC is TOPSEC; None if none, or if two are as near.

    >>> damaged_level("SECRT"), damaged_level("S E T"), damaged_level("SETTLE"), damaged_level("RESTRICTIONS :")
    ('SECRET', 'SECRET', None, None)
    """
    words = text.upper().split()
    spaced = len(words) >= 3 and all(len(word) == 1 for word in words)
    joined = "".join(words)
    if len(joined) >= 5 and (match := nearest(joined, _DAMAGED)):
        other = min(_OTHER_LEVELS, key=lambda level: distance(joined, level) / len(level))
        if distance(joined, other) / len(other) < match[1] and not joined.startswith(match[0]):
            return other  # SFGRETO is nearer to SEGRETO
        return match[0] if is_plausible_repair(text, match[0]) else None
    if spaced:
        fits = [level for level in ("SECRET", "RESTRICTED", "CONFIDENTIAL") if _within(joined, level)]
        return fits[0] if len(fits) == 1 else None
    return None


def _within(letters: str, word: str) -> bool:
    if letters[0] != word[0] or letters[-1] != word[-1]:
        return False
    rest = iter(word)
    return all(letter in rest for letter in letters)


def damaged_precedence(word: str) -> str | None:
    """The only precedence that a damaged word can be: IMSED is IMMED; None if none, or if two are as near."""
    plain = re.sub(r"[^A-Z]", "", word.upper())
    if len(plain) < 5:
        return None
    exact = precedences().get(plain)
    if exact:
        return exact[0]
    names = ("IMMED", "OPIMMED", "OPIMMEDIATE", "IMMEDIATE", "EMERGENCY", "PRIORITY", "ROUTINE", "FLASH", "IMPORTANT")
    scored = sorted((distance(plain, name) / len(name), name) for name in names if abs(len(name) - len(plain)) <= 3)
    if not scored or scored[0][0] > MAX_WORD_DISTANCE:
        return None
    name = precedences()[scored[0][1]][0]
    written = scored[0][1] if scored[0][1] == "IMMEDIATE" else name
    rivals = [share for share, other in scored if precedences()[other][0] != name]
    return written if not rivals or rivals[0] - scored[0][0] >= 0.05 else None


@cache
def damaged_tag(tag: str) -> str | None:
    """The one subject tag that a mistyped one can be: two letters exchanged, or one of a pair lost; None if it is none.

    >>> damaged_tag("EOXC"), damaged_tag("MAR"), damaged_tag("PFOR"), damaged_tag("OAS")
    ('OEXC', 'MARR', None, None)
    """
    tags = _data()["tags"]["words"]
    if tag in tags or len(tag) not in (3, 4):
        return None
    candidates = [
        known_tag for known_tag in tags if _has_letters_exchanged(tag, known_tag) or _lacks_one_of_pair(tag, known_tag)
    ]
    return candidates[0] if len(candidates) == 1 else None


def _has_letters_exchanged(tag: str, other: str) -> bool:
    return any(
        tag[:at] + tag[at + 1 : at + 2] + tag[at : at + 1] + tag[at + 2 :] == other for at in range(len(tag) - 1)
    )


def _lacks_one_of_pair(tag: str, other: str) -> bool:
    return any(other[at] == other[at + 1] and other[:at] + other[at + 1 :] == tag for at in range(len(other) - 1))


_AMBIGUOUS = ("RESERVE",)
"""Levels that are words of the language too: alone in a line they may be a message's."""


@cache
def _marking() -> re.Pattern[str]:
    level = "|".join(
        r"\s*".join(map(re.escape, name.split()))
        for name in sorted(levels(), key=len, reverse=True)
        if name not in _AMBIGUOUS
    )
    words = {word for name in captions() for word in name.split()} | {"CAN"}
    caption = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    return re.compile(rf"[-*/. ]*(?:{level})(?:[-/ ,.]+(?:{caption}|{level}))*[-*/. ]*", re.I)


def is_marking_line(line: str) -> bool:
    """Is the line, as a whole, a level of classification, with captions or without?

    >>> is_marking_line("- C O N F I D E N T I A L -"), is_marking_line("SECRET/CDN EYES ONLY")
    (True, True)
    >>> is_marking_line("THE SECRET"), is_marking_line("SECRET AGENTS")
    (False, False)
    """
    return _marking().fullmatch(line) is not None or _marking().fullmatch(join_letterspaced(line.upper())) is not None
