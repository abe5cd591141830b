"""C310 A page has papers of most days that it covers.

Why:
    A page of six days whose papers are of three is either right (a week-end) or has lost something. The reader should
    be told; the curator should know.
Fails:
    item CDNW9001 date=1962-11-08 from=WASHDC number=3316
    item CDNW9002 date=1962-11-13 from=WASHDC number=3355
    book dates=1962-11-08/1962-11-13
    > The talks were delayed (CDNW9001), and went on (CDNW9002).
Passes:
    item CDNW9001 date=1962-11-08 from=WASHDC number=3316
    item CDNW9002 date=1962-11-09 from=WASHDC number=3326
    book dates=1962-11-08/1962-11-09
    > The talks were delayed (CDNW9001), and went on (CDNW9002).
Remedy:
    Look for papers of those days, or accept the finding with what is known of them.
"""

import datetime
from collections.abc import Iterator

from briefbook.checks.check_input import CheckInput
from briefbook.checks.prose_dates import in_words
from briefbook.checks.table_rows import rows_of
from briefbook.model.finding import Finding, Severity
from briefbook.model.locator import FilePosition
from briefbook.model.narrative import Narrative
from briefbook.text.dates import Span


def check(inputs: CheckInput) -> Iterator[Finding]:
    """A note for every page with days of which no cited item bears the date; week-ends are named as such.

    Pages of the very same days are arranged by subject: together they must hold those days, and the first is told.
    """
    by_days: dict[Span, list[Narrative]] = {}
    for narrative in inputs.narratives:
        if (covered := inputs.dates(narrative)) and 1 <= (covered[1] - covered[0]).days <= 45:
            by_days.setdefault(covered, []).append(narrative)
    for (first, last), pages in by_days.items():
        cited = {citation.item for narrative in pages for citation in narrative.citations}
        cited |= {row.item for narrative in pages for table in narrative.tables for row in rows_of(narrative, table)}
        days = {day[0] for item in cited if (day := inputs.day(item)) and day[0] == day[1]}
        every = [first + datetime.timedelta(days=n) for n in range((last - first).days + 1)]
        missing = [day for day in every if day not in days]
        if days and missing:
            here = "here" if len(pages) == 1 else f"on the {len(pages)} pages of these days"
            yield Finding(
                "C310",
                FilePosition(min(pages, key=lambda page: (page.order is None, page.order, page.path)).path, 1),
                f"no item cited {here} is dated {', '.join(_named(day) for day in missing[:10])}"
                + (", …" if len(missing) > 10 else ""),
                remedy="look for papers of those days, or accept this with what is known of them.",
                severity=Severity.NOTE,
                data={"days": [day.isoformat() for day in missing]},
            )


def _named(day: datetime.date) -> str:
    weekend = {5: " (a Saturday)", 6: " (a Sunday)"}.get(day.weekday(), "")
    return f"{in_words(day)}{weekend}"
