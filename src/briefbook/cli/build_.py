"""``briefbook build``: build the site and the exports that it links to."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from briefbook.cli import collection, print_json
from briefbook.errors import BriefbookError
from briefbook.model.finding import Finding, Severity
from briefbook.model.finding_json import finding_as_json
from briefbook.progress import quiet, show_progress
from briefbook.project import pipeline
from briefbook.project.collection import Collection


def command(
    strict: bool = typer.Option(False, "--strict", help="Warnings also stop publication."),
    watch: bool = typer.Option(False, "--watch", help="Rebuild whenever a file of the collection changes."),
    as_json: bool = typer.Option(False, "--json", help="Print JSON: the site, its number of pages, the findings."),
) -> None:
    """Build the site. Findings of severity error stop publication; the previous site then stays as it is."""
    here = collection()
    code = build(here, strict=strict, as_json=as_json)
    if not watch:
        raise typer.Exit(code)
    typer.echo("Watching for changes; stop with Ctrl-C.", err=True)
    for _ in changes(here):
        try:
            build(Collection.open(here.root), strict=strict, as_json=as_json)
        except BriefbookError as error:
            typer.echo(f"briefbook: {error}", err=True)


def changes(here: Collection) -> Iterator[None]:
    """Yield after each change of a file outside ``build/``."""
    from watchfiles import DefaultFilter, watch

    built = here.build.resolve()

    class OnlyTheirs(DefaultFilter):
        def __call__(self, change: Any, path: str) -> bool:
            return not Path(path).resolve().is_relative_to(built) and super().__call__(change, path)

    for _ in watch(here.root, watch_filter=OnlyTheirs()):
        yield


def build(here: Collection, *, strict: bool, as_json: bool) -> int:
    """Build the site once and print what came of it; the exit code: 1 where findings stopped it, else 0."""
    published = pipeline.publish(here, strict=strict, progress=quiet if as_json else show_progress)
    if as_json:
        print_json(
            {
                "site": str(published.site) if published.site else None,
                "address": page_address(published.site) if published.site else None,
                "pages": published.pages,
                "troubles": list(published.troubles),
                "findings": [finding_as_json(finding) for finding in published.findings],
            }
        )
        return 0 if published.site else 1
    counts = _count_by_severity(published.findings)
    if published.site is None:
        for finding in published.findings:
            if finding.stops_publication or (
                strict and finding.accepted is None and finding.severity is not Severity.NOTE
            ):
                remedy = f"\n    What to do: {finding.remedy}" if finding.remedy else ""
                typer.echo(
                    f"{finding.where or finding.item or here.root}: {finding.code} {finding.message}{remedy}", err=True
                )
        typer.echo(f"Not published: {counts}. Any previous site is unchanged.", err=True)
        return 1
    for trouble in published.troubles:
        typer.echo(f"briefbook: {trouble}", err=True)
    typer.echo(f"{published.pages:,} pages; {counts}.")
    typer.echo(f"The site: {page_address(published.site)}")
    return 0


def page_address(site: Path) -> str:
    """The front page as an address that a browser opens from disk."""
    return (site / "index.html").resolve().as_uri()


def _count_by_severity(findings: tuple[Finding, ...]) -> str:
    parts = []
    for severity in Severity:
        number = sum(1 for finding in findings if finding.severity is severity and finding.accepted is None)
        parts.append(f"{number} {severity}{'' if number == 1 else 's'}")
    return ", ".join(parts)
