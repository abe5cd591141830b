"""A phrase of very common words is looked for only where their pairs are, and has the same answers."""

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefbook.model.catalogue import Entry
from briefbook.model.page import Page
from briefbook.search import build_index, open_index, search, update_index
from briefbook.search.query_compiler import Compiler


def item_of(item, text):
    return Entry(item, {}, page_count=1), [Page.of_text(item, 1, text)]


def built(folder, texts):
    build_index(folder, [item_of(f"D{number}", text) for number, text in enumerate(texts, 1)], stamp="x")
    index = open_index(folder)
    assert index is not None
    return index


def test_a_phrase_of_very_common_words_is_where_they_stand_beside_each_other(tmp_path):
    index = built(tmp_path, ["THE END OF THE ROAD", "OF ALL THE FERRIES", "THE, OF", "ALL-OF THE\nQUAY", "the of"])
    assert {hit.item for hit in search(index, '"of the"').hits} == {"D1", "D4"}
    assert [hit.item for hit in search(index, '"all of the"').hits] == ["D4"]
    assert {hit.item for hit in search(index, '"the of"').hits} == {"D3", "D5"}
    assert search(index, '"end of the road"').total == 1
    assert search(index, '-"of the"').total == 3


def test_an_item_that_is_written_later_has_its_pairs(tmp_path):
    built(tmp_path, ["NO FERRY"])
    update_index(tmp_path, [item_of("D2", "NONE OF THE FERRIES")], stamp="y")
    index = open_index(tmp_path)
    assert index is not None
    assert [hit.item for hit in search(index, '"of the"').hits] == ["D2"]


WORDS = st.sampled_from(["the", "of", "to", "THE", "in", "ferry", "U.S.", "co-op", "x" * 70, "é", "of-the", "harbor"])
TEXTS = st.lists(st.lists(WORDS, max_size=9).map(" ".join), min_size=1, max_size=5)
PHRASES = st.lists(WORDS.filter(lambda word: len(word) < 60), min_size=2, max_size=4).map(" ".join)


@given(TEXTS, st.lists(PHRASES, min_size=1, max_size=4))
@settings(max_examples=25, deadline=None)
def test_the_answers_scores_and_counts_are_those_of_the_phrase_alone(texts, phrases):
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patched:
        index = built(Path(folder), texts)
        questions = [*(f'"{phrase}"' for phrase in phrases), f'"{phrases[0]}" OR ferry', f'the -"{phrases[0]}"']
        sooner = [search(index, question) for question in questions]
        index.clear_cache()
        patched.setattr(Compiler, "_where_pairs_are", lambda self, words, phrase: phrase)
        plain = [search(index, question) for question in questions]
    assert [replace(hits, took_ms=0) for hits in sooner] == [replace(hits, took_ms=0) for hits in plain]
