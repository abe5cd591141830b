"""``briefbook catalogue``: what is described, by whom, and a person's corrections."""

import sys
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.table import Table

from briefbook.catalogue import Journal
from briefbook.catalogue.field_values import parse_field
from briefbook.catalogue.spreadsheet import Change, compare_spreadsheet, write_spreadsheet
from briefbook.cli import collection, print_json
from briefbook.errors import InputError, UsageError
from briefbook.model.cable import Reading
from briefbook.model.catalogue import FIELDS, Catalogue, Entry
from briefbook.model.decision import (
    AcceptanceDecision,
    CodeDecision,
    Decision,
    FieldDecision,
    ReaderDecision,
    SignatureDecision,
)
from briefbook.model.page import Page
from briefbook.progress import shown
from briefbook.project import pipeline
from briefbook.project.workspace import decide
from briefbook.util.files import write_atomic

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="What is described, by whom; corrections.")


@app.command("list")
def list_items(as_json: bool = typer.Option(False, "--json", help="One object an item.")) -> None:
    """All items, one a line."""
    catalogue = pipeline.open_catalogue(collection(), progress=shown)
    if as_json:
        print_json([summary(entry) for entry in catalogue])
        return
    table = Table("item", "date", "from", "to", "number", "classification", "pages", "source", box=None)
    for entry in catalogue:
        table.add_row(*(str(summary(entry).get(str(column.header)) or "") for column in table.columns))
    Console(soft_wrap=not sys.stdout.isatty()).print(table)


@app.command()
def show(
    item: str, as_json: bool = typer.Option(False, "--json", help="Every field with all its readings, and the pages.")
) -> None:
    """One item: every field with all its readings, the one that holds first, and the pages' text."""
    catalogue = pipeline.open_catalogue(collection(), progress=shown)
    entry = _entry(catalogue, item)
    pages = catalogue.pages(item)
    if as_json:
        print_json(record(entry, list(pages)))
        return
    table = Table("field", "value", "as written", "by", "where", "sure", box=None)
    for name, readings in entry.readings.items():
        for rank, one in enumerate(readings):
            place = f"p. {one.place.page}" + (f", l. {one.place.line}" if one.place.line else "") if one.place else ""
            sure = f"{one.confidence:.2f}" if one.confidence is not None else ""
            by = f"{one.by} ({one.source})" if one.source else str(one.by)
            table.add_row(name if rank == 0 else "", one.value or "—", one.as_written or "", by, place, sure)
    console = Console(soft_wrap=not sys.stdout.isatty())
    console.print(f"{entry.item}" + (" (provisional id)" if entry.provisional else ""), highlight=False)
    console.print(table)
    for page in pages:
        console.rule(f"page {page.number} ({page.reader})", align="left")
        console.print(page.text, markup=False, highlight=False)


@app.command("set")
def set_field(
    item: str,
    field: str,
    value: str = typer.Argument(..., help='The right value; "" says that it is blank. Several are separated by ";".'),
    why: str = typer.Option("", help="Why, for those who come after."),
) -> None:
    """Record a correction: a line in the journal, which nothing overwrites."""
    here = collection()
    if field not in FIELDS:
        raise UsageError(f"there is no field {field!r}", remedy=f"the fields are: {', '.join(FIELDS)}.")
    entry = _entry(pipeline.open_catalogue(here, progress=shown, read=False), item)
    stored = parse_field(field, value, window=here.settings.dates.window, order=here.settings.dates.order)
    if value and stored is None:
        raise UsageError(
            f"{value!r} cannot be understood as {field}",
            remedy="write a date as 1962-11-08, 8-Nov-62 or 1962-11; an uncertain one as 1962-11-08?.",
        )
    before = entry.value(field)
    decide(here, [FieldDecision(item=item, field=field, before=before, after=stored or None, why=why)])
    typer.echo(f"{item} {field}: {before or '(blank)'} -> {stored or '(blank)'}")


@app.command()
def history(item: str, as_json: bool = typer.Option(False, "--json", help="The journal's lines.")) -> None:
    """What persons decided about an item, oldest first."""
    decisions, findings = Journal(collection().journal).read()
    about = [decision for decision in decisions if getattr(decision, "item", None) == item]
    if as_json:
        print_json([decision.as_json() for decision in about])
        return
    for decision in about:
        why = f"  ({decision.why})" if decision.why else ""
        typer.echo(f"{decision.when}  {decision.who}  {decision.KIND} {_what(decision)}{why}")
    if not about:
        typer.echo(f"No decision about {item} is recorded.")
    for finding in findings:
        typer.echo(f"{finding.where}: {finding.message}", err=True)


def _what(decision: Decision) -> str:
    """What was decided, in a few words."""
    match decision:
        case FieldDecision() | ReaderDecision():
            name = decision.field if isinstance(decision, FieldDecision) else "reader"
            return f"{name}: {decision.before or '(blank)'} -> {decision.after or '(blank)'}"
        case AcceptanceDecision():
            until = f", until {decision.until}" if decision.until else ""
            return f"{decision.code}: {decision.where or decision.item}{until}"
        case CodeDecision():
            return f"{decision.code}: {decision.name}"
        case SignatureDecision():
            return "the certificate"


