"""A section of a military staff (G-4) is no number of a paper."""

from briefbook.checks import CheckContext, check
from briefbook.checks.manual import example
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.settings import CheckSettings

ITEMS = """item H201 date=1962-11-02 from="LA PAZ" to=STATE number=41
page THE STRIKE WENT ON. THE ARMY'S G-4 HAD NO FLOUR LEFT.
"""


def codes(prose: str) -> list[str]:
    made = example(ITEMS)
    page = parse_narrative(prose, "narratives/p.md", citation="H[0-9]{3}", is_item=made.catalogue.__contains__)
    findings, _ = check(made.catalogue, [page], context=CheckContext(settings=CheckSettings(select=["C213"])))
    return [finding.code for finding in findings]


def test_a_staff_section_is_not_taken_for_a_number():
    assert codes("The army’s G-4 had no flour left (H201).") == []


def test_a_wrong_number_still_is_told_of():
    assert codes("La Paz’s telegram 44 said that the strike went on (H201).") == ["C213"]
