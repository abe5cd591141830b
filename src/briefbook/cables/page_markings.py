"""Levels at the top and foot of an item's pages, a day alone at its head -> classification and date, if none is read.

A marking is repeated: at the top and the foot of every page, typed or stamped. A damaged one says little, two that can
only be the same level say it together; one that is read letter for letter in such a place is believed by itself.
"""

import operator
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefbook.cables import heading_slots as slots
from briefbook.cables.forms.cia_marks import REPORT, plain_report
from briefbook.cables.heading_draft import HeadingDraft
from briefbook.cables.paging import MAX_LINES
from briefbook.cables.repairs import is_prose
from briefbook.model.cable import Derivation
from briefbook.model.page import Kind, Line, Page, Word
from briefbook.text.dates import find_days
from briefbook.text.lexicon import is_listed
from briefbook.text.ocr_confusion import distance
from briefbook.text.release_markings import is_page_line
from briefbook.text.vocabulary import full_level

EDGE_LINES = 7
"""Lines at the top and at the foot of a page among which its markings stand."""

MAX_DAMAGE = 0.36
"""The largest distance of a damaged marking from a level, as a share of the level's letters: of SECRET two."""

_LEVELS = ("TOPSECRET", "SECRET", "CONFIDENTIAL", "RESTRICTED")
_MIN_LETTERS = 4
_LETTERS_ALONE = 5
"""Letters of a marking at least that stands beside other words, none of them so long."""

_CONTROL = re.compile(
    r"(?:[(/\[|-]\s?)?(?:NO\s?FOREIGN|NOFORN|NO\s?DISSEM|CONTROLLED|DISSEMINATION|CLASSIFICATION|EYES\s?ONLY|RYBAT"
    r"|\(?WHEN FI?U?LL?ED|GROUP 1|PAGE\b)"
)
"""What stands beside a level in the box for it: captions and printed labels."""

_KEPT = (Kind.MESSAGE, Kind.STAMP, Kind.FORM, Kind.HEADING, Kind.PAGE_LINE, Kind.HANDWRITING)
"""Kinds of lines that a marking may be on; one stamped askew is taken for writing by hand."""


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
            if line.kind in _KEPT and not line.is_plain and line.words and line.words[0].box
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

_WITH_CONTROL = re.compile(
    r"(?<![A-Z])(?P<level>(?:TOP )?SECRET|CONFIDENTIAL)\s?/\s?"
    r"(?:NO\s?FOREIGN|NOFORN|NO\s?DISSEM|CONTROLLED DISSEM|EYES ONLY)"
)
"""A level with the control that a stroke joins to it, whatever stands beside them: SECRET/NOFORN."""

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
    if joined := _WITH_CONTROL.search(upper):
        yield joined["level"], joined[0], 0.0
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
        return
    alone = [word for word in re.findall(r"[A-Z0-9]+", words) if len(word) >= _LETTERS_ALONE]
    if len(alone) == 1 and (nearest := _nearest(alone[0])):  # beside specks, or one word of a stamp
        yield _name(nearest[0]), alone[0], nearest[1]


def _name(level: str) -> str:
    return "TOP SECRET" if level == "TOPSECRET" else level


@lru_cache(maxsize=4_000)
def _nearest(letters: str) -> tuple[str, float] | None:
    """The only level that letters can be, and their distance from it as a share of its letters."""
    scored = sorted((distance(letters, level) / len(level), level) for level in _LEVELS)
    (damage, level), (next_damage, _) = scored[:2]
    if damage > MAX_DAMAGE or next_damage - damage < MAX_DAMAGE / 3 or (damage and is_listed(letters.lower())):
        return None  # a word of the language: SECTOR, SECTION
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
    weights = {level: sum(_weight(marking) for marking in markings if marking.level == level) for level in levels}
    best = max(levels, key=lambda level: weights[level])
    rivals = sum(weights.values()) - weights[best]
    if weights[best] < MIN_WEIGHT or rivals > weights[best] / 3:
        return
    if given and (full_level(given) in levels or weights[best] < OVERRULING_WEIGHT):
        return
    clearest = min(
        (marking for marking in markings if marking.level == best),
        key=lambda marking: (marking.damage, marking.page, marking.at_foot),
    )
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
    places = len({(marking.page, marking.at_foot) for marking in markings if marking.level == best})
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


