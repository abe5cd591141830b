"""How soon a decision at the desk is on disk, and seen by a second person whose page is open.

    python bench/review_seen.py --times 40

A made-up collection is served by `briefbook serve`; one person saves over HTTP, and another's page waits with the
question that every page of the desk asks. Measured are the answer to who saves (the line is flushed to the disk
by then) and the answer to who waits, both from the moment at which the form was asked for.
"""

import argparse
import json
import statistics
import tempfile
import threading
import time
import urllib.parse
from pathlib import Path

from review_kills import ITEMS, Server, collection, journal_of


def main() -> None:
    """Save so many times, and print how long it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=40)
    options = parser.parse_args()
    saved, seen, missing = [], [], 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        collection(folder)
        server = Server(folder)
        try:
            news = json.loads(server.get("/desk/live?tab=ben&place=table"))
            for time_number in range(options.times):
                item, subject = ITEMS[time_number % len(ITEMS)], f"N{time_number}"
                answers: list[tuple[float, list[str]]] = []
                waiting = threading.Thread(target=_wait, args=(server, news, answers), daemon=True)
                waiting.start()
                time.sleep(0.2)  # the question is held by now
                start = time.perf_counter()
                server.save(item, subject)
                saved.append((time.perf_counter() - start) * 1000)
                missing += f'"to": "{subject}"' not in journal_of(folder)
                waiting.join(10)
                at, items = answers[-1]
                assert item in items
                seen.append((at - start) * 1000)
        finally:
            server.process.kill()
            server.process.wait()
    for words, times in (("form asked, saved and answered", saved), ("seen by the other", seen)):
        print(f"{words:34} median {statistics.median(times):6.0f} ms, longest {max(times):6.0f} ms")
    print(f"{len(saved)} decisions, {missing} answered before they were in the journal")


def _wait(server: Server, news: dict[str, object], answers: list[tuple[float, list[str]]]) -> None:
    """Ask as a page does until something was changed; ``news`` follows what is new."""
    while True:
        query = urllib.parse.urlencode({"tab": "ben", "place": "table", "number": news["number"], "seen": news["seen"]})
        answer = json.loads(server.get(f"/desk/live?{query}"))
        news.update(number=answer["number"], seen=answer["seen"])
        if answer["items"]:
            answers.append((time.perf_counter(), answer["items"]))
            return


if __name__ == "__main__":
    main()
