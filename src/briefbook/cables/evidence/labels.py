"""A line of a heading -> its segments: labels in every service's words, damaged or not, and what each introduces."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from briefbook.cables.evidence.addresses import is_office_word
from briefbook.text import posts
from briefbook.text.lexicon import is_listed
from briefbook.text.ocr_confusion import LEAST_COST, distance, nearest
from briefbook.text.vocabulary import find_level, precedences
from briefbook.util.alternation import trie_pattern

MIN_DAMAGED_LETTERS = 4
"""Labels of fewer letters are recognised through one confused letter only, longer ones through more."""

MAX_LABEL_DAMAGE = 0.25
"""The largest distance of a damaged label from a label, by the length of the latter."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label on a line: the kind of value that it introduces, and how it stands there."""

    kind: str
    word: str  # as it is listed
    start: int
    end: int  # behind its stop
    stop: str  # ":" (a semicolon or an s read for it too), "." or ""
    damage: float  # 0 to 1
    begins_cell: bool
    capitals: bool = True


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a line with the label before it, None for what stands before the first."""

    line: int
    start: int
    text: str
    label: Label | None


@cache
def _data() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((files(__package__) / "labels.toml").read_text(encoding="utf-8"))


@cache
def label_kinds() -> dict[str, str]:
    """Every label in capitals, and the kind of value that it introduces."""
    return {word: kind for kind, words in _data()["words"].items() for word in words}


@cache
def _bare() -> frozenset[str]:
    return frozenset(_data()["bare"]["words"])


@cache
def _need_colon() -> frozenset[str]:
    return frozenset(_data()["need_colon"]["words"])


_PREPOSITIONS = frozenset({"TO", "FROM", "FOR", "IN"})


@cache
def _pattern() -> re.Pattern[str]:
    spellings = trie_pattern(label_kinds()).replace(r"\ ", r"[ .]{1,2}")
    return re.compile(
        rf"(?<![A-Z0-9'/-])(?P<word>{spellings})"
        rf"(?:(?P<stop>[ .…_]{{0,6}}[:;=]|S(?=[ ][A-Z])|[ ]-(?=[ ][A-Z])|,(?=[ ])|\.)|(?![A-Z0-9'-]))"
    )


_MIN_PRINTED_LETTERS = 12
"""Letters of a printed label of several words that is known inside a longer word, at least."""


@cache
def _run_together() -> re.Pattern[str]:
    printed = [word for word in label_kinds() if " " in word and len(word) >= _MIN_PRINTED_LETTERS]
    return re.compile(rf"(?<=[A-Z])(?=(?:{trie_pattern(printed)})(?![A-Z]))")


def parted_labels(text: str) -> str:
    """A line in which a printed label that was read without a gap behind another stands in a cell of its own.

    >>> parted_labels("DATE TYPEDDATE DISPATCHED")
    'DATE TYPED   DATE DISPATCHED'
    """
    return _run_together().sub("   ", text) if _TWO_LONG_WORDS.search(text) else text


_TWO_LONG_WORDS = re.compile(r"[A-Z]{6} [A-Z]{4}")


_SHORT_DAMAGED = re.compile(
    r"[^A-Z0-9]{0,3}(?P<word>(?P<from>F[HKNUWI1]|[PERM]M|FNI|[FPEKR][RKP][O0Q]?[MNHW])|[IT7][OQCD0]) "
    r"(?=(?P<routing>R[A-Z]{5,6}/)?(?P<name>[A-Z0-9]{3,12})\b)"
)
"""FM, FROM or TO misread at the head of a line."""


_DAMAGED_NO = re.compile(
    r"(?:^|(?<=  )|(?<=\())[^A-Z0-9]{0,2}(?P<word>[MHNWK][O0QC])(?P<stop>\s?[.:]) ?(?=(?:[A-Z]{1,3}-)?\d)"
)
"""NO with a letter misread, its stop behind it, before a number."""


def _is_name(word: str) -> bool:
    """Does a word begin the name of an office, as messages have it behind FM and TO, perhaps misread?"""
    if word in posts.known_codes() or word in posts.PREFIXES or posts.post(word) or posts.city_in_any_tongue(word):
        return True
    return len(word) >= MIN_DAMAGED_LETTERS and nearest(word, _ADDRESSED, limit=0.2) is not None


_ADDRESSED = (*posts.PREFIXES, "SECSTATE", "DIRECTOR", "EXTERNAL", "EXTERIEUR", "EXTOTT")


_FRENCH_LINE = {
    "DE": re.compile(r" [A-Z]{3,}(?: [A-Z]+)? \d{1,2} ?[A-Z]{3}"),
    "A": re.compile(r" [A-Z]{3,}(?: [A-Z]+)? \d{1,5}(?: [A-Z]+)?$")
}  # fmt: skip
_OF_INFORMATION = re.compile(r" (?:RECEIVED|REPORT|CONTAINED|FROM|ON|OF|FURNISHED|CONCERNING)\b")
_JUNK = re.compile(r"[^A-Z0-9]*")
_DAMAGED = re.compile(r"[^A-Z0-9]*(?P<word>[A-Z0-9!|'/.]+(?: [A-Z0-9!|'/.]+){0,3}?)(?P<stop>\s?[:;]|(?=\s{2}|\s*$))")


def find_labels(text: str, upper: str) -> list[Label]:
    """The labels of a line, from left to right.

    Args:
        text: The line; two blanks part the cells of a row.
        upper: The same in capitals without accents, letter by letter.
    """
    labels: list[Label] = []
    end = 0
    for match in _pattern().finditer(upper):
        word = match["word"].replace(".", " ").replace("  ", " ").strip()
        kind = label_kinds().get(word)
        if kind is None or match.start() < end or _ends_bracket(upper, match):
            continue
        if kind == "number" and word in _PLAIN_NUMBER and (other := _numbered_thing(text, match)):
            begins = _begins_cell(upper, other.start(), end if labels else 0)
            words = f"{other[0].upper()} {word}"
            labels.append(Label("other", words, other.start(), match.end(), _stop(text, match), 0.0, begins))
            end = match.end()
            continue
        begins = _begins_cell(upper, match.start(), end if labels else 0)
        stop = _stop(text, match)
        if stop == "-" and begins and kind in ("from", "to", "subject"):
            stop = ":"
        written = text[match.start("word") : match.end("word")]
        if not _is_label(word, written, stop, begins, upper, match.end()):
            continue
        if labels and not stop and match.start() <= end + 1 and kind in ("precedence", "other", "distribution"):
            continue  # TO PRIORITY LIMA: it stands where the value does
        if word in _PREPOSITIONS and not stop and not begins and not labels:
            continue  # behind other words it is a word of the sentence
        end = match.end()
        twin = _TWIN.match(upper, match.end("word")) if (match["stop"] or "-").strip() == "-" else None
        if twin and _is_twin(twin, kind):
            stop, end = ":" if twin["stop"] else "", twin.end()
        labels.append(Label(kind, word, match.start(), end, stop, 0.0, begins, written.isupper()))
    if (not labels or labels[0].start > 5) and (short := _SHORT_DAMAGED.match(upper)):
        kind, word = ("from", "FM") if short["from"] else ("to", "TO")
        if text[: short.end()].isupper() and (short["routing"] or _is_name(short["name"])):
            others = [label for label in labels if label.start >= short.end()]
            return [Label(kind, word, short.start("word"), short.end("word"), "", 0.5, True), *others]
    for number in _DAMAGED_NO.finditer(upper) if "." in upper or ":" in upper else ():
        if number["word"] != "NO" and not any(label.start < number.end() <= label.end for label in labels):
            stop = number["stop"].strip()
            labels.append(Label("number", "NO", number.start("word"), number.end("stop"), stop, 0.5, True))
            labels.sort(key=lambda label: label.start)
    if (not labels or labels[0].start > 8) and (damaged := _damaged_label(text, upper)):
        labels = [damaged, *(label for label in labels if label.start >= damaged.end)]
    return labels


_PLAIN_NUMBER = frozenset({"NO", "NOS", "NR", "NUMBER"})
_LONGEST_WORD = 30
_WORD_BEFORE = re.compile(r"[A-Z](?<![^\W_].)[A-Za-z]{2,}(?= ?$)")


def _numbered_thing(text: str, match: re.Match[str]) -> re.Match[str] | None:
    """The word before a plain No. that says what has the number, where that is no message: Booking No., CABIN NO."""
    end = match.start("word")
    before = _WORD_BEFORE.search(text, max(0, end - _LONGEST_WORD), end)
    if before is None or not _NUMBER_FOLLOWS.match(text, match.end("word")):
        return None
    word = before[0].upper()
    if word in _data()["numbered"]["beginning"] and _begins_paper(text[: before.start()]):
        return None
    return None if _may_number(word) or not is_listed(before[0].lower()) else before


def _begins_paper(before: str) -> bool:
    """Stands nothing before a word, in its line or cell, but words of the same sort, a precedence or a level?"""
    *cells, last = _CELL_ENDS.split(before)
    if any(cell.strip() for cell in cells) and next(cell for cell in reversed(cells) if cell.strip()).endswith(":"):
        return False  # SUBJECT:   Decree No. 4
    words = _LETTERS.findall(last.upper())
    return all(
        word in _data()["numbered"]["beginning"] or word in precedences() or find_level(word) is not None
        for word in words
    )


_CELL_ENDS = re.compile(r"\s{2,}|\|")
_LETTERS = re.compile(r"[^\W\d_]+")
_OTHER_THINGS = ("other", "enclosure")
"""Kinds of labels of which a number is that of a thing beside the message: Box No., Annex No."""


_NUMBER_FOLLOWS = re.compile(r"[ .:#]{0,3}[A-Z]{0,3}[-/]?\d")


@lru_cache(maxsize=5_000)
def _may_number(word: str) -> bool:
    """May a message's number follow a word and No.: a kind of paper, how it is sent or marked, an office, a place?"""
    return (
        word in _data()["numbered"]["words"]
        or label_kinds().get(word, "other") not in _OTHER_THINGS
        or f"{word} NO" in label_kinds()
        or word in precedences()
        or find_level(word) is not None
        or is_office_word(word)
        or posts.post(word) is not None
        or posts.city_in_any_tongue(word) is not None
    )


