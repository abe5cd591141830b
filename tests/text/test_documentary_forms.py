"""What a kind of paper has: nothing is called unknown that the paper never had."""

import pytest

from briefbook.text.documentary_forms import from_and_to, has_number, is_sent


@pytest.mark.parametrize(
    ("form", "number", "sent"),
    [
        ("", False, False),
        ("telegram", True, True),
        ("circular_telegram", True, True),
        ("Despatch", True, True),
        ("savingram", True, True),
        ("letter", False, True),
        ("message", False, True),
        ("memorandum", False, False),
        ("memorandum of conversation", False, False),
        ("editorial note", False, False),
        ("record of a meeting", False, False),
    ],
)
def test_a_kind_of_paper_has_a_number_and_parties_or_not(form, number, sent):
    assert (has_number(form), is_sent(form)) == (number, sent)


@pytest.mark.parametrize(
    ("sender", "to", "form", "words"),
    [
        ("", "", "telegram", "nobody to no one"),
        ("HARBURY", "", "letter", "HARBURY to no one"),
        ("", "", "minutes", ""),
        ("Mr. Reed", "", "memorandum", "Mr. Reed"),
        ("", "the Harbour Board", "memorandum", "to the Harbour Board"),
        ("Mr. Reed", "the Harbour Board", "memorandum", "Mr. Reed to the Harbour Board"),
    ],
)
def test_a_party_is_called_unknown_only_where_the_kind_has_it(sender, to, form, words):
    assert from_and_to(sender, to, form, no_sender="nobody", no_addressee="no one") == words
