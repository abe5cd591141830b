"""Texts that came without their lines: what their sentences say of others is no heading."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.cables import read_heading
from briefbook.cables.heading_draft import head_of_paragraph

PROSE = (
    "HE SAID THAT THE SUBJECT HAD BEEN CLOSED FROM THEN ON AND THAT NOTHING OF IT WAS NEW TO THE "
    "MINISTER. WE RECEIVED THE SAME WORDS FROM THE DEPARTMENT OF STATE TO WHICH THE PAPER HAD BEEN SENT "
    "IN TELEGRAM NO 652, AND NO ACTION WAS ASKED OF THE EMBASSY IN PARIS. ON 22 JANUARY 1963 IT WAS GIVEN "
    "TO THE PRESIDENT AND TO THE SECRETARY, WHO THOUGHT THAT THE INFORMATION WAS RESTRICTED TO THE "
    "COUNTRY AND THAT THE NUMBER OF SHIPS WAS TOO LOW TO BE OF USE TO ANYBODY THERE. "
)


def test_nothing_is_given_for_running_text_on_one_line():
    heading = read_heading(PROSE)
    assert {name: heading[name] for name in ("from", "to", "date", "number", "security", "form")} == {
        "from": None,
        "to": [],
        "date": None,
        "number": None,
        "security": None,
        "form": None,
    }


@pytest.mark.parametrize(
    "heading",
    [
        "FM WASHDC NOV 8/62 SECRET TO EXTERNAL 3316 OPIMMED",
        "Telegram From the Embassy in France to the Department of State Paris, November 8, 1962, 3 p.m. 1158.",
    ],
)
def test_a_heading_run_together_with_its_text_is_read(heading):
    alone, with_text = read_heading(heading), read_heading(f"{heading} {PROSE}")
    assert alone["from"]
    assert alone["to"]
    assert {name: with_text[name] for name in ("from", "to")} == {name: alone[name] for name in ("from", "to")}


@given(st.text(alphabet="AB \t.:", max_size=600))
def test_the_head_of_a_line_begins_it_and_has_no_more_than_sixty_words(line):
    head = head_of_paragraph(line)
    assert line.startswith(head)
    assert len(head.split()) == min(60, len(line.split()))
