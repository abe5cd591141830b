"""A collection harvested whole by an independent client, before and after items were deleted.

    python bench/harvest.py [--items N] [--deleted M] [--in DIR]

N made-up State cables (bench/make_state_cables.py) are imported and served by ``briefbook serve``; Sickle (pip install
sickle) harvests oai_dc and mods through resumption, without and with a set, and the headers. Then the same list comes
again without its last M rows, and Sickle harvests again: whole, and what changed since. The command exits with 1 where
a record is missing, comes twice, or is not said to be deleted.
"""

import argparse
import csv
import datetime
import importlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import make_state_cables

BRIEFBOOK = (sys.executable, "-m", "briefbook")
START = 600
"""Seconds that the server may take until it answers: it describes, indexes and checks first."""
csv.field_size_limit(1 << 30)


def command(root: Path, *arguments: str) -> None:
    """Run a command as a curator types it."""
    subprocess.run([*BRIEFBOOK, "-C", str(root), *arguments], check=True, stdout=subprocess.DEVNULL)


@contextmanager
def served(root: Path) -> Iterator[str]:
    """The address of the collection's OAI-PMH, while it is served."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [*BRIEFBOOK, "-C", str(root), "serve", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}/oai"
    try:
        for _ in range(START * 2):
            try:
                urllib.request.urlopen(f"{address}?verb=Identify", timeout=60).read()
                break
            except OSError:
                if server.poll() is not None:
                    raise
                time.sleep(0.5)
        yield address
    finally:
        server.terminate()
        server.wait()


def harvest(client: Any, what: str, **arguments: Any) -> tuple[list[str], list[str], float]:
    """The identifiers of all records, those of the deleted ones, and seconds by the clock."""
    began = time.monotonic()
    found, deleted = [], []
    for record in getattr(client, what)(ignore_deleted=False, **arguments):
        header = getattr(record, "header", record)
        found.append(header.identifier)
        if header.deleted:
            deleted.append(header.identifier)
    return found, deleted, time.monotonic() - began


def main() -> None:
    """Import, serve, harvest, import less, harvest again; print a table."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--items", type=int, default=10_000)
    arguments.add_argument("--deleted", type=int, default=50)
    arguments.add_argument(
        "--in", dest="folder", type=Path, help="where the collection is made (default: removed again)"
    )
    options = arguments.parse_args()
    sickle = importlib.import_module("sickle")
    folder = Path(tempfile.mkdtemp(prefix="harvest-", dir=options.folder))
    wrong: list[str] = []

    def held(what: str, found: list[str], deleted: list[str], seconds: float, *, records: int, gone: int) -> None:
        print(f"| {what} | {len(found):,} | {len(deleted):,} | {seconds:.1f} |", flush=True)
        if len(set(found)) != len(found) or len(found) != records or len(deleted) != gone:
            wrong.append(f"{what}: {len(set(found))} of {records} records, {len(deleted)} of {gone} deleted")

    try:
        root, source = folder / "c", folder / "list.csv"
        make_state_cables.main(options.items, source)
        command(folder, "init", str(root))
        command(root, "import", "csv", str(source), "--name", "list")
        print(f"{options.items:,} items; load average {os.getloadavg()[0]:.1f}\n")
        print("| | records | of them deleted | s by the clock |\n|---|---|---|---|")
        with served(root) as address:
            client = sickle.Sickle(address)
            for prefix in ("oai_dc", "mods"):
                found = harvest(client, "ListRecords", metadataPrefix=prefix)
                held(f"`{prefix}`", *found, records=options.items, gone=0)
            found = harvest(client, "ListIdentifiers", metadataPrefix="oai_dc")
            held("headers", *found, records=options.items, gone=0)
            in_sets = [
                identifier
                for each in client.ListSets()
                if each.setSpec.startswith("year:")
                for identifier in harvest(client, "ListIdentifiers", metadataPrefix="oai_dc", set=each.setSpec)[0]
            ]
            held("in sets of years", in_sets, [], 0.0, records=options.items, gone=0)
        shorten(source, options.deleted)
        since = datetime.datetime.now(tz=datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        time.sleep(1)
        command(root, "import", "csv", str(source), "--name", "list", "--replace")
        with served(root) as address:
            client = sickle.Sickle(address)
            for prefix in ("oai_dc", "mods"):
                found = harvest(client, "ListRecords", metadataPrefix=prefix)
                held(f"`{prefix}`, deleted", *found, records=options.items, gone=options.deleted)
            arguments_since = {"metadataPrefix": "oai_dc", "from": since}
            found = harvest(client, "ListRecords", **arguments_since)
            print(f"| since the deletion | {len(found[0]):,} | {len(found[1]):,} | {found[2]:.1f} |")
            if len(found[1]) != options.deleted:
                wrong.append(f"since: {len(found[1])} of {options.deleted} deleted")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    for sentence in wrong:
        print(f"WRONG: {sentence}", file=sys.stderr)
    sys.exit(bool(wrong))


def shorten(source: Path, rows: int) -> None:
    """Take the last rows of a list away."""
    with open(source, encoding="utf-8", newline="") as file:
        kept = list(csv.reader(file))[:-rows]
    with open(source, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(kept)


if __name__ == "__main__":
    main()
