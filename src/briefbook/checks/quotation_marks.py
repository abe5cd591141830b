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

import re
from collections.abc import Iterator
from itertools import pairwise

from briefbook.checks.check_input import CheckInput
from briefbook.checks.paragraphs import body_of, paragraphs
from briefbook.checks.statements import where_of
from briefbook.model.finding import Finding
from briefbook.text.quotation_marks import CODE, prefers_single, quotation_marks

OF_ONE_NARRATIVE = True
"""Its findings on a narrative are the same, whatever the other narratives say."""

_OPENING = ("“", "”", "„", '"', "«", "»", "‘", "‚", "‹", "›", "「", "『")
_HIDDEN = re.compile(
    CODE + r"|\]\((?:[^()\"\n]|\"[^\"\n]*\"|\([^()\n]*\))*\)|https?://[^\s)\]>]+|<(?!/?q\b)/?[A-Za-z][^<>]*>",
    re.S | re.I,
)


def check(inputs: CheckInput) -> Iterator[Finding]:
    """One finding for every paragraph with a mark that has no partner."""
    for narrative in inputs.narratives:
        begin = body_of(narrative.source)
        text = " " * begin + _HIDDEN.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), narrative.source[begin:])
        pieces = [(start, text[start:end]) for start, end in paragraphs(text)]
        single = prefers_single(piece for _, piece in pieces)
        for (start, piece), (_, following) in pairwise([*pieces, (len(text), "")]):
            if piece.lstrip().startswith(("|", "    ")) or narrative.source[start:].startswith(("```", "~~~", "    ")):
                continue
            unpaired = quotation_marks(piece, single=single).unpaired
            goes_on = following.lstrip(" >-").startswith(_OPENING)
            if goes_on and unpaired and not any(mark in piece[unpaired[-1] + 1 :] for mark in '“”„«»"「」『』'):
                unpaired = unpaired[:-1]  # the quotation goes on in the next paragraph, which opens with a mark
            if unpaired:
                place = unpaired[0]
                yield Finding(
                    "C307",
                    where_of(narrative, start + place, start + place + 1),
                    f"the quotation mark {piece[place]} has no partner in its paragraph",
                    remedy="put the missing mark where the quoted words begin or end.",
                )
