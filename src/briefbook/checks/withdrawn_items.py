"""C114 A cited item was not withdrawn.

Why:
    A paper that was withdrawn is published no longer: its page says only since when, and no picture of it is shown.
    What a chapter says of it, and quotes from it, still stands, and no program can decide whether it may. The finding
    says so for every place; it is a warning, so that the paper is off the site with the next build, whatever is
    decided.
Fails:
    item CDNW9001 date=1962-11-08 from=WASHDC to=EXTERNAL number=3316
    withdrawn CDNW9002 2026-05-03
    > The talks were “put off until the spring” (CDNW9002).
Passes:
    item CDNW9001 date=1962-11-08 from=WASHDC to=EXTERNAL number=3316
    > The talks were delayed (CDNW9001).
Remedy:
    Decide whether the sentence and the words quoted may stay. Rewrite them, or accept the finding and say who allowed
    it.
"""

from collections.abc import Iterator

from briefbook.checks.check_input import CheckInput
from briefbook.checks.quotation_words import short
from briefbook.model.finding import Finding, Severity

OF_ONE_NARRATIVE = True
"""Its findings on a narrative are the same, whatever the other narratives say."""


def check(inputs: CheckInput) -> Iterator[Finding]:
    """A warning for every place that cites an item that was withdrawn, with the words quoted from it there."""
    withdrawn = inputs.catalogue.withdrawn
    for narrative, citation in inputs.citations if withdrawn else ():
        found = withdrawn.get(citation.item)
        if found is None or citation.item in inputs.catalogue:
            continue
        index = next(at for at, other in enumerate(narrative.citations) if other is citation)
        quoted = [quotation.words for quotation in narrative.quotations if index in quotation.citations]
        words = "; ".join(f"“{short(each)}”" for each in quoted)
        remedy = "decide whether what is said of it may stay, and accept this finding then."
        if quoted:
            remedy = f"decide whether the words may stay that are quoted from it, and accept this finding then: {words}"
        yield Finding(
            "C114",
            citation.where,
            f"{citation.item} is cited and was withdrawn on {found.day or 'a day that is not known'}",
            remedy=remedy,
            severity=Severity.WARNING,
            item=citation.item,
            data={"withdrawn": found.day, "quoted": quoted},
        )
