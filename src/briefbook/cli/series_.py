"""``briefbook series``: a post's numbers as a series: gaps, suspects, estimates."""

import typer

from briefbook.cli import collection, print_json
from briefbook.model.network import DateEstimate, SeriesReport
from briefbook.model.network_json import NOT_ESTIMABLE, series_as_json
from briefbook.project.workspace import Workspace

GAPS_LISTED = 12


def command(
    post: str = typer.Argument("", help="Only this post, by code (default: all)."),
    as_json: bool = typer.Option(False, "--json", help="Print JSON."),
) -> None:
    """Show numbered series: items held, numbers missing, suspect dates, and estimated dates of undated items."""
    reports = [report for report in Workspace(collection()).network.series if not post or report.post == post.upper()]
    if as_json:
        print_json([series_as_json(report) for report in reports])
        return
    for series_report in reports:
        _show(series_report)
    if not reports:
        typer.echo("No numbered series." if not post else f"No numbered series of {post}.")


def _show(report: SeriesReport) -> None:
    rate = f"rate {NOT_ESTIMABLE}" if report.rate is None else f"{report.rate} per day"
    if report.first == report.last:
        typer.echo(
            f"{report.key}: {report.count} held, number {report.first}; nothing can be estimated from one number"
        )
    else:
        typer.echo(f"{report.key}: {report.count} held, {report.first} to {report.last}, {rate}")
    for gap in report.gaps[:GAPS_LISTED]:
        numbers = str(gap.first) if gap.first == gap.last else f"{gap.first}-{gap.last}"
        typer.echo(f"  not held {numbers}: {gap.grade} (expected {gap.expected_dates or NOT_ESTIMABLE})")
    if len(report.gaps) > GAPS_LISTED:
        typer.echo(f"  and {len(report.gaps) - GAPS_LISTED} more gaps (--json shows them)")
    for suspect in report.suspects:
        mend = suspect.repair or "no single correction explains it"
        typer.echo(f"  suspect {suspect.item}: number {suspect.message_number} on {suspect.date_sent}; {mend}")
    for estimate in report.estimates:
        sent = estimate.date_sent or NOT_ESTIMABLE
        typer.echo(f"  no exact day {estimate.item}: {sent} ({_why(estimate)})")
    if missing := report.missing:
        typer.echo(f"  missing at least {missing.lower_bound}, about {missing.tank}, at most {missing.upper95}")
        typer.echo(f"  if {'; and if '.join(missing.assumptions)}")
    elif report.first != report.last:
        typer.echo(f"  missing: {NOT_ESTIMABLE}")


def _why(estimate: DateEstimate) -> str:
    """The interval of an estimate, or why there is none."""
    return f"95 %: {estimate.interval}" if estimate.interval else estimate.reason or "no interval"
