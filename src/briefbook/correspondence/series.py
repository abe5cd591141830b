"""Numbers and dates of a catalogue -> series: resets, suspects with a repair, gaps, estimates, what is missing."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from briefbook.correspondence.network import Numbered, all_numbers
from briefbook.correspondence.number_dating import beta_interval, bracket, out_of_order, repair
from briefbook.correspondence.series_runs import TURNS, NumberRun, epochs_of
from briefbook.model.catalogue import Catalogue
from briefbook.model.network import (
    DateEstimate,
    MissingNumbers,
    ResolvedReference,
    SeriesGap,
    SeriesReport,
    SuspectNumber,
)

GAPS_SHOWN = 400


def series_of(
    catalogue: Catalogue, resolved: Sequence[ResolvedReference] = (), *, aliases: Mapping[str, str] | None = None
) -> tuple[SeriesReport, ...]:
    """The series of every post, by kind of message, prefix and epoch.

    Args:
        catalogue: The collection's entries.
        resolved: Its resolved references: a gap that one of them points into is "referred to".
        aliases: Codes of posts that stand for another code.

    Returns:
        A report for every series, by post, kind, prefix and epoch; of more gaps than ``GAPS_SHOWN`` only those of which
        most is known.
    """
    groups: dict[tuple[str, str, str], list[Numbered]] = defaultdict(list)
    undated: dict[tuple[str, str, str], list[Numbered]] = defaultdict(list)
    others: dict[str, set[int]] = defaultdict(set)
    for one in all_numbers(catalogue, aliases or {}):
        if one.alias:
            others[one.post].add(one.first)
        elif "[" not in one.post:
            (groups if one.day else undated)[one.post, one.kind, one.series].append(one)
    facts = _Facts(_referred(resolved), {post: sorted(numbers) for post, numbers in others.items()})
    reports = []
    for key in sorted(groups.keys() | undated.keys()):
        epochs = epochs_of(groups.get(key, []))
        loose = _places(undated.get(key, []), epochs)
        for number, epoch in enumerate(epochs):
            reports.append(_report(key, epoch, epochs, loose.get(number, []), facts))
        if not epochs:
            reports.append(_undated(key, undated[key]))
    return tuple(reports)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is known of numbers that are not held: referred to (and by whom), borne by an item as another number."""

    referred: Mapping[tuple[str, int], list[str]]
    elsewhere: Mapping[str, Sequence[int]]


def _places(undated: Sequence[Numbered], epochs: Sequence[NumberRun]) -> dict[int, list[tuple[Numbered, str]]]:
    """The epoch that each undated number belongs to, if it can be only one; else the last, with the reason why not."""
    found: dict[int, list[tuple[Numbered, str]]] = defaultdict(list)
    for one in undated:
        fitting = [at for at, epoch in enumerate(epochs) if _fits(one, epoch)]
        at = fitting[0] if fitting else len(epochs) - 1
        why = "" if len(fitting) == 1 else "it fits several years" if fitting else "no held number lies near"
        found[at].append((one, why))
    return found


def _fits(numbered: Numbered, epoch: NumberRun) -> bool:
    numbers = [other.first for other in epoch.numbers]
    years = {str(other.day.year) for other in epoch.numbers if other.day}
    about = re.match(r"\d{4}", numbered.about)
    return min(numbers) <= numbered.first <= max(numbers) and (about is None or about[0] in years)


