"""A narrative, a position in it and the findings -> hovers, and the file that defines an item."""

import re
from collections.abc import Sequence
from pathlib import Path

from briefbook.checks.quotation_words import difference_in_words, items_with_words
from briefbook.model.locator import FilePosition
from briefbook.model.narrative import Citation, Link, Narrative, Quotation
from briefbook.model.verdict import Verdict, Verification
from briefbook.project.collection import Collection
from briefbook.util.names import problem_of_entry

_VERDICT_TEXTS = {
    Verdict.VERBATIM: "Word for word; letter case, punctuation and line breaks were not compared",
    Verdict.AS_ON_SCAN: "As on the scan: where the reading differs, the picture has the quoted words",
    Verdict.NOISY: "Word for word but for misread letters: look at the picture",
    Verdict.EDITED: "Word for word, but what the dots hide may change the sense",
    Verdict.ALTERED: "Altered: a word differs",
    Verdict.ELSEWHERE: "In another item than the one cited",
    Verdict.NOT_FOUND: "Not found",
    Verdict.CANNOT_TELL: "Could not be checked",
}
_ITEM_BEFORE_CURSOR = re.compile(r"(?:[(\[@;,]|\bsee)\s*@?(?P<words>[^()\[\]@;,.“”\"]{1,60})$")


def words_before_cursor(before: str) -> tuple[int, str] | None:
    """Column (from 0) and words before the cursor that may name an item; None if there are none.

    >>> words_before_cursor("The talks stalled (WASHDC 331"), words_before_cursor("The talks stalled")
    ((19, 'WASHDC 331'), None)
    """
    row = before.rsplit("\n", 1)[-1]
    match = _ITEM_BEFORE_CURSOR.search(row)
    if not match:
        match = re.search(r"(?<![\w.-])(?P<words>[A-Z]{2,}[0-9]+)$", row)
    return (match.start("words"), match["words"]) if match else None


def citation_at(narrative: Narrative, offset: int) -> Citation | None:
    """The citation at a character offset of the narrative's source."""
    return next((citation for citation in narrative.citations if citation.offset <= offset <= citation.end), None)


def quotation_at(narrative: Narrative, offset: int) -> tuple[int, Quotation] | None:
    """The shortest quotation at a character offset of the narrative's source, with its index."""
    matches = [
        (i, quotation)
        for i, quotation in enumerate(narrative.quotations)
        if quotation.offset <= offset <= quotation.end
    ]
    return min(matches, key=lambda quotation: quotation[1].end - quotation[1].offset) if matches else None


def link_at(narrative: Narrative, where: FilePosition) -> Link | None:
    """The link at a line and column."""
    for link in narrative.links:
        end = link.where.end or link.where.column + 1
        if link.where.line == where.line and link.where.column <= where.column <= end:
            return link
    return None


def verification_markdown(verification: Verification) -> str:
    """The result of checking a quotation, as Markdown."""
    rows = [f"**{_VERDICT_TEXTS[verification.verdict]}.** {verification.why}"]
    if verification.not_judged is not None:
        rows = ["Only a word or two in quotation marks: too short to check."]
    if verification.item and verification.page:
        lines = f", l. {verification.lines[0]}" if verification.lines else ""
        rows.append(f"{verification.item}, p. {verification.page}{lines} reads:\n\n> {verification.found}")
    rows += [f"- {evidence}" for evidence in verification.evidence]
    if difference := difference_in_words(verification.difference):
        rows.append(f"- {difference}")
    if others := items_with_words(verification):
        rows.append(f"{others[0].upper()}{others[1:]}.")
    return "\n\n".join(rows)


def find_item_source(collection: Collection, item: str, scans: Sequence[Path]) -> tuple[Path, int] | None:
    """The file to open for an item, and the row from 1: its transcript, its scan, or its received description."""
    for path in sorted((collection.transcripts / item).glob("p*.txt")):
        if not problem_of_entry(path):
            return path, 1
    for path in scans:
        return path, 1
    needle = f'"item": "{item}"'
    for path in sorted(collection.received.glob("*/descriptions*.jsonl")):
        if problem_of_entry(path):
            continue
        with open(path, encoding="utf-8", errors="replace") as rows:
            for row_number, row in enumerate(rows, 1):
                if needle in row or f'"item":"{item}"' in row:
                    return path, row_number
    return None
