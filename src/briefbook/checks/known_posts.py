"""C112 A post's code is known and verified.

Why:
    A code that nobody has looked up may be a misreading, and the map and the correspondence put its cables nowhere.
Fails:
    post WASHDC name="Embassy Washington" country=US
    item CDNW9001 date=1962-11-08 from=WASHOC number=3316
    > The talks were delayed (CDNW9001).
Passes:
    post WASHDC name="Embassy Washington" country=US
    item CDNW9001 date=1962-11-08 from=WASHDC number=3316
    > The talks were delayed (CDNW9001).
Remedy:
    Correct the code, give it an alias in briefbook.toml, or confirm it with `briefbook posts confirm`.
"""

from collections import defaultdict
from collections.abc import Iterator

from briefbook.checks.check_input import CheckInput
from briefbook.model.cable import SourceKind
from briefbook.model.finding import Finding, Severity
from briefbook.progress import pluralise
from briefbook.text.posts import is_code


def check(inputs: CheckInput) -> Iterator[Finding]:
    """A note for every code in From or To that the post table does not know, with the items that bear it."""
    yield from inputs.placed(inputs.of_catalogue("C112", lambda: _of_catalogue(inputs)))


def _of_catalogue(inputs: CheckInput) -> Iterator[Finding]:
    unknown: dict[str, list[str]] = defaultdict(list)
    for item, entry in inputs.entries.items():
        for name in ("from", "to"):
            for reading in entry.effective_readings(name):
                code = reading.value or ""
                if reading.by is SourceKind.COVER or not code or not is_code(code):
                    continue  # cover sheets name persons by their surnames
                if inputs.context.post(code) is None and item not in unknown[code]:
                    unknown[code].append(item)
    for code, items in sorted(unknown.items()):
        if items:
            shown = ", ".join(items[:3]) + (", …" if len(items) > 3 else "")
            yield Finding(
                "C112",
                None,
                f"{code} is an unknown post ({pluralise(len(items), 'item')}: {shown})",
                remedy="correct the code, give it an alias in briefbook.toml, or confirm it.",
                severity=Severity.NOTE,
                item=items[0],
                data={"code": code, "items": items},
            )
