"""Words of a subject line read through damage -> repaired words, where only one common word can be meant."""

import re
from collections.abc import Iterator
from functools import cache

from briefbook.text.lexicon import frequency, is_listed
from briefbook.text.ocr_confusion import FIGURE_LETTERS, alike, nearest
from briefbook.text.posts import capitals

_MIN_FREQUENCY = 1_500_000  # frequency in the shipped word list (its own scale) of a word that may replace another
_REPAIRABLE_WORD = re.compile(
    r"(?<![A-Z0-9])(?:[A-Z0-9]{5,}|(?=[A-Z]*[0158][A-Z]*[0158]?[A-Z]*(?![A-Z0-9]))[A-Z0-9]{4})(?![A-Z0-9])"
)


def is_common_word(word: str) -> bool:
    """Is it an English word of four letters or more, in capitals?

    >>> is_common_word("QUARANTINE"), is_common_word("OF")
    (True, False)
    """
    return len(word) >= 4 and is_listed(word.lower())


def repair_subject(text: str) -> str:
    """A damaged heading's subject with its words repaired; a word that could be two, or a name, stays as it is.

    >>> repair_subject("QUARANTINF OF CUBA"), repair_subject("VISIT OF KOSYGIN")
    ('QUARANTINE OF CUBA', 'VISIT OF KOSYGIN')
    """
    words = _REPAIRABLE_WORD.findall(text)
    strange = sum(not is_common_word(word) for word in words)
    if strange > 4 and 2 * strange > len(words):
        return text  # another language, or past repair
    return _REPAIRABLE_WORD.sub(lambda match: _repair_word(match[0]), text)


def _repair_word(word: str) -> str:
    if is_common_word(word) or sum(letter.isdigit() for letter in word) * 2 > len(word):
        return word
    for steps in (1, 2) if len(word) >= 8 else (1,):
        candidates = {variant for variant in _variants(word, steps) if frequency(variant.lower()) >= _MIN_FREQUENCY}
        if candidates:
            return candidates.pop() if len(candidates) == 1 else word
    return _repair_state_names(word)


def _variants(word: str, steps: int) -> Iterator[str]:
    for at, letter in enumerate(word):
        for other in FIGURE_LETTERS.get(letter) or filter(str.isalpha, alike(letter)):
            changed = f"{word[:at]}{other}{word[at + 1 :]}"
            if steps == 1:
                yield changed
            else:
                yield from _variants(changed, steps - 1)


@cache
def _state_names() -> dict[str, str]:
    states = [state.upper() for state in capitals() if state.isascii() and " " not in state and len(state) >= 5]
    compass = [f"{side} {state}" for side in ("NORTH", "SOUTH") for state in ("VIETNAM", "KOREA")]
    compass += [f"{side} GERMANY" for side in ("EAST", "WEST")]
    return {name.replace(" ", ""): name.replace(" ", "") for name in [*states, *compass]}


def _repair_state_names(text: str) -> str:
    """Long words of a damaged line that can only be the name of a state, letter for letter.

    >>> _repair_state_names("VISIT TO ECRTAVISTNAM AND WINNIPEG")
    'VISIT TO NORTHVIETNAM AND WINNIPEG'
    """

    def repair(match: re.Match[str]) -> str:
        names = [name for name in _state_names() if len(name) == len(match[0])]
        matches = nearest(match[0], names, limit=0.18)
        return matches[0] if matches else match[0]

    return re.sub(r"\b[A-Z]{8,}\b", repair, text)
