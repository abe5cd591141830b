"""``briefbook import``: outside sources -> received/, narratives/, media/, and a report."""

import dataclasses
import hashlib
import io
import json
import re
import shlex
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import typer

from briefbook import __version__
from briefbook.cables import read_heading
from briefbook.catalogue import Journal
from briefbook.catalogue.received_descriptions import description_files
from briefbook.catalogue.undo import undo_decisions
from briefbook.cli import bag_, collection, print_json, scans_
from briefbook.errors import FormatError, InputError, UsageError
from briefbook.importers.bundle import MAX_FILE, BundleFile, open_bundle, open_file
from briefbook.importers.csv_table import ListOptions, read_table, read_table_file
from briefbook.importers.ead import read_ead
from briefbook.importers.exhibit import read_exhibit
from briefbook.importers.exhibit_exports import read_collectionbuilder
from briefbook.importers.frus import read_frus
from briefbook.importers.iiif import read_iiif
from briefbook.importers.layout_files import LAYOUT_ENDINGS, ScanNames, read_layout_files
from briefbook.importers.mods import read_mods
from briefbook.importers.omeka import read_omeka
from briefbook.importers.openrefine import read_openrefine
from briefbook.importers.records import LISTS_OF_RECORDS
from briefbook.importers.spooled_descriptions import description_files_of
from briefbook.importers.tei_files import XML_ENDINGS, read_tei_files
from briefbook.importers.tropy import read_tropy
from briefbook.importers.wikileaks import read_wikileaks
from briefbook.importers.zotero import read_zotero
from briefbook.model.decision import WithdrawalDecision, in_force
from briefbook.model.received import Received
from briefbook.project import fixity
from briefbook.project.collection import Collection
from briefbook.project.folder_contents import FolderContents
from briefbook.project.unfinished_imports import UnfinishedImport, recorded, unfinished_import
from briefbook.project.workspace import decide, person_name
from briefbook.settings import Settings
from briefbook.text import posts
from briefbook.text.dates import ORDERS
from briefbook.text.posts import same_post
from briefbook.text.vocabulary import full_level
from briefbook.util import extensions, extras
from briefbook.util.encodings import OpenBytes, decode
from briefbook.util.fetching import Fetcher
from briefbook.util.files import blocks_of, sha256_of, write_atomic, write_blocks
from briefbook.util.logs import get_logger
from briefbook.util.nearest import did_you_mean

log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ImportSource:
    """What is to be imported: its bytes or its folder, the name of the import, and the file's extension.

    A list's bytes are not here where it is a file: it need not fit into memory, and is read from ``path``.
    """

    path: Path | None
    data: bytes
    name: str
    suffix: str
    options: ListOptions = field(default_factory=ListOptions)
    include_private: bool = False
    scan_names: ScanNames = field(default_factory=ScanNames)
    fetch: Callable[[str], bytes] | None = None

    @property
    def is_read_from_path(self) -> bool:
        """Is it a file whose bytes are not in memory?"""
        return not self.data and self.path is not None and self.path.is_file()

    def open_bytes(self) -> OpenBytes:
        """What opens it, as often as it is asked for."""
        if self.is_read_from_path and self.path:
            path = self.path
            return lambda: path.open("rb")
        return lambda: io.BytesIO(self.data)

    def files(self) -> Iterator[BundleFile]:
        """The files that it is: those of a folder or a zip, itself, or what came by standard input."""
        if self.path is not None:
            return open_bundle(self.path)
        return iter((BundleFile(f"{self.name}{self.suffix}", lambda: self.data),))

    def file_beside(self, name: str) -> BundleFile | None:
        """A file beside the one that it is, by its relative path; None where there is none, or it leads elsewhere."""
        if self.path is None or not self.path.is_file():
            return None
        parent = self.path.resolve().parent
        path = (parent / name).resolve()
        if Path(name).is_absolute() or not path.is_relative_to(parent) or not path.is_file():
            return None
        return open_file(path)


