"""Days that a sentence gives to its cable by counting from the one before, or by the part of a month."""

import pytest

from briefbook.checks import CheckContext, check
from briefbook.checks.manual import example
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.settings import CheckSettings
from briefbook.text import posts

PAPERS = """item H101 date=1963-03-04 from=WASHDC to=EXTERNAL number=210
item H102 date=1963-03-09 from=LDN to=EXTERNAL number=88
item H103 date=1963-03-09 from=CANDELNY to=EXTERNAL number=12
"""


def codes(prose, *selected):
    made = example(PAPERS)
    page = parse_narrative(prose, "narratives/p.md", citation="H[0-9]{3}", is_item=made.catalogue.__contains__)
    context = CheckContext(settings=CheckSettings(select=list(selected)), post=posts.post)
    return [finding.code for finding in check(made.catalogue, [page], context=context)[0]]


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("On 4 March Washington wrote of granite (H101). Five days later London wrote again (H102).", []),
        ("On 4 March Washington wrote of granite (H101). Three days later London wrote again (H102).", ["C207"]),
        ("On 4 March Washington wrote of granite (H101). The same day London wrote again (H102).", ["C207"]),
        ("Washington wrote of granite (H101). A week later London wrote again (H102).", []),
        ("Washington wrote of granite (H101). Three weeks later London wrote again (H102).", ["C207"]),
        ("Washington wrote of the fire of 1 March (H101). Eight days later London wrote again (H102).", []),
        ("London wrote of granite (H102). Five days earlier Washington wrote of it (H101).", []),
        ("Washington wrote of granite (H101).\n\nThree days later London wrote again (H102).", []),
        ("Washington wrote of granite (H101). Three days later the ferry sank, it said (H102).", []),
        ("In early March London wrote of granite (H102).", []),
        ("In late March London wrote of granite (H102).", ["C207"]),
        ("In mid-March London wrote of granite (H102).", []),
        ("At the end of March the ferry sank, and London wrote of it (H102).", []),
        ("The first telegram from Washington is of 5 April (H101).", ["C207"]),
        ("The first telegram from Washington is of 4 March (H101).", []),
    ],
)
def test_intervals_and_parts_of_months(prose, expected):
    assert codes(prose, "C207") == expected


def test_a_delegation_is_where_its_name_says():
    assert codes("New York reported that the votes differed (H103).", "C208") == []
    assert codes("London reported that the votes differed (H103).", "C208") == ["C208"]


def test_a_denial_of_the_author_s_own_behind_the_words_is_seen():
    made = example("item H101 date=1963-03-04 from=LDN\npage IT IS UNLIKELY THAT THE FERRY WILL SAIL IN WINTER.")

    def said(prose):
        page = parse_narrative(prose, "narratives/p.md", citation="H[0-9]{3}", is_item=made.catalogue.__contains__)
        context = CheckContext(settings=CheckSettings(select=["C218"]))
        return [finding.code for finding in check(made.catalogue, [page], context=context)[0]]

    assert said("“The ferry will sail in winter,” London thought unlikely (H101).") == []
    assert said("“The ferry will sail in winter,” London thought (H101).") == ["C218"]
