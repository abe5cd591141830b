"""Rows of a form's head -> its boxes: each label with what is typed to the right of it or below it.

A label is told by its letters; where they are too damaged, by where it stands: in the column that the form prints,
between two labels that are legible. Values stay as they were read. The sheet's lines are put anew, a box a line
("FROM: KINGSTON"), so that a form is read by its labels wherever its boxes stand.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import partial_ratio

from briefbook.cables.noise import LIMIT, distance
from briefbook.cables.rows import Piece, Rows, rows_of
from briefbook.cables.sheet import HeadLine, Sheet, clean
from briefbook.model.page import Word


@dataclass(frozen=True, slots=True)
class Boxes:
    """A printed form: how each label may be spelt, by the word it is read by, and the columns they stand in."""

    labels: Mapping[str, tuple[str, ...]]
    columns: tuple[tuple[str, ...], ...] = ()
    begins: Callable[[str], object] = lambda word: None
    """Does a word begin with a name that stands in such boxes? Then it is none of what is left of a label."""


@dataclass(frozen=True, slots=True)
class _Label:
    name: str
    row: int
    at: int  # of its first piece in the row
    size: int  # how many pieces it is made of; 0: it is not legible at all
    score: float
    left: int
    rest: str = ""  # of a value that was read in one word with it


_PARTS = re.compile(r"(?P<core>[A-ZÉ0-9'/]+)\s*(?P<stop>[:.;,]*)(?P<rest>.*)")
_WIDE = 6.0
"""A gap of so many letters parts two boxes of a row."""


def put_by_boxes(sheet: Sheet, form: Boxes) -> frozenset[str]:
    """Put the lines of the form's head as its boxes stand, and say which labels were found.

    Nothing changes where words have no places, or fewer than two labels are found.
    """
    if not any(word.box for line in sheet.lines[:4] for word in line.words):
        return frozenset()
    page = rows_of(sheet.lines)
    head = Rows(page.rows[: _text_begins(page)], page.letter)
    labels = _labels(head, form)
    names = frozenset(label.name for label in labels)
    if len(names) < 2:
        return names
    cells = [(label, value) for label in labels if (value := _value(head, labels, label))]
    sheet.lines = list(_put(sheet.lines, head, labels, cells))
    return names


def titled(sheet: Sheet, title: str) -> bool:
    """Does one of the first lines, as a machine read it, bear a form's title, damaged or not?"""
    bare = title.replace(" ", "")
    lines = [line for line in sheet.lines[:14] if line.words and line.words[0].confidence is not None]
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


def _labels(page: Rows, form: Boxes) -> list[_Label]:
    """The labels that are legible, and those that their places tell."""
    found: list[_Label] = []
    for at, row in enumerate(page.rows):
        position = 0
        while position < len(row):
            limit = _limit(page, row, position, found[-1] if found and found[-1].row == at else None)
            label = _label_at(page, form, at, position, limit) if limit is not None else None
            if label:
                found.append(label)
            position += label.size if label else 1
    found = _once(found)
    for column in form.columns:
        found += _by_column(page, form, column, found)
    return sorted(found, key=lambda label: (label.row, label.at))


def _once(found: Sequence[_Label]) -> list[_Label]:
    """Without damaged labels, where one stands undamaged: what is above it is its own shadow, or a word of the text."""
    exact = {label.name for label in found if label.score == 0}
    return [label for label in found if label.score == 0 or label.name not in exact]


def _limit(page: Rows, row: Sequence[Piece], position: int, last: _Label | None) -> float | None:
    """How damaged a label may be that stands here; None where none can.

    A label begins its row, but for specks, or follows another; behind a wide gap one stands if it is as printed.
    """
    if all(len(piece.core) <= 1 for piece in row[:position]) or (last and last.at + last.size == position):
        return LIMIT
    if row[position].left - row[position - 1].right < 2.5 * page.letter:
        return None
    return LIMIT if row[position].word.text.endswith(":") else 0.0


def _label_at(page: Rows, form: Boxes, at: int, position: int, limit: float) -> _Label | None:
    """The label that these words are, damaged or not; a short one only as it is printed."""
    row = page.rows[at]
    best: _Label | None = None
    for size in (2, 1):
        pieces = row[position : position + size]
        parts = _PARTS.match("".join(piece.word.text.upper() for piece in pieces))
        if len(pieces) < size or not parts or (parts["rest"] and (size == 2 or not parts["stop"])):
            continue
        for name, spellings in form.labels.items():
            score = min(_score(parts["core"], spelling) for spelling in spellings)
            if score <= limit and (best is None or score < best.score):
                best = _Label(name, at, position, size, score, pieces[0].left, parts["rest"])
    return best


