"""A page -> how it was typed: its pitch, the spacing of its lines, its capitals, how far down it is written.

Pages of one paper are mostly typed alike, and papers that lie behind one another are not: measured on 80 released
papers, three pages of four have the pitch of the page before them within 3 %, and a quarter of unlike pages have.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from briefbook.model.page import Kind, Line, Page

_MIN_LETTERS = 25
"""Characters of a line, at least, by which a page is measured: shorter ones are headings and stamps."""

_MIN_WORDS = 15
_LONG_WORD = 5
_MIN_LINES = 7
_MIN_CASED = 80


@dataclass(frozen=True, slots=True)
class PageLook:
    """How a page was typed; None for what cannot be measured on it, as on pages of text without places.

    Attributes:
        pitch: The width of a letter as a share of the page's width.
        spacing: The distance of its lines as a share of the page's height.
        capitals: The share of capitals among its letters, 0 to 1.
        foot: Where its last line of text ends, 0 at the page's head and 1 at its foot.
    """

    pitch: float | None = None
    spacing: float | None = None
    capitals: float | None = None
    foot: float | None = None


def page_look(page: Page) -> PageLook:
    """How a page was typed.

    Args:
        page: The page as read; pages without places have no look.
    """
    lines = [line for line in page.lines if line.kind is Kind.MESSAGE and len(line.text) >= _MIN_LETTERS]
    placed = [line for line in lines if line.box]
    if not placed or not page.width or not page.height:
        return PageLook()
    widths = [
        (word.box.right - word.box.left) / len(word.text)
        for line in placed
        for word in line.words
        if word.box and len(word.text) >= _LONG_WORD
    ]
    tops = sorted(line.box.top for line in placed if line.box)
    steps = [below - above for above, below in pairwise(tops) if below - above > _SAME_ROW]
    return PageLook(
        median(widths) / page.width if len(widths) >= _MIN_WORDS else None,
        median(steps) / page.height if len(steps) >= _MIN_LINES else None,
        _share_of_capitals(placed),
        max(line.box.bottom for line in placed if line.box) / page.height,
    )


_SAME_ROW = 5
"""Pixels by which the tops of two lines on one row may differ."""


def _share_of_capitals(lines: list[Line]) -> float | None:
    text = "".join(line.text for line in lines)
    capitals, small = sum(map(str.isupper, text)), sum(map(str.islower, text))
    return capitals / (capitals + small) if capitals + small >= _MIN_CASED else None


def compare_looks(before: PageLook, after: PageLook) -> Iterator[tuple[float, str]]:
    """What speaks for (above 0) and against another paper's beginning in how two pages that follow were typed.

    Args:
        before: The look of the earlier page.
        after: The look of the later.

    Returns:
        Weights and words; a person is told the words.
    """
    if before.pitch and after.pitch:
        yield from _step(abs(before.pitch / after.pitch - 1), _PITCH)
    if before.spacing and after.spacing:
        yield from _step(abs(before.spacing / after.spacing - 1), _SPACING)
    if before.capitals is not None and after.capitals is not None:
        yield from _step(abs(before.capitals - after.capitals), _CAPITALS)
    if before.foot:
        yield from _step(before.foot, _FOOT)


def _step(measured: float, steps: tuple[tuple[float, float, str], ...]) -> Iterator[tuple[float, str]]:
    """The weight and words of the first step that a measure stays below."""
    weight, words = next((weight, words) for below, weight, words in steps if measured < below)
    if weight:
        yield weight, words


_ANY = float("inf")
_PITCH = (
    (0.015, -0.6, "typed in the same pitch"),
    (0.04, -0.2, "typed in nearly the same pitch"),
    (0.08, 0.1, "typed in another pitch"),
    (_ANY, 0.4, "typed in another pitch"),
)
_SPACING = (
    (0.02, -0.3, "its lines are spaced the same"),
    (0.06, -0.1, "its lines are spaced nearly the same"),
    (0.2, 0.1, "its lines are spaced otherwise"),
    (_ANY, 0.3, "its lines are spaced otherwise"),
)
_CAPITALS = (
    (0.25, 0.0, ""),
    (0.5, 0.2, "capitals and small letters where the page before has others"),
    (_ANY, 0.7, "capitals alone on one of the two pages"),
)
_FOOT = (
    (0.5, 0.4, "the page before it ends early"),
    (0.8, 0.0, ""),
    (_ANY, -0.2, "the page before it is full"),
)
