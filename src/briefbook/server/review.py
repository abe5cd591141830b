"""The review queue at the desk: what is worth a look, one item a screen, decided by keys, kept in the journal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from urllib.parse import urlencode

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool

from briefbook.catalogue.doubts import Doubt, DoubtKind
from briefbook.catalogue.review_queue import MAX_COUNT, QueueFilter, QueueRow, ReviewQueue
from briefbook.catalogue.reviewing import is_confirmed
from briefbook.catalogue.store import StoreCatalogue
from briefbook.catalogue.undo import take_back
from briefbook.model.catalogue import FIELDS, Entry
from briefbook.model.decision import (
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
from briefbook.progress import pluralise
from briefbook.server.access import DESK
from briefbook.server.api.responses import Refusal, json_response
from briefbook.server.desk_comments import comments_on_item
from briefbook.server.desk_layout import Desk
from briefbook.server.review_fields import ReviewField, review_fields
from briefbook.site import urls
from briefbook.text.date_display import date_in_words
from briefbook.text.safe_names import find_name, safe_name
from briefbook.text.titles import title_of
from briefbook.util.nearest import did_you_mean

REVIEW = f"{DESK}/review"
ITEM = f"{REVIEW}/items"
ROWS = 50
MAX_FORM_FIELDS = 200
MAX_FORM_BYTES = 200_000
MAX_BATCH = 200
"""Items shown in one batch: each has its cut-out, to be looked at."""


def review_routes(app: FastAPI, desk: Desk) -> None:
    """Add the routes of the review queue, if the collection's catalogue keeps one."""
    catalogue = desk.app_state.catalogue
    if not isinstance(catalogue, StoreCatalogue):
        return
    desk.sections.add(REVIEW)
    review = _Review(desk, catalogue)

    @app.get(REVIEW, include_in_schema=False)
    def queue(request: Request) -> Response:
        """The queue: what is worth a look, most first, with progress."""
        return review.queue_page(request)

    @app.get(f"{ITEM}/{{name}}", include_in_schema=False)
    def shown(request: Request, name: str) -> Response:
        """One item, to be reviewed."""
        return review.item_page(request, review.entry(name), _wanted(request.query_params))

    @app.post(f"{ITEM}/{{name}}", include_in_schema=False)
    async def decided(request: Request, name: str) -> Response:
        """Record what was decided about an item, and lead to the next."""
        try:
            form = await desk.form(request, max_fields=MAX_FORM_FIELDS, max_bytes=MAX_FORM_BYTES)
        except Refusal as refusal:
            return desk.refusal(request, refusal, section=REVIEW, back=f"{ITEM}/{name}")
        who = request.scope.get("briefbook.who", "")
        return await run_in_threadpool(review.decide, request, name, form, who)

    @app.post(f"{REVIEW}/undo", include_in_schema=False)
    async def undone(request: Request) -> Response:
        """Take back what the person last decided about an item, and lead back to it."""
        form = await desk.form(request)
        who = request.scope.get("briefbook.who", "")
        return await run_in_threadpool(review.undo, request, form, who)

    @app.get(f"{REVIEW}/batch", include_in_schema=False)
    def batch(request: Request) -> Response:
        """The same repair for many items, each with its cut-out."""
        return review.batch_page(request, request.query_params)

    @app.post(f"{REVIEW}/batch", include_in_schema=False)
    async def repaired(request: Request) -> Response:
        """Record the same repair for the items that were ticked."""
        form = await desk.form(request, max_fields=2 * MAX_BATCH + 20, max_bytes=MAX_FORM_BYTES)
        return await run_in_threadpool(review.repair, request, form, request.scope.get("briefbook.who", ""))

    @app.get(f"{DESK}/pictures/{{name}}/{{page}}", include_in_schema=False)
    def picture(request: Request, name: str, page: int) -> Response:
        """The picture of a page, as the site shows it."""
        found = desk.actions.picture(review.entry(name).item, page)
        if found is None:
            raise Refusal(404, "there is no picture of this page")
        return Response(found[0], headers={"Cache-Control": "private, max-age=3600"}, media_type=found[1])


