"""Writing the book at the desk: the list of chapters, the editor, and what its scripts ask for.

A chapter's file is the truth; ``project.manuscripts`` says how what is typed is kept, merged and saved. Everything that
a script asks for is JSON under ``/desk/write/``, and an author's role is enough for all of it.
"""

import bisect
import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from typing import Annotated, Any, TypeVar

from fastapi import FastAPI, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from briefbook.catalogue.item_completion import one_line_summary
from briefbook.checks.quick_fixes import repairs
from briefbook.errors import InputError
from briefbook.model.cable import SURE_BELOW
from briefbook.model.finding import Finding
from briefbook.model.locator import FilePosition
from briefbook.model.manuscript import CheckedText, Conflict, Stored
from briefbook.model.page import Kind, Page
from briefbook.search import CursorError, QuestionError
from briefbook.server.access import DESK
from briefbook.server.api.responses import Refusal, json_response
from briefbook.server.api.writing_actions import WritingActions
from briefbook.server.desk_comments import comments_on_chapter
from briefbook.server.desk_layout import Desk
from briefbook.server.desk_words import remedy_in_words
from briefbook.server.middleware import CONTENT_SECURITY_POLICY
from briefbook.site.narrative_page import first_lines, prose_html, verdict_label
from briefbook.text.date_display import date_in_words
from briefbook.text.finding_words import finding_in_words
from briefbook.util.translation import using

Result = TypeVar("Result")

URL = f"{DESK}/write"
MAX_SUGGESTIONS = 20
"""Items that the palette offers, by description and by words of the text each."""

MAX_JSON = 8 << 20
"""Bytes of a chapter in the three versions that are merged."""


def write_routes(app: FastAPI, desk: Desk) -> None:
    """Add the routes under /desk/write to an application; none where the book cannot be written."""
    writing = desk.app_state.writing
    if writing is None:
        return
    desk.sections.add(URL)
    _page_routes(app, desk, writing)
    _chapter_routes(app, desk, writing)
    _item_routes(app, desk, writing)


def _page_routes(app: FastAPI, desk: Desk, writing: WritingActions) -> None:
    @app.get(URL, include_in_schema=False)
    def shown(request: Request, chapter: str = "") -> Response:
        """The list of chapters, or one of them in the editor."""
        who = _who(request)
        if not chapter:
            rows = [
                row if any(letter.isalnum() for letter in row.title) else replace(row, title=row.name)
                for row in _done(writing.chapters)
            ]
            return desk.page(request, "write_list.html", "Write", section=URL, chapters=rows, who=who)
        try:
            manuscript = _done(writing.open, chapter, who)
        except Refusal as refusal:
            return desk.refusal(request, refusal, section=URL)
        title = next((row.title for row in writing.chapters() if row.name == chapter), chapter)
        nonce = secrets.token_urlsafe(16)
        slug, comments = comments_on_chapter(desk, chapter)
        answer = desk.page(
            request,
            "write.html",
            title,
            section=URL,
            scripts=("write.js", "live.js"),
            styles=("write.css", "comments.css"),
            slug=slug,
            comments=comments,
            chapter=chapter,
            style_nonce=nonce,
            text=manuscript.copy.text if manuscript.copy else manuscript.text,
        )
        policy = CONTENT_SECURITY_POLICY.replace("style-src 'self'", f"style-src 'self' 'nonce-{nonce}'")
        answer.headers["Content-Security-Policy"] = policy
        return answer

    @app.post(f"{URL}/new", include_in_schema=False)
    async def new(request: Request) -> Response:
        """Begin a chapter."""
        try:
            form = await desk.form(request)
            name = await run_in_threadpool(_done, writing.new, form.get("title", ""))
        except Refusal as refusal:
            return desk.refusal(request, refusal, section=URL)
        return Response(status_code=303, headers={"Location": f"{desk.address(URL)}?chapter={name}"})


