"""Incremental checking while narratives are edited: only what changed is parsed again."""

import datetime
from pathlib import Path

from briefbook.model.finding import Finding
from briefbook.model.narrative import Narrative
from briefbook.model.verdict import Verification
from briefbook.narratives import read_narrative
from briefbook.narratives.addresses import with_own_addresses
from briefbook.narratives.languages import with_languages
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.project import pipeline
from briefbook.project.collection import Collection
from briefbook.project.workspace import Workspace, narrative_paths


class LiveChecker:
    """Checks a collection repeatedly; scans that were never read are not read for it.

    ``open_texts`` are narratives as they are in an editor, by path in the collection; they override the files.
    """

    def __init__(self, collection: Collection, *, read: bool = False) -> None:
        """Nothing is read before the first check."""
        self.collection = collection
        self.open_texts: dict[str, str] = {}
        self._read = read
        self._workspace: Workspace | None = None
        self._narratives: dict[str, tuple[object, Narrative]] = {}

    @property
    def workspace(self) -> Workspace:
        """The catalogue and what is made of it, as of the last ``forget``."""
        if self._workspace is None:
            self._workspace = Workspace(self.collection, read=self._read)
        return self._workspace

    def adopt(self, workspace: Workspace) -> None:
        """Check against a workspace that was opened elsewhere; what was parsed against another is parsed again."""
        if self._workspace is not workspace:
            self._workspace = workspace
            self._narratives.clear()

    def forget(self, collection: Collection | None = None) -> None:
        """Drop everything cached, after scans, descriptions, transcripts, the journal or the settings changed."""
        self.collection = collection or Collection.open(self.collection.root)
        self._workspace = None
        self._narratives.clear()

    def check(self, today: datetime.date | None = None) -> tuple[tuple[Finding, ...], tuple[Verification, ...]]:
        """Every finding and verification of the narratives as they are now."""
        return pipeline.check_narratives(self.workspace, self.narratives(), today)

    def narratives(self) -> tuple[Narrative, ...]:
        """Every narrative; those that did not change are not parsed again."""
        paths = {path.relative_to(self.collection.root).as_posix(): path for path in self._paths()}
        narratives = {name: self._narrative(name, path) for name, path in paths.items()}
        self._narratives = narratives
        pages = [narrative for _, narrative in narratives.values()]
        return with_own_addresses(with_languages(pages, self.collection.settings.site.languages))

    def _paths(self) -> list[Path]:
        return list(narrative_paths(self.collection))

    def _narrative(self, name: str, path: Path) -> tuple[object, Narrative]:
        text = self.open_texts.get(name)
        stat = path.stat()
        mark: object = text if text is not None else (stat.st_mtime_ns, stat.st_size)
        cached = self._narratives.get(name)
        return cached if cached is not None and cached[0] == mark else (mark, self._parse(name, path, text))

    def _parse(self, name: str, path: Path, text: str | None) -> Narrative:
        pattern, is_item = self.workspace.citation, self.workspace.catalogue.__contains__
        dates = self.collection.settings.dates
        if text is None:
            return read_narrative(
                path, self.collection.root, citation=pattern, is_item=is_item, window=dates.window, order=dates.order
            )
        return parse_narrative(
            text.replace("\r\n", "\n"),
            name,
            citation=pattern,
            is_item=is_item,
            window=dates.window,
            order=dates.order,
        )
