"""Stamps of a later review and printed names level with a heading are left out of it."""

from dataclasses import replace
from itertools import groupby

from laid_out import laid_out

from briefbook.cables import read_cable
from briefbook.cables.evidence.furniture import typed_lines
from briefbook.cables.heading_draft import draft_of_pages
from briefbook.model.page import Line


def in_rows(*rows):
    """A page whose lines run across it, as the reader gives what stands on one level."""
    page = laid_out(list(rows))
    lines = [
        Line(tuple(word for line in level for word in line.words))
        for _, level in groupby(page.lines, key=lambda line: line.words[0].box.top)
    ]
    return replace(page, lines=tuple(lines))


def typed(*rows):
    return typed_lines(draft_of_pages([in_rows(*rows)], 1900).lines)


def test_a_stamp_level_with_a_sender_is_left_out_damaged_or_not():
    assert typed(
        (200, (200, "TO : DIRECTOR, FBI"), (1500, "CIA MAS NO OBJECTION TO")),
        (300, (200, "FROM : SAC, TAMPA"), (1500, "RELEASE OF CIA INFORMATIOM")),
    ) == ["TO : DIRECTOR, FBI", "FROM : SAC, TAMPA"]


def test_a_printed_column_of_names_is_known_by_three_of_them():
    rows = [(200, (200, "FROM : A. Harlow"), (1900, "Mohr")), (300, (200, "Files"), (1900, "Tracy"))]
    assert typed(*rows) == ["FROM : A. Harlow    Mohr", "Files    Tracy"]
    assert typed(*rows, (400, (200, "SUBJECT: Ice"), (1900, "Glavln"))) == ["FROM : A. Harlow", "Files", "SUBJECT: Ice"]


def test_a_label_whose_value_stands_in_the_column_below_it_takes_no_print_of_another_box():
    page = in_rows(
        (200, (200, "DISPATCH"), (1100, "S E C R E T")),
        (300, (200, "TO"), (1500, "MARRED FOR IMDEXING")),
        (380, (200, "Chief, WE"), (1500, "X NO INDEXIMG")),
        (460, (200, "FROM"), (1500, "ABSTEACT")),
        (540, (200, "Chief of Station, Oslo"), (1500, "MICROFLM")),
        (620, (200, "SUBJECT"), (500, "Harbour dues")),
        (700, (200, "ACTION REQUIRED - REFERENCES")),
        (780, (300, "REFS: A. OSLO 1448")),
        (860, (420, "B. OSLO 1502")),
        (1000, (300, "1. The harbour master told us that the dues will be raised in the spring.")),
        (1100, (300, "He would not say by how much, and asked that we should not be told of it.")),
        (2500, (1400, "DISPATCH SYMBOL AND NUMBER")),
        (2580, (1400, "ONXA-16,044")),
    )
    cable = read_cable("D1", [page])
    assert [cable.value(name) for name in ("from", "to", "number")] == [
        "CHIEF OF STATION, OSLO",
        "CHIEF, WE",
        "ONXA-16044",
    ]


BODY = (
    (1000, (300, "1. The harbour master told us that the dues will be raised in the spring.")),
    (1100, (300, "He would not say by how much, and asked that we should not be told of it.")),
)


def test_a_place_that_a_sentence_ends_with_is_no_addressee():
    page = in_rows(
        (200, (300, "Files"), (1500, "20 January 1964")),
        (400, (300, "1. Among those who were said to have seen the letter was a certain Mr.")),
        (480, (300, "Wilding, Counsel of the American Embassy in Oslo,")),
        (560, (300, "who had been told of the matter by the harbour master in the spring.")),
    )
    assert read_cable("D1", [page]).value("to") is None


def test_an_agencys_report_is_the_agencys_its_name_damaged_or_not():
    for name in ("CENTRAL INTELLIGENCE AGENCY", "CENTRAL INTELLGENCE AGENGY"):
        page = in_rows(
            (200, (600, name)),
            (300, (200, "COUNTRY LAND"), (1400, "REPORT NO. TDCS-3/440,121")),
            (380, (200, "SUBJECT HARBOUR DUES"), (1400, "DATE DISTR. 19 JUNE 1963")),
            *BODY,
        )
        cable = read_cable("D1", [page])
        assert [cable.value(key) for key in ("from", "date", "number")] == ["CIA", "1963-06-19", "TDCS-3/440,121"]


