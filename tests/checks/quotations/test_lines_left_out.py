"""What a quotation may pass over: a page line, a stamp, a marking at the edge; never a line of the message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.checks.quotations import verify
from briefbook.model.page import Page
from briefbook.text.release_markings import is_page_line, is_release_marking

BEFORE = "THE MINISTER SAYS THAT THE TREATY IS GOOD"
AFTER = "AND THAT IT WILL BE SIGNED ON MONDAY IN ROME."
AROUND = "THE TALKS ABOUT THE HARBOUR WENT ON ALL NIGHT AND ENDED WITH A DINNER.\n" * 6


def verdict(line):
    page = Page.of_text("D 7", 1, f"{AROUND}{BEFORE}\n{line}\n{AFTER}\n{AROUND}", by="machine")
    return str(verify("the treaty is good and that it will be signed on Monday", [page]).verdict)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("PAGE TWO 326 CONFD", "verbatim"),
        ("PACE TW0 326", "verbatim"),
        ("Document disclosed under the Access to Information Act", "verbatim"),
        ("SECRET\nPAGE TWO 326\nSECRET", "verbatim"),
        ("RETURN TO CIA\nDO NOT REPRODUCE", "verbatim"),
        ("THE SANITIZED COPY APPROVED FOR RELEASE IS FALSE", "altered"),
        ("PAGE TWO OF THE DRAFT IS NOT ACCEPTABLE", "altered"),
        ("EXCEPT THAT IT FORBIDS ALL TRADE WITH CUBA", "altered"),
        ("DO NOT REPRODUCE", "altered"),
        ("NOT APPROVED FOR RELEASE", "altered"),
    ],
)
def test_a_line_between_the_words_quoted(line, expected):
    assert verdict(line) == expected


def test_a_clause_on_a_line_of_its_own_may_not_be_left_out():
    text = "THE CONSUL SAID THAT THE SAILORS\nWOULD NOT BE RELEASED IN PART BEFORE\nTHE SNOW HAD GONE"
    quotation = "the consul said that the sailors would be released in part before the snow had gone"
    assert str(verify(quotation, [Page.of_text("D 7", 1, AROUND + text, by="received")]).verdict) == "altered"


def test_a_phase_is_no_page():
    text = "PHASE ONE ENDED AT EASTER AND\nPHASE TWO WILL NOT START UNTIL\nTHE ICE HAS LEFT THE FJORD"
    quotation = "phase one ended at Easter and phase two will start until the ice has left the fjord"
    assert str(verify(quotation, [Page.of_text("D 7", 1, AROUND + text, by="received")]).verdict) == "altered"


def test_a_pages_break_in_the_middle_of_a_page_may_be_left_out():
    text = (
        "TONE OF THE CONSULS\nCONFIDENTIAL\nCONFIDENTIAL\nPAGE 03 OSLO 01177 01 OF 02 151139Z\nLETTER HAS PLEASED "
        f"THE HARBOUR BOARD\n{AROUND}"
    )
    quotation = "tone of the consuls letter has pleased the harbour board"
    assert str(verify(quotation, [Page.of_text("D 7", 1, AROUND + text, by="received")]).verdict) == "verbatim"


WORDS = (
    "PAGE TWO OF THE DRAFT RELEASE APPROVED FOR DECLASSIFIED DOCUMENT ACCESS ACT IN PART FULL NOT HE RETURNED TO CIA "
    "SECRET COPY AUTHORITY TREATY BARGES WERE SOLD INFORMATION UNDER NATIONAL ARCHIVES LIBRARY KENNEDY PRESIDENT 326 "
    "1962 NEVER MISE LECTURE PUBLIQUE DISCLOSED SPECIMEN LONDON ONE SEVEN DAYS MEN"
)


@given(st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=9).map(" ".join))
def test_a_quotation_that_skips_a_line_with_letters_is_never_verbatim(line):
    if is_page_line(line) or is_release_marking(line) or not any(letter.isalpha() for letter in line):
        return
    assert verdict(line) != "verbatim"
