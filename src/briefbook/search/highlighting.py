"""The text of a hit -> its snippet with the words highlighted, the page, and the boxes of the words."""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field

from briefbook.model.page import Box, Page
from briefbook.search.schema import BREAK
from briefbook.text.compounds import rewritings, words_together
from briefbook.text.folding import fold, fold_with_places

BEGIN, END = "\ue000", "\ue001"
"""Private-use characters around each highlighted word of a snippet."""

SNIPPET_WIDTH = 240
_WIDTH_BEFORE = 80
_MAX_SPANS = 400
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Marks:
    """What to highlight in a text: words and phrases, prefixes, and words within an edit distance."""

    words: frozenset[tuple[str, ...]] = frozenset()
    prefixes: frozenset[str] = frozenset()
    fuzzy: frozenset[tuple[str, int]] = frozenset()  # word, edits allowed

    def __or__(self, other: "Marks") -> "Marks":
        return Marks(self.words | other.words, self.prefixes | other.prefixes, self.fuzzy | other.fuzzy)

    def __bool__(self) -> bool:
        return bool(self.words or self.prefixes or self.fuzzy)

    def patterns(self) -> tuple[re.Pattern[str], ...]:
        """Patterns of words, phrases and prefixes for a folded text, long ones first.

        Each begins with its literal letters: many times faster than a pattern that begins with a condition. The
        condition that these are not within a word comes after them.
        """
        parts = [
            r"[\W_]+".join((_at_a_words_beginning(words[0]), *map(re.escape, words[1:]))) + r"(?![^\W_])"
            for words in self.words
            if words
        ]
        parts += [rf"{_at_a_words_beginning(beginning)}[^\W_]*" for beginning in self.prefixes]
        return tuple(re.compile(part) for part in sorted(parts, key=lambda part: (-len(part), part)))


def _without_overlaps(end_by_start: dict[int, int]) -> list[tuple[int, int]]:
    """Spans in order, without those that overlap an earlier one."""
    spans: list[tuple[int, int]] = []
    for start, end in sorted(end_by_start.items()):
        if not spans or start >= spans[-1][1]:
            spans.append((start, end))
    return spans


def _at_a_words_beginning(letters: str) -> str:
    """A pattern of these letters where no other stands before them."""
    literal = re.escape(letters)
    return rf"{literal}(?<![^\W_]{literal})"


