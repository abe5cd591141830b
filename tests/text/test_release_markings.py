"""Release markings and page lines: one answer to each question, in every stage that asks it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.cables import read_heading
from briefbook.checks.quotations.page_furniture import is_furniture
from briefbook.model.page import Kind, Line, Word
from briefbook.ocr.line_kinds import classify_line_kinds
from briefbook.text import release_markings
from briefbook.text.release_markings import (
    archives,
    holds_release_marking,
    is_page_line,
    is_release_companion,
    is_release_marking,
)


def ocr_kind(text):
    (line,) = classify_line_kinds([Line(tuple(Word(word) for word in text.split()))])
    return line.kind


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("DECLASSIFIED AUTHORITY NND 999999", True),
        ("SANITIZED COPY APPROVED FOR RELEASE", True),
        ("RETURN TO CIA BACKGROUND USE ONLY", True),  # the first two thirds of a wording
        ("Document disclosed under the Access to Information Act", True),
        ("REPRODUCED AT THE NATIONAL ARCHIVES", True),
        ("RELEASED IN PART", True),
        ("Declassified PUBLIC Disclosed", True),
        ("NW 99999 DocId:99999999 Page 3", True),  # a record number with its page
        ("CIA-RDP99T99999A000999999999-9", True),
        ("HE SAID THAT THE SANITIZED COPY APPROVED FOR RELEASE WAS WRONG", False),  # a sentence
    ],
)
def test_the_three_stages_that_ask_of_a_release_marking_get_one_answer(line, expected):
    assert is_release_marking(line) is expected
    assert is_furniture(line, 9, 30) is expected
    assert (ocr_kind(line) is Kind.STAMP) is expected


@pytest.mark.parametrize(
    "line",
    [
        "DOCUHENT DISCLOSED UNDER THE ACESS TO INFORHATION ACT",
        "en vertu de la Loi sur l'acces a l'information",
        "Divulgu\u00e9 en vertu de la Loi sur l'acc\u00e8s \u00e0 l'information 000271",
        "2025 RELEASE UNDERTHEPRESIDENTJOHN F.KENNEDY ASSASSINATI0N RECORDSACT OF 1992",
        "ApprovedForRelease2001/08/27:ClA-RDP99T99999R000100990009-9",
        "Declassified in Part - Sanitized Copy Approved for Release 2012/09/04",
        "l RETURN TO C1A",
        "DECLASSIFIED AUTHORITY NND 999999 REPRODUCED AT THE NATIONAL ARCHIVES",
        "SECRET APPROVED FOR RELEASE",
        "D\u00c9CLASSIFI\u00c9 LE 12 MAI 1999",
        "D\u00c9CLASSIFI\u00c9 - MISE EN LECTURE PUBLIQUE",
        "NLJ-99-999",
        "COPY LBJ LIBRARY",
        "PAGES 3 AND 4 WITHHELD UNDER S.15(1)",
        "COPYRIGHT - NOT TO BE REPRODUCED PHOTOGRAPHICALLY WITHOUT PERMISSION",
        "104-99999-10001",
        "NOT DISCLOSED UNDER THE ACCESS TO INFORMATION ACT",
        "NON DIVULGUE EN VERTU DE LA LOI SUR L'ACCES A L'INFORMATION",
    ],
)
def test_a_marking_is_known_through_damage_with_its_numbers_and_in_its_languages(line):
    assert is_release_marking(line)


@pytest.mark.parametrize(
    "line",
    [
        "NOT APPROVED FOR RELEASE",
        "THE SANITIZED COPY APPROVED FOR RELEASE IS FALSE",
        "APPROVED FOR RELEASE 500 TONS",
        "APPROVED FOR RELEASE 500",
        "I RETURN TO CIA",
        "RETURN TO CUBA",
        "RELEASED IN PARTS",
        "SPECIMENS",
        "CIA-RDP99B99999R000999999999-9 SAYS NOTHING",
        "WOULD NOT BE RELEASED IN PART BEFORE",
        "DECLASSIFIED",  # a paragraph's last line may be no more
        "1962",
        "555-1234",
        "",
    ],
)
def test_a_line_that_says_one_word_more_is_the_messages(line):
    assert not is_release_marking(line)


def test_a_companion_counts_beside_a_marking_and_in_a_heading():
    assert is_release_companion("DECLASSIFIED")
    assert is_release_companion("Do Not Reproduce")
    assert not is_release_companion("WE DO NOT REPRODUCE IT")
    told = classify_line_kinds([Line((Word("DECLASSIFIED"),)), Line(tuple(map(Word, ["AUTHORITY", "NND", "999999"])))])
    assert [line.kind for line in told] == [Kind.MESSAGE, Kind.MESSAGE]  # AUTHORITY alone is no wording


def test_a_row_of_a_heading_that_a_stamp_runs_through_is_no_field_of_it():
    assert holds_release_marking("SUBJ Document disclosed under the Access to Information Act LDN")
    assert not holds_release_marking("SUBJ RELEASE OF THE DOCUMENTS")
    heading = read_heading(
        "FM LDN NOV8/62 SECRET\nTO EXTERNAL 12\nDocument disclosed under the Access to Information Act"
    )
    assert heading["subject"] is None


@pytest.mark.parametrize(
    "line",
    [
        "PAGE TWO 326",
        "PAGE TWO 326 CONFD",
        "- PAGE 2 -",
        "PAGE NO. 2",
        "PAGE 3 OF 4",
        "PAGE TWO LONDON 326",
        "PAGE TWO FM BONN 326 SECRET",
        "PAGE 02 RUEHC 012345",
        "PAGE TWO RUDKMPN 326 S E C R E T",
        "PAGE THREE RUEHCR 326 C O N F I D E N T I A L SECTION ONE OF TWO",
        "PAGE 03 OSLO 01177 01 OF 02 151139Z",
        "PAGE TWO 326 CDN EYES ONLY",
        "PAGE DEUX 326",
        "SEITE ZWEI",
        "PACE TW0 326",
        "PAGETW0326",
        "PAGE TO 3313 CONFD",
        "PAGE TWO 3Z6 CONED",
    ],
)
def test_a_page_line_has_a_pages_number_and_nothing_but_what_belongs_to_it(line):
    assert is_page_line(line)
    assert ocr_kind(line) is Kind.PAGE_LINE
    assert is_furniture(line, 9, 30)


@pytest.mark.parametrize(
    "line",
    [
        "PAGE TWO OF THE DRAFT TREATY",
        "PAGE TWO OF THE DRAFT IS NOT ACCEPTABLE",
        "PAGE ONE MAN SAID NOTHING OF IT",
        "PAGE TWO RUSK",
        "PAGE SIX DAYS",
        "PAGE NOT",
        "PAGE TWO.",  # the end of a sentence
        "PAGE ONE HUNDRED",
        "PAGES 326",
        "HE TURNED THE PAGE",
        "PHASE TWO WILL NOT START UNTIL",
    ],
)
def test_a_line_that_begins_like_a_page_line_and_goes_on_is_the_messages(line):
    assert not is_page_line(line)
    assert ocr_kind(line) is Kind.MESSAGE
    assert not is_furniture(line, 9, 30)


def test_every_wording_is_known_whole_and_says_who_put_it_there():
    for archive in archives():
        assert archive.origin
        assert archive.standing in ("verified", "known")
        for wording in archive.wordings:
            assert is_release_marking(wording), wording
            assert is_release_marking(wording.lower()), wording


@given(st.data(), st.sampled_from([number for archive in archives() for number in archive.numbers]))
def test_no_number_of_a_release_is_passed_over_by_the_quick_question_for_numbers(data, number):
    line = data.draw(st.from_regex(re.compile(number, re.IGNORECASE), fullmatch=True))

    assert release_markings._may_hold_number(line) or not any(map(str.isdigit, line))


_PARTS = (
    "DECLASSIFIED", "DO NOT REPRODUCE", "PUBLIC ARCHIVES CANADA", "RELEASED IN PART", "ACCESS TO INFORMATION ACT",
    "NND 999999", "104-99999-10001", "DOCUMENT", "DISCLOSED", "THE MINISTER SAID", "1962", "É", "", "PAGE", "UNDERTHE",
    "\x1c", "\u2028", "D0CUMENT", "(b)(1)",
)  # fmt: skip


@given(st.lists(st.lists(st.sampled_from(_PARTS), max_size=5).map(" ".join), max_size=6))
def test_no_line_with_a_marking_is_passed_over_when_a_page_is_asked_at_once(lines):
    possible = release_markings.may_be_markings(lines)

    assert len(possible) == len(lines)
    assert [
        line
        for line, may_be in zip(lines, possible, strict=True)
        if not may_be and (holds_release_marking(line) or is_release_companion(line))
    ] == []


@given(st.lists(st.sampled_from(["DECLASSIFIED", "PUBLIC ARCHIVES CANADA", "AND", "RELEASED", "X", "12", "É"])))
def test_a_run_of_four_letters_counts_at_each_place_where_it_stands(words):
    letters = release_markings._letters(" ".join(words))

    at_places = [letters[at : at + 4] in release_markings._runs() for at in range(len(letters) - 3)]
    assert release_markings._count_runs(letters) == sum(at_places)
