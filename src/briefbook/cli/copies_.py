"""``briefbook copies``: items that are copies of one text, and the differences between them."""

from dataclasses import asdict
from typing import Any

import typer

from briefbook.cli import collection, print_json
from briefbook.correspondence.copy_comparison import compare_copies
from briefbook.errors import InputError
from briefbook.progress import pluralise, show_progress
from briefbook.project.workspace import Workspace


def command(
    item: str = typer.Argument("", help="Compare this item with its copies (default: list all groups)."),
    as_json: bool = typer.Option(False, "--json", help="Print JSON: a list of groups, or an object for one item."),
) -> None:
    """List copies of one text under several ids: near-duplicates and separate releases of one telegram."""
    workspace = Workspace(collection(), progress=show_progress)
    if item:
        _show_copies(workspace, item, as_json)
        return
    groups = [list(group) for group in workspace.network.copies]
    if as_json:
        print_json(groups)
        return
    for group in groups:
        typer.echo("  ".join(group))
    typer.echo(f"{pluralise(len(groups), 'group')} of copies.")


def _show_copies(workspace: Workspace, item: str, as_json: bool) -> None:
    if item not in workspace.catalogue:
        similar = ", ".join(workspace.catalogue.similar_items(item))
        remedy = f"did you mean {similar}?" if similar else "see `briefbook catalogue list`."
        raise InputError(f"there is no item {item}", remedy=remedy)
    group = next((group for group in workspace.network.copies if item in group), ())
    rows = [_comparison(workspace, item, other) for other in group if other != item]
    if as_json:
        print_json({"item": item, "copies": rows})
        return
    for row in rows:
        typer.echo(
            f"{item} and {row['item']}: {row['alike']:.0%} alike, {pluralise(len(row['differences']), 'difference')}"
        )
        for difference in row["differences"]:
            typer.echo(f"  only {item}: {difference['here'] or '(nothing)'}")
            typer.echo(f"  only {row['item']}: {difference['there'] or '(nothing)'}")
    if not rows:
        typer.echo(f"No copy of {item} is held.")


def _comparison(workspace: Workspace, item: str, other: str) -> dict[str, Any]:
    first, second = (workspace.catalogue.message(name) for name in (item, other))
    comparison = compare_copies(first, second)
    return {"item": other, "alike": comparison.alike, "differences": [asdict(each) for each in comparison.differences]}
