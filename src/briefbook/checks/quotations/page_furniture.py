"""A line of a page -> is it the cable's text, or something that forms, machines and offices put there?"""

import re
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from briefbook.model.page import Kind, Line
from briefbook.text.tokens import REDACTED, UNREADABLE

_NUMBER = (
    r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|last)"
)
_PAGES = tuple(
    f"PAGE{number}"
    for number in [
        "ONE",
        "TWO",
        "THREE",
        "FOUR",
        "FIVE",
        "SIX",
        "SEVEN",
        "EIGHT",
        "NINE",
        "TEN",
        "ELEVEN",
        "TWELVE",
        "LAST",
        "02",
        "03",
        "04",
    ]
)
_PAGE = re.compile(rf"[-. ]*p[ao4][gc][eft]\s+(?:no\.?\s*)?{_NUMBER}\b.{{0,48}}", re.I)
_BARE_NUMBER = re.compile(r"[-–. (]*\d{1,6}[-–. )]*|\.{2,}\s*/?\s*\d{1,3}")
_LEVEL = (
    r"(?:top\s*secret|secret|confidential|confd|conf|restricted|restr|restd|unclassified|unclas"
    r"|official use only|limited official use)"
)
_CAPTION = rf"(?:cdn|can|canadian|uk|us|eyes|only|noforn|limdis|exdis|nodis|{_LEVEL})"
_MARKING = re.compile(
    rf"[-*/. ]*{_LEVEL}(?:[-/ ,.]+{_CAPTION})*[-*/. ]*",
    re.I,
)
_SPACED = re.compile(
    r"(?:T ?O ?P ?)?(?:S ?E ?C ?R ?E ?T|C ?O ?N ?F ?I ?D ?E ?N ?T ?I ?A ?L|U ?N ?C ?L ?A ?S ?S ?I ?F ?I ?E ?D)"
)
_STAMP = re.compile(
    r"access\s+to\s+information|acc.{1,4}s\s+.{1,3}l.?information|document\s+disclosed|disclosed\s+under|divulgu"
    r"|en vertu de la loi|processed\s+under\s+the\s+provisions|declassified\W+(?:and\W+)?released|eo systematic review"
    r"|released in (?:part|full)|sanitized copy|approved for release|\bfoia\b|\bNND\s?\d{5,6}\b|authority\s+nnd",
    re.I,
)
_GAP = re.compile(
    r"\[[^\]]*(?:redact|sanitiz|sanitis|declassif|delet|excis|withh|exempt|s\.\s?1[35]|\.\s?\.|…|illeg|unread|garble|undeciph|missing)[^\]]*\]"
    r"|\[\s*\]|\bX{4,}\b|█+",
    re.I,
)
_UNREAD = re.compile(r"illeg|unread|garble|undeciph", re.I)


@lru_cache(maxsize=50_000)
def _always(text: str) -> bool:
    plain = text.strip()
    if not plain:
        return True
    return bool(_is_page_line(plain) or (_STAMP.search(plain) and len(plain) < 140))


def _is_page_line(text: str) -> bool:
    """PAGE TWO 326, however it was read: PACE TW0, PAGETWO."""
    if _PAGE.fullmatch(text):
        return True
    words = text.upper().split()
    if not 1 <= len(words) <= 6 or len(text) > 48 or text.endswith("."):
        return False
    joined = "".join(words)
    starts = {words[0], "".join(words[:2])}
    near = any(Levenshtein.distance(start, page, score_cutoff=2) <= 2 for start in starts for page in _PAGES)
    run_on = any(ch.isdigit() for ch in joined[4:]) and any(
        Levenshtein.distance(joined[: len(page)], page, score_cutoff=2) <= 2 for page in _PAGES
    )
    loosely = len(words) > 2 and any(word.isdigit() for word in words[2:]) and len(words[0]) in (3, 4)
    if loosely and any(Levenshtein.distance("".join(words[:2]), page, score_cutoff=3) <= 3 for page in _PAGES):
        return True
    return (near or run_on) and (words[0][:1] in "PFRE" or words[0][1:4] == "AGE")


@lru_cache(maxsize=50_000)
def _at_the_edge(text: str) -> bool:
    plain = text.strip()
    return bool(_BARE_NUMBER.fullmatch(plain) or _MARKING.fullmatch(plain) or _SPACED.fullmatch(plain))


def is_furniture(text: str, index: int, count: int) -> bool:
    """Is the line a page line, a marking at head or foot, a page number or a disclosure stamp?

    ``index`` and ``count`` say where it stands on the page: a lone number or marking counts within five lines of
    the page's head or foot.

    >>> is_furniture("PAGE TWO 326", 9, 30), is_furniture("HE TURNED THE PAGE", 9, 30), is_furniture("SECRET", 0, 30)
    (True, False, True)
    """
    if len(text) > 140:
        return False
    return _always(text) or ((index < 5 or index >= count - 5) and _at_the_edge(text))


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
