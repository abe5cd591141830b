"""Stamps, handwriting and holes on pictures drawn here: told apart from the message, and nothing of it lost."""

import re

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from rapidfuzz.distance import Levenshtein
from typed_sheets import typed_sheet

from briefbook.model.page import Kind
from briefbook.ocr.typed_reader import TypedReader

TEXT = (
    "SPECIMEN FM WASHDC NOV8/62 UNCLAS",
    "TO EXTERNAL 3316 IMMED",
    "THE AMBASSADOR CALLED ON THE SECRETARY THIS MORNING",
    "AND WAS TOLD THAT NOTHING HAD BEEN DECIDED ABOUT THE",
    "INSPECTION OF THE HARBOURS. HE ASKED FOR A REPLY BEFORE",
    "THE COUNCIL MEETS. NO REPLY WAS PROMISED TO HIM. THE",
    "SECRETARY SPOKE OF THE MEETING OF THE MINISTERS AND OF",
    "THE LETTER WHICH HAD BEEN SENT TO ALL THE DELEGATIONS.",
)
STAMP = ("RECEIVED", "CENTRAL REGISTRY", "NO. 4471 OTTAWA")


def sheet():
    """A sheet at 200 dpi, typed with every letter in a cell of one width."""
    return typed_sheet(TEXT, (1700, 2200), 300)


def stamped(angle, lines=STAMP, at=(500, 1200)):
    """The sheet with a stamp that hangs by some degrees."""
    ink = Image.new("L", (520, 170))
    for row, line in enumerate(lines):
        ImageDraw.Draw(ink).text((10, 10 + 48 * row), line, font=ImageFont.load_default(36), fill=255, stroke_width=1)
    turned = ink.rotate(angle, expand=True, resample=Image.Resampling.BICUBIC)
    paper = sheet()
    paper.paste(0, at, turned)
    return paper


def written(paper, left, base, high=34):
    """Strokes of a pen: arches with loops, joined."""
    picture, path = np.array(paper), []
    for letter, up in enumerate((1, 2.1, 1, -1.1, 1, 2.1, 1)):
        for step in np.linspace(0, 1, 14):
            rise = high * up * (1 - np.cos(2 * np.pi * step)) / 2
            x = left + letter * 0.8 * high + step * 0.8 * high + 0.28 * high * np.sin(2 * np.pi * step)
            path.append((x + 0.45 * rise, base - rise))
    cv2.polylines(picture, [np.array(path, np.int32)], False, 0, 3, cv2.LINE_AA)
    return Image.fromarray(picture)


def message(sight):
    lines = (line.text for line in sight.lines if line.kind is Kind.MESSAGE)
    return [re.sub(r"[^A-Z0-9/]+", " ", line).strip() for line in lines]


@pytest.fixture(scope="module")
def plain():
    return message(TypedReader().read(sheet(), 200))


@pytest.mark.ocr
@pytest.mark.parametrize("angle", [-24, -9, 13, 90])
def test_a_stamp_that_hangs_is_read_and_kept_as_a_stamp(angle, plain):
    sight = TypedReader().read(stamped(angle), 200)
    stamp = [line for line in sight.lines if line.kind is Kind.STAMP]
    read = [re.sub(r"[^A-Z0-9]+", " ", line.text).strip() for line in stamp]
    assert len(read) == len(STAMP)
    assert Levenshtein.distance(" ".join(read), " ".join(STAMP)) <= 5  # a letter may be misread, as in any line
    assert message(sight) == plain
    boxes = [word.box for line in stamp for word in line.words]
    assert all(450 < box.left < box.right < 1150 and 1150 < box.top < box.bottom < 1850 for box in boxes)


@pytest.mark.ocr
def test_one_line_that_hangs_is_a_stamp_only_if_its_wording_is_known(plain):
    known = TypedReader().read(stamped(12, ("RETURN TO CIA",)), 200)
    assert [line.text for line in known.lines if line.kind is Kind.STAMP] == ["RETURN TO CIA"]
    other = TypedReader().read(stamped(12, ("SEEN BY HIM",)), 200)
    assert not [line for line in other.lines if line.kind is Kind.STAMP]
    assert message(known) == plain


@pytest.mark.ocr
def test_pen_strokes_are_regions_and_take_nothing_from_the_text(plain):
    sight = TypedReader().read(written(written(sheet(), 1450, 480), 400, 1400), 200)
    pen = [region for region in sight.regions if region.kind is Kind.HANDWRITING]
    assert len(pen) == 2
    assert abs(pen[1].box.left - 400) < 20
    assert pen[1].note == "pen strokes"
    said = " ".join(message(sight))
    assert all(line in said for line in plain)


@pytest.mark.ocr
def test_a_form_s_rules_and_boxes_are_no_pen_strokes():
    paper = sheet()
    draw = ImageDraw.Draw(paper)
    for top in (900, 960, 1020):
        draw.rectangle((1000, top, 1140, top + 60), outline=0, width=3)
    draw.line((200, 1300, 320, 1300, 320, 1420), fill=0, width=3)
    assert not [region for region in TypedReader().read(paper, 200).regions if region.kind is Kind.HANDWRITING]


@pytest.mark.ocr
def test_a_punched_hole_is_a_region_and_no_letter(plain):
    paper = sheet()
    for middle in (700, 1500):
        ImageDraw.Draw(paper).ellipse((62, middle - 26, 114, middle + 26), fill=0)
    sight = TypedReader().read(paper, 200)
    assert [region.kind for region in sight.regions] == [Kind.HOLE, Kind.HOLE]
    assert message(sight) == plain
