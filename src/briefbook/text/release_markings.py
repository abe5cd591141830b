"""A line of a page -> is it, as a whole, a marking that a release put on the paper, or a page line?

Both questions have one answer for every stage, and both are asked of the whole line: a sentence that speaks of a
release, or of page two of a draft, is the message's. What is left out of a message because of an answer here is never
compared with a quotation, so a doubtful line is a line of the message.

Recognisers misread letters, run the words of a stamp together and break it into lines. A line may therefore differ
from its wording by confusions of shape (``ocr_confusion``), and hold a long run of its words only; it may not hold a
word of the language that the wording lacks.
"""

import math
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import ahocorasick  # type: ignore[import-not-found, unused-ignore]
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from briefbook.text.folding import fold
from briefbook.text.lexicon import is_listed, is_word
from briefbook.text.months import MONTH_NAMES, SHORT_NAMES
from briefbook.text.ocr_confusion import distance, join_letterspaced
from briefbook.text.posts import damaged_code, post
from briefbook.text.vocabulary import captions, levels

if TYPE_CHECKING:
    import numpy as np  # loaded only for who asks of all lines of a page
    import numpy.typing as npt

_MIN_SHARE = 0.6
"""The share of a wording's letters that a run of its words must hold."""

_MAX_DAMAGE = 0.15
"""Weighted distance for each letter of the wording, at most: a letter in seven wrong, or twice as many confused."""

_MAX_MARKING_LENGTH = 240
"""A line of more characters is a paragraph; the bilingual stamp, the longest read as one line, has 130."""

_DATE_PATTERN = (
    r"\b(?=[\dA-Z])(?:(?:19|20)\d\d\s?[/.-]\s?\d\s?\d\s?[/.-]\s?\d\s?\d|\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})"
    r"|(?:\d{1,2}\W{0,2})?(?:MONTHS)\W{0,2}(?:\d{1,2}\W{1,2})?(?:19|20)\d\d|(?:19|20)\d\d)\b"
)

_FIGURE_IN_WORD = re.compile(r"[0158](?<=[A-Z][0158])(?=[A-Z])")  # the figure first: it is sought fast
_LETTER_OF_FIGURE = {"0": "O", "1": "I", "5": "S", "8": "B"}
_NO_LETTERS = bytes(sorted(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ")))
_NO_LETTERS_OF_LINES = _NO_LETTERS.replace(b"\n", b"")


@dataclass(frozen=True, slots=True)
class ReleaseArchive:
    """An archive that puts markings on the papers it releases, and their wordings (``data/release_markings.toml``).

    ``wordings`` are in capitals without accents, ``dated`` those that count only with a day. ``numbers`` are patterns
    of record numbers and codes, which may stand in a line alone; ``beside`` of those that count only beside a wording.
    ``standing`` is as in the vocabulary: "verified" or "known".
    """

    name: str
    origin: str
    standing: str
    wordings: tuple[str, ...]
    dated: tuple[str, ...]
    numbers: tuple[str, ...]
    beside: tuple[str, ...]


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "data" / "release_markings.toml").read_text(encoding="utf-8"))


@cache
def archives() -> tuple[ReleaseArchive, ...]:
    """Every archive whose markings are known, with their origin."""
    return tuple(
        ReleaseArchive(
            row["name"],
            row["origin"],
            row["standing"],
            *(tuple(row.get(key, ())) for key in ("wordings", "dated", "numbers", "beside")),
        )
        for row in _data()["archive"]
    )


def is_release_marking(line: str) -> bool:
    """Is the line, as a whole, what the release of a paper put on it?

    Args:
        line: the text of one line, as read.

    Returns:
        True if nothing stands in the line but a wording of an archive, or a run of its words with most of its letters,
        and the numbers and days that go with it; or a record number alone.

    >>> is_release_marking("2025 RELEASE UNDERTHEPRESIDENTJOHN F.KENNEDY ASSASSINATI0N RECORDSACT OF 1992")
    True
    >>> is_release_marking("THE SANITIZED COPY APPROVED FOR RELEASE IS FALSE"), is_release_marking("104-99999-10001")
    (False, True)
    """
    return _is_marking(line.strip())


