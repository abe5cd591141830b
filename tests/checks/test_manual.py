"""Every check's page: its failing example fails, its passing example passes."""

import datetime
from pathlib import Path

import pytest

from briefbook.checks import ALL, CheckContext, check, code_of
from briefbook.checks.manual import Example, entry, example, manual
from briefbook.model.finding import Finding
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.settings import CheckSettings

ROOT = Path(__file__).parents[2]


def findings_of(made: Example, code: str) -> list[Finding]:
    narratives = [
        parse_narrative(source, path, citation="[A-Z]{2,}[0-9]{3,}", is_item=made.catalogue.__contains__)
        for path, source in made.files.items()
    ]
    context = CheckContext(
        settings=CheckSettings(select=["C", code]),
        network=made.network,
        persons=tuple(made.persons),
        post=made.posts.get,
        exists=made.exists,
        today=datetime.date(2026, 11, 23),
    )
    findings, _ = check(made.catalogue, narratives, context=context)
    return [finding for finding in findings if finding.code == code and finding.accepted is None]


@pytest.mark.parametrize("module", ALL, ids=lambda module: code_of(module))
def test_the_failing_example_of_the_manual_fails(module):
    page = entry(module.__doc__)
    found = findings_of(example(page.fails), page.code)
    assert found
    assert all(finding.message and finding.remedy for finding in found)


@pytest.mark.parametrize("module", ALL, ids=lambda module: code_of(module))
def test_the_passing_example_of_the_manual_passes(module):
    page = entry(module.__doc__)
    assert findings_of(example(page.passes), page.code) == []


def test_every_code_is_used_once():
    codes = [code_of(module) for module in ALL]
    assert len(set(codes)) == len(codes)


def test_the_manual_in_docs_is_what_the_code_says():
    assert (ROOT / "docs" / "checks.md").read_text(encoding="utf-8") == manual()
