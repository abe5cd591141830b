"""``briefbook check draft.docx`` (.tex, .typ): check a draft; of a .docx findings come back as comments in a copy."""

import sys
from pathlib import Path

import typer

from briefbook.errors import FormatError, InputError
from briefbook.progress import pluralise
from briefbook.project.collection import Collection
from briefbook.util.files import write_atomic
from briefbook.util.nearest import did_you_mean

TEXT_DRAFT_ENDINGS = frozenset({".tex", ".ltx", ".typ"})
"""Drafts in LaTeX and Typst."""

DRAFT_ENDINGS = frozenset({".docx", ".doc", ".docm", ".odt"}) | TEXT_DRAFT_ENDINGS
"""Files that are taken for drafts, not for chapters; some of them to be refused."""


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
    from briefbook.checks.reports import report, summarise
    from briefbook.importers.word_draft import with_comments
    from briefbook.project.word_drafts import check_word_draft
    from briefbook.project.workspace import Workspace

    if path.suffix.casefold() in TEXT_DRAFT_ENDINGS:
        return _check_text(here, path, form, strict)
    if path.suffix.casefold() != ".docx":
        raise InputError(f"{path} is no .docx file", remedy="save it as .docx in the word processor, and check that.")
    path = _in_collection(here, path)
    try:
        data = _bytes_of(path)
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


def _check_text(here: Collection, path: Path, form: str, strict: bool) -> bool:
    """Check a draft in LaTeX or Typst, and print the report with its lines."""
    from briefbook.checks.reports import report, summarise
    from briefbook.project.text_drafts import check_text_draft
    from briefbook.project.workspace import Workspace

    path = _in_collection(here, path)
    try:
        data, ending = _bytes_of(path), path.suffix.casefold()
        source, findings, verifications, cited = check_text_draft(Workspace(here), path.as_posix(), ending, data)
    except FormatError as error:
        raise InputError(f"{path}: {error}", remedy="name a draft in LaTeX or Typst, in UTF-8.") from error
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}", remedy="name a draft: draft.tex.") from error
    summary = summarise(findings, verifications, strict=strict)
    sys.stdout.write(report(form, findings, verifications, summary, lambda _: source))
    sys.stdout.flush()
    typer.echo(f"{path} cites {pluralise(len(cited), 'item')} of this collection.", err=True)
    return summary.stops_publication


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        drafts = sorted(other.name for other in path.parent.glob("*") if other.suffix.casefold() in DRAFT_ENDINGS)
        near = did_you_mean(path.name, drafts)
        raise InputError(
            f"there is no file {path}",
            remedy=f"{near}name the draft as it is called, from the folder you are in or from the collection's.",
        ) from error


def _in_collection(here: Collection, path: Path) -> Path:
    """A path as it is given, or from the collection's folder."""
    return here.root / path if not path.exists() and (here.root / path).exists() else path
