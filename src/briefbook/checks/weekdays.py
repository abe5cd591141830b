"""C214 A weekday and its date agree.

Why:
    "Friday, November 8" of a year in which the 8th was a Thursday: one of the two is wrong, and perhaps the cable.
Fails:
    book dates=1962-11-08/1962-11-13
    > On Friday, November 8, the talks were delayed.
Passes:
    book dates=1962-11-08/1962-11-13
    > On Friday, November 9, the talks were delayed.
Remedy:
    Correct the day or the date.
"""

from collections.abc import Iterator

from briefbook.checks.check_input import CheckInput
from briefbook.checks.prose_dates import in_words, is_within
from briefbook.model.finding import Finding

OF_ONE_NARRATIVE = True
"""Its findings on a narrative are the same, whatever the other narratives say."""

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def check(inputs: CheckInput) -> Iterator[Finding]:
    """One finding for every weekday that the calendar contradicts."""
    for statement in inputs.statements:
        covered = inputs.dates(statement.narrative)
        for mention in inputs.mentions(statement.text):
            days = mention.days_near(*covered) if covered else mention.days(mention.year) if mention.year else None
            if days is None or mention.weekday is None or days[0].weekday() == mention.weekday:
                continue
            earlier = None if mention.year or is_within(days, covered) else mention.days(days[0].year - 1)
            if earlier is None or earlier[0].weekday() != mention.weekday:  # it may be of the year before
                yield Finding(
                    "C214",
                    statement.where(mention.start, mention.end),
                    f"{in_words(days[0])} was a {_DAYS[days[0].weekday()]}, not a {_DAYS[mention.weekday]}",
                    remedy="correct the day or the date.",
                )
