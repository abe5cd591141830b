"""Pages as a reading engine gives them: every word with a box, its confidence, and what else it might be."""

import pytest

from briefbook.checks.quotations import verify
from briefbook.model.page import Box, Kind, Line, Page, Region, Word

LETTER, LINE, WIDTH, HEIGHT = 10, 30, 800, 1000


def _word(written, left, top, sure):
    """``TEXT``, ``TEXT|0.4`` or ``TEXT|0.4|OTHER|ANOTHER``."""
    text, *details = written.split("|")
    confidence = float(details[0]) if details else sure
    return Word(text, Box(left, top, left + LETTER * len(text), top + 20), confidence, tuple(details[1:]))


@pytest.fixture
def as_read():
    """Makes a page from typed lines; a line that begins ``(stamp)``, ``(redaction)`` ... is of that kind."""

    def page(text, *, item="D 7", number=1, sure=0.95, black=()):
        lines = []
        for row, written in enumerate(text.strip("\n").splitlines()):
            kind = Kind.MESSAGE
            if written.startswith("("):
                name, _, written = written[1:].partition(") ")
                kind = Kind(name)
            words, left = [], 50
            for part in written.split():
                words.append(_word(part, left, 50 + row * LINE, sure))
                left = words[-1].box.right + LETTER
            lines.append(Line(tuple(words), kind))
        regions = tuple(Region(Kind.REDACTION, Box(*box)) for box in black)
        return Page(item, number, tuple(lines), regions, WIDTH, HEIGHT, reader="made up")

    return page


@pytest.fixture
def verdict_on(as_read):
    """Compares a quotation with one page as read: the verdict, as it is written."""

    def verdict(words, text, **more):
        return str(verify(words, [as_read(text, **more)]).verdict)

    return verdict


@pytest.fixture
def steps_of():
    """What differs in a comparison: (step, quoted, source) of every step but those that are the same."""

    def steps(made):
        return [(step.step, step.quoted, step.source) for step in made.difference if step.step != "same"]

    return steps
