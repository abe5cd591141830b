"""Words of another sense that look like a quoted one: what may stand on the picture in its place."""

import string
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from briefbook.text.lexicon import is_word
from briefbook.text.tokens import is_negation, is_number

_SETS = tuple(
    tuple(row.split())
    for row in (
        "million billion thousand hundred dozen",
        "monday tuesday wednesday thursday friday saturday sunday",
        "january february march april may june july august september october november december",
        "jan feb mar apr may jun jul aug sep sept oct nov dec",
        "north south east west",
        "northern southern eastern western",
        "one two three four five six seven eight nine ten eleven twelve",
        "first second third fourth fifth sixth",
        "not now no nor so to",
        "can could would should will shall may might must",
        "has had have was is are were",
        "this that these those the then than them they",
        "he we they she it i you",
        "his her our their its my your",
        "him them us me",
        "in on an of or if is it as at by to up",
        "with without within",
        "before after",
        "for against from",
        "some any all no many most",
        "more less",
        "and or but",
        "accept reject except",
        "support oppose",
        "increase decrease",
        "yes no",
    )
)
"""Words of which a meaning hangs, in sets of which each may be taken for another or put in its place."""

_PREFIXES = ("un", "in", "im", "ir", "dis", "non", "re")
_ENDINGS = ("s", "es", "d", "ed", "ing", "ly")


@dataclass(frozen=True, slots=True)
class LookAlike:
    """Words that may stand in place of one; ``grave`` if a meaning hangs on which it is."""

    words: tuple[str, ...]
    grave: bool


_GRAMMAR = tuple(row for row in _SETS if row[0] in ("has", "this", "he", "his", "him", "in"))
"""The sets that differ in person, tense or place: what fits between its neighbours says something of these."""


_SMALL_WORDS = tuple(row for row in _SETS if row[0] in ("this", "in"))


def are_small_words(token: str, others: Sequence[str]) -> bool:
    """Is it a preposition, an article or the like for another that looks like it?

    >>> are_small_words("of", ["or"]), are_small_words("his", ["her"]), are_small_words("not", ["now"])
    (True, False, False)
    """
    return len(others) == 1 and any(token in row and others[0] in row for row in _SMALL_WORDS)


def differs_in_grammar(token: str, others: Sequence[str]) -> bool:
    """Is it another person, tense or place, so that the neighbours say something of which it is?"""
    return len(others) == 1 and any(token in row and others[0] in row for row in _GRAMMAR)


def hangs_on(token: str) -> bool:
    """Is it one of the words of which a meaning hangs?"""
    return any(token in row for row in _SETS)


def is_grave(words: Sequence[str], others: Sequence[str]) -> bool:
    """Does a meaning hang on which words these are: a figure, a negation, one day or side or verb of two?

    >>> is_grave(("not",), ("now",)), is_grave(("harbour",), ("harbor",))
    (True, False)
    """
    tokens = (*words, *others)
    if len(words) != len(others) or any(is_negation(token) or is_number(token) for token in tokens):
        return True
    if any(character.isdigit() for token in tokens for character in token):
        return True
    return any(
        word != other and (any(word in row and other in row for row in _SETS) or other in _denied(word))
        for word, other in zip(words, others, strict=True)
    )


@lru_cache(maxsize=20_000)
def _listed_look_alikes(token: str) -> tuple[LookAlike, ...]:
    if any(character.isdigit() for character in token):
        forms = {
            token[:place] + other + token[place + 1 :]
            for place, character in enumerate(token)
            if character.isdigit()
            for other in (*string.digits, "")
            if other != character
        }
        return tuple(LookAlike((form,), True) for form in sorted(forms) if form)
    grave = {word for row in _SETS if token in row for word in row}
    grave |= {form for form in _denied(token) if is_word(form)}
    plain = {form for form in _changed_by_a_letter(token) if is_word(form)} - grave
    return tuple(LookAlike((form,), form in grave) for form in sorted((grave | plain) - {token, ""}))


def _denied(token: str) -> Iterator[str]:
    for start in _PREFIXES:
        yield start + token
        yield token.removeprefix(start)


def _changed_by_a_letter(token: str) -> Iterator[str]:
    letters = string.ascii_lowercase
    for place in range(len(token) + 1):
        before, after = token[:place], token[place:]
        if after:
            yield before + after[1:]
            yield from (before + letter + after[1:] for letter in letters)
        yield from (before + letter + after for letter in letters)
    for end in _ENDINGS:
        stem = token.removesuffix(end)
        yield from (stem + other for other in ("", *_ENDINGS))


def look_alikes(token: str, read: Sequence[str], several: bool) -> Iterator[LookAlike]:
    """What may stand in place of a quoted token: words that look like it, the word as read; of several also none."""
    same_size = len(token) > 1 and read and len(read[0]) == len(token) and any(map(str.isdigit, token))
    for rival in _listed_look_alikes(token):
        if not same_size or len(rival.words[0]) == len(token):  # a line has room for as many figures as were read
            yield rival
    if read and read[0] != token and is_word(read[0]):
        yield LookAlike(tuple(read), is_grave((token,), read))
    elif read:
        yield from (LookAlike((word,), False) for word in words_near(read[0]) - {token})
    if several:
        yield LookAlike((), True)


def differ_by_ending(quoted: Sequence[str], read: Sequence[str]) -> bool:
    """Do words agree but for an ending of one of them: plan and plans, daughter and daughters?

    >>> differ_by_ending(("plan",), ("plans",)), differ_by_ending(("plan",), ("plane",))
    (True, False)
    """
    pairs = [(ours, theirs) for ours, theirs in zip(quoted, read, strict=False) if ours != theirs]
    return len(quoted) == len(read) and any(
        longer.removeprefix(shorter) in _ENDINGS
        for ours, theirs in pairs
        for shorter, longer in ((ours, theirs), (theirs, ours))
        if longer.startswith(shorter)
    )


@lru_cache(maxsize=20_000)
def words_near(read: str) -> frozenset[str]:
    """The words that a reading, which is none, is with a letter changed."""
    return frozenset(word for word in _changed_by_a_letter(read) if is_word(word)) if read.isalpha() else frozenset()


def has_other_ending(quoted: str, read: str) -> bool:
    """Is the reading more like the quoted word with another ending, or with none?"""
    apart = Levenshtein.distance(quoted, read), abs(len(quoted) - len(read))
    forms = [quoted + end for end in _ENDINGS] + [quoted.removesuffix(end) for end in _ENDINGS if quoted.endswith(end)]
    return any((Levenshtein.distance(form, read), abs(len(form) - len(read))) < apart for form in forms)
