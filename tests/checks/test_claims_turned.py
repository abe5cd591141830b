"""Claims about a paper that are turned in one word: denied verbs, cities of one country, days, papers answered."""

import pytest

from briefbook.checks import CheckContext, check
from briefbook.checks.manual import example
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.settings import CheckSettings
from briefbook.text import posts

ITEMS = """item H201 date=1962-03-23 from=MOSCOW to=EXTERNAL number=187
page REFERENCE: OTTAWA 785 TO BONN. THESE SUPPLIES SHOULD LAST UNTIL MID-APRIL NEXT. HE DID NOT AGREE WITH THE POLICY
| OF THE LEAGUE. THE AIRCRAFT WILL ARRIVE ON APRIL 17.
item H202 date=1962-03-26 from=BERLIN to=CLARKE number=1076
item H203 date=1962-03-22 from=BERLIN to=STATE number=1790
item H204 date=1962-03-23 from=BERLIN to=STATE number=1799
item H205 date=1962-03-24 from=BERLIN to=STATE number=1800
"""


def codes(prose, *selected):
    made = example(ITEMS)
    page = parse_narrative(prose, "narratives/p.md", citation="H[0-9]{3}", is_item=made.catalogue.__contains__)
    context = CheckContext(settings=CheckSettings(select=list(selected)), post=posts.post)
    return [finding.code for finding in check(made.catalogue, [page], context=context)[0]]


@pytest.mark.parametrize(
    "prose",
    [
        "The supplies, he said, would not last “until mid-April next” (H201).",  # C218
        "The consulate general in Leningrad reported that supplies were short (H201).",  # C208
        "A warning came from Leningrad (H201).",
        "He saw it on the 20th; the embassy reported it three days later, on 28 March (H201).",  # C207
        "Replying to Ottawa’s telegram 758, the embassy wrote of supplies (H201).",  # C224
        "The aircraft landed on 17 April (H201).",  # C216
    ],
)
def test_a_turned_claim_is_told_of(prose):
    assert len(codes(prose, "C207", "C208", "C216", "C218", "C224")) == 1


@pytest.mark.parametrize(
    "prose",
    [
        "The supplies, he said, would last “until mid-April next” (H201).",
        "He did not agree “with the policy of the league” (H201).",
        "The embassy in Moscow reported that supplies were short (H201).",
        "A warning came from Moscow, and the news of it went to Leningrad (H201).",
        "He saw it on the 20th; the embassy reported it three days later, on 23 March (H201).",
        "Replying to Ottawa’s telegram 785, the embassy wrote of supplies (H201).",
        "Replying to Ottawa’s telegram 412, the embassy wrote of supplies (H201).",
        "The aircraft was to land on 17 April (H201).",
    ],
)
def test_a_claim_that_may_be_right_is_not(prose):
    assert codes(prose, "C207", "C208", "C216", "C218", "C224") == []


def test_a_number_of_another_addressee_is_not_out_of_order():
    assert codes("Words (H202).", "C107") == []
