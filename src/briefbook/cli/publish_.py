"""``briefbook publish``: build the site and put it where readers get it, after showing what changes."""

from pathlib import Path

import typer

from briefbook.cli import collection
from briefbook.cli.build_ import build
from briefbook.errors import InputError
from briefbook.progress import pluralise
from briefbook.project.publishing import Changes, FolderTarget, GitTarget, apply_changes, changes_to
from briefbook.project.remote_publishing import apply_remotely, remote_at, remote_changes

MAX_PATHS_SHOWN = 10
"""Maximum number of paths shown of each kind of change; the rest is counted."""


def command(
    folder: Path = typer.Argument(None, help="A folder; it is made if it is not there."),
    repository: str = typer.Option("", "--git", metavar="REPOSITORY", help="Instead of a folder: address or remote."),
    address: str = typer.Option(
        "", "--to", metavar="ADDRESS", help="Instead: user@server:path (rsync), sftp://server/path, s3://bucket/path."
    ),
    branch: str = typer.Option("gh-pages", "--branch", help="The branch that holds the site, with --git."),
    strict: bool = typer.Option(False, "--strict", help="Warnings also stop publication."),
    dry_run: bool = typer.Option(False, "--dry-run", help="Only show what would change."),
    yes: bool = typer.Option(False, "--yes", help="Do not ask."),
) -> None:
    """Publish the site into a folder, a branch of a git repository or on a server; what changes is shown first.

    Only files that were published by this command are ever removed there.
    """
    if sum((folder is not None, bool(repository), bool(address))) != 1:
        raise InputError("where to?", remedy="name a folder, or a repository with --git, or an address with --to.")
    here = collection()
    if folder is not None and (
        folder.resolve().is_relative_to(here.root.resolve()) or here.root.resolve().is_relative_to(folder.resolve())
    ):
        raise InputError(f"{folder} is in the collection, or holds it", remedy="name a folder outside of it.")
    remote = remote_at(address) if address else None
    if code := build(here, strict=strict, as_json=False):
        raise typer.Exit(code)
    if remote is not None:
        changes = remote_changes(here.site, remote)
        if _is_wanted(changes, dry_run=dry_run, yes=yes):
            apply_remotely(here.site, remote, changes)
            typer.echo(f"Published to {address}.")
        return
    target = FolderTarget(folder) if folder is not None else GitTarget(repository, branch, here.root)
    with target:
        changes = changes_to(here.site, target.folder)
        if not _is_wanted(changes, dry_run=dry_run, yes=yes):
            return
        apply_changes(here.site, target.folder, changes)
        target.finish("The book as of its last change")
    typer.echo(f"Published to {folder if folder is not None else f'{repository}, branch {branch}'}.")


def _is_wanted(changes: Changes, *, dry_run: bool, yes: bool) -> bool:
    """Show the changes, and ask whether they are to be made."""
    _show(changes)
    if not changes:
        typer.echo("Nothing has changed since it was published.")
        return False
    if dry_run:
        return False
    if not yes and not typer.confirm("Publish?"):
        raise typer.Exit(1)
    return True


def _show(changes: Changes) -> None:
    kinds = (
        ("new", changes.new),
        ("changed", changes.changed),
        ("no longer there, removed", changes.removed),
        ("not as this command published them, and replaced", changes.overwritten),
    )
    for words, paths in kinds:
        if paths:
            typer.echo(f"{pluralise(len(paths), 'file')} {words}:")
            for path in paths[:MAX_PATHS_SHOWN]:
                typer.echo(f"  {path}")
            if len(paths) > MAX_PATHS_SHOWN:
                typer.echo(f"  and {len(paths) - MAX_PATHS_SHOWN:,} more")
    if changes.others:
        there = pluralise(len(changes.others), "file")
        typer.echo(f"{there} there not from this command, or changed since: left as they are.")
    typer.echo(f"{pluralise(changes.unchanged, 'file')} unchanged.")
