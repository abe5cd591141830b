"""Error responses: a web page for people, a problem object (RFC 9457) for programs.

Neither shows internal details. Faults of the request are described in messages written for the user (``Refusal``,
``QuestionError``). Faults of the server are logged with a traceback under the request's id, and only the id is shown.
"""

import json
import secrets
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

from briefbook.server.desk_words import in_typed_quotes, refusal_in_words
from briefbook.util.translation import N_, gettext, language

OUR_FAULT = N_("something went wrong on our side")
CANNOT_NOW = N_("this is not available at the moment")

_PAGE = Markup("""<!DOCTYPE html>
<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{name}</title><link rel="stylesheet" href="{prefix}/static/site.css"></head>
<body><main><h1>{title}</h1><p>{detail}</p><p><a href="{prefix}/">{front}</a></p></main></body></html>
""")


def new_request_id() -> str:
    """A random id of a failed request, for the log: it reveals neither the user nor the query."""
    return secrets.token_hex(6)


def fault_detail(request_id: str) -> str:
    """The explanation shown for a fault of the server."""
    return gettext(
        "This is not your fault. The cause is in the log of this server, under the request id {number}."
    ).format(number=request_id)


def wants_page(path: str, accept: str) -> bool:
    """Should the response be a web page?

    Args:
        path: The path asked for, without the prefix.
        accept: The header ``Accept``.

    Returns:
        True if a browser requests a page; the API and IIIF always respond to programs.
    """
    return "text/html" in accept and not path.startswith(("/api/", "/iiif/"))


def problem(
    status: int, what: str, remedy: str = "", *, page: bool, prefix: str = "", more: Mapping[str, Any] | None = None
) -> tuple[bytes, str]:
    """The body and media type of an error response.

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
        what, remedy = refusal_in_words(what), refusal_in_words(remedy)
        title, detail = (in_typed_quotes(f"{words[:1].upper()}{words[1:]}") for words in (what, remedy))
        return _PAGE.format(
            name=title.replace("`", ""),
            title=commands_marked(title),
            detail=commands_marked(detail),
            prefix=prefix,
            front=gettext("Front page"),
            language=language(),
        ).encode(), "text/html; charset=utf-8"
    row: dict[str, Any] = {"type": "about:blank", "title": what, "status": status}
    row |= {"detail": remedy} if remedy else {}
    row |= {name: value for name, value in (more or {}).items() if value is not None}
    return json.dumps(row, ensure_ascii=False).encode("utf-8", "replace"), "application/problem+json"


def commands_marked(words: str) -> Markup:
    """A message with what stands between backticks, a command or a name to type, set as such."""
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if index % 2 else escape(part)
        for index, part in enumerate(words.split("`"))
    )
