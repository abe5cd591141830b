"""The hits of a search."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, TypedDict

from briefbook.model.page import Box


class SearchOptions(TypedDict, total=False):
    """Options of a search; the defaults are those of ``search.query_execution.search``."""

    limit: int
    offset: int
    cursor: str | None
    order: str
    counts: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """An item that matches: page and boxes of the words, and a snippet with each hit between U+E000 and U+E001."""

    item: str
    score: float
    page: int | None = None
    snippet: str = ""
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class EssayHit:
    """A matching narrative, with the paragraph that has most of the words.

    Attributes:
        slug: The narrative's name in addresses.
        title: Its title.
        path: Its file in the collection.
        heading: The heading of the section; empty in the introduction.
        passage: The section, as an index in ``Narrative.passages``.
        paragraph: The paragraph within the section, from 1; 0 if the words are in a heading.
        line: The line of the file on which the paragraph begins, from 1.
        score: The rank among the essays; it cannot be compared with the score of an item.
        snippet: The paragraph's words, each match between U+E000 and U+E001.
        draft: Is it a draft, which only some may see?
    """

    slug: str
    title: str
    path: str
    heading: str
    passage: int
    paragraph: int
    line: int
    score: float
    snippet: str = ""
    draft: bool = False

    @property
    def place(self) -> str:
        """The place of the words in the essay, for display.

        >>> EssayHit("talks", "The talks", "narratives/talks.md", "The harbour", 1, 3, 40, 1.0).place
        'The harbour, paragraph 3'
        """
        parts = [self.heading] if self.heading else []
        parts += [f"paragraph {self.paragraph}"] if self.paragraph else []
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A place in an item where words of a question occur, with the text before and after.

    ``line`` is the first line of the page on which they occur, from 1.
    """

    page: int
    words: str
    before: str = ""
    after: str = ""
    boxes: tuple[Box, ...] = ()
    line: int = 1


@dataclass(frozen=True, slots=True)
class Hits:
    """The result of a search: the requested hits, their total number, and counts over all hits."""

    total: int
    hits: tuple[Hit, ...] = ()
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict, hash=False)
    histogram: Mapping[str, int] = field(default_factory=dict, hash=False)
    took_ms: float = 0.0
    cursor: str | None = None
    proposals: tuple[str, ...] = ()
    coverage: Mapping[str, int | str] = field(default_factory=dict, hash=False)  # how much could not be searched
    essays: tuple[EssayHit, ...] | None = None  # None: the essays were not searched

    def as_json(self) -> dict[str, Any]:
        """The answer as ``search --json`` and the API give it; boxes are [left, top, right, bottom]."""
        hits = [
            {
                "item": hit.item,
                "score": hit.score,
                "page": hit.page,
                "snippet": hit.snippet,
                "boxes": [box.as_list() for box in hit.boxes],
            }
            for hit in self.hits
        ]
        essays = None if self.essays is None else [asdict(essay) for essay in self.essays]
        return {
            "total": self.total,
            "took_ms": self.took_ms,
            "hits": hits,
            "facets": {name: dict(counts) for name, counts in self.facets.items()},
            "histogram": dict(self.histogram),
            "cursor": self.cursor,
            "proposals": list(self.proposals),
            "caution": dict(self.coverage),
            "essays": essays,
        }
