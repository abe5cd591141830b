"""A collection kept open while its pages are written: checked again after each change, only what changed read again."""

import datetime
from pathlib import Path

from briefbook.model.finding import Finding
from briefbook.model.narrative import Narrative
from briefbook.model.verdict import Verification
from briefbook.narratives import read_narrative
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.project import pipeline
from briefbook.project.collection import Collection
from briefbook.project.workspace import Workspace, narrative_paths


class LiveChecker:
    """The findings of a collection, again and again. Scans that were never read are not read for it.

    ``open_texts`` are pages as they stand in an editor, by path in the collection; they win over the files.
    """

    def __init__(self, collection: Collection, *, read: bool = False) -> None:
        """Look at nothing yet."""
        self.collection = collection
        self.open_texts: dict[str, str] = {}
        self._read = read
        self._workshop: Workspace | None = None
        self._kept: dict[str, tuple[object, Narrative]] = {}

    @property
    def workspace(self) -> Workspace:
        """The catalogue and what is made of it, as it was when last looked at."""
        if self._workshop is None:
            self._workshop = Workspace(self.collection, read=self._read)
        return self._workshop

    def forget(self, collection: Collection | None = None) -> None:
        """Scans, descriptions, transcripts, the journal or the settings changed: look at them again."""
        self.collection = collection or Collection.open(self.collection.root)
        self._workshop = None
        self._kept.clear()

    def check(self, today: datetime.date | None = None) -> tuple[tuple[Finding, ...], tuple[Verification, ...]]:
        """Every finding and verification as the pages stand now."""
        return pipeline.check_narratives(self.workspace, self.narratives(), today)

    def narratives(self) -> tuple[Narrative, ...]:
        """Every page; those not changed are not read again."""
        paths = {path.relative_to(self.collection.root).as_posix(): path for path in self._paths()}
        kept = {name: self._narrative(name, path) for name, path in paths.items()}
        self._kept = kept
        return tuple(narrative for _, narrative in kept.values())

    def _paths(self) -> list[Path]:
        return list(narrative_paths(self.collection))

    def _narrative(self, name: str, path: Path) -> tuple[object, Narrative]:
        text = self.open_texts.get(name)
        stat = path.stat()
        mark: object = text if text is not None else (stat.st_mtime_ns, stat.st_size)
        known = self._kept.get(name)
        return known if known is not None and known[0] == mark else (mark, self._understood(name, path, text))

    def _understood(self, name: str, path: Path, text: str | None) -> Narrative:
        pattern, known = self.collection.settings.items.citation, self.workspace.catalogue.__contains__
        dates = self.collection.settings.dates
        if text is None:
            return read_narrative(
                path, self.collection.root, citation=pattern, is_item=known, window=dates.window, order=dates.order
            )
        return parse_narrative(
            text.replace("\r\n", "\n"),
            name,
            citation=pattern,
            is_item=known,
            window=dates.window,
            order=dates.order,
        )
