"""``/desk/live``: a page of the desk asks who else is there and what others changed, and is answered when it is new."""

import asyncio
import time
from collections.abc import Sequence
from typing import Annotated

from fastapi import FastAPI, Query, Request, Response

from briefbook.server.access import LIVE, Visitor
from briefbook.server.api.responses import json_response
from briefbook.server.desk_layout import Desk

HOLD_SECONDS = 3.0
"""How long a question is held at most."""

STEP_SECONDS = 0.1
"""How long it takes at most until a held question sees something new."""


def live_routes(app: FastAPI, desk: Desk) -> None:
    """Add the route by which pages of the desk poll for changes.

    Args:
        app: The application.
        desk: The desk.
    """
    live = desk.actions.live

    @app.get(LIVE, include_in_schema=False)
    async def asked(
        request: Request,
        tab: Annotated[str, Query(min_length=1, max_length=40)],
        place: Annotated[str, Query(max_length=400)] = "",
        number: int = -1,
        seen: Annotated[str | None, Query(max_length=4_000)] = None,
        left: Annotated[str, Query(max_length=1)] = "",
    ) -> Response:
        """Who else is at a place, and which items were changed; held as long as both are as the page has it.

        A page that is closed says so with ``left``: its person is gone at once.
        """
        visitor: Visitor = request.scope["briefbook.visitor"]
        name = desk.actions.reviewer(visitor.name)
        tab = f"{visitor.name} {tab}"
        if left:
            live.leave(tab, place)
            return Response(status_code=204, headers={"Cache-Control": "no-store"})
        live.arrive(tab, name, place)
        end = time.monotonic() + HOLD_SECONDS
        while True:
            there, (at, items) = live.others(tab, name, place), live.since(number)
            if at != number or _mark(there) != seen or time.monotonic() > end:
                return _answer(request, at, items if number >= 0 else (), there)
            await asyncio.sleep(STEP_SECONDS)
            if await request.is_disconnected() or not live.stay(tab):
                return _answer(request, at, items if number >= 0 else (), there)


def _answer(request: Request, number: int, items: Sequence[str] | None, others: Sequence[str]) -> Response:
    answer = json_response(
        request,
        {
            "number": number,
            "items": None if items is None else list(items),
            "others": list(others),
            "seen": _mark(others),
        },
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _mark(others: Sequence[str]) -> str:
    """The names of those present as one text, by which a page knows whether it is up to date."""
    return "; ".join(others)[:4_000]
