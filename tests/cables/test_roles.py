"""The parts of a heading, and the role that each likely has."""

import pytest

from briefbook.cables.evidence.paper import Paper
from briefbook.cables.evidence.roles import Roles, parts_of

DESPATCH = """
                         Embassy of Norland
No. 702                  Lisbon, December 10, 1948.
CONFIDENTIAL
Sir,
I have the honour to report that most of the ships were
sold in the course of the summer.
                         Your obedient servant,
                         T. C. Whitby
The Secretary of State for External Affairs,
   Ottawa.
"""


def roles_of(text):
    raws = text.strip("\n").splitlines()
    return Roles(Paper(raws))


def likeliest(text, words):
    found = roles_of(text)
    part = next(part for part in found.parts if words in part.text)
    shares = found.of(part.line, part.start)
    return max(shares, key=shares.get)


def test_parts_end_at_labels_and_wide_gaps():
    raws = ["TO: OTTAWA          DATE: 4 MAY 1957", "NO. 12"]
    assert [(part.text, part.label) for part in parts_of(Paper(raws))] == [
        ("OTTAWA", "to"), ("4 MAY 1957", "date"), ("12", "number"),
    ]  # fmt: skip


def test_a_label_that_nobody_knows_is_one_by_its_colon():
    raws = ["Zrodlo: Norland Embassy"]
    assert [(part.text, part.label) for part in parts_of(Paper(raws))] == [("Norland Embassy", "?")]


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("702", "number"),
        ("December 10", "date"),
        ("CONFIDENTIAL", "security"),
        ("I have the honour", "text"),
    ],
)
def test_the_parts_of_a_despatch_without_labels(words, role):
    assert likeliest(DESPATCH, words) == role


def test_what_stands_below_a_label_has_its_role():
    text = "TELEGRAM\nVON:\nNORLAND LISSABON\nAN:\nMINISTERIUM OSLO\nGEHEIM\nNR. 12\n"
    assert likeliest(text, "NORLAND LISSABON") == "from"
    assert likeliest(text, "MINISTERIUM OSLO") == "to"


def test_the_shares_of_a_part_are_one_together():
    found = roles_of(DESPATCH)
    part = found.parts[0]
    assert sum(found.of(part.line, part.start).values()) == pytest.approx(1.0)
    assert found.of(99, 0) is None
    assert [share for _, share in found.best("to")] == sorted((s for _, s in found.best("to")), reverse=True)


def test_a_paper_without_words_has_no_parts():
    assert roles_of("\n\n").parts == []
