"""A collection's own language: begun by one command, brought up to date by the same."""

import pytest

from briefbook.errors import InputError
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


def test_the_command_writes_the_file_into_the_collection(tmp_path, monkeypatch, capsys):
    from briefbook.cli.translate_ import command

    (tmp_path / "briefbook.toml").write_text('[collection]\ntitle = "Harbour"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    command("nl")

    assert (tmp_path / "locales" / "nl.po").is_file()
    said = capsys.readouterr().out
    assert said.startswith("locales/nl.po: Nederlands, 0 of ")
    with using("nl", tmp_path / "locales"):
        pass
    with pytest.raises(InputError):
        command("no such language")
