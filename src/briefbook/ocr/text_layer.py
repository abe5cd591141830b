"""A PDF's text layer: its lines, and where it is shown to be better than reading the picture."""

import itertools
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein

from briefbook.model.page import Box, Line, Word
from briefbook.ocr.line_grouping import into_lines
from briefbook.text.lexicon import TELEGRAPH_WORDS, is_listed

MIN_LETTERS = 20
"""Letters and digits; fewer are a stamped number or a heading of the archive, not the page's text."""

MIN_WORD_SHARE = 0.15
"""Share of known words below which a layer is damaged: a font whose letters stand for others; French has more."""

MIN_AGREEMENT = 0.995
"""Likeness of a sample read anew from which a layer is taken as it is; at 0.98 layers with 2 % wrong letters passed."""

MIN_SURE = 0.8
"""Mean confidence from which a new reading is sure."""

MAX_DOUBTFUL_CONFIDENCE = 0.6
"""Mean confidence of a line below which the file's own text may be better."""

MIN_MORE_WORDS = 0.3
"""By how much the share of known words in a line of the file's own text is higher, for it to be better than ours."""

MIN_WORDS_OF_A_LOST_LINE = 0.6
"""Share of known words from which a line is certainly writing in the language of the word list."""

MIN_LETTERS_OF_A_LOST_LINE = 12
"""Letters of a line that a new reading lacks; with fewer, specks and strokes read as words would be added."""

MAX_SINGLE_LETTERS = 0.6
"""Share of words of a single letter from which a text is letter-spaced; no language comes near it."""

MAX_MEAN_LETTERS = 18
"""Letters a word from which a text has lost its blanks; German and Finnish words are shorter on average."""

MAX_BARE_INK = 0.1
"""Share of pieces of ink without a word of the file's own text above which that text is only a part of the page."""

MIN_LINE_LIKENESS = 0.5
"""Likeness from which two readings of a line are readings of the same line."""

MAX_RUBBLE_CONFIDENCE = 0.45
"""Mean confidence of a page below which a new reading is rubble: of some 130 pages of releases two were, both so."""

MIN_WORDS_OF_A_PAGE = 0.8
"""Share of known words from which a file's own text of a whole page is certainly writing."""

SAMPLE_LINES = 8
"""Lines of the sample: a fifth of a full page."""


def layer_lines(words: Sequence[Word]) -> tuple[Line, ...]:
    """A file's own words grouped into lines by their boxes; their order in the file is ignored."""
    return tuple(_in_reading_order(line) for line in into_lines(words))


def turned_lines(words: Sequence[Word], turns: Sequence[int], size: tuple[int, int]) -> tuple[int, tuple[Line, ...]]:
    """A file's own words grouped into lines, those that run sideways or on their head too.

    Args:
        words: The words, boxes in pixels of the page as displayed.
        turns: For each by how many degrees clockwise the page is turned to read it; empty where all stand upright.
        size: Width and height of the page in pixels.

    Returns:
        By how many degrees clockwise the page is turned to read most of it, and the lines with boxes on the page so
        turned: first those that then stand upright, then the others, each in its own order.
    """
    if not turns:
        return 0, layer_lines(words)
    groups: dict[int, list[Word]] = {}
    for word, turn in zip(words, turns, strict=True):
        groups.setdefault(turn, []).append(word)
    order = sorted(groups, key=lambda turn: -sum(len(word.text) for word in groups[turn]))
    lines = []
    for turn in order:
        group_size = size if turn % 180 == 0 else size[::-1]
        upright = [_turn_word(word, size, turn) for word in groups[turn]]
        for line in layer_lines(upright):
            lines.append(
                Line(tuple(_turn_word(word, group_size, (order[0] - turn) % 360) for word in line.words), line.kind)
            )
    return order[0], tuple(lines)


def turn_box(box: Box, size: tuple[int, int], turn: int) -> Box:
    """A box on a picture of a size (width, height), once the picture is turned by ``turn`` degrees clockwise."""
    width, height = size
    if turn == 90:
        return Box(height - box.bottom, box.left, height - box.top, box.right)
    if turn == 180:
        return Box(width - box.right, height - box.bottom, width - box.left, height - box.top)
    if turn == 270:
        return Box(box.top, width - box.right, box.bottom, width - box.left)
    return box


def _turn_word(word: Word, size: tuple[int, int], turn: int) -> Word:
    return replace(word, box=turn_box(word.box, size, turn)) if word.box and turn else word


