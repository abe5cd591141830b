"""``briefbook restore``: a backup -> the collection that was in it, verified before and after."""

from pathlib import Path

import typer

from briefbook.cli import collection_root, print_json
from briefbook.errors import FormatError, InputError
from briefbook.importers.bag import unpack_bag
from briefbook.progress import pluralise
from briefbook.project import fixity
from briefbook.project.collection import Collection


def command(
    backup: Path = typer.Argument(..., help="The backup: the folder that `backup` wrote, or a zip of it."),
    as_json: bool = typer.Option(False, "--json", help="Print JSON."),
) -> None:
    """Bring a collection back into the folder of -C, which must be new or empty.

    Every checksum of the backup is verified before anything is written, every file after it is written, and the whole
    against the checksums at arrival. What programs made is made again by the next command.
    """
    target = collection_root()
    if not backup.exists():
        raise InputError(f"there is no backup {backup}")
    try:
        count, is_written = unpack_bag(backup, target)
    except FormatError as error:
        raise InputError(f"{backup}: {error.what}", remedy=error.remedy) from error
    report = fixity.verify(Collection.open(target))
    if as_json:
        sound = fixity.as_json(report)
        print_json({"folder": str(target), "files": count, "written": is_written, "collection": sound})
    else:
        what = "restored to" if is_written else "all are already in"
        typer.echo(f"{pluralise(count, 'file')}, every checksum right, {what} {target}")
        for file in report.files:
            if file.state is not fixity.FileState.NEW:
                typer.echo(f"  {file.path}: {file.state} already when the backup was made", err=True)
    if not report.is_sound:
        raise typer.Exit(1)
