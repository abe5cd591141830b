"""C205 A quotation names its item.

Why:
    Words in quotation marks without a citation in their paragraph cannot be followed to the paper, nor checked.
Fails:
    item CDNW9001 date=1962-11-13 from=LDN number=4028
    page CASTRO LOOKED DISSATISFIED WITH EVERYTHING.
    > He said that Castro “looked dissatisfied with everything” that day.
Passes:
    item CDNW9001 date=1962-11-13 from=LDN number=4028
    page CASTRO LOOKED DISSATISFIED WITH EVERYTHING.
    > He said that Castro “looked dissatisfied with everything” (CDNW9001).
Remedy:
    Cite the item behind the quotation; where the collection has the words, the item is named.
"""

from collections.abc import Iterator

from briefbook.checks.check_input import CheckInput
from briefbook.checks.quotation_words import data_of, has_words, items_with_words, short
from briefbook.model.finding import Finding, Severity

OF_ONE_NARRATIVE = True
"""Its findings on a narrative are the same, whatever the other narratives say."""


def check(inputs: CheckInput) -> Iterator[Finding]:
    """A note for every quotation of three words or more with no citation in its paragraph."""
    for claim in inputs.claims:
        if not claim.is_judged or claim.items or claim.quotation.form == "scare":
            continue
        others = items_with_words(claim.verification)
        citable = any(map(has_words, claim.verification.alternatives))
        remedy = f"{others}: {'cite it.' if citable else 'correct them, and cite it.'}" if others else ""
        yield Finding(
            "C205",
            claim.quotation.where,
            f"“{short(claim.verification.words)}” is quoted, but no item is cited for it",
            remedy=remedy or "cite the item it comes from.",
            severity=Severity.NOTE,
            cannot_tell=True,
            data=data_of(claim.verification),
        )
