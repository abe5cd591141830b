"""C308 A page's title, its dates and its name say the same days.

Why:
    The title is what the reader sees, `dates` what is checked, the file's name what is linked. When a page is split or
    moved, one of them is forgotten.
Fails:
    book nov-8-13-1962.md title="November 8 - November 13, 1962" dates=1962-11-08/1962-11-14
    > The talks were delayed.
Passes:
    book nov-8-13-1962.md title="November 8 - November 13, 1962" dates=1962-11-08/1962-11-13
    > The talks were delayed.
Remedy:
    Correct the title or `dates` in the front matter, or rename the file.
"""

import re
from collections.abc import Iterable, Iterator

from briefbook.checks.check_input import CheckInput
from briefbook.checks.prose_dates import in_words
from briefbook.model.finding import Finding
from briefbook.model.locator import FilePosition
from briefbook.model.narrative import Narrative
from briefbook.text.dates import Mention, Span, month_number

OF_ONE_NARRATIVE = True
"""Its findings on a narrative are the same, whatever the other narratives say."""

_SLUG = re.compile(r"(?<![a-z])(?P<month>[a-z]{3,9})-(?P<day>\d{1,2})(?!\d)(?:-(?P<last>\d{1,2})(?!\d))?", re.I)


def check(inputs: CheckInput) -> Iterator[Finding]:
    """One finding for every page whose title or name gives other days than its dates."""
    for narrative in inputs.narratives:
        covered = inputs.dates(narrative)
        if covered is None:
            continue
        title_days = _title_days(inputs.mentions(narrative.title), covered)
        for what, days_named in (("title", title_days), ("file's name", _slug_days(narrative, covered))):
            if days_named and days_named != covered:
                yield Finding(
                    "C308",
                    FilePosition(narrative.path, 1),
                    f"the {what} gives {in_words(days_named[0])} to {in_words(days_named[1])}, "
                    f"`dates` {in_words(covered[0])} to {in_words(covered[1])}",
                    remedy="correct the title or `dates`, or rename the file.",
                )


def _title_days(mentions: Iterable[Mention], covered: Span) -> Span | None:
    days = [day for mention in mentions if (day := mention.days(covered[0].year))]
    if not days or len(days) > 2:
        return None
    first, last = days[0][0], days[-1][1]
    if last < first and len(days) == 2 and covered[1].year > covered[0].year:
        last = last.replace(year=covered[1].year)
    return (first, last) if first <= last else None


def _slug_days(narrative: Narrative, covered: Span) -> Span | None:
    matches = list(_SLUG.finditer(narrative.slug))
    if len(matches) != 1 or not (month := month_number(matches[0]["month"])):
        return None
    try:
        first = covered[0].replace(month=month, day=int(matches[0]["day"]))
        last = first.replace(day=int(matches[0]["last"])) if matches[0]["last"] else None
    except ValueError:
        return None
    if last is None:
        return None if covered[0] == first else (first, first)
    return (first, last) if last >= first else None
