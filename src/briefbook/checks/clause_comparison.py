"""What a sentence tells and its paper has otherwise, by clauses: who did it to whom, whether it was done at all."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from briefbook.checks.clauses import (
    ABLE,
    DONE,
    DUE,
    IF_SO,
    OPEN,
    POSSIBLE,
    REFUSING,
    TO_COME,
    Clause,
    clauses_of,
    is_called_untrue,
    is_doubted,
)
from briefbook.checks.countries import countries
from briefbook.checks.fact import Fact
from briefbook.checks.passages import MIN_LETTERS, passages_of, stem_of, stems_of, weight_of
from briefbook.text import french
from briefbook.text.months import ENGLISH
from briefbook.text.number_words import UP_TO_TWELVE
from briefbook.text.opposites import are_opposite
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

_EMPTY = frozenset({
    "be", "have", "say", "do", "make", "go", "come", "get", "put", "let", "think", "know", "tell", "add", "exist",
    "seem", "appear", "become", "remark", "note", "mention", "state", "point", "indicate", "explain", "report",
})  # fmt: skip
"""Verbs that say nothing of what was done; other vague ones are compared where all that is beside them is alike."""

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
    >>> for own in ("The minister had resigned.", "The bridge was repaired.", "Lindqvist overruled Oravec."):
    ...     print([words for _, words in told_in_clauses(own, paper)])
    ['THE MINISTER MAY RESIGN']
    ['THE BRIDGE WAS NOT REPAIRED']
    ['ORAVEC OVERRULED LINDQVIST']
    """
    ours = clauses_of(own)
    theirs = clauses_of(paper, writer)
    for clause in ours:
        is_open = clause.governor and clause.governor != "be" and clause.governor not in REFUSING
        if is_open or clause.left_out or is_doubted(clause, ours):
            continue
        other = _turned(clause, theirs, writer) or _recombined(clause, theirs) or _of_another_nation(clause, theirs)
        other = other or _to_another(clause, theirs)
        if other is None and clause.verb not in _EMPTY and (alike := _same(clause, theirs, paper)):
            is_known_then = _is_of_then(clause, ours, own)
            other = _other_sign(clause, alike, theirs, is_known_then) or _not_done(clause, alike, is_known_then)
            other = other or _by_another(clause, theirs, writer)
        if other is not None:
            word = own[clause.start : clause.end]
            fact = Fact("clause", (clause.verb,), frozenset(), word, clause.start, clause.end)
            yield fact, other.words.rstrip(" .,;:")


_REPORTING = frozenset({
    "say", "report", "write", "tell", "state", "note", "hear", "learn", "inform", "claim", "announce", "cable",
    "telegraph", "add", "explain", "declare", "find", "observe", "assure", "confirm", "record", "describe", "admit",
    "confess", "insist", "maintain", "argue", "hold",
})  # fmt: skip
"""Verbs behind which a sentence tells what was known when its paper was written."""

_LATER = re.compile(
    r"\b(?:later|afterwards?|eventually|subsequently|ultimately|following|next|in\s+the\s+end|in\s+fact|in\s+the\s+event"
    rf"|finally|soon|once|(?:in|by|on|until|since|during)\s+(?:\d{{1,2}}\s+)?(?:{'|'.join(ENGLISH)})\b|1[89]\d\d)\b",
)
"""Words by which a sentence may tell of what came after its paper."""


def _is_of_then(clause: Clause, ours: Sequence[Clause], own: str) -> bool:
    """Whether a clause tells of what was so when its paper was written: HAD BEEN, or behind a verb of reporting."""
    is_reported = any(
        other.passage == clause.passage and other.verb in _REPORTING and other.start < clause.start for other in ours
    )
    return clause.had or is_reported or (clause.mode != DONE and not _LATER.search(own))


