"""A sentence rests on what it cites, but not on a paper to which it only points."""

import datetime

import pytest

from briefbook.checks import CheckContext, check
from briefbook.checks.manual import example
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.settings import CheckSettings

ITEMS = """post LIMA name="Embassy Lima" country=PE
item H101 date=1963-05-02 from=LIMA number=41
page THE HARBOUR WAS CLOSED TO FOREIGN SHIPS AND THE MINISTER WAITED FOR AN ANSWER FROM THE COUNCIL.
item H102 date=1963-05-03 from=LIMA number=42
page PART OF THE FLEET HAD LEFT. THE ANSWER OF THE COUNCIL WAS READ TO THE MINISTER.
"""


def codes(prose: str, *select: str) -> list[str]:
    made = example(ITEMS)
    page = parse_narrative(prose, "narratives/p.md", citation="H[0-9]{3}", is_item=made.catalogue.__contains__)
    context = CheckContext(
        post=made.posts.get, settings=CheckSettings(select=[*select]), today=datetime.date(2026, 11, 28)
    )
    findings, _ = check(made.catalogue, [page], context=context)
    return [finding.code for finding in findings if not finding.cannot_tell]


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("Lima's telegram 57 said that the harbour was closed (H101).", ["C213"]),
        ("Lima's telegram 57 is not printed; see (H101).", []),
        ("Lima's telegram 57 summed up what was said (see (H101)). (Department of State, Central Files)", []),
        ("Lima's telegram 57 summed up what was said (see H101).", ["C213"]),
        ("According to telegram 57 from Lima, this reference is to (H101).", []),
        ("It is not printed; for telegram 57, see (H101).", ["C213"]),
        ("It is not printed; for telegram 41, see (H101).", []),
        ("Lima's telegram 57 was lost. See (H101) and (H102).", []),
        ("In telegram 57 from Lima he passed on the draft contained in (H101).", []),
        ("Lima's telegram 57, as its telegram 41 (H101) had foretold, was late.", []),
        ("Its number 57/2 is (H101).", []),
        ("In telegram 57 Lima repeated the words of \\[(H101)] once more.", []),
    ],
)
def test_a_number_beside_a_pointer_is_not_that_of_the_paper_it_points_to(prose, expected):
    assert codes(prose, "C213") == expected


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("The last ship left on May 20 (H101).", ["C216"]),
        ("The last ship left on 20 May; see also (H101).", []),
        ("On 20 May he spoke of the talks in Lima (see (H101)), of ships and of trade.", []),
        ("The harbour was closed (H101). (Memorandum by Smith, 20 May; National Archives)", []),
        ("The harbour was closed (H101), as he said (Memorandum by Smith, 20 May).", []),
        ("Attached is a memorandum of 20 May, which was prepared in response to (H101).", []),
    ],
)
def test_a_later_day_beside_a_pointer_is_not_of_the_paper_it_points_to(prose, expected):
    assert codes(prose, "C216") == expected


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("The text was labelled “Part 2 of 4”; see (H102).", []),
        ("The text was labelled “Part 2 of 4”; see (H101) and then (H102).", []),
        ("The harbour was “closed to foreign trucks”; see (H101).", ["C201"]),
        ("The text was labelled “Part 2 of the fleet” (H102).", ["C201"]),
        ("In a letter of 8 May he welcomed telegram 41 (H101) and spoke of “some early form of protest”.", []),
        ("In telegram 41 (H101) Lima spoke of “some early form of protest”.", ["C201"]),
        ("He spoke of “some early form of protest” (711.5611/5–2654). See also telegram 41, (H101).", []),
        ("A note at the end of (H101) reads “for accountability purposes alone”.", []),
        ("A list of “ships closed to foreign trucks” is attached to (H101).", []),
    ],
)
def test_words_beside_a_pointer_are_accused_only_where_they_are_nearly_there(prose, expected):
    assert codes(prose, "C201", "C202") == expected
