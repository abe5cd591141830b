"""``briefbook verify``: files that came with the papers, against their checksums at arrival."""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import typer

from briefbook import __version__
from briefbook.catalogue.journal import Journal
from briefbook.cli import collection, print_json
from briefbook.errors import UsageError
from briefbook.exports.premis import BagFile, PreservationEvent, premis_of_fixity
from briefbook.model.decision import ItemWithdrawal, in_force
from briefbook.progress import pluralise, quiet, show_progress
from briefbook.project import fixity
from briefbook.project.collection import Collection
from briefbook.project.fixity import FileState, FixityEvent, FixityReport
from briefbook.project.workspace import person_name
from briefbook.util.advice import typed
from briefbook.util.files import write_atomic

_MAX_LISTED = 50
"""Files of a state that are listed in the terminal; the report has all."""

_MAX_ACCEPTED = 5
"""Files that the advice names in the command that accepts them."""

_SAID = {
    FileState.CHANGED: "changed since it arrived",
    FileState.MISSING: "missing",
    FileState.UNREADABLE: "cannot be read",
}


def command(
    accept: list[str] = typer.Option(
        [], "--accept", metavar="PATH", help="A changed or missing file is as it should be now. Once for each file."
    ),
    why: str = typer.Option("", help="With --accept: the reason, which is recorded."),
    premis: Path = typer.Option(None, help="Write files and events as PREMIS 3.0 to this file."),
    as_json: bool = typer.Option(False, "--json", help="Print JSON."),
) -> None:
    """Read every file in scans/ and received/ and compare it with the checksum that was taken when it arrived.

    Checksums are in fixity.jsonl, which is only ever added to. Files that are new are recorded; the journal must begin
    as it was at the last verification. Exit code 1: something is changed, missing or cannot be read.
    """
    if why and not accept:
        raise UsageError("--why says nothing without --accept", remedy="name the file with --accept PATH.")
    here = collection()
    report = fixity.verify(here, progress=quiet if as_json else show_progress)
    if accept:
        paths = [Path(path).as_posix() for path in accept]
        unknown = fixity.accept(here, report, paths, who=person_name(here.root), why=why)
        if unknown:
            raise UsageError(
                f"{unknown[0]} is neither changed nor missing; nothing was recorded",
                remedy="write its path as `briefbook verify` lists it.",
            )
        report = fixity.without(report, paths)
    if premis is not None:
        write_atomic(premis, premis_text(here))
    if as_json:
        print_json(fixity.as_json(report))
    else:
        for path in accept:
            typer.echo(f"{path}: accepted as it is now")
        _print(report, _withdrawn_files(here) if report.of(FileState.MISSING) else {})
    if not report.is_sound:
        raise typer.Exit(1)


def premis_text(here: Collection) -> str:
    """The text of a PREMIS document of a collection's files and of what ``fixity.jsonl`` says of them."""
    lines, _ = fixity.read_fixity(here)
    files = [
        BagFile(path, line.size, {"sha256": line.sha256}) for path, line in sorted(fixity.expected_files(lines).items())
    ]
    kinds = {
        FixityEvent.ARRIVAL: "message digest calculation",
        FixityEvent.REPLACEMENT: "replacement",
        FixityEvent.REMOVAL: "deaccession",
        FixityEvent.VERIFICATION: "fixity check",
    }
    there = {file.name for file in files}
    events = []
    for line in lines:
        is_check = line.event is FixityEvent.VERIFICATION
        outcome = ("failure" if _speaks_of_loss(line.why) else "success") if is_check else ""
        detail = line.why or f"SHA-256 {line.sha256}"
        file = line.path if line.path in there else ""
        events.append(
            PreservationEvent(
                kinds[line.event], line.when, detail if file or is_check else f"{line.path}: {detail}", file, line.who,
                outcome,
            )
        )  # fmt: skip
    return premis_of_fixity(files, events, __version__)


def _speaks_of_loss(why: str) -> bool:
    return any(f" {state}" in why for state in _SAID) or "the journal:" in why


def _withdrawn_files(here: Collection) -> dict[str, str]:
    """The names of the files of withdrawn items (without folder and ending), each with its item and since when."""
    lines = [line for line in in_force(Journal(here.journal).read()[0]) if isinstance(line, ItemWithdrawal)]
    return {files.file: f"{line.item}, withdrawn {line.when[:10]}" for line in lines for files in line.files}


def _print(report: FixityReport, withdrawn: Mapping[str, str]) -> None:
    new = len(report.of(FileState.NEW))
    typer.echo(
        f"{pluralise(report.sound, 'file')} as they arrived, {report.size:,} bytes read"
        + (f"; {pluralise(new, 'new file')}, checksums recorded" if new else "")
    )
    for state, words in _SAID.items():
        files = report.of(state)
        for file in files[:_MAX_LISTED]:
            since = f" ({file.expected.when[:10]})" if file.expected else ""
            path = PurePosixPath(file.path)
            if state is FileState.MISSING and path.is_relative_to("scans") and path.stem in withdrawn:
                since += f", of {withdrawn[path.stem]}"
            typer.echo(f"  {file.path}: {words}{since}{f': {file.why}' if file.why else ''}", err=True)
        if len(files) > _MAX_LISTED:
            typer.echo(f"  and {len(files) - _MAX_LISTED:,} more: {words} (--json lists all)", err=True)
    if report.journal:
        typer.echo(f"  journal.jsonl: {report.journal}", err=True)
    if report.damaged_lines:
        typer.echo(f"  {fixity.FIXITY_FILE}: {pluralise(report.damaged_lines, 'line')} could not be read", err=True)
    if not report.is_sound:
        typer.echo(f"    What to do: {_remedy(report)}", err=True)


def _remedy(report: FixityReport) -> str:
    """What to do about files that are not as they came: accept what a person did, or have them back."""
    back = "restore a backup into another folder (`briefbook -C FOLDER restore BACKUP`) and copy the file from there"
    paths = [file.path for state in (FileState.CHANGED, FileState.MISSING) for file in report.of(state)]
    if not paths:
        return f"{back}."
    named = paths if len(paths) <= _MAX_ACCEPTED else ["PATH"]
    accept = typed("verify", *(word for path in named for word in ("--accept", path)), "--why", "REASON")
    return (
        "where a person replaced or removed it on purpose, as R104 advises for a scan that cannot be read, "
        f"{accept}; otherwise {back}."
    )