def _same(clause: Clause, theirs: Sequence[Clause], paper: str) -> Sequence[tuple[Clause, bool]]:
    """The clauses of a paper that tell of the same, each with whether its verb is the opposite of the sentence's."""
    found: list[tuple[float, Clause, bool]] = []
    passages = passages_of(paper)
    for other in theirs:
        is_opposite = False
        has_none = other.verb == "have" and other.denied and clause.verb in _HAVING
        if other.verb != clause.verb and not have_one_meaning(other.verb, clause.verb) and not has_none:
            if not are_opposite(other.verb, clause.verb) or not _may_be_one(clause, other):
                continue
            if clause.denied or other.denied or clause.nobody or other.nobody or _of_other_parts(clause, other):
                continue  # who does not praise need not condemn
            is_opposite = True
        if _are_two_nations(clause.doer, other.doer) and not clause.doer & other.doer:
            continue
        if other.left_out and not other.right & clause.beside:
            continue
        if clause.denied != other.denied and (
            _is_excepted(clause, passages[other.passage].text)
            or _are_other_parts(clause.words, other.words)
            or _does_another(clause, other, theirs)
        ):
            continue
        shared = clause.beside & (other.beside | other.done_to)
        if other.nobody and not other.left and other.passive == clause.passive and clause.right <= other.right:
            found.append((1.0, other, is_opposite))
            continue
        if other.nothing and not is_opposite and clause.doer & other.doer and other.verb == clause.verb:
            found.append((1.0, other, False))
            continue
        if shared and other.passage:  # what IT means stands in the sentence before
            shared |= clause.beside & passages[other.passage - 1].stems
        if shared and not other.right:  # what it was done to stands earlier in the sentence
            shared |= clause.beside & passages[other.passage].stems
        if is_opposite and shared and clause.beside == other.beside:
            found.append((weight_of(shared, paper), other, True))
            continue
        part = 1 if clause.verb in _VAGUE else MIN_PART_SHARED
        if len(shared) >= max(_least(clause, other), part * len(clause.beside)):
            found.append((weight_of(shared, paper), other, is_opposite))
    best = max((weight for weight, _, _ in found), default=0.0)
    return [(other, is_opposite) for weight, other, is_opposite in found if 2 * weight >= best]


def _does_another(clause: Clause, other: Clause, theirs: Sequence[Clause]) -> bool:
    """Whether the one who does not do it in a sentence does other things in the paper, and another does it there."""
    if clause.passive or other.passive or other.pronoun or not clause.doer or not other.doer:
        return False
    return not clause.doer & (other.doer | other.beside) and any(clause.doer <= each.doer for each in theirs)


def _is_excepted(clause: Clause, passage: str) -> bool:
    """Whether a passage takes the doer of a clause out of those of whom it tells: all, except the caulkers."""
    return any(clause.doer & stems_of(match["whom"]) for match in _EXCEPT.finditer(passage))


_EXCEPT = re.compile(
    r"\b(?:except(?:ing)?|apart\s+from|other\s+than|but\s+not|all\s+but|sauf|à\s+l[’']exception)\b(?P<whom>[^.;]*)",
    re.I,
)


def _are_other_parts(ours: str, theirs: str) -> bool:
    """Whether two clauses tell of two parts of a whole, of which one may do what the other does not."""
    one, other = ({match.group().lower().split()[0] for match in _PART.finditer(words)} for words in (ours, theirs))
    return bool(one and other) and not one & other


_COUNTS = rf"\d{{1,3}}|{UP_TO_TWELVE}|most|some|many|several|half"
_PART = re.compile(
    rf"\b(?:{_COUNTS}|third|quarter|fifth|tenth|thirds|quarters|majority|minority)\s+(?:out\s+)?of\b"
    rf"|\b(?:\d{{1,3}}|une|{french.UP_TO_TWELVE})\s+(?:[^\W\d_]+\s+sur|des)\b",
    re.I,
)

_HAVING = frozenset(("receive", "get", "obtain", "own", "possess", "find", "win"))
"""Verbs of which who has none does nothing: has had no answer."""


def _may_be_one(clause: Clause, other: Clause) -> bool:
    """Whether the same may do or suffer what two clauses tell: their doers share a word, or one has none."""
    if _are_two_nations(clause.doer, other.doer):
        return False
    sides = ((clause.doer, other.doer), (clause.done_to, other.done_to)) if clause.passive == other.passive else ()
    return all(not ours or not theirs or ours & theirs for ours, theirs in sides) or bool(
        clause.doer & other.doer and clause.beside & other.right
    )


def _of_other_parts(clause: Clause, other: Clause) -> bool:
    """Whether two clauses tell of different numbers of a thing: five accepted, two refused."""
    ours, theirs = (set(_NUMBER.findall(each.words.lower())) for each in (clause, other))
    return ours != theirs and bool(ours or theirs)


_NUMBER = re.compile(rf"\d+|\b(?:{UP_TO_TWELVE}|some|several|many|most|half|others?|rest)\b")


def _are_two_nations(doer: frozenset[str], other: frozenset[str]) -> bool:
    ours, theirs = doer & _countries(), other & _countries()
    return bool(ours) and bool(theirs) and not ours & theirs


def _least(clause: Clause, other: Clause) -> int:
    """The words beside two verbs that both share at least: two, if there are as many; and with another verb always."""
    return MIN_SHARED if other.verb != clause.verb else max(1, min(MIN_SHARED, len(clause.beside)))


_MODES_COMPARED = frozenset((DONE, TO_COME, DUE, ABLE))
"""How a clause holds of which another that is denied says the opposite; what MAY be may also not be."""


