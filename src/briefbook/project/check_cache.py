"""Cache of what checking the whole book came to, until a page, the catalogue, a setting or a check changes.

Of a book of which nothing changed, no page is parsed and no check is run. The cached result also says which files the
checks looked for (pictures, links' targets) and whether they were there: if that changed, it is not used.
"""

import dataclasses
import datetime
import hashlib
import itertools
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import briefbook
from briefbook import __version__
from briefbook.model.finding import PROGRAM_FAULT, Finding
from briefbook.model.finding_json import finding_as_json, finding_from_json
from briefbook.model.narrative import Narrative
from briefbook.model.verdict import Verification
from briefbook.project.verification_cache import CHECK_RESULT, verification_as_json, verification_from_json
from briefbook.util import extensions

if TYPE_CHECKING:
    from briefbook.project.workspace import Workspace

NOT_UTF8 = "N102"
"""The finding about a page's bytes that its decoded text does not show."""

CheckResult = tuple[tuple[Finding, ...], tuple[Verification, ...]]


class CheckCache:
    """The last result of checking the book of a workspace, with what it was made from."""

    def __init__(self, workspace: "Workspace", today: datetime.date) -> None:
        """``today`` is the day for acceptances that expire. Nothing is read before it is used."""
        self._workspace = workspace
        self._today = today
        self._asked: dict[str, bool] = {}

    def get(self, sources: Iterable[tuple[str, str]]) -> CheckResult | None:
        """The cached result for pages of these texts.

        Args:
            sources: The path and the text of each page, in the book's order.

        Returns:
            Findings and verifications; None if anything that they rest on has changed.
        """
        lines = self._lines(sources)
        if lines is None:
            return None
        stored = json.loads(next(lines))
        findings = tuple(finding_from_json(json.loads(line)) for line in lines)
        return findings, tuple(verification_from_json(row) for row in stored["verifications"])

    def findings(self, sources: Iterable[tuple[str, str]]) -> Iterator[Finding] | None:
        """The findings of the cached result alone, read one after the other, so that few are in memory.

        Args:
            sources: The path and the text of each page, in the book's order.

        Returns:
            The findings; None if anything that they rest on has changed.
        """
        lines = self._lines(sources)
        if lines is None:
            return None
        next(lines)
        return (finding_from_json(json.loads(line)) for line in lines)

    def _lines(self, sources: Iterable[tuple[str, str]]) -> Iterator[bytes] | None:
        """The lines of the cached result: one of JSON with the verifications, then one for each finding."""
        lines = self._workspace.catalogue.lines(CHECK_RESULT, self._key(sources))
        if lines is None:
            return None
        first = next(lines)
        exists = json.loads(first)["exists"]
        if any(self._workspace.collection.has_file(path) != there for path, there in exists.items()):
            return None
        return itertools.chain([first], lines)

    def recorded(self, exists: Callable[[str], bool]) -> Callable[[str], bool]:
        """The same question whether a file exists; what is asked is stored with the result."""

        def asked(path: str) -> bool:
            self._asked[path] = exists(path)
            return self._asked[path]

        return asked

    def put(self, narratives: Sequence[Narrative], result: CheckResult) -> None:
        """Store what checking these pages came to.

        Nothing is stored where the program failed somewhere, so that the next run tries again, nor where a page's bytes
        have a fault that its text does not show.
        """
        if any(finding.code in (NOT_UTF8, PROGRAM_FAULT) for finding in result[0]):
            return
        if any(finding.code == NOT_UTF8 for narrative in narratives for finding in narrative.findings):
            return
        row: dict[str, Any] = {
            "exists": self._asked,
            "verifications": [verification_as_json(verification) for verification in result[1]],
        }
        sources = ((narrative.path, narrative.source) for narrative in narratives)
        rows = itertools.chain([row], map(finding_as_json, result[0]))
        lines = (json.dumps(row, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n" for row in rows)
        self._workspace.catalogue.store_lines(CHECK_RESULT, self._key(sources), lines)

    def _key(self, sources: Iterable[tuple[str, str]]) -> str:
        workspace = self._workspace
        authority = workspace.authority
        parts = (
            *(f"{path}\0{source}" for path, source in sources),
            program_state(),
            repr((extensions.fingerprint("checks"), extensions.file_states("checks"))),
            workspace.stamp,
            str(workspace.catalogue.generation),
            repr(dataclasses.astuple(workspace.collection.settings)),
            repr((authority.persons, workspace.abbreviations, workspace.findings, workspace.accepted, self._today)),
        )
        digest = hashlib.sha256()
        for part in parts:
            digest.update(part.encode("utf-8", "surrogatepass") + b"\0\0")
        return digest.hexdigest()


@cache
def program_state() -> str:
    """A checksum that changes with the version, or with any of the program's own files."""
    folder = Path(str(briefbook.__file__)).parent
    states = []
    for root, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if name.endswith((".py", ".toml", ".csv", ".tsv", ".json", ".txt")):
                state = os.stat(os.path.join(root, name))
                states.append((os.path.join(root, name), state.st_size, state.st_mtime_ns))
    return hashlib.sha256(repr((__version__, states)).encode()).hexdigest()
