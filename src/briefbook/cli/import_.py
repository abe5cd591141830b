"""``briefbook import``: outside sources -> received/, narratives/, media/, and a report."""

import dataclasses
import functools
import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import typer

from briefbook import __version__
from briefbook.cables import read_heading
from briefbook.catalogue import Journal
from briefbook.catalogue.undo import undo_decisions
from briefbook.cli import bag_, collection, scans_
from briefbook.cli.import_moves import with_earlier_names
from briefbook.cli.import_near_ids import earlier_choice, near_ids, settled
from briefbook.cli.import_report import show_report
from briefbook.cli.import_results import keep
from briefbook.cli.import_source import ImportSource, fetched_source, named_source
from briefbook.errors import FormatError, InputError, UsageError
from briefbook.importers.csv_table import ListOptions, read_table, read_table_file
from briefbook.importers.ead import read_ead
from briefbook.importers.exhibit import read_exhibit
from briefbook.importers.exhibit_exports import read_collectionbuilder
from briefbook.importers.frus import read_frus
from briefbook.importers.iiif import read_iiif
from briefbook.importers.layout_files import LAYOUT_ENDINGS, ScanNames, read_layout_files
from briefbook.importers.markdown_notes import html_of_markdown, is_markdown
from briefbook.importers.mods import read_mods
from briefbook.importers.omeka import read_omeka
from briefbook.importers.openrefine import read_openrefine
from briefbook.importers.records import LISTS_OF_RECORDS
from briefbook.importers.tei_files import XML_ENDINGS, read_tei_files
from briefbook.importers.tropy import read_tropy
from briefbook.importers.wikileaks import read_wikileaks
from briefbook.importers.zotero import read_zotero
from briefbook.model.decision import WithdrawalDecision, in_force
from briefbook.model.received import Received
from briefbook.progress import pluralise
from briefbook.project import fixity
from briefbook.project.collection import Collection
from briefbook.project.folder_contents import FolderContents
from briefbook.project.non_public import non_public_items_here
from briefbook.project.workspace import Workspace, decide, person_name
from briefbook.settings import Settings
from briefbook.text import posts
from briefbook.text.dates import ORDERS
from briefbook.text.posts import same_post
from briefbook.text.vocabulary import full_level
from briefbook.util import extensions, extras
from briefbook.util.advice import typed
from briefbook.util.encodings import decode
from briefbook.util.fetching import Fetcher
from briefbook.util.files import write_atomic
from briefbook.util.logs import get_logger
from briefbook.util.nearest import did_you_mean

log = get_logger(__name__)


def _exhibit(source: ImportSource, settings: Settings) -> Received:
    kind = {".html": "html", ".htm": "html", ".docx": "docx"}.get(source.suffix, "text")
    if kind == "text" and re.match(r"\s*(<!doctype html|<html)", decode(source.data[:400])[0], re.I):
        kind = "html"
    data: bytes | str = source.data
    remarks: tuple[str, ...] = ()
    if is_markdown(source.data, source.suffix):
        kind = "html"
        data, remarks = html_of_markdown(source.data, source.name)
    if kind == "docx":
        from briefbook.project.word_drafts import with_cited_items  # which loads the checks

        data, unknown = with_cited_items(source.data, re.compile(settings.items.citation), source.options.is_here)
        remarks = tuple(f"a citation of a reference manager names no item: {words}" for words in unknown)
    return read_exhibit(
        data,
        kind,
        source.name,
        window=settings.dates.window,
        order=settings.dates.order,
        citation=settings.items.citation,
        is_post=lambda code: posts.post(code, settings.posts.aliases) is not None,
        is_item=source.options.is_here,
        paper_of=source.paper_of,
        remarks=remarks,
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
        has_scan=lambda item: item in source.scan_names.items,
    )


def _collectionbuilder(source: ImportSource, settings: Settings) -> Received:
    return read_collectionbuilder(
        source.data,
        source.name,
        window=settings.dates.window,
        order=settings.dates.order,
        include_private=source.include_private,
    )


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
    read = functools.partial(read_zotero, repository=settings.collection.repository)
    return _records_with_files(read, source, settings, LISTS_OF_RECORDS)


def _tropy(source: ImportSource, settings: Settings) -> Received:
    read = functools.partial(read_tropy, notes_as_text=source.notes_as_text)
    return _records_with_files(read, source, settings, LISTS_OF_RECORDS)


def _mods(source: ImportSource, settings: Settings) -> Received:
    read = functools.partial(read_mods, repository=settings.collection.repository)
    return _records_with_files(read, source, settings, XML_ENDINGS)


def _records_with_files(
    read: Callable[..., Received], source: ImportSource, settings: Settings, originals: re.Pattern[str]
) -> Received:
    """Records that come with their files, by their reader; the files of a folder that have these endings are kept."""
    received = read(
        source.files(),
        source.name,
        scan_names=source.scan_names,
        beside=source.file_beside,
        window=settings.dates.window,
        order=settings.dates.order,
        include_private=source.include_private,
    )
    return dataclasses.replace(received, originals=_files_below(source.path, originals) if source.path else ())


