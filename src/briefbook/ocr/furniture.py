"""What releasing a paper put on it, known by its wording: stamps, banners, record numbers.

Readers run the words of a banner together, break it into lines and misread its letters; so letters and figures are
compared without blanks, and part of a wording is enough if it is long. Sources: the specification's list of release
furniture (3.6), and the notices that the archives themselves describe.
"""

import re
import unicodedata
from functools import cache

from rapidfuzz import fuzz

WORDINGS = (
    "DOCUMENT DISCLOSED UNDER THE ACCESS TO INFORMATION ACT",
    "DISCLOSED UNDER THE ACCESS TO INFORMATION ACT",
    "DISCLOSED UNDER THE ACCESS TO INFORMATION ACT DIVULGUE EN VERTU DE LA LOI SUR L'ACCES A L'INFORMATION",
    "DOCUMENT DISCLOSED UNDER THE",
    "ACCESS TO INFORMATION ACT",
    "DOCUMENT DIVULGUE EN VERTU DE LA LOI SUR L'ACCES A L'INFORMATION",
    "DIVULGUE EN VERTU DE LA LOI SUR L'ACCES A L'INFORMATION",
    "DOCUMENT DIVULGUE EN VERTU DE LA",
    "LOI SUR L'ACCES A L'INFORMATION",
    "PROCESSED UNDER THE PROVISIONS OF THE ACCESS TO INFORMATION ACT",
    "REVISE EN VERTU DE LA LOI SUR L'ACCES A L'INFORMATION",
    "RELEASE UNDER THE PRESIDENT JOHN F KENNEDY ASSASSINATION RECORDS ACT OF 1992",
    "DECLASSIFIED RELEASED US DEPARTMENT OF STATE EO SYSTEMATIC REVIEW",
    "DECLASSIFIED AND APPROVED FOR RELEASE",
    "SANITIZED COPY APPROVED FOR RELEASE",
    "APPROVED FOR RELEASE",
    "REPRODUCED AT THE NATIONAL ARCHIVES",
    "DECLASSIFIED AUTHORITY",
    "DECLASSIFIED PER EXECUTIVE ORDER",
    "DECLASSIFIED UNDER AUTHORITY OF THE INTERAGENCY SECURITY CLASSIFICATION APPEALS PANEL",
    "DECLASSIFIED PUBLIC DISCLOSED",
    "DECLASSIFIE MISE EN LECTURE PUBLIQUE",
    "RETURN TO CIA",
    "BACKGROUND USE ONLY",
    "RETURN TO CIA BACKGROUND USE ONLY DO NOT REPRODUCE",
    "SPECIMEN",
)
"""The last is the mark of our own imitations."""

MOST = 0.6
"""The share of a wording that a line must hold, to be told from a message that happens to say some words of it."""

LIKE = 85
"""Per cent of agreement that tells a wording, or the part of it that a line holds."""

_NUMBERS = (
    r"\b\d{2,3}-\d{5}-\d{5}",  # a record of the Kennedy collection
    r"C[IL1]A\W?R[DO0]P(?:\s?[A-Z0-9-]){8,30}",
    r"NND\W?\d{5,6}",
    r"(?:BY\W*[A-Z]{2,4}\W*)?NARA\W*DATE\W*[\d/.-]{6,10}",
    r"1[34]\W?00000",  # a box of the same collection
    r"NW\W?\d{4,6}\W*DOC\W?ID\W?\d{6,9}(?:\W*PAGE\W*\d+)?",
    r"(?:\d{2}\W?[A-Z]{3}\W?)?(?:19|20)\d{2}",  # the day of a review, behind its banner
)
_NUMBER = re.compile("(?:" + "|".join(_NUMBERS[:-1]) + ")", re.I)
_EITHER = re.compile("|".join(_NUMBERS), re.I)


COMPANIONS = ("DO NOT REPRODUCE",)
"""Too common to be told alone; beside a line of furniture they are furniture too."""


def is_companion(text: str) -> bool:
    """Is this what stands in a stamp beside a line that is known?"""
    return any(_says(_letters(text), _letters(companion)) for companion in COMPANIONS)


def is_furniture(text: str) -> bool:
    """Is this line nothing but what a release put on the paper, whole or in part?

    >>> is_furniture("2025 RELEASE UNDERTHEPRESIDENTJOHN F.KENNEDY ASSASSINATION RECORDSACT OF 1992")
    True
    >>> is_furniture("104-99999-10001"), is_furniture("WE DO NOT REPRODUCE THE TEXT OF THE NOTE")
    (True, False)
    """
    rest = _NUMBER.sub(" ", text)
    if rest != text and not _letters(rest):
        return True
    said = _letters(_EITHER.sub(" ", text))
    return any(_says(said, wording) for wording in _wordings())


def _says(said: str, wording: str) -> bool:
    if not MOST * len(wording) <= len(said) <= len(wording) + 6:
        return False
    return fuzz.ratio(said, wording) >= LIKE or (len(wording) > 30 and fuzz.partial_ratio(said, wording) >= LIKE)


@cache
def _wordings() -> tuple[str, ...]:
    return tuple(_letters(wording) for wording in WORDINGS)


def _letters(text: str) -> str:
    r"""Letters without marks, accents and blanks, in capitals.

    >>> _letters("acc\u00e8s \u00e0 l'information")
    'ACCESALINFORMATION'
    """
    plain = "".join(one for one in unicodedata.normalize("NFKD", text.upper()) if not unicodedata.combining(one))
    return re.sub(r"[^A-Z]", "", plain)