def is_release_companion(line: str) -> bool:
    """Whether the line belongs to a stamp only beside a marking, since a message might say it: DO NOT REPRODUCE.

    For a heading, where no sentence stands, and for a line beside one that ``is_release_marking``.

    >>> is_release_companion("Do Not Reproduce"), is_release_companion("HE DID NOT REPRODUCE IT")
    (True, False)
    """
    if len(line) > 60 or len(letters := _letters(line)) < _min_letters() or not _sounds_like_wording(letters):
        return False
    text = _dates().sub(" ", line)
    read = _letters(text)
    return any(_is_damaged(read, text, _letters(wording)) for wording in _data()["companions"]["wordings"])


def holds_release_marking(line: str) -> bool:
    """Whether the line contains a marking, with other words before or after it.

    Looser than ``is_release_marking``, and for headings alone: a row of a heading that a stamp runs through is no field
    of it, but nobody quotes a heading. A paragraph is no row: lines of 240 characters and more hold none.
    """
    if is_release_marking(line):
        return True
    if len(line) >= _MAX_MARKING_LENGTH:
        return False
    read = _letters(_CONTROL.sub(" ", line))
    return _count_runs(read) >= _MIN_LONG_WORDING - 3 and _long_wordings().search(read) is not None


_CONTROL = re.compile(r"(?<=[A-Z]/)\s?BACKGROUND USE ONLY|BACKGROUND USE ONLY(?=\s?/)")
"""What a paper's own controls of dissemination say, NO DISSEM ABROAD/BACKGROUND USE ONLY, and a later stamp too."""


def may_be_markings(lines: Sequence[str]) -> list[bool]:
    """For each line, may ``holds_release_marking`` or ``is_release_companion`` be true of it? Most lines end here.

    Quick, for all lines of a page are asked at once; False only where neither is true.

    Args:
        lines: The text of each line, as read.
    """
    import numpy as np

    letters = _plain("\n".join(lines)).encode("ascii", "ignore").translate(None, _NO_LETTERS_OF_LINES)
    codes = _codes()[np.frombuffer(letters, dtype=np.uint8)]
    is_end = codes == _END_OF_LINE
    if int(is_end.sum()) != len(lines) - 1:
        return [True] * len(lines)
    line_at = np.cumsum(is_end)
    lengths = np.bincount(line_at, minlength=len(lines))
    lengths[1:] -= 1  # the line's end, which counts for the line after it
    counts = np.bincount(line_at[: max(0, len(codes) - 3)][_is_run()[_runs_of(codes)]], minlength=len(lines))
    may_be_wording = (3 * counts >= lengths - 3) & (lengths >= _min_letters()) | (counts >= _MIN_LONG_WORDING - 3)
    return [may_be or _may_hold_number(text) for may_be, text in zip(may_be_wording.tolist(), lines, strict=True)]


_END_OF_LINE = 26


@cache
def _codes() -> "npt.NDArray[np.int32]":
    """By a byte the code of its letter."""
    import numpy as np

    codes = np.full(256, _END_OF_LINE, dtype=np.int32)
    codes[ord("A") : ord("Z") + 1] = np.arange(26)
    return codes


def _runs_of(codes: "npt.NDArray[np.int32]") -> "npt.NDArray[np.int32]":
    """The code of each run of four letters; a run over a line's end is none of a wording's."""
    count = max(0, len(codes) - 3)
    return ((codes[:count] * 27 + codes[1 : count + 1]) * 27 + codes[2 : count + 2]) * 27 + codes[3 : count + 3]


@cache
def _is_run() -> "npt.NDArray[np.bool_]":
    """By the code of a run of four letters: is it one of a wording?"""
    import numpy as np

    is_run = np.zeros(27**4, dtype=np.bool_)
    letters = "".join(sorted(_runs())).encode("ascii")
    is_run[_runs_of(_codes()[np.frombuffer(letters, dtype=np.uint8)])[::4]] = True
    return is_run


