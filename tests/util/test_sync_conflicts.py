"""Names of files -> the file that they are a second version of."""

import pytest

from briefbook.util.sync_conflicts import conflict_copy_of


@pytest.mark.parametrize(
    "name", ["Kashmir (conflict 1948).pdf", "Kashmir (Conflict, 1947-49).pdf", "Chad [conflit 1969].pdf"]
)
def test_a_paper_about_a_conflict_is_no_second_version(name):
    assert conflict_copy_of(name) is None


@pytest.mark.parametrize("name", ["H2 (conflict).pdf", "H2 (conflicted copy 2026-03-01).pdf", "H2 [Konflikt].pdf"])
def test_what_a_program_that_synchronises_left_is_one(name):
    assert conflict_copy_of(name) == ("H2.pdf", True)
