"""The transcript of a page beside its picture: line by line, doubtful words first; what is saved is the person's."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool

from briefbook.errors import InputError
from briefbook.model.page import Kind
from briefbook.model.transcript import LineConflict, TranscriptPage
from briefbook.server.access import DESK
from briefbook.server.api.app_state import TranscriptActions
from briefbook.server.api.params import Number
from briefbook.server.api.responses import Refusal, json_response
from briefbook.server.cutouts import cut_box
from briefbook.server.desk_layout import Desk
from briefbook.server.desk_words import refusal_sentences
from briefbook.server.review_desk import ITEM, REVIEW, picture_address
from briefbook.site import urls
from briefbook.text.safe_names import safe_name
from briefbook.util.translation import counted, gettext

PAGE = f"{DESK}/items/{{name}}/pages/{{page}}/transcript"
MAX_LINES = 400
"""Lines of a page that one form may have; each has four fields."""
MAX_FORM_BYTES = 1 << 20


def transcript_routes(app: FastAPI, desk: Desk) -> None:
    """Add the routes of transcripts, where the collection's files can be written."""
    files = desk.actions.transcripts
    if files is None:
        return

    @app.get(PAGE, include_in_schema=False)
    def shown(request: Request, name: str, page: Number, done: str = "") -> Response:
        """A page's lines with their cut-outs."""
        return _page(desk, files, request, name, page, done=done[:200])

    @app.get(f"{PAGE}/words", include_in_schema=False)
    def words(request: Request, name: str, page: Number) -> Response:
        """Other words that the words of a page may be, by line and place."""
        return json_response(request, files.others(_item(desk, name), page))

    @app.post(PAGE, include_in_schema=False)
    async def sent(request: Request, name: str, page: Number) -> Response:
        """Save lines, or the page as a whole."""
        address = PAGE.format(name=name, page=page)
        try:
            form = await desk.form(request, max_fields=4 * MAX_LINES, max_bytes=MAX_FORM_BYTES)
        except Refusal as refusal:
            return desk.refusal(request, refusal, section=REVIEW, back=address)
        return await run_in_threadpool(_save, desk, files, request, name, page, form)


def _item(desk: Desk, name: str) -> str:
    entry = desk.app_state.entry(name)
    if entry is None:
        raise Refusal(404, f"there is no item {name!r}", "check the id")
    return entry.item


def _save(
    desk: Desk, files: TranscriptActions, request: Request, name: str, number: int, form: Mapping[str, str]
) -> Response:
    item = _item(desk, name)
    before = {key.removeprefix("before-"): value for key, value in form.items() if key.startswith("before-")}
    typed = {key.removeprefix("line-"): value for key, value in form.items() if key.startswith("line-")}
    does, who = form.get("do", ""), request.scope["briefbook.who"]
    is_script = "application/json" in request.headers.get("accept", "")
    conflicts: Sequence[LineConflict] = ()
    try:
        after = {key: text for key, text in typed.items() if text != before.get(key, "") or form.get(f"right-{key}")}
        if does in ("lines", "approve"):
            conflicts = files.save(item, number, before, after, who) if after else ()
            done = counted(
                "{saved} of {number} line saved", "{saved} of {number} lines saved", len(typed), saved=len(after)
            )
            if does == "approve" and not conflicts:
                if not files.approve(item, number, list((before | typed).values()), who):
                    raise InputError("somebody else changed this page", remedy="look at it again.")
                done = gettext("the page is approved as a whole")
        elif does.startswith("leave-"):
            files.leave(item, number, does.removeprefix("leave-"), who)
            done = gettext("the line is the machine's again")
        elif does == "reopen":
            files.reopen(item, number, who)
            done = gettext("the page can be read by the machine again")
        else:
            raise Refusal(400, "the form names no action", "load the page again")
    except InputError as error:
        trouble = refusal_sentences(error.what, error.remedy)
        return _page(desk, files, request, name, number, typed=typed, trouble=trouble, status=409)
    if conflicts:
        return _page(desk, files, request, name, number, typed=typed, conflicts=conflicts, status=409)
    if is_script:
        return json_response(request, {"item": f"{item}, p. {number}", "saved": sorted(after), "done": done})
    return _page(desk, files, request, name, number, done=f"{done[:1].upper()}{done[1:]}.")


def _page(
    desk: Desk,
    files: TranscriptActions,
    request: Request,
    name: str,
    number: int,
    *,
    done: str = "",
    trouble: str = "",
    typed: Mapping[str, str] | None = None,
    conflicts: Sequence[LineConflict] = (),
    status: int = 200,
) -> Response:
    item = _item(desk, name)
    opened = files.open(item, number)
    if opened is None:
        raise Refusal(404, f"{item} has no page {number}", "check the number")
    entry = desk.app_state.entry(item)
    assert entry is not None
    page = opened.page
    picture = picture_address(desk, item, number)
    conflicting = {conflict.key: conflict for conflict in conflicts}
    lines = [
        {
            "line": replace(line, text=line.text),
            "cut": cut_box(page, line.box, picture) if line.box and page.width else None,
            "typed": (typed or {}).get(line.key, line.text) if line.key in conflicting or typed else line.text,
            "conflict": conflicting.get(line.key),
        }
        for line in opened.lines
    ]
    pages = range(1, max(entry.page_count, number) + 1)
    return desk.page(
        request,
        "transcript.html",
        f"{item}, page {number}",
        section=REVIEW,
        styles=("review.css", "transcript.css"),
        scripts=("transcript.js", "live.js"),
        status=status,
        item=item,
        heading=desk.app_state.title_of(entry),
        number=number,
        page=page,
        picture=picture,
        action=transcript_address(desk, item, number),
        lines=lines,
        unread=[region.box for region in page.regions if region.kind is Kind.UNREAD],
        opened=opened,
        counts=_counts(opened),
        others=[(other, transcript_address(desk, item, other)) for other in pages],
        following=transcript_address(desk, item, number + 1) if number < entry.page_count else "",
        review=desk.address(f"{ITEM}/{safe_name(item)}"),
        item_page=f"{desk.prefix}/{urls.item_url(item)}",
        done=done,
        trouble=trouble,
        conflicts=conflicts,
    )


def transcript_address(desk: Desk, item: str, number: int) -> str:
    """The address of the page for transcribing a page of an item."""
    return desk.address(PAGE.format(name=safe_name(item), page=number))


def _counts(opened: TranscriptPage) -> dict[str, int]:
    return {
        "lines": len(opened.lines),
        "persons": sum(line.is_persons for line in opened.lines),
        "doubtful": sum(len(line.doubtful) for line in opened.lines),
        "differs": sum(line.differs is not None for line in opened.lines),
    }