def picture_address(desk: Desk, item: str, page: int) -> str:
    """The address of the picture of a page at the desk."""
    return desk.address(f"{DESK}/pictures/{safe_name(item)}/{page}")


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


@dataclass(frozen=True, slots=True)
class _Review:
    """The pages of the review queue and what they do."""

    desk: Desk
    catalogue: StoreCatalogue

    @property
    def store(self) -> ReviewQueue:
        return self.catalogue.queue

    def record(self, decisions: Sequence[Decision], who: str) -> None:
        """Write decisions to the journal and show them at once."""
        (self.desk.actions.record_at_once or self.desk.actions.record)(decisions, who)

    def entry(self, name: str) -> Entry:
        """The entry of an item by its id, or by that made safe for addresses."""
        entry = self.catalogue.get(name) or self.catalogue.get(
            find_name(name, lambda: (entry.item for entry in self.catalogue))
        )
        if entry is None:
            raise Refusal(404, f"there is no item {name!r}", "check the id")
        return entry

    # The queue

    def queue_page(self, request: Request) -> Response:
        wanted = _wanted(request.query_params)
        queue_filter = self.filter_of(wanted)
        behind = _place(request.query_params.get("behind", ""))
        rows = self.store.rows(queue_filter, limit=ROWS + 1, behind=behind)
        left = self.store.count(queue_filter)
        shown = [(row, self.catalogue.get(row.item)) for row in rows[:ROWS]]
        items = [
            {
                "item": row.item,
                "address": self.item_address(row.item, wanted),
                "title": title_of(entry),
                "doubts": row.doubts,
                "review": row.review,
            }
            for row, entry in shown
            if entry is not None
        ]
        states = self.store.states()
        return self.desk.page(
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
                (state, state.words, states[state], self.queue_address({**wanted, "state": str(state)}))
                for state in ReviewState
            ],
            any_state=self.queue_address({**wanted, "state": "any"}),
            kinds=[
                (kind, kind.words, number, self.queue_address({**wanted, "kind": str(kind)}))
                for kind, number in self.store.kinds().items()
                if number
            ],
            any_kind=self.queue_address({key: value for key, value in wanted.items() if key != "kind"}),
            chapters=[
                (slug, title, self.queue_address({**wanted, "chapter": slug})) for slug, title in self.chapters()
            ],
            any_chapter=self.queue_address({key: value for key, value in wanted.items() if key != "chapter"}),
            wanted=wanted,
            more=self.queue_address({**wanted, "behind": _place_text(rows[ROWS - 1])}) if len(rows) > ROWS else "",
            done=request.query_params.get("done", "")[:200],
        )

    def filter_of(self, wanted: Mapping[str, str]) -> QueueFilter:
        """The filter that a page's address asks for."""
        state = wanted.get("state", str(ReviewState.UNTOUCHED))
        items = None
        if chapter := wanted.get("chapter", ""):
            items = frozenset(
                citation.item
                for narrative in self.desk.app_state.archive(drafts=True).narratives
                if narrative.slug == chapter
                for citation in narrative.citations
            )
        kind = wanted.get("kind", "")
        return QueueFilter(None if state == "any" else ReviewState(state), DoubtKind(kind) if kind else None, items)

    def chapters(self) -> list[tuple[str, str]]:
        """The pages of the book, once they are read."""
        if not self.desk.app_state.is_ready():
            return []
        return [(made.slug, made.title) for made in self.desk.app_state.archive(drafts=True).narratives]

    def queue_address(self, wanted: Mapping[str, str]) -> str:
        return self.desk.address(f"{REVIEW}?{urlencode(wanted)}" if wanted else REVIEW)

    def item_address(self, item: str, wanted: Mapping[str, str], **more: str) -> str:
        """The address of an item's review page, under the filter of the queue."""
        query = urlencode({**wanted, **more})
        return self.desk.address(f"{ITEM}/{safe_name(item)}{f'?{query}' if query else ''}")

    # One item

    def item_page(
        self,
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
        """One item on a screen: its fields beside their cut-outs, the scan, and its neighbours in the series."""
        item = entry.item
        row = self.store.row(item) or QueueRow(item, 0.0, UNTOUCHED)
        queue_filter = self.filter_of(wanted)
        place = _place(request.query_params.get("at", "")) or (row.worth, item)
        following = self.store.rows(queue_filter, limit=1, behind=place)
        before = self.store.rows(QueueFilter(None, queue_filter.kind, queue_filter.items), limit=1, before=place)
        pages = self.catalogue.pages(item)
        doubts = [doubt for doubt in row.doubts if not (doubt.field in FIELDS and is_confirmed(entry, doubt.field))]
        fields = self.fields(entry, doubts, typed or {})
        states = self.store.states()
        return self.desk.page(
            request,
            "review_item.html",
            item,
            section=REVIEW,
            styles=("review.css", "comments.css"),
            scripts=("review.js",),
            status=status,
            item=item,
            comments=comments_on_item(self.desk, item),
            field_names=tuple(FIELDS),
            heading=title_of(entry),
            item_page=f"{self.desk.prefix}/{urls.item_url(item)}",
            action=self.item_address(item, wanted, at=f"{place[0]!r} {place[1]}"),
            fields=fields,
            to_look_at=[doubt for doubt in doubts if doubt.field not in FIELDS],
            doubtful=" ".join(field.name for field in fields if field.doubts),
            pages=[
                {
                    "number": page.number,
                    "picture": picture_address(self.desk, item, page.number),
                    "width": page.width,
                    "height": page.height,
                    "text": page.text,
                    "transcript": self.desk.address(f"{DESK}/items/{safe_name(item)}/pages/{page.number}/transcript"),
                }
                for page in pages
            ],
            review=row.review,
            neighbours=[
                {
                    "item": name,
                    "number": number,
                    "date": date_in_words(day) if day else "",
                    "address": self.item_address(name, wanted),
                }
                for name, number, day in self.catalogue.series_neighbours(item)
            ],
            following=self.item_address(following[0].item, wanted) if following else "",
            before=self.item_address(before[0].item, wanted) if before else "",
            queue=self.queue_address(wanted),
            left=self.store.count(queue_filter),
            approved=states[ReviewState.APPROVED],
            total=sum(states.values()),
            words=words,
            trouble=trouble,
            conflicts=conflicts,
            done=request.query_params.get("done", "")[:200],
        )

    def fields(
        self, entry: Entry, doubts: Sequence[Doubt] = (), typed: Mapping[str, str] = MappingProxyType({})
    ) -> list[ReviewField]:
        """The fields of an item as its page has them."""

        def picture(page: int) -> str:
            return picture_address(self.desk, entry.item, page)

        return review_fields(entry, self.catalogue.pages(entry.item), doubts, picture, typed)

    def decide(self, request: Request, name: str, form: Mapping[str, str], who: str) -> Response:
        """Record what a form decides; a refused one is shown again with what was typed."""
        wanted = _wanted(request.query_params)
        entry = self.entry(name)
        typed = {key.removeprefix("value-"): value for key, value in form.items() if key.startswith("value-")}
        is_script = "application/json" in request.headers.get("accept", "")
        try:
            with self.desk.actions.deciding:
                entry = self.entry(name)
                decisions, state = self._decisions(entry, form)
                if decisions:
                    self.record(decisions, who)
        except _Conflicts as caught:
            return self.item_page(
                request, entry, wanted, typed=typed, words=form.get("why", ""), conflicts=caught.conflicts, status=409
            )
        except Refusal as refusal:
            trouble = f"{refusal.what[:1].upper()}{refusal.what[1:]}. {refusal.remedy}"
            return self.item_page(
                request, entry, wanted, typed=typed, words=form.get("why", ""), trouble=trouble, status=refusal.status
            )
        place = _place(request.query_params.get("at", "")) or (0.0, entry.item)
        following = self.store.rows(self.filter_of(wanted), limit=1, behind=place)
        target = (
            self.item_address(following[0].item, wanted, done=entry.item)
            if following
            else self.queue_address({**wanted, "done": entry.item})
        )
        if is_script:
            return json_response(
                request,
                {
                    "item": entry.item,
                    "state": str(state),
                    "decisions": len(decisions),
                    "next": self.item_address(following[0].item, wanted) if following else None,
                    "left": self.store.count(self.filter_of(wanted)),
                    "repairs": self._same_repairs(decisions),
                },
            )
        return Response(status_code=303, headers={"Location": target})

    def _decisions(self, entry: Entry, form: Mapping[str, str]) -> tuple[list[Decision], ReviewState]:
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
            after = self._parsed(name, form[f"value-{name}"], before)
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
        state, words = self._state(entry.item, does, unsure, why)
        before_state = self.store.review(entry.item)
        if state is not None and (state is not before_state.state or words):
            lines.append(ReviewDecision(item=entry.item, state=state, before=before_state.state, why=words))
        lines = [line if isinstance(line, ReviewDecision) else replace(line, why=why) for line in lines]
        return lines, state or before_state.state

    def _state(self, item: str, does: str, unsure: set[str], why: str) -> tuple[ReviewState | None, str]:
        """The state that an action gives an item, and the words that go with it; None: it stays as it is."""
        words = "; ".join(part for part in (f"cannot tell: {', '.join(sorted(unsure))}" if unsure else "", why) if part)
        if does == "save":
            return None, ""
        if unsure or does == "discuss":
            return ReviewState.DISCUSS, words
        if does == "skip":
            is_untouched = self.store.review(item).state is ReviewState.UNTOUCHED
            return (ReviewState.SEEN if is_untouched else None), words
        return ReviewState.APPROVED, words

    def _parsed(self, name: str, text: str, before: str) -> str:
        if text == before:
            return before
        if both := self.desk.actions.date_alternatives(name, text):
            first, second = (date_in_words(day) for day in both)
            raise Refusal(
                400, f"{text!r} can mean {first} or {second}", f"Nothing was saved; write {both[0]} or {both[1]}."
            )
        after = self.desk.actions.parse_field(name, text)
        if after is None:
            raise Refusal(
                400,
                f"{text!r} is not recognised as a value of {name}",
                "Nothing was saved; write a date as 1962-11-08, 8-Nov-62 or 1962-11; an uncertain one as 1962-11-08?.",
            )
        return after

    def _same_repairs(self, decisions: Sequence[Decision]) -> list[dict[str, str]]:
        """Other items that have the value which was corrected: the same repair may be theirs."""
        repairs = []
        for decision in decisions:
            if isinstance(decision, FieldDecision) and decision.before and decision.after:
                others = self.catalogue.items_with(decision.field, decision.before, MAX_BATCH)
                if others:
                    query = urlencode({"field": decision.field, "before": decision.before, "after": decision.after})
                    words = f"{pluralise(len(others), 'other item')} with {decision.field} {decision.before}"
                    repairs.append({"words": words, "address": self.desk.address(f"{REVIEW}/batch?{query}")})
        return repairs

    def undo(self, request: Request, form: Mapping[str, str], who: str) -> Response:
        """Take back the lines that the person last wrote together about an item."""
        item = self.entry(form.get("item", "")).item
        lines = last_lines_about(self.desk.actions.decisions(), item)
        if not lines:
            raise Refusal(409, f"no decision about {item} is left to take back", "nothing was changed")
        if who and lines[-1].who != who:
            raise Refusal(
                409,
                f"the last decision about {item} is {lines[-1].who}'s",
                "take it back under Findings, if it is wrong",
            )
        self.record(list(take_back(lines)), who)
        address = self.item_address(item, _wanted(request.query_params))
        if "application/json" in request.headers.get("accept", ""):
            return json_response(request, {"item": item, "undone": len(lines), "address": address})
        return Response(status_code=303, headers={"Location": address})

    # The same repair for many

    def batch_page(
        self, request: Request, given: Mapping[str, str], *, trouble: str = "", done: str = "", status: int = 200
    ) -> Response:
        """The items whose field has a value, each with the cut-out of its place, and the value that is to be there."""
        name, before, after = given.get("field", "from"), given.get("before", ""), given.get("after", "")
        if name not in FIELDS:
            raise Refusal(400, f"there is no field {name!r}", f"{did_you_mean(name, FIELDS)}choose a field")
        rows = []
        items = self.catalogue.items_with(name, before, MAX_BATCH) if "before" in given else []
        for item in items:
            if (entry := self.catalogue.get(item)) is not None:
                fields = self.fields(entry)
                field = next((field for field in fields if field.name == name), None)
                address = self.item_address(item, {})
                rows.append({"item": item, "title": title_of(entry), "field": field, "address": address})
        return self.desk.page(
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

    def repair(self, request: Request, form: Mapping[str, str], who: str) -> Response:
        """Record the repair for the ticked items; one that was changed meanwhile stays as it is."""
        name, before = form.get("field", ""), form.get("before", "")
        try:
            if name not in FIELDS:
                raise Refusal(400, f"there is no field {name!r}", "Nothing was saved.")
            after = self._parsed(name, form.get("after", ""), before)
            if after == before:
                raise Refusal(400, f"{name} is {before or 'blank'} already", "Write the right value.")
        except Refusal as refusal:
            trouble = f"{refusal.what[:1].upper()}{refusal.what[1:]}. {refusal.remedy}"
            return self.batch_page(request, form, trouble=trouble, status=refusal.status)
        ticked = [key.removeprefix("item-") for key in form if key.startswith("item-")]
        lines, changed = [], []
        for item in ticked:
            entry = self.catalogue.get(item)
            if entry is None or (entry.value(name) or "") != before:
                changed.append(item)
                continue
            why = form.get("why", "") or f"the same repair for {pluralise(len(ticked), 'item')}"
            lines.append(FieldDecision(item=item, field=name, before=before or None, after=after or None, why=why))
        if lines:
            self.record(list(lines), who)
        done = f"{pluralise(len(lines), 'item')}: {name} is now {after or 'blank'}."
        if changed:
            done += f" Changed in the meantime and left alone: {', '.join(changed)}."
        return self.batch_page(request, {**form, "why": ""}, done=done)


def last_lines_about(decisions: Sequence[Decision], item: str) -> list[UndoableDecision]:
    """The last lines about an item that a person wrote together and that still count, oldest first."""
    lines = [line for line in not_undone(decisions) if is_about(line, item) and not _is_comment(line)]
    return [line for line in lines if (line.when, line.who) == (lines[-1].when, lines[-1].who)]


def _is_comment(line: UndoableDecision) -> bool:
    return isinstance(line, CommentDecision | CommentResolution)


def _by(entry: Entry, name: str) -> str:
    readings = entry.effective_readings(name)
    return readings[0].source or str(readings[0].by) if readings else ""


def _wanted(parameters: Mapping[str, str]) -> dict[str, str]:
    """The filter in an address; what is none is left out."""
    wanted = {}
    if (state := parameters.get("state", "")) in ("any", *ReviewState):
        wanted["state"] = state
    if (kind := parameters.get("kind", "")) in set(DoubtKind):
        wanted["kind"] = kind
    if chapter := parameters.get("chapter", "")[:200]:
        wanted["chapter"] = chapter
    return wanted


def _place(text: str) -> tuple[float, str] | None:
    """A place in the queue as an address has it: the worth and the item."""
    worth, _, item = text.partition(" ")
    try:
        return (float(worth), item) if item else None
    except ValueError:
        return None


def _place_text(row: QueueRow) -> str:
    return f"{row.worth!r} {row.item}"
