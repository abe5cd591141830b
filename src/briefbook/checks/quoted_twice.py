"""C220 The same words are quoted once, or on purpose.

Why:
    A sentence that carries two chapters is mostly an oversight of cutting and pasting, and where the two quotations are
    not alike to the letter, one of them is wrong.
Fails:
    item CDNW9001 date=1962-11-13 from=LDN number=4028
    page CASTRO LOOKED DISSATISFIED WITH EVERYTHING AND SAID SO OFTEN.
    > He said that Castro “looked dissatisfied with everything and said so often” (CDNW9001).
    >
    > Castro “looked dissatisfied with everything and said so often” (CDNW9001), as he wrote.
Passes:
    item CDNW9001 date=1962-11-13 from=LDN number=4028
    page CASTRO LOOKED DISSATISFIED WITH EVERYTHING AND SAID SO OFTEN.
    > He said that Castro “looked dissatisfied with everything” (CDNW9001), and that he “said so often” (CDNW9001).
Remedy:
    Keep one of them, refer from the other, or accept the finding with the reason.
"""

from collections.abc import Iterator

from briefbook.checks.check_input import CheckInput
from briefbook.checks.claim import Claim
from briefbook.checks.quotation_words import short
from briefbook.checks.quotations import read_quotation
from briefbook.model.finding import Finding, Severity

MIN_WORDS = 6
"""Shorter ones are names, titles and turns of phrase that a book may well repeat."""


def check(inputs: CheckInput) -> Iterator[Finding]:
    """A note for every quotation whose words, at least six in a row, are quoted from the same item before."""
    seen: dict[str, list[tuple[str, Claim]]] = {}
    for claim in inputs.claims:
        verification = claim.verification
        quoted = read_quotation(verification.words)
        if not claim.is_judged or verification.item is None or verification.page is None or quoted.size < MIN_WORDS:
            continue
        words = f" {quoted.plain} "
        earlier = seen.setdefault(verification.item, [])
        first = next((other for text, other in earlier if words in text or text in words), None)
        earlier.append((words, claim))
        if first is not None:
            yield Finding(
                "C220",
                claim.quotation.where,
                f"“{short(verification.words)}” is quoted before: {first.quotation.where}",
                remedy="keep one of them, refer from the other, or accept this with the reason.",
                severity=Severity.NOTE,
                item=verification.item,
            )
