"""Advice of findings and refusals of the desk in French; in English they stay as they are made."""

import ast
import re
from pathlib import Path

import pytest

from briefbook.catalogue.decision_words import describe_decision
from briefbook.model.decision import (
    CommentResolution,
    FieldConfirmation,
    FieldDecision,
    ReviewDecision,
    TranscriptDecision,
    UndoDecision,
)
from briefbook.model.review import ReviewState
from briefbook.server.desk_words import refusal_in_words, refusal_sentences, remedy_in_words
from briefbook.util.translation import using

SOURCE = Path(__file__).parents[2] / "src" / "briefbook"


@pytest.mark.parametrize(
    ("english", "french"),
    [
        (
            "did you mean D7001 or D7002? Otherwise bring in its scan or description. The sentence fits D7001.",
            "s’agit-il de D7001 ou D7002\u202f? Sinon, ajoutez sa numérisation ou sa description. "
            "La phrase s’accorde avec D7001.",
        ),
        ("quote it as the paper has it: THE FERRY IS NOT LATE", "citez comme le document\u00a0: THE FERRY IS NOT LATE"),
        ("write p. 3.", "écrivez p. 3."),
        ("an advice that nobody has translated.", "an advice that nobody has translated."),
    ],
)
def test_what_a_finding_advises_is_said_in_the_language_of_the_desk(english, french):
    assert remedy_in_words(english) == english
    with using("fr"):
        assert remedy_in_words(english) == french


def test_a_refusal_is_said_in_the_language_of_the_desk_as_sentences():
    assert refusal_sentences("there is no field 'x'", "did you mean 'to'? choose a field") == (
        "There is no field “x”. Did you mean “to”? Choose a field."
    )
    with using("fr"):
        assert refusal_in_words("Load the page again.") == "Rechargez la page."
        assert refusal_sentences("there is no field 'x'", "did you mean 'to'? choose a field") == (
            "Il n’y a pas de champ «\u202fx\u202f». S’agit-il de «\u202fto\u202f»\u202f? Choisissez un champ."
        )


def test_decisions_are_said_in_the_language_of_the_desk_and_in_english_as_the_commands_have_them():
    lines = [
        FieldDecision(item="D7001", field="info", before=None, after="BONN", supplied=True),
        FieldConfirmation(item="D7001", field="number", value="3316"),
        ReviewDecision(item="D7001", state=ReviewState.DISCUSS, before=ReviewState.SEEN),
        TranscriptDecision(item="D7001", page=2, line=3, before="FERY", after=None),
        CommentResolution(comment="c1"),
    ]
    assert [describe_decision(line) for line in lines] == [
        "info: (blank) -> BONN, supplied",
        "number: 3316 is right",
        "seen -> to be discussed",
        "page 2, line 3: left to the machine",
        "comment c1",
    ]
    with using("fr"):
        assert [describe_decision(line) for line in lines] == [
            "copie à\u00a0: (vide) -> BONN, restitué",
            "numéro\u00a0: 3316 est exact",
            "vue -> à discuter",
            "page 2, ligne 3\u00a0: laissé à la machine",
            "commentaire c1",
        ]
        assert describe_decision(UndoDecision(undone=lines[1])) == "confirmation numéro\u00a0: 3316 est exact"


def remedies_of(path):
    """The advice that a module of the checks gives in plain words, without values."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Finding":
            for keyword in node.keywords:
                if keyword.arg == "remedy" and isinstance(keyword.value, ast.Constant):
                    yield keyword.value.value


def test_every_plain_advice_of_a_check_has_its_french():
    given = {words for path in sorted((SOURCE / "checks").glob("*.py")) for words in remedies_of(path)}
    assert len(given) > 40
    with using("fr"):
        assert [words for words in sorted(given) if remedy_in_words(words) == words] == []


def text_of(node):
    """Words of the code, with 7 for each value; "" for what is no text, or has a value that is a sentence itself."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    parts = node.values if isinstance(node, ast.JoinedStr) else ()
    text = "".join(part.value if isinstance(part, ast.Constant) else "7" for part in parts)
    return "" if re.search(r"[a-z.]7|7[A-Za-z]|^[7 ]*$|^7 7 of", text) else text


def refusals_of(path):
    """What a module refuses, and advises."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Refusal", "InputError"):
            words = [*node.args, *(keyword.value for keyword in node.keywords if keyword.arg == "remedy")]
            yield from (text for each in words if (text := text_of(each)))


def test_every_refusal_that_the_desk_can_show_has_its_french():
    modules = [*(SOURCE / "server").glob("desk*.py"), *(SOURCE / "server").glob("review*.py")]
    modules += [SOURCE / "server" / f"{name}.py" for name in ("accounts", "csrf", "login", "start", "transcript")]
    modules += [
        SOURCE / "catalogue" / f"{name}.py" for name in ("comments", "reviewing", "sampling", "saved_filters", "table")
    ]
    modules += [
        SOURCE / "project" / f"{name}.py"
        for name in ("dividing", "uploads", "jobs", "manuscripts", "media_files", "transcribing")
    ]
    given = {words for path in [*modules, SOURCE / "cli" / "desk_.py"] for words in refusals_of(path)}
    assert len(given) > 150
    with using("fr"):
        assert [words for words in sorted(given) if refusal_in_words(words) == words] == []
