"""``briefbook import``: outside sources -> received/, narratives/, media/, and a report."""

import dataclasses
import hashlib
import json
import re
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import typer

from briefbook.cables import read_heading
from briefbook.catalogue import Journal
from briefbook.catalogue.undo import take_back
from briefbook.cli import bag_, collection, print_json
from briefbook.errors import FormatError, InputError, UsageError
from briefbook.importers.csv_table import ListOptions, read_table
from briefbook.importers.exhibit import read_exhibit
from briefbook.importers.exhibit_exports import read_collectionbuilder
from briefbook.importers.frus import read_frus
from briefbook.importers.omeka import read_omeka
from briefbook.model.decision import WithdrawalDecision, in_force
from briefbook.model.received import Received
from briefbook.project.collection import Collection
from briefbook.project.workspace import decide
from briefbook.settings import Settings
from briefbook.text import posts
from briefbook.text.dates import ORDERS
from briefbook.text.posts import same_post
from briefbook.text.vocabulary import full_level
from briefbook.util import extras
from briefbook.util.files import write_atomic
from briefbook.util.logs import get_logger
from briefbook.util.nearest import did_you_mean

log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ImportSource:
    """What is to be imported: its bytes or its folder, the name of the import, and the file's extension."""

    path: Path | None
    data: bytes
    name: str
    suffix: str
    options: ListOptions = field(default_factory=ListOptions)
    include_private: bool = False


def _exhibit(source: ImportSource, settings: Settings) -> Received:
    kind = {".html": "html", ".htm": "html", ".docx": "docx"}.get(source.suffix, "text")
    if kind == "text" and re.match(rb"\s*(<!doctype html|<html)", source.data[:200], re.I):
        kind = "html"
    if kind == "text" and b"\x00" in source.data[:4000]:
        raise FormatError("this is not text; an exhibit is pasted text, .html or .docx")
    return read_exhibit(
        source.data,
        kind,
        source.name,
        window=settings.dates.window,
        order=settings.dates.order,
        citation=settings.items.citation,
        is_post=lambda code: posts.post(code, settings.posts.aliases) is not None,
    )


def _csv(source: ImportSource, settings: Settings) -> Received:
    return read_table(
        source.data,
        source.name,
        window=settings.dates.window,
        order=settings.dates.order,
        options=dataclasses.replace(source.options, pattern=settings.items.own_pattern),
    )


def _frus(source: ImportSource, settings: Settings) -> Received:
    def heading(text: str) -> dict[str, Any]:
        return read_heading(text, window=settings.dates.window, order=settings.dates.order)

    return read_frus(source.data, source.name, heading=heading)


def _state_cables(source: ImportSource, settings: Settings) -> Received:
    extras.require("read")  # which opens PDFs
    from briefbook.importers.state_cables import read_state_cables

    def heading(text: str) -> dict[str, Any]:
        read = read_heading(text, window=settings.dates.window, order=settings.dates.order)
        return {
            "from": same_post(read["from"], settings.posts.aliases),
            "number": read["mrn"],
            "date": read["date"],
            "classification": full_level(read["security"]) if read["security"] else None,
            "subject": read["subject"],
            "tags": [*(read.get("tags") or ()), *(f"({name})" for name in read.get("tags_persons") or ())],
            "reference": read.get("reference_line"),
        }

    return read_state_cables(_pdfs(source), source.name, heading=heading)


def _pdfs(source: ImportSource) -> list[Path]:
    path = source.path
    if path is None:
        raise FormatError("state-cables needs a folder of PDFs, or one PDF")
    pdfs = sorted(path.rglob("*.pdf")) if path.is_dir() else [path]
    if not pdfs:
        raise FormatError("there is no PDF in this folder")
    return pdfs


def _omeka(source: ImportSource, settings: Settings) -> Received:
    return read_omeka(
        source.data,
        source.name,
        window=settings.dates.window,
        order=settings.dates.order,
        pattern=settings.items.own_pattern,
        include_private=source.include_private,
    )


def _collectionbuilder(source: ImportSource, settings: Settings) -> Received:
    return read_collectionbuilder(source.data, source.name, window=settings.dates.window, order=settings.dates.order)


IMPORTERS: dict[str, Callable[[ImportSource, Settings], Received]] = {
    "exhibit": _exhibit,
    "csv": _csv,
    "frus": _frus,
    "state-cables": _state_cables,
    "omeka": _omeka,
    "collectionbuilder": _collectionbuilder,
}
"""Kind of import -> function that reads it."""

KINDS = (*IMPORTERS, "bag")
"""Every kind of import; a bag is a collection of its own, and no source of this one."""


