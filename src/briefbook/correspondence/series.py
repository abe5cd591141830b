"""The number series of a catalogue: resets, suspect numbers with a repair, gaps, estimated dates, what is missing."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from briefbook.correspondence.network import Numbered, all_numbers, codes_of
from briefbook.correspondence.number_dating import beta_interval, bracket, out_of_order, repair
from briefbook.correspondence.series_runs import RESET_RULES, NumberRun, epochs_of
from briefbook.model.catalogue import Catalogue
from briefbook.model.network import (
    DateEstimate,
    MissingNumbers,
    ResolvedReference,
    SeriesGap,
    SeriesReport,
    SuspectNumber,
)
from briefbook.text import series_words
from briefbook.text.date_display import date_in_words
from briefbook.text.dates import day_of
from briefbook.util.translation import N_

MIN_NUMBERS_FOR_RATE = 3
MIN_DAYS_FOR_RATE = 2
"""Two points always make a line, and within a day the hours decide: a rate needs more of both."""

MIN_NUMBERS_FOR_ESTIMATE = 5
"""The fewest numbers held from which the length of a series is estimated.

The standard deviation of the estimator of the German tank problem is about N / k for k numbers held (Goodman, Journal
of the American Statistical Association 47, 1952, pp. 622-630), and its upper bound at 95 % is the largest number times
20 ** (1 / k): from 3 numbers that is 2.7 times the largest, from 5 less than twice.
"""

MIN_CHANCE_OF_RANDOM = 0.05
"""Below this chance that a random part of a series from 1 has no number lower than the lowest held, nothing is
estimated: six numbers between 3314 and 3355 are no random part of 1 to 3355, whatever else they are."""

MAX_GAPS_SHOWN = 400


def series_of(
    catalogue: Catalogue, resolved: Sequence[ResolvedReference] = (), *, aliases: Mapping[str, str] | None = None
) -> tuple[SeriesReport, ...]:
    """The series of every post, by kind of message, prefix and epoch.

    A person, or an office named in words, has no series; one with a name of its own (SECTO, CAP) stands by that name.

    Args:
        catalogue: The collection's entries.
        resolved: Its resolved references: a gap that one of them points into is "referred to".
        aliases: Codes of posts that stand for another code.

    Returns:
        A report for every series, by post, kind, prefix and epoch; of more than ``MAX_GAPS_SHOWN`` gaps only those of
        which most is known.
    """
    groups: dict[tuple[str, str, str], list[Numbered]] = defaultdict(list)
    undated: dict[tuple[str, str, str], list[Numbered]] = defaultdict(list)
    others: dict[str, set[int]] = defaultdict(set)
    for numbered in all_numbers(catalogue, aliases or {}):
        if numbered.alias:
            others[numbered.post].add(numbered.first)
        elif "[" not in numbered.post and not (numbered.in_words and not numbered.series):
            post = "" if numbered.in_words else numbered.post
            (groups if numbered.day else undated)[post, numbered.kind, numbered.series].append(numbered)
    facts = _NumberFacts(
        _referred(catalogue, resolved, aliases or {}), {post: sorted(numbers) for post, numbers in others.items()}
    )
    reports = []
    for key in sorted(groups.keys() | undated.keys()):
        epochs = epochs_of(groups.get(key, []))
        loose = _place_undated(undated.get(key, []), epochs)
        for number, epoch in enumerate(epochs):
            reports.append(_report(key, epoch, epochs, loose.get(number, []), facts))
        if not epochs:
            reports.append(_undated(key, undated[key]))
    return tuple(reports)


@dataclass(frozen=True, slots=True)
class _Referrer:
    """An item that refers to a number, the parties of the item, and a day by which the number was in use."""

    item: str
    parties: frozenset[str]
    day: date | None

    def can_mean(self, epoch: NumberRun, is_only: bool) -> bool:
        """Can the number be of this run: of the series with the item's parties, and of the run's time?"""
        if epoch.to and epoch.to not in self.parties:
            return False
        first, last = epoch.days
        return is_only if self.day is None else first <= self.day <= last


@dataclass(frozen=True, slots=True)
class _NumberFacts:
    """What is known of numbers that are not held: which items refer to them, and which have them as another number."""

    referred: Mapping[str, Mapping[int, list["_Referrer"]]]  # by the post whose number it is, and the number
    elsewhere: Mapping[str, Sequence[int]]


def _place_undated(undated: Sequence[Numbered], epochs: Sequence[NumberRun]) -> dict[int, list[tuple[Numbered, str]]]:
    """The epoch that each undated number belongs to, if it can be only one; else the last, with the reason why not."""
    placed: dict[int, list[tuple[Numbered, str]]] = defaultdict(list)
    for numbered in undated:
        fitting = [at for at, epoch in enumerate(epochs) if _fits(numbered, epoch)]
        at = fitting[0] if fitting else len(epochs) - 1
        why = "" if len(fitting) == 1 else "it fits several years" if fitting else "no held number lies near"
        placed[at].append((numbered, why))
    return placed


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
    facts: _NumberFacts,
) -> SeriesReport:
    post, kind, _ = key
    held_numbers = epoch.numbers
    days = [numbered.day for numbered in held_numbers if numbered.day]
    culprits = out_of_order([(numbered.first, numbered.day) for numbered in held_numbers if numbered.day])
    good = [numbered for at, numbered in enumerate(held_numbers) if at not in culprits]
    suspects = [_suspect(held_numbers[at], good) for at in sorted(culprits) if not held_numbers[at].settled]
    misread = [held_numbers[at].first for at in sorted(culprits) if not held_numbers[at].printed]
    numbers = sorted(
        {
            number
            for numbered in held_numbers
            for number in range(numbered.first, min(numbered.last, numbered.first + 50) + 1)
        }
    )
    referred = _of_run(facts.referred.get(post, {}), epoch, is_only=len(epochs) == 1)
    gaps = (
        _gaps(good, numbers, misread, referred, facts.elsewhere.get(post, ()))
        if _agree(good, len(held_numbers))
        else []
    )
    same = [other for other in epochs if other.to == epoch.to]
    return SeriesReport(
        key=_name(key, epoch.label, epoch.to),
        post=post,
        kind=kind,
        epoch=epoch.label,
        items=tuple(numbered.item for numbered in held_numbers),
        count=len(held_numbers),
        first=numbers[0],
        last=numbers[-1],
        begins=days[0].isoformat(),
        ends=days[-1].isoformat(),
        resets=tuple(str(other.numbers[0].day) for other in same[1:] if other.begins),
        rule=f"begins anew on {epoch.rule}" if epoch.rule in RESET_RULES else "no reset seen" if not epoch.rule else "",
        addressee=epoch.to or None,
        rate=_rate(good, len(held_numbers)),
        gaps=_listed_gaps(gaps),
        gap_count=len(gaps),
        suspects=tuple(suspects),
        estimates=tuple(_estimate(numbered, good, why) for numbered, why in undated),
        missing=_missing(numbers, days, epoch, good),
    )


def _name(key: tuple[str, str, str], epoch: str, to: str) -> str:
    post, kind, prefix = key
    many = {"despatch": "despatches", "memorandum": "memoranda"}.get(kind, f"{kind}s")
    return f"{post}{f' to {to}' if to else ''} {f'{prefix} ' if prefix else ''}{many} {epoch}".strip()


def _listed_gaps(gaps: Sequence[SeriesGap]) -> tuple[SeriesGap, ...]:
    """The gaps in the order of their numbers; if there are too many to list, those of which most is known."""
    if len(gaps) <= MAX_GAPS_SHOWN:
        return tuple(gaps)
    best_known = sorted(gaps, key=lambda gap: (gap.grade == "never seen", gap.first))[:MAX_GAPS_SHOWN]
    return tuple(sorted(best_known, key=lambda gap: gap.first))


def _undated(key: tuple[str, str, str], loose: list[Numbered]) -> SeriesReport:
    post, kind, _ = key
    numbers = sorted(numbered.first for numbered in loose)
    return SeriesReport(
        key=_name(key, _time_without_days(loose), ""),
        post=post,
        kind=kind,
        epoch="",
        items=tuple(numbered.item for numbered in loose),
        count=len(loose),
        first=numbers[0],
        last=numbers[-1],
        rule="no reset seen",
        estimates=tuple(_estimate(numbered, [], "no held number of the series has a date") for numbered in loose),
    )


def _time_without_days(loose: Sequence[Numbered]) -> str:
    """The period of numbers without a known day: their year, if they share one."""
    years = {numbered.about[:4] for numbered in loose}
    year = years.pop() if len(years) == 1 else ""
    return f"{year}, no exact day" if re.fullmatch(r"\d{4}", year) else "undated"


def _agree(good: Sequence[Numbered], count: int) -> bool:
    """Do most of ``count`` numbers say the same of one series? A few that fall are of several, and none is missing."""
    in_order = all(before.first <= after.first for before, after in pairwise(good))
    return 2 * len(good) > count and (in_order or len(good) >= MIN_NUMBERS_FOR_ESTIMATE)


def _rate(good: Sequence[Numbered], count: int) -> float | None:
    """Numbers a day; None where too few of ``count`` numbers say so, over too short a time, or they contradict it."""
    if len(good) < MIN_NUMBERS_FOR_RATE or not _agree(good, count) or not (good[0].day and good[-1].day):
        return None
    days = (good[-1].day - good[0].day).days
    risen = good[-1].first - good[0].first
    return round(risen / days, 1) if days >= MIN_DAYS_FOR_RATE and risen > 0 else None


def _suspect(numbered: Numbered, good: Sequence[Numbered]) -> SuspectNumber:
    assert numbered.day is not None
    return SuspectNumber(
        item=numbered.item,
        message_number=numbered.first,
        date_sent=numbered.day.isoformat(),
        reason=series_words.CONTRADICTS + _alone(numbered, good),
        repair=repair(numbered.first, numbered.day, _points(good)),
    )


def _alone(numbered: Numbered, good: Sequence[Numbered]) -> str:
    """Says if it went where none of the others went: some posts numbered by addressee."""
    if not numbered.to or any(numbered.to & other.to for other in good):
        return ""
    return series_words.ALONE.format(names=" and ".join(sorted(numbered.to)))


def _estimate(numbered: Numbered, good: Sequence[Numbered], why: str = "") -> DateEstimate:
    interval = None if why else beta_interval(numbered.first, _points(good))
    if interval is None:
        return DateEstimate(numbered.item, numbered.first, reason=why or "no held number lies near enough")
    middle, low, high = interval
    return DateEstimate(numbered.item, numbered.first, middle.isoformat(), f"{low.isoformat()}/{high.isoformat()}")


def _gaps(
    good: Sequence[Numbered],
    numbers: Sequence[int],
    misread: Sequence[int],
    referred: Mapping[int, Sequence[_Referrer]],
    elsewhere: Sequence[int],
) -> list[SeriesGap]:
    points = _points(good)
    pointed = sorted(referred)
    odd = sorted({other for number in misread for other in _one_figure_off(number)})
    share = len(numbers) / (numbers[-1] - numbers[0] + 1)
    gaps: list[SeriesGap] = []
    for before, after in pairwise(numbers):
        if after - before < 2:
            continue
        first, last = before + 1, after - 1
        inside = _between(pointed, first, last)
        if _between(odd, first, last):
            grade = N_("misread likely")
        elif inside:
            grade = N_("referred to by another cable")
        elif _between(elsewhere, first, last):
            grade = N_("held under another number")
        else:
            grade = N_("never seen")
        gaps.append(
            SeriesGap(
                first,
                last,
                grade,
                expected_dates=_expected(first, last, points),
                chance=round((1 - share) ** (last - first + 1), 3),
                referred=tuple((number, tuple(referrer.item for referrer in referred[number])) for number in inside),
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


def _points(numbers: Sequence[Numbered]) -> list[tuple[int, date]]:
    """Numbers with their days, in the order of the numbers."""
    return sorted((numbered.first, numbered.day) for numbered in numbers if numbered.day)


def _referred(
    catalogue: Catalogue, resolved: Sequence[ResolvedReference], aliases: Mapping[str, str]
) -> dict[str, dict[int, list[_Referrer]]]:
    """Which items refer to a number that is not held, by its post and the number."""
    stubs = [
        reference
        for reference in resolved
        if reference.status == "stub" and reference.target and reference.number and reference.number.isdigit()
    ]
    referring = {reference.item for reference in stubs}
    known_of = {
        entry.item: (codes_of(entry, ("from", "to"), aliases) - {""}, day_of(entry.date))
        for entry in (catalogue if stubs else ())
        if entry.item in referring
    }
    referred: dict[str, dict[int, list[_Referrer]]] = defaultdict(dict)
    for reference in stubs:
        assert reference.target
        assert reference.number
        number = int(reference.number)
        parties, day_sent = known_of[reference.item]
        referrer = _Referrer(reference.item, parties, _day_of_use(reference, day_sent))
        known = referred[reference.target.split(f" {number}")[0]].setdefault(number, [])
        if all(other.item != referrer.item for other in known):
            known.append(referrer)
    return dict(referred)


def _day_of_use(reference: ResolvedReference, day_sent: date | None) -> date | None:
    """A day on which the number of a reference was in use: its own, else the last of its year until its mention."""
    if day := day_of((reference.date or "").rstrip("~?%")):
        return day
    year = re.search(r"\((\d{4})\)$", reference.target or "")
    if not year:
        return day_sent
    end = date(int(year[1]), 12, 31)
    return min(end, day_sent) if day_sent else end


def _of_run(
    referred: Mapping[int, Sequence[_Referrer]], epoch: NumberRun, *, is_only: bool
) -> dict[int, list[_Referrer]]:
    """The references to a post's numbers that can mean one of its runs, by the number."""
    fitting = {
        number: [referrer for referrer in referrers if referrer.can_mean(epoch, is_only)]
        for number, referrers in referred.items()
    }
    return {number: referrers for number, referrers in fitting.items() if referrers}


