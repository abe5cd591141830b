"""``briefbook read``: scans -> words with boxes and confidence, kept for everything that comes after."""

from typing import Any

import typer

from briefbook.assembly import Workshop
from briefbook.cli import collection, print_json
from briefbook.errors import UsageError
from briefbook.model.finding import Finding
from briefbook.progress import shown
from briefbook.reading import read_scans
from briefbook.reading.run import unread_of
from briefbook.scans import ScanFault, page_count, page_pictures

SECONDS_A_PAGE = 4.0
"""Processor seconds a page of typescript takes on a machine of 2024; only for the estimate."""


def command(
    items: list[str] = typer.Argument(None, help="Items to read (default: all that are not read yet)."),
    redo: bool = typer.Option(False, "--redo", help="Read anew what was read before."),
    dry_run: bool = typer.Option(False, "--dry-run", help="Only say what would be read."),
    estimate: bool = typer.Option(False, "--estimate", help="Only say how many pages, and about how long."),
    as_json: bool = typer.Option(False, "--json", help="One object."),
) -> None:
    """Read scans. What was finished is kept: interrupt at any moment, the same command goes on where it stopped."""
    here = collection()
    workshop = Workshop(here, progress=shown)
    settings, cache = here.settings.reading, here.readings
    scans = workshop.scans
    if items:
        if unknown := sorted(set(items) - workshop.scan_of.keys()):
            raise UsageError(f"there is no scan of {', '.join(unknown)}", remedy="see what stands in scans/.")
        scans = [workshop.scan_of[item] for item in items]
    wanted = scans if redo else unread_of(scans, cache, settings)
    if dry_run or estimate:
        pages = 0
        for scan in wanted if estimate else ():
            try:
                pages += page_count(scan)
            except ScanFault:
                pages += 0  # it will become a finding when it is read
        row: dict[str, Any] = {"scans": [scan.item for scan in wanted], "pages": pages if estimate else None}
        row["minutes"] = round(pages * SECONDS_A_PAGE / 60 / 2, 1) if estimate else None
        if as_json:
            print_json(row)
        else:
            typer.echo(
                f"{len(wanted)} scans to read"
                + (f", {pages} pages, about {row['minutes']} minutes" if estimate else "")
            )
            for scan in wanted if dry_run else ():
                typer.echo(f"  {scan.item}")
        return
    chosen = {scan.item for scan in wanted} if redo else set()
    pages = 0
    faults: list[Finding] = []
    for scan, read, findings in read_scans(
        scans, pictures=page_pictures, cache=cache, settings=settings, progress=shown, redo=chosen
    ):
        pages += len(read) if scan in wanted else 0
        faults += findings
    faults += workshop.scan_faults
    if as_json:
        print_json(
            {
                "read": [scan.item for scan in wanted],
                "pages": pages,
                "findings": [{"code": f.code, "where": str(f.where or f.item), "message": f.message} for f in faults],
            }
        )
        return
    typer.echo(f"{len(wanted)} scans read, {pages} pages; {len(scans) - len(wanted)} were read before.")
    for one in faults:
        typer.echo(f"  {one.where or one.item}: {one.code} {one.message}\n    What to do: {one.remedy}", err=True)
