"""C307 Quotation marks come in pairs.

Why:
    With one mark missing, nobody can tell where the quotation ends and the author begins, and it is not checked.
Fails:
    item CDNW9001 date=1962-11-08
    > He said that Castro “looked dissatisfied with everything (CDNW9001).
Passes:
    item CDNW9001 date=1962-11-08
    > He said that Castro “looked dissatisfied with everything” (CDNW9001).
Remedy:
    Put the missing mark where the quoted words begin or end.
"""

from collections.abc import Iterator

from briefbook.checks.book import Book, paragraphs
from briefbook.checks.statements import masked, where_of
from briefbook.model.finding import Finding


def check(book: Book) -> Iterator[Finding]:
    """One finding for every paragraph with a mark that has no partner."""
    for narrative in book.narratives:
        text = masked(narrative.source)
        for start, end in paragraphs(narrative.source):
            piece = text[start:end]
            if piece.lstrip().startswith(("---", "|", "```", "    ")) or (
                narrative.source.startswith("---") and start == 0
            ):
                continue
            place = _unpaired(piece)
            if place is not None:
                yield Finding(
                    "C307",
                    where_of(narrative, start + place, start + place + 1),
                    f"the quotation mark {piece[place]} has no partner in its paragraph",
                    remedy="put the missing mark where the quoted words begin or end.",
                )


def _unpaired(text: str) -> int | None:
    """Where a curly mark stands alone, or an odd straight one; a quotation that goes on in the next paragraph may."""
    opened: int | None = None
    for place, character in enumerate(text):
        if character == "“":
            if opened is not None and '"' not in text:
                return opened
            opened = place
        elif character == "”":
            if opened is None and '"' not in text[:place]:
                return place
            opened = None
    if opened is not None and '"' not in text[opened:]:
        return opened
    straight = [i for i, c in enumerate(text) if c == '"' and not (i and text[i - 1].isdigit())]
    if len(straight) % 2 and "“" not in text and "”" not in text:
        return straight[-1]
    return None
