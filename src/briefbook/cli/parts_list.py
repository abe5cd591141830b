"""``briefbook parts --list``: divide folders and files as a list of papers says by its column of photographs."""

import dataclasses
from pathlib import Path

import typer

from briefbook.cli import print_json
from briefbook.errors import BriefbookError, InputError
from briefbook.importers.picture_ranges import NamedPages, PictureFile, picture_ranges
from briefbook.model.catalogue import natural
from briefbook.model.decision import PartsDecision
from briefbook.model.parts import Part, RequestedPart, pages_in_words
from briefbook.progress import pluralise
from briefbook.project.dividing import division_of, page_count
from briefbook.project.workspace import Workspace, decide
from briefbook.util.advice import typed

_MAX_SHOWN = 20
"""So many rows that are not understood are shown; the rest are counted."""


def divide_by_list(
    workspace: Workspace,
    path: Path,
    columns: dict[str, str],
    *,
    accept: bool,
    leave_out: bool,
    any_id: bool,
    why: str,
    as_json: bool,
) -> None:
    """Show how a list divides the files, or record it.

    Args:
        workspace: The collection.
        path: The list.
        columns: Names of columns -> "item" or "pictures".
        accept: Whether to record it.
        leave_out: Whether pages that no row names may belong to no item.
        any_id: Whether ids may be other than the collection's pattern says.
        why: The reason, for the journal.
        as_json: Whether to print JSON.

    Raises:
        InputError: There is no such file, or no row names a picture that is here.
        FormatError: It is no list, or lacks a column.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}", remedy="name the list's file.") from error
    ranges = picture_ranges(data, _files(workspace), columns=columns)
    decisions, problems = _decisions(workspace, ranges.pages, leave_out=leave_out, any_id=any_id, why=why)
    problems = [*ranges.problems, *problems]
    known = {part.item for made in decisions for part in made.parts if part.item in workspace.catalogue}  # as before
    if accept and decisions:
        decisions = [made for made in decide(workspace.collection, decisions) if isinstance(made, PartsDecision)]
    if as_json:
        print_json({"divided": [decision.as_json() for decision in decisions], "problems": problems})
    else:
        _print(decisions, known, problems, any_rows=bool(ranges.pages), accept=accept, path=path)
    if problems:
        raise typer.Exit(1)


def _files(workspace: Workspace) -> list[PictureFile]:
    return [
        PictureFile(
            name, tuple(path.name for path in scan.paths) if _is_of_pictures(scan.paths) else (), scan.shown_path
        )
        for name, scan in workspace.scan_of.items()
    ]


def _is_of_pictures(paths: tuple[Path, ...]) -> bool:
    return len(paths) > 1 or paths[0].suffix.lower() not in (".pdf", ".tif", ".tiff")


def _decisions(
    workspace: Workspace, named: list[NamedPages], *, leave_out: bool, any_id: bool, why: str
) -> tuple[list[PartsDecision], list[str]]:
    """The decision for each file that the list divides, and sentences on what cannot be."""
    problems: list[str] = []
    files: dict[str, dict[str, list[int]]] = {}
    file_of: dict[str, str] = {}
    for pages in named:
        if (other := file_of.setdefault(pages.item, pages.file)) != pages.file:
            problems.append(
                f"row {pages.row}: the photographs of {pages.item} are in {other} and in {pages.file}; put those of "
                f"one paper into one folder, or join the files: {typed('parts', other, '--join', pages.file)}"
            )
            continue
        wanted = files.setdefault(pages.file, {}).setdefault(pages.item, [])
        count = page_count(workspace, pages.file)
        wanted += [page for page in pages.pages or range(1, count + 1) if page not in wanted]
    decisions = []
    for file, items in sorted(files.items(), key=lambda pair: natural(pair[0])):
        wanted_parts = sorted(
            (RequestedPart(tuple(pages), item) for item, pages in items.items()), key=lambda part: part.pages[0]
        )
        try:
            decision = division_of(workspace, file, wanted_parts, leave_out=leave_out, any_id=any_id)
        except BriefbookError as error:
            problems.append(f"{error.what}; {error.remedy}" if error.remedy else error.what)
            continue
        if not _is_so(workspace, file, decision.parts):
            decisions.append(dataclasses.replace(decision, why=why))
    return decisions, problems


def _is_so(workspace: Workspace, file: str, parts: tuple[Part, ...]) -> bool:
    """Is a file divided so already, or one item with that name and all pages?"""
    now = workspace.division.parts_of.get(file, ())
    return now == parts or (not now and len(parts) == 1 and parts[0].item == file)


def _print(
    decisions: list[PartsDecision],
    known: set[str],
    problems: list[str],
    *,
    any_rows: bool,
    accept: bool,
    path: Path,
) -> None:
    for decision in decisions:
        typer.echo(decision.item)
        for part in decision.parts:
            note = "  (in the catalogue already)" if part.item in known else ""
            typer.echo(f"  {pages_in_words(part.pages):<14} {part.item}{note}")
    for problem in problems[:_MAX_SHOWN]:
        typer.echo(f"Look at: {problem}")
    if len(problems) > _MAX_SHOWN:
        typer.echo(f"and {len(problems) - _MAX_SHOWN} more rows or files")
    if accept and decisions:
        typer.echo(
            f"Recorded: {pluralise(len(decisions), 'file')} divided. {typed('catalogue', 'undo', decisions[0].item)} "
            "undoes one."
        )
    elif decisions:
        typer.echo(f"Nothing was recorded. Record it with {typed('parts', '--list', str(path), '--accept')}.")
    elif any_rows and not problems:
        typer.echo("Every file is divided so already.")
    elif not problems:
        typer.echo(f"No row of {path.name} names a picture.")
