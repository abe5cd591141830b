"""Read doubtful letters in the context of the letters before and behind them.

Between steps that surely hold no letter lie the letters of a line, mostly each by itself and sure. Where the
recogniser doubts, the few readings that it thinks possible are weighed: what the picture says, and, with less weight,
how usual the letters are in the page's language (``letter_model``). Only there; a sure stretch has one reading.

The picture has the last word on what no language predicts. Words with figures stay as read; no figure becomes a letter
nor a letter a figure, points stay, no blank is lost; a word that is unusual after the exchange too stays as read. Where
context overrules the picture the mark keeps both.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from briefbook.ocr.decoding import Mark, words_of
from briefbook.ocr.letter_model import START, LetterModel, after, letter_models, symbols
from briefbook.ocr.recogniser import Scores
from briefbook.text.line_likelihood import log_likelihoods, spans

WEIGHT = 0.25
"""How much the logarithm of a letter's likelihood in context counts beside the picture's; chosen on data/scans."""

BONUS = 2.0
"""What a letter has in return, so that context prefers no short reading."""

SURE_NONE = 0.9
"""A step that holds no letter with this likelihood parts what stands before it from what stands behind."""

POSSIBLE = 0.02
"""A character less likely than this at each step is not considered."""

SURE_CHARACTER = 0.98
"""A character as likely as this is not lost for the sake of the letters around it."""

MAX_EDITS, MAX_READINGS, MAX_BEAMS = 7, 24, 8
"""Exchanges considered in a part of a line; readings of a part; readings of a line that are followed."""

MAX_STEPS = 60
"""Steps of a part that is weighed; a longer part is a smear."""

MIN_USUAL = -2.6
"""Mean logarithm of the likelihood of a word's letters from which a language predicts the word."""

MIN_LANGUAGE, MIN_LANGUAGE_LETTERS = -3.0, 80
"""Mean logarithm over a page's sure words, below which it is in no language known; letters needed to tell. English on
bad pages of data/scans has down to -2.8, French, German and Spanish have -3.3 to -5.3, groups of code -7.9."""

LIKELY_FIGURE = 0.1
"""A word in which a figure is as likely as this at any step stays as read: a letter there may be a figure misread."""

MIN_LEGIBLE = 0.6
"""Mean likelihood of a line's letters below which it is rubble; on data/scans that has 0.2 to 0.5, type 0.75."""

CONTEXT_GAIN = 2.0
"""What context adds to the logarithm of the odds of an exchange that it made, on the average."""

SURE_WORD = 0.9
"""A word is sure if each of its characters is as likely as this."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a part of a line may say: its classes, symbols, and what picture and letters make of it."""

    classes: tuple[int, ...]
    symbols: bytes
    picture: float


@dataclass(frozen=True, slots=True)
class _Part:
    """Steps between sure gaps, with the marks of the picture alone, and the readings, the picture's first."""

    first: int
    behind: int
    marks: tuple[Mark, ...]
    readings: tuple[_Reading, ...]


def page_language(lines: Sequence[Sequence[Mark]]) -> LetterModel | None:
    """The model of the language that a page is written in, by its sure words.

    Args:
        lines: The characters of the page's lines.

    Returns:
        The likeliest model; the first where there are too few words to tell; None for a page in no language known.
    """
    models = letter_models()
    texts = (" ".join("".join(mark.character for mark in word) for word in _sure_words(line)) for line in lines)
    text = " ".join(text for text in texts if text)
    if not models or len(text) < MIN_LANGUAGE_LETTERS:
        return models[0] if models else None
    likely, best = max(((model.mean_log_likelihood(text), -place) for place, model in enumerate(models)))
    return models[-best] if likely >= MIN_LANGUAGE else None


def _sure_words(line: Sequence[Mark]) -> Iterator[list[Mark]]:
    for word in words_of(line):
        if len(word) > 1 and all(mark.likelihood > SURE_WORD and mark.character.isalpha() for mark in word):
            yield word


