"""``briefbook read``: scans -> words with boxes and confidence (OCR), stored for all later steps."""

import contextlib
import dataclasses
import fnmatch
import re
from collections.abc import Sequence
from concurrent.futures import Executor

import typer

from briefbook.cli import collection, print_json
from briefbook.cli.read_estimate import print_estimate
from briefbook.cli.reread_preview import as_row, contradictions_of, show_changes, show_contradiction
from briefbook.errors import PROGRAM_FAULT_CODE, UsageError
from briefbook.model.decision import ReaderDecision
from briefbook.model.finding import PROGRAM_FAULT, Finding
from briefbook.model.finding_json import finding_as_json
from briefbook.model.page import BORN_DIGITAL, TEXT_LAYER, Scan
from briefbook.ocr import PageStore, read_unread
from briefbook.ocr.transcript import Contradiction, correct
from briefbook.progress import Progress, pluralise, quiet, show_progress
from briefbook.project.cluster import cluster_executor
from briefbook.project.describing import read_text, scan_opener
from briefbook.project.fixity import file_checksums, note_arrivals
from briefbook.project.workspace import Workspace, decide
from briefbook.settings import READERS
from briefbook.text.page_kinds import page_kinds
from briefbook.text.safe_names import safe_name
from briefbook.util import extensions
from briefbook.util.files import write_atomic
from briefbook.util.nearest import did_you_mean


def command(
    items: list[str] = typer.Argument(
        None, help="Items to read, or patterns such as 'CDNW12*' (default: all not read yet)."
    ),
    redo: bool = typer.Option(
        False, "--redo", help="Re-read items already read, ignoring text that other software left in a PDF."
    ),
    dry_run: bool = typer.Option(
        False, "--dry-run", help="Only list what would be read; with --redo, show which lines would change."
    ),
    estimate: bool = typer.Option(False, "--estimate", help="Only report the number of pages and the expected time."),
    explain: bool = typer.Option(
        False, "--explain", help="With ITEM PAGE: write an HTML file that shows how the page was read."
    ),
    reader: str = typer.Option("", help="With --redo: the reader for these items from now on."),
    workers: int = typer.Option(0, min=0, help="Number of processes (default: the setting, or one per core)."),
    scheduler: str = typer.Option(
        "", metavar="tcp://HOST:PORT", help="Read on the workers of this dask.distributed scheduler."
    ),
    as_json: bool = typer.Option(False, "--json", help="Print JSON."),
) -> None:
    """Read scans with OCR. It can be interrupted at any time; the same command resumes where it stopped."""
    if explain and (redo or dry_run or estimate or reader):
        raise UsageError("--explain goes alone", remedy="write `briefbook read --explain ITEM PAGE`.")
    if scheduler and (explain or dry_run or estimate or workers):
        raise UsageError(
            "--scheduler goes with what reads", remedy="leave --explain, --dry-run, --estimate and --workers out."
        )
    if estimate and dry_run:
        raise UsageError("--estimate and --dry-run do not go together", remedy="choose one of them.")
    here = collection()
    progress = quiet if as_json else show_progress
    workspace = Workspace(here, progress=progress)
    settings = workspace.page_store.settings
    settings = dataclasses.replace(settings, workers=workers or settings.workers)
    page_store = dataclasses.replace(workspace.page_store, settings=settings)
    if explain:
        _explain(workspace, page_store, items, as_json)
        return
    readers = (*READERS[:-1], *(extension.name for extension in extensions.installed("readers")))
    if reader and (not redo or reader not in readers):
        raise UsageError(
            "--reader goes with --redo" if not redo else f"there is no reader {reader!r}",
            remedy=f"{did_you_mean(reader, readers)}Write `briefbook read --redo ITEM --reader NAME`; "
            f"readers are {', '.join(readers)}.",
        )
    scans = _select_scans(workspace, items)
    if redo:
        page_store = _with_readers(workspace, page_store, scans, reader, record=not (dry_run or estimate))
    unread = [scan for scan in scans if page_store.stored_file(scan) is None]
    scans_to_read = scans if redo else [scan for scan in unread if items or not page_store.is_given_up(scan)]
    if estimate:
        print_estimate(page_store, scans_to_read, as_json)
    elif dry_run and redo:
        show_changes(workspace, page_store, scans_to_read, progress, as_json)
    elif dry_run:
        _list(scans_to_read, as_json)
    else:
        with cluster_executor(scheduler) if scheduler else contextlib.nullcontext() as executor:
            _read(workspace, page_store, scans, scans_to_read, progress, as_json, executor)
            if executor is not None:  # the workers are there, and the next command needs what they can do
                described = len(Workspace(here, progress=progress, executor=executor).catalogue)
                if not as_json:
                    typer.echo(f"{pluralise(described, 'item')} described.")


