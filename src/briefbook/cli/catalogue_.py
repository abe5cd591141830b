"""``briefbook catalogue``: list, show, correct, export and import descriptions."""

import itertools
import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefbook.catalogue import Journal, StoreCatalogue
from briefbook.catalogue.decision_words import describe_decision
from briefbook.catalogue.doubts import DoubtKind
from briefbook.catalogue.history import HistoryFilter
from briefbook.catalogue.review_queue import QueueFilter, QueueRow
from briefbook.catalogue.reviewing import assignment_of, confirmation_of, review_of
from briefbook.catalogue.saved_filters import FILE as FILTERS_FILE
from briefbook.catalogue.saved_filters import SavedFilters
from briefbook.cli import collection, print_json, print_json_list
from briefbook.errors import FormatError, InputError, UsageError
from briefbook.model.cable import Reading
from briefbook.model.catalogue import FIELDS, UNREAD_FLAG, Catalogue, Entry
from briefbook.model.decision import (
    Decision,
    FieldDecision,
    ItemWithdrawal,
    UndoDecision,
    UnsetDecision,
    WithdrawalDecision,
    in_force,
    not_undone,
    undos_in_force,
)
from briefbook.model.page import TEXT_LAYER, Page
from briefbook.model.review import ReviewState
from briefbook.progress import pluralise, show_progress
from briefbook.project.collection import Collection
from briefbook.project.stored_page_kinds import stored_page_kinds
from briefbook.project.workspace import Workspace, decide, person_name
from briefbook.util.advice import typed
from briefbook.util.files import write_atomic
from briefbook.util.names import printable_words
from briefbook.util.nearest import did_you_mean
from briefbook.util.packed_files import unpacked_name
from briefbook.util.terminal import console

if TYPE_CHECKING:
    from briefbook.catalogue.spreadsheet import Change
    from briefbook.catalogue.table import Filter, TableQuery
    from briefbook.project.unfinished_imports import UnfinishedImport
    from briefbook.text.titles import LookUp
    from briefbook.util.tables import Table as SheetTable

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="List, show, correct, export and import descriptions."
)


_PIPE_WIDTH = 10_000
"""Width of a line that goes to a file or another program: nothing is cut."""

_PIPE_VALUE_WIDTH = 100
"""Width of a field's value in ``show`` there; a longer one goes on in the next line."""


@app.command("list")
def list_items(
    needs: str = typer.Option(
        "", metavar="a-look|KIND", help=f"Only items that need a look, or one of a kind: {', '.join(DoubtKind)}."
    ),
    state: str = typer.Option("", help=f"Only items of a review state: {', '.join(ReviewState)}."),
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--filter",
            metavar="FIELD=TEXT",
            help="Only items whose field has this text; several: all. FIELD==TEXT: is just this, FIELD!=TEXT: is not, "
            "FIELD==: is blank, FIELD=!: is not blank, date=1962-11-08..1962-11-20.",
        ),
    ] = None,
    person: str = typer.Option("", "--assigned-to", metavar="NAME|me", help="Only items assigned to this person."),
    saved: str = typer.Option("", "--saved", metavar="NAME", help="Only items of a filter that was saved at the desk."),
    sort: str = typer.Option("", metavar="[-]FIELD|worth", help="Sort by a field (with - the last first), or worth."),
    as_json: bool = typer.Option(False, "--json", help="Print JSON, one object per item."),
) -> None:
    """List items, one per line: all of them, or those that need a look.

    With --needs, the items most worth a look come first, and the reasons are listed. What the checks have to say counts
    as of the last `briefbook check`, `build` or `serve`. Scans that were not read are listed and not read.
    """
    here = collection()
    workspace = Workspace(here, progress=show_progress, read=False)
    catalogue = workspace.catalogue
    if unread := len(workspace.unread_scans()):
        typer.echo(f"briefbook: {pluralise(unread, 'scan')} not read yet: run `briefbook read`.", err=True)
    is_whole = not (needs or state or only or person or saved or sort)
    if is_whole and len(catalogue) > MAX_DRAWN_ROWS:
        from briefbook.project.listing_record import ListingRecord

        record = ListingRecord(workspace, "json" if as_json else "table")
        if not record.print_again(sys.stdout):
            catalogue.keeps_entries = False
            with record.recorded(sys.stdout):
                _print_entries(catalogue, workspace.office, as_json=as_json)
        return
    kept = SavedFilters(here.root / FILTERS_FILE).named(saved) if saved else {}
    kept_state = kept.get("state", str(ReviewState.UNTOUCHED)) if saved else ""
    state = state or kept_state.replace("any", "")
    needs, person = needs or kept.get("kind", ""), person or kept.get("person", "")
    person = person_name(here.root) if person == "me" else person
    by_worth = bool(needs) or sort == "worth"
    is_queued = by_worth or bool(state or person or saved)
    rows = _queued(catalogue, needs, state, person) if is_queued else {}
    if chapter := kept.get("chapter", ""):
        cited = _cited_on(here, catalogue, chapter)
        rows = {item: row for item, row in rows.items() if item in cited}
    ordered = (entry for item in rows if (entry := catalogue.get(item))) if by_worth else iter(catalogue)
    entries: Iterable[Entry] = (entry for entry in ordered if not is_queued or entry.item in rows)
    if only or sort not in ("", "worth"):
        from briefbook.catalogue.table import items_in_order

        query = _query(only or [], "" if sort == "worth" else sort)
        places = {item: place for place, item in enumerate(items_in_order(catalogue, query))}
        if query.sort:
            entries = (entry for item in places if item in rows or not is_queued if (entry := catalogue.get(item)))
        else:
            entries = (entry for entry in entries if entry.item in places)
    if as_json:
        _print_json(catalogue, entries, rows, workspace.office)
        return
    states = {item: row.review.state for item, row in rows.items()}
    is_any = _print_table(entries, rows if by_worth else {}, states, workspace.office)
    if is_whole:
        _print_withdrawn(workspace)
    if not is_any:
        whose = f" assigned to {person}" if person else ""
        typer.echo(f"No item{whose} meets all conditions." if is_queued or only else "There is no item yet.", err=True)


def _print_withdrawn(workspace: Workspace) -> None:
    """Print the items that were withdrawn, for those who work on the collection."""
    from briefbook.text.titles import title_of

    for item, found in workspace.withdrawn.items():
        entry = workspace.set_aside.get(item)
        title = (
            f"  {_cell_text(title_of(entry, workspace.office))}" if entry else "  (neither its scan nor a list is here)"
        )
        typer.echo(f" WITHDRAWN {found.day}  {_cell_text(item)}{title}")


