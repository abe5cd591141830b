"""What is said where a request is not answered: a page to people, a problem object to programs.

Neither shows what went wrong inside. What was asked wrongly is said in words that were written for the asker
(``Refusal``, ``QuestionError``). What went wrong on this side is logged with its traceback under the request's id, and
only the id is shown.
"""

import json
import secrets
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

OUR_FAULT = "something went wrong on our side"
CANNOT_NOW = "this cannot be answered now"

_PAGE = Markup("""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><link rel="stylesheet" href="{prefix}/static/site.css"></head>
<body><main><h1>{title}</h1><p>{detail}</p><p><a href="{prefix}/">To the front page</a></p></main></body></html>
""")


def new_request_id() -> str:
    """An id under which a failed request stands in the log: it says nothing of who asked, or for what."""
    return secrets.token_hex(6)


def fault_detail(request_id: str) -> str:
    """What is said of a request that failed."""
    return f"It is not your doing. Whoever runs this server finds the reason in its log, under the number {request_id}."


def wants_page(path: str, accept: str) -> bool:
    """Is the answer for a person?

    Args:
        path: The path asked for, without the prefix.
        accept: The header ``Accept``.

    Returns:
        True where a browser asks for a page; the API and IIIF always answer programs.
    """
    return "text/html" in accept and not path.startswith(("/api/", "/iiif/"))


def problem(
    status: int, what: str, remedy: str = "", *, page: bool, prefix: str = "", more: Mapping[str, Any] | None = None
) -> tuple[bytes, str]:
    """The body of an answer that says why there is none, and its media type.

    Args:
        status: The HTTP status.
        what: What is wrong, in a few words without a full stop.
        remedy: What would be right.
        page: Whether a person reads it.
        prefix: The path under which a proxy shows the site.
        more: Further values for programs; None among them are left out.

    Returns:
        A page, or a problem object (RFC 9457).
    """
    if page:
        title, detail = f"{what[:1].upper()}{what[1:]}", f"{remedy[:1].upper()}{remedy[1:]}"
        return _PAGE.format(title=title, detail=detail, prefix=prefix).encode(), "text/html; charset=utf-8"
    row: dict[str, Any] = {"type": "about:blank", "title": what, "status": status}
    row |= {"detail": remedy} if remedy else {}
    row |= {name: value for name, value in (more or {}).items() if value is not None}
    return json.dumps(row, ensure_ascii=False).encode("utf-8", "replace"), "application/problem+json"
