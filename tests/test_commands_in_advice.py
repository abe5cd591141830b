"""Advice that names a command with a name in it is written by ``util.advice``, so that it works when it is pasted."""

import ast
from pathlib import Path

import briefbook

SOURCES = Path(briefbook.__file__).parent
SURE = {
    "cli/__init__.py: `briefbook ",
    "cli/__init__.py: `briefbook  ",
    "cli/check_.py: `briefbook check ",
    "exports/deposit.py: `briefbook -C NEW import bag ",
}
"""Options and file names that the program itself gives, which have no blanks."""


def unquoted(tree):
    """The commands in f-strings into which a name is put as it is."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.JoinedStr):
            continue
        before = ""
        for part in node.values:
            if isinstance(part, ast.Constant):
                before += str(part.value)
            elif "`briefbook " in before and before.count("`") % 2:
                yield before[before.rindex("`briefbook ") :], node.lineno


def test_no_advice_puts_a_name_into_a_command_without_quoting_it():
    found = []
    for path in sorted(SOURCES.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found += [f"{path.relative_to(SOURCES).as_posix()}: {command}" for command, _ in unquoted(tree)]
    assert [command for command in found if command not in SURE] == []


def test_a_command_that_quotes_nothing_is_found():
    assert list(unquoted(ast.parse('f"see `briefbook parts {name}`."'))) == [("`briefbook parts ", 1)]
    assert not list(unquoted(ast.parse('f"see {typed(name)}, `briefbook parts` and {name}."')))
