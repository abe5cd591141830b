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

import re
from collections.abc import Iterator

from briefbook.checks.check_input import CheckInput
from briefbook.checks.statements import mask_markup, where_of
from briefbook.model.finding import Finding, Fix
from briefbook.model.narrative import Citation, Narrative
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
    for narrative in inputs.narratives:
        yield from _of_the_same(inputs, narrative)


_SAME = re.compile(
    r"\b(?:ibid(?:em)?|idem|ebd|ebenda)\b\.?\s*,?\s*(?:at\s+)?(?:pp?|S|pages?|Seiten?)\.?\s*(?P<page>\d{1,4})\b", re.I
)
_NOTE = re.compile(r"^\[\^(?P<label>[^\[\]\s]+)\]:", re.M)


def _of_the_same(inputs: CheckInput, narrative: Narrative) -> Iterator[Finding]:
    """One finding for every "Ibid., p. 2" of an item that has no such page."""
    for match in _SAME.finditer(mask_markup(narrative.source)):
        item, page = _cited_just_before(narrative, match.start()), int(match["page"])
        numbers = sorted(one.number for one in inputs.pages(item)) if item else []
        if not numbers or page <= numbers[-1]:
            continue
        pages = "page" if len(numbers) == 1 else "pages"
        yield Finding(
            "C113",
            where_of(narrative, match.start(), match.end()),
            f"{item} has no page {page}",
            remedy=f"it has {pages} {page_ranges(numbers)}: correct the page.",
            item=item,
        )


def _cited_just_before(narrative: Narrative, place: int) -> str:
    """The one item that "ibid." at a place means; "" where it may be one of several, or none is cited before."""
    notes = list(_NOTE.finditer(narrative.source))
    note = next((one for one in reversed(notes) if one.start() <= place), None)
    within = note is not None and re.search(r"\n\s*\n(?![ \t])", narrative.source[note.start() : place]) is None
    first_note = notes[0].start() if notes else len(narrative.source)
    start = note.start() if note and within else 0
    before = [one for one in narrative.citations if start <= one.offset < place and (within or one.offset < first_note)]
    if before:
        last = max(before, key=lambda one: one.offset)
        items = {one.item for one in before if one.group == last.group}
    elif note and within:
        marks = [mark for mark in narrative.note_marks if mark.label == note["label"]]
        items = {narrative.citations[index].item for mark in marks for index in mark.citations}
    else:
        items = set()
    return items.pop() if len(items) == 1 else ""


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
