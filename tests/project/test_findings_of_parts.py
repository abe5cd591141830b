"""What is reported about a page names the item's own page, and its places in words."""

from pathlib import Path

from briefbook.model.finding import Finding
from briefbook.model.finding_json import finding_as_json
from briefbook.model.locator import PagePosition
from briefbook.model.page import Box, Kind, Line, Page, Region, Scan, Word
from briefbook.ocr.page_store import _finding_of
from briefbook.ocr.reader_choice import _unread
from briefbook.text.page_places import place_in_words, places_in_words

LINES = tuple(
    Line((Word(text, Box(100, top, 900, top + 30)),)) for text, top in (("ONE", 100), ("TWO", 200), ("THREE", 300))
)
SIZE = (1000, 1400)


def test_typing_that_was_not_read_is_placed_in_words_and_boxes_are_for_programs():
    boxes = (Box(920, 205, 990, 228), Box(100, 250, 500, 280))
    page = Page("D1", 4, LINES, tuple(Region(Kind.UNREAD, box) for box in boxes), width=1000, height=1400)
    (finding,) = _unread(page)
    assert finding.message == "page 4: typing was not read beside line 2 and between lines 2 and 3"
    assert finding.place == PagePosition(4, box=boxes[0])
    assert finding.data == {"boxes": [[920, 205, 990, 228], [100, 250, 500, 280]]}


def test_places_on_a_page():
    assert place_in_words(Box(0, 20, 90, 50), LINES, SIZE) == "above line 1"
    assert place_in_words(Box(0, 500, 90, 530), LINES, SIZE) == "below line 3"
    assert place_in_words(Box(0, 1350, 90, 1380), LINES, SIZE) == "below line 3, at the foot of the page"
    assert place_in_words(Box(0, 90, 90, 340), LINES, SIZE) == "beside lines 1 to 3"
    assert place_in_words(Box(950, 700, 990, 730), (), SIZE) == "in the middle of the page, on the right"
    assert places_in_words([Box(0, top, 90, top + 9) for top in (10, 20, 30)], LINES, SIZE) == "above line 1"


def test_a_finding_about_a_page_of_a_part_counts_the_parts_pages():
    finding = Finding("R104", None, "page 7: the picture is cut short", item="FILE", place=PagePosition(7))
    moved = finding.at_page("LETTER", 2)
    assert (moved.item, moved.place, moved.message) == (
        "LETTER",
        PagePosition(2),
        "page 2: the picture is cut short",
    )
    faulty = Finding("X101", None, "page 12 was not read", item="FILE", place=PagePosition(12)).at_page("LETTER", 1)
    assert faulty.message == "page 1 was not read"


def test_pixels_of_earlier_readings_are_left_out():
    message = "page 2: typing was not read at 0,78,588,156; 14,12,18,15 (pixels of the picture)"
    row = finding_as_json(Finding("R111", None, message, item="D1", place=PagePosition(2)))
    finding = _finding_of(row, Scan("D1", (Path("scans/D1.pdf"),), "0" * 64))
    assert finding.message == "page 2: typing was not read in 2 places"
