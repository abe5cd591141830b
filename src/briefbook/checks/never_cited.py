"""C111 Items are cited somewhere.

Why:
    An item that no page cites can only be found by searching. That may be meant; in a small book mostly forgotten. A
    draft is no page yet: what only drafts cite is not cited.
Fails:
    item CDNW9001 date=1962-11-08
    item CDNW9002 date=1962-11-08
    > The talks were delayed (CDNW9001).
Passes:
    item CDNW9001 date=1962-11-08
    item CDNW9002 date=1962-11-08
    > The talks were delayed (CDNW9001, CDNW9002).
Remedy:
    Cite them where they belong, or ignore this check for a collection that is more than its book.
"""

from collections.abc import Iterator

from briefbook.checks.check_input import CheckInput
from briefbook.model.finding import Finding, Severity
from briefbook.progress import pluralise


def check(inputs: CheckInput) -> Iterator[Finding]:
    """One note for all items that no published page cites; none where no such page cites anything."""
    cited = {citation.item for narrative, citation in inputs.citations if not narrative.is_draft}
    missing = [item for item in inputs.entries if item not in cited]
    if missing and cited:
        shown = ", ".join(missing[:8]) + (", …" if len(missing) > 8 else "")
        yield Finding(
            "C111",
            None,
            f"{len(missing)} of {pluralise(len(inputs.entries), 'item')} {'is' if len(missing) == 1 else 'are'} "
            f"cited on no page: {shown}",
            remedy="cite them where they belong, or ignore C111 in briefbook.toml.",
            severity=Severity.NOTE,
            data={"items": missing},
        )
