"""What the recogniser made of a page's lines, kept small enough to be asked again: how likely are other words there?

Of each step only the few likely classes are kept, each in two or three bytes before compression; a page has some kB.
Nothing here knows a recogniser: classes are whatever ``alphabet`` names, the first means none.
"""

import json
import struct
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from briefbook.model.page import Box, Line
from briefbook.text.line_likelihood import FLOOR, Scores, log_likelihoods

MAX_CLASSES, MIN_LIKELIHOOD = 6, 0.002
"""Classes of a step that are kept, the likeliest, if they are as likely as this."""

LOG_STEPS = 24
"""Steps into which one unit of the natural logarithm is parted; 255 of them are the least likelihood kept."""


@dataclass(frozen=True, slots=True)
class WordSteps:
    """Where a word stands: its box on the picture, the first step of the strip that it takes and the one after."""

    box: Box
    first: int
    behind: int


@dataclass(frozen=True, slots=True)
class StripScores:
    """A strip of a line: likelihoods, a float32 array (steps, classes) from 0 to 1, and its words."""

    scores: Scores
    words: tuple[WordSteps, ...]


@dataclass(frozen=True)
class LineScores:
    """A line's words with the scores of the strips that they were read in.

    ``places`` has for each word of the line the number of its strip in ``strips`` and where it stands in it; None for a
    word that the recogniser did not read (a stamp's, or one taken from a file's own text).
    """

    alphabet: str
    strips: tuple[StripScores, ...]
    places: tuple[tuple[int, WordSteps] | None, ...]

    def log_likelihoods(self, word: int, texts: Sequence[str]) -> npt.NDArray[np.float64] | None:
        """How likely other texts are on the picture in place of a word.

        The edges are open: before and after the text the steps may hold nothing or a blank. Only differences mean
        something: subtract the value of the word as read.

        Args:
            word: Number of the word in the line, from 0.
            texts: What might stand there instead; the word as read may be among them. They may hold blanks.

        Returns:
            Natural logarithms, float64 array (texts,), minus infinity for a text that does not fit or has a character
            that is not in the alphabet; None where the recogniser did not read the word.

        Raises:
            IndexError: The line has no such word.
        """
        place = self.places[word]
        if place is None:
            return None
        number, steps = place
        strip = self.strips[number]
        part = strip.scores[slice(*_with_gaps(strip, steps))]
        classes = [tuple(self.alphabet.find(character) for character in text) for text in texts]
        known = [place for place, text in enumerate(classes) if text and min(text) > 0]
        result = np.full(len(texts), -np.inf)
        blank = self.alphabet.find(" ")
        result[known] = log_likelihoods(
            [part] * len(known), [classes[place] for place in known], blank if blank > 0 else None
        )
        return result


def _with_gaps(strip: StripScores, steps: WordSteps) -> tuple[int, int]:
    """A word's steps with half of the gap on either side."""
    before = max((word.behind for word in strip.words if word.behind <= steps.first), default=0)
    after = min((word.first for word in strip.words if word.first >= steps.behind), default=len(strip.scores))
    return (before + steps.first + 1) // 2, (steps.behind + after) // 2


@dataclass(frozen=True)
class PageScores:
    """The strips of a page as the recogniser scored them, and what its classes mean."""

    alphabet: str
    strips: tuple[StripScores, ...]

    def moved(self, place: Callable[[Box], Box]) -> "PageScores":
        """The scores with each word's box changed by a function, as where a picture was reduced to be read."""
        return PageScores(
            self.alphabet,
            tuple(
                replace(strip, words=tuple(replace(word, box=place(word.box)) for word in strip.words))
                for strip in self.strips
            ),
        )

    @cached_property
    def _by_box(self) -> dict[Box, tuple[int, WordSteps]]:
        return {word.box: (number, word) for number, strip in enumerate(self.strips) for word in strip.words}

    def line(self, line: Line) -> LineScores | None:
        """The scores of a line of the page, found by the boxes of its words; None where none of them was scored."""
        places = [self._by_box.get(word.box) if word.box else None for word in line.words]
        numbers = sorted({place[0] for place in places if place})
        if not numbers:
            return None
        strips = tuple(self.strips[number] for number in numbers)
        return LineScores(
            self.alphabet, strips, tuple((numbers.index(place[0]), place[1]) if place else None for place in places)
        )


def pack(scores: PageScores) -> bytes:
    """A page's scores in few bytes; ``unpack`` gives them back, the likely classes to two parts in a hundred."""
    rows, payload = [], []
    for strip in scores.strips:
        size = min(MAX_CLASSES, strip.scores.shape[1])
        order = np.argsort(strip.scores, axis=1)[:, ::-1][:, :size]
        values = np.take_along_axis(strip.scores, order, axis=1)
        chosen = values >= MIN_LIKELIHOOD
        logs = np.clip(np.rint(-np.log(np.maximum(values[chosen], FLOOR)) * LOG_STEPS), 0, 255).astype(np.uint8)
        classes = order[chosen].astype("<u2")
        payload += [chosen.sum(1).astype(np.uint8).tobytes(), (classes & 255).astype(np.uint8).tobytes()]
        payload += [(classes >> 8).astype(np.uint8).tobytes(), logs.tobytes()]
        words = [[*word.box.as_list(), word.first, word.behind] for word in strip.words]
        rows.append({"steps": len(strip.scores), "entries": len(logs), "words": words})
    head = json.dumps({"alphabet": scores.alphabet, "strips": rows}, ensure_ascii=False).encode()
    return zlib.compress(struct.pack("<I", len(head)) + head + b"".join(payload), 9)


def unpack(packed: bytes) -> PageScores:
    """Undo ``pack``.

    Raises:
        ValueError: These are no scores that ``pack`` wrote, or they are damaged.
    """
    try:
        whole = zlib.decompress(packed)
        (size,) = struct.unpack_from("<I", whole)
        head = json.loads(whole[4 : 4 + size])
        rest = np.frombuffer(whole, np.uint8, offset=4 + size)
        strips, at = [], 0
        for row in head["strips"]:
            strip, at = _strip(row, rest, at, len(head["alphabet"]))
            strips.append(strip)
        return PageScores(str(head["alphabet"]), tuple(strips))
    except (zlib.error, struct.error, KeyError, TypeError, IndexError) as error:
        raise ValueError(f"scores of a page are damaged: {error}") from error


def _strip(row: dict[str, Any], rest: npt.NDArray[np.uint8], at: int, classes: int) -> tuple[StripScores, int]:
    steps, entries = int(row["steps"]), int(row["entries"])
    ends = np.cumsum([at, steps, entries, entries, entries])
    counts, low, high, logs = (rest[begin:end] for begin, end in pairwise(ends.tolist()))
    scores = np.zeros((steps, classes), np.float32)
    places = np.repeat(np.arange(steps), counts)
    scores[places, low.astype(np.int64) + 256 * high.astype(np.int64)] = np.exp(-logs.astype(np.float32) / LOG_STEPS)
    left = np.maximum(0.0, 1 - scores.sum(1)) / np.maximum(1, classes - counts)
    scores = np.where(scores > 0, scores, np.maximum(FLOOR, left)[:, None]).astype(np.float32)
    words = tuple(WordSteps(Box(*map(int, word[:4])), int(word[4]), int(word[5])) for word in row["words"])
    return StripScores(scores, words), int(ends[-1])
