"""What a sentence tells and its paper has otherwise, by clauses: who did it to whom, whether it was done at all."""

from collections.abc import Iterator, Sequence

from briefbook.checks.clauses import DONE, DUE, IF_SO, OPEN, POSSIBLE, TO_COME, Clause, clauses_of, is_doubted
from briefbook.checks.fact import Fact
from briefbook.checks.passages import weight_of
from briefbook.text.word_meanings import have_one_meaning

MIN_PART_SHARED = 0.5
"""The part of a clause's words of content that it shares at least with the paper's clause of the same verb."""

MIN_SHARED = 2

_VAGUE = frozenset({
    "be", "have", "say", "do", "take", "give", "make", "go", "come", "get", "put", "let", "use", "see", "think",
    "know", "call", "tell", "write", "report", "note", "mention", "state", "add", "point", "indicate",
    "explain", "remark", "want", "exist", "remain", "seem", "appear", "become",
})  # fmt: skip
"""Verbs of so many uses that two clauses which have one tell of two things."""

_LIMITS = frozenset({
    "until", "unless", "only", "except", "before", "than", "but", "once", "if", "whether", "though", "although",
})  # fmt: skip
"""Words by which what is denied or affirmed holds in part."""

_SYMMETRICAL = frozenset({
    "meet", "agree", "discuss", "talk", "marry", "join", "disagree", "confer", "consult", "correspond", "hold",
    "leave", "lose",
})  # fmt: skip


def told_in_clauses(own: str, paper: str, writer: str = "") -> Iterator[tuple[Fact, str]]:
    """The verbs of a sentence that its paper has only otherwise.

    Args:
        own: The author's own words about the paper, what is quoted replaced by blanks.
        paper: The paper's text.
        writer: The surname of the one who signs the paper, in small letters; "" if not known.

    Yields:
        The verb with its place, and the paper's clause.

    >>> paper = "THE MINISTER MAY RESIGN. THE BRIDGE WAS NOT REPAIRED. ORAVEC OVERRULED LINDQVIST."
    >>> for own in ("The minister resigned.", "The bridge was repaired.", "Lindqvist overruled Oravec."):
    ...     print([words for _, words in told_in_clauses(own, paper)])
    ['THE MINISTER MAY RESIGN']
    ['THE BRIDGE WAS NOT REPAIRED']
    ['ORAVEC OVERRULED LINDQVIST']
    """
    ours = clauses_of(own)
    theirs = clauses_of(paper, writer)
    for clause in ours:
        if clause.verb in _VAGUE or clause.governor or is_doubted(clause, ours):
            continue
        alike = _same(clause, theirs, paper)
        if not alike:
            continue
        other = _other_sign(clause, alike, theirs) or _not_done(clause, alike, own) or _turned(clause, alike)
        if other is not None:
            word = own[clause.start : clause.end]
            yield (
                Fact("clause", (clause.verb,), frozenset(), word, clause.start, clause.end),
                other.words.rstrip(" .,;:"),
            )


def _same(clause: Clause, theirs: Sequence[Clause], paper: str) -> Sequence[Clause]:
    """The clauses of a paper that tell of the same: the same verb, with as many of the words beside it."""
    found: list[tuple[float, Clause]] = []
    for other in theirs:
        if other.verb != clause.verb and not have_one_meaning(other.verb, clause.verb):
            continue
        shared = clause.beside & other.beside
        if other.nobody and other.passive == clause.passive and clause.right <= other.right:
            found.append((1.0, other))
        elif len(shared) >= max(_least(clause, other), MIN_PART_SHARED * len(clause.beside)):
            found.append((weight_of(shared, paper), other))
    best = max((weight for weight, _ in found), default=0.0)
    return [other for weight, other in found if 2 * weight >= best]


def _least(clause: Clause, other: Clause) -> int:
    """The words beside two verbs that both share at least: two, if there are as many; and with another verb always."""
    return MIN_SHARED if other.verb != clause.verb else max(1, min(MIN_SHARED, len(clause.beside)))


def _other_sign(clause: Clause, alike: Sequence[Clause], theirs: Sequence[Clause]) -> Clause | None:
    """The paper's clause that denies what a sentence affirms, or affirms what it denies."""
    denied = clause.denied != clause.nobody
    if _is_limited(clause) or clause.mode != DONE:
        return None
    for other in alike:
        if (other.denied != other.nobody) == denied or _is_limited(other) or is_doubted(other, theirs):
            return None
        if denied and other.mode != DONE:
            return None
    return alike[0]


def _not_done(clause: Clause, alike: Sequence[Clause], own: str) -> Clause | None:
    """The paper's clause that only foretells, allows or wants what a sentence tells as done."""
    if clause.mode != DONE or clause.denied or clause.nobody:
        return None
    if any(other.mode not in (TO_COME, POSSIBLE, DUE, IF_SO, OPEN) or other.denied or other.nobody for other in alike):
        return None
    return alike[0]


def _turned(clause: Clause, alike: Sequence[Clause]) -> Clause | None:
    """The paper's clause in which the one to whom it is done does it."""
    if clause.verb in _SYMMETRICAL or clause.pronoun:
        return None
    for other in alike:
        both = other.doer & other.done_to
        doer, done_to = other.doer - both, other.done_to - both
        if clause.doer & doer or clause.done_to & done_to:
            return None
    for other in alike:
        both = other.doer & other.done_to
        if clause.doer & (other.done_to - both) and clause.done_to & (other.doer - both):
            return other
    return None


def _is_limited(clause: Clause) -> bool:
    return not _LIMITS.isdisjoint(clause.words.lower().split())
