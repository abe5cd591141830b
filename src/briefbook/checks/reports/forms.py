"""Findings -> text with the source line and a caret, JSON, SARIF, JUnit, annotations for GitHub, or a page to send."""

import html
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

from briefbook.checks.baseline import fingerprint
from briefbook.checks.manual import ManualPage, entries, titles
from briefbook.checks.reports.summary import Summary
from briefbook.model.finding import Finding, Fix, Severity
from briefbook.model.finding_json import finding_as_json
from briefbook.model.locator import FilePosition
from briefbook.model.verdict import Verification

Source = Callable[[str], str]
"""Gives the text of a file by its path, "" if it cannot be had."""

PlaceInWords = Callable[[FilePosition], str]
"""Names the place of a finding: path, line and column, or as the author of a draft finds it."""


def report(
    form: str,
    findings: Sequence[Finding],
    verifications: Sequence[Verification],
    summary: Summary,
    source: Source,
    place_in_words: PlaceInWords = str,
) -> str:
    """The report in one of ``FORMS``.

    Args:
        form: Its name.
        findings: What is reported.
        verifications: How each quotation compares.
        summary: The counts.
        source: Gives the text of a file.
        place_in_words: How a place is named in the report for the terminal.
    """
    if form == "text":
        return as_text(findings, verifications, summary, source, place_in_words)
    return FORMS[form](findings, verifications, summary, source)


def as_text(
    findings: Sequence[Finding],
    verifications: Sequence[Verification],
    summary: Summary,
    source: Source,
    place_in_words: PlaceInWords = str,
) -> str:
    """For the terminal: place, severity, code, message; the line with a caret; what to do; the counts."""
    rows: dict[str, list[str]] = {}
    out: list[str] = []
    for finding in findings:
        where = finding.where
        if where and where.path not in rows:
            rows[where.path] = source(where.path).splitlines()
        label = "accepted" if finding.accepted is not None else str(finding.severity)
        place = f"{place_in_words(where)}: " if where else (f"{finding.item}: " if finding.item else "")
        message = finding.message
        if place and message.startswith(place):
            message = message[len(place) :]
        out.append(f"{place}{label} {finding.code}: {message}")
        if where and 0 < where.line <= len(rows[where.path]) and where.column:
            out += caret(rows[where.path][where.line - 1], where.line, where.column, where.end)
        if finding.accepted is not None:
            out.append(f"    Accepted: {finding.accepted}")
        elif finding.remedy:
            out.append(f"    What to do: {finding.remedy}")
        out.append("")
    return "\n".join(out) + str(summary) + "\n"


