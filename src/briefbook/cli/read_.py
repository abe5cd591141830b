"""``briefbook read``: scans -> words with boxes and confidence, kept for everything that comes after."""

import dataclasses
import difflib
import fnmatch
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import typer

from briefbook.assembly import OPENING, Workshop, decide, read_text
from briefbook.cli import collection, print_json
from briefbook.collection import write_atomic
from briefbook.errors import UsageError
from briefbook.model.finding import Finding
from briefbook.model.naming import safe_name
from briefbook.model.page import Page, Scan
from briefbook.progress import Progress, duration, quiet, shown
from briefbook.reading import Readings, preview, read_unread
from briefbook.reading.run import pace_of, workers_of
from briefbook.reading.transcript import Contradiction, contradictions, correct
from briefbook.settings import READERS

SECONDS = {"typed": 2.0, "rapidocr": 3.5, "tesseract": 1.5, "text": 0.05}
"""Processor seconds a page takes on a machine of 2024, until this collection's own pages were timed."""

SAMPLED = 12
"""Scans that an estimate looks into."""


def command(
    items: list[str] = typer.Argument(None, help="Items to read, or patterns: 'CDNW12*' (default: all not read yet)."),
    redo: bool = typer.Option(
        False, "--redo", help="Read anew what was read before, and not by the text another reader left in a PDF."
    ),
    dry_run: bool = typer.Option(
        False, "--dry-run", help="Only say what would be read; with --redo, which lines would change."
    ),
    estimate: bool = typer.Option(False, "--estimate", help="Only say how many pages, and about how long."),
    explain: bool = typer.Option(
        False, "--explain", help="ITEM PAGE: write one HTML page that shows how that page was read."
    ),
    fast: bool = typer.Option(False, "--fast", help="Read once only. The reader of typed pages always does."),
    reader: str = typer.Option("", help="With --redo: the reader that these items have from now on."),
    workers: int = typer.Option(0, min=0, help="Processes side by side (default: as the settings say, one a core)."),
    as_json: bool = typer.Option(False, "--json", help="One object."),
) -> None:
    """Read scans. What was finished is kept: interrupt at any moment, the same command goes on where it stopped."""
    here = collection()
    progress = quiet if as_json else shown
    workshop = Workshop(here, progress=progress)
    settings = workshop.readings.settings
    settings = dataclasses.replace(settings, fast=fast or settings.fast, workers=workers or settings.workers)
    readings = dataclasses.replace(workshop.readings, settings=settings)
    if explain:
        _explain(workshop, readings, items, as_json)
        return
    if reader and (not redo or reader not in READERS[:-1]):
        raise UsageError(
            "--reader goes with --redo" if not redo else f"there is no reader {reader!r}",
            remedy=f"write `briefbook read --redo ITEM --reader NAME`; readers are {', '.join(READERS[:-1])}.",
        )
    scans = _chosen(workshop, items)
    if redo:
        readings = _named(workshop, readings, scans, reader, record=not (dry_run or estimate))
    wanted = scans if redo else [scan for scan in scans if readings.held(scan) is None]
    if estimate:
        _estimate(readings, wanted, as_json)
    elif dry_run and redo:
        _show_changes(workshop, readings, wanted, progress, as_json)
    elif dry_run:
        _list(wanted, as_json)
    else:
        _read(workshop, readings, scans, wanted, progress, as_json)


def _chosen(workshop: Workshop, items: Sequence[str] | None) -> list[Scan]:
    """The scans of the items and patterns; all of them where none is given."""
    if not items:
        return workshop.scans
    found: dict[str, Scan] = {}
    for asked in items:
        names = [asked] if asked in workshop.scan_of else fnmatch.filter(workshop.scan_of, asked)
        if not names:
            raise UsageError(f"there is no scan of {asked}", remedy="see what stands in scans/.")
        found |= {name: workshop.scan_of[name] for name in names}
    return list(found.values())


def _named(workshop: Workshop, readings: Readings, scans: Sequence[Scan], reader: str, *, record: bool) -> Readings:
    """The readings with the readers that this command names; a person's word, so it is written into the journal."""
    from briefbook.reading.choosing import BORN, TEXT_LAYER

    named: dict[str, str] = {}
    for scan in scans:
        now = readings.asked(scan.item).reader
        wanted = reader or now
        if not reader and now == "auto":
            answer = readings.answer(scan)
            if answer and any(page.reader == TEXT_LAYER and page.why != BORN for page in answer[1]):
                wanted = "anew"
        if wanted != now:
            named[scan.item] = wanted
    if record and named:
        why = "read anew" if not reader else f"read anew by {reader}"
        decide(
            workshop.collection,
            [
                {
                    "kind": "read",
                    "item": item,
                    "field": "reader",
                    "before": readings.asked(item).reader,
                    "after": after,
                    "why": why,
                }
                for item, after in named.items()
            ],
        )
    if record:
        for scan in scans:
            readings.set_aside(scan)
    return dataclasses.replace(readings, readers={**readings.readers, **named})


