"""Words that are likely to belong to a field -> candidates: what the typed grammar of the field makes of them."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from itertools import pairwise

from briefbook.cables.evidence.addresses import Address, is_nameless_office, read_address
from briefbook.cables.evidence.paper import ACCENTS, KNOWN, Candidate, Choice, Paper, PaperLine
from briefbook.cables.evidence.words import FieldWords, WordShares, label_before, word_lists
from briefbook.text.dates import find_days, find_group, numeric_days
from briefbook.text.months import FIRST_LETTERS, heading_months
from briefbook.text.ocr_confusion import digits, fix_letter_digits, nearest
from briefbook.text.release_markings import is_page_line
from briefbook.text.vocabulary import damaged_level, find_level

MAX_NAME_WORDS = 12
"""Words of a name at most."""

MIN_LONGEST_WORD = 4
"""Letters of a name's longest word at least, where it is on no list."""

_NUMBER = re.compile(r"(?=.*\d)[A-Z0-9][A-Z0-9 .,/()-]{0,24}")


_TWO_GROUPS = re.compile(r"\d{3,} +\d{3,}")
"""Figures of which one group may be the message's number, and the other a circuit's or a register's."""

_REGISTER = re.compile(r"[IO]\. ?\d+$|1?9\d\d$|\d{2,4}-\d{5,}$|0\d*$")
"""An office's register of what comes in and goes out; a year; a file's or a record's number; a page's."""


def word_choices(paper: Paper, shares: WordShares, fields: Collection[str]) -> dict[str, list[Choice]]:
    """What the words of a paper's heading give for fields, likeliest first.

    Args:
        paper: The paper's lines with their labels.
        shares: How likely its words belong to each field.
        fields: The fields wanted.

    Returns:
        The candidates of each field with how likely their words belong to it, 0 to 1; a field without any is left out.
    """
    offered: dict[str, list[Choice]] = {}
    for runs in _joined(paper, list(shares.runs())):
        if runs[0].field in fields and (choice := _choice(paper, runs)):
            offered.setdefault(runs[0].field, []).append(choice)
    for choices in offered.values():
        choices.sort(key=lambda choice: -choice.confidence)
    return offered


def _joined(paper: Paper, runs: Sequence[FieldWords]) -> Iterator[list[FieldWords]]:
    """The runs, those of a name that goes on below together: behind a comma, OF or FOR at the end of its cell."""
    left = list(runs)
    while left:
        name = [left.pop(0)]
        while name[0].field in ("from", "to") and len(name) < MAX_NAME_LINES:
            last = name[-1]
            text = paper.lines[last.line].text
            rest, words = text[last.end :].split("  ")[0], text[: last.end].split()
            is_open = rest.strip() == "," or words[-1].endswith(",") or words[-1].lower() in _OPEN_ENDS
            below = next((run for run in left if run.line == last.line + 1 and run.field == last.field), None)
            if not is_open or below is None or below.before or paper.lines[below.line].labels:
                break
            left.remove(below)
            name.append(below)
        yield name


MAX_NAME_LINES = 4
"""Lines of a name at most."""

_OPEN_ENDS = frozenset({"of", "for", "the", "and", "de", "des", "du", "der", "van", "von", "di", "degli", "dos"})
"""Words behind which a name goes on."""


def _choice(paper: Paper, runs: Sequence[FieldWords]) -> Choice | None:
    run, last = runs[0], runs[-1]
    line = paper.lines[run.line]
    parts = [paper.lines[part.line].text[part.start : part.end].strip(" .,:;-_*") for part in runs]
    written = parts[0]
    if not written or is_page_line(line.text):
        return None
    run = replace(run, after=last.after, confidence=min(part.confidence for part in runs))
    if run.field != "date" and _is_piece(run, line):
        return None
    features = {"by-words"} | ({"body"} if line.in_body else set()) | ({"prose"} if line.is_prose else set())
    features.add(f"label={label_before(line, run.start)}")
    if run.field in ("from", "to", "info"):
        whole = parts[0]
        for before, part in pairwise(parts):
            whole += f"{' ' if before.split()[-1:] and before.split()[-1].lower() in _OPEN_ENDS else ', '}{part}"
        address = address_of(whole, paper.year)
        if address is None:
            return None
        features.add(f"who={address.quality}")
        if run.field == "from" and label_before(line, run.start) == "none" and _POSTAL.match(line.upper[run.end :]):
            return None  # the place of an office whose paper it is
        if not _is_in_place(paper, line, run, address):
            return None
        value = address.value
    else:
        value = next(_READ[run.field](written, paper), "") if run.field in _READ else ""
    return (
        Choice(Candidate(run.field, value, run.line, written, frozenset(features)), run.confidence) if value else None
    )


