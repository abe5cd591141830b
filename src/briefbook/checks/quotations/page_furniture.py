"""Recognise page furniture: lines that forms, machines and offices put on a page, not the cable's text."""

import re
from collections.abc import Sequence
from functools import lru_cache

from briefbook.model.page import Kind, Line
from briefbook.text.release_markings import is_page_line, is_release_companion, is_release_marking
from briefbook.text.tokens import REDACTED, UNREADABLE
from briefbook.text.vocabulary import is_marking_line

_BARE_NUMBER = re.compile(r"[-–. (]*\d{1,6}[-–. )]*|\.{2,}\s*/?\s*\d{1,3}")
_GAP = re.compile(
    r"\[[^\]]*(?:redact|sanitiz|sanitis|declassif|delet|excis|withh|exempt|s\.\s?1[35]|\.\s?\.|…|illeg|unread|garble|undeciph|missing)[^\]]*\]"
    r"|\[\s*\]|\bX{4,}\b|█+",
    re.I,
)
_UNREAD = re.compile(r"illeg|unread|garble|undeciph", re.I)


@lru_cache(maxsize=50_000)
def _at_the_edge(text: str) -> bool:
    plain = text.strip()
    return bool(_BARE_NUMBER.fullmatch(plain) or is_marking_line(plain))


def is_furniture(text: str, index: int, count: int) -> bool:
    """Whether a line, as a whole, is a page line, a release marking, or a marking or page number at head or foot.

    Args:
        text: the line's text, as read.
        index: its place among the page's lines, from 0.
        count: how many lines the page has; a lone number or classification counts within five lines of its head or
            foot.

    Returns:
        True if a quotation may omit the line; False for every line that may have words of the message.

    >>> is_furniture("PAGE TWO 326", 9, 30), is_furniture("HE TURNED THE PAGE", 9, 30), is_furniture("SECRET", 0, 30)
    (True, False, True)
    """
    if not text.strip() or is_page_line(text) or is_release_marking(text):
        return True
    return (index < 5 or index >= count - 5) and _at_the_edge(text)


def furniture_lines(texts: Sequence[str]) -> list[bool]:
    """Which of a page's lines a quotation may pass over: those of ``is_furniture``, and what stands beside them.

    A classification or page number beside a page line is part of the page's break, wherever it stands; so is, beside a
    release marking, what its stamp says further.

    Args:
        texts: the text of every line of one page, from its head.

    Returns:
        One answer a line.

    >>> furniture_lines([*["THE TEXT GOES ON"] * 6, "SECRET", "PAGE TWO 326", *["THE TEXT GOES ON"] * 6])[6:8]
    [True, True]
    """
    furniture = [is_furniture(text, index, len(texts)) for index, text in enumerate(texts)]
    for order in (range(len(texts)), range(len(texts) - 1, -1, -1)):
        broken = stamped = False  # is the line before this one part of a page's break, of a stamp?
        for index in order:
            text = texts[index]
            broken = is_page_line(text) or (broken and _at_the_edge(text))
            stamped = is_release_marking(text) or (stamped and is_release_companion(text))
            furniture[index] = furniture[index] or broken or stamped
    return furniture


def marked_gaps(line: Line) -> dict[int, str]:
    """Words of a line that mark a redaction or unreadable words: index of the word -> the token that stands for it.

    A mark of several words gives its token at the first and "" at the others.
    """
    if line.kind is Kind.REDACTION:
        return {index: REDACTED if index == 0 else "" for index in range(len(line.words))}
    gaps: dict[int, str] = {}
    position, spans = 0, []
    for word in line.words:
        spans.append((position, position + len(word.text)))
        position += len(word.text) + 1
    for match in _GAP.finditer(line.text):
        token = UNREADABLE if _UNREAD.search(match.group()) else REDACTED
        inside = [i for i, (start, end) in enumerate(spans) if start < match.end() and end > match.start()]
        for order, i in enumerate(inside):
            gaps[i] = token if order == 0 else ""
    return gaps
