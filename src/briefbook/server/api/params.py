"""Parameters shared by endpoints, and the descriptions of their responses for OpenAPI."""

from typing import Annotated, Any

from fastapi import Path, Query, Request

from briefbook.server.api.responses import MAX_ROWS, Refusal

Limit = Annotated[int, Query(ge=1, le=MAX_ROWS, description="How many rows.")]
Cursor = Annotated[
    str | None, Query(max_length=300, description="The `cursor` of the previous response to the same query.")
]
Form = Annotated[str, Query(pattern="^(json|csv)$", description="json, or csv for all rows as a stream.")]
Item = Annotated[
    str, Path(max_length=300, description="The id of an item, with / written as ~2f.", examples=["CDNW12452"])
]
Number = Annotated[int, Path(ge=1, le=1_000_000, description="The page number, from 1.")]
Words = Annotated[
    str,
    Query(
        max_length=2000,
        description='A query: words, "phrases", AND OR NOT, from: to: date: … (see docs/searching.md).',
        examples=["missiles from:HAVANA"],
    ),
]

PROBLEM = {
    "description": "Problem details: what is wrong and what would be right (RFC 9457).",
    "content": {
        "application/problem+json": {
            "schema": {"type": "object"},
            "example": {"type": "about:blank", "title": "there is no item 'CDNW1'", "status": 404, "near": ["CDNW12"]},
        }
    },
}


def refuse_unknown_parameters(request: Request) -> None:
    """FastAPI dependency that refuses unknown query parameters, which would otherwise be ignored without notice."""
    names = [parameter.alias for parameter in request.scope["route"].dependant.query_params]
    strange = [name for name in request.query_params if name not in names]
    if strange:
        more = " Lists are paged by limit and cursor." if strange[0] in ("page", "offset") else ""
        there = f"the parameters are: {', '.join(names)}." if names else "this endpoint takes no parameters."
        raise Refusal(400, f"there is no parameter {strange[0]!r}", remedy=there + more)


def describe_responses(
    description: str, example: Any, media_type: str = "application/json"
) -> dict[int | str, dict[str, Any]]:
    """The responses of an endpoint as OpenAPI describes them, with an example."""
    content: dict[str, Any] = {media_type: {"example": example}}
    if media_type == "application/json":
        content["text/csv"] = {}
    return {200: {"description": description, "content": content}, "4XX": PROBLEM, 500: PROBLEM, 503: PROBLEM}
