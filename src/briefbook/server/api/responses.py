"""Values -> HTTP responses: JSON, streamed CSV, problem details; with ETags and compression."""

import base64
import gzip
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import zstandard
from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from briefbook.server.access import DESK
from briefbook.server.api.byte_range import requested_range
from briefbook.server.desk_words import refusal_in_words
from briefbook.server.problems import problem, wants_page
from briefbook.util.cells import csv_blocks

T = TypeVar("T")

MAX_ROWS = 1_000
"""Maximum number of rows in one response."""

_TEXTS = ("text/", "application/j", "application/ld", "application/x", "application/xml", "image/svg")


class Refusal(Exception):
    """An HTTP error response: status, what is wrong, what would be right, and further values for programs."""

    def __init__(self, status: int, what: str, remedy: str = "", **more: Any) -> None:
        super().__init__(what)
        self.status, self.what, self.remedy, self.more = status, what, remedy, more


def problem_response(request: Request, refusal: Refusal) -> Response:
    """An error response: a page for a browser, else a problem object (RFC 9457)."""
    path = request.scope["path"]
    page = wants_page(path, request.headers.get("accept", ""))
    words = refusal_in_words if path.startswith(DESK) else str  # the desk's scripts show it to a person
    body, media_type = problem(
        refusal.status,
        words(refusal.what),
        words(refusal.remedy),
        page=page,
        prefix=request.scope.get("briefbook.prefix", ""),
        more=refusal.more,
    )
    headers = {"Retry-After": "5"} if refusal.status == 503 else {}
    return Response(body, refusal.status, headers, media_type)


def json_response(request: Request, value: Any, media_type: str = "application/json") -> Response:
    """Respond with a value as JSON."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str).encode("utf-8", "replace")
    return sent(request, body, media_type)


def sent(
    request: Request,
    body: bytes,
    media_type: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    tag: str = "",
    compressed: bytes | None = None,
) -> Response:
    """Respond with a body and its ETag: status 304 if the client has it, compressed if the client accepts that.

    A client that takes no compression, or asks for what gains nothing by it (a picture, a PDF), may ask for a part
    of the body (Range), so that a download that broke off goes on: 206, or 416 if the body has no such part.

    Args:
        request: The request, for its method and its headers If-None-Match, Accept-Encoding, Range and If-Range.
        body: The uncompressed body.
        media_type: Its media type.
        status: The HTTP status.
        headers: Further headers.
        tag: The ETag of the uncompressed body, computed if not given. A compressed one has another.
        compressed: The body compressed with gzip, if at hand.

    Returns:
        The response.
    """
    tag = tag or etag_of(body)
    encoding = _encoding(request.headers.get("accept-encoding", "")) if is_compressible(body, media_type) else ""
    response_headers = {
        "ETag": _tag_in(tag, encoding),
        "Cache-Control": "no-cache",
        "Vary": "Accept-Encoding",
        **(headers or {}),
    }
    client_etags = {part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")}
    if status == 200 and not client_etags.isdisjoint(_tag_in(tag, name) for name in ("", *_ENCODINGS)):
        return Response(status_code=304, headers=response_headers)
    if encoding:
        response_headers["Content-Encoding"] = encoding
        body = compressed if encoding == "gzip" and compressed is not None else _ENCODINGS[encoding](body)
    elif status == 200:
        response_headers["Accept-Ranges"] = "bytes"
        part = _part(request, len(body), tag)
        if part is not None and not part:
            headers_of_refusal = {"Content-Range": f"bytes */{len(body)}", "Accept-Ranges": "bytes"}
            return Response(status_code=416, headers=headers_of_refusal)
        if part is not None:
            response_headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{len(body)}"
            return Response(body[part.start : part.stop], 206, response_headers, media_type)
    return Response(body, status, response_headers, media_type)


_ENCODINGS: Mapping[str, Callable[[bytes], bytes]] = {
    "zstd": lambda body: zstandard.compress(body, 3),
    "gzip": lambda body: gzip.compress(body, 5, mtime=0),
}
"""How a body can be compressed, the best first."""


def _encoding(accepted: str) -> str:
    return next((name for name in _ENCODINGS if name in accepted), "")


def _tag_in(tag: str, encoding: str) -> str:
    """The ETag of a body in an encoding: other bytes, so another tag, by which no part of one is put to the other."""
    return f'{tag[:-1]}-{encoding}"' if encoding else tag


def _part(request: Request, size: int, tag: str) -> range | None:
    """The part of an uncompressed body to be sent, empty if there is no such part; None for the whole."""
    if request.method != "GET" or request.headers.get("if-range", tag).strip() != tag:
        return None
    return requested_range(request.headers.get("range", ""), size)


def etag_of(body: bytes) -> str:
    """The ETag of a body."""
    return f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'


def is_compressible(body: bytes, media_type: str) -> bool:
    """Is it text, and long enough for compression to pay?"""
    return len(body) > 1000 and media_type.startswith(_TEXTS)


def csv_response(columns: Sequence[str], rows: Iterable[Sequence[Any]], name: str) -> Response:
    """Respond with rows as streamed CSV; a cell that begins like a formula gets an apostrophe."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"', "Cache-Control": "no-cache"}
    return StreamingResponse(csv_blocks(columns, rows), headers=headers, media_type="text/csv; charset=utf-8")


def paginate(rows: Sequence[T], cursor: str | None, limit: int, of: str) -> tuple[Sequence[T], str | None]:
    """Cursor pagination.

    Args:
        rows: All rows of the list.
        cursor: The cursor of the previous page; None for the first.
        limit: Rows per page.
        of: What is listed; a cursor of another list is refused.

    Returns:
        The rows of the page, and the cursor of the next page or None.

    Raises:
        Refusal: The cursor is invalid or belongs to another list (400).
    """
    start = 0
    if cursor:
        try:
            start, named = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
            good = isinstance(start, int) and 0 < start <= len(rows) and named == of
        except (ValueError, TypeError):
            good = False
        if not good:
            raise Refusal(400, "the cursor is invalid or belongs to another list", "start again without a cursor")
    following = start + limit
    cursor_json = json.dumps([following, of], separators=(",", ":")).encode()
    after = base64.urlsafe_b64encode(cursor_json).decode().rstrip("=") if following < len(rows) else None
    return rows[start:following], after
