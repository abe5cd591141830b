"""The desk's table: the catalogue as a spreadsheet in the browser, in windows of rows; cells are checked and saved."""

import json
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from briefbook.catalogue.cell_edits import MAX_CELL_LENGTH, MAX_EDITS, CellEdit, CheckedEdit, EditOutcome
from briefbook.catalogue.spreadsheet import DEFAULT_COLUMNS
from briefbook.catalogue.table import ITEM, Filter, TableCell, TableOrders, TableQuery, table_rows
from briefbook.errors import InputError
from briefbook.model.cable import Reading, SourceKind
from briefbook.model.catalogue import FIELDS
from briefbook.server.access import DESK
from briefbook.server.api.responses import Refusal
from briefbook.server.desk_layout import Desk
from briefbook.site import urls
from briefbook.text.field_names import field_label

TABLE = f"{DESK}/table"
MAX_ROWS = 500
"""Rows of one answer."""

NO_STORE = {"Cache-Control": "no-store"}


def table_routes(app: FastAPI, desk: Desk) -> None:
    """Add the routes of the table (below /desk/table) to an application.

    Args:
        app: The application.
        desk: The desk, which gets the section.
    """
    desk.sections.add(TABLE)
    state = desk.app_state
    orders = TableOrders(state.catalogue)

    @app.get(TABLE, include_in_schema=False)
    def shown(request: Request) -> Response:
        """The page; its script asks for the rows."""
        return desk.page(
            request,
            "desk_table.html",
            "Table",
            section=TABLE,
            scripts=("table.js", "live.js"),
            styles=("table.css",),
            fields=[(name, _label(name), meaning) for name, meaning in FIELDS.items()],
            first_columns=DEFAULT_COLUMNS,
            person=request.scope["briefbook.visitor"].name,
        )

    @app.get(f"{TABLE}/rows", include_in_schema=False)
    def rows(
        columns: Annotated[str, Query(max_length=1_000)] = "",
        where: Annotated[list[str] | None, Query(max_length=500)] = None,
        sort: Annotated[str, Query(max_length=100)] = "",
        begin: Annotated[int, Query(ge=0)] = 0,
        count: Annotated[int, Query(ge=0, le=MAX_ROWS)] = 100,
    ) -> Response:
        """A window of rows: ``where`` is ``column=condition``; ``sort`` a column, with - before it the last first."""
        names = [name for name in columns.split(",") if name] or list(DEFAULT_COLUMNS)
        if strange := [name for name in names if name not in FIELDS]:
            raise Refusal(400, f"there is no field {strange[0]!r}", f"the fields are {', '.join(FIELDS)}")
        try:
            query = TableQuery(tuple(map(_filter, where or ())), sort.removeprefix("-"), sort.startswith("-"))
            items = orders.items(query)
        except InputError as error:
            raise Refusal(400, error.what, error.remedy) from error
        window = [
            [row.item, [cell.value for cell in row.cells], [_mark(cell) for cell in row.cells]]
            for row in table_rows(state.catalogue, items[begin : begin + count], names)
        ]
        return _json({"total": len(items), "begin": begin, "generation": orders.generation, "rows": window})

    @app.get(f"{TABLE}/cell", include_in_schema=False)
    def cell(item: str, field: str) -> Response:
        """All readings of a field of an item, the effective one first: value, source, confidence, place."""
        entry = state.catalogue.get(item)
        if entry is None or field not in FIELDS:
            raise Refusal(404, f"there is no {field or 'field'} of {item!r}", "check the id")
        effective = entry.effective_readings(field)
        readings = [_reading(reading, reading in effective) for reading in entry.readings.get(field, ())]
        return _json(
            {"item": item, "field": field, "page": f"{desk.prefix}/{urls.item_url(item)}", "readings": readings}
        )

    @app.post(f"{TABLE}/check", include_in_schema=False)
    async def check(request: Request) -> Response:
        """What would come of edited cells; nothing is recorded."""
        edits = _edits(await desk.json(request))
        checked = await run_in_threadpool(desk.actions.check_edits, edits)
        return _json({"cells": [_checked(cell) for cell in checked]})

    @app.post(f"{TABLE}/save", include_in_schema=False)
    async def save(request: Request) -> Response:
        """Record the edited cells that are changes, together; say what came of each."""
        sent = await desk.json(request)
        edits, why = _edits(sent), _text(sent, "why")[:1_000]
        who = request.scope["briefbook.who"]
        name, checked = await run_in_threadpool(desk.actions.save_edits, edits, who, why)
        saved = sum(cell.outcome is EditOutcome.CHANGE for cell in checked)
        return _json({"name": name, "saved": saved, "cells": [_checked(cell) for cell in checked]})

    @app.post(f"{TABLE}/undo", include_in_schema=False)
    async def undo(request: Request) -> Response:
        """Undo what was saved together."""
        name, who = _text(await desk.json(request), "name"), request.scope["briefbook.who"]
        if not name.startswith("table-"):
            raise Refusal(400, "this is not the name of a saved state of the table", "nothing was undone")
        lines = await run_in_threadpool(desk.actions.undo_save, name, who)
        if not lines:
            raise Refusal(409, "all of it was undone already", "nothing was changed")
        return _json({"undone": len(lines)})


