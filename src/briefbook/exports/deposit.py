"""A collection -> what a repository of research data asks for: DataCite metadata as JSON and XML, and a README."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from briefbook.exports.xml_text import attribute, text

_KERNEL = "http://datacite.org/schema/kernel-4"
_UNKNOWN = "(:unkn)"
"""DataCite's own mark of a value that is not known."""

_TO_BE_ASSIGNED = "(:tba)"
"""DataCite's own mark of an identifier that the repository will assign."""


@dataclass(frozen=True, slots=True)
class Deposit:
    """What is said of a collection that is deposited.

    Attributes:
        title: Its title.
        description: One or two sentences.
        creators: Those who wrote the published chapters; the holding archive where none says.
        repository: The archive that holds the papers.
        fonds: The fonds or record group.
        rights: Rights statement or licence, its address or in words.
        language: Language of the chapters, BCP 47.
        address: The public address of the site.
        subjects: Tags and persons, the commonest first.
        first_date: The earliest date of the papers, EDTF.
        last_date: The latest.
        items: Number of items.
        pages: Number of pages.
        size: Bytes of the bag.
        day: The day of the deposit, ISO 8601.
        program_version: Briefbook's version.
        is_specimen: Whether items were made for demonstration.
    """

    title: str
    description: str
    creators: tuple[str, ...]
    repository: str
    fonds: str
    rights: str
    language: str
    address: str
    subjects: tuple[str, ...]
    first_date: str
    last_date: str
    items: int
    pages: int
    size: int
    day: str
    program_version: str
    is_specimen: bool = False


def datacite_json(deposit: Deposit) -> str:
    """The metadata in the JSON of DataCite 4.5, as its own interface and most repositories take it.

    There is no identifier in it: the repository assigns one.
    """
    value: dict[str, Any] = {
        "schemaVersion": _KERNEL,
        "types": {"resourceType": "Edited historical documents", "resourceTypeGeneral": "Dataset"},
        "titles": [{"title": deposit.title}],
        "creators": [{"name": name} for name in deposit.creators or (_UNKNOWN,)],
        "publisher": {"name": deposit.repository or _UNKNOWN},
        "publicationYear": deposit.day[:4],
        "dates": [{"date": deposit.day, "dateType": "Created"}, *_dates(deposit)],
        "language": deposit.language,
        "sizes": [f"{deposit.items} items", f"{deposit.pages} pages", f"{deposit.size} bytes"],
        "formats": ["application/zip"],
        "descriptions": [{"description": _description(deposit), "descriptionType": "Abstract"}],
    }
    if deposit.repository:
        holder = {"name": deposit.repository, "nameType": "Organizational", "contributorType": "HostingInstitution"}
        value["contributors"] = [holder]
    if deposit.subjects:
        value["subjects"] = [{"subject": subject} for subject in deposit.subjects]
    if deposit.rights:
        is_address = deposit.rights.startswith("http")
        value["rightsList"] = [{"rightsUri" if is_address else "rights": deposit.rights}]
    if deposit.address:
        value["relatedIdentifiers"] = [
            {
                "relatedIdentifier": deposit.address,
                "relatedIdentifierType": "URL",
                "relationType": "IsVersionOf",
            }
        ]
    return json.dumps({key: part for key, part in value.items() if part}, ensure_ascii=False, indent=1) + "\n"


def datacite_xml(deposit: Deposit) -> str:
    """The same metadata in DataCite's XML (kernel 4), the identifier marked as to be assigned."""
    value = json.loads(datacite_json(deposit))
    creators = [f"<creator><creatorName>{text(row['name'])}</creatorName></creator>" for row in value["creators"]]
    parts = [
        f'<identifier identifierType="DOI">{_TO_BE_ASSIGNED}</identifier>',
        _group("creators", creators),
        _group("titles", (f"<title>{text(row['title'])}</title>" for row in value["titles"])),
        f"<publisher>{text(value['publisher']['name'])}</publisher>",
        f"<publicationYear>{value['publicationYear']}</publicationYear>",
        f'<resourceType resourceTypeGeneral="Dataset">{text(value["types"]["resourceType"])}</resourceType>',
        _group("subjects", (f"<subject>{text(row['subject'])}</subject>" for row in value.get("subjects", ()))),
        _group("contributors", (_contributor(row) for row in value.get("contributors", ()))),
        _group("dates", (_date(row) for row in value["dates"])),
        f"<language>{text(value['language'])}</language>" if value.get("language") else "",
        _group("relatedIdentifiers", (_related(row) for row in value.get("relatedIdentifiers", ()))),
        _group("sizes", (f"<size>{text(size)}</size>" for size in value["sizes"])),
        _group("formats", (f"<format>{text(name)}</format>" for name in value["formats"])),
        _group("rightsList", (_rights(row) for row in value.get("rightsList", ()))),
        _group(
            "descriptions",
            (
                f'<description descriptionType="Abstract">{text(row["description"])}</description>'
                for row in value["descriptions"]
            ),
        ),
    ]
    body = "\n".join(part for part in parts if part)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<resource xmlns="{_KERNEL}">\n{body}\n</resource>\n'


