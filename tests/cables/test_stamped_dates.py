"""The day a paper was sent, where only stamps and the date-time group tell it."""

import numpy as np
import pytest
from laid_out import TEXT, laid_out

from briefbook.cables import read_cable
from briefbook.text.line_scores import LineScores, StripScores

TITLE = (300, (900, "CLASSIFIED MESSAGE"))
TO = (680, (200, "TO :"), (420, "DIRECTOR"))
FROM = (760, (200, "FROM :"), (420, "LIMA"))
CITE = (1100, (300, "DIR CITE LIMA 4410"))


def message(*rows):
    return read_cable("D1", [laid_out([TITLE, TO, FROM, *rows, CITE, *TEXT])])


def date(cable):
    readings = cable.fields.get("date", ())
    return [(reading.value, str(reading.how)) for reading in readings]


def row(top, text):
    return (top, (300, text))


@pytest.mark.parametrize(
    "stamp",
    ["17 May 64 IN 60396", "MAY 17 2217Z 64", "MAY 18 0310Z 64", "17Ma64IN60396 MAY 17 2217Z 64"],
)
def test_the_day_of_the_date_time_group_has_the_month_and_year_of_a_stamp_of_the_next_hours(stamp):
    assert date(message(row(1000, "S E C R E T 172040Z"), row(1050, stamp))) == [("1964-05-17", "inferred")]


@pytest.mark.parametrize(
    ("stamp", "day"), [("17DC63N60396", "1963-12-17"), ("17JL64IN60396", "1964-07-17"), ("17JN64IN60396", None)]
)
def test_a_month_that_lost_its_middle_letter_is_the_only_one_it_can_be(stamp, day):
    assert date(message(row(1000, "S E C R E T 172040Z"), row(1050, stamp))) == ([(day, "inferred")] if day else [])


@pytest.mark.parametrize("group", ["S E C R E 1172040Z", "SECRE1172040Z"])
def test_the_last_letter_of_a_marking_that_touches_the_date_time_group_is_no_figure_of_it(group):
    cable = message(row(1000, group), row(1050, "17 May 64 IN 60396"))
    (reading,) = cable.fields["date"]
    assert (reading.value, reading.as_written) == ("1964-05-17", "172040Z")


def test_what_was_inferred_says_from_what():
    cable = message(row(1000, "S E C R E T 172040Z 17 May 64 IN 60396"))
    (reading,) = cable.fields["date"]
    assert reading.as_written == "172040Z"
    assert "numbering machine" in reading.note
    assert reading.confidence == 0.85


def test_the_last_day_of_a_month_received_in_the_next():
    assert date(message(row(1000, "SECRET 312040Z"), row(1050, "JUN 1 0110Z 64"))) == [("1964-05-31", "inferred")]


def test_a_copy_distributed_in_the_evening_of_a_day_that_is_the_next_in_greenwich():
    slotted = row(1000, "C/WH 5 (COPY SLOTTED AT 2150, 26 MAY 64)")
    assert date(message(slotted, row(1050, "SECRET 270258Z"))) == [("1964-05-27", "inferred")]


@pytest.mark.parametrize(
    "stamp",
    ["25 May 64 IN 60396", "17 My 64 IN 60396", "17|0.4 May|0.4 64|0.4 IN 60396", "MAY 2 2217Z 64"],
)
def test_a_stamp_that_is_not_legible_or_too_far_from_the_group_gives_no_day(stamp):
    assert [value for value, _ in date(message(row(1000, "S E C R E T 172040Z"), row(1050, stamp)))] in ([], [None])


def test_two_stamps_that_contradict_each_other_give_no_day():
    rows = row(1000, "SECRET 172040Z"), row(1050, "17 May 64 IN 60396"), row(1075, "JUN 18 0310Z 64")
    assert date(message(*rows)) == []


def test_a_stamp_of_the_same_day_is_believed_though_unsure_where_the_text_has_its_year():
    rows = row(1000, "SECRET 172040Z"), row(1050, "17|0.5 May|0.5 64|0.5 IN 60396"), row(1200, "IN EARLY MAY 1964 HE")
    assert date(message(*rows)) == [("1964-05-17", "inferred")]


def test_a_day_in_its_box_is_believed_though_unsure_where_a_stamp_confirms_it():
    box = (600, (200, "DATE :"), (420, "13|0.4 MAY|0.4 64|0.4"))
    assert date(message(box, row(1000, "MAY 14 0217Z 64"))) == [("1964-05-13", "inferred")]


@pytest.mark.parametrize(("in_box", "day"), [("13", ["1964-05-13"]), ("15", [])])
def test_a_clocks_stamp_alone_gives_the_day_if_the_figures_in_a_box_without_a_month_do_not_contradict_it(in_box, day):
    rows = row(600, "DATE SEDNEL"), row(660, f"{in_box} FE8 E:"), row(1000, "MAY 13 2217Z 64")
    assert [value for value, _ in date(message(*rows))] == day


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        (row(1000, "NOW 9 1933Z 61"), "1961-11-09"),  # a letter of the month misread
        (row(1000, "REF: LIMA 4400 9 NOV 1961"), "1961-11-09"),  # struck across a line of references
        (row(1000, "NOV 10 0210Z 61"), "1961-11-09"),  # after midnight in Greenwich
    ],
)
def test_a_note_of_distribution_without_its_year_has_that_of_a_stamp_of_the_day(stamp, day):
    slotted = row(900, "ACTION: WH 8 (WH COPY SLOTTED AT 1500 9 NOV)")
    assert date(message(slotted, stamp)) == [(day, "inferred")]


