"""C401 An acceptance gives its reason and has not expired.

Why:
    A finding that is known and stays may be accepted: in a page's front matter (`accept:`, a list), in a comment
    beside the words (`<!-- accept C204: the page before has it until 2027-01-01 -->`), or in the journal. It then
    stays visible as accepted. An acceptance without a reason is a finding switched off, and one that has expired is a
    promise to look again.
Fails:
    item CDNW9001 date=1962-12-08 from=WASHDC number=3316
    book dates=1962-11-08/1962-11-13
    > The talks were delayed (CDNW9001). <!-- accept C204: told ahead until 1999-12-31 -->
Passes:
    item CDNW9001 date=1962-12-08 from=WASHDC number=3316
    book dates=1962-11-08/1962-11-13
    > The talks were delayed (CDNW9001). <!-- accept C204: told ahead of its time -->
Remedy:
    Look again: mend what was accepted, or give a new date and reason.
"""

import datetime
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from briefbook.checks.check_input import CheckInput
from briefbook.checks.former_words import says
from briefbook.checks.prose_dates import in_words
from briefbook.model.decision import AcceptanceDecision
from briefbook.model.finding import PROGRAM_FAULT, Finding, FindingAcceptance, Severity
from briefbook.model.locator import FilePosition
from briefbook.model.narrative import Narrative
from briefbook.util.nearest import did_you_mean

_CODE_FORM = r"(?=\w*\d)[A-Z]\w{1,4}"  # wider than a code, so that a misspelt one is met and reported
_COMMENT = re.compile(
    rf"<!--\s*accept\s+(?P<codes>{_CODE_FORM}(?:\s*,\s*{_CODE_FORM})*)\s*(?::|\b)\s*(?P<reason>(?:(?!<!--).)*?)\s*-->",
    re.I | re.S,
)
_CODE = re.compile(_CODE_FORM)
_UNTIL = re.compile(r"^(?P<reason>.*?)(?:^|\s+)until\s+(?P<until>\S*\d\S*)$", re.S)
_KEYS = ("code", "reason", "item", "words", "where", "until", "who", "by")
"""What an acceptance in front matter may hold; ``by`` is another word for ``who``."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A person's word that a finding may stay. ``lines``: the lines of the file for which it holds; None: all."""

    code: str
    reason: str
    where: FilePosition | None
    path: str = ""  # of the narrative it holds for; "": the whole collection
    item: str = ""
    words: str = ""
    place: str = ""  # path or path:line, as the finding's where is written
    until: datetime.date | None = None
    lines: tuple[int, int] | None = None
    who: str = ""
    problem: str = ""  # why it does not hold, and cannot

    @property
    def said_in(self) -> str:
        """Where it is written: the narrative's path, or the journal."""
        return self.path or "journal"

    def covers(self, finding: Finding) -> bool:
        """Whether this acceptance applies to a finding."""
        if not finding.code.startswith(self.code) or (self.item and self.item != finding.item):
            return False
        where = finding.where
        if self.path and (where is None or where.path != self.path):
            return False
        if self.lines and (where is None or not self.lines[0] <= where.line <= self.lines[1]):
            return False
        if self.place and (where is None or not f"{where}:".startswith(f"{self.place}:")):
            return False
        return not self.words or says(f"{finding.message} {finding.data.get('words', '')}", self.words)


def acceptances(inputs: CheckInput) -> list[Acceptance]:
    """Every acceptance of the front matters, the comments and the journal."""
    all_acceptances = [_of_decision(decision) for decision in inputs.context.accepted]
    for narrative in inputs.narratives:
        entries = narrative.front_matter.get("accept") or ()
        rows = entries if isinstance(entries, list | tuple) else (entries,)
        all_acceptances += [_of_mapping(row, FilePosition(narrative.path, 1), narrative.path) for row in rows]
        all_acceptances += _comments(narrative)
    return all_acceptances


def accept(
    findings: Iterable[Finding],
    accepting: Sequence[Acceptance],
    today: datetime.date | None,
    codes: Collection[str] | None = None,
) -> list[Finding]:
    """Mark the findings that are accepted.

    Args:
        findings: All findings.
        accepting: Every acceptance.
        today: The day on which an acceptance may have expired; None: none has.
        codes: All codes there are; None: any code may be accepted.

    Returns:
        The findings in their order, those that are accepted marked so, and a finding for every acceptance that does
        not hold: misspelt, without a reason, expired, or of nothing.
    """
    accepting = [_with_problem_of_code(acceptance, codes) for acceptance in accepting]
    holding = [
        acceptance
        for acceptance in accepting
        if acceptance.reason
        and not acceptance.problem
        and not (today and acceptance.until and acceptance.until < today)
    ]
    out, used = [], set()
    for finding in findings:
        which = next(
            (i for i, acceptance in enumerate(holding) if finding.accepted is None and acceptance.covers(finding)), None
        )
        if which is None:
            out.append(finding)
            continue
        used.add(id(holding[which]))
        out.append(_accepted(finding, holding[which]))
    for acceptance in accepting:
        if acceptance.problem:
            what, remedy = f"the acceptance of {acceptance.code} does not hold: {acceptance.problem}", "correct it."
        elif not acceptance.reason:
            what, remedy = (
                f"the acceptance of {acceptance.code} gives no reason, so it does not hold",
                "say why it may stay.",
            )
        elif acceptance.until and acceptance not in holding:
            what, remedy = (
                f"the acceptance of {acceptance.code} expired on {in_words(acceptance.until)}: {acceptance.reason}",
                "look again.",
            )
        elif id(acceptance) not in used:
            out.append(_unused(acceptance))
            continue
        else:
            continue
        out.append(Finding("C401", acceptance.where, what, remedy=remedy, item=acceptance.item or None))
    return out


