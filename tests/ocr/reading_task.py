"""Opening of made-up scans on a worker: some end their worker, and every page that is opened leaves a mark."""

import os
import signal
from pathlib import Path

import papers


def inspect(scan):
    return 6, ""


def open_pages(scan, numbers):
    folder = scan.paths[0].parent
    for sheet in papers.sheets(scan, numbers):
        with open(folder / "opened.txt", "a", encoding="utf-8") as file:
            file.write(f"{scan.item} {sheet.number}\n")
        if (folder / f"{scan.item}-{sheet.number}.deadly").exists():
            os.kill(os.getpid(), signal.SIGKILL)
        if (folder / "kill.txt").exists() and len((folder / "opened.txt").read_text().split("\n")) % 25 == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        yield sheet


def made(folder, items):
    """Scans in a folder, for the tests."""
    from briefbook.model.page import Scan

    scans = []
    for item in items:
        path = Path(folder) / f"{item}.pdf"
        path.write_bytes(item.encode())
        scans.append(Scan(item, (path,), f"sum of {item}"))
    return scans
