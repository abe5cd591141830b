"""Levels at the top and foot of an item's pages, a day alone at its head -> classification and date, if none is read.

A marking is repeated: at the top and the foot of every page, typed or stamped. A damaged one says little, two that can
only be the same level say it together; one that is read letter for letter in such a place is believed by itself.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefbook.cables import heading_slots as slots
from briefbook.cables.heading_draft import HeadingDraft
from briefbook.cables.repairs import is_prose
from briefbook.model.cable import Derivation
from briefbook.model.page import Kind, Page
from briefbook.text.dates import find_days
from briefbook.text.ocr_confusion import distance
from briefbook.text.vocabulary import full_level

EDGE_LINES = 7
"""Lines at the top and at the foot of a page among which its markings stand."""

MAX_DAMAGE = 0.36
"""The largest distance of a damaged marking from a level, as a share of the level's letters: of SECRET two."""

_LEVELS = ("TOPSECRET", "SECRET", "CONFIDENTIAL", "RESTRICTED")
_MIN_LETTERS = 4

_CONTROL = re.compile(
    r"(?:[(/\[|-]\s?)?(?:NO\s?FOREIGN|NOFORN|NO\s?DISSEM|CONTROLLED|DISSEMINATION|CLASSIFICATION|EYES\s?ONLY|RYBAT"
    r"|\(?WHEN FI?U?LL?ED|GROUP 1|PAGE\b)"
)
"""What stands beside a level in the box for it: captions and printed labels."""

_KEPT = (Kind.MESSAGE, Kind.STAMP, Kind.FORM, Kind.HEADING, Kind.PAGE_LINE)


@dataclass(frozen=True, slots=True)
class Marking:
    """A level seen on a page: its place, the words it was read from, its damage (0 if it is read letter for letter)."""

    level: str
    page: int
    line_number: int
    written: str
    damage: float
    at_foot: bool


def find_markings(pages: Sequence[Page]) -> list[Marking]:
    """The levels at the top and the foot of pages, read letter for letter or damaged.

    Args:
        pages: Pages whose words have places; of others none is looked for.
    """
    markings = []
    for page in pages:
        lines = [
            (number, line.text)
            for number, line in enumerate(page.lines, 1)
            if line.kind in _KEPT and line.words and line.words[0].box
        ]
        top, foot = lines[:EDGE_LINES], lines[max(EDGE_LINES, len(lines) - EDGE_LINES) :]
        for at_foot, edge in ((False, top), (True, foot)):
            for number, text in edge:
                markings += [
                    Marking(level, page.number, number, written, damage, at_foot)
                    for level, written, damage in _levels(text)
                ]
    return markings


_SPACED = re.compile(r"(?<![A-Z0-9])(?:[A-Z0-9][ .-]{1,2}){3,13}[A-Z0-9]{1,3}(?![A-Z0-9])")
"""A word spaced out letter by letter, or hyphenated so."""

_TOP = re.compile(r"(?:^|\s)(?P<top>[A-Z0-9]{2,4})\s+$")


def _levels(text: str) -> Iterator[tuple[str, str, float]]:
    """The level that a line is as a whole, spaced out in it or before captions: as said, as written, its damage."""
    upper = " ".join(text.upper().split())
    for spaced in _SPACED.finditer(upper):
        letters = re.sub(r"[^A-Z0-9]", "", spaced[0])
        if nearest := _nearest(letters):
            top = _TOP.search(upper[: spaced.start()])
            is_top = nearest[0] == "SECRET" and top is not None and distance(top["top"], "TOP") <= 1.0
            yield "TOP SECRET" if is_top else _name(nearest[0]), spaced[0], nearest[1]
            return
    control = _CONTROL.search(upper)
    words = upper[: control.start()] if control else upper
    letters = re.sub(r"[^A-Z0-9]", "", words)
    if not _MIN_LETTERS <= len(letters) <= 14 or len(re.findall(r"\S{2,}", words)) > 2:
        return
    if re.search(r"\d{2}|CLASSIFIED", words):
        return
    exact = next((level for level in ("SECRET", "CONFIDENTIAL") if letters.endswith(level) and letters != level), None)
    if exact and distance(letters.removesuffix(exact)[-3:], "TOP") > 1.0:
        if re.search(rf"(?<![A-Z]){exact}$", words.strip(" .-/|(")):
            yield exact, exact, 0.05  # specks or strokes were read before it
        return
    if nearest := _nearest(letters):
        yield _name(nearest[0]), words.strip(" .-/|("), nearest[1]


