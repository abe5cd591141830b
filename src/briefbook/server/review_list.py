"""The list of the review queue: what is worth a look, most first, with progress and filters."""

from fastapi import Request, Response

from briefbook.catalogue.review_queue import MAX_COUNT
from briefbook.model.review import ReviewState
from briefbook.server.review_desk import REVIEW, ReviewDesk, place_of, place_text, wanted_in
from briefbook.text.titles import title_of

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
            "title": title_of(entry),
            "doubts": row.doubts,
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
        is_capped=queue_filter.kind is not None and left == MAX_COUNT,
        total=sum(states.values()),
        approved=states[ReviewState.APPROVED],
        states=[
            (state, state.words, states[state], review.queue_address({**wanted, "state": str(state)}))
            for state in ReviewState
        ],
        any_state=review.queue_address({**wanted, "state": "any"}),
        kinds=[
            (kind, kind.words, number, review.queue_address({**wanted, "kind": str(kind)}))
            for kind, number in review.store.kinds().items()
            if number
        ],
        any_kind=review.queue_address({key: value for key, value in wanted.items() if key != "kind"}),
        chapters=[
            (slug, title, review.queue_address({**wanted, "chapter": slug})) for slug, title in review.chapters()
        ],
        any_chapter=review.queue_address({key: value for key, value in wanted.items() if key != "chapter"}),
        wanted=wanted,
        more=review.queue_address({**wanted, "behind": place_text(rows[ROWS - 1])}) if len(rows) > ROWS else "",
        done=request.query_params.get("done", "")[:200],
    )
