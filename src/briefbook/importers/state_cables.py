"""An archive's PDFs of State Department cables -> descriptions: the raw message beside the archive's attributes."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from pypdfium2 import PdfDocument, PdfiumError  # type: ignore[import-untyped]

from briefbook.model.cable import Derivation, Reading, SourceKind
from briefbook.model.received import Description, Received

Heading = Callable[[str], Mapping[str, Any]]
"""Reads a raw message: from, number (the message record number), date, classification, subject, tags, reference."""

COMPARED = ("from", "number", "date", "classification", "subject", "tags", "reference")
"""What the archive's attributes and the message both say."""

_FURNITURE = re.compile(
    r"^\s*(?:(?:Margaret P\.? Grafeld|Sheryl P\.? Walter)\b.*|.*Declassified/Released.*"
    r"|(?:US )?Department of State(?: EO Systematic Review.*)?|EO Systematic Review.*|\d\d [A-Z]{3} (?:19|20)\d\d)\s*$"
)
_KEY = re.compile(r"(?P<key>TAGS|(?=[^:]*[a-z])[A-Z][A-Za-z]*(?: [A-Za-z]+){0,5}|To):(?:\s|$)(?P<value>.*)")
_BLANK = frozenset({"", "n/a", "N/A", "na", "none"})
_RELEASED = re.compile(r".*(?P<words>Declassified/Released.*?\d\d [A-Z]{3} \d{4})")


def read_state_cables(paths: Sequence[Path], name: str, *, heading: Heading) -> Received:
    """A description a PDF: the message page by page, the archive's attributes as fields, and where the two differ.

    Items are called by the archive's document number (1974LAPAZ00060). A PDF that is none of these is reported and
    left out. Nothing is decided: the archive's word holds, the message's stands beside it.
    """
    descriptions: dict[str, Description] = {}
    problems: list[str] = []
    differences: list[dict[str, Any]] = []
    agreed: Counter[str] = Counter()
    originals = []
    for path in paths:
        try:
            pages = pages_of(path.read_bytes())
        except (PdfiumError, OSError) as error:
            problems.append(f"{path.name} cannot be read as a PDF: {error}")
            continue
        message, attributes = parted(pages)
        item = attributes.get("Document Number", "").replace(" ", "")
        if not item:
            problems.append(f"{path.name} holds no page of message attributes; it was left out")
            continue
        if item in descriptions:
            problems.append(f"{path.name}: {item} came twice; the first is kept")
            continue
        said = heading("\n".join(message)) if message else {}
        found = list(_differences(attributes, said)) if message else []
        for field in COMPARED if message else ():
            agreed[field] += not any(one["field"] == field for one in found)
        differences += [{"item": item} | one for one in found]
        flags = tuple(f"archive_gives_another_{one['field']}" for one in found if one["field"] not in _CHECKED)
        readings = _readings(attributes, pages, name)
        descriptions[item] = Description(item, readings, pages=tuple(message), row=len(descriptions) + 1, flags=flags)
        if not message:
            problems.append(f"{item} has attributes and no message")
        originals.append(path)
    compared = sum(bool(one.pages) for one in descriptions.values())
    counts = {"items": len(descriptions), "compared": compared, "differences": len(differences)}
    counts |= {f"{field} agree": agreed[field] for field in COMPARED if compared}
    problems += [
        f"{one['item']}: {one['field']}: the archive gives {one['archive'] or 'nothing'!r}, the message "
        f"{one['message'] or 'nothing'!r}"
        for one in differences
    ]
    return Received(
        name,
        tuple(descriptions.values()),
        understood=(
            "each cable's message is read beside the archive's attributes; where they differ it is said below",
        ),
        not_understood=tuple(problems),
        counts=counts,
        originals=tuple(originals),
        differences=tuple(differences),
    )


_CHECKED = frozenset({"from", "number", "date"})
"""Fields whose two readings the checks compare anyway."""


def pages_of(data: bytes) -> list[str]:
    """The text of each page of a PDF, its lines as they stand."""
    document = PdfDocument(data)
    try:
        return [page.get_textpage().get_text_bounded().replace("\r\n", "\n").replace("\r", "\n") for page in document]
    finally:
        document.close()


def parted(pages: Iterable[str]) -> tuple[list[str], dict[str, str]]:
    """The message's pages without the archive's stamps, and the attributes that follow it."""
    message: list[str] = []
    attributes: list[str] = []
    for page in pages:
        lines = [line.strip() for line in page.split("\n") if line.strip() and not _FURNITURE.match(line)]
        if attributes:
            attributes += lines
            continue
        at = next((at for at, line in enumerate(lines) if line == "Message Attributes"), None)
        if at is not None:
            attributes += ["Message Attributes", *lines[at + 1 :]]
            lines = lines[:at]
        lines = [line for line in lines if line != "Message Text"]
        if lines:
            message.append("\n".join(lines))
    return message, _attributes(attributes[1:])


