"""Stamps, page lines and a form's print told from the message by what they say."""

import pytest

from briefbook.model.page import Kind, Line, Word
from briefbook.ocr.line_kinds import classify_line_kinds


def kind(text, told=Kind.MESSAGE):
    (line,) = classify_line_kinds([Line(tuple(Word(word) for word in text.split()), told)])
    return line.kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PAGE TWO 326", Kind.PAGE_LINE),
        ("Document disclosed under the Access to Information Act", Kind.STAMP),
        ("Document divulgu\u00e9 en vertu de la Loi sur l'acc\u00e8s \u00e0 l'information", Kind.STAMP),
        ("DOCUHENT DISCLOSED UNDER THE ACESS TO INFORHATION ACT", Kind.STAMP),
        (
            "Disclosed under the Access to Information Act / "
            "Divulgu\u00e9 en vertu de la Loi sur l'acc\u00e8s \u00e0 l'information",
            Kind.STAMP,
        ),
        ("en vertu de la Loi sur l'acces a l'information", Kind.STAMP),
        ("2023 RELEASEUNDER THE PRES1DENT JOHNF.KENNEDY ASSASSINATI0N RECORDSACT OF 1992", Kind.STAMP),
        ("124-99999-10099 2023 RELEASE UNDER THE PRESIDENT JOHN F. KENNEDY ASSASSINATION RECORDS ACT", Kind.STAMP),
        ("124-99999-10099", Kind.STAMP),
        ("Declassified/Released US Department of State EO Systematic Review 04 MAY 2006", Kind.STAMP),
        ("Approved For Release 2001/08/27 : CIA-RDP99T99999R000100990009-9", Kind.STAMP),
        ("Approved For Release 2001/08/27 : CIA-RDP99T9 9999R000 100990009-9", Kind.STAMP),
        ("ApprovedForRelease2001/08/27:ClA-RDP99T99999R000100990009-9", Kind.STAMP),
        ("DECLASSIFIED Authority NND 999999", Kind.STAMP),
        ("By XYZ NARA Date 9/9/99", Kind.STAMP),
        ("RETURN TO CIA", Kind.STAMP),
        ("SPECIMEN", Kind.STAMP),
        ("REPRODUCTION BY OTHER THAN THE ISSUING OFFICE IS PROHIBITED.", Kind.FORM),
        ("COORDINATING OFFICEPS", Kind.FORM),
        ("THE COORDINATING OFFICERS MET YESTERDAY", Kind.MESSAGE),
        ("THE PRESIDENT JOHN F. KENNEDY SAID TO THE AMBASSADOR", Kind.MESSAGE),
        ("THE DEPARTMENT OF STATE", Kind.MESSAGE),
        ("THIS PART OF THE RECORD WAS DECLASSIFIED", Kind.MESSAGE),
        ("PLEASE DO NOT REPRODUCE THIS NOTE", Kind.MESSAGE),
        ("DO NOT REPRODUCE", Kind.MESSAGE),
        ("555-1234", Kind.MESSAGE),
        ("1962", Kind.MESSAGE),
        ("SECRET", Kind.MESSAGE),
        ("ROUTINE", Kind.MESSAGE),
        ("SPECIMEN. THIS TEXT WAS COMPOSED FOR DEMONSTRATION", Kind.MESSAGE),
        ("PAGE TWO OF THE NOTE SAYS THAT NOTHING WAS DECIDED", Kind.MESSAGE),
    ],
)
def test_a_line_is_known_by_what_it_says(text, expected):
    assert kind(text) is expected


def test_what_the_reader_told_by_the_look_of_a_line_stays():
    assert kind("UNITS", Kind.HANDWRITING) is Kind.HANDWRITING


def test_a_common_line_beside_one_that_is_known_belongs_to_the_same_stamp():
    texts = ("RETURN TO CIA", "Background Use Only", "Do Not Reproduce", "Do Not Reproduce")
    told = classify_line_kinds([Line(tuple(Word(word) for word in text.split())) for text in texts])
    assert [line.kind for line in told] == [Kind.STAMP, Kind.STAMP, Kind.STAMP, Kind.MESSAGE]
