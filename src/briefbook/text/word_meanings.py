"""Verbs by their forms, words of one meaning, and names of towns.

The tables are made by ``tools/word_meanings.py`` from WordNet 3.0, whose licence lies beside them.
"""

import csv
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

BASE, THIRD, PAST, ING = "base", "third", "past", "ing"
"""Forms of a verb: RELEASE, RELEASES, RELEASED (past and participle alike), RELEASING."""


@dataclass(frozen=True, slots=True)
class VerbForm:
    """A verb, the form that a word is of it, and how many of a hundred uses of the verb's word are as one."""

    verb: str
    form: str
    share: int


def _rows(name: str) -> Sequence[dict[str, str]]:
    text = (files("briefbook.text") / "data" / name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@lru_cache(maxsize=1)
def _forms() -> dict[str, VerbForm]:
    """Each verb form with its verb; of several verbs the one that is mostly used as a verb."""
    found: dict[str, VerbForm] = {}
    for row in _rows("verbs.csv"):
        verb, words = row["verb"], row["forms"].split()
        has_past = any(not word.endswith(("ing", "s")) for word in words if word != verb)
        for word in words:
            base = BASE if has_past else PAST  # hurt, put
            form = base if word == verb else ING if word.endswith("ing") else THIRD if word.endswith("s") else PAST
            made = VerbForm(verb, form, int(row["share"]))
            if word not in found or (form != BASE and found[word].share < made.share):
                found[word] = made
    return found


def verb_form(word: str) -> VerbForm | None:
    """The verb that a word in small letters is a form of; None if it is of none.

    >>> verb_form("withdrew")
    VerbForm(verb='withdraw', form='past', share=100)
    """
    return _forms().get(word)


@lru_cache(maxsize=1)
def _meanings() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for number, row in enumerate(_rows("meanings.csv")):
        for word in row["words"].split():
            found[word].add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


def have_one_meaning(word: str, other: str) -> bool:
    """Whether two words in small letters, a verb without endings, have one of their first meanings in common.

    >>> have_one_meaning("dismiss", "ignore"), have_one_meaning("dismiss", "release")
    (True, False)
    """
    return word == other or not _meanings().get(word, frozenset()).isdisjoint(_meanings().get(other, frozenset()))


@lru_cache(maxsize=1)
def towns() -> frozenset[str]:
    """The names of towns of the world, in small letters.

    >>> "aleppo" in towns(), "parcel" in towns()
    (True, False)
    """
    return frozenset(row["town"] for row in _rows("towns.csv"))


@lru_cache(maxsize=1)
def _forms_by_verb() -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for word, made in _forms().items():
        found.setdefault((made.verb, made.form), word)
    return found


def forms_of(verb: str, form: str) -> str:
    """A verb in a form, as WordNet has it; the verb itself if it is not known.

    >>> forms_of("agree", PAST), forms_of("sign", THIRD)
    ('agreed', 'signs')
    """
    return _forms_by_verb().get((verb, form), verb)
