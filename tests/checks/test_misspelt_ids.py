"""What is meant to be a citation and has not the form of an id is told of, whatever pattern is set (C101)."""

import datetime

import pytest

from briefbook.checks import CheckContext, check
from briefbook.checks.manual import example
from briefbook.narratives.narrative_parser import parse_narrative

ITEMS = """item CDNW12452 date=1962-11-08
item CDNW12453 date=1962-11-09
item 104-10132-10092 date=1963-05-02
"""


def told(prose, citation):
    made = example(ITEMS)
    page = parse_narrative(prose, "narratives/p.md", citation=citation, is_item=made.catalogue.__contains__)
    findings, _ = check(made.catalogue, [page], context=CheckContext(today=datetime.date(2026, 11, 28)))
    return [(finding.remedy.split("?")[0], finding.where.column) for finding in findings if finding.code == "C101"]


@pytest.mark.parametrize(
    "written", ["104-10132-1009", "104-10132-1O092", "l04-10132-10092", "104 10132 10092", "104–10132–10092"]
)
def test_a_misspelt_id_in_parentheses_is_told_of_with_the_id_that_is_meant(written):
    assert told(f"The talks were late ({written}).", "CDNW[0-9]{5}") == [("did you mean 104-10132-10092", 22)]


@pytest.mark.parametrize("written", ["CDNW1245", "CDNW12O52", "CDNW 12452", "CDWN12452"])
def test_so_it_is_where_a_pattern_is_narrow(written):
    assert len(told(f"The talks were late ({written}, p. 2).", "CDNW[0-9]{5}")) == 1


@pytest.mark.parametrize(
    "prose",
    [
        "The talks were late (CDNW12452).",
        "The talks were late (CDNW12452; 104-10132-10092, p. 1).",
        "The talks were late (27 October 1962, telegram 12452).",
        "They were late (RG 59, 762.00/10-1562; FRUS 1961-1963, vol. 11, p. 124).",
        "It said “the ships (CDNW1245) were late” (CDNW12452).",
        "It is [here](https://example.org/CDNW1245) for (1962-1963).",
    ],
)
def test_other_parentheses_are_nobodys_business(prose):
    assert told(prose, "CDNW[0-9]{5}") == []
