"""Rows of a form's head -> its printed labels, recognised by their letters or, where too damaged, by their place."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from briefbook.cables.page_rows import PageRows, Piece
from briefbook.text.ocr_confusion import MAX_WORD_DISTANCE, distance


@dataclass(frozen=True, slots=True)
class PrintedForm:
    """A printed form: the spellings of each of its labels, by the label's name, and the columns the labels stand in."""

    labels: Mapping[str, tuple[str, ...]]
    columns: tuple[tuple[str, ...], ...] = ()
    begins_value: Callable[[str], object] = lambda word: None
    """Does a word begin with a value that such boxes hold, such as a post's name? Then it is not a damaged label."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label on the page: its row, the index of its first piece there, and of how many pieces it consists (or 0)."""

    name: str
    row: int
    at: int
    size: int
    score: float  # distance of its letters from what is printed, by length, 0 to 1; 1: recognised by place
    left: int
    rest: str = ""  # of a value that was read in one word with it


_LABEL_PARTS = re.compile(r"(?P<core>[A-ZÉ0-9'/]+)\s*(?P<stop>[:.;,]*)(?P<rest>.*)")


def find_labels(page: PageRows, form: PrintedForm) -> list[Label]:
    """The labels, from top to bottom and left to right."""
    labels: list[Label] = []
    for index, row in enumerate(page.rows):
        position = 0
        while position < len(row):
            begins_row = _can_begin_label(
                page, row, position, labels[-1] if labels and labels[-1].row == index else None
            )
            label = _label_at(page, form, index, position, begins_row=begins_row) if begins_row is not None else None
            if label:
                labels.append(label)
            position += label.size if label else 1
    labels = _drop_shadows(labels)
    labels += _find_short_labels(page, form, labels)
    for column in form.columns:
        labels += _find_by_column(page, form, column, labels)
    return sorted(labels, key=lambda label: (label.row, label.at))


def _drop_shadows(labels: Sequence[Label]) -> list[Label]:
    """The labels without damaged ones that also stand undamaged: those are its shadow, or words of the text.

    A row has a label once: what reads like it farther right is something else.
    """
    exact = {label.name for label in labels if label.score == 0}
    first = {(label.row, label.name): label for label in reversed(labels)}
    labels = [label for label in labels if first[label.row, label.name] is label]
    return [label for label in labels if label.score == 0 or label.name not in exact]


def _find_short_labels(page: PageRows, form: PrintedForm, labels: Sequence[Label]) -> Iterator[Label]:
    """Damaged labels of two letters or three, with their colon, just below or above the beginning of another label."""
    short = {name: [spelling for spelling in every if len(spelling) < 4] for name, every in form.labels.items()}
    lefts, names = [label.left for label in labels if label.at == 0], {label.name for label in labels}
    for index, row in enumerate(page.rows):
        parts = _LABEL_PARTS.fullmatch(row[0].word.text.upper())
        aligned = any(abs(left - row[0].left) <= page.letter for left in lefts)
        if (
            not parts
            or ":" not in parts["stop"]
            or not aligned
            or any(label.row == index and label.at == 0 for label in labels)
        ):
            continue
        like = [name for name, every in short.items() if any(distance(parts["core"], part) <= 0.75 for part in every)]
        if len(like) == 1 and like[0] not in names:
            yield Label(like[0], index, 0, 1, 0.5, row[0].left, parts["rest"])


def _can_begin_label(page: PageRows, row: Sequence[Piece], position: int, last: Label | None) -> bool | None:
    """Can a label stand here? True at the head of its row or behind another; False behind a wide gap; None if not."""
    if all(len(piece.core) <= 1 for piece in row[:position]) or (last and last.at + last.size == position):
        return True
    return False if row[position].left - row[position - 1].right >= 2.5 * page.letter else None


def _label_at(page: PageRows, form: PrintedForm, row_index: int, position: int, *, begins_row: bool) -> Label | None:
    """The label that these words are, damaged or not; behind a gap a damaged one needs its colon, or many letters."""
    row = page.rows[row_index]
    best: Label | None = None
    for size in (2, 1):
        pieces = row[position : position + size]
        parts = _LABEL_PARTS.match("".join(piece.word.text.upper() for piece in pieces))
        if len(pieces) < size or not parts or (parts["rest"] and (size == 2 or not parts["stop"])):
            continue
        for name, spellings in form.labels.items():
            colon = ":" in parts["stop"]
            plain = begins_row or colon or min(map(len, spellings)) >= 6
            score = min(_score(parts["core"], spelling, colon) for spelling in spellings)
            if score <= (MAX_WORD_DISTANCE if plain else 0.0) and (best is None or score < best.score):
                best = Label(name, row_index, position, size, score, pieces[0].left, parts["rest"])
    return best


