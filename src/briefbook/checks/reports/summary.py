"""Findings and verifications -> counts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from briefbook.model.finding import Finding, Severity
from briefbook.model.verdict import Verdict, Verification, count_verdicts
from briefbook.progress import pluralise


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
    file_titles: int = 0
    not_checkable_findings: int = 0
    stops_publication: bool = False

    def as_json(self) -> dict[str, Any]:
        """The counts by name."""
        return asdict(self)

    def __str__(self) -> str:
        counts = [pluralise(self.errors, "error"), pluralise(self.warnings, "warning"), pluralise(self.notes, "note")]
        accepted = f" ({self.accepted} accepted)" if self.accepted else ""
        first = f"{pluralise(self.findings, 'finding')}: {', '.join(counts)}{accepted}."
        parts = [
            f"{self.verbatim} word for word",
            f"{self.as_on_scan} as on the scan" if self.as_on_scan else "",
            f"{self.look_at_picture} but for misread letters (look at the picture)" if self.look_at_picture else "",
            f"{self.edited} shortened so that the sense may change" if self.edited else "",
            f"{self.altered} altered" if self.altered else "",
            f"{self.elsewhere} found in another item" if self.elsewhere else "",
            f"{self.not_found} not found" if self.not_found else "",
            f"{self.cannot_tell} that could not be checked" if self.cannot_tell else "",
            f"{self.not_judged - self.file_titles} too short to check" if self.not_judged > self.file_titles else "",
            pluralise(self.file_titles, "file title") if self.file_titles else "",
        ]
        lines = [first, f"{pluralise(self.quotations, 'quotation')}: {', '.join(part for part in parts if part)}."]
        if self.not_checkable_findings:
            says = "says" if self.not_checkable_findings == 1 else "say"
            findings = pluralise(self.not_checkable_findings, "finding")
            lines.append(f"{findings} {says} what could not be checked, and why.")
        return "\n".join(lines if self.quotations else [lines[0], "No quotations.", *lines[2:]])


def summarise(findings: Sequence[Finding], verifications: Sequence[Verification], *, strict: bool = False) -> Summary:
    """The counts. Under ``strict`` a warning that nobody accepted stops publication too."""
    severities = Counter(finding.severity for finding in findings if finding.accepted is None)
    counts = count_verdicts(verifications)
    verdicts = counts.by_verdict
    return Summary(
        findings=len(findings),
        errors=severities[Severity.ERROR],
        warnings=severities[Severity.WARNING],
        notes=severities[Severity.NOTE],
        accepted=sum(finding.accepted is not None for finding in findings),
        quotations=counts.total,
        checked=counts.comparable,
        verbatim=verdicts[Verdict.VERBATIM],
        as_on_scan=verdicts[Verdict.AS_ON_SCAN],
        look_at_picture=verdicts[Verdict.NOISY],
        edited=verdicts[Verdict.EDITED],
        altered=verdicts[Verdict.ALTERED],
        elsewhere=verdicts[Verdict.ELSEWHERE],
        not_found=verdicts[Verdict.NOT_FOUND],
        cannot_tell=verdicts[Verdict.CANNOT_TELL],
        not_judged=counts.too_short + counts.file_titles,
        file_titles=counts.file_titles,
        not_checkable_findings=sum(finding.cannot_tell for finding in findings),
        stops_publication=any(stops(finding, strict) for finding in findings),
    )


def stops(finding: Finding, strict: bool) -> bool:
    """Does it stop publication?"""
    return finding.stops_publication or (strict and finding.accepted is None and finding.severity is Severity.WARNING)
