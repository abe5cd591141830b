"""An archive's PDFs of State Department cables -> descriptions: the archive's attributes compared with the message."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pypdfium2 import PdfDocument, PdfiumError  # type: ignore[import-untyped]

from briefbook.errors import FormatError
from briefbook.model.cable import Derivation, Reading, SourceKind
from briefbook.model.received import AttributeDifference, Description, Received
from briefbook.text.dates import read_date
from briefbook.text.vocabulary import is_marking_line
from briefbook.util.guarded import LimitError, guarded

ReadHeading = Callable[[str], Mapping[str, Any]]
"""Parses a message: from, number (the message record number), date, classification, subject, tags, reference."""

COMPARED_FIELDS = ("from", "number", "date", "classification", "subject", "tags", "reference")
"""Fields that both the archive's attributes and the message give."""

_FURNITURE = re.compile(
    r"^\s*(?:(?:Margaret P\.? Grafeld|Sheryl P\.? Walter)\b.*|.*Declassified/Released.*"
    r"|(?:US )?Department of State(?: EO Systematic Review.*)?|EO Systematic Review.*|\d\d [A-Z]{3} (?:19|20)\d\d)\s*$"
)
_ATTRIBUTE = re.compile(r"(?P<key>TAGS|(?=[^:]*[a-z])[A-Z][A-Za-z]*(?: [A-Za-z]+){0,5}|To):(?:\s|$)(?P<value>.*)")
_NO_VALUE = frozenset({"", "n/a", "N/A", "na", "none"})
_RELEASED = re.compile(r".*(?P<words>Declassified/Released.*?\d\d [A-Z]{3} \d{4})")


def read_state_cables(paths: Sequence[Path], name: str, *, heading: ReadHeading) -> Received:
    """Read the PDFs: the message page by page, the archive's attributes as fields, and where the two differ.

    The archive's value is used; the message's, where it differs, is reported beside it.

    Args:
        paths: The PDF files.
        name: The list's name, given as the source of every reading.
        heading: Parses the message.

    Returns:
        One description per PDF; items are named by the archive's document number (1974LAPAZ00060). A PDF that is not
        such a cable is reported and left out.
    """
    descriptions: dict[str, Description] = {}
    problems: list[str] = []
    differences: list[AttributeDifference] = []
    agreed: Counter[str] = Counter()
    originals = []
    for path in paths:
        try:
            pages = pages_of(path.read_bytes())
        except (FormatError, OSError) as error:
            problems.append(f"{path.name} cannot be read as a PDF: {error}")
            continue
        message, attributes = split_message(pages)
        item = attributes.get("Document Number", "").replace(" ", "")
        if not item:
            problems.append(f"{path.name} has no page of message attributes; it was left out")
            continue
        if item in descriptions:
            problems.append(f"{path.name}: {item} has two PDFs; the first is used")
            continue
        parsed_heading = heading("\n".join(message)) if message else {}
        item_differences = list(_differences(item, attributes, parsed_heading)) if message else []
        for field in COMPARED_FIELDS if message else ():
            agreed[field] += not any(difference.field == field for difference in item_differences)
        differences += item_differences
        flags = tuple(
            f"archive_gives_another_{difference.field}"
            for difference in item_differences
            if difference.field not in _CHECKED_ELSEWHERE
        )
        readings = _readings(attributes, pages, name)
        descriptions[item] = Description(item, readings, pages=tuple(message), row=len(descriptions) + 1, flags=flags)
        if not message:
            problems.append(f"{item} has attributes and no message")
        originals.append(path)
    compared = sum(bool(difference.pages) for difference in descriptions.values())
    counts = {"items": len(descriptions), "compared": compared, "differences": len(differences)}
    counts |= {f"{field} agree": agreed[field] for field in COMPARED_FIELDS if compared}
    problems += [
        f"{difference.item}: {difference.field}: the archive gives {difference.archive or 'nothing'!r}, "
        f"the message {difference.message or 'nothing'!r}"
        for difference in differences
    ]
    return Received(
        name,
        tuple(descriptions.values()),
        understood=(
            "each cable's message is compared with the archive's attributes; the differences are listed below",
        ),
        not_understood=tuple(problems),
        counts=counts,
        originals=tuple(originals),
        differences=tuple(differences),
    )


_CHECKED_ELSEWHERE = frozenset({"from", "number", "date"})
"""Fields whose two values the checks compare anyway, so that no flag is needed."""


def pages_of(data: bytes) -> list[str]:
    """The text of each page of a PDF, which is opened in a process of its own.

    Raises:
        FormatError: It is no PDF, it is damaged, or it takes too much memory or time.
    """
    try:
        return guarded(_open_pages, data)
    except LimitError as error:
        raise FormatError(str(error)) from error


