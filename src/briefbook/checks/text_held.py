"""C103 A scan that is held can be read.

Why:
    A scan without a legible word is on the site as a picture only: search does not find it, and nothing can be checked
    against it. Whether what is said of it is right cannot be told.
Fails:
    item CDNW9001 date=1962-11-08 from=WASHDC number=3316 scan=scans/CDNW9001.pdf
    > The talks were delayed (CDNW9001).
Passes:
    item CDNW9001 date=1962-11-08 from=WASHDC number=3316 scan=scans/CDNW9001.pdf
    page FM WASHDC NOV8/62 TO EXTERNAL 3316
    > The talks were delayed (CDNW9001).
Remedy:
    Run `briefbook read`; if it stays without words, look at the picture and type the text into transcripts/.
"""

from collections.abc import Iterator

from briefbook.checks.check_input import CheckInput
from briefbook.model.finding import Finding
from briefbook.util.advice import typed


def check(inputs: CheckInput) -> Iterator[Finding]:
    """One finding for every item with a scan and no word, unless it is told already why the scan cannot be read."""
    reported = {finding.item for finding in inputs.context.found_before if finding.code == "R104"}
    findings = inputs.of_catalogue("C103", lambda: _of_catalogue(inputs))
    yield from inputs.placed(finding for finding in findings if finding.item not in reported)


def _of_catalogue(inputs: CheckInput) -> Iterator[Finding]:
    for item, entry in inputs.entries.items():
        if entry.scan and not inputs.has_text(item):
            yield Finding(
                "C103",
                None,
                f"{item} has a scan, but no word on it could be read",
                remedy=f"run {typed('read', item)}; if it stays so, type the text into transcripts/{item}/p001.txt.",
                item=item,
                cannot_tell=True,
            )