def read_in_context(
    lines: Sequence[tuple[Sequence[Mark], Scores]], alphabet: str, model: LetterModel, weight: float = WEIGHT
) -> list[list[Mark]]:
    """Read a page's lines again, doubtful letters in the context of the others.

    Args:
        lines: For each line the characters that the picture alone gives, and the recogniser's scores, a float32 array
            (steps, classes).
        alphabet: The classes' characters.
        model: The letters of the page's language.
        weight: What context counts beside the picture.

    Returns:
        For each line its characters; those that context changed say in ``picture`` what the picture says.
    """
    cut = [_parts(list(marks), scores, alphabet) if _is_legible(marks) else [] for marks, scores in lines]
    cut = _weighed(cut, [scores for _, scores in lines], alphabet)
    return [
        _line(list(marks), scores, parts, alphabet, model, weight)
        for (marks, scores), parts in zip(lines, cut, strict=True)
    ]


def _is_legible(marks: Sequence[Mark]) -> bool:
    """Are the letters of a line likely enough to be letters? Specks between lines would become short words."""
    letters = [mark.likelihood for mark in marks if mark.character != " "]
    return bool(letters) and sum(letters) / len(letters) >= MIN_LEGIBLE


def _parts(marks: list[Mark], scores: Scores, alphabet: str) -> list[_Part]:
    """A line's parts; what is sure, or belongs to a word with figures, has the picture's reading only."""
    if not len(scores):
        return []
    with_figures = _with_figures(marks, scores, alphabet)
    doubtful = _doubtful(marks, scores, alphabet)
    ink = np.concatenate([[False], scores[:, 0] < SURE_NONE, [False]])
    for mark in marks:
        ink[mark.first + 1 : mark.behind + 1] = True
    edges = np.flatnonzero(np.diff(ink.astype(np.int8))).tolist()
    parts, place = [], 0
    for first, behind in zip(edges[::2], edges[1::2], strict=True):
        own = []
        while place < len(marks) and marks[place].first < behind:
            own.append(marks[place])
            place += 1
        texts = [tuple(alphabet.index(mark.character) for mark in own)]
        if behind - first <= MAX_STEPS and doubtful[first:behind].any() and not with_figures[first:behind].any():
            texts = _possible(own, scores[first:behind], first, texts[0], alphabet)
        readings = tuple(_Reading(text, symbols("".join(alphabet[index] for index in text)), 0.0) for text in texts)
        parts.append(_Part(first, behind, tuple(own), readings))
    return parts


def _doubtful(marks: Sequence[Mark], scores: Scores, alphabet: str) -> npt.NDArray[np.bool_]:
    """The steps where another character is possible, or one was read that may be none: bool array (steps,)."""
    possible = scores > POSSIBLE
    possible[:, 0] = False
    unsure = []
    for mark in marks:
        possible[mark.first : mark.behind, alphabet.index(mark.character)] = False
        if mark.likelihood < SURE_CHARACTER:
            unsure.append(mark.first)
    result = np.asarray(possible.any(1))
    result[unsure] = True
    return result


def _with_figures(marks: list[Mark], scores: Scores, alphabet: str) -> npt.NDArray[np.bool_]:
    """The steps of words that have figures, or may have: bool array (steps,).

    The gaps on either side belong to them, so that no letter is put in there, which would join the word.
    """
    figures = [index for index, character in enumerate(alphabet) if character.isdigit()]
    likely = scores[:, figures].max(1) if figures else np.zeros(len(scores))
    result = np.zeros(len(scores), bool)
    words = words_of(marks)
    for place, word in enumerate(words):
        first, behind = word[0].first, word[-1].behind
        if any(mark.character.isdigit() for mark in word) or likely[first:behind].max(initial=0.0) > LIKELY_FIGURE:
            before = words[place - 1][-1].behind if place else 0
            after_word = words[place + 1][0].first if place + 1 < len(words) else len(scores)
            result[before:after_word] = True
    return result


