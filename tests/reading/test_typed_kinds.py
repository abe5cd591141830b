"""Stamps, page lines and a form's print told from the message by what they say."""

import pytest

from briefbook.model.page import Kind, Line, Word
from briefbook.reading.kinds import tell_kinds


def kind(text, told=Kind.MESSAGE):
    (line,) = tell_kinds([Line(tuple(Word(word) for word in text.split()), told)])
    return line.kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PAGE TWO 326", Kind.PAGE_LINE),
        ("Document disclosed under the Access to Information Act", Kind.STAMP),
        ("Document divulgu\u00e9 en vertu de la Loi sur l'acc\u00e8s \u00e0 l'information", Kind.STAMP),
        ("DOCUHENT DISCLOSED UNDER THE ACESS TO INFORHATION ACT", Kind.STAMP),
        ("SPECIMEN", Kind.STAMP),
        ("REPRODUCTION BY OTHER THAN THE ISSUING OFFICE IS PROHIBITED.", Kind.FORM),
        ("COORDINATING OFFICEPS", Kind.FORM),
        ("THE COORDINATING OFFICERS MET YESTERDAY", Kind.MESSAGE),
        ("ROUTINE", Kind.MESSAGE),
        ("SPECIMEN. THIS TEXT WAS COMPOSED FOR DEMONSTRATION", Kind.MESSAGE),
        ("PAGE TWO OF THE NOTE SAYS THAT NOTHING WAS DECIDED", Kind.MESSAGE),
    ],
)
def test_a_line_is_known_by_what_it_says(text, expected):
    assert kind(text) is expected


def test_what_the_reader_told_by_the_look_of_a_line_stays():
    assert kind("UNITS", Kind.HANDWRITING) is Kind.HANDWRITING
