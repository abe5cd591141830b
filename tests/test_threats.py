"""Every line of docs/security.md's table of what is tried against Briefbook names tests that exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "security.md"


def rows():
    """What is tried, and the tests named for it."""
    table = PAGE.read_text(encoding="utf-8").split("| what is tried | what holds it | test |\n|---|---|---|\n")[1]
    for row in table.split("\n\n")[0].splitlines():
        tried, _, tests = row.strip("| ").split(" | ")
        yield pytest.param(re.findall(r"`([^`]+)`", tests), id=tried[:50])


@pytest.mark.parametrize("names", list(rows()))
def test_a_threat_has_its_tests(names):
    assert names
    absent = []
    for name in names:
        path, _, function = name.partition("::")
        file = ROOT / "tests" / path
        if not file.is_file() or (function and f"def {function}(" not in file.read_text(encoding="utf-8")):
            absent.append(name)
    assert absent == []
