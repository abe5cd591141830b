"""A search with ~ finds a word where the picture shows that it is likely, the likelier first."""

import pytest

from briefbook.model.catalogue import Entry
from briefbook.model.page import Box, Line, Page, Word
from briefbook.search import Index, build_index, open_index, search, update_index
from briefbook.text.probable_words import ProbableWord


def item_of(item: str, text: str) -> tuple[Entry, list[Page]]:
    words = tuple(Word(word, Box(100 * n, 0, 100 * n + 90, 20), 0.8) for n, word in enumerate(text.split()))
    return Entry(item, {}, page_count=1), [Page(item, 1, (Line(words),), width=1000, height=1000, by="machine")]


ENTRIES = [
    item_of("P1", "THEY MET NIXUVAR IN THE HARBOUR"),
    item_of("P2", "THEY SAW HIXOVAM AGAIN IN THE TOWN"),
    item_of("P3", "MIKOVAN BEANS WERE SOLD"),
    item_of("P4", "MIKOYAN SPOKE"),
    item_of("P5", "MIKOVAN CAME"),
]
PROBABLE = {
    "P1": [ProbableWord("mikoyan", "nixuvar", 0.12, 0, 2)],
    "P2": [ProbableWord("mikoyan", "hixovam", 0.31, 0, 2), ProbableWord("hikoyam", "hixovam", 0.2, 0, 2)],
    "P3": [],
    "P4": [],
}


@pytest.fixture
def index(tmp_path) -> Index:
    build_index(tmp_path / "index", ENTRIES, stamp="s", probable=PROBABLE.get)
    opened = open_index(tmp_path / "index")
    assert opened is not None
    return opened


def items(index: Index, query: str) -> list[str]:
    return [hit.item for hit in search(index, query).hits]


def test_a_word_is_found_where_it_is_likely_on_the_picture_the_likelier_first(index) -> None:
    assert [item for item in items(index, "mikoyan~") if item in ("P1", "P2", "P4")] == ["P4", "P2", "P1"]


def test_without_the_sign_only_what_was_read_is_found(index) -> None:
    assert items(index, "mikoyan") == ["P4"]


def test_confused_letters_are_for_items_whose_pictures_cannot_be_asked(index) -> None:
    ranked = items(index, "mikoyan~")
    assert ranked.index("P5") < ranked.index("P3")  # P3 only differs by a letter, which comes last


def test_the_hit_has_the_box_of_the_word_that_was_read_there(index) -> None:
    pages = {entry.item: pages for entry, pages in ENTRIES}
    hits = search(index, "mikoyan~", pages_of=lambda item: pages[item]).hits
    assert next(hit for hit in hits if hit.item == "P2").boxes == (Box(200, 0, 290, 20),)


def test_an_item_that_is_read_anew_loses_its_former_probable_words(index, tmp_path) -> None:
    update_index(tmp_path / "index", [item_of("P2", "THEY SAW HIM AGAIN")], stamp="t", probable=lambda item: [])
    assert "P2" not in items(index, "mikoyan~")
