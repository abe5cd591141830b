"""Which words name an office, head a list of offices, or label a heading: the words of routing and distribution."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from briefbook.text.lexicon import is_word

_CODE = re.compile(r"[A-Z][A-Z&.'-]{0,7}(?:[/-][A-Z][A-Z&]{0,6}){0,3}[-/ ]?\d{0,3}")
_COPIES = re.compile(r"[-/ ]?\d{1,3}$")


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "data" / "offices.toml").read_text(encoding="utf-8"))


@cache
def _offices() -> frozenset[str]:
    return frozenset(_data()["offices"].split())


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(_data()[name])


def bare(token: str) -> str:
    """A word in capitals without the points and brackets around it.

    >>> bare("(Inr-7)."), bare("*ONE,")
    ('INR-7', 'ONE')
    """
    return token.upper().strip(".,:;*()[]|_-'\"“”‘’ ")


def is_office(token: str) -> bool:
    """Is it an office of the list, or a desk of one, with or without a count of copies after it?

    >>> is_office("NEA"), is_office("INR-7"), is_office("CI/OPS,"), is_office("THE")
    (True, True, True, False)
    """
    word = bare(token)
    return any(
        name in _offices() for name in (word, _COPIES.sub("", word), word.partition("/")[0] if "/" in word else "")
    )


def is_office_code(token: str) -> bool:
    """Is it an office of the list, or a short word in capitals that no language has, as codes of offices are?

    >>> is_office_code("XQB"), is_office_code("WH/4"), is_office_code("Boats"), is_office_code("BOATS")
    (True, True, False, False)
    """
    if is_office(token):
        return True
    word = bare(token)
    letters = re.sub(r"[^A-Z]", "", word)
    if not _CODE.fullmatch(word) or token.upper() != token or not 1 < len(letters) <= 7:
        return False
    return "/" in word or (len(letters) <= 5 and not is_word(letters.lower()))


def heads(text: str, name: str) -> bool:
    """Is a line the head of a column of offices, or does it begin with that of a distribution list?

    Args:
        text: The line.
        name: ``column_heads`` or ``distribution_heads``.

    >>> heads("Distribution:", "distribution_heads"), heads("cc: Mr. Holm", "distribution_heads")
    (True, True)
    >>> heads("COPIES OF THE LETTER", "distribution_heads")
    False
    """
    known = _words(name)
    plain = " ".join(text.upper().split())
    if name == "column_heads":
        return plain.strip(" .:-") in known
    first = re.split(r"\s*[:;]\s*|\s[-–]\s|$", plain, maxsplit=1)[0].strip(" .")
    return first in known


def is_label(token: str) -> bool:
    """Does a word or two label an entry of a heading or a speaker: SUBJECT, FROM:, Q.?

    >>> is_label("SUBJECT"), is_label("Date of Info."), is_label("PLOVDIV:"), is_label("NEA")
    (True, True, True, False)
    """
    return token.rstrip().endswith(":") or bare(token) in _words("labels")
