"""``briefbook check``: check the narratives and the catalogue against the papers."""

import dataclasses
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from briefbook.cli import collection
from briefbook.cli.check_draft import is_draft
from briefbook.errors import FormatError, InputError, UsageError
from briefbook.model.finding import PROGRAM_FAULT, REPORT_FORMS, Finding
from briefbook.model.verdict import Verification
from briefbook.progress import pluralise, show_progress
from briefbook.project import private_files
from briefbook.project.check_record import CheckRecord
from briefbook.project.collection import Collection
from briefbook.settings import code_problem, selects_nothing
from briefbook.util.advice import typed
from briefbook.util.encodings import decode
from briefbook.util.files import write_atomic
from briefbook.util.moment import day_of_making
from briefbook.util.nearest import did_you_mean

T = TypeVar("T")

CheckResult = tuple[Sequence[Finding], Sequence[Verification]]

# The checks are loaded only where they are needed: where nothing has changed, what was printed is printed again.


def command(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Files to report on (default: all), or a draft to check: .docx, .tex, .typ, .qmd."),
    ] = None,
    form: Annotated[str, typer.Option("--format", help=f"Form of the report: {', '.join(REPORT_FORMS)}.")] = "text",
    strict: Annotated[bool, typer.Option(help="Warnings also stop publication.")] = False,
    select: Annotated[
        list[str] | None, typer.Option(help="Only these codes or beginnings of codes, such as C2.")
    ] = None,
    ignore: Annotated[list[str] | None, typer.Option(help="Leave out these codes or beginnings of codes.")] = None,
    baseline: Annotated[
        Path | None, typer.Option(help="File of known findings, which count as accepted; created if it does not exist.")
    ] = None,
    fix: Annotated[
        bool, typer.Option("--fix", help="Apply the repairs that are certain; shows each change and asks.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="With --fix: apply without asking.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Check again whenever a file changes.")] = False,
    certificate: Annotated[
        bool,
        typer.Option("--certificate", help="Sign the result in the journal and write a certificate to build/exports."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Same as --format json.")] = False,
) -> None:
    """Check every citation, quotation, table, date and link. Exit code 1: there are findings that stop publication."""
    form = "json" if as_json else form
    if form not in REPORT_FORMS:
        raise UsageError(
            f"there is no format {form!r}",
            remedy=f"{did_you_mean(form, REPORT_FORMS)}Write one of {', '.join(REPORT_FORMS)}.",
        )
    _refuse_useless(watch=watch, fix=fix, yes=yes, certificate=certificate)
    here = _with_codes(collection(), select or [], ignore or [])
    if drafts := [path for path in paths or () if is_draft(here, path)]:
        if len(drafts) < len(paths or ()) or watch or fix or certificate or baseline is not None:
            raise UsageError(
                "a draft is checked by itself, without --fix, --watch, --baseline and --certificate",
                remedy=f"write {typed('check', str(drafts[0]))}.",
            )
        from briefbook.cli.check_draft import check_draft

        stop = [check_draft(here, path, form, strict) for path in drafts]
        if any(stop):
            raise typer.Exit(1)
        return
    for warning in private_files.warnings(here.root):
        typer.echo(f"briefbook: {warning}", err=True)
    if watch:
        from briefbook.cli.watch import watch_collection
        from briefbook.project.live_check import LiveChecker

        live_checker = LiveChecker(here, read=True)

        def again(more_than_pages: bool) -> None:
            if more_than_pages:
                live_checker.forget(_with_codes(Collection.open(here.root), select or [], ignore or []))
            _check_once(here, paths, form, strict, baseline, result=live_checker.check())

        watch_collection(here, again)
        return
    if fix:
        _fix(here, _select_findings(here, _run_checks(here), paths), yes)
    record = None
    if not (paths or fix or certificate or baseline is not None):
        record = CheckRecord(here, day_of_making(), (form, strict, select, ignore))
    if record is not None and (before := record.outcome()):
        sys.stdout.write(before[0])
        sys.stdout.flush()
        stops = before[1]
    else:
        stops = _check_once(here, paths, form, strict, baseline, certificate, record=record)
    if stops:
        raise typer.Exit(1)


def _refuse_useless(*, watch: bool, fix: bool, yes: bool, certificate: bool) -> None:
    """Refuse options that have no effect together with the others."""
    if yes and not fix:
        raise UsageError("--yes goes with --fix", remedy="write `briefbook check --fix --yes`.")
    if watch and (fix or certificate):
        other = "--fix" if fix else "--certificate"
        raise UsageError(f"--watch and {other} do not go together", remedy=f"first run `briefbook check {other}`.")


def _check_once(
    here: Collection,
    paths: Sequence[Path] | None,
    form: str,
    strict: bool,
    baseline: Path | None,
    certificate: bool = False,
    result: CheckResult | None = None,
    record: CheckRecord | None = None,
) -> bool:
    """Check, unless results are given, print the report, and return whether publication is stopped."""
    from briefbook.checks.reports import report, summarise

    findings, verifications = _select_findings(here, result or _run_checks(here), paths)
    if baseline is not None:
        findings = _apply_baseline(baseline, findings)
    summary = summarise(findings, verifications, strict=strict)
    words = report(form, findings, verifications, summary, lambda path: _source(here, path))
    sys.stdout.write(words)
    sys.stdout.flush()
    if record is not None:
        record.keep(findings, words, stops=summary.stops_publication)
    if certificate:
        from briefbook.project import pipeline

        for path in pipeline.sign_certificate(here):
            typer.echo(f"Certificate: {path}", err=True)
    return summary.stops_publication


def _run_checks(here: Collection) -> CheckResult:
    from briefbook.project import pipeline

    return pipeline.check_collection(here, progress=show_progress if sys.stderr.isatty() else _say_reading)


def _say_reading(values: Iterable[T], what: str, total: int | None = None, unit: str = "") -> Iterator[T]:
    """Show no progress, but say in one line that scans are read before anything is checked, which takes minutes."""
    if what == "Reading" and total:
        typer.echo(
            f"briefbook: {pluralise(total, unit or 'page')} of scans are read first; this is done once.", err=True
        )
    yield from values


def _with_codes(here: Collection, select: list[str], ignore: list[str]) -> Collection:
    """The collection with the codes of the command line added to its settings."""
    if not select and not ignore:
        return here
    from briefbook.checks import known_codes

    settings = here.settings
    checks = dataclasses.replace(
        settings.checks,
        select=_codes(select, "--select") or settings.checks.select,
        ignore=settings.checks.ignore + _codes(ignore, "--ignore"),
    )
    if selects_nothing(checks, known_codes()):
        raise UsageError(
            "nothing is selected: --ignore and checks.ignore leave out every code that is to be checked",
            remedy="leave out fewer codes, or select others.",
        )
    return here.with_settings(dataclasses.replace(settings, checks=checks))


def _codes(arguments: Sequence[str], option: str) -> list[str]:
    """The codes of an option; ``UsageError`` if one is not the beginning of a known code."""
    from briefbook.checks import known_codes

    codes = [code.strip().upper() for argument in arguments for code in argument.split(",")]
    all_codes = known_codes() if codes else frozenset()
    for code in codes:
        if problem := code_problem(code, all_codes, ignored=option == "--ignore"):
            raise UsageError(f"{option}: {problem[0]}", remedy=problem[1])
    return codes


def _select_findings(here: Collection, result: CheckResult, paths: Sequence[Path] | None) -> CheckResult:
    """Select the results that concern the files named; a folder means all files in it."""
    findings, verifications = result
    if not paths:
        return findings, verifications
    selected = tuple(_relative(here, path) for path in paths)

    def is_wanted(path: str) -> bool:
        return any(
            path == wanted_path or path.startswith(f"{wanted_path.rstrip('/')}/") or wanted_path == "."
            for wanted_path in selected
        )

    return (
        [
            finding
            for finding in findings
            if finding.code == PROGRAM_FAULT or (finding.where and is_wanted(finding.where.path))
        ],
        [verification for verification in verifications if is_wanted(verification.narrative)],
    )


def _relative(here: Collection, path: Path) -> str:
    for candidate in (path, here.root / path):
        if candidate.exists():
            return Path(os.path.relpath(candidate.resolve(), here.root.resolve())).as_posix()
    raise InputError(f"there is no file {path}", remedy="name a narrative: narratives/nov-8.md.")


def _source(here: Collection, path: str) -> str:
    """The text of a file that a finding is about; "" where there is none: a pipe, say, would be waited for."""
    if not (here.root / path).is_file():
        return ""
    try:
        return decode((here.root / path).read_bytes())[0]
    except OSError:
        return ""


def _apply_baseline(path: Path, findings: Sequence[Finding]) -> Sequence[Finding]:
    from briefbook.checks import baseline as baselines

    if not path.exists():
        write_atomic(path, baselines.write_baseline(findings))
        typer.echo(f"{path} did not exist; it has been created with the open findings.", err=True)
    try:
        return baselines.with_baseline(findings, path.read_text(encoding="utf-8"))
    except (FormatError, json.JSONDecodeError, UnicodeDecodeError) as error:
        raise InputError(
            f"{path} is not a baseline file: {error}", remedy="delete it; the next check creates it again."
        ) from error


def _fix(here: Collection, result: CheckResult, yes: bool) -> None:
    """Show the repairs that are certain, ask, and apply them."""
    from briefbook.checks import fixes as fixing

    for path, fixes in fixing.fixes_by_path(result[0]).items():
        before = (here.root / path).read_bytes().decode("utf-8")
        after = fixing.apply_fixes(before, fixes)
        if after == before:
            continue
        typer.echo(fixing.difference(path, before, after), err=True)
        if yes or (sys.stdin.isatty() and typer.confirm(f"Change {path}?", default=False, err=True)):
            write_atomic(here.root / path, after)
            typer.echo(f"{path}: changed.", err=True)
        else:
            typer.echo(f"{path}: not changed (use --yes to change it).", err=True)