def _exhibit(source: ImportSource, settings: Settings) -> Received:
    kind = {".html": "html", ".htm": "html", ".docx": "docx"}.get(source.suffix, "text")
    if kind == "text" and re.match(r"\s*(<!doctype html|<html)", decode(source.data[:400])[0], re.I):
        kind = "html"
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
    options = dataclasses.replace(source.options, pattern=settings.items.own_pattern)
    window, order = settings.dates.window, settings.dates.order
    if source.is_read_from_path and source.path:
        return read_table_file(source.path, source.name, window=window, order=order, options=options)
    return read_table(source.data, source.name, window=window, order=order, options=options)


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
        source.open_bytes(),
        source.name,
        window=settings.dates.window,
        order=settings.dates.order,
        pattern=settings.items.own_pattern,
        include_private=source.include_private,
    )


def _collectionbuilder(source: ImportSource, settings: Settings) -> Received:
    return read_collectionbuilder(source.data, source.name, window=settings.dates.window, order=settings.dates.order)


def _ocr(source: ImportSource, settings: Settings) -> Received:
    received = read_layout_files(source.files(), source.name, scan_names=source.scan_names)
    return dataclasses.replace(received, originals=_files_below(source.path, LAYOUT_ENDINGS) if source.path else ())


def _tei(source: ImportSource, settings: Settings) -> Received:
    def heading(text: str) -> dict[str, Any]:
        return read_heading(text, window=settings.dates.window, order=settings.dates.order)

    received = read_tei_files(
        source.files(),
        source.name,
        heading=heading,
        repository=settings.collection.repository,
        window=settings.dates.window,
        order=settings.dates.order,
    )
    return dataclasses.replace(received, originals=_files_below(source.path, XML_ENDINGS) if source.path else ())


def _zotero(source: ImportSource, settings: Settings) -> Received:
    return _records_with_files(read_zotero, source, settings)


def _tropy(source: ImportSource, settings: Settings) -> Received:
    return _records_with_files(read_tropy, source, settings)


def _records_with_files(read: Callable[..., Received], source: ImportSource, settings: Settings) -> Received:
    """An export of a program that keeps records with their files, read by its reader; the originals are its lists."""
    received = read(
        source.files(),
        source.name,
        scan_names=source.scan_names,
        beside=source.file_beside,
        window=settings.dates.window,
        order=settings.dates.order,
    )
    return dataclasses.replace(received, originals=_files_below(source.path, LISTS_OF_RECORDS) if source.path else ())


def _iiif(source: ImportSource, settings: Settings) -> Received:
    return read_iiif(
        source.data,
        source.name,
        scan_names=source.scan_names,
        fetch=source.fetch,
        window=settings.dates.window,
        order=settings.dates.order,
    )


def _ead(source: ImportSource, settings: Settings) -> Received:
    return read_ead(
        source.data,
        source.name,
        scan_names=source.scan_names,
        repository=settings.collection.repository,
        window=settings.dates.window,
        order=settings.dates.order,
        include_private=source.include_private,
    )


def _mods(source: ImportSource, settings: Settings) -> Received:
    received = read_mods(
        source.files(),
        source.name,
        scan_names=source.scan_names,
        beside=source.file_beside,
        repository=settings.collection.repository,
        window=settings.dates.window,
        order=settings.dates.order,
    )
    return dataclasses.replace(received, originals=_files_below(source.path, XML_ENDINGS) if source.path else ())


def _wikileaks(source: ImportSource, settings: Settings) -> Received:
    if source.path is None:
        raise FormatError("wikileaks needs a file")
    return read_wikileaks(source.path, source.name)


def _openrefine(source: ImportSource, settings: Settings) -> Received:
    options = dataclasses.replace(source.options, pattern=settings.items.own_pattern)
    window, order = settings.dates.window, settings.dates.order
    return read_openrefine(source.open_bytes(), source.name, window=window, order=order, options=options)


def _files_below(path: Path, endings: re.Pattern[str]) -> tuple[Path, ...]:
    """The files of a folder that are kept as they came; none of a single file, which is the original itself."""
    if not path.is_dir():
        return ()
    files = (file for file in sorted(path.rglob("*")) if file.is_file() and not file.is_symlink())
    files = (file for file in files if endings.search(file.name))
    return tuple(file for file in files if not any(part.startswith(".") for part in file.relative_to(path).parts))


