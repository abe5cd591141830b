"""The book and what is known of the whole: narratives, findings, references, series, vocabularies."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from briefbook.model.archive import Post
from briefbook.model.finding import Finding, Severity
from briefbook.model.finding_json import finding_as_json
from briefbook.model.locator import FilePosition
from briefbook.model.narrative import Narrative
from briefbook.model.network import ResolvedReference
from briefbook.model.network_json import series_as_json
from briefbook.server.api.app_state import AppState
from briefbook.server.api.params import Cursor, Form, Limit, told
from briefbook.server.api.responses import Refusal, answered, in_rows, paginate
from briefbook.site import urls

Only = Annotated[str | None, Query(max_length=300, description="Only rows that concern this item.")]
_VOCABULARIES = ("posts", "people", "places")
_EXAMPLE = finding_as_json(
    Finding(
        "C101",
        FilePosition("narratives/talks.md", 14, 41, 50),
        "CDNW12639 is cited but not in the collection",
        remedy="did you mean CDNW12638?",
        severity=Severity.ERROR,
        item="CDNW12639",
        data={"near": ["CDNW12638"]},
    )
)


def router(live: AppState) -> APIRouter:
    """The endpoints."""
    made = APIRouter()

    @made.get(
        "/references", tags=["network"], responses=told("References.", {"references": [], "total": 0, "cursor": None})
    )
    def references(
        request: Request, item: Only = None, limit: Limit = 100, cursor: Cursor = None, format: Form = "json"
    ) -> Response:
        """References from one cable to another and how they resolve: held, ambiguous, stub (not held), or none."""
        rows = [one for one in live.archive().network.references if item is None or item in (one.item, one.target)]
        if format == "csv":
            columns = (
                "item",
                "mention",
                "form",
                "number",
                "status",
                "target",
                "candidates",
                "confidence",
                "date",
                "note",
            )
            return in_rows(columns, map(_reference_cells, rows), "references")
        return _listed(request, "references", rows, asdict, cursor, limit, item or "")

    @made.get("/series", tags=["network"], responses=told("Series.", {"series": [], "total": 0, "cursor": None}))
    def series(request: Request, limit: Limit = 100, cursor: Cursor = None, format: Form = "json") -> Response:
        """The numbered series of each post: items held, numbers missing, suspect dates."""
        rows = live.archive().network.series
        if format == "csv":
            cells = ((one.key, one.post, one.kind, one.epoch, len(one.items)) for one in rows)
            return in_rows(("key", "post", "kind", "epoch", "items"), cells, "series")
        return _listed(request, "series", rows, series_as_json, cursor, limit)

    @made.get("/narratives", tags=["book"], responses=told("Chapters of the book.", {"narratives": [], "total": 0}))
    def narratives(request: Request, limit: Limit = 100, cursor: Cursor = None) -> Response:
        """The chapters of the book, each with the items it cites."""
        return _listed(request, "narratives", live.archive().narratives, _narrative, cursor, limit)

    @made.get("/narratives/{slug}", tags=["book"], responses=told("A chapter of the book.", {"slug": "november"}))
    def narrative(request: Request, slug: Annotated[str, Path(max_length=300)]) -> Response:
        """One chapter of the book: its passages, citations and Markdown source."""
        for one in live.archive().narratives:
            if one.slug == slug:
                citations = [{"item": c.item, "passage": c.passage} for c in one.citations]
                passages = [{"heading": p.heading} for p in one.passages]
                more = {"markdown": one.source, "citations": citations, "passages": passages}
                return answered(request, _narrative(one) | more)
        raise Refusal(404, f"the book has no chapter {slug!r}", "see /api/v1/narratives")

    @made.get(
        "/findings", tags=["book"], responses=told("Findings.", {"findings": [_EXAMPLE], "total": 1, "cursor": None})
    )
    def findings(
        request: Request, item: Only = None, limit: Limit = 100, cursor: Cursor = None, format: Form = "json"
    ) -> Response:
        """Findings of the checks about the papers and the prose."""
        rows = [one for one in live.archive().findings if item is None or one.item == item]
        if format == "csv":
            columns = ("code", "severity", "where", "item", "message", "remedy", "accepted")
            return in_rows(columns, map(_finding_cells, rows), "findings")
        return _listed(request, "findings", rows, finding_as_json, cursor, limit, item or "")

    @made.get("/vocabularies", tags=["vocabularies"], responses=told("Their names.", {"vocabularies": ["posts"]}))
    def vocabularies(request: Request) -> Response:
        """The names of the vocabularies."""
        return answered(request, {"vocabularies": list(_VOCABULARIES)})

    @made.get("/vocabularies/{name}", tags=["vocabularies"], responses=told("Terms.", {"terms": [], "total": 0}))
    def vocabulary(
        request: Request,
        name: Annotated[str, Path(max_length=100, examples=["posts"])],
        limit: Limit = 100,
        cursor: Cursor = None,
        format: Form = "json",
    ) -> Response:
        """The terms of one vocabulary that occur in the collection, with the number of items."""
        rows = _terms(live, name)
        if format == "csv":
            columns = tuple(rows[0]) if rows else ("term",)
            return in_rows(columns, ([row.get(column) for column in columns] for row in rows), name)
        return _listed(request, "terms", rows, dict, cursor, limit, name)

    return made


def _listed(
    request: Request,
    name: str,
    rows: Sequence[Any],
    shown: Callable[[Any], Any],
    cursor: str | None,
    limit: int,
    of: str = "",
) -> Response:
    some, after = paginate(rows, cursor, limit, f"{name} {of}")
    return answered(request, {name: [shown(row) for row in some], "total": len(rows), "cursor": after})


def _reference_cells(one: ResolvedReference) -> list[Any]:
    return [
        one.item, one.mention, one.form, one.number, one.status, one.target, "; ".join(one.candidates), one.confidence,
        one.date, one.note,
    ]  # fmt: skip


def _narrative(one: Narrative) -> dict[str, Any]:
    cites = list(dict.fromkeys(citation.item for citation in one.citations))
    return {
        "slug": one.slug,
        "title": one.title,
        "dates": one.dates,
        "cites": cites,
        "page": urls.narrative_url(one.slug),
    }


def _finding_cells(one: Finding) -> list[Any]:
    return [one.code, str(one.severity), str(one.where or ""), one.item, one.message, one.remedy, one.accepted]


def _terms(live: AppState, name: str) -> list[dict[str, Any]]:
    book = live.site_data()
    if name == "posts":
        return [_post(code, book.post(code), counts) for code, counts in book.post_items.items()]
    if name in ("people", "places"):
        named = book.people if name == "people" else book.places
        return [{"term": term, "items": len(items)} for term, items in named.items()]
    raise Refusal(404, f"there is no vocabulary {name!r}", f"use one of: {', '.join(_VOCABULARIES)}")


def _post(code: str, post: Post | None, counts: Any) -> dict[str, Any]:
    row: dict[str, Any] = {"term": code, **{kind: len(items) for kind, items in counts.items()}}
    for column in ("name", "country", "latitude", "longitude", "standing", "valid"):
        row[column] = getattr(post, column) if post else None
    return row
