"""Findings on single narratives, stored until the narrative, the catalogue, a setting or a check changes."""

import hashlib
import json
from collections.abc import Callable

from briefbook.catalogue import StoreCatalogue
from briefbook.model.finding import PROGRAM_FAULT, Finding
from briefbook.model.finding_json import finding_as_json, finding_from_json
from briefbook.model.narrative import Narrative


class NarrativeFindings:
    """What the checks of single narratives found, by narrative."""

    def __init__(self, catalogue: StoreCatalogue, state: tuple[object, ...]) -> None:
        """Nothing is read before it is used.

        Args:
            catalogue: Where they are stored.
            state: All that such findings rest on beside the narrative.
        """
        self._catalogue = catalogue
        self._state = state

    def __call__(self, narrative: Narrative, make: Callable[[], list[Finding]]) -> list[Finding]:
        """The findings on a narrative, as they are stored, or made now.

        Args:
            narrative: A page of the book.
            make: Runs the checks on it.
        """
        parts = (self._state, narrative.source, narrative.language, narrative.slug)
        key = hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()
        name = f"findings on {narrative.path}"
        content = self._catalogue.result(name, key)
        if content is not None:
            return [finding_from_json(row) for row in json.loads(content)]
        findings = make()
        if not any(finding.code == PROGRAM_FAULT for finding in findings):  # else the next check tries again
            rows = json.dumps([finding_as_json(finding) for finding in findings], ensure_ascii=False)
            self._catalogue.store_result(name, key, rows.encode("utf-8", "surrogatepass"))
        return findings
