"""Words that readers see: marked in every template, in the catalogues, and translated into French."""

import ast
import importlib.util
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "briefbook"
FRENCH = SOURCE / "locales" / "fr" / "LC_MESSAGES" / "briefbook.po"
TEMPLATES = sorted(path for part in ("site", "server") for path in (SOURCE / part / "templates").glob("*.html"))

SHOWN_ATTRIBUTES = ("alt", "aria-label", "placeholder", "title")
NOT_WORDS = re.compile(r"[A-Z0-9 ]+|UTC|SHA-256|UTF-8|Z+|kB|MB|YYYY(-MM)?(-DD)?")
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
def test_no_template_has_words_that_are_not_marked(path):
    assert bare_words(path) == []


def test_bare_words_are_seen(tmp_path):
    path = tmp_path / "page.html"
    path.write_text('<p title="Hello there">{{ _("Marked") }} and <b>bold words</b> WASHDC {{ name }}</p>')

    assert bare_words(path) == ["Hello there", "and", "bold words"]


MESSAGE_FUNCTIONS = {"gettext", "ngettext", "pgettext", "npgettext", "counted", "N_"}


def hidden_messages(path: Path) -> list[str]:
    """Calls that the tool does not see: inside an f-string, or with one as message."""
    calls = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        inside = ast.walk(node) if isinstance(node, ast.JoinedStr) else ()
        calls += [call for call in inside if is_message(call) and isinstance(call.args[0], ast.Constant)]
        if is_message(node) and any(isinstance(argument, ast.JoinedStr) for argument in node.args):
            calls.append(node)
    return [f"{path.name}, line {call.lineno}" for call in calls]


def is_message(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MESSAGE_FUNCTIONS


def test_no_message_is_hidden_in_an_f_string():
    assert [place for path in sorted(SOURCE.rglob("*.py")) for place in hidden_messages(path)] == []


def test_every_message_of_the_code_is_in_the_catalogues_and_has_its_french():
    translations = tool()
    template = translations.extract()

    assert translations.TEMPLATE.read_text(encoding="utf-8") == translations.as_text(template)
    french = translations.updated(FRENCH, template)
    assert list(translations.untranslated(french)) == []
    assert FRENCH.read_text(encoding="utf-8") == translations.as_text(french)


PLACES = re.compile(r"%\(\w+\)s|\{\w+\}|</?\w+|%%")
OTHER_PLACES = {"{number}th century": {"{roman}"}}
"""Messages whose translations may have other values than the English has."""


def test_a_translation_has_the_places_for_values_and_the_marks_of_its_message():
    with FRENCH.open("rb") as file:
        french = read_po(file)
    wrong = []
    for message in french:
        originals = [message.id] if isinstance(message.id, str) else list(message.id)
        wanted = {place for original in originals for place in PLACES.findall(original)}
        texts = [message.string] if isinstance(message.string, str) else list(message.string)
        wrong += [
            text for text in texts if message.id and set(PLACES.findall(text)) != OTHER_PLACES.get(originals[0], wanted)
        ]
    assert wrong == []


def test_french_is_set_with_its_own_marks():
    with FRENCH.open("rb") as file:
        texts = [
            text
            for message in read_po(file)
            if message.id
            for text in ([message.string] if isinstance(message.string, str) else message.string)
        ]
    plain = [re.sub(r"<[^>]*>|%\(\w+\)s|\{\w+\}|&\w+;", "", text) for text in texts]
    assert [text for text in plain if re.search(r"['\"“”]|« | »| [;:?!%]|\w[;?!](?!\w)", text)] == []
