"""How long reading will take: for ``briefbook read --estimate``."""

from collections.abc import Sequence

import typer

from briefbook.cli import print_json
from briefbook.model.page import Scan
from briefbook.ocr import PageStore
from briefbook.ocr.run import pace_of, workers_of
from briefbook.progress import duration, pluralise
from briefbook.project.describing import scan_opener

SECONDS_PER_PAGE = {"typed": 1.3, "rapidocr": 5.2, "tesseract": 1.8, "text": 0.05}
"""Processor seconds a page takes, real pages of `bench/RESULTS.md`, until this collection's own pages were timed."""

SAMPLE_SIZE = 12
"""Number of scans sampled for an estimate."""


def print_estimate(page_store: PageStore, scans: Sequence[Scan], as_json: bool) -> None:
    """Estimate pages and time, from the time that pages took before and a sample of the scans."""
    pages = 0
    for scan in scans:
        try:
            pages += min(scan_opener(page_store.settings).inspect(scan)[0], page_store.settings.max_pages)
        except Exception:
            continue  # it will become a finding when it is read
    kinds = {"auto": "typed", "anew": "typed", "lines": "typed", "text-layer": "text"}
    kind = kinds.get(page_store.settings.reader, page_store.settings.reader)
    share = 1.0 if kind == "text" else _text_layer_share(page_store, scans) if kind == "typed" else 0.0
    seconds = {
        kind_of_page: pace_of(page_store, kind_of_page) or SECONDS_PER_PAGE.get(kind_of_page, 2.0)
        for kind_of_page in (kind, "text")
    }
    each = share * seconds["text"] + (1 - share) * seconds[kind]
    workers = max(1, min(workers_of(page_store.settings), pages))
    took = pages * each / workers
    if as_json:
        print_json({"scans": [scan.item for scan in scans], "pages": pages, "minutes": round(took / 60, 1)})
        return
    typer.echo(f"{pluralise(len(scans), 'scan')} to read, {pluralise(pages, 'page')}, about {duration(took)}", nl=False)
    typer.echo(f" ({each:.1f} processor seconds a page, {pluralise(workers, 'process')})")


def _text_layer_share(page_store: PageStore, scans: Sequence[Scan]) -> float:
    """The share, from 0 to 1, of pages whose file contains its own text, from a sample."""
    chosen = scans[:: max(1, len(scans) // SAMPLE_SIZE)][:SAMPLE_SIZE]
    pages_seen = born = 0
    for scan in chosen:
        try:
            for sheet in scan_opener(page_store.settings).open_pages(scan, (1, 2)):
                pages_seen += 1
                born += not isinstance(sheet, Exception) and bool(sheet.words) and not sheet.has_picture
        except Exception:
            continue
    return born / pages_seen if pages_seen else 0.0
