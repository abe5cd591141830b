"""Trie-shaped regular expressions: one pattern that matches any of many words, by their common prefixes."""

import re
from collections.abc import Iterable
from typing import Any


def trie_pattern(words: Iterable[str]) -> str:
    """Build a group that matches any of some words, the longest first.

    An alternation of hundreds of words is tried word by word at every letter of a text; this one letter by letter.

    >>> trie_pattern(["TEL", "TELS", "LET"])
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


def upper_in_place(text: str) -> str:
    """The text in capitals, letter by letter, so that positions do not change.

    >>> upper_in_place("Großer Brief")
    'GROßER BRIEF'
    """
    capitals = text.upper()
    if len(capitals) == len(text):
        return capitals
    return "".join(letter.upper() if len(letter.upper()) == 1 else letter for letter in text)