def _print_entries(catalogue: StoreCatalogue, office: "LookUp", *, as_json: bool) -> None:
    """Print all items."""
    if as_json:
        _print_json(catalogue, catalogue, {}, office)
    else:
        _print_table(catalogue, {}, {}, office)


def _print_json(
    catalogue: StoreCatalogue, entries: Iterable[Entry], rows: Mapping[str, QueueRow], office: "LookUp"
) -> None:
    queue = catalogue.queue
    print_json_list(
        {**summary(entry, office), **_review_json(rows.get(entry.item) or queue.row(entry.item))} for entry in entries
    )


def _queued(catalogue: StoreCatalogue, needs: str, state: str, person: str) -> dict[str, QueueRow]:
    """The rows of the review queue that are asked for, most worth a look first."""
    if state and state not in set(ReviewState):
        raise UsageError(f"--state {state}: unknown state", remedy=f"the states are {', '.join(ReviewState)}.")
    if needs and needs != "a-look" and needs not in set(DoubtKind):
        raise UsageError(f"--needs {needs}: unknown kind", remedy=f"write a-look, or one of {', '.join(DoubtKind)}.")
    kind = DoubtKind(needs) if needs and needs != "a-look" else None
    wanted = QueueFilter(ReviewState(state) if state else None, kind, None, person)
    rows = catalogue.queue.rows(wanted, limit=len(catalogue))
    return {
        row.item: row
        for row in rows
        if not needs or (row.doubts and (state or row.review.state is not ReviewState.APPROVED))
    }


def _cited_on(here: Collection, catalogue: StoreCatalogue, chapter: str) -> set[str]:
    """The items that a page of the book cites."""
    from briefbook.project.pipeline import read_narratives

    return {
        citation.item
        for narrative in read_narratives(here, catalogue)
        if narrative.slug == chapter
        for citation in narrative.citations
    }


def _query(conditions: Sequence[str], order: str) -> "TableQuery":
    """The rows that ``--filter`` and ``--sort`` ask for."""
    from briefbook.catalogue.table import ITEM, TableQuery

    name = order.removeprefix("-")
    if name and name not in (ITEM, *FIELDS):
        raise UsageError(f"--sort {order}: unknown order", remedy=f"write worth, item or a field. {_fields(name)}")
    return TableQuery(tuple(map(parse_condition, conditions)), name, order != name)


def parse_condition(text: str) -> "Filter":
    """What a ``--filter`` says: a column, = and what it must hold."""
    from briefbook.catalogue.table import ITEM, Filter

    name, equals, condition = text.partition("=")
    name, denial = (name[:-1], "!=") if name.endswith("!") else (name, "")
    if not equals or name not in (ITEM, *FIELDS):
        raise UsageError(f"--filter {text}: unknown condition", remedy=f"write FIELD=TEXT. {_fields(name)}")
    return Filter(name, denial + condition)


def _review_json(row: QueueRow | None) -> dict[str, Any]:
    """The keys of ``catalogue list --json`` about an item's review."""
    if row is None:
        return {}
    return {
        "review": str(row.review.state),
        "reviewed_by": row.review.who or None,
        "reviewed": row.review.when or None,
        "worth": round(row.worth, 3),
        "needs": [{"kind": str(doubt.kind), "field": doubt.field or None, "why": doubt.words} for doubt in row.doubts],
    }


def _print_table(
    entries: Iterable[Entry], queued: Mapping[str, QueueRow], states: Mapping[str, ReviewState], office: "LookUp"
) -> bool:
    """Print a line an item, the first at once however many there are; False if there is none."""
    columns = ["item", "date", "from", "to", "number", "classification", "pages", "source", "title"]
    if queued:
        columns = ["item", "date", "why"]
    if states:
        columns.insert(2, "review")

    from briefbook.text.titles import title_of

    def cell(entry: Entry, name: str) -> str:
        if name in FIELDS:
            return entry.value(name) or ""
        if name == "item":
            return entry.item
        if name == "pages":
            return str(entry.page_count or "")
        if name == "source":
            return entry.source
        if name == "title":
            return title_of(entry, office) + (" (scan not read yet)" if UNREAD_FLAG in entry.flags else "")
        if name == "why":
            return "; ".join(doubt.words for doubt in row.doubts) if (row := queued.get(entry.item)) else ""
        return states[entry.item].words if entry.item in states else ""

    def cells(entry: Entry) -> tuple[str, ...]:
        return tuple([_cell_text(cell(entry, name)) for name in columns])

    coming = map(cells, entries)
    rows = list(itertools.islice(coming, MAX_DRAWN_ROWS + 1))
    in_terminal = sys.stdout.isatty()
    if len(rows) > MAX_DRAWN_ROWS:
        widths = _widths([columns, *rows])
        for row in itertools.chain([tuple(columns)], rows, coming):
            sys.stdout.write(_line([_CONTROLS.sub(" ", cell) for cell in row], widths) + "\n")
        return True
    if (lines := None if in_terminal else _plain_columns(columns, rows)) is not None:
        sys.stdout.writelines(f"{line}\n" for line in lines)
        return bool(rows)
    from rich.table import Table
    from rich.text import Text

    output = console(width=None if in_terminal else _PIPE_WIDTH)
    left_out = _columns_without_room(columns, rows, output.width) if in_terminal else []
    shown_at = [at for at, name in enumerate(columns) if name not in left_out]
    rows = [tuple(row[at] for at in shown_at) for row in rows]
    table = Table(*(columns[at] for at in shown_at), box=None)
    for column in table.columns:
        column.overflow = "fold"  # a long word goes on in the next line; nothing is cut
    if left_out:
        for column, places in zip(table.columns[:-1], _widths([[columns[at] for at in shown_at], *rows]), strict=False):
            column.max_width = min(places, _MAX_NARROW_COLUMN)
    for at in (0, 1):  # an id and a date are copied into the next command
        table.columns[at].no_wrap, table.columns[at].overflow = True, "ignore"
        table.columns[at].min_width = max((len(row[at]) for row in rows), default=0)
    for row in rows:
        table.add_row(*map(Text, row))
    if left_out:
        others = sum(column.max_width or 0 for column in table.columns[:-1]) + 2 * len(table.columns)
        table.columns[-1].min_width = max(1, min(_MIN_TITLE, output.width - others))
    output.print(table)
    if left_out:
        typer.echo(
            f"Left out here: {', '.join(left_out)}. A wider window shows all columns, --json every field.", err=True
        )
    return bool(rows)


