"""How likely a text is on the picture of a line: the recogniser's scores, summed over all ways to write it (CTC)."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]

FLOOR = 1e-6
"""No class is less likely at a step than this: the recogniser is never that sure."""


def log_likelihoods(
    parts: Sequence[Scores], texts: Sequence[Sequence[int]], blank: int | None = None
) -> npt.NDArray[np.float64]:
    """How likely each text is on its part of a line.

    Args:
        parts: For each text the steps it stands on, a float32 array (steps, classes) of likelihoods from 0 to 1; the
            class 0 is none.
        texts: For each part the classes of the text's characters, in order.
        blank: The class of the blank, if the edges are open: before and after the text a step may hold one as well as
            none. None if nothing may stand there.

    Returns:
        The natural logarithms of the likelihoods, float64 array (texts,); minus infinity where the steps are too few.
    """
    if not len(parts):
        return np.zeros(0)
    longest, states = max(len(part) for part in parts), 2 * max(len(text) for text in texts) + 1
    emitted = np.zeros((len(parts), longest, states))
    lengths, ends = np.array([len(part) for part in parts]), np.array([2 * len(text) for text in texts])
    skips = np.zeros((len(parts), states))
    for row, (part, text) in enumerate(zip(parts, texts, strict=True)):
        classes = [0] * (2 * len(text) + 1)
        classes[1::2] = text
        emitted[row, : len(part), : len(classes)] = part[:, classes]
        if blank is not None:
            emitted[row, : len(part), [0, len(classes) - 1]] = part[:, 0] + part[:, blank]
        for place in range(1, len(text)):
            skips[row, 2 * place + 1] = text[place] != text[place - 1]
    np.maximum(emitted, FLOOR, out=emitted)
    rows = np.arange(len(parts))
    ways = np.zeros((len(parts), states))
    ways[:, :2] = emitted[:, 0, :2]
    ways[ends == 0, 1:] = 0
    scale = np.zeros(len(parts))
    for step in range(1, longest):
        going = step < lengths
        new = ways.copy()
        new[:, 1:] += ways[:, :-1]
        new[:, 2:] += ways[:, :-2] * skips[:, 2:]
        new *= emitted[:, step]
        size = new.max(1)
        size[size <= 0] = 1
        ways = np.where(going[:, None], new / size[:, None], ways)
        scale += np.where(going, np.log(size), 0.0)
    total = ways[rows, ends] + np.where(ends > 0, ways[rows, ends - 1], 0.0)
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(total) + scale)


def spans(part: Scores, text: Sequence[int]) -> list[tuple[int, int]]:
    """Where each character of a text most likely stands on a part of a line: its first step and the one after it."""
    if not text or len(part) < len(text):
        return [(0, len(part))] * len(text)
    classes = [0] * (2 * len(text) + 1)
    classes[1::2] = text
    logs = np.log(np.maximum(part[:, classes], FLOOR))
    best = np.full(len(classes), -np.inf)
    best[:2] = logs[0, :2]
    origin = np.zeros((len(part), len(classes)), np.int64)
    for step in range(1, len(part)):
        choices = np.full((3, len(classes)), -np.inf)
        choices[0], choices[1, 1:] = best, best[:-1]
        for state in range(3, len(classes), 2):
            if classes[state] != classes[state - 2]:
                choices[2, state] = best[state - 2]
        origin[step] = choices.argmax(0)
        best = choices.max(0) + logs[step]
    state = len(classes) - 1 if best[-1] >= best[-2] else len(classes) - 2
    path = [state]
    for step in range(len(part) - 1, 0, -1):
        state -= int(origin[step, state])
        path.append(state)
    path.reverse()
    places = np.array(path)
    result = []
    for index in range(len(text)):
        at = np.flatnonzero(places == 2 * index + 1)
        result.append((int(at[0]), int(at[-1]) + 1) if len(at) else (0, len(part)))
    return result
