"""Cover sheets before a paper: set aside from its heading, and a source of their own."""

import pytest

from briefbook.cables.cover_sheets import rank_cover, set_covers_aside
from briefbook.cables.heading import read_heading
from briefbook.cables.papers import papers_of
from briefbook.cables.parse_cable import read_cable
from briefbook.model.cable import Reading, SourceKind
from briefbook.model.page import Box, Line, Page, Word

COVER = """
IDENTIFICATION FORM
AGENCY : XYZ
RECORD NUMBER : 999-10001-10002
RECORD SERIES : Papers of nobody
AGENCY FILE NUMBER : 12-34
ORIGINATOR : XYZ
FROM : LEGATION, BERN
TO : HOME OFFICE
TITLE : Telegram 660 about the harbour
DATE : 4/10/1963
PAGES : 2
SUBJECTS : HARBOUR; ICE; KENNEDY
DOCUMENT TYPE : CABLE
CLASSIFICATION : SECRET
RESTRICTIONS : 1B
CURRENT STATUS : OPEN
DATE OF LAST REVIEW : 9/10/2000
COMMENTS :
""".strip()

TELEGRAM = """
INCOMING TELEGRAM Department of State
FROM: SAIGON
TO: Secretary of State
NO: 660, NOVEMBER 16, 1961 11 AM
REF: EMBTEL 627
1. THE HARBOUR IS OPEN AND WILL STAY SO UNTIL THE SPRING.
2. THE ICE DID NOT REACH THE MOLE.
""".strip()

PROSE = "The harbour was open all winter and the ice did not reach the mole."


def pages(*texts):
    return [Page.of_text("D7", number, text) for number, text in enumerate(texts, 1)]


def values(cable, name):
    return [(reading.value, reading.by) for reading in cable.fields.get(name, ())]


def test_the_heading_is_the_papers_and_the_cover_comes_behind_it():
    cable = read_cable("D7", pages(COVER, TELEGRAM), may_be_several=True)

    assert values(cable, "from") == [("SAIGON", SourceKind.MACHINE), ("LEGATION, BERN", SourceKind.COVER)]
    assert values(cable, "date") == [("1961-11-16", SourceKind.MACHINE), ("1963-04-10", SourceKind.COVER)]
    assert values(cable, "number") == [("660", SourceKind.MACHINE)]
    assert [(reference.form, reference.number) for reference in cable.references] == [("EMBTEL", "627")]
    assert cable.flags == ()


def test_the_cover_speaks_where_the_paper_is_blank():
    cable = read_cable("D7", pages(COVER, PROSE))

    assert {name: readings[0].value for name, readings in cable.fields.items()} == {
        "identifiers": "999-10001-10002",
        "file": "12-34",
        "from": "LEGATION, BERN",
        "to": "HOME OFFICE",
        "subject": "Telegram 660 about the harbour",
        "date": "1963-04-10",
        "form": "telegram",
        "classification": "SECRET",
        "note": "Cover sheet: originator XYZ, pages 2",
    }
    assert {reading.source for readings in cable.fields.values() for reading in readings} == {
        "record identification form"
    }
    date = cable.fields["date"][0]
    assert date.place is not None
    assert (date.place.page, date.place.line) == (1, 10)


def test_keywords_and_restrictions_are_no_subject_and_no_marking():
    form = COVER.replace("TITLE : Telegram 660 about the harbour", "TITLE :").replace(" : SECRET", " :")

    cable = read_cable("D7", pages(form.replace("1B", "RESTRICTED"), PROSE))

    assert "subject" not in cable.fields
    assert "classification" not in cable.fields


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("4/10/1963", "1963-04-10"),
        ("8/00/1963", "1963-08"),
        ("00/00/1963", "1963"),
        ("3/0/1963", "1963-03"),
        ("23/11/1963", None),  # the form has the month first: a figure was misread
        ("04/10/2013", None),  # later than the form's own review
        ("0471071963", "1963-04-10"),  # strokes read as figures
        ("0410/1963", "1963-04-10"),
        ("4710/1963", None),  # of a form without noughts nobody knows which figure is a stroke
    ],
)
def test_a_covers_day_is_read_in_the_forms_own_order(written, value):
    cable = read_cable("D7", pages(COVER.replace("4/10/1963", written), PROSE))

    assert values(cable, "date") == [(value, SourceKind.COVER)]


