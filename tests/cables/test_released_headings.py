"""Headings of released papers: boxes read together, numbers by their place, covers of other papers. All SPECIMENS."""

import pytest

from briefbook.cables.evidence.addresses import read_address
from briefbook.cables.evidence.labels import parted_labels
from briefbook.cables.heading import read_heading
from briefbook.cables.parse_cable import read_cable
from briefbook.model.page import Box, Kind, Line, Page, Word

TEXT = "1. The ice did not reach the mole and the harbour was open all winter."


def placed(rows, kinds=None):
    """A page whose words have places: rows of cells, each with where it begins."""
    lines = []
    for at, cells in enumerate(rows):
        words = [
            Word(word, Box(left + 20 * n, 40 * at, left + 20 * n + 15, 40 * at + 30), 0.97)
            for left, text in cells
            for n, word in enumerate(text.split())
        ]
        lines.append(Line(tuple(words), (kinds or {}).get(at, Kind.MESSAGE)))
    return Page("D1", 1, tuple(lines))


def values(cable, name):
    return [reading.value for reading in cable.fields.get(name, ()) if reading.value]


@pytest.mark.parametrize(
    ("read", "parted"),
    [
        ("DATE TYPEDDATE DISPATCHED", "DATE TYPED   DATE DISPATCHED"),
        ("CROSS REFERENCE TODISPATCH SYMBOL AND NUMBER", "CROSS REFERENCE TO   DISPATCH SYMBOL AND NUMBER"),
        ("UNDISPATCHED MAIL", "UNDISPATCHED MAIL"),
    ],
)
def test_printed_labels_read_without_a_gap_are_parted(read, parted):
    assert parted_labels(read) == parted


@pytest.mark.parametrize(
    ("rows", "number"),
    [
        (("OGC 69-0181", "31 January 1969"), "OGC 69-0181"),
        (("20 July 1962", "CK = 175"), "CK-175"),
        (("PAGE 12", "31 January 1969"), None),
        (("ROWE 175", "of the pier"), None),
    ],
)
def test_an_offices_number_stands_alone_beside_the_day(rows, number):
    text = "\n".join([*rows, "MEMORANDUM FOR: Chief, Harbour Branch", "SUBJECT: Ice", TEXT, TEXT])

    assert read_heading(text)["number"] == number


@pytest.mark.parametrize(("title", "number"), [("MEMORANDUM FOR RECORD", "CS-2793"), ("Notes of the pilot", None)])
def test_an_offices_number_stands_alone_above_the_title_of_a_memorandum(title, number):
    text = "\n".join(["CS-2793", title, "SUBJECT: Ice in the harbour", TEXT, TEXT])

    assert read_heading(text)["number"] == number


def test_a_level_and_a_time_before_the_cite_are_no_addressee():
    rows = [
        [(0, "CLASSIFIED MESSAGE")],
        [(0, "S E C R E T 282311Z CITE JMWAVE 4480")],
        [(0, "DIRECTOR 61")],
        [(0, "1. ICE HAS LEFT THE HARBOUR AND THE PIER WAS MENDED BY TWO MEN.")],
        [(0, "2. THE STATION REPEATS THE ACCOUNTS FOR THE COAL OF MAY.")],
    ]

    cable = read_cable("D1", [placed(rows)])

    assert values(cable, "to") == ["DIRECTOR"]
    assert values(cable, "number") == ["JMWAVE 4480"]


def test_boxes_of_a_form_in_the_margin_are_read():
    rows = [
        [(0, "DISPATCH"), (500, "PROCESSING")],
        [(0, "TO")],
        [(0, "Chief, Task Force W")],
        [(0, "FROM")],
        [(0, "Chief of Station, JMWAVE")],
        [(0, "SUBJECT"), (200, "Ice in the harbour")],
        [(0, "ACTION REQUIRED REFERENCES")],
        [(0, TEXT)],
        [(0, TEXT)],
        [(900, "DATE TYPEDDATE DISPATCHED")],
        [(900, "23 July 64")],
    ]
    of_margin = placed(rows, {9: Kind.MARGIN, 10: Kind.MARGIN})

    assert values(read_cable("D1", [of_margin]), "date") == ["1964-07-23"]


