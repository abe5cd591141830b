"""What stamps, numbering machines and time clocks say, by their grammar."""

import pytest

from briefbook.text.stamps import StampKind, find_stamps, is_date_label, stamped_month


def parts(text):
    return [(stamp.kind.name, stamp.edtf, stamp.clock, stamp.register) for stamp in find_stamps(text)]


@pytest.mark.parametrize(
    ("line", "stamp"),
    [
        ("SECRET 041755Z 4 Oct 61 IN 30412", ("REGISTER", "1961-10-04", "", "30412")),
        ("DIR CITE LIMA 4410 17No63060396", ("REGISTER", "1963-11-17", "", "")),  # IN misread: no register number
        ("18Fe64IN10 773", ("REGISTER", "1964-02-18", "", "10773")),
        ("FROM LIMA MAY 14 2217Z 64", ("CLOCKED", "1964-05-14", "22:17", "")),
        ("FROM LIMA JUL 3. O402Z 61", ("CLOCKED", "1961-07-03", "04:02", "")),
        ("TOT: 061120Z JUL 94", ("GROUP", "1994-07-06", "11:20", "")),
        ("RECEIVED 1961 APR 17 PM 4 05", ("RECEIVED", "1961-04-17", "16:05", "")),
        ("APR 17 4 05 PM '61", ("RECEIVED", "1961-04-17", "16:05", "")),
        ("Rec'd April 17, 1961 4:05 p.m.", ("RECEIVED", "1961-04-17", "", "")),
        ("RECEIVED IN ARCHIVES 17 APR 1961", ("RECEIVED", "1961-04-17", "", "")),
        ("C/WH 5 (COPY SLOTTED AT: 2150, 26 MAY 64)", ("SLOTTED", "1964-05-26", "", "")),
        ("SUBJECT HARBOUR DUES DATE DISTR. 21 MAY 1964", ("LABELLED", "1964-05-21", "", "")),
        ("DATE TYPED 7 Jun 1962", ("LABELLED", "1962-06-07", "", "")),
        ("DATE: 8 MAY 62 276", ("BOX", "1962-05-08", "", "")),
        ("APR 9 1962", ("DAY", "1962-04-09", "", "")),
        ("19 MAY 1963", ("DAY", "1963-05-19", "", "")),
        ("FROM LIMA our minuteMAY 27 2216Z 62", ("CLOCKED", "1962-05-27", "22:16", "")),
    ],
)
def test_each_stamp_is_read_by_its_grammar(line, stamp):
    assert parts(line) == [stamp]


def test_a_time_stamp_behind_a_date_time_group_is_not_its_month_and_year():
    assert parts("SECRET 130040Z MAY 13 0835Z 64 IN 41220") == [("CLOCKED", "1964-05-13", "08:35", "")]


def test_a_month_that_may_be_two_is_none():
    (stamp,) = find_stamps("23My63IN67 195")
    assert (stamp.day, stamp.month, stamp.year, stamp.register) == (23, None, 1963, "67195")
    assert stamped_month("Ju") == (None, False)


def test_letters_of_like_shape_are_mended_and_said_to_be():
    assert stamped_month("N0V") == (11, True)
    assert stamped_month("Sep") == (9, False)
    assert stamped_month("Nor") == (None, False)


@pytest.mark.parametrize(
    "line",
    [
        "HE RECEIVED 12 MEN IN THE MORNING",
        "PAY 3400 PESOS TO THE 63 MEN",
        "CITE LIMA 4410",
        "REPORT OF THE MINISTER",
        "MAR 12 1234 63",
        "",
    ],
)
def test_other_words_and_figures_are_no_stamp(line):
    assert parts(line) == []


def test_a_label_without_a_value_points_to_the_line_below():
    assert is_date_label("SUBJECT DATE DISTR.")
    assert is_date_label("DATE TYPED DATE")
    assert not is_date_label("DATE OF BIRTH")
    assert [stamp.kind for stamp in find_stamps("21 MAY 1964")] == [StampKind.DAY]
