"""Find what stands side by side on a page: columns, and pages on one picture, each with lines at heights of its own.

Between two columns runs a gutter, a band without letters down through several lines. Where the lines on its two sides
are level with each other, it may be any gap of a heading or a table, and the lines are found across it; the layout
(``page_layout.py``) says later what it parts. Where they are not level, no line crosses it: the page is divided into
blocks, and each block's lines are found by themselves (``column_trial.py``: where more is read that way). Pages side
by side, whose lines fill both sides of a gutter that runs down the whole picture, are divided before anything is read.

Gutters are looked for among the runs of empty cells of a coarse grid, as covers of the white of a page by rectangles
do it (Breuel 2002), with the ink beside them as the measure of how much they part.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_

import cv2
import numpy as np
import numpy.typing as npt

from briefbook.ocr.line_finding import Strip, find_strips, pitch_of, row_inks
from briefbook.ocr.profiles import find_peaks, gaussian_filter

Picture = npt.NDArray[np.uint8]
Values = npt.NDArray[np.float64]

CELL_WIDTH, CELL_HEIGHT = 4, 8
"""Pixels of the cells in which a page is searched for gutters."""

MIN_WIDTH, MIN_HEIGHT = 0.16, 0.6
"""Inches of a gutter: one and a half typed letters, and four lines."""

REACH = 1.2
"""Inches beside a gutter in which its columns' lines must stand."""

MAX_CANDIDATES = 16
"""So many runs of empty cells are looked at, those with the most ink beside them."""

MAX_TRIALS = 3
"""So many gutters of a page are tried."""

MIN_ROWS, MIN_ROW_INK = 4, 8.0
"""Rows on either side of a gutter, and pixels of ink in one: two letters."""

MAX_NEAR, LEVEL = 0.8, 0.2
"""Times the lines' distance: rows nearer than the first are beside each other, nearer than the second level."""

MIN_INDEPENDENT, MIN_INDEPENDENT_SHARE = 3, 0.4
"""Rows, and their share of those beside rows of the other side, that are not level with any, where columns are
independent of each other."""

MIN_LINES_OF_SPREAD, MIN_LINES_OF_COLUMN = 5, 12
"""Lines on either side of a gutter that runs down the whole picture: of one wider than high, and of a page, where a
table might be meant."""

MIN_WIDE_GUTTER = 0.3
"""Inches of a gutter between columns whose lines are level."""

MIDDLE = (0.35, 0.65)
"""The part of the page's width in which the middle of such a gutter lies."""

MAX_SPECKS = 0.004
"""The share of a column of pixels in such a gutter that specks may take."""

MIN_FILL = 0.5
"""The share of its column that a line fills, in the median."""

MIN_BAR = 0.8
"""The share of the page's height that is black in a bar between two pages, whose lines may be of any width."""


@dataclass(frozen=True, slots=True)
class Gutter:
    """A band without letters between columns, in pixels of the level page.

    ``x`` is its middle, ``above`` and ``below`` are where it begins and ends. ``top`` and ``bottom`` are those of the
    block beside it: on its left where ``is_right_of_block``, else on its right. ``is_filled`` where lines of prose
    stand on both sides, so that one side is read after the other.
    """

    x: int
    above: int
    below: int
    top: int
    bottom: int
    is_right_of_block: bool
    is_filled: bool = False

    def has_in_block(self, x: float, y: float) -> bool:
        """Does a point stand in the block beside it?"""
        return bool(self.top <= y < self.bottom and (x < self.x) == self.is_right_of_block)


def block_at(gutters: Sequence[Gutter], x: float, y: float) -> int:
    """The number of the block in which a point of the page stands; 0 where it is beside no gutter."""
    return reduce(or_, (gutter.has_in_block(x, y) << place for place, gutter in enumerate(gutters)), 0)


def is_beside_text(gutters: Sequence[Gutter], block: int) -> bool:
    """Is a block a narrow column beside a text, and no column of text itself?"""
    return any(block >> place & 1 and not gutter.is_filled for place, gutter in enumerate(gutters))


