"""Findings and verifications -> counts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from briefbook.model.finding import Finding, Severity
from briefbook.model.verdict import NotJudged, Verdict, Verification


@dataclass(frozen=True, slots=True)
class Summary:
    """How many findings there are, and what became of every quotation. ``checked`` quotations got a verdict."""

    findings: int = 0
    errors: int = 0
    warnings: int = 0
    notes: int = 0
    accepted: int = 0
    quotations: int = 0
    checked: int = 0
    verbatim: int = 0
    as_on_scan: int = 0
    look_at_picture: int = 0
    edited: int = 0
    altered: int = 0
    elsewhere: int = 0
    not_found: int = 0
    cannot_tell: int = 0
    not_judged: int = 0
    not_checkable_findings: int = 0
    stops_publication: bool = False

    def as_json(self) -> dict[str, Any]:
        """The counts by name."""
        return asdict(self)

    def __str__(self) -> str:
        counts = [_count(self.errors, "error"), _count(self.warnings, "warning"), _count(self.notes, "note")]
        accepted = f" ({self.accepted} accepted)" if self.accepted else ""
        first = f"{_count(self.findings, 'finding')}: {', '.join(counts)}{accepted}."
        parts = [
            f"{self.verbatim} word for word",
            f"{self.as_on_scan} as on the scan" if self.as_on_scan else "",
            f"{self.look_at_picture} but for reading noise (look at the picture)" if self.look_at_picture else "",
            f"{self.edited} shortened so that the sense may change" if self.edited else "",
            f"{self.altered} altered" if self.altered else "",
            f"{self.elsewhere} found in another item" if self.elsewhere else "",
            f"{self.not_found} not found" if self.not_found else "",
            f"{self.not_judged} too short to check" if self.not_judged else "",
        ]
        quoted = f"{_count(self.quotations, 'quotation')}: {', '.join(part for part in parts if part)}."
        untold = f"{_count(self.cannot_tell, 'claim')} could not be checked."
        return f"{first}\n{quoted}\n{untold}"


def summarise(findings: Sequence[Finding], verifications: Sequence[Verification], *, strict: bool = False) -> Summary:
    """The counts. Under ``strict`` a warning that nobody accepted stops publication too."""
    severities = Counter(finding.severity for finding in findings if finding.accepted is None)
    judged = [
        verification for verification in verifications if verification.not_judged in (None, NotJudged.PROGRAM_FAULT)
    ]
    verdicts = Counter(verification.verdict for verification in judged)
    return Summary(
        findings=len(findings),
        errors=severities[Severity.ERROR],
        warnings=severities[Severity.WARNING],
        notes=severities[Severity.NOTE],
        accepted=sum(finding.accepted is not None for finding in findings),
        quotations=len(verifications),
        checked=len(judged) - verdicts[Verdict.CANNOT_TELL],
        verbatim=verdicts[Verdict.VERBATIM],
        as_on_scan=verdicts[Verdict.AS_ON_SCAN],
        look_at_picture=verdicts[Verdict.NOISY],
        edited=verdicts[Verdict.EDITED],
        altered=verdicts[Verdict.ALTERED],
        elsewhere=verdicts[Verdict.ELSEWHERE],
        not_found=verdicts[Verdict.NOT_FOUND],
        cannot_tell=verdicts[Verdict.CANNOT_TELL],
        not_judged=len(verifications) - len(judged),
        not_checkable_findings=sum(finding.cannot_tell for finding in findings),
        stops_publication=any(stops(finding, strict) for finding in findings),
    )


def stops(finding: Finding, strict: bool) -> bool:
    """Does it stop publication?"""
    return finding.stops_publication or (strict and finding.accepted is None and finding.severity is Severity.WARNING)


def _count(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")