_MIN_TITLE = 24
"""Places that the last column, of words, has at least."""

_MAX_NARROW_COLUMN = 16
"""Places of any other column where there is no room for all: a list of addressees goes on in the next line."""

_LEFT_OUT_FIRST = ("source", "classification", "pages")


def _columns_without_room(columns: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """The columns that are left out of a narrow terminal, so that words are not broken into letters."""
    widths = dict(zip(columns, _widths([columns, *rows]), strict=True))
    last = columns[-1]
    if sum(widths.values()) + 2 * len(columns) <= width or widths[last] <= _MIN_TITLE // 2:
        return []
    left_out: list[str] = []
    for name in _LEFT_OUT_FIRST:
        others = [min(places, _MAX_NARROW_COLUMN) for other, places in widths.items() if other != last]
        if sum(others) + 2 * (len(others) + 1) + min(widths[last], _MIN_TITLE) <= width:
            break
        if name in widths:
            del widths[name]
            left_out.append(name)
    return [name for name in columns if name in left_out]


def _cell_text(words: str) -> str:
    """A cell's words, so that a terminal obeys none of them; of more than any line has room for, the beginning."""
    words = words if words.isprintable() else printable_words(words)
    return words if len(words) <= _MAX_CELL else f"{words[:_MAX_CELL]}…"


_MAX_CELL = 4_000

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f]")

MAX_DRAWN_ROWS = 1000
"""Rows that are drawn as a table at most. Of more, each is printed as it comes, in columns as wide as the first of them
want: a wider cell moves the rest of its line, and a terminal breaks what is too long.
"""


def _plain_columns(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str] | None:
    """A table's lines, each column as wide as its widest cell: what rich would draw, a hundred times as fast.

    None where rich has more to do: colours asked for by the environment, cells of several lines, lines too long.
    """
    if any(os.environ.get(name) for name in ("FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE")):
        return None
    cells = [list(columns), *rows]
    if any(_CONTROLS.search(cell) for row in cells for cell in row if not cell.isprintable()):
        return None
    widths = _widths(cells)
    if sum(widths) + 2 * len(widths) > _PIPE_WIDTH:
        return None
    return [_line(row, widths) for row in cells]


def _widths(rows: Iterable[Sequence[str]]) -> list[int]:
    """The widest cell of each column."""
    return [max(map(_cell_width, column)) for column in zip(*rows, strict=True)]


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "".join(f" {cell}{' ' * (width - _cell_width(cell))} " for cell, width in zip(cells, widths, strict=True))


def _cell_width(cell: str) -> int:
    """The places of a terminal that a cell takes: of a wide letter two."""
    if cell.isascii():
        return len(cell)
    from rich.cells import cell_len

    return cell_len(cell)


@app.command()
def review(
    item: str,
    state: str = typer.Option(..., help=f"The state from now on: {', '.join(ReviewState)}."),
    why: str = typer.Option("", help="Words that go with it, recorded in the journal."),
) -> None:
    """Record how far an item has been looked at: seen, approved, or to be discussed."""
    here = collection()
    if state not in set(ReviewState):
        raise UsageError(f"--state {state}: unknown state", remedy=f"the states are {', '.join(ReviewState)}.")
    catalogue = Workspace(here, progress=show_progress, read=False).catalogue
    before = catalogue.queue.review(_entry(catalogue, item).item)
    decide(here, [review_of(item, before, ReviewState(state), why)])
    typer.echo(f"{item}: {before.state.words} -> {ReviewState(state).words}")


@app.command()
def assign(
    items: list[str] = typer.Argument(..., metavar="ITEM...", help="The items."),
    to: str = typer.Option("", "--to", metavar="NAME|me", help="Who is to look at them (default: nobody any more)."),
    why: str = typer.Option("", help="Words that go with it, recorded in the journal."),
) -> None:
    """Assign items to a person, who is to look at them; `catalogue list --assigned-to NAME` lists them."""
    here = collection()
    catalogue = Workspace(here, progress=show_progress, read=False).catalogue
    name = person_name(here.root) if to == "me" else to
    wanted = [_entry(catalogue, item).item for item in dict.fromkeys(items)]
    made = [assignment_of(item, catalogue.queue.review(item), name, why) for item in wanted]
    lines = [line for line in made if line is not None]
    decide(here, lines)
    for line in lines:
        typer.echo(f"{line.item}: {describe_decision(line)}")
    if not lines:
        typer.echo("Nothing was changed: the items were given so already.")


@app.command()
def confirm(
    item: str,
    fields: list[str] = typer.Argument(..., metavar="FIELD...", help="The fields that are right as they stand."),
    why: str = typer.Option("", help="Words that go with it, recorded in the journal."),
) -> None:
    """Record that fields are right as they stand; their values stay the list's or the machine's, and are certain."""
    here = collection()
    entry = _entry(Workspace(here, progress=show_progress, read=False).catalogue, item)
    decide(here, [confirmation_of(entry, name, why) for name in dict.fromkeys(fields)])
    for name in dict.fromkeys(fields):
        typer.echo(f"{item} {name}: {entry.value(name) or '(blank)'} is right")


