"""C217 "First", "all", "never" are looked at twice.

Why:
    "For the first time" says something of every other paper too. A program cannot tell whether it is true; it can ask.
Fails:
    item CDNW9001 date=1962-11-09
    > The delegations voted differently for the first time (CDNW9001).
Passes:
    item CDNW9001 date=1962-11-09
    > The delegations voted differently (CDNW9001).
Remedy:
    Look for a paper that says otherwise; keep the word if none does. This check runs only when it is selected by its
    code.
"""

import re
from collections.abc import Iterator

from briefbook.checks.check_input import CheckInput
from briefbook.model.finding import Finding, Severity

OF_ONE_NARRATIVE = True
"""Its findings on a narrative are the same, whatever the other narratives say."""

OPTIONAL = True
_WORDS = re.compile(
    r"\b(?:for the first time|the first to|never before|unprecedented|without exception|unanimous(?:ly)?)\b", re.I
)


def check(inputs: CheckInput) -> Iterator[Finding]:
    """A note for every such claim in a sentence that rests on items."""
    for statement in inputs.statements:
        for match in _WORDS.finditer(statement.text):
            if statement.items:
                yield Finding(
                    "C217",
                    statement.where(*match.span()),
                    f'"{match.group()}" says something of papers that are not cited',
                    remedy="look for a paper that says otherwise.",
                    severity=Severity.NOTE,
                    cannot_tell=True,
                )
