"""How long reading will take: for ``briefbook read --estimate``."""

from collections.abc import Sequence

import typer

from briefbook.cli import print_json
from briefbook.model.page import Scan
from briefbook.ocr import Readings
from briefbook.ocr.run import pace_of, workers_of
from briefbook.progress import counted, duration
from briefbook.project.describing import OPENING

SECONDS = {"typed": 1.3, "rapidocr": 5.2, "tesseract": 1.8, "text": 0.05}
"""Processor seconds a page takes, real pages of `bench/RESULTS.md`, until this collection's own pages were timed."""

SAMPLED = 12
"""Scans that an estimate looks into."""


def tell_estimate(readings: Readings, wanted: Sequence[Scan], as_json: bool) -> None:
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
    typer.echo(f"{counted(len(wanted), 'scan')} to read, {counted(pages, 'page')}, about {duration(took)}", nl=False)
    typer.echo(f" ({each:.1f} processor seconds a page, {counted(workers, 'process')})")


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
