"""H901 A harbour is spelt as the harbour board spells it.

Why:
    The board changed the name in 1958; readers who search for the new one find nothing of a page with the old one.
Fails:
    > The ferry left Kristiania that night.
Passes:
    > The ferry left Oslo that night.
Remedy:
    Write the present name, with the former one in brackets.
"""

import re
from collections.abc import Iterator

from briefbook.checks.check_input import CheckInput
from briefbook.model.finding import Finding, Severity

NAMES = {"Kristiania": "Oslo", "Danzig": "Gdańsk"}
"""Former name -> present name."""


def check(inputs: CheckInput) -> Iterator[Finding]:
    """Yield a warning for each former name in the prose that does not stand in brackets."""
    for statement in inputs.statements:
        for match in re.finditer("|".join(NAMES), statement.text):
            if statement.text[: match.start()].endswith("("):
                continue
            yield Finding(
                "H901",
                statement.where(match.start(), match.end()),
                f"{match[0]} is the former name of {NAMES[match[0]]}",
                remedy=f"write {NAMES[match[0]]} (formerly {match[0]}).",
                severity=Severity.WARNING,
            )
