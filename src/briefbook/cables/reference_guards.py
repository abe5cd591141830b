"""What is no reference, and how sure the figures of one are: the guards that both readers of headings ask.

A number of a reference has no label and no box that would show a figure misread, so that what is read from a picture
must be sure: of every word of the mention, and against the misreadings of slashed noughts.
"""

import itertools
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from briefbook.cables.heading_draft import MIN_FIGURE_CONFIDENCE
from briefbook.model.cable import Reference
from briefbook.model.page import Line, Page, Word
from briefbook.text import posts
from briefbook.text.stations import stations

if TYPE_CHECKING:
    from briefbook.text.line_scores import LineScores

_NOT_SURE = 0.5
_LINES_BELOW = 6
"""Lines below that of the label REF on which further references of it may stand."""

_MIN_OWN_FIGURES = 3
_MAX_RATIO = 2.3
"""Natural logarithm of ten: where a slashed nought is at least a tenth as likely on the picture as the figure that was
read, the number is not sure."""

_NOUGHTS = str.maketrans("8369", "0000")
_AIRGRAM_CUE = re.compile(r"AIRGRAM|EMB|DEPT|DEPARTMENT|\bREFS?\b|CA-|CW-|CG-", re.I)


def is_reference(
    reference: Reference, *, form: str, own: Collection[str], sender: str | None, measured: bool, on_line: bool
) -> bool:
    """Is it a pointer to another paper, and not the paper's own number, an agent, a point of a list or a share?

    Args:
        reference: As the grammar of references gives it.
        form: The documentary form of the paper that says it, "" where none is known.
        own: The figures of the paper's own number, without noughts in front; also those of one that is not legible.
        sender: The paper's sender.
        measured: Was it read from a picture, with confidences?
        on_line: Does it stand behind a label REF?
    """
    number = reference.number
    if number is None:
        return True
    if _RELEASE_NUMBER.search(reference.mention):
        return False
    if number in own and reference.author in (None, sender, station_of(reference.author)):
        return not (reference.author in (None, sender) or station_of(reference.author) == sender)
    if reference.form == "AIRGRAM" and not _has_airgrams(form, measured=measured):
        named = reference.author is not None and reference.author in reference.mention.upper()
        return named or bool(_AIRGRAM_CUE.search(reference.mention))
    if reference.form in ("MY", "OUR", "YOUR") and not on_line:
        return len(number) >= (_MIN_OWN_FIGURES if measured else 2)
    return True


_RELEASE_NUMBER = re.compile(r"\b[A-Z]?NW\s?\d{4,6}\b")
"""The number of a release by the National Archives, printed at the foot of each page: NW 50953, also read LNW."""


def _has_airgrams(form: str, *, measured: bool) -> bool:
    """May A-12 be an airgram in a paper of this form? In the agency's it is an agent, in an unknown one anything."""
    return not form.startswith("cia") and (form.startswith("us_") or not measured)


def station_of(author: str | None) -> str | None:
    """The station whose four letters a reference gives as its author; other authors as they are.

    >>> station_of("MEXI"), station_of("WASHDC"), station_of(None)
    ('MEXICO CITY', 'WASHDC', None)
    """
    return stations().get(author, author) if author else author


def is_known_author(author: str | None) -> bool:
    """Is the author of a reference in a list of posts or stations: a word that is in none may be misread?

    >>> is_known_author("PARI"), is_known_author("SAIGON"), is_known_author("DIN"), is_known_author(None)
    (True, True, False, True)
    """
    if author is None:
        return True
    return author in stations() or author in stations().values() or posts.post(author, {}) is not None


def with_confidence(
    reference: Reference, pages: Sequence[Page], line_scores: "Callable[[int, Line], LineScores | None] | None" = None
) -> Reference:
    """The reference with the confidence of the least sure word of its mention.

    Args:
        reference: With its place as far as it is known.
        pages: The pages that it may stand on.
        line_scores: What is known of a line's picture, by its page's number: asked whether a figure may be a slashed
            nought.

    Returns:
        The reference; its confidence is None where nothing was measured, and not sure where the number cannot be found
        as it was read (letters were taken for figures), or another number is as likely on the picture.
    """
    if reference.number is None:
        return reference
    measured = False
    for page, line in _lines(reference, pages):
        words = _mentioned(line, reference)
        measured = measured or any(word.confidence is not None for word in line.words)
        holder = next((word for word in words if _holds(word, reference.number)), None)
        if holder is None:
            continue
        confidences = [word.confidence for word in words if word.confidence is not None]
        if not confidences:
            return reference
        confidence = min(confidences)
        if confidence < MIN_FIGURE_CONFIDENCE:
            confidence = min(confidence, _NOT_SURE)
        elif _may_be_another(holder, line, line_scores and line_scores(page.number, line)):
            confidence = _NOT_SURE
        return replace(reference, confidence=confidence)
    return replace(reference, confidence=_NOT_SURE) if measured else reference


def _lines(reference: Reference, pages: Sequence[Page]) -> Iterator[tuple[Page, Line]]:
    place = reference.place
    for page in pages:
        if place and page.number != place.page:
            continue
        first = place.line - 1 if place and place.line else 0
        last = first + _LINES_BELOW if place and place.line else len(page.lines)
        yield from ((page, line) for line in page.lines[first:last])


def _mentioned(line: Line, reference: Reference) -> list[Word]:
    tokens = set(_TOKEN.findall(reference.mention.upper()))
    return [word for word in line.words if not tokens.isdisjoint(_TOKEN.findall(word.text.upper()))]


_TOKEN = re.compile(r"[A-Z0-9]+")


def _holds(word: Word, number: str) -> bool:
    return re.search(rf"(?<![0-9])0*{re.escape(number)}(?![0-9])", word.text) is not None


def _may_be_another(word: Word, line: Line, scores: "LineScores | None") -> bool:
    """Is a number with other figures nearly as likely: among the word's alternatives, or with noughts for 8 and 3?"""
    figures = re.sub(r"\D", "", word.text)
    if any(
        len(other) == len(figures) and other != figures
        for other in (re.sub(r"\D", "", text) for text in word.alternatives)
    ):
        return True
    if scores is None:
        return False
    at = next(at for at, other in enumerate(line.words) if other is word)
    others = [text for text in _with_noughts(word.text) if text != word.text]
    if not others or at >= len(scores.places):
        return False
    likelihoods = scores.log_likelihoods(at, [word.text, *others])
    return likelihoods is not None and bool(max(likelihoods[1:]) > likelihoods[0] - _MAX_RATIO)


def _with_noughts(text: str) -> list[str]:
    """The text with each figure that a slashed nought is read as, and every choice of them, as a nought."""
    choices = [
        (character, character.translate(_NOUGHTS)) if character in "8369" else (character,) for character in text
    ]
    return ["".join(choice) for choice in itertools.product(*choices)][:64]
