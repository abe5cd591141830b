"""C226 The two parts of a quotation that the author interrupts follow one another in the paper.

Why:
    In “we see no early end,” he wrote, “to the strike” the reader takes both parts for one sentence. Where the paper
    has them the other way round, or has words between them, each part is right and the whole was never said.
Fails:
    item CDNW9001 date=1962-11-13 from=LDN number=4028
    page THE BASE WOULD NOT BE CLOSED BEFORE SUMMER CAME. THE MINISTER HOPED THAT THE TALKS WOULD END IN MARCH AT LAST.
    > “The base would not be closed before,” he wrote, “the talks would end in March” (CDNW9001).
Passes:
    item CDNW9001 date=1962-11-13 from=LDN number=4028
    page THE BASE WOULD NOT BE CLOSED BEFORE SUMMER CAME. THE MINISTER HOPED THAT THE TALKS WOULD END IN MARCH AT LAST.
    > “The base would not be closed,” he wrote, “before summer came” (CDNW9001).
Remedy:
    Quote the words in the paper's order, and mark by an ellipsis what is left out between them.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from briefbook.checks.check_input import CheckInput
from briefbook.checks.claim import Claim
from briefbook.checks.quotation_words import locator, place_of, short
from briefbook.checks.quotations import read_quotation, verify_in
from briefbook.model.finding import Finding, Severity
from briefbook.model.verdict import Verdict

OF_ONE_NARRATIVE = True
"""Its findings on a narrative are the same, whatever the other narratives say."""

_BETWEEN = re.compile(
    r"[”\"’'»]\s*[^.;:!?“”\"«»()\[\]\n]{0,60}?\b(?:said|says|wrote|writes|reported|replied|answered|added|remarked|declared"
    r"|argued|explained|observed|noted|insisted|warned|went\s+on|continued|cabled|told\s+\w+)\b"
    r"[^.;:!?“”\"«»()\[\]\n]{0,40},\s*[“\"‘'«]"
)
"""All that stands between the parts: who says it, and a comma: the second part goes on where the first ended."""


def check(inputs: CheckInput) -> Iterator[Finding]:
    """One finding for every interrupted quotation of which the parts do not follow one another."""
    for first, second in pairwise(inputs.claims):
        if not _is_interrupted(first, second):
            continue
        item = first.verification.item or ""
        words = (first.quotation.words.rstrip(" ,"), second.quotation.words)
        if _stand_so(inputs, item, " ".join(words)):
            continue
        turned_round = _stand_so(inputs, item, " … ".join(reversed(words)), also_edited=True)
        yield Finding(
            "C226",
            first.quotation.where,
            f"“{short(words[0])}” and “{short(words[1])}” do not follow one another in {locator(first.verification)}",
            remedy="quote them in the paper's order, and mark by an ellipsis what is left out between them.",
            severity=Severity.WARNING if turned_round else Severity.NOTE,
            item=item,
            place=place_of(first.verification),
        )


def _is_interrupted(first: Claim, second: Claim) -> bool:
    """Whether two quotations are the parts of one, both found word for word in one item."""
    if first.narrative is not second.narrative or first.verification.item != second.verification.item:
        return False
    exact = (Verdict.VERBATIM, Verdict.AS_ON_SCAN)
    if any(not claim.is_judged or claim.verification.verdict not in exact for claim in (first, second)):
        return False
    goes_on = second.quotation.words[:1].islower() and first.quotation.words[-1:] not in ".!?"
    between = first.narrative.source[first.quotation.end - 1 : second.quotation.offset + 1]
    return goes_on and _BETWEEN.search(between) is not None


def _stand_so(inputs: CheckInput, item: str, words: str, *, also_edited: bool = False) -> bool:
    made = verify_in(read_quotation(words), inputs.text(item), inputs.scores_of(item), inputs.usage)
    return made.verdict.agrees and (also_edited or made.verdict is not Verdict.EDITED)
