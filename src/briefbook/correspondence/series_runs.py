"""Infer how a post numbered: one series or one for each addressee, and on which days numbers began again at 1."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median

from briefbook.correspondence.network import Numbered
from briefbook.correspondence.number_dating import out_of_order
from briefbook.text.date_display import date_in_words

RESET_RULES = {"1 January": (1,), "1 July": (7,), "1 January and 1 July": (1, 7)}
"""Days on which services began their numbers again at 1, as rules to try: the months."""

MAX_SILENT_DAYS = 2 * 366
"""Days without a held number after which nothing shows that the numbering is still the same."""

MAX_TRIP_DAYS = 60
"""Days without a held number after which a caption that lasts for one journey is another journey's."""

SILENT_DAYS = 60
"""Days without a held number across which a reset is assumed, if the series shows that rule elsewhere."""


@dataclass(frozen=True, slots=True)
class NumberRun:
    """Numbers between two resets, in the order of their dates. ``rule``: "1 July", "free", or "" if none was seen."""

    numbers: tuple[Numbered, ...]
    rule: str = ""
    begins: bool = False  # the numbering is seen, or by the rule supposed, to have begun anew at its start
    to: str = ""  # the addressee, where the post numbered by addressee

    @property
    def label(self) -> str:
        """The years it covers: 1962, or 1962/1963 for one that runs from July to June; a journey's months."""
        first, last = self.numbers[0].day, self.numbers[-1].day
        assert first
        assert last
        if self.rule == "free" and _is_trip(self.numbers[0].series):
            return date_in_words(f"{first:%Y-%m}" if first.month == last.month else f"{first:%Y-%m}/{last:%Y-%m}")
        if self.rule == "1 July":
            start = first.year if first.month >= 7 else first.year - 1
            return f"{start}/{start + 1}"
        return f"{first.year}" if first.year == last.year else f"{first.year}/{last.year}"

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day of the years it covers."""
        first, last = self.numbers[0].day, self.numbers[-1].day
        assert first
        assert last
        if self.rule == "1 July":
            start = first.year if first.month >= 7 else first.year - 1
            return date(start, 7, 1), date(start + 1, 6, 30)
        return date(first.year, 1, 1), date(last.year, 12, 31)


def epochs_of(numbers: Sequence[Numbered]) -> tuple[NumberRun, ...]:
    """Divide one post's numbers of one kind into runs, by addressee where that explains them better.

    Numbers that years without any divide are of different runs: ``MAX_SILENT_DAYS``.
    """
    ordered = sorted(numbers, key=lambda numbered: (numbered.day or date.min, numbered.first))
    cuts = [
        at
        for at in range(1, len(ordered))
        if ((ordered[at].day or date.min) - (ordered[at - 1].day or date.min)).days > MAX_SILENT_DAYS
    ]
    return tuple(
        epoch
        for part in _parts(ordered, cuts)
        for run in _epochs_of_years(part)
        for epoch in _without_other_series(run)
    )


def _without_other_series(run: NumberRun) -> Iterator[NumberRun]:
    """A run, and apart from it the printed numbers that contradict it and alone went where no other did.

    A number that was read from a picture may be misread; one that editors print is right, and where it went to another
    post than all others and does not fit among them, that post has a series of its own.
    """
    dated = [numbered for numbered in run.numbers if numbered.day]
    culprits = {
        dated[at].item
        for at in out_of_order([(numbered.first, numbered.day) for numbered in dated if numbered.day])
        if dated[at].printed and dated[at].to
    }
    others = [numbered for numbered in run.numbers if numbered.item not in culprits]
    elsewhere = frozenset(
        numbered.item
        for numbered in run.numbers
        if numbered.item in culprits and not any(numbered.to & other.to for other in others)
    )
    if not elsewhere or not others:
        yield run
        return
    rest = tuple(numbered for numbered in run.numbers if numbered.item not in elsewhere)
    yield NumberRun(rest, run.rule, run.begins, run.to)
    by_addressee: dict[str, list[Numbered]] = defaultdict(list)
    for numbered in run.numbers:
        if numbered.item in elsewhere:
            by_addressee[min(numbered.to)].append(numbered)
    for to, many in sorted(by_addressee.items()):
        yield NumberRun(tuple(many), run.rule, to=to)


def _epochs_of_years(numbers: Sequence[Numbered]) -> tuple[NumberRun, ...]:
    whole, faults = _best_runs(numbers)
    by_addressee: dict[str, list[Numbered]] = defaultdict(list)
    for numbered in numbers:
        by_addressee[min(numbered.to, default="")].append(numbered)
    if faults < 2 or sum(len(many) > 1 for many in by_addressee.values()) < 2:
        return whole
    parts = {to: _best_runs(many) for to, many in sorted(by_addressee.items())}
    rules = Counter(epochs[0].rule for epochs, _ in parts.values() if epochs[0].rule in RESET_RULES)
    if rules:  # one office keeps one calendar: what most of its series show is believed of the others
        rule = rules.most_common(1)[0][0]
        parts = {to: _best_runs(many, rule) for to, many in sorted(by_addressee.items())}
    if faults - sum(cost for _, cost in parts.values()) <= max(2, 0.1 * len(numbers)):
        return whole
    return tuple(
        NumberRun(epoch.numbers, epoch.rule, epoch.begins, to) for to, (epochs, _) in parts.items() for epoch in epochs
    )


def _best_runs(numbers: Sequence[Numbered], expected: str = "") -> tuple[tuple[NumberRun, ...], float]:
    """The runs by the rule that leaves the fewest numbers out of order, and its cost; each cut costs a little."""
    ordered = sorted(numbers, key=lambda numbered: (numbered.day or date.min, numbered.first))
    if ordered and _is_trip(ordered[0].series):
        trips = list(_parts(ordered, _trips(ordered)))
        return tuple(
            NumberRun(tuple(part), "free" if len(trips) > 1 else "", at > 0) for at, part in enumerate(trips)
        ), 0.0
    best: tuple[float, str, list[int]] = (float(_faults(ordered)), "", [])
    if best[0]:
        for extra, (rule, months) in enumerate(RESET_RULES.items()):
            cuts = _cuts(ordered, months)
            if not cuts:
                continue
            parts = list(_parts(ordered, cuts))
            strays = _strays(parts) if len(cuts) == 1 and rule != expected else 0
            cost = sum(_faults(part) for part in parts) + 0.3 * len(cuts) + 0.1 * extra + strays
            best = min(best, (cost, rule, cuts), key=lambda option: option[0])
    epochs: list[NumberRun] = []
    for number, part in enumerate(_parts(ordered, best[2])):
        free = _free_cuts(part)
        for piece, run in enumerate(_parts(part, free)):
            rule = best[1] or ("free" if free else "")
            epochs.append(NumberRun(tuple(run), rule, number > 0 or piece > 0))
    return tuple(epochs), best[0]


def _is_trip(series: str) -> bool:
    """Is it a caption that lasts for one journey or conference? Its numbers begin at 1 each time."""
    return len(series) > 3 and series not in _STANDING


def _trips(ordered: Sequence[Numbered]) -> list[int]:
    """Where another journey begins: the numbers fall a week or more after the last, or none is held for long."""
    silences = [
        ((ordered[at].day or date.min) - (ordered[at - 1].day or date.min)).days for at in range(1, len(ordered))
    ]
    return [
        at
        for at, days in enumerate(silences, start=1)
        if days > MAX_TRIP_DAYS or (days >= 7 and ordered[at].first < ordered[at - 1].first)
    ]


_STANDING = frozenset(
    {"POLTO", "TOPOL", "USUN", "USRO", "CEDTO", "TOCED", "AIDTO", "TOAID", "USITO", "TOUSI", "CIRCULAR"}
)
"""Named series that go on from year to year."""


def _strays(parts: Sequence[Sequence[Numbered]]) -> int:
    """Epochs of one number that its neighbours' numbers enclose: rather a wrong date than a reset."""
    count = 0
    for at, part in enumerate(parts):
        beside = [parts[other] for other in (at - 1, at + 1) if 0 <= other < len(parts)]
        spans = [
            (min(numbered.first for numbered in neighbour), max(numbered.first for numbered in neighbour))
            for neighbour in beside
        ]
        count += len(part) == 1 and any(low < part[0].first < high for low, high in spans)
    return count