def caret(row: str, line: int, column: int, end: int, width: int = 96) -> list[str]:
    r"""The line, cut to its neighbourhood, and below it a mark under the words.

    >>> print("\n".join(caret("Castro “looked satisfied”", 7, 9, 15)))
        7 | Castro “looked satisfied”
          |         ^^^^^^
    """
    start = max(0, min(column - 1 - width // 3, len(row) - width))
    start = 0 if column <= width * 2 // 3 else start
    piece = row[start : start + width]
    before, after = ("…" if start else ""), ("…" if start + width < len(row) else "")
    length = max(1, min((end or column + 1) - column, len(piece) - (column - 1 - start)))
    margin = f"{line:>5} | "
    return [
        margin + before + piece + after,
        " " * 5 + " | " + " " * (len(before) + column - 1 - start) + "^" * length,
    ]


def as_json(
    findings: Sequence[Finding], verifications: Sequence[Verification], summary: Summary, source: Source
) -> str:
    """One object: ``findings`` and ``summary``."""
    value = {"findings": [finding_as_json(finding) for finding in findings], "summary": summary.as_json()}
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def as_sarif(
    findings: Sequence[Finding], verifications: Sequence[Verification], summary: Summary, source: Source
) -> str:
    """SARIF 2.1.0, for code hosts and editors; an accepted finding is a suppressed result."""
    manual_pages = entries()
    codes = sorted({finding.code for finding in findings})
    rules = [_sarif_rule(code, manual_pages.get(code)) for code in codes]
    run = {
        "tool": {"driver": {"name": "Briefbook", "informationUri": _HOME, "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(finding, codes) for finding in findings],
    }
    value = {"$schema": _SARIF, "version": "2.1.0", "runs": [run]}
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


_HOME = "https://pypi.org/project/briefbook/"
_SARIF = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def _sarif_rule(code: str, manual_page: ManualPage | None) -> dict[str, Any]:
    if manual_page is None:
        return {"id": code}
    why, remedy = " ".join(manual_page.why.split()), " ".join(manual_page.remedy.split())
    return {
        "id": code,
        "shortDescription": {"text": manual_page.title},
        "fullDescription": {"text": why},
        "help": {"text": remedy},
    }


def _sarif_fix(fix: Fix) -> dict[str, Any]:
    region = {"startLine": fix.where.line, "startColumn": fix.where.column, "endColumn": fix.where.end}
    change = {
        "artifactLocation": {"uri": quote(fix.where.path)},
        "replacements": [{"deletedRegion": region, "insertedContent": {"text": fix.text}}],
    }
    return {"artifactChanges": [change]}


def _sarif_result(finding: Finding, codes: Sequence[str]) -> dict[str, Any]:
    asks = finding.remedy and finding.accepted is None
    text = finding.message + (f" What to do: {finding.remedy}" if asks else "")
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": _LEVELS[finding.severity],
        "message": {"text": text},
    }
    location: dict[str, Any] = {}
    if where := finding.where:
        physical: dict[str, Any] = {"artifactLocation": {"uri": quote(where.path)}}
        if where.line:
            region = {"startLine": where.line}
            region |= {"startColumn": where.column} if where.column else {}
            region |= {"endColumn": where.end} if where.column and where.end else {}
            physical["region"] = region
        location["physicalLocation"] = physical
    if finding.item:
        location["logicalLocations"] = [{"name": finding.item, "kind": "item"}]
    if location:
        result["locations"] = [location]
    result["partialFingerprints"] = {"briefbook/v1": fingerprint(finding)}
    if finding.fix and finding.fix.where.line:
        result["fixes"] = [_sarif_fix(finding.fix)]
    if finding.accepted is not None:
        result["suppressions"] = [{"kind": "inSource", "justification": finding.accepted}]
    return result


def as_junit(
    findings: Sequence[Finding], verifications: Sequence[Verification], summary: Summary, source: Source
) -> str:
    """JUnit XML: every code is a suite's test case for every file; errors and warnings fail, notes do not."""
    failing = [f for f in findings if f.accepted is None and f.severity is not Severity.NOTE]
    suite = ElementTree.Element(
        "testsuite", name="briefbook check", tests=str(max(len(findings), 1)), failures=str(len(failing)), errors="0"
    )
    for finding in findings:
        place = str(finding.where or finding.item or "collection")
        case = ElementTree.SubElement(suite, "testcase", classname=finding.code, name=f"{finding.code} {place}")
        if finding in failing:
            failure = ElementTree.SubElement(case, "failure", message=_printable(finding.message), type=finding.code)
            failure.text = _printable(finding.remedy)
        else:
            out = ElementTree.SubElement(case, "system-out")
            out.text = _printable(finding.message + (f" (accepted: {finding.accepted})" if finding.accepted else ""))
    if not findings:
        ElementTree.SubElement(suite, "testcase", classname="briefbook", name="check")
    suites = ElementTree.Element("testsuites")
    suites.append(suite)
    ElementTree.indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(suites, encoding="unicode") + "\n"


def _printable(text: str) -> str:
    return "".join(c for c in text if c >= " " or c in "\n\t")


def as_github(
    findings: Sequence[Finding], verifications: Sequence[Verification], summary: Summary, source: Source
) -> str:
    """GitHub's workflow commands, one a line; accepted findings are left out."""
    names = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
    out = []
    for finding in findings:
        if finding.accepted is not None:
            continue
        where = finding.where
        keys: dict[str, Any] = {"file": where.path, "line": where.line, "col": where.column} if where else {}
        keys["title"] = finding.code
        properties = ",".join(f"{key}={_escaped(str(value), True)}" for key, value in keys.items() if value)
        text = finding.message + (f" What to do: {finding.remedy}" if finding.remedy else "")
        out.append(f"::{names[finding.severity]} {properties}::{_escaped(text)}")
    return "\n".join([*out, str(summary)]) + "\n"


def _escaped(text: str, key: bool = False) -> str:
    pairs = [("%", "%25"), ("\r", "%0D"), ("\n", "%0A")] + ([(":", "%3A"), (",", "%2C")] if key else [])
    for character, code in pairs:
        text = text.replace(character, code)
    return text


def as_html(
    findings: Sequence[Finding], verifications: Sequence[Verification], summary: Summary, source: Source
) -> str:
    """A page that stands alone, to send to an author."""
    from briefbook.checks.reports.page import html_page

    return html_page("What the checks found", _findings_html(findings, source), summary)


def _findings_html(findings: Sequence[Finding], source: Source) -> str:
    titles_by_code = titles()
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.where.path if finding.where else "Catalogue", []).append(finding)
    out = []
    for name, members in groups.items():
        rows = source(name).splitlines() if name != "Catalogue" else []
        out.append(f"<section><h2>{html.escape(name)}</h2><ol>")
        for finding in members:
            where = finding.where
            line = rows[where.line - 1] if where and 0 < where.line <= len(rows) else ""
            out.append(_finding_html(finding, titles_by_code, line))
        out.append("</ol></section>")
    return "\n".join(out) or "<p>Nothing was found.</p>"


def _finding_html(finding: Finding, titles_by_code: Mapping[str, str], line: str) -> str:
    where, esc = finding.where, html.escape
    label = "accepted" if finding.accepted is not None else str(finding.severity)
    shown = ""
    if where and line and where.column:
        end = where.end or where.column + 1
        start = max(0, where.column - 120)
        before, words, after = (
            line[start : where.column - 1],
            line[where.column - 1 : end - 1],
            line[end - 1 : end + 120],
        )
        shown = f"<blockquote>{esc(before)}<mark>{esc(words)}</mark>{esc(after)}</blockquote>"
    place = f"line {where.line}" if where and where.line else esc(finding.item or "")
    accepted = f"<p>Accepted: {esc(finding.accepted)}</p>" if finding.accepted is not None else ""
    remedy = f"<p>What to do: {esc(finding.remedy)}</p>" if finding.remedy and not accepted else ""
    return (
        f'<li class="{label}"><p><strong>{label}</strong> <abbr title="{esc(titles_by_code.get(finding.code, ""))}">'
        f"{finding.code}</abbr> {place}: {esc(finding.message)}</p>{shown}{accepted}{remedy}</li>"
    )


FORMS: dict[str, Callable[[Sequence[Finding], Sequence[Verification], Summary, Source], str]] = {
    "text": as_text,
    "json": as_json,
    "sarif": as_sarif,
    "html": as_html,
    "junit": as_junit,
    "github": as_github,
}
"""Every form of report by name."""
