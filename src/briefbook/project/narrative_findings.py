"""Findings on single narratives, and what they bring to checks of the whole book.

Both are stored until the narrative, the catalogue, a setting or a check changes.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, Protocol

from briefbook.model.finding import PROGRAM_FAULT, Finding
from briefbook.model.finding_json import finding_as_json, finding_from_json
from briefbook.model.narrative import Narrative


class Results(Protocol):
    """Where results are stored by name, each with a key that says what it was made from."""

    def result(self, name: str, key: str) -> bytes | None:
        """The result of a name, if it was made from this."""

    def store_result(self, name: str, key: str, value: bytes) -> bool:
        """Store a result."""


class NarrativeFindings:
    """What the checks of single narratives found, and what the others compare, by narrative."""

    def __init__(self, catalogue: Results, state: tuple[object, ...]) -> None:
        """Nothing is read before it is used.

        Args:
            catalogue: Where they are stored.
            state: All that such findings rest on beside the narrative.
        """
        self._catalogue = catalogue
        self._state = state
        self._keys: dict[str, tuple[Narrative, str]] = {}

    def __call__(self, narrative: Narrative, make: Callable[[], list[Finding]]) -> list[Finding]:
        """The findings on a narrative, as they are stored, or made now.

        Args:
            narrative: A page of the book.
            make: Runs the checks on it.
        """
        name, key = f"findings on {narrative.path}", self._key(narrative)
        content = self._catalogue.result(name, key)
        if content is not None:
            return [finding_from_json(row) for row in json.loads(content)]
        findings = make()
        if not any(finding.code == PROGRAM_FAULT for finding in findings):  # else the next check tries again
            rows = json.dumps([finding_as_json(finding) for finding in findings], ensure_ascii=False)
            self._catalogue.store_result(name, key, rows.encode("utf-8", "surrogatepass"))
        return findings

    def facts(self, code: str, narrative: Narrative, make: Callable[[], Sequence[Any]]) -> Sequence[Any]:
        """What a check of the whole book needs of a narrative: as stored, or computed now.

        Args:
            code: The code of the check.
            narrative: A page of the book.
            make: Takes it; values of JSON.
        """
        name, key = f"facts {code} of {narrative.path}", self._key(narrative)
        content = self._catalogue.result(name, key)
        if content is not None:
            stored: Sequence[Any] = json.loads(content)
            return stored
        facts = make()
        content = json.dumps(facts, ensure_ascii=False).encode("utf-8", "surrogatepass")
        self._catalogue.store_result(name, key, content)
        return facts

    def has(self, narrative: Narrative) -> bool:
        """Whether the findings on a narrative are stored."""
        return self._catalogue.result(f"findings on {narrative.path}", self._key(narrative)) is not None

    def store(self, narrative: Narrative, made: Mapping[str, bytes]) -> None:
        """Store what another process made of a narrative, by name, as it gave it to its own store."""
        for name, content in made.items():
            self._catalogue.store_result(name, self._key(narrative), content)

    def _key(self, narrative: Narrative) -> str:
        known = self._keys.get(narrative.path)
        if known is None or known[0] is not narrative:
            parts = (self._digest_of_state, narrative.source, narrative.language, narrative.slug)
            key = hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()
            known = self._keys[narrative.path] = (narrative, key)
        return known[1]

    @cached_property
    def _digest_of_state(self) -> str:
        return hashlib.sha256(repr(self._state).encode("utf-8", "surrogatepass")).hexdigest()
