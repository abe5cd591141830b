"""The commands: one module each, found by name, so that none pays for what another needs.

A module ``cli/NAME.py`` has a typer app called ``app`` (several subcommands) or a function called ``command``.
Adding a command is one module and one line in ``COMMANDS``.
"""

import importlib
import json
import sqlite3
import sys
from pathlib import Path
from typing import Any

import typer

from briefbook import __version__
from briefbook.errors import BriefbookError, UsageError
from briefbook.project.collection import Collection

COMMANDS = {
    "init": "Make a new collection.",
    "import": "Take in a published page, a spreadsheet, an edition or an archive's files.",
    "read": "Read scans: words with boxes and confidence.",
    "catalogue": "List, show, correct, export and import descriptions.",
    "heading": "Read one cable's heading from text.",
    "references": "What each cable refers to, held or not.",
    "series": "A post's numbers as a series: gaps, suspects, estimates.",
    "copies": "Copies of one text under several ids.",
    "posts": "What the posts' codes stand for; confirm unknown ones.",
    "search": "Find words on the pages.",
    "quote": "Is this quotation word for word what the cable says?",
    "check": "Hold the narratives and the catalogue against the papers.",
    "lsp": "Findings as you type, for editors that speak the language server protocol.",
    "build": "Make the site and the exports that it links.",
    "serve": "The same site, live, with search and the API.",
    "export": "Write one standard's files.",
    "doctor": "What is installed, what is missing, what that means.",
    "demo": "The specimen collection through all of it.",
}
"""Every command and what it does."""

EXIT_CODES = {
    0: "done",
    1: "findings that stop publication",
    2: "wrong usage",
    3: "bad input",
    4: "something outside failed: the disk, a program, the network port",
    130: "interrupted; what was finished is kept",
}

_INTERRUPTED = "\nbriefbook: interrupted; what was finished is kept, the same command goes on from there.\n"

_root = Path(".")


def collection() -> Collection:
    """The collection the command is about: the folder of ``-C``, or this one."""
    return Collection.open(_root)


def collection_root() -> Path:
    """The folder of ``-C``, whether or not it is a collection yet."""
    return _root


def print_json(value: Any) -> None:
    """Print one JSON document, as machines want it."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def main(arguments: list[str] | None = None) -> None:
    """Run a command; the exit code says how it ended (see ``EXIT_CODES``)."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        _take_root(arguments)
        _app(arguments)(args=arguments, prog_name="briefbook")
    except BriefbookError as error:
        sys.stderr.write(f"briefbook: {error}\n")
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.stderr.write(_INTERRUPTED)
        sys.exit(130)
    except SystemExit as stop:
        if stop.code == 130:  # typer met the interruption first
            sys.stderr.write(_INTERRUPTED)
        raise
    except BrokenPipeError:
        sys.exit(0)
    except sqlite3.OperationalError as error:
        sys.stderr.write(f"briefbook: the catalogue's database: {error}\n  What to do: make room on the disk, or wait")
        sys.stderr.write(" for the other command to end, and run this again; what people wrote is unharmed.\n")
        sys.exit(4)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        sys.stderr.write(f"briefbook: {where}{error.strerror or error}\n")
        sys.exit(4)


def _take_root(arguments: list[str]) -> None:
    """Take ``-C DIR`` out of the arguments, wherever it stands before ``--``."""
    global _root
    _root = Path(".")
    index = 0
    while index < len(arguments) and arguments[index] != "--":
        if arguments[index] == "-C":
            if index + 1 == len(arguments):
                raise UsageError("-C wants a folder", remedy="write `briefbook -C DIR command`.")
            _root = Path(arguments[index + 1])
            del arguments[index : index + 2]
        else:
            index += 1


def _app(arguments: list[str]) -> typer.Typer:
    app = typer.Typer(
        name="briefbook",
        help="From a folder of scanned cables to a checked, published briefing book.\n\n"
        "Every command takes -C DIR: the collection's folder (default: here). Exit codes: "
        + "; ".join(f"{code} {meaning}" for code, meaning in EXIT_CODES.items())
        + ".",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )

    @app.callback(invoke_without_command=True)
    def _options(version: bool = typer.Option(False, "--version", help="Print the version and stop.")) -> None:
        if version:
            typer.echo(f"briefbook {__version__}")
            raise typer.Exit()

    asked = next((argument for argument in arguments if not argument.startswith("-")), None)
    if asked not in COMMANDS:
        for name, what in COMMANDS.items():  # only listed: none is run, so none is loaded
            app.command(name, help=what)(lambda: None)
        return app
    module = importlib.import_module(f"briefbook.cli.{asked}_")
    if hasattr(module, "app"):
        app.add_typer(module.app, name=asked, help=COMMANDS[asked])
    else:
        app.command(asked, help=COMMANDS[asked])(module.command)
    return app