def _report(
    key: tuple[str, str, str],
    epoch: NumberRun,
    epochs: Sequence[NumberRun],
    undated: Sequence[tuple[Numbered, str]],
    facts: _Facts,
) -> SeriesReport:
    post, kind, _ = key
    held = epoch.numbers
    days = [one.day for one in held if one.day]
    culprits = out_of_order([(one.first, one.day) for one in held if one.day])
    good = [one for at, one in enumerate(held) if at not in culprits]
    suspects = [_suspect(held[at], good) for at in sorted(culprits)]
    numbers = sorted({number for one in held for number in range(one.first, min(one.last, one.first + 50) + 1)})
    gaps = _gaps(post, good, numbers, suspects, facts)
    same = [one for one in epochs if one.to == epoch.to]
    return SeriesReport(
        key=_name(key, epoch.label, epoch.to),
        post=post,
        kind=kind,
        epoch=epoch.label,
        items=tuple(one.item for one in held),
        count=len(held),
        first=numbers[0],
        last=numbers[-1],
        begins=days[0].isoformat(),
        ends=days[-1].isoformat(),
        resets=tuple(str(one.numbers[0].day) for one in same[1:] if one.begins),
        rule=f"begins anew on {epoch.rule}" if epoch.rule in TURNS else "no reset seen" if not epoch.rule else "",
        addressee=epoch.to or None,
        rate=_rate(good),
        gaps=_shown(gaps),
        gap_count=len(gaps),
        suspects=tuple(suspects),
        estimates=tuple(_estimate(one, good, why) for one, why in undated),
        missing=_missing(numbers, days, epoch, good),
    )


def _name(key: tuple[str, str, str], epoch: str, to: str) -> str:
    post, kind, prefix = key
    many = {"despatch": "despatches", "memorandum": "memoranda"}.get(kind, f"{kind}s")
    return f"{post}{f' to {to}' if to else ''} {f'{prefix} ' if prefix else ''}{many} {epoch}"


def _shown(gaps: Sequence[SeriesGap]) -> tuple[SeriesGap, ...]:
    """The gaps of which most is known, if there are too many to list; in the order of their numbers."""
    if len(gaps) <= GAPS_SHOWN:
        return tuple(gaps)
    best_known = sorted(gaps, key=lambda gap: (gap.grade == "never seen", gap.first))[:GAPS_SHOWN]
    return tuple(sorted(best_known, key=lambda gap: gap.first))


def _undated(key: tuple[str, str, str], loose: list[Numbered]) -> SeriesReport:
    post, kind, _ = key
    numbers = sorted(one.first for one in loose)
    return SeriesReport(
        key=_name(key, "undated", ""),
        post=post,
        kind=kind,
        epoch="",
        items=tuple(one.item for one in loose),
        count=len(loose),
        first=numbers[0],
        last=numbers[-1],
        rule="no reset seen",
        estimates=tuple(_estimate(one, [], "no held number of the series has a date") for one in loose),
    )


def _rate(good: Sequence[Numbered]) -> float | None:
    if len(good) < 2 or not (good[0].day and good[-1].day):
        return None
    days = (good[-1].day - good[0].day).days
    return round((good[-1].first - good[0].first) / days, 1) if days >= 1 else None


def _suspect(numbered: Numbered, good: Sequence[Numbered]) -> SuspectNumber:
    assert numbered.day is not None
    return SuspectNumber(
        item=numbered.item,
        message_number=numbered.first,
        date_sent=numbered.day.isoformat(),
        reason="number and date contradict the numbers around it" + _alone(numbered, good),
        repair=repair(numbered.first, numbered.day, _points(good)),
    )


def _alone(numbered: Numbered, good: Sequence[Numbered]) -> str:
    """Says if it went where none of the others went: some posts numbered by addressee."""
    if not numbered.to or any(numbered.to & other.to for other in good):
        return ""
    return f"; it alone went to {' and '.join(sorted(numbered.to))}, whose numbers may be a series of their own"


def _estimate(numbered: Numbered, good: Sequence[Numbered], why: str = "") -> DateEstimate:
    found = None if why else beta_interval(numbered.first, _points(good))
    if found is None:
        return DateEstimate(numbered.item, numbered.first, reason=why or "no held number lies near enough")
    middle, low, high = found
    return DateEstimate(numbered.item, numbered.first, middle.isoformat(), f"{low.isoformat()}/{high.isoformat()}")


