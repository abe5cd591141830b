"""Values that stood wrong on released papers: what settles them or leaves them blank. All are made-up SPECIMENS."""

from dataclasses import replace

from laid_out import TEXT, laid_out

from briefbook.cables import read_cable, read_heading
from briefbook.cables.evidence.addresses import read_address


def numbered(first, *further):
    pages = [laid_out(rows) for rows in (first, *further)]
    return read_cable("D1", [replace(page, number=at) for at, page in enumerate(pages, 1)])


DISPATCH = (
    (200, (300, "DISPATCH"), (1100, "S-E-C-R-E-T")),
    (300, (300, "TO"), (500, "Chief, WH")),
    (400, (300, "FROM"), (500, "Chief of Station, Quito")),
)


def dispatch(symbol, on_second_page):
    second = ((200, (300, "CONTINUATION OF DISPATCH"), (1100, on_second_page)), *TEXT)
    return numbered((*DISPATCH, (500, (1500, symbol)), *TEXT), second)


def test_a_letter_of_a_dispatch_is_settled_by_the_head_of_the_next_page_if_that_is_surer():
    assert dispatch("TEQA-2216|0.7", "HEQA-2216|0.95").value("number") == "HEQA-2216"
    assert dispatch("HEQA-2216|0.95", "TEQA-2216|0.7").value("number") == "HEQA-2216"


def test_a_letter_of_a_dispatch_that_neither_page_shows_surely_leaves_it_blank():
    assert dispatch("TEQA-2216|0.95", "HEQA-2216|0.95").value("number") is None


def test_a_figure_is_compared_with_the_page_line_below_the_printed_boxes():
    boxes = tuple((200 + 60 * at, (300, words)) for at, words in enumerate(
        ("CLASSIFIED MESSAGE", "ROUTING", "SECRET", "TO", "FROM", "ACTION", "INFO")
    ))  # fmt: skip
    first = (*boxes[:3], (500, (300, "CITE WAVE 4277|0.95")), *TEXT)
    second = (*boxes, (700, (300, "PAGE 2 WAVE 4077|0.95 IN 41885")), *TEXT)
    assert numbered(first, second).value("number") is None


def test_a_day_alone_at_the_head_has_the_year_that_the_text_names():
    text = "13 October\nMEMORANDUM\nSUBJECT Talks with the harbour master\n10 October 1964\nSee that of 2 October 1964."
    assert read_heading(text)["date"] == "1964-10-13"


def test_a_day_on_a_card_is_no_date_of_a_paper():
    assert (
        read_heading("WHITBY, Ada\n10 JAN 62\nTeacher, good contacts with editors of the harbour news")["date"] is None
    )


def test_a_labelled_day_stays_though_nobody_is_named():
    assert read_heading("DATE: 10 January 1962\nTELEGRAM ON HARBOUR DUES\nSECRET")["date"] == "1962-01-10"


def test_a_day_in_a_sentence_of_a_cable_is_not_the_day_in_its_box():
    text = "CLASSIFIED MESSAGE\nSECRET\nHE WAS DISMISSED 10 MAR 52. OWNS A FARM NEAR LIMA"
    assert read_heading(text)["date"] is None


def test_letters_that_a_pen_left_behind_a_listed_sender_are_cut():
    rows = [(200, (300, "O 091448Z OCT 63")), (260, (300, "FM CIA TTICE|0.5")), (320, (300, "TO DIRNSA")),
            (380, (300, "JCS (OPS 2)")), (440, (300, "SECRET")), *TEXT]  # fmt: skip
    cable = read_cable("D1", [laid_out(rows)])
    assert cable.value("from") == "CIA"
    assert [reading.value for reading in cable.fields["to"]] == ["DIRNSA", "JCS"]


def test_a_title_whose_word_lost_a_letter_is_mended_if_nothing_else_is_damaged():
    assert read_address("Chief, Specia Affairs Staff").value == "CHIEF, SPECIAL AFFAIRS STAFF"
    assert read_address("Chief, Specia Bfqqirt Staff") is None
