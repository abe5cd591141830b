"""Headings of services that nobody has seen: their words are known by shape, place and labels."""

import numpy as np
import pytest

from briefbook.cables import read_heading
from briefbook.cables.evidence.addresses import may_name_chief, read_address
from briefbook.cables.evidence.paper import Paper
from briefbook.cables.evidence.words import WordShares, heading_words, label_shares

FORM = """
    SARMATIAN FOREIGN SERVICE
    CABLE RECEIVED
    Outstation: Kelmar
    Zum: Bureau of Foreign Trade
    Serial 88/B
    7th October 1953
    CONFIDENTIAL
    The harbour board met this morning and asked for a further delay of the loan.
"""


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        (
            """
            FOREIGN MINISTRY TELEGRAM
            Fra: Ambassaden Brussels
            Til: Handelsdepartementet
            Dato: 9. april 1958
            Nr. 311""",
            "to",
            ["HANDELSDEPARTEMENTET"],
        ),
        (
            """
            FOREIGN MINISTRY TELEGRAM
            Fra: Ambassaden Brussels
            Til: Handelsdepartementet
            Dato: 9. april 1958
            Nr. 311""",
            "number",
            "311",
        ),
        (
            """
            CONFIDENTIAL
            FROM: ZEDCOM, KELMAR
            TO: Foreign Office
            No. 46
            3 May 1947""",
            "from",
            "ZEDCOM, KELMAR",
        ),
        (
            """
            FROM: Foreign Office
            TO: LISBON
            Telegram No. 411-412
            CONFIDENTIAL
            12 June 1958""",
            "number",
            "411-412",
        ),
    ],
)
def test_a_value_is_given_where_the_paper_as_a_whole_looks_like_a_message(text, key, value):
    assert read_heading("\n".join(line.strip() for line in text.strip().splitlines()))[key] == value


@pytest.mark.parametrize(
    "text",
    [
        "RECEIPT FOR KEYS\nReceived from: Porter\nDocument: KL 14471, 2 copies\nSigned:   Date: 6 June 1960",
        "TELEPHONE LIST, MISSION TO LISBON, 1964\nOsgood, T. 441   Whitby, R. 442\nDirector 400",
        "SCENE II. The same.\nMINISTER: No. 42. From whom is this?\nSECRETARY: From Vienna, sir, and marked secret.",
    ],
)
def test_a_receipt_a_list_and_a_play_give_nobody_and_no_number(text):
    heading = read_heading(text)

    assert (heading["from"], heading["to"], heading["number"]) == (None, [], None)


def test_a_city_with_its_country_is_that_city():
    text = "AIRGRAM\nA-17\nFROM: Lisbon, Portugal\nTO: Department of State\nDATE: May 3, 1961\nSUBJECT: Cork"

    assert read_heading(text)["from"] == "LISBON"


def test_an_office_in_capitals_keeps_the_words_that_say_which():
    text = "TELEGRAM\nFROM KENYA TO SECRETARY OF STATE FOR THE COLONIES\nNo. 44\n3rd May, 1953\nSECRET"

    assert read_heading(text)["to"] != ["STATE"]


def test_the_words_of_a_heading_have_their_places_and_their_cells():
    words = heading_words(Paper(["No. 61    3 May 1947"]))

    assert [(word.text, word.start, word.begins_cell) for word in words] == [
        ("No", 0, True),
        (".", 2, False),
        ("61", 4, False),
        ("3", 8, True),
        ("May", 10, False),
        ("1947", 14, False),
    ]


def test_the_shares_of_a_word_are_one_together():
    shares = label_shares([["bias", "shape=9"], ["bias", "shape=X"], ["no such feature"]])

    assert np.allclose(shares.sum(axis=1), 1.0)


def test_a_day_alone_on_its_line_is_likely_the_papers():
    shares = WordShares(Paper([line.strip() for line in FORM.strip().splitlines()]))

    assert round(shares.share("date", 5, "7th October 1953") or 0.0, 1) == 1.0
    assert shares.share("date", 5, "8th October 1953") is None


@pytest.mark.parametrize(
    ("line", "kind", "behind"),
    [
        ("FROM/VAN:   KELMAR", "from", "KELMAR"),
        ("DATED/GEDATEER: 3 May 1961", "date", "3 May 1961"),
        ("TO - POUR  KELMAR", "to", "KELMAR"),
    ],
)
def test_a_label_in_two_languages_is_one_label(line, kind, behind):
    segment = Paper([line]).lines[0].segments[0]

    assert segment.label is not None
    assert (segment.label.kind, segment.text.strip()) == (kind, behind)


