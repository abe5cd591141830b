"""The agency's form where a box is not legible: what the rest of the head tells, and what it does not."""

import pytest
from laid_out import TEXT, laid_out

from briefbook.cables import read_cable


def read(*rows):
    return read_cable("D1", [laid_out([*rows, *TEXT])])


def only(cable, name):
    (reading,) = cable.fields[name]
    return reading.value, str(reading.how), reading.note


TITLE = (300, (900, "CLASSIFIED MESSAGE"))
LEVEL = (480, (1000, "S-E-C-R-E-T"))
UNIT = (560, (200, "UNIT :"), (420, "WH/4"))
FROM = (840, (200, "FROM :"), (420, "DIRECTOR"))
CONF = (920, (200, "CONF :"), (420, "WH 8"), (1600, "DEFERRED"))
INFO = (1000, (200, "INFO :"), (420, "DDP, CI, WE 6"), (1600, "ROUTINE"))


def out(to, letters, sender=FROM):
    return (TITLE, LEVEL, UNIT, (760, (200, "TO :"), (420, to)), sender, CONF, INFO, (1200, (300, letters)))


def test_a_form_that_says_who_wrote_it_and_goes_elsewhere_is_headquarters_own():
    cable = read(*out("MADRID", "MADR", sender=(840, (420, "R1e|0.2"))))
    value, how, note = only(cable, "from")
    assert (value, how) == ("DIRECTOR", "inferred")
    assert "Headquarters' own form" in note


def test_one_box_for_a_writer_tells_nothing_where_it_is_not_legible_to_whom_it_goes():
    assert read(*out("R1e|0.2", "XQZZ|0.2", sender=(840, (420, "Wo|0.2")))).value("from") is None


@pytest.mark.parametrize("box", ["BOOK CABLE", "HOOK CABLE (SEE BELOW)", "BOOK CABLE (SEF-BELOW)"])
@pytest.mark.parametrize("letters", ["ALL COS,&COB", "ALL COS,SCOB", "TO: ALL COS & COB"])
def test_a_book_cable_goes_to_those_named_below(box, letters):
    value, how, _ = only(read(*out(box, letters)), "to")
    assert value == "BOOK CABLE: ALL COS & COB"
    assert how == ("observed" if box.startswith("BOOK") else "repaired")


def test_a_book_cable_that_does_not_say_to_whom():
    assert read(*out("BOOK CABLE", "KEYWAY")).value("to") == "BOOK CABLE"


def test_an_addressee_misread_twice_is_the_one_station_that_fits_both():
    value, how, note = only(read(*out("HOME", "RONE INFO")), "to")
    assert (value, how) == ("ROME", "inferred")
    assert "a letter wrong" in note


@pytest.mark.parametrize(("to", "letters"), [("HOME", "KEYWAY"), ("HXME", "RONE"), ("HOME", "RXNE")])
def test_an_addressee_misread_once_or_worse_stays_blank(to, letters):
    assert read(*out(to, letters)).value("to") is None


def test_a_part_of_a_station_that_no_list_has_is_taken_only_if_it_is_read_surely():
    assert read(*out("MADRID/QZPOINT|0.95", "MADR")).value("to") == "MADRID/QZPOINT"
    unsure = read(*out("MADRID/QZPOINT|0.7", "XQZZ|0.2"))
    assert unsure.value("to") is None
    assert "QZPOINT" in unsure.fields["to"][0].as_written


def received(date, *, slotted="", group="", stamp=""):
    return (
        TITLE,
        (600, (200, "DATE :"), (420, date)),
        (680, (200, "TO :"), (420, "DIRECTOR")),
        (760, (200, "FROM :"), (420, "LIMA"), (1400, stamp)),
        (840, (200, "ACTION :"), (420, f"C/WH 2 {slotted}")),
        (920, (200, "INFO :"), (420, "DDP, CI, CI/OPS, FI")),
        (1100, (300, f"S E C R E T {group}")),
        (1200, (300, "DIR INFO BOGO CITE LIMA 4417")),
    )


def test_the_day_of_the_group_with_the_month_of_the_note_that_a_copy_was_slotted():
    cable = read(*received("W|0.1", slotted="(WH NOTIFIED AND COPY SLOTTED 1400 14 MAY 64)", group="141702Z"))
    value, how, note = only(cable, "date")
    assert (value, how) == ("1964-05-14", "inferred")
    assert "date-time group" in note


def test_a_note_of_another_day_tells_nothing():
    cable = read(*received("W|0.1", slotted="(WH NOTIFIED AND COPY SLOTTED 1400 17 MAY 64)", group="141702Z"))
    assert cable.value("date") is None


@pytest.mark.parametrize(("stamp", "day"), [("MAY 14 2217Z 64", "1964-05-14"), ("MAY 15 0217Z 64", "1964-05-14")])
def test_the_day_in_washington_of_the_time_stamped_where_only_the_year_is_legible(stamp, day):
    value, how, note = only(read(*received("RNV|0.1 64", stamp=stamp)), "date")
    assert (value, how) == (day, "inferred")
    assert "unverified" in note


@pytest.mark.parametrize(
    ("box", "stamp"), [("RNV|0.1", "MAY 14 2217Z 64"), ("RNV|0.1 64", "MAY 14|0.4 2217Z 64"), ("RNV|0.1 64", "")]
)
def test_without_its_year_or_a_sure_stamp_the_day_stays_blank(box, stamp):
    assert read(*received(box, stamp=stamp)).value("date") is None


def test_a_day_far_from_the_time_stamped_on_it_is_not_taken():
    assert read(*received("4 MAY 64", stamp="MAY 14 2217Z 64")).value("date") is None
    assert read(*received("13 MAY 64", stamp="MAY 14 2217Z 64")).value("date") == "1964-05-13"
