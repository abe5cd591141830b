"""The list of the review queue: what is worth a look, most first, with progress and filters."""

from urllib.parse import urlencode

from fastapi import Request, Response

from briefbook.catalogue.review_queue import MAX_COUNT, QueueFilter
from briefbook.catalogue.reviewing import MAX_NAME
from briefbook.model.review import ReviewState
from briefbook.server.review_assign import MAX_GIVEN
from briefbook.server.review_desk import REVIEW, ReviewDesk, place_of, place_text, wanted_in
from briefbook.server.review_fields import shown_doubt
from briefbook.util.translation import counted, gettext

ROWS = 50
"""Items on one page of the list."""


def queue_page(review: ReviewDesk, request: Request) -> Response:
    """The list under the filter of the address, a page at a time."""
    wanted = wanted_in(request.query_params)
    queue_filter = review.filter_of(wanted)
    behind = place_of(request.query_params.get("behind", ""))
    rows = review.store.rows(queue_filter, limit=ROWS + 1, behind=behind)
    left = review.store.count(queue_filter)
    shown = [(row, review.catalogue.get(row.item)) for row in rows[:ROWS]]
    items = [
        {
            "item": row.item,
            "address": review.item_address(row.item, wanted),
            "title": review.desk.app_state.title_of(entry),
            "doubts": [shown_doubt(doubt.words) for doubt in row.doubts],
            "review": row.review,
        }
        for row, entry in shown
        if entry is not None
    ]
    states = review.store.states()
    return review.desk.page(
        request,
        "review.html",
        "Review",
        section=REVIEW,
        styles=("review.css",),
        scripts=("review_queue.js",),
        rows=items,
        left=left,
        is_capped=left == MAX_COUNT and queue_filter != QueueFilter(queue_filter.state),
        total=sum(states.values()),
        approved=states[ReviewState.APPROVED],
        states=[
            (state, gettext(state.words), states[state], review.queue_address({**wanted, "state": str(state)}))
            for state in ReviewState
        ],
        any_state=review.queue_address({**wanted, "state": "any"}),
        kinds=[
            (kind, gettext(kind.words), number, review.queue_address({**wanted, "kind": str(kind)}))
            for kind, number in review.store.kinds().items()
            if number
        ],
        any_kind=review.queue_address({key: value for key, value in wanted.items() if key != "kind"}),
        chapters=[
            (slug, title, review.queue_address({**wanted, "chapter": slug})) for slug, title in review.chapters()
        ],
        any_chapter=review.queue_address({key: value for key, value in wanted.items() if key != "chapter"}),
        wanted=wanted,
        everybody=[
            (name, number, review.queue_address({**wanted, "person": name}))
            for name, number in review.store.people().items()
        ],
        my_name=review.name_of(request),
        mine=review.queue_address({**wanted, "person": review.name_of(request)}),
        any_person=review.queue_address({key: value for key, value in wanted.items() if key != "person"}),
        people=review.people(request),
        here=review.desk.actions.live.everybody(),
        assign=review.desk.address(f"{REVIEW}/assign?{urlencode(wanted)}"),
        max_given=MAX_GIVEN,
        saved_filters=[
            (name, review.queue_address(filters), filters == wanted)
            for name, filters in review.desk.actions.filters.read().items()
        ],
        keep_filter=review.desk.address(f"{REVIEW}/filters?{urlencode(wanted)}"),
        more=review.queue_address({**wanted, "behind": place_text(rows[ROWS - 1])}) if len(rows) > ROWS else "",
        given=_assignment_message(request),
        done=request.query_params.get("done", "")[:200],
    )


def _assignment_message(request: Request) -> str:
    """What was given to whom just now, as a sentence; "" if nothing was."""
    number, name = request.query_params.get("given", ""), request.query_params.get("to", "")[:MAX_NAME]
    if not (number.isascii() and number.isdecimal() and len(number) < 6):
        return ""
    return counted(
        "{number} item given to {name}.", "{number} items given to {name}.", int(number), name=name or gettext("nobody")
    )
