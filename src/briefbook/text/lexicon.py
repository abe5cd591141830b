"""The word list that tells words from misreadings: how frequent is a word, is it a word at all?"""

import importlib.util
from functools import cache
from pathlib import Path

_TWO_LETTERS = "am an as at be by do dr go he if in is it me mr my no of on or so st to uk un up us we ad ex vs eg ie"
_SHORT = frozenset(("a", "i", *_TWO_LETTERS.split()))
_MIN_SHORT_FREQUENCY = 10_000_000  # below it a word of three letters in the list is mostly an abbreviation
_WORD_LIST = "frequency_dictionary_en_82_765.txt"


_TELEGRAPH = """
    rpt unclas confd confid topsec secstate washdc amembassy amconsul usmission deptel embtel mytel ourtel yourtel refs
    reftel immed opimmed niact emb dept info jan feb mar apr jun jul aug sep sept oct nov dec tel subj para exdis nodis
    limdis noforn gds tags foll asap sec con fonmin govt
"""
TELEGRAPH_WORDS = frozenset(_TELEGRAPH.split())
"""Words of telegrams that no dictionary has."""

REFERENCE_WORDS = frozenset(
    ("embtel", "deptel", "reftel", "mytel", "ourtel", "yourtel", "gvn", "gdr", "frg", "ussr", "uk")
)
"""Those among them, and names of states, that no other word is misread into: a quotation's are taken for whole."""


@cache
def frequencies() -> dict[str, int]:
    """Some 80,000 English words in lower case with their frequencies.

    They are counts in a corpus of the web, from the dictionary ``frequency_dictionary_en_82_765.txt`` in the wheel of
    ``symspellpy`` (MIT licence). Empty if the package is not installed.
    """
    spec = importlib.util.find_spec("symspellpy")
    if spec is None or not spec.origin:  # a broken installation: every string then counts as no word
        return {}
    path = Path(spec.origin).with_name(_WORD_LIST)
    words = path.read_text(encoding="utf-8-sig").split()  # a word and its figure in turn
    return dict(zip(words[::2], map(int, words[1::2]), strict=True))


def frequency(token: str) -> int:
    """The frequency of a word in lower case, as counted in the list; 1 if the list lacks it."""
    return frequencies().get(token, 1)


def is_listed(token: str) -> bool:
    """Whether the word is in the list, in lower case, without stemming and including short words.

    >>> is_listed("barges"), is_listed("acess")
    (True, False)
    """
    return token in frequencies()


@cache
def is_word(token: str) -> bool:
    """Is it an English word? Numbers count as words: a digit is never a misspelling of another.

    >>> is_word("dissatisfied"), is_word("dissatisfjed"), is_word("tc"), is_word("1962")
    (True, False, False, True)
    """
    if token.isdigit():
        return True
    if len(token) <= 2:
        return token in _SHORT
    count = frequencies().get(token, 0)
    if len(token) == 3:
        return count >= _MIN_SHORT_FREQUENCY
    if count:
        return True
    stems = (token[: -len(end)] for end in ("s", "ed", "ing", "ly") if token.endswith(end))
    return any(len(stem) > 3 and stem in frequencies() for stem in stems)