@cache
def _min_letters() -> int:
    """How many letters a line without a number must have to be a wording, damaged or not."""
    return math.ceil(min(map(len, _letters_of_all())) * (1 - _MAX_DAMAGE))


_MIN_LONG_WORDING = 12
"""Letters of a wording that is a marking among other words too."""


@cache
def _long_wordings() -> re.Pattern[str]:
    return re.compile("|".join(wording for wording in _wordings() if len(wording) >= _MIN_LONG_WORDING))


@lru_cache(maxsize=50_000)
def _is_marking(line: str) -> bool:
    if not 4 <= len(line) < _MAX_MARKING_LENGTH:
        return False
    rest = _numbers("numbers").sub(" ", line) if _may_hold_number(line) else line
    if rest == line and (len(letters := _letters(line)) < _min_letters() or not _sounds_like_wording(letters)):
        return False
    if rest != line and not re.search(r"\w", _dates().sub(" ", rest)):
        return True  # record numbers alone
    numbered = _numbers("beside").sub(" ", rest)
    bare = _dates().sub(" ", numbered)
    read = _letters(bare)
    if not read or (bare == line and re.search(r"(?<!\w)\d+(?!\w)", bare)):
        return False  # figures that belong to no number of a release
    if not _sounds_like_wording(read):
        return False
    dated = (_letters(wording) for archive in archives() for wording in archive.dated) if bare != numbered else ()
    if any(_is_damaged(read, bare, wording) for wording in dated):
        return True
    return _says_wording(read, bare) or (len(read) >= 20 and any(map(_all_say, _partings(bare))))


def _sounds_like_wording(read: str) -> bool:
    """Are enough runs of four letters from wordings? Nearly all messages' lines end here."""
    return 3 * _count_runs(read) >= len(read) - 3


@lru_cache(maxsize=2_000)
def _count_runs(read: str) -> int:
    """At how many places runs of four letters from wordings begin."""
    return len(list(_run_automaton().iter(read)))


@cache
def _run_automaton() -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for run in _runs():
        automaton.add_word(run, run)
    automaton.make_automaton()
    return automaton


def _runs() -> frozenset[str]:
    return frozenset(letters[at : at + 4] for letters in _letters_of_all() for at in range(len(letters) - 3))


def _letters_of_all() -> tuple[str, ...]:
    """The letters of every wording, of those that count only with a day and of what stands beside a marking too."""
    others = (*_data()["companions"]["wordings"], *(wording for archive in archives() for wording in archive.dated))
    return (*_wordings(), *map(_letters, others))


def _says_wording(read: str, text: str) -> bool:
    """Do these letters say one wording, or enough of it?"""
    if read in _parts():
        return True
    similar = process.extract(read, _wordings(), scorer=fuzz.ratio, score_cutoff=60, limit=None)
    return any(
        _is_damaged(read, text, part)
        for wording, _, _ in similar
        for part in _parts_of(wording)
        if abs(len(part) - len(read)) <= _MAX_DAMAGE * len(part) + 1
    )


def _is_damaged(read: str, text: str, wording: str) -> bool:
    """Can the text read be the wording with some of its letters misread?

    One letter may be added, as a speck is; two in a row are a word, or part of one.
    """
    if read == wording:
        return True
    allowed = _MAX_DAMAGE * len(wording)
    if abs(len(read) - len(wording)) > allowed or distance(read, wording) > allowed:
        return False
    if any(step.tag == "insert" and step.dest_end - step.dest_start > 1 for step in Levenshtein.opcodes(wording, read)):
        return False
    return not any(
        _is_english(word) and (word not in wording or (len(word) <= 3 and word not in _vocabulary()))
        for word in re.findall(r"[A-Z]+", _plain(text))
    )


def _is_english(word: str) -> bool:
    """Whether the word list has exactly this word; no stemming, so that ACESS is not a form of ACE."""
    return is_word(word.lower()) if len(word) < 4 else is_listed(word.lower())


