"""Made-up pages for `cluster.py`: functions of a module, for workers import them."""

import os
import signal
import time
from collections.abc import Iterator, Sequence
from typing import Any

import papers

from briefbook.model.page import Scan


def inspect(scan: Scan) -> tuple[int, str]:
    """Every scan has ten pages."""
    return 10, ""


def open_pages(scan: Scan, numbers: Sequence[int]) -> Iterator[Any]:
    """Pages that take a second; in a folder with `every.txt` none, but every so many kill their worker."""
    folder = scan.paths[0].parent
    every = folder / "every.txt"
    for sheet in papers.sheets(scan, numbers):
        if not every.exists():
            if folder.name != "unharmed":
                time.sleep(1)
            yield sheet
            continue
        with open(folder / "opened.txt", "a", encoding="utf-8") as file:
            file.write(f"{scan.item} {sheet.number}\n")
        if (folder / "opened.txt").read_bytes().count(b"\n") % int(every.read_text()) == 0:
            with open(folder / "kills.txt", "a", encoding="utf-8") as file:
                file.write(f"{os.getpid()}\n")
            os.kill(os.getpid(), signal.SIGKILL)
        yield sheet
