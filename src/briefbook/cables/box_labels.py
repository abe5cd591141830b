"""Rows of a form's head -> its printed labels: told by their letters or, if these are too damaged, by their place."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from briefbook.cables.page_rows import Piece, Rows
from briefbook.text.ocr_confusion import LIMIT, distance


@dataclass(frozen=True, slots=True)
class Boxes:
    """A printed form: how each label may be spelt, by the word it is read by, and the columns they stand in."""

    labels: Mapping[str, tuple[str, ...]]
    columns: tuple[tuple[str, ...], ...] = ()
    begins: Callable[[str], object] = lambda word: None
    """Does a word begin with a name that stands in such boxes? Then it is none of what is left of a label."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label on the page: its row, its first piece there, of how many it is made (0: nothing is left of it)."""

    name: str
    row: int
    at: int
    size: int
    score: float  # how far its letters are from what is printed; 1: told by its place
    left: int
    rest: str = ""  # of a value that was read in one word with it


_PARTS = re.compile(r"(?P<core>[A-ZÉ0-9'/]+)\s*(?P<stop>[:.;,]*)(?P<rest>.*)")


def find_labels(page: Rows, form: Boxes) -> list[Label]:
    """The labels, from top to bottom and left to right."""
    found: list[Label] = []
    for at, row in enumerate(page.rows):
        position = 0
        while position < len(row):
            stands = _stands(page, row, position, found[-1] if found and found[-1].row == at else None)
            label = _label_at(page, form, at, position, begins_row=stands) if stands is not None else None
            if label:
                found.append(label)
            position += label.size if label else 1
    found = _once(found)
    found += _short_ones(page, form, found)
    for column in form.columns:
        found += _by_column(page, form, column, found)
    return sorted(found, key=lambda label: (label.row, label.at))


def _once(found: Sequence[Label]) -> list[Label]:
    """Without damaged labels, where one stands undamaged: what is above it is its own shadow, or a word of the text.

    And a row has a label once: what is read like it farther on is something else.
    """
    exact = {label.name for label in found if label.score == 0}
    first = {(label.row, label.name): label for label in reversed(found)}
    found = [label for label in found if first[label.row, label.name] is label]
    return [label for label in found if label.score == 0 or label.name not in exact]


def _short_ones(page: Rows, form: Boxes, found: Sequence[Label]) -> Iterator[Label]:
    """Damaged labels of two letters or three, with their colon, just below or above the beginning of another label."""
    short = {name: ones for name, every in form.labels.items() if (ones := [one for one in every if len(one) < 4])}
    lefts, names = [label.left for label in found if label.at == 0], {label.name for label in found}
    for at, row in enumerate(page.rows):
        parts = _PARTS.fullmatch(row[0].word.text.upper())
        aligned = any(abs(left - row[0].left) <= page.letter for left in lefts)
        if not parts or ":" not in parts["stop"] or not aligned or any(one.row == at and one.at == 0 for one in found):
            continue
        like = [name for name, ones in short.items() if any(distance(parts["core"], one) <= 0.75 for one in ones)]
        if len(like) == 1 and like[0] not in names:
            yield Label(like[0], at, 0, 1, 0.5, row[0].left, parts["rest"])


def _stands(page: Rows, row: Sequence[Piece], position: int, last: Label | None) -> bool | None:
    """Can a label stand here? True at the head of its row or behind another; False behind a wide gap; None if not."""
    if all(len(piece.core) <= 1 for piece in row[:position]) or (last and last.at + last.size == position):
        return True
    return False if row[position].left - row[position - 1].right >= 2.5 * page.letter else None


def _label_at(page: Rows, form: Boxes, at: int, position: int, *, begins_row: bool) -> Label | None:
    """The label that these words are, damaged or not; behind a gap a damaged one needs its colon, or many letters."""
    row = page.rows[at]
    best: Label | None = None
    for size in (2, 1):
        pieces = row[position : position + size]
        parts = _PARTS.match("".join(piece.word.text.upper() for piece in pieces))
        if len(pieces) < size or not parts or (parts["rest"] and (size == 2 or not parts["stop"])):
            continue
        for name, spellings in form.labels.items():
            colon = ":" in parts["stop"]
            plain = begins_row or colon or min(map(len, spellings)) >= 6
            score = min(_score(parts["core"], spelling, colon) for spelling in spellings)
            if score <= (LIMIT if plain else 0.0) and (best is None or score < best.score):
                best = Label(name, at, position, size, score, pieces[0].left, parts["rest"])
    return best


