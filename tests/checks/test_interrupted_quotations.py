"""A quotation that the author interrupts is one sentence of the paper, in its order."""

import pytest

from briefbook.checks import CheckContext, check
from briefbook.checks.manual import example
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.settings import CheckSettings

ITEMS = """item H101 date=1964-03-09 from=LIMA number=41
page WE SEE NO EARLY END TO THE STRIKE AT THE PORT. THE UNION REFUSED TWELVE PER CENT ON FRIDAY, AND THE SHIPS LIE
| AT ANCHOR.
"""


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("“We see no early end,” the embassy wrote, “to the strike at the port” (H101).", []),
        ("“We see no early end … ,” the embassy wrote, “at the port” (H101).", []),
        ("“To the strike at the port,” the embassy wrote, “we see no early end” (H101).", ["warning"]),
        ("“We see no early end,” the embassy wrote, “at the port” (H101).", ["note"]),
        ("“The union refused,” he said on Saturday, “and the ships lie at anchor” (H101).", ["note"]),
        ("He saw “no early end to the strike”. “The union refused twelve per cent,” he wrote (H101).", []),
        ("He wrote of “the ships” and of “no early end to the strike” (H101).", []),
        ("“We see no early end to the strike,” he wrote; “the ships lie at anchor” (H101).", []),
    ],
)
def test_parts_that_do_not_follow_one_another_are_told(prose, expected):
    made = example(ITEMS)
    page = parse_narrative(prose, "narratives/p.md", citation="H[0-9]{3}", is_item=made.catalogue.__contains__)
    findings, _ = check(made.catalogue, [page], context=CheckContext(settings=CheckSettings(select=["C226"])))
    assert [str(finding.severity) for finding in findings] == expected