@app.command()
def withdraw(
    item: str,
    why: str = typer.Option(..., help="Reason, recorded in the journal for those who work on the collection."),
    say: str = typer.Option("", "--say", metavar="TEXT", help="The reason that readers are told (default: only when)."),
) -> None:
    """Publish an item no longer: it leaves the site, search, exports and harvests; its files stay on this computer.

    It holds whatever becomes of its scan and of lists: neither the file nor the row brings it back, only
    `catalogue undo ITEM`. In its place stands a page that says when it was withdrawn, and TEXT where --say gives one.
    """
    from briefbook.project.withdrawals import withdrawal_of
    from briefbook.project.written_exports import folders_of_exports

    here = collection()
    workspace = Workspace(here, progress=show_progress, read=False)
    before = workspace.withdrawn.get(item)
    if before is None:
        _entry(workspace.catalogue, item)
    elif before.of != item or before.said == say or not say:
        since = f" with {before.of}" if before.of != item else f" since {before.day}"
        raise InputError(
            f"{item} is withdrawn{since} already; nothing was changed",
            remedy=f"{typed('catalogue', 'history', before.of)} shows the decision.",
        )
    copies = () if before else _copies_of(workspace, item)
    decide(here, [withdrawal_of(item, workspace.division, say, why)])
    typer.echo(f"{item} is withdrawn: nothing that is made from now on has it.")
    typer.echo(f"  readers are told: {say or 'only since when (--say gives a reason)'}")
    now = Workspace(here, progress=show_progress, read=False)
    _ = now.catalogue  # a server that is running has it no longer either
    if also := [other for other, found in now.withdrawn.items() if found.of == item and other != item]:
        typer.echo(f"  with it, for they have pages of it: {', '.join(also)}")
    if files := [pages.scan.shown_path for pages in now.division.pages_of.get(item, ())]:
        typer.echo(f"  kept on this computer, and in backups: {', '.join(files)}, and what was read of it in build/")
    if copies:
        typer.echo(f"  look at: the same text stands in {', '.join(copies)}, still published")
    if places := _citing_places(here, now, item):
        typer.echo(f"  look at: cited in {', '.join(places)}, whose words stay: see `briefbook check`")
    if folders := folders_of_exports(here):
        typer.echo(f"  exports made before may have it still; export again to take it out: {', '.join(folders)}")
    typer.echo("To take it off the built site: `briefbook build`, then `briefbook publish` as always.")
    typer.echo(f"To take this back: {typed('catalogue', 'undo', item)}.")


def _copies_of(workspace: Workspace, item: str) -> list[str]:
    """The other items that have the same text."""
    return sorted({other for group in workspace.network.copies if item in group for other in group} - {item})


def _citing_places(here: Collection, workspace: Workspace, item: str) -> list[str]:
    """Where the book cites an item, as file and line."""
    from briefbook.project.pipeline import read_narratives

    narratives = read_narratives(here, workspace.catalogue)
    cited = (citation for narrative in narratives for citation in narrative.citations if citation.item == item)
    return list(dict.fromkeys(str(citation.where) for citation in cited))


@app.command()
def show(
    item: str,
    as_json: bool = typer.Option(False, "--json", help="Print JSON: every field with all its readings, and the pages."),
) -> None:
    """Show one item: every field with all its readings, the effective one first, and the text of its pages."""
    workspace = Workspace(collection(), progress=show_progress)
    withdrawn = workspace.withdrawn.get(item)
    catalogue = workspace.set_aside if withdrawn else workspace.catalogue
    if withdrawn and not as_json:
        said = f", readers are told: {withdrawn.said}" if withdrawn.said else ""
        typer.echo(f"WITHDRAWN {withdrawn.day}{f' with {withdrawn.of}' if withdrawn.of != item else ''}{said}")
    entry = _entry(catalogue, item)
    pages = catalogue.pages(item)
    kinds = stored_page_kinds(catalogue, item, pages)
    if as_json:
        row = {"withdrawn": withdrawn.day} if withdrawn else {}
        print_json({**record(entry, list(pages), kinds, workspace.office), **row})
        return
    from rich.table import Table
    from rich.text import Text

    table = Table("field", "value", "source", "where", "confidence", box=None)
    for column in table.columns:
        column.no_wrap = column.header != "value"
    for name, readings in entry.readings.items():
        for rank, reading in enumerate(readings):
            confidence = f"{reading.confidence:.2f}" if reading.confidence is not None else ""
            by = f"{reading.by} ({reading.source})" if reading.source else str(reading.by)
            cells = (name if rank == 0 else "", _as_read(reading), by, _place_words(reading), confidence)
            table.add_row(*map(Text, cells))
    in_terminal = sys.stdout.isatty()
    if not in_terminal:
        table.columns[1].max_width, table.columns[1].overflow = _PIPE_VALUE_WIDTH, "fold"
    output = console(width=None if in_terminal else _PIPE_WIDTH, soft_wrap=not in_terminal)
    output.print(Text(entry.item + (" (provisional id)" if entry.provisional else "")))
    if table.row_count:
        output.print(table)
    else:
        output.print(Text("No field is known yet: `briefbook catalogue set` or a list gives it one."))
    for files in entry.files:
        output.print(Text(f"Its pages are {files}."))
    for flag in entry.flags:
        output.print(Text(f"To be looked at: {flag.replace('_', ' ')}"))
    for page, kind in zip(pages, kinds, strict=True):
        place = f"page {page.file_page} of {page.file}" if page.file else ""
        about = ", ".join(part for part in (place, kind["name"], _text_source(page)) if part)
        output.print(Text(f"\n--- page {page.number} ({about})"))
        output.print(Text(page.text))


def _as_read(reading: Reading) -> str:
    """A reading's value, and the words of its source where they are others."""
    value = reading.value or "(no value)"
    written = reading.written_words
    return value if not written or written.casefold() == value.casefold() else f"{value} (written: {written})"


def _place_words(reading: Reading) -> str:
    if reading.place is None:
        return ""
    return f"p. {reading.place.page}" + (f", l. {reading.place.line}" if reading.place.line else "")


def _text_source(page: Page) -> str:
    """Where the text of a page is from, in words."""
    if not page.lines:
        return "no text"
    if page.by == "machine":
        return "the file's own text" if page.reader == TEXT_LAYER else "read by machine"
    return {"person": "typed by a person", "received": "text as supplied"}.get(str(page.by), str(page.by))


@app.command("set")
def set_field(
    item: str,
    field: str,
    value: str = typer.Argument(..., help='The corrected value; "" if the field is blank. Separate several with ";".'),
    why: str = typer.Option("", help="Reason, recorded in the journal."),
    supplied: bool = typer.Option(
        False, "--supplied", help="The value comes from outside the paper; citations put it in square brackets."
    ),
) -> None:
    """Record a correction in the journal; it takes precedence over every other source."""
    from briefbook.catalogue.field_values import DATE_FIELDS, parse_field

    here = collection()
    if field not in FIELDS:
        raise UsageError(f"there is no field {field!r}", remedy=_fields(field))
    entry = _entry(Workspace(here, progress=show_progress, read=False).catalogue, item)
    stored = parse_field(field, value, window=here.settings.dates.window, order=here.settings.dates.order)
    note = _date_note(here, value) if field in DATE_FIELDS else ""
    if value and stored is None:
        raise UsageError(
            f"{value!r} is not recognised as a value of {field}" + (f": {note}" if note else ""),
            remedy="write a date as 1962-11-08, 8-Nov-62 or 1962-11; an uncertain one as 1962-11-08?.",
        )
    if note:
        typer.echo(f"  {value}: {note}", err=True)
    before = entry.value(field)
    decision = FieldDecision(item=item, field=field, before=before, after=stored or None, why=why, supplied=supplied)
    decide(here, [decision])
    if (before or "") == (stored or ""):
        typer.echo(f"{item} {field}: {before or '(blank)'} as before, now by a person's word")
    else:
        typer.echo(f"{item} {field}: {before or '(blank)'} -> {stored or '(blank)'}")