IMPORTERS: dict[str, Callable[[ImportSource, Settings], Received]] = {
    "exhibit": _exhibit,
    "csv": _csv,
    "frus": _frus,
    "state-cables": _state_cables,
    "omeka": _omeka,
    "collectionbuilder": _collectionbuilder,
    "ocr": _ocr,
    "tei": _tei,
    "tropy": _tropy,
    "zotero": _zotero,
    "iiif": _iiif,
    "ead": _ead,
    "mods": _mods,
    "wikileaks": _wikileaks,
    "openrefine": _openrefine,
}
"""Kind of import -> function that reads it."""

KINDS = (*IMPORTERS, "bag", "scans")
"""Every kind of import; a bag is a collection of its own, and scans are none of descriptions."""


def command(
    kind: str = typer.Argument(..., help="Kind of source: " + ", ".join(KINDS) + "."),
    path: str = typer.Argument(..., help="The file or folder; of iiif, scans also an address; - for standard input."),
    name: str = typer.Option("", help="Name of the import (default: the name of the file)."),
    replace: bool = typer.Option(False, "--replace", help="Replace an earlier import of the same name."),
    columns: list[str] = typer.Option(
        [], "--map", help='Of a list: what a column holds, "Tel. no.=number"; "X=" leaves it out. Once for each column.'
    ),
    sheet: str = typer.Option("", help="Of a workbook: the sheet to read (default: the one that looks like the list)."),
    any_id: bool = typer.Option(False, "--any-id", help="Of a list: keep rows whose id does not match items.pattern."),
    include_private: bool = typer.Option(
        False, "--include-private", help="Of Omeka and EAD: take what the source does not show to the public."
    ),
    may_fetch: bool = typer.Option(
        False, "--fetch", help="Of a IIIF file: fetch the pictures and manifests that it names (an address does so)."
    ),
    dates: str = typer.Option(
        "",
        help="How dates in figures such as 3/4/62 are read: dmy or mdy (default: as the list shows, or [dates] order).",
    ),
    as_json: bool = typer.Option(False, "--json", help="Print the report as JSON."),
) -> None:
    """Import a published page, a spreadsheet, an edition, or what another program exports.

    exhibit: a published page as pasted text, .html or .docx. csv: a list as .csv, .tsv, .xlsx, .ods or .json with a row
    that names the columns: Item (or Id, Doc. no., File name), Date, From, To, Info, Tel. no., Classification, Subject
    and so on, in English, French, German or Spanish. The report shows what was understood; --map changes it and is
    remembered; other columns are kept as notes. frus: a FRUS volume in TEI. state-cables: a folder of PDFs of cables
    with their archive's attributes. tei: TEI of letters and telegrams, as `export tei` and other programs write it, a
    file, a folder or a zip.

    ocr: ALTO, hOCR or PAGE beside scans, text with the places of its words, as Transkribus, eScriptorium and OCR-D
    export it: a file, a folder or a zip. omeka, collectionbuilder, tropy, zotero (RIS, Zotero RDF, CSL JSON or CSV),
    openrefine: their exports, with their files. iiif: a manifest, or a collection of them, in a file or at an address,
    with its pictures. ead: a finding aid. mods: records in MODS or METS, with their files. wikileaks: its table of
    cables. bag: a whole collection as `export bag` wrote it, a folder or a zip, into the new or empty folder of -C.
    scans: the scans of a folder, also of one on S3, WebDAV or whatever else fsspec reaches (s3://bucket/box-7), copied
    into scans/; a copy that was cut off is gone on with.

    The original is kept unchanged in received/NAME/. A narrative edited by a person is never replaced.
    """
    kind = _OTHER_NAMES.get(kind, kind)
    if kind == "bag":
        bag_.import_bag(path, as_json=as_json)
        return
    if kind == "scans":
        scans_.import_scans(path, as_json=as_json)
        return
    added = extensions.values("importers", KINDS)
    if kind not in IMPORTERS and kind not in added:
        kinds = (*KINDS, *added)
        raise UsageError(
            f"unknown kind of import {kind!r}",
            remedy=f"{did_you_mean(kind, kinds)}use one of: {', '.join(kinds)}.",
        )
    importer: Callable[[ImportSource, Settings], Received] = IMPORTERS.get(kind) or added[kind]
    if dates not in ("", *ORDERS):
        raise UsageError(f"--dates {dates}: unknown order of day and month", remedy="write dmy or mdy.")
    fetcher = Fetcher(f"Briefbook/{__version__}")
    is_address = kind == "iiif" and re.match(r"https?://", path) is not None
    source = _fetched(fetcher, path, name) if is_address else _source(path, name, kind, importer)
    if is_address or may_fetch:
        source = dataclasses.replace(source, fetch=fetcher.fetch)
    here = collection(finishes=source.name)
    settings = here.settings
    if dates:
        settings = dataclasses.replace(settings, dates=dataclasses.replace(settings.dates, order=dates))
    chosen = chosen_columns(here, source.name, columns)
    source = dataclasses.replace(
        source, options=ListOptions(chosen, any_id=any_id, sheet=sheet), include_private=include_private
    )
    if kind in _BESIDE_SCANS:
        source = dataclasses.replace(source, scan_names=scan_names(here))
    try:
        received = importer(source, settings)
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
    again = _command_again(
        kind,
        source,
        ("--replace", replace),
        *(("--map", chosen_column) for chosen_column in columns),
        ("--sheet", sheet),
        ("--any-id", any_id),
        ("--include-private", include_private),
        ("--fetch", may_fetch),
        ("--dates", dates),
    )
    report = keep(here, source, received, kind, replace=replace, command=again)
    if chosen:
        keep_columns(here, source.name, chosen)
    fixity.record_import(here, received.name, who=person_name(here.root))
    decisions = Journal(here.journal).read()[0]
    withdrawals = [decision for decision in in_force(decisions) if isinstance(decision, WithdrawalDecision)]
    if withdrawn := [decision for decision in withdrawals if decision.source == received.name]:
        decide(here, undo_decisions(withdrawn, "imported again"))
    if as_json:
        print_json(report)
        return
    typer.echo(
        f"{kind} {received.name}: " + ", ".join(_counted(count, what) for what, count in received.counts.items())
    )
    for sentence in received.understood:
        typer.echo(f"  understood: {sentence}")
    for sentence in report["not_understood"]:
        typer.echo(f"  look at: {sentence}")
    for written in report["written"]:
        typer.echo(f"  wrote {written}")


