"""What kind of paper it is by its own words: MEMORANDUM FOR at its head, the printed labels of a despatch form.

A layout alone is a weak witness: an office memorandum has the labels of a despatch, and a memorandum with a cable
behind it has the cable's. What stands in words at the head of the first page goes before it.
"""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from briefbook.cables import heading_slots as slots
from briefbook.cables.heading_draft import HeadingDraft

HEAD_LINES = 24
"""Among how many of the first page's first lines the words are looked for; below them stands the text."""

_NUMBERED_PARAGRAPH = re.compile(r"\s*[1lI]\s?[.,)]\s+\S")
"""The first paragraph of a text that is numbered: nothing below it is the head."""

_OPTIONAL_FORM = re.compile(r".{0,40}\bUNITED STATES GOV[A-Z]{3,9}\W{0,3}$")
"""The printed head of the optional form that United States offices wrote their memoranda on."""

_LABEL_OF_A_MEMORANDUM = re.compile(r"\W{0,3}(?P<label>TO|FROM|SUBJECT)\b\s{0,3}[:;.]?")

_DESPATCH_LABELS = (
    re.compile(r"^D[EI]SPATCH\b", re.M),
    re.compile(r"D[EI]SPATCH SYMBOL"),
    re.compile(r"MARKED FOR INDEXING|NO INDEXING REQ"),
    re.compile(r"CAN JUDGE INDEXING|HEADQUARTERS DESK"),
    re.compile(r"\bMICROFILM\b"),
    re.compile(r"ACTION REQUIRED\W{0,3}REFERENCES?\b"),
    re.compile(r"CROSS REFERENCE TO"),
)
"""What is printed on despatch forms, in capitals."""

_DESPATCH_NEEDS = 2
"""How many of them a despatch form shows at least."""

_WORDS = {"MEMORANDUM": "memorandum", "MEMO": "memorandum", "AIRTEL": "airtel"}
"""What begins a line, or is all of it, and the kind of paper that it names."""

_BEHIND_THE_WORD = re.compile(r"\W*(?:(?:FOR|TO|OF)\b.*|(?:NO|NUMBER)\b.*|\W*)$")
"""What may stand behind the word: whom it is for, or nothing. "MEMORANDUM DATED 13 OCTOBER" is a reference."""

_MIN_FUZZY = 8
"""Letters that a word has at least that may be a letter off."""

_LIKE = 0.88
"""How alike it must be then, 0 to 1."""


def stated_kind(draft: HeadingDraft) -> str:
    """The kind of paper that its head states: memorandum, despatch or airtel.

    Args:
        draft: The heading; its form need not be known.

    Returns:
        The kind; "" where the head states none.
    """
    lines = _head(draft)
    stated = [kind for line in lines[: _first_of_a_message(draft) + 1] if (kind := _says(line))]
    if "memorandum" in stated or _is_on_the_optional_form(lines):
        return "memorandum"
    head = "\n".join(lines)
    if sum(bool(label.search(head)) for label in _DESPATCH_LABELS) >= _DESPATCH_NEEDS:
        return "despatch"
    return stated[0] if stated else ""


def _head(draft: HeadingDraft) -> Sequence[str]:
    """The lines of the first page above its text, in capitals."""
    lines = []
    for line in draft.lines[:HEAD_LINES]:
        if line.page != draft.lines[0].page or _NUMBERED_PARAGRAPH.match(line.text):
            break
        lines.append(line.text.upper().strip())
    return lines


def _first_of_a_message(draft: HeadingDraft) -> int:
    """The index of the line where a message begins: what stands below its sender, addressee or group is its text."""
    if not draft.form:
        return HEAD_LINES
    readings = [one for slot in (slots.FROM, slots.NUMBER, slots.DTG) for one in draft.evidence.get(slot, ())]
    return min((one.line for one in readings if one.line >= 0), default=HEAD_LINES)


_WORD_AND_REST = re.compile(r"(?:VIA\W+|OFFICE\W+)?(?P<word>[A-Z]+)(?P<rest>.*)")


def _says(line: str) -> str:
    """The kind that a line of a head names; "" if none."""
    match = _WORD_AND_REST.match(line)
    if not match or not _BEHIND_THE_WORD.match(match["rest"]):
        return ""
    word = match["word"]
    if word in _WORDS:
        return _WORDS[word]
    if len(word) < _MIN_FUZZY:
        return ""
    return _damaged_kind(word)


@lru_cache(maxsize=5_000)
def _damaged_kind(word: str) -> str:
    """The kind that a damaged word names; "" if none."""
    return next(
        (
            kind
            for name, kind in _WORDS.items()
            if 2 * min(len(word), len(name)) >= _LIKE * (len(word) + len(name))  # else it cannot be so alike
            and SequenceMatcher(None, word, name).ratio() >= _LIKE
        ),
        "",
    )


def _is_on_the_optional_form(lines: Sequence[str]) -> bool:
    """Does the government's name head labels of a memorandum, and no despatch form's?"""
    at = next((number for number, line in enumerate(lines[:6]) if _OPTIONAL_FORM.match(line)), None)
    if at is None:
        return False
    labels = {match["label"] for line in lines[at : at + 8] if (match := _LABEL_OF_A_MEMORANDUM.match(line))}
    return len(labels) > 1