def _gaps(
    post: str, good: Sequence[Numbered], numbers: Sequence[int], suspects: Sequence[SuspectNumber], facts: _Facts
) -> list[SeriesGap]:
    points = _points(good)
    pointed = sorted(number for other, number in facts.referred if other == post)
    elsewhere = facts.elsewhere.get(post, ())
    odd = sorted({other for suspect in suspects for other in _one_figure_off(suspect.message_number)})
    share = len(numbers) / (numbers[-1] - numbers[0] + 1)
    gaps: list[SeriesGap] = []
    for before, after in pairwise(numbers):
        if after - before < 2:
            continue
        first, last = before + 1, after - 1
        inside = _between(pointed, first, last)
        if _between(odd, first, last):
            grade = "misread likely"
        elif inside:
            grade = "referred to by another cable"
        elif _between(elsewhere, first, last):
            grade = "held under another number"
        else:
            grade = "never seen"
        gaps.append(
            SeriesGap(
                first,
                last,
                grade,
                expected_dates=_expected(first, last, points),
                chance=round((1 - share) ** (last - first + 1), 3),
                referred=tuple((number, tuple(facts.referred[post, number])) for number in inside),
            )
        )
    return gaps


def _between(ordered: Sequence[int], first: int, last: int) -> Sequence[int]:
    return ordered[bisect_left(ordered, first) : bisect_right(ordered, last)]


def _one_figure_off(number: int) -> set[int]:
    """Every number of as many figures that differs in one."""
    text = str(number)
    return {
        int(text[:at] + figure + text[at + 1 :])
        for at in range(len(text))
        for figure in "0123456789"
        if figure != text[at] and not (at == 0 and figure == "0")
    }


def _expected(first: int, last: int, points: Sequence[tuple[int, date]]) -> str | None:
    below, above = bracket(first, points)[0], bracket(last, points)[1]
    if not below or not above:
        return None
    return f"{min(below[1], above[1]).isoformat()}/{max(below[1], above[1]).isoformat()}"


def _points(held: Sequence[Numbered]) -> list[tuple[int, date]]:
    """Numbers with their days, in the order of the numbers."""
    return sorted((one.first, one.day) for one in held if one.day)


def _referred(resolved: Sequence[ResolvedReference]) -> dict[tuple[str, int], list[str]]:
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    for one in resolved:
        if one.status == "stub" and one.target and one.number and one.number.isdigit():
            post = one.target.split(f" {int(one.number)}")[0]
            if one.item not in found[post, int(one.number)]:
                found[post, int(one.number)].append(one.item)
    return dict(found)


def _missing(
    numbers: Sequence[int], days: Sequence[date], epoch: NumberRun, good: Sequence[Numbered]
) -> MissingNumbers | None:
    """How many numbers of the series are not held: the sure bound, two estimates, and what they take for granted."""
    count, largest = len(numbers), numbers[-1]
    if count < 3:
        return None
    from_one = epoch.begins or days[0].month <= 2
    tank = largest * (1 + 1 / count) - 1
    upper = largest * 0.05 ** (-1 / count)
    assumptions = [
        "numbering began at 1" + ("" if from_one else ", which no held number shows"),
        "what is held is a random part of the series (a file chosen by subject is not; this speaks of the series)",
    ]
    by_rate = None
    end = _end(epoch)
    rate = _rate(good)
    if end and rate is not None and (days[-1] - days[0]).days >= 14:
        by_rate = round(largest + rate * (end - days[-1]).days - count)
        assumptions.append(f"for by_rate: {rate} a day until {end.isoformat()}, as between the dates held")
    return MissingNumbers(
        lower_bound=largest - count,
        tank=round(tank - count),
        upper95=round(upper - count),
        series_total=round(tank),
        assumptions=tuple(assumptions),
        by_rate=by_rate,
    )


def _end(epoch: NumberRun) -> date | None:
    """The last day of an epoch, if its rule says so."""
    last = epoch.numbers[-1].day
    if last is None or epoch.rule not in ("1 January", "1 July"):
        return None
    if epoch.rule == "1 January":
        return date(last.year, 12, 31)
    return date(last.year if last.month < 7 else last.year + 1, 6, 30)
