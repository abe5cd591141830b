"""C113 A cited page is one that the item has.

Why:
    A citation with a page takes the reader there. After a file was divided into parts, or joined to another, a page may
    be another item's, under another number.
Fails:
    item CDNW9001 date=1962-11-08 from=WASHDC to=EXTERNAL number=3316
    page FM WASHDC NOV8/62 TO EXTERNAL 3316
    > The talks were delayed [@CDNW9001, p. 2].
Passes:
    item CDNW9001 date=1962-11-08 from=WASHDC to=EXTERNAL number=3316
    page FM WASHDC NOV8/62 TO EXTERNAL 3316
    > The talks were delayed [@CDNW9001, p. 1].
Remedy:
    Correct the page. Where the file of the cited id was divided, the finding names the item that has the page now.
"""

from collections.abc import Iterator

from briefbook.checks.check_input import CheckInput
from briefbook.model.finding import Finding, Fix
from briefbook.model.narrative import Citation
from briefbook.model.parts import page_ranges

OF_ONE_NARRATIVE = True
"""Its findings on a narrative are the same, whatever the other narratives say."""


def check(inputs: CheckInput) -> Iterator[Finding]:
    """One finding for every citation of a page that its item does not have."""
    for _, citation in inputs.citations:
        if citation.page is None:
            continue
        numbers = sorted(page.number for page in inputs.pages(citation.item))
        if not numbers or citation.page <= numbers[-1]:
            continue
        place = inputs.place_in_file(citation.item, citation.page)
        pages = "page" if len(numbers) == 1 else "pages"
        yield Finding(
            "C113",
            citation.where,
            f"{citation.item} has no page {citation.page}",
            remedy=moved_remedy(citation, place)
            if place
            else f"it has {pages} {page_ranges(numbers)}: correct the page.",
            item=citation.item,
            data={"item": place[0], "page": place[1]} if place else {},
            fix=moved_fix(citation, place),
        )


def moved_remedy(citation: Citation, place: tuple[str, int]) -> str:
    """What to write for a cited page of a file that was divided.

    Args:
        citation: The citation, with a page.
        place: The item that has the page, and its number there.
    """
    item, page = place
    return f"page {citation.page} of the file {citation.item} is page {page} of {item} now: cite [@{item}, p. {page}]."


def moved_fix(citation: Citation, place: tuple[str, int] | None) -> Fix | None:
    """The change that cites the page where it is now; None where the words of the citation do not allow it."""
    old = f"{citation.item}, p. {citation.page}"
    if place is None or old not in citation.as_written or not citation.where.end:
        return None
    return Fix(citation.where, citation.as_written.replace(old, f"{place[0]}, p. {place[1]}"))