def _other_sign(
    clause: Clause, alike: Sequence[tuple[Clause, bool]], theirs: Sequence[Clause], is_known_then: bool
) -> Clause | None:
    """The paper's clause that denies what a sentence affirms, or affirms what it denies."""
    denied = clause.denied != clause.nobody
    if clause.mode == DONE and any(other.mode == DONE for other, _ in alike):
        alike = [(other, is_opposite) for other, is_opposite in alike if other.mode != OPEN]  # asked to, and did not
    if _is_limited(clause) or clause.mode not in _MODES_COMPARED:
        return None
    for other, is_opposite in alike:
        if ((other.denied != other.nobody) != is_opposite) == denied or _is_limited(other):
            return None
        if is_doubted(other, theirs) and not is_called_untrue(other, theirs):
            return None
        is_then = is_known_then or (other.mode == ABLE and other.denied)
        if other.mode != clause.mode and not (clause.mode == DONE and is_then and not denied):
            return None
    return alike[0][0]


def _not_done(clause: Clause, alike: Sequence[tuple[Clause, bool]], is_known_then: bool) -> Clause | None:
    """The paper's clause that only foretells, allows or wants what a sentence tells as done by then."""
    if clause.mode != DONE or clause.denied or clause.nobody or not is_known_then:
        return None
    for other, is_opposite in alike:
        if is_opposite or other.mode not in (TO_COME, POSSIBLE, ABLE, DUE, IF_SO, OPEN) or other.denied or other.nobody:
            return None
    return alike[0][0]


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
        if other.done_to & author and clause.done_to & doer and not clause.doer & other.beside and len(alike) == 1:
            return other  # they urged me
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
    alike = [other for other in alike if not (other.passive or not other.doer)] if alike else alike
    if not alike or any(
        clause.doer & other.beside and not _are_two_nations(clause.doer, other.doer) for other in alike
    ):
        return None
    best = max(alike, key=lambda other: len(rest & (other.right | other.complement)))
    shared = rest & (best.right | best.complement)
    if len(shared) < min(MIN_SHARED, len(rest)) or len(shared) < MIN_PART_OF_DEED * len(rest) or best.pronoun:
        return None
    acts = any(clause.doer <= other.doer and not other.pronoun for other in theirs) or (
        _are_two_nations(clause.doer, best.doer) and bool(clause.doer & best.doer)
    )
    is_author = bool(best.doer & author) and not clause.doer & _AS_AUTHOR
    return best if acts and (is_author or _are_of_one_kind(clause.doer, best.doer)) else None


MIN_PART_OF_DEED = 0.6
"""The part of what somebody does that a sentence shares at least with a deed that the paper has another do."""

_AS_AUTHOR = frozenset(
    map(stem_of, ("embassy", "ambassador", "legation", "mission", "consul", "consulate", "commissioner"))
)
"""Words for the one who writes the paper."""


def _to_another(clause: Clause, theirs: Sequence[Clause]) -> Clause | None:
    """The paper's clause in which that is told to another which a sentence has told to one who hears other things."""
    if clause.passive or not clause.done_to or len(clause.complement) < MIN_SHARED:
        return None
    said = [other for other in theirs if other.verb == clause.verb and not other.passive and other.done_to]
    same = [
        other
        for other in said
        if len(clause.complement & other.complement) >= max(MIN_SHARED, MIN_PART_OF_DEED * len(clause.complement))
    ]
    if not same or any(clause.done_to & (other.done_to | other.right) for other in same):
        return None
    hears = any(clause.done_to & other.done_to for other in said if other not in same)
    return same[0] if hears else None


def _of_another_nation(clause: Clause, theirs: Sequence[Clause]) -> Clause | None:
    """The paper's clause in which the same office of another country says or does what a sentence tells."""
    if clause.pronoun or clause.passive or not clause.doer & _countries():
        return None
    office = clause.doer - _countries()
    rest = (clause.right | clause.complement) - clause.doer
    alike = [
        other
        for other in theirs
        if other.verb == clause.verb and len(rest & (other.right | other.complement)) >= max(MIN_SHARED, len(rest) / 2)
    ]
    if not office or any(clause.doer & _countries() & other.beside for other in alike):
        return None
    others = [other for other in alike if office & other.doer and _are_two_nations(clause.doer, other.doer)]
    return others[0] if len(others) == len(alike) == 1 else None


def _are_of_one_kind(doer: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two doers exclude one another: two countries, or two bodies of which neither may be called the other."""
    if _are_two_nations(doer, other):
        return True
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
    words = _AT_ITS_END.sub("", _AT_WHAT_TIME.sub(" ", clause.words.lower()))
    return not _LIMITS.isdisjoint(words.split())


_AT_ITS_END = re.compile(r"\s(?:but|though|although)\W*$")
"""What joins the next clause to this one."""
_AT_WHAT_TIME = re.compile(r"\b(?:the|a)\s+(?:day|week|month|year)s?\s+before\b|\bbefore\W*$|\bbefore\s+that\b")
"""BEFORE that limits nothing: the week before."""
