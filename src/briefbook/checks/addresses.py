"""C311 No two pages of the book have one address.

Why:
    Two files of one name in different folders would be written to one web page, and one of them would be lost.
Fails:
    book a/nov-8.md title="One"
    > The talks were delayed.
    book b/nov-8.md title="Other"
    > The talks went on.
Passes:
    book nov-8.md title="One"
    > The talks were delayed.
    book nov-14.md title="Other"
    > The talks went on.
Remedy:
    Rename one of the files.
"""

from collections.abc import Iterator

from briefbook.checks.check_input import CheckInput
from briefbook.model.finding import Finding, Severity
from briefbook.model.locator import FilePosition


def check(inputs: CheckInput) -> Iterator[Finding]:
    """An error for every page whose address an earlier one has."""
    first_paths: dict[tuple[str, str], str] = {}
    for narrative in inputs.narratives:
        slug = (narrative.slug.casefold(), narrative.language)  # a translation has the address of its page
        if slug in first_paths:
            yield Finding(
                "C311",
                FilePosition(narrative.path, 1),
                f"{first_paths[slug]} has the same address ({narrative.slug})",
                remedy="rename one of the files.",
                severity=Severity.ERROR,
            )
        first_paths.setdefault(slug, narrative.path)
