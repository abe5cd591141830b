"""Classify lines by their wording: page lines, release stamps and form labels among the message."""

import re
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from briefbook.model.page import Kind, Line
from briefbook.text.release_markings import is_page_line, is_release_companion, is_release_marking

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


def classify_line_kinds(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Each line with its kind; a stamp broken into several lines is known by each of them.

    What a reader has told already by the look of a line stays.
    """
    classified = [line if line.kind is not Kind.MESSAGE else replace(line, kind=_kind(line.text)) for line in lines]
    for number, line in enumerate(classified):
        beside = classified[max(0, number - 1) : number + 2]
        if (
            line.kind is Kind.MESSAGE
            and is_release_companion(line.text)
            and any(is_release_marking(neighbour.text) for neighbour in beside)
        ):
            classified[number] = replace(line, kind=Kind.STAMP)
    return tuple(classified)


def _kind(text: str) -> Kind:
    if is_page_line(text):
        return Kind.PAGE_LINE
    if is_release_marking(text):
        return Kind.STAMP
    plain = " ".join(re.sub(r"[^A-Z' ]", " ", text.upper()).split())
    if len(plain) >= 8 and any(fuzz.ratio(plain, label) >= 86 for label in _LABELS):
        return Kind.FORM
    return Kind.MESSAGE