def check_number(draft: HeadingDraft, pages: Sequence[Page]) -> None:
    """Compare a draft's number with what the heads of later pages say of it: UFGA 16,980, PAGE 2 WAVE 4077.

    Where they differ in a figure or two, or in one letter of the symbol, the number read with more confidence stands;
    if neither is sure, it is not legible.

    Args:
        draft: A draft whose form was read.
        pages: The item's pages, cover sheets not among them.
    """
    value = draft.values.get(slots.NUMBER)
    evidence = draft.evidence.get(slots.NUMBER, [])
    parts = re.fullmatch(r"(?P<head>[A-Z].*?)(?P<figures>\d[\d,]{3,6})", value) if isinstance(value, str) else None
    if parts is None or not evidence or not 0 <= evidence[0].line < len(draft.lines):
        return
    own, ours = (
        re.sub(r"\D", "", parts["figures"]),
        _confidence_of(draft.lines[evidence[0].line].words, parts["figures"]),
    )
    head = r"\W{0,3}".join(map(re.escape, re.findall(r"[A-Z]+|\d+", parts["head"])))
    pattern = re.compile(rf"(?<![A-Z]){head}\W{{0,3}}(?P<figures>\d[\d,. ]{{3,7}})(?![\d])")
    for page in pages:
        for at, line in enumerate(page.lines[:MAX_LINES]) if page.number > draft.lines[0].page else ():
            if not _FIGURE.search(line.text):
                continue  # as most lines are
            if at >= EDGE_LINES and not (is_page_line(line.text) or _PAGE_FIRST.match(line.text.upper())):
                continue
            if _settle_symbol(draft, line, page.number, own, ours):
                return
            found = pattern.search(line.text.upper())
            other = re.sub(r"\D", "", found["figures"]) if found else own
            differing = sum(a != b for a, b in zip(own, other, strict=False))
            if len(other) != len(own) or not 0 < differing <= MAX_DIFFERING or found is None:
                continue
            theirs = _confidence_of(line.words, found["figures"].strip())
            if theirs >= SURE_FIGURES > ours:
                read = f"{parts['head']}{other[:-3]},{other[-3:]}" if "," in parts["figures"] else parts["head"] + other
                note = f"by the head of page {page.number}"
                draft.put(
                    slots.NUMBER, read, evidence[0].line, written=evidence[0].written, how=Derivation.INFERRED,
                    confidence=0.7, note=note, again=True,
                )  # fmt: skip
            elif not ours >= SURE_FIGURES > theirs:
                draft.values.pop(slots.NUMBER)
                draft.evidence.pop(slots.NUMBER)
                draft.doubt(slots.NUMBER, evidence[0].written, evidence[0].line)
            return


_FIGURE = re.compile(r"\d")
_PAGE_FIRST = re.compile(r"\W*PAGE \w+ ")


def _settle_symbol(draft: HeadingDraft, line: Line, page: int, figures: str, ours: float) -> bool:
    """Take the symbol of a dispatch from the head of a later page where a letter differs and it is the surer one.

    Args:
        draft: The draft with its number.
        line: A line at the head of a later page.
        page: Its page's number.
        figures: The figures of the draft's number.
        ours: How sure the reader was of that number, 0 to 1.

    Returns:
        Whether a symbol stands there that differs in one letter.
    """
    value, evidence = str(draft.values[slots.NUMBER]), draft.evidence[slots.NUMBER][0]
    symbol = re.fullmatch(r"(?P<letters>[A-Z]{4})-[\d,]+", value)
    other = re.search(rf"(?<![A-Z])(?P<letters>[A-Z]{{4}})\W{{1,3}}{figures}(?!\d)", line.text.upper())
    if not symbol or not other or sum(map(operator.ne, symbol["letters"], other["letters"])) != 1:
        return False
    theirs = _confidence_of(line.words, other[0])
    if theirs >= SURE_FIGURES > ours:
        read = value.replace(symbol["letters"], other["letters"], 1)
        draft.put(
            slots.NUMBER, read, evidence.line, written=evidence.written,
            how=Derivation.INFERRED, confidence=0.7, note=f"by the head of page {page}", again=True,
        )  # fmt: skip
    elif not ours >= SURE_FIGURES > theirs:
        draft.values.pop(slots.NUMBER)
        draft.evidence.pop(slots.NUMBER)
        draft.doubt(slots.NUMBER, evidence.written, evidence.line)
    return True


