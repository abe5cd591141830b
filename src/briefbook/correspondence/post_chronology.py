"""Estimate the day, or at least the year, in which a post used a number, from its other dated numbers."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from briefbook.correspondence.network import Numbered
from briefbook.correspondence.number_dating import MAX_NEIGHBOUR_DAYS, bracket, out_of_order
from briefbook.correspondence.series_runs import MAX_SILENT_DAYS, NumberRun, epochs_of


@dataclass(frozen=True, slots=True)
class _Span:
    """A run of numbers with their days, in the order of the numbers, without those out of order."""

    points: tuple[tuple[int, date], ...]
    first: date
    last: date
    days: tuple[date, ...]  # of the points, in order
    highest: tuple[tuple[int, date], ...]  # for each of these days the highest number up to it, with its own day
    rule: str
    to: str

    @classmethod
    def of(cls, epoch: NumberRun) -> "_Span | None":
        points = [(number.first, number.day) for number in epoch.numbers if number.day]
        wrong = out_of_order(points)
        in_order = sorted(point for at, point in enumerate(points) if at not in wrong)
        if not in_order:
            return None
        by_day = sorted(in_order, key=lambda point: point[1])
        days = tuple(day for _, day in by_day)
        return cls(
            tuple(in_order), days[0], days[-1], days, tuple(accumulate(by_day, max)), rule=epoch.rule, to=epoch.to
        )

    def highest_by(self, day: date) -> tuple[int, date] | None:
        """The highest number up to a day, with the day on which it was used."""
        place = bisect_right(self.days, day)
        return self.highest[place - 1] if place else None

    def began(self) -> date:
        """The day on which its numbering began: the reset date of its rule before its first number."""
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
        last, when = self.points[-1]
        return last / max(14, (when - self.began()).days)


class PostChronology:
    """The dated telegram numbers of all posts."""

    def __init__(self, numbers: Iterable[Numbered]) -> None:
        """Group the numbers by post; each post's are divided into runs on first use."""
        self._numbers: dict[str, list[Numbered]] = defaultdict(list)
        self._spans: dict[str, tuple[_Span, ...]] = {}
        for number in numbers:
            if number.day and not number.alias and not number.series and number.kind == "telegram":
                self._numbers[number.post].append(number)

    def estimate_use(
        self, post: str, number: int, day_sent: date | None, partners: Collection[str], own: int | None = None
    ) -> tuple[date | None, int | None]:
        """Estimate when a number that a cable refers to was used.

        Args:
            post: Code of the post whose number it is.
            number: The number.
            day_sent: The day of the cable that refers to it.
            partners: The cable's parties: they choose the series where the post numbered by addressee.
            own: The cable's own number if it is the post's.

        Returns:
            The day, and the year; None where it cannot be estimated.
        """
        if day_sent is None:
            return None, None
        spans = self._spans_before(post, day_sent, partners)
        if not spans:
            if own is not None and number > 1.2 * own + 20:
                return None, day_sent.year - 1
            return None, day_sent.year
        current = spans[-1]
        over = current.turn_after()
        if over and day_sent >= over and number <= current.rate() * ((day_sent - over).days + 7) * 1.5 + 10:
            return None, day_sent.year  # in the numbering begun since, of which nothing is held by then
        if (over and day_sent >= over) or _reached(number, day_sent, current, own):
            span: _Span | None = current
        else:
            span = next((earlier for earlier in reversed(spans[:-1]) if earlier.to == current.to), None)
        if span is None:
            return None, current.began().year if current.rule == "1 July" else day_sent.year - 1
        day = _between(number, span.points)
        if day and day <= day_sent + timedelta(days=1):
            return day, day.year
        return None, _year(number, day_sent, span)

    def began_before(
        self, post: str, number: int, day_sent: date | None, partners: Collection[str], own: int | None
    ) -> date | None:
        """The day on which the numbering began that had come as far as a number by the day of a cable naming it.

        Args:
            post: Code of the post whose number it is.
            number: The number.
            day_sent: The day of the cable that refers to it.
            partners: The cable's parties.
            own: The cable's own number if it is the post's.

        Returns:
            The day; the number meant is none from before it. None where it is not known.
        """
        if day_sent is None or own is None or number > own:
            return None
        spans = self._spans_before(post, day_sent, partners)
        if not spans or spans[-1].rule not in ("1 July", "1 January"):
            return None
        over = spans[-1].turn_after()
        return None if over and day_sent >= over else spans[-1].began()

    def _spans_before(self, post: str, day_sent: date, partners: Collection[str]) -> list[_Span]:
        """The runs that a cable of a day can refer to: of its parties, begun by then, and not years older."""
        return [
            span
            for span in self._of(post)
            if (not span.to or span.to in partners)
            and span.first <= day_sent + timedelta(days=1)
            and (day_sent - span.last).days <= MAX_SILENT_DAYS
        ]

    def _of(self, post: str) -> tuple[_Span, ...]:
        if post not in self._spans:
            spans = (_Span.of(epoch) for epoch in epochs_of(self._numbers.get(post, ())))
            self._spans[post] = tuple(sorted((span for span in spans if span), key=lambda span: span.first))
        return self._spans[post]


def _between(number: int, points: Sequence[tuple[int, date]]) -> date | None:
    """The day between the nearest held numbers; None where they are far apart."""
    below, above = bracket(number, points)
    if not (below and above) or not 0 <= (above[1] - below[1]).days <= MAX_NEIGHBOUR_DAYS:
        return None
    share = (number - below[0]) / (above[0] - below[0])
    return below[1] + timedelta(days=round((above[1] - below[1]).days * share))


def _reached(number: int, day_sent: date, span: _Span, own: int | None) -> bool:
    """Whether the numbering of a run can have come as far as this by that day."""
    highest = span.highest_by(day_sent)
    reached: list[tuple[int, date]] = [highest] if highest else []
    if own is not None:
        reached.append((own, day_sent))
    if not reached:
        return True
    last, when = max(reached)
    return number <= last + span.rate() * ((day_sent - when).days + 7) * 1.5 + 10


def _year(number: int, day_sent: date, span: _Span) -> int:
    """The year of a number within a run: its neighbours', if they agree, or as its size suggests at the run's rate."""
    below, above = bracket(number, span.points)
    years = {point[1].year for point in (below, above) if point}
    if below and above and len(years) == 2 and (above[1] - below[1]).days >= 0:
        share = (number - below[0]) / (above[0] - below[0])
        return min((below[1] + timedelta(days=round((above[1] - below[1]).days * share))).year, day_sent.year)
    if len(years) == 1 and (below or span.rule != "1 July"):
        year = years.pop()
    else:
        year = (span.began() + timedelta(days=round(number / max(0.1, span.rate())))).year
    return min(year, day_sent.year)