def test_the_chief_below_the_addressee_of_a_dispatch_is_its_sender():
    text = "\n".join(
        ["DISPATCH", "To", "Chief, Task Force W", "Chief of Station, JMWAVE", "ACTION REQUIRED: None", TEXT, TEXT]
    )

    assert read_heading(text)["from"] == "CHIEF OF STATION, JMWAVE"


def test_a_citing_station_of_which_letters_are_left_is_the_one_in_the_box():
    text = (
        "CLASSIFIED MESSAGE\nTO: DIRECTOR\nFROM: GUATEMALA CITY\nSECRET\nPRITY DIR CITE AT 1824\n1. THE MOLE IS OPEN."
    )

    assert read_heading(text)["number"] == "GUAT 1824"


def test_a_station_cited_by_its_whole_name_keeps_it():
    text = "SECRET 051530Z CITE KINGSTON 1177\nDIRECTOR\n1. THE MOLE IS OPEN."

    assert read_heading(text)["number"] == "KINGSTON 1177"


def test_a_dispatchs_symbol_with_a_letter_misread_is_the_known_one():
    rows = ("DISPATCH", "TO: Chief, WHD", "FROM: Chief of Station, JMWAVE", "DISPATCH SYMBOL AND NUMBER", "UFCA-7439")
    text = "\n".join([*rows, "ACTION REQUIRED"])

    assert read_heading(text)["number"] == "UFGA-7439"


COVER = """
IDENTIFICATION FORM
AGENCY : XYZ
RECORD NUMBER : 999-10001-10002
AGENCY FILE NUMBER : 12-34
ORIGINATOR : XYZ
FROM : {sender}
TO : {addressee}
TITLE :
DATE : 12/28/1966
PAGES : 322
DOCUMENT TYPE : PAPER
ORIGINAL Secret NEW
CLASSIFICATION: CLASSIFICATION:
REVIEW DATE : 09/24/1997 UPDATE DATE: 01/23/2001
RESTRICTIONS :
CURRENT STATUS : OPEN
COMMENTS :
""".strip()
LETTER = "UNITED STATES GOVERNMENT\nMEMORANDUM\nTO: SAC, New York\nFROM: Director, FBI\nSUBJECT: Ice\n" + TEXT


@pytest.mark.parametrize(
    ("sender", "addressee", "day"),
    [("ROWE", "WHITBY", []), ("HQ", "NY", ["1966-12-28"]), ("DIRECTOR", "WHITBY", ["1966-12-28"])],
)
def test_a_cover_that_names_other_persons_gives_no_day(sender, addressee, day):
    cover = COVER.format(sender=sender, addressee=addressee)
    pages = [Page.of_text("D7", number, text) for number, text in enumerate((cover, LETTER), 1)]

    assert values(read_cable("D7", pages), "date") == day


def test_an_older_cover_gives_the_level_that_the_paper_was_first_marked_with():
    pages = [
        Page.of_text("D7", number, text)
        for number, text in enumerate((COVER.format(sender="HQ", addressee="NY"), LETTER), 1)
    ]

    assert values(read_cable("D7", pages), "classification") == ["SECRET"]


def test_a_control_of_dissemination_is_no_later_stamp():
    text = "FM ROWE\nTO WHITBY\nS E C R E T NO FOREIGN DISSEM NO DISSEM ABROAD/BACKGROUND USE ONLY\nSUBJECT ICE"

    assert read_heading(text)["security"] == "SECRET"


def test_a_level_joined_to_a_control_is_a_marking_beside_print():
    rows = [[(0, "DISPATCH")], [(0, "TO Chief, WHD")], *[[(0, TEXT)]] * 12]
    rows.append([(0, "51-28A FORMS AND 51-29"), (600, "SECRET/NOFORN")])

    assert values(read_cable("D1", [placed(rows)]), "classification") == ["SECRET"]


