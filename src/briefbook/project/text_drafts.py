"""A draft in LaTeX, Typst or Quarto, checked as a chapter is; nothing of it is kept in the collection."""

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from briefbook.errors import FormatError
from briefbook.importers.text_draft import (
    cited_keys,
    prose_of_markdown,
    prose_of_tex,
    prose_of_typst,
    read_text_draft,
)
from briefbook.model.finding import Finding
from briefbook.model.narrative import Citation, Narrative
from briefbook.model.verdict import Verification
from briefbook.narratives.inline import citations_in
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.project import pipeline
from briefbook.project.workspace import Workspace
from briefbook.util.guarded import LimitError, guarded
from briefbook.util.moment import day_of_making

MARKDOWN_ENDINGS = frozenset({".md", ".markdown", ".qmd", ".rmd"})
"""The endings of drafts in Markdown."""

TEXT_ENDINGS: Mapping[str, Callable[[str], str]] = {
    ".tex": prose_of_tex,
    ".ltx": prose_of_tex,
    ".typ": prose_of_typst,
    **dict.fromkeys(MARKDOWN_ENDINGS, prose_of_markdown),
}
"""The endings of drafts that are text, each with what makes prose of them."""


@dataclass(frozen=True, slots=True)
class CheckedText:
    """What a check says of a draft that is text.

    Attributes:
        text: The draft.
        findings: The findings at its lines and columns.
        verifications: How each quotation compares with its source.
        cited: The items that it cites, once each.
        unknown: The keys that it cites and that name no item.
    """

    text: str
    findings: tuple[Finding, ...]
    verifications: tuple[Verification, ...]
    cited: tuple[str, ...]
    unknown: tuple[str, ...]


def check_text_draft(
    workspace: Workspace,
    name: str,
    ending: str,
    data: bytes,
    *,
    entries: Mapping[str, str] = MappingProxyType({}),
    today: datetime.date | None = None,
) -> CheckedText:
    """Check a draft in LaTeX, Typst or Markdown.

    Args:
        workspace: The collection.
        name: The draft's path, for the places of findings.
        ending: One of ``TEXT_ENDINGS``.
        data: The file.
        entries: Keys of its bibliographies -> their entries; one that names a single item stands for it.
        today: The day, for acceptances that expire; today if not given.

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
    is_item = workspace.catalogue.__contains__
    keys = cited_keys(source, ending)
    items = _items_of_keys(keys, entries, re.compile(workspace.citation), is_item)
    named = "|".join(map(re.escape, sorted(items, key=len, reverse=True)))
    narrative = parse_narrative(
        prose,
        name,
        citation=f"(?:{workspace.citation})|(?:{named})" if named else workspace.citation,
        is_item=lambda words: words in items or is_item(words),
        window=settings.dates.window,
        order=settings.dates.order,
    )
    narrative = _with_items(narrative, items, source)
    context = pipeline.check_context(workspace, today or day_of_making())
    findings, verifications = NarrativeChecks(workspace.catalogue).check((narrative,), name, context=context)
    of_prose = [replace(finding, fix=None) for finding in findings if finding.where and finding.where.column]
    cited = tuple(dict.fromkeys(citation.item for citation in narrative.citations))
    unknown = tuple(key for key in keys if key not in items and key not in cited and not is_item(key))
    return CheckedText(source, tuple(of_prose), tuple(verifications), tuple(filter(is_item, cited)), unknown)


def _items_of_keys(
    keys: list[str], entries: Mapping[str, str], pattern: re.Pattern[str], is_item: Callable[[str], bool]
) -> dict[str, str]:
    """The keys that are no ids and whose entries name one item, with these items.

    A key of letters alone could be a word of the prose: it stands for no item, and is told of.
    """
    items = {}
    for key in keys:
        if key.isalpha() or is_item(key) or pattern.fullmatch(key) or key not in entries:
            continue
        ids = {span.text for span, _ in citations_in(entries[key], pattern, is_item, {})}
        if len(ids) == 1:
            items[key] = ids.pop()
    return items


_PAGE_BEFORE = re.compile(r"\[(?:pp?\.|S\.)?[ ~\\,]*(?P<page>\d{1,6})\]\{$")
_PAGE_BEHIND = re.compile(r">\s*,\s*supplement:\s*\[(?:pp?\.|S\.)?[ ~]*(?P<page>\d{1,6})\]")
_MAX_PLACE = 80
"""Characters before a key, or after it, in which its page stands."""


def _with_items(narrative: Narrative, items: Mapping[str, str], source: str) -> Narrative:
    """A narrative that cites items where it cites keys that stand for them, with the page that a command gives."""

    def page_of(citation: Citation) -> int | None:
        start, end = citation.offset, citation.offset + len(citation.as_written)
        before = _PAGE_BEFORE.search(source[max(start - _MAX_PLACE, 0) : start])
        if before and source[end : end + 1] == "}":
            return int(before["page"])
        behind = _PAGE_BEHIND.match(source[end : end + _MAX_PLACE])
        return int(behind["page"]) if behind else None

    cited = tuple(
        replace(
            citation,
            item=items.get(citation.item, citation.item),
            page=citation.page if citation.page is not None else page_of(citation),
        )
        for citation in narrative.citations
    )
    return replace(narrative, citations=cited)