def _read(
    workshop: Workshop,
    readings: Readings,
    scans: Sequence[Scan],
    wanted: Sequence[Scan],
    progress: Progress,
    as_json: bool,
) -> None:
    """Read, and say what was read, what is wrong, and where a reading contradicts a person."""
    pages, against = 0, []
    for scan in read_unread(wanted, opening=OPENING, readings=readings, progress=progress):
        answer = readings.answer(scan)
        if answer is None:
            continue
        pages += len(answer[1])
        against += _contradictions(workshop, scan.item, answer[1], readings.former(scan))
    faults = [one for scan in scans for one in readings.findings(scan)] + workshop.scan_faults
    if as_json:
        print_json(
            {
                "read": [scan.item for scan in wanted],
                "pages": pages,
                "findings": [_finding(one) for one in faults],
                "contradictions": [_contradiction(item, one) for item, one in against],
            }
        )
        return
    before = len(scans) - len(wanted)
    unread = sum(not answer[1] for scan in wanted if (answer := readings.answer(scan)) is not None)
    told = f"{_count(len(wanted) - unread, 'scan')} read, {_count(pages, 'page')}; {before:,} were read before."
    if not workshop.scans:
        folder = workshop.collection.scans
        told = f"There is no scan in {folder}: put PDF, TIFF, PNG or JPEG files there, named for their items."
    typer.echo(told + (f" {_count(unread, 'scan')} could not be read:" if unread else ""))
    for item, one in against:
        _show_contradiction(item, one)
    for fault in faults:
        typer.echo(
            f"  {fault.where or fault.item}: {fault.code} {fault.message}\n    What to do: {fault.remedy}", err=True
        )


def _list(wanted: Sequence[Scan], as_json: bool) -> None:
    if as_json:
        print_json({"scans": [scan.item for scan in wanted], "pages": None, "minutes": None})
        return
    typer.echo(f"{_count(len(wanted), 'scan')} to read")
    for scan in wanted:
        typer.echo(f"  {scan.item}")


@dataclass
class _Change:
    """What a new reading changes on a page."""

    item: str
    page: int
    reader: str
    lines: int
    removed: list[str]
    added: list[str]
    against: tuple[Contradiction, ...] = ()
    new: bool = False


def _show_changes(
    workshop: Workshop, readings: Readings, wanted: Sequence[Scan], progress: Progress, as_json: bool
) -> None:
    """Read anew, keep nothing, and show what would change line by line; of a person's pages only contradictions."""
    former: dict[str, dict[int, Page]] = {}
    for scan in wanted:
        held = workshop.readings.answer(scan)
        pages = held[1] if held else readings.former(scan) or ()
        former[scan.item] = {page.number: page for page in pages}
    changes, pages_read = [], 0
    for scan, page in preview(wanted, opening=OPENING, readings=readings, progress=progress):
        pages_read += 1
        before = former[scan.item].get(page.number)
        old, new = _lines(before), _lines(page)
        diff = [line for line in difflib.ndiff(old, new) if line[:2] in ("- ", "+ ")]
        change = _Change(
            item=scan.item,
            page=page.number,
            reader=page.reader,
            lines=len(new),
            removed=[line[2:] for line in diff if line[0] == "-"],
            added=[line[2:] for line in diff if line[0] == "+"],
            new=before is None,
        )
        if page.number in workshop.transcripts.get(scan.item, {}):
            change.removed, change.added = [], []
        against = _contradictions(workshop, scan.item, (page,), (before,) if before else None)
        change.against = tuple(one for _, one in against)
        if change.removed or change.added or change.against:
            changes.append(change)
    changes.sort(key=lambda one: ([scan.item for scan in wanted].index(one.item), one.page))
    if as_json:
        rows = [dataclasses.asdict(one) for one in changes]
        print_json({"scans": [scan.item for scan in wanted], "pages": pages_read, "changes": rows})
        return
    for one in changes:
        what = "is not read yet" if one.new else f"{_count(len(one.added), 'line')} of {one.lines} would change"
        typer.echo(f"{one.item}, p. {one.page}: {what} ({one.reader})")
        for line in one.removed:
            typer.echo(f"  - {line}")
        for line in one.added:
            typer.echo(f"  + {line}")
        for contradiction in one.against:
            _show_contradiction(one.item, contradiction)
    typer.echo(f"{_count(pages_read, 'page')} read, {len(changes):,} would change; nothing was kept.")


def _lines(page: Page | None) -> list[str]:
    return [line.text for line in page.lines] if page else []


