"""Items of the review queue are given to a person; filters of the queue are given names and kept for all."""

from collections.abc import Mapping, Sequence

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool

from briefbook.catalogue.reviewing import assignment_of
from briefbook.errors import InputError
from briefbook.model.decision import Decision
from briefbook.server.api.responses import Refusal
from briefbook.server.review_desk import REVIEW, ReviewDesk, wanted_in

MAX_GIVEN = 500
"""Items of a list that are given to a person at once."""


async def assigned(review: ReviewDesk, request: Request) -> Response:
    """Give an item, or the first of the list that the address asks for, to the person that a form names."""
    try:
        form = await review.desk.form(request)
        given = await run_in_threadpool(_assign, review, request, form)
    except Refusal as refusal:
        return review.desk.refusal(request, refusal, section=REVIEW)
    wanted = wanted_in(request.query_params)
    if item := form.get("item", ""):
        target = review.item_address(item, wanted)
    else:
        target = review.queue_address({**wanted, "given": str(given), "to": form.get("person", "")})
    return Response(status_code=303, headers={"Location": target, "Cache-Control": "no-store"})


def _assign(review: ReviewDesk, request: Request, form: Mapping[str, str]) -> int:
    name, who = form.get("person", ""), request.scope["briefbook.who"]
    if item := form.get("item", ""):
        items = [review.entry(item).item]
    else:
        count = form.get("count", "")
        if not (count.isascii() and count.isdecimal() and 0 < int(count[:6]) <= MAX_GIVEN):
            raise Refusal(400, f"{count[:20]!r} is not a number of items", f"write a number up to {MAX_GIVEN}")
        rows = review.store.rows(review.filter_of(wanted_in(request.query_params)), limit=int(count))
        items = [row.item for row in rows]

    def lines() -> Sequence[Decision]:
        try:
            made = [assignment_of(item, review.store.review(item), name, form.get("why", "")) for item in items]
        except InputError as error:
            raise Refusal(400, error.what, error.remedy, typed={"person": name}) from error
        return [line for line in made if line is not None]

    return len(review.desk.actions.decide(lines, who))


async def filter_saved(review: ReviewDesk, request: Request) -> Response:
    """Keep the filter of the address under a name, or forget the one of a name."""
    wanted = wanted_in(request.query_params)
    try:
        form = await review.desk.form(request)
        filters, name = review.desk.actions.filters, form.get("name", "")
        if form.get("act") == "forget":
            await run_in_threadpool(filters.remove, name)
        else:
            await run_in_threadpool(filters.save, name, wanted)
    except InputError as error:
        refusal = Refusal(400, error.what, error.remedy, typed={"name": form.get("name", "")})
        return review.desk.refusal(request, refusal, section=REVIEW)
    except Refusal as refusal:
        return review.desk.refusal(request, refusal, section=REVIEW)
    target = review.queue_address(wanted)
    return Response(status_code=303, headers={"Location": target, "Cache-Control": "no-store"})
