"""C309 The pages of a book follow one another without overlap or gap.

Why:
    A reader who goes from page to page expects every day once. A day on two pages tells it twice; a day on none hides
    what happened then.
Fails:
    book a.md title="First" dates=1962-11-08/1962-11-13
    > The talks were delayed.
    book b.md title="Second" dates=1962-11-12/1962-11-16
    > The talks went on.
Passes:
    book a.md title="First" dates=1962-11-08/1962-11-13
    > The talks were delayed.
    book b.md title="Second" dates=1962-11-14/1962-11-16
    > The talks went on.
Remedy:
    Correct `dates`, or accept: nothing may have been kept of some days. An overview that spans other pages is passed
    over, and so are pages that cover the very same days: they are arranged by subject.
"""

import datetime
from collections.abc import Iterator

from briefbook.checks.check_input import CheckInput
from briefbook.checks.prose_dates import in_words
from briefbook.model.finding import Finding, Severity
from briefbook.model.locator import FilePosition
from briefbook.text.dates import Span

_DAY = datetime.timedelta(days=1)


def check(inputs: CheckInput) -> Iterator[Finding]:
    """A note for every two neighbouring pages that overlap or leave days out (up to a month)."""
    dated = sorted(
        ((days, narrative) for narrative in inputs.narratives if (days := inputs.dates(narrative))),
        key=lambda pair: (pair[0], pair[1].path),
    )
    reached: tuple[datetime.date, str] | None = None
    for days, page in dated:
        spans = [other for other, neighbour in dated if neighbour is not page]
        if reached is None or days[1] >= reached[0]:
            before, reached = reached, (days[1], page.path)
        else:
            continue  # a page within an overview
        if before is None or any(_within(days, other) or _within(other, days) for other in spans):
            continue  # an overview, or pages of the same days, by subject
        if days[0] <= before[0]:
            what = f"{in_words(days[0])} to {in_words(before[0])} stand on {before[1]} too"
        elif 1 < (days[0] - before[0]).days <= 31:
            what = f"no page covers {in_words(before[0] + _DAY)} to {in_words(days[0] - _DAY)}, after {before[1]}"
        else:
            continue
        yield Finding(
            "C309",
            FilePosition(page.path, 1),
            what,
            remedy="correct `dates`, or accept it.",
            severity=Severity.NOTE,
        )


def _within(span: Span, other: Span) -> bool:
    return other[0] <= span[0] and span[1] <= other[1]