_TWIN = re.compile(r"\s?[/-]\s?(?P<word>[A-Z]{1,15})(?:(?P<stop>[ .…_]{0,6}[:;])|\.?(?=\s|$))")


def _is_twin(twin: re.Match[str], kind: str) -> bool:
    """Is a word behind a label and a stroke the same label in another language: FROM/VAN:, DATE - DATUM?"""
    return twin["stop"] is not None or label_kinds().get(twin["word"]) == kind


def _ends_bracket(upper: str, match: re.Match[str]) -> bool:
    """Ends a word a remark in brackets, (CONFIRMATION TO ORIGINATOR), and introduces nothing?"""
    before = upper[: match.start()]
    return upper[match.end() : match.end() + 1] == ")" and before.rfind("(") > before.rfind(")")


def _begins_cell(upper: str, start: int, after: int) -> bool:
    before = upper[after:start]
    return _JUNK.fullmatch(before) is not None or before.endswith("  ") or before.rstrip().endswith(("|", "/ "))


def _stop(text: str, match: re.Match[str]) -> str:
    stop = (match["stop"] or "").strip(" ._…")
    if stop in (":", ";", "="):
        return ":"
    if stop == "S":  # FROMs: a colon read as an s stands small behind capitals; As is a word
        word = text[match.start("word") : match.end("word")]
        return ":" if text[match.start("stop")] == "s" and word.isupper() and len(word) > 1 else "S"
    if stop in (",", "-"):
        return stop
    return "." if match["stop"] else ""


