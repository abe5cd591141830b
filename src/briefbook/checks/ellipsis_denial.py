"""C215 An ellipsis does not leave out a NOT.

Why:
    Three dots that stand for DID NOT turn a sentence round, and every word that is left is verbatim.
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


def check(inputs: CheckInput) -> Iterator[Finding]:
    """One finding for every quotation whose ellipsis stands for a few words with a negation among them."""
    for claim in inputs.claims:
        left_out = claim.verification.ellipsis_denial
        if left_out:
            yield Finding(
                "C215",
                claim.quotation.where,
                f"the ellipsis in “{short(claim.verification.words)}” leaves out {left_out}",
                remedy="quote the words that are left out.",
                item=claim.verification.item,
                place=place_of(claim.verification),
            )
