"""``briefbook demo``: take the specimen collection through all steps, reporting each."""

import shutil
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import typer

from briefbook.checks.reports import summarise
from briefbook.checks.reports.forms import caret
from briefbook.cli import import_, main
from briefbook.cli.import_results import keep
from briefbook.cli.import_source import ImportSource
from briefbook.errors import InputError, OutsideError
from briefbook.model.catalogue import Catalogue
from briefbook.model.finding import Finding
from briefbook.model.narrative import Narrative
from briefbook.model.verdict import Verification
from briefbook.progress import Progress, pluralise, quiet, show_progress
from briefbook.project import pipeline
from briefbook.project.collection import SETTINGS_FILE, Collection
from briefbook.util import extras
from briefbook.util.advice import typed

PACKAGE = Path(__file__).resolve().parents[1]
SPECIMENS = (PACKAGE / "specimens", PACKAGE.parents[1] / "examples" / "cuban-missile-crisis")
"""Where the specimen collection stands: in an installed package, in a clone of the repository."""

LIST = "specimen-list"
STEPS = 6


def command(
    folder: Path = typer.Argument(Path("demo"), help="The folder to copy it to."),
    no_serve: bool = typer.Option(False, "--no-serve", help="Stop after building."),
    port: int = typer.Option(8000, help="The port to serve on; if it is in use, the next free one is taken."),
) -> None:
    """Copy the specimen collection to a folder and take it through all steps, from import to the live site.

    The folder is a collection like any other: afterwards every command works on it with -C. If it exists already, it is
    used as it is, with all changes made to it.
    """
    extras.require("read", "serve")
    began = time.monotonic()
    typer.echo(
        "Briefbook's demonstration. The papers are specimens: imitations made for this purpose, each marked as such."
    )
    _copy(folder)
    here = Collection.open(folder)
    _import(here)
    catalogue = _read(here)
    _catalogue(catalogue)
    _check(here)
    site = _build(here)
    _print_step(
        "Done", f"in {_seconds(time.monotonic() - began)}. The site, to open by a double click: {site / 'index.html'}"
    )
    _try(folder)
    if not no_serve:
        _serve(folder, port)


def _copy(folder: Path) -> None:
    """Copy the specimens, or take the folder as an earlier demonstration left it."""
    if (folder / SETTINGS_FILE).exists():
        _step(1, "Copy", f"{folder} exists already and is used as it is (delete it for a fresh copy)")
        return
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(
            f"{folder} contains other files; the demonstration needs a folder of its own",
            remedy="name another: `briefbook demo FOLDER`.",
        )
    source = next((path for path in SPECIMENS if (path / SETTINGS_FILE).exists()), None)
    if source is None:
        raise OutsideError(
            "the specimen collection is not installed with this copy of Briefbook",
            remedy="clone the repository and use `./run demo`.",
        )
    hidden = shutil.ignore_patterns("build", ".*")
    try:
        shutil.copytree(source, folder, ignore=hidden, dirs_exist_ok=True, copy_function=shutil.copyfile)
    except OSError as error:
        raise OutsideError(f"cannot copy to {folder}: {error}", remedy="name another folder.") from error
    kinds = (("scans", "scan"), ("narratives", "narrative"))
    contents = [pluralise(len(list((folder / name).iterdir())), word) for name, word in kinds]
    _step(1, "Copy", f"{', '.join(contents)}, a list and a journal of decisions to {folder}/")


def _import(here: Collection) -> None:
    """Take in the list that came with the scans, as `briefbook import csv` does."""
    path = here.received / LIST / "original.csv"
    if not path.exists():
        _step(2, "Import", "there is no list to import")
        return
    source = ImportSource(path, path.read_bytes(), LIST, path.suffix)
    received = import_.IMPORTERS["csv"](source, here.settings)
    keep(here, source, received, "csv", replace=True)
    _step(2, "Import", f"the list describes {pluralise(len(received.descriptions), 'item')}")
    for sentence in received.not_understood:
        _print_step("", f"look at: {sentence}")


def _read(here: Collection) -> Catalogue:
    """Read the scans; what was read before is not read again."""
    _step(3, "Read", "words with boxes and confidence, once per scan; this takes a minute the first time")
    catalogue = pipeline.open_catalogue(here, progress=_progress())
    pages = [page for entry in catalogue for page in catalogue.pages(entry.item)]
    hard = sorted({page.item for page in pages if page.confidence is not None and page.confidence < 0.8})
    well = f"{pluralise(len(pages), 'page')} of {pluralise(len({page.item for page in pages}), 'item')}"
    _print_step("", well + (f"; hard to read: {', '.join(hard)}" if hard else ""))
    return catalogue


