"""``briefbook parts``: which items a file's pages are: a file may hold several papers, a paper run over files."""

import dataclasses
from collections.abc import Sequence
from typing import Any

import typer

from briefbook.cables.papers import Paper
from briefbook.cli import collection, print_json
from briefbook.errors import InputError, UsageError
from briefbook.model.decision import PartsDecision
from briefbook.model.parts import Part, page_ranges
from briefbook.progress import pluralise, show_progress
from briefbook.project.dividing import (
    WantedPart,
    division_of,
    file_of,
    joining,
    page_count,
    parse_wanted,
    proposed_papers,
    whole,
    with_names,
)
from briefbook.project.workspace import Workspace, decide


def command(
    item: str = typer.Argument("", help="A file or item (default: list all that are divided, or seem to be several)."),
    parts: list[str] = typer.Argument(None, metavar="[PAGES[=ID]]...", help="The parts: 1-2 3-5=CDNW102."),
    accept: bool = typer.Option(False, "--accept", help="Divide the file as proposed."),
    names: list[str] = typer.Option(
        [], "--name", metavar="PAGE=ID", help="With --accept: the id of the part that begins on this page."
    ),
    join: str = typer.Option("", "--join", metavar="OTHER", help="The pages of OTHER go on with ITEM."),
    is_whole: bool = typer.Option(False, "--whole", help="The file is one item, of its own name."),
    leave_out: bool = typer.Option(False, "--leave-out", help="Pages that no part names belong to no item."),
    any_id: bool = typer.Option(False, "--any-id", help="Ids need not match items.pattern."),
    why: str = typer.Option("", help="Reason, recorded in the journal."),
    dry_run: bool = typer.Option(False, "--dry-run", help="Only show what would be recorded; change nothing."),
    as_json: bool = typer.Option(False, "--json", help="Print JSON."),
) -> None:
    """Show which items a file's pages are and what seems right, and record what you decide in the journal.

    Without options it only shows. The first part keeps the file's id; others get the file's with the page on which they
    begin, unless you name them. `catalogue undo ITEM` takes a decision back.
    """
    if sum(map(bool, (parts, accept, join, is_whole))) > 1:
        raise UsageError("PAGES, --accept, --join and --whole exclude each other", remedy="use one of them.")
    if names and not accept:
        raise UsageError("--name goes with --accept", remedy="write an id behind its pages, as in `3-5=ID`.")
    workspace = Workspace(collection(), progress=show_progress)
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
        "Nothing was recorded." if dry_run else f"Recorded. `briefbook catalogue undo {decision.item}` undoes it."
    )


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
        papers = proposed_papers(workspace, workspace.pages_of_file(name))
        if len(papers) < 2:
            raise UsageError(
                f"nothing is proposed for {name}", remedy=f"write the parts: `briefbook parts {name} 1-2 3-4`."
            )
        wanted = with_names(_wanted(papers, page_count(workspace, name)), _names(names))
    else:
        wanted = [parse_wanted(part) for part in parts]
    return division_of(workspace, name, wanted, leave_out=leave_out, any_id=any_id)


def _names(names: Sequence[str]) -> dict[int, str]:
    ids = {}
    for text in names:
        page, equals, item = text.partition("=")
        if not equals or not page.strip().isdecimal() or not item.strip():
            raise UsageError(f"--name {text}: not a page and an id", remedy="write --name 3=ID.")
        ids[int(page)] = item.strip()
    return ids


def _wanted(papers: Sequence[Paper], count: int) -> list[WantedPart]:
    """The proposed papers as parts; pages that were not read belong to the one before them."""
    firsts = [1, *(paper.first_page for paper in papers[1:])]
    return [
        WantedPart(tuple(range(first, behind))) for first, behind in zip(firsts, [*firsts[1:], count + 1], strict=True)
    ]


