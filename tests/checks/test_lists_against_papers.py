"""What a list says is held against what the paper says, each as exactly as it is said."""

import pytest

from briefbook.catalogue.doubts import doubts_of
from briefbook.checks import CheckContext, check
from briefbook.model.cable import Derivation, Reading, SourceKind
from briefbook.model.catalogue import Entry, MemoryCatalogue
from briefbook.settings import CheckSettings
from briefbook.text import posts


def entry(name, listed, read, how=Derivation.OBSERVED):
    readings = (
        Reading(listed, listed, SourceKind.RECEIVED, source="list"),
        Reading(read, read, SourceKind.MACHINE, confidence=0.95, how=how),
    )
    return Entry("H101", {name: readings}, page_count=1, scan="scans/H101.pdf")


def said(name, listed, read, how=Derivation.OBSERVED):
    """What C104 says of an item of which list and paper give a field."""
    context = CheckContext(settings=CheckSettings(select=["C104"]), post=posts.post)
    catalogue = MemoryCatalogue({"H101": entry(name, listed, read, how)})
    return [finding.message.partition("gives ")[2] for finding in check(catalogue, [], context=context)[0]]


@pytest.mark.parametrize(
    ("listed", "read", "expected"),
    [
        ("1978?", "1962-12-10", "date 1978 (uncertain), the heading on its scan reads 10 December 1962"),
        ("1962-10", "1962-11-03", "date October 1962, the heading on its scan reads 3 November 1962"),
        ("1962-11-08", "1962-11-09", "date 8 November 1962, the heading on its scan reads 9 November 1962 (a day"),
    ],
)
def test_a_date_is_said_as_exactly_as_the_list_has_it(listed, read, expected):
    (message,) = said("date", listed, read)
    assert message.startswith(expected)


@pytest.mark.parametrize(
    ("listed", "read"), [("1962?", "1962-12-10"), ("1962-12", "1962-12-10"), ("196X", "1962-12-10")]
)
def test_a_day_within_the_lists_month_or_year_contradicts_nothing(listed, read):
    assert said("date", listed, read) == []


def test_an_inferred_date_a_year_away_is_told_as_unsure_and_one_nearby_is_not():
    (message,) = said("date", "1963-11-04", "1961-11-09", Derivation.INFERRED)
    assert message.endswith("; the reading is unsure")
    assert said("date", "1963-11-04", "1963-11-09", Derivation.INFERRED) == []


@pytest.mark.parametrize(
    ("listed", "read", "agrees"),
    [
        ("Kingston Station", "KINGSTON", True),
        ("Embassy in Kingston", "KINGSTON", True),
        ("Kingston Station", "San Juan", False),
        ("Port Kingston Harbour Board", "KINGSTON", False),
    ],
)
def test_an_office_in_a_city_is_who_sends_from_the_city(listed, read, agrees):
    assert (said("from", listed, read) == []) == agrees
    doubts = [doubt.words for doubt in doubts_of(entry("from", listed, read)) if "the list says" in doubt.words]
    assert (doubts == []) == agrees
