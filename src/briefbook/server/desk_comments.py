"""Comments at the desk: listed with filters, written on items and chapters, answered, resolved; never on the site."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import urlencode

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool

from briefbook.catalogue.comments import (
    CommentFilter,
    Thread,
    answer_to,
    comment_on,
    resolution_of,
    thread_with,
    threads_of,
)
from briefbook.errors import InputError
from briefbook.model.decision import CommentDecision, CommentResolution
from briefbook.server.access import DESK, Role, Visitor
from briefbook.server.api.responses import Refusal, json_response
from briefbook.server.desk_layout import Desk, typed_in
from briefbook.text.safe_names import safe_name
from briefbook.util.translation import pgettext

COMMENTS = f"{DESK}/comments"
MAX_LISTED = 200
STATES = {"open": False, "resolved": True, "all": None}
Result = TypeVar("Result")


def comment_routes(app: FastAPI, desk: Desk) -> None:
    """Add the routes of the comments (below /desk/comments) to an application. Authors and above write them.

    Args:
        app: The application.
        desk: The desk, which gets the section.
    """
    desk.sections.add(COMMENTS)

    @app.get(COMMENTS, include_in_schema=False)
    def shown(request: Request) -> Response:
        """The comments that are open, or those of a filter; for a script as JSON."""
        return _list(desk, request)

    @app.post(COMMENTS, include_in_schema=False)
    async def written(request: Request) -> Response:
        """Record a comment, an answer, or that a comment is dealt with."""
        form: dict[str, str] = {}
        try:
            form = await desk.form(request)
            with_words = typed_in(form, "text", "passage")
            line = await run_in_threadpool(_recorded, desk, form, request.scope["briefbook.who"], with_words)
        except Refusal as refusal:
            return desk.refusal(request, refusal, section=COMMENTS)
        if "application/json" in request.headers.get("accept", ""):
            comment = line.id if isinstance(line, CommentDecision) else line.comment
            return json_response(request, {"comment": comment, "kind": line.KIND})
        target = f"{COMMENTS}?{urlencode({'item': line.item})}" if line.item else COMMENTS
        if form.get("back") == "review" and line.item:
            target = f"{DESK}/review/items/{safe_name(line.item)}?state=any#comments"
        if form.get("back") == "write" and form.get("file"):
            target = f"{DESK}/write?{urlencode({'chapter': form['file']})}#comments"
        return Response(status_code=303, headers={"Location": desk.address(target), "Cache-Control": "no-store"})


def comments_on_item(desk: Desk, item: str) -> list[dict[str, Any]]:
    """The threads about an item for its page, the open ones first.

    Args:
        desk: The desk.
        item: The item's id.

    Returns:
        What the template shows of each.
    """
    threads = threads_of(desk.actions.about(item), CommentFilter(item=item))
    return [_row(desk, thread) for thread in sorted(threads, key=lambda thread: thread.is_resolved)]


def comments_on_chapter(desk: Desk, path: str) -> tuple[str, list[dict[str, Any]]]:
    """The threads about a chapter for its page, the open ones first.

    Args:
        desk: The desk.
        path: The chapter's file.

    Returns:
        The name by which comments know the chapter, "" while the book is not read or has not got it; what the template
        shows of each.
    """
    if not desk.app_state.is_ready():
        return "", []
    narratives = desk.app_state.archive(drafts=True).narratives
    slug = next((narrative.slug for narrative in narratives if narrative.path == path), "")
    threads = threads_of(desk.actions.decisions(), CommentFilter(chapter=slug)) if slug else ()
    return slug, [_row(desk, thread) for thread in sorted(threads, key=lambda thread: thread.is_resolved)]


def _list(desk: Desk, request: Request) -> Response:
    given = request.query_params
    state = given.get("state", "open")
    visitor: Visitor = request.scope["briefbook.visitor"]
    wanted = CommentFilter(given.get("item", ""), given.get("chapter", ""), given.get("by", ""), STATES.get(state))
    threads = threads_of(desk.actions.decisions(), wanted)
    if "application/json" in request.headers.get("accept", ""):
        return json_response(request, {"comments": [thread.as_json() for thread in threads]})
    chapters = _chapters(desk)
    return desk.page(
        request,
        "desk_comments.html",
        "Comments",
        section=COMMENTS,
        styles=("comments.css",),
        threads=[_row(desk, thread) for thread in reversed(threads[-MAX_LISTED:])],
        total=len(threads),
        wanted=wanted,
        state=state if state in STATES else "open",
        states=tuple(STATES),
        state_words={
            "open": pgettext("comments", "open"),
            "resolved": pgettext("comments", "resolved"),
            "all": pgettext("comments", "all"),
        },
        chapters=chapters,
        may_comment=visitor.may(Role.AUTHOR),
    )


def _row(desk: Desk, thread: Thread) -> dict[str, Any]:
    item = thread.first.item
    return {
        "thread": thread,
        "address": desk.address(f"{DESK}/review/items/{safe_name(item)}?state=any") if item else "",
    }


def _chapters(desk: Desk) -> list[tuple[str, str]]:
    """The chapters by slug and title, once they are read."""
    if not desk.app_state.is_ready():
        return []
    return [(made.slug, made.title) for made in desk.app_state.archive(drafts=True).narratives]


def _recorded(
    desk: Desk, form: Mapping[str, str], who: str, typed: Mapping[str, str]
) -> CommentDecision | CommentResolution:
    """Record what a form says.

    Raises:
        Refusal: It says nothing that can be recorded; it holds what was typed.
    """
    (line,) = desk.actions.decide(lambda: [_refusing(lambda: _line(desk, form), typed)], who)
    assert isinstance(line, CommentDecision | CommentResolution)
    return line


def _line(desk: Desk, form: Mapping[str, str]) -> CommentDecision | CommentResolution:
    does, text = form.get("act", "comment"), form.get("text", "")
    if does == "comment":
        item, chapter = form.get("item", ""), form.get("chapter", "")
        line = comment_on(
            text,
            item=item or None,
            field=form.get("field", ""),
            chapter=chapter,
            passage=form.get("passage", ""),
        )
        if item and item not in desk.app_state.catalogue:
            raise InputError(f"there is no item {item!r}", remedy="check the id")
        if chapter and chapter not in {slug for slug, _ in _chapters(desk)}:
            raise InputError(f"there is no chapter {chapter!r}", remedy="choose one of the list")
        return line
    thread = thread_with(threads_of(desk.actions.decisions()), form.get("comment", ""))
    if does == "answer":
        return answer_to(thread, text)
    if does == "resolve":
        return resolution_of(thread)
    raise InputError("the form names no action", remedy="load the page again")


def _refusing(act: Callable[[], Result], typed: Mapping[str, str]) -> Result:
    """Do something; what is wrong with the input is a refusal."""
    try:
        return act()
    except InputError as error:
        raise Refusal(400, error.what, error.remedy, typed=dict(typed)) from error
