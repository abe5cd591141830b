"""Lines as read -> lines that know what they are: page lines and disclosure stamps told from the message."""

import re
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from briefbook.model.page import Kind, Line

_PAGE_LINE = re.compile(
    r"\W*PAGE\s*(?:NO\.?\s*)?(?:\d{1,2}|ONE|TWO|THREE|FOUR|FIVE|SIX|SEVEN|EIGHT|NINE|TEN)\b.{0,24}", re.I
)
_STAMPS = (
    "DOCUMENT DISCLOSED UNDER THE ACCESS TO INFORMATION ACT",
    "DOCUMENT DIVULGUE EN VERTU DE LA LOI SUR L'ACCES A L'INFORMATION",
    "PROCESSED UNDER THE PROVISIONS OF THE ACCESS TO INFORMATION ACT",
    "APPROVED FOR RELEASE",
    "SPECIMEN",
)
"""Release furniture and the mark of our own imitations."""

_LABELS = (
    "REPRODUCTION BY OTHER THAN THE ISSUING OFFICE IS PROHIBITED",
    "REPRODUCTION BY OTHER THAN ISSUING OFFICE IS PROHIBITED",
    "COORDINATING OFFICERS",
    "AUTHENTICATING OFFICER",
    "RELEASING OFFICER",
    "CLASSIFIED MESSAGE",
    "GROUP EXCLUDED FROM AUTOMATIC DOWNGRADING AND DECLASSIFICATION",
    "USE PREVIOUS EDITIONS",
)
"""Printed on the forms that messages were typed on; only what no message and no heading says."""


def tell_kinds(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Each line with its kind; a stamp broken into several lines is known by each of them.

    What a reader has told already by the look of a line stays.
    """
    return tuple(line if line.kind is not Kind.MESSAGE else replace(line, kind=_kind(line.text)) for line in lines)


def _kind(text: str) -> Kind:
    plain = " ".join(re.sub(r"[^A-Z' ]", " ", text.upper()).split())
    if _PAGE_LINE.fullmatch(text.strip()):
        return Kind.PAGE_LINE
    if len(plain) >= 8:
        for stamp in _STAMPS:
            shorter = min(len(plain), len(stamp))
            if len(plain) <= len(stamp) + 6 and shorter >= 12 and fuzz.partial_ratio(plain, stamp) >= 85:
                return Kind.STAMP
            if plain == stamp:
                return Kind.STAMP
        if any(fuzz.ratio(plain, label) >= 86 for label in _LABELS):
            return Kind.FORM
    return Kind.MESSAGE
