"""``briefbook copies``: items that are copies of one text."""

import typer

from briefbook.assembly import Workshop
from briefbook.cli import collection, print_json
from briefbook.progress import shown


def command(as_json: bool = typer.Option(False, "--json", help="A list of groups.")) -> None:
    """Copies of one text under several ids: near-duplicates, and releases of one telegram. Nothing is hidden."""
    workshop = Workshop(collection(), progress=shown)
    groups = [list(group) for group in workshop.network.copies]
    if as_json:
        print_json(groups)
        return
    for group in groups:
        typer.echo("  ".join(group))
    typer.echo(f"{len(groups)} groups of copies.")
