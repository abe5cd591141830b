"""The parameters that endpoints share, and how their answers are described."""

from typing import Annotated, Any

from fastapi import Path, Query

from briefbook.web.api.replies import MOST

Limit = Annotated[int, Query(ge=1, le=MOST, description="How many rows.")]
Cursor = Annotated[
    str | None, Query(max_length=300, description="`cursor` of the answer before; it belongs to the same question.")
]
Form = Annotated[str, Query(pattern="^(json|csv)$", description="json, or csv: all rows in a stream.")]
Item = Annotated[
    str, Path(max_length=300, description="An item's id; a / in it is written ~2f.", examples=["CDNW12452"])
]
Number = Annotated[int, Path(ge=1, le=1_000_000, description="The page's number, from 1.")]
Words = Annotated[
    str,
    Query(
        max_length=2000,
        description='A question: words, "phrases", AND OR NOT, from: to: date: … (docs/searching.md).',
        examples=["missiles from:HAVANA"],
    ),
]

PROBLEM = {
    "description": "Why it is not answered, and what would be (RFC 9457).",
    "content": {
        "application/problem+json": {
            "schema": {"type": "object"},
            "example": {"type": "about:blank", "title": "there is no item 'CDNW1'", "status": 404, "near": ["CDNW12"]},
        }
    },
}


def told(description: str, example: Any, media_type: str = "application/json") -> dict[int | str, dict[str, Any]]:
    """How an endpoint's answers are described."""
    content: dict[str, Any] = {media_type: {"example": example}}
    if media_type == "application/json":
        content["text/csv"] = {}
    return {200: {"description": description, "content": content}, "4XX": PROBLEM, 503: PROBLEM}