def _counted(count: int, what: str) -> str:
    words = what.replace("_", " ")
    return f"1 {words.removesuffix('s')}" if count == 1 else f"{count} {words}"


_OF_FOLDERS = frozenset({"state-cables", "bag", "mods", "ocr", "tei", "tropy", "zotero"})
"""Kinds that may be a folder."""

_FROM_PATH = frozenset({"csv", "mods", "ocr", "tei", "tropy", "zotero", "wikileaks", "omeka", "openrefine"})
"""Kinds whose file is not held in memory."""

_BESIDE_SCANS = frozenset({"ocr", "tropy", "zotero", "iiif", "ead", "mods"})
"""Kinds whose items are found by the names of scans."""

_OTHER_NAMES = {
    **dict.fromkeys(("xlsx", "xls", "ods", "tsv", "list", "spreadsheet"), "csv"),
    "mets": "mods",
    **dict.fromkeys(("alto", "hocr", "page", "pagexml", "page-xml", "transkribus", "escriptorium"), "ocr"),
}
"""What a curator may call a list, or text with its places."""


def scan_names(here: Collection) -> ScanNames:
    """What the scans of a collection are called.

    Args:
        here: The collection.
    """
    pictures: dict[str, tuple[str, int]] = {}
    scans = FolderContents(here).scans[0]
    for scan in scans:
        for place, path in enumerate(scan.paths, 1):
            pictures.setdefault(path.stem, (scan.item, place if len(scan.paths) > 1 else 0))
    return ScanNames(pictures, frozenset(scan.item for scan in scans), here.settings.items.own_pattern)


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


