"""A form's head: small print, type and a numbering machine's figures beside each other, none level with the next."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from briefbook.model.page import Box, Word
from briefbook.ocr.form_segments import _apart, _groups, _Words, reread_segments
from briefbook.ocr.line_finding import Strip
from briefbook.ocr.page_normalisation import normalise_page
from briefbook.ocr.typed_reader import TypedReader
from briefbook.ocr.word_assembly import RecognisedStrip

HEAD = [
    ("FROM:", 200, 300, 20), ("KINGSTON", 330, 290, 34), ("ROUTING", 1200, 305, 20),
    ("DATE:", 200, 345, 20), ("10 OCT 62", 330, 334, 34), ("DEFERRED", 1200, 352, 20),
    ("CITE DIR", 1000, 420, 20), ("17976", 1180, 425, 56), ("INFO", 620, 424, 20),
]  # fmt: skip
TEXT = [
    "1. WHAT STANDS IN A BOX IS READ BY ITSELF, AND WHAT IS BELOW",
    "STAYS AS THE LINES WERE READ. THIS PAGE IS A SPECIMEN DRAWN FOR",
    "A TEST, AND NOTHING IN IT WAS EVER SENT BY ANYBODY TO ANYONE.",
    "2. LINES OF TEXT ARE NOT PUT TOGETHER ANEW, FOR THEIR LETTERS",
    "WERE HELD AGAINST EACH OTHER BEFORE. END OF SPECIMEN MESSAGE.",
]


@pytest.fixture(scope="module")
def sheet():
    """A sheet at 200 dpi with a head of unlike print and five lines of text."""
    made = Image.new("L", (1700, 2200), 255)
    draw = ImageDraw.Draw(made)
    for text, left, top, size in HEAD:
        draw.text((left, top), text, font=ImageFont.load_default(size), fill=0)
    for row, line in enumerate(TEXT):
        draw.text((200, 600 + row * 60), line, font=ImageFont.load_default(34), fill=0)
    return made


@pytest.fixture(scope="module")
def lines(sheet):
    return TypedReader().read(sheet, 200).lines


def boxes_of(lines):
    return {word.text.strip(".,:"): word.box for line in lines for word in line.words}


@pytest.mark.parametrize(("text", "left", "top"), [(t, x, y) for t, x, y, _ in HEAD if " " not in t])
def test_each_box_is_read_where_it_stands(lines, text, left, top):
    box = boxes_of(lines)[text.strip(":")]
    assert abs(box.left - left) < 12
    assert top - 6 < box.top < top + 26


def test_what_is_typed_in_several_words_stays_together(lines):
    texts = [line.text for line in lines]
    assert any("10OCT62" in text.replace(" ", "") for text in texts)
    assert any("CITE DIR" in text for text in texts)


def test_each_word_is_told_once(lines):
    words = [word.text.strip(".,:") for line in lines for word in line.words]
    for text, *_ in HEAD:
        assert sum(word == text.strip(":").split()[0] for word in words) == 1, text


def test_the_text_below_is_read_as_before(lines):
    whole = " ".join(line.text for line in lines)
    assert all(row in whole for row in ("WHAT STANDS IN A BOX IS READ BY ITSELF", "END OF SPECIMEN MESSAGE"))


def test_a_page_that_is_read_surely_stays_as_it_is(sheet):
    strip = Strip(10, 90, 50.0, 50.0, 12.0)
    read = RecognisedStrip(
        strip, np.zeros((1, 2), np.float32), [], words=[Word("SURE", confidence=0.99)], places=[Box(10, 40, 90, 60)]
    )
    assert reread_segments(normalise_page(np.asarray(sheet), 200), [read], None) == [read]


def words_at(*boxes):
    left, top, right, bottom = np.array(sorted(boxes), float).T
    return _Words(left, top, right, bottom)


@pytest.mark.parametrize(
    ("boxes", "together"),
    [
        ([(0, 0, 40, 20), (60, 0, 100, 20)], True),  # two words, a blank between
        ([(0, 0, 40, 20), (90, 0, 130, 20)], False),  # too far apart
        ([(0, 6, 40, 20), (60, 0, 100, 20)], False),  # a label and what is typed
        ([(0, 6, 40, 20), (44, 0, 100, 22)], True),  # small and large letters of one word
        ([(0, 0, 40, 20), (60, 18, 100, 38)], False),  # not level
    ],
)
def test_what_makes_a_stretch(boxes, together):
    assert (len(words_at(*boxes).stretches()) == 1) is together


def test_no_stretch_has_a_letter_of_the_next():
    one, below, other = (
        Strip(0, 110, 50.0, 50.0, 20.0),
        Strip(90, 200, 120.0, 120.0, 20.0),
        Strip(100, 200, 50.0, 50.0, 25.0),
    )
    assert _apart([one, below, other]) == [one.between(0, 105), below, other.between(105, 200)]


def test_stretches_that_share_a_word_are_weighed_together():
    word = (Word("REFERENCESIN"), Box(0, 40, 200, 60))
    alone = (Word("ALONE"), Box(0, 140, 200, 160))
    strips = [Strip(0, 150, 50.0, 50.0, 20.0), Strip(160, 300, 50.0, 50.0, 20.0), Strip(0, 90, 150.0, 150.0, 20.0)]
    groups = sorted(
        (sorted(places), [word.text for word, _ in held]) for places, held in _groups(strips, [word, alone])
    )
    assert groups == [([0, 1], ["REFERENCESIN"]), ([2], ["ALONE"])]
