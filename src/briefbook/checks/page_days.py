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
    Correct `dates`, or accept: an overview may span other pages, and nothing may have been kept of some days.
"""

import datetime
from collections.abc import Iterator
from itertools import pairwise

from briefbook.checks.book import Book
from briefbook.checks.when import in_words
from briefbook.model.finding import Finding, Severity
from briefbook.model.locator import Where

_DAY = datetime.timedelta(days=1)


def check(book: Book) -> Iterator[Finding]:
    """A note for every two neighbouring pages that overlap or leave days out (up to a month)."""
    dated = sorted(
        ((days, narrative) for narrative in book.narratives if (days := book.dates(narrative))),
        key=lambda one: (one[0], one[1].path),
    )
    for (first, page), (second, following) in pairwise(dated):
        if second[0] <= first[1]:
            if first[0] <= second[0] and second[1] <= first[1] and first != second:
                continue  # a page within an overview
            what = f"{in_words(second[0])} to {in_words(min(first[1], second[1]))} stand on {page.path} too"
        elif (second[0] - first[1]).days > 1 and (second[0] - first[1]).days <= 31:
            what = f"no page covers {in_words(first[1] + _DAY)} to {in_words(second[0] - _DAY)}, after {page.path}"
        else:
            continue
        yield Finding(
            "C309",
            Where(following.path, 1),
            what,
            remedy="correct `dates`, or accept it.",
            severity=Severity.NOTE,
        )
