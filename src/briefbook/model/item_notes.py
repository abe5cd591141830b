"""An editor's notes on a paper: a head note, and annotations that stand on words of it."""

from dataclasses import dataclass

from briefbook.model.locator import FilePosition
from briefbook.model.narrative import Narrative
from briefbook.model.verdict import Verification


@dataclass(frozen=True, slots=True)
class Annotation:
    """A note on words of a paper.

    ``passage`` is the index, in the file's passages, of the one that the words head; ``page`` is the page that the
    author names, None if none.
    """

    words: str
    where: FilePosition
    passage: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class ItemNotes:
    """The notes on an item: the file as parsed, and the annotations in it. What stands before them is the head note."""

    item: str
    narrative: Narrative
    annotations: tuple[Annotation, ...] = ()

    @property
    def author(self) -> str:
        """Whose notes they are, by the front matter; "" if it does not say."""
        return str(self.narrative.front_matter.get("author") or "").strip()


@dataclass(frozen=True, slots=True)
class PlacedNotes:
    """Notes with where the words of each annotation stand in the paper, in the order of the annotations."""

    notes: ItemNotes
    places: tuple[Verification, ...] = ()