@app.command()
def export(
    path: Path | None = typer.Argument(None, help="The CSV file to write (default: standard output)."),
    fields: str = typer.Option("", help="Fields to write, separated by commas."),
) -> None:
    """Write the catalogue as a spreadsheet, to be edited anywhere and imported again."""
    chosen = [name.strip() for name in fields.split(",") if name.strip()]
    if unknown := [name for name in chosen if name not in FIELDS]:
        raise UsageError(f"there is no field {unknown[0]!r}", remedy=f"the fields are: {', '.join(FIELDS)}.")
    catalogue = pipeline.open_catalogue(collection(), progress=shown)
    text = write_spreadsheet(catalogue, chosen) if chosen else write_spreadsheet(catalogue)
    if path is None:
        sys.stdout.write(text)
    else:
        write_atomic(path, "\ufeff" + text)  # the mark tells spreadsheet programs that it is UTF-8
        typer.echo(f"Wrote {len(catalogue)} items to {path}.")


@app.command("import")
def import_spreadsheet(
    path: Path,
    dry_run: bool = typer.Option(False, "--dry-run", help="Only show what would be recorded."),
    prefer: str = typer.Option("", help="Decide all conflicts: theirs (the spreadsheet) or ours (the catalogue)."),
    why: str = typer.Option("", help="Why, for those who come after."),
) -> None:
    """Take in an edited spreadsheet: shows each difference and records it as a correction.

    What changed in the catalogue as well since the export is a conflict: shown, and not recorded unless --prefer says.
    """
    if prefer not in ("", "theirs", "ours"):
        raise UsageError(f"--prefer {prefer}: there is no such choice", remedy="write theirs or ours.")
    here = collection()
    catalogue = pipeline.open_catalogue(here, progress=shown)
    dates = here.settings.dates
    try:
        compared = compare_spreadsheet(
            _text_of(path), catalogue, lambda f, v: parse_field(f, v, window=dates.window, order=dates.order)
        )
    except ValueError as error:
        raise InputError(
            f"{path}: {error}", remedy="export with `briefbook catalogue export` to see the form."
        ) from error
    taken = compared.changes + (compared.conflicts if prefer == "theirs" else ())
    for change in taken:
        typer.echo(f"  {change.item} {change.field}: {change.before or '(blank)'} -> {change.after or '(blank)'}")
    for change in compared.conflicts:
        if prefer == "":
            typer.echo(_conflict(change), err=True)
    for problem in compared.problems:
        typer.echo(f"  not used: {problem}", err=True)
    if not compared.has_base:
        typer.echo("  The column 'as exported' is gone: changes made on both sides cannot be told apart.", err=True)
    if not dry_run and taken:
        decide(
            here,
            [
                FieldDecision(
                    item=change.item,
                    field=change.field,
                    before=change.before,
                    after=change.after,
                    why=why or f"from {path.name}",
                )
                for change in taken
            ],
        )
    left = 0 if prefer else len(compared.conflicts)
    typer.echo(f"{len(taken)} changes {'found' if dry_run else 'recorded'}, {left} conflicts left to decide.")
    if left:
        raise typer.Exit(1)


def _conflict(change: Change) -> str:
    return (
        f"  conflict: {change.item} {change.field} was {change.base or '(blank)'} when exported, is now "
        f"{change.before or '(blank)'}, and the spreadsheet says {change.after or '(blank)'}; "
        "decide with --prefer theirs|ours or `briefbook catalogue set`"
    )


def _text_of(path: Path) -> str:
    if not path.exists():
        raise InputError(f"there is no file {path}")
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        typer.echo(f"  {path} is not UTF-8; read as Windows-1252.", err=True)
        return data.decode("cp1252", errors="replace")


def _entry(catalogue: Catalogue, item: str) -> Entry:
    entry = catalogue.get(item)
    if entry is None:
        near = ", ".join(catalogue.near(item))
        raise InputError(
            f"there is no item {item}", remedy=f"did you mean {near}?" if near else "see `catalogue list`."
        )
    return entry


def summary(entry: Entry) -> dict[str, Any]:
    """One object of ``catalogue list --json``."""
    dates = entry.effective_readings("date")
    return {
        "item": entry.item,
        "date": entry.date,
        "date_as_written": dates[0].as_written if dates else None,
        **{name: entry.value(name) for name in ("from", "to", "number", "classification", "precedence", "subject")},
        "references": [one.mention for one in entry.references],
        "pages": entry.page_count,
        "source": entry.source,
        "provisional": entry.provisional,
    }


def record(entry: Entry, pages: list[Page]) -> dict[str, Any]:
    """The object of ``catalogue show --json``."""
    return {
        **summary(entry),
        "scan": entry.scan,
        "checksum": entry.checksum,
        "flags": list(entry.flags),
        "fields": {name: [_reading(one) for one in readings] for name, readings in entry.readings.items()},
        "pages": [
            {
                "page": page.number,
                "text": page.text,
                "by": page.by,
                "reader": page.reader,
                "confidence": page.confidence,
                "width": page.width,
                "height": page.height,
            }
            for page in pages
        ],
    }


def _reading(one: Reading) -> dict[str, Any]:
    place = None
    if one.place:
        box = one.place.box
        place = {
            "page": one.place.page,
            "line": one.place.line,
            "box": box.as_list() if box else None,
        }
    return {
        "as_written": one.as_written,
        "value": one.value,
        "by": str(one.by),
        "how": str(one.how),
        "place": place,
        "confidence": one.confidence,
        "source": one.source,
        "note": one.note,
    }
