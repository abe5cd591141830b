"""Whatever the text: a heading is an object with its keys, and a cable is understood or left blank, never a failure."""
# ruff: noqa: E501

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefbook.cables import read_cable, read_heading
from briefbook.cables.heading import CORE
from briefbook.model.page import Page

WORDS = st.sampled_from(
    [
        "FM", "TO", "INFO", "BAG", "REF", "DE OTT", "TT", "EXTERNAL", "WASHDC", "CJS(W)", "NOV31/62", "NOV8/62", "3316",
        "SECRET", "S E C R E T", "OPIMMED", "MYTEL", "YOURTEL 12", "PAGE 01 OSLO 02101", "R 111430Z JUN 75", "312570Z OCT 62",
        "TAGS:", "E.O. 11652:", "SUBJ:", "ORIGIN SS-20", "/062 R", "CLASSIFIED MESSAGE", "CITE DIR 12345", "DIR INFO WAVE",
        "FROM:", "TO:", "DATE:", "3/11/62", "No. 12", "OUTGOING MESSAGE", "EXT OTT", "DL-12", "(", ")", "[", "/", "-", "Source:",
        "Telegram From the Embassy in France to the Department of State", "Paris, March 4, 1962, 7 p.m.", "Ciphergram No. 12",
        "Dispatched from Rome on 13.13.1962 at 25:00", "ON/31/1/II/62", "Copy No. 1", "From: Rome No. 1 Time: 9:15 Date: 4/V/1961",
        "T. nos 210 à 214.", "(Reçu : le 4, 22 h. 10)", "Aufgabe: 4. Mai 1961, 18.30 Uhr", "p.A.21.31.Rome", "C-M(61)44", "12",
        "CYPHER CAT A", "D. 9.15 p.m.", "FROM CAIRO TO FOREIGN OFFICE", "MEMORANDUM", "Letter No. 3", "604. DEA/1-40", "|", "8-Nov-62",
        "AIRGRAM", "A-12", "\n", "\n", "\n", "\n",
    ]
)  # fmt: skip


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_any_text_gives_a_heading(text):
    heading = read_heading(text)
    assert set(CORE) <= set(heading)
    json.dumps(heading)


@settings(max_examples=250, deadline=None)
@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_any_order_of_the_words_of_headings_gives_a_heading_and_a_cable(text):
    heading = read_heading(text)
    assert all(isinstance(heading[key], list) for key, kind in CORE.items() if kind)
    json.dumps(heading)
    cable = read_cable("X1", [Page.of_text("X1", 1, text)])
    for readings in cable.fields.values():
        for reading in readings:
            assert reading.value is None or reading.value
