"""FEW OF and HE HOPED THAT just before the words quoted turn their sense, unless the author says it."""

import pytest

from briefbook.checks import CheckContext, check
from briefbook.checks.manual import example
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.settings import CheckSettings

ITEMS = """item H101 date=1962-11-02 from=LIMA number=41
page FEW OF THE TROOPS LEFT HAVANA. HE HOPED THAT PEACE WOULD COME. A FEW OF THE SHIPS SAILED AT NOON.
| ALL PRISONERS WILL BE RELEASED IN MAY. SOME OFFICERS WERE SHOT AT DAWN. MOST OF THE HARBOUR WAS EMPTY.
"""


@pytest.mark.parametrize(
    ("prose", "found"),
    [
        ("Lima wrote that “troops left Havana” (H101).", ["C218"]),
        ("Lima wrote: “of the troops left Havana” (H101).", ["C218"]),
        ("Few “of the troops left Havana” (H101).", []),
        ("Hardly any “troops left Havana” (H101).", []),
        ("Lima wrote: “Few of the troops left Havana” (H101).", []),
        ("Some “of the ships sailed at noon” (H101).", []),
        ("He said that “peace would come” (H101).", ["C218"]),
        ("It says “peace would come” (H101).", ["C218"]),
        ("He hoped that “peace would come” (H101).", []),
        ("He told them of his wish that “peace would come” (H101).", []),
        ("“Peace would come” was the thought (H101).", []),
        ("Lima wrote that “prisoners will be released in May” (H101).", ["C218"]),
        ("Lima wrote that “officers were shot at dawn” (H101).", ["C218"]),
        ("Lima wrote that all “prisoners will be released in May” (H101).", []),
        ("Some “officers were shot at dawn” (H101).", []),
        ("Lima wrote of “officers … at dawn” (H101).", []),
        ("Lima wrote that they were “shot at dawn” (H101).", []),
    ],
)
def test_few_and_hopes_outside(prose, found):
    made = example(ITEMS)
    page = parse_narrative(prose, "narratives/p.md", citation="H[0-9]{3}", is_item=made.catalogue.__contains__)
    context = CheckContext(settings=CheckSettings(select=["C201", "C218"]))
    findings, _ = check(made.catalogue, [page], context=context)
    assert [finding.code for finding in findings] == found
