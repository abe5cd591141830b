"""C306 Every footnote mark has its note, and every note its mark.

Why:
    A mark without a note is a promise not kept; a note without a mark is never read.
Fails:
    > The talks were delayed.[^1]
Passes:
    > The talks were delayed.[^1]
    >
    > [^1]: As is told in the next section.
Remedy:
    Add the note or the mark, or delete what is left over.
"""

import re
from collections.abc import Iterator

from briefbook.checks.check_input import CheckInput
from briefbook.checks.statements import where_of
from briefbook.model.finding import Finding

OF_ONE_NARRATIVE = True
"""Its findings on a narrative are the same, whatever the other narratives say."""

_NOTE = re.compile(r"^[ ]{0,3}\[\^([^\[\]\s]+)\]:", re.M)
_MARK = re.compile(r"\[\^([^\[\]\s]+)\](?!:)")


def check(inputs: CheckInput) -> Iterator[Finding]:
    """One finding for every mark without note and every note without mark."""
    for narrative in inputs.narratives:
        notes = {match[1]: match for match in reversed(list(_NOTE.finditer(narrative.source)))}
        marks = {match[1]: match for match in reversed(list(_MARK.finditer(narrative.source)))}
        for name, match in marks.items():
            if name not in notes:
                yield Finding(
                    "C306",
                    where_of(narrative, *match.span()),
                    f"the footnote {name} has no note",
                    remedy=f"write [^{name}]: and the note on a line of its own.",
                )
        for name, match in notes.items():
            if name not in marks:
                yield Finding(
                    "C306",
                    where_of(narrative, *match.span()),
                    f"nothing refers to the note {name}",
                    remedy=f"write [^{name}] where it belongs, or delete the note.",
                )
