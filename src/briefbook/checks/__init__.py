"""Catalogue and narratives -> findings, and every quotation compared with its source.

The checks, in the order in which they are run and printed. Adding one is a module and a line here; the module's
docstring is its page in docs/checks.md.
"""

from collections.abc import Sequence
from dataclasses import replace
from types import ModuleType

from briefbook.checks import (
    accepting,
    addresses,
    cited_items,
    corrected,
    counted_twice,
    days_held,
    descriptions,
    ellipsis_denial,
    flags_raised,
    footnotes,
    foresight,
    known_posts,
    link_names,
    links,
    misfit,
    names,
    never_cited,
    number_order,
    number_said,
    one_number,
    outside_dates,
    page_days,
    page_title,
    pictures,
    quotation_cited,
    quotation_marks,
    quotation_noise,
    quotation_untold,
    quotation_words,
    redaction_crossed,
    roles,
    rows_agree,
    scans_held,
    second_hand,
    sender,
    sent_when,
    spelling,
    superlatives,
    table_cells,
    tables,
    text_held,
    weekdays,
)
from briefbook.checks.book import Book
from briefbook.checks.context import CheckContext
from briefbook.model.catalogue import Catalogue, natural
from briefbook.model.finding import Finding, Severity
from briefbook.model.narrative import Narrative
from briefbook.model.verdict import Verification

__all__ = ["ALL", "CHECKS", "CheckContext", "check", "code_of"]

CHECKS: tuple[ModuleType, ...] = (
    cited_items,
    scans_held,
    text_held,
    descriptions,
    rows_agree,
    one_number,
    number_order,
    flags_raised,
    corrected,
    counted_twice,
    never_cited,
    known_posts,
    quotation_words,
    quotation_noise,
    quotation_untold,
    outside_dates,
    quotation_cited,
    misfit,
    sent_when,
    sender,
    second_hand,
    roles,
    names,
    redaction_crossed,
    number_said,
    weekdays,
    ellipsis_denial,
    foresight,
    superlatives,
    links,
    link_names,
    tables,
    table_cells,
    pictures,
    footnotes,
    quotation_marks,
    page_title,
    page_days,
    days_held,
    addresses,
    spelling,
)
"""Modules with a function ``check(book)`` that yields findings of the module's code."""

ALL: tuple[ModuleType, ...] = (*CHECKS, accepting)
"""Every module whose docstring is a page of the manual."""


def check(
    catalogue: Catalogue, narratives: Sequence[Narrative], *, context: CheckContext
) -> tuple[list[Finding], list[Verification]]:
    """All that the checks have to say, in order of place, and the verification of every quotation.

    Findings of earlier stages and of reading the narratives are in the list too. Settings choose codes and
    severities; accepted findings stay, marked.
    """
    book = Book(catalogue, narratives, context)
    found = list(context.found_before) + [finding for one in narratives for finding in one.findings]
    for module in CHECKS:
        code = code_of(module)
        optional = getattr(module, "OPTIONAL", False) and code not in context.settings.select
        if _wanted(code, context) and not optional:
            found += module.check(book)
    found = [_severe(finding, context) for finding in dict.fromkeys(found) if _wanted(finding.code, context)]
    found = accepting.accept(found, accepting.acceptances(book), context.today)
    found = [_severe(finding, context) for finding in found if _wanted(finding.code, context)]
    return sorted(found, key=_order), [claim.verification for claim in book.claims]


def code_of(module: ModuleType) -> str:
    """The code that a check's docstring begins with."""
    return (module.__doc__ or "").split(" ", 1)[0]


def _wanted(code: str, context: CheckContext) -> bool:
    settings = context.settings
    if settings.select and not code.startswith(tuple(settings.select)):
        return False
    return not (settings.ignore and code.startswith(tuple(settings.ignore)))


def _severe(finding: Finding, context: CheckContext) -> Finding:
    given = context.settings.severity.get(finding.code)
    return replace(finding, severity=Severity(given)) if given in list(Severity) else finding


def _order(finding: Finding) -> tuple[object, ...]:
    where = finding.where
    place = (0, where.path, where.line, where.column) if where else (1, "", 0, 0)
    return (*place, natural(finding.item or ""), finding.code, finding.message)