def _score(read: str, spelling: str, colon: bool) -> float:
    """How far the letters are from the label's, by its length; more than any limit where they are too few to tell."""
    bare = spelling.replace(" ", "")
    if read == bare:
        return 0.0
    share = distance(read, bare) / len(bare)
    allowed = len(bare) // 4 + (len(bare) > 5) + (colon and share <= 0.2)
    return share if len(bare) >= 4 and Levenshtein.distance(read, bare) <= allowed else 1.0


def _find_by_column(
    page: PageRows, form: PrintedForm, column: Sequence[str], labels: Sequence[Label]
) -> Iterator[Label]:
    """Labels that are not legible, recognised by the labels above and below them in the form's column."""
    legible = sorted((label for label in labels if label.name in column), key=lambda label: label.row)
    for above, below in pairwise(legible):
        missing = column[column.index(above.name) + 1 : column.index(below.name)]
        if missing and abs(above.left - below.left) <= 4 * page.letter:
            between = _pieces_in_column(page, range(above.row + 1, below.row), above.left, labels)
            yield from _fill_between(page, form, missing, between)
    for label, step in ((legible[0], -1), (legible[-1], 1)) if legible else ():
        column_index = column.index(label.name) + step
        if 0 <= column_index < len(column):
            for index, position in _pieces_in_column(page, (label.row + step,), label.left, labels):
                if _could_be_label(page.rows[index][position].core, form.labels[column[column_index]]):
                    yield _label_by_place(page, form, column[column_index], index, position)


def _pieces_in_column(page: PageRows, rows: Sequence[int], left: int, labels: Sequence[Label]) -> list[tuple[int, int]]:
    """The pieces of these rows that stand in the column and are no label yet: row, and position in it."""
    used = {(label.row, label.at) for label in labels}
    places = []
    for index in rows:
        row = page.rows[index] if 0 <= index < len(page.rows) else ()
        aligned = [position for position, piece in enumerate(row) if abs(piece.left - left) <= 3 * page.letter]
        if aligned and (index, aligned[0]) not in used:
            places.append((index, aligned[0]))
    return places


def _fill_between(
    page: PageRows, form: PrintedForm, missing: Sequence[str], places: Sequence[tuple[int, int]]
) -> Iterator[Label]:
    pieces = [page.rows[index][position] for index, position in places]
    if len(places) == len(missing) and all(_text_after_label(form, piece, missing) is not None for piece in pieces):
        yield from (_label_by_place(page, form, name, *place) for name, place in zip(missing, places, strict=True))
        return
    for name in missing:
        like = [
            place for place, piece in zip(places, pieces, strict=True) if _could_be_label(piece.core, form.labels[name])
        ]
        if len(like) == 1 or (not like and len(places) == len(missing) == 1):
            yield _label_by_place(page, form, name, *(like or places)[0])


def _could_be_label(core: str, spellings: Sequence[str]) -> bool:
    """Can these letters be what is left of a label?"""
    return any(
        distance(core, spelling) <= (1.0 if len(spelling) < 4 else 0.4 * len(spelling)) for spelling in spellings
    )


def _label_by_place(page: PageRows, form: PrintedForm, name: str, index: int, position: int) -> Label:
    """A label recognised by its place; the word there is its remains, begins with it, or belongs to the value."""
    piece = page.rows[index][position]
    rest = _text_after_label(form, piece, (name,))
    if rest is None:
        short = any(len(piece.core) <= len(label) + 1 for label in form.labels[name])
        return Label(name, index, position, 1 if short else 0, 1.0, piece.left)
    return Label(name, index, position, 1 if rest != piece.word.text.upper() else 0, 1.0, piece.left, rest)


def _text_after_label(form: PrintedForm, piece: Piece, names: Sequence[str]) -> str | None:
    """The rest of a word behind a label that runs into it, if a value begins there; None if none does."""
    text = piece.word.text.upper()
    if form.begins_value(text):
        return text
    for spelling in (label for name in names for label in form.labels[name]):
        for size in range(max(len(spelling) - 1, 1), len(spelling) + 2):
            if form.begins_value(text[size:]) and _could_be_label(text[:size], (spelling,)):
                return text[size:]
    return None