def _label(name: str) -> str:
    return field_label(name)


def _json(value: Mapping[str, Any]) -> Response:
    return Response(json.dumps(value, ensure_ascii=False), headers=NO_STORE, media_type="application/json")


def _filter(text: str) -> Filter:
    column, equals, condition = text.partition("=")
    if not equals or (column != ITEM and column not in FIELDS):
        raise InputError(f"there is no column {column!r}", remedy=f"the columns are {ITEM}, {', '.join(FIELDS)}.")
    return Filter(column, condition)


def _mark(cell: TableCell) -> str:
    """A letter for where a value comes from: person, received, machine, or machine and unsure."""
    if not cell.value or cell.by is None:
        return ""
    return "u" if cell.is_unsure else {SourceKind.PERSON: "p", SourceKind.RECEIVED: "r"}.get(cell.by, "m")


def _reading(reading: Reading, effective: bool) -> dict[str, Any]:
    place = reading.place
    return {
        "value": reading.value or "",
        "as_written": reading.as_written or "",
        "by": str(reading.by),
        "how": str(reading.how),
        "source": reading.source,
        "note": reading.note,
        "confidence": reading.confidence,
        "page": place.page if place else None,
        "line": place.line if place else None,
        "holds": effective,
    }


def _text(sent: Any, name: str) -> str:
    value = sent.get(name, "") if isinstance(sent, dict) else None
    if not isinstance(value, str):
        raise Refusal(400, f"{name} is no text", "load the page again")
    return value


def _edits(sent: Any) -> list[CellEdit]:
    """The edited cells of a request.

    Raises:
        Refusal: They are not what the page sends, or too many.
    """
    cells = sent.get("edits") if isinstance(sent, dict) else None
    if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
        raise Refusal(400, "the request has no list of cells", "load the page again")
    if len(cells) > MAX_EDITS:
        raise Refusal(413, f"more than {MAX_EDITS:,} cells are too many at once", "save them in parts")
    return [
        CellEdit(
            _text(cell, "item"),
            _text(cell, "field"),
            _text(cell, "typed")[: MAX_CELL_LENGTH + 1],
            _text(cell, "base"),
            cell.get("pasted") is True,
        )
        for cell in cells
    ]


def _checked(cell: CheckedEdit) -> dict[str, Any]:
    return {
        "item": cell.edit.item,
        "field": cell.edit.field,
        "outcome": str(cell.outcome),
        "before": cell.before,
        "after": cell.after,
        "note": cell.note,
        "choices": list(cell.choices),
    }
