"""What stamps, numbering machines and time clocks say, by their grammar."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.text import stamps
from briefbook.text.stamps import StampKind, find_stamps, is_machine_stamp, stamped_month


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
        ("23 NOV 1963 IN 67195", ("REGISTER", "1963-11-23", "", "67195")),
        ("IN 67195 23 NOV 63", ("REGISTER", "1963-11-23", "", "67195")),
        ("NOV 23 22 13Z 63", ("CLOCKED", "1963-11-23", "22:13", "")),
        ("23 NOV 63 22 13Z", ("CLOCKED", "1963-11-23", "22:13", "")),
        ("2213Z 23 NOV 63", ("CLOCKED", "1963-11-23", "22:13", "")),
        ("1963 OCT 9 15 33", ("RECEIVED", "1963-10-09", "15:33", "")),
        ("OCT 9 15 33 1963", ("RECEIVED", "1963-10-09", "15:33", "")),
        ("NOV 24 1963 2:13 AM", ("RECEIVED", "1963-11-24", "02:13", "")),
        ("AM 9 12 NOV 24 1963", ("RECEIVED", "1963-11-24", "09:12", "")),
        ("24 NOV 1963 02:13", ("RECEIVED", "1963-11-24", "02:13", "")),
        ("REC'D NOV 16 1961 4:32PM", ("RECEIVED", "1961-11-16", "16:32", "")),
        ("Eingegangen: 24. Nov. 1963", ("RECEIVED", "1963-11-24", "", "")),
        ("RE\u00c7U LE 24 NOV 1963", ("RECEIVED", "1963-11-24", "", "")),
        ("RECIBIDO 24 NOV 1963", ("RECEIVED", "1963-11-24", "", "")),
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
        "SENT 1963 NOV 24 PM 11 02",
        "WE MET ON NOV 24 1963 AT 2:13 AM ON THE PIER OF THE HARBOUR OFFICE AND LEFT",
        "REPORT OF THE MINISTER",
        "MAR 12 1234 63",
        "",
    ],
)
def test_other_words_and_figures_are_no_stamp(line):
    assert parts(line) == []


def test_a_day_alone_on_its_line_is_one():
    assert [stamp.kind for stamp in find_stamps("21 MAY 1964")] == [StampKind.DAY]


@pytest.mark.parametrize(
    "line", ["14DE53 N80448", "7JULS6N52218", "23 Nov 63 IN 67195", "NOV 23 22 13Z 63", "1963 NOV 24 AM 2 13"]
)
def test_a_machines_stamp_is_known_by_its_shape_though_its_letters_are_not(line):
    assert is_machine_stamp(line)


@pytest.mark.parametrize(
    "line", ["201-050539", "MEMO OF 14 DEC 63", "28A LII T0", "24 of 28", "104-10172-10001", "CITE LIMA 4410"]
)
def test_file_numbers_and_scribbles_have_no_such_shape(line):
    assert not is_machine_stamp(line)


_PARTS = (
    "NOV", "DEC", "N0V", "23", "63", "1963", "IN", "67195", "0835Z", "RECEIVED", "REC'D", "DATE DISTR.", "SLOTTED AT:",
    "2150,", "AM", "P.M.", "9", "12", "4/", "'62", "092204Z", "AUG 95", "DATE", "A", ".", "O1",
)  # fmt: skip


@given(st.lists(st.sampled_from(_PARTS), max_size=7), st.sampled_from(["", " "]))
def test_a_grammar_that_is_passed_over_for_want_of_figures_has_no_stamp_in_the_line(parts, between):
    text = between.join(parts)
    every = stamps._all_stamps(text, 1900, [(grammar, 0) for grammar, _ in stamps._GRAMMARS], 0)

    assert list(stamps._all_stamps(text, 1900, stamps._GRAMMARS, sum(map(str.isdigit, text)))) == list(every)


@given(st.lists(st.sampled_from(_PARTS), max_size=7))
def test_the_stamps_of_receipt_are_the_same_whether_or_not_others_are_asked_for(parts):
    kinds = (StampKind.CLOCKED, StampKind.REGISTER, StampKind.RECEIVED, StampKind.GROUP)
    text = " ".join(parts)

    of_receipt = find_stamps(text, of_receipt=True)
    assert of_receipt == [stamp for stamp in find_stamps(text) if stamp.kind in kinds]
