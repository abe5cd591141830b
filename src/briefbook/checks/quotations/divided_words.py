"""Words that a hyphen makes another word: RESIGN and re-sign, RECOVER and re-cover, UNIONIZED and un-ionized.

Elsewhere a hyphen is a matter of style (co-operate, note-book) or of a line's end, and is passed over.
"""

import re
import unicodedata

_RE = frozenset(
    [
        "collect",
        "cover",
        "creation",
        "dress",
        "form",
        "formation",
        "fuse",
        "lay",
        "lease",
        "mark",
        "pair",
        "pass",
        "present",
        "presentation",
        "press",
        "prove",
        "sent",
        "serve",
        "side",
        "sign",
        "solve",
        "sort",
        "sound",
        "strain",
        "tire",
        "tract",
        "treat",
    ]
)
"""Words W of which reW is another word than "W again": resign, recover, recollect. Words whose two forms have one sense
(re-open, re-act, re-count, re-place, re-view) are not among them."""
_ENDINGS = ("s", "es", "d", "ed", "ing", "er", "ers", "ment", "ments", "ation", "ations", "able")
_OTHERS = frozenset(
    tuple(pair.split("-"))
    for pair in [
        "un-ionized",
        "un-ionised",
        "the-rapist",
        "all-together",
        "all-ready",
        "now-here",
        "not-able",
        "a-part",
    ]
)
"""Other pairs, of which the joined form is a word of its own."""
_HYPHENED = re.compile(r"(?<![^\W\d_])([^\W\d_]+)[-\u2010\u2011]([^\W\d_]+)(?![^\W\d_]|[-\u2010\u2011][^\W\d_])")


def are_two_words(head: str, tail: str) -> bool:
    """Whether a word is another one with a hyphen between its head and its tail.

    Args:
        head: What stands before the hyphen, in small letters.
        tail: What stands behind it.

    >>> [are_two_words("re", tail) for tail in ("signed", "covering", "elected", "opened", "lease")]
    [True, True, False, False, True]
    >>> are_two_words("co", "operate"), are_two_words("un", "ionized")
    (False, True)
    """
    return (head, tail) in _OTHERS or (head == "re" and _has_stem(tail))


def _has_stem(word: str) -> bool:
    if word in _RE:
        return True
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and not {stem, f"{stem}e", stem[:-1] if stem[-1:] == stem[-2:-1] else stem}.isdisjoint(_RE):
            return True
    return False


def joined_or_parted(ours: str, theirs: str) -> str:
    """The word of a source that a hyphen makes another in a quotation, or the lack of one; "" if there is none.

    Args:
        ours: Words as quoted.
        theirs: The same words as the source has them.

    >>> joined_or_parted("re-signed", "RESIGNED."), joined_or_parted("re-open", "REOPEN")
    ('RESIGNED', '')
    """
    mine, other = _plain(ours), _plain(theirs)
    for parted, joined, source in ((mine, other, theirs), (other, mine, theirs)):
        for match in _HYPHENED.finditer(parted):
            if not are_two_words(match[1], match[2]):
                continue
            whole = re.search(rf"(?<![^\W_]){match[1]}{match[2]}(?![^\W_])", joined)
            if whole and not re.search(rf"(?<![^\W_]){re.escape(match[0])}(?![^\W_])", joined):
                found = whole if parted is mine else match
                return source[found.start() : found.end()] if len(source) == len(_plain(source)) else found[0].upper()
    return ""


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\u00ad", "")).casefold()
