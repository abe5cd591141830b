"""``briefbook export bag`` and ``briefbook import bag``: a whole collection out, and in again."""

import datetime
from pathlib import Path

import typer

from briefbook import __version__
from briefbook.catalogue import Journal
from briefbook.cli import collection, collection_root, print_json
from briefbook.errors import FormatError, InputError, UsageError
from briefbook.exports.bag import write_bag
from briefbook.importers.bag import unpack_bag
from briefbook.model.decision import ItemWithdrawal
from briefbook.progress import first_few, pluralise
from briefbook.project.non_public import non_public_files
from briefbook.project.workspace import Workspace, about

DESCRIPTION = "the whole collection as a BagIt bag with checksums, RO-Crate metadata and PREMIS events"
"""What ``export bag`` is."""


def export_bag(to: Path | None, *, as_json: bool, has_items: bool) -> None:
    """Write the collection as a bag.

    Args:
        to: The bag's folder; None for ``build/exports/bag``.
        as_json: Whether the report is JSON.
        has_items: Whether items were named.

    Raises:
        UsageError: Items were named: a bag is of the whole.
    """
    if has_items:
        raise UsageError("a bag holds the whole collection", remedy="name no items: `briefbook export bag`.")
    here = collection()
    folder = to or here.exports / "bag"
    settings = about(here.settings)
    decisions, _ = Journal(here.journal).read()
    packed_at = datetime.datetime.now(datetime.UTC)
    size = write_bag(here.root, folder, settings, decisions, program_version=__version__, packed_at=packed_at)
    if as_json:
        print_json({"kind": "bag", "files": [str(folder)], "packed": size.files, "bytes": size.size})
    else:
        typer.echo(f"{pluralise(size.files, 'file')} of the collection, {size.size:,} bytes, in the bag {folder}")
        is_any_withdrawn = any(isinstance(decision, ItemWithdrawal) for decision in decisions)
        if (is_any_withdrawn or non_public_files(here)) and (withdrawn := Workspace(here, read=False).withdrawn):
            typer.echo(
                f"It is the whole collection, with {pluralise(len(withdrawn), 'withdrawn paper')} "
                f"({first_few(sorted(withdrawn), 5)}): do not publish it. "
                "`briefbook export deposit` leaves them out."
            )


def import_bag(path: str, *, as_json: bool) -> None:
    """Put the collection of a bag into the folder of ``-C``.

    Args:
        path: The bag's folder, or a zip of it.
        as_json: Whether the report is JSON.

    Raises:
        InputError: It is no sound bag of a collection, or the folder holds something else.
    """
    target = collection_root()
    if not Path(path).exists():
        raise InputError(f"there is no file {path}")
    try:
        count, is_written = unpack_bag(Path(path), target)
    except FormatError as error:
        raise InputError(f"{path}: {error.what}", remedy=error.remedy) from error
    if as_json:
        print_json({"kind": "bag", "folder": str(target), "files": count, "written": is_written})
    elif is_written:
        typer.echo(f"{pluralise(count, 'file')}, every checksum right, in {target}")
    else:
        typer.echo(f"{pluralise(count, 'file')}, every checksum right; all are in {target} already")
