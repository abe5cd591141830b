"""A page is divided into blocks by its words' places: columns, tables, routing, distribution, heading and body."""

import re
from dataclasses import replace

import pytest

from briefbook.model.page import Box, Kind, Line, Page, Word
from briefbook.model.page_json import page_as_json, page_of_json
from briefbook.ocr.page_layout import lay_out

LETTER, PITCH = 20, 50


def typed(*rows):
    """Lines of a page typed in letters of one width, 20 pixels wide, 50 from line to line."""
    lines = []
    for at, row in enumerate(rows):
        words = tuple(
            Word(match[0], Box(LETTER * match.start(), PITCH * at, LETTER * match.end(), PITCH * at + 28), 0.9)
            for match in re.finditer(r"\S+", row)
        )
        if words:
            lines.append(Line(words))
    return lines


def texts(layout, kind):
    return [line.text for line in layout.lines if line.kind is kind]


def blocks(layout):
    return [str(block.kind) for block in layout.blocks]


LEFT = (
    "The harbour office has",
    "kept no record of the",
    "barges that were hired",
    "in the spring, and the",
    "owners say that nobody",
    "asked them about it in",
    "all the months between",
    "the thaw and the first",
    "frost of that winter.",
)
RIGHT = (
    "Our man in the town was",
    "told another story, and",
    "he had it from a pilot",
    "who took four boats out",
    "on the night in question",
    "and brought three of the",
    "four back before it was",
    "light, without a word to",
    "the people on the shore.",
)
PROSE = (
    "THE MINISTER ASKED ME THIS MORNING WHETHER THE BARGES WERE",
    "STILL AT THE OUTER PIER AND WHO HAD PAID FOR THEM SO FAR.",
    "I SAID THAT WE HAD HEARD NOTHING SINCE THE LAST REPORT OF",
    "THE HARBOUR OFFICE AND THAT I WOULD ASK FOR ANOTHER ONE.",
    "HE THOUGHT THAT THE OWNERS WOULD WANT THEM BACK BEFORE THE",
    "WINTER AND THAT NOBODY WOULD STOP THEM IF THEY CAME ALONE.",
)


def test_two_columns_are_read_one_after_the_other():
    rows = [f"{left:<27}{right}" for left, right in zip(LEFT, RIGHT, strict=True)]
    layout = lay_out(typed(*rows))
    assert [line.text for line in layout.lines] == [*LEFT, *RIGHT]
    assert layout.blocks[0].box == Box(0, 0, 440, 428)
    assert layout.blocks[1].box == Box(540, 0, 1020, 428)
    assert blocks(layout) == ["message", "message"]


def test_columns_below_a_title_and_above_a_foot_stand_between_them():
    rows = [f"{left:<27}{right}" for left, right in zip(LEFT, RIGHT, strict=True)]
    layout = lay_out(
        typed(
            "     THE OUTER PIER, A NOTE",
            "",
            *rows,
            "",
            "      Both notes were sent on by the same boat.",
        )
    )
    assert [line.text for line in layout.lines] == [
        "THE OUTER PIER, A NOTE", *LEFT, *RIGHT, "Both notes were sent on by the same boat."
    ]  # fmt: skip
    assert blocks(layout) == ["heading", "message", "message", "message"]


def test_two_pages_on_a_wide_picture_need_fewer_lines():
    rows = [f"{left:<34}{right}" for left, right in zip(LEFT[:6], RIGHT[:6], strict=True)]
    assert [line.text for line in lay_out(typed(*rows), is_spread=True).lines] == [*LEFT[:6], *RIGHT[:6]]


def test_an_action_column_on_the_left_is_no_part_of_the_text():
    codes = ("Action", "NEA-10", "Info", "SS", "EUR", "INR-7")
    rows = [f"{code:<9}{line}" for code, line in zip(codes, PROSE, strict=True)]
    layout = lay_out(typed(*rows))
    assert texts(layout, Kind.MESSAGE) == list(PROSE)
    assert texts(layout, Kind.ACTION_COLUMN) == list(codes)
    assert blocks(layout) == ["message", "action column"]