@app.command()
def unset(
    item: str,
    field: str,
    why: str = typer.Option("", help="Reason, recorded in the journal."),
) -> None:
    """Undo all corrections of a field: its value is again what the list or the machine says.

    `catalogue set ITEM FIELD ""` is something else: a person's word that the field is blank.
    """
    from briefbook.catalogue.undo import decision_in_force

    here = collection()
    if field not in FIELDS:
        raise UsageError(f"there is no field {field!r}", remedy=_fields(field))
    if decision_in_force(Journal(here.journal).read()[0], item, field) is None:
        raise InputError(
            f"no correction of {field} of {item} is recorded; nothing was changed",
            remedy=f"{typed('catalogue', 'history', item)} shows what is recorded.",
        )
    before = _value(here, item, field)
    decide(here, [UnsetDecision(item=item, field=field, before=before, why=why)])
    typer.echo(f"{item} {field}: {before or '(blank)'} -> {_value(here, item, field) or '(blank)'}")


def _value(here: Collection, item: str, field: str) -> str | None:
    """The value of a field as it holds now."""
    entry = Workspace(here, progress=show_progress, read=False).catalogue.get(item)
    return entry.value(field) if entry else None


@app.command()
def undo(
    item: str = typer.Argument("", help="Only decisions about this item (default: the last decision of all)."),
    import_name: str = typer.Option("", "--import", help="Undo the last import of this name."),
    spreadsheet: str = typer.Option(
        "", "--spreadsheet", metavar="NAME", help="As --import, where a source that was received has the same name."
    ),
    field: str = typer.Option("", "--field", help="All decisions about this field."),
    who: str = typer.Option("", "--by", metavar="NAME", help="All decisions of this person."),
    day: str = typer.Option("", "--day", metavar="DAY", help="All decisions of this day or month (UTC): 2026-11-27."),
    why: str = typer.Option("", help="Reason, recorded in the journal."),
    dry_run: bool = typer.Option(False, "--dry-run", help="Only show what would be undone; change nothing."),
) -> None:
    """Undo the last decision, that of an item, or an import; the journal keeps both lines.

    With --field, --by or --day, all decisions that they name are undone, of ITEM where it is given: look first with
    --dry-run. An import is undone by --import alone.

    `catalogue redo` reverses this.

    With --import, NAME is a spreadsheet read by `catalogue import` or a source read by `briefbook import`; the
    source stays in received/ and no longer counts. Where both have the name, that which changed something last is
    undone; write --spreadsheet NAME for the spreadsheet alone, --import received/NAME for the source.
    """
    from briefbook.catalogue.undo import decision_in_force
    from briefbook.project.non_public import published_again
    from briefbook.project.unfinished_imports import unfinished_import

    if sum(map(bool, (import_name, spreadsheet, item or field or who or day))) > 1:
        raise UsageError("--import, --spreadsheet and the others exclude each other", remedy="name one of them.")
    source_name = import_name.removeprefix("received/").rstrip("/")
    here = collection(finishes=source_name)
    if source_name and (cut_off := unfinished_import(here, source_name)):
        _undo_cut_off(here, cut_off, dry_run=dry_run)
        return
    decisions = Journal(here.journal).read()[0]
    if field or who or day:
        lines: list[Decision] = _lines_that_undo_all(decisions, HistoryFilter(item, field, who, day), why)
    else:
        lines = _lines_that_undo(here, decisions, item, import_name, spreadsheet, why)
    for line in lines:
        if isinstance(line, UndoDecision):
            undone = line.decided
            about = f"{line.item} " if line.item else ""
            typer.echo(f"  {undone.KIND} {about}{describe_decision(undone)}  ({undone.who}, {undone.when})")
            if isinstance(undone, ItemWithdrawal):
                typer.echo(f"  {undone.item} is published again, unless another line withdraws it")
        elif isinstance(line, WithdrawalDecision):
            typer.echo(f"  received/{line.source}/ no longer counts")
            for item in published_again(here, line.source):
                typer.echo(
                    f"  {item} is published again, which this source kept back; {typed('catalogue', 'withdraw', item)} "
                    "keeps it back"
                )
    if dry_run:
        typer.echo(f"{pluralise(len(lines), 'line')} would be undone; nothing was changed.")
        return
    made = decide(here, lines)
    for line in made:
        undone_field = line.undone if isinstance(line, UndoDecision) else None
        if isinstance(undone_field, FieldDecision):
            later = decision_in_force([*decisions, *made], undone_field.item, undone_field.field)
            if later and later.when > undone_field.when:
                typer.echo(f"  {later.item} {later.field}: a later decision still applies: {later.after or '(blank)'}")
    typer.echo(f"{pluralise(len(made), 'line')} undone.")


@app.command()
def redo(
    item: str = typer.Argument("", help="Only what was undone about this item (default: the last undo of all)."),
    why: str = typer.Option("", help="Reason, recorded in the journal."),
    dry_run: bool = typer.Option(False, "--dry-run", help="Only show what would be redone; change nothing."),
) -> None:
    """Redo what was last undone; the journal keeps all lines."""
    from briefbook.catalogue.undo import last_undo, undo_decisions

    here = collection()
    lines = undo_decisions(last_undo(Journal(here.journal).read()[0], item or None), why)
    if not lines:
        raise InputError(
            f"nothing{f' about {item}' if item else ''} is undone; nothing was changed",
            remedy="`briefbook catalogue history` shows what is recorded.",
        )
    for line in lines:
        if isinstance(line.decided, WithdrawalDecision):
            _require_source(here, line.decided.source)
    for line in lines:
        about = f"{line.item} " if line.item else ""
        if isinstance(line.decided, WithdrawalDecision):
            typer.echo(f"  received/{line.decided.source}/ counts again")
        else:
            typer.echo(f"  {line.decided.KIND} {about}{describe_decision(line.decided)}")
    if dry_run:
        typer.echo(f"{pluralise(len(lines), 'line')} would be redone; nothing was changed.")
        return
    typer.echo(f"{pluralise(len(decide(here, lines)), 'line')} redone.")


