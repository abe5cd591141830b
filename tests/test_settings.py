"""briefbook.toml: every setting documented, unknown keys refused with the nearest known one."""

import json
import re
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from briefbook.checks import known_codes
from briefbook.errors import InputError
from briefbook.settings import SITE_COLUMNS, Settings, read_settings, settings_file
from briefbook.site.item_table import LABELS


def settings(tmp_path, text):
    path = tmp_path / "briefbook.toml"
    path.write_text(text, encoding="utf-8")
    return read_settings(path, known_codes)


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


OTHER_VALUES = {
    "collection.paper_language": "fr",
    "collection.translations": {"fr.title": "Titre"},
    "site.languages": ["en", "fr"],
    "collection.language": "fr",
    "dates.order": "mdy",
    "reading.reader": "lines",
    "posts.aliases": {"WSHDC": "WASHDC"},
    "checks.select": ["C101"],
    "checks.ignore": ["C102"],
    "checks.severity": {"C104": "note"},
    "items.pattern": "CDNW[0-9]+",
    "items.citation": "CDNW[0-9]+",
    "site.address": "https://example.org/cables/",
    "site.columns": ["item"],
    "site.search": "never",
    "site.book": ["pdf"],
    "site.logo": "logo.svg",
    "site.colour": "#1b4a7a",
    "site.colour_dark": "#9cc3ee",
    "site.menu": ["items"],
    "site.hide": ["map", "figures"],
    "publication.editors": ["A. Editor", "B. Editor"],
    "publication.year": "1998",
    "publication.isbn": "978-0-00-000000-2",
    "publication.doi": "10.1234/abcd",
    "publication.funders": ["A Council"],
    "site.moved": {"CDNW1": "CDNW2"},
    "print.paper": "a4",
    "print.cutouts": True,
    "print.facsimiles": True,
    "print.subjects": ["Berlin"],
    "print.apparatus": True,
}
"""A value that is not the default, for each setting that takes not just any text or number."""


def test_every_setting_of_a_file_takes_effect(tmp_path):
    for section in fields(Settings):
        for setting in fields(getattr(Settings(), section.name)):
            name = f"{section.name}.{setting.name}"
            default = getattr(getattr(Settings(), section.name), setting.name)
            value = OTHER_VALUES.get(name, default + 7 if isinstance(default, int) else "some words")
            written = (
                "{" + ", ".join(f'"{key}" = "{word}"' for key, word in value.items()) + "}"
                if isinstance(value, dict)
                else json.dumps(value)
            )
            read = settings(tmp_path, f"[{section.name}]\n{setting.name} = {written}\n")
            assert getattr(getattr(read, section.name), setting.name) == value, name


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[colection]\n", "did you mean 'collection'"),
        ('[collection]\ntitel = "A"\n', "did you mean 'collection.title'"),
        ('[dates]\nwindow = "1900"\n', "not a whole number\n.*write it as in: window = 1900"),
        ('[items]\npattern = "("\n', "not a regular expression"),
        ('[items]\npattern = "A{99999999999}"\n', "not a regular expression"),
        ('[items]\ncitation = "[0-9]*"\n', "matches even where there is nothing"),
        ('[dates]\norder = "ymd"\n', "dmy or mdy"),
        ("title = \n", "not TOML"),
        ('[site]\nlanguages = "fr"\n', 'is not a list\n.*write it as in: languages = ."fr".'),
        ("[items]\n[dates]\n[items]\n", "line 3: .*\n.*the section .items. is there already: write its lines below"),
        ("[dates]\nwindow = 1800\nwindow = 1900\n", "line 3: .*\n.*there already, above: keep one of the two"),
        ('[items]\npattern = "A\\d+"\n', "line 2: .*\n.*between single quotation marks"),
        ("dates = 1\n", "must be a section"),
        ('[site]\nsearch = "sometimes"\n', "line 2: site.search is 'sometimes', which is not known"),
        ('[site]\nsearch = "alway"\n', "did you mean 'always'"),
        ('[site]\ncolumns = ["item", "dat"]\n', "did you mean 'date'"),
        ('[site]\nbook = ["pdf", "epbu"]\n', "did you mean 'epub'"),
        ('[site]\naddress = "example.org/cables"\n', "write it as in: https://example.org/cables/"),
        ("[site]\nmoved = { A = 1 }\n", "site.moved holds 1, which is not text"),
        ('[reading]\nreader = "tesserakt"\n', "did you mean 'tesseract'"),
        ("[reading]\nfast = true\n", "the setting 'reading.fast' is gone: it changed nothing"),
        ("[reading]\nworkers = true\n", "not a whole number"),
        ("[reading]\nmax_pages = 0\n", "write 1 or more"),
        ("[dates]\nwindow = 19\n", "write 1000 or more"),
        ('[collection]\nlanguage = "in English"\n', "write it as in: en, pt-BR"),
        ("[items]\npattern = '(?P<itme>[0-9]+)'\n", "has a group 'itme', which means nothing"),
        ("[posts]\naliases = { WSHDC = 3 }\n", "posts.aliases holds 3, which is not text"),
        ("[checks]\nselect = [2]\n", "line 2: checks.select holds 2, which is not text"),
        ('[checks]\nselect = "C2"\n', "not a list"),
        ('[checks]\nselect = ["C2O1"]\n', "no code begins with 'C2O1'.*\n.*did you mean 'C201'"),
        ('[checks]\nselect = ["c2o1"]\n', "did you mean 'C201'"),
        ('[checks]\nselect = [""]\n', "no code begins with ''"),
        ('\n[checks]\n\nignore = ["X9"]\n', "line 4: checks.ignore: no code begins with 'X9'"),
        ('[checks]\nignore = ["X"]\n', "X101 cannot be ignored"),
        ('[checks]\nseverity = { "C101" = "fatal" }\n', "error, warning or note"),
        ('[checks]\nseverity = { "C999" = "error" }\n', "there is no code 'C999'"),
        ('[checks]\nseverity = { "C1" = "error" }\n', "there is no code 'C1'"),
        ('[checks]\nseverity = { "X101" = "note" }\n', "X101 always is an error"),
    ],
)
def test_a_wrong_file_says_what_is_meant(tmp_path, text, words):
    with pytest.raises(InputError, match=words):
        settings(tmp_path, text)


