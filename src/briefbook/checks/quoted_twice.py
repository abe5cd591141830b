"""C220 The same words are quoted once, and wherever they are, alike and from the same item.

Why:
    A sentence that carries two chapters is mostly an oversight of cutting and pasting. Where the two quotations are not
    alike, one of them is wrong, even if a damaged text allows both; where they are given to two items, one may be.
Fails:
    item CDNW9001 date=1962-11-13 from=LDN number=4028
    page CASTRO LOOKED DISSATISFIED WITH EVERYTHING AND SAID SO OFTEN.
    > He said that Castro “looked dissatisfied with everything and said so often” (CDNW9001).
    >
    > Castro “looked dissatisfied with everything and said it often” (CDNW9001), as he wrote.
Passes:
    item CDNW9001 date=1962-11-13 from=LDN number=4028
    page CASTRO LOOKED DISSATISFIED WITH EVERYTHING AND SAID SO OFTEN.
    > He said that Castro “looked dissatisfied with everything” (CDNW9001), and that he “said so often” (CDNW9001).
Remedy:
    Keep one of them, refer from the other, or accept the finding with the reason. Of two that differ, correct one; of
    two sources, cite the one that has the words.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from briefbook.checks.check_input import CheckInput
from briefbook.checks.claim import Claim
from briefbook.checks.quotation_words import short
from briefbook.checks.quotations import read_quotation
from briefbook.model.finding import Finding, Severity
from briefbook.model.verdict import Verdict

MIN_WORDS = 6
"""Shorter ones are names, titles and turns of phrase that a book may well repeat."""

SHINGLE = 3
"""So many words in a row must two quotations have in common on either side of a difference."""

MAX_DIFFERENCE = 3
"""More words than these between what agrees, and they are two passages."""


@dataclass(frozen=True, slots=True)
class _Quoted:
    """A claim, and the words of its runs between brackets and ellipses."""

    claim: Claim
    runs: tuple[tuple[str, ...], ...]

    @property
    def plain(self) -> str:
        return f" {' '.join(word for run in self.runs for word in run)} "

    @property
    def compared_by(self) -> object:
        """All that comparing asks of the earlier of two: of several with the same, each has the same result."""
        return self.runs, self.claim.verification.item, self.claim.verification.verdict, tuple(self.claim.items)


def check(inputs: CheckInput) -> Iterator[Finding]:
    """A finding for every quotation of six words or more that stands before: again, otherwise, or of another item."""
    earlier: list[_Quoted] = []
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    seen: set[object] = set()
    for claim in inputs.claims:
        quoted = read_quotation(claim.verification.words)
        if not claim.is_judged or quoted.size < MIN_WORDS:
            continue
        own = _Quoted(claim, tuple(tuple(token.text for token in run) for run in quoted.runs))
        shingles = {run[i : i + SHINGLE] for run in own.runs for i in range(len(run) - SHINGLE + 1)}
        found = sorted({place for shingle in shingles for place in places[shingle]})
        finding = next((finding for place in found if (finding := _compared(inputs, own, earlier[place]))), None)
        if own.compared_by not in seen:  # of those that compare alike the first decides
            seen.add(own.compared_by)
            for shingle in shingles:
                places[shingle].append(len(earlier))
            earlier.append(own)
        if finding is not None:
            yield finding


def _compared(inputs: CheckInput, own: _Quoted, other: _Quoted) -> Finding | None:
    verification, before = own.claim.verification, other.claim.verification
    words, where = short(verification.words), other.claim.quotation.where
    same_item = verification.item is not None and verification.item == before.item
    is_same = own.plain in other.plain or other.plain in own.plain
    if is_same and same_item and verification.page is not None:
        return _finding(
            own,
            f"“{words}” is quoted before: {where}",
            "keep one of them, refer from the other, or accept this with the reason.",
            Severity.NOTE,
        )
    if is_same and _are_of_two(inputs, own.claim, other.claim) and not _have_both(own.claim, other.claim):
        return _finding(
            own,
            f"“{words}” is given to {own.claim.cited}, and before to {other.claim.cited}: {where}",
            "cite the item that has the words, or say that both have them.",
            Severity.NOTE,
        )
    if is_same or not (same_item or set(own.claim.items) & set(other.claim.items)):
        return None
    if verification.verdict is Verdict.VERBATIM and before.verdict is Verdict.VERBATIM:
        return None  # the item has both, or one leaves out what the telegraph repeated
    difference = next((pair for run in own.runs for old in other.runs if (pair := _difference(run, old))), None)
    if difference is None:
        return None
    here, there = (f"“{' '.join(part)}”" if part else "nothing" for part in difference)
    return _finding(
        own,
        f"“{words}” was quoted differently before, with {there} for {here}: {where}",
        "compare both with the item, and correct one of them.",
        Severity.WARNING,
    )


def _finding(own: _Quoted, message: str, remedy: str, severity: Severity) -> Finding:
    item = own.claim.verification.item or next(iter(own.claim.items), None)
    return Finding("C220", own.claim.quotation.where, message, remedy=remedy, severity=severity, item=item)


def _are_of_two(inputs: CheckInput, claim: Claim, other: Claim) -> bool:
    """Whether two quotations are cited from items of which none is the other or a copy of it."""
    if not claim.items or not other.items:
        return False
    return not any(
        first == second or second in inputs.copies.get(first, ()) for first in claim.items for second in other.items
    )


def _have_both(claim: Claim, other: Claim) -> bool:
    """Whether each of two items has the words that are quoted of it: a chorus, or what one took from the other."""
    return all(
        each.verification.verdict is Verdict.VERBATIM and each.verification.item in each.items
        for each in (claim, other)
    )


def _difference(run: tuple[str, ...], other: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The first words in which two runs differ between words that agree; None if they agree or are two passages."""
    blocks = SequenceMatcher(None, run, other, autojunk=False).get_matching_blocks()[:-1]
    blocks = [
        block
        for block in blocks
        if block.size >= SHINGLE
        or block.a == block.b == 0
        or (block.a + block.size, block.b + block.size) == (len(run), len(other))
    ]
    if sum(block.size for block in blocks) < MIN_WORDS:
        return None
    for left, right in pairwise(blocks):
        here = run[left.a + left.size : right.a]
        there = other[left.b + left.size : right.b]
        if len(here) <= MAX_DIFFERENCE and len(there) <= MAX_DIFFERENCE:
            return here, there
    return None