def _command_again(kind: str, source: ImportSource, *options: tuple[str, str | bool]) -> str:
    """What to type to import the same again; "" where it came from standard input."""
    if source.path is None:
        return ""
    words = ["briefbook", "import", kind, str(source.path.resolve()), "--name", source.name]
    for option, value in options:
        words += [option] if value is True else [option, value] if value else []
    return shlex.join(words)


def keep(
    here: Collection, source: ImportSource, received: Received, kind: str, *, replace: bool, command: str = ""
) -> dict[str, Any]:
    """Write the results of an import, never over what a person wrote; repeating an import changes nothing.

    Args:
        here: The collection.
        source: What is imported.
        received: What was made of it.
        kind: The kind of import.
        replace: Replace an earlier import of another file.
        command: What to type to import the same again, said where it is cut off.

    Returns:
        The report, as it is in ``received/NAME/report.json``.

    Raises:
        InputError: A person's file, or another import, would be replaced.
        OutsideError: The disk refuses.
    """
    folder = here.received / received.name
    before = _report(folder)
    parts = {folder / file.name: file for file in description_files_of(received.descriptions, here.root)}
    files = [
        *((here.narratives / f"{name}.md", text.encode()) for name, text in received.narratives),
        *((here.media / name, data) for name, data in received.media),
    ]
    digests = {_known_as(here, path): file.sha256 for path, file in parts.items()}
    digests |= {_known_as(here, path): hashlib.sha256(data).hexdigest() for path, data in files}
    former_parts = [path for path in description_files(folder) if path not in parts]
    cut_off = unfinished_import(here, received.name) or UnfinishedImport(received.name)
    for path in (*parts, *(path for path, _ in files), *former_parts):
        known_as = _known_as(here, path)
        ours = frozenset(cut_off.files.get(known_as, ()))
        _refuse_overwriting(path, digests.get(known_as), _imported_digest(before, known_as), ours)
    left_alone = _refused_scans(here, received)
    checksum = _checksum(source, received)
    if before and before.get("source_checksum") not in (None, checksum) and not replace:
        raise InputError(
            f"received/{received.name} holds an earlier import of a different file",
            remedy="use --replace to replace it, or --name to keep both.",
        )
    originals = {folder / "originals" / _name_in(source, path): path for path in received.originals}
    original = folder / f"original{source.suffix or '.txt'}"
    touched = (*originals, original, *parts, *former_parts, *(path for path, _ in files), folder / "report.json")
    scans = [here.scans / scan.name for scan in received.scans if scan.name not in left_alone]
    with recorded(here, received.name, digests, (*touched, *scans), command):
        written = []
        for target, path in originals.items():
            write_blocks(target, blocks_of(path))
        if originals:
            written.append(folder / "originals")
        elif source.data or source.is_read_from_path:
            written.append(original)
            blocks = blocks_of(source.path) if source.is_read_from_path and source.path else [source.data]
            if write_blocks(written[-1], blocks) != checksum:
                raise InputError(f"{source.path} changed while it was read", remedy="import it again.")
        for path, file in parts.items():
            write_blocks(path, file.blocks())
            written.append(path)
        for path in former_parts:
            path.unlink()
        for path, data in files:
            write_atomic(path, data)
            written.append(path)
        written += _write_scans(here, received, left_alone)
        report: dict[str, Any] = {
            "kind": kind,
            "name": received.name,
            "source_checksum": checksum,
            "counts": dict(received.counts),
            **({"columns": dict(received.columns)} if received.columns else {}),
            "understood": list(received.understood),
            "not_understood": [
                *received.not_understood,
                *(f"scans/{name} was left out: the item has another scan here" for name in sorted(left_alone)),
            ],
            "written": [written_path.relative_to(here.root).as_posix() for written_path in written],
            "differences": [asdict(difference) for difference in received.differences],
            "digests": dict(digests),
        }
        write_atomic(folder / "report.json", json.dumps(report, ensure_ascii=False, indent=2) + "\n")
    return report


def _refused_scans(here: Collection, received: Received) -> set[str]:
    """The scans of items that have another one here, which stays."""
    if not received.scans:
        return set()
    there = FolderContents(here).scan_of
    refused = set()
    for scan in received.scans:
        path = here.scans / scan.name
        if path.exists():
            if sha256_of(path) != scan.sha256:
                refused.add(scan.name)
        elif scan.item in there and not (here.scans / scan.name).parent.is_relative_to(here.scans / scan.item):
            refused.add(scan.name)
    return refused


