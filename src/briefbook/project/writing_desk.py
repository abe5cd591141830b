"""A collection while people write its book: what ``server.api.writing_actions`` asks for."""

from collections.abc import Callable, Sequence

from briefbook.catalogue.item_completion import ItemIndex, Suggestion
from briefbook.model.manuscript import Chapter, CheckedText, Manuscript, Stored
from briefbook.narratives.quoting import PointedWords, citation_markdown, point_at_words
from briefbook.project import manuscripts, media_files
from briefbook.project.chapter_checker import ChapterChecker
from briefbook.project.collection import Collection
from briefbook.project.workspace import Workspace, person_name

MAX_LISTED = 20_000
"""Items of a collection whose descriptions are kept in memory for suggestions; larger ones have the search alone."""


class WritingDesk:
    """The chapters of one collection, for the threads of a server."""

    def __init__(
        self, collection: Collection, workspace: Callable[[], Workspace], saved: Callable[[], None] = lambda: None
    ) -> None:
        """``workspace`` gives the collection as it is now; ``saved`` is called when a file of the book has changed."""
        self.collection = collection
        self._workspace = workspace
        self._saved = saved
        self._checker = ChapterChecker(collection, workspace)
        self._items: tuple[Workspace, ItemIndex] | None = None

    def chapters(self) -> Sequence[Chapter]:
        """Every chapter, by the name of its file."""
        return manuscripts.chapters(self.collection)

    def open(self, name: str, who: str) -> Manuscript:
        """A chapter as its author finds it."""
        return manuscripts.open_manuscript(self.collection, name, self._person(who))

    def new(self, title: str) -> str:
        """Make a chapter; the path of its file."""
        name = manuscripts.new_chapter(self.collection, title)
        self._saved()
        return name

    def keep(self, name: str, who: str, *, before: str, base: str, text: str) -> Stored:
        """Keep what a person has written, beside the chapter's file."""
        return manuscripts.keep(self.collection, name, self._person(who), before=before, base=base, text=text)

    def save(self, name: str, who: str, *, base: str, text: str) -> Stored:
        """Save a text to the chapter's file."""
        stored = manuscripts.save(self.collection, name, self._person(who), base=base, text=text)
        if not stored.conflicts:
            self._saved()
        return stored

    def discard(self, name: str, who: str) -> None:
        """Throw away what a person has not saved."""
        manuscripts.discard(self.collection, name, self._person(who))

    def check(self, name: str, text: str) -> CheckedText:
        """The findings on a chapter as it is in an editor."""
        manuscripts.chapter_path(self.collection, name)
        return self._checker.check(name, text)

    def suggest(self, words: str) -> Sequence[Suggestion]:
        """The items that some words describe: number, office, date, subject; none where there are too many to list."""
        workspace = self._workspace()
        if len(workspace.catalogue) > MAX_LISTED:
            return []
        if self._items is None or self._items[0] is not workspace:
            self._items = (workspace, ItemIndex(workspace.catalogue, {}))
        return self._items[1].suggest(words)

    def cite(self, item: str, page: int | None = None) -> str:
        """The citation of an item in the collection's form."""
        workspace = self._workspace()
        return citation_markdown(item, page, pattern=workspace.citation, is_item=workspace.catalogue.__contains__)

    def quote(self, item: str, page: int, first: tuple[int, int], last: tuple[int, int]) -> PointedWords | None:
        """The quotation of the words of a page from one to another; None if there are no such words."""
        pages = self._workspace().catalogue.pages(item)
        side = next((side for side in pages if side.number == page), None)
        return point_at_words(side, first, last, lambda number: self.cite(item, number)) if side else None

    def add_picture(self, name: str, data: bytes) -> str:
        """Put a picture into ``media/``; its path in the collection."""
        return media_files.add_picture(self.collection, name, data)

    def _person(self, who: str) -> str:
        return who or person_name(self.collection.root)
