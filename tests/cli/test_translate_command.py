"""A collection's own language: begun by one command, brought up to date by the same."""

import pytest

from briefbook.util.translation import translation_file, using


def test_a_translation_is_begun_and_what_was_translated_stays(tmp_path):
    path = tmp_path / "de.po"
    text, total, missing = translation_file("de", path)
    assert total == missing > 300
    assert 'msgid "Glossary"\nmsgstr ""' in text

    path.write_text(text.replace('msgid "Glossary"\nmsgstr ""', 'msgid "Glossary"\nmsgstr "Wörter"'), encoding="utf-8")
    again, total_again, missing_again = translation_file("de", path)
    assert (total_again, missing_again) == (total, total - 1)
    assert 'msgstr "Wörter"' in again


def test_a_translation_of_a_language_of_briefbook_begins_with_its_words(tmp_path):
    text, _, missing = translation_file("fr", tmp_path / "fr.po")
    assert missing == 0
    assert 'msgstr "Glossaire"' in text


def test_a_language_that_nobody_knows_is_refused(tmp_path):
    with pytest.raises(ValueError, match="no language is known as 'xx-nowhere-at-all'"):
        translation_file("xx-nowhere-at-all", tmp_path / "xx.po")


def test_the_command_writes_the_file_into_the_collection(tmp_path, run_command):
    (tmp_path / "briefbook.toml").write_text('[collection]\ntitle = "Harbour"\n', encoding="utf-8")
    code, out, _ = run_command("-C", tmp_path, "translate", "nl")
    assert code == 0
    assert out.startswith("locales/nl.po: Nederlands, 0 of ")
    assert (tmp_path / "locales" / "nl.po").is_file()
    with using("nl", tmp_path / "locales"):
        pass

    code, _, err = run_command("-C", tmp_path, "translate", "no such language")
    assert code == 3
    assert "no language is known as 'no such language'" in err