def _contradictions(
    workshop: Workshop, item: str, now: Sequence[Page], before: Sequence[Page] | None
) -> list[tuple[str, Contradiction]]:
    """Where new readings contradict a person's lines or pages."""
    old = {page.number: page for page in before or ()}
    found: list[tuple[str, Contradiction]] = []
    for page in now:
        if path := workshop.transcripts.get(item, {}).get(page.number):
            found += [(item, one) for one in contradictions(read_text(path), page, old.get(page.number))]
        elif path := workshop.corrections.get(item, {}).get(page.number):
            found += [(item, one) for one in correct(page, read_text(path))[1]]
    return found


def _estimate(readings: Readings, wanted: Sequence[Scan], as_json: bool) -> None:
    """How many pages, and how long: by how long pages took here before, and by what a sample of the scans is."""
    pages = 0
    for scan in wanted:
        try:
            pages += min(OPENING.look(scan)[0], readings.settings.max_pages)
        except Exception:
            continue  # it will become a finding when it is read
    kinds = {"auto": "typed", "anew": "typed", "lines": "typed", "text-layer": "text"}
    kind = kinds.get(readings.settings.reader, readings.settings.reader)
    share = 1.0 if kind == "text" else _with_own_text(wanted) if kind == "typed" else 0.0
    seconds = {one: pace_of(readings, one) or SECONDS.get(one, 2.0) for one in (kind, "text")}
    each = share * seconds["text"] + (1 - share) * seconds[kind]
    workers = max(1, min(workers_of(readings.settings), pages))
    took = pages * each / workers
    if as_json:
        print_json({"scans": [scan.item for scan in wanted], "pages": pages, "minutes": round(took / 60, 1)})
        return
    typer.echo(f"{_count(len(wanted), 'scan')} to read, {_count(pages, 'page')}, about {duration(took)}", nl=False)
    typer.echo(f" ({each:.1f} processor seconds a page, {_count(workers, 'process')})".replace("processs", "processes"))


def _with_own_text(wanted: Sequence[Scan]) -> float:
    """The share of pages whose file holds the text itself, by a sample."""
    chosen = wanted[:: max(1, len(wanted) // SAMPLED)][:SAMPLED]
    looked = born = 0
    for scan in chosen:
        try:
            for sheet in OPENING.sheets(scan, (1, 2)):
                looked += 1
                born += not isinstance(sheet, Exception) and bool(sheet.words) and not sheet.pictured
        except Exception:
            continue
    return born / looked if looked else 0.0


def _explain(workshop: Workshop, readings: Readings, items: Sequence[str] | None, as_json: bool) -> None:
    """Write build/explain/ITEM-p001.html and say where."""
    from briefbook.reading.explained import explain
    from briefbook.reading.run import read_page
    from briefbook.scans import picture_bytes

    item, *rest = items or [""]
    page_asked = re.fullmatch(r"(?:p\.?\s*)?(\d+)", " ".join(rest) or "1")
    if item not in workshop.scan_of or page_asked is None:
        raise UsageError(
            f"there is no scan of {item}" if item and page_asked else "--explain wants an item and a page",
            remedy="write `briefbook read --explain ITEM 2`.",
        )
    scan, number = workshop.scan_of[item], int(page_asked[1])
    count, damage = OPENING.look(scan)
    if not 1 <= number <= count:
        raise UsageError(f"{item} has no page {number}", remedy=f"it has pages 1 to {count}.")
    answer = readings.answer(scan)
    page = next((one for one in answer[1] if one.number == number), None) if answer else None
    page = page or read_page(scan, number, opening=OPENING, asked=readings.asked(item))
    notes = {"File": scan.paths[0].name} | ({"Damage": damage} if damage else {})
    if number in workshop.transcripts.get(item, {}):
        notes["A person's word"] = "a transcript of the whole page stands in its place; below is the machine's reading"
    elif path := workshop.corrections.get(item, {}).get(number):
        page, _ = correct(page, read_text(path))
        notes["A person's word"] = "lines corrected by a person are shown as they have them"
    for one in answer[2] if answer else ():
        notes[f"Finding {one.code}"] = one.message
    target = workshop.collection.build / "explain" / f"{safe_name(item)}-p{number:03d}.html"
    write_atomic(target, explain(page, picture_bytes(scan, number, turned=page.turned, max_side=2400), notes))
    if as_json:
        print_json({"item": item, "page": number, "path": str(target), "reader": page.reader, "why": page.why})
    else:
        typer.echo(target)


def _show_contradiction(item: str, one: Contradiction) -> None:
    typer.echo(f"  {item}, p. {one.page}, l. {one.line}: the reading contradicts a person, whose line stays")
    typer.echo(f"    written  {one.said}")
    typer.echo(f"    read     {one.read or '(no such line)'}")


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "where": str(finding.where or finding.item),
        "item": finding.item,
        "page": finding.place.page if finding.place else None,
        "message": finding.message,
        "remedy": finding.remedy,
    }


def _contradiction(item: str, one: Contradiction) -> dict[str, Any]:
    return {"item": item, **dataclasses.asdict(one)}


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
