"""What a sentence tells and its paper has otherwise, by clauses: who did it to whom, whether it was done at all."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from briefbook.checks.clauses import DONE, DUE, IF_SO, OPEN, POSSIBLE, TO_COME, Clause, clauses_of, is_doubted
from briefbook.checks.countries import countries
from briefbook.checks.fact import Fact
from briefbook.checks.passages import MIN_LETTERS, passages_of, stem_of, weight_of
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

_NO_DEEDS = frozenset({
    "meet", "agree", "discuss", "talk", "marry", "join", "disagree", "confer", "consult", "correspond", "hold", "leave",
    "lose", "be", "have", "become",
})  # fmt: skip
"""Verbs that two do to one another, or that nobody does to another."""


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
        if clause.governor or is_doubted(clause, ours):
            continue
        other = _turned(clause, theirs, writer) or _recombined(clause, theirs)
        if other is None and clause.verb not in _VAGUE and (alike := _same(clause, theirs, paper)):
            other = _other_sign(clause, alike, theirs) or _not_done(clause, alike)
            other = other or _by_another(clause, theirs, writer)
        if other is not None:
            word = own[clause.start : clause.end]
            fact = Fact("clause", (clause.verb,), frozenset(), word, clause.start, clause.end)
            yield fact, other.words.rstrip(" .,;:")


def _same(clause: Clause, theirs: Sequence[Clause], paper: str) -> Sequence[Clause]:
    """The clauses of a paper that tell of the same: the same verb, with as many of the words beside it."""
    found: list[tuple[float, Clause]] = []
    passages = passages_of(paper)
    for other in theirs:
        if other.verb != clause.verb and not have_one_meaning(other.verb, clause.verb):
            continue
        shared = clause.beside & other.beside
        if other.nobody and not other.left and other.passive == clause.passive and clause.right <= other.right:
            found.append((1.0, other))
            continue
        if shared and other.passage:  # what IT means stands in the sentence before
            shared |= clause.beside & passages[other.passage - 1].stems
        if len(shared) >= max(_least(clause, other), MIN_PART_SHARED * len(clause.beside)):
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


def _not_done(clause: Clause, alike: Sequence[Clause]) -> Clause | None:
    """The paper's clause that only foretells, allows or wants what a sentence tells as done."""
    if clause.mode != DONE or clause.denied or clause.nobody:
        return None
    if any(other.mode not in (TO_COME, POSSIBLE, DUE, IF_SO, OPEN) or other.denied or other.nobody for other in alike):
        return None
    return alike[0]


def _turned(clause: Clause, theirs: Sequence[Clause], writer: str) -> Clause | None:
    """The paper's clause in which the one to whom it is done does it."""
    alike = [other for other in theirs if other.verb == clause.verb]
    if clause.verb in _NO_DEEDS or clause.pronoun or not clause.done_to:
        return None
    for other in alike:
        both = other.doer & other.done_to
        if clause.doer & (other.doer - both) or clause.done_to & (other.done_to - both):
            return None
    author = frozenset((stem_of(writer),)) if writer else frozenset()
    for other in alike:
        both = other.doer & other.done_to
        doer = other.doer - both
        if other.pronoun:
            continue
        if clause.doer & (other.done_to - both) and clause.done_to & doer:
            return other
        if doer & author and clause.done_to & author and not clause.doer & author and len(alike) == 1:
            return other  # I urged him
    return None


def _recombined(clause: Clause, theirs: Sequence[Clause]) -> Clause | None:
    """The paper's clause that has another do it to the one of whom a sentence tells, who does it to another there."""
    if clause.verb in _NO_DEEDS or clause.pronoun or not (clause.doer and clause.done_to):
        return None
    alike = [other for other in theirs if other.verb == clause.verb and other.denied == clause.denied]
    by = [other for other in alike if clause.doer & other.doer and other.done_to and not other.pronoun]
    upon = [other for other in alike if clause.done_to & other.done_to and other.doer and not other.pronoun]
    if not by or not upon or any(clause.doer & other.doer for other in upon):
        return None
    return None if any(clause.done_to & other.beside for other in by) else upon[0]


def _by_another(clause: Clause, theirs: Sequence[Clause], writer: str) -> Clause | None:
    """The paper's clause in which another does what a sentence has somebody do who does other things in the paper."""
    rest = (clause.right | clause.complement) - clause.doer
    if clause.pronoun or clause.passive or not clause.doer or not rest:
        return None
    author = frozenset((stem_of(writer),)) if writer else frozenset()
    alike = [other for other in theirs if other.verb == clause.verb and rest & (other.right | other.complement)]
    if not alike or any(clause.doer & other.beside or not other.doer or other.passive for other in alike):
        return None
    best = max(alike, key=lambda other: len(rest & (other.right | other.complement)))
    shared = rest & (best.right | best.complement)
    if len(shared) < min(MIN_SHARED, len(rest)) or len(shared) < MIN_PART_OF_DEED * len(rest) or best.pronoun:
        return None
    acts = any(clause.doer <= other.doer and not other.pronoun for other in theirs)
    is_author = bool(best.doer & author) and not clause.doer & _AS_AUTHOR
    return best if acts and (is_author or _are_of_one_kind(clause.doer, best.doer)) else None


MIN_PART_OF_DEED = 0.6
"""The part of what somebody does that a sentence shares at least with a deed that the paper has another do."""

_AS_AUTHOR = frozenset(
    map(stem_of, ("embassy", "ambassador", "legation", "mission", "consul", "consulate", "commissioner"))
)
"""Words for the one who writes the paper."""


def _are_of_one_kind(doer: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two doers exclude one another: two countries, or two bodies of which neither may be called the other."""
    if bool(doer & _countries()) and bool(other & _countries()):
        return not doer & other
    return bool(doer & _BODIES) and bool(other & _BODIES) and not (doer | other) - _BODIES


_BODIES = frozenset(
    map(
        stem_of,
        (
            "union",
            "company",
            "police",
            "army",
            "navy",
            "parliament",
            "senate",
            "king",
            "queen",
            "bank",
            "church",
            "court",
        ),
    )
)
"""Bodies and persons that are not called by one another's names."""


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    return frozenset(stem_of(word) for name in countries() for word in name.split() if len(word) >= MIN_LETTERS) | {
        stem_of(f"{name}s") for name in countries() if len(name) >= MIN_LETTERS
    }


def _is_limited(clause: Clause) -> bool:
    return not _LIMITS.isdisjoint(clause.words.lower().split())
