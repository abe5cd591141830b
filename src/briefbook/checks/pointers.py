"""Citations that only point to a paper: "for text, see (ID)", "the reference is to (ID)", "in response to (ID)".

A sentence rests on what it cites, and its dates and numbers are held against that; but not on a paper to which it only
points. Of such a sentence only the words that stand with the pointer are about the paper.
"""

import re
from collections.abc import Iterator, Sequence

_POINTS = r"(?:[Ss]ee|[Cc]f\.?|[Cc]ompare)\b(?:\s+also)?"
"""What points to a paper."""
_SEE = re.compile(rf"(?:^|[;.,:!?—–]|\b(?:and|but|also))\s*(?:[“”\"'’]\s*)?(?P<see>{_POINTS}[^;.()]*)[\s(]*$")
_SEE_IN_BRACKETS = re.compile(rf"\(\s*(?P<see>{_POINTS}[^;.()]*)[\s(]*$")
_SEE_ALONE = re.compile(rf"\(\s*{_POINTS}[\s(]*$")
_BEHIND_WORDS = re.compile(
    rf"\b(?i:attached|related|annexed) to\s*\(?\s*$"
    rf"|[;.,)]\s*(?:(?i:for|regarding|concerning)\b[^.;()]*)?\b{_POINTS}[^.;()]*\(?\s*\[?$"
)
_TOPIC = re.compile(r"(?:^|[;.)]\s*)\W*(?P<topic>(?:[Ff]or|[Rr]egarding|[Cc]oncerning|[Oo]n|[Aa]s (?:to|for))\s[^;]*)$")
_REFERENCE = re.compile(
    r"(?:\b(?:this|the|these)\s+references?\s+(?:here\s+)?(?:is|was|are|were)(?:\s+\w+ly)?\s+to\b"
    r"|(?:^|[;.]\s*)\W*(?:an?\s+)?(?:(?:apparent(?:ly)?|presumabl[ey]|probabl[ey]|possibl[ey])\s+)*(?:an?\s+)?references?\s+to\b)"
    r"(?P<see>[^;.()]*)[\s(]*$",
    re.I,
)
_ANSWERED = re.compile(r"\b(?:in\s+(?:response|reply|answer|reaction)|pursuant)\s+to(?P<see>[\s(]*)$", re.I)
_SET_FORTH = re.compile(
    r"(?<!\bas )\b(?:contained|set\s+(?:forth|out)|described|discussed|outlined|authori[sz]ed|proposed|requested"
    r"|instructed|mentioned|referred\s+to|summari[sz]ed|given|enclosed|transmitted)\s+(?P<see>in[\s(]*)$"
    r"|\bthe\s+(?:account|draft|explanation|formula|language|list|proposal|statement|text|version|wording)"
    r"\s+(?P<of>in[\s(]*)$"
    r"|\b(?:attached|related|annexed|appended|pertaining)\s+(?P<to>to[\s(]*)$",
    re.I,
)
"""Of "the draft contained in (ID)" only the draft is in the paper, not what is done with it; "as described in (ID)" is
said of the whole sentence."""
_IN_QUOTED_WORDS = re.compile(r"(?P<see>\\?\[[\s(]*)$")
"""A paper named in square brackets is an editor's note within words that are quoted."""
_SOURCE_BEHIND = re.compile(r"[\s).”\"’]*\((?![^()]*\bsee\b)[^()]*[^\W\d_]{3}[^()]*\)")
_NAMES_A_PAPER = re.compile(r"\b(?:telegrams?|letters?|memorand(?:um|a)|despatch(?:es)?|airgrams?|reports?)\b", re.I)
_ENDS = re.compile(r"[\s).,;:”\"’]*(?:$|\n)")


def pointed_from(before: str, behind: str = "") -> int | None:
    """Where the words begin that a pointer says of a paper.

    Args:
        before: The sentence up to the citation.
        behind: What follows the citation in its paragraph, other sentences included.

    Returns:
        The offset in ``before``; None where the sentence rests on the paper.

    >>> pointed_from("The draft has not been found; for the final text, see (")
    30
    >>> pointed_from("London reported on 8 May that it was over ("), pointed_from("It was over (see ", "), he said.")
    (None, None)
    """
    if match := _SEE.search(before):
        topic = _TOPIC.search(before[: match.start("see")])
        return topic.start("topic") if topic else match.start("see")
    if match := _SEE_IN_BRACKETS.search(before):  # the usual way to cite, unless the sentence names its source besides
        names_another = _NAMES_A_PAPER.search(match["see"]) is not None and _ENDS.match(behind) is None
        return match.start("see") if names_another or _SOURCE_BEHIND.match(behind) else None
    for pattern in (_REFERENCE, _ANSWERED, _SET_FORTH, _IN_QUOTED_WORDS):
        if match := pattern.search(before):
            return max(match.start(name) for name in match.groupdict())
    return None


def is_aside(before: str, behind: str) -> bool:
    """Whether a paper is only pointed to, or only mentioned with a thing within a sentence that goes on.

    >>> is_aside("In May he spoke of the talks with Gromyko (see ", "), of Berlin and of trade.")
    True
    >>> is_aside("He spoke of Berlin (see ", ").")
    False
    """
    if pointed_from(before, behind) is not None:
        return True
    return _SEE_IN_BRACKETS.search(before) is not None and _ENDS.match(behind) is None


def points_behind_words(between: str) -> bool:
    """Whether what stands between quoted words and a citation points to a paper that need not have them.

    >>> points_behind_words("; see ("), points_behind_words(" (")
    (True, False)
    """
    return _BEHIND_WORDS.search(between) is not None


def has_see_in_brackets(before: str) -> bool:
    """Whether a citation has nothing but "see" before it in its parenthesis.

    >>> has_see_in_brackets("telegram 678 (see "), has_see_in_brackets("telegram 678 (")
    (True, False)
    """
    return _SEE_ALONE.search(before) is not None


def sources_in_brackets(text: str, cited: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The parentheses of a sentence that name a source without an id: its dates are that source's.

    Args:
        text: The sentence.
        cited: The places of its citations.
    """
    for match in _BRACKETS.finditer(text):
        if _SOURCE.search(match.group()) and not any(match.start() <= start < match.end() for start, _ in cited):
            yield match.start(), match.end()


_BRACKETS = re.compile(r"\([^()]*\)")
_SOURCE = re.compile(
    r"\b(?:memorand(?:um|a)|telegrams?|letters?|records?|minutes|notes?|reports?|despatch|airgram|ibid|files?|papers|library"
    r"|vol|pp?)\b",
    re.I,
)
