"""C106 One number of one post stands for one cable.

Why:
    A post gives each number once in a series. The same number under two ids is one cable counted as two sources, two
    releases of it, or a slip in one of the descriptions.
Fails:
    item CDNW9001 date=1962-11-08 from=WASHDC number=3316
    item CDNW9002 date=1962-11-09 from=WASHDC number=3316
    > The talks were delayed (CDNW9001).
Passes:
    item CDNW9001 date=1962-11-08 from=WASHDC number=3316
    item CDNW9002 date=1962-11-08 from=LDN number=3316
    > The talks were delayed (CDNW9001).
Remedy:
    Look at both pictures. Correct the wrong number; if it is one cable in two copies, cite the fuller and accept the
    finding.
"""

from collections.abc import Iterator
from dataclasses import replace

from briefbook.checks.check_input import CheckInput
from briefbook.model.catalogue import natural
from briefbook.model.finding import Finding


def check(inputs: CheckInput) -> Iterator[Finding]:
    """One finding for every number that several items of one series bear."""
    for finding in inputs.of_catalogue("C106", lambda: _of_catalogue(inputs)):
        cited = (inputs.cited[item] for item in (finding.item, *finding.data["items"]) if item in inputs.cited)
        yield replace(finding, where=next(cited, None))


def _of_catalogue(inputs: CheckInput) -> Iterator[Finding]:
    several = inputs.items_of_one_number
    concerned = {item for items in several.values() for item in items}
    series = inputs.context.network.series
    run_of = {item: at for at, report in enumerate(series) for item in report.items if item in concerned}
    for (sender, number, year), items_held in sorted(several.items()):
        forms = {inputs.entries[item].value("form") or "" for item in items_held}
        if len(forms) == len(items_held) and "" not in forms:
            continue
        runs = [run_of.get(item, -1) for item in items_held]
        if -1 not in runs and len(set(runs)) == len(runs):
            continue  # numbers begin anew within a year, and some offices numbered by addressee
        items = sorted(items_held, key=natural)
        copies = inputs.copies.get(items[0], frozenset())
        are_copies = all(item in copies for item in items)
        days = {inputs.day(item) for item in items}
        why = (
            "their texts agree: copies of one cable" if are_copies else "one of them is misnumbered, or they are copies"
        )
        if len(days) > 1 and not are_copies:
            why = "their dates differ: one of them is misnumbered"
        yield Finding(
            "C106",
            None,
            f"{sender} {number} of {year} stands under {' and '.join(items)}; {why}",
            remedy="look at both papers; correct the wrong number, or cite the fuller copy and accept this.",
            item=items[0],
            data={"items": items, "sender": sender, "number": number},
        )
