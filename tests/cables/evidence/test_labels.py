"""Labels in every service's words, damaged or not, and what is none."""

import pytest

from briefbook.cables.evidence.labels import find_labels, segments_of


def segments(text):
    """What a line is parted into: the kind of each label, and the words behind it."""
    upper = text.upper()
    parts = segments_of(0, text, find_labels(text, upper))
    return [(part.label and part.label.kind, part.text.strip()) for part in parts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TO : Mr. R. Harlow  DATE: May 3, 1964", [("to", "Mr. R. Harlow"), ("date", "May 3, 1964")]),
        ("FROMs THE EMBASSY, LIMA", [("from", "THE EMBASSY, LIMA")]),
        ("TO; THE MINISTER", [("to", "THE MINISTER")]),
        ("FRQM: BONN", [("from", "BONN")]),
        ("VON: BERN", [("from", "BERN")]),
        ("DE: LIMA", [("from", "LIMA")]),
        ("SUJET: VISITE", [("subject", "VISITE")]),
        ("BETREFF: Besuch", [("subject", "Besuch")]),
        ("JMWAVE INFO DIRECTOR", [(None, "JMWAVE"), ("info", "DIRECTOR")]),
        ("SECRET 020304Z CITE LIMA 4411", [(None, "SECRET 020304Z"), ("cite", "LIMA 4411")]),
        ("DATE TYPED 2 May 64 DATE DISPATCHED MAY 4 1964", [("date_typed", "2 May 64"), ("date", "MAY 4 1964")]),
        ("No. 81  D. 6.20 p.m.", [("number", "81"), ("dispatched", "6.20 p.m.")]),
    ],
)
def test_labels_part_a_line(text, expected):
    assert segments(text) == expected


@pytest.mark.parametrize("text", ["HE WAS TAKEN TO THE HARBOUR", "de la table", "A SHIP CAME IN", "DO NOT FILE"])
def test_words_of_a_sentence_are_no_labels(text):
    assert [kind for kind, _ in segments(text) if kind] == []
