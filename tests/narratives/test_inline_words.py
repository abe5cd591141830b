"""What prose in Markdown says, without its marks."""

from briefbook.narratives.inline import plain_words, sentences_in


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
