"""One item of the review queue on a screen: shown, decided, and the last decision undone."""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from fastapi import Request, Response

from briefbook.catalogue.review_queue import QueueRow
from briefbook.catalogue.reviewing import is_confirmed
from briefbook.catalogue.undo import undo_decisions
from briefbook.model.catalogue import FIELDS, Entry
from briefbook.model.decision import (
    AssignmentDecision,
    CommentDecision,
    CommentResolution,
    Decision,
    FieldConfirmation,
    FieldDecision,
    ReviewDecision,
    UndoableDecision,
    is_about,
    not_undone,
)
from briefbook.model.review import UNTOUCHED, ReviewState
from briefbook.server.access import DESK
from briefbook.server.api.responses import Refusal, json_response
from briefbook.server.desk_comments import comments_on_item
from briefbook.server.desk_words import refusal_sentences
from briefbook.server.review_batch import MAX_BATCH
from briefbook.server.review_desk import REVIEW, ReviewDesk, picture_address, place_of, wanted_in
from briefbook.server.review_fields import shown_doubt
from briefbook.site import urls
from briefbook.text.date_display import date_in_words
from briefbook.text.field_names import field_in_words
from briefbook.text.safe_names import safe_name
from briefbook.util.translation import counted


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that another person changed while it was being decided here.

    Attributes:
        field: The field.
        theirs: Its value now.
        by: Who set it, in words.
        yours: The value that was to be saved.
    """

    field: str
    theirs: str
    by: str
    yours: str


class _Conflicts(Exception):
    def __init__(self, conflicts: Sequence[Conflict]) -> None:
        super().__init__()
        self.conflicts = conflicts


def item_page(
    review: ReviewDesk,
    request: Request,
    entry: Entry,
    wanted: Mapping[str, str],
    *,
    typed: Mapping[str, str] | None = None,
    words: str = "",
    trouble: str = "",
    conflicts: Sequence[Conflict] = (),
    status: int = 200,
) -> Response:
    """The review page of an item: its fields with their cut-outs, the scan, and its neighbours in the series."""
    item = entry.item
    row = review.store.row(item) or QueueRow(item, 0.0, UNTOUCHED)
    queue_filter = review.filter_of(wanted)
    place = place_of(request.query_params.get("at", "")) or (row.worth, item)
    following = review.store.rows(queue_filter, limit=1, behind=place)
    before = review.store.rows(queue_filter._replace(state=None), limit=1, before=place)
    pages = review.catalogue.pages(item)
    doubts = [doubt for doubt in row.doubts if not (doubt.field in FIELDS and is_confirmed(entry, doubt.field))]
    fields = review.fields(entry, doubts, typed or {})
    states = review.store.states()
    return review.desk.page(
        request,
        "review_item.html",
        item,
        section=REVIEW,
        styles=("review.css", "comments.css"),
        scripts=("review.js", "live.js"),
        status=status,
        item=item,
        comments=comments_on_item(review.desk, item),
        field_names=tuple(FIELDS),
        heading=review.desk.app_state.title_of(entry),
        people=review.people(request),
        item_page=f"{review.desk.prefix}/{urls.item_url(item)}",
        action=review.item_address(item, wanted, at=f"{place[0]!r} {place[1]}"),
        fields=fields,
        to_look_at=[shown_doubt(doubt.words) for doubt in doubts if doubt.field not in FIELDS],
        doubtful=" ".join(field.name for field in fields if field.doubts),
        pages=[
            {
                "number": page.number,
                "picture": picture_address(review.desk, item, page.number),
                "width": page.width,
                "height": page.height,
                "text": page.text,
                "transcript": review.desk.address(f"{DESK}/items/{safe_name(item)}/pages/{page.number}/transcript"),
            }
            for page in pages
        ],
        review=row.review,
        neighbours=[
            {
                "item": name,
                "number": number,
                "date": date_in_words(day) if day else "",
                "address": review.item_address(name, wanted),
            }
            for name, number, day in review.catalogue.series_neighbours(item)
        ],
        following=review.item_address(following[0].item, wanted) if following else "",
        before=review.item_address(before[0].item, wanted) if before else "",
        queue=review.queue_address(wanted),
        left=review.store.count(queue_filter),
        approved=states[ReviewState.APPROVED],
        total=sum(states.values()),
        words=words,
        trouble=trouble,
        conflicts=conflicts,
        done=request.query_params.get("done", "")[:200],
    )


def decide(review: ReviewDesk, request: Request, name: str, form: Mapping[str, str], who: str) -> Response:
    """Record what a form decides; a refused one is shown again with what was typed."""
    wanted = wanted_in(request.query_params)
    entry = review.entry(name)
    typed = {key.removeprefix("value-"): value for key, value in form.items() if key.startswith("value-")}
    is_script = "application/json" in request.headers.get("accept", "")
    shown_again = functools.partial(item_page, review, request, entry, wanted, typed=typed, words=form.get("why", ""))
    try:
        decisions, state = list[Decision](), ReviewState.UNTOUCHED

        def decided() -> Sequence[Decision]:
            nonlocal decisions, state
            decisions, state = _decisions(review, review.entry(name), form)
            return decisions

        review.desk.actions.decide(decided, who)
    except _Conflicts as caught:
        return shown_again(conflicts=caught.conflicts, status=409)
    except Refusal as refusal:
        trouble = refusal_sentences(refusal.what, refusal.remedy)
        return shown_again(trouble=trouble, status=refusal.status)
    place = place_of(request.query_params.get("at", "")) or (0.0, entry.item)
    following = review.store.rows(review.filter_of(wanted), limit=1, behind=place)
    target = (
        review.item_address(following[0].item, wanted, done=entry.item)
        if following
        else review.queue_address({**wanted, "done": entry.item})
    )
    if is_script:
        return json_response(
            request,
            {
                "item": entry.item,
                "state": str(state),
                "decisions": len(decisions),
                "next": review.item_address(following[0].item, wanted) if following else None,
                "left": review.store.count(review.filter_of(wanted)),
                "repairs": _same_repairs(review, decisions),
            },
        )
    return Response(status_code=303, headers={"Location": target})


def _decisions(review: ReviewDesk, entry: Entry, form: Mapping[str, str]) -> tuple[list[Decision], ReviewState]:
    """The lines of a form, and the state of the item after them.

    Raises:
        Refusal: A value is none.
        _Conflicts: Another person changed a field meanwhile.
    """
    does = form.get("do", "")
    if does not in ("approve", "skip", "discuss", "save"):
        raise Refusal(400, "the form names no action", "Load the page again.")
    why = form.get("why", "")
    unsure = {name for name in FIELDS if form.get(f"unsure-{name}")}
    doubtful = set(form.get("doubtful", "").split()) & FIELDS.keys() if does == "approve" else set()
    lines: list[Decision] = []
    conflicts: list[Conflict] = []
    for name in FIELDS:
        if f"value-{name}" not in form or name in unsure:
            continue
        now, before = entry.value(name) or "", form.get(f"before-{name}", "")
        after = review.parsed(name, form[f"value-{name}"], before)
        is_right = bool(form.get(f"right-{name}")) or name in doubtful
        if after == before and not is_right:
            continue
        if now == after and now != before:  # another person decided the same
            continue
        if now != before:
            conflicts.append(Conflict(name, now, _by(entry, name), after))
        elif after != before:
            lines.append(FieldDecision(item=entry.item, field=name, before=before or None, after=after or None))
        elif not is_confirmed(entry, name):
            lines.append(FieldConfirmation(item=entry.item, field=name, value=entry.value(name)))
    if conflicts:
        raise _Conflicts(conflicts)
    state, words = _state(review, entry.item, does, unsure, why)
    before_state = review.store.review(entry.item)
    if state is not None and (state is not before_state.state or words):
        lines.append(ReviewDecision(item=entry.item, state=state, before=before_state.state, why=words))
    lines = [line if isinstance(line, ReviewDecision) else replace(line, why=why) for line in lines]
    return lines, state or before_state.state


def _state(review: ReviewDesk, item: str, does: str, unsure: set[str], why: str) -> tuple[ReviewState | None, str]:
    """The state that an action gives an item, and its comment; None if the state does not change."""
    words = "; ".join(part for part in (f"cannot tell: {', '.join(sorted(unsure))}" if unsure else "", why) if part)
    if does == "save":
        return None, ""
    if unsure or does == "discuss":
        return ReviewState.DISCUSS, words
    if does == "skip":
        is_untouched = review.store.review(item).state is ReviewState.UNTOUCHED
        return (ReviewState.SEEN if is_untouched else None), words
    return ReviewState.APPROVED, words


def _same_repairs(review: ReviewDesk, decisions: Sequence[Decision]) -> list[dict[str, str]]:
    """Other items that have the value which was corrected: the same repair may be theirs."""
    repairs = []
    for decision in decisions:
        if isinstance(decision, FieldDecision) and decision.before and decision.after:
            others = review.catalogue.items_with(decision.field, decision.before, MAX_BATCH)
            if others:
                query = urlencode({"field": decision.field, "before": decision.before, "after": decision.after})
                words = counted(
                    "{number} other item with {field} {value}",
                    "{number} other items with {field} {value}",
                    len(others),
                    field=field_in_words(decision.field),
                    value=decision.before,
                )
                repairs.append({"words": words, "address": review.desk.address(f"{REVIEW}/batch?{query}")})
    return repairs


def undo(review: ReviewDesk, request: Request, form: Mapping[str, str], who: str) -> Response:
    """Undo the lines that the person last wrote together about an item."""
    item = review.entry(form.get("item", "")).item

    def taken_back() -> Sequence[Decision]:
        lines = last_lines_about(review.desk.actions.decisions(), item)
        if not lines:
            raise Refusal(409, f"no decision about {item} is left to undo", "nothing was changed")
        if who and lines[-1].who != who:
            what = f"the last decision about {item} is {lines[-1].who}'s"
            raise Refusal(409, what, "undo it under History, if it is wrong")
        return undo_decisions(lines)

    lines = review.desk.actions.decide(taken_back, who)
    address = review.item_address(item, wanted_in(request.query_params))
    if "application/json" in request.headers.get("accept", ""):
        return json_response(request, {"item": item, "undone": len(lines), "address": address})
    return Response(status_code=303, headers={"Location": address})


def last_lines_about(decisions: Sequence[Decision], item: str) -> list[UndoableDecision]:
    """The last lines about an item that a person wrote together and that still count, oldest first."""
    lines = [line for line in not_undone(decisions) if is_about(line, item) and not _is_beside_it(line)]
    return [line for line in lines if (line.when, line.who) == (lines[-1].when, lines[-1].who)]


def _is_beside_it(line: UndoableDecision) -> bool:
    return isinstance(line, CommentDecision | CommentResolution | AssignmentDecision)


def _by(entry: Entry, name: str) -> str:
    readings = entry.effective_readings(name)
    return readings[0].source or str(readings[0].by) if readings else ""
