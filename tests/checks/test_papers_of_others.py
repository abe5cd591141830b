"""The day and the number of another post's paper, of which a cable speaks, are not held against the cable."""

import pytest

from briefbook.checks import CheckContext, check
from briefbook.checks.manual import example
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.settings import CheckSettings
from briefbook.text import posts

PAPERS = """item H101 date=1963-03-04 from=WASHDC to=EXTERNAL number=210
item H102 date=1963-03-09 from=LDN to=EXTERNAL number=88
"""


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("London thought that Washington’s telegram 210 of 4 March was too gloomy (H102).", []),
        ("Washington’s telegram 210 of 4 March was too gloomy (H102).", ["C213", "C207"]),
        ("London thought that London’s telegram 87 of 7 March was too gloomy (H102).", ["C213", "C207"]),
        ("The embassy referred to Ottawa’s despatch No. 41 of 22 February (H102).", []),
        ("In its telegram of the 4th of March London spoke of granite (H102).", ["C207"]),
        ("In its telegram of the 9th of March London spoke of granite (H102).", []),
        ("Oslo wrote first; five days later, on 9 March, London reported that all was well (H102).", []),
        ("Oslo wrote first; five days later, on 7 March, London reported that all was well (H102).", ["C207"]),
    ],
)
def test_whose_day_and_number_it_is(prose, expected):
    made = example(PAPERS)
    page = parse_narrative(prose, "narratives/p.md", citation="H[0-9]{3}", is_item=made.catalogue.__contains__)
    context = CheckContext(settings=CheckSettings(select=["C207", "C213"]), post=posts.post)
    findings = check(made.catalogue, [page], context=context)[0]
    assert sorted(finding.code for finding in findings) == sorted(expected)
