"""Addresses and names."""

from hypothesis import given
from hypothesis import strategies as st

from briefbook.site import urls
from briefbook.text.safe_names import MAX_LENGTH, find_name, name_of, safe_name


@given(st.text(min_size=1).filter(lambda text: text.isprintable()))
def test_a_safe_name_is_read_back_as_the_name(name):
    assert find_name(safe_name(name), lambda: [name]) == name


@given(st.text(min_size=1, max_size=MAX_LENGTH // 12).filter(lambda text: text.isprintable()))
def test_a_short_name_is_read_back_without_a_list_of_names(name):
    assert name_of(safe_name(name)) == name


@given(st.text(min_size=1))
def test_a_safe_name_needs_no_escaping_anywhere(name):
    safe = safe_name(name)
    assert set(safe) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-~")
    assert not safe.startswith(".")
    assert not safe.endswith(".")


def test_names_that_windows_reserves_are_changed():
    assert safe_name("con").lower() != "con"
    assert safe_name("LPT1.x") != "LPT1.x"


def test_a_page_in_a_folder_leads_up_to_the_root():
    assert urls.relative("items.html", "narratives/a.html") == "../items.html"
    assert urls.relative("items.html", "index.html") == "items.html"


def test_an_address_leads_nowhere_out_of_the_media_folder():
    assert urls.collection_file_url("media/../../etc/passwd") == "media/etc/passwd"


def test_a_long_name_is_shortened_and_still_tells_two_papers_apart():
    first, second = "K" * 249 + "1", "K" * 249 + "2"
    assert len(safe_name(first)) == 138
    assert safe_name(first) != safe_name(second)
    assert find_name(safe_name(second), lambda: [first, second]) == second


def test_a_name_of_many_accents_fits_into_a_file_name():
    assert len(safe_name("ö" * 120)) == 138
