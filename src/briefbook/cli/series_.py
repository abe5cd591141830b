"""``briefbook series``: a post's numbers as a series: gaps, suspects, estimates."""

from typing import Any

import typer

from briefbook.cli import collection, print_json
from briefbook.model.network import SeriesReport
from briefbook.project.workspace import Workspace


def command(
    post: str = typer.Argument("", help="Only this post, by code (default: all)."),
    as_json: bool = typer.Option(False, "--json", help="Print JSON."),
) -> None:
    """Show numbered series: items held, numbers missing, suspect dates, and estimated dates of undated items."""
    reports = [one for one in Workspace(collection()).network.series if not post or one.post == post.upper()]
    if as_json:
        print_json([as_row(one) for one in reports])
        return
    for one in reports:
        _show(one)
    if not reports:
        typer.echo("No numbered series." if not post else f"No numbered series of {post}.")


def as_row(one: SeriesReport) -> dict[str, Any]:
    """A series as the command prints it."""
    return {
        "series": one.key,
        "post": one.post,
        "kind": one.kind,
        "epoch": one.epoch,
        "items": list(one.items),
    } | one.data


def _show(one: SeriesReport) -> None:
    data = one.data
    rate = f"{data['rate']} per day" if isinstance(data["rate"], int | float) else "rate not estimable"
    typer.echo(f"{one.key}: {data['count']} held, {data['first']} to {data['last']}, {rate}")
    for gap in data["gaps"][:12]:
        numbers = str(gap["from"]) if gap["from"] == gap["to"] else f"{gap['from']}-{gap['to']}"
        typer.echo(f"  not held {numbers}: {gap['grade']} (expected {gap['expected_dates']})")
    if len(data["gaps"]) > 12:
        typer.echo(f"  and {len(data['gaps']) - 12} more gaps (--json shows them)")
    for suspect in data["suspects"]:
        mend = suspect["repair"] or "no single correction explains it"
        typer.echo(f"  suspect {suspect['item']}: number {suspect['number']} on {suspect['date']}; {mend}")
    for estimate in data["estimates"]:
        typer.echo(f"  undated {estimate['item']}: {estimate['date']} ({estimate['interval'] or 'no interval'})")
    missing = data["missing"]
    if isinstance(missing, dict):
        typer.echo(
            f"  missing at least {missing['lower_bound']}, about {missing['tank']}, at most {missing['upper95']}"
        )
        typer.echo(f"  if {'; and if '.join(missing['assumptions'])}")
    else:
        typer.echo(f"  missing: {missing}")
