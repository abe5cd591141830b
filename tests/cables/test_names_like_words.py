"""Words that look like a name are told from others, also where they are long and end otherwise."""

from briefbook.cables.evidence.suggestions import _NAME_LIKE


def test_words_of_a_name_are_known_and_a_long_line_that_ends_otherwise_is_given_up():
    assert _NAME_LIKE.fullmatch("Embassy of the United States, Oslo")
    assert not _NAME_LIKE.fullmatch("the minister said")
    assert not _NAME_LIKE.fullmatch("THE HARBOUR AT OSLO" * 20 + "?")  # with words that need no gap it took for ever