def _iiif(source: ImportSource, settings: Settings) -> Received:
    return read_iiif(
        source.data,
        source.name,
        scan_names=source.scan_names,
        fetch=source.fetch,
        window=settings.dates.window,
        order=settings.dates.order,
        include_private=source.include_private,
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
    encoding: str = typer.Option(
        "", help="Of a list in text: its encoding, such as cp1252 or mac_roman (default: as its words look best)."
    ),
    any_id: bool = typer.Option(False, "--any-id", help="Of a list: keep rows whose id does not match items.pattern."),
    ids: str = typer.Option(
        "",
        "--near-ids",
        help="Of ids that no scan or list has, but nearly (HL-021, HL021): same: they are these papers; new: others "
        "(default: left out and said, or as at the last import of this name).",
    ),
    moved: str = typer.Option(
        "",
        "--moved",
        help="Where papers on which a person has worked have other ids now: follow: decisions go with the papers; "
        "stay: they stay with the ids (default: nothing is written, and it is said).",
    ),
    include_private: bool = typer.Option(
        False, "--include-private", help="Take also what the source does not show to the public."
    ),
    notes_as_text: bool = typer.Option(
        False, "--notes-as-text", help="Of Tropy: the notes on a photo without a transcription are the paper's text."
    ),
    may_fetch: bool = typer.Option(
        False, "--fetch", help="Of a IIIF file: fetch the pictures and manifests that it names (an address does so)."
    ),
    dates: str = typer.Option(
        "",
        help="How dates in figures such as 3/4/62 are read: dmy or mdy (default: as the list shows, or [dates] order).",
    ),
    dry_run: bool = typer.Option(False, "--dry-run", help="Only show what would be understood; write nothing."),
    keep_both: bool = typer.Option(
        False, "--keep-both", help="Import it even if another import of this kind holds all the same."
    ),
    as_json: bool = typer.Option(False, "--json", help="Print the report as JSON."),
) -> None:
    """Import a published page, a spreadsheet, an edition, or what another program exports.

    exhibit: a published page as pasted text, .html, .docx or .md. csv: a list as .csv, .tsv, .xlsx, .ods or .json with
    a row that names the columns: Item (or Id, Doc. no., File name), Date, From, To, Info, Tel. no., Classification,
    Subject and so on, in English, French, German or Spanish. The report shows what was understood; --map changes it and
    is remembered; other columns are kept as notes. frus: a FRUS volume in TEI. state-cables: a folder of PDFs of cables
    with their archive's attributes. tei: TEI of letters and telegrams, as `export tei` and other programs write it, a
    file, a folder or a zip.

    ocr: ALTO, hOCR or PAGE beside scans, text with the places of its words, as Transkribus, eScriptorium and OCR-D
    export it, and what ABBYY FineReader, DjVu, Tesseract, Textract, Azure and Google write: a file, a folder or a
    zip. omeka, collectionbuilder, tropy, zotero (RIS, Zotero RDF, CSL JSON or CSV), openrefine: their exports, with
    their files. iiif: a manifest, or a collection of them, in a file or at an address, with its pictures. ead: a
    finding aid. mods: records in MODS or METS, with their files. wikileaks: its table of cables. bag: a whole
    collection as `export bag` wrote it, a folder or a zip, into the new or empty folder of -C. scans: the scans of
    a folder, also of one on S3, WebDAV or whatever else fsspec reaches (s3://bucket/box-7), copied into scans/; a
    copy that was cut off is gone on with.

    The original is kept unchanged in received/NAME/. A narrative edited by a person is never replaced.
    """
    kind = _OTHER_NAMES.get(kind, kind)
    if dry_run and kind in ("bag", "scans"):
        raise UsageError(f"--dry-run is not for {kind}", remedy="leave it out.")
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
    encoding = _known_encoding(encoding)
    fetcher = Fetcher(f"Briefbook/{__version__}")
    is_address = kind == "iiif" and re.match(r"https?://", path) is not None
    source = fetched_source(fetcher, path, name) if is_address else named_source(path, name, kind, importer)
    if is_address or may_fetch:
        source = dataclasses.replace(source, fetch=fetcher.fetch)
    here = collection(finishes=source.name)
    settings = here.settings
    if dates:
        settings = dataclasses.replace(settings, dates=dataclasses.replace(settings.dates, order=dates))
    chosen = chosen_columns(here, source.name, columns)
    source = dataclasses.replace(
        source,
        options=ListOptions(
            chosen,
            any_id=any_id,
            sheet=sheet,
            is_here=_is_held_elsewhere(here, source.name),
            encoding=encoding,
            include_private=include_private,
        ),
        include_private=include_private,
        notes_as_text=notes_as_text,
    )
    choice = near_ids(here, source.name, ids or earlier_choice(here, source.name))
    source = dataclasses.replace(source, paper_of=choice.item)
    if kind in _BESIDE_SCANS:
        source = dataclasses.replace(source, scan_names=scan_names(here))
    try:
        received = importer(source, settings)
    except FormatError as error:
        raise InputError(
            f"{path}: {error.what}", remedy=error.remedy or "correct the file, or name another KIND."
        ) from error
    if not received.descriptions and not received.narratives and not received.not_public:
        reasons = "".join(f"; {sentence}" for sentence in received.not_understood[:MAX_REASONS])
        raise InputError(
            f"{path}: nothing in it was recognised{reasons}", remedy=f"check that it is of the kind {kind!r}."
        )
    received = settled(with_earlier_names(here, received), choice)
    is_there = non_public_items_here(here, received)
    if not received.descriptions and not received.narratives and not is_there:
        more = len(received.not_understood) - MAX_REASONS
        reasons = "; ".join(received.not_understood[:MAX_REASONS]) + (
            f"; and {pluralise(more, 'more sentence')}" * (more > 0)
        )
        raise InputError(
            f"{path}: nothing of it came in: {reasons}",
            remedy="nothing was written; correct the source, or say what is meant as named here.",
        )
    log.info("%s %s: %s", kind, received.name, dict(received.counts))
    if kind == "csv" and (sentence := _none_among_papers(here, received)):
        received = dataclasses.replace(received, not_understood=(sentence, *received.not_understood))
    again = _command_again(
        kind,
        source,
        ("--replace", replace),
        *(("--map", chosen_column) for chosen_column in columns),
        ("--sheet", sheet),
        ("--encoding", encoding),
        ("--any-id", any_id),
        ("--near-ids", ids),
        ("--moved", moved),
        ("--include-private", include_private),
        ("--notes-as-text", notes_as_text),
        ("--fetch", may_fetch),
        ("--dates", dates),
    )
    report = keep(
        here,
        source,
        received,
        kind,
        replace=replace,
        command=again,
        keep_both=keep_both,
        dry_run=dry_run,
        near_ids=choice.choice,
        moved=moved,
        renamed=choice.taken,
    )
    if dry_run:
        show_report(report, as_json=as_json)
        if not as_json:
            typer.echo("  Nothing was written.")
        return
    if chosen:
        keep_columns(here, source.name, chosen)
    fixity.record_import(here, received.name, who=person_name(here.root))
    decisions = Journal(here.journal).read()[0]
    withdrawals = [decision for decision in in_force(decisions) if isinstance(decision, WithdrawalDecision)]
    if withdrawn := [decision for decision in withdrawals if decision.source == received.name]:
        decide(here, undo_decisions(withdrawn, "imported again"))
    show_report(report, as_json=as_json)


