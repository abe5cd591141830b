"""Words divided at line ends, abbreviations, figures and hyphens: either spelling finds the other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.model.cable import Reading
from briefbook.model.catalogue import Entry
from briefbook.model.page import Box, Line, Page, Word, text_of_plain
from briefbook.search import QuestionError, build_index, open_index, search
from briefbook.text.compounds import rewritings, words_together

DIVIDED = Page(
    "D1",
    1,
    (
        Line((Word("CRANES"), Word("WERE"), Word("RE-", Box(10, 1, 30, 9)))),
        Line((Word("PAINTED", Box(1, 11, 40, 19)), Word("TWICE"))),
    ),
)
PAGES = {
    "D1": (DIVIDED,),
    "D2": (Page.of_text("D2", 1, "a light\u00adhouse keeper"),),
    "D3": (Page.of_text("D3", 1, "U.S. and U.N. sent 1,500 crates by TU-104; the vice-consul and a sub-secre-\ntary"),),
    "D4": (Page.of_text("D4", 1, "US and UN sent 1500 crates by TU104; the viceconsul"),),
    "D6": (Page.of_text("D6", 1, "the pier was aban\ndoned in May"),),
    "D5": (Page.of_text("D5", 1, "nothing"), Page.of_text("D5", 2, "the light-\nhouses of Brest"),),
}  # fmt: skip


@pytest.fixture
def ask(tmp_path):
    entries = [
        (Entry(item, {"subject": (Reading("Co-operation", "Co-operation"),)} if item == "D1" else {}), pages)
        for item, pages in PAGES.items()
    ]
    build_index(tmp_path / "index", entries, stamp="s")
    index = open_index(tmp_path / "index")
    return lambda question, **more: search(index, question, pages_of=lambda item: PAGES[item], **more)


@pytest.mark.parametrize(
    ("question", "items"),
    [
        ("repainted", {"D1"}),
        ("repaint*", {"D1"}),
        ("painted", {"D1"}),
        ("re-painted", {"D1"}),
        ("text:repainted", {"D1"}),
        ('"were repainted twice"', {"D1"}),
        ("repaimted~", {"D1"}),
        ("lighthouse", {"D2"}),
        ('"lighthouse keeper"', {"D2"}),
        ("lighthouses", {"D5"}),
        ("US", {"D3", "D4"}),
        ("U.S.", {"D3", "D4"}),
        ("U.N", {"D3", "D4"}),
        ("1500", {"D3", "D4"}),
        ("1,500", {"D3", "D4"}),
        ('"UN sent 1500 crates"', {"D3", "D4"}),
        ('"U.N. sent 1,500 crates"', {"D3", "D4"}),
        ("TU104", {"D3", "D4"}),
        ("TU-104", {"D3", "D4"}),
        ("TU-10*", {"D3", "D4"}),
        ("viceconsul", {"D3", "D4"}),
        ("vice-consul", {"D3", "D4"}),
        ("subsecretary", {"D3"}),
        ("secretary", {"D3"}),
        ("cooperation", {"D1"}),
        ("subject:cooperation", {"D1"}),
        ("subject:co-operation", {"D1"}),
    ],
)
def test_either_spelling_finds_the_other(ask, question, items):
    assert {hit.item for hit in ask(question).hits} == items


def test_both_parts_of_a_divided_word_are_highlighted_on_its_page(ask):
    (hit,) = ask("repainted").hits
    assert (hit.page, hit.snippet) == (1, "CRANES WERE \ue000RE- PAINTED\ue001 TWICE")
    assert hit.boxes == (Box(10, 1, 30, 9), Box(1, 11, 40, 19))
    (hit,) = ask("lighthouses").hits
    assert (hit.page, hit.snippet) == (2, "the \ue000light- houses\ue001 of Brest")


def test_a_divided_word_that_looks_misread_counts_as_possibly_missed(ask):
    assert ask("repaimted").coverage["possibly_missed"] == 1


def test_a_word_whose_hyphen_the_reader_lost_counts_as_possibly_missed(ask):
    assert ask("abandoned").total == 0
    assert ask("abandoned").coverage["possibly_missed"] == 1
    assert {hit.item for hit in ask("abandoned~").hits} == {"D6"}


@pytest.mark.parametrize("question", ["mis*le", "*tle", "wom?n", '"missile bas*"', "subject:mis*le"])
def test_a_wildcard_that_cannot_be_searched_for_is_refused(ask, question):
    with pytest.raises(QuestionError, match="within a word or a phrase cannot be searched for"):
        ask(question)


@given(st.text(alphabet="aZ9é-.,’ \n\u00ad\u2010", max_size=60))
def test_words_written_together_are_those_of_the_rewritings(text):
    expected = {
        rewriting.text[start:end]
        for rewriting in rewritings(text, with_places=False)
        for start, end in rewriting.changes
    }

    assert words_together(text) == expected


@given(st.text(alphabet="aB \n\t\r\x0b\x1c\x85\u2028\xa0", max_size=12))
def test_a_text_that_is_even_already_is_given_as_it_is(text):
    assert text_of_plain(text) == "\n".join(" ".join(row.split()) for row in text.splitlines())
