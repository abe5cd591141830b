"""A day that is not sure as text, asked of the picture: how likely are other figures and months in its place?

A speck behind a figure lowers the confidence of its word, and a worn figure is believed by no limit, though the
recogniser knows no other that could stand there. So each part of such a day is held against all that it could be
instead, in the recogniser's scores of the line. A day is put into a heading only if every part is clear, and a box for
the day, where the form has one, says the same.
"""

import math
import re
from calendar import isleap
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from briefbook.cables import heading_slots as slots
from briefbook.cables.heading_draft import HeadingDraft, HeadLine
from briefbook.cables.stamped_dates import BOX_LABEL, MAX_HEAD_LINES, OTHER_PAPER, LineScoresOf
from briefbook.model.cable import Derivation
from briefbook.model.page import Line, Word
from briefbook.text.dates import find_days
from briefbook.text.months import ENGLISH, FIRST_LETTERS
from briefbook.text.stamps import StampKind, find_stamps

if TYPE_CHECKING:
    from briefbook.text.line_scores import LineScores

MIN_SHARE = 0.95
"""How likely each part of a day must be among all that could stand in its place."""

MAX_BOX_COST, MIN_BOX_MARGIN = 4.0, 3.0
"""How far, in natural logarithms, the day of a box may be from the best string of all, and must be from other days."""

YEARS = range(1850, 2031)
"""Years that a paper of a collection can be of."""

ASKED = "not sure as text; no other day is as likely on the picture"
"""The note of such a day."""

_DAY_WORD = re.compile(r"\W*(?P<day>\d{1,2})(?P<ending>(?i:ST|ND|RD|TH)?)\W*")
_YEAR_WORD = re.compile(r"\W*(?:1[89]|20)?\d{2}\W*")
_TIME_WORD = re.compile(r"\W*\d{1,2}[:.]?\d{2}(?i:[A-Z]|HRS|HOURS)?\W*")
_ENDINGS = {1: "ST", 2: "ND", 3: "RD", 21: "ST", 22: "ND", 23: "RD", 31: "ST"}
"""How the number of a day ends, where not with TH."""
_STOPS = ("", ".", ",")


def put_asked_day(draft: HeadingDraft, line_scores: LineScoresOf) -> None:
    """Put a day that was refused, or a time stamp's, into a heading without a date, where the picture is clear.

    Args:
        draft: A heading that was read.
        line_scores: What is known of a line's picture, by its page's number and the line; None where nothing is.
    """
    if draft.values.get(slots.DATE) not in (None, ""):
        return
    refused = [reading for reading in draft.evidence.get(slots.DATE, ()) if reading.value is None and reading.written]
    found = [*_refused(draft, [(reading.line, reading.written) for reading in refused], line_scores)]
    found = found or [*_time_stamps(draft, line_scores)]
    if len({day for day, _, _ in found}) == 1:
        day, at, written = found[0]
        draft.evidence.pop(slots.DATE, None)
        how = Derivation.INFERRED
        draft.put(slots.DATE, day.isoformat(), at, written=written, how=how, confidence=0.7, note=ASKED)


def _refused(
    draft: HeadingDraft, refused: Iterable[tuple[int, str]], line_scores: LineScoresOf
) -> Iterator[tuple[date, int, str]]:
    """Whole days that were read letter for letter but refused, of which the picture is clear."""
    for at, written in refused:
        days = find_days(written, window=draft.window)
        if not 0 <= at < len(draft.lines) or len(days) != 1 or not days[0].edtf or not days[0].day:
            continue
        line = draft.lines[at]
        if len(days[0].edtf) == 10 and _is_clear(line, written, line_scores):
            yield date.fromisoformat(days[0].edtf), at, written


def _time_stamps(draft: HeadingDraft, line_scores: LineScoresOf) -> Iterator[tuple[date, int, str]]:
    """Days of time clocks' stamps that the picture and the box for the day both tell."""
    for at, line in enumerate(draft.lines[:MAX_HEAD_LINES]):
        if OTHER_PAPER.search(line.text):
            continue
        for stamp in find_stamps(line.text, window=draft.window):
            if stamp.kind is not StampKind.CLOCKED or stamp.mended or not stamp.edtf:
                continue
            written = line.text[stamp.start : stamp.end]
            stamped = date.fromisoformat(stamp.edtf)
            in_box = _day_of_box(draft, line.page, stamped.year, line_scores)
            if in_box == stamped and _is_clear(line, written, line_scores):
                yield stamped, at, written


