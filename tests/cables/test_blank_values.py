"""Blank fields that are given what all on the paper together makes sure enough."""

import pytest

from briefbook.cables import read_heading
from briefbook.cables.evidence import blank_values
from briefbook.cables.evidence.blank_values import fill_sure_blanks, likelihood, pooled_values
from briefbook.cables.heading_draft import draft_of_text

LETTER = """
NORLAND EMBASSY                          CONFIDENTIAL
LISBON                                   4 May 1957
No. 118
The Secretary,
Ministry of Foreign Affairs,
OSLO.
      Timber
The sales of timber went on through the spring.
"""


def draft(text=LETTER):
    return draft_of_text(text.strip("\n"), 1900, "")


def test_candidates_of_every_source_stand_side_by_side():
    pool = pooled_values(draft(), ["number", "security"])
    assert "118" in [item.value for item in pool["number"]]
    assert [item.value for item in pool["security"]] == ["CONFIDENTIAL"]
    assert all(any(name.startswith("role=") for name in item.features) for item in pool["number"])


def test_a_value_is_given_where_it_is_sure_enough(monkeypatch):
    def chance(_field, names):
        return 0.1 if "from weighed=no" in names else 0.95

    monkeypatch.setattr(blank_values, "likelihood", chance)
    paper = draft()
    fill_sure_blanks(paper)
    values = paper.values.as_json()
    assert values["security"] == "CONFIDENTIAL"
    assert values["date"] == "1957-05-04"
    assert paper.texts[1].endswith("4 May 1957")


@pytest.mark.parametrize("chance", [0.0, 0.6])
def test_what_is_not_sure_stays_blank(monkeypatch, chance):
    monkeypatch.setattr(blank_values, "likelihood", lambda _field, _names: chance)
    paper = draft()
    fill_sure_blanks(paper)
    assert not paper.values.as_json()


def test_of_two_as_likely_neither_is_given(monkeypatch):
    monkeypatch.setattr(blank_values, "likelihood", lambda _field, _names: 0.99)
    paper = draft("NO. 118\nNO. 204\nTO: OSLO\nFROM: LISBON\n")
    fill_sure_blanks(paper)
    assert "number" not in paper.values.as_json()


def test_a_field_without_weights_is_never_sure():
    assert likelihood("colour", {"rank=0"}) < 0.01


def test_a_paper_that_is_no_message_gives_nothing():
    heading = read_heading("Chapter 4\nThe road to the summit began in Vienna in June 1961.\nIt was long.\n")
    assert not any(heading[key] for key in ("from", "to", "date", "number", "security"))
