"""Names compared without accents: the same in the index, its highlights, quotations, authority lists and posts."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.cables.mentions import Authority
from briefbook.checks.quotations import verify
from briefbook.model.page import Page
from briefbook.model.persons import Person
from briefbook.search.highlighting import Highlighter, Marks
from briefbook.search.query_compiler import tokens
from briefbook.search.schema import analyser
from briefbook.site.static_search import words
from briefbook.text.folding import composed, fold, fold_with_places
from briefbook.text.posts import city_in_any_tongue
from briefbook.text.tokens import tokens_of

NAMES = [
    ("Łódź", "LODZ", "lodz"),
    ("Straße", "STRASSE", "strasse"),
    ("Œuvre", "OEUVRE", "oeuvre"),
    ("Tromsø", "TROMSO", "tromso"),
    ("Đình", "DINH", "dinh"),
    ("Nguyễn", "NGUYEN", "nguyen"),
    ("Ægir", "AEGIR", "aegir"),
    ("Seyðisfjörður", "SEYDISFJORDUR", "seydisfjordur"),
    ("Þór", "THOR", "thor"),
    ("Diyarbakır", "DIYARBAKIR", "diyarbakir"),
    ("Cafe\u0301", "CAFE", "cafe"),
    ("CAFÉ", "cafe", "cafe"),
]


@pytest.mark.parametrize(("written", "typed", "folded"), NAMES)
def test_a_name_is_one_word_in_every_writing_and_every_stage(written, typed, folded):
    assert fold(written) == fold(typed) == folded
    assert tokens(written) == tokens(typed) == [folded]
    assert tokens_of(written) == tokens_of(typed) == (folded,)
    assert words(written) == words(typed) == [folded]


@pytest.mark.parametrize(("written", "typed", "folded"), NAMES)
def test_a_highlight_covers_the_name_as_it_is_written(written, typed, folded):
    marker = Highlighter(Marks(words=frozenset({(folded,)})))
    for name in (written, typed):
        text = f"Zoë saw {name} in Genève"
        ((start, end),) = marker.spans(text)
        assert text[start:end] == name


@pytest.mark.parametrize(
    ("source", "quotation"),
    [
        ("FERRIES TO TROMSO AND BODO RAN TODAY", "ferries to Tromsø and Bodø ran today"),
        ("NGUYEN DINH WAS CALM AT FIRST", "Nguyễn Đình was calm at first"),
        ("Die Straße nach Łódź war frei", "die Strasse nach Lodz war frei"),
    ],
)
def test_a_quotation_with_the_letters_of_its_language_is_verbatim(source, quotation):
    assert str(verify(quotation, [Page.of_text("D 7", 1, source, by="received")]).verdict) == "verbatim"


@pytest.mark.parametrize(
    ("name", "text", "met"),
    [
        ("Halvard Bjørn", "WITH HALVARD BJORN TODAY", "HALVARD BJORN"),
        ("Halvard Bjorn", "with Halvard Bjørn today", "Halvard Bjørn"),
        ("Karl Weiß", "ÜBER KARL WEISS HINAUS", "KARL WEISS"),
        ("Karl Weiss", "über Karl Weiß hinaus", "Karl Weiß"),
        ("Stanisław Łoś", "PAN STANISLAW LOS MOWI", "STANISLAW LOS"),
    ],
)
def test_a_person_of_an_authority_list_is_met_in_either_writing(name, text, met):
    (found,) = Authority(persons=(Person(name),)).find(text)
    assert text[found.start : found.end] == met


def test_a_city_is_known_with_and_without_accents():
    assert city_in_any_tongue("Pékin") == city_in_any_tongue("PEKIN") == "PEKING"


def test_letters_of_other_alphabets_keep_their_marks():
    assert fold("Й") == "й"
    assert fold("ά") == "ά"


def test_the_index_folds_the_letters_of_european_languages_and_vietnamese_alike():
    analyse = analyser().analyze
    different = [
        chr(code)
        for code in (*range(0xC0, 0x180), *range(0x1EA0, 0x1EFA))
        if chr(code).isalpha() and analyse(f"x{chr(code)}x") != [f"x{fold(chr(code))}x"]
    ]
    assert different == ["İ"]  # whose small letter is two characters in the index


@given(st.text(alphabet="aZéß\u0301łŒ ø1-ı", max_size=12))
def test_every_folded_character_has_the_place_it_comes_from(text):
    folded, places = fold_with_places(text)
    assert len(places) == len(folded) + 1
    assert list(places) == sorted(places)
    for at, character in enumerate(folded):
        assert character in fold(text[places[at]])
    assert fold(composed(text)) == fold(unicodedata.normalize("NFD", text))
