"""TAGS, SUBJ and REF of the State Archiving System's message: labels whose values go on over lines."""

import re

from briefbook.cables import heading_slots as slots
from briefbook.cables.forms.common import add_references
from briefbook.cables.heading_draft import HeadingDraft, join_lines
from briefbook.model.cable import Derivation
from briefbook.text.vocabulary import damaged_tag

REFERENCE = re.compile(r"^(?:REFS?|REFERENCES?|REFTELS?|REF\(S\))\s*[:;]\s*(?P<ref>.*)|\sREFS?:\s*(?P<inline>.*)$")
_NEW_PART = re.compile(
    r"^(?:E\.?\s?O\.?|TAGS|SUBJ|REF|BEGIN|SUMMARY|FOR[:\s]|FROM:|PASS[:\s]|ATTN|DEPT|DEPARTMENT|\(?\d{1,2}[.)]|[A-Z]\.\s"
    r"|UNCLASSIFIED|CONFIDENTIAL|SECRET|LIMITED)"
)


def put_tags(draft: HeadingDraft, index: int, first: str) -> None:
    """The subject tags, countries and organisations; names of persons stand in brackets."""
    first = re.split(r"\bSUBJ", first)[0]
    parts = [first]
    for below in range(index + 1, min(index + 4, len(draft.lines))):
        text = draft.lines[below].text
        if not (parts[-1].rstrip().endswith(",") or re.fullmatch(r"[A-Z]{2}(?:,?\s*[A-Z]{2})*", text)):
            break
        parts.append(text)
    text = join_lines(parts)
    people = re.findall(r"\(([^)]*)\)?", text)
    codes = [
        code
        for code in re.split(r"[,;\s]+|(?<=[A-Z]{2})/(?=[A-Z]{2})", re.sub(r"\([^)]*\)?", " ", text))
        if re.fullmatch(r"[A-Z]{2,5}(?:/[A-Z])?", code)  # a tag that none knows, as it is typed
    ]
    mended = [damaged_tag(code) or code for code in codes]
    draft.put(
        slots.TAGS, mended, index, written=text, how=Derivation.OBSERVED if mended == codes else Derivation.REPAIRED
    )
    draft.put(slots.TAGS_PERSONS, [person.strip() for person in people if person.strip()], index, written=text)


def put_subject(draft: HeadingDraft, index: int, first: str) -> None:
    """The subject, over as many lines as are indented or lead to the next label."""
    first = re.split(r"\s{2,}REF:|\sREFS?:", first)[0]
    parts = [first]
    for below in range(index + 1, min(index + 4, len(draft.lines))):
        raw, text = draft.lines[below].raw, draft.lines[below].text
        indented = raw.startswith((" ", "\t")) or parts[-1].endswith("-") or not parts[-1]
        labelled = _NEW_PART.match(text.upper()) or REFERENCE.search(text)
        if labelled or not (indented or _goes_on(draft, below, parts[-1])):
            break
        parts.append(text)
    subject = join_lines(part for part in parts if part).strip()
    if subject:
        draft.put(slots.SUBJECT, subject, index)


def _goes_on(draft: HeadingDraft, below: int, before: str) -> bool:
    """A line that is not indented still belongs to the subject where a label follows it."""
    after = draft.lines[below + 1].text if below + 1 < len(draft.lines) else ""
    return (
        len(before) >= 15
        and not before.endswith(".")
        and bool(REFERENCE.search(after) or _NEW_PART.match(after.upper()))
    )


def put_references(draft: HeadingDraft, index: int, first: str) -> None:
    """The line of references as it stands, and each of them."""
    parts = [first]
    for below in range(index + 1, min(index + 6, len(draft.lines))):
        line = draft.lines[below].text
        starts_item = re.match(r"\(?[A-H][).]\s", line)
        raw = draft.lines[below].raw
        if not starts_item and (
            _NEW_PART.match(line.upper())
            or not (raw.startswith((" ", "\t")) or parts[-1].rstrip().endswith((",", ";", "AND")))
        ):
            break
        parts.append(line)
    text = join_lines(parts)
    if text.strip():
        draft.values[slots.REFERENCE_LINE] = text.strip()
        add_references(draft, text, index, author=draft.values.get(slots.STATION) or draft.values.get(slots.FROM))
