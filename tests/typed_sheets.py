"""Sheets typed here: every letter in a cell of one width, as a typewriter has it."""

from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

PITCH, LINE_HEIGHT, LEFT = 22, 60, 161


def typed_sheet(lines: Sequence[str], size: tuple[int, int], top: int) -> Image.Image:
    """Black letters on white paper.

    Args:
        lines: What is typed.
        size: Width and height of the sheet, in pixels.
        top: How far below the sheet's edge the first line stands, in pixels.
    """
    paper = Image.new("L", size, 255)
    draw, face = ImageDraw.Draw(paper), ImageFont.load_default(30)
    for row, line in enumerate(lines):
        for column, letter in enumerate(line):
            draw.text((LEFT + column * PITCH, top + row * LINE_HEIGHT), letter, font=face, fill=0, anchor="ms")
    return paper
