"""``briefbook import scans``: scans of a folder on another computer, or on a disk, into ``scans/``."""

import dataclasses

import typer

from briefbook.cli import collection, print_json
from briefbook.errors import OutsideError
from briefbook.progress import pluralise, show_progress
from briefbook.project.scan_arrivals import copy_scans

MAX_NAMED = 20
"""Files that are named one by one."""


def import_scans(address: str, *, as_json: bool) -> None:
    """Copy the scans of a folder that fsspec reaches, and say what came.

    Args:
        address: The folder: a path, ``s3://bucket/box-7`` or the like.
        as_json: Whether the report is JSON.

    Raises:
        OutsideError: Something could not be had; what came is here, and the same command goes on.
    """
    report = copy_scans(collection(), address, progress=show_progress)
    if as_json:
        print_json(dataclasses.asdict(report))
    else:
        here = f", {pluralise(len(report.present), 'file')} here already" if report.present else ""
        others = f", {pluralise(report.others, 'file')} of kinds that are not read left out" if report.others else ""
        typer.echo(f"{pluralise(len(report.copied), 'scan')} copied to scans/{here}{others}")
        for name, why in report.different[:MAX_NAMED]:
            typer.echo(f"  look at: {name}: {why}")
    if report.failed:
        named = "".join(f"\n  {name}: {why}" for name, why in report.failed[:MAX_NAMED])
        rest = "; nothing further was asked for, as if the service were gone" if report.is_broken_off else ""
        raise OutsideError(
            f"{pluralise(len(report.failed), 'file')} could not be copied{rest}:{named}",
            remedy="run the same command again: it goes on with what is missing.",
        )
