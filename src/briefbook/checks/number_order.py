"""C107 Numbers of a post go up with their dates.

Why:
    A post numbers its telegrams as it sends them, so a number is a clock. An item whose date does not fit between its
    neighbours' by number has a wrong date, a wrong number or a wrong sender. A day or two either way is no fault:
    drafts wait, clocks differ, and bags are slow.
Fails:
    item CDNW9001 date=1962-11-08 from=WASHDC number=3314
    item CDNW9002 date=1962-12-08 from=WASHDC number=3316
    item CDNW9003 date=1962-11-09 from=WASHDC number=3326
    item CDNW9004 date=1962-11-13 from=WASHDC number=3355
    > The talks were delayed (CDNW9002).
Passes:
    item CDNW9001 date=1962-11-08 from=WASHDC number=3314
    item CDNW9002 date=1962-11-08 from=WASHDC number=3316
    item CDNW9003 date=1962-11-09 from=WASHDC number=3326
    item CDNW9004 date=1962-11-13 from=WASHDC number=3355
    > The talks were delayed (CDNW9002).
Remedy:
    Look at the picture: a month mistaken, a figure misread, the date of receipt taken for that of dispatch?
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from briefbook.checks.check_input import CheckInput
from briefbook.checks.prose_dates import in_words
from briefbook.model.finding import Finding, Severity
from briefbook.util.sequences import longest_nondecreasing

_NUMBER = re.compile(r"(?P<series>[A-Z-]*)\s*(?P<digits>\d{1,6})")
_Point = tuple[int, date, str]


def check(inputs: CheckInput) -> Iterator[Finding]:
    """One finding for every item out of order in its post's series of a year."""
    yield from inputs.placed(inputs.of_catalogue("C107", lambda: _of_catalogue(inputs)))


def _of_catalogue(inputs: CheckInput) -> Iterator[Finding]:
    run_of = {item: at for at, report in enumerate(inputs.context.network.series) for item in report.items}
    series: dict[tuple[str, str, str, tuple[str, int]], list[_Point]] = defaultdict(list)
    for item, entry in inputs.entries.items():
        number, day = _NUMBER.fullmatch((entry.value("number") or "").strip().upper()), inputs.day_of(entry)
        sender = inputs.post(entry.value("from"))
        if number and sender and day and day[0] == day[1]:
            # numbers begin anew, not always in January, and some offices numbered by addressee
            run = ("run", run_of[item]) if item in run_of else ("year", day[0].year)
            key = (sender, number["series"], entry.value("form") or "", run)
            series[key].append((int(number["digits"]), day[0], item))
    for (sender, name, *_), points in sorted(series.items()):
        if len(points) >= 3:
            yield from _series(inputs, name or sender, sorted(points))


def _series(inputs: CheckInput, sender: str, points: list[_Point]) -> Iterator[Finding]:
    culprits = _culprits(points)
    if len(culprits) * 3 > len(points):  # the series itself is not one: two posts, or a reset within the year
        return
    for i in culprits:
        number, day, item = points[i]
        before = next((points[j] for j in range(i - 1, -1, -1) if j not in culprits), None)
        after = next((points[j] for j in range(i + 1, len(points)) if j not in culprits), None)
        off = max(
            (before[1] - day).days if before else 0,
            (day - after[1]).days if after else 0,
        )
        if off < 2 or _may_be_of_another_series(inputs, item, [point[2] for point in (before, after) if point]):
            continue
        neighbours = [f"{sender} {other[0]} is of {in_words(other[1])}" for other in (before, after) if other]
        yield Finding(
            "C107",
            None,
            f"{item}: {sender} {number} is dated {in_words(day)}, but {' and '.join(neighbours)}",
            remedy="look at the paper: a month mistaken, a figure misread, or the date of receipt?",
            severity=Severity.WARNING if off > 3 else Severity.NOTE,
            item=item,
            data={"number": number, "days_off": off},
        )


def _may_be_of_another_series(inputs: CheckInput, item: str, neighbours: list[str]) -> bool:
    """Whether an item goes to others than its neighbours by number: some offices number by addressee."""
    sent_to = set(inputs.entries[item].values("to"))
    return bool(sent_to) and all(not sent_to & set(inputs.entries[other].values("to")) for other in neighbours)


def _culprits(points: list[_Point]) -> set[int]:
    """The fewest points whose removal leaves dates that never fall: those outside a longest rising run."""
    return set(range(len(points))) - set(longest_nondecreasing([day for _, day, _ in points]))
