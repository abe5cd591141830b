"""The commands: one module each, imported only when called, so that no command waits for another's imports.

A module ``cli/NAME.py`` has a typer app called ``app`` (several subcommands) or a function called ``command``.
Adding a command is one module and one line in ``COMMANDS``.
"""

import gc
import importlib
import inspect
import json
import os
import re
import sqlite3
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import typer

from briefbook import __version__
from briefbook.cli.examples import epilog
from briefbook.errors import EXIT_CODES, PROGRAM_FAULT_CODE, BriefbookError, InputError, OutsideError, UsageError
from briefbook.project.collection import SETTINGS_FILE, Collection
from briefbook.project.own_lists import encodings_of_own_lists, read_own_lists
from briefbook.project.unfinished_imports import unfinished_imports
from briefbook.util import extras, logs
from briefbook.util.names import printable_words
from briefbook.util.nearest import did_you_mean
from briefbook.util.system_errors import outside_error

log = logs.get_logger(__name__)

COMMANDS = {
    "init": "Make a new collection.",
    "import": "Import a published page, a spreadsheet, an edition or an archive's files.",
    "read": "Read scans: words with their positions and confidence (OCR).",
    "parts": "Show and decide which items a file's pages are.",
    "catalogue": "List, show, correct, export and import descriptions.",
    "sample": "Draw a random sample, read it again blind, state each field's error rate.",
    "comments": "List, write and resolve comments on items and chapters.",
    "heading": "Parse the heading of one cable from text.",
    "references": "List what each cable refers to, held or not.",
    "series": "Show each post's numbered series: gaps, suspect dates, estimates.",
    "copies": "List copies of one text under several ids.",
    "posts": "List what the posts' codes stand for; confirm unknown ones.",
    "search": "Search the text and descriptions of the items.",
    "quote": "Check whether a quotation is word for word what a cable says.",
    "check": "Check the narratives and the catalogue against the papers.",
    "chapters": "List the chapters of the book; begin one, save what was written at the desk.",
    "lsp": "Run a language server that reports findings while you type.",
    "build": "Build the site and the exports that it links to.",
    "translate": "Begin a translation of Briefbook into a language, or bring it up to date.",
    "publish": "Publish the site into a folder, a git branch or on a server, after showing what changes.",
    "serve": "Serve the site live, with full search, the desk and the API.",
    "desk": "Open the desk in the browser: make a collection, add papers, read, review.",
    "accounts": "Add, list and remove those who may log in to the live site.",
    "export": "Export items in a standard format.",
    "verify": "Compare the files that came with the papers with their checksums at arrival.",
    "backup": "Write a verified copy of the whole collection into another folder.",
    "restore": "Bring a collection back from a backup, verified.",
    "doctor": "Report what is installed and what is missing.",
    "demo": "Take the specimen collection through all steps.",
}
"""Every command, with the summary that ``briefbook --help`` lists."""

_INTERRUPTED = "\nbriefbook: interrupted; finished work is kept, and the same command resumes there.\n"


@dataclass(frozen=True, slots=True)
class GlobalOptions:
    """The options that every command takes: the collection's folder, and what is logged where."""

    root: Path = Path(".")
    verbosity: int = 0
    log_file: Path | None = None


_options = GlobalOptions()


def collection(*, finishes: str = "") -> Collection:
    """The collection the command is about: the folder of ``-C``, or this one.

    Args:
        finishes: The name of an import that this command may finish or undo, so that nothing need be said of it.
    """
    here = Collection.open(_options.root)
    for cut_off in unfinished_imports(here):
        if cut_off.name != finishes:
            typer.echo(f"briefbook: {cut_off.message}\n  What to do: {cut_off.remedy}", err=True)
    for problem in read_own_lists(here.root).values():
        if isinstance(problem, InputError):
            typer.echo(f"briefbook: {problem.what}; the list is left out", err=True)
    for sentence in encodings_of_own_lists(here.root):
        typer.echo(f"briefbook: {sentence}; save it as UTF-8 if its accents are not right", err=True)
    return here