def _with_problem_of_code(acceptance: Acceptance, codes: Collection[str] | None) -> Acceptance:
    """The acceptance, with what is wrong with its code, if anything is."""
    if acceptance.problem or codes is None:
        return acceptance
    if PROGRAM_FAULT.startswith(acceptance.code):
        return replace(acceptance, problem="a fault of the program is to be reported, not accepted")
    if not any(code.startswith(acceptance.code) for code in codes):
        guess = did_you_mean(acceptance.code, sorted(codes))
        return replace(acceptance, problem=f"there is no such code; {guess or 'docs/checks.md has them all'}".strip())
    return acceptance


def _accepted(finding: Finding, acceptance: Acceptance) -> Finding:
    accepted_by = FindingAcceptance(acceptance.reason, acceptance.who, acceptance.until, acceptance.said_in)
    return replace(finding, accepted=_reason(acceptance), acceptance=accepted_by)


def _unused(acceptance: Acceptance) -> Finding:
    return Finding(
        "C401",
        acceptance.where,
        f"the acceptance of {acceptance.code} covers no finding (any more): {acceptance.reason}",
        remedy="delete it.",
        severity=Severity.NOTE,
        item=acceptance.item or None,
    )


def _reason(acceptance: Acceptance) -> str:
    return (
        acceptance.reason
        + (f" (until {acceptance.until})" if acceptance.until else "")
        + (f" [{acceptance.who}]" if acceptance.who else "")
    )


def _of_decision(decision: AcceptanceDecision) -> Acceptance:
    return Acceptance(
        decision.code,
        decision.why.strip(),
        None,
        item=decision.item or "",
        place=decision.where or "",
        until=decision.until,
        who=decision.who,
    )


def _of_mapping(row: Any, where: FilePosition | None, path: str) -> Acceptance:
    if isinstance(row, str):
        code = _CODE.match(row)
        rest = row[code.end() :].strip(" :") if code else row
        reason, until, problem = _reason_and_day(rest)
        return Acceptance(code.group() if code else "C?", reason, where, path, until=until, problem=problem)
    if not isinstance(row, Mapping):
        return Acceptance("C?", "", where, path)
    until_value = row.get("until")
    until = until_value if isinstance(until_value, datetime.date) else _day(str(until_value or ""))
    problem = (
        f"until is {until_value!r}, which is no day; write it as 2027-01-31" if until_value and until is None else ""
    )
    for key in row:
        if key not in _KEYS:
            guess = did_you_mean(str(key), _KEYS) or f"there are {', '.join(_KEYS)}"
            problem = f"it has an unknown key {key!r}; {guess}".strip()
    return Acceptance(
        str(row.get("code") or "C?"),
        str(row.get("reason") or "").strip(),
        where,
        path,
        item=str(row.get("item") or ""),
        words=str(row.get("words") or ""),
        place=str(row.get("where") or ""),
        until=until,
        who=str(row.get("who") or row.get("by") or ""),
        problem=problem,
    )


def _reason_and_day(text: str) -> tuple[str, datetime.date | None, str]:
    """A reason as written, "known until 2027-01-31", in its parts, and what is wrong with the day."""
    reason = " ".join(text.split())
    match = _UNTIL.match(reason)
    if not match:
        return reason, None, ""
    until = _day(match["until"])
    if until is None:
        return reason, None, f"until is followed by {match['until']!r}, which is no day; write it as 2027-01-31"
    return match["reason"], until, ""


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _comments(narrative: Narrative) -> list[Acceptance]:
    """A comment beside words holds for its line; one on a line of its own for the paragraph below."""
    in_comments = []
    rows = narrative.source.splitlines()
    for comment in _COMMENT.finditer(narrative.source):
        line = narrative.source.count("\n", 0, comment.start()) + 1
        last = line + comment.group().count("\n")
        if not rows[line - 1].replace(comment.group().splitlines()[0], "").strip():
            while last < len(rows) and not rows[last].strip():
                last += 1
            while last < len(rows) and rows[last].strip():
                last += 1
        column = comment.start() - (narrative.source.rfind("\n", 0, comment.start()) + 1) + 1
        reason, until, problem = _reason_and_day(comment["reason"])
        for code in _CODE.findall(comment["codes"].upper()):
            in_comments.append(
                Acceptance(
                    code,
                    reason,
                    FilePosition(narrative.path, line, column),
                    narrative.path,
                    until=until,
                    lines=(line, last),
                    problem=problem,
                )
            )
    return in_comments
