"""Phrases and NEAR of very common words are answered from an index of their pairs, with the answers of the texts."""

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
import tantivy
from hypothesis import given, settings
from hypothesis import strategies as st

from briefbook.model.cable import Derivation, Reading, SourceKind
from briefbook.model.catalogue import Entry
from briefbook.model.page import Page
from briefbook.search import build_index, open_index, search, update_index
from briefbook.search.query_compiler import Compiler, tokens


def item_of(item, text, subject=""):
    subjects = (Reading(subject, subject, SourceKind.RECEIVED, Derivation.OBSERVED),) if subject else ()
    return Entry(item, {"subject": subjects}, page_count=1), [Page.of_text(item, 1, text)]


def built(folder, texts, subjects=()):
    subject_of = dict(enumerate(subjects, 1))
    entries = [item_of(f"D{number}", text, subject_of.get(number, "")) for number, text in enumerate(texts, 1)]
    build_index(folder, entries, stamp="x")
    index = open_index(folder)
    assert index is not None
    return index


def items(index, question):
    return {hit.item for hit in search(index, question).hits}


def test_a_phrase_of_very_common_words_is_where_they_stand_beside_each_other(tmp_path):
    index = built(tmp_path, ["THE END OF THE ROAD", "OF ALL THE FERRIES", "THE, OF", "ALL-OF THE\nQUAY", "the of"])
    assert items(index, '"of the"') == {"D1", "D4"}
    assert [hit.item for hit in search(index, '"all of the"').hits] == ["D4"]
    assert items(index, '"the of"') == {"D3", "D5"}
    assert search(index, '"end of the road"').total == 1
    assert search(index, '-"of the"').total == 3


def test_near_of_very_common_words_is_where_they_come_so_near_in_either_order(tmp_path):
    index = built(
        tmp_path, ["OF ONE FERRY THE OTHER", "THE\nOF", "OF " + "FERRY " * 9 + "THE", "OF A B C D E F G H I J THE"]
    )
    assert items(index, "of NEAR/1 the") == {"D2"}
    assert items(index, "the NEAR/2 of") == {"D2"}
    assert items(index, "the NEAR/3 of") == {"D1", "D2"}
    assert items(index, "of NEAR the") == {"D1", "D2", "D3"}
    assert items(index, "of NEAR/11 the") == {"D1", "D2", "D3", "D4"}
    assert search(index, "NOT (of NEAR/3 the)").total == 2


def test_an_item_that_is_written_later_has_its_pairs(tmp_path):
    built(tmp_path, ["NO FERRY"])
    update_index(tmp_path, [item_of("D2", "NONE OF THE FERRIES")], stamp="y")
    index = open_index(tmp_path)
    assert index is not None
    assert [hit.item for hit in search(index, '"of the"').hits] == ["D2"]
    assert [hit.item for hit in search(index, "the NEAR/4 of").hits] == ["D2"]


WORDS = st.sampled_from(["the", "of", "to", "THE", "in", "ferry", "U.S.", "co-op", "x" * 70, "é", "of-the", "harbor"])
TEXTS = st.lists(st.lists(WORDS, max_size=9).map(" ".join), min_size=1, max_size=5)
PHRASES = st.lists(WORDS.filter(lambda word: len(word) < 60), min_size=2, max_size=4).map(" ".join)


def plain_phrase(compiler, words):
    return tantivy.Query.phrase_query(compiler.schema, "text", list(words))


@given(TEXTS, st.lists(PHRASES, min_size=1, max_size=4), st.booleans())
@settings(max_examples=40, deadline=None)
def test_the_answers_scores_and_counts_are_those_of_the_phrase_alone(texts, phrases, is_updated):
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patched:
        index = built(Path(folder), texts, texts[::-1])  # each item has the subject of another
        if is_updated:  # the index then still counts what was there before
            update_index(Path(folder), [item_of("D1", f"{texts[0]} of the")], stamp="y")
        questions = [*(f'"{phrase}"' for phrase in phrases), f'"{phrases[0]}" OR ferry', f'the -"{phrases[0]}"']
        sooner = [search(index, question) for question in questions]
        index.clear_cache()
        patched.setattr(Compiler, "_phrase_of_text", plain_phrase)
        patched.setattr(Compiler, "_at_pairs", lambda self, words, phrase, *fields: phrase)
        plain = [search(index, question) for question in questions]
    assert [replace(hits, took_ms=0) for hits in sooner] == [replace(hits, took_ms=0) for hits in plain]


def come_near(text, left, right, within):
    words = tokens(text)
    return any(
        {first, second} == {left, right} for at, first in enumerate(words) for second in words[at + 1 : at + within + 1]
    )


COMMON = st.sampled_from(["the", "of", "to", "in", "and", "é", "ferry", "about"])


@given(
    st.lists(st.lists(COMMON, max_size=30).map(" ".join), min_size=1, max_size=6),
    st.lists(st.tuples(COMMON, COMMON, st.integers(1, 12)).filter(lambda near: near[0] != near[1]), min_size=1),
)
@settings(max_examples=40, deadline=None)
def test_near_gives_the_items_in_which_the_words_come_so_near(texts, nears):
    with tempfile.TemporaryDirectory() as folder:
        index = built(Path(folder), texts)
        for left, right, within in nears:
            expected = {
                f"D{number}"
                for number, text in enumerate(texts, 1)
                if come_near(text, *tokens(left), *tokens(right), within)
            }
            hits = search(index, f"{left} NEAR/{within} {right}")
            assert ({hit.item for hit in hits.hits}, hits.total) == (expected, len(expected))
