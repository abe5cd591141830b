"""Text with places from another program, laid over the page as read here."""

from briefbook.model.page import Box, Kind, Line, Page, Region, Word
from briefbook.ocr.received_layout import laid_over

READ = Page(
    "H101",
    2,
    lines=(
        Line((Word("LICHTS", Box(100, 100, 220, 140), 0.6), Word("LIT", Box(240, 100, 300, 140), 0.9))),
        Line((Word("SEEN", Box(100, 800, 180, 840), 0.9),), Kind.STAMP),
    ),
    regions=(Region(Kind.REDACTION, Box(0, 300, 900, 400)),),
    width=1000,
    height=1000,
    reader="typed 1",
)


def received(size, *lines):
    made = tuple(Line(tuple(Word(text, Box(*box) if box else None, 0.7) for text, box in line)) for line in lines)
    return Page("", 2, made, width=size[0], height=size[1], reader="Ferry OCR", by="received")


def places(page):
    return [(word.text, word.box.as_list() if word.box else None) for word in page.words]


def test_places_are_scaled_to_the_picture_and_what_is_known_of_it_stays():
    layout = received((500, 500), [("LIGHTS", (50, 50, 110, 70))], [("SEEN", (50, 400, 90, 420))])
    page = laid_over(layout, READ)
    assert places(page) == [("LIGHTS", [100, 100, 220, 140]), ("SEEN", [100, 800, 180, 840])]
    assert [line.kind for line in page.lines] == [Kind.MESSAGE, Kind.STAMP]
    assert (page.item, page.width, page.regions) == ("H101", 1000, READ.regions)
    assert (page.by, page.reader) == ("received", "imported text (Ferry OCR)")


def test_on_a_picture_of_other_proportions_words_take_the_places_as_read():
    layout = received((500, 900), [("LIGHTS", (1, 1, 9, 9)), ("LIT", (10, 1, 19, 9))], [("NEVER READ", None)])
    page = laid_over(layout, READ)
    assert places(page)[:2] == [("LIGHTS", [100, 100, 220, 140]), ("LIT", [240, 100, 300, 140])]
    assert [word.confidence for word in page.words][:2] == [0.7, 0.7]


def test_a_page_that_was_not_read_keeps_the_places_of_the_source():
    page = laid_over(received((500, 500), [("LIGHTS", (50, 50, 110, 70))]), None)
    assert (places(page), page.width, page.by) == ([("LIGHTS", [50, 50, 110, 70])], 500, "received")


def test_text_with_confidences_was_read_by_a_program_and_other_text_was_not():
    layout = received((500, 500), [("LIGHTS", None)])
    assert layout.is_machine_reading
    assert not Page.of_text("H101", 1, "LIGHTS", by="received").is_machine_reading
