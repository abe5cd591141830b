"""``briefbook search``: a query -> the pages that match."""

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import typer

from briefbook.cli import collection, print_json
from briefbook.errors import FormatError, InputError, UsageError
from briefbook.model.catalogue import Catalogue
from briefbook.model.search import Hits
from briefbook.progress import pluralise, show_progress
from briefbook.project import pipeline, querying
from briefbook.project.workspace import Workspace
from briefbook.search import EssayIndex
from briefbook.search.query_execution import ORDERS
from briefbook.util.cells import CsvWriter
from briefbook.util.encodings import decode_text
from briefbook.util.names import printable_words
from briefbook.util.nearest import did_you_mean

if TYPE_CHECKING:
    from briefbook.text.titles import LookUp

BATCH_COLUMNS = (
    "question", "rank", "item", "page", "score", "snippet", "total", "pages_searched", "pages_without_text",
    "pages_hard_to_read", "possibly_missed",
)  # fmt: skip
_COVERAGE_KEYS = ("pages", "pages_without_text", "pages_hard_to_read", "possibly_missed")


def command(
    question: list[str] | None = typer.Argument(None, help="The query; see docs/searching.md for the query language."),
    limit: int = typer.Option(20, min=0, max=1000, help="Number of hits to show."),
    order: str = typer.Option("relevance", help="Sort by relevance, date or item."),
    as_json: bool = typer.Option(False, "--json", help="Print JSON: total, hits with boxes, facets, histogram."),
    batch: Path | None = typer.Option(
        None, metavar="FILE", help="Run every line of this file (- for standard input) as a query and print CSV."
    ),
) -> None:
    """Search the text and descriptions of the items."""
    here = collection()
    if order not in ORDERS:
        raise UsageError(f"unknown order {order!r}", remedy=f"{did_you_mean(order, ORDERS)}Use {', '.join(ORDERS)}.")
    query = " ".join(question or ())
    if batch is None and not query:
        raise UsageError("no query given", remedy='write briefbook search "missile bases" or --batch FILE.')
    if batch is not None and (as_json or query):
        other = "--json" if as_json else "a query"
        raise UsageError(f"--batch and {other} do not go together", remedy="--batch reads its queries from the file.")
    index, catalogue = pipeline.open_search(here, progress=show_progress)
    workspace = Workspace(here, read=False)
    ask: Ask = partial(querying.ask, index, catalogue, workspace)
    if batch is not None:
        write_batch(ask, _lines(batch), limit, order)
        return
    essays = querying.index_essays(pipeline.read_narratives(here, catalogue), catalogue)
    hits = ask(query, limit=limit, order=order, essays=essays)
    if as_json:
        print_json(hits.as_json())
    else:
        _show(hits, catalogue, workspace.office)


class Ask(Protocol):
    """Runs a query in one collection."""

    def __call__(self, query: str, *, limit: int, order: str, essays: EssayIndex | None = None) -> Hits:
        """The hits; ``UsageError`` where the query does not parse."""


def write_batch(ask: Ask, questions: Iterator[str], limit: int, order: str = "relevance") -> None:
    """Write one row per hit, and one for a query that finds nothing or cannot be parsed, so that it can be cited."""
    writer = CsvWriter(sys.stdout, end="\n")
    writer.write(BATCH_COLUMNS)
    for question in questions:
        try:
            hits = ask(question, limit=limit, order=order)
        except UsageError as error:
            why = f"not understood: {error.what.splitlines()[0]}"
            writer.write((question, "", "", "", "", why, *("" for _ in range(5))))
            continue
        last = (hits.total, *(hits.coverage.get(name, "") for name in _COVERAGE_KEYS))
        for rank, hit in enumerate(hits.hits, 1):
            snippet = hit.snippet.replace("\ue000", "[").replace("\ue001", "]")
            row = (
                question,
                rank,
                hit.item,
                hit.page or "",
                hit.score,
                snippet,
                *last,
            )
            writer.write(row)
        if not hits.hits:
            writer.write((question, "", "", "", "", "", *last))


def _lines(path: Path) -> Iterator[str]:
    try:
        text = sys.stdin.read() if str(path) == "-" else decode_text(path.read_bytes())[0]
    except (OSError, FormatError) as error:
        raise InputError(f"cannot read {path}: {error}", remedy="name a text file with one query per line.") from error
    return iter([line.strip() for line in text.splitlines() if line.strip()])


def _show(hits: Hits, catalogue: Catalogue, office: "LookUp") -> None:
    from briefbook.text.titles import title_of

    for hit in hits.hits:
        entry = catalogue.get(hit.item)
        title = f"  {printable_words(title_of(entry, office))}" if entry is not None else ""
        typer.echo((f"{hit.item}, p. {hit.page}" if hit.page else hit.item) + title)
        if snippet := hit.snippet.strip():
            typer.echo("    " + snippet.replace("\ue000", "[").replace("\ue001", "]"))
    typer.echo(f"{pluralise(hits.total, 'item')}. {hits.coverage.get('says', '')}")
    for essay in hits.essays or ():
        typer.echo(f"Essay: {essay.title}{f', {essay.place}' if essay.place else ''} ({essay.path}:{essay.line})")
        typer.echo("    " + essay.snippet.replace("\ue000", "[").replace("\ue001", "]"))
    for proposal in hits.proposals:
        typer.echo(f"  try: {proposal}")
