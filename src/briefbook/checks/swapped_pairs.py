"""What a sentence joins and its paper parts: the hams refused and the coal accepted for the other way round."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from briefbook.checks.clauses import Word, words_of
from briefbook.checks.countries import names
from briefbook.checks.fact import Fact
from briefbook.checks.passages import MIN_LETTERS, Passage, passages_of, stem_of
from briefbook.text.word_meanings import BASE, PAST, verb_form

_BOUNDS = frozenset({
    ".", ";", ":", ",", "(", ")", "“", "”", '"', "—", "–", "and", "but", "or", "while", "whereas", "than",
})  # fmt: skip
"""What parts a sentence into members: points, and words that join one member with another."""

_PASSING = frozenset({
    "that", "this", "with", "from", "were", "been", "have", "which", "would", "their", "there", "had", "was",
    "are", "also", "said", "says", "told", "whom", "whose", "when", "where", "what", "they", "them", "then",
})  # fmt: skip

THAN = "than"


@dataclass(frozen=True, slots=True)
class Member:
    """A part of a sentence: the beginnings of its words of content, those of verbs among them, and where it stands."""

    stems: frozenset[str]
    verbs: frozenset[str]
    start: int
    end: int


def exchanged(own: str, paper: str) -> Iterator[tuple[Fact, str]]:
    """Two members of a sentence that have of one another what the paper's two members have.

    The paper joins A with B and C with D; the sentence joins A with D and C with B, and neither has it otherwise too.

    >>> paper = "I SHOULD ACCEPT THE HAMS AND DECLINE THE COAL."
    >>> [words for _, words in exchanged("He advised to accept the coal and to decline the hams.", paper)]
    ['I SHOULD ACCEPT THE HAMS AND DECLINE THE COAL']
    """
    ours = [pair for passage in members_of(own) for pair in _pairs(passage)]
    if not ours:
        return
    told = frozenset().union(*(one.stems | other.stems for one, other in ours))
    for passage in members_of(paper):
        for first, second in _pairs([member for member in passage if member.stems & told]):
            for one, other in ours:
                if _are_alike(one.stems | other.stems, first.stems | second.stems) and _is_crossed(
                    one, other, first, second, passage
                ):
                    yield (
                        Fact("pair", (), frozenset(), own[one.start : other.end], one.start, other.end),
                        paper[first.start : second.end],
                    )
                    return


def _pairs(members: Sequence[Member]) -> Iterator[tuple[Member, Member]]:
    """Each member with those behind it that stand near; of a long list not all with all."""
    for place, first in enumerate(members):
        for second in members[place + 1 : place + 1 + MAX_APART]:
            if len(first.stems | second.stems) <= MAX_STEMS:
                yield first, second


MAX_APART = 8
"""Members from one to another that are compared as a pair, at most."""

MIN_PART_SHARED = 0.5
MIN_PART_OF_PAPER = 0.6
MAX_STEMS = 12
"""The part of the words of two members, and of the paper's two, that both share at least; and words of content that two
have at most, for longer ones share words by chance."""


def _are_alike(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    shared = len(ours & theirs)
    is_short = max(len(ours), len(theirs)) <= MAX_STEMS
    return is_short and shared >= MIN_PART_SHARED * len(ours) and shared >= MIN_PART_OF_PAPER * len(theirs)


def _is_crossed(one: Member, other: Member, first: Member, second: Member, passage: Sequence[Member]) -> bool:
    for left, right in ((first, second), (second, first)):
        # what both have in their places, and what has changed its place
        kept = one.stems & left.stems - right.stems - other.stems, other.stems & right.stems - left.stems - one.stems
        moved = one.stems & right.stems - left.stems - other.stems, other.stems & left.stems - right.stems - one.stems
        sides = (one.verbs, other.verbs)
        are_deeds = any(all(words & verbs for words, verbs in zip(pair, sides, strict=True)) for pair in (kept, moved))
        if all(kept) and all(moved) and (are_deeds or THAN in other.stems | one.stems):
            return not any(
                (member.stems & kept[0] and member.stems & moved[0])
                or (member.stems & kept[1] and member.stems & moved[1])
                for member in passage
            )
    return False


@lru_cache(maxsize=512)
def members_of(text: str) -> Sequence[Sequence[Member]]:
    """The members of each sentence of a text that has two at least."""
    return tuple(members for passage in passages_of(text) if len(members := _members(passage)) > 1)


@lru_cache(maxsize=512)
def members_beside(text: str) -> Sequence[Sequence[Member]]:
    """The members of each sentence of a text, with those of the next where a semicolon alone parts the two."""
    found: list[tuple[Member, ...]] = []
    joins = False
    for passage in passages_of(text):
        members = _members(passage)
        if joins and found:
            found[-1] += members
        elif members:
            found.append(members)
        joins = passage.text.rstrip().endswith(";")
    return tuple(members for members in found if len(members) > 1)


@lru_cache(maxsize=4096)  # those of a passage are asked for alone and with the next
def _members(passage: Passage) -> tuple[Member, ...]:
    words = words_of(passage.text)
    bounds = [-1, *(place for place, word in enumerate(words) if word.word in _BOUNDS), len(words)]
    members = []
    for start, stop in pairwise(bounds):
        part = words[start + 1 : stop]
        stems = frozenset(_stem(word) for word in part if _is_told(word))
        if start >= 0 and words[start].word == THAN:
            stems |= {THAN}
        if stems:
            verbs = frozenset(_stem(word) for word in part if _is_verb(word))
            first, last = part[0] if part else words[start], part[-1] if part else words[start]
            members.append(Member(stems, verbs, passage.start + first.start, passage.start + last.end))
    return tuple(members)


def _is_verb(word: Word) -> bool:
    form = verb_form(word.word)
    return form is not None and (form.form == PAST or (form.form == BASE and form.share >= MIN_SHARE))


MIN_SHARE = 50
"""How many of a hundred uses of a word are those of a verb: below it the word may be a thing, as in a list."""


def _stem(word: Word) -> str:
    plain = re.sub(r"[’']s?$", "", word.word)
    return stem_of(plain) if len(plain) >= MIN_LETTERS else plain


def _is_told(word: Word) -> bool:
    return (len(word.word) >= MIN_LETTERS and word.word not in _PASSING) or word.word[:1].isdigit()


_DENIED_PHRASE = re.compile(
    r"\bnot\s*(?:,[^,.;]{3,60},\s*)?(?:rpt\s+not\s+)?"
    r"(?P<link>for|to|from|by|with|in|at|on|through|because\s+of)\s+(?:the\s+|a\s+|an\s+|his\s+|her\s+|its\s+|their\s+)?"
    r"(?P<head>[^\W\d_]{4,})",
    re.I,
)
_DENIES = re.compile(r"\b(?:not|never|no|nor|without|neither|rather|instead|but|than|other)\b", re.I)
MIN_SHARED = 2
"""Words of content that a sentence shares with the passage beside what is denied there."""


def denied_phrase(own: str, paper: str) -> Iterator[tuple[Fact, str]]:
    """What a sentence tells with a preposition behind which the paper has NOT: dismissed for his politics.

    >>> paper = "KRAL WAS DISMISSED, NOT FOR HIS POLITICS BUT FOR SELLING CURRENCY."
    >>> [words for _, words in denied_phrase("Kral was dismissed for his politics.", paper)]
    ['NOT FOR HIS POLITICS']
    """
    if _DENIES.search(own):
        return
    for passage in passages_of(paper):
        for match in _DENIED_PHRASE.finditer(passage.text):
            link, head = match["link"].split()[0].lower(), stem_of(match["head"].lower())
            for place in re.finditer(
                rf"\b{link}\b(?:\s+of)?\s+(?:(?:the|a|an|his|her|its|their)\s+)?(?P<head>[^\W\d_]{{4,}})", own, re.I
            ):
                if stem_of(place["head"].lower()) != head:
                    continue
                ours = {_stem(word) for word in words_of(own) if _is_told(word)} - {head}
                rest = (passage.stems - {head}) & ours
                times = sum(head in each.stems for each in passages_of(paper) if len(each.stems & ours) >= MIN_SHARED)
                if len(rest) >= MIN_SHARED and times == 1:
                    yield (
                        Fact("denied phrase", (head,), frozenset(), place.group(), *place.span()),
                        " ".join(match.group().split()),
                    )


_TIMES = re.compile(r"\b(?P<value>once|twice|thrice|(?:two|three|four|five|six|\d+)\s+times)\b", re.I)
_BY = re.compile(
    r"\bby\s+(?P<value>\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|a\s+(?:half|third|quarter|fifth|tenth))\b",
    re.I,
)
_ORDINAL = re.compile(
    r"\b(?P<value>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d{1,2}(?:st|nd|rd|th))\b", re.I
)


def distributed(own: str, paper: str) -> Iterator[tuple[Fact, str]]:
    """What two members of a passage have each of its own, and a sentence gives to the other of them.

    >>> paper = "FREIGHT ROSE BY 8 PERCENT AND FARES BY 5. ROME ACCEPTED THE FIRST OFFER AND REJECTED THE SECOND ONE."
    >>> for own in ("Fares rose by 8 per cent.", "Rome accepted the second offer.", "Rome accepted the first offer."):
    ...     print([words for _, words in distributed(own, paper)])
    ['FREIGHT ROSE BY 8 PERCENT AND FARES BY 5']
    ['ROME ACCEPTED THE FIRST OFFER AND REJECTED THE SECOND ONE']
    []
    """
    ours = frozenset(_stem(word) for word in words_of(own) if _is_told(word))
    has_amount = bool(_TIMES.search(own) or _BY.search(own))
    for passage in members_beside(paper):
        for one, other in pairwise(passage):
            if not ours & (one.stems | other.stems):
                continue
            first, second = paper[one.start : one.end], paper[other.start : other.end]
            place = _given_by_amount(own, ours, one, other, first, second) if has_amount else None
            place = place or _given_by_kind(own, ours, one, other, first, second)
            if place is not None:
                fact = Fact("pair", (place.group().lower(),), frozenset(), place.group(), *place.span())
                yield fact, paper[one.start : other.end]


def _given_by_amount(
    own: str, ours: frozenset[str], one: Member, other: Member, first: str, second: str
) -> re.Match[str] | None:
    """Where a sentence has with the one what the paper has with the other: TWICE for ONCE; the second has no verb."""
    for pattern in (_TIMES, _BY):
        told = list(pattern.finditer(own))
        here, there = list(pattern.finditer(first)), list(pattern.finditer(second))
        if not len(told) == len(here) == len(there) == 1 or other.verbs or not one.verbs:
            continue
        value, left, right = (match["value"].lower() for match in (told[0], here[0], there[0]))
        if left == right or value not in (left, right):
            continue
        of_one, of_other = _beside_verb(first, one, pattern), other.stems - one.stems - _stems_of_values(second)
        of_one -= other.stems
        mine, its = (of_one, of_other) if value == left else (of_other, of_one)
        if ours & its and not ours & mine and ours & one.verbs:
            return told[0]
    return None


def _stems_of_values(text: str) -> frozenset[str]:
    return frozenset(
        _stem(word) for pattern in (_TIMES, _BY) for match in pattern.finditer(text) for word in words_of(match.group())
    )


def _beside_verb(text: str, member: Member, pattern: re.Pattern[str]) -> frozenset[str]:
    """The words of content behind the verb of a member, its number left out; those before it if none stands behind."""
    words = [word for word in words_of(pattern.sub(" ", text)) if _is_told(word)]
    last = max((place for place, word in enumerate(words) if _stem(word) in member.verbs), default=-1)
    behind = frozenset(_stem(word) for word in words[last + 1 :] if word.word not in ("percent", "cent", "cents"))
    return behind or frozenset(_stem(word) for word in words[: max(last, 0)])


def _given_by_kind(
    own: str, ours: frozenset[str], one: Member, other: Member, first: str, second: str
) -> re.Match[str] | None:
    """Where a sentence says of the FIRST, or of the INDIAN one, what the paper says of the second with another verb."""
    if len(one.stems | other.stems) > MAX_STEMS or len(ours & (one.stems | other.stems)) < MIN_SHARED:
        return None
    for kinds in (_ordinals_in, _numbers_in, _nations_in):
        if kinds is _nations_in and _THE_ONE.search(second) is None:
            continue
        there = kinds(second)
        if len(there) != 1:
            continue
        told, here = kinds(own), kinds(first)
        (its_kind, (noun, _)), *_ = there.items()
        if kinds is _nations_in and noun != ONE:
            continue
        alike = [kind for kind, (name, _) in here.items() if noun in (name, ONE) and kind != its_kind][-1:]
        if not alike or (alike[0] in told) == (its_kind in told):
            continue
        value = alike[0] if alike[0] in told else its_kind
        name, place = told[value]
        if name not in (ONE, here[alike[0]][0]):
            continue
        ours_done, first_done, second_done = map(_verbs_in, (own, first, second))
        mine, its = (first_done, second_done) if value == alike[0] else (second_done, first_done)
        if ours_done & (its - mine) and not ours_done & (mine - its):
            return place
    return None


ONE = "one"
"""For the noun that the member before has: the second one; the second is."""


def _kinds(text: str, pattern: re.Pattern[str]) -> dict[str, tuple[str, re.Match[str]]]:
    """For each ordinal or nation of a text the beginning of the noun behind it, and its place."""
    found = {}
    for match in pattern.finditer(text):
        behind = re.match(r"\s*([^\W\d_]+)?", text[match.end() :])
        word = (behind[1] or "").lower() if behind else ""
        is_left_out = word in ("one", "ones") or (pattern in (_ORDINAL, _NUMBER) and (not word or word in _BEHIND_ONE))
        found[stem_of(match["value"].lower())] = (ONE if is_left_out else stem_of(word) if word else "", match)
    return found


_BEHIND_ONE = frozenset(("one", "ones", "is", "was", "are", "were", "has", "had", "did", "does", "will", "would"))


_NUMBER = re.compile(
    r"\b(?P<value>\d[\d,.]*\d|\d|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty"
    r"|sixty|seventy|eighty|ninety)\b",
    re.I,
)


def _numbers_in(text: str) -> dict[str, tuple[str, re.Match[str]]]:
    return _kinds(text, _NUMBER)


def _ordinals_in(text: str) -> dict[str, tuple[str, re.Match[str]]]:
    return _kinds(text, _ORDINAL)


@lru_cache(maxsize=1024)
def _nations_in(text: str) -> dict[str, tuple[str, re.Match[str]]]:
    return _kinds(text, _nation_pattern())


_THE_ONE = re.compile(r"\bones?\b", re.I)


@lru_cache(maxsize=2048)
def _verbs_in(text: str) -> frozenset[str]:
    """The verbs of a text that stand in a form of theirs: held, holds."""
    found = set()
    for word in words_of(text):
        form = verb_form(word.word)
        if form is not None and form.form != BASE and form.share >= MIN_SHARE:
            found.add(form.verb)
    return frozenset(found)


@lru_cache(maxsize=1)
def _nation_pattern() -> re.Pattern[str]:
    return re.compile(rf"\b(?P<value>(?i:{names()}))\b")