def test_a_name_with_a_misread_word_is_blank_on_a_paper_full_of_misread_words():
    rows = "TELFGRAM RECEIVED\nFROM: DELEGATIOM, KELMAR\nTO: Foreign Office\nNo. 46\n3 May 1947\n"
    text = "The Miuister rcgretted that the meetiug was postponcd and asked for anothet day in Scptember."

    assert read_heading(rows + text)["from"] is None
    assert read_heading(rows.replace("DELEGATIOM", "DELEGATION") + text)["from"] is None  # nobody knows KELMAR either
    known = rows.replace("DELEGATIOM, KELMAR", "DELEGATION OF THE STAFF")
    assert read_heading(known + text)["from"] == "DELEGATION OF THE STAFF"
    sound = "The Minister regretted that the meeting was postponed and asked for another day in September."
    clean = rows.replace("DELEGATIOM", "DELEGATION").replace("TELFGRAM", "TELEGRAM")
    assert read_heading(clean + sound)["from"] == "DELEGATION, KELMAR"


def test_where_a_misread_from_stands_inside_a_name_the_name_is_blank():
    text = "CABLE\nTO: ZEDCOM KELMAR FROH MILREP ODDA\nNo. 14\n3 May 1957\nSECRET"

    assert read_heading(text)["to"] == []


def test_a_number_with_strokes_is_not_cut_at_the_first():
    text = "TELEGRAM\nFROM: LISBON\nTO: Foreign Office\nNUMBER: G-48/1/29\n27 August 1951\nSECRET"

    assert read_heading(text)["number"] != "G-48"


@pytest.mark.parametrize(
    ("written", "level"),
    [
        ("MOST SECRET", "MOST SECRET"),
        ("Strengt fortrolig", "STRENGT FORTROLIG"),
        ("SFGRETO", "SEGRETO"),
        ("SECRT", "SECRET"),
        ("SECRETI", "SECRET"),
    ],
)
def test_levels_of_other_services_keep_their_words(written, level):
    text = f"TELEGRAM\nFROM: LISBON\nTO: Foreign Office\nNo. 41\n27 August 1943\n{written}"

    assert read_heading(text)["security"] == level


@pytest.mark.parametrize(
    ("day", "date"),
    [("12 dicembr 1951", "1951-12-12"), ("7 OEC 1940", "1940-12-07"), ("23 de febrero de 193B", "1938-02-23")],
)
def test_a_misread_month_or_year_is_mended_where_a_day_must_stand(day, date):
    text = f"CABLE RECEIVED\nFROM: LISBON\nTO: Foreign Office\nNo. 41\nDatum: {day}\nSECRET"

    assert read_heading(text)["date"] == date


def test_a_message_without_a_name_that_is_legible_has_its_day_and_its_level():
    heading = read_heading("MINISTRY OF SUPPLY\nTELEGRAM SENT\nSECRET\nKelmar, 12 June 1944\nThe ship sails on Monday.")

    assert (heading["date"], heading["security"]) == ("1944-06-12", "SECRET")


def test_a_name_ends_where_the_label_of_the_next_column_begins():
    text = "CABLE RECEIVED\nFROM: LISBON   TRANSMITTED:- 26 April 1961\nTO: J. R. OKAFOR   NR C 2185\nSECRET"
    heading = read_heading(text)

    assert (heading["from"], heading["to"]) == ("LISBON", ["J. R. OKAFOR"])


@pytest.mark.parametrize("mark", ["²", "¹", "①", "x²"])
def test_a_raised_or_circled_figure_that_stands_alone_is_no_day_and_no_fault(mark):
    paper = Paper(["FROM KELMAR TO ORVANE", f"SERIAL 88 {mark} 7 OCTOBER 1953"])

    shares = WordShares(paper)

    assert mark in [word.text for word in shares.words]


def test_a_line_is_asked_for_a_chief_wherever_the_long_question_finds_one():
    lines = [
        "SAC, DALLAS (100-10461)",
        "CH1EF, WH DIVISION",
        "Chief of Station, Bogota",
        "D1RECTOR, FBI",
        "LEGAT, Rome",
    ]
    lines += ["Director, Federal Bureau of Investigation", "Deputy Chief, FE", "ACTING CHIEF, WE", "CHIEFS OF STATION"]
    lines += [
        "CHIEFOF STATION, LIMA",
        "SPECIAL AGENT IN CHARGE",
        "Foreign Office",
        "TO : CHLEF, NEA",
        "LEGAT,MEXICO CITY",
    ]
    chiefs = ("SAC", "ASAC", "LEGAT", "CHIEF", "DEPUTY CHIEF", "ACTING CHIEF", "DIRECTOR, FBI")
    named = [line for line in lines if (who := read_address(line)) and who.value.upper().startswith(chiefs)]
    assert len(named) >= 8
    assert [line for line in named if not may_name_chief(line)] == []
