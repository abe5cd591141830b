"""C307 Quotation marks come in pairs.

Why:
    With one mark missing, nobody can tell where the quotation ends and the author begins, and it is not checked. A
    quotation of several paragraphs may open each of them and close the last only.
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
from itertools import pairwise

from briefbook.checks.check_input import CheckInput
from briefbook.checks.paragraphs import body_of, paragraphs
from briefbook.checks.statements import mask_markup, where_of
from briefbook.model.finding import Finding


def check(inputs: CheckInput) -> Iterator[Finding]:
    """One finding for every paragraph with a mark that has no partner."""
    for narrative in inputs.narratives:
        begin = body_of(narrative.source)
        text = " " * begin + mask_markup(narrative.source[begin:])
        pieces = [(start, text[start:end]) for start, end in paragraphs(text)]
        for (start, piece), (_, following) in pairwise([*pieces, (len(text), "")]):
            if piece.lstrip().startswith(("|", "    ")) or narrative.source[start:].startswith(("```", "~~~", "    ")):
                continue
            place = _unpaired(piece, goes_on=following.lstrip(" >-").startswith(("“", '"')))
            if place is not None:
                yield Finding(
                    "C307",
                    where_of(narrative, start + place, start + place + 1),
                    f"the quotation mark {piece[place]} has no partner in its paragraph",
                    remedy="put the missing mark where the quoted words begin or end.",
                )


def _unpaired(text: str, *, goes_on: bool) -> int | None:
    """Where a mark stands alone; ``goes_on``: the next paragraph opens with a mark, so this one may be left open."""
    straight = [i for i, c in enumerate(text) if c == '"' and not (i and text[i - 1].isdigit())]
    opened: int | None = None
    for place, character in enumerate(text):
        if character == "“":
            if opened is not None and not straight:
                return opened
            opened = place
        elif character == "”":
            if opened is None and not any(i < place for i in straight):
                return place
            opened = None
    if opened is not None and not goes_on and not any(i > opened for i in straight):
        return opened
    if len(straight) % 2 and not goes_on and "“" not in text and "”" not in text:
        return straight[-1]
    return None