def test_a_form_that_is_not_filled_in_says_nothing():
    form = COVER.replace(": LEGATION, BERN", ": [RESTRICTED]").replace(": HOME OFFICE", ": NOT GIVEN")

    cable = read_cable("D7", pages(form, PROSE))

    assert "from" not in cable.fields
    assert "to" not in cable.fields


def test_the_place_is_the_value_on_the_cover_and_its_doubt_is_kept():
    def line(row, *words):
        return Line(
            tuple(
                Word(text, Box(100 * at, 20 * row, 100 * at + 80, 20 * row + 15), confidence)
                for at, (text, confidence) in enumerate(words)
            )
        )

    rows = [[(word, 0.9) for word in row.split()] for row in COVER.splitlines()]
    rows[9] = [("DATE", 0.9), (":", 0.9), ("4/10/1963", 0.4)]
    cover = Page("D7", 1, tuple(line(row, *words) for row, words in enumerate(rows)))

    cable = read_cable("D7", [cover, *pages("", PROSE)[1:]])

    sender, date = cable.fields["from"][0], cable.fields["date"][0]
    assert sender.place is not None
    assert sender.place.box == Box(200, 120, 380, 135)
    assert (date.value, date.as_written, date.note) == (None, "4/10/1963", "not legible")


def test_the_day_that_a_form_was_printed_is_not_the_papers():
    form = "Date: 09/02/1994\n" + COVER.replace("4/10/1963", "00/00/0000")

    assert "date" not in read_cable("D7", pages(form, PROSE)).fields


def test_a_long_label_may_have_lost_its_colon():
    form = COVER.replace("AGENCY FILE NUMBER :", "AGENCY FILE NUMBER .").replace("TITLE :", "TITLE")

    cable = read_cable("D7", pages(form, PROSE))

    assert values(cable, "file") == [("12-34", SourceKind.COVER)]
    assert values(cable, "subject") == [("Telegram 660 about the harbour", SourceKind.COVER)]


def test_a_record_number_of_a_files_own_text_a_figure_off_the_items_id_was_misread():
    item = "999-10001-10006"
    prose = Page.of_text(item, 2, PROSE)

    by_file, by_person = (
        read_cable(item, [Page.of_text(item, 1, COVER, by=by), prose]).fields["identifiers"][0]
        for by in ("machine", "person")
    )

    assert (by_file.value, by_file.as_written) == (None, "999-10001-10002")
    assert by_person.value == "999-10001-10002"


def test_a_title_may_stand_below_its_label():
    def row(left, top, text):
        words = text.split()
        return Line(
            tuple(
                Word(word, Box(left + 90 * at, top, left + 90 * at + 80, top + 20), 0.9)
                for at, word in enumerate(words)
            )
        )

    texts = COVER.replace("TITLE : Telegram 660 about the harbour", "TITLE :\nTHE MOLE AND\nTHE ICE").splitlines()
    cover = Page("D7", 1, tuple(row(100, 30 * at, text) for at, text in enumerate(texts)))

    assert read_cable("D7", [cover, *pages("", PROSE)[1:]]).fields["subject"][0].value == "THE MOLE AND THE ICE"


def test_a_sure_cover_goes_before_what_is_unsure_on_the_paper():
    unsure = {"from": (Reading("CTA TIICE", "CTA TIICE", confidence=0.2),)}
    sure = {"from": (Reading("CIA", "CIA", SourceKind.COVER, confidence=0.9),)}

    assert [reading.value for reading in rank_cover(unsure, sure)["from"]] == ["CIA", "CTA TIICE"]


def test_a_typed_text_may_hold_the_cover_and_the_paper_together():
    heading = read_heading(f"{COVER}\n{TELEGRAM}")

    assert (heading["from"], heading["to"], heading["date"], heading["number"], heading["security"]) == (
        "SAIGON",
        ["STATE"],
        "1961-11-16",
        "660",
        "SECRET",
    )
    assert heading["cover_sheet"]["from"] == "LEGATION, BERN"


