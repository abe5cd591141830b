"""Which damaged words may be taken for others."""

import pytest

from briefbook.text.repairs import is_plausible_repair, is_printed_label
from briefbook.text.vocabulary import damaged_level


@pytest.mark.parametrize(
    ("read", "level"),
    [
        ("SEBREL", "SECRET"),
        ("SECRFT", "SECRET"),
        ("SECRT", "SECRET"),
        ("CPNFD", "CONFD"),
        ("(ONFIDENTIAL", "CONFIDENTIAL"),
        ("RESTRICIED", "RESTRICTED"),
    ],
)
def test_a_damaged_marking_of_its_own_length_is_that_marking(read, level):
    assert damaged_level(read) == level


@pytest.mark.parametrize(
    "read",
    [
        "RESTRICTIONS :",
        "DISTR:",
        "* RESTS",
        "Conrad",
        "CONRAD",
        "POSED",
        "Secrel",
        "SECRETARY",
        "SECTION",
        "Confid-ntial",
    ],
)
def test_labels_words_and_small_letters_are_no_damaged_marking(read):
    assert damaged_level(read) is None


def test_a_label_is_told_with_a_letter_misread():
    assert is_printed_label("RESTRICT1ONS")
    assert is_printed_label("PROCESSlNG")
    assert not is_printed_label("CONFIDENTIAL")


def test_letters_to_spare_are_no_repair():
    assert not is_plausible_repair("TOPSECRETARIAL", "TOP SECRET")
    assert is_plausible_repair("SECRET", "SECRET")
