"""Hyphens at the ends of lines, small and at the edge of what is read."""

import pytest
from PIL import Image, ImageDraw, ImageFont

from briefbook.ocr.typed_reader import TypedReader

LINES = (
    "SPECIMEN THE SHIPYARDS WERE TO BE RECON-",
    "STRUCTED BEFORE THE AUTUMN, AND THE COM-",
    "MITTEE MEETS AGAIN IN THE",
    "MORNING TO HEAR THE UNDER-",
    "WRITERS.",
)


def sheet():
    paper = Image.new("L", (1400, 700), 255)
    draw, face = ImageDraw.Draw(paper), ImageFont.load_default(30)
    for row, line in enumerate(LINES):
        for column, letter in enumerate(line):
            draw.text((161 + column * 22, 150 + row * 60), letter, font=face, fill=0, anchor="ms")
    return paper


@pytest.mark.ocr
def test_hyphens_at_line_ends_are_read():
    assert [line.text[-7:] for line in TypedReader().read(sheet(), 200).lines] == [
        " RECON-",
        "HE COM-",
        " IN THE",
        " UNDER-",
        "WRITERS",
    ]