def _known_encoding(name: str) -> str:
    """The name of an encoding of text; ``UsageError`` where it is none."""
    try:
        b"a".decode(name or "utf-8")
    except (LookupError, ValueError) as error:
        raise UsageError(
            f"--encoding {name}: unknown encoding", remedy="write for example utf-8, cp1252, cp1250 or mac_roman."
        ) from error
    return name


_BESIDE_SCANS = frozenset({"omeka", "ocr", "tropy", "zotero", "iiif", "ead", "mods"})
"""Kinds whose items are found by the names of scans."""

_OTHER_NAMES = {
    **dict.fromkeys(("xlsx", "xls", "ods", "tsv", "list", "spreadsheet"), "csv"),
    "mets": "mods",
    **dict.fromkeys(("alto", "hocr", "page", "pagexml", "page-xml", "transkribus", "escriptorium"), "ocr"),
}
"""What a curator may call a list, or text with its places."""


def _is_held_elsewhere(here: Collection, name: str) -> Callable[[str], bool]:
    """Tells of an item whether the collection has it, without the import of a name; asked only where that matters."""
    contents = FolderContents(here)
    items: set[str] = set()

    def is_here(item: str) -> bool:
        if not items:
            items.update(contents.scan_of, contents.received.without([name]).places, ("",))
        return item in items

    return is_here


def _none_among_papers(here: Collection, received: Received) -> str:
    """The sentence for a list of which no id is an item with a scan; "" if one is, or there are no scans."""
    workspace = Workspace(here)
    papers = {*workspace.scan_of, *workspace.division.pages_of}
    if not papers or any(description.item in papers for description in received.descriptions):
        return ""
    few = ", ".join(sorted(papers)[:3])
    return (
        f"no id of this list is among the papers in scans/ (such as {few}), so that none of its rows describes one: "
        "the column of ids must have what files and folders are called there, or the ids that "
        f"{typed('parts', 'FILE', '1-2=ID', '3=ID')} gives to the pages of a folder"
    )


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
    """The curator's choices for columns: those of an earlier import of this name, and the present ones.

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


MAX_REASONS = 12
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