def test_an_action_column_on_lines_of_its_own_is_taken_out_too():
    codes = ("ARA", "EUR", "IO", "INR", "CIA")
    rows = [row for code, line in zip((*codes, ""), PROSE, strict=True) for row in (f"         {line}", code)]
    layout = lay_out(typed(*rows))
    assert texts(layout, Kind.MESSAGE) == list(PROSE)
    assert texts(layout, Kind.ACTION_COLUMN) == list(codes)


def uneven(*columns):
    """Lines of columns at heights of their own: where each begins in letters and in pixels, and its rows."""
    lines = [
        Line(tuple(replace(word, box=moved(word.box, LETTER * across, down)) for word in line.words))
        for across, down, rows in columns
        for line in typed(*rows)
    ]
    return sorted(lines, key=lambda line: line.box.top)


def moved(box, across, down):
    return Box(box.left + across, box.top + down, box.right + across, box.bottom + down)


def test_columns_whose_lines_are_not_level_are_read_one_after_the_other():
    layout = lay_out(uneven((0, 0, LEFT), (27, 24, RIGHT)))
    assert [line.text for line in layout.lines] == [*LEFT, *RIGHT]


def test_lines_that_a_reader_has_ordered_by_column_are_told_as_columns_too():
    layout = lay_out([*uneven((0, 0, LEFT)), *uneven((27, 24, RIGHT))])
    assert [line.text for line in layout.lines] == [*LEFT, *RIGHT]
    assert layout.blocks[0].box == Box(0, 0, 440, 428)
    assert layout.blocks[1].box == Box(540, 24, 1020, 452)


def test_names_beside_a_text_that_are_not_level_with_it_stand_in_the_margin():
    names = ("HOLM", "AASE-LIND", "BRANDT", "KROLL", "NILSEN")
    layout = lay_out(uneven((0, 0, PROSE), (64, 24, names)))
    assert texts(layout, Kind.MESSAGE) == list(PROSE)
    assert texts(layout, Kind.MARGIN) == list(names)


@pytest.mark.parametrize("marks", [("1.", "2.", "3.", "4.", "5."), ("TO:", "FROM:", "DATE:", "INFO:", "REF:")])
def test_items_and_labels_that_are_not_level_with_a_text_are_not_in_its_margin(marks):
    layout = lay_out(uneven((0, 24, marks), (9, 0, PROSE)))
    assert texts(layout, Kind.MARGIN) == []


def test_offices_on_the_right_of_the_text_are_an_action_column():
    codes = ("DDP", "ADDP", "CI/OPS", "SAS 8", "WH 7", "FI/INT")
    rows = [f"{line:<64}{code}" for code, line in zip(codes, PROSE, strict=True)]
    layout = lay_out(typed(*rows))
    assert texts(layout, Kind.MESSAGE) == list(PROSE)
    assert texts(layout, Kind.ACTION_COLUMN) == list(codes)


@pytest.mark.parametrize(
    "marks",
    [
        ("1.", "2.", "3.", "4.", "5.", "6."),
        ("(a)", "(b)", "(c)", "(d)", "(e)", "(f)"),
        ("Q.", "A.", "Q.", "A.", "Q.", "A."),
        ("TO:", "FROM:", "DATE:", "INFO:", "REF:", "SUBJ:"),
        ("TO", "FROM", "DATE", "INFO", "REF", "SUBJECT"),
        ("HOLM:", "AASE:", "HOLM:", "AASE:", "HOLM:", "AASE:"),
        ("Monday", "Tuesday", "Friday", "Sunday", "Monday", "Friday"),
        ("1954", "1955", "1956", "1957", "1958", "1959"),
        ("12", "13", "14", "15", "16", "17"),
        ("Oslo", "Bergen", "Narvik", "Vardo", "Hamar", "Molde"),
    ],
)
def test_numbers_labels_speakers_and_days_before_a_text_stay_in_its_lines(marks):
    rows = [f"{mark:<10}{line}" for mark, line in zip(marks, PROSE, strict=True)]
    layout = lay_out(typed(*rows))
    assert [line.text for line in layout.lines] == [f"{mark} {line}" for mark, line in zip(marks, PROSE, strict=True)]
    assert {line.kind for line in layout.lines} == {Kind.MESSAGE}


