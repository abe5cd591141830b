"""Who says what in a paper: for each verb its subject, also where that is HE, I, an office, or is left out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from briefbook.checks.passages import passages_of
from briefbook.text.folding import fold
from briefbook.text.lexicon import is_word

_SAY_WORDS = """
    said says say saying stated states stating replied replying answered stressed stressing stresses noted notes
    noting thought thinks think believed believes believe felt feels feel explained explains admitted declared
    assured informed emphasized emphasised emphasizes argued argues suggested suggests warned insisted observed
    added adding adds remarked commented considered considers hoped hopes feared fears pointed repeated
    repeating reiterated proposed proposes urged urges recommended recommends acknowledged indicated indicates
    indicating reported reports claimed claims conceded maintained predicted wondered doubted doubts told tells
    telling asked asks asking inquired complained complains announced assumed concluded concludes expected
    expects understood recalled mentioned expressed regarded volunteered interjected responded protested
    asserted confirmed denied agreed accused promised read called described opined speculated wrote writes
    cabled wired telegraphed
"""
_HELPER_WORDS = """
    had has have then also again still once who first further later finally therefore however accordingly now himself
    did would could might will can not never both
"""
_ROLE_WORDS = """
    minister ambassador secretary president chancellor premier consul governor mayor subsecretary formin fonmin
    undersecretary rector captain colonel general director chief king shah senator
"""
_PERSONS_AS_WRITER = frozenset(("i", "we", "emboff", "emboffs", "embassy"))
_WORD = re.compile(r"[^\W\d_][\w’'-]*|[.;:,“”\"]")
_IN_PARENTHESES = re.compile(r"\([^()]{0,120}\)")
SAYING = frozenset(_SAY_WORDS.split())
_PAST = frozenset(("said", "thought", "felt", "told", "understood", "read", "wrote", "states", "notes", "stressing"))
_HELPERS = frozenset(_HELPER_WORDS.split())
_ROLES = frozenset(_ROLE_WORDS.split())
_BREAKS = frozenset((".", ";", ":", ",", "“", "”", '"'))

WRITER = ("i",)
"""The one who signs the paper."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A verb of saying or doing with its subject: surnames, ``WRITER``, or empty where it is not known.

    ``place`` is the passage's number, ``start`` the verb's place in it, ``sure`` whether the subject stands beside the
    verb itself, and ``words`` are those of the paper.
    """

    place: int
    start: int
    verb: str
    subject: tuple[str, ...]
    sure: bool
    words: str


@lru_cache(maxsize=50_000)  # the words of a language recur
def _bare(word: str) -> str:
    return re.sub(r"[’']s?$", "", fold(word))


def is_verb(word: str) -> bool:
    """Whether a word in small letters may be a verb of which somebody is the subject."""
    return word in SAYING or (word.endswith("ed") and len(word) > 4 and is_word(word))


def verb_class(word: str) -> str:
    """What verbs that an author uses for one another have in common: all verbs of saying are one."""
    return "say" if word in SAYING else word[:5]


@lru_cache(maxsize=512)
def frames_of(paper: str, known: frozenset[str]) -> Sequence[Frame]:
    """The verbs of a paper with their subjects, in order.

    Args:
        paper: The paper's text.
        known: The surnames that it has, in small letters.

    >>> text = "ORAVEC SAID HE WOULD GO. ADDED THAT IT RAINED."
    >>> [(frame.verb, frame.subject) for frame in frames_of(text, frozenset({"oravec"}))]
    [('said', ('oravec',)), ('added', ('oravec',)), ('rained', ())]
    """
    found: list[Frame] = []
    last: tuple[str, ...] = ()
    holders = _holders(paper, known)
    for place, passage in enumerate(passages_of(paper)):
        text = _IN_PARENTHESES.sub(lambda match: " " * len(match.group()), passage.text)
        words = [
            (match.group(), _bare(match.group()) or match.group(), match.start()) for match in _WORD.finditer(text)
        ]
        of_sentence: tuple[str, ...] = ()
        here: list[Frame] = []
        for index, (_, word, start) in enumerate(words):
            if not is_verb(word):
                continue
            subject, sure, first = _subject(words, index, known, holders, last, of_sentence)
            if subject is None:
                continue
            of_sentence = subject
            said = " ".join(text[words[first][2] : start + len(word)].split())
            here.append(Frame(place, start, word, subject, sure, said))
        here += _nouns_of_saying(place, text, known)
        here.sort(key=lambda frame: frame.start)
        head, at = _named_first(words, known)
        if head and not any(frame.subject for frame in here if frame.start < HEAD):
            said = " ".join(text[at : at + HEAD].split()[:3])
            here.insert(0, Frame(place, at, "", head, False, said))
        elif not any(frame.subject for frame in here) and any(word in ("i", "my") for _, word, _ in words[:HEAD_WORDS]):
            here.insert(0, Frame(place, 0, "", WRITER, False, " ".join(text.split()[:3])))
        named = next((frame.subject for frame in here if frame.subject and frame.subject != WRITER), ())
        last = named or head or last
        found += here
    return tuple(found)


_NOUN = re.compile(
    r"(?P<name>[^\W\d_][\w-]+)[’']s?\s+(?:\w+\s+){0,2}?(?P<noun>statement|remark|remarks|comment|comments|suggestion|view|opinion|claim"
    r"|assertion|proposal|question|request|reply|answer|argument|insistence|complaint|warning|message)\b",
    re.I,
)


def _nouns_of_saying(place: int, text: str, known: frozenset[str]) -> Sequence[Frame]:
    """What somebody's statement or reply has: ORAVEC'S STATEMENT THAT IT RAINED."""
    return [
        Frame(place, match.start("noun"), "said", (fold(match["name"]),), True, " ".join(match.group().split()))
        for match in _NOUN.finditer(text)
        if fold(match["name"]) in known
    ]


HEAD = 60
"""Letters of a sentence's head in which its subject stands."""
HEAD_WORDS = 6