def command(
    kind: str = typer.Argument(..., help="Kind of source: " + ", ".join(KINDS) + "."),
    path: str = typer.Argument(..., help="The file or folder; - for standard input."),
    name: str = typer.Option("", help="Name of the import (default: the name of the file)."),
    replace: bool = typer.Option(False, "--replace", help="Replace an earlier import of the same name."),
    columns: list[str] = typer.Option(
        [], "--map", help='Of a list: what a column holds, "Tel. no.=number"; "X=" leaves it out. Once for each column.'
    ),
    sheet: str = typer.Option("", help="Of a workbook: the sheet to read (default: the one that looks like the list)."),
    any_id: bool = typer.Option(False, "--any-id", help="Of a list: keep rows whose id does not match items.pattern."),
    include_private: bool = typer.Option(
        False, "--include-private", help="Of Omeka: take items and values that it does not show to the public."
    ),
    dates: str = typer.Option(
        "",
        help="How dates in figures such as 3/4/62 are read: dmy or mdy (default: as the list shows, or [dates] order).",
    ),
    as_json: bool = typer.Option(False, "--json", help="Print the report as JSON."),
) -> None:
    """Import a published page, a spreadsheet, an edition or an archive's files.

    exhibit: a published page as pasted text, .html or .docx. csv: a list as .csv, .tsv, .xlsx, .xls or .ods with a row
    that names the columns: Item (or Id, Doc. no., File name), Date, From, To, Info, Tel. no., Classification, Subject
    and so on, in English, French, German or Spanish. The report shows what was understood; --map changes it and is
    remembered; other columns are kept as notes. frus: a FRUS volume in TEI. state-cables: a folder of PDFs of cables
    with their archive's attributes. omeka, collectionbuilder: their exports. bag: a whole
    collection as `export bag` wrote it, a folder or a zip, into the new or empty folder of -C.

    The original is kept unchanged in received/NAME/. A narrative edited by a person is never replaced.
    """
    kind = _OTHER_NAMES.get(kind, kind)
    if kind == "bag":
        bag_.import_bag(path, as_json=as_json)
        return
    if kind not in IMPORTERS:
        raise UsageError(
            f"unknown kind of import {kind!r}",
            remedy=f"{did_you_mean(kind, KINDS)}use one of: {', '.join(KINDS)}.",
        )
    if dates not in ("", *ORDERS):
        raise UsageError(f"--dates {dates}: unknown order of day and month", remedy="write dmy or mdy.")
    here = collection()
    settings = here.settings
    if dates:
        settings = dataclasses.replace(settings, dates=dataclasses.replace(settings.dates, order=dates))
    source = _source(path, name)
    chosen = chosen_columns(here, source.name, columns)
    source = dataclasses.replace(
        source, options=ListOptions(chosen, any_id=any_id, sheet=sheet), include_private=include_private
    )
    try:
        received = IMPORTERS[kind](source, settings)
    except FormatError as error:
        raise InputError(
            f"{path}: {error.what}", remedy=error.remedy or "correct the file, or name another KIND."
        ) from error
    if not received.descriptions and not received.narratives:
        reasons = "".join(f"; {sentence}" for sentence in received.not_understood[:MAX_REASONS])
        raise InputError(
            f"{path}: nothing in it was recognised{reasons}", remedy=f"check that it is of the kind {kind!r}."
        )
    log.info("%s %s: %s", kind, received.name, dict(received.counts))
    report = keep(here, source, received, kind, replace=replace)
    if chosen:
        keep_columns(here, source.name, chosen)
    decisions = Journal(here.journal).read()[0]
    withdrawals = [decision for decision in in_force(decisions) if isinstance(decision, WithdrawalDecision)]
    if again := [decision for decision in withdrawals if decision.source == received.name]:
        decide(here, take_back(again, "imported again"))
    if as_json:
        print_json(report)
        return
    typer.echo(
        f"{kind} {received.name}: " + ", ".join(f"{n} {what.replace('_', ' ')}" for what, n in received.counts.items())
    )
    for sentence in received.understood:
        typer.echo(f"  understood: {sentence}")
    for sentence in received.not_understood:
        typer.echo(f"  look at: {sentence}")
    for written in report["written"]:
        typer.echo(f"  wrote {written}")


_OTHER_NAMES = dict.fromkeys(("xlsx", "xls", "ods", "tsv", "list", "spreadsheet"), "csv")
"""What a curator may call a list."""


def chosen_columns(here: Collection, name: str, options: list[str]) -> dict[str, str]:
    """What columns hold by the curator's word: what was said at an earlier import of this name, and now.

    Args:
        here: The collection.
        name: The name of the import.
        options: ``--map`` as typed: "NAME=field".

    Returns:
        Names of columns -> fields; "" for a column to leave out.

    Raises:
        UsageError: A choice has no equals sign.
        InputError: ``received/NAME/columns.json`` cannot be read.
    """
    path = here.received / name / COLUMNS_FILE
    chosen: dict[str, str] = {}
    if path.exists():
        try:
            earlier = json.loads(path.read_text(encoding="utf-8-sig"))
            chosen = {str(heading): str(target) for heading, target in earlier.items()}
        except (OSError, ValueError, AttributeError) as error:
            raise InputError(
                f"{path}: it is not an object of column names and fields", remedy="correct it, or delete it."
            ) from error
    for option in options:
        heading, equals, target = option.rpartition("=")
        if not equals or not heading.strip():
            raise UsageError(f"--map {option!r}: there is no =", remedy='write it as --map "Tel. no.=number".')
        chosen[heading.strip()] = target.strip().lower()
    return chosen