def test_a_reports_number_may_have_its_first_letter_misread():
    first = in_rows(
        (200, (600, "CENTRAL INTELLIGENCE AGENCY")),
        (300, (200, "COUNTRY LAND"), (1400, "REPORT NO. IDCSDB-3/440,121")),
        (380, (200, "SUBJECT HARBOUR DUES"), (1400, "DATE DISTR. 19 JUNE 1963")),
        *BODY,
    )
    assert read_cable("D1", [first]).value("number") == "TDCSDB-3/440,121"


def memorandum(to, sender):
    return read_cable(
        "D1",
        [
            in_rows(
                (200, (1100, "SECRET")),
                (300, (200, to), (1500, "29 January 1964")),
                (400, (200, sender)),
                (500, (200, "THE HARBOUR DUES")),
                *BODY,
            )
        ],
    )


def test_the_day_of_a_memorandum_without_labels_ends_the_row_of_its_addressee():
    assert memorandum("Files", "A. B. Harlow").value("date") == "1964-01-29"


def test_its_sender_is_the_person_below():
    assert memorandum("Files", "A. B. Harlow").value("from") == "A. B. HARLOW"
    assert memorandum("Files", "The harbour master").value("from") is None


def test_a_name_a_letter_from_a_word_is_taken_only_if_it_is_surely_read():
    for name, wanted in (
        ("Chief,|0.9 Cover|0.9 Branch|0.9", "CHIEF, COVER BRANCH"),
        ("Chief,|0.9 Cover|0.9 Brinch|0.9", "CHIEF, COVER BRANCH"),  # an office's word, mended
        ("Chief,|0.9 Cover|0.9 Harbcur|0.9", None),
    ):
        page = in_rows(
            (200, (200, "MEMORANDUM FOR: " + name)),
            (300, (200, "FROM: Chief, Harbour Staff")),
            (400, (200, "SUBJECT: Dues")),
            *BODY,
        )
        assert read_cable("D1", [page]).value("to") == wanted


def test_a_chief_of_station_is_of_the_station_whose_damaged_name_this_is():
    for place, wanted in (("JYWAVE", "JMWAVE"), ("IM WAVE", "JMWAVE"), ("Santiaqo", "SANTIAGO"), ("JMWAVE", "JMWAVE")):
        page = in_rows(
            (200, (200, "13 February 1959")),
            (300, (200, "TO: Chief, Harbour Staff")),
            (400, (200, "FROM: Chief of Station, " + place)),
            (500, (200, "SUBJECT: Dues")),
            *BODY,
        )
        assert read_cable("D1", [page]).value("from") == f"CHIEF OF STATION, {wanted}"


def test_a_director_is_of_the_agency_on_the_next_line_damaged_or_not():
    for agency in ("Federal Bureau of Investigation", "Federal sureau of lnvestigation"):
        page = in_rows(
            (200, (200, "13 February 1959")),
            (300, (200, "TO: Director")),
            (380, (340, agency)),
            (460, (200, "FROM: Deputy Director, Plans")),
            (540, (200, "SUBJECT: Harbour dues")),
            *BODY,
        )
        assert read_cable("D1", [page]).value("to") == "DIRECTOR, FBI"


def test_usual_words_of_a_title_need_not_be_read_so_surely_as_names():
    for sender, wanted in (
        ("Deputy|0.7 Director|0.8 for|0.8 Plans|0.7", "DEPUTY DIRECTOR FOR PLANS"),
        ("Deputy|0.7 Director|0.8 for|0.8 Harlow|0.7", None),
        ("Deputy|0.4 Director|0.8 for|0.8 Plans|0.7", None),
    ):
        page = in_rows(
            (200, (200, "13 February 1959")),
            (300, (200, "TO: Chief, Harbour Staff")),
            (400, (200, "FROM: " + sender)),
            (500, (200, "SUBJECT: Dues")),
            *BODY,
        )
        assert read_cable("D1", [page]).value("from") == wanted
