"""What prose in Markdown says, without its marks."""

import re

import pytest

from briefbook.narratives.inline import citations_in, plain_words, sentences_in


def test_what_is_set_as_code_keeps_its_words():
    assert plain_words("so that `harbour check_all` has *something* to find") == (
        "so that harbour check_all has something to find"
    )
    assert plain_words("Two ticks: ``a `b` c`` end.") == "Two ticks: a `b` c end."
    assert plain_words("One <!-- `hidden` --> and `shown`.") == "One and shown."


def test_a_sentence_has_no_words_of_a_picture_and_no_mark_of_a_note():
    text = "![The pier in fog](pier.png) The ships left[^1] at noon."
    assert [span.text for span in sentences_in(text)] == ["The ships left at noon."]
    assert plain_words(text) == "The pier in fog The ships left at noon."


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("No boat today (D7).", ["D7"]),
        ("No boat today (D7, p. 2; see also D8).", ["D7"]),
        ("No boat today: D7, p. 2.", ["D7"]),
        ("The D7 left at noon, and so did D8, the ferry.", []),
    ],
)
def test_an_id_of_two_signs_is_cited_where_it_stands_alone_in_brackets_or_before_a_page(text, cited):
    found = citations_in(text, re.compile("[A-Z]{2,}[0-9]{3,}"), lambda item: item in ("D7", "D8"), {})
    assert [span.text for span, _ in found] == cited