def test_a_note_of_distribution_of_another_day_gives_no_year():
    assert date(message(row(900, "(COPY SLOTTED AT 1500 12 NOV)"), row(1000, "NOW 9 1933Z 61"))) == []


@pytest.mark.parametrize("group", ["172040Z", "17204Z"])
def test_a_day_noted_on_a_copy_that_the_date_time_group_is_not_of_is_not_the_day_sent(group):
    rows = [TITLE, row(400, "20 MAY 64"), TO, FROM, row(1000, f"SECRET {group}"), CITE, *TEXT]
    assert [value for value, _ in date(read_cable("D1", [laid_out(rows)]))] in ([], [None])


def test_a_whole_date_time_group_is_the_day():
    cable = read_cable("D1", [laid_out([row(300, "SECRET"), row(400, "TOT: 061120Z JUL 94"), *TEXT])])
    assert date(cable) == [("1994-07-06", "observed")]


def test_a_labelled_day_stands_behind_its_label_or_in_the_line_below():
    behind = [row(300, "SUBJECT HARBOUR DUES DATE DISTR. 21 MAY 1964"), *TEXT]
    below = [row(300, "DATE TYPED DATE"), row(360, "7 JUN 1962"), *TEXT]
    assert date(read_cable("D1", [laid_out(behind)])) == [("1964-05-21", "observed")]
    assert date(read_cable("D1", [laid_out(below)])) == [("1962-06-07", "observed")]


def test_a_day_below_its_label_stands_behind_the_words_of_the_box_beside_it():
    rows = [row(300, "SUBJECT DATE DISTR."), row(360, "TALKS BETWEEN THE MINISTERS AND 21 MAY 1964"), *TEXT]
    assert date(read_cable("D1", [laid_out(rows)])) == [("1964-05-21", "observed")]


def test_a_date_of_another_paper_is_none_of_this_one():
    rows = row(1000, "SECRET 172040Z"), row(1150, "REF: LIMA 4400 17 MAY 64")
    assert date(message(*rows)) == []


def test_a_number_stamped_without_its_mark_is_no_day_by_itself():
    assert date(message(row(1000, "1 SE 450 551101"))) == []


ALPHABET = "\0 0123456789CDENOcdeno"


def scored(*steps):
    """Of a line with "lm8": the characters that its picture may show, in a strip of two steps for each."""
    scores = np.full((2 * len(steps), len(ALPHABET)), 0.0005, np.float32)
    for at, characters in enumerate(steps):
        scores[2 * at, [ALPHABET.index(character) for character in characters]] = 0.98 / len(characters)
        scores[2 * at + 1, 0] = 0.98
    strip = LineScores(ALPHABET, (StripScores(scores, ()),), ())
    return lambda _page, line: strip if "lm8" in line.text else None


def searched(*steps):
    rows = [TITLE, TO, FROM, row(1000, "SECRET 140035Z"), row(1050, "14lm83080448"), CITE, *TEXT]
    return read_cable("D1", [laid_out(rows)], line_scores=scored(*steps))


def test_a_stamp_read_as_rubble_is_searched_for_on_the_picture():
    cable = searched("1", "4", "D", "en", "c", "6", "3", "0", "8")
    assert date(cable) == [("1963-12-14", "inferred")]
    assert "picture" in cable.fields["date"][0].note


@pytest.mark.parametrize("steps", [("1", "4", "D", "e", "c", "6", "35", "0"), ("2", "0", "D", "e", "c", "6", "3")])
def test_a_picture_that_shows_two_years_alike_or_another_day_gives_none(steps):
    assert date(searched(*steps)) == []


def test_of_two_years_that_look_alike_the_first_after_those_that_the_paper_names_is_its_own():
    named = [row(1500, "THE GROUP WAS TRAINED IN JULY 64 AND AGAIN IN FEB 65")]
    rows = [TITLE, TO, FROM, row(1000, "SECRET 140035Z"), row(1050, "14lm83080448"), CITE, *TEXT, *named]
    scores = scored("1", "4", "D", "e", "c", "56", "6")
    assert date(read_cable("D1", [laid_out(rows)], line_scores=scores)) == [("1966-12-14", "inferred")]


def test_the_time_of_receipt_and_the_receivers_number_are_read_from_stamps():
    cable = message(row(1000, "SECRET 172040Z"), row(1050, "MAY 17 2217Z 64"), row(1075, "17 May 64 IN 60396"))
    assert [reading.value for reading in cable.fields["received"]] == ["1964-05-17T22:17Z"]
    assert [reading.value for reading in cable.fields["identifiers"]] == ["IN 60396"]


def test_two_stamps_of_receipt_that_differ_and_an_outgoing_message_give_no_receipt():
    two = message(row(1000, "SECRET 172040Z"), row(1050, "MAY 17 2217Z 64"), row(1075, "MAY 19 0217Z 64"))
    assert "received" not in two.fields
    rows = [TITLE, (680, (200, "TO :"), (420, "LIMA")), (760, (200, "FROM :"), (420, "DIRECTOR"))]
    outgoing = read_cable("D1", [laid_out([*rows, row(1050, "MAY 17 2217Z 64"), *TEXT])])
    assert "received" not in outgoing.fields
