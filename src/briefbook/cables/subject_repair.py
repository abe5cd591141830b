"""Words of a subject line read through damage: mended where one common word alone is meant, letter for letter."""

import importlib.util
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from briefbook.text.ocr_confusion import alike, mend_names

_COMMON = 1_500_000  # how often a word is met, on the list's own scale, to be put in another's place
_WORD = re.compile(
    r"(?<![A-Z0-9])(?:[A-Z0-9]{5,}|(?=[A-Z]*[0158][A-Z]*[0158]?[A-Z]*(?![A-Z0-9]))[A-Z0-9]{4})(?![A-Z0-9])"
)


_FIGURES = {"0": "OCDQ", "1": "ILT", "5": "S", "8": "B", "6": "G", "2": "Z", "4": "A"}


@cache
def common_words() -> dict[str, int]:
    """English words in capitals with how often they are met; from the wheel of ``symspellpy`` (MIT)."""
    spec = importlib.util.find_spec("symspellpy")
    if spec is None or not spec.origin:
        return {}
    text = Path(spec.origin).with_name("frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig")
    rows = (line.split() for line in text.splitlines())
    return {row[0].upper(): int(row[1]) for row in rows if len(row) == 2 and len(row[0]) >= 4}


def mend_subject(text: str) -> str:
    """A damaged heading's subject with its words mended; a word that could be two, or a name, stays as it is.

    >>> mend_subject("QUARANTINF OF CUBA"), mend_subject("VISIT OF KOSYGIN")
    ('QUARANTINE OF CUBA', 'VISIT OF KOSYGIN')
    """
    words = _WORD.findall(text)
    strange = sum(word not in common_words() for word in words)
    if strange > 4 and 2 * strange > len(words):
        return text  # another language, or past mending
    return _WORD.sub(lambda found: _mended(found[0]), text)


def _mended(word: str) -> str:
    known = common_words()
    if not known or word in known or sum(one.isdigit() for one in word) * 2 > len(word):
        return word
    for steps in (1, 2) if len(word) >= 8 else (1,):
        near = {one for one in _variants(word, steps) if known.get(one, 0) >= _COMMON}
        if near:
            return near.pop() if len(near) == 1 else word
    return mend_names(word)


def _variants(word: str, steps: int) -> Iterator[str]:
    for at, letter in enumerate(word):
        for other in _FIGURES.get(letter) or alike(letter):
            changed = f"{word[:at]}{other}{word[at + 1 :]}"
            if steps == 1:
                yield changed
            else:
                yield from _variants(changed, steps - 1)
