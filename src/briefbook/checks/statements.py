"""The sentences of the prose, each with the items that it is based on."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

from briefbook.checks.paragraphs import paragraphs
from briefbook.checks.pointers import is_aside, pointed_from
from briefbook.model.locator import FilePosition
from briefbook.model.narrative import Citation, Narrative, Sentence

_HIDDEN = re.compile(r"\]\([^)]*\)|<!--(?:(?!<!--).)*?-->|[*_`\[\]]|\[\^[^\[\]]+\]", re.S)


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence with the offsets of the file: ``text`` has the file's characters, markup replaced by blanks.

    ``items`` are those cited in it, or, if it cites none, those of the next citation in its paragraph (``own`` tells).
    """

    narrative: Narrative
    sentence: Sentence
    text: str
    items: tuple[str, ...]
    own: bool

    def where(self, start: int, end: int) -> FilePosition:
        """The place in the file of a stretch of the text."""
        return where_of(self.narrative, self.sentence.offset + start, self.sentence.offset + end)

    @property
    def cited(self) -> Sequence[Citation]:
        """The citations that stand in the sentence itself, those of its notes left out."""
        begin, end = self.sentence.offset, self.sentence.end
        return [citation for citation in self.narrative.citations if begin <= citation.offset < end]

    def pointed_from(self, citation: Citation) -> int | None:
        """Where the words about a paper begin to which the sentence only points; None if it rests on it.

        Args:
            citation: One of ``cited``.
        """
        return pointed_from(*self._beside(citation))

    def mentions_aside(self, citation: Citation) -> bool:
        """Whether the sentence does not rest on a paper that it cites, but points to it or mentions it with a thing."""
        return is_aside(*self._beside(citation))

    def _beside(self, citation: Citation) -> tuple[str, str]:
        """The text up to a citation, and what follows it in its paragraph."""
        cited = self.cited
        behind = self.narrative.source[citation.end : citation.end + _REACH].split("\n\n")[0]
        place = cited.index(citation)
        while place and _JOINED.fullmatch(self.narrative.source, cited[place - 1].end, cited[place].offset):
            place -= 1  # (ID) and (ID): what stands before the first is said of both
        return self.narrative.source[self.sentence.offset : cited[place].offset], behind


def where_of(narrative: Narrative, start: int, end: int) -> FilePosition:
    """The place in the file of a stretch of the narrative's source."""
    lines = _line_starts(narrative.source)
    line = bisect_right(lines, start)
    first = lines[line - 1]
    stop = lines[line] - 1 if line < len(lines) else len(narrative.source)
    return FilePosition(narrative.path, line, start - first + 1, min(end, stop) - first + 1)


@lru_cache(maxsize=64)  # a chapter is asked for each of its findings
def _line_starts(source: str) -> Sequence[int]:
    return [0, *(match.end() for match in re.finditer("\n", source))]


@lru_cache(maxsize=64)  # a chapter is asked for each of its quotations
def mask_markup(source: str) -> str:
    """The text with Markdown markup, link targets and comments replaced by blanks, so that offsets do not change."""
    return _HIDDEN.sub(lambda match: " " * len(match.group()), source)


def statements_of(narratives: Sequence[Narrative]) -> tuple[Statement, ...]:
    """Every sentence of the narratives, in order, with the items it rests on."""
    return tuple(statement for narrative in narratives for statement in _statements_in(narrative))


def _statements_in(narrative: Narrative) -> Iterator[Statement]:
    stops = list(paragraphs(narrative.source))
    starts = [start for start, _ in stops]
    citations = sorted(enumerate(narrative.citations), key=lambda place: place[1].offset)
    offsets = [citation.offset for _, citation in citations]
    marks = sorted(narrative.note_marks, key=lambda mark: mark.offset)
    mark_offsets = [mark.offset for mark in marks]
    groups: dict[int, list[Citation]] = defaultdict(list)
    for citation in narrative.citations:
        groups[citation.group].append(citation)
    for sentence in narrative.sentences:
        first, last = bisect_left(offsets, sentence.offset), bisect_left(offsets, sentence.end)
        inside = [citation for _, citation in sorted(citations[first:last], key=itemgetter(0))]
        first_mark, last_mark = bisect_left(mark_offsets, sentence.offset), bisect_left(mark_offsets, sentence.end)
        noted = marks[first_mark:last_mark]
        inside += [narrative.citations[index] for mark in noted for index in mark.citations]
        own = bool(inside)
        if not own:
            paragraph = bisect_right(starts, sentence.offset) - 1
            limit = stops[paragraph][1] if paragraph >= 0 else 0
            following = citations[last : max(last, bisect_left(offsets, limit))]
            if following and not _is_pointer(narrative, sentence.end, min(following, key=itemgetter(0))[1]):
                group = min(following, key=itemgetter(0))[1].group
                inside = [c for c in groups[group] if sentence.end <= c.offset < limit]
        items = tuple(dict.fromkeys(c.item for c in inside))
        text = mask_markup(narrative.source[sentence.offset : sentence.end])
        yield Statement(narrative, sentence, text, items, own)


def _is_pointer(narrative: Narrative, begin: int, citation: Citation) -> bool:
    """Whether a citation behind a sentence only points to a paper: "… See (ID)" carries no sentence before it."""
    behind = narrative.source[citation.end : citation.end + _REACH].split("\n\n")[0]
    before = narrative.source[max(begin, citation.offset - _REACH) : citation.offset]
    return pointed_from(before, behind) is not None


_JOINED = re.compile(r"[\s(),;–-]*(?:and|or|to|through)?[\s(]*")
_REACH = 400
"""Characters beside a citation in which what it is for is sought."""
