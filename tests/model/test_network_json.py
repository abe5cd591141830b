"""A series has one shape in JSON, at the terminal and in the API, and is kept in the catalogue without loss."""

import json

from hypothesis import given
from hypothesis import strategies as st

from briefbook.model.network import (
    DateEstimate,
    MissingNumbers,
    Network,
    ResolvedReference,
    SeriesGap,
    SeriesReport,
    SuspectNumber,
)
from briefbook.model.network_json import network_as_json, network_from_json, series_as_json, series_from_json

WORD = st.text(max_size=8)
DATED = st.none() | st.just("1962-11-08/1962-11-09")
COUNT = st.integers(0, 9_999)
REFERRED = st.lists(st.tuples(COUNT, st.lists(WORD).map(tuple)), unique_by=lambda pair: pair[0]).map(tuple)
GAPS = st.builds(SeriesGap, COUNT, COUNT, WORD, DATED, st.none() | st.floats(0, 1), REFERRED)
SUSPECTS = st.builds(SuspectNumber, WORD, COUNT, WORD, WORD, st.none() | WORD)
ESTIMATES = st.builds(DateEstimate, WORD, COUNT, st.none() | st.just("1962-11-08"), DATED, WORD)
MISSING = st.builds(MissingNumbers, COUNT, COUNT, COUNT, COUNT, st.lists(WORD).map(tuple), st.none() | COUNT)
REPORTS = st.builds(
    SeriesReport,
    *[WORD] * 4,
    items=st.lists(WORD).map(tuple),
    count=COUNT,
    first=st.none() | COUNT,
    last=st.none() | COUNT,
    begins=st.none() | WORD,
    ends=st.none() | WORD,
    resets=st.lists(WORD).map(tuple),
    rule=WORD,
    addressee=st.none() | WORD,
    rate=st.none() | st.floats(0, 99),
    gaps=st.lists(GAPS, max_size=2).map(tuple),
    gap_count=COUNT,
    suspects=st.lists(SUSPECTS, max_size=2).map(tuple),
    estimates=st.lists(ESTIMATES, max_size=2).map(tuple),
    missing=st.none() | MISSING,
)


@given(REPORTS)
def test_a_series_and_its_json_undo_each_other(report):
    assert series_from_json(json.loads(json.dumps(series_as_json(report)))) == report


def test_a_network_and_its_json_undo_each_other():
    reference = ResolvedReference("D7", "YOURTEL 5", "TEL", "5", "ambiguous", candidates=("D1", "D2"), confidence=0.5)
    network = Network((reference,), (SeriesReport("A telegrams 1962", "A", "telegram", "1962"),), (("D1", "D9"),))
    assert network_from_json(json.loads(json.dumps(network_as_json(network)))) == network


def test_what_the_numbers_held_do_not_carry_is_not_estimable():
    report = SeriesReport(
        "A telegrams 1962",
        "A",
        "telegram",
        "1962",
        ("D1",),
        count=2,
        first=3,
        last=9,
        gaps=(SeriesGap(4, 8, "never seen", chance=0.004, referred=((5, ("D2",)),)),),
        gap_count=1,
        estimates=(DateEstimate("D3", 5, reason="no held number lies near enough"),),
    )
    assert series_as_json(report) == {
        "series": "A telegrams 1962",
        "post": "A",
        "kind": "telegram",
        "epoch": "1962",
        "items": ["D1"],
        "count": 2,
        "first": 3,
        "last": 9,
        "from": None,
        "until": None,
        "resets": [],
        "rule": "",
        "to": None,
        "rate": "not estimable",
        "gaps": [
            {
                "from": 4,
                "to": 8,
                "expected_dates": "not estimable",
                "grade": "never seen",
                "referred": {"5": ["D2"]},
                "chance": 0.004,
            }
        ],
        "gaps_in_all": 1,
        "suspects": [],
        "estimates": [
            {
                "item": "D3",
                "number": 5,
                "date": "not estimable",
                "interval": None,
                "reason": "no held number lies near enough",
            }
        ],
        "missing": "not estimable",
    }
