"""Headings as the text layer of a PDF gives them: cells on lines of their own, labels before values, stamps between.

A heading is taken apart line by line, as programs do that know nothing of its columns; nothing of it is changed or left
out. The same seed gives the same lines.
"""

import re

STAMPS = (
    "RECEIVED", "COPY", "41", "MICROFILM", "MARKED FOR INDEXING", "RMR", "REC-12", "FILE", "X", "DECLASSIFIED",
    "Tele. Room", "TOTAL COPIES 22", "ENTER", "SS", "INR", "G", "DISTRIBUTION", "PERMANENT RECORD COPY", "REGISTRY",
    "(2)", "VR", "S/S", "MASTER FILE", "Authority NND 949", "RETURN TO ARCHIVE", "ACTION COPY", "REVIEWED",
    "1 - Mr. Rosen", "BY",
)  # fmt: skip
"""What is stamped or printed beside headings and says nothing of them."""

_CELLS = re.compile(r"(?<=\S)(?: {3,}|\t)(?=\S)")
_LABELLED = re.compile(r"^(?P<label>[^\W\d][^:]{1,24}?\s?:)\s+(?P<value>\S.*)$")
_TEXT = re.compile(r"^\W*(?:\(?1\)?[.)]|I\.)\s*[A-Za-z]")
_MIN_WORDS = 9


def as_text_layer(lines, dice):
    """The lines of a heading in the order and the pieces of a text layer.

    Args:
        lines: The lines of the paper.
        dice: The source of chance, a ``random.Random``.

    Returns:
        The lines, those of the running text as they were.
    """
    head, rest = head_and_text(lines)
    rows = [cells_of(line) for line in head]
    if dice.random() < 0.3:
        rows = list(_by_columns(rows))
    elif dice.random() < 0.85:
        rows = [[cell] for row in rows for cell in row]
    parted = dice.choice((0.0, 0.5, 0.9))
    pieces = [
        piece for row in rows for piece in (_parted(row[0], dice, parted) if len(row) == 1 else [("", "   ".join(row))])
    ]
    if parted and dice.random() < 0.6:
        pieces = list(_labels_first(pieces, dice))
    out = [part.strip() for label, value in pieces for part in (label, value) if part.strip()]
    add_stamps(out, dice, (0, 1, 2, 3))
    return [*out, *rest]


def head_and_text(lines):
    """The lines of a paper before its running text, and those from there on."""
    lines = list(lines)
    end = next((at for at, line in enumerate(lines) if _is_text(line)), len(lines))
    return lines[:end], lines[end:]


def cells_of(line):
    """The cells of a line, which wide gaps part."""
    return [cell for cell in _CELLS.split(line.rstrip()) if cell.strip()]


def label_and_value(cell):
    """A cell as its label and its value; "" and the cell where it has no label."""
    match = _LABELLED.match(cell)
    return (match["label"], match["value"]) if match else ("", cell)


def add_stamps(head, dice, counts):
    """Put stamps between the lines of a head, as many as one of the counts."""
    for _ in range(dice.choice(counts)):
        head.insert(dice.randrange(len(head) + 1), dice.choice(STAMPS))


def _is_text(line):
    return (len(line.split()) >= _MIN_WORDS and not _CELLS.search(line.strip())) or bool(_TEXT.match(line))


def _by_columns(rows):
    """Rows of two cells or more that follow each other, column by column."""
    block = []
    for row in [*rows, []]:
        if len(row) > 1:
            block.append(row)
            continue
        for column in range(max(map(len, block), default=0)):
            yield from ([cells[column]] for cells in block if column < len(cells))
        block = []
        if row:
            yield row


def _parted(line, dice, share):
    match = _LABELLED.match(line.strip())
    if match and dice.random() < share:
        yield match["label"], match["value"]
    else:
        yield "", line


def _labels_first(pieces, dice):
    """Labels that follow each other with their values between, two to four of them before their values."""
    at = 0
    while at < len(pieces):
        size = 1
        wanted = dice.choice((1, 2, 2, 3, 4))
        while size < wanted and at + size < len(pieces) and pieces[at][0] and pieces[at + size][0]:
            size += 1
        block = pieces[at : at + size]
        if size > 1:
            yield from ((label, "") for label, _ in block)
            yield from (("", value) for _, value in block)
        else:
            yield from block
        at += size
