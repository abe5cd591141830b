"""Lines of a text in which a form's labels stand apart from what was typed beside them -> each label with its value.

Programs that take the text out of a file read a form's column of printed labels first, then the column of what was
typed ("FROM:", "TO:", "NO:", then "CAIRO", "Secretary of State", "817"), with stamps between. Which value is which
label's is told by their order and by the kind of each line: a day, a number, a level, somebody's name. Labels and
values are put on one line again, so that every reader of forms finds them there; lines that are not sure stay.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefbook.cables.evidence.addresses import read_address
from briefbook.cables.evidence.labels import find_labels
from briefbook.cables.evidence.paper import ACCENTS, KNOWN
from briefbook.cables.evidence.stamps import is_stamp
from briefbook.cables.heading_draft import HeadingDraft, HeadLine
from briefbook.text import posts
from briefbook.text.dates import find_days, find_group
from briefbook.text.vocabulary import find_level, precedences

MAX_LINES = 45
"""Lines of a text that are looked at, at most."""

MAX_BELOW = 10
"""Lines below the last label of a column among which its values stand, at most."""

MIN_FIT = 2.0
"""What a line must weigh for a label before it is put beside it."""

SKIPPED_LINE = -0.6
EMPTY_LABEL = -0.8
"""What a line between values that is none, and a label without a value, weigh."""

_OTHER = "other"
_NUMBER = re.compile(r"(?:NO\.? ?)?(?:[A-Z]{1,5}[- /]{1,2})?\d[\d,./-]*[A-Z]?(?=$|[ ,.;)])")
_NUMERIC_DAY = re.compile(r"(?<!\d)\d{1,2}([/.-])\d{1,2}\1(?:19)?\d\d(?!\d)")
_NAMED_DAY = re.compile(r"(?<!\d)\d{1,2}\.? [^\W\d]{3,10}\.? 1[89]\d\d(?!\d)")
_MAX_VALUE_WORDS = 12
_OPEN_END = re.compile(r"(?:,|\b(?:of|for|the|and|de|des|du|to))$", re.I)
_NO_NAME = re.compile(r"\d{3,}|[:;]")


@dataclass(frozen=True, slots=True)
class _Bare:
    """A line on which nothing but a label stands."""

    at: int
    kind: str
    text: str


def join_parted_boxes(draft: HeadingDraft) -> None:
    """Put labels and values that stand on lines of their own on one line, where it is sure which belong together.

    Args:
        draft: The lines of a heading; nothing is changed where words have places or confidences.
    """
    if any(line.words for line in draft.lines):
        return
    kinds = _bare_kinds(draft.lines[:MAX_LINES])
    at, joined = 0, dict[int, HeadLine]()
    dropped: set[int] = set()
    while at < len(kinds):
        if not kinds[at]:
            at += 1
            continue
        column = [_Bare(at, kinds[at], draft.lines[at].text)]
        end = at + 1
        while end < len(kinds) and (kinds[end] or (is_stamp(draft.lines[end].text) and _next_is_bare(kinds, end))):
            if kinds[end]:
                column.append(_Bare(end, kinds[end], draft.lines[end].text))
            end += 1
        for bare, lines in _fitting(column, _values(draft.lines, kinds, end)):
            value = " ".join(draft.lines[line].text for line in lines)
            joined[bare.at] = draft.lines[lines[0]].part(f"{bare.text.rstrip(' :;.')}: {value}")
            dropped |= set(lines)
        at = end
    if joined:
        draft.lines = [joined.get(index, line) for index, line in enumerate(draft.lines) if index not in dropped]


def _bare_kinds(lines: Sequence[HeadLine]) -> list[str]:
    """The kind of the label that each line is, "" for other lines.

    A stamp's word that is a label too, RECEIVED, is one with its colon, or among other labels.
    """
    kinds = [_bare_kind(line.text) for line in lines]
    alone = [
        kind not in _CERTAIN and lines[at].text.rstrip()[-1:] not in (":", ";") if kind else False
        for at, kind in enumerate(kinds)
    ]
    return [
        ""
        if alone[at] and not any(0 <= beside < len(kinds) and kinds[beside] in _CERTAIN for beside in (at - 1, at + 1))
        else kind
        for at, kind in enumerate(kinds)
    ]


_CERTAIN = frozenset(
    {"from", "to", "info", "date", "number", "security", "precedence", "subject", "ref", "action", "cite"}
)
"""Kinds of labels that a word without a colon introduces, wherever it stands alone on its line."""


def _next_is_bare(kinds: Sequence[str], at: int) -> bool:
    return at + 1 < len(kinds) and bool(kinds[at + 1])


@lru_cache(maxsize=20_000)
def _bare_kind(text: str) -> str:
    """The kind of the label that a line is, and nothing else; "" if it is none."""
    plain = text.strip()
    if not plain or len(plain) > _MAX_LABEL or not plain[0].isalpha():
        return ""
    upper = plain.upper().translate(ACCENTS)
    labels = find_labels(plain, upper) if len(upper) == len(plain) else []
    has_stop = plain[-1] in ":;"
    if labels and labels[0].start == 0 and labels[-1].end >= len(plain.rstrip(" .:;")):
        label = labels[0]
        if (label.damage and not has_stop) or not (has_stop or (label.capitals and len(label.word) > 1)):
            return ""
        return label.kind if len(labels) == 1 or labels[0].kind == labels[-1].kind else _OTHER
    return _OTHER if has_stop and plain[-1] == ":" and len(plain.split()) <= _MAX_LABEL_WORDS else ""


_MAX_LABEL = 32
_MAX_LABEL_WORDS = 4


def _values(lines: Sequence[HeadLine], kinds: Sequence[str], start: int) -> list[tuple[int, str]]:
    """The lines below a column of labels that may be its values, with their places, as far as the next labels."""
    values = []
    for at in range(start, min(start + MAX_BELOW, len(kinds))):
        text = lines[at].text
        if kinds[at] or len(text.split()) > _MAX_VALUE_WORDS or _begins_text(text):
            break
        if is_stamp(text) and not any(map(str.isdigit, text)):
            continue
        upper = text.upper().translate(ACCENTS)
        labels = find_labels(text, upper) if len(upper) == len(text) else []
        if any(label.begins_cell and label.start < _MAX_BEFORE_LABEL and label.stop == ":" for label in labels):
            break
        values.append((at, text))
    return values


_MAX_BEFORE_LABEL = 3


def _begins_text(text: str) -> bool:
    return re.match(r"\W{0,2}(?:1\s?[.)]|\(1\)|Sir,|Dear )", text) is not None


def _fitting(column: Sequence[_Bare], values: Sequence[tuple[int, str]]) -> list[tuple[_Bare, list[int]]]:
    """The labels of a column with the lines that are theirs: those of a kind of its own first, the others by order."""
    sure: list[tuple[_Bare, list[int]]] = []
    left, lines = list(column), list(values)
    for bare in column if len(column) > 1 else ():
        fits = [index for index, text in values if bare.kind in _OF_OWN_KIND and fit(bare.kind, text) >= MIN_FIT]
        rivals = [
            other for other in column if fits and other is not bare and fit(other.kind, dict(values)[fits[0]]) > 1
        ]
        if len(fits) == 1 and not rivals:
            sure.append((bare, fits))
            left.remove(bare)
            lines = [line for line in lines if line[0] != fits[0]]
    return [*sure, *_in_order(left, lines)]


_OF_OWN_KIND = ("date", "security", "precedence")
"""Kinds of values that look like no other: one label and one line of such a kind belong together."""


def _in_order(column: Sequence[_Bare], values: Sequence[tuple[int, str]]) -> list[tuple[_Bare, list[int]]]:
    """The labels of a column with the lines that are theirs: in the same order, each of its label's kind.

    The whole column decides: of all ways to give the lines to the labels, in their order, the one in which the most
    kinds agree; what weighs too little alone is left out of it.
    """
    rows, columns = len(column), len(values)
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    step = [[""] * (columns + 1) for _ in range(rows + 1)]
    for row in range(rows, -1, -1):
        for at in range(columns, -1, -1):
            if row == rows:
                continue
            ways = [(best[row + 1][at] + EMPTY_LABEL, "empty")]
            if at < columns:
                ways.append((best[row][at + 1] + SKIPPED_LINE, "skip"))
                ways.append((best[row + 1][at + 1] + fit(column[row].kind, values[at][1]), "one"))
            if at + 1 < columns and values[at + 1][0] == values[at][0] + 1 and _OPEN_END.search(values[at][1]):
                both = f"{values[at][1]} {values[at + 1][1]}"
                ways.append((best[row + 1][at + 2] + fit(column[row].kind, both) + 0.5, "two"))
            best[row][at], step[row][at] = max(ways)
    pairs = []
    row = at = 0
    while row < rows and at <= columns:
        way = step[row][at]
        if way == "skip":
            at += 1
            continue
        size = {"one": 1, "two": 2}.get(way, 0)
        if size:
            pairs.append((column[row], [index for index, _ in values[at : at + size]], at))
        row, at = row + 1, at + size
    texts = dict(values)
    labels = sum(bare.kind in _OF_NAMES for bare in column)
    names = [text for _, text in values if fit("from", text) > 0]
    if labels > 1 and len(names) < labels:  # one name below two labels is nobody's
        pairs = [pair for pair in pairs if pair[0].kind not in _OF_NAMES]
    return [
        (bare, lines)
        for bare, lines, _ in pairs
        if fit(bare.kind, " ".join(texts[index] for index in lines)) >= MIN_FIT
        and (len(column) > 1 or all(is_stamp(text) for index, text in values if index < lines[0]))
    ]


_OF_NAMES = ("from", "to", "info", "action", "attention")


@lru_cache(maxsize=20_000)
def fit(kind: str, text: str) -> float:
    """How well a line is what a label of a kind introduces: below 0 badly, from 2 surely.

    Args:
        kind: The kind of the label.
        text: The line.
    """
    upper = text.upper().translate(ACCENTS)
    if kind in ("date", "received", "dispatched", "event", "date_typed"):
        return 3.0 if _has_day(upper) else -4.0
    level = find_level(upper)
    if kind == "security":
        return 3.0 if level and len(upper) <= level[2] - level[1] + 12 else -4.0
    is_level = bool(level and level[1] == 0 and len(upper) <= level[2] + 3)
    is_degree = upper.strip(" .") in precedences()
    if kind == "precedence":
        return 3.0 if is_degree else -4.0
    if kind in ("number", "number_circular"):
        if not _NUMBER.match(upper) or _is_day(upper) or _NAMED_DAY.search(upper):
            return -4.0
        return 2.5 if not is_stamp(text) else 1.5  # a number of two figures, or a mark beside the heading
    if kind in _OF_NAMES:
        return _fit_of_name(text, upper, is_level=is_level or is_degree)
    if kind in ("subject", "ref", "file", "register"):
        if kind != "subject":
            return 1.0 if any(map(str.isdigit, text)) else -0.5
        return 0.8 if not (is_level or is_degree or _is_day(upper)) and len(text.split()) > 1 else -1.5
    return 0.3 if not is_stamp(text) else -1.0


def _fit_of_name(text: str, upper: str, *, is_level: bool) -> float:
    if is_level or _is_day(upper) or upper[:1].isdigit():
        return -4.0
    if all(word in posts.known_codes() for word in upper.split()):
        return 3.0
    address = read_address(text)
    if address is None:
        return -2.0
    if address.quality in KNOWN or address.quality == "title":
        return 3.0
    if address.quality in ("person", "unit"):
        return 2.2
    return -0.5 if _NO_NAME.search(text) else 0.4


def _has_day(upper: str) -> bool:
    return bool(find_days(upper) or find_group(upper) or _NUMERIC_DAY.search(upper) or _NAMED_DAY.search(upper))


def _is_day(upper: str) -> bool:
    """Is a line a day, perhaps with the hour, and nothing before it?"""
    return any(day.start <= 1 for day in find_days(upper)) or find_group(upper) is not None
