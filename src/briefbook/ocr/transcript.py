"""Apply a person's transcript to a page: their words, with the boxes of the words as read.

A transcript is a whole page (``p001.txt``) or corrections of single lines (``p001.lines``), which stay on top of every
new reading of the others::

    - FK WASHDC NCV8/62 UNCLAS
    + FM WASHDC NOV8/62 UNCLAS
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from rapidfuzz import fuzz

from briefbook.model.page import Box, Line, Page, Word

MIN_LIKENESS = 60.0
"""Likeness, of a hundred, from which a line as read is taken to be the line that a person means."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A line on which a reading differs from the person, who did not know it when they wrote.

    ``line`` counts from 1 on the page as it holds; ``read`` is empty where the reading has no such line.
    """

    page: int
    line: int
    said: str
    read: str


def overlay(page: Page, text: str) -> Page:
    """Replace the text of a page by a person's.

    Args:
        page: The page as read, or an empty one.
        text: The transcript, a row for each line of the page.

    Returns:
        The page with the transcript's words, each with the box of the read word that it corrects, if alignment finds
        one.
    """
    lines = [line.split() for line in text.splitlines()]
    while lines and not lines[-1]:
        lines.pop()
    typed = [word for line in lines for word in line]
    boxes = _boxes(typed, list(page.words))
    overlaid, at = [], 0
    kinds = {line.text: line.kind for line in page.lines}
    for line in lines:
        words = tuple(Word(word, boxes[at + offset]) for offset, word in enumerate(line))
        at += len(line)
        whole = Line(words)
        overlaid.append(replace(whole, kind=kinds.get(whole.text, whole.kind)))
    return replace(page, lines=tuple(overlaid), reader="transcript", by="person", why="a person's transcript")


def correct(page: Page, text: str) -> tuple[Page, tuple[Contradiction, ...]]:
    """The page with a person's lines in place of those they correct, and where the reading now says a third thing.

    A line that the person struck out (nothing after the ``+``) goes. One of which the reading has no trace is put after
    the last line corrected, without boxes: what a person wrote is never lost.
    """
    lines: list[Line | None] = list(page.lines)
    added: dict[int, list[Line]] = {}
    places: list[tuple[int, str, str]] = []
    free, last, changed = set(range(len(lines))), -1, 0
    for was, typed in _corrections(text):
        wanted = _plain(typed)
        at = _place(page.lines, free, was, wanted, last)
        read = _plain(page.lines[at].text) if at is not None else ""
        changed += 1
        if at is None:
            if wanted:
                added.setdefault(last, []).append(Line(tuple(Word(word) for word in wanted.split())))
                places.append((last, wanted, ""))
            continue
        free.discard(at)
        last = at
        words = wanted.split()
        boxes = _boxes(words, list(page.lines[at].words))
        new = tuple(Word(word, box) for word, box in zip(words, boxes, strict=True))
        lines[at] = replace(page.lines[at], words=new) if words else None
        if read not in (was, wanted):
            places.append((at, wanted, read))
    if not changed:
        return page, ()
    whole: list[Line] = list(added.get(-1, ()))
    number_of = {-1: 1}
    for index, line in enumerate(lines):
        if line is not None:
            whole.append(line)
        number_of[index] = max(1, len(whole))
        whole += added.get(index, ())
    differences = tuple(
        Contradiction(page.number, number_of[at] + (not read), wanted, read) for at, wanted, read in places
    )
    note = f"{changed} line{'' if changed == 1 else 's'} corrected by a person"
    return replace(page, lines=tuple(whole), why="; ".join(filter(None, (page.why, note)))), differences


def contradictions(text: str, now: Page, before: Page | None = None) -> tuple[Contradiction, ...]:
    """Find lines of a person's page on which a new reading differs and the former one did not.

    Args:
        text: The person's transcript of the whole page.
        now: The page as read now.
        before: The page of the former reading, if there is one.
    """
    differences = []
    new, old = [_plain(line.text) for line in now.lines], [_plain(line.text) for line in before.lines] if before else []
    for number, line in enumerate(text.splitlines(), 1):
        written = _plain(line)
        if not written or written in new:
            continue
        read = max(new, key=lambda candidate: fuzz.ratio(candidate, written), default="")
        if fuzz.ratio(read, written) >= MIN_LIKENESS and read not in old:
            differences.append(Contradiction(now.number, number, written, read))
    return tuple(differences)


def _corrections(text: str) -> Iterator[tuple[str, str]]:
    """What was read and what the person says, line by line; other lines are theirs to write notes in."""
    for correction in _located_corrections(text):
        yield correction.was, correction.wanted


@dataclass(frozen=True, slots=True)
class LineCorrection:
    """A person's line in place of a line as read.

    Attributes:
        was: The line as it was read when the person wrote.
        wanted: The person's line as typed, with its blanks and tabs; "" if they struck it out.
        rows: The first and the last row of the file that say so, from 0.
    """

    was: str
    wanted: str
    rows: tuple[int, int]


def line_corrections(page: Page, text: str) -> dict[int, LineCorrection]:
    """The corrections of a file of single lines, by the index of the line of the page as read that each corrects.

    Args:
        page: The page as read.
        text: The file's text (``p001.lines``).

    Returns:
        By index from 0; corrections of which the reading has no trace are left out.
    """
    placed: dict[int, LineCorrection] = {}
    free, last = set(range(len(page.lines))), -1
    for correction in _located_corrections(text):
        at = _place(page.lines, free, correction.was, _plain(correction.wanted), last)
        if at is not None:
            free.discard(at)
            last = at
            placed[at] = correction
    return placed


def set_line(page: Page, text: str, index: int, wanted: str | None) -> str:
    """The text of a file of single lines with another correction of a line; its other rows stay as they are.

    Args:
        page: The page as read.
        text: The file's text so far.
        index: The line of the page as read, from 0.
        wanted: The person's line, which is written as typed; the line as it was read where that is right; "" to strike
            it out; None to leave it to the machine again. Lines before it that read the same are confirmed as read,
            for a line is known by its words.

    Returns:
        The file's text.
    """
    rows = text.splitlines(keepends=True)
    if rows and not rows[-1].endswith("\n"):
        rows[-1] += "\n"
    read = _plain(page.lines[index].text)
    new = [] if wanted is None else [f"- {read}\n", f"+ {wanted}\n" if wanted.strip() else "+\n"]
    placed = line_corrections(page, text)
    if index in placed:
        if wanted == placed[index].wanted and placed[index].was == read:
            return "".join(rows)
        first, last = placed[index].rows
        rows[first : last + 1] = new
    elif new:
        alike = [at for at in range(index) if at not in placed and _plain(page.lines[at].text) == read]
        rows += [row for _ in alike for row in (f"- {read}\n", f"+ {read}\n")] + new
    return "".join(rows)


def _located_corrections(text: str) -> Iterator[LineCorrection]:
    """The corrections of a file with the rows that each is written in."""
    was: tuple[str, int] | None = None
    for row, line in enumerate(text.splitlines()):
        if line.startswith("-"):
            if was is not None:
                yield LineCorrection(was[0], "", (was[1], was[1]))
            was = _plain(line[1:]), row
        elif line.startswith("+"):
            before, first = was or ("", row)
            typed = line[1:].removeprefix(" ")
            yield LineCorrection(before, typed if typed.strip() else "", (first, row))
            was = None
    if was is not None:
        yield LineCorrection(was[0], "", (was[1], was[1]))


def _place(lines: Sequence[Line], free: set[int], was: str, wanted: str, last: int) -> int | None:
    """The line that is meant: the most alike to what was read or to what the person says; the next one of equals."""
    best: tuple[float, int, int] | None = None
    for index in free:
        text = _plain(lines[index].text)
        score = max((fuzz.ratio(text, words) for words in (was, wanted) if words), default=0.0)
        if score >= MIN_LIKENESS and (best is None or (score, -((index - last) % (len(lines) + 1))) > best[:2]):
            best = (score, -((index - last) % (len(lines) + 1)), index)
    return best[2] if best else None


def _plain(text: str) -> str:
    return " ".join(text.split())


def _boxes(typed: Sequence[str], read: Sequence[Word]) -> list[Box | None]:
    boxes: list[Box | None] = [None] * len(typed)
    matcher = SequenceMatcher(a=[w.upper() for w in typed], b=[w.text.upper() for w in read], autojunk=False)
    for step, a1, a2, b1, b2 in matcher.get_opcodes():
        own_boxes = [word.box for word in read[b1:b2] if word.box]
        if step == "equal" or (step == "replace" and a2 - a1 == b2 - b1):
            for offset in range(a2 - a1):
                boxes[a1 + offset] = read[b1 + offset].box
        elif step == "replace" and own_boxes:
            for index, box in zip(range(a1, a2), _shared(typed[a1:a2], own_boxes), strict=True):
                boxes[index] = box
    return boxes


def _shared(words: Sequence[str], boxes: Sequence[Box]) -> list[Box]:
    """One run of boxes shared among words by their length."""
    whole = Box.around(list(boxes))
    total = sum(len(word) + 1 for word in words)
    out, done = [], 0
    for word in words:
        left = whole.left + (whole.right - whole.left) * done // total
        done += len(word) + 1
        out.append(Box(left, whole.top, whole.left + (whole.right - whole.left) * done // total, whole.bottom))
    return out
