"""History at the desk: decisions by item, field, person and day; some or all of them undone after a preview."""

from collections.abc import Sequence
from urllib.parse import urlencode

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool

from briefbook.catalogue.decision_words import describe_decision
from briefbook.catalogue.history import HistoryFilter, effects_of_undo, key_of_line, lines_to_undo
from briefbook.catalogue.undo import undo_decisions
from briefbook.model.catalogue import FIELDS
from briefbook.model.decision import (
    Decision,
    TranscriptDecision,
    UndoableDecision,
    UndoDecision,
    WithdrawalDecision,
    not_undone,
)
from briefbook.server.access import DESK
from briefbook.server.api.responses import Refusal
from briefbook.server.desk_layout import Desk
from briefbook.util.translation import counted, gettext

HISTORY = f"{DESK}/history"
MAX_LISTED = 200
MAX_UNDONE_AT_ONCE = 1_000
"""Lines that can be undone at once: each is named on the preview."""


def history_routes(app: FastAPI, desk: Desk) -> None:
    """Add the routes of the history (below /desk/history) to an application. Curators undo, authors look.

    Args:
        app: The application.
        desk: The desk, which gets the section.
    """
    desk.sections.add(HISTORY)

    @app.get(HISTORY, include_in_schema=False)
    def shown(request: Request) -> Response:
        """The lines of the journal, newest first, of a filter."""
        return _list(desk, request)

    @app.post(HISTORY, include_in_schema=False)
    async def taken_back(request: Request) -> Response:
        """Show what taking lines back would do; after that, do it."""
        try:
            form = await desk.form(request, max_fields=MAX_UNDONE_AT_ONCE + 20, max_bytes=200_000)
            wanted = HistoryFilter(*(form.get(name, "") for name in ("item", "field", "who", "day")))
            keys = {name.removeprefix("line-") for name in form if name.startswith("line-")}
            if form.get("act") == "all":
                keys = {key_of_line(line) for line in not_undone(desk.actions.decisions()) if wanted.takes(line)}
            who = request.scope["briefbook.who"]
            if form.get("act") == "undo":
                count = await run_in_threadpool(_undo_chosen, desk, keys, who)
                query = urlencode({**_parameters(wanted), "done": count})
                return Response(status_code=303, headers={"Location": desk.address(f"{HISTORY}?{query}")})
            return await run_in_threadpool(_preview, desk, request, keys, wanted)
        except Refusal as refusal:
            return desk.refusal(request, refusal, section=HISTORY)


def _list(desk: Desk, request: Request) -> Response:
    given = request.query_params
    wanted = HistoryFilter(*(given.get(name, "")[:300] for name in ("item", "field", "who", "day")))
    decisions = desk.actions.decisions()
    about = [decision for decision in decisions if wanted.takes(decision)]
    open_lines = {id(decision) for decision in not_undone(decisions)}
    done = given.get("done", "")
    return desk.page(
        request,
        "desk_history.html",
        "History",
        section=HISTORY,
        styles=("comments.css",),
        rows=[_row(decision, is_open=id(decision) in open_lines) for decision in reversed(about[-MAX_LISTED:])],
        total=len(about),
        wanted=wanted,
        field_names=tuple(FIELDS),
        people=sorted({decision.who for decision in decisions if decision.who}),
        done=int(done) if done.isascii() and done.isdecimal() and len(done) < 6 else 0,
    )


def _preview(desk: Desk, request: Request, keys: set[str], wanted: HistoryFilter) -> Response:
    decisions = desk.actions.decisions()
    lines = _chosen(decisions, keys)
    effects = effects_of_undo(decisions, lines)
    entries = {effect.item: desk.app_state.catalogue.get(effect.item) for effect in effects}
    return desk.page(
        request,
        "desk_history_preview.html",
        "Undo",
        section=HISTORY,
        styles=("comments.css",),
        rows=[_row(line, is_open=True) for line in reversed(lines)],
        effects=[
            (effect, entry.value(effect.field) if (entry := entries[effect.item]) is not None else None)
            for effect in effects
        ],
        wanted=wanted,
    )


def _undo_chosen(desk: Desk, keys: set[str], who: str) -> int:
    """Take lines back; how many."""
    return len(desk.actions.decide(lambda: undo_decisions(_chosen(desk.actions.decisions(), keys)), who))


def _chosen(decisions: Sequence[Decision], keys: set[str]) -> tuple[UndoableDecision, ...]:
    """The lines that are to be undone.

    Raises:
        Refusal: There is none left, there are too many, or an import is among them.
    """
    lines = lines_to_undo(decisions, keys)
    if not lines:
        raise Refusal(409, "nothing that still counts is chosen", "look at the list again")
    if len(lines) > MAX_UNDONE_AT_ONCE:
        count = counted("{number} decision", "{number} decisions", len(lines))
        what = f"{count} are more than can be undone at once"
        raise Refusal(400, what, f"choose at most {MAX_UNDONE_AT_ONCE:,}, a day or a person at a time")
    if any(isinstance(line, WithdrawalDecision) for line in lines):
        raise Refusal(400, "an import is brought back on the command line", "use `briefbook catalogue undo`")
    return lines


def _row(decision: Decision, *, is_open: bool) -> dict[str, object]:
    words = describe_decision(decision)
    if isinstance(decision, UndoDecision):
        template = gettext("redone: {what}") if decision.is_redo else gettext("undone: {what}")
        words = template.format(what=describe_decision(decision.decided))
    return {
        "key": key_of_line(decision),
        "item": getattr(decision, "item", None) or "",
        "words": words.replace(" -> ", " → "),
        "who": decision.who,
        "when": decision.when[:16].replace("T", " "),
        "why": decision.why,
        "is_offered": is_open and not isinstance(decision, WithdrawalDecision),
        "is_taken_back": not is_open and not isinstance(decision, UndoDecision | TranscriptDecision),
    }


def _parameters(wanted: HistoryFilter) -> dict[str, str]:
    values = {"item": wanted.item, "field": wanted.field, "who": wanted.who, "day": wanted.day}
    return {name: value for name, value in values.items() if value}