def _chapter_routes(app: FastAPI, desk: Desk, writing: WritingActions) -> None:
    @app.get(f"{URL}/state", include_in_schema=False)
    def state(request: Request, chapter: str, seen: str = "") -> Response:
        """What the file holds, and what this person has not saved; only the checksum if the file is as it was seen."""
        manuscript = _done(writing.open, chapter, _who(request))
        value: dict[str, Any] = {"file": checksum(manuscript.text), "others": [list(row) for row in manuscript.others]}
        value["token"] = desk.tokens.sign(request.cookies.get("briefbook_form", ""))
        if value["file"] != seen:
            value |= {"text": manuscript.text, "copy": asdict(manuscript.copy) if manuscript.copy else None}
        return _private(request, value)

    @app.post(f"{URL}/keep", include_in_schema=False)
    async def keep(request: Request) -> Response:
        """Save typed text to the working copy."""
        form = await _texts(desk, request, "chapter", "before", "base", "text")
        who = _who(request)
        stored = await run_in_threadpool(
            _done,
            lambda: writing.keep(form["chapter"], who, before=form["before"], base=form["base"], text=form["text"]),
        )
        return _private(request, _stored(stored, form["text"]))

    @app.post(f"{URL}/save", include_in_schema=False)
    async def save(request: Request) -> Response:
        """Save to the file."""
        form = await _texts(desk, request, "chapter", "base", "text")
        who = _who(request)
        stored = await run_in_threadpool(
            _done, lambda: writing.save(form["chapter"], who, base=form["base"], text=form["text"])
        )
        return _private(request, _stored(stored, form["text"]))

    @app.post(f"{URL}/discard", include_in_schema=False)
    async def discard(request: Request) -> Response:
        """Throw away what was not saved."""
        form = await _texts(desk, request, "chapter")
        await run_in_threadpool(_done, writing.discard, form["chapter"], _who(request))
        return _private(request, {})

    @app.post(f"{URL}/look", include_in_schema=False)
    async def look(request: Request) -> Response:
        """Findings, outline and preview of a chapter as it is in the editor."""
        form = await _texts(desk, request, "chapter", "text")
        return _private(request, await run_in_threadpool(_look, desk, writing, form["chapter"], form["text"]))

    @app.post(f"{URL}/picture", include_in_schema=False)
    async def picture(request: Request, name: str) -> Response:
        """Take a picture into media/."""
        desk.check_token(request)
        data = await request.body()
        return _private(request, {"path": await run_in_threadpool(_done, writing.add_picture, name, data)})


def _item_routes(app: FastAPI, desk: Desk, writing: WritingActions) -> None:
    @app.get(f"{URL}/items", include_in_schema=False)
    async def items(request: Request, q: str = "") -> Response:
        """The items that some words may mean, each with its citation."""
        return _private(request, await desk.app_state.queries.run(lambda: _suggestions(desk, writing, q[:200])))

    @app.get(f"{URL}/card", include_in_schema=False)
    def card(request: Request, item: str) -> Response:
        """An item in a few lines."""
        return _private(request, _card(desk, item))

    @app.get(f"{URL}/page", include_in_schema=False)
    def page(request: Request, item: str, number: Annotated[int, Query(ge=0, le=1_000_000)] = 0) -> Response:
        """A page of an item: the address of its picture, and its words with their places."""
        return _private(request, _page(desk, item, number))

    @app.get(f"{URL}/quotation", include_in_schema=False)
    def quotation(
        request: Request, item: str, number: Annotated[int, Query(ge=1, le=1_000_000)], first: str, last: str
    ) -> Response:
        """The quotation of words that were pointed at."""
        pointed = _done(writing.quote, item, number, _place(first), _place(last))
        if pointed is None:
            raise Refusal(404, f"page {number} of {item} has no such words", "choose them again")
        return _private(request, asdict(pointed))


