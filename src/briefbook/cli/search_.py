"""``briefbook search``: words -> the pages on which they stand."""

import typer

from briefbook import flow
from briefbook.cli import collection, print_json
from briefbook.errors import UsageError
from briefbook.progress import shown
from briefbook.search import QuestionError, search
from briefbook.web.serve import as_object


def command(
    question: list[str] = typer.Argument(..., help="What to look for; docs/searching.md has the language."),
    limit: int = typer.Option(20, help="How many hits to show."),
    order: str = typer.Option("relevance", help="relevance or date."),
    as_json: bool = typer.Option(False, "--json", help="total, hits with boxes, facets, histogram."),
) -> None:
    """Find words on the pages."""
    here = collection()
    index, catalogue = flow.open_search(here, progress=shown)
    asked = " ".join(question)
    try:
        hits = search(index, asked, limit=limit, order=order, pages_of=catalogue.pages)
    except QuestionError as error:
        pointer = " " * error.position + "^"
        raise UsageError(f"{error}\n  {asked}\n  {pointer}", remedy=error.remedy) from error
    if as_json:
        print_json(as_object(hits))
        return
    for hit in hits.hits:
        place = f"{hit.item}, p. {hit.page}" if hit.page else hit.item
        typer.echo(place)
        typer.echo("    " + hit.snippet.replace("\ue000", "[").replace("\ue001", "]"))
    unread = hits.caution.get("pages_without_text", 0)
    typer.echo(
        f"{hits.total} found. {unread} of {hits.caution.get('pages', 0)} pages have no text and were not searched."
    )
    for proposal in hits.proposals:
        typer.echo(f"  try: {proposal}")
