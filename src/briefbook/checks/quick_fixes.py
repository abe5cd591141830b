"""A finding and the text it is about -> quick fixes, for the language server and the desk."""

import re
from dataclasses import dataclass

from briefbook.model.finding import Finding
from briefbook.model.locator import FilePosition
from briefbook.model.verdict import Verdict


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
    if finding.code == "C101" and not finding.item:
        meant = [item for item in finding.data.get("near", ()) if finding.fix is None or item != finding.fix.text]
        options += [Repair(f"Cite {item}", where, item) for item in meant]
    if finding.code == "C101" and finding.item:
        citation_text = row[where.column - 1 : where.end - 1]
        identifiers = dict.fromkeys((*finding.data.get("near", ()), *finding.data.get("fitting", ())))
        for item in identifiers:
            text = citation_text.replace(finding.item, item)
            if not any(option.text == text for option in options):
                options.append(Repair(f"Cite {item}", where, text))
    if finding.code == "C201" and finding.data.get("verdict") == "elsewhere" and finding.item:
        options += _cite_other_item(finding, row)
    if finding.code == "C205":
        end = where.end + (row[where.end - 1 : where.end] in ("”", '"'))
        position = FilePosition(where.path, where.line, end, end)
        options += [
            Repair(f"Cite {option['item']}", position, f" ({option['item']})")
            for option in finding.data["alternatives"]
            if Verdict(option["verdict"]).agrees
        ]
    options.append(_acceptance(finding.code, where, source, row))
    return options


def _cite_other_item(finding: Finding, row: str) -> list[Repair]:
    """Replace the id of the quotation's own citation, where one stands behind the words in the same row.

    Not where the other item has the words only as far as they can be read, nor another quotation's citation.
    """
    item, where, cited = finding.item, finding.where, finding.data.get("cited", [])
    alternatives = finding.data.get("alternatives", [])
    has_words = any(other["item"] == item and Verdict(other["verdict"]).agrees for other in alternatives)
    if item is None or where is None or not has_words or len(cited) != 1:
        return []
    start, end = cited[0]["column"] - 1, cited[0]["end"] - 1
    written = row[start:end]
    if cited[0]["line"] != where.line or written.count(cited[0]["item"]) != 1 or "p." in written:
        return []
    position = FilePosition(where.path, where.line, start + 1, end + 1)
    return [Repair(f"Cite {item}, which has these words", position, written.replace(cited[0]["item"], item))]


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
