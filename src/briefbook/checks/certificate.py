"""Findings, verifications and the prose -> one page that says what was checked, with which texts, and what came of it.

A person signs it (``Signature``, recorded in the journal), so it can be made again, and says when the prose or a text
has changed since.
"""

import html
import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from briefbook.checks.manual import titles
from briefbook.checks.quotation_words import data_of, difference_in_words, evidence_of
from briefbook.checks.reports.page import html_page
from briefbook.checks.reports.summary import Summary
from briefbook.model.finding import Finding, FindingAcceptance
from briefbook.model.finding_json import finding_as_json
from briefbook.model.narrative import Narrative
from briefbook.model.verdict import Difference, Verdict, Verification

NAMES = ("certificate.html", "certificate.json")
"""The files of a certificate."""

VERDICTS = {
    Verdict.VERBATIM: "word for word, letter case, punctuation and line breaks aside",
    Verdict.AS_ON_SCAN: "word for word as on the scan: where the reading differs, the picture has the quoted words",
    Verdict.NOISY: "word for word but for misread letters: look at the picture",
    Verdict.EDITED: "word for word, but what the author's dots hide may change the sense",
    Verdict.ALTERED: "altered: a word differs",
    Verdict.ELSEWHERE: "in another item than the one cited",
    Verdict.NOT_FOUND: "not found",
    Verdict.CANNOT_TELL: "not checkable",
}
"""What each verdict claims."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, when (UTC, ISO 8601), and the state of prose and texts that was signed."""

    who: str
    when: str
    state: str


@dataclass(frozen=True, slots=True)
class CertificateSubject:
    """What a certificate is about: the book's title, its pages, and the results of checking them."""

    title: str
    narratives: Sequence[Narrative]
    findings: Sequence[Finding]
    verifications: Sequence[Verification]
    summary: Summary
    version: str = ""

    @property
    def state(self) -> str:
        """SHA-256 of the prose, the texts it was compared with, the verdicts and what is accepted."""
        parts = [
            *(f"{narrative.path} {_sha(narrative.source)}" for narrative in self.narratives),
            *(
                f"{judged.narrative} {judged.quotation} {judged.verdict} {judged.item} {judged.text_checksum}"
                for judged in self._sorted_verifications
            ),
            *(f"{finding.code} {finding.where} {finding.message} {finding.accepted}" for finding in self.findings),
        ]
        return _sha("\n".join(parts))

    @property
    def _sorted_verifications(self) -> list[Verification]:
        return sorted(self.verifications, key=lambda verification: (verification.narrative, verification.quotation))


def certificate(checked: CertificateSubject, signed: Signature | None) -> dict[str, Any]:
    """The certificate as JSON values.

    Args:
        checked: What was checked.
        signed: The signature; None if nobody signed.
    """
    lines = {narrative.path: narrative for narrative in checked.narratives}
    judged = [verification for verification in checked.verifications if verification.is_of_quotation]
    return {
        "title": checked.title,
        "program": f"Briefbook {checked.version}".strip(),
        "signed": {"who": signed.who, "when": signed.when} if signed else None,
        "holds": signed is not None and signed.state == checked.state,
        "state": checked.state,
        "counts": checked.summary.as_json(),
        "prose": [
            {"path": narrative.path, "title": narrative.title, "sha256": _sha(narrative.source)}
            for narrative in checked.narratives
        ],
        "texts": _texts(judged),
        "quotations": [_quotation(verification, lines.get(verification.narrative)) for verification in judged],
        "not_judged": [
            _quotation(verification, lines.get(verification.narrative))
            for verification in checked.verifications
            if not verification.is_of_quotation
        ],
        "accepted": [_accepted(finding) for finding in checked.findings if finding.accepted is not None],
        "open": [finding_as_json(finding) for finding in checked.findings if finding.accepted is None],
    }


def certificate_files(checked: CertificateSubject, signed: Signature | None) -> dict[str, str]:
    """The certificate's files by name: a page to read and the same as JSON."""
    value = certificate(checked, signed)
    page = html_page(f"How “{checked.title}” was checked", _body(value), checked.summary)
    return dict(zip(NAMES, (page, json.dumps(value, ensure_ascii=False, indent=1) + "\n"), strict=True))


def _texts(judged: Sequence[Verification]) -> list[dict[str, str]]:
    """The texts that quotations were compared with, each with its SHA-256."""
    texts = {
        (verification.item, verification.text_checksum)
        for verification in judged
        if verification.item and verification.text_checksum
    }
    return [{"item": item, "sha256": checksum} for item, checksum in sorted(texts) if item]