def _missing(
    numbers: Sequence[int], days: Sequence[date], epoch: NumberRun, good: Sequence[Numbered]
) -> MissingNumbers | None:
    """How many numbers of the series are not held: a lower bound, two estimates, and their assumptions."""
    count, largest = len(numbers), numbers[-1]
    if count < MIN_NUMBERS_FOR_ESTIMATE or not _may_be_random(numbers):
        return None
    from_one = epoch.begins or days[0].month <= 2
    tank = largest * (1 + 1 / count) - 1
    upper = largest * 0.05 ** (-1 / count)
    assumptions = [
        series_words.FROM_ONE if from_one else series_words.FROM_ONE_PERHAPS,
        series_words.RANDOM,
    ]
    by_rate = None
    end = _end(epoch)
    rate = _rate(good, count)
    if end and rate is not None and (days[-1] - days[0]).days >= 14:
        by_rate = round(largest + rate * (end - days[-1]).days - count)
        assumptions.append(series_words.RATE.format(rate=f"{rate:g}", date=date_in_words(end.isoformat())))
    return MissingNumbers(
        lower_bound=largest - count,
        tank=round(tank - count),
        upper95=round(upper - count),
        series_total=round(tank),
        assumptions=tuple(assumptions),
        by_rate=by_rate,
    )


def _may_be_random(numbers: Sequence[int]) -> bool:
    """Can sorted numbers be a random part of the numbers from 1 to the largest, or is the lowest too high for that?"""
    lowest, largest = numbers[0], numbers[-1]
    if largest < 2:
        return False
    chance = ((largest - lowest) / (largest - 1)) ** (len(numbers) - 1)
    return chance >= MIN_CHANCE_OF_RANDOM


def _end(epoch: NumberRun) -> date | None:
    """The last day of an epoch, if its rule says so."""
    last = epoch.numbers[-1].day
    if last is None or epoch.rule not in ("1 January", "1 July"):
        return None
    if epoch.rule == "1 January":
        return date(last.year, 12, 31)
    return date(last.year if last.month < 7 else last.year + 1, 6, 30)
