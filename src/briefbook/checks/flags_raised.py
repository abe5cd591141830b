"""C108 The clock of a cable runs forward.

Why:
    A cable is written, sent and received, in this order. A heading that says otherwise has been misread, or its typist
    or printer erred.
Fails:
    item CDNW9001 date=1962-10-31 from=WASHDC number=3316 flags=received_before_sent
    > The talks were delayed (CDNW9001).
Passes:
    item CDNW9001 date=1962-10-31 from=WASHDC number=3316
    > The talks were delayed (CDNW9001).
Remedy:
    Look at the picture; neighbours by number often say which of the two is wrong.
"""

from collections.abc import Iterator

from briefbook.checks.book import Book
from briefbook.model.finding import Finding


def check(book: Book) -> Iterator[Finding]:
    """One finding for every anomaly that reading the heading raised."""
    for item, entry in book.entries.items():
        for flag in entry.flags:
            yield Finding(
                "C108",
                book.cited.get(item),
                f"{item}: the heading is odd: {flag.replace('_', ' ')}",
                remedy="look at the picture, and correct what was misread.",
                item=item,
                data={"flag": flag},
            )
