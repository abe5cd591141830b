"""C203 A quotation can be checked.

Why:
    A check that had nothing to compare with has found nothing wrong, which is not the same as right. Where no text is
    held, or too little of it is legible, the quotation is neither passed nor failed.
Fails:
    item CDNW9001 date=1962-11-13 from=LDN number=4028
    > He said that Castro “looked dissatisfied with everything” (CDNW9001).
Passes:
    item CDNW9001 date=1962-11-13 from=LDN number=4028
    page CASTRO LOOKED DISSATISFIED WITH EVERYTHING.
    > He said that Castro “looked dissatisfied with everything” (CDNW9001).
Remedy:
    Bring in the scan, or type the page's text into transcripts/.
"""

from collections.abc import Iterator

from rapidfuzz import fuzz, utils

from briefbook.checks.check_input import CheckInput
from briefbook.checks.quotation_words import data_of, items_with_words, place_of, short
from briefbook.checks.verifications import NOT_SHOWN
from briefbook.model.finding import Finding, Severity
from briefbook.model.verdict import Verdict

OF_ONE_NARRATIVE = True
"""Its findings on a narrative are the same, whatever the other narratives say."""


def check(inputs: CheckInput) -> Iterator[Finding]:
    """A note for every cited quotation that cannot be told."""
    for claim in inputs.claims:
        verification = claim.verification
        if not claim.is_judged or verification.verdict is not Verdict.CANNOT_TELL or not claim.cited:
            continue
        if verification.why.startswith(NOT_SHOWN):  # said once, where the item is cited
            continue
        others = items_with_words(verification)
        remedy = "bring in the scan, or type the page's text into transcripts/."
        if not any(item in inputs.entries for item in claim.items):  # a transcript of it would not be read
            remedy = "correct the id, or bring in its scan or description."
        elif all(inputs.has_text(item) for item in claim.items):
            near = next((found for item in claim.items if (found := _nearest(inputs, item, verification.words))), None)
            remedy = (
                f"look at the picture: what comes nearest is on p. {near[0]}, where it is read: {short(near[1], 200)}"
                if near
                else f"look at the picture: if they are words of {claim.cited}, type the lines into its transcript."
            )
        if verification.difference:
            remedy = f"look at the picture; it is read: {short(verification.found, 200)}"
        if others:
            remedy += f" {others[0].upper()}{others[1:]}."
        yield Finding(
            "C203",
            claim.quotation.where,
            f"“{short(verification.words)}” cannot be checked: {verification.why}",
            remedy=remedy,
            severity=Severity.NOTE,
            item=verification.item or claim.items[0],
            place=place_of(verification),
            cannot_tell=True,
            data=data_of(verification),
        )


MIN_LIKENESS = 60
"""Of a hundred; what is read and is less like the words quoted than this is no help in finding them."""

_MOST_WORDS = 40
"""Words of a quotation with which the nearest place is sought; a longer one's beginning."""


def _nearest(inputs: CheckInput, item: str, words: str) -> tuple[int, str] | None:
    """Page and words of an item that are most like words quoted; None where none are."""
    wanted = words.split()[:_MOST_WORDS]
    plain = utils.default_process(" ".join(wanted))
    best: tuple[float, int, str] = (MIN_LIKENESS, 0, "")
    for page in inputs.pages(item):
        read = page.text.split()
        for size in {max(1, len(wanted) - 1), len(wanted)}:
            for start in range(len(read) - size + 1):
                found = " ".join(read[start : start + size])
                likeness = fuzz.ratio(plain, utils.default_process(found), score_cutoff=best[0])
                if likeness > best[0]:
                    best = (likeness, page.number, found)
    return (best[1], best[2]) if best[1] else None