def _parts(ordered: Sequence[Numbered], cuts: Sequence[int]) -> Iterator[Sequence[Numbered]]:
    edges = [0, *cuts, len(ordered)]
    for start, end in pairwise(edges):
        if ordered[start:end]:
            yield ordered[start:end]


def _faults(ordered: Sequence[Numbered]) -> int:
    return len(out_of_order([(numbered.first, numbered.day) for numbered in ordered if numbered.day]))


def _cuts(ordered: Sequence[Numbered], months: Sequence[int]) -> list[int]:
    """Where a rule cuts: at turns that a lasting fall shows, and at those nothing contradicts; [] if none falls."""
    turns = [at for at in range(1, len(ordered)) if _turn_between(ordered[at - 1].day, ordered[at].day, months)]
    shown = {at for at in turns if _falls(ordered, at)}
    if not shown:
        return []
    return [at for at in turns if at in shown or _silent(ordered[at - 1], ordered[at])]


def _silent(before: Numbered, after: Numbered) -> bool:
    """So long without a number held that the numbering may have begun anew in between."""
    return bool(before.day and after.day and (after.day - before.day).days > SILENT_DAYS)


def _falls(ordered: Sequence[Numbered], at: int) -> bool:
    before = [numbered.first for numbered in ordered[max(0, at - 3) : at]]
    after = [numbered.first for numbered in ordered[at : at + 3]]
    return ordered[at].first < ordered[at - 1].first and median(after) < median(before)


def _turn_between(before: date | None, after: date | None, months: Sequence[int]) -> bool:
    if not (before and after):
        return False
    turns = (date(year, month, 1) for year in range(before.year, after.year + 1) for month in months)
    return any(before < turn <= after for turn in turns)


def _free_cuts(ordered: Sequence[Numbered]) -> list[int]:
    """Falls that lie at no turn, but that the next numbers bear out."""
    cuts: list[int] = []
    start = 0
    for at in range(1, len(ordered)):
        before = [numbered.first for numbered in ordered[max(start, at - 3) : at]]
        after = [numbered.first for numbered in ordered[at : at + 3]]
        if len(after) < 3 or not before or ordered[at].first >= ordered[at - 1].first:
            continue
        if median(after) < 0.6 * median(before) and max(after) < min(before):
            cuts.append(at)
            start = at
    return cuts