def _write_scans(here: Collection, received: Received, left_alone: set[str]) -> Iterator[Path]:
    """Write the scans that came along and are not there yet; yield the paths of all that came."""
    for scan in received.scans:
        path = here.scans / scan.name
        if scan.name in left_alone:
            continue
        if not path.exists() and write_blocks(path, [scan.read()]) != scan.sha256:
            raise InputError(f"{scan.name} changed while it was read", remedy="import it again.")
        yield path


def _known_as(here: Collection, path: Path) -> str:
    """A file's name in the report."""
    return path.relative_to(here.root).as_posix()


def _checksum(source: ImportSource, received: Received) -> str:
    if source.is_read_from_path and source.path:
        return sha256_of(source.path)
    digest = hashlib.sha256(source.data)
    for path in received.originals:
        digest.update(_name_in(source, path).as_posix().encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _name_in(source: ImportSource, path: Path) -> Path:
    """Where a file of a folder is among the originals."""
    return path.relative_to(source.path) if source.path and source.path.is_dir() else Path(path.name)


def _imported_digest(before: dict[str, Any], path: str) -> str | None:
    """The SHA-256 of a file as an earlier import wrote it; "unknown" where that import did not record it."""
    if path in before.get("digests", {}):
        return str(before["digests"][path])
    if path.startswith("narratives/"):  # as it was recorded before all files were
        digest = before.get("narratives", {}).get(path.removeprefix("narratives/"))
        return str(digest) if digest else None
    return "unknown" if path in before.get("written", ()) and "digests" not in before else None


def _refuse_overwriting(
    path: Path, digest: str | None, imported_digest: str | None, unfinished: frozenset[str]
) -> None:
    """Raise ``InputError`` if a file that is there is neither what would be written nor what an import wrote.

    Args:
        path: The file.
        digest: The SHA-256 of what would be written; None where the file would be removed.
        imported_digest: That of what an earlier import wrote, "unknown" where it did not say, None where it wrote none.
        unfinished: Those of what imports that were broken off may have written.
    """
    if not path.exists() or imported_digest == "unknown":
        return
    if sha256_of(path) not in {digest, imported_digest, *unfinished}:
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


def _source(path: str, name: str, kind: str, importer: object) -> ImportSource:
    if path == "-":
        return ImportSource(None, sys.stdin.buffer.read(), import_slug(name or "pasted"), ".txt")
    file = Path(path)
    if not file.exists():
        raise InputError(f"there is no file {path}")
    if file.is_dir() and kind not in _OF_FOLDERS and not getattr(importer, "takes_folders", False):
        raise InputError(f"{path} is a folder", remedy=f"name one file in it; `import {kind}` reads one at a time.")
    if file.is_file() and not file.stat().st_size:
        raise InputError(f"{path} is empty", remedy="save or download the file again, or name another.")
    if file.is_file() and kind not in _FROM_PATH and file.stat().st_size > MAX_FILE:
        raise InputError(
            f"{path} is larger than {MAX_FILE // 2**20} MiB", remedy="divide it, and import the parts by other names."
        )
    data = file.read_bytes() if file.is_file() and kind not in _FROM_PATH else b""
    return ImportSource(file, data, import_slug(name or file.stem), file.suffix.lower())


def _fetched(fetcher: Fetcher, address: str, name: str) -> ImportSource:
    """What is at an address that was given."""
    try:
        data = fetcher.fetch(address)
    except FormatError as error:
        raise InputError(error.what, remedy=error.remedy) from error
    parts = [part for part in re.split(r"[/?#]", address.partition("://")[2]) if part]
    words = [part for part in parts if part.removesuffix(".json") not in ("manifest", "iiif", "info", "collection")]
    return ImportSource(None, data, import_slug(name or words[-1].removesuffix(".json")), ".json")


def import_slug(name: str) -> str:
    """The name of an import as a folder of ``received/``."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "import"