def _require_source(here: Collection, source: str) -> None:
    """``InputError`` where an import that is to count again is no longer below received/."""
    if not any((here.received / source).glob("descriptions*.jsonl*")):
        raise InputError(
            f"received/{source}/ can count again only when it is there, and its descriptions.jsonl is gone; "
            "nothing was changed",
            remedy="put the folder back from a backup and redo again, or import the source again: then it counts.",
        )


def _undo_cut_off(here: Collection, cut_off: "UnfinishedImport", *, dry_run: bool) -> None:
    """Put back what there was before an import that was cut off, and say what."""
    from briefbook.project.unfinished_imports import undo_unfinished

    if cut_off.following and not {*map(str, Journal(here.journal).read()[0])}.isdisjoint(cut_off.following):
        raise InputError(
            f"all of received/{cut_off.name}/ is written, and decisions have followed their papers",
            remedy=f"finish it first with `{cut_off.command or 'the import of the same file again'}`, then undo it.",
        )
    written = {known_as: copy for known_as, copy in cut_off.before.items() if copy or (here.root / known_as).exists()}
    edited = [] if dry_run else undo_unfinished(here, cut_off)
    copies = f"received/{cut_off.name}/earlier/"  # of originals that are put back
    for known_as, copy in written.items():
        if known_as not in edited and not known_as.startswith(copies):
            typer.echo(f"  {known_as}: {'as before' if copy else 'removed'}")
    if dry_run:
        typer.echo(f"The import received/{cut_off.name}/ would be undone; nothing was changed.")
        return
    for known_as in edited:
        typer.echo(f"  {known_as} was edited by a person since and stays; remove it if it is not wanted")
    typer.echo(f"The import received/{cut_off.name}/, which was cut off, is undone.")


def _lines_that_undo_all(decisions: Sequence[Decision], wanted: HistoryFilter, why: str) -> list[Decision]:
    """The lines that undo everything of a filter; ``InputError`` where there is nothing."""
    from briefbook.catalogue.undo import undo_decisions

    if wanted.field and wanted.field not in FIELDS:
        remedy = f"{did_you_mean(wanted.field, FIELDS)}see `briefbook catalogue show`."
        raise InputError(f"there is no field {wanted.field!r}", remedy=remedy)
    lines = [line for line in not_undone(decisions) if wanted.takes(line) and not isinstance(line, WithdrawalDecision)]
    if not lines:
        raise InputError("no such decision is left to undo", remedy="see `briefbook catalogue history`.")
    return [*undo_decisions(lines, why)]


def _lines_that_undo(
    here: Collection, decisions: Sequence[Decision], item: str, import_name: str, spreadsheet: str, why: str
) -> list[Decision]:
    """The lines to be written; ``InputError`` where there is nothing to undo."""
    from briefbook.catalogue.undo import last_decision, undo_decisions

    if import_name or spreadsheet:
        return _lines_that_undo_import(here, decisions, import_name, spreadsheet, why)
    decision = last_decision(decisions, item or None)
    if decision is None:
        raise InputError(
            f"no decision{f' about {item}' if item else ''} is left to undo; nothing was changed",
            remedy="`briefbook catalogue history` shows what is recorded.",
        )
    return [*undo_decisions([decision], why)]


def _lines_that_undo_import(
    here: Collection, decisions: Sequence[Decision], import_name: str, spreadsheet: str, why: str
) -> list[Decision]:
    """Those of a spreadsheet or of a source; ``InputError`` where it is not certain which of the two is meant."""
    from briefbook.catalogue.undo import decisions_of_import, undo_decisions
    from briefbook.project.import_names import is_later, is_spreadsheet_name, time_of_import

    name = spreadsheet or import_name
    is_source_only = name.startswith("received/") and not spreadsheet
    imported = () if is_source_only else decisions_of_import(decisions, name)
    withdrawn = {decision.source for decision in in_force(decisions) if isinstance(decision, WithdrawalDecision)}
    sources = sorted(path.name for path in here.received.glob("*") if path.is_dir())
    folder = "" if spreadsheet else _source_of(name.removeprefix("received/").rstrip("/"), sources)
    if folder in withdrawn:
        folder = ""
    names = {decision.spreadsheet for decision in decisions if isinstance(decision, FieldDecision)} - {""}
    if not folder and not imported:
        if not is_source_only and (name in names or is_spreadsheet_name(here, name)):
            raise InputError(
                f"no import of the name {name!r} is left to undo: that spreadsheet changed nothing that still holds; "
                "nothing was changed",
                remedy="`briefbook catalogue history` shows what is recorded.",
            )
        raise InputError(
            f"no import of the name {name!r} is left to undo; nothing was changed",
            remedy=did_you_mean(name, sorted(names.union(sources) - withdrawn)).strip(),
        )
    has_both_names = (
        name in {*names, *(Path(other).stem for other in names)}
        or is_spreadsheet_name(here, name)
        or _has_another_ending(here, folder, name)
    )
    if folder and not is_source_only and (imported or has_both_names):
        is_source_last = is_later(time_of_import(here, decisions, folder), imported[-1].when) if imported else None
        if is_source_last is None:
            of_sheet = "a spreadsheet of the catalogue" + ("" if imported else ", of which nothing is left to undo,")
            for_sheet = f"{typed('catalogue', 'undo', '--spreadsheet', name)} for the spreadsheet, "
            raise InputError(
                f"{name!r} may be {of_sheet} or the source that was imported as received/{folder}/",
                remedy=(
                    f"type {for_sheet if imported else ''}"
                    f"{typed('catalogue', 'undo', '--import', f'received/{folder}')} so that nothing of the "
                    "source counts any longer. Nothing was changed."
                ),
            )
        if not is_source_last:
            folder = ""
    return [WithdrawalDecision(source=folder, why=why)] if folder else [*undo_decisions(imported, why)]


def _source_of(name: str, sources: Sequence[str]) -> str:
    """The folder below received/ that a name stands for; "" if none."""
    from briefbook.cli.import_source import import_slug  # only here: it loads every importer

    folder = name if name in sources else import_slug(Path(name).stem)
    return folder if folder in sources else ""


