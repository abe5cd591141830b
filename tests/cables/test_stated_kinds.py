"""What kind of paper it is: the words at its head go before its layout."""

import pytest

from briefbook.cables import read_cable
from briefbook.model.page import Page
from briefbook.text.documentary_forms import is_despatch_symbol

OFFICE_MEMORANDUM = """\
STANDARD FORM NO. 64  UNITED STATES GOVERNMENT
TO : Deputy Chief, Harbour Survey Division  DATE: 3 March 1954
FROM : Chief, Coastal Branch
SUBJECT: MOLES AT KINGSPORT

1. Reference is made to your request of 16 February.
"""

MEMORANDUM_WITH_A_CABLE_BEHIND_IT = """\
4 OCT 1975
MEMORANDUM FOR: Director of Harbours
SUBJECT: Supplementary Information on Moles

The cable below was sent at the time.
"""

CABLE = """\
SECRET 041827Z OCT 75 STAFF
CITE KNGS 4711
TO: KINGSTON
1. MOLES SEEN.
"""

DESPATCH_FORM = """\
CLASSIFICATION PROCESSING
SECRET ACTION
TO MARKED FOR INDEXING
Chief of Station, Paris NO INDEXING REQUIRED
INFO HEADQUARTERS DESK
CAN JUDGE INDEXING
FROM ABSTRACT
Chief, WE MICROFILM
SUBJECT
Report on Moles
ACTION REQUIRED REFERENCES
1. Attached is a memorandum.
"""


def kind(*pages: str) -> str | None:
    cable = read_cable("X", [Page.of_text("X", number, text) for number, text in enumerate(pages, 1)])
    return next((reading.value for reading in cable.fields.get("form", ())), None)


def test_an_office_memorandum_between_chiefs_is_no_despatch() -> None:
    assert kind(OFFICE_MEMORANDUM) == "memorandum"


def test_a_memorandum_with_a_cable_behind_it_is_no_telegram() -> None:
    assert kind(MEMORANDUM_WITH_A_CABLE_BEHIND_IT, CABLE) == "memorandum"


def test_a_despatch_form_is_a_despatch_though_a_memorandum_is_attached_to_it() -> None:
    assert kind(DESPATCH_FORM, "MEMORANDUM\nSUBJECT: Moles\n1. They were seen.") == "despatch"


def test_a_memorandum_whose_title_has_a_letter_misread_is_a_memorandum() -> None:
    assert kind("7 May 1963\nMEMORANDUN FOR THE RECORD\nSUBJECT: Moles\n1. I met the pilot.") == "memorandum"


def test_a_reference_to_a_memorandum_does_not_make_one() -> None:
    assert kind("7 May 1963\nREFERENCE:\nMEMORANDUM DATED 13 APRIL\n1. I met the pilot.") is None


def test_a_memorandum_quoted_below_the_heading_of_a_telegram_leaves_it_a_telegram() -> None:
    quoting = CABLE.replace("1. MOLES SEEN.", "MEMORANDUM FOR THE RECORD\nMOLES SEEN.")
    assert kind(quoting) == "telegram"


@pytest.mark.parametrize(
    ("message_number", "is_one"),
    [
        ("ABCD-12345", True), ("ABCD-1234", True), ("ABCD-16,980", True),
        ("ABCD 1234", False), ("TDCS-3/550,953", False), ("CSCI-3/775", False), ("WAVE 4277", False), ("", False),
    ],
)  # fmt: skip
def test_a_despatch_of_the_agency_is_known_by_its_number(message_number: str, is_one: bool) -> None:
    assert is_despatch_symbol(message_number) is is_one
