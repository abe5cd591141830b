"""Where sentences end in the prose of historians and in the text of telegrams."""

import pytest

from briefbook.text.sentences import sentence_stops


@pytest.mark.parametrize(
    "sentence",
    [
        "In telegram no. 212 Oslo asked for granite.",
        "See para. 3 of tel. 55.",
        "It left at 4 p.m. on Monday.",
        "Adm. Lund, Capt. Vik and Lt. Col. Moe came aboard.",
        "Prof. Dr. Lie and Hon. Mr. Berg met Messrs. Dahl.",
        "The Dept. of Roads, cf. vol. 3, pp. 4-5, wrote it.",
        "U.S. Consul J. F. Strand spoke.",
        "He came on Nov. 5 from St. John.",
        "The quay (approx. 50 m.) was closed.",
    ],
)
def test_no_sentence_ends_behind_an_abbreviation(sentence):
    assert list(sentence_stops(sentence)) == [len(sentence)]


@pytest.mark.parametrize(
    ("text", "stops"),
    [
        ("The answer was no. He left.", [18, 27]),
        ("It sailed at 4 p.m. The quay was empty.", [19, 39]),
        ("He came from the U.S. The quay was empty.", [21, 41]),
        ("“It is cold.” He left!", [13, 22]),
        ("They left, etc. He stayed.", [15, 26]),
    ],
)
def test_a_sentence_ends_where_a_new_one_begins(text, stops):
    assert list(sentence_stops(text)) == stops
