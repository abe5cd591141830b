"""Catalogue and narratives -> findings, and every quotation compared with its source.

The checks, in the order in which they are run and printed. Adding one is a module and a line here; the module's
docstring is its page in docs/checks.md.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from types import ModuleType

from briefbook.checks import (
    acceptance,
    addresses,
    anachronism,
    annotations,
    answered_paper,
    cited_items,
    cited_pages,
    context_negation,
    contradicted_facts,
    corrected_cable,
    date_attribution,
    date_coverage,
    descriptions,
    duplicate_numbers,
    duplicate_sources,
    ellipsis_denial,
    event_dates,
    figures_and_ranks,
    footnotes,
    heading_anomalies,
    indirect_source,
    interrupted,
    known_posts,
    link_names,
    links,
    names,
    never_cited,
    number_attribution,
    number_order,
    office_holders,
    one_number,
    outside_dates,
    page_sequence,
    page_title,
    pictures,
    quotation_cited,
    quotation_marks,
    quotation_noise,
    quotation_place,
    quotation_words,
    quoted_twice,
    redaction_crossed,
    roles,
    rows_agree,
    scans_held,
    sender,
    speakers,
    spelling,
    superlatives,
    table_cells,
    tables,
    text_held,
    unknown_abbreviations,
    unrelated_citation,
    unverifiable_quotation,
    weekdays,
    withdrawn_items,
)
from briefbook.checks.check_input import CheckInput
from briefbook.checks.claim import Claim
from briefbook.checks.context import CheckContext
from briefbook.checks.verifications import claims_of, verified, verify_quotations
from briefbook.errors import BriefbookError
from briefbook.model.catalogue import Catalogue, natural
from briefbook.model.finding import CODES, PROGRAM_FAULT, Finding, Severity, program_fault
from briefbook.model.narrative import Narrative
from briefbook.model.verdict import NotJudged, Verification
from briefbook.util import extensions
from briefbook.util.extras import raise_missing_extra
from briefbook.util.logs import get_logger

__all__ = [
    "ALL",
    "CHECKS",
    "OF_ONE_NARRATIVE",
    "CheckContext",
    "all_checks",
    "check",
    "check_ahead",
    "code_of",
    "known_codes",
    "run_check",
    "settled",
]

log = get_logger(__name__)

CHECKS: tuple[ModuleType, ...] = (
    cited_items,
    withdrawn_items,
    scans_held,
    text_held,
    descriptions,
    rows_agree,
    one_number,
    number_order,
    heading_anomalies,
    corrected_cable,
    duplicate_sources,
    never_cited,
    known_posts,
    cited_pages,
    quotation_words,
    quotation_noise,
    unverifiable_quotation,
    outside_dates,
    quotation_cited,
    unrelated_citation,
    date_attribution,
    sender,
    indirect_source,
    roles,
    names,
    redaction_crossed,
    number_attribution,
    weekdays,
    ellipsis_denial,
    anachronism,
    superlatives,
    context_negation,
    quotation_place,
    quoted_twice,
    duplicate_numbers,
    answered_paper,
    speakers,
    interrupted,
    figures_and_ranks,
    contradicted_facts,
    event_dates,
    office_holders,
    links,
    link_names,
    tables,
    table_cells,
    pictures,
    footnotes,
    quotation_marks,
    page_title,
    page_sequence,
    date_coverage,
    addresses,
    spelling,
    annotations,
    unknown_abbreviations,
)
"""Modules with a function ``check(inputs)`` that yields findings of the module's code."""

OF_ONE_NARRATIVE = frozenset(module for module in CHECKS if getattr(module, "OF_ONE_NARRATIVE", False))
"""The checks of which the findings on a narrative are the same, whatever the other narratives say."""

ALL: tuple[ModuleType, ...] = (*CHECKS, acceptance)
"""Every module whose docstring is a page of the manual."""


def check(
    catalogue: Catalogue, narratives: Sequence[Narrative], *, context: CheckContext
) -> tuple[list[Finding], list[Verification]]:
    """Run all checks.

    Findings of earlier stages and of reading the narratives are in the list too. Settings choose codes and
    severities; accepted findings stay, marked.

    Args:
        catalogue: The collection's entries and texts.
        narratives: The pages of the book.
        context: Settings, and what the checks need of other stages.

    Returns:
        The findings in the order of their places, and the verification of every quotation.

    Raises:
        BriefbookError: The work cannot go on. A check that fails by a fault of ours is a finding X101.
    """
    inputs = CheckInput(catalogue, narratives, context)
    inputs.claims = verify_quotations(inputs)
    before = sum(claim.verification.key in context.remembered for claim in inputs.claims)
    log.info("%d quotations, of which %d were compared before", len(inputs.claims), before)
    findings = list(context.found_before) + [finding for narrative in narratives for finding in narrative.findings]
    findings += [_not_compared(claim) for claim in inputs.claims if _is_faulty(claim.verification)]
    stored = context.findings_of_narrative
    for module in all_checks():
        if stored is None or module not in OF_ONE_NARRATIVE:
            findings += run_check(module, inputs)
    if stored is not None:
        in_doubt = {claim.narrative.path for claim in inputs.claims if _is_faulty(claim.verification)}
        for narrative in narratives:
            make = partial(_findings_of, narrative, inputs)
            findings += make() if narrative.path in in_doubt else stored(narrative, make)
    return settled(findings, inputs), [claim.verification for claim in inputs.claims]


