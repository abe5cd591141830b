"""Forms read by where their labels and values stand on the page."""

import pytest
from laid_out import TEXT, laid_out

from briefbook.cables import read_cable
from briefbook.model.page import Page


def read(*rows, lean=0.0, sure=0.95):
    return read_cable("D1", [laid_out([*rows, *TEXT], lean=lean, sure=sure)])


def values(cable, *names):
    return [cable.value(name) for name in names]


INCOMING = (
    (400, (900, "CLASSIFIED MESSAGE")),
    (600, (200, "DATE :"), (420, "14 MAY 64"), (1500, "3 4")),
    (680, (200, "TO :"), (420, "DIRECTOR"), (1500, "2 5")),
    (760, (200, "FROM :"), (420, "LIMA"), (1400, "MAY 14 2217Z 64")),
    (840, (200, "ACTION :"), (420, "WH 8")),
    (920, (200, "INFO :"), (420, "DDP, CI, CI/OPS, FI")),
    (1200, (300, "DIR INFO BOGO CITE LIMA 4417")),
)


def test_a_message_received_by_the_agency():
    assert values(read(*INCOMING), "from", "to", "date", "number") == ["LIMA", "DIRECTOR", "1964-05-14", "LIMA 4417"]


@pytest.mark.parametrize("lean", [-0.05, 0.03])
def test_a_page_that_lies_askew_is_read_row_by_row(lean):
    cable = read(*INCOMING, lean=lean)
    assert values(cable, "from", "to", "date", "number") == ["LIMA", "DIRECTOR", "1964-05-14", "LIMA 4417"]


@pytest.mark.parametrize(
    ("date", "to", "sender"),
    [("DATF :", "1O :", "FRDM :"), ("DATE :", "O", "PROM"), ("DATE :", ":", "FROM :"), ("OATE:", "70 :", "FR0M;")],
)
def test_damaged_labels_are_told_by_their_letters_and_their_place(date, to, sender):
    cable = read(
        INCOMING[0],
        (600, (200, date), (420, "14 MAY 64")),
        (680, (200, to), (420, "DIRECTOR")),
        (760, (200, sender), (420, "LIMA")),
        *INCOMING[4:6],
    )
    assert values(cable, "from", "to", "date") == ["LIMA", "DIRECTOR", "1964-05-14"]


def test_labels_run_into_their_values():
    cable = read(
        INCOMING[0],
        INCOMING[1],
        (680, (200, "TODIRECTOR")),
        (760, (200, "ROMLIMA")),
        *INCOMING[4:6],
    )
    assert values(cable, "from", "to") == ["LIMA", "DIRECTOR"]


def test_a_place_that_the_vocabulary_does_not_know_is_no_sender_but_is_kept():
    cable = read(INCOMING[0], INCOMING[1], INCOMING[2], (760, (200, "FROM :"), (420, "LIHXQ")), *INCOMING[4:6])
    assert cable.value("from") is None
    assert cable.fields["from"][0].as_written == "LIHXQ"


def test_a_day_of_which_the_reader_is_not_sure_stays_blank():
    cable = read(INCOMING[0], (600, (200, "DATE :"), (420, "17|0.4 MAY 64")), *INCOMING[2:3], *INCOMING[4:6])
    assert cable.value("date") is None
    assert "17 MAY 64" in cable.fields["date"][0].as_written


def test_a_time_stamped_within_a_day_confirms_it_and_gives_a_year_that_is_not_legible():
    unsure = read(INCOMING[0], (600, (200, "DATE :"), (420, "13|0.4 MAY 64|0.5")), *INCOMING[2:6])
    assert unsure.value("date") == "1964-05-13"
    without_year = read(INCOMING[0], (600, (200, "DATE :"), (420, "14 MAY SECRET")), *INCOMING[2:6])
    assert without_year.value("date") == "1964-05-14"
    assert without_year.fields["date"][0].note == "the year is that of the time stamped"
    far = read(INCOMING[0], (600, (200, "DATE :"), (420, "19 MAY SECRET")), *INCOMING[2:6])
    assert far.value("date") is None


OUTGOING = (
    (300, (900, "CLASSIFIED MESSAGE")),
    (400, (200, "ORIG :"), (420, "J. HARGREAVE:ml")),
    (480, (200, "UNIT :"), (420, "WH/4"), (1000, "S-E-C-R-E-T")),
    (560, (200, "EXT :"), (420, "6120"), (1000, "NO INDEX")),
    (640, (200, "DATE :"), (420, "3 JUNE 1964"), (1000, "FILE IN CS FILE NO.")),
    (760, (200, "TO :"), (420, "MADRID"), (1000, "(INFO) LISBON")),
    (840, (200, "FROM :"), (420, "DIRECTOR")),
    (920, (200, "CONF :"), (420, "WH 8"), (1600, "DEFERRED")),
    (1000, (200, "INFO :"), (420, "DDP, CI, WE 6"), (1600, "ROUTINE")),
)


