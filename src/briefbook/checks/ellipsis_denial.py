"""C215 What an ellipsis hides does not change the sense.

Why:
    Three dots that stand for DID NOT, or HE REFUSED TO, turn a sentence round, and every word that is left is verbatim.
    So may dots that join one sentence's subject with another's verb, or pass over many lines.
Fails:
    item CDNW9001 date=1962-11-13 from=LDN number=4028
    page THE AMBASSADOR SAID HE DID NOT RPT NOT EXPECT A SETTLEMENT.
    > The ambassador “said he … expect a settlement” (CDNW9001).
Passes:
    item CDNW9001 date=1962-11-13 from=LDN number=4028
    page THE AMBASSADOR OF BRAZIL SAID HE DID NOT RPT NOT EXPECT A SETTLEMENT.
    > The ambassador “… said he did not expect a settlement” (CDNW9001).
Remedy:
    Quote the words that are left out.
"""

from collections.abc import Iterator

from briefbook.checks.check_input import CheckInput
from briefbook.checks.quotation_words import place_of, short
from briefbook.model.finding import Finding
from briefbook.model.verdict import EditingGrade, Verdict

OF_ONE_NARRATIVE = True
"""Its findings on a narrative are the same, whatever the other narratives say."""


def check(inputs: CheckInput) -> Iterator[Finding]:
    """One finding for every quotation that is word for word but for what an ellipsis of the author may hide."""
    for claim in inputs.claims:
        if not claim.is_judged or claim.verification.verdict is not Verdict.EDITED:
            continue
        for hand in claim.verification.editing:
            if hand.grade is not EditingGrade.DOUBTFUL:
                continue
            hidden = hand.source if len(hand.source) <= 90 else f"{hand.source[:60]} … {hand.source[-25:]}"
            yield Finding(
                "C215",
                claim.quotation.where,
                f"“{short(claim.verification.words)}”: {hand.why}; the words left out are: {hidden}",
                remedy=(
                    "quote the words that are left out; where sentences are joined, begin the next with a capital, or "
                    "make two quotations of it."
                ),
                item=claim.verification.item,
                place=place_of(claim.verification),
            )