def keep_columns(here: Collection, name: str, chosen: dict[str, str]) -> None:
    """Keep what the curator said of the columns beside the import, to be used again."""
    write_atomic(
        here.received / name / COLUMNS_FILE, json.dumps(chosen, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    )


MAX_REASONS = 5
"""Maximum number of reasons that the error about an empty import gives."""

COLUMNS_FILE = "columns.json"


def keep(here: Collection, source: ImportSource, received: Received, kind: str, *, replace: bool) -> dict[str, Any]:
    """Write the results of an import, never over what a person wrote; repeating an import changes nothing."""
    folder = here.received / received.name
    before = _report(folder)
    lines = (json.dumps(description.as_json(), ensure_ascii=False) + "\n" for description in received.descriptions)
    files = [
        (folder / "descriptions.jsonl", "".join(lines).encode()),
        *((here.narratives / f"{name}.md", text.encode()) for name, text in received.narratives),
        *((here.media / name, data) for name, data in received.media),
    ]
    digests = {path.relative_to(here.root).as_posix(): hashlib.sha256(data).hexdigest() for path, data in files}
    for (path, data), known_as in zip(files, digests, strict=True):
        _refuse_overwriting(path, data, _imported_digest(before, known_as))
    checksum = _checksum(source, received)
    if before and before.get("source_checksum") not in (None, checksum) and not replace:
        raise InputError(
            f"received/{received.name} holds an earlier import of a different file",
            remedy="use --replace to replace it, or --name to keep both.",
        )
    written = []
    for path in received.originals:
        write_atomic(folder / "originals" / path.name, path.read_bytes())
    if received.originals:
        written.append(folder / "originals")
    elif source.data:
        written.append(folder / f"original{source.suffix or '.txt'}")
        write_atomic(written[-1], source.data)
    for path, data in files:
        write_atomic(path, data)
        written.append(path)
    report: dict[str, Any] = {
        "kind": kind,
        "name": received.name,
        "source_checksum": checksum,
        "counts": dict(received.counts),
        **({"columns": dict(received.columns)} if received.columns else {}),
        "understood": list(received.understood),
        "not_understood": list(received.not_understood),
        "written": [written_path.relative_to(here.root).as_posix() for written_path in written],
        "differences": [asdict(difference) for difference in received.differences],
        "digests": digests,
    }
    write_atomic(folder / "report.json", json.dumps(report, ensure_ascii=False, indent=2) + "\n")
    return report


def _checksum(source: ImportSource, received: Received) -> str:
    digest = hashlib.sha256(source.data)
    for path in received.originals:
        digest.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _imported_digest(before: dict[str, Any], path: str) -> str | None:
    """The SHA-256 of a file as an earlier import wrote it; "unknown" where that import did not record it."""
    if path in before.get("digests", {}):
        return str(before["digests"][path])
    if path.startswith("narratives/"):  # as it was recorded before all files were
        digest = before.get("narratives", {}).get(path.removeprefix("narratives/"))
        return str(digest) if digest else None
    return "unknown" if path in before.get("written", ()) and "digests" not in before else None


def _refuse_overwriting(path: Path, data: bytes, imported_digest: str | None) -> None:
    """Raise ``InputError`` if a file that is there is neither what would be written nor what an import wrote."""
    if not path.exists() or imported_digest == "unknown":
        return
    current = path.read_bytes()
    if current != data and hashlib.sha256(current).hexdigest() != imported_digest:
        raise InputError(
            f"{path} was written or edited by a person and is not replaced",
            remedy="import under another --name and compare, or move the file first.",
        )


def _report(folder: Path) -> dict[str, Any]:
    try:
        report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return report if isinstance(report, dict) else {}


def _source(path: str, name: str) -> ImportSource:
    if path == "-":
        return ImportSource(None, sys.stdin.buffer.read(), import_slug(name or "pasted"), ".txt")
    file = Path(path)
    if not file.exists():
        raise InputError(f"there is no file {path}")
    data = file.read_bytes() if file.is_file() else b""
    if file.is_file() and not data:
        raise InputError(f"{path} is empty")
    return ImportSource(file, data, import_slug(name or file.stem), file.suffix.lower())


def import_slug(name: str) -> str:
    """The name of an import as a folder of ``received/``."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "import"
