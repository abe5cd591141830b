"""A draft in LaTeX or Typst, checked as a chapter is; nothing of it is kept in the collection."""

import datetime
from dataclasses import replace

from briefbook.errors import FormatError
from briefbook.importers.text_draft import prose_of_tex, prose_of_typst, read_text_draft
from briefbook.model.finding import Finding
from briefbook.model.verdict import Verification
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.project import pipeline
from briefbook.project.workspace import Workspace
from briefbook.util.guarded import LimitError, guarded

TEXT_ENDINGS = {".tex": prose_of_tex, ".ltx": prose_of_tex, ".typ": prose_of_typst}
"""The endings of drafts that are text, each with what makes prose of them."""


def check_text_draft(
    workspace: Workspace, name: str, ending: str, data: bytes, today: datetime.date | None = None
) -> tuple[str, tuple[Finding, ...], tuple[Verification, ...], tuple[str, ...]]:
    """Check a draft in LaTeX or Typst.

    Args:
        workspace: The collection.
        name: The draft's path, for the places of findings.
        ending: One of ``TEXT_ENDINGS``.
        data: The file.
        today: The day, for acceptances that expire; today if not given.

    Returns:
        The draft's text; the findings at its lines and columns; how each quotation compares with its source; the
        items cited, once each.

    Raises:
        FormatError: The file is no text, too large, or takes too long.
    """
    from briefbook.checks.one_narrative import NarrativeChecks

    source = read_text_draft(data)
    settings = workspace.collection.settings
    try:
        prose: str = guarded(TEXT_ENDINGS[ending], source)
    except LimitError as error:
        raise FormatError(f"this draft was not read: {error}; check its chapters one by one") from error
    narrative = parse_narrative(
        prose,
        name,
        citation=settings.items.citation,
        is_item=workspace.catalogue.__contains__,
        window=settings.dates.window,
        order=settings.dates.order,
    )
    context = pipeline.check_context(workspace, today or datetime.date.today())
    findings, verifications = NarrativeChecks(workspace.catalogue).check((narrative,), name, context=context)
    of_prose = [replace(finding, fix=None) for finding in findings if finding.where and finding.where.column]
    cited = tuple(dict.fromkeys(citation.item for citation in narrative.citations))
    return source, tuple(of_prose), tuple(verifications), cited
