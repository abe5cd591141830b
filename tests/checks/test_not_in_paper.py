"""A name or a figure that the cited paper does not have, where it has all else: a note that cannot tell."""

import pytest

from briefbook.checks import CheckContext, check
from briefbook.checks.manual import example
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.settings import CheckSettings
from briefbook.text import posts

ITEMS = """item K901 date=1955-03-09 from=LIMA to=EXTERNAL number=81 signer=VARGA
page THE HARBOUR BOARD WILL WIDEN THE QUAY AND DREDGE THE BASIN BEFORE WINTER. ORAVEC OFFERED TWO TUGS AND A CRANE.
| THE SPANISH CONSUL COMPLAINED OF DELAYS. THE MASONS ASKED FOR HIGHER WAGES.
"""


def found(prose):
    made = example(ITEMS)
    page = parse_narrative(prose, "narratives/p.md", citation="K[0-9]{3}", is_item=made.catalogue.__contains__)
    context = CheckContext(settings=CheckSettings(select=["C228", "C229"]), post=posts.post)
    return [
        (each.code, each.cannot_tell, each.message.split(" is not")[0])
        for each in check(made.catalogue, [page], context=context)[0]
    ]


@pytest.mark.parametrize(
    ("prose", "name"),
    [
        (
            "The harbour board of Halvorsund was to widen the quay and dredge the basin before winter (K901).",
            "Halvorsund",
        ),
        (
            "The harbour board was to widen the quay and dredge the basin before winter with 340 labourers (K901).",
            "340 labourers",
        ),
    ],
)
def test_the_one_name_or_figure_that_a_paper_lacks_is_noted(prose, name):
    assert found(prose) == [("C229", True, name)]


@pytest.mark.parametrize(
    "prose",
    [
        "The harbour board was to widen the quay and dredge the basin before winter (K901).",
        "The consul of Spain complained of delays, and the masons asked for higher wages (K901).",
        "Varga wrote from Lima that the harbour board would widen the quay and dredge the basin (K901).",
        "The harbour board was to widen the quay and dredge the basin before winter, it was told to Ottawa (K901).",
        "What became of Halvorsund nobody knew (K901).",
        "The harbour board “of Halvorsund” was to widen the quay and dredge the basin before winter (K901).",
        "The harbour board of Halvorsund and Tveit was to widen the quay and dredge the basin for 340 ships (K901).",
    ],
)
def test_what_the_paper_has_or_what_may_be_known_from_elsewhere_is_left_alone(prose):
    assert found(prose) == []