def test_two_blanks_after_a_stop_are_no_columns():
    rows = [
        "THE BOATS CAME BACK.  NOBODY SAW THEM.  THE PILOT WENT HOME.",
        "THE OWNERS WERE TOLD.  THEY ASKED NO MORE.  A WEEK WENT BY.",
    ] * 5
    layout = lay_out(typed(*rows))
    assert len(layout.lines) == 10
    assert blocks(layout) == ["message"]


def test_a_table_is_a_block_and_its_rows_stay_whole():
    table = (
        "PIER          BARGES    TONS    DAYS",
        "OUTER             12     340       4",
        "INNER              7     120      11",
        "NORTH MOLE         3      95       2",
        "SOUTH MOLE        22     610       9",
    )
    layout = lay_out(typed(*PROSE, "", *table, "", *PROSE))
    assert blocks(layout) == ["message", "table", "message"]
    assert layout.blocks[1].box == Box(0, 350, 720, 578)
    assert "NORTH MOLE 3 95 2" in texts(layout, Kind.MESSAGE)


def test_a_list_of_names_with_sums_is_a_table():
    rows = (
        "Rent of the pier        $202.40",
        "Two barges               $61.97",
        "A pilot                  $45.00",
        "In all                  $309.37",
    )
    assert "table" in blocks(lay_out(typed(*PROSE, "", *rows)))


def test_a_table_whose_cells_run_on_is_not_read_as_columns():
    table = (
        "64    1 June    Holm and Aase     The report of the board on the",
        "                                  outer pier and its barges",
        "65    2 June    Mrs. Lie          Observations about the agreed",
        "                                  actions of the coming months",
        "66    8 June    Holm              Lunch with both of the owners",
        "67    9 June    Aase, Lie and     See the tape of the meeting on",
        "                Nansen            the fourth, which is not kept",
        "68    9 June    Nansen            Visit to the harbour office",
    )
    layout = lay_out(typed(*table))
    assert [line.text for line in layout.lines] == [" ".join(row.split()) for row in table]


def test_offices_beside_each_other_are_a_routing_strip():
    layout = lay_out(typed(*PROSE, "", "STATE  ARMY/ACSI  NAVY  AIR  JCS  SECDEF  NSA  NIC  USIA"))
    assert texts(layout, Kind.ROUTING) == ["STATE ARMY/ACSI NAVY AIR JCS SECDEF NSA NIC USIA"]
    assert blocks(layout) == ["message", "routing strip"]


@pytest.mark.parametrize(
    "line",
    [
        "INFO: DDP, ADDP, SAS 8, CI/OPS, FI, WH 7",
        "DDP, ADDP, SAS 8, CI/OPS, FI, WH 7",
        "TO STATE NAVY AIR JCS",
        "RR RUEHC RUEPDA RUEKDA",
        "THE STATE NAVY AND AIR STAFFS MET",
        "OSLO BERN PARIS ROME BONN",
    ],
)
def test_addressees_and_sentences_are_no_routing_strip(line):
    layout = lay_out(typed(line, "", *PROSE))
    assert {row.kind for row in layout.lines} == {Kind.MESSAGE}


@pytest.mark.parametrize("head", ["Distribution:", "DISTRIBUTION", "Copies to:", "cc:", "Verteiler:", "DIFFUSION"])
def test_a_distribution_list_is_told_by_its_head(head):
    layout = lay_out(typed(*PROSE, "", "", head, "  2 - Registry", "  1 - Mr. Holm", "  1 - WH/4"))
    assert texts(layout, Kind.DISTRIBUTION) == [head, "2 - Registry", "1 - Mr. Holm", "1 - WH/4"]
    assert blocks(layout) == ["message", "distribution list"]


def test_counted_copies_are_a_distribution_list_without_a_head():
    layout = lay_out(typed(*PROSE, "", "", "Orig & 1 - Addressee", "1 - CI/RA Chrono", "1 - Mr. Holm"))
    assert texts(layout, Kind.DISTRIBUTION) == ["Orig & 1 - Addressee", "1 - CI/RA Chrono", "1 - Mr. Holm"]


def test_numbered_points_are_no_distribution_list():
    layout = lay_out(typed(*PROSE, "", "1 - The pier", "2 - The barges", "3 - The pilots"))
    assert texts(layout, Kind.DISTRIBUTION) == []


