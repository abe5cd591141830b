"""Page numbers are written and read back alike; what names no pages is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.model.parts import FilePages, Part, page_ranges, parse_page_ranges, parts_in_words


@given(st.lists(st.integers(1, 900), min_size=1, unique=True))
def test_page_numbers_and_their_ranges_undo_each_other(pages):
    assert parse_page_ranges(page_ranges(pages)) == tuple(pages)


@pytest.mark.parametrize(
    ("pages", "written"), [((1,), "1"), ((1, 2), "1-2"), ((3, 4, 5, 9), "3-5, 9"), ((4, 3), "4, 3"), ((), "")]
)
def test_pages_are_written_as_ranges(pages, written):
    assert page_ranges(pages) == written


@pytest.mark.parametrize("text", ["", "0", "0-2", "5-3", "1-", "two", "1;2", "1-9999999"])
def test_what_names_no_pages_is_refused(text):
    with pytest.raises(ValueError, match="names no pages"):
        parse_page_ranges(text)


def test_a_page_named_twice_is_refused():
    with pytest.raises(ValueError, match="names a page twice"):
        parse_page_ranges("1-3, 2")


def test_a_division_is_said_in_a_few_words():
    parts = [Part("D7", (1, 2)), Part("D8", (3,)), Part("D9", (4, 5), continues=True)]
    assert parts_in_words(parts) == "pages 1-2 are D7, page 3 is D8, pages 4-5 continue D9"


def test_pages_of_a_file_are_said_with_its_name():
    assert str(FilePages("BOX7", (3, 4))) == "pages 3-4 of BOX7"
    assert str(FilePages("BOX7", (3,))) == "page 3 of BOX7"
