"""References and series -> JSON and back: as commands and the API write them, and as the catalogue stores them."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from briefbook.model.network import (
    DateEstimate,
    MissingNumbers,
    Network,
    ResolvedReference,
    SeriesGap,
    SeriesReport,
    SuspectNumber,
)

NETWORK_VERSION = 3
"""Version of the network as stored in the catalogue; one of another version is rebuilt."""

NOT_ESTIMABLE = "not estimable"
"""In JSON, in place of a value that the numbers held are too few to estimate."""


def series_as_json(report: SeriesReport) -> dict[str, Any]:
    """A series as ``briefbook series --json`` and the API write it; the keys are in ``docs/formats.md``."""
    return {
        "series": report.key,
        "post": report.post,
        "kind": report.kind,
        "epoch": report.epoch,
        "items": list(report.items),
        "count": report.count,
        "first": report.first,
        "last": report.last,
        "from": report.begins,
        "until": report.ends,
        "resets": list(report.resets),
        "rule": report.rule,
        "to": report.addressee,
        "rate": NOT_ESTIMABLE if report.rate is None else report.rate,
        "gaps": [_gap(gap) for gap in report.gaps],
        "gaps_in_all": report.gap_count,
        "suspects": [_suspect(suspect) for suspect in report.suspects],
        "estimates": [_estimate(estimate) for estimate in report.estimates],
        "missing": _missing(report.missing) if report.missing else NOT_ESTIMABLE,
    }


def series_from_json(row: Mapping[str, Any]) -> SeriesReport:
    """Undo ``series_as_json``."""
    return SeriesReport(
        key=row["series"],
        post=row["post"],
        kind=row["kind"],
        epoch=row["epoch"],
        items=tuple(row["items"]),
        count=row["count"],
        first=row["first"],
        last=row["last"],
        begins=row["from"],
        ends=row["until"],
        resets=tuple(row["resets"]),
        rule=row["rule"],
        addressee=row["to"],
        rate=_estimated(row["rate"]),
        gaps=tuple(_gap_from(gap) for gap in row["gaps"]),
        gap_count=row["gaps_in_all"],
        suspects=tuple(_suspect_from(suspect) for suspect in row["suspects"]),
        estimates=tuple(_estimate_from(estimate) for estimate in row["estimates"]),
        missing=_missing_from(row["missing"]) if row["missing"] != NOT_ESTIMABLE else None,
    )


def network_as_json(network: Network) -> dict[str, Any]:
    """The whole network as it is stored in the catalogue."""
    return {
        "references": [asdict(reference) for reference in network.references],
        "series": [series_as_json(report) for report in network.series],
        "copies": [list(group) for group in network.copies],
    }


def network_from_json(row: Mapping[str, Any]) -> Network:
    """Undo ``network_as_json``."""
    return Network(
        references=tuple(map(reference_from_json, row["references"])),
        series=tuple(series_from_json(report) for report in row["series"]),
        copies=tuple(tuple(group) for group in row["copies"]),
    )


def reference_from_json(row: Mapping[str, Any]) -> ResolvedReference:
    """Undo ``dataclasses.asdict`` of a reference."""
    return ResolvedReference(**{**row, "candidates": tuple(row["candidates"])})


def _estimated(value: Any) -> Any:
    return None if value == NOT_ESTIMABLE else value


def _gap(gap: SeriesGap) -> dict[str, Any]:
    row: dict[str, Any] = {"from": gap.first, "to": gap.last}
    row |= {"expected_dates": gap.expected_dates or NOT_ESTIMABLE, "grade": gap.grade}
    if gap.referred:
        row["referred"] = {str(message_number): list(items) for message_number, items in gap.referred}
    return row | {"chance": gap.chance}


def _gap_from(row: Mapping[str, Any]) -> SeriesGap:
    referred = row.get("referred", {})
    return SeriesGap(
        first=row["from"],
        last=row["to"],
        grade=row["grade"],
        expected_dates=_estimated(row["expected_dates"]),
        chance=row["chance"],
        referred=tuple((int(message_number), tuple(items)) for message_number, items in referred.items()),
    )


def _suspect(suspect: SuspectNumber) -> dict[str, Any]:
    return {
        "item": suspect.item,
        "number": suspect.message_number,
        "date": suspect.date_sent,
        "reason": suspect.reason,
        "repair": suspect.repair,
    }


def _suspect_from(row: Mapping[str, Any]) -> SuspectNumber:
    return SuspectNumber(row["item"], row["number"], row["date"], row["reason"], row["repair"])


def _estimate(estimate: DateEstimate) -> dict[str, Any]:
    row: dict[str, Any] = {"item": estimate.item, "number": estimate.message_number}
    row |= {"date": estimate.date_sent or NOT_ESTIMABLE, "interval": estimate.interval}
    return row | ({"reason": estimate.reason} if estimate.reason else {})


def _estimate_from(row: Mapping[str, Any]) -> DateEstimate:
    return DateEstimate(row["item"], row["number"], _estimated(row["date"]), row["interval"], row.get("reason", ""))


def _missing(missing: MissingNumbers) -> dict[str, Any]:
    row: dict[str, Any] = {
        "lower_bound": missing.lower_bound,
        "tank": missing.tank,
        "upper95": missing.upper95,
        "series_total": missing.series_total,
        "assumptions": list(missing.assumptions),
    }
    return row | ({} if missing.by_rate is None else {"by_rate": missing.by_rate})


def _missing_from(row: Mapping[str, Any]) -> MissingNumbers:
    return MissingNumbers(
        lower_bound=row["lower_bound"],
        tank=row["tank"],
        upper95=row["upper95"],
        series_total=row["series_total"],
        assumptions=tuple(row["assumptions"]),
        by_rate=row.get("by_rate"),
    )
