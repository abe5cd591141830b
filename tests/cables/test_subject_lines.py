"""A subject over several lines: its column below the first line, to the next label, the text or a wider space."""

import pytest
from laid_out import laid_out

from briefbook.cables import read_cable

REPORT = (
    (100, (900, "CENTRAL INTELLIGENCE AGENCY")),
    (600, (200, "COUNTRY"), (420, "ATLANTIS"), (1600, "REPORT NO. TDCS-3/550,001")),
    (700, (200, "SUBJECT"), (420, "STATE OF THE HARBOUR OF"), (1600, "DATE DISTR. 19 JUNE 1963")),
    (750, (420, "KINGSPORT AND OF ITS MOLES"), (1600, "PRECEDENCE ROUTINE")),
    (850, (200, "DATE OF"), (420, "17 JUNE 1963"), (1600, "REFERENCES")),
)
MEMORANDUM = (
    (50, (300, "7 January 1965")),
    (100, (300, "MEMORANDUM FOR: Director of Harbours")),
    (150, (300, "FROM: Chief, Coastal Branch")),
    (200, (300, "SUBJECT:"), (500, "Meeting with the Pilots in Kingsport,")),
)


def subject(*rows):
    cable = read_cable("D1", [laid_out(list(rows))])
    return next((reading.value for reading in cable.fields.get("subject", ())), None)


def test_the_subject_of_a_report_goes_on_in_its_column_beside_other_boxes():
    assert subject(*REPORT) == "STATE OF THE HARBOUR OF KINGSPORT AND OF ITS MOLES"


def test_a_sign_at_the_end_of_the_first_line_parts_it_from_the_second():
    rows = (*MEMORANDUM, (250, (500, "3 January to 5 February 1965")), (350, (300, "1. I met them.")))
    assert subject(*rows) == "Meeting with the Pilots in Kingsport, 3 January to 5 February 1965"


@pytest.mark.parametrize(
    "row",
    [
        (250, (500, "DOB: 17 December 1929")),
        (250, (300, "I met the pilots at noon in the harbour.")),
        (250, (500, "1. I met the pilots at noon.")),
        (420, (500, "The Pilots met at noon in the harbour.")),
        (250, (500, "REFERENCE: Your Letter of Monday")),
    ],
)
def test_a_label_the_text_another_column_or_a_wider_space_ends_it(row):
    assert subject(*MEMORANDUM, row) == "Meeting with the Pilots in Kingsport"


@pytest.mark.parametrize(
    "lines",
    [
        ("SUBJECT: Moles at Kingsport, 14 May 1956 to 12 June 1957",),
        ("SUBJECT: Meeting with the Pilots, Saturday,", "10 October 1964"),
        ("SUBJECT: Letter of 10 October 1964",),
    ],
)
def test_a_day_that_the_subject_tells_is_not_the_papers(lines):
    rows = [(200 + 50 * at, (300, line)) for at, line in enumerate(lines)]
    cable = read_cable("D1", [laid_out([(100, (300, "MEMORANDUM FOR: Director of Harbours")), *rows])])
    assert [reading.value for reading in cable.fields.get("date", ())] == []
