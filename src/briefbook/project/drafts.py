"""Narratives -> those that are published, and those whose authors call them drafts."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from briefbook.model.finding import Finding
from briefbook.model.narrative import Narrative
from briefbook.model.verdict import Verification


def published(narratives: Iterable[Narrative]) -> tuple[Narrative, ...]:
    """The narratives that are no drafts."""
    return tuple(narrative for narrative in narratives if not narrative.is_draft)


def without_drafts(
    narratives: Sequence[Narrative], findings: Sequence[Finding], verifications: Sequence[Verification]
) -> tuple[tuple[Narrative, ...], tuple[Finding, ...], tuple[Verification, ...]]:
    """The narratives that are published, and what the checks say of anything but drafts."""
    drafts = {narrative.path for narrative in narratives if narrative.is_draft}
    return (
        published(narratives),
        tuple(finding for finding in findings if finding.where is None or finding.where.path not in drafts),
        tuple(verification for verification in verifications if verification.narrative not in drafts),
    )


def with_marked_titles(narratives: Iterable[Narrative]) -> tuple[Narrative, ...]:
    """All narratives, with "(draft)" appended to the titles of drafts, so that every list marks them."""
    return tuple(
        replace(narrative, title=f"{narrative.title} (draft)") if narrative.is_draft else narrative
        for narrative in narratives
    )


def left_out(narratives: Iterable[Narrative]) -> str:
    """One line that names the drafts, which are not published; empty if there are none."""
    paths = [narrative.path for narrative in narratives if narrative.is_draft]
    if not paths:
        return ""
    what = "1 page is a draft and is" if len(paths) == 1 else f"{len(paths)} pages are drafts and are"
    return f"{what} left out: {', '.join(paths)}."