def _is_piece(run: FieldWords, line: PaperLine) -> bool:
    """Is a run a piece of something longer, as words of no field beside it show?"""
    if run.field == "security" and run.confidence >= SURE_LEVEL and not line.is_prose:
        return False
    before, after = run.before.upper(), run.after.upper()
    is_end = after in word_lists()["after_a_value"]
    if run.field == "number":
        is_end = is_end or after in word_lists()["after_a_number"]
        if _DAMAGED_NO.fullmatch(before):
            before = ""
    return not is_end or before not in word_lists()["before_a_value"]


SURE_LEVEL = 0.95
"""The confidence, 0 to 1, from which a level is one whatever stands beside it: CONFIDENTIAL REPORT."""

_DAMAGED_NO = re.compile(r"[NMHW][O0CQº°RK]|[A-Z]º")
"""The label of a number with a letter misread."""


def address_of(written: str, year: str) -> Address | None:
    """Who words name: as everywhere, or in their own words where they have a name's shape.

    Args:
        written: The words.
        year: The paper's year, "" where it is not known.

    Returns:
        None for words that name nobody.
    """
    mended = _LEAD.sub("", fix_letter_digits(written))
    if not mended:
        return None
    if mended.upper().startswith("AFFAIRS"):  # the end of a longer name
        return None
    if mended.count("(") != mended.count(")") or mended.startswith("("):
        return None
    if is_nameless_office(mended) or mended.split()[-1].lower() in word_lists()["particles"] or names_a_paper(mended):
        return None
    if all(word.strip(".,") in word_lists()["no_name"] for word in mended.upper().split()):
        return None  # a form of address, and nobody's name
    address = read_address(mended, year)
    if (address is None or address.quality not in KNOWN) and not mended.isascii():
        plain = read_address(mended.upper().translate(ACCENTS), year)  # à Prague is A PRAGUE
        address = plain if plain and plain.quality in KNOWN else address
    if address:
        return address
    words = re.findall(r"[^\W\d_][\w'.&-]*", mended)
    if sum(_is_scrap(word, mended) for word in words) > 1:
        return None  # pieces of words
    if (
        max(map(len, words), default=0) < MIN_LONGEST_WORD
        or len(words) > MAX_NAME_WORDS
        or re.search(r"\d|[:;?!]", mended)
    ):
        return None
    if not all(word[:1].isupper() or word.lower() in word_lists()["particles"] for word in words):
        return None
    return Address(mended.upper() if mended.isupper() else mended, "words", written)


_POSTAL = re.compile(r"[ ,]*(?:\d{1,2}, )?(?:D\.? ?C\b|[NSEW]{1,2}\.? ?[CW]?\.? ?\d|\d{4,5}\b)")
"""What stands behind a city in a postal address: WASHINGTON 25, D.C.; LONDON, S.W.1."""


_LEAD = re.compile(r"^(?:À|AU|To|TO|AN|An|Til|Till|TIL|AAN|Aan) (?=\w)")
"""What leads to a name and is no part of it."""


def _is_scrap(word: str, name: str) -> bool:
    """Is a word of a name a piece of one: a letter or two that are neither a particle, an initial nor capitals?"""
    if len(word.strip(".")) > 2 or word.endswith(".") or word.lower() in word_lists()["particles"]:
        return False
    return len(word) == 1 or not word.isupper() or name.isupper()


_OF_NAMES = ("none", "?", "from", "to", "info", "action", "attention")
"""Labels behind which a name may stand."""


def _is_in_place(paper: Paper, line: PaperLine, run: FieldWords, address: Address) -> bool:
    """May a name stand where it does: behind a label or below, or without any where the paper has no such label?"""
    label = label_before(line, run.start)
    if label not in _OF_NAMES:  # behind CITE too only the names of stations are known
        return False
    if label != "none" or any(label.kind in ("from", "to", "info") for label in line.above):
        return True
    if address.quality in ("capitals", "words") and len(address.value.split()) == 1:
        return False
    return run.field not in paper.kinds


def names_a_paper(words: str) -> bool:
    """Do words say what the paper is, and name nobody?"""
    return _kind_words().search(words.upper()) is not None


@cache
def _kind_words() -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Z])(?:{'|'.join(sorted(word_lists()['papers']))})(?![A-Z])")


