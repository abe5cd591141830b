"""Quick fixes of findings: where they are made, and that what they write holds."""

import pytest

from briefbook.checks import CheckContext, check
from briefbook.checks.quick_fixes import repairs
from briefbook.model.catalogue import MemoryCatalogue
from briefbook.narratives.narrative_parser import parse_narrative

PATH = "narratives/a.md"


def findings_of(source):
    narrative = parse_narrative(source, PATH, citation="H[0-9]+", is_item=lambda words: False)
    return check(MemoryCatalogue({}, {}), [narrative], context=CheckContext())[0]


def accepted(source, code):
    finding = next(finding for finding in findings_of(source) if finding.code == code)
    repair = next(repair for repair in repairs(finding, source) if repair.title == f"Accept {code} here")
    rows = source.split("\n")
    row = rows[repair.where.line - 1]
    rows[repair.where.line - 1] = row[: repair.where.column - 1] + repair.text + row[repair.where.end - 1 :]
    return "\n".join(rows)


@pytest.mark.parametrize(
    ("source", "result"),
    [
        (
            "---\ntitle: A\nordre: 3\n---\n\nWords.\n",
            '---\ntitle: A\nordre: 3\naccept:\n  - "N103: why"\n---\n\nWords.\n',
        ),
        (
            "---\nordre: 3\naccept:\n  - C102 known\n---\n\nWords.\n",
            '---\nordre: 3\naccept:\n  - "N103: why"\n  - C102 known\n---\n\nWords.\n',
        ),
    ],
)
def test_a_finding_in_the_front_matter_is_accepted_in_the_front_matter(source, result):
    after = accepted(source, "N103")
    assert after == result
    assert [finding.accepted for finding in findings_of(after) if finding.code == "N103"] == ["why"]


def test_a_finding_in_the_prose_is_accepted_behind_its_line():
    after = accepted("---\ntitle: A\n---\n\nIt is known (H999).\n", "C101")
    assert after == "---\ntitle: A\n---\n\nIt is known (H999). <!-- accept C101: why -->\n"
    assert [finding.accepted for finding in findings_of(after) if finding.code == "C101"] == ["why"]
