"""``briefbook parts``: which items a file's pages are: a file may hold several papers, a paper run over files."""

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer

from briefbook.cli import collection, print_json
from briefbook.cli.parts_list import divide_by_list
from briefbook.errors import InputError, UsageError
from briefbook.model.catalogue import natural
from briefbook.model.decision import PartsDecision
from briefbook.model.parts import FileParts, Part, RequestedPart, page_ranges, pages_in_words
from briefbook.progress import pluralise, show_progress
from briefbook.project.dividing import (
    division_of,
    file_of,
    file_parts,
    joining,
    parse_requested_parts,
    whole,
    with_names,
)
from briefbook.project.joins import proposed_joins
from briefbook.project.workspace import Workspace, decide
from briefbook.util.advice import typed


def command(
    item: str = typer.Argument("", help="A file or item (default: list all that are divided, or seem to be several)."),
    parts: list[str] = typer.Argument(None, metavar="[PAGES[=ID]]...", help="The parts: 1-2 3-5=CDNW102."),
    accept: bool = typer.Option(False, "--accept", help="Divide the file as proposed."),
    names: list[str] = typer.Option(
        [], "--name", metavar="PAGE=ID", help="With --accept: the id of the part that begins on this page."
    ),
    join: str = typer.Option("", "--join", metavar="OTHER", help="The pages of OTHER go on with ITEM."),
    from_list: Path = typer.Option(
        None, "--list", metavar="FILE", help="Divide as a list says that names each item's photographs or pages."
    ),
    columns: list[str] = typer.Option(
        [], "--map", metavar="COLUMN=WHAT", help="With --list: the column of `item` or `pictures`."
    ),
    is_whole: bool = typer.Option(False, "--whole", help="The file is one item, of its own name."),
    leave_out: bool = typer.Option(False, "--leave-out", help="Pages that no part names belong to no item."),
    any_id: bool = typer.Option(False, "--any-id", help="Ids need not match items.pattern."),
    why: str = typer.Option("", help="Reason, recorded in the journal."),
    dry_run: bool = typer.Option(False, "--dry-run", help="Only show what would be recorded; change nothing."),
    as_json: bool = typer.Option(False, "--json", help="Print JSON."),
) -> None:
    """Show which items a file's pages are and what seems right, and record what you decide in the journal.

    Without options it only shows. With --list it shows how a list that names each paper's photographs divides them, and
    with --accept it records that. The first part keeps the file's id; others get the file's with the page on which they
    begin, unless you name them. `catalogue undo ITEM` takes a decision back.
    """
    if sum(map(bool, (parts, accept, join, is_whole))) > 1:
        raise UsageError("PAGES, --accept, --join and --whole exclude each other", remedy="use one of them.")
    if names and not accept:
        raise UsageError("--name goes with --accept", remedy="write an id behind its pages, as in `3-5=ID`.")
    workspace = Workspace(collection(), progress=show_progress)
    if from_list:
        if item or parts or join or is_whole or names:
            raise UsageError("--list divides every file that the list names", remedy="name no file or parts beside it.")
        accepts = accept and not dry_run
        divide_by_list(
            workspace, from_list, _columns(columns), accept=accepts, leave_out=leave_out, any_id=any_id, why=why,
            as_json=as_json,
        )  # fmt: skip
        return
    if columns:
        raise UsageError("--map goes with --list", remedy="name the list: --list FILE.")
    if not item:
        _show_all(workspace, as_json=as_json)
        return
    name = item if join else file_of(workspace, item)
    if not (parts or accept or join or is_whole):
        _show(workspace, name, as_json=as_json)
        return
    decision = _decision(workspace, name, parts or [], accept, names, join, is_whole, leave_out, any_id)
    decision = dataclasses.replace(decision, why=why)
    known = {part.item: workspace.catalogue.get(part.item) for part in decision.parts}  # as it is before
    if not dry_run:
        (decision,) = (made for made in decide(workspace.collection, [decision]) if isinstance(made, PartsDecision))
    if as_json:
        print_json(decision.as_json())
        return
    for part in decision.parts:
        entry = known[part.item]
        note = "" if entry is None or entry.scan else "  (described already)"
        typer.echo(f"  {_row(part)}{note}")
    typer.echo(
        "Nothing was recorded." if dry_run else f"Recorded. {typed('catalogue', 'undo', decision.item)} undoes it."
    )


def _columns(chosen: Sequence[str]) -> dict[str, str]:
    columns = {}
    for text in chosen:
        name, equals, target = text.rpartition("=")
        if not equals or target.strip() not in ("item", "pictures"):
            raise UsageError(f"--map {text}: not a column and what it holds", remedy='write --map "Photos=pictures".')
        columns[name] = target.strip()
    return columns