def _has_another_ending(here: Collection, folder: str, name: str) -> bool:
    """Was a source imported from a file with another ending than the name that was typed?"""
    kept = (here.received / folder).glob("original.*") if folder else ()
    originals = {unpacked_name(path).suffix.lower() for path in kept}
    return name != folder and bool(originals) and unpacked_name(Path(name)).suffix.lower() not in {"", *originals}


def _date_note(here: Collection, value: str) -> str:
    """What is doubtful or wrong about a date that a person typed."""
    from briefbook.text.dates import read_by

    return read_by(value, window=here.settings.dates.window, order=here.settings.dates.order).note


@app.command()
def history(
    item: str = typer.Argument("", help="Only decisions about this item (default: the whole journal)."),
    field: str = typer.Option("", "--field", help="Only decisions about this field."),
    who: str = typer.Option("", "--by", metavar="NAME", help="Only decisions of this person."),
    day: str = typer.Option("", "--day", metavar="DAY", help="Only those of this day or month (UTC): 2026-11-27."),
    as_json: bool = typer.Option(False, "--json", help="Print the lines of the journal as JSON."),
) -> None:
    """Show all recorded decisions, or those about an item, oldest first; what was undone is marked."""
    decisions, findings = Journal(collection().journal).read()
    wanted = HistoryFilter(item, field, who, day)
    about = [decision for decision in decisions if wanted.takes(decision)]
    if as_json:
        print_json([decision.as_json() for decision in about])
        return
    holding = {id(decision) for decision in (*not_undone(decisions), *undos_in_force(decisions))}
    for decision in about:
        why = f"  ({decision.why})" if decision.why else ""
        name = f"{getattr(decision, 'item', None) or ''} " if not item else ""
        is_redo = isinstance(decision, UndoDecision) and decision.is_redo
        mark = "" if id(decision) in holding or is_redo else "  [undone]"
        kind = "redo" if is_redo else decision.KIND
        typer.echo(f"{decision.when}  {decision.who}  {kind} {name}{describe_decision(decision)}{why}{mark}")
    if not about:
        typer.echo(f"No decision{f' about {item}' if item else ''} is recorded.")
    for finding in findings:
        typer.echo(f"{finding.where}: {finding.message}", err=True)


@app.command()
def export(
    path: Path | None = typer.Argument(
        None, help="The file to write, .csv or .xlsx (default: CSV to standard output)."
    ),
    fields: str = typer.Option("", help="Fields to export, separated by commas (default: the main fields)."),
    format_name: str = typer.Option("", "--format", help="csv or xlsx (default: by the name of the file)."),
    replace: bool = typer.Option(
        False, "--replace", help="Write over a file that is there, and what was edited in it."
    ),
) -> None:
    """Export the catalogue as a spreadsheet, CSV or Excel, to be edited anywhere and imported again.

    An Excel workbook (.xlsx) holds text cells only, so that no program takes a number or a day for something else.
    """
    from briefbook.catalogue.spreadsheet import DEFAULT_COLUMNS, write_spreadsheet, write_workbook
    from briefbook.project.import_names import remember_spreadsheet

    chosen = [name.strip() for name in fields.split(",") if name.strip()]
    if unknown := [name for name in chosen if name not in FIELDS]:
        raise UsageError(f"there is no field {unknown[0]!r}", remedy=_fields(unknown[0]))
    kind = format_name or (path.suffix.lower().lstrip(".") if path else "csv")
    if kind in ("xls", "ods"):
        raise UsageError(f"a spreadsheet is not written as .{kind}", remedy="write .xlsx, which every program opens.")
    if format_name and kind not in ("csv", "xlsx"):
        raise UsageError(f"--format {format_name}: unknown format", remedy="write csv or xlsx.")
    if kind == "xlsx" and path is None:
        raise UsageError("a workbook cannot be written to the terminal", remedy="name a file, such as list.xlsx.")
    if path is not None and path.is_file() and not replace:
        raise InputError(
            f"{path} is there already, and may have been edited",
            remedy="import it first if so (`briefbook catalogue import`); then say --replace, or name another file.",
        )
    here = collection()
    catalogue = Workspace(here, progress=show_progress).catalogue
    columns = chosen or DEFAULT_COLUMNS
    if path is None:
        sys.stdout.write(write_spreadsheet(catalogue, columns))
        return
    if kind == "xlsx":
        write_atomic(path, write_workbook(catalogue, columns))
    else:  # the mark tells spreadsheet programs that it is UTF-8
        write_atomic(path, "\ufeff" + write_spreadsheet(catalogue, columns))
    remember_spreadsheet(here, path.name)
    typer.echo(f"Wrote {pluralise(len(catalogue), 'item')} to {path}.")