def test_the_beginning_of_a_code_stands_for_all_that_begin_so(tmp_path):
    checks = settings(tmp_path, '[checks]\nselect = ["C2", "R104"]\nignore = ["C20"]\n').checks
    assert (checks.select, checks.ignore) == (["C2", "R104"], ["C20"])


def test_the_columns_that_may_be_named_are_those_that_the_site_can_show():
    assert set(SITE_COLUMNS) == set(LABELS)


def test_codes_may_be_written_in_small_letters(tmp_path):
    path = tmp_path / "briefbook.toml"
    path.write_text('[checks]\nselect = ["c201"]\nignore = ["c3"]\nseverity = { c104 = "note" }\n')
    checks = read_settings(path, known_codes).checks
    assert (checks.select, checks.ignore, checks.severity) == (["C201"], ["C3"], {"C104": "note"})


def test_settings_that_select_nothing_are_refused(tmp_path):
    path = tmp_path / "briefbook.toml"
    path.write_text('[checks]\nselect = ["C20"]\nignore = ["C2"]\n')
    with pytest.raises(InputError, match="nothing would be checked"):
        read_settings(path, known_codes)


def test_the_codes_of_no_finding_are_missing_from_the_list_of_all():
    written = set()
    for path in (Path(__file__).parents[1] / "src" / "briefbook").rglob("*.py"):
        written |= set(re.findall(r'"([CJNRSX][1-9][0-9]{2})"', path.read_text(encoding="utf-8")))
    assert written <= known_codes()


def test_every_setting_stands_in_the_document_of_the_formats_with_its_default():
    document = (Path(__file__).parents[1] / "docs/formats.md").read_text(encoding="utf-8")
    chapter = document.partition("\n## briefbook.toml\n")[2].partition("\n## ")[0]
    parts = chapter.split("\n### [")[1:]
    documented = {part.partition("]")[0]: dict(re.findall(r"^\| `(\w+)` \| `(.*?)` \|", part, re.M)) for part in parts}
    defaults = {}
    section = ""
    for line in settings_file().splitlines():
        if heading := re.match(r"\[(\w+)\]", line):
            section = heading[1]
            defaults[section] = {}
        elif setting := re.match(r"# (\w+) = (.*)$", line):
            defaults[section][setting[1]] = setting[2]
    assert documented == defaults
