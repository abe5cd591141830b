"""``briefbook doctor``: what is installed, what is missing, and what that means."""

import importlib.metadata
import os
import platform
import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass

import typer

from briefbook import __version__
from briefbook.cli import print_json
from briefbook.ocr.reader_registry import available


@dataclass(frozen=True, slots=True)
class Part:
    """Something Briefbook uses: there or not, its version, and what its absence means."""

    name: str
    needed: bool
    version: str | None
    without: str


LIBRARIES = {
    "onnxruntime": "scans cannot be read, save by tesseract or a text layer",
    "rapidocr": "scans cannot be read, save by tesseract or a text layer",
    "opencv-python-headless": "scans cannot be read",
    "pikepdf": "PDF scans cannot be opened",
    "pypdfium2": "PDF pages that are not one picture cannot be shown",
    "tantivy": "nothing can be searched",
    "markdown-it-py": "narratives cannot be read",
    "fastapi": "`briefbook serve` does not run",
    "typst": "the book cannot be printed as PDF",
}
PROGRAMS = {
    "git": (["--version"], "corrections are signed with the account's name instead of git's"),
    "chromium": (["--version"], "browser tests skip; the product needs no browser of its own"),
}


def command(as_json: bool = typer.Option(False, "--json", help="One object.")) -> None:
    """What is installed, what is missing, what that means."""
    readers = [Part(f"reader {reader.name}", False, reader.version, reader.without) for reader in available()]
    parts = [*map(_library, LIBRARIES), *readers, *map(_program, PROGRAMS)]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30 if hasattr(os, "sysconf") else 0
    disk = shutil.disk_usage(".").free / 2**30
    machine: dict[str, str | float | None] = {
        "python": sys.version.split()[0],
        "system": platform.platform(),
        "cores": os.cpu_count(),
    }
    machine |= {"memory_gib": round(memory, 1), "free_disk_gib": round(disk, 1)}
    if as_json:
        print_json({"briefbook": __version__, "machine": machine, "parts": [asdict(part) for part in parts]})
    else:
        typer.echo(f"briefbook {__version__}, " + ", ".join(f"{k.replace('_', ' ')} {v}" for k, v in machine.items()))
        for part in parts:
            state = part.version or ("MISSING" if part.needed else "not installed")
            typer.echo(f"  {part.name:24} {state}" + ("" if part.version else f": {part.without}"))
        if disk < 1:
            typer.echo("  Less than 1 GiB of disk is free: building may stop half-way (nothing would be lost).")
    if any(part.needed and not part.version for part in parts):
        raise typer.Exit(4)


def _library(name: str) -> Part:
    try:
        version: str | None = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        version = None
    return Part(name, True, version, LIBRARIES[name])


def _program(name: str) -> Part:
    arguments, without = PROGRAMS[name]
    version = None
    if path := shutil.which(name):
        try:
            answer = subprocess.run([path, *arguments], capture_output=True, text=True, timeout=20)
            lines = (answer.stdout or answer.stderr).splitlines()
            version = lines[0].strip() if lines else "installed"
        except (OSError, subprocess.SubprocessError):
            version = None
    return Part(name, False, version, without)