def _open_pages(data: bytes) -> list[str]:
    try:
        document = PdfDocument(data)
    except PdfiumError as error:
        raise FormatError(str(error)) from error
    try:
        return [
            page.get_textpage().get_text_bounded().replace("\r\n", "\n").replace("\r", "\n").replace("\x02", "-\n")
            for page in document  # U+0002 is how pdfium gives a hyphen at the end of a line
        ]
    except PdfiumError as error:
        raise FormatError(str(error)) from error
    finally:
        document.close()


def message_pages(data: bytes) -> list[str]:
    """The text of the message in a PDF, page by page, without the archive's stamps and attributes.

    Args:
        data: The PDF of a cable.

    Returns:
        One text for each page that has any of the message.

    Raises:
        FormatError: It is no PDF that can be read.
    """
    return split_message(_open_pages(data))[0]


def split_message(pages: Iterable[str]) -> tuple[list[str], dict[str, str]]:
    """The pages of the message without the archive's stamps, and the attributes that follow it."""
    message: list[str] = []
    attributes: list[str] = []
    for page in pages:
        rows = [row.strip() for row in page.split("\n") if row.strip() and not _FURNITURE.match(row)]
        if attributes:
            attributes += rows
            continue
        start = next((start for start, row in enumerate(rows) if row == "Message Attributes"), None)
        if start is not None:
            attributes += ["Message Attributes", *rows[start + 1 :]]
            rows = rows[:start]
        rows = _without_page_marks([row for row in rows if row != "Message Text"])
        if rows:
            message.append("\n".join(rows))
    return message, _attributes(attributes[1:])


_PAGE_MARK = re.compile(
    r"PAGE (?:0[2-9]|[1-9]\d) {1,3}[A-Z][A-Z .]+ {1,3}\d{5}(?: {1,3}\d\d OF \d\d)? {1,3}\d{6}Z(?: .*)?"
)


def _without_page_marks(rows: Sequence[str]) -> list[str]:
    """The rows without the teletype's page marks in the middle of a side of paper, and the markings above them."""
    text_rows: list[str] = []
    for row in rows:
        if text_rows and _PAGE_MARK.fullmatch(row):
            while len(text_rows) > 1 and is_marking_line(text_rows[-1]):
                text_rows.pop()
        else:
            text_rows.append(row)
    return text_rows


def _attributes(rows: Iterable[str]) -> dict[str, str]:
    """Attribute names and values; a row without a name continues the value before it."""
    values: dict[str, str] = {}
    key = ""
    for row in rows:
        if match := _ATTRIBUTE.fullmatch(row):
            key = match["key"]
            values[key] = match["value"].strip()
        elif key:
            values[key] = f"{values[key]} {row}".strip()
    return values


_TAKEN = (
    "Document Number", "Draft Date", "From", "To", "Original Classification", "Original Handling Restrictions",
    "Handling Restrictions", "Subject", "TAGS", "Film Number", "Type", "Drafter",
)  # fmt: skip
"""Attributes that are fields."""

_OF_THE_ARCHIVES_PROGRAM = frozenset(
    {
        "Automatic Decaptioning", "Capture Date", "Channel Indicators", "Copy", "Current Handling Restrictions",
        "Decaption Date", "Decaption Note", "Disposition Action", "Disposition Approved on Date",
        "Disposition Authority", "Disposition Case Number", "Disposition Date", "Disposition Event",
        "Disposition History", "Disposition Reason", "Disposition Remarks", "Document Source", "Document Unique ID",
        "Errors", "Format", "Image Path", "ISecure", "Legacy Key", "Line Count", "Litigation Code Aides",
        "Litigation Codes", "Litigation History", "Margin", "Markings", "Message ID",
        "Original Previous Classification", "Original Previous Handling Restrictions", "Page Count",
        "Previous Channel Indicators", "Previous Classification", "Previous Handling Restrictions", "Retention",
        "Review Action", "Review Authority",
        "Review Comment", "Review Content Flags", "Review Date", "Review Event", "Review Exemptions",
        "Review Media Identifier", "Review Referrals", "Review Release Date", "Review Release Event",
        "Review Transfer Date", "Review Withdrawn Fields", "SAS ID", "Secure", "Status", "Declassified",
    }
)  # fmt: skip
"""Attributes of the program that kept the text, which say nothing of the paper; any other is kept as a note."""


