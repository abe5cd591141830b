"""C202 A quotation that agrees but for misread letters is looked at once.

Why:
    The machine misreads letters: where the text held has CASTR0 L00KED, the quotation is very likely right, but only
    the picture can say so.
Fails:
    item CDNW9001 date=1962-11-13 from=LDN number=4028 by=machine
    page CASTRO LOOKED DISSATISFIED WITH EVERYTHIHG AND TBE OTHERS.
    > He said that Castro “looked dissatisfied with everything and the others” (CDNW9001).
Passes:
    item CDNW9001 date=1962-11-13 from=LDN number=4028 by=machine
    page CASTRO LOOKED DISSATISFIED WITH EVERYTHING AND THE OTHERS.
    > He said that Castro “looked dissatisfied with everything and the others” (CDNW9001).
Remedy:
    Look at the picture. Correct the transcript, and the quotation is word for word; or correct the quotation.
"""

from collections.abc import Iterator

from briefbook.checks.check_input import CheckInput
from briefbook.checks.quotation_words import data_of, locator, place_of, short
from briefbook.model.finding import Finding, Severity
from briefbook.model.verdict import Verdict

OF_ONE_NARRATIVE = True
"""Its findings on a narrative are the same, whatever the other narratives say."""


def check(inputs: CheckInput) -> Iterator[Finding]:
    """A note for every quotation that is verbatim but for reading noise."""
    for claim in inputs.claims:
        verification = claim.verification
        if claim.is_judged and verification.verdict is Verdict.NOISY:
            read = [f"{step.source} for {step.quoted}" for step in verification.difference if step.step == "noise"]
            yield Finding(
                "C202",
                claim.quotation.where,
                f"“{short(verification.words)}” agrees with {locator(verification)} but for misread letters "
                f"({'; '.join(read[:4])}): look at the picture",
                remedy=f"correct the transcript of {verification.item}, p. {verification.page}, if the picture agrees.",
                severity=Severity.NOTE,
                item=verification.item,
                place=place_of(verification),
                data=data_of(verification),
            )