def _day_of_box(draft: HeadingDraft, page: int, year: int, line_scores: LineScoresOf) -> date | None:
    """The day in the form's box, if no other day of a year is as likely there."""
    from briefbook.text.stamp_scores import day_scores  # numpy is loaded only for who asks

    days = [date(year, 1, 1) + timedelta(days=number) for number in range(366 if isleap(year) else 365)]
    found = set()
    for line in draft.lines[:MAX_HEAD_LINES]:
        if line.page != page or not BOX_LABEL.match(line.text):
            continue
        scores = line_scores(line.page, Line(line.words))
        for strip in scores.strips if scores else ():
            fits = day_scores(strip.scores, scores.alphabet if scores else "", days)
            if not fits or fits[0].cost > MAX_BOX_COST:
                continue
            if len(fits) > 1 and fits[1].cost - fits[0].cost < MIN_BOX_MARGIN:
                return None
            found.add(fits[0].day)
    return found.pop() if len(found) == 1 else None


def _is_clear(line: HeadLine, written: str, line_scores: LineScoresOf) -> bool:
    """Is each part of a day that is written in a line clear on the picture: day, month and year?"""
    scores = line_scores(line.page, Line(line.words))
    places = _places(line.words, written)
    if scores is None or places is None:
        return False
    words = [line.words[place].text for place in places]
    parts = [_part(word) for word in words]
    if not {_days, _months, _years} <= set(parts):
        return False
    return all(
        part is not None and (part is _times or _share(scores, place, word, part(word)) >= MIN_SHARE)
        for place, word, part in zip(places, words, parts, strict=True)
    )


def _places(words: Sequence[Word], written: str) -> list[int] | None:
    """The numbers of the words that a text of a line is made of; None where it is not made of whole words."""
    wanted = written.upper().split()
    texts = [word.text.upper().strip(".,;:()") for word in words]
    plain = [part.strip(".,;:()") for part in wanted]
    starts = [at for at in range(len(texts)) if texts[at : at + len(plain)] == plain]
    return list(range(starts[0], starts[0] + len(plain))) if len(starts) == 1 else None


_Others = Callable[[str], list[list[str]]]


def _part(word: str) -> _Others | None:
    """What a word of a day is: a function that gives what could stand for it; None for one that cannot be asked."""
    if not any(map(str.isdigit, word)):
        return _months
    if (day := _DAY_WORD.fullmatch(word)) and 1 <= int(day["day"]) <= 31:
        return _days
    if _YEAR_WORD.fullmatch(word):
        return _years
    return _times if _TIME_WORD.fullmatch(word) else None


def _times(_word: str) -> list[list[str]]:
    """A time of day says nothing about the day."""
    return []


def _days(word: str) -> list[list[str]]:
    """The ways to write each day in the place of a word, the word's own day first."""
    form = _DAY_WORD.fullmatch(word)
    own, ending = (form["day"], form["ending"]) if form else (word, "")
    days = [own, *(f"{day:0{len(own)}d}" if own.startswith("0") else str(day) for day in range(1, 32))]
    return [
        [day + end + stop for end in _day_endings(int(day), ending) for stop in _STOPS] for day in dict.fromkeys(days)
    ]


def _day_endings(day: int, written: str) -> list[str]:
    """How the number of a day may end where some ending was read: as that, or as is right for it."""
    right = _ENDINGS.get(day, "TH") if written else ""
    return list(dict.fromkeys([written, right if written.isupper() else right.lower()]))


def _months(word: str) -> list[list[str]]:
    """The ways to write each month in the place of a word, the word's own first; none where it is no month."""
    plain = re.sub(r"\W", "", word)
    names = [[full.upper(), short] for full, short in zip(ENGLISH, FIRST_LETTERS, strict=True)]
    own = [name for name in names if plain.upper() in name]
    forms = [*own, *(name for name in names if name not in own)]
    cased = [[form if plain.isupper() else form.title() for form in name] for name in forms]
    return [[form + stop for form in name for stop in _STOPS] for name in cased] if own else []


def _years(word: str) -> list[list[str]]:
    """The ways to write each year in the place of a word, the word's own first."""
    own = re.sub(r"\D", "", word)
    years = [own, *(str(year)[-len(own) :] for year in YEARS)]
    return [[year + stop for stop in _STOPS] for year in dict.fromkeys(years)]


def _share(scores: "LineScores", place: int, word: str, others: list[list[str]]) -> float:
    """How likely the first of several things that could stand in the place of a word is among them."""
    values = scores.log_likelihoods(place, [text for texts in others for text in texts]) if others else None
    if values is None:
        return 0.0
    best = max(values)
    if best == -math.inf:
        return 0.0
    likely = iter([math.exp(value - best) for value in values])
    sums = [sum(next(likely) for _ in texts) for texts in others]
    return sums[0] / sum(sums)
