"""C302 A link says where it leads.

Why:
    "See here" tells nobody what is there: not the reader of the printed page, not the blind reader who goes from link
    to link, and when the link is lost, as it is in a copied text, nobody can mend it.
Fails:
    > The bombers were not yet gone (see here).
Passes:
    > The bombers were not yet gone (see [November 14](https://example.org/november-14)).
Remedy:
    Name the page: "(see [November 14](nov-14.md))".
"""

import re
from collections.abc import Iterator

from briefbook.checks.check_input import CheckInput
from briefbook.model.finding import Finding
from briefbook.model.locator import FilePosition
from briefbook.model.narrative import Narrative

OF_ONE_NARRATIVE = True
"""Its findings on a narrative are the same, whatever the other narratives say."""

_NAMELESS = frozenset(
    ("here", "this", "link", "click here", "this link", "this page", "see here", "more", "read more", "")
)
_LOST = re.compile(
    r"\b(?:see|cf\.?|click|(?:read|find|see)\s+(?:\w+\s+)?more|(?:found|available|read|seen|viewed|accessed))\s+(?P<word>here)\b"
    r"(?!\s+(?:that|how|the|a|an|in|on|at|to|by|and)\b)",
    re.I,
)


def check(inputs: CheckInput) -> Iterator[Finding]:
    """One finding for every link named "here" or the like, and for every "see here" that is no link any more."""
    for narrative in inputs.narratives:
        linked = []
        for link in narrative.links:
            linked.append((link.where.line, link.where.column, link.where.end))
            if link.text.strip(" .,;:").casefold() in _NAMELESS:
                yield Finding(
                    "C302",
                    link.where,
                    f'the link "{link.text.strip()}" does not say where it leads ({link.target})',
                    remedy="name the page or item it leads to.",
                )
        yield from _lost(narrative, linked)


def _lost(narrative: Narrative, linked: list[tuple[int, int, int]]) -> Iterator[Finding]:
    for number, row in enumerate(narrative.source.splitlines(), start=1):
        for match in _LOST.finditer(row):
            column = match.start("word") + 1
            if row[match.start("word") - 1] == "[" or any(
                line == number and first <= column < max(end, first + 1) for line, first, end in linked
            ):
                continue
            yield Finding(
                "C302",
                FilePosition(narrative.path, number, column, match.end("word") + 1),
                '"here" stands where a link was or should be, but leads nowhere',
                remedy="write the link and name its target: (see [November 14](nov-14.md)).",
            )
