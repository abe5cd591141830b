"""A reader that stands for an engine of your own: it reads nothing, and gives the words that a picture carries.

Pictures may carry a comment (PNG ``Comment``); where you have an engine, call it in ``read`` and give its lines.
"""

from typing import Any

from briefbook.model.page import Box, Line, Word
from briefbook.ocr.reader import OcrResult


class TypewriterReader:
    """Gives the comment of a picture as its text, each word with a share of its width."""

    name = "typewriter 1.0"  # engine and version: stored with each page

    def read(self, picture: Any, dpi: int | None = None) -> OcrResult:
        """Read a picture.

        Args:
            picture: A Pillow image, upright.
            dpi: Its pixels an inch, None where they are not known.
        """
        lines = []
        rows = str(picture.info.get("Comment", "")).splitlines()
        height = picture.height // (len(rows) + 1)
        for number, row in enumerate(rows):
            words = row.split()
            width = picture.width // (len(words) + 1)
            boxes = [
                Box(at * width, number * height, (at + 1) * width, (number + 1) * height) for at in range(len(words))
            ]
            lines.append(Line(tuple(Word(word, box, 0.9) for word, box in zip(words, boxes, strict=True))))
        return OcrResult(tuple(lines), why="" if lines else "a blank page")
