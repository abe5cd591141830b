"""Many words -> one regular expression that finds any of them, by their common beginnings."""

import re
from collections.abc import Iterable
from typing import Any


def one_of(words: Iterable[str]) -> str:
    """A group that matches any of the words, the longest that stands there first.

    An alternation of hundreds of words is tried word by word at every letter of a text; this one letter by letter.

    >>> one_of(["TEL", "TELS", "LET"])
    '(?:LET|TELS?)'
    """
    tree: dict[str, Any] = {}
    for word in words:
        node = tree
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return f"(?:{_branches(tree)})"


def _branches(node: dict[str, Any]) -> str:
    return "|".join(re.escape(letter) + _rest(node[letter]) for letter in sorted(node) if letter)


def _rest(node: dict[str, Any]) -> str:
    branches = _branches(node)
    if not branches:
        return ""
    lone = len(node) == 1
    if "" not in node:
        return branches if lone else f"(?:{branches})"
    return f"{branches}?" if re.fullmatch(r"\\?.", branches) else f"(?:{branches})?"


def in_capitals(text: str) -> str:
    """The text in capitals, a letter for a letter, so that places stay.

    >>> in_capitals("Großer Brief")
    'GROßER BRIEF'
    """
    capitals = text.upper()
    if len(capitals) == len(text):
        return capitals
    return "".join(one.upper() if len(one.upper()) == 1 else one for one in text)