_FIGURE = re.compile(r"\s?\d")


def _is_label(word: str, written: str, stop: str, begins: bool, upper: str, end: int) -> bool:
    if stop == "S" or (word == "INFORMATION" and not stop and _OF_INFORMATION.match(upper, end)):
        return False
    if stop == "," and begins and label_kinds()[word] == "number":
        return _FIGURE.match(upper, end) is not None  # No, 438
    if stop in (",", "-"):
        return (
            begins
            and (written.isupper() or stop == "-")
            and label_kinds()[word] in ("from", "to", "subject")
            and len(word) > 1
        )
    if stop == ":":
        return begins or len(word) > 1
    if word in _need_colon():
        if word in ("DE", "A") and begins and _FRENCH_LINE[word].match(upper, end):
            return True
        if stop == "." and begins and len(word) > 2 and written[:1].isupper() and upper[end : end + 1] == " ":
            return True
        return stop == "." and word in ("R", "D") and re.match(r"\s?\d", upper[end:]) is not None
    if begins and word == "N°" and re.match(r"\s?\d", upper[end:]):
        return True
    if begins:
        return written[:1].isupper() and (written.isupper() or len(upper) - end < 60)
    if word in _bare() and label_kinds()[word] == "number" and re.match(r"\s?\d", upper[end:]):
        return True
    return word in _bare() and written.isupper()


