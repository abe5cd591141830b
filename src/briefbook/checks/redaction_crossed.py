"""C212 A quotation does not run on across a redaction.

Why:
    Where words are blacked out, nobody outside knows what stood there. A quotation that runs on as if nothing were
    missing makes a sentence that the cable may not contain.
Fails:
    item CDNW9001 date=1962-11-13 from=LDN number=4028
    page CASTRO LOOKED DISSATISFIED WITH [redacted] THE RUSSIANS AND THE OTHERS PRESENT.
    > He said that Castro “looked dissatisfied with the Russians and the others present” (CDNW9001).
Passes:
    item CDNW9001 date=1962-11-13 from=LDN number=4028
    page CASTRO LOOKED DISSATISFIED WITH THE RUSSIANS AND [redacted] OTHERS PRESENT.
    > He said that Castro “looked dissatisfied with the Russians” (CDNW9001).
Remedy:
    End the quotation before the redaction, or mark it: "[redacted]".
"""

from collections.abc import Iterator

from briefbook.checks.check_input import CheckInput
from briefbook.checks.quotation_words import locator, place_of, short
from briefbook.model.finding import Finding

OF_ONE_NARRATIVE = True
"""Its findings on a narrative are the same, whatever the other narratives say."""


def check(inputs: CheckInput) -> Iterator[Finding]:
    """One finding for every quotation with a redaction inside."""
    for claim in inputs.claims:
        verification = claim.verification
        if not verification.redaction:
            continue
        marked = "redact" in verification.words.lower() or "sanitiz" in verification.words.lower()
        if not marked:
            yield Finding(
                "C212",
                claim.quotation.where,
                f"“{short(verification.words)}” runs across a redaction in {locator(verification)} "
                f"({verification.redaction})",
                remedy="end the quotation before it, or mark it: [redacted].",
                item=verification.item,
                place=place_of(verification),
            )