def _readings(attributes: Mapping[str, str], pages: Sequence[str], name: str) -> dict[str, tuple[Reading, ...]]:
    readings: dict[str, tuple[Reading, ...]] = {}

    def put(field: str, written: str | None, *values: str | None, how: Derivation = Derivation.OBSERVED) -> None:
        if written and written not in _NO_VALUE:
            readings[field] = tuple(Reading(written, value, SourceKind.RECEIVED, how, source=name) for value in values)

    stated = {key: value for key, value in attributes.items() if value not in _NO_VALUE}
    document_number = stated["Document Number"]
    serial_match = re.search(r"(\d{4,6})$", document_number)
    put("date", stated.get("Draft Date"), _day(stated.get("Draft Date", "")))
    put("from", stated.get("From"), stated.get("From", "").upper())
    written = re.sub(r"\bSECSTATE WASHDC\b|\b(?<!OF )STATE\b", ";STATE;", stated.get("To", "").upper())
    to = [value.strip() for value in re.split(r"[;,]", written) if value.strip()]
    put("to", stated.get("To"), *to)
    put("number", document_number, str(int(serial_match[1])) if serial_match else None)
    put("classification", stated.get("Original Classification"), stated.get("Original Classification", "").upper())
    put(
        "caveats",
        stated.get("Original Handling Restrictions") or stated.get("Handling Restrictions"),
        *_captions(stated),
    )
    put("subject", stated.get("Subject"), stated.get("Subject"))
    put("tags", stated.get("TAGS"), *_tags(stated.get("TAGS", "")))
    identifiers = [document_number, *(f"film {value}" for value in [stated.get("Film Number")] if value)]
    put("identifiers", "; ".join(identifiers), *identifiers)
    put("form", stated.get("Type"), "telegram" if stated.get("Type") == "TE" else stated.get("Type", "").lower())
    put("signer", stated.get("Drafter"), stated.get("Drafter"))
    archive_citation = f"{document_number}, Central Foreign Policy Files, Record Group 59, National Archives (US)"
    put("citation", archive_citation, archive_citation, how=Derivation.SUPPLIED)
    note_attributes = (
        "Reference", "Executive Order", "Office", "Concepts", "Enclosure", "Disposition Comment", "Review History",
        "Current Classification", "Locator",
    )  # fmt: skip
    others = [key for key in stated if key not in (*note_attributes, *_TAKEN, *_OF_THE_ARCHIVES_PROGRAM)]
    notes = [f"{key}: {stated[key]}" for key in (*note_attributes, *others) if key in stated]
    stamp = next((match["words"] for page in pages if (match := _RELEASED.match(" ".join(page.split())[:400]))), "")
    notes += [stamp] if stamp else []
    put("note", "\n".join(notes), "\n".join(notes))
    return readings


def _captions(stated: Mapping[str, str]) -> list[str]:
    written = stated.get("Original Handling Restrictions") or stated.get("Handling Restrictions") or ""
    return [caption.strip().upper() for caption in written.split(",") if caption.strip()]


def _tags(written: str) -> list[str]:
    """Subject tags, and persons in brackets: "PINT, BL, (PAZ, VICTOR)" has three."""
    return [tag.strip(" ,") for tag in re.findall(r"\([^)]*\)|[^,()]+", written) if tag.strip(" ,")]


def _day(written: str) -> str | None:
    return read_date(written).without_clock


def _differences(
    item: str, attributes: Mapping[str, str], parsed_heading: Mapping[str, Any]
) -> Iterator[AttributeDifference]:
    """The fields in which the message, as parsed, differs from the archive's attributes."""
    archive = {key: "" if value in _NO_VALUE else value for key, value in attributes.items()}
    day = archive.get("Draft Date", "")
    pairs = {
        "from": (archive.get("From", ""), parsed_heading.get("from"), _are_equal),
        "number": (archive.get("Document Number", ""), parsed_heading.get("number"), _are_equal),
        "date": (_day(day) or day, parsed_heading.get("date"), _are_equal),
        "classification": (
            archive.get("Original Classification", ""),
            parsed_heading.get("classification"),
            _are_equal,
        ),
        "subject": (archive.get("Subject", ""), parsed_heading.get("subject"), _one_begins_other),
        "tags": (archive.get("TAGS", ""), ", ".join(parsed_heading.get("tags") or ()), _are_tags_among),
        "reference": (archive.get("Reference", ""), parsed_heading.get("reference"), _one_begins_other),
    }
    for field, (archive_value, message_value, agree) in pairs.items():
        if not agree(archive_value, message_value or ""):
            yield AttributeDifference(item, field, archive_value, message_value or "")


def _plain(words: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", words.upper())


def _are_equal(archive_value: str, message_value: str) -> bool:
    return _plain(archive_value) == _plain(message_value)


def _one_begins_other(archive_value: str, message_value: str) -> bool:
    """Does one text begin with the other? The archive copied two lines, whatever they contained."""
    archive_text, message_text = _plain(archive_value).removesuffix("NA"), _plain(message_value)
    if not (archive_text and message_text):
        return archive_text == message_text
    return (
        archive_text[:40] == message_text[:40]
        or archive_text.startswith(message_text)
        or message_text.startswith(archive_text)
    )


def _are_tags_among(archive_value: str, message_value: str) -> bool:
    """Are the message's subject tags among the archive's, which added some and spelt persons its own way?"""
    tags = {_plain(tag) for tag in _tags(archive_value)}
    return {_plain(tag) for tag in _tags(message_value) if not tag.startswith("(")} <= tags