def _attributes(lines: Iterable[str]) -> dict[str, str]:
    """Keys and values; a line without a key goes on with the value before it."""
    found: dict[str, str] = {}
    key = ""
    for line in lines:
        if begins := _KEY.fullmatch(line):
            key = begins["key"]
            found[key] = begins["value"].strip()
        elif key:
            found[key] = f"{found[key]} {line}".strip()
    return found


def _readings(attributes: Mapping[str, str], pages: Sequence[str], name: str) -> dict[str, tuple[Reading, ...]]:
    readings: dict[str, tuple[Reading, ...]] = {}

    def put(field: str, written: str | None, *values: str | None, how: Derivation = Derivation.OBSERVED) -> None:
        if written and written not in _BLANK:
            readings[field] = tuple(Reading(written, one, SourceKind.RECEIVED, how, source=name) for one in values)

    said = {key: value for key, value in attributes.items() if value not in _BLANK}
    number = said["Document Number"]
    figures = re.search(r"(\d{4,6})$", number)
    put("date", said.get("Draft Date"), _day(said.get("Draft Date", "")))
    put("from", said.get("From"), said.get("From", "").upper())
    written = re.sub(r"\bSECSTATE WASHDC\b|\b(?<!OF )STATE\b", ";STATE;", said.get("To", "").upper())
    to = [one.strip() for one in re.split(r"[;,]", written) if one.strip()]
    put("to", said.get("To"), *to)
    put("number", number, str(int(figures[1])) if figures else None)
    put("classification", said.get("Original Classification"), said.get("Original Classification", "").upper())
    put("caveats", said.get("Original Handling Restrictions") or said.get("Handling Restrictions"), *_list(said))
    put("subject", said.get("Subject"), said.get("Subject"))
    put("tags", said.get("TAGS"), *_tags(said.get("TAGS", "")))
    identifiers = [number, *(f"film {one}" for one in [said.get("Film Number")] if one)]
    put("identifiers", "; ".join(identifiers), *identifiers)
    put("form", said.get("Type"), "telegram" if said.get("Type") == "TE" else said.get("Type", "").lower())
    put("signer", said.get("Drafter"), said.get("Drafter"))
    home = f"{number}, Central Foreign Policy Files, Record Group 59, National Archives (US)"
    put("citation", home, home, how=Derivation.SUPPLIED)
    kept = ("Reference", "Executive Order", "Office", "Concepts", "Enclosure", "Disposition Comment", "Review History",
            "Current Classification", "Locator")  # fmt: skip
    notes = [f"{key}: {said[key]}" for key in kept if key in said]
    stamp = next((found["words"] for page in pages if (found := _RELEASED.match(" ".join(page.split())[:400]))), "")
    notes += [stamp] if stamp else []
    put("note", "\n".join(notes), "\n".join(notes))
    return readings


def _list(said: Mapping[str, str]) -> list[str]:
    written = said.get("Original Handling Restrictions") or said.get("Handling Restrictions") or ""
    return [one.strip().upper() for one in written.split(",") if one.strip()]


def _tags(written: str) -> list[str]:
    """Subject tags, and persons in brackets: "PINT, BL, (PAZ, VICTOR)" are three."""
    return [one.strip(" ,") for one in re.findall(r"\([^)]*\)|[^,()]+", written) if one.strip(" ,")]


def _day(written: str) -> str | None:
    try:
        return datetime.strptime(written.title(), "%d %b %Y").date().isoformat()
    except ValueError:
        return None


def _differences(attributes: Mapping[str, str], said: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Where the message, as we read it, says something else than the archive."""
    archive = {key: "" if value in _BLANK else value for key, value in attributes.items()}
    day = archive.get("Draft Date", "")
    pairs = {
        "from": (archive.get("From", ""), said.get("from"), _same),
        "number": (archive.get("Document Number", ""), said.get("number"), _same),
        "date": (_day(day) or day, said.get("date"), _same),
        "classification": (archive.get("Original Classification", ""), said.get("classification"), _same),
        "subject": (archive.get("Subject", ""), said.get("subject"), _begins),
        "tags": (archive.get("TAGS", ""), ", ".join(said.get("tags") or ()), _among),
        "reference": (archive.get("Reference", ""), said.get("reference"), _begins),
    }
    for field, (theirs, ours, agree) in pairs.items():
        if not agree(theirs, ours or ""):
            yield {"field": field, "archive": theirs, "message": ours or ""}


def _plain(words: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", words.upper())


def _same(theirs: str, ours: str) -> bool:
    return _plain(theirs) == _plain(ours)


def _begins(theirs: str, ours: str) -> bool:
    """The archive took two lines, whatever they held: one may begin the other."""
    one, other = _plain(theirs).removesuffix("NA"), _plain(ours)
    if not (one and other):
        return one == other
    return one[:40] == other[:40] or one.startswith(other) or other.startswith(one)


def _among(theirs: str, ours: str) -> bool:
    """The archive added tags, and spelt persons its own way: our tags of subjects must be among its own."""
    tags = {_plain(tag) for tag in _tags(theirs)}
    return {_plain(tag) for tag in _tags(ours) if not tag.startswith("(")} <= tags