def _possible(
    marks: Sequence[Mark], part: Scores, first: int, own: tuple[int, ...], alphabet: str
) -> list[tuple[int, ...]]:
    """The readings of a part: the picture's, and those with one or two of its characters exchanged, lost or added."""
    open_steps = np.ones(len(part), bool)
    edits: list[tuple[float, int, int, tuple[int, ...]]] = []  # how likely, from and behind which character, instead
    for place, mark in enumerate(marks):
        span = part[mark.first - first : mark.behind - first]
        open_steps[mark.first - first : mark.behind - first] = False
        peaks = span.max(0)
        if mark.likelihood < SURE_CHARACTER and peaks[0] > POSSIBLE:
            edits.append((float(peaks[0]), place, place + 1, ()))
        peaks[[0, own[place]]] = 0
        edits += [(float(peaks[index]), place, place + 1, (int(index),)) for index in np.flatnonzero(peaks > POSSIBLE)]
        if len(span) > 2 and mark.likelihood < 0.9:
            others = span.copy()
            others[:, own[place]] = 0
            best = others.argmax(1)
            run = tuple(int(index) for index in best[np.flatnonzero(np.diff(best, prepend=-1))] if index)
            if len(run) == 2:
                edits.append((float(others.max(1).mean()), place, place + 1, run))
    if open_steps.any():
        peaks = np.where(open_steps[:, None], part, 0).max(0)
        peaks[0] = 0
        for index in np.flatnonzero(peaks > POSSIBLE):
            step = first + int(np.where(open_steps, part[:, index], 0).argmax())
            place = sum(mark.first < step for mark in marks)
            edits.append((float(peaks[index]), place, place, (int(index),)))
    if not edits:
        return [own]
    edits = sorted(edits, key=lambda edit: -edit[0])[:MAX_EDITS]
    texts = [own]
    for _, begin, end, instead in edits:
        texts.append(own[:begin] + instead + own[end:])
    for at, (_, begin, end, instead) in enumerate(edits):
        for _, later, later_end, also in edits[at + 1 :]:
            if (begin, end) == (later, later_end) or max(begin, later) < min(end, later_end):
                continue
            left, right = sorted([(begin, end, instead), (later, later_end, also)])
            texts.append(own[: left[0]] + left[2] + own[left[1] : right[0]] + right[2] + own[right[1] :])
    points, blanks = _no_letters(own, alphabet), own.count(alphabet.index(" "))
    return [
        text
        for text in dict.fromkeys(texts)
        if _no_letters(text, alphabet) == points and text.count(alphabet.index(" ")) >= blanks
    ][:MAX_READINGS]


def _no_letters(text: Sequence[int], alphabet: str) -> list[int]:
    """The figures and points of a reading: these are the picture's alone."""
    return [index for index in text if not alphabet[index].isalpha() and alphabet[index] != " "]


def _weighed(cut: list[list[_Part]], scores: Sequence[Scores], alphabet: str) -> list[list[_Part]]:
    """The parts, the readings of the doubtful ones with what the picture makes of them."""
    asked = [
        (line, place, number)
        for line, parts in enumerate(cut)
        for place, part in enumerate(parts)
        if len(part.readings) > 1
        for number in range(len(part.readings))
    ]
    asked.sort(key=lambda ask: cut[ask[0]][ask[1]].behind - cut[ask[0]][ask[1]].first)
    values_of: dict[tuple[int, int], list[tuple[int, float]]] = {}
    for begin in range(0, len(asked), 512):
        group = asked[begin : begin + 512]
        steps = [scores[line][cut[line][place].first : cut[line][place].behind] for line, place, _ in group]
        texts = [cut[line][place].readings[number].classes for line, place, number in group]
        for (line, place, number), value in zip(group, log_likelihoods(steps, texts).tolist(), strict=True):
            values_of.setdefault((line, place), []).append((number, value))
    result = [list(parts) for parts in cut]
    for (line, place), values in values_of.items():
        part = result[line][place]
        readings = tuple(
            replace(part.readings[number], picture=value) for number, value in sorted(values) if np.isfinite(value)
        )
        if readings and readings[0].classes == part.readings[0].classes:
            result[line][place] = replace(part, readings=readings)
        else:
            result[line][place] = replace(part, readings=part.readings[:1])
    return result


_Path = tuple["_Path | None", int]


def _line(
    marks: list[Mark], scores: Scores, parts: list[_Part], alphabet: str, model: LetterModel, weight: float
) -> list[Mark]:
    if all(len(part.readings) == 1 for part in parts):
        return marks
    chosen = _best(parts, model, weight)
    chosen = _guarded(parts, chosen, alphabet, model)
    if not any(chosen):
        return marks
    result: list[Mark] = []
    for part, number in zip(parts, chosen, strict=True):
        marks_here = _marks(part, number, scores, alphabet) if number else list(part.marks)
        if number and not marks_here and result:
            before = result[-1].character if result[-1].picture is None else result[-1].picture
            lost = "".join(mark.character for mark in part.marks)
            result[-1] = replace(result[-1], picture=before + lost)
        result += marks_here
    return result if _figures_of(result) == _figures_of(marks) else marks