def _all_say(parts: Sequence[str]) -> bool:
    """Whether every part is a known wording, or a classification level beside one."""
    readings = [(_letters(part), part) for part in parts]
    return all(
        read and (read in _levels() or (_sounds_like_wording(read) and _says_wording(read, part)))
        for read, part in readings
    )


def _partings(text: str) -> Iterator[tuple[str, str]]:
    """The two-part partings of a line that holds two stamps side by side."""
    words = text.split()
    if len(words) < 16:
        for at in range(1, len(words)):
            yield " ".join(words[:at]), " ".join(words[at:])


@cache
def _wordings() -> tuple[str, ...]:
    """Letters of every wording, once."""
    return tuple(dict.fromkeys(_letters(wording) for archive in archives() for wording in archive.wordings))


@cache
def _words() -> dict[str, tuple[str, ...]]:
    return {
        _letters(wording): tuple(filter(None, map(_letters, wording.split())))
        for archive in archives()
        for wording in archive.wordings
    }


@cache
def _parts_of(wording: str) -> tuple[str, ...]:
    """A wording and, if it is long, the runs of its words with most of its letters."""
    words = _words()[wording]
    if len(wording) <= 30:
        return (wording,)
    runs = ("".join(words[start:end]) for start in range(len(words)) for end in range(start + 1, len(words) + 1))
    return tuple(run for run in runs if len(run) >= _MIN_SHARE * len(wording))


@cache
def _parts() -> frozenset[str]:
    return frozenset(part for wording in _wordings() for part in _parts_of(wording))


@cache
def _vocabulary() -> frozenset[str]:
    """The words of all wordings."""
    lists = (*_data()["companions"]["wordings"], *(one for row in archives() for one in (*row.wordings, *row.dated)))
    return frozenset(word for wording in lists for word in re.findall(r"[A-Z]+", wording))


@cache
def _levels() -> frozenset[str]:
    return frozenset(_letters(name) for name in levels())


def _may_hold_number(line: str) -> bool:
    """May a line hold one of the ``numbers`` of a release? Quick, and False only where it holds none."""
    if not line.isascii():
        return any(character.isdigit() for character in line)
    if not _FIGURE.search(line):
        return False
    capitals = line.upper()
    for part in _PARTS_OF_NUMBERS:  # a plain loop, because every line with figures is asked
        if part in capitals:
            return True
    if "P" in capitals and _CREST.search(capitals):
        return True
    return ("-" in capitals and _RECORD.search(capitals) is not None) or (
        "(" in capitals and _PARAGRAPH.search(capitals) is not None
    )


_FIGURE = re.compile(r"[0-9]")

_PARTS_OF_NUMBERS = (
    "0000", "25X", "CASE", "DATE", "DOC", "EO", "E.O", "FOIA", "NARA", "NL", "NND", "PDN", "REFERENCE", "WITHHELD"
)  # fmt: skip
"""What the ``numbers`` of all archives hold, one of these each, beside those below; a test holds them to it."""

_RECORD = re.compile(r"[0-9]-[0-9]{5}-[0-9]")
_PARAGRAPH = re.compile(r"\([0-9]\)")

_CREST = re.compile(r"R\s?[DO0]\s?P")


@cache
def _numbers(kind: str) -> re.Pattern[str]:
    patterns = [pattern for archive in archives() for pattern in getattr(archive, kind)]
    return re.compile(r"(?<![A-Za-z0-9])(?:" + "|".join(patterns) + r")(?![A-Za-z0-9])", re.I)


@cache
def _dates() -> re.Pattern[str]:
    rows = (*MONTH_NAMES.values(), *SHORT_NAMES.values())
    names = sorted({name for row in rows for month in row for name in month.split()}, key=len, reverse=True)
    return re.compile(_DATE_PATTERN.replace("MONTHS", "|".join(names)), re.I)


PAGE_WORDS = ("PAGE", "SEITE", "BLATT", "FEUILLE")
"""What stands before a page's number, in the languages of the forms."""

