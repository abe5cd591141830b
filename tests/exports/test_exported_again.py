"""What is exported, imported into a new collection and exported again is the same, byte for byte."""

from dataclasses import replace

import pytest
from test_what_comes_back import READERS, back, exported

from briefbook.catalogue import describe_item
from briefbook.model.cable import Reading, SourceKind
from briefbook.model.page import Box, Line, Page, Word
from briefbook.model.received import Description

PAGE = Page("H101", 1, (Line((Word("FERRY", Box(10, 10, 60, 30), 0.9),)),), (), 1000, 1400)
KINDS = [kind for kind in READERS if kind not in ("alto", "hocr", "page", "iiif")]
"""Exports that describe items, and have an import."""

LONG = "Ferries, boats, harbours, lights, engineers, ministers and the weather of the day in the harbour of Oslo"
EDITION = (
    "Foreign Relations of the United States, 1961–1963, Volume III, Document 7\n"
    "Title: 7. Letter From the Consul in Oran\nSource: Department of State, Central Files"
)


def reading(value):
    return Reading(value, value, SourceKind.RECEIVED, source="list")


def title(words):
    return Reading(f"Title: {words}", None, SourceKind.RECEIVED, source="list")


CASES = {
    "a telegram": {
        "from": ["Port of Abcd"], "to": ["Board of Xyz", "Howard Green"], "date": ["1962-03-03"], "number": ["12"],
        "form": ["telegram"], "subject": ["Ferries and boats"], "note": ["A note on ferries."],
    },
    "no subject": {"from": ["Port of Abcd"], "to": ["Board of Xyz"], "date": ["1962-03-03"]},
    "its kind alone": {"form": ["letter"], "note": ["Nothing is known"]},
    "several persons, much else": {
        "from": ["Robert A. Smith; Mary Jones"], "to": ["Dean Rusk", "Minister of Ferries"], "date": ["1962-03"],
        "classification": ["SECRET"], "precedence": ["PRIORITY"], "tags": ["harbours"], "places": ["Oslo"],
        "citation": ["Fonds 9, vol. 3"], "rights": ["Own rights"], "specimen": ["yes"],
    },
    "codes and a long subject": {
        "from": ["WASHDC"], "to": ["EXTERNAL"], "date": ["1962-11-08"], "number": ["3316"], "form": ["telegram"],
        "subject": [LONG],
    },
    "days and a colon": {"from": ["WASHDC"], "date": ["1962-11-08/1962-11-10"], "subject": ["Day: notes"]},
    "an editor's note": {"note": ["Own.\nEditor’s note: Theirs."], "subject": ["Ferries"]},
}  # fmt: skip
TITLED = {"subject": ["Letter from Anna to Olaf on boats"], "date": ["1962-03-03"], "from": ["Anna Berg"]}
OF_EDITION = {"date": ["1961-04-04"], "from": ["Consul in Oran"], "to": ["DEPARTMENT OF STATE"], "note": [EDITION]}


def entry_of(values, *others):
    readings = {name: tuple(map(reading, of_field)) for name, of_field in values.items()}
    readings["note"] = (*readings.get("note", ()), *others)
    return replace(describe_item("H101", descriptions=[Description("H101", readings)]), page_count=1)


ENTRIES = {name: entry_of(values) for name, values in CASES.items()}
ENTRIES["a title of its own"] = entry_of(TITLED, title(TITLED["subject"][0]))
ENTRIES["a title of an edition"] = entry_of(OF_EDITION)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ENTRIES)
def test_what_comes_back_is_exported_as_it_was(kind, name):
    again = replace(describe_item("H101", descriptions=[back(kind, ENTRIES[name], PAGE)]), page_count=1)
    assert exported(kind, again, PAGE) == exported(kind, ENTRIES[name], PAGE)
