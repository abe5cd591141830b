"""Typed text whose heading a form reads whole: what stands below the first numbered paragraph is not looked at.

A list's own text of a system's message has no letter misread. Where its form finds every main field behind the form's
own labels, above the first numbered paragraph, nothing that is looked for further down can change a field; and the
text, most of the lines, need not be made ready for a reader of headings. All of that is one condition, in two parts:
``head_of_message`` before the form is read, ``is_read_whole`` after it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from briefbook.cables import heading_slots as slots
from briefbook.cables.evidence.reader import is_name_of_list
from briefbook.cables.heading_draft import MAX_HEADING_LINES, HeadingDraft, HeadLine, head_of_paragraph
from briefbook.cables.stamped_dates import MAX_HEAD_LINES
from briefbook.model.cable import SURE_BELOW, Derivation
from briefbook.model.page import Page
from briefbook.text.stamps import find_stamps, may_be_received

_PAGE_LINE = re.compile(r"PAGE 01 [A-Z][A-Z .'-]{1,20} \d{5,6} \d{6}Z")
_LINES_TO_PAGE_LINE = 2

_RULE = re.compile(r"^-{6,}", re.M)
"""The rule below the offices of distribution."""

_FIRST_PARAGRAPH = re.compile(r"^1\s?\.\s", re.M)

_MAX_LINES_ABOVE = 40
"""Lines above the first paragraph, at most."""

_LINES_BELOW = 6
"""Lines from the first paragraph's on that the readers of labels look at, to see where a value ends."""

_SILENT_UP_TO = MAX_HEAD_LINES + 12
"""Lines of the paper that are held against stamps: those of a heading that are asked for them, and what may be set
aside before."""

_SAID_BY_RELEASE = ("ACCESS", "ACC\u00c8S", "DIVULGU", "RELEASE", "RDP")
"""What a release stamps on a paper, whatever line it stands on, holds one of these, or the number of an exemption."""

_EXEMPTION = re.compile(r"\bS\.?\s?\d{2}\(")

_PASSED_ON = re.compile(r"^(?:THE )?FOLLOWING\b", re.M)
"""The first words of a message that passes another one on."""

_MAIN = (slots.FROM, slots.TO, slots.DATE, slots.NUMBER, slots.SECURITY, slots.SUBJECT)
_ABOVE_TEXT = (*_MAIN, slots.DTG)


def head_of_message(pages: Sequence[Page], window: int) -> tuple[Page, int] | None:
    """The head of a system's message, where the text below it is silent: it says nothing that a heading is read from.

    Args:
        pages: The item's pages, cover sheets not among them.
        window: The first year of the hundred years that years of two figures fall in.

    Returns:
        The first page, cut a few lines below the line where its text begins, and the index of that line. None where the
        text came from a picture, is no such message, or speaks of stamps, releases or another message's heading.
    """
    if not pages or not any(_PAGE_LINE.fullmatch(line.text) for line in pages[0].lines[:_LINES_TO_PAGE_LINE]):
        return None
    first = pages[0]
    for page in pages:
        for line in page.lines:  # plain loops, because every line of a list's texts is asked
            if not line.is_plain:
                return None
    texts = [line.text for line in first.lines]
    text = "\n".join(texts)
    begins = _FIRST_PARAGRAPH.search(text)
    rule = _RULE.search(text)
    if begins is None or rule is None or begins.start() < rule.start() or _PASSED_ON.search(text):
        return None
    at = text.count("\n", 0, begins.start())
    if at > _MAX_LINES_ABOVE or len(texts) < at + _LINES_BELOW:
        return None
    whole = "\n".join([text, *(page.text for page in pages[1:])]).upper()
    if any(words in whole for words in _SAID_BY_RELEASE) or ("(" in whole and _EXEMPTION.search(whole)):
        return None
    below = [*texts[at:], *(line.text for page in pages[1:] for line in page.lines)][: max(0, _SILENT_UP_TO - at)]
    if any(map(_has_figure, below)) and any(_may_be_stamped(line, window) for line in below[1:]):
        return None
    return replace(first, lines=first.lines[: at + _LINES_BELOW]), at


_has_figure = re.compile(r"[0-9]").search


def _may_be_stamped(text: str, window: int) -> bool:
    """May a line of the text be one of a stamp of receipt, as it is made ready for a heading?"""
    if not _has_figure(text):
        return False
    line = HeadLine.of(head_of_paragraph(text), 1, 1)
    return may_be_received(line.text) and bool(find_stamps(line.text, window=window, of_receipt=True))


def is_read_whole(draft: HeadingDraft, at: int) -> bool:
    """Has the form read every main field of a heading, above the line where the text begins, and none of them unsure?

    Args:
        draft: A draft of the head of a message, after its form was read and before blanks are filled.
        at: The index of the line where the text begins, on its page.
    """
    if draft.form != "us_system" or draft.flags or draft.stamps or len(draft.lines) >= MAX_HEADING_LINES:
        return False
    for slot in _ABOVE_TEXT:
        readings = draft.evidence.get(slot, ())
        if not draft.values.get(slot) or not readings:
            return False
        for reading in readings:
            if not reading.value or reading.how is not Derivation.OBSERVED or reading.confidence < SURE_BELOW:
                return False
            if not 0 <= reading.line < len(draft.lines) or draft.lines[reading.line].line_number > at:
                return False
    return is_name_of_list(draft.values[slots.FROM]) and all(map(is_name_of_list, draft.values[slots.TO]))