def _row(part: Part) -> str:
    pages = f"{'page' if len(part.pages) == 1 else 'pages'} {page_ranges(part.pages)}"
    return f"{pages:<14} {part.item}{'  (continues it)' if part.continues else ''}"


def _show_all(workspace: Workspace, *, as_json: bool) -> None:
    divided = workspace.division.parts_of
    proposed: dict[str, tuple[Paper, ...]] = {}
    for entry in workspace.catalogue:
        if any(flag.startswith("several_headings") for flag in entry.flags) and entry.item in workspace.scan_of:
            papers = proposed_papers(workspace, workspace.pages_of_file(entry.item))
            if len(papers) > 1:
                proposed[entry.item] = papers
    if as_json:
        print_json([_as_row(workspace, name, proposed.get(name, ())) for name in sorted({*divided, *proposed})])
        return
    for name, parts in sorted(divided.items()):
        typer.echo(name)
        for part in parts:
            typer.echo(f"  {_row(part)}")
    for name, papers in proposed.items():
        typer.echo(f"{name}: seems to hold {pluralise(len(papers), 'paper')}")
        _print_proposal(workspace, name, papers)
    if not divided and not proposed:
        typer.echo("Every file is one item, and none seems to hold several.")
    elif proposed:
        typer.echo("Accept a proposal with `briefbook parts ITEM --accept`.")


def _show(workspace: Workspace, name: str, *, as_json: bool) -> None:
    parts = workspace.division.parts_of.get(name, ())
    papers = proposed_papers(workspace, workspace.pages_of_file(name))
    if as_json:
        print_json(_as_row(workspace, name, papers))
        return
    count = page_count(workspace, name)
    path = workspace.scan_of[name].paths[0].relative_to(workspace.collection.root).as_posix()
    typer.echo(f"{name} ({path}, {pluralise(count, 'page')})")
    if parts:
        for part in parts:
            typer.echo(f"  {_row(part)}")
        typer.echo(f"Take this back with `briefbook catalogue undo {name}`.")
    elif len(papers) > 1:
        typer.echo("It is one item so far, and seems to hold several papers:")
        _print_proposal(workspace, name, papers)
        typer.echo(
            f"Accept with `briefbook parts {name} --accept`, or write the parts: `briefbook parts {name} 1-2 3-4`."
        )
    else:
        typer.echo("It is one item, and seems to be one paper.")


def _print_proposal(workspace: Workspace, name: str, papers: Sequence[Paper]) -> None:
    wanted = _wanted(papers, page_count(workspace, name))
    ids = _ids(workspace, name, wanted)
    width = max(map(len, ids))
    for part, paper, item in zip(wanted, papers, ids, strict=True):
        pages = f"{'page' if len(part.pages) == 1 else 'pages'} {page_ranges(part.pages)}"
        typer.echo(f"  {pages:<14} {item:<{width}}  {paper.name or '(no heading read)'}")
        if paper.reasons:
            typer.echo(f"  {'':<14} {'; '.join(paper.reasons)}")


def _ids(workspace: Workspace, name: str, wanted: Sequence[WantedPart]) -> list[str]:
    """The ids that the parts get if none are named; a question mark where the pattern takes none."""
    try:
        return [part.item for part in division_of(workspace, name, wanted).parts]
    except InputError:
        return ["?" for _ in wanted]


def _as_row(workspace: Workspace, name: str, papers: Sequence[Paper]) -> dict[str, Any]:
    count = page_count(workspace, name)
    parts = workspace.division.parts_of.get(name, ())
    return {
        "file": name,
        "pages": count,
        "parts": [{"item": part.item, "pages": page_ranges(part.pages), "continues": part.continues} for part in parts],
        "proposed": [
            {
                "pages": page_ranges(part.pages),
                "name": paper.name,
                "reasons": list(paper.reasons),
                "weight": paper.weight,
            }
            for part, paper in zip(_wanted(papers, count), papers, strict=True)
            if len(papers) > 1
        ],
    }
