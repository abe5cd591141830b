"""Verbs by which a paper is given its day: it bears the date, went out, was penned; and those by which it is not."""

import pytest

from briefbook.checks import CheckContext, check
from briefbook.checks.manual import example
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.settings import CheckSettings
from briefbook.text import posts

ITEMS = """item K901 date=1955-03-09 from=LIMA number=81 signer=VARGA form=telegram
page THE QUAY IS TO BE WIDENED. ORAVEC CAME ON MARCH 2.
item K902 date=1955-03-21 from=LIMA form=letter signer=SZABO
page THE QUAY WAS NOT WIDENED.
"""


def codes(prose):
    made = example(ITEMS)
    page = parse_narrative(prose, "narratives/p.md", citation="K[0-9]{3}", is_item=made.catalogue.__contains__)
    context = CheckContext(settings=CheckSettings(select=["C207"]), post=posts.post)
    return [finding.code for finding in check(made.catalogue, [page], context=context)[0]]


@pytest.mark.parametrize(
    ("prose", "right", "wrong"),
    [
        ("The telegram bears the date {} 1955 (K901).", "9 March", "19 March"),
        ("The telegram went out on the evening of {} 1955 (K901).", "9 March", "15 March"),
        ("Varga penned on {} 1955 what he thought of the quay (K901).", "9 March", "6 March"),
        ("Lima sent off its report in the small hours of {} 1955 (K901).", "9 March", "12 March"),
        ("The telegram was dictated on {} 1955, and tells of the quay (K901).", "9 March", "3 March"),
        ("Szabo signed the letter on {} 1955 (K902).", "21 March", "11 March"),
        ("The letter, typed by a clerk, was posted on {} 1955 (K902).", "21 March", "14 March"),
        ("Under date of {} 1955 there is a word of the quay (K901).", "9 March", "7 March"),
        ("Writing on {}, Szabo told of the quay (K902).", "21 March", "24 March"),
    ],
)
def test_a_day_told_by_a_verb_of_writing_or_sending_is_the_papers(prose, right, wrong):
    assert codes(prose.format(wrong)) == ["C207"]
    assert codes(prose.format(right)) == []


@pytest.mark.parametrize(
    "prose",
    [
        "The telegram was read in Ottawa on 19 March 1955 (K901).",
        "The telegram answers a letter written on 1 March 1955 (K901).",
        "Varga signed the lease of the quay on 1 March 1955 (K901).",
        "Oravec came on 2 March 1955, as the telegram has it (K901).",
        "Two days after a telegram sent on 7 March 1955 Lima wrote again (K901).",
    ],
)
def test_the_day_of_something_else_is_left_alone(prose):
    assert codes(prose) == []
