"""The desk's samples: drawn, read again without the catalogue's values beside the scan, and what they say."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlencode

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool

from briefbook.catalogue.sampling import (
    DEFAULT_FIELDS,
    Sample,
    decide_same_meaning,
    draw_sample,
    next_item,
    read_results,
    read_reviews,
    read_sample,
    record_reviews,
    result_of,
)
from briefbook.errors import InputError
from briefbook.model.catalogue import FIELDS
from briefbook.model.sample import ERRORS
from briefbook.server.access import DESK
from briefbook.server.api.responses import Refusal
from briefbook.server.desk_layout import Desk
from briefbook.server.desk_words import refusal_sentences
from briefbook.text.field_names import field_label
from briefbook.util.translation import N_

SAMPLES = f"{DESK}/samples"
Result = TypeVar("Result")


def sample_routes(app: FastAPI, desk: Desk) -> None:
    """Add the routes of the samples (below /desk/samples) to an application.

    Args:
        app: The application.
        desk: The desk, which gets the section.
    """
    if desk.actions.samples is None:
        return
    desk.sections.add(SAMPLES)
    folder = desk.actions.samples

    @app.get(SAMPLES, include_in_schema=False)
    def shown(request: Request, name: str = "") -> Response:
        """All samples with what they say, and the form to draw another."""
        return desk.page(
            request,
            "desk_samples.html",
            "Samples",
            section=SAMPLES,
            styles=("samples.css",),
            results=read_results(folder),
            last=name,
            labels=_labels(),
            chosen=DEFAULT_FIELDS,
        )

    @app.get(f"{SAMPLES}/item", include_in_schema=False)
    def item(request: Request, name: str = "", behind: str = "") -> Response:
        """The next item of a sample: its pages beside empty fields."""
        sample = _refusing(lambda: read_sample(folder, name))
        return _item_page(desk, request, sample, next_item(sample, behind))

    @app.get(f"{SAMPLES}/compared", include_in_schema=False)
    def compared(request: Request, name: str = "", item: str = "") -> Response:
        """What a person read of an item beside the values that the catalogue had."""
        sample = _refusing(lambda: read_sample(folder, name))
        reviews = [review for review in read_reviews(sample) if review.item == item]
        if not reviews:
            raise Refusal(404, f"{item!r} has not been read again in {sample.name}", "take the next item")
        return desk.page(
            request,
            "desk_sample_compared.html",
            f"{item}: compared",
            section=SAMPLES,
            styles=("samples.css",),
            sample=sample,
            item=item,
            labels=_labels(),
            rows=[(review, sample.values[item][review.field], review.verdict in ERRORS) for review in reviews],
            result=result_of(sample),
        )

    @app.post(f"{SAMPLES}/draw", include_in_schema=False)
    async def draw(request: Request) -> Response:
        """Draw a sample."""
        try:
            form = await desk.form(request)
            size = form.get("size", "")
            if not size.isascii() or not size.isdecimal() or len(size) > 6:
                raise Refusal(400, f"{size!r} is not a number of items", "write a number such as 60")
            fields = [name for name in FIELDS if form.get(f"field-{name}")]
            sample = await run_in_threadpool(
                _refusing,
                lambda: draw_sample(
                    folder,
                    desk.app_state.catalogue,
                    int(size),
                    seed=form.get("seed", "") or "1",
                    name=form.get("name", ""),
                    fields=fields,
                ),
            )
        except Refusal as refusal:
            return desk.refusal(request, refusal, section=SAMPLES)
        return _see(desk, "", name=sample.name)

    @app.post(f"{SAMPLES}/review", include_in_schema=False)
    async def review(request: Request) -> Response:
        """Record what was read of an item; then show what the catalogue held."""
        form: dict[str, str] = {}
        try:
            form = await desk.form(request)
            sample = _refusing(lambda: read_sample(folder, form.get("name", "")))
            typed = {field: form.get(f"field-{field}", "") for field in sample.fields}
            who, (window, order) = desk.actions.reviewer(request.scope["briefbook.who"]), desk.actions.dates
            item = form.get("item", "")
            await run_in_threadpool(
                _refusing, lambda: record_reviews(sample, item, typed, who, window=window, order=order)
            )
        except Refusal as refusal:
            if refusal.status != 400 or form.get("item", "") not in _items(folder, form.get("name", "")):
                return desk.refusal(request, refusal, section=SAMPLES)
            sample = _refusing(lambda: read_sample(folder, form.get("name", "")))
            return _item_page(desk, request, sample, form["item"], typed=form, trouble=refusal)
        desk.actions.renew()
        return _see(desk, "/compared", name=sample.name, item=item)

    @app.post(f"{SAMPLES}/same", include_in_schema=False)
    async def same(request: Request) -> Response:
        """Record that a difference is no error."""
        try:
            form = await desk.form(request)
            who, item = desk.actions.reviewer(request.scope["briefbook.who"]), form.get("item", "")
            sample = _refusing(lambda: read_sample(folder, form.get("name", "")))
            _refusing(lambda: decide_same_meaning(sample, item, form.get("field", ""), who))
        except Refusal as refusal:
            return desk.refusal(request, refusal, section=SAMPLES)
        desk.actions.renew()
        return _see(desk, "/compared", name=sample.name, item=item)


def _item_page(
    desk: Desk,
    request: Request,
    sample: Sample,
    item: str | None,
    *,
    typed: dict[str, str] | None = None,
    trouble: Refusal | None = None,
) -> Response:
    """An item's pages beside empty fields, without the catalogue's values."""
    site_data = desk.app_state.site_data(desk.app_state.archive(drafts=True))
    entry = desk.app_state.catalogue.get(item) if item else None
    numbers = range(1, entry.page_count + 1) if entry else ()
    pictures = [(number, site_data.picture_address(item or "", number)) for number in numbers]
    texts = (
        [page.text for page in desk.app_state.catalogue.pages(item or "")] if not any(p for _, p in pictures) else []
    )
    return desk.page(
        request,
        "desk_sample_item.html",
        item or N_("All read again"),
        section=SAMPLES,
        status=trouble.status if trouble else 200,
        styles=("samples.css",),
        sample=sample,
        item=item,
        result=result_of(sample),
        pictures=[(number, address) for number, address in pictures if address],
        texts=texts,
        labels=_labels(),
        meanings=FIELDS,
        typed={field: (typed or {}).get(f"field-{field}", "") for field in sample.fields},
        trouble=refusal_sentences(trouble.what, trouble.remedy) if trouble else "",
    )


def _items(folder: Path, name: str) -> set[str]:
    try:
        return set(read_sample(folder, name).values)
    except InputError:
        return set()


def _labels() -> dict[str, str]:
    return {name: field_label(name) for name in FIELDS}


def _see(desk: Desk, path: str, **parameters: str) -> Response:
    address = desk.address(f"{SAMPLES}{path}?{urlencode(parameters)}")
    return Response(status_code=303, headers={"Location": address, "Cache-Control": "no-store"})


def _refusing(act: Callable[[], Result]) -> Result:
    """Do something; what is wrong with the input is a refusal."""
    try:
        return act()
    except InputError as error:
        raise Refusal(400, error.what, error.remedy) from error
