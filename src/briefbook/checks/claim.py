"""A quotation of a narrative with its verification."""

from dataclasses import dataclass

from briefbook.model.narrative import Narrative, Quotation
from briefbook.model.verdict import Verification


@dataclass(frozen=True, slots=True)
class Claim:
    """A quotation of a narrative, its verification, and the items that it is cited from."""

    narrative: Narrative
    quotation: Quotation
    verification: Verification
    items: tuple[str, ...] = ()

    @property
    def cited(self) -> str:
        """The items it is cited from, joined by "or"."""
        return " or ".join(self.items)

    @property
    def is_judged(self) -> bool:
        """Whether it is judged: not too short, and not the title of a file."""
        return self.verification.not_judged is None
