"""How cables point to one another, and the series that their numbers form."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class ResolvedReference:
    """A reference and its target.

    ``status``: held (``target`` is the item), ambiguous (``candidates``), stub ("referred to but not held": the
    target is a stub's id such as "WASHDC 3316 (1962)"), none (not a reference that can lead anywhere).
    """

    item: str
    mention: str
    form: str
    number: str | None
    status: str
    target: str | None = None
    candidates: tuple[str, ...] = ()
    confidence: float = 0.0
    date: str | None = None  # written or estimated date of the target, EDTF
    note: str = ""


@dataclass(frozen=True, slots=True)
class SeriesReport:
    """A numbered series of one post: what is held, what is missing, what is suspect. ``data`` holds JSON values."""

    key: str  # "WASHDC telegrams 1962"
    post: str
    kind: str
    epoch: str
    items: tuple[str, ...] = ()
    data: dict[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Network:
    """All references resolved, all series, and groups of copies of one text."""

    references: tuple[ResolvedReference, ...] = ()
    series: tuple[SeriesReport, ...] = ()
    copies: tuple[tuple[str, ...], ...] = ()