def test_a_message_sent_by_headquarters():
    cable = read(*OUTGOING, (1200, (300, "MADR INFO LISB"), (1500, "CITE DIR"), (1750, "2 4 9 1 7")))
    assert values(cable, "from", "to", "info", "date", "number") == [
        "DIRECTOR", "MADRID", "LISBON", "1964-06-03", "DIR 24917",
    ]  # fmt: skip


def test_a_stamped_figure_of_which_the_reader_is_not_sure_makes_no_number():
    cable = read(*OUTGOING, (1200, (300, "MADR INFO LISB"), (1500, "CITE DIR"), (1750, "2 4 9|0.3 1 7")))
    assert cable.value("number") is None


def test_the_department_of_states_incoming_form():
    cable = read(
        (200, (300, "INCOMING TELEGRAM"), (1200, "Department of State")),
        (400, (1500, "CONTROL: 11482")),
        (460, (1500, "REC'D: MAY 9, 1961")),
        (520, (1500, "4:12 P.M.")),
        (600, (300, "FROM: QUITO")),
        (680, (300, "TO: SECRETARY OF STATE")),
        (760, (300, "NO: 812, MAY 9, 2 P.M.")),
    )
    assert values(cable, "from", "to", "date", "number") == ["QUITO", "STATE", "1961-05-09", "812"]
    assert "control 11482" in cable.value("identifiers")


def test_the_incoming_form_with_its_labels_damaged():
    cable = read(
        (200, (300, "INC0MING TELEGRRM"), (1200, "Department of State")),
        (400, (1500, "C0NTROL: 11482")),
        (460, (1500, "REC'D: MAY 9, 1961")),
        (600, (300, "FR0M:"), (500, "QUITO")),
        (680, (300, "T0:"), (500, "SECRETARY OF STATE")),
        (760, (300, "NO:"), (500, "812, MAY 9, 2 P.M.")),
    )
    assert values(cable, "from", "to", "date", "number") == ["QUITO", "STATE", "1961-05-09", "812"]


def test_the_outgoing_form_of_external_affairs_with_values_below_their_labels():
    cable = read(
        (200, (900, "OUTGOING MESSAGE")),
        (400, (200, "DATE"), (800, "FILE"), (1500, "SECURITY")),
        (460, (220, "MAY 9/61"), (820, "11562-40"), (1520, "CONFIDENTIAL")),
        (560, (200, "FM: EXT OTT"), (1100, "NUMBER"), (1700, "PRECEDENCE")),
        (620, (1120, "E-1192"), (1720, "PRIORITY")),
        (720, (200, "TO:"), (400, "BONN")),
        (800, (200, "INFO:"), (400, "LDN BRUSSELS")),
        (900, (200, "REF:"), (400, "YOUR TEL 511 MAY 5")),
        (980, (200, "SUBJECT:"), (500, "LOAN TALKS")),
    )
    assert values(cable, "from", "to", "info") == ["EXT OTT", "BONN", "LDN; BRUSSELS"]
    assert values(cable, "date", "number", "precedence") == ["1961-05-09", "E-1192", "PRIORITY"]
    assert values(cable, "subject", "file", "classification") == ["LOAN TALKS", "11562-40", "CONFIDENTIAL"]
    assert [reference.number for reference in cable.references] == ["511"]


def test_a_page_whose_words_have_no_places_is_read_by_the_order_of_its_lines():
    lines = [" ".join(words for _, words in groups) for _, *groups in INCOMING]
    cable = read_cable("D1", [Page.of_text("D1", 1, "\n".join(lines))])
    assert values(cable, "from", "to", "number") == ["LIMA", "DIRECTOR", "LIMA 4417"]


def test_headquarters_own_form_tells_its_sender_where_the_box_is_not_legible():
    rows = [row for row in OUTGOING if row[0] != 840]
    cable = read(*rows, (840, (200, "F 4"), (420, "R1e 0R")))
    (sender,) = cable.fields["from"]
    assert (sender.value, str(sender.how)) == ("DIRECTOR", "inferred")


