"""Apply safe fixes to a file, and show the difference before."""

import difflib
from collections.abc import Iterable

from briefbook.model.finding import Finding, Fix


def apply_fixes(source: str, fixes: Iterable[Fix]) -> str:
    """The text with the repairs made; where two overlap, the first stands."""
    rows = source.splitlines(keepends=True)
    free: dict[int, int] = {}
    for fix in sorted(set(fixes), key=lambda fix: (fix.where.line, fix.where.column), reverse=True):
        where = fix.where
        if not 0 < where.line <= len(rows) or where.end > free.get(where.line, where.end):
            continue
        row = rows[where.line - 1]
        rows[where.line - 1] = row[: where.column - 1] + fix.text + row[where.end - 1 :]
        free[where.line] = where.column
    return "".join(rows)


def fixes_by_path(findings: Iterable[Finding]) -> dict[str, list[Fix]]:
    """The repairs of findings that nobody accepted, by file."""
    fixes_of: dict[str, list[Fix]] = {}
    for finding in findings:
        if finding.fix and finding.accepted is None:
            fixes_of.setdefault(finding.fix.where.path, []).append(finding.fix)
    return fixes_of


def difference(path: str, before: str, after: str) -> str:
    """What would change, as a unified diff."""
    rows = difflib.unified_diff(before.splitlines(), after.splitlines(), path, path, lineterm="", n=1)
    return "\n".join(rows)
