"""What a check has to say."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from briefbook.model.locator import FilePosition, PagePosition


class Severity(StrEnum):
    """How much it matters: an error stops publication under ``--strict`` or the collection's settings."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Fix:
    """A certain repair: the text at ``where`` (one line, column to end) replaced by ``text``."""

    where: FilePosition
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault of the papers or the prose, or something that cannot be told, and why.

    ``where`` is the place in a file, ``item`` and ``place`` the place in the archive; either may be absent.
    ``cannot_tell`` marks the third value: neither pass nor fail. ``accepted`` holds a person's reason.
    ``data`` holds what machines want beside the message (the difference, candidates): JSON values only.
    """

    code: str
    where: FilePosition | None
    message: str
    remedy: str = ""
    severity: Severity = Severity.WARNING
    item: str | None = None
    place: PagePosition | None = None
    cannot_tell: bool = False
    accepted: str | None = None
    fix: Fix | None = None
    data: dict[str, Any] = field(default_factory=dict, hash=False)

    @property
    def stops_publication(self) -> bool:
        """An error that nobody has accepted."""
        return self.severity is Severity.ERROR and self.accepted is None
