"""The checks of one narrative while it is written, beside a book that stays as it is.

The findings are those that a check of the whole book has for this narrative, in a fraction of the time: what the
catalogue alone decides is worked out once, and what only one narrative decides is worked out for this one.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from briefbook.checks import OF_ONE_NARRATIVE, all_checks, run_check, settled
from briefbook.checks.check_input import CheckInput
from briefbook.checks.claim import Claim
from briefbook.checks.context import CheckContext
from briefbook.checks.verifications import verify_quotations
from briefbook.model.catalogue import Catalogue
from briefbook.model.finding import Finding
from briefbook.model.narrative import Narrative
from briefbook.model.verdict import Verification


class NarrativeChecks:
    """Checks single narratives of one catalogue, again and again."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Nothing is worked out before the first check."""
        self.catalogue = catalogue
        self._indexes: CheckInput | None = None
        self._claims: dict[str, tuple[Narrative, list[Claim]]] = {}
        self._facts: dict[tuple[str, str], tuple[Narrative, Sequence[Any]]] = {}

    def check(
        self, narratives: Sequence[Narrative], path: str, *, context: CheckContext
    ) -> tuple[list[Finding], list[Verification]]:
        """Check one narrative.

        Args:
            narratives: The book, this narrative in it as it is now.
            path: The path of this narrative.
            context: As for a check of the whole book. ``remembered`` may be another each time.

        Returns:
            The findings that are placed in this narrative, in the order of their places, and the verification of each
            of its quotations.
        """
        context = replace(context, facts_of_narrative=self._facts_of)  # of an editor's text nothing is stored
        own = next(narrative for narrative in narratives if narrative.path == path)
        book = self._inputs(narratives, context)
        alone = self._inputs((own,), context)
        alone.claims = self._claims_of(own, context)
        book.claims = [claim for narrative in narratives for claim in self._claims_of(narrative, context)]
        findings = [finding for finding in context.found_before if _is_in(finding, path)] + list(own.findings)
        for module in all_checks():
            inputs = alone if module in OF_ONE_NARRATIVE else book  # which may compare it with others
            findings += [finding for finding in run_check(module, inputs) if _is_in(finding, path)]
        findings = [finding for finding in settled(findings, alone) if _is_in(finding, path)]
        return findings, [claim.verification for claim in alone.claims]

    def _inputs(self, narratives: Sequence[Narrative], context: CheckContext) -> CheckInput:
        inputs = CheckInput(self.catalogue, narratives, context)
        if self._indexes is None:
            self._indexes = CheckInput(self.catalogue, (), context)
        inputs.share_indexes(self._indexes)
        return inputs

    def _facts_of(self, code: str, narrative: Narrative, make: Callable[[], Sequence[Any]]) -> Sequence[Any]:
        known = self._facts.get((code, narrative.path))
        if known is None or known[0] is not narrative:
            known = self._facts[code, narrative.path] = (narrative, make())
        return known[1]

    def _claims_of(self, narrative: Narrative, context: CheckContext) -> list[Claim]:
        known = self._claims.get(narrative.path)
        if known is None or known[0] is not narrative:
            inputs = self._inputs((narrative,), context)
            known = self._claims[narrative.path] = (narrative, verify_quotations(inputs))
        return known[1]


def _is_in(finding: Finding, path: str) -> bool:
    return finding.where is not None and finding.where.path == path
