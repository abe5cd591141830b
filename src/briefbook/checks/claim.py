"""A quotation of a narrative with what comparing it gave."""

from dataclasses import dataclass

from briefbook.model.narrative import Narrative, Quotation
from briefbook.model.verdict import Verification


@dataclass(frozen=True, slots=True)
class Claim:
    """A quotation of a narrative and what comparing it gave."""

    narrative: Narrative
    quotation: Quotation
    verification: Verification
    items: tuple[str, ...] = ()

    @property
    def cited(self) -> str:
        """The items it is cited from, in words."""
        return " or ".join(self.items)

    @property
    def is_judged(self) -> bool:
        """Is it long enough to be taken for somebody's words?"""
        return self.verification.not_judged is None
