"""Messages in the language that is being written, from catalogues that are read as they are."""

import pytest

from briefbook.errors import InputError
from briefbook.text.date_display import date_in_words, moment_in_words
from briefbook.text.imprint import in_a_row
from briefbook.text.titles import TitleParts, title
from briefbook.util.translation import (
    counted,
    decimal,
    gettext,
    has_catalogue,
    language,
    languages,
    number_in_figures,
    percent,
    read_catalogue,
    refilled,
    translation_file,
    using,
)

GERMAN = r"""
msgid ""
msgstr ""
"Language: de\n"
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

msgid "Search"
msgstr "Suche"

msgid "{number} item"
msgid_plural "{number} items"
msgstr[0] "{number} Stück"
msgstr[1] "{number} Stücke"

#, fuzzy
msgid "Glossary"
msgstr "Wörter"
"""


def test_words_are_english_unless_another_language_is_being_written():
    assert gettext("Search") == "Search"
    with using("fr"):
        assert gettext("Search") == "Recherche"
        with using("en"):
            assert gettext("Search") == "Search"
        assert language() == "fr"
    assert language() == "en"


def test_a_language_of_a_country_uses_the_words_of_the_language():
    with using("fr-CA"):
        assert gettext("Search") == "Recherche"
        assert date_in_words("1962-11-08") == "8 novembre 1962"


def test_a_collection_adds_a_language_by_one_file(tmp_path):
    (tmp_path / "de.po").write_text(GERMAN, encoding="utf-8")

    assert languages(tmp_path) == ["en", "de", "fr"]
    assert has_catalogue("de-AT", tmp_path)
    assert not has_catalogue("de")
    with using("de", tmp_path):
        assert gettext("Search") == "Suche"
        assert counted("{number} item", "{number} items", 1) == "1 Stück"
        assert counted("{number} item", "{number} items", 1200) == "1.200 Stücke"
        assert gettext("Glossary") == "Glossary"  # a doubtful translation is not shown
        assert gettext("Downloads") == "Downloads"  # nor is one that there is not


def test_a_language_of_which_nothing_is_translated_is_not_offered(tmp_path):
    path = tmp_path / "de.po"
    path.write_text(translation_file("de", path)[0], encoding="utf-8")
    assert languages(tmp_path) == ["en", "fr"]

    path.write_text(GERMAN, encoding="utf-8")
    assert languages(tmp_path) == ["en", "de", "fr"]


def test_a_collections_own_words_go_before_those_of_briefbook(tmp_path):
    (tmp_path / "fr.po").write_text(GERMAN.replace("Suche", "Chercher"), encoding="utf-8")
    with using("fr", tmp_path):
        assert gettext("Search") == "Chercher"
        assert gettext("Downloads") == "Téléchargements"

    (tmp_path / "fr.po").write_text(GERMAN.replace("Suche", "Fouiller"), encoding="utf-8")
    with using("fr", tmp_path):
        assert gettext("Search") in ("Chercher", "Fouiller")


def test_a_file_that_is_no_catalogue_is_refused_by_its_name(tmp_path):
    (tmp_path / "de.po").write_text("msgid without quotation marks", encoding="utf-8")

    with pytest.raises(ValueError, match=r"de\.po: not a catalogue of messages"):
        read_catalogue(tmp_path / "de.po")
    with pytest.raises(InputError, match=r"de\.po: not a catalogue of messages"), using("de", tmp_path):
        pass
    (tmp_path / "de.po").write_text(GERMAN.strip().replace("charset=utf-8", "charset=utf-8x"), encoding="utf-8")
    with pytest.raises(ValueError, match="unknown encoding"):
        read_catalogue(tmp_path / "de.po")


@pytest.mark.parametrize(
    ("edtf", "french"),
    [
        ("1962-11-08", "8 novembre 1962"),
        ("1962-08-01", "1er août 1962"),
        ("1962-11-08/1962-11-13", "8–13 novembre 1962"),
        ("1962-11-01/1962-11-13", "1er–13 novembre 1962"),
        ("1962-10-30/1962-11-02", "30 octobre – 2 novembre 1962"),
        ("1961-12-30/1962-01-02", "30 décembre 1961 – 2 janvier 1962"),
        ("1962-11", "novembre 1962"),
        ("1962", "1962"),
        ("196X", "années 1960"),
        ("19XX", "XXe siècle"),
        ("1962-21", "printemps 1962"),
        ("1962-11?", "novembre 1962 (date incertaine)"),
        ("1962-11~", "vers novembre 1962"),
        ("../1962-11", "jusqu’à novembre 1962"),
        ("1962-11-08/..", "à partir du 8 novembre 1962"),
        ("[1962-11-08,1962-11-09]", "8 novembre 1962 ou 9 novembre 1962"),
        ("../1962-11-08", "jusqu’au 8 novembre 1962"),
        ("XXXX-11-08", "8 novembre, année inconnue"),
        ("", "s.d."),
        ("not a date", "not a date"),
    ],
)
def test_dates_in_french(edtf, french):
    with using("fr"):
        assert date_in_words(edtf) == french


def test_dates_in_other_languages_have_their_own_order():
    for tag, words in (
        ("de", "8. November 1962"),
        ("es", "8 de noviembre de 1962"),
        ("pt", "8 de novembro de 1962"),
        ("ja", "1962年11月8日"),
        ("hu", "1962. november 8."),
    ):
        with using(tag):
            assert date_in_words("1962-11-08") == words


def test_times_numbers_and_rows_in_french():
    with using("fr"):
        assert moment_in_words("1962-11-08T14:30-05:00") == "8 novembre 1962, 14:30 (5 heures de retard sur l’UTC)"
        assert number_in_figures(1200) == "1\u202f200"
        assert decimal(1.25, 1) == "1,2"
        assert percent(0.125, 1) == "12,5\u00a0%"
        assert in_a_row(["A", "B", "C"]) == "A, B et C"


def test_titles_in_french():
    parts = TitleParts(
        sender="LDN",
        addressees=("EXTERNAL",),
        date="1962-11-08",
        form="telegram",
        message_number="3980",
        service="Canada",
    )
    with using("fr"):
        assert title(parts) == "Haut-commissariat à Londres → Affaires extérieures, télégramme 3980, 8 novembre 1962"
        cairo = TitleParts(sender="CAIRO", date="1962-11-08", form="despatch", service="Canada", subject="Trade")
        assert title(cairo) == "Ambassade au Caire, 8 novembre 1962\u00a0: Trade"


def test_a_sentence_made_in_english_is_translated_with_its_values():
    templates = ["the post went on sending {rate} numbers a day until {date}"]
    with using("fr"):
        sentence = "the post went on sending 8 numbers a day until 13 November 1962"
        assert (
            refilled(sentence, templates)
            == "le poste a continué d’expédier 8 numéros par jour jusqu’au 13 November 1962"
        )
        assert refilled("something else", templates) == "something else"
