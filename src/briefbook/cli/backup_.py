"""``briefbook backup``: the whole collection as a verified bag in another folder."""

import datetime
from pathlib import Path

import typer

from briefbook import __version__
from briefbook.catalogue import Journal
from briefbook.cli import collection, print_json
from briefbook.errors import FormatError, InputError, OutsideError
from briefbook.exports.bag import write_bag
from briefbook.importers.bag import verify_bag
from briefbook.progress import pluralise, quiet, show_progress
from briefbook.project import fixity
from briefbook.project.workspace import about
from briefbook.text.safe_names import safe_name


def command(
    folder: Path = typer.Argument(..., help="Folder in which the backup is made, best on another disk."),
    as_json: bool = typer.Option(False, "--json", help="Print JSON."),
) -> None:
    """Write the collection as a BagIt bag of its own, read it back from the disk, and verify every checksum.

    Before that the collection is verified like `briefbook verify` does: a backup of a damaged collection is made, for
    it may be the last, but ends with exit code 1. What programs make (build/), accounts and a git repository stay
    out. Earlier backups in the folder are left alone.
    """
    here = collection()
    root = here.root.resolve()
    if folder.resolve() == root or folder.resolve().is_relative_to(root):
        raise InputError(f"{folder} is inside the collection", remedy="name a folder on another disk.")
    report = fixity.verify(here, progress=quiet if as_json else show_progress)
    made_at = datetime.datetime.now(datetime.UTC)
    bag = _free_name(folder / f"{safe_name(root.name or 'collection')}-{made_at:%Y%m%dT%H%M%SZ}")
    decisions, _ = Journal(here.journal).read()
    size = write_bag(here.root, bag, about(here.settings), decisions, program_version=__version__, packed_at=made_at)
    try:
        verify_bag(bag)
    except FormatError as error:
        raise OutsideError(
            f"the backup {bag} does not read back as it was written: {error.what}",
            remedy="the disk may be failing: make the backup on another.",
        ) from error
    if as_json:
        sound = fixity.as_json(report)
        print_json({"backup": str(bag), "files": size.files, "bytes": size.size, "collection": sound})
    else:
        typer.echo(f"{pluralise(size.files, 'file')}, {size.size:,} bytes, read back and verified: {bag}")
        for file in report.files:
            if file.state is not fixity.FileState.NEW:
                typer.echo(f"  {file.path}: {file.state} when it was packed", err=True)
        if not report.is_sound:
            typer.echo("    What to do: see `briefbook verify`; keep earlier backups.", err=True)
    if not report.is_sound:
        raise typer.Exit(1)


def _free_name(bag: Path) -> Path:
    """The name, or one with a number where a backup was made in the same second, or the clock went back."""
    number, free = 1, bag
    while free.exists():
        number += 1
        free = bag.with_name(f"{bag.name}-{number}")
    return free