def _score(read: str, spelling: str, colon: bool) -> float:
    """How far the letters are from the label's, by its length; more than any limit where they are too few to tell."""
    bare = spelling.replace(" ", "")
    if read == bare:
        return 0.0
    share = distance(read, bare) / len(bare)
    allowed = len(bare) // 4 + (len(bare) > 5) + (colon and share <= 0.2)
    return share if len(bare) >= 4 and Levenshtein.distance(read, bare) <= allowed else 1.0


def _by_column(page: Rows, form: Boxes, column: Sequence[str], found: Sequence[Label]) -> Iterator[Label]:
    """Labels that are not legible, told by the labels above and below them in the form's column."""
    known = sorted((one for one in found if one.name in column), key=lambda one: one.row)
    for above, below in pairwise(known):
        missing = column[column.index(above.name) + 1 : column.index(below.name)]
        if missing and abs(above.left - below.left) <= 4 * page.letter:
            between = _in_column(page, range(above.row + 1, below.row), above.left, found)
            yield from _between(page, form, missing, between)
    for label, step in ((known[0], -1), (known[-1], 1)) if known else ():
        place = column.index(label.name) + step
        if 0 <= place < len(column):
            for at, position in _in_column(page, (label.row + step,), label.left, found):
                if _like(page.rows[at][position].core, form.labels[column[place]]):
                    yield _told(page, form, column[place], at, position)


def _in_column(page: Rows, rows: Sequence[int], left: int, found: Sequence[Label]) -> list[tuple[int, int]]:
    """The pieces of these rows that stand in the column and are no label yet: row, and position in it."""
    taken = {(one.row, one.at) for one in found}
    places = []
    for at in rows:
        row = page.rows[at] if 0 <= at < len(page.rows) else ()
        near = [position for position, piece in enumerate(row) if abs(piece.left - left) <= 3 * page.letter]
        if near and (at, near[0]) not in taken:
            places.append((at, near[0]))
    return places


def _between(page: Rows, form: Boxes, missing: Sequence[str], places: Sequence[tuple[int, int]]) -> Iterator[Label]:
    pieces = [page.rows[at][position] for at, position in places]
    if len(places) == len(missing) and all(_rest(form, piece, missing) is not None for piece in pieces):
        yield from (_told(page, form, name, *place) for name, place in zip(missing, places, strict=True))
        return
    for name in missing:
        like = [place for place, piece in zip(places, pieces, strict=True) if _like(piece.core, form.labels[name])]
        if len(like) == 1 or (not like and len(places) == len(missing) == 1):
            yield _told(page, form, name, *(like or places)[0])


def _like(core: str, spellings: Sequence[str]) -> bool:
    """Can these letters be what is left of a label?"""
    return any(
        distance(core, spelling) <= (1.0 if len(spelling) < 4 else 0.4 * len(spelling)) for spelling in spellings
    )


def _told(page: Rows, form: Boxes, name: str, at: int, position: int) -> Label:
    """The label told by its place; the word there is what is left of it, or begins with it, or is of the value."""
    piece = page.rows[at][position]
    rest = _rest(form, piece, (name,))
    if rest is None:
        short = any(len(piece.core) <= len(label) + 1 for label in form.labels[name])
        return Label(name, at, position, 1 if short else 0, 1.0, piece.left)
    return Label(name, at, position, 1 if rest != piece.word.text.upper() else 0, 1.0, piece.left, rest)


def _rest(form: Boxes, piece: Piece, names: Sequence[str]) -> str | None:
    """What is left of a word behind a label run into it, if a name begins with it; None if none does."""
    text = piece.word.text.upper()
    if form.begins(text):
        return text
    for spelling in (label for name in names for label in form.labels[name]):
        for size in range(max(len(spelling) - 1, 1), len(spelling) + 2):
            if form.begins(text[size:]) and _like(text[:size], (spelling,)):
                return text[size:]
    return None
