"""briefbook.toml: every setting documented, unknown keys refused with the nearest known one."""

import tomllib

import pytest

from briefbook.errors import InputError
from briefbook.settings import Settings, read_settings, settings_file


def settings(tmp_path, text):
    path = tmp_path / "briefbook.toml"
    path.write_text(text, encoding="utf-8")
    return read_settings(path)


def test_the_commented_file_holds_every_default(tmp_path):
    assert settings(tmp_path, settings_file()) == Settings()
    uncommented = "\n".join(
        line[2:] if line.startswith("# ") and " = " in line and line[2:].split(" = ")[0].isidentifier() else line
        for line in settings_file().splitlines()
    )
    assert settings(tmp_path, uncommented) == Settings()
    assert set(tomllib.loads(uncommented)) == set(Settings.__slots__)


def test_a_title_with_quotation_marks_survives(tmp_path):
    assert settings(tmp_path, settings_file('The "Cuban" \\ cables')).collection.title == 'The "Cuban" \\ cables'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[colection]\n", "did you mean 'collection'"),
        ('[collection]\ntitel = "A"\n', "did you mean 'collection.title'"),
        ('[dates]\nwindow = "1900"\n', "not a whole number"),
        ('[items]\npattern = "("\n', "not a regular expression"),
        ('[dates]\norder = "ymd"\n', "dmy or mdy"),
        ("title = \n", "not TOML"),
        ("dates = 1\n", "must be a section"),
    ],
)
def test_a_wrong_file_says_what_is_meant(tmp_path, text, words):
    with pytest.raises(InputError, match=words):
        settings(tmp_path, text)