def _select_scans(workspace: Workspace, items: Sequence[str] | None) -> Sequence[Scan]:
    """The scans of the items and patterns; all scans if none is given."""
    if not items:
        return workspace.scans
    selected: dict[str, Scan] = {}
    for pattern in items:
        names = [pattern] if pattern in workspace.scan_of else fnmatch.filter(workspace.scan_of, pattern)
        for item in fnmatch.filter(workspace.division.pages_of, pattern) if not names else ():
            names += [pages.scan.item for pages in workspace.division.pages_of[item]]
        if not names:
            raise UsageError(f"there is no scan of {pattern}", remedy="see the names of the files in scans/.")
        selected |= {name: workspace.scan_of[name] for name in names}
    return list(selected.values())


def _with_readers(
    workspace: Workspace, page_store: PageStore, scans: Sequence[Scan], reader: str, *, record: bool
) -> PageStore:
    """The readings with the reader that this command names; a person's decision, recorded in the journal."""
    named: dict[str, str] = {}
    for scan in scans:
        now = page_store.settings_of(scan.item).reader
        wanted = reader or now
        if not reader and now == "auto":
            answer = page_store.answer(scan)
            if answer and any(page.reader == TEXT_LAYER and page.why != BORN_DIGITAL for page in answer[1]):
                wanted = "anew"
        if wanted != now:
            named[scan.item] = wanted
    if record and named:
        why = "re-read" if not reader else f"re-read by {reader}"
        decide(
            workspace.collection,
            [
                ReaderDecision(item=item, before=page_store.settings_of(item).reader, after=after, why=why)
                for item, after in named.items()
            ],
        )
    if record:
        for scan in scans:
            page_store.set_aside(scan)
    return dataclasses.replace(page_store, readers={**page_store.readers, **named})


def _read(
    workspace: Workspace,
    page_store: PageStore,
    scans: Sequence[Scan],
    unread_scans: Sequence[Scan],
    progress: Progress,
    as_json: bool,
    executor: Executor | None,
) -> None:
    """Read the scans and report what was read, what failed, and where a reading contradicts a person's correction."""
    pages, against = 0, []
    note_arrivals(workspace.collection, file_checksums(scans))
    for scan in read_unread(
        unread_scans,
        opener=scan_opener(page_store.settings),
        page_store=page_store,
        progress=progress,
        executor=executor,
        again={scan.item for scan in unread_scans},
    ):
        answer = page_store.answer(scan)
        if answer is None:
            continue
        pages += len(answer[1])
        against += contradictions_of(workspace, scan.item, answer[1], page_store.former(scan))
    faults = [
        finding for scan in scans for finding in workspace.at_items(scan, page_store.findings(scan))
    ] + workspace.scan_faults
    if as_json:
        print_json(
            {
                "read": [scan.item for scan in unread_scans],
                "pages": pages,
                "findings": [finding_as_json(finding) for finding in faults],
                "contradictions": [as_row(item, contradiction) for item, contradiction in against],
            }
        )
    else:
        _report(workspace, page_store, scans, unread_scans, pages, against, faults)
    if any(fault.code == PROGRAM_FAULT for fault in faults):
        raise typer.Exit(PROGRAM_FAULT_CODE)


