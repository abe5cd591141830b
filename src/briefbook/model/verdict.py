"""The result of comparing a quotation with its source."""

from dataclasses import dataclass, field
from enum import StrEnum

from briefbook.model.page import Box


class Verdict(StrEnum):
    """The verdicts on a quotation; none claims more than was compared."""

    VERBATIM = "verbatim"  # word for word, letter case and line breaks aside
    NOISY = "verbatim-noisy"  # the characters that differ were read with low confidence: look at the picture
    ALTERED = "altered"  # a word differs
    ELSEWHERE = "elsewhere"  # in another item than the cited one
    NOT_FOUND = "not-found"
    CANNOT_TELL = "cannot-tell"  # there is no text of the source, or too little of it is legible


@dataclass(frozen=True, slots=True)
class Difference:
    """A step of a comparison: ``same``, ``changed``, ``dropped`` (in the source only), ``added`` (quotation only)."""

    step: str
    quoted: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """The comparison of a quotation with the texts of the collection, and where its words are."""

    verdict: Verdict
    words: str
    item: str | None = None
    page: int | None = None
    lines: tuple[int, int] | None = None
    boxes: tuple[Box, ...] = ()
    found: str = ""  # the words of the source
    difference: tuple[Difference, ...] = ()
    alternatives: tuple[tuple[str, float], ...] = ()  # other items with the words, best first, similarity 0 to 1
    why: str = ""
    text_checksum: str = ""  # SHA-256 of the text compared
    narrative: str = ""  # path of the narrative
    quotation: int = -1  # index in Narrative.quotations
    data: dict[str, str] = field(default_factory=dict, hash=False)