def test_a_month_or_a_post_that_can_only_be_one_is_mended_and_says_so():
    cable = read(
        (200, (300, "INCOMING TELEGRAM"), (1200, "Department of State")),
        (400, (1500, "CONTROL: 11482")),
        (460, (1500, "REC'D: AUGUSY|0.4 9, 1961")),
        (600, (300, "G"), (500, "FROM: QUITO")),
        (680, (300, "S"), (500, "TO: SECREYARY|0.4 OF STATE")),
        (760, (500, "HO: 812, AUGU5T|0.4 9, 2 P.M.")),
    )
    assert values(cable, "from", "to", "date", "number") == ["QUITO", "STATE", "1961-08-09", "812"]
    assert str(cable.fields["to"][0].how) == "repaired"
    assert str(cable.fields["date"][0].how) == "repaired"


@pytest.mark.parametrize("number", ["DI-1366|0.5", "DL-1I66|0.5"])
def test_a_number_of_which_the_reader_is_not_sure_is_kept_as_it_stands_and_has_no_value(number):
    cable = read(
        (200, (900, "OUTGOING MESSAGE")),
        (400, (200, "FM: EXY|0.5 OTT"), (1100, "DATE: MAY 9/61")),
        (480, (200, "TO: BRUSSE1S|0.6"), (1100, f"NUMBER: {number}")),
        (560, (200, "INFO: LDN"), (1100, "PRECEDENCE: PRIORITY")),
    )
    assert values(cable, "from", "to", "number") == ["EXT OTT", "BRUSSELS", None]
    assert cable.fields["number"][0].as_written


def test_who_is_addressed_cannot_be_told_where_the_label_is_lost():
    cable = read(
        (200, (900, "OUTGOING MESSAGE")),
        (400, (200, "FM: EXT OTT"), (1100, "DATE: MAY 9/61")),
        (480, (200, "LDN"), (1100, "NUMBER: E-12")),
        (560, (200, "ROME"), (1100, "PRECEDENCE: PRIORITY")),
    )
    assert cable.value("to") is None


def test_a_senders_letters_are_mended_by_the_box_that_names_it():
    rows = [*INCOMING[:5], (1200, (300, "DIR INFO BOGO CITE IMA|0.5 4417"))]
    assert read(*rows).value("number") == "LIMA 4417"
    unknown = [*INCOMING[:3], *INCOMING[4:5], (1200, (300, "DIR INFO BOGO CITE QWX|0.5 4417"))]
    assert read(*unknown).value("number") is None


@pytest.mark.parametrize(
    ("row", "to"),
    [
        ("DIR INFO BOGO CITE LIMA 4417", "DIRECTOR"),
        ("PRITY DIR INFD BOGO CITE LIMA 4417", "DIRECTOR"),  # INFO misread parts them still
        ("PR1TY DIR INFO BOGO CITE LIMA 4417", "DIRECTOR"),  # a damaged precedence is no station
        ("DIR BQXX CITE LIMA 4417", None),  # part of a list is no list
    ],
)
def test_who_is_addressed_in_the_row_with_cite(row, to):
    cable = read(INCOMING[0], INCOMING[1], *INCOMING[3:6], (1200, (300, row)))
    assert values(cable, "from", "to", "number") == ["LIMA", to, "LIMA 4417"]


def test_a_message_without_cite_behind_a_long_head():
    rows = [(400 + 40 * at, (200, f"{letter}.")) for at, letter in enumerate("ABCDEFGHIJKLM")]
    cable = read((300, (900, "CLASSIFIED MESSAGE")), *rows, (1200, (300, "DIR WAVE LIMA 4417")))
    assert values(cable, "from", "to", "number") == ["LIMA", "DIRECTOR; JMWAVE", "LIMA 4417"]


def test_a_sender_whose_label_has_lost_a_letter():
    cable = read(
        (400, (900, "CLASSIFIED MESSAGE")),
        (680, (200, "TO :"), (420, "LIMA")),
        (760, (200, "MOM"), (420, "DIRECTOR")),
        (840, (200, "CONF:"), (420, "WH 8")),
    )
    assert values(cable, "from", "to") == ["DIRECTOR", "LIMA"]


def test_what_is_read_like_a_label_farther_on_in_its_row_is_none():
    cable = read(
        INCOMING[0],
        (600, (200, "DATE :"), (420, "14|0.5 MAY 64")),
        (680, (200, "TO"), (420, "DIRECTOR"), (1650, "To,|0.1")),
        (760, (200, "FROM"), (420, "LIMA"), (1350, "MAY 14 2217Z 64|0.6")),
        *INCOMING[4:],
    )
    assert values(cable, "from", "to", "date") == ["LIMA", "DIRECTOR", "1964-05-14"]
