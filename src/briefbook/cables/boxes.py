"""Rows of a form's head -> its boxes: each label with what is typed to the right of it or below it.

A label is told by its letters; where they are too damaged, by where it stands: in the column that the form prints,
between two labels that are legible. Values stay as they were read. The draft's lines are put anew, a box a line
("FROM: KINGSTON"), so that a form is read by its labels wherever its boxes stand.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from rapidfuzz.fuzz import partial_ratio

from briefbook.cables.box_labels import Boxes, Label, find_labels
from briefbook.cables.heading_draft import HeadingDraft, HeadLine, clean
from briefbook.cables.page_rows import Piece, Rows, rows_of
from briefbook.model.page import Word

_WIDE = 6.0
"""A gap of so many letters parts two boxes of a row."""


def put_by_boxes(draft: HeadingDraft, form: Boxes) -> frozenset[str]:
    """Put the lines of the form's head as its boxes stand, and say which labels were found.

    Nothing changes where words have no places, or fewer than two labels are found.
    """
    if not any(word.box for line in draft.lines[:4] for word in line.words):
        return frozenset()
    page = rows_of(draft.lines)
    head = Rows(page.rows[: _text_begins(page)], page.letter)
    labels = find_labels(head, form)
    names = frozenset(label.name for label in labels)
    if len(names) < 2:
        return names
    cells = [(label, value) for label in labels if (value := _value(head, labels, label))]
    draft.lines = list(_put(draft.lines, head, labels, cells))
    return names


def titled(draft: HeadingDraft, title: str) -> bool:
    """Does one of the first lines, as a machine read it, bear a form's title, damaged or not?"""
    bare = title.replace(" ", "")
    lines = [line for line in draft.lines[:14] if line.words and line.words[0].confidence is not None]
    tight = ["".join(line.text.upper().split()) for line in lines if len(bare) - 2 <= len(line.text) <= 80]
    return any(partial_ratio(bare, line) >= 85 for line in tight)


def _text_begins(page: Rows) -> int:
    """The first row of the message's text: a numbered paragraph, or two rows of many words with no wide gap."""
    span = max(row[-1].right for row in page.rows) - min(row[0].left for row in page.rows)

    def is_prose(row: Sequence[Piece]) -> bool:
        gaps = [after.left - before.right for before, after in pairwise(row)]
        return len(row) >= 6 and row[-1].right - row[0].left > 0.45 * span and max(gaps) < 5 * page.letter

    for at, row in enumerate(page.rows):
        both = at + 1 < len(page.rows) and is_prose(row) and is_prose(page.rows[at + 1])
        if at > 3 and (both or re.fullmatch(r"[1Il]\.", row[0].word.text)):
            return at
    return len(page.rows)


def _value(page: Rows, labels: Sequence[Label], label: Label) -> list[Piece]:
    """What is typed to the right of a label, as far as the next label or a wide gap; else in the row below."""
    row = page.rows[label.row]
    others = [one for one in labels if one.row == label.row and one.at > label.at]
    end = min((one.at for one in others), default=len(row))
    pieces = list(_run(page, row[label.at + label.size : end]))
    if label.rest and label.size:
        first = row[label.at]
        pieces.insert(0, replace(first, word=replace(first.word, text=first.word.text[-len(label.rest) :])))
    return pieces or _below(page, labels, label, row[end].left if end < len(row) else None)


def _run(page: Rows, pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Words without a wide gap between; what is informed belongs to those addressed, however far it stands."""
    last: Piece | None = None
    for piece in pieces:
        if last is None and not piece.core:
            continue
        wide = last is not None and piece.left - last.right > _WIDE * page.letter
        if wide and not re.match(r"\(?INFO\b", piece.word.text.upper()):
            return
        last = piece
        yield piece


def _below(page: Rows, labels: Sequence[Label], label: Label, next_left: int | None) -> list[Piece]:
    """The words of the row below that stand under the label and under no other."""
    for at in range(label.row + 1, min(label.row + 3, len(page.rows))):
        row = page.rows[at]
        if any(one.row == at and abs(one.left - label.left) <= 3 * page.letter for one in labels):
            return []
        right = next_left - page.letter if next_left else label.left + 30 * page.letter
        under = [piece for piece in row if label.left - 3 * page.letter <= piece.left < right]
        if under:
            return list(_run(page, under))
    return []


def _put(
    lines: Sequence[HeadLine], page: Rows, labels: Sequence[Label], cells: Sequence[tuple[Label, list[Piece]]]
) -> Iterator[HeadLine]:
    """The lines anew: each box where its label stood, what is left of a line by itself."""
    rows = page.rows
    gone = {id(piece.word) for label in labels for piece in rows[label.row][label.at : label.at + label.size]}
    gone |= {id(piece.word) for _, value in cells for piece in value}
    starts: dict[int, list[tuple[Label, list[Piece]]]] = {}
    for label, value in cells:
        starts.setdefault(rows[label.row][label.at].line, []).append((label, value))
    for at, line in enumerate(lines):
        rest = tuple(word for word in line.words if id(word) not in gone)
        if at not in starts and len(rest) == len(line.words):
            yield line
            continue
        for label, value in sorted(starts.get(at, ()), key=lambda one: one[0].left):
            yield _line(replace(lines[value[0].line]), f"{label.name}: ", [piece.word for piece in value])
        if any(letter.isalnum() for word in rest for letter in word.text):
            yield _line(line, "", rest)


def _line(line: HeadLine, label: str, words: Sequence[Word]) -> HeadLine:
    value = " ".join(word.text for word in words).strip(" ,;'")
    return replace(line, text=clean(label + value), raw=label + value, words=tuple(words))
