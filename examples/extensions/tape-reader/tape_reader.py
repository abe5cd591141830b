"""A reader that stands for an engine of your own: it reads pictures of punched tape, a column of holes a letter.

Seven holes high, from the top: the sprocket hole, which every column has, then the six bits of the letter (its number
in ASCII less 32). A column without a hole ends a word. ``punch`` draws such a picture. Where you have an engine, call
it in ``read`` and give its lines.
"""

from typing import Any

from briefbook.model.page import Box, Line, Word
from briefbook.ocr.reader import OcrResult

HOLE = 8  # pixels
ROWS = 7
MARGIN = 40
PITCH = 80  # from one tape to the next


class TapeReader:
    """Gives the words of each tape with their boxes; it is sure of every letter, or leaves a tape out."""

    name = "tape 1.0"  # engine and version: stored with each page

    def read(self, picture: Any, dpi: int | None = None) -> OcrResult:
        """Read a picture.

        Args:
            picture: A Pillow image, upright. It has pixels and nothing else: no comment, no name of a file.
            dpi: Its pixels an inch, None where they are not known.
        """
        grey = picture.convert("L")
        tapes = (_line(grey, top) for top in range(MARGIN, grey.height - ROWS * HOLE, PITCH))
        lines = tuple(line for line in tapes if line.words)
        return OcrResult(lines, why="" if lines else "no tape on it")


def _line(grey: Any, top: int) -> Line:
    words: list[Word] = []
    letters, begin = "", MARGIN
    for left in range(MARGIN, grey.width - HOLE, HOLE):
        holes = [grey.getpixel((left + HOLE // 2, top + row * HOLE + HOLE // 2)) < 128 for row in range(ROWS)]
        if holes[0]:
            letters += chr(32 + sum(hole << row for row, hole in enumerate(holes[1:])))
            continue
        if letters:
            words.append(Word(letters, Box(begin, top, left, top + ROWS * HOLE), 1.0))
        letters, begin = "", left + HOLE
    return Line(tuple(words))


def punch(text: str) -> Any:
    """A picture of a text in capitals, a tape a line."""
    from PIL import Image

    rows = text.splitlines()
    size = (2 * MARGIN + HOLE * (1 + max(map(len, rows))), 2 * MARGIN + PITCH * len(rows))
    picture = Image.new("L", size, 255)
    for number, row in enumerate(rows):
        for column, letter in enumerate(row):
            bits = 0 if letter == " " else 1 | ord(letter) - 32 << 1
            for hole in range(ROWS):
                if bits >> hole & 1:
                    left, top = MARGIN + column * HOLE, MARGIN + number * PITCH + hole * HOLE
                    picture.paste(0, (left, top, left + HOLE, top + HOLE))
    return picture
