"""One form of a finding's message, whichever way this program has worded it.

What a person wrote about a finding, an acceptance with words of its message or a baseline, holds on when the message is
worded anew. Whoever rewords a message of a check adds the words it had to ``FORMER``.
"""

import re

from briefbook.text.months import ENGLISH

FORMER = (
    ("reading noise", "misread letters"),
    ("is quoted otherwise before", "was quoted differently before"),
    ("is no item", "is not an item"),
    ("is no day of the calendar", "is not a day of the calendar"),
    ("is another than its date", "differs from its date"),
    ("cited on this page is dated", "cited here is dated"),
    ("source has", "paper has"),
    ("source is read", "paper is read"),
    ("” for ", "” where the paper has "),
)
"""Words that a message had, and has now; each pair says the same."""

_NOW = dict(FORMER)
_FORMER = re.compile("|".join(map(re.escape, _NOW)))
_DAY = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(ENGLISH)}) (\d{{4}})\b", re.I)
_MONTHS = {name.casefold(): number for number, name in enumerate(ENGLISH, 1)}
_A_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_STRAIGHT_QUOTES = re.compile("[\"']")


def in_one_form(words: str) -> str:
    """A message, or a part of one, with every day as 1958-10-03, in the words of today, without straight quotes.

    >>> in_one_form("3 October 1958 was a Friday") == in_one_form("1958-10-03 was a Friday")
    True
    """
    words = _DAY.sub(lambda match: f"{match[3]}-{_MONTHS[match[2].casefold()]:02}-{int(match[1]):02}", words)
    return _STRAIGHT_QUOTES.sub("", _FORMER.sub(lambda match: _NOW[match.group()], words))


def says(message: str, words: str) -> bool:
    """Whether a message has these words, as it is worded now or was before; case and white space do not count.

    Args:
        message: The message of a finding.
        words: A part of it, as a person wrote it down. A day must be the same day, in whichever form: 3 October 1958 is
            not in 13 October 1958.

    >>> says("13 October 1958 was a Monday", "3 October 1958")
    False
    """
    message, words = (" ".join(text.casefold().split()) for text in (message, words))
    one_form = in_one_form(words)
    return one_form in in_one_form(message) or (not _A_DAY.search(one_form) and words in message)
