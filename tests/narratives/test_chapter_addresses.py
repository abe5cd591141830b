"""Chapters of one file name in different folders have addresses of their own."""

from briefbook.model.narrative import Narrative
from briefbook.narratives.addresses import with_own_addresses


def addresses(*paths: str) -> list[str]:
    pages = [Narrative(path, path.rpartition("/")[2].removesuffix(".md"), "A page", "") for path in paths]
    return [page.slug for page in with_own_addresses(pages)]


def test_pages_of_different_names_keep_them():
    assert addresses("narratives/talks.md", "narratives/a/ships.md") == ["talks", "ships"]


def test_a_page_in_a_folder_never_takes_the_address_of_one_above_it():
    assert addresses("narratives/a/talks.md", "narratives/talks.md") == ["a-talks", "talks"]


def test_as_many_folders_are_named_as_are_needed():
    assert addresses("narratives/x/a/talks.md", "narratives/y/a/talks.md", "narratives/z/talks.md") == [
        "a-talks",
        "y-a-talks",
        "talks",
    ]


def test_letter_case_makes_no_difference_to_an_address():
    assert addresses("narratives/Talks.md", "narratives/b/talks.md") == ["Talks", "b-talks"]


def test_two_pages_that_cannot_be_told_apart_keep_the_name_and_the_check_says_so():
    assert addresses("narratives/Talks.md", "narratives/talks.md") == ["Talks", "talks"]
