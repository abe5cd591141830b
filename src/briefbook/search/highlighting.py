"""A found text -> its snippet with the hits marked, the page, and the boxes of the words."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from briefbook.model.page import Box, Page
from briefbook.search.schema import BREAK

BEGIN, END = "\ue000", "\ue001"
"""Stand around a hit in a snippet."""

WIDTH = 240
_BEFORE = 80
_MOST = 400
_WORD = re.compile(r"[^\W_]+")


class _Folded(dict[int, str]):
    """Letter -> the same in small and without accent, one for one, so that places stay."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        base = unicodedata.normalize("NFKD", letter)[:1].lower()[:1] or letter
        self[code] = base if base.isalnum() == letter.isalnum() else letter
        return self[code]


_FOLDED = _Folded()


def fold(text: str) -> str:
    """Small letters without accents, each where it stood.

    >>> fold("Café À GO")
    'cafe a go'
    """
    return text.lower() if text.isascii() else text.translate(_FOLDED)


@dataclass(frozen=True, slots=True)
class Marks:
    """What is marked in a text: words and phrases, beginnings of words, and words within so many slips."""

    words: frozenset[tuple[str, ...]] = frozenset()
    beginnings: frozenset[str] = frozenset()
    near: frozenset[tuple[str, int]] = frozenset()  # word, slips allowed

    def __or__(self, other: "Marks") -> "Marks":
        return Marks(self.words | other.words, self.beginnings | other.beginnings, self.near | other.near)

    def __bool__(self) -> bool:
        return bool(self.words or self.beginnings or self.near)

    def patterns(self) -> tuple[re.Pattern[str], ...]:
        """What matches the exact ones in a folded text, long ones first.

        Each begins with its first letters, which is found many times as fast as a pattern that begins with a condition.
        """
        parts = [r"[\W_]+".join(map(re.escape, words)) for words in self.words]
        parts += [rf"{re.escape(beginning)}[^\W_]*" for beginning in self.beginnings]
        return tuple(re.compile(part) for part in sorted(parts, key=lambda part: (-len(part), part)))


def _apart(found: dict[int, int]) -> list[tuple[int, int]]:
    """Spans in order, without those that begin inside another."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(found.items()):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Is this a word, not a part of one?"""
    return not (start and text[start - 1].isalnum()) and not (end < len(text) and text[end].isalnum())


@dataclass(slots=True)
class Highlighter:
    """Marks hits in the texts of one answer."""

    marks: Marks
    _patterns: tuple[re.Pattern[str], ...] = field(init=False)
    _slips: dict[str, bool] = field(default_factory=dict)  # words seen, most of which come again

    def __post_init__(self) -> None:
        self._patterns = self.marks.patterns()

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where the hits stand in a text; exact ones alone where there are any."""
        folded = fold(text)
        found: dict[int, int] = {}
        for pattern in self._patterns:
            for match in pattern.finditer(folded):
                start, end = match.span()
                if start not in found and _stands_alone(folded, start, end):
                    found[start] = end
                    if len(found) == _MOST:
                        return _apart(found)
        if found:
            return _apart(found)
        return (
            [match.span() for match in _WORD.finditer(folded) if self._slipped(match[0])][:_MOST]
            if self.marks.near
            else []
        )

    def _slipped(self, word: str) -> bool:
        if word not in self._slips:
            self._slips[word] = any(
                abs(len(word) - len(meant)) <= slips and OSA.distance(word, meant, score_cutoff=slips) <= slips
                for meant, slips in self.marks.near
            )
        return self._slips[word]

    def snippet(self, text: str) -> tuple[int | None, str]:
        """The place of the page (from 0) with the hits that stand closest, and a snippet of it; no page if no hit."""
        if BEGIN in text or END in text:
            text = text.replace(BEGIN, " ").replace(END, " ")
        spans = self.spans(text)
        if not spans:
            return None, " ".join(text[: WIDTH + _BEFORE].replace(BREAK, " ").split())[:WIDTH]
        start = _densest(text, spans)
        page = text.count(BREAK, 0, start)
        first = text.rfind(BREAK, 0, start) + 1
        last = text.find(BREAK, start)
        return page, _cut(text, spans, max(first, start - _BEFORE), last if last >= 0 else len(text), first)

    def boxes(self, page: Page) -> tuple[Box, ...]:
        """The boxes of the hits on a page, a box a word, as far as the words have any."""
        return tuple(box for _, _, boxes in self.places(page) for box in boxes)

    def places(self, page: Page) -> Iterator[tuple[int, int, tuple[Box, ...]]]:
        """The hits on a page: where each stands in ``words_with_places`` text, and the boxes of its words."""
        text, words = words_with_places(page)
        for start, end in self.spans(text):
            yield start, end, tuple(box for first, last, box in words if box and first < end and start < last)


def words_with_places(page: Page) -> tuple[str, list[tuple[int, int, Box | None]]]:
    """A page's text as ``Page.text`` has it, and where each word stands in it."""
    parts: list[str] = []
    words: list[tuple[int, int, Box | None]] = []
    at = 0
    for number, line in enumerate(page.lines):
        if number:
            parts.append("\n")
            at += 1
        for place, word in enumerate(line.words):
            if place:
                parts.append(" ")
                at += 1
            parts.append(word.text)
            words.append((at, at + len(word.text), word.box))
            at += len(word.text)
    return "".join(parts), words


def page_number(place: int | None, numbers: str) -> int | None:
    """The number of the page at a place; ``numbers`` says them where they are not 1, 2, 3."""
    if place is None:
        return None
    given = numbers.split()
    return int(given[place]) if place < len(given) else place + 1


def page_of(pages: Iterable[Page], number: int | None) -> Page | None:
    """The page of a number."""
    return next((page for page in pages if page.number == number), None)


def _densest(text: str, spans: Sequence[tuple[int, int]]) -> int:
    """Where the window begins that holds the most different hits."""
    best, best_score = spans[0][0], 0
    last = 0
    for index, (start, _) in enumerate(spans):
        last = max(last, index)
        while last + 1 < len(spans) and spans[last + 1][1] - start <= WIDTH - _BEFORE:
            last += 1
        score = 0
        if last - index + 1 > best_score:  # only then can it hold more
            score = len({text[a:b].lower() for a, b in spans[index : last + 1]})
        if score > best_score:
            best, best_score = start, score
    return best


def _cut(text: str, spans: Sequence[tuple[int, int]], start: int, limit: int, first: int) -> str:
    while start > first and not text[start - 1].isspace():
        start -= 1
    end = min(limit, start + WIDTH)
    while end < limit and not text[end].isspace():
        end += 1
    out, at = [], start
    for begin, stop in spans:
        if begin >= start and stop <= end and begin >= at:
            out += [text[at:begin], BEGIN, text[begin:stop], END]
            at = stop
    out.append(text[at:end])
    marked = " ".join("".join(out).split())
    return f"{'… ' if start > first else ''}{marked}{' …' if end < limit else ''}"