def test_a_routing_sheet_alone_is_read_as_before_and_before_a_paper_is_set_aside():
    sheet = "ROUTING AND RECORD SHEET\nFROM: LONDON\nDATE: 3 MAY 1961"

    alone, before = read_cable("D7", pages(sheet)), read_cable("D7", pages(sheet, TELEGRAM))

    assert values(alone, "date") == [("1961-05-03", SourceKind.MACHINE)]
    assert values(before, "date") == [("1961-11-16", SourceKind.MACHINE)]


def test_a_second_cover_with_another_record_number_begins_another_paper():
    other = COVER.replace("999-10001-10002", "999-10001-10003")

    papers = papers_of(pages(COVER, TELEGRAM, other, PROSE, other, PROSE))

    assert [(paper.first_page, paper.name) for paper in papers] == [(1, "SAIGON 660"), (3, "999-10001-10003")]


def test_a_records_cover_behind_a_paper_without_one_begins_another_paper():
    papers = papers_of(pages(TELEGRAM, PROSE, COVER, PROSE))

    assert [(paper.first_page, paper.name) for paper in papers] == [(1, "SAIGON 660"), (3, "999-10001-10002")]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("0371771965", "1965-03-17"), ("1223/1964", "1964-12-23"), ("07712 – 1966", "1966-07-12"),
        ("09/2371960", "1960-09-23"), ("1124 – 1963", "1963-11-24"), ("0671971962", "1962-06-19"),
        ("1371771965", None), ("037177196", None),
    ],
)  # fmt: skip
def test_a_covers_day_whose_strokes_were_read_as_figures_is_repaired(written, value):
    cable = read_cable("D7", pages(COVER.replace("DATE : 4/10/1963", f"DATE : {written}"), PROSE))
    assert [reading.value for reading in cable.fields["date"]] == [value]


def test_a_paper_s_year_that_is_a_figure_off_the_cover_s_was_misread():
    cover = {"date": (Reading("11/24/1963", "1963-11-24", SourceKind.COVER, confidence=0.9),)}
    paper = {"date": (Reading("24 NOVEMBER 1968", "1968-11-24", confidence=0.9),)}
    assert [reading.value for reading in rank_cover(paper, cover)["date"]] == ["1963-11-24", "1968-11-24"]


def test_a_cover_of_another_day_gives_the_paper_no_sender():
    cover = {
        "date": (Reading("08/18/1965", "1965-08-18", SourceKind.COVER, confidence=0.9),),
        "from": (Reading("LEGATION, BERN", "LEGATION, BERN", SourceKind.COVER, confidence=0.9),),
        "file": (Reading("12-34", "12-34", SourceKind.COVER, confidence=0.9),),
    }
    ranked = rank_cover({"date": (Reading("10/6/65", "1965-10-06", confidence=0.9),)}, cover)
    assert [reading.value for reading in ranked["from"]] == [None]
    assert [reading.value for reading in ranked["file"]] == ["12-34"]
    assert [reading.value for reading in ranked["date"]] == ["1965-10-06", "1965-08-18"]


def test_that_a_cover_says_unclassified_is_no_marking_of_the_paper():
    cover = COVER.replace("CLASSIFICATION : SECRET", "CLASSIFICATION : UNCLASSIFIED")
    assert read_cable("D7", pages(cover, TELEGRAM)).value("classification") is None
    assert read_cable("D7", pages(COVER, TELEGRAM)).value("classification") == "SECRET"


def test_the_covers_day_of_another_year_at_the_head_of_the_paper_is_the_papers():
    paper = "1 - Newpher\nApril 10, 1965\nHARBOUR MATTERS - ATLANTIS\nIn March 1965 it froze.\n" + "\n".join(
        [PROSE] * 4
    )
    cable = read_cable("D7", pages(COVER, paper), may_be_several=True)
    assert values(cable, "date")[0] == ("1965-04-10", SourceKind.MACHINE)


def test_pages_with_a_systems_page_line_at_their_head_are_no_covers():
    message = "CONFIDENTIAL\nPAGE 01  BERN  00712  041010Z\nR 040900Z MAY 82\nFM AMEMBASSY BERN\nTO SECSTATE WASHDC"
    covers, paper = set_covers_aside(pages(message, message.replace("PAGE 01", "PAGE 02")))
    assert (covers, len(paper)) == ((), 2)
    covers, paper = set_covers_aside(pages(COVER, message))
    assert (len(covers), len(paper)) == (1, 1)
