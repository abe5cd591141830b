"""``briefbook sample``: a random sample of items is read again blind; each field's error rate follows from it."""

import dataclasses
import sys

import typer

from briefbook.catalogue.sampling import (
    DEFAULT_FIELDS,
    Sample,
    decide_same_meaning,
    draw_sample,
    next_item,
    read_sample,
    record_reviews,
    result_of,
)
from briefbook.catalogue.table import TableQuery
from briefbook.cli import collection, print_json
from briefbook.cli.catalogue_ import parse_condition
from briefbook.errors import InputError
from briefbook.model.catalogue import FIELDS
from briefbook.model.sample import ERRORS, SampleResult
from briefbook.progress import pluralise, show_progress
from briefbook.project import pipeline
from briefbook.project.collection import Collection
from briefbook.project.workspace import Workspace, person_name
from briefbook.util.terminal import console

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Draw a random sample of items, read it again without seeing the catalogue, state each field's error rate.",
)

_STOP = "."
"""What a reviewer types to stop."""


@app.command()
def draw(
    name: str = typer.Argument("", help="The sample's name (default: the day and the seed)."),
    size: int = typer.Option(60, "--n", min=1, help="How many items."),
    seed: str = typer.Option("1", help="Any text; the same items and seed draw the same sample."),
    fields: str = typer.Option(",".join(DEFAULT_FIELDS), help="Fields to read again, separated by commas."),
    only: list[str] | None = typer.Option(
        None, "--filter", metavar="FIELD=TEXT", help="Draw only from items with this, as for `catalogue list`."
    ),
) -> None:
    """Draw a random sample of the items that have pages; it is kept in samples/NAME/."""
    here = collection()
    catalogue = pipeline.open_catalogue(here, progress=show_progress)
    chosen = [field.strip() for field in fields.split(",") if field.strip()]
    query = TableQuery(tuple(map(parse_condition, only or [])))
    sample = draw_sample(here.samples, catalogue, size, seed=seed, name=name, fields=chosen, query=query)
    typer.echo(f"Drew {pluralise(len(sample.values), 'item')} of {sample.population:,} as {sample.name}.")
    typer.echo("Read them again with `briefbook sample review`, or at the desk. Do not look into drawn.csv before.")


@app.command()
def review(
    name: str = typer.Argument("", help="The sample (default: the last one drawn)."),
) -> None:
    """Read the next items of a sample again: type what the paper gives; the catalogue's values come afterwards."""
    here = collection()
    sample = read_sample(here.samples, name)
    workspace = Workspace(here, progress=show_progress, read=False)
    reviewer, dates = person_name(here.root), here.settings.dates
    if next_item(sample) is None:
        typer.echo(f"All items of {sample.name} have been read again; see `briefbook sample show`.")
        return
    typer.echo(f"Type what is on the paper: Enter for nothing, ? where it cannot be read, {_STOP} to stop.")
    while (item := next_item(sample)) is not None:
        done = result_of(sample).reviewed
        typer.echo(f"\n{item} ({done + 1} of {len(sample.values)}): {_files(workspace, item)}")
        typed = {}
        for field in sample.fields:
            answer = typer.prompt(f"  {field} ({FIELDS[field]})", default="", show_default=False)
            if answer.strip() == _STOP:
                typer.echo("Stopped; the items read so far are recorded.")
                return
            typed[field] = answer
        try:
            reviews = record_reviews(sample, item, typed, reviewer, window=dates.window, order=dates.order)
        except InputError as error:
            typer.echo(f"  {error}\n  Once more:", err=True)
            continue
        for each in reviews:
            if each.verdict in ERRORS:
                held = sample.values[item][each.field] or "(blank)"
                typer.echo(f"  {each.field}: you read {each.typed or '(nothing)'}, the catalogue had {held}.")
                if not typer.confirm("  Is that an error of the catalogue?", default=True):
                    decide_same_meaning(sample, item, each.field, reviewer)
    typer.echo(f"\nAll {pluralise(len(sample.values), 'item')} have been read again.")
    _print(result_of(sample))


def _files(workspace: Workspace, item: str) -> str:
    """Where the papers of an item are."""
    paths = [*workspace.originals(item), *(path for _, path in workspace.originals_elsewhere(item))]
    return ", ".join(str(path) for path in paths) or "it has no scan; read what it was transcribed from"


@app.command()
def show(
    name: str = typer.Argument("", help="The sample (default: the last one drawn)."),
    as_json: bool = typer.Option(False, "--json", help="Print JSON."),
) -> None:
    """Show each field's errors in a sample, and the rate in the whole collection with its interval."""
    here: Collection = collection()
    sample = read_sample(here.samples, name)
    result = result_of(sample)
    if as_json:
        print_json(_as_json(sample, result))
        return
    _print(result)


def _as_json(sample: Sample, result: SampleResult) -> dict[str, object]:
    fields = [{**dataclasses.asdict(field), "errors": field.errors, "rate": field.rate} for field in result.fields]
    about = {"name": result.name, "seed": sample.seed, "drawn_on": result.drawn_on.isoformat()}
    return {
        **about,
        "population": result.population,
        "size": result.size,
        "reviewed": result.reviewed,
        "fields": fields,
    }


def _print(result: SampleResult) -> None:
    from rich.table import Table

    typer.echo(
        f"{result.name}: {result.reviewed} of {result.size} read again, drawn from {result.population:,} items on "
        f"{result.drawn_on.isoformat()}."
    )
    table = Table(
        "field", "read", "errors", "rate", "95 % interval", "wrong", "missing", "extra", "cannot tell", box=None
    )
    for field in result.fields:
        rate = f"{field.rate:.1%}" if field.read else ""
        interval = f"{field.low:.1%} to {field.high:.1%}" if field.read else ""
        counts = (field.wrong, field.missing, field.extra, field.cannot_tell)
        table.add_row(field.field, str(field.read), str(field.errors), rate, interval, *map(str, counts))
    console(width=None if sys.stdout.isatty() else 120).print(table)
