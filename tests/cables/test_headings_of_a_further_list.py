"""Headings as somebody wrote them who had not seen the reader: registers, address lists, envoys, bills."""

import pytest

from briefbook.cables import read_cable, read_heading
from briefbook.model.cable import Derivation
from briefbook.model.page import Page

CABLEGRAM = """INWARD CABLEGRAM
I. 31207                    JW
DATED: 4TH MAY, 1960. 1110
FROM:
AUSTRALIAN EMBASSY,
BANGKOK.
402. CONFIDENTIAL."""

GROUP = """OO RUHPA
O 091200Z MAR 65
FM JCS
TO CINCPAC
INFO CINCLANT
AIG 931
S E C R E T JCS 005102
SUBJ: STORES"""

ENVOY = """OUTWARD MESSAGE
FROM: The Minister of External Affairs, WELLINGTON.
TO: The High Commissioner for New Zealand, OTTAWA.
DATE: 3 May 1962
NO. 411
SECRET"""

GERMAN = """Fernschreiben
Aus: Rom
Nr. 212 vom 05.04.1967   0930 OZ
An: Auswaertiges Amt
Citissime"""

TITLE = """TELEGRAM FROM SOVIET AMBASSADOR TO CUBA IVANOV
TO USSR MFA, 3 May 1961
TOP SECRET
Making Copies Prohibited
CIPHERED TELEGRAM"""


def test_a_registers_number_with_a_point_is_no_first_paragraph() -> None:
    heading = read_heading(CABLEGRAM)
    assert (heading["from"], heading["number"], heading["form"]) == ("BANGKOK", "402", "au_cablegram")


def test_the_number_of_a_list_of_addressees_is_not_the_messages() -> None:
    assert read_heading(GROUP)["number"] == "JCS 005102"


def test_an_envoy_and_his_city_are_one_addressee() -> None:
    heading = read_heading(ENVOY)
    assert heading["to"] == ["HIGH COMMISSIONER FOR NEW ZEALAND, OTTAWA"]
    assert heading["from"] == "WELLINGTON"


def test_envoys_of_one_country_in_two_cities_are_no_addressees_in_its_capital() -> None:
    line = "TO: The High Commissioner for New Zealand, CANBERRA; The Ambassador for New Zealand, PARIS"
    heading = read_heading(f"FROM: The Prime Minister, WELLINGTON\n{line}\nDATE: 4 March 1962\nNO. 77\nSECRET")
    assert "WELLINGTON" not in heading["to"]


def test_on_a_german_form_the_day_stands_before_the_month() -> None:
    assert read_heading(GERMAN)["date"] == "1967-04-05"
    assert read_heading("FROM: Rome\nTO: Paris\nDATE: 05.04.1967\nNo. 212")["date"] is None


def test_the_title_of_a_translated_telegram_fills_what_its_header_lacks() -> None:
    heading = read_heading(TITLE)
    assert (heading["from"], heading["to"], heading["date"]) == ("HAVANA", ["USSR MFA"], "1961-05-03")


@pytest.mark.parametrize("name", ["INVOICE NO.", "PURCHASE ORDER NO.", "RECEIPT NO."])
def test_a_merchants_paper_is_no_message(name: str) -> None:
    heading = read_heading(
        f"NORTHERN SHIPPING CO.\n{name} 5512\nTo: Port Authority, Halifax\nDate: 3 May 1961\n9 crates"
    )
    assert (heading["from"], heading["to"], heading["number"]) == (None, [], None)


def test_what_arrived_in_paris_is_from_the_mission_and_its_marking_is_as_on_the_paper() -> None:
    text = "TELEGRAMME A L'ARRIVEE\nLA HAVANE, le 3 mars 1961 a 12 h\nN. 44 a 46     RESERVE"
    heading = read_heading(text)
    assert (heading["from"], heading["number"], heading["date"]) == ("HAVANA", "44-46", "1961-03-03")
    (marking,) = read_cable("X", [Page.of_text("X", 1, text)]).fields["classification"]
    assert (marking.as_written, marking.value) == ("RESERVE", "RESERVE")
    assert read_heading("TELEGRAMME A L'ARRIVEE\nAMBAFRANCE PRAGUE\nle 3 mars 1961")["from"] == "PRAGUE"


def test_a_value_that_was_mended_says_what_stands_on_the_paper() -> None:
    text = "OUTGOING MESSAGE\nT0: Secretary 0f State\nFROM: Amembassy R0ME\nN0: 2l4\nDATE: N0vember 2O, l962\nSECRET"
    fields = read_cable("X", [Page.of_text("X", 1, text)]).fields
    (day,) = fields["date"]
    assert (day.value, day.as_written, day.how) == ("1962-11-20", "N0vember 2O, l962", Derivation.REPAIRED)
    assert [reading.as_written for reading in fields["to"]] == ["Secretary 0f State"]


def test_a_number_behind_a_slash_is_not_part_of_the_addressee() -> None:
    heading = read_heading("INWARD CABLEGRAM\nTO. CANBERRA/2201\nFM. PORT MORESBY\nSECRET\nYOUR 1203")
    assert heading["to"] == ["CANBERRA"]
    assert heading["number"] != "YOUR 1203"
