"""Whether a damaged word may be taken for another: it needs the length, shape and letters of what it replaces.

A repair is bold where it makes a word of a printed label, of a word in small letters, or of one with letters to spare.
This is asked before a repair is believed, whoever proposes it.
"""

import re

from briefbook.text.lexicon import is_listed
from briefbook.text.ocr_confusion import distance

_SHORT = 5
_MAX_SHORT_COST = 1.0
"""A word of five letters keeps all but one of its letters, or all but two, and these are of like shape."""

_MAX_LOST_COST = 0.75
"""A word that lost or gained a letter keeps all but two of the others, and these are of like shape."""

_LABELS = (
    "ACCOMPLISHED ACTION ADVANCE CABLE CLASSIFICATION CLASSIFIED CONFIRMATION CONFLICT CONTINUATION CONTROL COUNTRY "
    "DATE DEFERRED DEPARTMENT DESTROY DISSEMINATION DISTR DISTRIBUTED DISTRIBUTION DISPATCH DISTRICT EXTENSION "
    "INDEXING MESSAGE MICROFILM ORIGINATOR POSED PRECEDENCE PROCESSING PROHIBITED PROPOSED RECEIVED RECORD REFERENCE "
    "REFERENCES RELEASE RELEASED REPRODUCTION RESTRICTION RESTRICTIONS ROUTING SECRETARIAT SECRETARY SECTION SERIES "
    "SUBJECT TRANSMITTAL UNRESTRICTED DISPATCHED"
)
PRINTED_LABELS = frozenset(_LABELS.split())
"""Words that are printed on forms of messages and covers: none of them is another word misread."""


def is_printed_label(text: str) -> bool:
    """Is a text, its stops and figures aside, a word that forms have printed, one letter misread or not?

    >>> is_printed_label("RESTRICTIONS :"), is_printed_label("DISTR:"), is_printed_label("RESTRICTED")
    (True, True, False)
    """
    word = re.sub(r"[^A-Z]", "", text.upper())
    if word in PRINTED_LABELS:
        return True
    read = re.sub(r"[^A-Z0-9]", "", text.upper())
    return len(word) > _SHORT and any(
        len(label) == len(read) and label[0] == read[0] and distance(read, label) <= 0.35 for label in PRINTED_LABELS
    )


def is_printed_box(text: str) -> bool:
    """Stand two words or more in capitals on a line that forms have printed, as above a box?

    >>> is_printed_box("DATE TYPED DATE DISPATCHED"), is_printed_box("the Date"), is_printed_box("19-124-26")
    (True, False, False)
    """
    return text.isupper() and sum(map(is_printed_label, text.split())) > 1


def is_plausible_repair(read: str, meant: str) -> bool:
    """May a damaged word in capitals be another word in capitals?

    Args:
        read: The letters as they were read; blanks and stops do not count.
        meant: The word in capitals that it would be taken for.

    Returns:
        False where it is a printed label or a word of the language, has small letters, is more than a letter longer or
        shorter, or where a letter was lost or gained and others are not of like shape; of five letters, one may be
        of another shape.

    >>> is_plausible_repair("SEBREL", "SECRET"), is_plausible_repair("SECRT", "SECRET")
    (True, True)
    >>> is_plausible_repair("Conrad", "CONFD"), is_plausible_repair("POSED", "TOPSEC")
    (False, False)
    >>> is_plausible_repair("RESTS", "RESTR"), is_plausible_repair("RESTRICTIONS", "RESTRICTED")
    (False, False)
    """
    if sum(letter.islower() for letter in read if letter not in "li") > 1 or is_printed_label(read):
        return False
    letters, word = re.sub(r"[^A-Z0-9]", "", read.upper()), re.sub(r"[^A-Z0-9]", "", meant)
    if letters == word:
        return True
    if is_listed(letters.lower()):
        return False
    spare = abs(len(letters) - len(word))
    if spare > 1:
        return False
    cost = distance(letters, word)
    if spare:
        return cost - 1 <= _MAX_LOST_COST
    return len(word) > _SHORT or cost <= _MAX_SHORT_COST
