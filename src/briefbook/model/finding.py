"""Findings: what checks report."""

import datetime
import re
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from briefbook.model.locator import FilePosition, PagePosition


class Severity(StrEnum):
    """The severity of a finding: an error stops publication under ``--strict`` or the collection's settings."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Fix:
    """A repair that is certain: the text at ``where`` (within a line, column to end) is replaced by ``text``."""

    where: FilePosition
    text: str


@dataclass(frozen=True, slots=True)
class FindingAcceptance:
    """A person's word that a finding may stay: the reason, who gave it ("" if not named), until when, and where."""

    reason: str
    who: str = ""
    until: datetime.date | None = None  # the last day on which it holds; None: no end
    said_in: str = ""  # path of a narrative, "journal" or "baseline"


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault of the papers or the prose, or something that could not be checked, and why.

    ``where`` is the place in a file, ``item`` and ``place`` the place in the archive; either may be absent.
    ``cannot_tell`` marks the third value: neither pass nor fail. ``accepted`` holds a person's reason, ``acceptance``
    its parts. ``data`` has further values for programs (the difference, candidates): JSON values only.
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
    acceptance: FindingAcceptance | None = None
    fix: Fix | None = None
    data: dict[str, Any] = field(default_factory=dict, hash=False)

    @property
    def stops_publication(self) -> bool:
        """An error that nobody has accepted."""
        return self.severity is Severity.ERROR and self.accepted is None

    def at_page(self, item: str, page: int) -> "Finding":
        """The same finding about a page of a file, at the item's own page that it is.

        Args:
            item: The item that has the page.
            page: The page's number in the item, from 1; ``message`` names it in place of the file's.
        """
        if self.place is None:
            return replace(self, item=item)
        message = re.sub(rf"\bpage {self.place.page}\b", f"page {page}", self.message, count=1)
        return replace(self, item=item, place=replace(self.place, page=page), message=message)


REPORT_FORMS = ("text", "json", "sarif", "junit", "github", "html")
"""The forms of a report of findings, by the names that people write."""

PROGRAM_FAULT = "X101"
"""The code of a finding about this program itself: something was not done because of a fault of ours."""

KILLED = "R106"
"""The code of a page that is not read because the system ended the process that read it, most often for memory."""

UNREAD = "R111"
"""The code of a page with typing of which no word was read."""

COVERED = "R112"
"""The code of a page whose file holds words that the page does not show."""

PARTS = "R113"
"""The code of a division of a file into parts that cannot be carried out, or leaves pages over."""

CODES: Mapping[str, str] = {
    "J101": "A line of the journal is whole.",
    "J102": "A line of the journal is of a kind and a version that are known.",
    "J103": "A line of a received file can be understood.",
    "J104": "A file in received/ was imported.",
    "J105": "There is no second version of the journal, of the settings or of a list beside it.",
    "J106": "No import was cut off before it was complete.",
    "N101": "The front matter of a page can be understood.",
    "N102": "A page is written in UTF-8.",
    "N103": "A key of the front matter is not a misspelt one.",
    "N104": "A file in narratives/ is a page of the book.",
    "N105": "A column of {{table: …}} is one that there is.",
    "N106": "A page is no second version of another, left by a program that synchronises folders.",
    "R101": "A file in scans/ is of a kind that is read.",
    "R102": "A scan is named as the collection's pattern says.",
    "R103": "An item has one scan.",
    "R104": "A page can be opened, decoded and read in the time allowed.",
    "R105": "A scan is no larger than the settings allow.",
    KILLED: "There is memory enough to read a page, and the system lets the process that reads it live.",
    "R107": "A file in transcripts/ belongs to a page of an item.",
    "R108": "A file or folder in scans/ can be opened.",
    "R109": "A name in scans/ is in UTF-8.",
    "R110": "Pictures that are numbered are the pages of one item.",
    UNREAD: "The typing on a page is read.",
    COVERED: "A file holds no words that its pages do not show, such as words under a black box.",
    PARTS: "Every page of a file belongs to the item that a person's division names.",
    "R114": "No two items have names that differ only in capitals or in how accents are stored.",
    "R115": "A scan of which a person typed a page is still the file that it was.",
    "S101": "A setting that names items or posts does something in this collection.",
    PROGRAM_FAULT: "Briefbook itself does what it should.",
}
"""What each finding's code asks, but for the checks' own: their docstrings say it (``checks.manual``)."""


def program_fault(
    what: str,
    error: BaseException | str,
    *,
    where: FilePosition | None = None,
    item: str | None = None,
    place: PagePosition | None = None,
) -> Finding:
    """A finding that says: this is our fault, please report it. It stops publication, since something was not done.

    Args:
        what: What was not done, in a few words: "page 3 was not read".
        error: The exception, which was logged with its traceback; or what is known of it.
        where: The file concerned.
        item: The item concerned.
        place: The page concerned.

    Returns:
        The finding, an error. ``data`` holds the exception's name and the line of our code that raised it.
    """
    name = error if isinstance(error, str) else type(error).__name__
    at = "" if isinstance(error, str) else _line_of_ours(error)
    return Finding(
        PROGRAM_FAULT,
        where,
        f"{what}, by a fault of Briefbook itself: {name}{f' at {at}' if at else ''}",
        remedy="this is our fault, not the paper's: please report it, with what the log says of it "
        "(build/briefbook.log, or the file that --log-file names). Nothing of it is kept; the next run tries again.",
        severity=Severity.ERROR,
        item=item,
        place=place,
        data={"exception": name, "at": at},
    )


def _line_of_ours(error: BaseException) -> str:
    """The last line of this package on an exception's way, without the folder it is installed in."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        _, package, path = frame.filename.replace("\\", "/").rpartition("/briefbook/")
        if package:
            return f"briefbook/{path}:{frame.lineno}"
    return ""