def checksum(text: str) -> str:
    """A checksum that identifies a version of a file."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _who(request: Request) -> str:
    name: str = request.scope["briefbook.visitor"].name
    return name


def _private(request: Request, value: Mapping[str, Any]) -> Response:
    answer = json_response(request, value)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _done(act: Callable[..., Result], *arguments: Any) -> Result:
    """Do something, with what is wrong about it as a refusal."""
    try:
        return act(*arguments)
    except InputError as error:
        status = 404 if error.what.startswith("there is no chapter") else 400
        raise Refusal(status, error.what, error.remedy) from error


async def _texts(desk: Desk, request: Request, *names: str) -> dict[str, str]:
    """The texts of a script's request, by name, each of them there."""
    value = await desk.json(request, max_bytes=MAX_JSON)
    if not isinstance(value, dict) or not all(isinstance(value.get(name), str) for name in names):
        raise Refusal(400, f"the request needs {', '.join(names)} as texts", "load the page again")
    return {name: value[name].replace("\r\n", "\n") for name in names}


def _stored(stored: Stored, sent_text: str) -> dict[str, Any]:
    """What came of keeping or saving; the text only where it is another than was sent."""
    value: dict[str, Any] = {"base": stored.base, "file": checksum(stored.base)}
    value["text"] = None if stored.text == sent_text else stored.text
    if stored.conflicts:
        parts = [asdict(part) if isinstance(part, Conflict) else part for part in stored.parts]
        value |= {"parts": parts, "theirs": stored.theirs, "with_copy": stored.with_copy}
    return value


# The chapter in the editor


def _look(desk: Desk, writing: WritingActions, name: str, text: str) -> dict[str, Any]:
    checked = _done(writing.check, name, text)
    narrative, offsets = checked.narrative, Offsets(checked.narrative.source)
    return {
        "findings": [
            _finding(finding, narrative.source, offsets) for finding in checked.findings if finding.accepted is None
        ],
        "outline": [
            {"heading": passage.heading, "level": passage.level, "at": offsets.of_line(passage.first_line)}
            for passage in narrative.passages
            if passage.heading
        ],
        "citations": [
            {"item": citation.item, "from": offsets.of(citation.offset), "to": offsets.of(citation.end)}
            for citation in narrative.citations
        ],
        "quotations": [
            {
                "from": offsets.of(narrative.quotations[result.quotation].offset),
                "to": offsets.of(narrative.quotations[result.quotation].end),
                "verdict": label,
                "tone": tone,
                "why": result.why,
                "item": result.item,
                "page": result.page,
            }
            for result in checked.verifications
            for label, tone in (verdict_label(result),)
        ],
        "title": narrative.title,
        "words": sum(len(sentence.text.split()) for sentence in narrative.sentences),
        "html": _prose(desk, checked),
    }


def _prose(desk: Desk, checked: CheckedText) -> str:
    site_data = desk.app_state.site_data(desk.app_state.archive(drafts=True))
    preview = site_data.with_book(checked.narratives, checked.verifications)
    own = checked.narrative.language
    with using(own if own in site_data.languages else site_data.language, site_data.archive.locales):
        return prose_html(preview, checked.narrative, URL.lstrip("/"))


def _finding(finding: Finding, source: str, offsets: "Offsets") -> dict[str, Any]:
    start, end = offsets.of_place(finding.where)
    fixes = []
    for repair in repairs(finding, source):
        first, last = offsets.of_place(repair.where)
        fixes.append({"title": repair.title, "from": first, "to": last, "text": repair.text, "certain": repair.certain})
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "message": finding_in_words(finding.message),
        "remedy": remedy_in_words(finding.remedy),
        "cannot_tell": finding.cannot_tell,
        "line": finding.where.line if finding.where else 0,
        "from": start,
        "to": end,
        "fixes": fixes,
    }


