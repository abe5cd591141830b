"""C312 Words are spelt as the dictionary or the collection has them.

Why:
    A slip of the keyboard in the author's own words. Names that the papers have are accepted; quoted words keep the
    spelling of their source.
Fails:
    > The negotiations were delyaed by the inspection.
Passes:
    > The negotiations were delayed by the inspection.
Remedy:
    Correct the word. This check runs only when it is selected by its code (`select = ["C", "C312"]`).
"""

import re
from collections.abc import Iterator

from briefbook.checks.check_input import CheckInput
from briefbook.checks.names import without_quotations
from briefbook.model.finding import Finding, Severity
from briefbook.text.lexicon import is_word
from briefbook.text.tokens import tokens_of

OF_ONE_NARRATIVE = True
"""Its findings on a narrative are the same, whatever the other narratives say."""

OPTIONAL = True
_WORD = re.compile(r"(?<![\w’'./-])[a-z]{4,}(?![\w’'./-])")


def check(inputs: CheckInput) -> Iterator[Finding]:
    """A note for every word in small letters that neither the dictionary nor two items of the collection have."""
    counts: dict[str, int] = {}
    for item in inputs.entries:
        tokens = {token for word in inputs.plain(item).split() for token in tokens_of(word)}
        for token in tokens:
            counts[token] = counts.get(token, 0) + 1
    for statement in inputs.statements:
        for match in _WORD.finditer(without_quotations(statement.text)):
            if not is_word(match.group()) and counts.get(match.group(), 0) < 2:
                yield Finding(
                    "C312",
                    statement.where(*match.span()),
                    f"{match.group()} is in no dictionary here",
                    remedy="correct it, if it is a slip.",
                    severity=Severity.NOTE,
                )