_PAGE_NUMBER_WORDS = (
    "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE", "TEN", "ELEVEN", "TWELVE", "THIRTEEN",
    "FOURTEEN", "FIFTEEN", "SIXTEEN", "SEVENTEEN", "EIGHTEEN", "NINETEEN", "TWENTY", "LAST", "FINAL",
    "DEUX", "TROIS", "QUATRE", "CINQ", "SEPT", "HUIT", "NEUF", "DIX", "DERNIERE",
    "ZWEI", "DREI", "VIER", "FUNF", "FUENF", "SECHS", "SIEBEN", "ACHT", "NEUN", "ZEHN",
)  # fmt: skip
_NAMED_PAGES = tuple(page + number for page in PAGE_WORDS for number in _PAGE_NUMBER_WORDS)
_SHORTEST_PAGE, _LONGEST_PAGE = min(map(len, _NAMED_PAGES)), max(map(len, _NAMED_PAGES))

_MAX_PAGE_DAMAGE = 0.25
"""Weighted distance for each letter of PAGE and its number: more than in a stamp, for the rest of the line is exact."""


_MAX_MARKING_DAMAGE = 0.3
"""The same for a level after the number, where nothing else is expected."""


def is_page_line(line: str) -> bool:
    """Is the line, as a whole, the one that numbers a telegram's pages: PAGE TWO 326 CONFD?

    Args:
        line: the text of one line, as read.

    Returns:
        True if nothing stands in it but PAGE (or SEITE, BLATT, FEUILLE) and a number in figures or words, and after
        these message numbers, posts, routing indicators, a date-time group, a section, levels and captions.

    >>> is_page_line("PAGE TWO RUEHCR 326 S E C R E T"), is_page_line("PACE TW0 326")
    (True, True)
    >>> is_page_line("PAGE TWO OF THE DRAFT IS NOT ACCEPTABLE"), is_page_line("HE TURNED THE PAGE")
    (False, False)
    """
    return _is_page_line(line.strip())


@lru_cache(maxsize=50_000)
def _is_page_line(line: str) -> bool:
    if not 5 <= len(line) <= 80:
        return False
    text = _LOST_BLANK.sub(" ", join_letterspaced(_capitals(line)))
    words = re.findall(r"[A-Z0-9/]+", text)
    sentence = line.endswith(".") and not line.startswith(("-", "."))
    return any(
        _are_addenda(words[count:]) and not (sentence and count == len(words)) for count in _page_and_number(words)
    )


_LOST_BLANK = re.compile(r"(?<=[A-Z]{3})(?=\d{2})|(?<=\d\d)(?=[A-Z]{4})")
"""Where a blank was lost: TWO326, 326CONFD."""


def _page_and_number(words: Sequence[str]) -> Iterator[int]:
    """How many of the first words say PAGE and a number; several answers where the words may be parted otherwise."""
    for count in range(1, min(3, len(words)) + 1):
        number_words = [word for word in words[:count] if word not in ("NO", "NR", "NUMBER")]
        joined = "".join(number_words)
        figures = re.fullmatch(r"([A-Z0-9]{4,7}?)([0-9OIL]?\d|\d{3})", joined)
        if (
            (figures and any(_is_damaged_form(figures[1], page) for page in PAGE_WORDS))
            or joined in _NAMED_PAGES
            or (_names_page(joined) and _may_name_page(number_words, words[count:]))
        ):
            yield count


def _may_name_page(number_words: Sequence[str], rest: Sequence[str]) -> bool:
    """Whether words damaged into PAGE TWO are no words of a sentence: none is English, or a number follows."""
    if not any(_is_english(word) and word not in _PAGE_NUMBER_WORDS for word in number_words[1:]):
        return True
    return any(len(word) > 2 and _MESSAGE_NUMBER.fullmatch(word) for word in rest)


@lru_cache(maxsize=50_000)
def _names_page(joined: str) -> bool:
    """PAGETWO, or what damage made of it?"""
    if not _SHORTEST_PAGE - 3 <= len(joined) <= _LONGEST_PAGE + 3:
        return False
    similar = process.extract(joined, _NAMED_PAGES, scorer=Levenshtein.distance, score_cutoff=3, limit=None)
    return any(_is_damaged_form(joined, name) for name, _, _ in similar)


