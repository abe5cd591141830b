"""C102 A cited item has a scan or a text.

Why:
    Without picture or text nobody can follow the citation, and no quotation from the item can be checked.
Fails:
    item CDNW9001 date=1962-11-08 from=WASHDC number=3316 scan=none
    > The talks were delayed (CDNW9001).
Passes:
    item CDNW9001 date=1962-11-08 from=WASHDC number=3316
    page FM WASHDC NOV8/62 TO EXTERNAL 3316
    > The talks were delayed (CDNW9001).
Remedy:
    Put the scan into scans/, named for its id, and run `briefbook read`. Until then its quotations are "not checkable".
"""

from collections.abc import Iterator

from briefbook.checks.check_input import CheckInput
from briefbook.model.finding import Finding, Severity


def check(inputs: CheckInput) -> Iterator[Finding]:
    """A note for every cited item without scan and text, and one for all the others together."""
    bare = [finding.item or "" for finding in inputs.of_catalogue("C102", lambda: _bare(inputs))]
    for item in bare:
        if item in inputs.cited:
            yield Finding(
                "C102",
                inputs.cited[item],
                f"{item} is described, but neither its scan nor its text is held",
                remedy=f"put the scan into scans/ under the name {item} and run `briefbook read`.",
                severity=Severity.NOTE,
                item=item,
            )
    others = [item for item in bare if item not in inputs.cited]
    if others:
        shown = ", ".join(others[:5]) + (", …" if len(others) > 5 else "")
        yield Finding(
            "C102",
            None,
            (
                f"1 item that no page cites has neither scan nor text: {shown}"
                if len(others) == 1
                else f"{len(others)} items that no page cites have neither scan nor text: {shown}"
            ),
            remedy=f"put {'its scan' if len(others) == 1 else 'their scans'} into scans/ and run `briefbook read`.",
            severity=Severity.NOTE,
            data={"items": others},
        )


def _bare(inputs: CheckInput) -> Iterator[Finding]:
    for item, entry in inputs.entries.items():
        if not entry.scan and not inputs.has_text(item):
            yield Finding("C102", None, "neither its scan nor its text is held", item=item)