@app.command("import")
def import_spreadsheet(
    path: Path,
    dry_run: bool = typer.Option(False, "--dry-run", help="Only show what would be recorded; change nothing."),
    prefer: str = typer.Option("", help="Resolve all conflicts: theirs (the spreadsheet) or ours (the catalogue)."),
    why: str = typer.Option("", help="Reason, recorded in the journal."),
) -> None:
    """Import an edited spreadsheet (.csv, .xlsx, .xls, .ods): show each difference and record it as a correction.

    What a spreadsheet program changed by itself (11/8/1962, 3316.0, 42 for 0042) is not a difference. A value that has
    also changed in the catalogue since the export is a conflict: it is shown, and recorded only with --prefer. Where it
    is not certain what a cell says, it is listed too, and never recorded.
    """
    from briefbook.catalogue.field_values import parse_field
    from briefbook.catalogue.spreadsheet import compare_spreadsheet
    from briefbook.project.import_names import remember_spreadsheet

    if prefer not in ("", "theirs", "ours"):
        raise UsageError(f"--prefer {prefer}: unknown choice", remedy="write theirs or ours.")
    here = collection()
    catalogue = Workspace(here, progress=show_progress).catalogue
    dates = here.settings.dates
    try:
        compared = compare_spreadsheet(
            _tables_of(path),
            catalogue,
            lambda field, value: parse_field(field, value, window=dates.window, order=dates.order),
            window=dates.window,
            order=dates.order,
        )
    except FormatError as error:
        raise InputError(
            f"{path}: {error.what}", remedy="see the expected form with `briefbook catalogue export`."
        ) from error
    if not dry_run:
        remember_spreadsheet(here, path.name)
    doubts = tuple(change for change in compared.conflicts if change.doubt)
    conflicts = tuple(change for change in compared.conflicts if not change.doubt)
    accepted = compared.changes + (conflicts if prefer == "theirs" else ())
    for change in accepted:
        typer.echo(f"  {change.item} {change.field}: {change.before or '(blank)'} -> {change.after or '(blank)'}")
    for change in conflicts if prefer == "" else ():
        typer.echo(_describe_conflict(change), err=True)
    for change in doubts if prefer != "ours" else ():
        typer.echo(
            f"  in doubt: {change.item} {change.field}, now {change.before or '(blank)'}: {change.doubt}; write it so "
            "that it can be read one way only (a month in letters), or use --prefer ours or `briefbook catalogue set`",
            err=True,
        )
    for problem in compared.problems:
        typer.echo(f"  not used: {problem}", err=True)
    if not compared.has_base:
        typer.echo(
            "  The column 'as exported' is missing: changes made on both sides cannot be distinguished.", err=True
        )
    if not dry_run and accepted:
        decide(
            here,
            [
                FieldDecision(
                    item=change.item,
                    field=change.field,
                    before=change.before,
                    after=change.after,
                    why=why or f"from {path.name}",
                    spreadsheet=path.name,
                )
                for change in accepted
            ],
        )
    left = {"": len(compared.conflicts), "theirs": len(doubts), "ours": 0}[prefer]
    done = f"{pluralise(len(accepted), 'change')} {'found' if dry_run else 'recorded'}"
    typer.echo(f"{done}, {pluralise(left, 'conflict')} left to resolve.")
    if accepted and not dry_run:
        typer.echo(f"To take this import back: {typed('catalogue', 'undo', '--spreadsheet', path.name)}.")
    if left:
        raise typer.Exit(1)


def _describe_conflict(change: "Change") -> str:
    return (
        f"  conflict: {change.item} {change.field} was {_base(change)} when exported, is now "
        f"{change.before or '(blank)'}, and the spreadsheet says {change.after or '(blank)'}; "
        "decide with --prefer theirs|ours or `briefbook catalogue set`"
    )


def _base(change: "Change") -> str:
    base = change.base or "(blank)"
    return "another text" if base.startswith("sha256:") else base


def _tables_of(path: Path) -> "Sequence[SheetTable]":
    from briefbook.util.tables import read_tables

    if not path.is_file():
        raise InputError(f"there is no file {path}")
    tables = read_tables(path.read_bytes())
    for note in dict.fromkeys(note for table in tables for note in table.notes):
        typer.echo(f"  {path}: {note}", err=True)
    return tables


_OTHER_NAMES = {
    "title": "subject",
    "sender": "from",
    "author": "from",
    "recipient": "to",
    "addressee": "to",
    "copied": "info",
    "place": "places",
    "person": "persons",
    "tag": "tags",
}
"""What people call a field, where no likeness of the words leads to it."""


def _fields(name: str) -> str:
    guess = f"did you mean {_OTHER_NAMES[key]!r}? " if (key := name.casefold()) in _OTHER_NAMES else ""
    return f"{guess or did_you_mean(name, FIELDS)}The fields are: {', '.join(FIELDS)}."


def _entry(catalogue: Catalogue, item: str) -> Entry:
    entry = catalogue.get(item)
    if entry is None and (found := catalogue.withdrawn.get(item)):
        if found.source:
            raise InputError(
                f"{item} is not published: the source of received/{found.source} does not show it to the public "
                f"(first seen on {found.day})",
                remedy="import that source again with --replace once it shows the paper, or now with "
                "--include-private to publish it all the same.",
            )
        raise InputError(
            f"{item} was withdrawn{f' with {found.of}' if found.of != item else ''} on {found.day}",
            remedy=f"{typed('catalogue', 'undo', found.of)} publishes it again.",
        )
    if entry is None:
        similar = ", ".join(catalogue.similar_items(item))
        raise InputError(
            f"there is no item {item}", remedy=f"did you mean {similar}?" if similar else "see `catalogue list`."
        )
    return entry


def summary(entry: Entry, office: "LookUp") -> dict[str, Any]:
    """One object of ``catalogue list --json``."""
    from briefbook.text.titles import title_of

    dates = entry.effective_readings("date")
    return {
        "item": entry.item,
        "title": title_of(entry, office),
        "date": entry.date,
        "date_as_written": dates[0].as_written if dates else None,
        **{name: entry.value(name) for name in ("from", "to", "number", "classification", "precedence", "subject")},
        "references": [reference.mention for reference in entry.references],
        "pages": entry.page_count,
        "source": entry.source,
        "provisional": entry.provisional,
    }


def record(entry: Entry, pages: list[Page], kinds: Sequence[dict[str, Any]], office: "LookUp") -> dict[str, Any]:
    """The object of ``catalogue show --json``; ``kinds`` are the kinds of the pages as JSON."""
    return {
        **summary(entry, office),
        "scan": entry.scan,
        "checksum": entry.checksum,
        **(
            {"files": [{"file": files.file, "pages": list(files.pages)} for files in entry.files]}
            if entry.files
            else {}
        ),
        "flags": list(entry.flags),
        "fields": {name: [_reading(reading) for reading in readings] for name, readings in entry.readings.items()},
        "candidates": {
            name: [_reading(reading) for reading in readings] for name, readings in entry.candidates.items()
        },
        "pages": [
            {
                "page": page.number,
                **({"file": page.file, "file_page": page.file_page} if page.file else {}),
                "kind": kind,
                "text": page.text,
                "by": page.by,
                "reader": page.reader,
                "confidence": page.confidence,
                "width": page.width,
                "height": page.height,
            }
            for page, kind in zip(pages, kinds, strict=True)
        ],
    }


def _reading(reading: Reading) -> dict[str, Any]:
    place = None
    if reading.place:
        box = reading.place.box
        place = {
            "page": reading.place.page,
            "line": reading.place.line,
            "box": box.as_list() if box else None,
        }
    return {
        "as_written": reading.as_written,
        "value": reading.value,
        "by": str(reading.by),
        "how": str(reading.how),
        "place": place,
        "confidence": reading.confidence,
        "source": reading.source,
        "note": reading.note,
        **({"confirmed_by": reading.confirmed_by} if reading.confirmed_by else {}),
    }
