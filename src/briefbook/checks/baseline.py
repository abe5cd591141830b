"""Baseline file of known findings, so that only new ones are reported."""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from briefbook.checks.former_words import in_one_form
from briefbook.errors import FormatError
from briefbook.model.finding import Finding, FindingAcceptance
from briefbook.model.finding_json import finding_as_json

_PLACE = re.compile(r"\bat \S+:\d+(?::\d+)?")
REASON = "known before: it stands in the baseline"


def fingerprint(finding: Finding) -> str:
    """A checksum that identifies a finding, whatever line it has moved to.

    >>> from briefbook.model.locator import FilePosition
    >>> first, second = (Finding("C201", FilePosition("a.md", line), "not there") for line in (3, 7))
    >>> fingerprint(first) == fingerprint(second)
    True
    """
    parts = (finding.code, finding.where.path if finding.where else "", finding.item or "", finding.message)
    return hashlib.sha256(_PLACE.sub("", "\n".join(parts)).encode()).hexdigest()[:20]


def write_baseline(findings: Iterable[Finding]) -> str:
    """The baseline's file: for every open finding its fingerprint, and the finding itself, to read."""
    rows = [
        {"fingerprint": fingerprint(finding), **finding_as_json(finding)}
        for finding in findings
        if finding.accepted is None
    ]
    return json.dumps({"briefbook": "baseline", "v": 1, "findings": rows}, ensure_ascii=False, indent=1) + "\n"


def with_baseline(findings: Sequence[Finding], baseline: str) -> list[Finding]:
    """The findings, those of the baseline marked accepted; ``FormatError`` if the text is no baseline.

    A finding stands in a baseline if its fingerprint does, or if it differs from a row in the wording of its message
    only, so that a baseline of any version holds on; each row counts for one finding.
    """
    value = json.loads(baseline)
    if not isinstance(value, dict) or not isinstance(value.get("findings"), list):
        raise FormatError("it has no list of findings")
    unused: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(value["findings"]):
        for mark in _marks_of_row(row) if isinstance(row, dict) else ():
            unused[mark].append(number)
    used: set[int] = set()
    out = []
    for finding in findings:
        marks = (fingerprint(finding), _mark_of(finding)) if finding.accepted is None else ()
        row = next((number for mark in marks for number in unused.get(mark, ()) if number not in used), None)
        if row is None:
            out.append(finding)
        else:
            used.add(row)
            out.append(replace(finding, accepted=REASON, acceptance=FindingAcceptance(REASON, said_in="baseline")))
    return out


def _mark_of(finding: Finding) -> str:
    """The same of a finding however its message is worded."""
    return _mark(finding.code, finding.where.path if finding.where else "", finding.item or "", finding.message)


def _marks_of_row(row: Mapping[str, Any]) -> Iterator[str]:
    """What a row of a baseline is found by: its fingerprint, and what it says of its finding."""
    yield str(row.get("fingerprint"))
    if row.get("message") and {"code", "item"} <= row.keys() and row.keys() & {"path", "where"}:
        path = row["path"] if "path" in row else re.sub(r"(:\d+)+$", "", str(row["where"] or ""))
        yield _mark(str(row["code"]), str(path or ""), str(row["item"] or ""), str(row["message"]))


def _mark(*parts: str) -> str:
    *before, message = parts
    return "\n".join((*before, in_one_form(_PLACE.sub("", message))))