def _name(level: str) -> str:
    return "TOP SECRET" if level == "TOPSECRET" else level


@lru_cache(maxsize=4_000)
def _nearest(letters: str) -> tuple[str, float] | None:
    """The only level that letters can be, and their distance from it as a share of its letters."""
    scored = sorted((distance(letters, level) / len(level), level) for level in _LEVELS)
    (damage, level), (next_damage, _) = scored[:2]
    if damage > MAX_DAMAGE or next_damage - damage < MAX_DAMAGE / 3 or letters in ("SECRETARY", "SECTION", "SECURITY"):
        return None
    return level, damage


def put_marking(draft: HeadingDraft, pages: Sequence[Page]) -> None:
    """Give a draft the level that its pages bear at the top and the foot, if it has none or one that they do not bear.

    Args:
        draft: A draft whose form was read.
        pages: The item's pages, cover sheets not among them.
    """
    given = draft.values.get(slots.SECURITY)
    markings = find_markings(pages)
    levels = {marking.level for marking in markings}
    if not levels:
        return
    weights = {level: sum(_weight(one) for one in markings if one.level == level) for level in levels}
    best = max(levels, key=lambda level: weights[level])
    rivals = sum(weights.values()) - weights[best]
    if weights[best] < MIN_WEIGHT or rivals > weights[best] / 3:
        return
    if given and (full_level(given) in levels or weights[best] < OVERRULING_WEIGHT):
        return
    clearest = min((one for one in markings if one.level == best), key=lambda one: (one.damage, one.page, one.at_foot))
    draft.evidence.pop(slots.SECURITY, None)  # a marking in its own place stands, whatever was doubted elsewhere
    index = next(
        (
            at
            for at, line in enumerate(draft.lines)
            if (line.page, line.line_number) == (clearest.page, clearest.line_number)
        ),
        -1,
    )
    how = Derivation.OBSERVED if clearest.damage == 0 else Derivation.REPAIRED
    confidence = min(0.95, 0.5 + 0.15 * weights[best]) if clearest.damage == 0 else min(0.8, 0.4 + 0.2 * weights[best])
    places = len({(one.page, one.at_foot) for one in markings if one.level == best})
    note = f"marked at the top or foot of its pages, in {places} place{'s' if places > 1 else ''}"
    draft.put(
        slots.SECURITY, best, index, written=clearest.written, how=how, confidence=confidence, note=note, again=True
    )


OVERRULING_WEIGHT = 2.5
"""The least such weight for a level to stand in the place of another, which is marked at no page's top or foot."""

MIN_WEIGHT = 0.9
"""What the markings of a level must weigh together: one read letter for letter weighs 2, one just legible 0.4."""


def _weight(marking: Marking) -> float:
    return 2.0 if marking.damage == 0 else 1.4 - marking.damage / MAX_DAMAGE


_MONTH = r"(?:[A-Z][a-z]{2,8}|[A-Z]{4,9})"
_LONE_DAY = re.compile(rf"\W{{0,3}}(?:\d{{1,2}} {_MONTH}\.?,? 19\d\d|{_MONTH} \d{{1,2}}, 19\d\d)\W{{0,3}}")
_MAX_LINES_ABOVE = 8


def put_lone_day(draft: HeadingDraft) -> None:
    """Give a draft without a date the one day that stands by itself at the head of its first page, above all text.

    Args:
        draft: A draft whose form was read, from lines whose words have places.
    """
    if draft.values.get(slots.DATE) or slots.DATE in draft.evidence or not draft.lines or not draft.lines[0].measured:
        return
    first = [(at, line) for at, line in enumerate(draft.lines) if line.page == draft.lines[0].page]
    lone = [(at, line) for at, line in first if _LONE_DAY.fullmatch(line.text)]
    if len(lone) != 1 or lone[0][0] > _MAX_LINES_ABOVE or any(is_prose(line.text) for _, line in first[: lone[0][0]]):
        return
    at, line = lone[0]
    days = find_days(line.text, window=draft.window)
    if len(days) == 1 and days[0].edtf and days[0].year:
        written = line.text[days[0].start : days[0].end]
        draft.put(
            slots.DATE, days[0].edtf, at, written=written, confidence=0.75, note="alone at the head of the first page"
        )