def _is_damaged_form(read: str, meant: str, damage: float = _MAX_PAGE_DAMAGE) -> bool:
    """The same word, or what damage made of it: another word of the language only if one letter is like another."""
    if read == meant:
        return True
    cost = distance(read, meant) if abs(len(read) - len(meant)) <= 1 else 99.0
    return cost <= 0.35 or (cost <= damage * len(meant) and not _is_english(read))


def _are_addenda(words: Sequence[str]) -> bool:
    """Whether all these words can follow a page number."""
    return not words or any(
        _is_addendum(tuple(words[:count])) and _are_addenda(words[count:]) for count in range(min(4, len(words)), 0, -1)
    )


_MESSAGE_NUMBER = re.compile(
    r"[\d/]*\d[\d/]*|(?=\D*\d\D?\d|\d[OILZSBAGTQ]$|[OILZSBAGTQ]\d$)(?!\d+(?:ST|ND|RD|TH)$)(?!\D*\d?\D{3})[A-Z\d]{2,6}"
)
_DATE_TIME = re.compile(r"\d{6}Z(?:[A-Z]{3}(?:\d\d){0,2})?")
_ROUTING = re.compile(r"R[UHJKPBFMTWXYQ][A-Z]{3,5}\d{0,4}|U[A-Z]{3}\d{0,2}")
_COUNT = "(?:" + "|".join(_PAGE_NUMBER_WORDS) + r"|\d{1,2})"
_SECTION = re.compile(
    rf"(?:(?:SECTION |SEC |PART )?{_COUNT} )?(?:OF|DE|VON|AND) {_COUNT}|(?:SECTION|SEC|PART) {_COUNT}"
)
_BEFORE_POST = re.compile(r"(?:FROM|FM|TO|DE) ")


@lru_cache(maxsize=50_000)
def _is_addendum(words: tuple[str, ...]) -> bool:
    """Is it a number, a post, a routing indicator, a section, a level, a caption, or a degree's letter?"""
    text = " ".join(words)
    bare = _BEFORE_POST.sub("", text, count=1)
    joined = text.replace(" ", "")
    if _SECTION.fullmatch(text) or joined in _marking_words() or _DATE_TIME.fullmatch(joined) or post(bare) is not None:
        return True
    strange = len(words) > 1 and any(_is_english(word) and word not in _marking_words() for word in words)
    if (
        not strange
        and len(joined) >= 4
        and any(
            len(marking) >= 4 and _is_damaged_form(joined, marking, _MAX_MARKING_DAMAGE) for marking in _marking_words()
        )
    ):
        return True
    if " " in bare:
        return False
    if _MESSAGE_NUMBER.fullmatch(bare) or bare in ("O", "P", "R", "Y", "Z"):
        return True
    is_routing = _ROUTING.fullmatch(bare) is not None or damaged_code(bare) is not None
    return len(bare) >= 4 and is_routing and not is_word(bare.lower())


@cache
def _marking_words() -> frozenset[str]:
    """Levels and captions without blanks, and the words that several of them begin or end with."""
    names = {_letters(name) for name in (*levels(), *captions())}
    parts = {word for name in captions() for word in name.split()} - {"NO", "US"}
    return frozenset(names | parts | {"CONF", "CONFID", "RESTD"})


def _capitals(text: str) -> str:
    """Capitals without accents."""
    return text.upper() if text.isascii() else fold(text).upper()


def _plain(text: str) -> str:
    """Capitals without accents; figures inside words as the letters they look like."""
    capitals = _capitals(text)
    if not _FIGURE.search(capitals):
        return capitals
    return _FIGURE_IN_WORD.sub(lambda figure: _LETTER_OF_FIGURE[figure[0]], capitals)


@lru_cache(maxsize=2_000)  # the wordings of the list, and a line that several stages ask about
def _letters(text: str) -> str:
    return _plain(text).encode("ascii", "ignore").translate(None, _NO_LETTERS).decode("ascii")
