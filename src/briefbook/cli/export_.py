"""``briefbook export``: one standard's files."""

from collections.abc import Iterator
from pathlib import Path

import typer

from briefbook.cli import bag_, collection, deposit_, print_json
from briefbook.errors import InputError, UsageError
from briefbook.exports.registry import EXPORTS, ChosenEntries, Files, RestsOn, all_exports
from briefbook.model.archive import Archive
from briefbook.progress import Progress, pluralise, quiet, show_progress
from briefbook.project import drafts, pipeline
from briefbook.project.collection import Collection
from briefbook.project.written_exports import WrittenExport
from briefbook.util.files import write_atomic
from briefbook.util.nearest import did_you_mean

DESCRIPTIONS = {name: export.description for name, export in EXPORTS.items()} | {
    "bag": bag_.DESCRIPTION,
    "deposit": deposit_.DESCRIPTION,
}
KINDS_HELP = "; ".join(f"{name}: {description}" for name, description in DESCRIPTIONS.items()) + "."

TO_HELP = "Folder to write to (default: build/exports/KIND); of a kind that is one file, also the path of that file."

_ELSEWHERE = {
    **dict.fromkeys(
        ("csv", "xlsx", "excel", "spreadsheet", "table"),
        "for a spreadsheet write `briefbook catalogue export list.csv` (or list.xlsx); for the whole data, tables. ",
    ),
    **dict.fromkeys(("zotero", "endnote", "mendeley", "citations"), "write csl, ris or bibtex. "),
    "word": "write docx. ",
    "ead": "write ead3 or ead2002. ",
    "dublincore": "write dc. ",
}
"""What a curator may call a kind of export, and what to write in its place."""


def command(
    kind: str = typer.Argument("", metavar="KIND", show_default=False, help=KINDS_HELP),
    items: list[str] = typer.Argument(None, help="Only these items (default: all)."),
    to: Path = typer.Option(
        None,
        "--to",
        help="Folder to write to (default: build/exports/KIND); of an export of one file, also the file's own path.",
    ),
    replace: bool = typer.Option(False, "--replace", help="Write over files that are there in the folder of --to."),
    as_json: bool = typer.Option(False, "--json", help="Print JSON: the kind and the files written."),
) -> None:
    """Export items in a standard format."""
    if replace and kind in ("bag", "deposit"):
        raise UsageError(f"a {kind} is never written over another", remedy="name a new folder with --to.")
    if kind == "bag":
        bag_.export_bag(to, as_json=as_json, has_items=bool(items))
        return
    if kind == "deposit":
        deposit_.export_deposit(to, as_json=as_json, has_items=bool(items))
        return
    exports = all_exports()
    if kind not in exports:
        names = [*DESCRIPTIONS, *(name for name in exports if name not in DESCRIPTIONS)]
        hint = _ELSEWHERE.get(kind.lower()) or did_you_mean(kind, names)
        raise UsageError(
            f"unknown export {kind!r}" if kind else "Missing argument KIND: what to export",
            remedy=f"{hint}The exports are {', '.join(names)}.",
        )
    here = collection()
    if exports[kind].needs_address and not here.settings.site.address:
        raise InputError(
            f"the files of {kind} name each other by the address of the site, and none is set",
            remedy='in briefbook.toml, below [site], write address = "https://example.org/cables/", with your own.',
        )
    progress = quiet if as_json else show_progress
    archive = _archive(here, exports[kind].rests_on, progress)
    if archive.drafts:
        typer.echo(f"briefbook: {drafts.left_out(archive.drafts)}", err=True)
    for item in items or ():
        if item not in archive.catalogue:
            similar = ", ".join(archive.catalogue.similar_items(item))
            raise InputError(
                f"there is no item {item}", remedy=f"near ones are {similar}." if similar else "see catalogue list."
            )
    entries = ChosenEntries(archive.catalogue, frozenset(items or ()))
    folder = to or here.exports / kind
    written: list[str] = []  # of thousands, only where they are all told
    count = 0
    is_ours = replace or folder.resolve().is_relative_to(here.build.resolve())  # what programs made is made again
    record = WrittenExport.of(here, kind, folder)
    for path in _write(exports[kind].files(archive, entries), folder, may_replace=is_ours):
        count += 1
        if path != folder:
            record.add(path)
        if as_json or count == 1:
            written.append(str(path))
    stale = record.finish(is_whole=not items)
    if as_json:
        told = {"removed": stale.removed, "left": stale.edited} if stale.removed or stale.edited else {}
        print_json({"kind": kind, "files": written, **told})
    elif not count:
        typer.echo(f"Nothing to export as {kind}.")
        if remedy := exports[kind].when_empty:
            typer.echo(f"  What to do: {remedy}", err=True)
    else:
        typer.echo(f"1 file: {written[0]}" if count == 1 else f"{count:,} files in {folder}")
    if not as_json:
        if stale.removed:
            were = "was" if stale.removed == 1 else "were"
            typer.echo(f"  {pluralise(stale.removed, 'file')} of an earlier export {were} removed: no item has it now")
        for name in stale.edited:
            typer.echo(f"  {folder / name}: of an earlier export, and edited since: it stays; no item has it now")


def _write(files: Files, to: Path, *, may_replace: bool) -> Iterator[Path]:
    """Write the files of an export into a folder; a single file under the path itself, where that has its ending.

    Args:
        files: Names and contents.
        to: The folder, or the path of the file.
        may_replace: Whether a file that is there is written over; a person may have edited it.

    Raises:
        UsageError: The path is that of a file, and there are several, or they have another ending.
        InputError: A file is there already.
    """
    only: Path | None = None
    for name, content in files:
        if only is not None:
            only.unlink()
            what = f"{to.name} is the name of one file, and this export writes several"
            raise UsageError(what, remedy="name a folder.")
        path = to / name
        if to.suffix.lower() in _ENDINGS | {path.suffix.lower()} - {""} and not to.is_dir():
            if to.suffix.lower() != path.suffix.lower():
                what = f"{to.name} has another ending than what is written, {name}"
                raise UsageError(what, remedy=f"name a file that ends in {path.suffix}, or a folder.")
            path = only = to
        if path.exists() and not may_replace:
            raise InputError(
                f"{path} is there already, and may have been edited",
                remedy="name another place, or say --replace to write over it.",
            )
        write_atomic(path, content, is_durable=False)
        yield path


_ENDINGS = frozenset(
    {".bib", ".csv", ".docx", ".epub", ".gexf", ".graphml", ".html", ".json", ".jsonl", ".pdf", ".ris", ".xml", ".zip"}
)
"""Endings with which a path is meant for a file and not for a folder."""


def _archive(here: Collection, rests_on: RestsOn, progress: Progress) -> Archive:
    """As much of a collection as an export asks for: the less, the less memory it takes."""
    if rests_on is RestsOn.BOOK:
        return pipeline.open_archive(here, progress=progress)
    if rests_on is RestsOn.CHAPTERS:
        return pipeline.open_chapters(here, progress=progress, quotations=True)
    if rests_on is RestsOn.FINDINGS:
        return pipeline.open_findings(here, progress=progress)
    return pipeline.open_papers(here, progress=progress, references=rests_on is RestsOn.REFERENCES)
