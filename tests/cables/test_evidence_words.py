"""Headings of services that nobody has seen: their words are known by shape, place and labels."""

import numpy as np
import pytest

from briefbook.cables import read_heading
from briefbook.cables.evidence.candidates import Paper
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
