"""What a sentence has the other way round: who did it to whom, THE ONE RATHER THAN THE OTHER, which came first."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefbook.checks.countries import country
from briefbook.checks.fact import Fact, is_same_name
from briefbook.checks.passages import passages_of, stem_of
from briefbook.text.folding import fold
from briefbook.text.lexicon import is_word

_IRREGULAR_VERBS = """
    gave lent sold told sent paid taught led fought beat shot threw drove won brought forgave betrayed understood sought
    overthrew fed hit struck caught bought met chose forbade withdrew left lost cut put drew took held
"""
_PERSON_WORDS = """
    ambassador minister president premier chancellor secretary king queen prince general colonel admiral consul governor
    mayor senator army navy police government opposition parliament congress senate union workers students miners
    brother father son uncle cousin nephew wife brother-in-law father-in-law son-in-law bishop archbishop rebels
    soldiers troops bank company council cabinet court party embassy
"""
_SYMMETRICAL_WORDS = """
    met agreed discussed talked married joined disagreed conferred consulted corresponded held took left lost cut
    put drew
"""
_HELPER_WORDS = """
    had has have also then later once again first never not finally himself would could did will might may been being
"""
_IRREGULAR = frozenset(_IRREGULAR_VERBS.split())
_PERSONS = frozenset(_PERSON_WORDS.split())
_SYMMETRICAL = frozenset(_SYMMETRICAL_WORDS.split())
_HELPERS = frozenset(_HELPER_WORDS.split())
_BE = frozenset(("was", "were", "been", "being", "be", "is", "are"))
_WORD = re.compile(r"[^\W\d_][\w’'-]*|[.;:“”\"(),]")
REACH = 5
"""Words before and behind a verb among which its doer, and whom it is done to, are sought."""


@dataclass(frozen=True, slots=True)
class Deed:
    """A verb with those that do it and those to whom it is done, all in small letters; and where each stands."""

    verb: str
    doers: frozenset[str]
    others: frozenset[str]
    start: int
    end: int
    words: str


def swapped(text: str, paper: str, known: frozenset[str]) -> Iterator[tuple[Fact, str]]:
    """The deeds of a sentence that its paper has only the other way round.

    Args:
        text: The author's own words about the paper.
        paper: The paper's text.
        known: The names that either has, in small letters.

    >>> names = frozenset(("oravec", "lindqvist"))
    >>> [words for _, words in swapped("Lindqvist warned Oravec.", "ORAVEC WARNED LINDQVIST.", names)]
    ['ORAVEC WARNED LINDQVIST']
    """
    deeds = _deeds(text, known)
    theirs = _deeds(paper, frozenset(name for name in known if name in _words_of(paper))) if deeds else ()
    for deed in deeds:
        alike = [other for other in theirs if other.verb == deed.verb]
        turned = [other for other in alike if _meet(deed.doers, other.others) and _meet(deed.others, other.doers)]
        if not turned or any(_meet(deed.doers, other.doers) or _meet(deed.others, other.others) for other in alike):
            continue
        if _meet(deed.doers, deed.others):
            continue
        yield Fact("deed", (deed.verb,), frozenset(), deed.words, deed.start, deed.end), turned[0].words


@lru_cache(maxsize=256)
def _words_of(text: str) -> frozenset[str]:
    return frozenset(_plain(fold(match.group())) for match in _WORD.finditer(text))


def _meet(names: frozenset[str], others: frozenset[str]) -> bool:
    return any(is_same_name(name, other) for name in names for other in others)


@lru_cache(maxsize=256)
def _deeds(text: str, known: frozenset[str]) -> Sequence[Deed]:
    found = []
    for passage in passages_of(text):
        words = [(fold(match.group()), match.start(), match.end()) for match in _WORD.finditer(passage.text)]
        for place, (word, _, _) in enumerate(words):
            if not _is_deed(word, words, place, known):
                continue
            before, behind = _before(words, place, known), _behind(words, place, known)
            leads = [lead for lead, _, _ in words[max(0, place - 3) : place]]
            if any(lead in _BE for lead in leads):
                if "by" not in [next_word for next_word, _, _ in words[place + 1 : place + 3]]:
                    continue  # by whom is not said
                before, behind = behind, before
            if before and behind:
                names = [*before, *behind, place]
                start, end = words[min(names)][1], words[max(names)][2]
                found.append(
                    Deed(
                        stem_of(word),
                        frozenset(_plain(words[at][0]) for at in before),
                        frozenset(_plain(words[at][0]) for at in behind),
                        passage.start + start,
                        passage.start + end,
                        passage.text[start:end],
                    )
                )
    return tuple(found)


def _is_deed(word: str, words: Sequence[tuple[str, int, int]], place: int, known: frozenset[str]) -> bool:
    if word in known or word in _SYMMETRICAL or (place and words[place - 1][0] in ("the", "a", "an", "of")):
        return False
    return word in _IRREGULAR or (word.endswith("ed") and len(word) > 4 and is_word(word))


def _before(words: Sequence[tuple[str, int, int]], place: int, known: frozenset[str]) -> Sequence[int]:
    """The person that stands last before a verb, helpers and adverbs left out, with the names beside it."""
    at = place - 1
    while at >= 0 and (words[at][0] in _HELPERS or words[at][0] in _BE or words[at][0].endswith("ly")):
        at -= 1
    found: list[int] = []
    while at >= 0 and (_is_person(words[at][0], known) or (found and _may_be_name(words[at][0]))):
        found.append(at)
        at -= 1
    if found and at >= 0 and words[at][0] in ("of", "to", "with", "from", "by", "for", "and", "or", "that", "against"):
        return () if words[at][0] != "that" else found
    return found


def _behind(words: Sequence[tuple[str, int, int]], place: int, known: frozenset[str]) -> Sequence[int]:
    """The first person behind a verb, before the next verb or the end of the clause."""
    for at in range(place + 1, min(len(words), place + 1 + REACH)):
        word = words[at][0]
        if word in (".", ";", ":", ",", "(", ")", "“", "”", '"', "that", "and", "against", "with", "from", "of", "for"):
            return ()
        if _is_person(word, known):
            found = [at]
            while at + 1 < len(words) and _is_person(words[at + 1][0], known):
                at += 1
                found.append(at)
            return found
    return ()


def _plain(word: str) -> str:
    return re.sub(r"[’']s?$", "", word)


def _may_be_name(word: str) -> bool:
    """Whether a word before a name may belong to it: ALI before YAVAR JUNG."""
    return len(word) > 1 and word.isalpha() and not is_word(word)


def _is_person(word: str, known: frozenset[str]) -> bool:
    if re.search(r"[’']s?$", word):
        return False
    return word in known or word in _PERSONS or bool(country(word))


_CONTRAST = re.compile(
    r"\b(?:rather\s+than|instead\s+of|and\s+not|not/not)\s+(?P<link>(?:to|from|with|by|in|for|through|on)\s+)?"
    r"(?P<other>(?:(?:the|a|an|his|her|its|their)\s+)?[^\W\d_][\w’'-]*)",
    re.I,
)
_CONTRASTS = re.compile(r"\b(?:rather|instead|not|no|never|than)\b", re.I)


def contrasted(text: str, paper: str) -> Iterator[tuple[Fact, str]]:
    """What a sentence tells that its paper names only as what was *not* so: A RATHER THAN B.

    >>> paper = "Oravec will report to the White House rather than to the Department."
    >>> [(fact.words, words) for fact, words in contrasted("Oravec was to report to the Department.", paper)]
    [('Department', 'White House rather than to the Department')]
    """
    ours = _content(text)
    if _CONTRASTS.search(text):
        return
    for match in _contrasts_of(paper):
        one = re.findall(r"[^\W\d_][\w’'-]*(?=\s)", paper[max(0, match.start() - _NEAR) : match.start()])[-6:]
        link = (match["link"] or "").strip().lower()
        low = [word.lower() for word in one]
        first = len(low) - low[::-1].index(link) if link and link in low else max(0, len(one) - 1)
        instead, head = _content(" ".join(one[first:])), match["other"].split()[-1]
        if not instead or instead & ours or stem_of(fold(head)) not in ours or len(head) < MIN_LETTERS:
            continue
        passage = next(each for each in passages_of(paper) if each.start <= match.start() < each.start + len(each.text))
        rest = (_content(passage.text) & ours) - {stem_of(fold(head))}
        place = next(word for word in _LONG.finditer(text) if stem_of(fold(word.group())) == stem_of(fold(head)))
        if len(rest) >= MIN_SHARED and _only_there(head, paper):
            words = f"{' '.join(one[first:])} {match.group()}"
            yield (
                Fact("contrast", (head,), frozenset(), place.group(), *place.span()),
                " ".join(words.split()).removeprefix("the "),
            )


@lru_cache(maxsize=256)
def _contrasts_of(paper: str) -> Sequence[re.Match[str]]:
    return tuple(_CONTRAST.finditer(paper))


_NEAR = 60
"""Letters on each side of words that contrast, or set in order, among which what they join stands."""
_LONG = re.compile(r"[^\W\d_]{4,}")
MIN_LETTERS = 4
MIN_SHARED = 2
"""Words of content that a sentence shares with the passage beside the one that is contrasted."""


def _content(text: str) -> frozenset[str]:
    small = {"that", "this", "with", "from", "were", "been", "have", "which", "would", "their", "will"}
    return frozenset(stem_of(word) for word in map(fold, _LONG.findall(text)) if word not in small)


def _only_there(word: str, paper: str) -> bool:
    """Whether a paper has a word hardly elsewhere, where it might be told without the contrast."""
    return len(re.findall(rf"\b{re.escape(fold(word))}\b", fold(paper))) <= 2


_ORDER = re.compile(r"\b(?:before|after)\b", re.I)


@dataclass(frozen=True, slots=True)
class Order:
    """Words of content that stand for what is first, and for what comes after it; and where BEFORE or AFTER stands."""

    first: frozenset[str]
    last: frozenset[str]
    start: int
    end: int
    words: str


def in_other_order(text: str, paper: str) -> Iterator[tuple[Fact, str]]:
    """What stands before another in a sentence, and after it in the paper: THE WOMEN BEFORE THE MEN.

    >>> [words for _, words in in_other_order("The miners left before the students.", "STUDENTS LEFT BEFORE MINERS")]
    ['STUDENTS LEFT BEFORE MINERS']
    """
    ours = _orders(text)
    for order in ours:
        for other in _orders(paper):
            crossed = order.first & other.last - other.first and order.last & other.first - other.last
            if crossed:
                link = text[order.start : order.end]
                yield Fact("order", (link,), frozenset(), link, order.start, order.end), other.words
                break


@lru_cache(maxsize=256)
def _orders(text: str) -> Sequence[Order]:
    found = []
    for match in _ORDER.finditer(text):
        before = list(re.finditer(r"[^\W\d_][\w’'-]*(?=\s)", text[max(0, match.start() - _NEAR) : match.start()]))[-8:]
        behind = list(re.finditer(r"[^\W\d_][\w’'-]*", text[match.end() : match.end() + _NEAR]))[:4]
        if not before or not behind:
            continue
        words = [[fold(word.group()) for word in side if len(word.group()) > 2] for side in (before, behind)]
        first, last = (frozenset(map(stem_of, side)) - {"the"} for side in words)
        if match.group().lower() == "after":
            first, last = last, first
        start = max(0, match.start() - _NEAR) + before[0].start()
        said = " ".join(text[start : match.end() + behind[-1].end()].split())
        found.append(Order(first, last, *match.span(), said))
    return tuple(found)
