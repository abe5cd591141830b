"""The very common words are those of the collection's own texts, in any language."""

from briefbook.model.catalogue import Entry
from briefbook.model.page import Page
from briefbook.search import build_index, open_index, search, update_index
from briefbook.search.common_words import ENGLISH, common_words
from briefbook.search.query_compiler import Compiler

TEXTS = [f"INFO ACTION DE LA RÉPUBLIQUE DE WORD{number}" for number in range(250)]


def item_of(item, text):
    return Entry(item, {}, page_count=1), [Page.of_text(item, 1, text)]


def test_the_words_that_many_texts_have_are_very_common_the_most_frequent_first():
    common = common_words(TEXTS)
    assert common.words == ("de", "action", "info", "la", "republique")
    assert common.pair("de", "la") == "de_la"
    assert common.pair("of", "the") is None


def test_with_few_texts_the_words_of_english_are_taken():
    assert common_words(TEXTS[:199]) == ENGLISH
    assert common_words([]) == ENGLISH


def test_an_index_has_the_pairs_of_its_own_words_also_in_items_written_later(tmp_path):
    entries = [item_of(f"D{number}", text) for number, text in enumerate(TEXTS)]
    build_index(tmp_path, entries, stamp="x", common=common_words(TEXTS))
    update_index(tmp_path, [item_of("LATER", "LA FIN DE LA ROUTE")], stamp="y")
    index = open_index(tmp_path)
    assert index is not None
    assert index.common.words == ("de", "action", "info", "la", "republique")
    assert search(index, '"de la"').total == 251
    assert [hit.item for hit in search(index, "fin NEAR/1 la").hits] == ["LATER"]
    assert search(index, "la NEAR/1 de").total == 251
    assert search(index, '"de la république"').total == 250
    assert search(index, '"of the"').total == 0


def test_a_question_goes_on_with_the_words_of_the_state_that_it_began_with(tmp_path):
    build_index(
        tmp_path, [item_of(f"D{n}", text) for n, text in enumerate(TEXTS)], stamp="x", common=common_words(TEXTS)
    )
    index = open_index(tmp_path)
    assert index is not None
    searcher, state = index.view()
    build_index(tmp_path, [item_of("D1", "THE END OF THE ROAD")], stamp="y")
    assert len(index) == 1
    assert index.common == ENGLISH
    assert Compiler(index, searcher, state=state).common.pair("de", "la") == "de_la"
