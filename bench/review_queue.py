"""How long the review queue takes to open at many items: a made-up catalogue, asked as the desk asks it.

python bench/review_queue.py --items 100000
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from briefbook.catalogue import Journal, StoreCatalogue, Update, describe_item
from briefbook.catalogue.doubts import Doubt, DoubtKind
from briefbook.catalogue.review_queue import QueueFilter
from briefbook.model.cable import Cable, Reading
from briefbook.model.decision import FieldConfirmation, ReviewDecision
from briefbook.model.page import Page
from briefbook.model.review import ReviewState
from briefbook.project.quick_decisions import JournalReader, show_at_once

TIMES = 15


def updates(count: int) -> Iterator[Update]:
    """Items whose fields were read with a certainty drawn at random."""
    chance = random.Random(7)
    for number in range(count):
        item = f"M{number:06d}"
        fields = {
            name: (Reading(value, value, confidence=min(1.0, chance.betavariate(8, 1.5))),)
            for name, value in (("from", "WASHDC"), ("date", f"1962-11-{number % 28 + 1:02d}"), ("number", str(number)))
        }
        entry = describe_item(item, cable=Cable(item, fields=fields), scan=f"scans/{item}.pdf", page_count=1)
        yield Update.of(entry, [Page.of_text(item, 1, "SPECIMEN THE FERRY IS LATE")], "key")


def measured(name: str, action: Callable[[], object]) -> None:
    """Print how long an action takes."""
    times = []
    for _ in range(TIMES):
        start = time.perf_counter()
        action()
        times.append((time.perf_counter() - start) * 1000)
    print(f"{name:58} median {statistics.median(times):7.1f} ms, longest {max(times):7.1f} ms")


def main() -> None:
    """Make the catalogue, and ask it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=100_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = StoreCatalogue(folder / "catalogue.sqlite")
        start = time.perf_counter()
        store.bring_up_to_date(updates(options.items), (), "stamp")
        print(f"{options.items:,} items written in {time.perf_counter() - start:.0f} s")
        start = time.perf_counter()
        of_checks = {
            f"M{at:06d}": [Doubt(DoubtKind.SERIES, "", 0.4, "C107: out")] for at in range(0, options.items, 37)
        }
        store.store_doubts(of_checks)
        print(f"what the checks say of {len(of_checks):,} items stored in {time.perf_counter() - start:.2f} s")
        queue = store.queue
        first = queue.rows(limit=50)
        middle = (first[-1].worth, first[-1].item)
        measured("the first 50 of those nobody has looked at", lambda: queue.rows(limit=50))
        measured("the next item", lambda: queue.rows(limit=1, behind=middle))
        measured("the first 50 with an uncertain field (many)", lambda: queue.rows(QueueFilter(kind=DoubtKind.FIELD)))
        measured("the first 50 out of their series (some)", lambda: queue.rows(QueueFilter(kind=DoubtKind.SERIES)))
        measured(
            "the first 50 of a page of the book", lambda: queue.rows(QueueFilter(items=frozenset(list(of_checks)[:60])))
        )
        measured("how many nobody has looked at", queue.count)
        measured("how many have an uncertain field", lambda: queue.count(QueueFilter(kind=DoubtKind.FIELD)))
        measured("how many there are of each state", queue.states)
        measured("how many there are of each kind", queue.kinds)
        measured("neighbours in a series of all items", lambda: store.series_neighbours("M050000"))
        journal = Journal(folder / "journal.jsonl")
        lines = [ReviewDecision(item=f"M{at:06d}", state=ReviewState.SEEN, who="Ada") for at in range(20_000)]
        journal.append(*lines)
        reader, number = JournalReader(journal.path), iter(range(30_000, 90_000))
        reader.lines()

        def decide() -> None:
            item = f"M{next(number):06d}"
            entry = store.get(item)
            assert entry is not None
            confirmed = FieldConfirmation(item=item, field="number", value=entry.value("number"), who="Ada")
            approved = ReviewDecision(item=item, state=ReviewState.APPROVED, who="Ada")
            journal.append(*(replace(line, when="2026-11-27T12:00:00Z") for line in (confirmed, approved)))
            show_at_once(store, reader, [item])
            assert store.queue.review(item).state is ReviewState.APPROVED

        measured("a decision on disk and seen, after 20,000 others", decide)


if __name__ == "__main__":
    main()
