"""The public interface: a collection for scripts and notebooks, as ``import briefbook`` gives it."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from os import PathLike
from pathlib import Path

from briefbook.checks.quotations import read_quotation
from briefbook.checks.verifications import verify_among, where_it_stands
from briefbook.errors import InputError, UsageError
from briefbook.model.catalogue import FIELDS, Catalogue, Entry
from briefbook.model.finding import Finding
from briefbook.model.page import Page
from briefbook.model.search import Hits
from briefbook.model.verdict import Verification
from briefbook.project import pipeline
from briefbook.project.collection import Collection
from briefbook.project.index_sync import index_of
from briefbook.project.querying import ask, index_essays
from briefbook.project.workspace import Workspace
from briefbook.search import EssayIndex, Index
from briefbook.search.query_execution import ORDERS
from briefbook.util.nearest import did_you_mean


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What checking a collection came to.

    Attributes:
        findings: Everything the checks have to say, accepted findings too.
        verifications: Each quotation of the book, compared with its source.
    """

    findings: tuple[Finding, ...]
    verifications: tuple[Verification, ...]

    @property
    def stops_publication(self) -> bool:
        """Whether a finding is an error that nobody accepted."""
        return any(finding.stops_publication for finding in self.findings)


class OpenCollection:
    """A collection as it stood when it was opened; open it again to see what changed since.

    What is stale is made when it is first needed: scans are read, items described, the index written. In a script
    that may do much of that, call it below ``if __name__ == "__main__":``, since other processes may be started.
    """

    def __init__(self, root: Path, *, read: bool = True) -> None:
        """Open the folder; use ``briefbook.open``."""
        self.root = root
        self._read = read
        self._workspace = Workspace(Collection.open(root), read=read)

    def __repr__(self) -> str:
        """Its folder."""
        return f"briefbook.open({str(self.root)!r})"

    @property
    def title(self) -> str:
        """Its title, from the settings."""
        return self._workspace.collection.settings.collection.title

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue: ``len``, ``in``, iteration over entries, ``get``, ``pages``, ``message``, ``near``.

        Raises:
            OutsideError: Scans are unread, and the extra ``read`` is not installed; or the disk refuses.
        """
        return self._workspace.catalogue

    def __iter__(self) -> Iterator[Entry]:
        """Every entry of the catalogue, by item in natural order."""
        return iter(self.catalogue)

    def __len__(self) -> int:
        """How many items the catalogue has."""
        return len(self.catalogue)

    def entry(self, item: str) -> Entry:
        """The description of an item: every field with all its readings, each with its place on the page.

        Args:
            item: The item's identifier.

        Raises:
            InputError: There is no such item; near ones are named.
        """
        entry = self.catalogue.get(item)
        if entry is None:
            raise InputError(f"there is no item {item}", remedy=self._similar_remedy(item))
        return entry

    def pages(self, item: str) -> tuple[Page, ...]:
        """The pages of an item with lines, words, boxes (pixels) and confidences (0 to 1), as they hold.

        Args:
            item: The item's identifier.

        Raises:
            InputError: There is no such item; near ones are named.
        """
        self.entry(item)
        return tuple(self.catalogue.pages(item))

    def rows(self) -> list[dict[str, str | None]]:
        """The catalogue as a table: a dictionary an item, with ``item`` and every field of ``FIELDS``.

        Returns:
            Effective values as text, several joined by "; ", None where none is known; dates are EDTF.
        """
        return [{"item": entry.item, **{name: entry.value(name) for name in FIELDS}} for entry in self.catalogue]

    def search(self, query: str, *, limit: int = 20, order: str = "relevance") -> Hits:
        """Search texts and descriptions.

        Args:
            query: In the query language of ``docs/searching.md``: ``castro NEAR sovereignty from:HAVANA``.
            limit: Number of hits to return; ``total``, facets and histogram count all of them.
            order: ``relevance``, ``date`` or ``item``.

        Returns:
            The hits with page, boxes and snippet, and in ``coverage`` what could not be searched.

        Raises:
            UsageError: The query does not parse (the message points at the place), or there is no such order.
        """
        if order not in ORDERS:
            remedy = f"{did_you_mean(order, ORDERS)}Use {', '.join(ORDERS)}."
            raise UsageError(f"unknown order {order!r}", remedy=remedy)
        return ask(self._index, self.catalogue, self._workspace, query, limit=limit, order=order, essays=self._essays)

    def check(self, *, today: datetime.date | None = None) -> CheckResult:
        """Hold the book and the catalogue against the papers, as ``briefbook check`` does.

        Args:
            today: The day on which acceptances are still valid or not; today if it is not given.
        """
        collection = self._workspace.collection
        narratives = pipeline.read_narratives(collection, self.catalogue)
        return CheckResult(*pipeline.check_narratives(self._workspace, narratives, today))

    def quote(self, words: str, item: str | None = None) -> Verification:
        """Is a quotation word for word what the papers say?

        Letter case, punctuation, line breaks, page lines, stamps and the telegraph's ways (NOT RPT NOT) are not
        compared; [brackets], [sic] and ellipses are understood.

        Args:
            words: The quotation, without quotation marks.
            item: The item it is cited from; all items are looked through if none is given.

        Returns:
            The verdict with place, boxes and difference.

        Raises:
            InputError: There is no such item; near ones are named.
        """
        check_input = pipeline.input_for_quotations(self._workspace)
        quoted = read_quotation(words)
        if item is None:
            return where_it_stands(check_input, quoted)
        self.entry(item)
        return verify_among(check_input, quoted, (item,))

    @cached_property
    def _index(self) -> Index:
        collection = self._workspace.collection
        return index_of(self._workspace, lambda: pipeline.read_narratives(collection, self.catalogue))

    @cached_property
    def _essays(self) -> EssayIndex:
        return index_essays(pipeline.read_narratives(self._workspace.collection, self.catalogue))

    def _similar_remedy(self, item: str) -> str:
        similar = ", ".join(self.catalogue.similar_items(item))
        return f"near ones are {similar}." if similar else "the catalogue lists those there are."


def open_collection(root: str | PathLike[str], *, read: bool = True) -> OpenCollection:
    """Open a collection for a script or a notebook.

    Args:
        root: Its folder, which holds ``briefbook.toml``.
        read: Whether scans not yet read are read when the catalogue is first needed (the extra ``read``).

    Raises:
        InputError: The folder is no collection, or its settings cannot be used.
    """
    return OpenCollection(Path(root), read=read)
