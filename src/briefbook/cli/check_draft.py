"""``briefbook check draft.docx``: check a draft in Word's format; findings come back as comments in a copy."""

import sys
from pathlib import Path

import typer

from briefbook.checks.reports import report, summarise
from briefbook.errors import FormatError, InputError
from briefbook.progress import pluralise
from briefbook.project.collection import Collection
from briefbook.util.files import write_atomic

WORD_ENDINGS = frozenset({".docx", ".doc", ".docm", ".odt"})
"""Files that are taken for a word processor's drafts."""


def check_draft(here: Collection, path: Path, form: str, strict: bool) -> bool:
    """Check a draft, print the report, and write a copy with comments beside it where there are findings.

    Args:
        here: The collection.
        path: The draft, which is only read.
        form: The form of the report.
        strict: Do warnings count as errors?

    Returns:
        Whether there are findings that stop publication.

    Raises:
        InputError: There is no such file, or it cannot be read as a draft; nothing is written then.
    """
    from briefbook.importers.word_draft import with_comments
    from briefbook.project.word_drafts import check_word_draft
    from briefbook.project.workspace import Workspace

    if path.suffix.casefold() != ".docx":
        raise InputError(f"{path} is no .docx file", remedy="save it as .docx in the word processor, and check that.")
    if not path.exists() and (here.root / path).exists():
        path = here.root / path
    try:
        data = path.read_bytes()
        checked = check_word_draft(Workspace(here), path.as_posix(), data)
        copy = with_comments(data, checked.comments) if checked.comments else b""
    except FormatError as error:
        raise InputError(f"{path}: {error}", remedy="open it in Word and save it anew as .docx.") from error
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}", remedy="name a draft: draft.docx.") from error
    summary = summarise(checked.findings, checked.verifications, strict=strict)
    sys.stdout.write(report(form, checked.findings, checked.verifications, summary, lambda _: checked.text))
    sys.stdout.flush()
    typer.echo(f"{path} cites {pluralise(len(checked.cited), 'item')} of this collection.", err=True)
    for words in checked.unknown:
        typer.echo(f"Not checked, since it names no item of this collection: {words}", err=True)
    if copy:
        beside = _free_name(path)
        write_atomic(beside, copy)
        typer.echo(f"Comments: {beside}", err=True)
    return summary.stops_publication


def _free_name(path: Path) -> Path:
    """A name beside the draft that no file has: somebody may have answered the comments of an earlier copy."""
    number = 1
    while (beside := path.with_name(f"{path.stem}-checked{f'-{number}' if number > 1 else ''}.docx")).exists():
        number += 1
    return beside
