"""TAGS, SUBJ and REF of the State Archiving System's message: labels whose values go on over lines."""

import re

from briefbook.cables.forms.common import add_references
from briefbook.cables.heading_draft import HeadingDraft, joined
from briefbook.model.cable import Derivation
from briefbook.text.vocabulary import damaged_tag

REFERENCE = re.compile(r"^(?:REFS?|REFERENCES?|REFTELS?|REF\(S\))\s*[:;]\s*(?P<ref>.*)|\sREFS?:\s*(?P<inline>.*)$")
_NEW_PART = re.compile(
    r"^(?:E\.?\s?O\.?|TAGS|SUBJ|REF|BEGIN|SUMMARY|FOR[:\s]|FROM:|PASS[:\s]|ATTN|DEPT|DEPARTMENT|\(?\d{1,2}[.)]|[A-Z]\.\s"
    r"|UNCLASSIFIED|CONFIDENTIAL|SECRET|LIMITED)"
)


def put_tags(sheet: HeadingDraft, index: int, first: str) -> None:
    """The subject tags, countries and organisations; names of persons stand in brackets."""
    first = re.split(r"\bSUBJ", first)[0]
    parts = [first]
    for below in range(index + 1, min(index + 4, len(sheet.lines))):
        text = sheet.texts[below]
        if not (parts[-1].rstrip().endswith(",") or re.fullmatch(r"[A-Z]{2}(?:,?\s*[A-Z]{2})*", text)):
            break
        parts.append(text)
    text = joined(parts)
    people = re.findall(r"\(([^)]*)\)?", text)
    codes = [
        code
        for code in re.split(r"[,;\s]+|(?<=[A-Z]{2})/(?=[A-Z]{2})", re.sub(r"\([^)]*\)?", " ", text))
        if re.fullmatch(r"[A-Z]{2,5}(?:/[A-Z])?", code)  # a tag that none knows, as it is typed
    ]
    mended = [damaged_tag(code) or code for code in codes]
    sheet.put("tags", mended, index, written=text, how=Derivation.OBSERVED if mended == codes else Derivation.REPAIRED)
    sheet.put("tags_persons", [one.strip() for one in people if one.strip()], index, written=text)


def put_subject(sheet: HeadingDraft, index: int, first: str) -> None:
    """The subject, over as many lines as are indented or lead to the next label."""
    first = re.split(r"\s{2,}REF:|\sREFS?:", first)[0]
    parts = [first]
    for below in range(index + 1, min(index + 4, len(sheet.lines))):
        raw, text = sheet.lines[below].raw, sheet.texts[below]
        indented = raw.startswith((" ", "\t")) or parts[-1].endswith("-") or not parts[-1]
        labelled = _NEW_PART.match(text.upper()) or REFERENCE.search(text)
        if labelled or not (indented or _goes_on(sheet, below, parts[-1])):
            break
        parts.append(text)
    subject = joined(part for part in parts if part).strip()
    if subject:
        sheet.put("subject", subject, index)


def _goes_on(sheet: HeadingDraft, below: int, before: str) -> bool:
    """A line that is not indented still belongs to the subject where a label follows it."""
    after = sheet.texts[below + 1] if below + 1 < len(sheet.lines) else ""
    return (
        len(before) >= 15
        and not before.endswith(".")
        and bool(REFERENCE.search(after) or _NEW_PART.match(after.upper()))
    )


def put_references(sheet: HeadingDraft, index: int, first: str) -> None:
    """The line of references as it stands, and each of them."""
    parts = [first]
    for below in range(index + 1, min(index + 6, len(sheet.lines))):
        line = sheet.texts[below]
        starts_item = re.match(r"\(?[A-H][).]\s", line)
        raw = sheet.lines[below].raw
        if not starts_item and (
            _NEW_PART.match(line.upper())
            or not (raw.startswith((" ", "\t")) or parts[-1].rstrip().endswith((",", ";", "AND")))
        ):
            break
        parts.append(line)
    text = joined(parts)
    if text.strip():
        sheet.values["reference_line"] = text.strip()
        add_references(sheet, text, index, author=sheet.values.get("station") or sheet.values.get("from"))
