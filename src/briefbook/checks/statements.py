"""The sentences of the prose, each with the items that it is based on."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefbook.checks.paragraphs import paragraphs
from briefbook.model.locator import FilePosition
from briefbook.model.narrative import Narrative, Sentence

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


def where_of(narrative: Narrative, start: int, end: int) -> FilePosition:
    """The place in the file of a stretch of the narrative's source."""
    source = narrative.source
    line = source.count("\n", 0, start) + 1
    first = source.rfind("\n", 0, start) + 1
    stop = source.find("\n", start)
    last = min(end, stop if stop >= 0 else len(source))
    return FilePosition(narrative.path, line, start - first + 1, last - first + 1)


@lru_cache(maxsize=64)  # a chapter is asked for each of its quotations
def mask_markup(source: str) -> str:
    """The text with Markdown markup, link targets and comments replaced by blanks, so that offsets do not change."""
    return _HIDDEN.sub(lambda match: " " * len(match.group()), source)


def statements_of(narratives: Sequence[Narrative]) -> tuple[Statement, ...]:
    """Every sentence of the narratives, in order, with the items it rests on."""
    return tuple(statement for narrative in narratives for statement in _statements_in(narrative))


def _statements_in(narrative: Narrative) -> Iterator[Statement]:
    ends = list(paragraphs(narrative.source))
    for sentence in narrative.sentences:
        inside = [c for c in narrative.citations if sentence.offset <= c.offset < sentence.end]
        noted = [mark for mark in narrative.note_marks if sentence.offset <= mark.offset < sentence.end]
        inside += [narrative.citations[index] for mark in noted for index in mark.citations]
        own = bool(inside)
        if not own:
            limit = next((stop for start, stop in ends if start <= sentence.offset < stop), 0)
            following = [c for c in narrative.citations if sentence.end <= c.offset < limit]
            inside = [c for c in following if c.group == following[0].group]
        items = tuple(dict.fromkeys(c.item for c in inside))
        text = mask_markup(narrative.source[sentence.offset : sentence.end])
        yield Statement(narrative, sentence, text, items, own)
