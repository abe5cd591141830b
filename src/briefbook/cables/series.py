"""Numbers and dates of a catalogue -> series: resets, suspects with a repair, gaps, estimates, what is missing."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from statistics import median
from typing import Any

from briefbook.cables.network import Numbered, all_numbers
from briefbook.cables.serial_clock import beta_interval, bracket, out_of_order, repair
from briefbook.model.catalogue import Catalogue
from briefbook.model.network import Resolved, SeriesReport

GAPS_SHOWN = 400


def series_of(
    catalogue: Catalogue, resolved: Sequence[Resolved] = (), *, aliases: Mapping[str, str] | None = None
) -> tuple[SeriesReport, ...]:
    """The series of every post, by kind of message, prefix and epoch.

    ``resolved`` are the catalogue's resolved references: a gap that one of them points into is "referred to". The
    keys of ``data``: count, first, last, resets, rate (a day), gaps, suspects, estimates, missing; "not estimable"
    stands where the numbers held do not carry an answer.
    """
    groups: dict[tuple[str, str, str], list[Numbered]] = defaultdict(list)
    undated: dict[tuple[str, str, str], list[Numbered]] = defaultdict(list)
    others: set[tuple[str, int]] = set()
    for one in all_numbers(catalogue, aliases or {}):
        if one.alias:
            others.add((one.post, one.first))
        elif "[" not in one.post:
            (groups if one.day else undated)[one.post, one.kind, one.series].append(one)
    referred = _referred(resolved)
    reports = []
    for key in sorted(groups.keys() | undated.keys()):
        epochs, resets = split_epochs(groups.get(key, []))
        loose = list(undated.get(key, []))
        for number, epoch in enumerate(epochs):
            mine = loose if number == len(epochs) - 1 and len(epochs) == 1 else []
            reports.append(_report(key, epoch, resets, mine, referred, others))
        if not epochs:
            reports.append(_undated(key, loose))
    return tuple(reports)


def split_epochs(held: Sequence[Numbered]) -> tuple[list[list[Numbered]], list[str]]:
    """A post's numbers in the order of their dates, cut where the numbering began anew; and those days.

    A reset is a fall of the numbers that lasts: the next numbers lie well below the last ones, and a new year or
    1 July lies between, or several numbers agree. A single number out of place is a suspect, not a reset.
    """
    ordered = sorted(held, key=lambda one: (one.day or date.min, one.first))
    epochs: list[list[Numbered]] = []
    resets: list[str] = []
    start = 0
    for at in range(1, len(ordered)):
        before = [one.first for one in ordered[max(start, at - 3) : at]]
        after = [one.first for one in ordered[at : at + 3]]
        if not before or ordered[at].first >= ordered[at - 1].first:
            continue
        fell = median(after) < 0.6 * median(before) and ordered[at].first < 0.6 * median(before)
        if fell and (len(after) >= 3 or _turn_between(ordered[at - 1].day, ordered[at].day)):
            epochs.append(ordered[start:at])
            day = ordered[at].day
            resets.append(day.isoformat() if day else "")
            start = at
    if ordered:
        epochs.append(ordered[start:])
    return epochs, resets


def _turn_between(before: date | None, after: date | None) -> bool:
    if not (before and after):
        return False
    turns = [date(year, month, 1) for year in range(before.year, after.year + 1) for month in (1, 7)]
    return any(before < turn <= after for turn in turns)


def _report(
    key: tuple[str, str, str],
    epoch: list[Numbered],
    resets: list[str],
    undated: list[Numbered],
    referred: Mapping[tuple[str, int], list[str]],
    others: set[tuple[str, int]],
) -> SeriesReport:
    post, kind, prefix = key
    days = [one.day for one in epoch if one.day]
    culprits = out_of_order([(one.first, one.day) for one in epoch if one.day])
    good = [one for at, one in enumerate(epoch) if at not in culprits]
    suspects = [_suspect(epoch[at], good) for at in sorted(culprits)]
    span = f"{days[0].year}" if days[0].year == days[-1].year else f"{days[0].year}/{days[-1].year}"
    numbers = sorted({number for one in epoch for number in range(one.first, min(one.last, one.first + 50) + 1)})
    data: dict[str, Any] = {
        "count": len(epoch),
        "first": numbers[0],
        "last": numbers[-1],
        "from": days[0].isoformat(),
        "until": days[-1].isoformat(),
        "resets": resets,
        "rate": _rate(good),
        "gaps": _gaps(key, good, numbers, suspects, referred, others),
        "suspects": suspects,
        "estimates": [_estimate(one, good) for one in undated],
        "missing": _missing(numbers, days, resets),
    }
    name = f"{post} {prefix + ' ' if prefix else ''}{kind}s {span}"
    return SeriesReport(name, post, kind, span, tuple(one.item for one in epoch), data)


def _undated(key: tuple[str, str, str], loose: list[Numbered]) -> SeriesReport:
    post, kind, prefix = key
    numbers = sorted(one.first for one in loose)
    data = {
        "count": len(loose), "first": numbers[0], "last": numbers[-1], "from": None, "until": None, "resets": [],
        "rate": "not estimable", "gaps": [], "suspects": [],
        "estimates": [{"item": one.item, "date": "not estimable", "interval": None} for one in loose],
        "missing": "not estimable",
    }  # fmt: skip
    name = f"{post} {prefix + ' ' if prefix else ''}{kind}s, undated"
    return SeriesReport(name, post, kind, "", tuple(one.item for one in loose), data)


def _rate(good: Sequence[Numbered]) -> float | str:
    if len(good) < 2 or not (good[0].day and good[-1].day):
        return "not estimable"
    days = (good[-1].day - good[0].day).days
    return round((good[-1].first - good[0].first) / days, 1) if days >= 1 else "not estimable"


def _suspect(one: Numbered, good: Sequence[Numbered]) -> dict[str, Any]:
    points = _points(good)
    assert one.day is not None
    return {
        "item": one.item,
        "number": one.first,
        "date": one.day.isoformat(),
        "reason": "number and date contradict the numbers around it",
        "repair": repair(one.first, one.day, points),
    }


def _estimate(one: Numbered, good: Sequence[Numbered]) -> dict[str, Any]:
    points = _points(good)
    found = beta_interval(one.first, points)
    if found is None:
        return {"item": one.item, "date": "not estimable", "interval": None}
    middle, low, high = found
    return {"item": one.item, "date": middle.isoformat(), "interval": f"{low.isoformat()}/{high.isoformat()}"}


def _gaps(
    key: tuple[str, str, str],
    good: Sequence[Numbered],
    numbers: Sequence[int],
    suspects: Sequence[Mapping[str, Any]],
    referred: Mapping[tuple[str, int], list[str]],
    others: set[tuple[str, int]],
) -> list[dict[str, Any]]:
    points = _points(good)
    pointed = sorted(number for post, number in referred if post == key[0])
    odd = [suspect["number"] for suspect in suspects]
    elsewhere = sorted(number for post, number in others if post == key[0])
    gaps: list[dict[str, Any]] = []
    for before, after in pairwise(numbers):
        if after - before < 2:
            continue
        first, last = before + 1, after - 1
        inside = pointed[bisect_left(pointed, first) : bisect_right(pointed, last)]
        gap: dict[str, Any] = {"from": first, "to": last, "expected_dates": _expected(first, last, points)}
        if any(_one_figure_off(number, first, last) for number in odd):
            gap["grade"] = "misread likely"
        elif inside:
            gap["grade"] = "referred to by another cable"
            gap["referred"] = {str(number): referred[key[0], number] for number in inside}
        elif any(first <= number <= last for number in elsewhere):
            gap["grade"] = "held under another number"
        else:
            gap["grade"] = "never seen"
        gaps.append(gap)
    return gaps[:GAPS_SHOWN]


def _one_figure_off(number: int, first: int, last: int) -> bool:
    text = str(number)
    return any(
        first <= int(text[:at] + figure + text[at + 1 :]) <= last
        for at in range(len(text))
        for figure in "0123456789"
        if figure != text[at]
    )


def _expected(first: int, last: int, points: Sequence[tuple[int, date]]) -> str:
    below, above = bracket(first, points)[0], bracket(last, points)[1]
    if not below or not above:
        return "not estimable"
    return f"{min(below[1], above[1]).isoformat()}/{max(below[1], above[1]).isoformat()}"


def _points(held: Sequence[Numbered]) -> list[tuple[int, date]]:
    """Numbers with their days, in the order of the numbers."""
    return sorted((one.first, one.day) for one in held if one.day)


def _referred(resolved: Sequence[Resolved]) -> dict[tuple[str, int], list[str]]:
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    for one in resolved:
        if one.status == "stub" and one.target and one.number and one.number.isdigit():
            post = one.target.split(f" {int(one.number)}")[0]
            if one.item not in found[post, int(one.number)]:
                found[post, int(one.number)].append(one.item)
    return dict(found)


def _missing(numbers: Sequence[int], days: Sequence[date], resets: Sequence[str]) -> dict[str, Any] | str:
    count, largest = len(numbers), numbers[-1]
    if count < 3:
        return "not estimable"
    from_one = days[0].month <= 2 or bool(resets)
    tank = largest * (1 + 1 / count) - 1
    upper = largest * 0.05 ** (-1 / count)
    return {
        "lower_bound": largest - count,
        "tank": round(tank - count),
        "upper95": round(upper - count),
        "series_total": round(tank),
        "assumptions": [
            "numbering began at 1" + ("" if from_one else ", which no held number shows"),
            "what is held is a random part of the series (a file chosen by subject is not; this speaks of the series)",
        ],
    }
