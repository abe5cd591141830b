"""API endpoints of the book and the network: narratives, findings, references, series, vocabularies."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from briefbook.model.finding import Finding, Severity
from briefbook.model.finding_json import finding_as_json
from briefbook.model.locator import FilePosition
from briefbook.model.narrative import Narrative
from briefbook.model.network import ResolvedReference
from briefbook.model.network_json import series_as_json
from briefbook.model.post import Post
from briefbook.server.api.app_state import AppState
from briefbook.server.api.params import Cursor, Form, Limit, describe_responses
from briefbook.server.api.responses import Refusal, csv_response, json_response, paginate
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


def router(app_state: AppState) -> APIRouter:
    """Make the router of these endpoints."""
    routes = APIRouter()

    @routes.get(
        "/references",
        tags=["network"],
        responses=describe_responses("References.", {"references": [], "total": 0, "cursor": None}),
    )
    def references(
        request: Request, item: Only = None, limit: Limit = 100, cursor: Cursor = None, format: Form = "json"
    ) -> Response:
        """References from one cable to another and how they resolve: held, ambiguous, stub (not held), or none."""
        rows = [
            reference
            for reference in app_state.archive().network.references
            if item is None or item in (reference.item, reference.target)
        ]
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
            return csv_response(columns, map(_reference_cells, rows), "references")
        return _listed(request, "references", rows, asdict, cursor, limit, item or "")

    @routes.get(
        "/series", tags=["network"], responses=describe_responses("Series.", {"series": [], "total": 0, "cursor": None})
    )
    def series(request: Request, limit: Limit = 100, cursor: Cursor = None, format: Form = "json") -> Response:
        """The numbered series of each post: items held, numbers missing, suspect dates."""
        rows = app_state.archive().network.series
        if format == "csv":
            cells = ((row.key, row.post, row.kind, row.epoch, len(row.items)) for row in rows)
            return csv_response(("key", "post", "kind", "epoch", "items"), cells, "series")
        return _listed(request, "series", rows, series_as_json, cursor, limit)

    @routes.get(
        "/narratives",
        tags=["book"],
        responses=describe_responses("Chapters of the book.", {"narratives": [], "total": 0}),
    )
    def narratives(request: Request, limit: Limit = 100, cursor: Cursor = None) -> Response:
        """The chapters of the book, each with the items it cites."""
        return _listed(request, "narratives", app_state.archive().narratives, _narrative, cursor, limit)

    @routes.get(
        "/narratives/{slug}",
        tags=["book"],
        responses=describe_responses("A chapter of the book.", {"slug": "november"}),
    )
    def narrative(request: Request, slug: Annotated[str, Path(max_length=300)]) -> Response:
        """One chapter of the book: its passages, citations and Markdown source."""
        for narrative in app_state.archive().narratives:
            if narrative.slug == slug:
                citations = [{"item": c.item, "passage": c.passage} for c in narrative.citations]
                passages = [{"heading": p.heading} for p in narrative.passages]
                more = {"markdown": narrative.source, "citations": citations, "passages": passages}
                return json_response(request, _narrative(narrative) | more)
        raise Refusal(404, f"the book has no chapter {slug!r}", "see /api/v1/narratives")

    @routes.get(
        "/findings",
        tags=["book"],
        responses=describe_responses("Findings.", {"findings": [_EXAMPLE], "total": 1, "cursor": None}),
    )
    def findings(
        request: Request, item: Only = None, limit: Limit = 100, cursor: Cursor = None, format: Form = "json"
    ) -> Response:
        """Findings of the checks about the papers and the prose."""
        rows = [finding for finding in app_state.archive().findings if item is None or finding.item == item]
        if format == "csv":
            columns = ("code", "severity", "where", "item", "message", "remedy", "accepted")
            return csv_response(columns, map(_finding_cells, rows), "findings")
        return _listed(request, "findings", rows, finding_as_json, cursor, limit, item or "")

    @routes.get(
        "/vocabularies",
        tags=["vocabularies"],
        responses=describe_responses("Their names.", {"vocabularies": ["posts"]}),
    )
    def vocabularies(request: Request) -> Response:
        """The names of the vocabularies."""
        return json_response(request, {"vocabularies": list(_VOCABULARIES)})

    @routes.get(
        "/vocabularies/{name}", tags=["vocabularies"], responses=describe_responses("Terms.", {"terms": [], "total": 0})
    )
    def vocabulary(
        request: Request,
        name: Annotated[str, Path(max_length=100, examples=["posts"])],
        limit: Limit = 100,
        cursor: Cursor = None,
        format: Form = "json",
    ) -> Response:
        """The terms of one vocabulary that occur in the collection, with the number of items."""
        rows = _terms(app_state, name)
        if format == "csv":
            columns = tuple(rows[0]) if rows else ("term",)
            return csv_response(columns, ([row.get(column) for column in columns] for row in rows), name)
        return _listed(request, "terms", rows, dict, cursor, limit, name)

    return routes


def _listed(
    request: Request,
    name: str,
    rows: Sequence[Any],
    as_json: Callable[[Any], Any],
    cursor: str | None,
    limit: int,
    of: str = "",
) -> Response:
    some, after = paginate(rows, cursor, limit, f"{name} {of}")
    return json_response(request, {name: [as_json(row) for row in some], "total": len(rows), "cursor": after})


def _reference_cells(reference: ResolvedReference) -> list[Any]:
    return [
        reference.item, reference.mention, reference.form, reference.number, reference.status, reference.target,
        "; ".join(reference.candidates), reference.confidence, reference.date, reference.note,
    ]  # fmt: skip


def _narrative(narrative: Narrative) -> dict[str, Any]:
    cites = list(dict.fromkeys(citation.item for citation in narrative.citations))
    return {
        "slug": narrative.slug,
        "title": narrative.title,
        "dates": narrative.dates,
        "cites": cites,
        "page": urls.narrative_url(narrative.slug),
    }


def _finding_cells(finding: Finding) -> list[Any]:
    return [
        finding.code,
        str(finding.severity),
        str(finding.where or ""),
        finding.item,
        finding.message,
        finding.remedy,
        finding.accepted,
    ]


def _terms(app_state: AppState, name: str) -> list[dict[str, Any]]:
    site_data = app_state.site_data()
    if name == "posts":
        return [_post(code, site_data.post(code), counts) for code, counts in site_data.post_items.items()]
    if name in ("people", "places"):
        named = site_data.people if name == "people" else site_data.places
        return [{"term": term, "items": len(items)} for term, items in named.items()]
    raise Refusal(404, f"there is no vocabulary {name!r}", f"use one of: {', '.join(_VOCABULARIES)}")


def _post(code: str, post: Post | None, counts: Any) -> dict[str, Any]:
    row: dict[str, Any] = {"term": code, **{kind: len(items) for kind, items in counts.items()}}
    for column in ("name", "country", "latitude", "longitude", "standing", "valid"):
        row[column] = getattr(post, column) if post else None
    return row
