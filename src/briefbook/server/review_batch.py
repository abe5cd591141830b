"""The same repair for many items of the review queue, each shown with its cut-out before it is made."""

from collections.abc import Mapping, Sequence

from fastapi import Request, Response

from briefbook.model.catalogue import FIELDS
from briefbook.model.decision import Decision, FieldDecision
from briefbook.progress import pluralise
from briefbook.server.api.responses import Refusal
from briefbook.server.desk_words import refusal_sentences
from briefbook.server.review_desk import REVIEW, ReviewDesk
from briefbook.text.field_names import field_in_words
from briefbook.util.nearest import did_you_mean
from briefbook.util.translation import counted, gettext

MAX_BATCH = 200
"""Items shown in one batch: each has its cut-out, to be looked at."""


def batch_page(
    review: ReviewDesk,
    request: Request,
    given: Mapping[str, str],
    *,
    trouble: str = "",
    done: str = "",
    status: int = 200,
) -> Response:
    """The items whose field has a value, each with the cut-out of its place, and the value that is to be there."""
    name, before, after = given.get("field", "from"), given.get("before", ""), given.get("after", "")
    if name not in FIELDS:
        raise Refusal(400, f"there is no field {name!r}", f"{did_you_mean(name, FIELDS)}choose a field")
    rows = []
    items = review.catalogue.items_with(name, before, MAX_BATCH) if "before" in given else []
    for item in items:
        if (entry := review.catalogue.get(item)) is not None:
            fields = review.fields(entry)
            field = next((field for field in fields if field.name == name), None)
            address = review.item_address(item, {})
            rows.append(
                {"item": item, "title": review.desk.app_state.title_of(entry), "field": field, "address": address}
            )
    return review.desk.page(
        request,
        "review_batch.html",
        "The same repair for many items",
        section=REVIEW,
        styles=("review.css",),
        status=status,
        names=[name for name in FIELDS if name not in ("persons", "places", "specimen")],
        field=name,
        before=before,
        after=after,
        is_asked="before" in given,
        rows=rows,
        trouble=trouble,
        done=done,
        why=given.get("why", ""),
    )


def repair(review: ReviewDesk, request: Request, form: Mapping[str, str], who: str) -> Response:
    """Record the repair for the ticked items, except those that were changed meanwhile."""
    name, before = form.get("field", ""), form.get("before", "")
    try:
        if name not in FIELDS:
            raise Refusal(400, f"there is no field {name!r}", "Nothing was saved.")
        after = review.parsed(name, form.get("after", ""), before)
        if after == before:
            raise Refusal(400, f"{name} is {before or 'blank'} already", "Write the right value.")
    except Refusal as refusal:
        trouble = refusal_sentences(refusal.what, refusal.remedy)
        return batch_page(review, request, form, trouble=trouble, status=refusal.status)
    ticked = [key.removeprefix("item-") for key in form if key.startswith("item-")]
    changed = list[str]()

    def repairs() -> Sequence[Decision]:
        lines = []
        for item in ticked:
            entry = review.catalogue.get(item)
            if entry is None or (entry.value(name) or "") != before:
                changed.append(item)
                continue
            why = form.get("why", "") or f"the same repair for {pluralise(len(ticked), 'item')}"
            lines.append(FieldDecision(item=item, field=name, before=before or None, after=after or None, why=why))
        return lines

    lines = review.desk.actions.decide(repairs, who)
    done = counted(
        "{number} item: {field} is now {value}.",
        "{number} items: {field} is now {value}.",
        len(lines),
        field=field_in_words(name),
        value=after or gettext("blank"),
    )
    if changed:
        done += " " + gettext("Changed in the meantime and left alone: {items}.").format(items=", ".join(changed))
    return batch_page(review, request, {**form, "why": ""}, done=done)