def find_gutter_of_spread(letters: Picture, dpi: int, ink: Picture) -> Gutter | None:
    """Find the gutter between two pages on one picture, or two columns as high as the page, by their lines.

    Args:
        letters: uint8 array (height, width) of a deskewed page, 1 where a letter's ink may be.
        dpi: Its pixels an inch.
        ink: The same for all ink.

    Returns:
        The gutter; None where lines enough do not fill both sides.
    """
    band, (height, width) = _middle_band(letters, dpi), letters.shape
    if band is None:
        return None
    gutter = Gutter(sum(band) // 2, 0, height, 0, height, is_right_of_block=False, is_filled=True)
    needed = MIN_LINES_OF_SPREAD if width > height else MIN_LINES_OF_COLUMN
    fill = 0.0 if width > height and _is_barred(ink, band) else MIN_FILL
    sides = (find_strips_by_block(letters, dpi, ink, [gutter], beside=beside) for beside in (False, True))
    return gutter if all(_fills_column(strips, needed, fill, dpi) for strips in sides) else None


def find_gutters(letters: Picture, dpi: int) -> list[Gutter]:
    """Find the gutters between columns whose lines are not level.

    Args:
        letters: uint8 array (height, width) of a deskewed page, 1 where a letter's ink may be.
        dpi: Its pixels an inch.

    Returns:
        Those with the most ink beside them first. They may stand between type and the dirt of a margin too: only
        what is read beside them can tell.
    """
    rows = row_inks(letters)
    if not rows.any():
        return []
    pitch = pitch_of(rows, dpi / 300)
    gutters: list[Gutter] = []
    for x, top, bottom in _empty_runs(letters, dpi, pitch):
        sides = [_rows_beside(letters[top:bottom], x, way * int(REACH * dpi), pitch) for way in (-1, 1)]
        if not _is_independent(sides, pitch):
            continue
        is_right = int(letters[top:bottom, :x].sum()) < int(letters[top:bottom, x:].sum())
        rows = sides[0 if is_right else 1] + top
        gutter = _bounded(Gutter(x, top, bottom, top, bottom, is_right_of_block=is_right), letters, pitch, rows)
        if not any(_is_same(gutter, other, letters) for other in gutters):
            gutters.append(gutter)
        if len(gutters) == MAX_TRIALS:
            break
    return gutters


def find_strips_by_block(
    letters: Picture, dpi: int, ink: Picture, gutters: Sequence[Gutter] = (), *, beside: bool | None = None
) -> list[Strip]:
    """Find the lines of type of each block of a page.

    Args:
        letters: uint8 array (height, width) of a deskewed page, 1 where a letter's ink may be.
        dpi: Its pixels an inch.
        ink: The same for all ink.
        gutters: What parts the blocks.
        beside: Only what is in the block of the last gutter, or only what is not; all if None.

    Returns:
        The strips block by block, each with its block's number, from top to bottom; a ``row`` is a line of its block.
    """
    if not gutters:
        return find_strips(letters, dpi, ink)
    blocks = np.zeros(letters.shape, np.uint8)
    for place, gutter in enumerate(gutters):
        across = slice(0, gutter.x) if gutter.is_right_of_block else slice(gutter.x, None)
        blocks[gutter.top : gutter.bottom, across] |= 1 << place
    strips: list[Strip] = []
    last = 1 << (len(gutters) - 1)
    for number in np.unique(blocks).tolist():
        if beside is not None and bool(number & last) is not beside:
            continue
        mine = np.asarray(blocks == number, np.uint8)
        strips += [replace(strip, block=number) for strip in find_strips(letters * mine, dpi, ink * mine)]
    return strips


def in_reading_order(places: Sequence[tuple[float, float]], gutters: Sequence[Gutter]) -> list[int]:
    """Order what stands on a page: down the page, but the left of two filled columns before the right.

    Args:
        places: Middles of what stands there, (x, y) in pixels of the level page.
        gutters: Its gutters.

    Returns:
        The numbers of the places in order.
    """
    order = sorted(range(len(places)), key=lambda number: places[number][1])
    for gutter in sorted(filter(lambda gutter: gutter.is_filled, gutters), key=lambda gutter: gutter.x):
        parts: list[list[int]] = [[], [], [], []]
        for number in order:
            x, y = places[number]
            parts[0 if y < gutter.above else 3 if y >= gutter.below else 1 + (x >= gutter.x)].append(number)
        order = [number for part in parts for number in part]
    return order


def _empty_runs(letters: Picture, dpi: int, pitch: float) -> Iterator[tuple[int, int, int]]:
    """Where empty cells run down a page with ink on both sides, those with the most first: column, top and bottom."""
    high, wide = letters.shape[0] // CELL_HEIGHT, letters.shape[1] // CELL_WIDTH
    if not high or not wide:
        return
    whole = np.ascontiguousarray(letters[: high * CELL_HEIGHT, : wide * CELL_WIDTH] * 255)
    taken = np.asarray(cv2.resize(whole, (wide, high), interpolation=cv2.INTER_AREA) > 0, np.uint8)
    across = int(MIN_WIDTH * dpi / CELL_WIDTH) - 1
    columns, tops, bottoms = _runs(cv2.dilate(taken, np.ones((1, across | 1), np.uint8)) == 0, MIN_HEIGHT * dpi)
    reach, places = int(REACH * dpi / CELL_WIDTH), np.arange(wide)
    sums = np.pad(np.cumsum(taken, 1, dtype=np.int32), ((0, 0), (1, 0)))
    left = sums[:, places] > sums[:, np.maximum(0, places - reach)]
    right = sums[:, np.minimum(wide, places + reach)] > sums[:, places]
    inked = [np.pad(np.cumsum(side, 0, dtype=np.int32), ((1, 0), (0, 0))) for side in (left, right)]
    worth = np.minimum(*(side[bottoms, columns] - side[tops, columns] for side in inked))
    chosen: list[int] = []
    for run in np.argsort(-worth, kind="stable").tolist():
        if len(chosen) >= MAX_CANDIDATES or worth[run] * CELL_HEIGHT < MIN_ROWS * 0.3 * pitch:
            return
        if any(
            _is_one_run(taken, columns[[run, other]], tops[[run, other]], bottoms[[run, other]]) for other in chosen
        ):
            continue
        chosen.append(run)
        yield int(columns[run]) * CELL_WIDTH, int(tops[run]) * CELL_HEIGHT, int(bottoms[run]) * CELL_HEIGHT


def _runs(free: npt.NDArray[np.bool_], height: float) -> tuple[npt.NDArray[np.intp], ...]:
    """Where cells are free one below the other for so many pixels: columns, tops, and rows behind the bottoms."""
    edges = np.diff(np.pad(free.astype(np.int8), ((1, 1), (0, 0))), axis=0).T
    (columns, tops), (_, bottoms) = np.nonzero(edges == 1), np.nonzero(edges == -1)
    long = (bottoms - tops) * CELL_HEIGHT >= height
    return columns[long], tops[long], bottoms[long]


def _is_one_run(
    taken: Picture, columns: npt.NDArray[np.intp], tops: npt.NDArray[np.intp], bottoms: npt.NDArray[np.intp]
) -> bool:
    """Is no ink between two runs where they stand beside each other?"""
    return not taken[tops.max() : bottoms.min(), columns.min() : columns.max()].any()


def _rows_beside(band: Picture, x: int, reach: int, pitch: float) -> Values:
    """The rows of type within a distance of a column, to its left if negative."""
    side = band[:, max(0, x + reach) : x] if reach < 0 else band[:, x : x + reach]
    profile = gaussian_filter(row_inks(side), 0.16 * pitch)
    height = max(MIN_ROW_INK, 0.15 * float(np.percentile(profile, 95)))
    return np.asarray(find_peaks(profile, height=height, distance=max(1, int(0.6 * pitch))), np.float64)


def _is_independent(sides: Sequence[Values], pitch: float) -> bool:
    """Are the rows of the side that has fewer mostly not level with those of the other side that are near?"""
    fewer, more = sorted(sides, key=len)
    if len(fewer) < MIN_ROWS:
        return False
    apart = np.abs(fewer[:, None] - more[None]).min(1) / pitch
    near = apart < MAX_NEAR
    off = int((near & (apart > LEVEL)).sum())
    return bool(near.sum() >= MIN_ROWS and off >= MIN_INDEPENDENT and off >= MIN_INDEPENDENT_SHARE * near.sum())


def _is_same(gutter: Gutter, other: Gutter, letters: Picture) -> bool:
    """Is no letter between two gutters where they stand beside each other?"""
    top, bottom = max(gutter.top, other.top), min(gutter.bottom, other.bottom)
    between = letters[top:bottom, min(gutter.x, other.x) : max(gutter.x, other.x)]
    return bottom > top and not between.any()


def _bounded(gutter: Gutter, letters: Picture, pitch: float, rows: Values) -> Gutter:
    """The gutter with a block no higher than these rows of it, cut where least of its ink is crossed."""
    top, bottom = max(gutter.top, int(rows[0] - 0.7 * pitch)), min(gutter.bottom, int(rows[-1] + 0.7 * pitch))
    side = letters[:, : gutter.x] if gutter.is_right_of_block else letters[:, gutter.x :]
    inks = row_inks(side)

    def clearest(low: int, high: int, wanted: int) -> int:
        low = max(0, low)
        near = inks[low : max(low + 1, high)]
        return low + min(np.flatnonzero(near == near.min()).tolist(), key=lambda at: abs(low + at - wanted))

    reach = int(0.35 * pitch)
    if top > 0:
        top = clearest(top - CELL_HEIGHT, top + reach, top)
    if bottom < len(letters):
        bottom = clearest(bottom - reach, min(len(letters), bottom + CELL_HEIGHT), bottom)
    return replace(gutter, top=top, bottom=bottom)


def _middle_band(letters: Picture, dpi: int) -> tuple[int, int] | None:
    """Left and right of the widest band without letters in the middle of the page; None where there is none."""
    height, width = letters.shape
    taken = np.asarray(cv2.reduce(letters, 0, cv2.REDUCE_SUM, dtype=cv2.CV_32S)[0] > MAX_SPECKS * height)
    inked = np.flatnonzero(taken)
    best, band = MIN_WIDE_GUTTER * dpi, None
    for left, right in zip(inked.tolist(), inked.tolist()[1:], strict=False):
        centre = (left + right) // 2
        if right - left > best and MIDDLE[0] * width <= centre <= MIDDLE[1] * width:
            best, band = right - left, (left, right)
    return band


def _is_barred(ink: Picture, band: tuple[int, int]) -> bool:
    """Does black run down a band, as between two sheets on one frame of film?"""
    return float(ink[:, band[0] : band[1]].mean(0).max()) > MIN_BAR


def _fills_column(strips: Sequence[Strip], needed: int, fill: float, dpi: int) -> bool:
    """Are there lines enough, as wide as a column of prose has them?"""
    wide = [strip for strip in strips if strip.right - strip.left >= dpi]
    if len(wide) < needed:
        return False
    column = max(strip.right for strip in wide) - min(strip.left for strip in wide)
    return float(np.median([strip.right - strip.left for strip in wide])) >= fill * column
