"""The numbers of every post as clocks: the day, or at least the year, in which a number was used."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from briefbook.correspondence.network import Numbered
from briefbook.correspondence.number_dating import FAR, bracket, out_of_order
from briefbook.correspondence.series_runs import NumberRun, epochs_of


@dataclass(frozen=True, slots=True)
class _Span:
    """An epoch as points of a clock, in the order of numbers, without those out of order."""

    points: tuple[tuple[int, date], ...]
    first: date
    rule: str
    to: str

    @classmethod
    def of(cls, epoch: NumberRun) -> "_Span | None":
        points = [(number.first, number.day) for number in epoch.numbers if number.day]
        wrong = out_of_order(points)
        kept = sorted(point for at, point in enumerate(points) if at not in wrong)
        return cls(tuple(kept), min(day for _, day in kept), epoch.rule, epoch.to) if kept else None

    def began(self) -> date:
        """The day from which its numbers run: the turn of its rule before its first number."""
        if self.rule == "1 July":
            return date(self.first.year if self.first.month >= 7 else self.first.year - 1, 7, 1)
        return date(self.first.year, 1, 1)

    def turn_after(self) -> date | None:
        """The day on which, by its rule, the next numbering began; None if no rule was seen."""
        if self.rule not in ("1 July", "1 January"):
            return None
        return self.began().replace(year=self.began().year + 1)

    def rate(self) -> float:
        """Numbers a day."""
        last, when = max(self.points)
        return last / max(14, (when - self.began()).days)


class Clocks:
    """The clocks of all posts' telegrams."""

    def __init__(self, numbers: Iterable[Numbered]) -> None:
        """Sort the numbers by post, and each post's into its epochs when it is first asked for."""
        self._numbers: dict[str, list[Numbered]] = defaultdict(list)
        self._spans: dict[str, tuple[_Span, ...]] = {}
        for number in numbers:
            if number.day and not number.alias and not number.series and number.kind == "telegram":
                self._numbers[number.post].append(number)

    def used(
        self, post: str, number: int, near: date | None, partners: Collection[str], own: int | None = None
    ) -> tuple[date | None, int | None]:
        """The day a number was used, as a cable of the day ``near`` refers to it, and the year; None where unknown.

        ``partners`` are the cable's parties: they choose the series where the post numbered by addressee. ``own`` is
        the cable's own number if it is the post's.
        """
        if near is None:
            return None, None
        spans = [one for one in self._of(post) if not one.to or one.to in partners]
        spans = [one for one in spans if one.first <= near + timedelta(days=1)]
        if not spans:
            if own is not None and number > 1.2 * own + 20:
                return None, near.year - 1
            return None, near.year
        current = spans[-1]
        over = current.turn_after()
        if over and near >= over and number <= current.rate() * ((near - over).days + 7) * 1.5 + 10:
            return None, near.year  # in the numbering begun since, of which nothing is held by then
        if (over and near >= over) or _reached(number, near, current, own):
            span: _Span | None = current
        else:
            span = next((one for one in reversed(spans[:-1]) if one.to == current.to), None)
        if span is None:
            return None, current.began().year if current.rule == "1 July" else near.year - 1
        day = _between(number, span.points)
        if day and day <= near + timedelta(days=1):
            return day, day.year
        return None, _year(number, near, span)

    def _of(self, post: str) -> tuple[_Span, ...]:
        if post not in self._spans:
            made = (_Span.of(epoch) for epoch in epochs_of(self._numbers.get(post, ())))
            self._spans[post] = tuple(sorted((one for one in made if one), key=lambda one: one.first))
        return self._spans[post]


def _between(number: int, points: Sequence[tuple[int, date]]) -> date | None:
    """The day between the nearest held numbers; None where they are far apart."""
    below, above = bracket(number, points)
    if not (below and above) or not 0 <= (above[1] - below[1]).days <= FAR:
        return None
    share = (number - below[0]) / (above[0] - below[0])
    return below[1] + timedelta(days=round((above[1] - below[1]).days * share))


def _reached(number: int, near: date, span: _Span, own: int | None) -> bool:
    """Can the numbering of an epoch have come as far as this by that day?"""
    reached = [(held, day) for held, day in span.points if day <= near]
    if own is not None:
        reached.append((own, near))
    if not reached:
        return True
    last, when = max(reached)
    return number <= last + span.rate() * ((near - when).days + 7) * 1.5 + 10


def _year(number: int, near: date, span: _Span) -> int:
    """The year of a number within an epoch: its neighbours', if they agree, or the one that the number's size gives."""
    below, above = bracket(number, span.points)
    years = {point[1].year for point in (below, above) if point}
    if len(years) == 1 and (below or span.rule != "1 July"):
        year = years.pop()
    else:
        year = (span.began() + timedelta(days=round(number / max(0.1, span.rate())))).year
    return min(year, near.year)