def _quotation(verification: Verification, narrative: Narrative | None) -> dict[str, Any]:
    where = narrative.quotations[verification.quotation].where if narrative and verification.quotation >= 0 else None
    return {
        "where": str(where) if where else verification.narrative,
        "words": verification.words,
        "item": verification.item,
        "page": verification.page,
        "verdict": str(verification.verdict),
        "why": verification.why,
        "found": verification.found,
        "difference": data_of(verification)["difference"],
        "evidence": evidence_of(verification),
        "text_sha256": verification.text_checksum,
    }


def _accepted(finding: Finding) -> dict[str, Any]:
    acceptance = finding.acceptance or FindingAcceptance(finding.accepted or "")
    return finding_as_json(finding) | {
        "reason": acceptance.reason,
        "by": acceptance.who or None,
        "until": acceptance.until.isoformat() if acceptance.until else None,
        "said_in": acceptance.said_in or None,
    }


def _body(value: dict[str, Any]) -> str:
    return "".join(
        (
            _signature(value),
            _section("What the verdicts claim", _claims()),
            _section("The pages checked", _table(("Page", "Title", "SHA-256"), _rows(value["prose"]))),
            _section("The texts they were held against", _table(("Item", "SHA-256"), _rows(value["texts"]))),
            _section("The quotations", _table(("Where", "Words", "Item", "Outcome"), _quotation_rows(value))),
            _section("Seen in quotation marks, but not judged", _not_judged(value)),
            _section("Exceptions accepted", _table(("Finding", "Reason", "By", "Until"), _accepted_rows(value))),
            _section("What stands open", _table(("Finding", "Severity", "Where"), _open_rows(value))),
        )
    )


def _signature(value: dict[str, Any]) -> str:
    signed = value["signed"]
    if signed is None:
        return "<p><strong>Nobody has signed this.</strong></p>"
    markup = f"<p>Signed by <strong>{_esc(signed['who'])}</strong> on {_esc(signed['when'][:10])}, "
    markup += f"from the results of {_esc(value['program'])}.</p>"
    if not value["holds"]:
        markup += "<p><strong>The pages, the texts or the findings have changed since it was signed.</strong> "
        markup += "What stands below is how they are now.</p>"
    return markup


def _claims() -> str:
    return "<ul>" + "".join(f"<li>{_esc(words)}</li>" for words in VERDICTS.values()) + "</ul>"


def _quotation_rows(value: dict[str, Any]) -> list[list[str]]:
    rows = []
    for row in value["quotations"]:
        place = f"{row['item']}, p. {row['page']}" if row["item"] and row["page"] else row["item"] or ""
        outcome = VERDICTS[Verdict(row["verdict"])]
        if row["verdict"] == Verdict.CANNOT_TELL:
            outcome += f": {row['why']}"
        elif difference := difference_in_words([Difference(**step) for step in row["difference"]]):
            outcome += f": {difference}"
        outcome += "".join(f"; {evidence['in_words']}" for evidence in row["evidence"])
        rows.append([row["where"], row["words"], place, outcome])
    return rows


def _not_judged(value: dict[str, Any]) -> str:
    rows = [[row["where"], row["words"], row["why"]] for row in value["not_judged"]]
    return f"<p>{len(rows)} of {value['counts']['quotations']}.</p>" + _table(("Where", "Words", "Why"), rows)


def _accepted_rows(value: dict[str, Any]) -> list[list[str]]:
    return [
        [
            f"{row['code']} {row['where'] or row['item'] or ''}: {row['message']}",
            row["reason"],
            row["by"] or f"not named ({row['said_in'] or 'collection'})",
            row["until"] or "no end",
        ]
        for row in value["accepted"]
    ]


def _open_rows(value: dict[str, Any]) -> list[list[str]]:
    titles_by_code = titles()
    rows = []
    for row in value["open"]:
        severity = "cannot tell" if row["cannot_tell"] else row["severity"]
        title = titles_by_code.get(row["code"], "")
        rows.append([f"{row['code']} {row['message']} ({title})", severity, row["where"] or row["item"] or ""])
    return rows


def _rows(values: Sequence[dict[str, str]]) -> list[list[str]]:
    return [list(value.values()) for value in values]


def _section(title: str, content: str) -> str:
    return f"<section><h2>{_esc(title)}</h2>{content}</section>\n"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return "<p>None.</p>"
    head = "".join(f'<th scope="col">{_esc(cell)}</th>' for cell in heads)
    body = "".join("<tr>" + "".join(f"<td>{_cell(cell)}</td>" for cell in row) + "</tr>\n" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>\n{body}</tbody></table>"


def _cell(text: str) -> str:
    checksum = len(text) == 64 and all(c in "0123456789abcdef" for c in text)
    return f"<code>{text}</code>" if checksum else _esc(text)


def _esc(text: str) -> str:
    return html.escape(text)


def _sha(text: str) -> str:
    return sha256(text.encode()).hexdigest()
