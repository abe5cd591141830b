"""Template matching of glyphs: a doubtful letter is compared with the sure letters of the same page.

A typewriter strikes one letter always alike, so the mean of the sure Ws of a page is a better picture of its W than any
training. What is decided here is which letter the ink shows; no language is consulted.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from briefbook.text.ocr_confusion import Likeness, alike

Picture = npt.NDArray[np.uint8]
Patch = npt.NDArray[np.float32]

MIN_SAMPLES = 4
"""Sure letters of a kind that make a picture of it."""

LIKENESS_WEIGHT = 14.0
"""How much likeness (-1 to 1) counts beside the logarithm of the recogniser's likelihood."""

NEUTRAL = 0.6
"""Likeness of two worn characters that speaks neither for the same kind nor against it; it stands for one not known."""

MIN_LIKELIHOOD = 0.004
"""What the recogniser does not name may still be right so often."""

VIEW = Likeness.USUAL
"""The confusions that worn type makes; each letter is held against these too. Chosen with bench/reading.py."""


@dataclass(frozen=True, slots=True)
class GlyphPosition:
    """A letter on the level page: its middle, and the recogniser's likelihood of each character there."""

    x: float
    y: float
    likely: dict[str, float]

    @property
    def best(self) -> str:
        """The likeliest character."""
        return max(self.likely, key=self.likely.__getitem__)