def readme(deposit: Deposit, bag_name: str) -> str:
    """The README that stands beside the bag, in Markdown.

    Args:
        deposit: The deposit.
        bag_name: The name of the bag's file.
    """
    held = ", ".join(part for part in (deposit.repository, deposit.fonds) if part)
    span = " to ".join(dict.fromkeys(date for date in (deposit.first_date, deposit.last_date) if date))
    specimens = "\n**Specimens made for demonstration are among the items; they are no historical documents.**\n"
    rows = [
        ("Created", deposit.day),
        ("Papers held by", held),
        ("Dates of the papers", span),
        ("Extent", f"{deposit.items:,} items, {deposit.pages:,} pages, {deposit.size:,} bytes"),
        ("Rights", deposit.rights),
        ("Published at", deposit.address),
    ]
    table = "\n".join(f"- {label}: {value}" for label, value in rows if value)
    return f"""# {deposit.title}

{_description(deposit)}
{specimens if deposit.is_specimen else ""}
{table}

## What is here

- `{bag_name}`: the collection as a BagIt 1.0 bag (RFC 8493) with SHA-256 and SHA-512 of every file. In
  `data/collection/` are `scans/` (the papers as received), `received/` (descriptions), `transcripts/` and
  `journal.jsonl` (what people decided, each with who and when), `narratives/` (the chapters in Markdown);
  `data/ro-crate-metadata.json` lists the files, `data/premis.xml` the events.
- `datacite.json`, `datacite.xml`: this description for programs.

Left out: chapters and notes on papers that are drafts, text that was not saved, comments, accounts, the original files
from which descriptions were imported and what the reports of imports say of them, and notes that are kept for those who
work, since all these may hold what was not published.

## To verify and to use it

Unpack the bag and verify it with any program for bags, such as `python -m bagit --validate FOLDER`. All files are
plain text, PDF or pictures. `briefbook -C NEW import bag {bag_name}` makes a working collection of it again.

Made by Briefbook {deposit.program_version}.
"""


def subjects_of(counts: Mapping[str, int], limit: int = 20) -> tuple[str, ...]:
    """The commonest names of those counted, so many at most.

    >>> subjects_of({"a": 1, "b": 2}, 1)
    ('b',)
    """
    return tuple(sorted(counts, key=lambda name: (-counts[name], name))[:limit])


def _description(deposit: Deposit) -> str:
    return deposit.description or (
        f"{deposit.title}: {deposit.items} items"
        + (f" of papers of {deposit.repository}" if deposit.repository else "")
        + ", with their texts, descriptions and what people decided about them."
    )


def _dates(deposit: Deposit) -> list[dict[str, str]]:
    """The span of the papers as DataCite writes it (RKMS-ISO 8601), by plain days only."""
    ends = [date.split("T")[0].split("/")[0] for date in (deposit.first_date, deposit.last_date)]
    if not all(end and all(part.isdigit() for part in end.split("-")) for end in ends):
        return []
    information = "the dates of the papers"
    return [{"date": "/".join(ends), "dateType": "Other", "dateInformation": information}]


def _group(name: str, rows: Any) -> str:
    inner = "".join(rows)
    return f"<{name}>{inner}</{name}>" if inner else ""


def _date(row: dict[str, str]) -> str:
    about = f" dateInformation={attribute(row['dateInformation'])}" if "dateInformation" in row else ""
    return f"<date dateType={attribute(row['dateType'])}{about}>{text(row['date'])}</date>"


def _contributor(row: dict[str, str]) -> str:
    return (
        f"<contributor contributorType={attribute(row['contributorType'])}>"
        f'<contributorName nameType="Organizational">{text(row["name"])}</contributorName></contributor>'
    )


def _related(row: dict[str, str]) -> str:
    given = " ".join(f"{key}={attribute(row[key])}" for key in ("relatedIdentifierType", "relationType"))
    return f"<relatedIdentifier {given}>{text(row['relatedIdentifier'])}</relatedIdentifier>"


def _rights(row: dict[str, str]) -> str:
    if "rightsUri" in row:
        return f"<rights rightsURI={attribute(row['rightsUri'])}/>"
    return f"<rights>{text(row['rights'])}</rights>"