def _score(read: str, spelling: str) -> float:
    """How far the letters are from the label's, by its length; more than any limit where they are too few to tell."""
    bare = spelling.replace(" ", "")
    if read == bare:
        return 0.0
    if len(bare) < 4 or Levenshtein.distance(read, bare) > len(bare) // 4 + (len(bare) > 5):
        return 1.0
    return distance(read, bare) / len(bare)


def _by_column(page: Rows, form: Boxes, column: Sequence[str], found: Sequence[_Label]) -> Iterator[_Label]:
    """Labels that are not legible, told by the labels above and below them in the form's column."""
    known = sorted((one for one in found if one.name in column), key=lambda one: one.row)
    for above, below in pairwise(known):
        missing = column[column.index(above.name) + 1 : column.index(below.name)]
        if not missing or abs(above.left - below.left) > 4 * page.letter:
            continue
        taken = {one.row for one in found if abs(one.left - above.left) < 4 * page.letter}
        rows = [
            at
            for at in range(above.row + 1, below.row)
            if at not in taken and _near(page, page.rows[at][0].left, above.left)
        ]
        if len(rows) == len(missing) and all(_rest(form, page.rows[at][0], missing) is not None for at in rows):
            yield from (_told(page, form, name, at, above.left) for name, at in zip(missing, rows, strict=True))
            continue
        for name in missing:
            like = [at for at in rows if _like(page.rows[at][0].core, form.labels[name])]
            if len(like) == 1 or (not like and len(rows) == len(missing) == 1):
                yield _told(page, form, name, (like or rows)[0], above.left)
    yield from _next_to(page, form, column, known)


def _next_to(page: Rows, form: Boxes, column: Sequence[str], known: Sequence[_Label]) -> Iterator[_Label]:
    """A damaged label just above the first that is legible, or just below the last."""
    if not known:
        return
    for label, step, last in ((known[0], -1, 0), (known[-1], 1, len(column) - 1)):
        place, at = column.index(label.name), label.row + step
        if place == last or not 0 <= at < len(page.rows) or not _near(page, page.rows[at][0].left, label.left):
            continue
        name = column[place + step]
        if _like(page.rows[at][0].core, form.labels[name]):
            yield _told(page, form, name, at, label.left)


def _near(page: Rows, left: int, column: int) -> bool:
    return abs(left - column) <= 3 * page.letter


def _like(core: str, spellings: Sequence[str]) -> bool:
    """Can these letters be what is left of a label?"""
    return any(distance(core, one) <= (1.0 if len(one) < 4 else 0.4 * len(one)) for one in spellings)


def _told(page: Rows, form: Boxes, name: str, at: int, left: int) -> _Label:
    """The label of this row; its first word is what is left of it, or begins with it, or is of the value already."""
    first = page.rows[at][0]
    rest = _rest(form, first, (name,))
    if rest is None:
        short = any(len(first.core) <= len(one) + 1 for one in form.labels[name])
        return _Label(name, at, 0, 1 if short else 0, 1.0, left)
    return _Label(name, at, 0, 1 if rest != first.word.text.upper() else 0, 1.0, left, rest)


def _rest(form: Boxes, first: Piece, names: Sequence[str]) -> str | None:
    """What is left of a row's first word behind a label run into it, if a name begins with it; None if none does."""
    text = first.word.text.upper()
    if form.begins(text):
        return text
    for spelling in (one for name in names for one in form.labels[name]):
        for size in range(max(len(spelling) - 1, 1), len(spelling) + 2):
            if form.begins(text[size:]) and _like(text[:size], (spelling,)):
                return text[size:]
    return None


def _value(page: Rows, labels: Sequence[_Label], label: _Label) -> list[Piece]:
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


def _below(page: Rows, labels: Sequence[_Label], label: _Label, next_left: int | None) -> list[Piece]:
    """The words of the row below that stand under the label and under no other."""
    for at in range(label.row + 1, min(label.row + 3, len(page.rows))):
        row = page.rows[at]
        if any(one.row == at and _near(page, one.left, label.left) for one in labels):
            return []
        right = next_left - page.letter if next_left else label.left + 30 * page.letter
        under = [piece for piece in row if label.left - 3 * page.letter <= piece.left < right]
        if under:
            return list(_run(page, under))
    return []


def _put(
    lines: Sequence[HeadLine], page: Rows, labels: Sequence[_Label], cells: Sequence[tuple[_Label, list[Piece]]]
) -> Iterator[HeadLine]:
    """The lines anew: each box where its label stood, what is left of a line by itself."""
    rows = page.rows
    gone = {id(piece.word) for label in labels for piece in rows[label.row][label.at : label.at + label.size]}
    gone |= {id(piece.word) for _, value in cells for piece in value}
    starts: dict[int, list[tuple[_Label, list[Piece]]]] = {}
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