class PageGlyphs:
    """The sure letters of a page."""

    def __init__(self, page: Picture, positions: Iterable[GlyphPosition], advance: float, high: float) -> None:
        self._page = cv2.GaussianBlur(255 - page, (0, 0), 0.8).astype(np.float32)
        self._wide, self._high = max(6, round(advance * 0.5)), max(8, round(high * 0.5))
        groups: dict[str, list[Patch]] = {}
        for spot in positions:
            best = spot.best
            if (
                (best.isupper() or best.isdigit())
                and spot.likely[best] > 0.85
                and len(groups.setdefault(best, [])) < 60
            ):
                patch = self._cut(spot, 3)
                if patch is not None:
                    groups[best].append(patch)
        self._pictures = {name: self._mean(patches) for name, patches in groups.items() if len(patches) >= MIN_SAMPLES}

    def likelier_character(self, spot: GlyphPosition) -> tuple[str, float] | None:
        """Another character that ink and recogniser make likelier, and how likely; None where there is none.

        Nothing is liker than 1: a letter that is sure and looks like its kind has no rival, and none is looked at.
        """
        own = spot.best
        if own not in self._pictures or not self._rivals(spot, own, -np.inf):
            return None
        patch = self._cut(spot, 4)
        if patch is None:
            return None
        stays = self._weight(spot, own, patch)
        weighed = {name: self._weight(spot, name, patch) for name in self._rivals(spot, own, stays - LIKENESS_WEIGHT)}
        best = max(weighed, key=weighed.__getitem__, default=own)
        if best == own or weighed[best] <= stays:
            return None
        weights = {**weighed, own: stays}
        every = [own, *self._rivals(spot, own, -np.inf)]
        total = sum(
            np.exp((weights[name] if name in weights else self._weight(spot, name, patch)) - weighed[best])
            for name in every
        )
        return best, float(1 / total)

    def log_odds(self, spot: GlyphPosition, name: str, other: str) -> float:
        """How much likelier, as a natural logarithm, a place holds a character than another, by recogniser and ink.

        The ink is asked only where the page has a picture of both.
        """
        odds = _before(spot, name) - _before(spot, other)
        if name in self._pictures and other in self._pictures and (patch := self._cut(spot, 4)) is not None:
            odds += LIKENESS_WEIGHT * (self._likeness(patch, name) - self._likeness(patch, other))
        return odds

    def group_weight(self, spots: Sequence[GlyphPosition], text: str, first: int) -> float:
        """How likely the places of a word from the first asked for hold a text, as a logarithm up to a constant.

        Each is held against the page's picture of its character, and against those of the places that would hold the
        same, as far as these are liker than those of others: on worn type three noughts look more like each other than
        like the page's mean; on clean type all figures look a little alike.
        """
        patches, cores = [self._cut(spot, 4) for spot in spots], [self._cut(spot, 0) for spot in spots]
        total = 0.0
        for at in range(first, len(text)):
            total += _before(spots[at], text[at])
            patch = patches[at]
            if patch is None:
                continue
            like = {True: [0.0], False: [0.0]}
            for place, core in enumerate(cores):
                if place != at and core is not None:
                    likeness = float(cv2.matchTemplate(patch, core, cv2.TM_CCOEFF_NORMED).max())
                    like[text[place] == text[at]].append(likeness)
            known = [self._likeness(patch, text[at])] if self.has_picture(text[at]) else []
            if len(like[True]) > 1:
                known.append(NEUTRAL + max(like[True]) - max(like[False]))
            total += LIKENESS_WEIGHT * max(known, default=NEUTRAL)
        return total

    def has_picture(self, name: str) -> bool:
        """Has the page sure characters enough of a kind?"""
        return name in self._pictures

    def _rivals(self, spot: GlyphPosition, own: str, min_weight: float) -> list[str]:
        """What worn type or the recogniser may have taken for a character, if it is likely enough before the ink.

        No figure becomes a letter nor a letter a figure: a typewriter's I and 1, O and 0 are too much alike for a mean
        of worn ones to tell, and the recogniser has seen the whole word.
        """
        share = math.exp(min(0.0, min_weight))
        named = spot.likely if share > MIN_LIKELIHOOD else {*alike(own, VIEW), *spot.likely}
        return [
            name
            for name in named
            if name != own
            and name.isdigit() == own.isdigit()
            and name in self._pictures
            and (name in alike(own, VIEW) or spot.likely.get(name, 0.0) > 0.02)
            and max(spot.likely.get(name, 0.0), MIN_LIKELIHOOD) >= share
        ]

    def _weight(self, spot: GlyphPosition, name: str, patch: Patch) -> float:
        return _before(spot, name) + LIKENESS_WEIGHT * self._likeness(patch, name)

    def _likeness(self, patch: Patch, name: str) -> float:
        return float(cv2.matchTemplate(patch, self._pictures[name], cv2.TM_CCOEFF_NORMED).max())

    def _cut(self, spot: GlyphPosition, room: int) -> Patch | None:
        x, y = round(spot.x), round(spot.y)
        left, top = x - self._wide - room, y - self._high - room
        right, bottom = x + self._wide + room, y + self._high + room
        if left < 0 or top < 0 or right > self._page.shape[1] or bottom > self._page.shape[0]:
            return None
        return self._page[top:bottom, left:right]

    def _mean(self, patches: Sequence[Patch]) -> Patch:
        """The mean, then the mean of all set level with it."""
        total = patches[0].copy()
        for patch in patches[1:]:
            total += patch
        picture = np.ascontiguousarray((total / np.float32(len(patches)))[3:-3, 3:-3])
        moved = []
        for patch in patches:
            likeness = cv2.matchTemplate(patch, picture, cv2.TM_CCOEFF_NORMED)
            y, x = np.unravel_index(int(likeness.argmax()), likeness.shape)
            moved.append(patch[y : y + picture.shape[0], x : x + picture.shape[1]])
        every = np.stack(moved)
        every.partition(
            [(len(moved) - 1) // 2, len(moved) // 2], axis=0
        )  # the median, with no search for what is no number
        return np.asarray(np.mean(every[(len(moved) - 1) // 2 : len(moved) // 2 + 1], axis=0), np.float32)


def _before(spot: GlyphPosition, name: str) -> float:
    """What the recogniser makes of a character, before the ink is looked at."""
    return math.log(max(spot.likely.get(name, 0.0), MIN_LIKELIHOOD))
