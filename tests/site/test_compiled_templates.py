"""Compiled templates are kept in the program's own folder, and are compiled again when anything about them changes."""

import importlib.util
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from briefbook.site import rendering
from briefbook.site.compiled_templates import CompiledTemplates


@pytest.fixture(autouse=True)
def _bytecode_is_kept(monkeypatch):
    monkeypatch.setattr("sys.dont_write_bytecode", False)


def shown(folder, text):
    environment = Environment(loader=DictLoader({"a.html": text}), bytecode_cache=CompiledTemplates(folder, b"options"))
    return environment.get_template("a.html").render(), environment


def test_a_template_is_compiled_once_until_it_changes(tmp_path, monkeypatch):
    assert shown(tmp_path, "one {{ 1 + 1 }}")[0] == "one 2"
    (file,) = tmp_path.iterdir()
    monkeypatch.setattr(Environment, "_compile", lambda *_: pytest.fail("compiled again"))
    assert shown(tmp_path, "one {{ 1 + 1 }}")[0] == "one 2"
    monkeypatch.undo()
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    assert shown(tmp_path, "two {{ 1 + 2 }}")[0] == "two 3"
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_a_damaged_file_or_a_folder_that_is_not_there_costs_only_time(tmp_path):
    shown(tmp_path, "one {{ 1 + 1 }}")
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:-20])
    assert shown(tmp_path, "one {{ 1 + 1 }}")[0] == "one 2"
    assert shown(tmp_path / "not" / "there", "one {{ 1 + 1 }}")[0] == "one 2"


def test_none_is_written_where_python_writes_none(tmp_path, monkeypatch):
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    assert shown(tmp_path, "one {{ 1 + 1 }}")[0] == "one 2"
    assert list(tmp_path.iterdir()) == []


def test_the_site_keeps_its_own_beside_compiled_modules_and_a_theme_s_nowhere(tmp_path):
    folder = Path(importlib.util.cache_from_source(str(rendering.__file__))).parent
    assert Path(rendering.environment().bytecode_cache.directory) == folder
    assert isinstance(rendering.environment().bytecode_cache, CompiledTemplates)
    assert rendering.environment(tmp_path).bytecode_cache is None
