"""Rows of a form's head -> its boxes: each label with what is typed to the right of it or below it.

A label is recognised by its letters; where they are too damaged, by its place: in the column that the form prints,
between two labels that are legible. Values stay as they were read. The draft's lines are rearranged, one line a box
("FROM: KINGSTON"), so that a form is read by its labels wherever its boxes stand.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from rapidfuzz.fuzz import partial_ratio

from briefbook.cables.box_labels import Label, PrintedForm, find_labels
from briefbook.cables.heading_draft import HeadingDraft, HeadLine, clean
from briefbook.cables.page_rows import PageRows, Piece, group_rows
from briefbook.model.page import Line, Word

_WIDE_GAP = 6.0
"""A gap of so many letters parts two boxes of a row."""


def arrange_by_boxes(draft: HeadingDraft, form: PrintedForm) -> frozenset[str]:
    """Rearrange the lines of the form's head, one line a box, and return the names of the labels that were found.

    Nothing changes where words have no places, or fewer than two labels are found.
    """
    if not any(word.box for line in draft.lines[:4] for word in line.words):
        return frozenset()
    page = group_rows(draft.lines)
    head = PageRows(page.rows[: _find_text_start(page)], page.letter)
    labels = find_labels(head, form)
    names = frozenset(label.name for label in labels)
    if len(names) < 2:
        return names
    cells = [(label, value) for label in labels if (value := _value(head, labels, label))]
    draft.lines = list(_arrange_lines(draft.lines, head, labels, cells))
    return names


def bears_title(draft: HeadingDraft, title: str) -> bool:
    """Does one of the first lines, as a machine read it, bear a form's title, damaged or not?"""
    bare = title.replace(" ", "")
    lines = [line for line in draft.lines[:14] if line.words and line.words[0].confidence is not None]
    tight = ["".join(line.text.upper().split()) for line in lines if len(bare) - 2 <= len(line.text) <= 80]
    return any(partial_ratio(bare, line) >= 85 for line in tight)


def _find_text_start(page: PageRows) -> int:
    """The first row of the message's text: a numbered paragraph, or two rows of many words with no wide gap."""
    span = max(row[-1].right for row in page.rows) - min(row[0].left for row in page.rows)

    def is_prose(row: Sequence[Piece]) -> bool:
        gaps = [after.left - before.right for before, after in pairwise(row)]
        return len(row) >= 6 and row[-1].right - row[0].left > 0.45 * span and max(gaps) < 5 * page.letter

    for index, row in enumerate(page.rows):
        both = index + 1 < len(page.rows) and is_prose(row) and is_prose(page.rows[index + 1])
        if index > 3 and (both or re.fullmatch(r"[1Il]\.", row[0].word.text)):
            return index
    return len(page.rows)


def _value(page: PageRows, labels: Sequence[Label], label: Label) -> list[Piece]:
    """What is typed to the right of a label, as far as the next label or a wide gap; else in the row below."""
    row = page.rows[label.row]
    others = [other for other in labels if other.row == label.row and other.at > label.at]
    end = min((other.at for other in others), default=len(row))
    pieces = list(_words_without_gap(page, row[label.at + label.size : end]))
    if label.rest and label.size:
        first = row[label.at]
        pieces.insert(0, replace(first, word=replace(first.word, text=first.word.text[-len(label.rest) :])))
    return pieces or _value_below(page, labels, label, row[end].left if end < len(row) else None)


def _words_without_gap(page: PageRows, pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Words with no wide gap between them; INFO posts belong to the addressees, however far to the right they stand."""
    last: Piece | None = None
    for piece in pieces:
        if last is None and not piece.core:
            continue
        wide = last is not None and piece.left - last.right > _WIDE_GAP * page.letter
        if wide and not re.match(r"\(?INFO\b", piece.word.text.upper()):
            return
        last = piece
        yield piece


def _value_below(page: PageRows, labels: Sequence[Label], label: Label, next_left: int | None) -> list[Piece]:
    """The words of the row below that stand under the label and under no other."""
    for index in range(label.row + 1, min(label.row + 3, len(page.rows))):
        row = page.rows[index]
        if any(other.row == index and abs(other.left - label.left) <= 3 * page.letter for other in labels):
            return []
        right = next_left - page.letter if next_left else label.left + 30 * page.letter
        under = [piece for piece in row if label.left - 3 * page.letter <= piece.left < right]
        if under:
            return list(_words_without_gap(page, under))
    return []


def _arrange_lines(
    lines: Sequence[HeadLine], page: PageRows, labels: Sequence[Label], cells: Sequence[tuple[Label, list[Piece]]]
) -> Iterator[HeadLine]:
    """The lines rearranged: each box where its label stood, and what is left of a line on its own."""
    rows = page.rows
    placed = {id(piece.word) for label in labels for piece in rows[label.row][label.at : label.at + label.size]}
    placed |= {id(piece.word) for _, value in cells for piece in value}
    starts: dict[int, list[tuple[Label, list[Piece]]]] = {}
    for label, value in cells:
        starts.setdefault(rows[label.row][label.at].line, []).append((label, value))
    for index, line in enumerate(lines):
        rest = tuple(word for word in line.words if id(word) not in placed)
        if index not in starts and len(rest) == len(line.words):
            yield line
            continue
        for label, value in sorted(starts.get(index, ()), key=lambda cell: cell[0].left):
            yield _line_of_words(lines[value[0].line], f"{label.name}: ", [piece.word for piece in value])
        if any(letter.isalnum() for word in rest for letter in word.text):
            yield _line_of_words(line, "", rest)


def _line_of_words(line: HeadLine, label: str, words: Sequence[Word]) -> HeadLine:
    value = " ".join(word.text for word in words).strip(" ,;'")
    return line._replace(text=clean(label + value), raw=label + value, source=Line(tuple(words)))