@dataclass(slots=True)
class Highlighter:
    """Highlights hits in the texts of one answer."""

    marks: Marks
    _patterns: tuple[re.Pattern[str], ...] = field(init=False)
    _near_words: dict[str, bool] = field(default_factory=dict)  # cache: most words recur

    def __post_init__(self) -> None:
        self._patterns = self.marks.patterns()

    def spans(self, text: str) -> list[tuple[int, int]]:
        """The start and end of each hit in a text; fuzzy hits only where there is no exact one."""
        folded, places = fold_with_places(text)
        return [(places[start], places[end]) for start, end in self._folded_spans(folded)]

    def _folded_spans(self, folded: str) -> list[tuple[int, int]]:
        end_by_start: dict[int, int] = {}
        self._add_exact(folded, range(len(folded) + 1), end_by_start)
        if self._is_among(words_together(folded)):
            for rewriting in rewritings(folded):
                self._add_exact(rewriting.text, rewriting.places, end_by_start)
        if end_by_start:
            return _without_overlaps(end_by_start)
        return (
            [match.span() for match in _WORD.finditer(folded) if self._is_near(match[0])][:_MAX_SPANS]
            if self.marks.fuzzy
            else []
        )

    def _is_among(self, together: Set[str]) -> bool:
        """Is any word that is written together one of those to be highlighted, alone or in a phrase?"""
        words = {word for phrase in self.marks.words for word in phrase}
        prefixes = tuple(self.marks.prefixes)
        return not words.isdisjoint(together) or any(word.startswith(prefixes) for word in together)

    def _add_exact(self, text: str, places: Sequence[int], end_by_start: dict[int, int]) -> None:
        """Add the exact hits in a text, of whose characters ``places`` are the places in the folded text."""
        for pattern in self._patterns:
            for match in pattern.finditer(text):
                start, end = match.span()
                if places[start] not in end_by_start:
                    end_by_start[places[start]] = places[end - 1] + 1
                    if len(end_by_start) >= _MAX_SPANS:
                        return

    def _is_near(self, word: str) -> bool:
        if word not in self._near_words:
            from rapidfuzz.distance import OSA  # only where a question asks for words like one

            self._near_words[word] = any(
                abs(len(word) - len(meant)) <= slips and OSA.distance(word, meant, score_cutoff=slips) <= slips
                for meant, slips in self.marks.fuzzy
            )
        return self._near_words[word]

    def snippet(self, text: str) -> tuple[int | None, str]:
        """The index of the page (from 0) where the hits are densest, and a snippet of it; None if there is no hit."""
        if BEGIN in text or END in text:
            text = text.replace(BEGIN, " ").replace(END, " ")
        spans = self.spans(text)
        if not spans:
            return None, " ".join(text[: SNIPPET_WIDTH + _WIDTH_BEFORE].replace(BREAK, " ").split())[:SNIPPET_WIDTH]
        start = _densest(text, self._as_written(text, spans) or spans)
        page = text.count(BREAK, 0, start)
        first = text.rfind(BREAK, 0, start) + 1
        last = text.find(BREAK, start)
        return page, _snippet_text(
            text, spans, max(first, start - _WIDTH_BEFORE), last if last >= 0 else len(text), first
        )

    def _as_written(self, text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """Of hits among misreadings too, those that are a word of the question letter by letter."""
        meant = {word for word, _ in self.marks.fuzzy}
        return [(start, end) for start, end in spans if fold(text[start:end]) in meant] if meant else []

    def boxes(self, page: Page) -> tuple[Box, ...]:
        """The boxes of the hits on a page, one per word, as far as the words have any."""
        return tuple(box for _, _, boxes in self.places(page) for box in boxes)

    def places(self, page: Page) -> Iterator[tuple[int, int, tuple[Box, ...]]]:
        """The hits on a page: start and end of each in the text of ``words_with_offsets``, and its words' boxes."""
        text, words = words_with_offsets(page)
        for start, end in self.spans(text):
            yield start, end, tuple(box for first, last, box in words if box and first < end and start < last)


def words_with_offsets(page: Page) -> tuple[str, list[tuple[int, int, Box | None]]]:
    """A page's text as ``Page.text`` gives it, and start, end and box of each word in it."""
    parts: list[str] = []
    words: list[tuple[int, int, Box | None]] = []
    offset = 0
    for line_index, line in enumerate(page.lines):
        if line_index:
            parts.append("\n")
            offset += 1
        for word_index, word in enumerate(line.words):
            if word_index:
                parts.append(" ")
                offset += 1
            parts.append(word.text)
            words.append((offset, offset + len(word.text), word.box))
            offset += len(word.text)
    return "".join(parts), words


def page_of(pages: Iterable[Page], page_number: int | None) -> Page | None:
    """The page with a number, if it is there."""
    return next((page for page in pages if page.number == page_number), None)


def _densest(text: str, spans: Sequence[tuple[int, int]]) -> int:
    """The start of the window with the most different hits."""
    best, best_score = spans[0][0], 0
    words = [text[start:end].lower() for start, end in spans]
    last = 0
    for index, (start, _) in enumerate(spans):
        last = max(last, index)
        while last + 1 < len(spans) and spans[last + 1][1] - start <= SNIPPET_WIDTH - _WIDTH_BEFORE:
            last += 1
        score = 0
        if last - index + 1 > best_score:  # only then can it hold more
            score = len(set(words[index : last + 1]))
        if score > best_score:
            best, best_score = start, score
    return best


def _snippet_text(text: str, spans: Sequence[tuple[int, int]], start: int, limit: int, first: int) -> str:
    while start > first and not text[start - 1].isspace():
        start -= 1
    end = min(limit, start + SNIPPET_WIDTH)
    while end < limit and not text[end].isspace():
        end += 1
    out, offset = [], start
    for begin, stop in spans:
        if begin >= start and stop <= end and begin >= offset:
            out += [text[offset:begin], BEGIN, text[begin:stop], END]
            offset = stop
    out.append(text[offset:end])
    marked = " ".join("".join(out).split())
    return f"{'… ' if start > first else ''}{marked}{' …' if end < limit else ''}"