def _in_reading_order(line: Line) -> Line:
    """The words of Hebrew and Arabic from right to left; figures and Latin words among them keep their order."""
    if sum(map(_runs_left, (word.text for word in line.words))) * 2 <= len(line.words):
        return line
    ordered: list[Word] = []
    for runs_left, group in itertools.groupby(reversed(line.words), lambda word: _runs_left(word.text)):
        words = list(group)
        ordered += words if runs_left else words[::-1]
    return Line(tuple(ordered), line.kind)


def _runs_left(text: str) -> bool:
    return any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)


def letters_of(lines: Iterable[Line]) -> int:
    """How many letters and digits."""
    return sum(character.isalnum() for line in lines for word in line.words for character in word.text)


def word_share(lines: Iterable[Line]) -> float:
    """The share (0 to 1) of the letters that are in listed words of three letters or more; 0 where there is none."""
    tokens = _tokens(lines, 3)
    letters = sum(map(len, tokens))
    return sum(len(token) for token in tokens if is_word(token)) / letters if letters else 0.0


def merge(ours: Sequence[Line], theirs: Sequence[Line]) -> tuple[tuple[Line, ...], int]:
    """A new reading, with lines of the file's own text where these are shown to be better.

    A line of the file's own text takes the place of one of ours only where ours is in doubt, both are readings of the
    same writing, and the other has words where ours has not. A line that ours lacks is added where nothing of ours lies
    and nearly all of it is words. How sure the file's own text is nobody knows, so our doubt alone decides nothing.

    Args:
        ours: Lines of the new reading, its words with confidence and boxes.
        theirs: Lines of the file's own text, with boxes on the same picture.

    Returns:
        The lines from top to bottom, and how many are the file's own.
    """
    result = list(ours)
    used = 0
    for line in theirs:
        if line.box is None or is_badly_spaced([line]):
            continue
        beside = [index for index, other in enumerate(result) if other.box and _shares_place(line.box, other.box)]
        if not beside:
            if len(_solid(line.text)) >= MIN_LETTERS_OF_A_LOST_LINE and word_share([line]) >= MIN_WORDS_OF_A_LOST_LINE:
                result.append(line)
                used += 1
        elif len(beside) == 1 and _is_better(line, result[beside[0]]):
            result[beside[0]] = Line(line.words, result[beside[0]].kind)
            used += 1
    if used:
        result.sort(key=lambda line: (line.box.top + line.box.bottom) if line.box else 0)
    return tuple(result), used


def is_better_page(theirs: Sequence[Line], ours: Sequence[Line], confidence: float | None) -> bool:
    """Is the file's own text, as a whole, shown to be the page's where a new reading is rubble?

    A grey pattern of dots, or ruled labels, can lead a reading of a whole page astray, so that no line of it is a
    reading of what stands there.

    Args:
        theirs: Lines of the file's own text.
        ours: Lines of the new reading.
        confidence: Its mean confidence, 0 to 1; None if it has no word.
    """
    share = word_share(theirs)
    return (
        confidence is not None
        and confidence < MAX_RUBBLE_CONFIDENCE
        and share >= MIN_WORDS_OF_A_PAGE
        and share >= word_share(ours) + MIN_MORE_WORDS
        and 2 * letters_of(theirs) >= letters_of(ours)
        and not is_badly_spaced(theirs)
    )


def _is_better(theirs: Line, ours: Line) -> bool:
    confidence = sum((word.confidence or 0.0) * len(word.text) for word in ours.words) / max(
        1, sum(len(word.text) for word in ours.words)
    )
    return (
        confidence < MAX_DOUBTFUL_CONFIDENCE
        and likeness([ours], [theirs]) >= MIN_LINE_LIKENESS
        and word_share([theirs]) >= word_share([ours]) + MIN_MORE_WORDS
        and word_share([theirs]) >= MIN_WORDS_OF_A_LOST_LINE
    )


def _shares_place(first: Box, second: Box) -> bool:
    """Do two lines lie on each other, so that they can be readings of the same writing?"""
    height = min(first.bottom, second.bottom) - max(first.top, second.top)
    width = min(first.right, second.right) - max(first.left, second.left)
    return width > 0 and height > 0.3 * min(first.bottom - first.top, second.bottom - second.top)


def is_badly_spaced(lines: Sequence[Line]) -> bool:
    """Are the blanks of a text wrong: between all letters (F R E I G H T E R), or nowhere?

    Text that is mainly of a script that is written without blanks (Chinese, Japanese, Thai) is not.
    """
    words = [word.text for line in lines for word in line.words if any(map(str.isalpha, word.text))]
    letters = sum(map(len, words))
    if letters < 12 or _is_unspaced_script("".join(words)):
        return False
    single = sum(len(word) == 1 for word in words)
    return single >= MAX_SINGLE_LETTERS * len(words) or letters > MAX_MEAN_LETTERS * len(words)