def collection_root() -> Path:
    """The folder of ``-C``, whether or not it is a collection yet."""
    return _options.root


def print_json(value: Any) -> None:
    """Print one indented JSON document to standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def print_json_list(values: Iterable[Any]) -> None:
    """Print values as one indented JSON array, each as it comes: however many there are, one is in memory."""
    mark = "["
    for value in values:
        text = json.dumps(value, ensure_ascii=False, indent=2).replace("\n", "\n  ")
        sys.stdout.write(f"{mark}\n  {text}")
        mark = ","
    sys.stdout.write("[]\n" if mark == "[" else "\n]\n")


_COLLECTIONS = (20_000, 20, 50)
"""How many new objects, and how many passes over them, the search for cycles waits for. Papers and their words are many
objects without cycles: Python's own 700 cost a tenth of a check's time."""


def main(arguments: list[str] | None = None) -> None:
    """Run a command.

    Args:
        arguments: What stands after ``briefbook`` on the command line; None: what was typed there.

    Raises:
        SystemExit: Always, but where the command returns at once; its code is a key of ``errors.EXIT_CODES``.
    """
    global _options
    is_own_process = arguments is None
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    gc.set_threshold(*_COLLECTIONS)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        _options = take_global_options(arguments)
        logs.configure_logging(_options.verbosity, _options.log_file, fault_log=_fault_log(_options.root))
        _warn_of_environment()
        log.info("briefbook %s: %s, in %s", __version__, " ".join(arguments[:1]) or "help", _options.root)
        _app(arguments)(args=arguments, prog_name="briefbook")
    except BriefbookError as error:
        _fail(str(error), error.exit_code)
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
        remedy = "make room on the disk, or wait for the other command to end, and run this again; what people wrote "
        _fail(f"the catalogue's database: {error}\n  What to do: {remedy}is unharmed.", 4)
    except OSError as error:
        _fail(str(outside_error(error)), OutsideError.exit_code)
    except Exception as error:
        if isinstance(error, ModuleNotFoundError) and (outside := extras.missing_extra(error)):
            _fail(str(outside), outside.exit_code)
        log.exception("a fault of the program ended the command %s", " ".join(arguments[:1]))
        _fail(_fault_message(error), PROGRAM_FAULT_CODE)
    finally:
        logs.close_logging()
        if is_own_process:
            gc.freeze()  # Python looks for cycles in all that is left when it ends: a tenth of a build's time


_ENVIRONMENT = (
    "BRIEFBOOK_WHO",
    "BRIEFBOOK_PASSWORD",
    "BRIEFBOOK_TOKEN",
    "BRIEFBOOK_FONTS",
    "BRIEFBOOK_EXTENSIONS",
    "BRIEFBOOK_PROSE",
    "BRIEFBOOK_FRENCH",
    "BRIEFBOOK_RECORDED",
    "BRIEFBOOK_PROGRESS",
)
"""The variables that do something, here or in tools/ and the tests."""


def _warn_of_environment() -> None:
    """Warn of unknown environment variables such as BRIEFBOOK_WH0, which would otherwise be ignored without notice."""
    for name in sorted(os.environ):
        if name.startswith("BRIEFBOOK_") and name not in _ENVIRONMENT:
            message = (
                f"the environment variable {name} is not known and does nothing; {did_you_mean(name, _ENVIRONMENT)}"
            )
            sys.stderr.write(f"briefbook: {message.rstrip('; ')}\n")


def _fail(message: str, code: int) -> NoReturn:
    """Say why the command ends; the traceback goes to the log, and to the terminal under ``-vv``."""
    if code != PROGRAM_FAULT_CODE:
        log.debug("ended with exit code %d", code, exc_info=True)
    sys.stderr.write(f"briefbook: {printable_words(message)}\n")
    sys.exit(code)


def _fault_message(error: Exception) -> str:
    place = logs.log_place()
    where = f"the end of {place}" if place else "what --log-file FILE writes when you run it again"
    return (
        f"this is a fault of Briefbook itself, not of your papers ({type(error).__name__}: {error}).\n"
        f"  What to do: please report it, with {where}; what people wrote is unharmed."
    )


def _fault_log(root: Path) -> Path:
    """Where a fault is logged if no log file is named: in the collection, else in the system's temporary folder."""
    folder = root / "build" if (root / SETTINGS_FILE).is_file() else Path(tempfile.gettempdir())
    return folder / "briefbook.log"


