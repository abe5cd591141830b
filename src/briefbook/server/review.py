"""The routes of the review queue at the desk: what is worth a look, an item a screen, decided by keys."""

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool

from briefbook.catalogue.store import StoreCatalogue
from briefbook.server import review_assign, review_batch, review_item, review_list
from briefbook.server.access import DESK
from briefbook.server.api.params import Number
from briefbook.server.api.responses import Refusal
from briefbook.server.desk_layout import Desk
from briefbook.server.review_desk import ITEM, REVIEW, ReviewDesk, wanted_in

MAX_FORM_FIELDS = 200
MAX_FORM_BYTES = 200_000


def review_routes(app: FastAPI, desk: Desk) -> None:
    """Add the routes of the review queue, if the collection's catalogue keeps one."""
    catalogue = desk.app_state.catalogue
    if not isinstance(catalogue, StoreCatalogue):
        return
    desk.sections.add(REVIEW)
    review = ReviewDesk(desk, catalogue)

    @app.get(REVIEW, include_in_schema=False)
    def queue(request: Request) -> Response:
        """The queue: what is worth a look, most first, with progress."""
        return review_list.queue_page(review, request)

    @app.get(f"{ITEM}/{{name}}", include_in_schema=False)
    def shown(request: Request, name: str) -> Response:
        """One item, to be reviewed."""
        return review_item.item_page(review, request, review.entry(name), wanted_in(request.query_params))

    @app.post(f"{ITEM}/{{name}}", include_in_schema=False)
    async def decided(request: Request, name: str) -> Response:
        """Record what was decided about an item, and lead to the next."""
        try:
            form = await desk.form(request, max_fields=MAX_FORM_FIELDS, max_bytes=MAX_FORM_BYTES)
        except Refusal as refusal:
            return desk.refusal(request, refusal, section=REVIEW, back=f"{ITEM}/{name}")
        who = request.scope.get("briefbook.who", "")
        return await run_in_threadpool(review_item.decide, review, request, name, form, who)

    @app.post(f"{REVIEW}/undo", include_in_schema=False)
    async def undone(request: Request) -> Response:
        """Undo what the person last decided about an item, and lead back to it."""
        form = await desk.form(request)
        who = request.scope.get("briefbook.who", "")
        return await run_in_threadpool(review_item.undo, review, request, form, who)

    @app.post(f"{REVIEW}/assign", include_in_schema=False)
    async def given(request: Request) -> Response:
        """Give items to a person."""
        return await review_assign.assigned(review, request)

    @app.post(f"{REVIEW}/filters", include_in_schema=False)
    async def filters(request: Request) -> Response:
        """Keep or forget a named filter of the queue."""
        return await review_assign.filter_saved(review, request)

    @app.get(f"{REVIEW}/batch", include_in_schema=False)
    def batch(request: Request) -> Response:
        """The same repair for many items, each with its cut-out."""
        return review_batch.batch_page(review, request, request.query_params)

    @app.post(f"{REVIEW}/batch", include_in_schema=False)
    async def repaired(request: Request) -> Response:
        """Record the same repair for the items that were ticked."""
        form = await desk.form(request, max_fields=2 * review_batch.MAX_BATCH + 20, max_bytes=MAX_FORM_BYTES)
        who = request.scope.get("briefbook.who", "")
        return await run_in_threadpool(review_batch.repair, review, request, form, who)

    @app.get(f"{DESK}/pictures/{{name}}/{{page}}", include_in_schema=False)
    def picture(request: Request, name: str, page: Number) -> Response:
        """The picture of a page, as the site shows it."""
        found = desk.actions.picture(review.entry(name).item, page)
        if found is None:
            raise Refusal(404, "there is no picture of this page")
        return Response(found[0], headers={"Cache-Control": "private, max-age=3600"}, media_type=found[1])
