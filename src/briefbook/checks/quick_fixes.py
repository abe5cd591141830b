"""A finding and the text it is about -> quick fixes, for the language server and the desk."""

import re
from dataclasses import dataclass

from briefbook.model.finding import Finding
from briefbook.model.locator import FilePosition


@dataclass(frozen=True, slots=True)
class Repair:
    """A quick fix: its title, the range that it replaces, and the new text; ``certain`` if it needs no judgement."""

    title: str
    where: FilePosition
    text: str
    certain: bool = False


def repairs(finding: Finding, source: str) -> list[Repair]:
    """Quick fixes for a finding: its certain repair, other identifiers, or accepting it with a reason.

    Args:
        finding: The finding.
        source: The text of the document.
    """
    options: list[Repair] = []
    where = finding.where
    if finding.fix:
        options.append(Repair(f"Write {finding.fix.text}", finding.fix.where, finding.fix.text, certain=True))
    if where is None or not where.line:
        return options
    row = source.splitlines()[where.line - 1] if where.line <= len(source.splitlines()) else ""
    if finding.code == "C101" and finding.item:
        citation_text = row[where.column - 1 : where.end - 1]
        identifiers = dict.fromkeys((*finding.data.get("near", ()), *finding.data.get("fitting", ())))
        for item in identifiers:
            text = citation_text.replace(finding.item, item)
            if not any(option.text == text for option in options):
                options.append(Repair(f"Cite {item}", where, text))
    if finding.code == "C201" and finding.data.get("verdict") == "elsewhere" and finding.item:
        options += _cite_other_item(row, where, finding.item)
    if finding.code == "C205":
        end = where.end + (row[where.end - 1 : where.end] in ("”", '"'))
        position = FilePosition(where.path, where.line, end, end)
        options += [
            Repair(f"Cite {option['item']}", position, f" ({option['item']})")
            for option in finding.data["alternatives"]
        ]
    options.append(_acceptance(finding.code, where, source, row))
    return options


def _cite_other_item(row: str, where: FilePosition, item: str) -> list[Repair]:
    """Replace the next identifier after the words, if it is in the same row of the source."""
    match = re.compile(r"[A-Z]{2,}[0-9]{3,}").search(row, max(0, where.end - 1))
    if not match:
        return []
    position = FilePosition(where.path, where.line, match.start() + 1, match.end() + 1)
    return [Repair(f"Cite {item}, which has these words", position, item)]


_FRONT_MATTER = re.compile(r"\A---[ \t]*\n.*?^(?:---|\.\.\.)[ \t]*$", re.S | re.M)


def _acceptance(code: str, where: FilePosition, source: str, row: str) -> Repair:
    """Accept a finding with a reason: behind its line, or in the front matter, where a comment would be no YAML."""
    title = f"Accept {code} here"
    front = _FRONT_MATTER.match(source)
    rows = front[0].split("\n") if front else []
    if where.line > len(rows):
        at_end = FilePosition(where.path, where.line, len(row) + 1, len(row) + 1)
        return Repair(title, at_end, f" <!-- accept {code}: why -->")
    key = next((number for number, line in enumerate(rows, 1) if re.fullmatch(r"accept:[ \t]*", line)), 0)
    entry = f'  - "{code}: why"'
    if key:
        at_end = FilePosition(where.path, key, len(rows[key - 1]) + 1, len(rows[key - 1]) + 1)
        return Repair(title, at_end, f"\n{entry}")
    last = len(rows)
    return Repair(title, FilePosition(where.path, last, 1, 1), f"accept:\n{entry}\n")
