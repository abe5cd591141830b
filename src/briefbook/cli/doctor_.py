"""``briefbook doctor``: what is installed, what is missing, and what that means."""

import importlib.metadata
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import typer

from briefbook import __version__
from briefbook.cli import collection_root, print_json
from briefbook.errors import OutsideError
from briefbook.ocr.reader_registry import available
from briefbook.programs import pagefind
from briefbook.project import private_files
from briefbook.util import extensions, parallel
from briefbook.util.extras import EXTRAS, Extra, is_installed, missing_modules
from briefbook.util.files import locked

MIN_FREE_DISK = 1.0
"""GiB of free disk below which a build may not fit."""


@dataclass(frozen=True, slots=True)
class Component:
    """Something Briefbook uses.

    Attributes:
        name: What it is called.
        group: base, read, serve, book, editor, readers, extensions, programs or system.
        needed: Whether Briefbook cannot work at all without it.
        version: Its version, or what is to be said of it; None where it is missing.
        without: What its absence means.
    """

    name: str
    group: str
    needed: bool
    version: str | None
    without: str


BASE_PACKAGES = {
    "tantivy": "nothing can be searched",
    "markdown-it-py": "narratives cannot be read",
    "rapidfuzz": "quotations cannot be compared",
    "lxml": "HTML and TEI cannot be imported",
    "filelock": "nothing can be written to the journal",
}
"""What every installation has, by what is lost without it."""

LOST_WITHOUT = {
    "rapidocr": "no second opinion on pages that are not typed",
    "pagefind": "the hosted site has no search (the server's has)",
    "watchfiles": "--watch does not work",
}
"""What is lost without a package that its extra can do without."""

PROGRAMS = {
    "git": "corrections are signed with the account's name instead of git's",
    "tesseract": "no second opinion from it; reading works without it",
    "chromium": "browser tests skip; the product needs no browser of its own",
}
"""Programs beside Python; none is needed."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """What this installation is good for.

    Attributes:
        sound: Whether the base works.
        can: What can be done.
        cannot: What cannot, each with the command that installs what it wants.
    """

    sound: bool
    can: tuple[str, ...]
    cannot: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        if not self.sound:
            return "Not ready: the installation is damaged (see MISSING above). Install it anew: pip install briefbook"
        if not self.cannot:
            return "Ready for everything."
        lines = [f"Ready to {'; '.join(self.can)}."]
        lines += [f"Not ready to {what}: {remedy}" for what, remedy in self.cannot]
        return "\n".join(lines)


def command(as_json: bool = typer.Option(False, "--json", help="Print JSON.")) -> None:
    """Report what is installed, what is missing and what that means; the last lines say what this machine is ready for.

    Exit codes: 0 the base works, whatever else is missing; 4 it does not.
    """
    parts = [*_base(), *_extras(), *_readers(), *_extensions(), *_programs(), *_system()]
    verdict = assess_readiness(parts)
    machine = _machine()
    if as_json:
        print_json(
            {
                "briefbook": __version__,
                "machine": machine,
                "parts": [asdict(part) for part in parts],
                "verdict": {"sound": verdict.sound, "can": verdict.can, "cannot": dict(verdict.cannot)},
            }
        )
    else:
        _show(machine, parts)
        typer.echo(f"\n{verdict}")
    for warning in private_files.warnings(collection_root()):
        typer.echo(f"briefbook: {warning}", err=True)
    if not verdict.sound:
        raise typer.Exit(4)


def assess_readiness(parts: list[Component]) -> Readiness:
    """What an installation with these parts is good for."""
    sound = all(part.version for part in parts if part.needed)
    can = ["check prose, import lists and editions, search, judge quotations"] if sound else []
    cannot = []
    for extra in EXTRAS:
        if missing_modules(extra):
            cannot.append((extra.purpose, f"pip install 'briefbook[{extra.name}]'"))
        elif sound:
            can.append(extra.purpose)
    return Readiness(sound, tuple(can), tuple(cannot))


def _show(machine: dict[str, str | float | None], parts: list[Component]) -> None:
    typer.echo(f"briefbook {__version__}, " + ", ".join(f"{k.replace('_', ' ')} {v}" for k, v in machine.items()))
    purposes = {extra.name: f"{extra.name}: to {extra.purpose}" for extra in EXTRAS}
    group = ""
    for part in parts:
        if part.group != group:
            group = part.group
            typer.echo(purposes.get(group, group))
        state = part.version or ("MISSING" if part.needed else "not installed")
        typer.echo(f"  {part.name:24} {state}" + ("" if part.version else f": {part.without}"))
    free = machine["free_disk_gib"]
    if isinstance(free, float) and free < MIN_FREE_DISK:
        typer.echo("Less than 1 GiB of disk is free: building may stop half-way (nothing would be lost).")


def _machine() -> dict[str, str | float | None]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30 if hasattr(os, "sysconf") else 0
    return {
        "python": sys.version.split()[0],
        "system": platform.platform(),
        "cores": os.cpu_count(),
        "memory_gib": round(memory, 1),
        "free_disk_gib": round(shutil.disk_usage(".").free / 2**30, 1),
    }


def _base() -> Iterator[Component]:
    for name, without in BASE_PACKAGES.items():
        yield Component(name, "base", True, _version(name), without)


def _extras() -> Iterator[Component]:
    for extra in EXTRAS:
        yield from _packages_of(extra)


def _packages_of(extra: Extra) -> Iterator[Component]:
    for module, package in extra.needed.items():
        version = _version(package) if is_installed(module) else None
        yield Component(package, extra.name, False, version, f"pip install 'briefbook[{extra.name}]'")
    for module, package in extra.helpful.items():
        version = _version(package) if is_installed(module) else None
        if package == "pagefind" and version and not pagefind.version():
            version = None  # the package without its program
        yield Component(package, extra.name, False, version, LOST_WITHOUT[package])


def _readers() -> Iterator[Component]:
    for reader in available():
        yield Component(f"reader {reader.name}", "readers", False, reader.version, reader.without)


def _extensions() -> Iterator[Component]:
    """What other packages add, loaded; no one is needed."""
    for group in extensions.GROUPS:
        for extension in extensions.loaded(group):
            name = f"{group.removesuffix('s')} {extension.name}"
            version = None if extension.problem else extension.package
            yield Component(name, "extensions", False, version, f"{extension.package}: {extension.problem}")


def _programs() -> Iterator[Component]:
    for name, without in PROGRAMS.items():
        yield Component(name, "programs", False, _answer(name), without)


def _system() -> Iterator[Component]:
    yield Component("file locks", "system", True, _lock(), "the temporary folder refuses locks: writing is not safe")
    started = {
        "forkserver": "by a fork server (Linux only; others spawn them)",
        "spawn": "by spawning, which takes a second or two longer than on Linux",
    }
    yield Component("other processes", "system", False, f"started {started[parallel.START_METHOD]}", "")


def _lock() -> str | None:
    """Whether a lock can be acquired, tested by acquiring one."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            with locked(Path(folder) / "doctor.lock"):
                return f"work (filelock {_version('filelock')})"
        except OutsideError:
            return None


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def _answer(name: str) -> str | None:
    """What a program says of its version; None where it is not there or does not run."""
    path = shutil.which(name)
    if path is None:
        return None
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.SubprocessError):
        return None
    lines = (answer.stdout or answer.stderr).splitlines()
    return lines[0].strip() if lines else "installed"
