"""C219 The page and lines that are cited are where the words stand.

Why:
    Who follows "p. 2" and does not find the words there doubts the whole citation.
Fails:
    item CDNW9001 date=1962-11-13 from=LDN number=4028
    page CASTRO LOOKED DISSATISFIED WITH EVERYTHING.
    page MIKOYAN WAS MORE PLEASED THAN HE.
    > He said that Castro “looked dissatisfied with everything” (CDNW9001, p. 2).
Passes:
    item CDNW9001 date=1962-11-13 from=LDN number=4028
    page CASTRO LOOKED DISSATISFIED WITH EVERYTHING.
    > He said that Castro “looked dissatisfied with everything” (CDNW9001, p. 1).
Remedy:
    Write the page that the finding names; pages are counted as they are in the file.
"""

from collections.abc import Iterator

from briefbook.checks.check_input import CheckInput
from briefbook.checks.claim import Claim
from briefbook.checks.quotation_words import locator, place_of, short
from briefbook.model.finding import Finding, Severity

OF_ONE_NARRATIVE = True
"""Its findings on a narrative are the same, whatever the other narratives say."""


def check(inputs: CheckInput) -> Iterator[Finding]:
    """One finding for every quotation that stands at another place of its item than the one cited."""
    for claim in inputs.claims:
        yield from _elsewhere_in_item(claim, inputs)


def _elsewhere_in_item(claim: Claim, inputs: CheckInput) -> Iterator[Finding]:
    verification = claim.verification
    if not claim.is_judged or not verification.verdict.agrees or verification.page is None:
        return
    cited = [claim.narrative.citations[index] for index in claim.quotation.citations]
    named = [citation for citation in cited if citation.item == verification.item and citation.page is not None]
    in_range = [citation for citation in named if (citation.page or 0) <= len(inputs.pages(citation.item))]
    if not in_range:
        return
    if not any(citation.page in verification.pages for citation in in_range):
        yield Finding(
            "C219",
            in_range[0].where,
            f"“{short(verification.words)}” stands in {locator(verification)}, not on p. {in_range[0].page}",
            remedy=f"write p. {verification.page}.",
            item=verification.item,
            place=place_of(verification),
        )
        return
    lines = [citation.lines for citation in in_range if citation.lines]
    there = verification.lines
    if lines and there and not any(first <= there[1] + 1 and there[0] <= last + 1 for first, last in lines):
        yield Finding(
            "C219",
            in_range[0].where,
            f"“{short(verification.words)}” stands in {locator(verification)}, not on the lines cited",
            remedy="write these lines, or leave lines out: they are counted on the reading, not on the paper.",
            severity=Severity.NOTE,
            item=verification.item,
            place=place_of(verification),
        )