def _decision(
    workspace: Workspace,
    name: str,
    parts: Sequence[str],
    accept: bool,
    names: Sequence[str],
    join: str,
    is_whole: bool,
    leave_out: bool,
    any_id: bool,
) -> PartsDecision:
    if join:
        return joining(workspace, name, join)
    if is_whole:
        return whole(workspace, name)
    if accept:
        file = file_parts(workspace, name)
        proposed = file.proposed
        if not proposed:
            raise UsageError(
                f"nothing is proposed for {name}", remedy=f"write the parts: {typed('parts', name, '1-2', '3-4')}."
            )
        if not _has_ids(file) and {part.pages[0] for part in proposed} - _names(names).keys():
            raise InputError(
                f"no id for the part that begins on page {proposed[1].pages[0]} of {name} fits items.pattern, "
                f"{workspace.collection.settings.items.pattern}; nothing was recorded",
                remedy=_how_to_name(file),
            )
        wanted = with_names([RequestedPart(part.pages) for part in proposed], _names(names))
    else:
        wanted = [parse_requested_parts(part) for part in parts]
    return division_of(workspace, name, wanted, leave_out=leave_out, any_id=any_id)


def _names(names: Sequence[str]) -> dict[int, str]:
    ids = {}
    for text in names:
        page, equals, item = text.partition("=")
        if not equals or not page.strip().isdecimal() or not item.strip():
            raise UsageError(f"--name {text}: not a page and an id", remedy="write --name 3=ID.")
        ids[int(page)] = item.strip()
    return ids


def _row(part: Part) -> str:
    pages = pages_in_words(part.pages)
    return f"{pages:<14} {part.item}{'  (continues it)' if part.continues else ''}"


def _show_all(workspace: Workspace, *, as_json: bool) -> None:
    names = set(workspace.division.parts_of)
    for entry in workspace.catalogue:
        if any(flag.startswith("several_headings") for flag in entry.flags) and entry.item in workspace.scan_of:
            names.add(entry.item)
    files = [file_parts(workspace, name) for name in sorted(names, key=natural)]
    joins = proposed_joins(workspace)
    if as_json:
        print_json({"files": [_as_json(file) for file in files], "joins": [dataclasses.asdict(join) for join in joins]})
        return
    for file in files:
        if file.parts:
            typer.echo(file.file)
            _print_parts(file)
    proposed = [file for file in files if file.proposed and not file.parts]
    for file in proposed:
        typer.echo(f"{file.file}: seems to hold {pluralise(len(file.proposed), 'paper')}")
        _print_proposal(file)
    if any(map(_has_ids, proposed)):
        typer.echo("Accept a proposal with `briefbook parts ITEM --accept`.")
    for file in proposed:
        if not _has_ids(file):
            typer.echo(f"The name {file.file} {_NO_IDS}: {_how_to_name(file)}")
    for join in joins:
        typer.echo(f"{join.other} seems to go on with {join.item}: {'; '.join(join.reasons)}")
    if joins:
        typer.echo("Join two with `briefbook parts ITEM --join OTHER`.")
    if not files and not joins:
        typer.echo("Every file is one item, and none seems to hold several.")


def _show(workspace: Workspace, name: str, *, as_json: bool) -> None:
    file = file_parts(workspace, name)
    if as_json:
        print_json(_as_json(file))
        return
    path = workspace.scan_of[name].shown_path
    typer.echo(f"{name} ({path}, {pluralise(file.page_count, 'page')})")
    if file.parts:
        _print_parts(file)
        if left := [number for number, place in enumerate(file.places, 1) if place is None]:
            typer.echo(f"  {pages_in_words(left):<14} no item")
        typer.echo(f"Take this back with {typed('catalogue', 'undo', name)}.")
    elif file.proposed:
        typer.echo("It is one item so far, and seems to hold several papers:")
        _print_proposal(file)
        if _has_ids(file):
            written = typed("parts", name, "1-2", "3-4")
            typer.echo(f"Accept with {typed('parts', name, '--accept')}, or write the parts: {written}.")
        else:
            typer.echo(f"The name {name} {_NO_IDS}: {_how_to_name(file)}")
    else:
        typer.echo("It is one item, and seems to be one paper.")
    for page, reasons in () if file.parts else file.possible:
        typer.echo(f"  page {page}: another paper may begin ({'; '.join(reasons) or 'weak signs'})")


def _print_parts(file: FileParts) -> None:
    for part in file.parts:
        typer.echo(f"  {_row(part)}")


_NO_IDS = "makes no ids for the parts that fit items.pattern"


def _has_ids(file: FileParts) -> bool:
    return all(part.item for part in file.proposed)


def _how_to_name(file: FileParts) -> str:
    """What to type where a file's name makes no ids for its parts: the pages as proposed, with ids to fill in."""
    parts = [f"{page_ranges(part.pages)}=ID" for part in file.proposed]
    return f"give each part an id of your own: {typed('parts', file.file, *parts)}."


def _print_proposal(file: FileParts) -> None:
    width = max(len(part.item) for part in file.proposed)
    for part in file.proposed:
        pages = pages_in_words(part.pages)
        typer.echo(f"  {pages:<14} {part.item or '?':<{width}}  {part.name or '(no heading read)'}")
        if part.reasons:
            typer.echo(f"  {'':<14} {'; '.join(part.reasons)}")


def _as_json(file: FileParts) -> dict[str, Any]:
    return {
        "file": file.file,
        "pages": file.page_count,
        "parts": [
            {"item": part.item, "pages": page_ranges(part.pages), "continues": part.continues} for part in file.parts
        ],
        "proposed": [
            {"item": part.item, "pages": page_ranges(part.pages), "name": part.name, "reasons": list(part.reasons)}
            for part in file.proposed
        ],
        "possible": [{"page": page, "reasons": list(reasons)} for page, reasons in file.possible],
    }