@pytest.mark.parametrize(
    ("lines", "key", "value"),
    [
        ("Telegram from the Legation in Bern|To: Diplomatie Paris|No. 811 to 815|Secret", "number", "811-815"),
        ("TELEGRAMME AU DEPART|PARIS, le 8 janvier 1963|AMBAFRANCE BONN|n° 41|Votre télégramme n° 33.", "number", "41"),
        ("OUTGOING TELEGRAM|ACTION: AMEMBASSY LOME 33|FROM: HARBOUR BOARD ROME|SECRET", "from", "HARBOUR BOARD ROME"),
        ("FBI|Via AIRTEL|TO: SAC, Miami (44-770)|FROM: Director, FBI (44-2)|August 4, 1964", "from", "DIRECTOR, FBI"),
        ("FROM   LEGATION, BERN|TO   WAR OFFICE|(CONFIRMATION TO ORIGINATOR)  DIRECTOR, FILES|SECRET", "from", "BERN"),
        ("FM SINGAPORE JUN22/64 SECRET|TO USSEA, OTTAWA 209 PRIORITY|ICE", "to", ["USSEA"]),
    ],
)  # fmt: skip
def test_what_the_paper_says_goes_before_what_its_form_is_used_for(lines, key, value):
    assert read_heading(lines.replace("|", "\n"))[key] == value


def test_a_message_of_the_state_system_is_no_older_than_the_system():
    rows = ("UNCLASSIFIED", "PAGE 01 NAIROBI 04471 191354Z", "ACTION AF-00", "R 191350Z JUL 02", "FM AMEMBASSY NAIROBI")
    text = "\n".join([*rows, "TO SECSTATE WASHDC 1128"])

    assert read_heading(text)["date"] == "2002-07-19"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("GHANA (L. J. ROWE)", "GHANA"),  # no Dhaka misread
        ("THE RESIDENT, KARACHI", "KARACHI"),  # no President
        ("UNDAN LIMA", None),  # and no Under-
        ("DHAKI", "DHAKA"),
    ],
)
def test_a_word_of_its_own_is_not_mended_into_a_place_or_title(written, value):
    address = read_address(written)

    assert (address.value if address else None) in (value, written.split(" (")[0].upper().removeprefix("THE "))


def test_another_boxs_label_behind_two_blanks_is_no_part_of_a_name():
    text = "CABLE\nFrom: LEGATION, BERN\nTo: Colonel Whitby  Received: 6 May 1941\nNo. 12\nSECRET"

    assert read_heading(text)["to"] == ["COLONEL WHITBY"]


@pytest.mark.parametrize(
    ("written", "level"),
    [("TOP SECKET", "TOP SECRET"), ("HCST SECRET", "MOST SECRET"), ("POST SECRET", "SECRET"), ("SECRET", "SECRET")],
)
def test_a_misread_letter_does_not_lower_a_level(written, level):
    text = f"FROM: ROME\nTO: BERN\nNo. 12\nSECURITY: {written}\nDate: 3 May 1961"

    assert read_heading(text)["security"] == level


def test_the_end_of_one_of_three_months_is_none_of_them():
    text = "NUMBERED LETTER\nTO   Under-Secretary of State for External Affairs\nNo   4\nD te     ember 11, 1962"

    assert read_heading(text)["date"] is None


def test_every_reference_of_a_lettered_list_is_read():
    rows = [
        "DISPATCH",
        "TO: Chief, WHD",
        "FROM: Chief of Station, JMWAVE",
        "SUBJECT: Ice",
        "ACTION REQUIRED REFERENCES",
    ]
    text = "\n".join([*rows, "REFS: A. WAVE 1448", "B. BOGO 4332", "C. QUIT 5867", TEXT, TEXT])

    assert [one["number"] for one in read_heading(text)["ref"]] == ["1448", "4332", "5867"]
