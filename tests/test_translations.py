"""Words that readers see: marked in every template, in the catalogues, and translated into French."""

import importlib.util
import re
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "briefbook"
FRENCH = SOURCE / "locales" / "fr" / "LC_MESSAGES" / "briefbook.po"
TEMPLATES = sorted((SOURCE / "site" / "templates").glob("*.html"))

SHOWN_ATTRIBUTES = ("alt", "aria-label", "placeholder", "title")
NOT_WORDS = re.compile(r"[A-Z0-9 ]+|SHA-256|UTF-8|Z+|kB|MB|YYYY(-MM)?(-DD)?")
"""Codes and units, which stand for themselves in every language."""


def tool():
    spec = importlib.util.spec_from_file_location("translations", ROOT / "tools" / "translations.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def bare_words(path: Path) -> list[str]:
    """The words of a template that are shown and not marked, each with its line."""
    tree = Environment(extensions=["jinja2.ext.i18n"]).parse(path.read_text(encoding="utf-8"))
    text = "".join(
        data.data if isinstance(data, nodes.TemplateData) else "\x00"
        for output in tree.find_all(nodes.Output)
        for data in output.nodes
    )
    text = re.sub(r"<!--.*?-->|<script\b.*?</script>|<style\b.*?</style>|<!DOCTYPE[^>]*>", "", text, flags=re.S)
    shown = [attribute[2] for attribute in re.finditer(rf' ({"|".join(SHOWN_ATTRIBUTES)})="([^"]*)"', text)]
    shown += re.split(r"<[^>]*>", text)
    pieces = (piece.strip(" \n\x00") for part in shown for piece in part.split("\x00"))
    return [piece for piece in pieces if re.search(r"[^\W\d_]{2}", unescaped(piece)) and not is_code(piece)]


def unescaped(text: str) -> str:
    return re.sub(r"&\w+;", "", text)


def is_code(piece: str) -> bool:
    return bool(NOT_WORDS.fullmatch(piece)) or "=" in piece or "{" in piece


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_of_the_site_has_words_that_are_not_marked(path):
    assert bare_words(path) == []


def test_bare_words_are_seen(tmp_path):
    path = tmp_path / "page.html"
    path.write_text('<p title="Hello there">{{ _("Marked") }} and <b>bold words</b> WASHDC {{ name }}</p>')

    assert bare_words(path) == ["Hello there", "and", "bold words"]
