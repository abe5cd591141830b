"""Two people change one text: what they did not do to the same lines is joined, and nothing else is guessed."""

from hypothesis import given
from hypothesis import strategies as st

from briefbook.util.merging import Part, merge

BASE = "The ferry sailed.\n\nThe bridge was shut.\n\nThe lights were lit.\n"


def test_changes_of_two_paragraphs_are_both_taken():
    ours = BASE.replace("sailed", "sailed late")
    theirs = BASE.replace("lit", "lit at six")
    assert merge(BASE, ours, theirs).text == (
        "The ferry sailed late.\n\nThe bridge was shut.\n\nThe lights were lit at six.\n"
    )


def test_what_both_wrote_alike_stands_once():
    both = BASE.replace("shut", "closed")
    assert merge(BASE, both, both).text == both


def test_one_paragraph_changed_by_both_is_a_conflict_and_the_rest_is_joined():
    ours = BASE.replace("shut", "closed")
    theirs = BASE.replace("shut", "open").replace("lit", "out")
    merged = merge(BASE, ours, theirs)
    assert merged.text is None
    assert merged.parts == (
        Part("The ferry sailed.\n\n"),
        Part("The bridge was shut.\n", "The bridge was closed.\n", "The bridge was open.\n"),
        Part("\n"),
        Part("The lights were out.\n"),
    )


def test_lines_that_touch_are_a_conflict():
    assert merge("a\nb\n", "A\nb\n", "a\nB\n").conflicts == (Part("a\nb\n", "A\nb\n", "a\nB\n"),)


def test_two_insertions_at_one_place_are_a_conflict():
    assert merge("a\n", "a\nx\n", "a\ny\n").conflicts == (Part("", "x\n", "y\n"),)


def test_a_paragraph_deleted_by_one_and_changed_by_the_other_is_a_conflict():
    ours = BASE.replace("The bridge was shut.\n\n", "")
    theirs = BASE.replace("shut", "open")
    assert merge(BASE, ours, theirs).text is None


def test_a_last_line_without_its_end_is_merged():
    assert merge("a\n\nb", "A\n\nb", "a\n\nb\n\nc").text == "A\n\nb\n\nc"


LINES = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "\n", "d"]), max_size=8).map("".join)


@given(LINES, LINES)
def test_what_one_side_alone_changed_is_taken_whole(base, changed):
    assert merge(base, changed, base).text == changed
    assert merge(base, base, changed).text == changed
    assert merge(base, changed, changed).text == changed


@given(LINES, LINES, LINES)
def test_whichever_side_is_taken_in_conflicts_the_parts_give_that_sides_lines(base, ours, theirs):
    parts = merge(base, ours, theirs).parts
    swapped = merge(base, theirs, ours).parts
    assert [(part.theirs, part.ours) for part in parts if part.is_conflict] == [
        (part.ours, part.theirs) for part in swapped if part.is_conflict
    ]
