"""``briefbook check draft.docx`` (.tex, .typ, .qmd): check a draft; of a .docx with comments in a copy."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import typer

from briefbook.errors import FormatError, InputError
from briefbook.model.finding import Finding
from briefbook.model.locator import FilePosition
from briefbook.model.verdict import Verification
from briefbook.progress import pluralise
from briefbook.project.collection import Collection
from briefbook.util.files import write_atomic
from briefbook.util.nearest import did_you_mean

TEXT_DRAFT_ENDINGS = frozenset({".tex", ".ltx", ".typ", ".qmd", ".rmd"})
"""Drafts in LaTeX, Typst and Quarto."""

DRAFT_ENDINGS = frozenset({".docx", ".doc", ".docm", ".odt"}) | TEXT_DRAFT_ENDINGS
"""Files that are taken for drafts, not for chapters; some of them to be refused."""


def is_draft(here: Collection, path: Path) -> bool:
    """Is a file a draft to be checked, and no chapter: by its ending, or Markdown that lies outside of the collection?

    Args:
        here: The collection.
        path: The file, as it is given.
    """
    ending = path.suffix.casefold()
    if ending in DRAFT_ENDINGS:
        return True
    if ending not in (".md", ".markdown") or not path.is_file():
        return False
    return not path.resolve().is_relative_to(here.root.resolve())


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

    if path.suffix.casefold() in TEXT_DRAFT_ENDINGS or path.suffix.casefold() in (".md", ".markdown"):
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

    def place_in_words(where: FilePosition) -> str:
        known = 0 < where.line <= len(checked.places)
        return f"{where.path}, {checked.places[where.line - 1]}" if known else str(where)

    words = report(form, checked.findings, checked.verifications, summary, lambda _: checked.text, place_in_words)
    sys.stdout.write(words)
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
    """An unused file name beside the draft, since an earlier copy may hold answers to its comments."""
    number = 1
    while (beside := path.with_name(f"{path.stem}-checked{f'-{number}' if number > 1 else ''}.docx")).exists():
        number += 1
    return beside


def _check_text(here: Collection, path: Path, form: str, strict: bool) -> bool:
    """Check a draft in LaTeX, Typst or Markdown with the files it takes in, and print the report with their lines."""
    from briefbook.checks.reports import report, summarise
    from briefbook.project.text_drafts import check_text_draft
    from briefbook.project.workspace import Workspace

    main = _in_collection(here, path)
    workspace = Workspace(here)
    remarks: list[str] = []
    files = list(_files_of(main, remarks))
    entries = dict(_entries_of(files, main, remarks))
    sources: dict[str, str] = {}
    findings: list[Finding] = []
    verifications: list[Verification] = []
    cited: list[str] = []
    unknown: list[str] = []
    for file, data in files:
        try:
            checked = check_text_draft(workspace, file.as_posix(), _ending(file), data, entries=entries)
        except FormatError as error:
            raise InputError(
                f"{file}: {error}", remedy="name a draft in LaTeX, Typst or Markdown, in UTF-8."
            ) from error
        sources[file.as_posix()] = checked.text
        findings += checked.findings
        verifications += checked.verifications
        cited += checked.cited
        unknown += checked.unknown
    summary = summarise(findings, verifications, strict=strict)
    sys.stdout.write(report(form, findings, verifications, summary, lambda name: sources.get(name, "")))
    sys.stdout.flush()
    also = f" and {pluralise(len(files) - 1, 'file')} that it takes in" if len(files) > 1 else ""
    together = f"{main}{also} {'cite' if also else 'cites'}"
    typer.echo(f"{together} {pluralise(len(dict.fromkeys(cited)), 'item')} of this collection.", err=True)
    for key in dict.fromkeys(unknown):
        typer.echo(f"Not checked, since it names no item of this collection: {key}", err=True)
    for remark in dict.fromkeys(remarks):
        typer.echo(remark, err=True)
    return summary.stops_publication


def _ending(path: Path) -> str:
    return path.suffix.casefold()


def _files_of(main: Path, remarks: list[str]) -> Iterator[tuple[Path, bytes]]:
    """Yield a draft, and the files that it takes in from its folder and below, each once; say what was not read."""
    from briefbook.importers.draft_files import included_files
    from briefbook.project.text_drafts import TEXT_ENDINGS
    from briefbook.util.encodings import decode

    waiting, seen = [main], {main.resolve()}
    while waiting:
        file = waiting.pop(0)
        data = _readable(file)
        yield file, data
        for name in included_files(decode(data)[0], _ending(file)):
            beside = _beside(name, (main.parent, file.parent), main.parent)
            if beside is None or _ending(beside) not in TEXT_ENDINGS:
                remarks.append(f"Not checked: {name}, which {file} takes in, is no such file in its folder.")
            elif beside.resolve() not in seen:
                seen.add(beside.resolve())
                waiting.append(beside)


def _entries_of(files: Sequence[tuple[Path, bytes]], main: Path, remarks: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the entries of the bibliographies that the files of a draft name."""
    from briefbook.importers.draft_files import bibliographies, entries_of_bibliography
    from briefbook.util.encodings import decode

    for file, data in files:
        for name in bibliographies(decode(data)[0], _ending(file)):
            beside = _beside(name, (main.parent, file.parent), main.parent)
            if beside is None:
                remarks.append(f"Not read: {name}, the bibliography of {file}, is no file in its folder.")
            else:
                yield from entries_of_bibliography(decode(_readable(beside))[0], _ending(beside)).items()


def _beside(name: str, folders: Sequence[Path], top: Path) -> Path | None:
    """A file that a draft names, from one of the folders; None where there is none, or it is not below the top."""
    for folder in folders:
        path = folder / name.lstrip("/")
        if path.is_file() and path.resolve().is_relative_to(top.resolve()):
            return path
    return None


def _readable(path: Path) -> bytes:
    try:
        return _bytes_of(path)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}", remedy="name a draft: draft.tex.") from error


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