def put_number(draft: HeadingDraft, pages: Sequence[Page]) -> None:
    """Give a report or dispatch without a number the one that two of its pages bear, or one page legibly.

    Args:
        draft: A draft whose form was read; a number that it has stays.
        pages: The item's pages, cover sheets not among them.
    """
    if draft.values.get(slots.NUMBER):
        return
    seen: dict[str, list[tuple[float, Page, int, str]]] = {}
    for page in pages:
        for number, line in enumerate(page.lines, 1):
            is_first = page.number == pages[0].number
            if number > EDGE_LINES and not (is_first and draft.form == "cia_report"):
                continue  # a report that the text cites is not the paper
            if (numbered := _number_on(line.text.upper(), is_first=is_first)) is not None:
                value, figures = numbered
                seen.setdefault(value, []).append((_confidence_of(line.words, figures), page, number, value))
    if len({re.sub(r"\D", "", value) for value in seen}) != 1:
        return  # none, or two that contradict each other
    sightings = max(seen.values(), key=len)
    best = max(sightings, key=lambda sighting: sighting[0])
    everywhere = {sighting[1].number for of_value in seen.values() for sighting in of_value}
    if len(everywhere) < 2 and best[0] < SURE_FIGURES:
        return
    at = next(
        (at for at, line in enumerate(draft.lines) if (line.page, line.line_number) == (best[1].number, best[2])), -1
    )
    draft.evidence.pop(slots.NUMBER, None)
    note = f"on {len(everywhere)} of its pages" if len(everywhere) > 1 else f"at the head of page {best[1].number}"
    written = best[1].lines[best[2] - 1].text
    draft.put(slots.NUMBER, best[3], at, written=written, how=Derivation.INFERRED, confidence=0.75, note=note)


def _number_on(upper: str, *, is_first: bool) -> tuple[str, str] | None:
    """A report's number on a line, or a dispatch's on one that heads a page which goes on; and its figures."""
    if report := REPORT.search(upper):
        return plain_report(report), report["number"]
    if not is_first and (symbol := _CONTINUED.search(upper)):
        return f"{symbol['symbol']}-{symbol['figures'].replace(',', '')}", symbol["figures"]
    return None


_CONTINUED = re.compile(r"DISPATCH.*?(?P<symbol>[A-Z]{4})\W{0,3}(?P<figures>\d{1,2},\d{3}|\d{4,5})(?!\d)")
"""The head of a dispatch's page that goes on: CONTINUATION OF DISPATCH, and its number."""

MAX_DIFFERING = 2
"""Figures in which a number on a later page may differ from the first page's and be the same number misread."""

SURE_FIGURES = 0.9
"""The confidence, 0 to 1, from which figures of one page go before other figures of another."""


def _confidence_of(words: Sequence[Word], figures: str) -> float:
    """The least confidence of the words that hold figures; 1 where nothing was measured."""
    plain = re.sub(r"\D", "", figures)
    holding = [
        word.confidence
        for word in words
        if word.confidence is not None and (bare := re.sub(r"\D", "", word.text)) and (bare in plain or plain in bare)
    ]
    return min(holding, default=1.0)


_MONTH = r"(?:[A-Z][a-z]{2,8}|[A-Z]{4,9})"
_LONE_DAY = re.compile(
    rf"\W{{0,3}}(?:\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}\.?,? 19\d\d|{_MONTH} \d{{1,2}}, 19\d\d)\W{{0,3}}"
)
_MAX_LINES_ABOVE = 8


def put_lone_day(draft: HeadingDraft) -> None:
    """Give a draft without a date the one day that ends a row by itself at the head of its first page, above all text.

    Args:
        draft: A draft whose form was read, from lines whose words have places.
    """
    if draft.values.get(slots.DATE) or slots.DATE in draft.evidence or not draft.lines or not draft.lines[0].measured:
        return
    first = [(at, line) for at, line in enumerate(draft.lines) if line.page == draft.lines[0].page]
    cells = [(at, cell) for at, line in first for cell in line.with_gaps.split("    ")[-1:]]
    lone = [(at, cell) for at, cell in cells if _LONE_DAY.fullmatch(cell)]
    if len(lone) != 1 or lone[0][0] > _MAX_LINES_ABOVE or any(is_prose(line.text) for _, line in first[: lone[0][0]]):
        return
    at, cell = lone[0]
    days = find_days(cell, window=draft.window)
    if len(days) == 1 and days[0].edtf and days[0].year and days[0].edtf.startswith(draft.cover_date):
        written = cell[days[0].start : days[0].end]
        draft.put(
            slots.DATE, days[0].edtf, at, written=written, confidence=0.75, note="alone at the head of the first page"
        )
