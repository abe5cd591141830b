"""On an executor, such as a cluster's, scans are read as on one computer, whoever is killed meanwhile."""

import concurrent.futures
from collections import Counter

import pytest
import reading_task

from briefbook.errors import OutsideError
from briefbook.ocr import PageStore, ScanOpener, read_unread, remote
from briefbook.ocr.workers import Job
from briefbook.settings import ReadingSettings

OPENER = ScanOpener(inspect=reading_task.inspect, open_pages=reading_task.open_pages)


def stored(folder):
    return {path.name: path.read_bytes() for path in (folder / "readings").glob("*.json.gz")}


def read(folder, items, executor=None, again=()):
    scans = reading_task.made(folder, items)
    store = PageStore(folder / "readings", ReadingSettings(workers=1), {})
    unread = read_unread(scans, opener=OPENER, page_store=store, executor=executor, again=again)
    read_scans = [scan.item for scan in unread]
    return read_scans, store, scans


class Threads(concurrent.futures.ThreadPoolExecutor):
    """An executor in this process."""


class KilledWorker(Exception):
    """As dask.distributed raises it."""

    allowed_failures = 3
    last_worker = None


class Deadly(Threads):
    """An executor whose workers end at page 4 of D1."""

    def submit(self, function, job, *arguments):
        if job.scan.item == "D1" and 4 in job.numbers:
            future = concurrent.futures.Future()
            future.set_exception(KilledWorker())
            return future
        return super().submit(function, job, *arguments)


def test_on_an_executor_the_same_bytes_are_stored(tmp_path):
    for name in ("here", "there"):
        (tmp_path / name).mkdir()
    read(tmp_path / "here", ["D1", "D2"])
    with Threads(2) as executor:
        assert sorted(read(tmp_path / "there", ["D1", "D2"], executor)[0]) == ["D1", "D2"]
    assert stored(tmp_path / "there") == stored(tmp_path / "here")
    assert len(stored(tmp_path / "here")) == 2


def test_a_page_that_ends_its_workers_is_set_aside_with_its_story_until_it_is_asked_for(tmp_path):
    with Deadly(1) as executor:
        items, store, scans = read(tmp_path, ["D1", "D2"], executor)
    assert items == ["D2"]
    _, pages, findings = store.unfinished(scans[0])
    assert [page.number for page in pages if page.why] == [4] or [bool(page.text) for page in pages].count(False) == 1
    assert [finding.code for finding in findings] == ["R106"]
    assert "page 4: 4 workers ended while they read it" in findings[0].message

    assert "briefbook read D1" in findings[0].remedy
    opened = (tmp_path / "opened.txt").read_text(encoding="utf-8")

    assert read(tmp_path, ["D1", "D2"])[0] == []
    assert (tmp_path / "opened.txt").read_text(encoding="utf-8") == opened
    assert store.unfinished(scans[0])[2] == findings

    assert read(tmp_path, ["D1", "D2"], again=["D1"])[0] == ["D1"]


def test_a_worker_of_another_version_is_refused_with_the_reason(tmp_path, monkeypatch):
    (scan,) = reading_task.made(tmp_path, ["D1"])
    wanted = {**remote.versions(), "onnxruntime": "0.1"}
    answer = remote.read_remotely(Job(scan, (1,), ReadingSettings()), reading_task.open_pages, wanted, ("", 0))
    assert answer.pages == ()
    assert answer.refusal.endswith(f"has onnxruntime {remote.versions()['onnxruntime']} instead of 0.1")

    def refuse(job, *_):
        return remote.RemoteAnswer((), "the worker on far has Python 3.9 instead of 3.11")

    monkeypatch.setattr(remote, "read_remotely", refuse)
    with (
        Threads(1) as executor,
        pytest.raises(OutsideError, match="a worker was refused: the worker on far has"),
    ):
        read(tmp_path, ["D1"], executor)
    assert stored(tmp_path) == {}


def test_a_worker_that_does_not_see_the_scan_is_refused(tmp_path):
    (scan,) = reading_task.made(tmp_path, ["D1"])
    scan.paths[0].unlink()
    job = Job(scan, (1,), ReadingSettings())
    answer = remote.read_remotely(job, reading_task.open_pages, remote.versions(), ("", 0))
    assert answer.refusal.endswith(f"does not see {scan.paths[0]}")


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (concurrent.futures.BrokenExecutor(), "the cluster cannot go on: BrokenExecutor"),
        (ConnectionRefusedError("no route"), "the cluster cannot go on: no route"),
        (ModuleNotFoundError("No module named 'briefbook'", name="briefbook"), "the workers lack briefbook"),
    ],
)
def test_a_cluster_that_is_gone_ends_the_work_and_says_so(tmp_path, monkeypatch, error, says):
    def fail(*_):
        raise error

    monkeypatch.setattr(remote, "read_remotely", fail)
    with Threads(1) as executor, pytest.raises(OutsideError, match=says):
        read(tmp_path, ["D1"], executor)


def test_on_a_local_cluster_whose_workers_are_killed_every_page_is_read_and_none_stored_twice(tmp_path):
    distributed = pytest.importorskip("distributed")
    items = [f"D{number}" for number in range(1, 18)]  # 102 pages
    (tmp_path / "there").mkdir()
    (tmp_path / "here").mkdir()
    (tmp_path / "there" / "kill.txt").write_bytes(b"")
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50) as cluster,
        distributed.Client(cluster, set_as_default=False) as client,
    ):
        read_items, _, _ = read(tmp_path / "there", items, client.get_executor(pure=False))
    read(tmp_path / "here", items)

    assert sorted(read_items) == sorted(items)
    assert stored(tmp_path / "there") == stored(tmp_path / "here")
    opened = Counter((tmp_path / "there" / "opened.txt").read_text(encoding="utf-8").splitlines())
    assert len(opened) == 102
    assert sum(opened.values()) > 102  # workers were killed