_COMPARING = (names, duplicate_numbers, event_dates, office_holders)
"""The checks that compare narratives by what they take from each of them (``CheckInput.facts``)."""


def check_ahead(narrative: Narrative, book: CheckInput) -> list[Verification]:
    """Do what ``check`` does of one narrative, whatever the others say.

    Args:
        narrative: A page of the book.
        book: An input of the catalogue, whose context stores the findings, and what other checks compare.

    Returns:
        Each of its quotations compared.
    """
    alone = book.of_one(narrative)
    verifications = verified(alone, narrative)
    alone.claims = claims_of(alone, narrative, verifications)
    stored = book.context.findings_of_narrative
    if stored is not None and not any(_is_faulty(claim.verification) for claim in alone.claims):
        stored(narrative, partial(_findings_of, narrative, book))
    for module in _COMPARING:
        run_check(module, alone)
    return verifications


def _findings_of(narrative: Narrative, book: CheckInput) -> list[Finding]:
    """What the checks of single narratives find in one."""
    alone = book.of_one(narrative)
    return [finding for module in CHECKS if module in OF_ONE_NARRATIVE for finding in run_check(module, alone)]


def all_checks() -> tuple[ModuleType, ...]:
    """The checks of this program, then those of extensions, as far as these have codes of their own."""
    known = set(CODES) | {code_of(module) for module in ALL}
    added = []
    for module in extensions.values("checks").values():
        code = code_of(module)
        if re.fullmatch(r"[A-Z]\d{3}", code) and code not in known and callable(getattr(module, "check", None)):
            known.add(code)
            added.append(module)
        else:
            log.warning("the check %s of an extension is left out: it needs a code of its own and check()", code)
    return (*CHECKS, *added)


def run_check(module: ModuleType, inputs: CheckInput) -> list[Finding]:
    """The findings of one check, if the settings want it; none is judged by its severity or accepted yet."""
    context, code = inputs.context, code_of(module)
    optional = getattr(module, "OPTIONAL", False) and code not in context.settings.select
    if not _wanted(code, context) or optional:
        log.debug("the check %s is skipped: %s", code, "it is not asked for" if optional else "by the settings")
        return []
    return _run(module, code, inputs)


def settled(findings: Sequence[Finding], inputs: CheckInput) -> list[Finding]:
    """Findings as they are shown: each once, with the severity of the settings, accepted ones marked, in order."""
    context = inputs.context
    wanted = [_with_severity(finding, context) for finding in dict.fromkeys(findings) if _wanted(finding.code, context)]
    marked = acceptance.accept(wanted, acceptance.acceptances(inputs), context.today, known_codes())
    return sorted(
        (_with_severity(finding, context) for finding in marked if _wanted(finding.code, context)), key=_order
    )


def _is_faulty(verification: Verification) -> bool:
    return verification.not_judged is NotJudged.PROGRAM_FAULT


def _not_compared(claim: Claim) -> Finding:
    """The finding for a quotation on which our own code failed."""
    words = claim.quotation.words
    shown = f"{words[:60]}…" if len(words) > 60 else words
    error = claim.verification.why.rpartition(": ")[2]
    return program_fault(f"the quotation “{shown}” was not compared", error, where=claim.quotation.where)


def _run(module: ModuleType, code: str, inputs: CheckInput) -> list[Finding]:
    """The findings of one check; if it fails, that is a finding, and the other checks are run."""
    findings: list[Finding] = []
    try:
        findings.extend(module.check(inputs))
    except BriefbookError:
        raise
    except Exception as error:
        raise_missing_extra(error)
        log.exception("the check %s failed, by a fault of the program", code)
        findings.append(program_fault(f"the check {code} was not done to the end", error))
    return findings


def code_of(module: ModuleType) -> str:
    """The code that a check's docstring begins with."""
    return (module.__doc__ or "").split(" ", 1)[0]


def known_codes() -> frozenset[str]:
    """The code of every finding there is, whichever stage it comes from."""
    return frozenset(CODES) | {code_of(module) for module in (*ALL, *all_checks())}


def _wanted(code: str, context: CheckContext) -> bool:
    settings = context.settings
    if code == PROGRAM_FAULT:
        return True  # something was not done, whatever was selected
    if settings.select and not code.startswith(tuple(settings.select)):
        return False
    return not (settings.ignore and code.startswith(tuple(settings.ignore)))


def _with_severity(finding: Finding, context: CheckContext) -> Finding:
    severity = context.settings.severity.get(finding.code)
    return replace(finding, severity=Severity(severity)) if severity in list(Severity) else finding


def _order(finding: Finding) -> tuple[object, ...]:
    where = finding.where
    place = (0, where.path, where.line, where.column) if where else (1, "", 0, 0)
    return (*place, natural(finding.item or ""), finding.code, finding.message)