def take_global_options(arguments: list[str]) -> GlobalOptions:
    """Take the options that every command has out of the arguments, wherever they stand before ``--``.

    Args:
        arguments: What stands on the command line; the options are removed from it.

    Returns:
        What they say.

    Raises:
        UsageError: An option stands without its value.
    """
    root, verbosity, log_file = Path("."), 0, None
    rest = arguments[arguments.index("--") :] if "--" in arguments else []
    remaining = arguments[: len(arguments) - len(rest)]
    arguments.clear()
    while remaining:
        option = remaining.pop(0)
        name, equals, value = option.partition("=")
        if option == "-C":
            root = Path(_value_of(option, remaining, "a folder"))
        elif name == "--log-file":
            log_file = Path(_value_of(name, [value] if equals else remaining, "a file"))
        elif option == "--verbose":
            verbosity += 1
        elif _VERBOSE.fullmatch(option):
            verbosity += len(option) - 1
        else:
            arguments.append(option)
    arguments += rest
    return GlobalOptions(root, verbosity, log_file)


_VERBOSE = re.compile("-v{1,3}")


def _value_of(option: str, remaining: list[str], what: str) -> str:
    if not remaining or not remaining[0]:
        raise UsageError(f"{option} wants {what}", remedy=f"write `briefbook {option} {what[2:].upper()} COMMAND`.")
    return remaining.pop(0)


def _app(arguments: list[str]) -> typer.Typer:
    app = typer.Typer(
        name="briefbook",
        help="From a folder of scanned cables to a checked, published briefing book.\n\nExit codes: "
        + "; ".join(f"{code} {meaning}" for code, meaning in EXIT_CODES.items())
        + ".",
        epilog=epilog(""),
        no_args_is_help=True,
        context_settings={"help_option_names": ["--help", "-h"]},
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )

    @app.callback(invoke_without_command=True)
    def _options(
        folder: Path = typer.Option(Path("."), "-C", metavar="DIR", help="The collection's folder."),
        verbose: bool = typer.Option(False, "--verbose", "-v", help="Log to standard error; -vv in detail."),
        log_file: Path = typer.Option(None, "--log-file", metavar="FILE", help="Append the log to a file."),
        version: bool = typer.Option(False, "--version", help="Print the version and exit."),
    ) -> None:
        # The first three are taken before typer sees them, wherever they are written; here they are only documented.
        if version:
            typer.echo(f"briefbook {__version__}")
            raise typer.Exit()

    command_name = next((argument for argument in arguments if not argument.startswith("-")), None)
    if command_name not in COMMANDS:
        for name, what in COMMANDS.items():  # only listed: none is run, so none is loaded
            app.command(name, help=what, short_help=what)(lambda: None)
        return app
    module = importlib.import_module(f"briefbook.cli.{command_name}_")
    if hasattr(module, "app"):
        app.add_typer(module.app, name=command_name, help=COMMANDS[command_name], epilog=epilog(command_name))
        for command in module.app.registered_commands:  # in lists the whole first sentence, not one cut at "..."
            command.short_help = (inspect.getdoc(command.callback) or "").partition("\n")[0]
            command.epilog = epilog(command_name)
    else:
        app.command(command_name, epilog=epilog(command_name))(module.command)
    return app