def _catalogue(catalogue: Catalogue) -> None:
    """Say who says what of the items: the list, the headings, a person."""
    value_counts = Counter(
        str(reading.by)
        for entry in catalogue
        for name in entry.readings
        for reading in entry.effective_readings(name)[:1]
    )
    by = {
        "person": "by a person",
        "received": "by the list",
        "machine": "by the headings on the scans",
        "cover sheet": "by cover sheets",
    }
    sources = ", ".join(f"{value_counts[who]} {words}" for who, words in by.items() if value_counts[who])
    _step(4, "Catalogue", f"{pluralise(len(catalogue), 'item')}; fields settled {sources}")
    blank = [entry.item for entry in catalogue if not entry.value("number")]
    if blank:
        _print_step("", f"left blank rather than guessed: the number of {', '.join(blank)}")


def _check(here: Collection) -> None:
    """Hold the narratives against the papers and print what was found, the planted faults first."""
    findings, verifications = pipeline.check_collection(here, progress=_progress())
    narratives = pipeline.read_narratives(here, pipeline.open_catalogue(here))
    planted = {narrative.path for narrative in narratives if narrative.front_matter.get("planted")}
    titles = {narrative.path: narrative for narrative in narratives}
    faults = [finding for finding in findings if finding.where and finding.where.path in planted]
    others = [finding for finding in findings if finding not in faults]
    _step(5, "Check", _verdicts(findings, verifications))
    if planted:
        _print_step(
            "",
            f"{pluralise(len(faults), 'finding')} in “{titles[min(planted)].title}”, a page that is wrong on purpose:",
        )
        _print(faults, titles)
    if others:
        _print_step("", f"{pluralise(len(others), 'finding')} elsewhere:")
        _print(others, titles)


def _verdicts(findings: Sequence[Finding], verifications: Sequence[Verification]) -> str:
    lines = str(summarise(findings, verifications)).splitlines()
    return "\n".join([lines[0], *(" " * 20 + line for line in lines[1:])])


def _print(findings: Sequence[Finding], narratives: dict[str, Narrative]) -> None:
    for finding in findings:
        where = finding.where
        narrative = narratives.get(where.path) if where else None
        rows = narrative.source.splitlines() if narrative else []
        place = f"{where}: " if where else f"{finding.item}: " if finding.item else ""
        accepted = f" (accepted: {finding.accepted})" if finding.accepted is not None else ""
        typer.echo(f"\n      {place}{finding.severity} {finding.code}: {finding.message}{accepted}")
        if where and where.column and 0 < where.line <= len(rows):
            for line in caret(rows[where.line - 1], where.line, where.column, where.end):
                typer.echo(f"      {line}")
        if finding.remedy:
            typer.echo(f"          What to do: {finding.remedy}")
    if findings:
        typer.echo()


def _build(here: Collection) -> Path:
    """Make the site."""
    published = pipeline.publish(here, progress=_progress())
    if published.site is None:
        raise InputError(
            "findings stop publication",
            remedy=f"see {typed('-C', str(here.root), 'check')}, correct them, and build again.",
        )
    _step(6, "Build", f"{pluralise(published.pages, 'web page')}, with search, that load nothing from other computers")
    return published.site


def _own_name() -> str:
    """How this installation's commands are called from here."""
    if shutil.which("briefbook"):
        return "briefbook"
    beside = Path(sys.executable).with_name("briefbook")
    if not beside.exists():
        return f"{sys.executable} -m briefbook"
    here = Path.cwd()
    return str(beside.relative_to(here) if beside.is_relative_to(here) else beside)


def _try(folder: Path) -> None:
    briefbook = _own_name()
    typer.echo("\nWhat to try next:")
    for words, why in (
        ("catalogue show CDNW12452", "every field with all its readings, and the text of the pages"),
        ("search 'castro NEAR sovereignty'", "search the text of the pages"),
        ("check", "after you change a word in narratives/"),
    ):
        typer.echo(f"  {briefbook} -C {folder} {words:<36} {why}")
    typer.echo("")


def _serve(folder: Path, port: int) -> None:
    """Serve the collection live until Ctrl-C, as the command `serve` does."""
    main(["-C", str(folder), "serve", "--port", str(port)])


def _progress() -> Progress:
    return show_progress if sys.stderr.isatty() else quiet


def _step(number: int, name: str, words: str) -> None:
    typer.echo(f"{number} of {STEPS}  {name:<11} {words}")


def _print_step(name: str, words: str) -> None:
    typer.echo(f"{name:<7} {'':<11} {words}")


def _seconds(length: float) -> str:
    return f"{length:.0f} seconds" if length < 100 else f"{length / 60:.1f} minutes"
