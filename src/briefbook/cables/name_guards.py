"""What looks like a name and is none: a code name, a part of a longer place, a word misread, the words of a release."""

import re

from briefbook.model.page import Line
from briefbook.model.persons import Person
from briefbook.text import posts
from briefbook.text.folding import fold
from briefbook.text.ocr_confusion import distance
from briefbook.text.release_markings import holds_release_marking, is_release_companion

_AGENT = re.compile(r"\b[A-Z]{5,}[-/]\d{1,2}\b")
"""A code name with the figure of an agent: a paper that has such speaks of persons under other names."""

_LONGER = re.compile(r"\s+(?:DE|DEL|DE\s+L[AO]S?|DES|DU|AM|AN\s+DER|UPON|SUR)\s+[A-ZÀ-Þ]", re.I)
_LONGER_BEFORE = re.compile(r"\b(?:NEW|NUEVA|NUEVO|PUERTO|PORT|FORT|FT|MOUNT|MT|LAKE|CAPE|VILLA|POINT)\.?\s+$", re.I)
_BORN_WITH = re.compile(
    r"\s*(?:,\s*)?(?:(?:CA|CIRCA|ABOUT)\b|(?:(?:IN|ON)\s)?(?:\d{1,2}\s+[A-Z]{3,9}\b|\d{1,2}\s?[/.]\s?\d|(?:18|19)\d\d\b))",
    re.I,
)
_MAX_LIKE_SHAPE = 0.35


def is_of_release(line: Line) -> bool:
    """Does a line hold what a release put on the paper: the act's name is no mention of a person?"""
    text = line.text
    if holds_release_marking(text) or is_release_companion(text):
        return True
    capitals = re.sub(r"[^A-Z]", "", text.upper())
    return "RELEASE" in capitals and ("ASSASSINATION" in capitals or "RECORDS" in capitals or "UNDERTHEP" in capitals)


def uses_code_names(text: str) -> bool:
    """Does a paper speak of persons by code names with a figure?

    >>> uses_code_names("AMPALM-4 SAID THAT TITO WAS SEEN"), uses_code_names("IL-28 AIRCRAFT")
    (True, False)
    """
    return _AGENT.search(text) is not None


def may_be_code_name(person: Person | None, written: str, text: str, *, titled: bool) -> bool:
    """In a paper with code names: may one word in capitals be one of them, and not the person who bears the name?

    Args:
        person: Whose name it is.
        written: The name as it stands.
        text: The paper's text: what names the person whole, or the country of an office of the person's, shows who
            is meant.
        titled: Does a title stand before it?
    """
    if person is None or titled or " " in written.strip() or written != written.upper():
        return False
    plain = fold(text)
    if fold(person.name) in plain:
        return False
    supports = {word for office in person.offices for word in re.findall(r"[a-z]{4,}", fold(office.country))}
    return not any(word[:6] in plain for word in supports)


def is_part_of_longer_place(text: str, start: int, end: int) -> bool:
    """Is a place's name a part of another's: SANTIAGO DE LAS VEGAS, NEW LONDON?

    >>> line = "HE LIVES AT SANTIAGO DE LAS VEGAS"
    >>> is_part_of_longer_place(line, 12, 20), is_part_of_longer_place("SANTIAGO DE CHILE", 0, 8)
    (True, False)
    """
    if _LONGER_BEFORE.search(text[:start]):
        return True
    longer = _LONGER.match(text, end)
    if longer is None:
        return False
    seat = posts.post(text[start:end])
    state = posts.country_name(seat.country) if seat else ""
    return not (state and text[longer.end() - 1 :].upper().startswith(state.upper()))  # SANTIAGO DE CHILE


def may_be_born(text: str, start: int, end: int) -> bool:
    """Is a place's name, a letter of like shape misread, the word BORN before a day or a place?

    >>> may_be_born("BERN 12 MAY 1934, HAVANA", 0, 4), may_be_born("BERN 12, BONN 30", 0, 4)
    (True, False)
    """
    written = text[start:end].upper()
    return (
        len(written) == 4 and distance(written, "BORN") <= _MAX_LIKE_SHAPE and _BORN_WITH.match(text, end) is not None
    )


_GIVEN_BEHIND = re.compile(r",? (?P<first>[A-Z]{3,})(?: (?P<second>[A-Z]+))?(?![A-Za-z])")


def is_surname_in_list(text: str, start: int, end: int) -> bool:
    """Is a place's name a surname in capitals, with given names behind it, as lists of persons have it?

    >>> is_surname_in_list("591002 LYON LOUISE ANNE 020315", 7, 11), is_surname_in_list("LYON FRANCE", 0, 4)
    (True, False)
    >>> is_surname_in_list("LONDON MARK SAYS", 0, 6), is_surname_in_list("IN PARIS PETER MET HIM", 3, 8)
    (False, False)
    """
    given = _GIVEN_BEHIND.match(text, end)
    if given is None or not text[start:end].isupper():
        return False
    second = given["second"] or ""
    return second in posts.given_names() or (len(second) == 1 and given["first"] in posts.given_names())


def least_confidence(line: Line, start: int, end: int) -> float | None:
    """The confidence of the least sure word between two places in a line's text; None where none was measured."""
    if line.is_plain:
        return None
    at, confidences = 0, []
    for word in line.words:
        if at < end and at + len(word.text) > start and word.confidence is not None:
            confidences.append(word.confidence)
        at += len(word.text) + 1
    return min(confidences, default=None)
