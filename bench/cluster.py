"""What the way over a cluster costs, what two workers are worth, and what is left when workers are killed.

    python bench/cluster.py [--pages 40] [--killed-pages 1000] [--every 100]

A scheduler of dask.distributed and its workers run on this computer. Pages are made up: opening one takes a second in
which the processor is idle, so that other work on the computer hardly counts, or nothing where workers are killed.
"""

import argparse
import os
import resource
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import Executor
from pathlib import Path

TESTS = Path(__file__).parents[1] / "tests"
sys.path[:0] = [str(TESTS), str(TESTS / "ocr"), str(Path(__file__).parent)]
os.environ["PYTHONPATH"] = os.pathsep.join([*sys.path[:3], os.environ.get("PYTHONPATH", "")])

import cluster_task  # noqa: E402
import distributed  # noqa: E402

from briefbook.model.page import Scan  # noqa: E402
from briefbook.ocr import PageStore, ScanOpener, read_unread  # noqa: E402
from briefbook.settings import ReadingSettings  # noqa: E402

OPENER = ScanOpener(inspect=cluster_task.inspect, open_pages=cluster_task.open_pages)


def made(folder: Path, pages: int) -> list[Scan]:
    """Scans of ten pages each."""
    scans = []
    for number in range(pages // 10):
        path = folder / f"D{number}.pdf"
        path.write_bytes(b"made up")
        scans.append(Scan(f"D{number}", (path,), f"sum of {number}"))
    return scans


def read(folder: Path, pages: int, workers: int, executor: Executor | None) -> tuple[float, float, dict[str, bytes]]:
    """Read made-up pages; seconds by the clock, processor seconds of this process, and what was stored."""
    folder.mkdir(exist_ok=True)
    scans = made(folder, pages)
    store = PageStore(folder / "readings", ReadingSettings(workers=workers), {})
    before = resource.getrusage(resource.RUSAGE_SELF)
    began = time.monotonic()
    items = list(read_unread(scans, opener=OPENER, page_store=store, executor=executor))
    seconds = time.monotonic() - began
    after = resource.getrusage(resource.RUSAGE_SELF)
    assert len(items) == len(scans)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, used, {path.name: path.read_bytes() for path in (folder / "readings").glob("*.json.gz")}


def main() -> None:
    """Measure, and print each figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--killed-pages", type=int, default=1000)
    parser.add_argument("--every", type=int, default=100)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(f"pages of a second, {options.pages} of them; load {os.getloadavg()[0]:.1f}")
        for workers in (1, 2):
            seconds, used, here = read(folder / f"here{workers}", options.pages, workers, None)
            print(
                f"  {workers} processes here: {seconds:.1f} s, {used:.2f} s of the processor in the command", flush=True
            )
        times = {}
        for workers in (1, 2):
            with (
                distributed.LocalCluster(
                    n_workers=workers, threads_per_worker=1, dashboard_address=None, silence_logs=50
                ) as cluster,
                distributed.Client(cluster, set_as_default=False) as client,
            ):
                executor = client.get_executor(pure=False)
                read(folder / f"warm{workers}", 10 * workers, workers, executor)
                seconds, used, there = read(folder / f"there{workers}", options.pages, workers, executor)
                times[workers] = seconds
                print(
                    f"  {workers} workers of a cluster: {seconds:.1f} s, {used:.2f} s of the processor here", flush=True
                )
                assert there == here
        print(f"  two workers are worth {times[1] / times[2]:.2f} of one; the same bytes everywhere")

        folder = folder / "killed"
        folder.mkdir()
        (folder / "every.txt").write_text(str(options.every))
        with (
            distributed.LocalCluster(
                n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50
            ) as cluster,
            distributed.Client(cluster, set_as_default=False) as client,
        ):
            cluster.adapt(minimum=2, maximum=2, interval="1s")  # a nanny gives up on a busy computer
            seconds, _, there = read(folder, options.killed_pages, 2, client.get_executor(pure=False))
        opened = Counter((folder / "opened.txt").read_text().splitlines())
        kills = (folder / "kills.txt").read_text().count("\n")
        (folder / "every.txt").unlink()
        _, _, here = read(folder.parent / "unharmed", options.killed_pages, 2, None)
        print(
            f"{len(opened):,} pages by two workers in {seconds:.0f} s, {kills} times a worker was killed: "
            f"{len(there)} scans stored, {'the same bytes as without kills' if there == here else 'OTHER BYTES'}; "
            f"{sum(times > 1 for times in opened.values())} pages were opened again after a kill, none stored twice"
        )


if __name__ == "__main__":
    main()