@cache
def _labels_of_length(length: int) -> tuple[list[str], list[tuple[str, str]]]:
    """The letters of the labels that are as long as that or differ by one, and each label with its kind."""
    near = [
        (letters, (label, kind))
        for label, kind in label_kinds().items()
        if len(letters := _NO_LETTER.sub("", label)) >= 2 and abs(len(letters) - length) <= 1
    ]
    return [letters for letters, _ in near], [label for _, label in near]


_NO_LETTER = re.compile(r"[ .'/]")


@lru_cache(maxsize=50_000)
def _nearest_label(word: str) -> tuple[str, float] | None:
    letters = _NO_LETTER.sub("", word)
    bares, labels = _labels_of_length(len(letters))
    changes = int((len(letters) + 1) * MAX_LABEL_DAMAGE / LEAST_COST + 1e-9)
    best: list[tuple[float, str, str]] = []
    for bare, _, at in process.extract(letters, bares, scorer=Levenshtein.distance, score_cutoff=changes, limit=None):
        limit = MAX_LABEL_DAMAGE if len(bare) >= MIN_DAMAGED_LETTERS else 0.36 / len(bare)
        share = distance(letters, bare) / len(bare)
        if share <= limit:
            best.append((share, *labels[at]))
    best.sort()
    if not best or (len(best) > 1 and best[1][0] - best[0][0] < 0.02 and best[1][2] != best[0][2]):
        return None
    return best[0][1], best[0][0]


def _damaged_label(text: str, upper: str) -> Label | None:
    match = _DAMAGED.match(upper)
    if match and not match["stop"] and len(match["word"]) < MIN_DAMAGED_LETTERS:
        return None
    if not match or not (near := _nearest_label(match["word"].strip(" ."))):
        return None
    stop = ":" if match["stop"] else ""
    if not stop and (near[0] not in _bare() or not text[match.start("word") : match.end("word")].isupper()):
        return None  # a word of a language too
    return Label(label_kinds()[near[0]], near[0], match.start("word"), match.end(), stop, near[1], True)


def segments_of(line: int, text: str, labels: Sequence[Label]) -> list[Segment]:
    """The stretches of a line: what stands before its first label, and what stands behind each."""
    segments = []
    first = labels[0].start if labels else len(text)
    if text[:first].strip(" .:*-|"):
        segments.append(Segment(line, 0, text[:first], None))
    for at, label in enumerate(labels):
        end = labels[at + 1].start if at + 1 < len(labels) else len(text)
        segments.append(Segment(line, label.end, text[label.end : end], label))
    return segments