def _days(written: str, paper: Paper) -> Iterator[str]:
    upper = written.upper()
    group = find_group(upper, window=paper.window)
    if group and group.utc:
        yield f"{group.year:04d}-{group.month:02d}-{group.day:02d}"
        return
    for spelt in (upper, mended_day(upper)):
        for day in find_days(spelt, window=paper.window):
            if day.edtf and day.year and day.month and day.day:
                yield day.edtf
    order = paper.order or ("dmy" if _DAY_FIRST.search(upper) else "")
    days = numeric_days(upper, window=paper.window, order=order)
    if len(days) == 1:
        yield days[0]


_DAY_FIRST = re.compile(r"(?<![\d.])(?:[1-9]\.\d{1,2}|\d{1,2}\.[1-9])\.(?:\d{4}|\d\d)(?!\d)")
"""A day in figures with stops and without noughts before them: 3.6.1961. Who writes so puts the day first."""


def mended_day(upper: str) -> str:
    """A day with its month and figures as they are likely meant: 2O JANUAY 193B."""
    return re.sub(r"[^\W_]+", lambda match: _mended_part(match[0]), upper)


@lru_cache(maxsize=5_000)
def _mended_part(word: str) -> str:
    if any(map(str.isdigit, word)):
        ending = _ORDINAL.search(word)
        plain = word[: ending.start()] if ending else word
        read = digits(plain) if len(plain) in (1, 2, 4) else None
        return f"{read[0]}{ending[0] if ending else ''}" if read else word
    if len(word) < len("MAY") or word in heading_months() or word in "SEPTEMBER NOVEMBER DECEMBER":
        return word  # the end of one of three: which, it does not say
    match = nearest(word, FIRST_LETTERS if len(word) == len("MAY") else _long_months(), limit=0.34)
    return match[0] if match else word


@cache
def _long_months() -> tuple[str, ...]:
    """Names of months that are long enough to be known when damaged; the same tuple always, as ``nearest`` likes it."""
    return tuple(name for name in heading_months() if len(name) > len("JUNE"))


_KIND_BEFORE = re.compile(r"(?P<kind>[A-Z0-9]{7,9}) (?=\d+$)")
_NUMBERED_KINDS = ("TELEGRAM", "DESPATCH", "DISPATCH", "MESSAGE", "AIRGRAM", "CABLEGRAM")
MAX_KIND_DAMAGE = 0.2
"""How damaged the word before a number may be, as a share of its letters, to say what has the number."""

_ORDINAL = re.compile(r"(?:ST|ND|RD|TH|ER)$")


def _numbers(written: str, paper: Paper) -> Iterator[str]:
    upper = " ".join(fix_letter_digits(written).upper().strip(" .,#()").split())
    upper = _NO_BEFORE.sub("", _kind_words().sub("", upper)).strip(" .:")
    if (kind := _KIND_BEFORE.match(upper)) and nearest(kind["kind"], _NUMBERED_KINDS, limit=MAX_KIND_DAMAGE):
        upper = upper[kind.end() :]
    if (
        _TWO_GROUPS.search(upper)
        or not _NUMBER.fullmatch(upper)
        or _REGISTER.match(upper)
        or next(_days(upper, paper), "")
    ):
        return
    words = upper.split()
    if _LETTER_AND_FIGURE.fullmatch(upper):
        return
    if words[0] not in _POSSESSIVES and not any(word in FIRST_LETTERS for word in words):
        yield upper


_LETTER_AND_FIGURE = re.compile(r"[A-Z]\d|\d[A-Z]")
"""Of two figures one was read as a letter, and which is not known."""

_POSSESSIVES = frozenset({"YOUR", "YR", "MY", "OUR", "HIS", "THEIR", "REF", "VOTRE", "MON", "IHR", "MEIN"})
"""Words before the number of a message that is referred to."""

_NO_BEFORE = re.compile(r"^\s*N(?:[OR]|\.[Oº]|º)\.?\s?(?=\d)")
"""The label that was read with the number: No.197."""


def _levels(written: str, paper: Paper) -> Iterator[str]:
    level = find_level(written.upper())
    if level:
        yield level[0]
    elif damaged := damaged_level(re.sub(r"[^A-Z0-9]", "", written.upper())):
        yield damaged


def days_of(written: str, paper: Paper) -> tuple[str, ...]:
    """The days that words of a paper may mean, EDTF, damaged letters mended, each once."""
    return tuple(dict.fromkeys(_days(written, paper)))


def number_of(written: str, paper: Paper) -> str:
    """The number of a message that words of a paper are, "" if they are none."""
    return next(_numbers(written, paper), "")


_READ = {"date": _days, "number": _numbers, "security": _levels}
"""The grammar of each field that is no name."""
