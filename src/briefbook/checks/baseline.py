"""Baseline file of known findings, so that only new ones are reported."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

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

    Of a baseline only the fingerprints count, so that one of any version is read.
    """
    value = json.loads(baseline)
    if not isinstance(value, dict) or not isinstance(value.get("findings"), list):
        raise FormatError("it has no list of findings")
    counts = Counter(str(row.get("fingerprint")) for row in value["findings"] if isinstance(row, dict))
    out = []
    for finding in findings:
        mark = fingerprint(finding)
        if finding.accepted is None and counts[mark] > 0:
            counts[mark] -= 1
            out.append(replace(finding, accepted=REASON, acceptance=FindingAcceptance(REASON, said_in="baseline")))
        else:
            out.append(finding)
    return out
