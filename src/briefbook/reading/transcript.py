"""A person's transcript laid over the machine's reading: the words are theirs, the boxes the picture's."""

from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from briefbook.model.page import Box, Line, Page, Word


def overlay(page: Page, text: str) -> Page:
    """The page with a person's text; a word keeps the box of the read word it corrects, if one can be told."""
    lines = [line.split() for line in text.splitlines()]
    while lines and not lines[-1]:
        lines.pop()
    typed = [word for line in lines for word in line]
    boxes = _boxes(typed, list(page.words))
    made, at = [], 0
    kinds = {line.text: line.kind for line in page.lines}
    for line in lines:
        words = tuple(Word(word, boxes[at + offset]) for offset, word in enumerate(line))
        at += len(line)
        whole = Line(words)
        made.append(replace(whole, kind=kinds.get(whole.text, whole.kind)))
    return replace(page, lines=tuple(made), reader="transcript", by="person", why="a person's transcript")


def _boxes(typed: Sequence[str], read: Sequence[Word]) -> list[Box | None]:
    boxes: list[Box | None] = [None] * len(typed)
    matcher = SequenceMatcher(a=[w.upper() for w in typed], b=[w.text.upper() for w in read], autojunk=False)
    for step, a1, a2, b1, b2 in matcher.get_opcodes():
        held = [word.box for word in read[b1:b2] if word.box]
        if step == "equal" or (step == "replace" and a2 - a1 == b2 - b1):
            for offset in range(a2 - a1):
                boxes[a1 + offset] = read[b1 + offset].box
        elif step == "replace" and held:
            for index, box in zip(range(a1, a2), _shared(typed[a1:a2], held), strict=True):
                boxes[index] = box
    return boxes


def _shared(words: Sequence[str], held: Sequence[Box]) -> list[Box]:
    """One run of boxes shared among words by their length."""
    whole = Box.around(list(held))
    total = sum(len(word) + 1 for word in words)
    out, done = [], 0
    for word in words:
        left = whole.left + (whole.right - whole.left) * done // total
        done += len(word) + 1
        out.append(Box(left, whole.top, whole.left + (whole.right - whole.left) * done // total, whole.bottom))
    return out
