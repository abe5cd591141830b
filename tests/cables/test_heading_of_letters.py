"""Who signs and who is addressed where no label says it, by the place. All papers are made-up SPECIMENS."""

import pytest

from briefbook.cables import read_heading

LETTER = """SECRET
Board of Works
Whitehall
14 March 1958
Dear Mr. Harbottle,
The pontoons have not been paid for, and I should be glad of your
advice.
Yours ever,
A. R. de Quincey
J. P. Harbottle, Esq.,
The Treasury."""

MEMORANDUM = """THE WHITE HOUSE
WASHINGTON
CONFIDENTIAL               June 3, 1964
MEMORANDUM FOR MR. OSGOOD
SUBJECT: Loan of a dredger
The attached raises again what we settled in the spring.
Walter T. Lindqvist"""

MINUTE = """DEPARTMENT OF TRADE
RESTRICTED
The Minister
ROPE FOR THE FISHERIES
The two coils that were sent in May have not come.
(Signed) K. B. Hollis
First Assistant Secretary
9 May 1981"""

GERMAN = """REGIERUNG DES LANDES
Berlin, den 29. Mai 1965
Vertraulich!
Herrn
Dr. Erich Lohmann
Vorsitzender der Kommission
Werter Herr Lohmann!
In der Anlage sende ich Ihnen den Bericht aus dem Hafen.
Mit besten Wünschen
Paul Scholtens"""

FRENCH = """Ministère des Transports
Le Ministre
Paris, le 9 janvier 1975
Monsieur le Ministre,
Vous avez bien voulu appeler mon attention sur les livraisons de blé.
Jean Vauquelin
Monsieur Michel d'Arbois
Ministre de l'Industrie
PARIS"""


@pytest.mark.parametrize(
    ("text", "sender", "addressees", "day"),
    [
        (LETTER, "A. R. de Quincey", ["TREASURY"], "1958-03-14"),
        (MEMORANDUM, "Walter T. Lindqvist", ["MR. OSGOOD"], "1964-06-03"),
        (MINUTE, "K. B. Hollis", ["The Minister"], "1981-05-09"),
        (GERMAN, "Paul Scholtens", ["Erich Lohmann"], "1965-05-29"),
        (FRENCH, "Jean Vauquelin", ["Monsieur Michel d'Arbois"], "1975-01-09"),
    ],
)
def test_who_signs_and_who_is_addressed_is_read_by_the_place(text, sender, addressees, day):
    heading = read_heading(text)
    assert (heading["from"], heading["to"], heading["date"]) == (sender, addressees, day)


@pytest.mark.parametrize(
    "text",
    [
        MEMORANDUM.replace("Lindqvist", "Lqndvist"),  # no name begins so
        MEMORANDUM.replace("Lindqvist", "LindQvist"),  # a capital inside
        MEMORANDUM.replace("settled in", "setfled in").replace("WASHINGTON", "WASHINGTOM"),  # misread words beside it
        MEMORANDUM.replace("MEMORANDUM FOR MR. OSGOOD", "MEMORANDUM OF CONVERSATION"),
        MEMORANDUM.replace("MEMORANDUM FOR MR. OSGOOD", "INCOMING TELEGRAM"),  # a post's, and not his who signs
    ],
)
def test_a_signature_that_may_be_misread_or_is_none_of_a_sender_stays_blank(text):
    assert "Walter" not in str(read_heading(text)["from"])


def test_a_name_whose_particle_is_misread_signs_nothing():
    assert read_heading(LETTER.replace("de Quincey", "dc Quincey"))["from"] is None


def test_a_private_letter_names_nobody():
    heading = read_heading(
        "3 June 1958\nDear Ellen,\nI have lost my trunk and telegraphed twice.\nYours ever,\nPeter Marsh"
    )
    assert (heading["from"], heading["to"]) == (None, [])


def test_the_office_of_the_paper_is_where_a_message_came_or_from_where_it_went():
    text = "MINISTRY OF OVERSEAS TRADE\n{} TELEGRAM\nNo. 41       7 May 1951\nSECRET\n{}: LISBON\nThe cork was sold."
    came = read_heading(text.format("INWARD", "FROM"))
    went = read_heading(text.format("OUTWARD", "TO"))
    assert (came["from"], came["to"]) == ("LISBON", ["MINISTRY OF OVERSEAS TRADE"])
    assert (went["from"], went["to"]) == ("MINISTRY OF OVERSEAS TRADE", ["LISBON"])