def _is_unspaced_script(text: str) -> bool:
    count = sum("\u0e00" <= letter <= "\u0eff" or "\u2e80" <= letter <= "\ud7ff" for letter in text)
    return 2 * count > len(text)


def is_gibberish(own: Sequence[Line], ours: Sequence[Line]) -> bool:
    """Do the letters of a text stand for others than those that are drawn? The picture read anew tells it.

    A text in a language that the list of words does not have is no gibberish: only where the drawn letters are surely
    read as words, and the file's own are not words, is the file's own text wrong.
    """
    words = [word for line in ours for word in line.words]
    letters = sum(len(word.text) for word in words)
    sure = sum(len(word.text) * (word.confidence or 0.0) for word in words) / max(1, letters)
    return (
        letters >= 0.5 * letters_of(own)
        and sure >= MIN_SURE
        and word_share(ours) >= MIN_WORDS_OF_A_LOST_LINE
        and word_share(own) < MIN_WORD_SHARE
    )


def ink_pieces(picture: npt.NDArray[np.uint8]) -> list[Box]:
    """Where ink lies on a page that may be writing: pieces of rows, each a quarter of the page wide.

    Args:
        picture: The page in grey (height, width), 0 black to 255 white.

    Returns:
        Boxes in pixels of the picture, none higher than a line of typing.
    """
    height, width = picture.shape
    line = max(6, height // 66)  # six lines an inch on a sheet of eleven inches
    dark = picture < max(40, min(150, int(picture.mean()) - 40))
    pieces = []
    edges = [width // 20 + quarter * (width - width // 10) // 4 for quarter in range(5)]
    for left, right in itertools.pairwise(edges):
        has_ink = dark[:, left:right].mean(axis=1) > 0.02
        changes = np.flatnonzero(np.diff(np.concatenate(([0], has_ink.astype(np.int8), [0]))))
        for top, bottom in changes.reshape(-1, 2).tolist():
            if 3 * (bottom - top) >= line:  # lower ones are rules and specks
                pieces += [Box(left, at, right, min(at + line, bottom)) for at in range(top, bottom, line)]
    return pieces


def covers(own: Sequence[Line], ink: Sequence[Box]) -> bool:
    """Does a text have words on nearly every piece of ink?

    Args:
        own: Its lines, with boxes.
        ink: Where ink lies, on the same picture (see ``ink_pieces``).
    """
    boxes = [word.box for line in own for word in line.words if word.box]
    bare = sum(not any(_meet(piece, box) for box in boxes) for piece in ink)
    return bare <= MAX_BARE_INK * len(ink)


def _meet(first: Box, second: Box) -> bool:
    across = first.left < second.right and second.left < first.right
    return across and first.top < second.bottom and second.top < first.bottom


def _solid(text: str) -> str:
    return re.sub(r"\s+", "", text).upper()


def sample_of(lines: Sequence[Line]) -> tuple[tuple[Line, ...], Box] | None:
    """Lines in the middle of the page that hold most text, and the box around them; None of too few lines."""
    boxed = [line for line in lines if line.box and len(line.text) >= 8]
    if len(boxed) < 3:
        return None
    size = min(SAMPLE_LINES, len(boxed))
    begin = max(range(len(boxed) - size + 1), key=lambda at: sum(len(line.text) for line in boxed[at : at + size]))
    chosen = tuple(boxed[begin : begin + size])
    return chosen, Box.around([line.box for line in chosen if line.box])


def spaced_likeness(ours: Sequence[Line], theirs: Sequence[Line]) -> float:
    """Levenshtein similarity (0 to 1) of two readings of one place, blanks counted, ignoring letter case."""
    first, second = (" ".join(line.text for line in lines).upper() for lines in (ours, theirs))
    return Levenshtein.normalized_similarity(first, second)


def likeness(ours: Sequence[Line], theirs: Sequence[Line]) -> float:
    """Levenshtein similarity (0 to 1) of two readings of one place, ignoring spaces and letter case."""
    first, second = (_solid("".join(line.text for line in lines)) for lines in (ours, theirs))
    return Levenshtein.normalized_similarity(first, second)


def is_word(token: str) -> bool:
    """Is it in the list of English words, or a word of telegrams? Small letters are wanted."""
    return is_listed(token) or token in TELEGRAPH_WORDS


def _tokens(lines: Iterable[Line], min_letters: int) -> list[str]:
    text = " ".join(line.text for line in lines)
    return [token.lower() for token in re.findall(r"[^\W\d_]+", text) if len(token) >= min_letters]
