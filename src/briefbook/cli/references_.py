"""``briefbook references``: what each cable refers to, held or not."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import typer

from briefbook.cli import collection, print_json
from briefbook.errors import InputError
from briefbook.model.network import ResolvedReference
from briefbook.progress import counted
from briefbook.project.workspace import Workspace


def command(
    item: str = typer.Argument("", help="Only this item (default: all)."),
    as_json: bool = typer.Option(False, "--json", help="Print JSON."),
    stubs: bool = typer.Option(False, "--stubs", help="Only cables referred to but not held, most cited first."),
) -> None:
    """List what each cable refers to: held, ambiguous, or not held."""
    workspace = Workspace(collection())
    if item and item not in workspace.catalogue:
        near = ", ".join(workspace.catalogue.near(item))
        remedy = f"did you mean {near}?" if near else "see `briefbook catalogue list`."
        raise InputError(f"there is no item {item}", remedy=remedy)
    found = [one for one in workspace.network.references if not item or one.item == item]
    if stubs:
        rows = rank_stubs(found)
        _print_stubs(rows, as_json)
    elif as_json:
        print_json([as_row(one) for one in found])
    else:
        for one in found:
            where = one.target or ", ".join(one.candidates) or one.note
            typer.echo(f"{one.item:16} {one.mention:32} {one.status:10} {where}")
        typer.echo(f"{counted(len(found), 'reference')}.")


def as_row(one: ResolvedReference) -> dict[str, Any]:
    """A resolved reference as the command prints it."""
    return {
        "item": one.item,
        "mention": one.mention,
        "form": one.form,
        "number": one.number,
        "status": one.status,
        "target": one.target,
        "candidates": list(one.candidates),
        "confidence": one.confidence,
        "date": one.date,
        "note": one.note,
    }


def rank_stubs(found: Sequence[ResolvedReference]) -> list[dict[str, Any]]:
    """What is referred to and not held: a row a missing cable, the most cited first, ready for an access request."""
    by_target: dict[str, list[ResolvedReference]] = defaultdict(list)
    for one in found:
        if one.status == "stub" and one.target and one.form != "EDITOR":  # another volume is no one's to release
            by_target[one.target].append(one)
    rows = []
    for target, mentions in by_target.items():
        dates = sorted({one.date for one in mentions if one.date}, key=lambda date: (date.endswith("~"), date))
        items = list(dict.fromkeys(one.item for one in mentions))
        rows.append(
            {
                "target": target,
                "date": dates[0] if dates else None,
                "referred_to_by": items,
                "times": len(items),
                "mentions": list(dict.fromkeys(one.mention for one in mentions)),
                "status": "stub",
            }
        )
    return sorted(rows, key=lambda row: (-row["times"], str(row["date"] or "9999"), row["target"]))


def _print_stubs(rows: Sequence[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        print_json(list(rows))
        return
    for row in rows:
        by = ", ".join(row["referred_to_by"])
        typer.echo(f"{row['target']:28} {row['date'] or 'no date':12} referred to by {by}")
    typer.echo(f"{counted(len(rows), 'cable')} referred to but not held.")
