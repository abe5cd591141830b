"""``briefbook references``: what each cable refers to, held or not."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import typer

from briefbook.cli import collection, print_json
from briefbook.errors import InputError
from briefbook.model.network import ResolvedReference
from briefbook.progress import pluralise
from briefbook.project.workspace import Workspace


def command(
    item: str = typer.Argument("", help="Only this item (default: all)."),
    as_json: bool = typer.Option(False, "--json", help="Print JSON."),
    stubs: bool = typer.Option(False, "--stubs", help="Only cables referred to but not held, most cited first."),
    doubtful: bool = typer.Option(False, "--doubtful", help="Only references read with doubt, which are not counted."),
) -> None:
    """List what each cable refers to: held, ambiguous, not held, or too doubtful to say."""
    workspace = Workspace(collection())
    if item and item not in workspace.catalogue:
        similar = ", ".join(workspace.catalogue.similar_items(item))
        remedy = f"did you mean {similar}?" if similar else "see `briefbook catalogue list`."
        raise InputError(f"there is no item {item}", remedy=remedy)
    references = [reference for reference in workspace.network.references if not item or reference.item == item]
    doubts = [reference for reference in references if reference.is_doubtful]
    if stubs:
        rows = rank_stubs(references)
        _print_stubs(rows, as_json)
        if doubts and not as_json:
            words = (
                f"{pluralise(len(doubts), 'reference')} read with doubt, not counted: briefbook references --doubtful."
            )
            typer.echo(words)
        return
    if doubtful:
        references = doubts
    if as_json:
        print_json([asdict(reference) for reference in references])
    else:
        for reference in references:
            status = "doubtful" if reference.is_doubtful else reference.status
            where = reference.target or ", ".join(reference.candidates) or reference.note
            typer.echo(f"{reference.item:16} {reference.mention:32} {status:10} {where}")
        typer.echo(f"{pluralise(len(references), 'reference')}.")


def rank_stubs(references: Sequence[ResolvedReference]) -> list[dict[str, Any]]:
    """Papers referred to but not held, one row each, the most cited first, ready for an access request."""
    by_target: dict[str, list[ResolvedReference]] = defaultdict(list)
    for reference in references:
        if (
            reference.status == "stub" and reference.target and reference.form != "EDITOR"
        ):  # another volume is no one's to release
            by_target[reference.target].append(reference)
    rows = []
    for target, mentions in by_target.items():
        dates = sorted(
            {mention.date for mention in mentions if mention.date}, key=lambda date: (date.endswith("~"), date)
        )
        items = list(dict.fromkeys(mention.item for mention in mentions))
        rows.append(
            {
                "target": target,
                "date": dates[0] if dates else None,
                "referred_to_by": items,
                "times": len(items),
                "mentions": list(dict.fromkeys(mention.mention for mention in mentions)),
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
    typer.echo(f"{pluralise(len(rows), 'cable')} referred to but not held.")
