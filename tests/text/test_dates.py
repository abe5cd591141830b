# ruff: noqa: E501
"""Written dates and what they mean, side by side; what can be read two ways stays in doubt, words are never lost."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.text.date_display import date_in_words
from briefbook.text.dates import Outcome, edtf_bounds, find_mentions, is_edtf, month_number, read_by, read_date


@pytest.mark.parametrize(
    ("written", "edtf", "first", "last"),
    [
        # a day, its month in letters
        ("8-Nov-62", "1962-11-08", "1962-11-08", "1962-11-08"),
        ("8–Nov–62", "1962-11-08", "1962-11-08", "1962-11-08"),
        ("8 November 1962", "1962-11-08", "1962-11-08", "1962-11-08"),
        ("8th November, 1962", "1962-11-08", "1962-11-08", "1962-11-08"),
        ("8. November 1962", "1962-11-08", "1962-11-08", "1962-11-08"),
        ("the 8th of November, 1962", "1962-11-08", "1962-11-08", "1962-11-08"),
        ("Nov. 8, 1962", "1962-11-08", "1962-11-08", "1962-11-08"),
        ("Nov 8 62", "1962-11-08", "1962-11-08", "1962-11-08"),
        ("November 8th 1962", "1962-11-08", "1962-11-08", "1962-11-08"),
        ("NOV 8/62", "1962-11-08", "1962-11-08", "1962-11-08"),
        ("NOV8/62", "1962-11-08", "1962-11-08", "1962-11-08"),
        ("1962 Nov 8", "1962-11-08", "1962-11-08", "1962-11-08"),
        ("1962, November 8", "1962-11-08", "1962-11-08", "1962-11-08"),
        ("Sept 5, 1962", "1962-09-05", "1962-09-05", "1962-09-05"),
        ("5 Sept. 62", "1962-09-05", "1962-09-05", "1962-09-05"),
        ("5 Sept. '62", "1962-09-05", "1962-09-05", "1962-09-05"),
        ("8 Novmber 1962", "1962-11-08", "1962-11-08", "1962-11-08"),
        ("Thursday, November 8, 1962", "1962-11-08", "1962-11-08", "1962-11-08"),
        ("Thurs. 8 Nov. 1962", "1962-11-08", "1962-11-08", "1962-11-08"),
        ("29 Feb 1964", "1964-02-29", "1964-02-29", "1964-02-29"),
        # other languages, Roman figures
        ("8 novembre 1962", "1962-11-08", "1962-11-08", "1962-11-08"),
        ("le 8 novembre 1962", "1962-11-08", "1962-11-08", "1962-11-08"),
        ("jeudi 8 nov. 1962", "1962-11-08", "1962-11-08", "1962-11-08"),
        ("1er août 1962", "1962-08-01", "1962-08-01", "1962-08-01"),
        ("3 fév. 1962", "1962-02-03", "1962-02-03", "1962-02-03"),
        ("12 déc. 62", "1962-12-12", "1962-12-12", "1962-12-12"),
        ("27. Oktober 1962", "1962-10-27", "1962-10-27", "1962-10-27"),
        ("3. März 1962", "1962-03-03", "1962-03-03", "1962-03-03"),
        ("8 de noviembre de 1962", "1962-11-08", "1962-11-08", "1962-11-08"),
        ("27 de outubro de 1962", "1962-10-27", "1962-10-27", "1962-10-27"),
        ("27 ottobre 1962", "1962-10-27", "1962-10-27", "1962-10-27"),
        ("8.XI.62", "1962-11-08", "1962-11-08", "1962-11-08"),
        ("8.XI.1962", "1962-11-08", "1962-11-08", "1962-11-08"),
        ("27/X/62", "1962-10-27", "1962-10-27", "1962-10-27"),
        # a day in figures that can be one day only
        ("1962-11-08", "1962-11-08", "1962-11-08", "1962-11-08"),
        ("1962-1-8", "1962-01-08", "1962-01-08", "1962-01-08"),
        ("1962/11/08", "1962-11-08", "1962-11-08", "1962-11-08"),
        ("1962.11.08", "1962-11-08", "1962-11-08", "1962-11-08"),
        ("19621108", "1962-11-08", "1962-11-08", "1962-11-08"),
        ("23/11/1962", "1962-11-23", "1962-11-23", "1962-11-23"),
        ("11/23/1962", "1962-11-23", "1962-11-23", "1962-11-23"),
        ("11/11/62", "1962-11-11", "1962-11-11", "1962-11-11"),
        # with a clock
        ("1962-11-08T00:00:00Z", "1962-11-08", "1962-11-08", "1962-11-08"),
        ("1962-11-08 00:00:00", "1962-11-08", "1962-11-08", "1962-11-08"),
        ("11/23/1962 0:00", "1962-11-23", "1962-11-23", "1962-11-23"),
        ("11/23/1962 12:00:00 AM", "1962-11-23", "1962-11-23", "1962-11-23"),
        ("1962-11-08T14:30:00Z", "1962-11-08T14:30:00Z", "1962-11-08", "1962-11-08"),
        ("1962-11-08 14:30", "1962-11-08T14:30", "1962-11-08", "1962-11-08"),
        ("November 8, 1962, 10:50 p.m.", "1962-11-08T22:50", "1962-11-08", "1962-11-08"),
        ("081530Z NOV 62", "1962-11-08T15:30Z", "1962-11-08", "1962-11-08"),
        ("271530Q OCT 62", "1962-10-27T15:30-04:00", "1962-10-27", "1962-10-27"),
        # months, years, seasons, decades
        ("November 1962", "1962-11", "1962-11-01", "1962-11-30"),
        ("Nov-62", "1962-11", "1962-11-01", "1962-11-30"),
        ("Nov 62", "1962-11", "1962-11-01", "1962-11-30"),
        ("Oct. 62", "1962-10", "1962-10-01", "1962-10-31"),
        ("11/1962", "1962-11", "1962-11-01", "1962-11-30"),
        ("1962/11", "1962-11", "1962-11-01", "1962-11-30"),
        ("?? April 1963", "1963-04", "1963-04-01", "1963-04-30"),
        ("1963-04-??", "1963-04-XX", "1963-04-01", "1963-04-30"),
        ("early November 1962", "1962-11", "1962-11-01", "1962-11-30"),
        ("1962", "1962", "1962-01-01", "1962-12-31"),
        ("mid-1962", "1962", "1962-01-01", "1962-12-31"),
        ("Spring 1962", "1962-21", "1962-03-01", "1962-05-31"),
        ("printemps 1962", "1962-21", "1962-03-01", "1962-05-31"),
        ("winter 1962-63", "1962-24", "1962-12-01", "1963-02-28"),
        ("the 1960s", "196X", "1960-01-01", "1969-12-31"),
        ("196?", "196X", "1960-01-01", "1969-12-31"),
        ("20th century", "19XX", "1900-01-01", "1999-12-31"),
        # about, uncertain, supplied by the cataloguer
        ("c. Nov 1962", "1962-11~", "1962-11-01", "1962-11-30"),
        ("c. Oct 62", "1962-10~", "1962-10-01", "1962-10-31"),
        ("ca. 1962", "1962~", "1962-01-01", "1962-12-31"),
        ("circa November 1962", "1962-11~", "1962-11-01", "1962-11-30"),
        ("8 Nov 1962?", "1962-11-08?", "1962-11-08", "1962-11-08"),
        ("8? Nov 1962", "1962-11-08?", "1962-11-08", "1962-11-08"),
        ("probably November 1962", "1962-11?", "1962-11-01", "1962-11-30"),
        ("c. 1962?", "1962%", "1962-01-01", "1962-12-31"),
        ("[Oct 1962]", "1962-10", "1962-10-01", "1962-10-31"),
        ("[1962]", "1962", "1962-01-01", "1962-12-31"),
        ("[8 Nov 1962]", "1962-11-08", "1962-11-08", "1962-11-08"),
        ("[8 November 1962?]", "1962-11-08?", "1962-11-08", "1962-11-08"),
        ("n.d. [Nov 1962]", "1962-11", "1962-11-01", "1962-11-30"),
        # several days
        ("8-13 November 1962", "1962-11-08/1962-11-13", "1962-11-08", "1962-11-13"),
        ("Nov 8-13, 1962", "1962-11-08/1962-11-13", "1962-11-08", "1962-11-13"),
        ("November 8 - November 13, 1962", "1962-11-08/1962-11-13", "1962-11-08", "1962-11-13"),
        ("between 8 and 13 November 1962", "1962-11-08/1962-11-13", "1962-11-08", "1962-11-13"),
        ("30 Oct - 2 Nov 1962", "1962-10-30/1962-11-02", "1962-10-30", "1962-11-02"),
        ("from 30 Oct to 2 Nov 1962", "1962-10-30/1962-11-02", "1962-10-30", "1962-11-02"),
        ("December 30 - January 2, 1963", "1962-12-30/1963-01-02", "1962-12-30", "1963-01-02"),
        ("October-November 1962", "1962-10/1962-11", "1962-10-01", "1962-11-30"),
        ("November 1962 - January 1963", "1962-11/1963-01", "1962-11-01", "1963-01-31"),
        ("1962-11-08..1962-11-13", "1962-11-08/1962-11-13", "1962-11-08", "1962-11-13"),
        ("1962-63", "1962/1963", "1962-01-01", "1963-12-31"),
        ("1962/63", "1962/1963", "1962-01-01", "1963-12-31"),
        ("c. 1962-63", "1962~/1963~", "1962-01-01", "1963-12-31"),
        ("8 or 9 November 1962", "[1962-11-08,1962-11-09]", "1962-11-08", "1962-11-09"),
    ],
)  # fmt: skip
def test_a_written_date_and_the_days_it_may_mean(written, edtf, first, last):
    reading = read_date(written)

    assert (reading.outcome, reading.edtf) == (Outcome.DATE, edtf)
    assert reading.bounds == (date.fromisoformat(first), date.fromisoformat(last))
    assert reading.note == ""


@pytest.mark.parametrize(
    ("written", "edtf", "first", "last"),
    [
        ("before 1963", "../1962", None, "1962-12-31"),
        ("pre-1962", "../1961", None, "1961-12-31"),
        ("before 8 November 1962", "../1962-11-07", None, "1962-11-07"),
        ("avant novembre 1962", "../1962-10", None, "1962-10-31"),
        ("not after 8 Nov 1962", "../1962-11-08", None, "1962-11-08"),
        ("until 2 November 1962", "../1962-11-02", None, "1962-11-02"),
        ("after 8 Nov 1962", "1962-11-09/..", "1962-11-09", None),
        ("after 1962", "1963/..", "1963-01-01", None),
        ("from 2 November 1962", "1962-11-02/..", "1962-11-02", None),
        ("8 November 1962 - ?", "1962-11-08/", "1962-11-08", None),
    ],
)
def test_before_and_after_are_intervals_open_at_one_end(written, edtf, first, last):
    reading = read_date(written)

    assert reading.edtf == edtf
    assert tuple(day and day.isoformat() for day in reading.bounds) == (first, last)


@pytest.mark.parametrize(
    ("written", "day_first", "month_first"),
    [
        ("8/11/62", "1962-11-08", "1962-08-11"),
        ("8.11.1962", "1962-11-08", "1962-08-11"),
        ("9-12-63", "1963-12-09", "1963-09-12"),
        ("11/8/1962 0:00", "1962-08-11", "1962-11-08"),
        ("c. 8/11/62", "1962-11-08~", "1962-08-11~"),
        ("8/11/62 - 9/11/62", "1962-11-08/1962-11-09", "1962-08-11/1962-09-11"),
    ],
)
def test_a_day_in_figures_that_can_be_read_two_ways_is_a_doubt_until_the_order_is_set(written, day_first, month_first):
    doubt = read_date(written)

    assert (doubt.outcome, doubt.edtf, doubt.alternatives) == (Outcome.DOUBT, None, (day_first, month_first))
    assert read_date(written, order="dmy").edtf == day_first
    assert read_date(written, order="mdy").edtf == month_first


def test_the_bounds_of_a_doubt_hold_both_readings():
    assert read_date("8/11/62").bounds == (date(1962, 8, 11), date(1962, 11, 8))


def test_what_people_write_is_read_day_first_with_a_note_of_the_other_reading():
    reading = read_by("8/11/62")

    assert reading.edtf == "1962-11-08"
    assert reading.note == "read with the day first; it may also be 1962-08-11 (set [dates] order)"
    assert read_by("8/11/62", order="mdy").note == ""


@pytest.mark.parametrize(
    ("written", "both"), [("1910/11", ("1910/1911", "1910-11")), ("Nov-12", ("1912-11", "XXXX-11-12"))]
)
def test_years_and_months_of_two_figures_that_can_be_either_are_a_doubt(written, both):
    assert read_date(written).alternatives == both


@pytest.mark.parametrize(
    "written",
    ["undated", "n.d.", "N.D.", "[n.d.]", "no date", "(no date)", "date unknown", "unknown", "s.d.", "sans date", "-", "?"],
)  # fmt: skip
def test_a_date_that_is_known_to_be_unknown(written):
    reading = read_date(written)

    assert (reading.outcome, reading.edtf, reading.bounds) == (Outcome.UNDATED, None, None)


@pytest.mark.parametrize(
    ("written", "note"),
    [
        ("31-Nov-62", "1962-11-31 is not a day of the calendar"),
        ("32-Nov-62", "no month has 32 days"),
        ("1962-02-30", "1962-02-30 is not a day of the calendar"),
        ("13/13/62", "1962-13-13 is not a day of the calendar"),
        ("1963-02-29", "1963-02-29 is not a day of the calendar"),
        ("13-8 November 1962", "1962-11-13 is later than 1962-11-08"),
    ],
)
def test_a_day_that_the_calendar_lacks_is_impossible(written, note):
    reading = read_date(written)

    assert (reading.outcome, reading.edtf, reading.note) == (Outcome.IMPOSSIBLE, None, note)


@pytest.mark.parametrize(
    ("written", "note"),
    [
        ("soon", ""),
        ("8-Nvo-62", ""),
        ("Junk 1962", ""),
        ("circa", ""),
        ("8 November 1962 -", ""),
        ("8 November", "the year is not written"),
        ("22958", "it may be the number by which a spreadsheet counts the day 1962-11-08"),
    ],
)
def test_what_is_no_date_keeps_its_words(written, note):
    reading = read_date(written)

    assert (reading.outcome, reading.as_written, reading.edtf, reading.note) == (
        Outcome.UNREADABLE,
        written,
        None,
        note,
    )


def test_a_weekday_that_the_calendar_contradicts_is_noted_and_the_day_stands():
    reading = read_date("Friday, November 8, 1962")

    assert (reading.edtf, reading.note) == ("1962-11-08", "1962-11-08 was a Thursday, not a Friday")


def test_years_of_two_figures_fall_into_the_window():
    assert read_date("8-Nov-62", window=1850).edtf == "1862-11-08"
    assert read_date("8-Nov-12", window=1950).edtf == "2012-11-08"
    assert read_date("8/13/05", window=1950).edtf == "2005-08-13"


def test_the_field_date_leaves_the_clock_out():
    assert read_date("1962-11-08T14:30:00Z").without_clock == "1962-11-08"
    assert read_date("271530Q OCT 62").without_clock == "1962-10-27"


LEVELS_0_AND_1 = (
    "1962", "1962-11", "1962-11-08", "1962-11-08T14:30:00Z", "1962-11-08T14:30:00-05:00", "1962-11-08/1962-11-13",
    "1962/1963-02", "1962-21", "1962-24", "1962?", "1962-11~", "1962-11-08%", "196X", "19XX", "1962-XX", "1962-11-XX",
    "1962-XX-XX", "1962-11-08/..", "../1962-11-08", "1962-11-08/", "/1962-11-08", "1962-11-08?/1962-11~", "-0044",
    "Y170000002", "Y-170000002",
)  # fmt: skip


@pytest.mark.parametrize("edtf", LEVELS_0_AND_1)
def test_edtf_of_levels_0_and_1_reads_back_to_itself(edtf):
    assert (is_edtf(edtf), read_date(edtf).edtf) == (True, edtf)


@pytest.mark.parametrize("edtf", ["[1962-11-08,1962-11-10]", "{1962,1964}", "[..1962-11]", "1962?-11-08", "XXXX-11-08"])
def test_so_do_sets_and_qualified_parts_of_level_2(edtf):
    assert read_date(edtf).edtf == edtf


@pytest.mark.parametrize(
    "text",
    ["1962-13", "1962-02-30", "1962-11-08T25:00:00Z", "1962-21-01", "XXXX-02-30", "1963/1962", "/", "", "٠٩٦٢", "1962-11-8"],
)  # fmt: skip
def test_what_is_no_edtf(text):
    assert not is_edtf(text)


@given(st.dates(min_value=date(1000, 1, 1)), st.sampled_from(["", "?", "~", "%"]))
def test_words_shown_for_a_day_read_back_to_the_same_edtf(day, mark):
    edtf = f"{day.isoformat()}{mark}"
    assert read_date(date_in_words(edtf)).edtf == edtf


@given(st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 1, 1)), st.integers(1, 800))
def test_words_shown_for_an_interval_read_back_to_the_same_edtf(first, length):
    edtf = f"{first.isoformat()}/{(first + timedelta(days=length)).isoformat()}"
    assert read_date(date_in_words(edtf)).edtf == edtf


@pytest.mark.parametrize(
    "edtf",
    [
        "1962", "1962-11", "1962-11?", "1962~", "1962-21", "1962-24", "196X", "190X", "19XX", "../1962-11-02", "1962/..",
        "1962-10/1962-11", "1962-11-08/1963-01", "1962/1963", "[1962-11-08,1962-11-09]",
    ],
)  # fmt: skip
def test_words_shown_for_other_dates_read_back_too(edtf):
    assert read_date(date_in_words(edtf)).edtf == edtf


@given(st.text())
def test_no_text_makes_it_fail_and_what_is_read_is_edtf(text):
    reading = read_date(text)
    assert (reading.edtf is None) == (reading.outcome is not Outcome.DATE)
    assert all(is_edtf(edtf) for edtf in (*filter(None, [reading.edtf]), *reading.alternatives))


@given(st.text(alphabet="0123456789 -/.?[]NovJanc,tohXI~", max_size=24))
def test_nor_does_text_that_looks_like_a_date(text):
    reading = read_date(text)
    assert (reading.edtf is None) == (reading.outcome is not Outcome.DATE)
    assert all(is_edtf(edtf) for edtf in (*filter(None, [reading.edtf]), *reading.alternatives))


def test_bounds_of_what_is_stored():
    assert edtf_bounds("1962-11") == (date(1962, 11, 1), date(1962, 11, 30))
    assert edtf_bounds("[1962-11-08,1962-12]") == (date(1962, 11, 8), date(1962, 12, 31))
    assert edtf_bounds("-0044") == (None, None)
    assert edtf_bounds("8 November 1962") is None


def test_months_are_one_table():
    assert [month_number(word) for word in ("Sept.", "SEP", "août", "Februar", "outubro", "Novem", "Nvo", "Ma")] == [
        9, 9, 8, 2, 10, 11, 0, 0,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("prose", "mentions"),
    [
        ("On November 9th he left", [("November 9th", 11, 9, None, None)]),
        ("from 8-13 November 1962 on", [("8-13 November 1962", 11, 8, 1962, 13)]),
        ("Nov. 8-13, 1962", [("Nov. 8-13, 1962", 11, 8, 1962, 13)]),
        ("pages 30-2 November", [("2 November", 11, 2, None, None)]),
        ("le 8 novembre 1962, puis", [("8 novembre 1962", 11, 8, 1962, None)]),
        ("sent 8-Nov-62, NOV 9/62, 8.XI.62 and 1962-11-08", [
            ("8-Nov-62", 11, 8, 1962, None), ("NOV 9/62", 11, 9, 1962, None),
            ("8.XI.62", 11, 8, 1962, None), ("1962-11-08", 11, 8, 1962, None),
        ]),
        ("on 23/11/62 but not 8/11/62", [("23/11/62", 11, 23, 1962, None)]),
        ("may 10 of them march 8 miles", []),
        ("file 737.56361/10-2862, FO 371/8/11/62", []),
    ],
)  # fmt: skip
def test_days_in_prose(prose, mentions):
    assert [(at.text, at.month, at.day, at.year, at.last) for at in find_mentions(prose)] == mentions


def test_days_in_figures_in_prose_are_read_once_the_order_is_set():
    (mention,) = find_mentions("the telegram of 8/11/62", order="mdy")
    assert mention.days(1962) == (date(1962, 8, 11), date(1962, 8, 11))
