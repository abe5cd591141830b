"""C204 An item cited on a page is of the dates that the page covers.

Why:
    A page "November 8 - November 13" promises the papers of those days. An item of another date is in the wrong place,
    wrongly dated, or the page's dates are too narrow. What counts is the cable's own date, not that of the events it
    tells of.
Fails:
    item CDNW9001 date=1962-12-08 from=WASHDC number=3316
    book dates=1962-11-08/1962-11-13
    > The talks were delayed (CDNW9001).
Passes:
    item CDNW9001 date=1962-11-08 from=WASHDC number=3316
    book dates=1962-11-08/1962-11-13
    > A conversation of November 6 was reported later (CDNW9001).
Remedy:
    Move the passage, correct the item's date, or widen `dates` in the page's front matter.
"""

from collections.abc import Iterator

from briefbook.checks.check_input import CheckInput
from briefbook.checks.prose_dates import in_words
from briefbook.model.finding import Finding, Severity

OF_ONE_NARRATIVE = True
"""Its findings on a narrative are the same, whatever the other narratives say."""


def check(inputs: CheckInput) -> Iterator[Finding]:
    """One finding for every item that a narrative cites from outside its dates, at the first citation."""
    for narrative in inputs.narratives:
        covered = inputs.dates(narrative)
        if covered is None:
            continue
        reported = set()
        for citation in narrative.citations:
            day = inputs.day(citation.item)
            if citation.item in reported or day is None:
                continue
            reported.add(citation.item)
            off = max((covered[0] - day[1]).days, (day[0] - covered[1]).days)
            if off <= 0:
                continue
            yield Finding(
                "C204",
                citation.where,
                f"{citation.item} is dated {in_words(day[0])}, outside this page's dates "
                f"({in_words(covered[0])} to {in_words(covered[1])})",
                remedy="move the passage, correct the item's date, or widen `dates` in the front matter.",
                severity=Severity.NOTE if off == 1 else Severity.WARNING,
                item=citation.item,
                data={"days_off": off},
            )