def _figures_of(marks: Sequence[Mark]) -> list[str]:
    """The words with figures of a line."""
    words = ("".join(mark.character for mark in word) for word in words_of(marks))
    return [word for word in words if any(character.isdigit() for character in word)]


def _best(parts: Sequence[_Part], model: LetterModel, weight: float) -> list[int]:
    """The number of each part's reading, in the best reading of the whole line."""
    beams: dict[int, tuple[float, _Path | None]] = {START: (0.0, None)}
    for part in parts:
        if len(beams) == 1 and len(part.readings) == 1:
            ((context, (value, path)),) = beams.items()
            for following in part.readings[0].symbols:
                context = after(context, following)
            beams = {context: (value, (path, 0))}
            continue
        new: dict[int, tuple[float, _Path | None]] = {}
        for context, (value, path) in beams.items():
            for number, reading in enumerate(part.readings):
                total, now = value + reading.picture, context
                for following in reading.symbols:
                    total += weight * (model.log_likelihood(now, following) + BONUS)
                    now = after(now, following)
                if now not in new or total > new[now][0]:
                    new[now] = (total, (path, number))
        if len(new) > MAX_BEAMS:
            new = dict(sorted(new.items(), key=lambda beam: -beam[1][0])[:MAX_BEAMS])
        beams = new
    path = max(beams.values(), key=lambda beam: beam[0])[1]
    chosen: list[int] = []
    while path is not None:
        path, number = path
        chosen.append(number)
    return chosen[::-1]


def _guarded(parts: Sequence[_Part], chosen: list[int], alphabet: str, model: LetterModel) -> list[int]:
    """The choice, without the exchanges in words that no language predicts."""
    text, owner, shorter = [], [], set()
    for place, (part, number) in enumerate(zip(parts, chosen, strict=True)):
        if len(part.readings[number].classes) < len(part.readings[0].classes):
            shorter.add(place)  # of a letter and a blank only the blank may be left
        for index in part.readings[number].classes:
            text.append(alphabet[index])
            owner.append(place)
        if not part.readings[number].classes and number:
            text.append("")
            owner.append(place)
    result, begin = list(chosen), 0
    for end in [at for at, character in enumerate(text) if character == " "] + [len(text)]:
        beside = {owner[at] for at in (begin - 1, end) if 0 <= at < len(owner)}
        places = {owner[at] for at in range(begin, end)} | {place for place in beside if place in shorter}
        if any(chosen[place] for place in places):
            word = "".join(text[begin:end])
            if not word or model.mean_log_likelihood(word + " ") < MIN_USUAL:
                for place in places:
                    result[place] = 0
        begin = end + 1
    return result


def _marks(part: _Part, number: int, scores: Scores, alphabet: str) -> list[Mark]:
    """The marks of a reading that is not the picture's; what the picture says is kept with them."""
    reading, own = part.readings[number], part.readings[0]
    steps = scores[part.first : part.behind]
    weighed = np.array([reading.picture, own.picture])
    share = float(1 / (1 + np.exp(np.clip(weighed[1] - weighed[0] - CONTEXT_GAIN, -30, 30))))
    placed = spans(steps, reading.classes)
    same = len(reading.classes) == len(own.classes)
    result = []
    for at, (index, (first, behind)) in enumerate(zip(reading.classes, placed, strict=True)):
        if same and index == own.classes[at]:
            result.append(part.marks[at])
            continue
        if same:
            first, behind, middle = part.marks[at].first, part.marks[at].behind, part.marks[at].middle
        else:
            first, behind = part.first + first, part.first + behind
            around = scores[first:behind, index] + 1e-6
            middle = first + 0.5 + float((around * np.arange(len(around))).sum() / around.sum())
        picture = part.marks[at].character if same else None
        result.append(Mark(alphabet[index], first, behind, middle, max(0.05, share), picture or "", picture=picture))
    if not same and result:
        as_seen = "".join(mark.character for mark in part.marks)
        result = [replace(mark, picture=as_seen if at == 0 else "") for at, mark in enumerate(result)]
    return result
