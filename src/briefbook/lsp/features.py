"""A page, a place in it and the findings -> what an editor shows: hovers, repairs, where an item stands."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from briefbook.model.finding import Finding
from briefbook.model.locator import FilePosition
from briefbook.model.narrative import Citation, Link, Narrative, Quotation
from briefbook.model.verdict import Verdict, Verification
from briefbook.project.collection import Collection

_SAYS = {
    Verdict.VERBATIM: "Word for word, letter case, punctuation and line breaks aside",
    Verdict.NOISY: "Word for word but for misread letters: look at the picture",
    Verdict.ALTERED: "Altered: a word differs",
    Verdict.ELSEWHERE: "In another item than the one cited",
    Verdict.NOT_FOUND: "Not found",
    Verdict.CANNOT_TELL: "Cannot be told",
}
_ASKED = re.compile(r"(?:[(\[@;,]|\bsee)\s*@?(?P<words>[^()\[\]@;,.“”\"]{1,60})$")


@dataclass(frozen=True, slots=True)
class Repair:
    """A change that the author may choose: what it does, where, and the text that takes the place."""

    title: str
    where: FilePosition
    text: str
    certain: bool = False


def asked_for(before: str) -> tuple[int, str] | None:
    """Where the words that name an item begin in the text before the cursor, and the words; None if none is named.

    >>> asked_for("The talks stalled (WASHDC 331"), asked_for("The talks stalled")
    ((19, 'WASHDC 331'), None)
    """
    row = before.rsplit("\n", 1)[-1]
    found = _ASKED.search(row)
    if not found:
        found = re.search(r"(?<![\w.-])(?P<words>[A-Z]{2,}[0-9]+)$", row)
    return (found.start("words"), found["words"]) if found else None


def citation_at(narrative: Narrative, offset: int) -> Citation | None:
    """The citation at a place of the page."""
    return next((one for one in narrative.citations if one.offset <= offset <= one.end), None)


def quotation_at(narrative: Narrative, offset: int) -> tuple[int, Quotation] | None:
    """The quotation at a place of the page, with its number."""
    held = [(i, one) for i, one in enumerate(narrative.quotations) if one.offset <= offset <= one.end]
    return min(held, key=lambda one: one[1].end - one[1].offset) if held else None


def link_at(narrative: Narrative, where: FilePosition) -> Link | None:
    """The link at a line and column."""
    for link in narrative.links:
        end = link.where.end or link.where.column + 1
        if link.where.line == where.line and link.where.column <= where.column <= end:
            return link
    return None


def told(verification: Verification) -> str:
    """What comparing a quotation gave, as Markdown."""
    rows = [f"**{_SAYS[verification.verdict]}.** {verification.why}"]
    if verification.not_judged is not None:
        rows = ["A word or two in quotation marks: counted, not judged."]
    if verification.item and verification.page:
        lines = f", l. {verification.lines[0]}" if verification.lines else ""
        rows.append(f"{verification.item}, p. {verification.page}{lines} reads:\n\n> {verification.found}")
    if verification.alternatives:
        rows.append("See also " + ", ".join(item for item, _ in verification.alternatives) + ".")
    return "\n\n".join(rows)


def repairs(finding: Finding, source: str) -> list[Repair]:
    """What may be done about a finding: the certain repair, other ids, or to accept it with a reason."""
    found: list[Repair] = []
    where = finding.where
    if finding.fix:
        found.append(Repair(f"Write {finding.fix.text}", finding.fix.where, finding.fix.text, certain=True))
    if where is None or not where.line:
        return found
    row = source.splitlines()[where.line - 1] if where.line <= len(source.splitlines()) else ""
    if finding.code == "C101" and finding.item:
        written = row[where.column - 1 : where.end - 1]
        ids = dict.fromkeys((*finding.data.get("near", ()), *finding.data.get("fitting", ())))
        for item in ids:
            text = written.replace(finding.item, item)
            if not any(one.text == text for one in found):
                found.append(Repair(f"Cite {item}", where, text))
    if finding.code == "C201" and finding.data.get("verdict") == "elsewhere" and finding.item:
        found += _cite_instead(row, where, finding.item)
    if finding.code == "C205":
        end = where.end + (row[where.end - 1 : where.end] in ("”", '"'))
        place = FilePosition(where.path, where.line, end, end)
        found += [Repair(f"Cite {one['item']}", place, f" ({one['item']})") for one in finding.data["alternatives"]]
    at_end = FilePosition(where.path, where.line, len(row) + 1, len(row) + 1)
    found.append(Repair(f"Accept {finding.code} here", at_end, f" <!-- accept {finding.code}: why -->"))
    return found


def _cite_instead(row: str, where: FilePosition, item: str) -> list[Repair]:
    """The id next cited after the words, if it stands on the same line, replaced by another."""
    cited = re.compile(r"[A-Z]{2,}[0-9]{3,}").search(row, max(0, where.end - 1))
    if not cited:
        return []
    place = FilePosition(where.path, where.line, cited.start() + 1, cited.end() + 1)
    return [Repair(f"Cite {item}, which has these words", place, item)]


def where_item_stands(collection: Collection, item: str, scans: Sequence[Path]) -> tuple[Path, int] | None:
    """The file to open for an item, and the line: its transcript, its scan, or the description that came with it."""
    for path in sorted((collection.transcripts / item).glob("p*.txt")):
        return path, 1
    for path in scans:
        return path, 1
    needle = f'"item": "{item}"'
    for path in sorted(collection.received.glob("*/descriptions*.jsonl")):
        with open(path, encoding="utf-8", errors="replace") as file:
            for number, line in enumerate(file, 1):
                if needle in line or f'"item":"{item}"' in line:
                    return path, number
    return None
