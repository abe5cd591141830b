"""A box on a page's picture -> where it is, in the words of one who has the page in hand."""

from collections.abc import Sequence
from itertools import pairwise

from briefbook.model.page import Box, Line

_MIN_OVERLAP = 0.5
"""Share of a box's height, or of the line's if that is less, by which it is level with the line."""


def place_in_words(box: Box, lines: Sequence[Line], size: tuple[int, int]) -> str:
    """Say where a box is: beside a line, between two lines, or in what part of the page.

    Args:
        box: The box, in pixels of the page's picture.
        lines: The lines of the page in order; those without a box are counted and not compared.
        size: Width and height of the picture, in pixels.

    Returns:
        Words that go on a sentence: "beside line 5", "below line 12, at the foot of the page".

    >>> from briefbook.model.page import Word
    >>> lines = [Line((Word("ONE", Box(100, 100, 900, 130)),)), Line((Word("TWO", Box(100, 200, 900, 230)),))]
    >>> place_in_words(Box(920, 105, 990, 128), lines, (1000, 1400))
    'beside line 1'
    >>> place_in_words(Box(100, 150, 500, 180), lines, (1000, 1400))
    'between lines 1 and 2'
    >>> place_in_words(Box(100, 1300, 500, 1330), lines, (1000, 1400))
    'below line 2, at the foot of the page'
    >>> place_in_words(Box(0, 20, 90, 50), [], (900, 1400))
    'at the top of the page, on the left'
    """
    numbered = sorted(
        ((line.box, number) for number, line in enumerate(lines, 1) if line.box), key=lambda pair: pair[0].top
    )
    level = [
        number
        for other, number in numbered
        if min(box.bottom, other.bottom) - max(box.top, other.top)
        >= _MIN_OVERLAP * min(box.bottom - box.top, other.bottom - other.top)
    ]
    if level:
        return f"beside line {level[0]}" if len(level) == 1 else f"beside lines {min(level)} to {max(level)}"
    if not numbered:
        return _part_of_page(box, size)
    middle = (box.top + box.bottom) / 2
    for (above, first), (below, second) in pairwise(numbered):
        if above.top <= middle <= below.bottom:
            return f"between lines {min(first, second)} and {max(first, second)}"
    if middle < numbered[0][0].top:
        return f"above line {numbered[0][1]}"
    last = f"below line {numbered[-1][1]}"
    return f"{last}, at the foot of the page" if middle > 0.85 * size[1] > 0 else last


def places_in_words(boxes: Sequence[Box], lines: Sequence[Line], size: tuple[int, int], limit: int = 5) -> str:
    """Say where several boxes are, each place once; see ``place_in_words``."""
    places = list(dict.fromkeys(place_in_words(box, lines, size) for box in boxes))
    shown = places[:limit]
    if len(places) > limit:
        return f"{', '.join(shown)} and elsewhere"
    return " and ".join(part for part in (", ".join(shown[:-1]), shown[-1]) if part) if shown else ""


def _part_of_page(box: Box, size: tuple[int, int]) -> str:
    width, height = size
    middle, across = (box.top + box.bottom) / 2, (box.left + box.right) / 2
    if not width or not height:
        return "on the page"
    row = "at the top" if middle < height / 3 else "at the foot" if middle > 2 * height / 3 else "in the middle"
    side = ", on the left" if across < width / 3 else ", on the right" if across > 2 * width / 3 else ""
    return f"{row} of the page{side}"