def _report(
    workspace: Workspace,
    page_store: PageStore,
    scans: Sequence[Scan],
    unread_scans: Sequence[Scan],
    pages: int,
    against: Sequence[tuple[str, Contradiction]],
    faults: Sequence[Finding],
) -> None:
    """Print what was read, the readings that contradict a person, and what went wrong."""
    before = len(scans) - len(unread_scans)
    unread = sum(not answer[1] for scan in unread_scans if (answer := page_store.answer(scan)) is not None)
    given_up = [scan.item for scan in scans if page_store.stored_file(scan) is None and page_store.is_given_up(scan)]
    before -= len(set(given_up) - {scan.item for scan in unread_scans})
    summary = (
        f"{pluralise(len(unread_scans) - unread, 'scan')} read, {pluralise(pages, 'page')}; {before:,} already read."
    )
    if not workspace.scans:
        folder = workspace.collection.scans
        summary = f"There is no scan in {folder}: put PDF, TIFF, PNG or JPEG files there, named for their items."
    if given_up:
        summary += f" {pluralise(len(given_up), 'scan')} set aside, for a page ends whatever reads it."
    typer.echo(summary + (f" {pluralise(unread, 'scan')} could not be read:" if unread else ""))
    for scan in unread_scans:
        path = scan.paths[0].relative_to(workspace.collection.root)
        if len(path.parts) > 2 and path.parent.name != scan.item:  # the item does not say where it lies
            typer.echo(f"  {scan.item} is {path.as_posix()}")
    for item, contradiction in against:
        show_contradiction(item, contradiction)
    new = {scan.item for scan in unread_scans}
    for fault in faults:
        if fault.code == "R102" and fault.item not in new:
            continue  # said when it was read, and by `check`
        typer.echo(
            f"  {fault.where or fault.item}: {fault.code} {fault.message}\n    What to do: {fault.remedy}", err=True
        )


def _list(scans: Sequence[Scan], as_json: bool) -> None:
    if as_json:
        print_json({"scans": [scan.item for scan in scans], "pages": None, "minutes": None})
        return
    typer.echo(f"{pluralise(len(scans), 'scan')} to read")
    for scan in scans:
        typer.echo(f"  {scan.item}")


def _explain(workspace: Workspace, page_store: PageStore, items: Sequence[str] | None, as_json: bool) -> None:
    """Write build/explain/ITEM-p001.html and print its path."""
    from briefbook.ocr.explain_page import explain
    from briefbook.ocr.run import read_page
    from briefbook.scans import picture_bytes

    item, *rest = items or [""]
    page_asked = re.fullmatch(r"(?:p\.?\s*)?(\d+)", " ".join(rest) or "1")
    if item not in workspace.scan_of and page_asked and (place := workspace.place_of(item, int(page_asked[1]))):
        item, page_asked = place[0].item, re.fullmatch(r"(\d+)", str(place[1]))  # a part: the page of its file
    if item not in workspace.scan_of or page_asked is None:
        raise UsageError(
            f"there is no scan of {item}" if item and page_asked else "--explain needs an item and a page",
            remedy="write `briefbook read --explain ITEM 2`.",
        )
    scan, number = workspace.scan_of[item], int(page_asked[1])
    count, damage = scan_opener(page_store.settings).inspect(scan)
    if not 1 <= number <= count:
        raise UsageError(f"{item} has no page {number}", remedy=f"it has {pluralise(count, 'page')}.")
    answer = page_store.answer(scan)
    page = next((known_page for known_page in answer[1] if known_page.number == number), None) if answer else None
    page = page or read_page(
        scan, number, opener=scan_opener(page_store.settings), settings=page_store.settings_of(item)
    )
    notes = {"File": scan.paths[0].name} | ({"Damage": damage} if damage else {})
    if number in workspace.transcripts.get(item, {}):
        notes["Corrections"] = "a transcript replaces the whole page; the machine's reading is shown below"
    elif path := workspace.corrections.get(item, {}).get(number):
        page, _ = correct(page, read_text(path))
        notes["Corrections"] = "lines corrected by a person are shown as corrected"
    for finding in answer[2] if answer else ():
        notes[f"Finding {finding.code}"] = finding.message
    of_item = answer[1] if answer else (page,)
    kinds = page_kinds([page if other.number == number else other for other in of_item])
    kind = next(kind for other, kind in zip(of_item, kinds, strict=True) if other.number == number)
    target = workspace.collection.build / "explain" / f"{safe_name(item)}-p{number:03d}.html"
    write_atomic(target, explain(page, picture_bytes(scan, number, turned=page.turned, max_side=2400), notes, kind))
    if as_json:
        print_json(
            {
                "item": item,
                "page": number,
                "path": str(target),
                "kind": kind.as_json(),
                "reader": page.reader,
                "why": page.why,
            }
        )
    else:
        typer.echo(target)
