"""Finding -> JSON and back: the one format of every command, the API and every stored file.

The shape is described in ``docs/formats.md`` and, for programs, in ``docs/schemas/finding.schema.json``.
"""

import datetime
from collections.abc import Mapping
from typing import Any

from briefbook.model.finding import Finding, FindingAcceptance, Fix, Severity
from briefbook.model.locator import FilePosition, PagePosition
from briefbook.model.page import Box

FINDING_VERSION = 1
"""The version of the format, written as ``v``. Within a version keys may be added, but none removed or redefined."""


def finding_as_json(finding: Finding) -> dict[str, Any]:
    """Write a finding as JSON values.

    Args:
        finding: A finding of a check or of reading.

    Returns:
        An object with every key of the format, null for what the finding does not have. ``where`` is the position in a
        file as ``path:line:column``, for people; ``path``, ``line``, ``column`` and ``end`` are its parts, for
        programs.
        ``box`` is left, top, right, bottom in pixels of the page's picture, right and bottom exclusive.

    >>> finding_as_json(Finding("C201", FilePosition("narratives/a.md", 14, 39, 60), "not there"))["where"]
    'narratives/a.md:14:39'
    """
    place = finding.place
    return {
        "v": FINDING_VERSION,
        "code": finding.code,
        "severity": str(finding.severity),
        **_position(finding.where),
        "message": finding.message,
        "remedy": finding.remedy,
        "accepted": finding.accepted,
        "acceptance": _acceptance(finding.acceptance) if finding.acceptance else None,
        "item": finding.item,
        "page": place.page if place else None,
        "page_line": place.line if place else None,
        "box": place.box.as_list() if place and place.box else None,
        "cannot_tell": finding.cannot_tell,
        "fix": {**_position(finding.fix.where), "text": finding.fix.text} if finding.fix else None,
        "data": dict(finding.data),
    }


def finding_from_json(row: Mapping[str, Any]) -> Finding:
    """Undo ``finding_as_json``.

    Args:
        row: The object; unknown keys are ignored.

    Returns:
        The finding that was written.

    Raises:
        ValueError: It is not a finding, or one of another version; the message says which.
    """
    try:
        version = row.get("v")
        if version != FINDING_VERSION:
            raise ValueError(f"a finding of version {version!r}, where this program reads version {FINDING_VERSION}")
        fix = row.get("fix")
        return Finding(
            code=row["code"],
            where=_position_of(row),
            message=row["message"],
            remedy=row["remedy"],
            severity=Severity(row["severity"]),
            item=row["item"],
            place=_place_of(row),
            cannot_tell=row["cannot_tell"],
            accepted=row["accepted"],
            acceptance=_acceptance_of(row["acceptance"]) if row.get("acceptance") else None,
            fix=_fix_of(fix) if fix else None,
            data=dict(row["data"]),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a finding: {error} is missing or of another type") from error


def _position(where: FilePosition | None) -> dict[str, Any]:
    """The keys of a position in a file; a line, column or end of 0, which means none, is null."""
    return {
        "where": str(where) if where else None,
        "path": where.path if where else None,
        "line": where.line or None if where else None,
        "column": where.column or None if where else None,
        "end": where.end or None if where else None,
    }


def _position_of(row: Mapping[str, Any]) -> FilePosition | None:
    if row["path"] is None:
        return None
    return FilePosition(row["path"], row["line"] or 0, row["column"] or 0, row["end"] or 0)


def _place_of(row: Mapping[str, Any]) -> PagePosition | None:
    if row["page"] is None:
        return None
    return PagePosition(row["page"], row["page_line"], Box(*row["box"]) if row["box"] else None)


def _acceptance(acceptance: FindingAcceptance) -> dict[str, str | None]:
    until = acceptance.until.isoformat() if acceptance.until else None
    return {"reason": acceptance.reason, "who": acceptance.who, "until": until, "said_in": acceptance.said_in}


def _acceptance_of(row: Mapping[str, Any]) -> FindingAcceptance:
    until = datetime.date.fromisoformat(row["until"]) if row["until"] else None
    return FindingAcceptance(row["reason"], row["who"], until, row["said_in"])


def _fix_of(row: Mapping[str, Any]) -> Fix:
    where = _position_of(row)
    if where is None:
        raise TypeError("'path' of its fix")
    return Fix(where, row["text"])