def test_a_list_beside_another_box_ends_where_that_begins():
    layout = lay_out(
        typed(
            *PROSE,
            "",
            "Distribution:            DATE TYPED",
            "2 - Oslo                 3 May 1961",
            "1 - Bergen               FILE NUMBER",
        )
    )
    assert texts(layout, Kind.DISTRIBUTION) == ["Distribution:", "2 - Oslo", "1 - Bergen"]
    assert texts(layout, Kind.MESSAGE) == [*PROSE, "DATE TYPED", "3 May 1961", "FILE NUMBER"]


def test_a_sentence_that_begins_with_copies_is_no_list():
    layout = lay_out(typed(*PROSE, "COPIES OF THE LETTER WERE SENT TO THE OWNERS OF THE BARGES."))
    assert texts(layout, Kind.DISTRIBUTION) == []


def test_two_lists_of_offices_are_read_one_after_the_other():
    left = ("CA STAFF", "DC/CA", "CA/COPS", "CA/PROP", "AF/1", "AF/2", "AF/3", "CI/RA", "EUR/F")
    right = ("WH/1", "WH/2", "WH/COG", "WH/4/AR", "NE/1", "NE/2", "FE/CA", "SR/6", "EE/G")
    layout = lay_out(
        typed("    HQS DISTRIBUTION, BOOK 5", "", *(f"{a:<24}{b}" for a, b in zip(left, right, strict=True)))
    )
    assert texts(layout, Kind.DISTRIBUTION) == [*left, *right]
    assert blocks(layout) == ["heading", "distribution list", "distribution list"]


def test_offices_that_were_taken_for_scraps_beside_the_text_are_of_its_action_column():
    codes = ("Action", "NEA-10", "Info", "SS", "EUR", "INR-7")
    lines = typed(*(f"{code:<9}{line}" for code, line in zip(codes, PROSE, strict=True)))
    scraps = [Line(lines[at].words[:1], Kind.MARGIN) for at in (3, 5)]
    rows = [Line(line.words[1:]) if at in (3, 5) else line for at, line in enumerate(lines)]
    layout = lay_out([*rows, *scraps])
    assert texts(layout, Kind.ACTION_COLUMN) == list(codes)
    assert texts(layout, Kind.MARGIN) == []


def test_scraps_beside_a_text_without_a_column_stay_in_the_margin():
    scrap = Line((Word("NSA", Box(1400, 110, 1460, 138), 0.3),), Kind.MARGIN)
    layout = lay_out([*typed(*PROSE), scrap])
    assert layout.lines[-1] is scrap
    assert texts(layout, Kind.MESSAGE) == list(PROSE)


def test_what_stands_above_running_text_is_the_heading():
    layout = lay_out(typed("S E C R E T 041530Z", "DIR INFO OSLO CITE BERG 1204", "", *PROSE))
    assert blocks(layout) == ["heading", "message"]
    assert layout.blocks[0].box == Box(0, 0, 560, 78)


def test_what_a_reader_has_told_apart_is_a_block_of_its_own():
    stamp = Line((Word("RECEIVED", Box(900, 40, 1100, 80), 0.9),), Kind.STAMP)
    layout = lay_out([*typed(*PROSE), stamp])
    assert blocks(layout) == ["message", "stamp"]
    assert layout.lines[-1] is stamp


def test_lines_without_boxes_stay_as_they_are():
    lines = [Line((Word("STATE"), Word("NAVY"), Word("AIR"), Word("JCS")))]
    layout = lay_out(lines)
    assert layout.lines == tuple(lines)
    assert layout.blocks == ()


def test_an_empty_page_has_no_blocks():
    assert lay_out([]).blocks == ()


def test_blocks_stay_in_the_stored_page_and_say_which_lines_are_theirs():
    codes = ("Action", "NEA-10", "Info", "SS", "EUR", "INR-7")
    layout = lay_out(typed(*(f"{code:<9}{line}" for code, line in zip(codes, PROSE, strict=True))))
    page = Page("D1", 1, layout.lines, width=1400, height=400, blocks=layout.blocks)
    assert page_of_json(page_as_json(page)) == page
    assert page.blocks_of_lines == [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]