class Offsets:
    """Places in a text as a browser counts them: from 0, in units of UTF-16."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0]
        self._wide = [index for index, letter in enumerate(text) if letter > "\uffff"] if not text.isascii() else []
        at = text.find("\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = text.find("\n", at + 1)

    def of(self, offset: int) -> int:
        """A character's place."""
        return offset + bisect.bisect_left(self._wide, offset)

    def of_line(self, line: int) -> int:
        """Where a line begins, counted from 1."""
        return self.of(self._starts[min(max(line, 1), len(self._starts)) - 1])

    def of_place(self, where: FilePosition | None) -> tuple[int, int]:
        """First and last of a place in the file; that of a whole line without the blanks at its end."""
        if where is None or where.line > len(self._starts):
            return 0, 0
        start = self._starts[max(where.line, 1) - 1]
        stop = self._text.find("\n", start)
        stop = len(self._text) if stop < 0 else stop
        first = min(start + max(where.column - 1, 0), stop)
        last = min(start + where.end - 1, stop) if where.end else (first if where.column else stop)
        return self.of(first), self.of(max(first, last))


# Items


def _suggestions(desk: Desk, writing: WritingActions, words: str) -> dict[str, Any]:
    rows: dict[str, dict[str, Any]] = {}
    if not words.strip():
        return {"items": []}
    for suggestion in writing.suggest(words)[:MAX_SUGGESTIONS]:
        rows[suggestion.item] = {"item": suggestion.item, "detail": suggestion.detail, "snippet": ""}
    try:
        hits = desk.app_state.answer(words, limit=MAX_SUGGESTIONS).hits
    except (QuestionError, CursorError):
        hits = ()
    for hit in hits:
        entry = desk.app_state.catalogue.get(hit.item)
        detail = one_line_summary(entry) if entry else ""
        rows.setdefault(hit.item, {"item": hit.item, "detail": detail, "snippet": ""})["snippet"] = hit.snippet
    for item, row in rows.items():
        row["citation"] = writing.cite(item)
    return {"items": list(rows.values())}


_CARD_FIELDS = ("date", "from", "to", "number", "classification", "precedence", "subject")


def _card(desk: Desk, item: str) -> dict[str, Any]:
    entry = desk.app_state.entry(item)
    if entry is None:
        return {"item": item, "held": False}
    site_data = desk.app_state.site_data()
    pages = tuple(desk.app_state.catalogue.pages(entry.item))
    fields = [(name, entry.value(name) or "") for name in _CARD_FIELDS]
    shown = [(name, date_in_words(value) if name == "date" and value else value) for name, value in fields]
    row = site_data.row_of.get(entry.item)
    return {
        "item": entry.item,
        "held": True,
        "title": site_data.title(row) if row else "",
        "fields": [[name, value] for name, value in shown if value],
        "text": first_lines(entry, pages),
        "pages": len(pages),
    }


def _page(desk: Desk, item: str, number: int) -> dict[str, Any]:
    entry = desk.app_state.entry(item)
    if entry is None:
        raise Refusal(404, f"there is no item {item!r}", "search for it")
    site_data = desk.app_state.site_data()
    pages = site_data.pages_to_show(entry, desk.app_state.catalogue.pages(entry.item))
    chosen = next((page for page in pages if page.number == number), pages[0] if pages and not number else None)
    if chosen is None:
        raise Refusal(404, f"{entry.item} has no page {number}" if number else f"no page of {entry.item} is held")
    row = site_data.row_of.get(entry.item)
    return {
        "item": entry.item,
        "title": site_data.title(row) if row else "",
        "number": chosen.number,
        "pages": [page.number for page in pages],
        "picture": site_data.picture_address(entry.item, chosen.number) or "",
        "width": chosen.width,
        "height": chosen.height,
        "lines": _lines(chosen),
    }


def _lines(page: Page) -> list[dict[str, Any]]:
    return [
        {
            "message": line.kind is Kind.MESSAGE,
            "words": [
                {
                    "text": word.text,
                    "box": word.box.as_list() if word.box else None,
                    "unsure": (sure := word.probability) is not None and sure < SURE_BELOW,
                }
                for word in line.words
            ],
        }
        for line in page.lines
    ]


def _place(text: str) -> tuple[int, int]:
    """Line and word, as ``3.2``."""
    line, _, word = text.partition(".")
    if not (line.isdecimal() and word.isdecimal() and len(text) < 20):
        raise Refusal(400, f"{text[:40]!r} is not a line and word", "write it as 3.2")
    return int(line), int(word)