def _named_first(words: Sequence[tuple[str, str, int]], known: frozenset[str]) -> tuple[tuple[str, ...], int]:
    """The name with which a sentence begins, behind a title or ALTHOUGH, and its place; none behind a preposition."""
    for index, (raw, word, start) in enumerate(words[:HEAD_WORDS]):
        if word in known:
            before = words[index - 1][1] if index else ""
            stop = next((at for at in range(index, len(words)) if words[at][1] not in known), len(words))
            if before in _PREPOSITIONS or word != fold(raw) or (stop < len(words) and words[stop][1] == "and"):
                return (), 0
            return tuple(words[at][1] for at in range(index, stop)), start
        if word in (":", ";", "“"):
            break
    return (), 0


_PREPOSITIONS = frozenset(
    ("of", "by", "to", "with", "from", "for", "against", "on", "told", "asked", "between", "and", "that", "about")
)


def _subject(
    words: Sequence[tuple[str, str, int]],
    index: int,
    known: frozenset[str],
    holders: dict[str, tuple[str, ...]],
    last: tuple[str, ...],
    of_sentence: tuple[str, ...],
) -> tuple[tuple[str, ...] | None, bool, int]:
    """The subject of the verb at an index, whether it is sure, and where it begins; None where it is no such verb."""
    at = index - 1
    while at >= 0 and (words[at][1] in _HELPERS or words[at][1].endswith("ly")) and words[at][1] not in known:
        at -= 1
    if at < 0 or words[at][1] in (".", ":", "“"):
        if words[index][1] not in SAYING:
            return None, False, index
        is_past = words[index][1].endswith("ed") or words[index][1] in _PAST
        return (last if is_past and last else WRITER), False, index
    word = words[at][1]
    if word in known:
        first = at
        while first and words[first - 1][1] in known:
            first -= 1
        before = words[first - 1][1] if first else ""
        if before in ("of", "by", "to", "with", "from", "for", "against", "on", "told", "asked", "that's"):
            return (), False, first
        if index > at + 1 and words[at + 1][1] in ("has", "have"):
            return None, False, first  # what has been done is spoken of
        if before == "and" and first:
            return (), False, first
        return tuple(words[spot][1] for spot in range(first, at + 1)), True, first
    if word in ("he", "she"):
        return last, bool(last), at
    if word in _PERSONS_AS_WRITER:
        if at and words[at - 1][1] == "and":
            return (), False, at
        return WRITER, True, at
    if word in _ROLES:
        return holders.get(word, ()), word in holders, at
    if word in ("and", ",", "but") and words[index][1] in SAYING and of_sentence:
        return of_sentence, False, index
    if word in ("was", "were", "be", "been", "is", "are", "being", "to", "as", "the", "a", "by"):
        return None, False, index
    return (), False, at


def _holders(paper: str, known: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """For each office that one person alone has in a paper, that person's surname."""
    held: dict[str, set[str]] = {}
    words = [_bare(word) for word in re.findall(r"[^\W\d_][\w’'-]*", paper)]
    for first, second in pairwise(words):
        if first in _ROLES and second in known:
            held.setdefault(first, set()).add(second)
    return {role: tuple(names) for role, names in held.items() if len(names) == 1}
