"""Scans that were found before are read from a file while nothing in their folder changed."""

import gc
import os
import pickle
import tracemalloc

import pytest

from briefbook.model.finding import Finding
from briefbook.scans import find_scans
from briefbook.scans.stored_scans import ScansByItem, Search, StoredScans, stored_scans


class Finder:
    """Finds scans and counts how often it was asked to."""

    def __init__(self, folder, *, asks=False):
        self.folder, self.asks = folder, asks
        self.searches, self.state = 0, "as it was"

    def find(self):
        self.searches += 1
        return *find_scans(self.folder, "[A-Za-z0-9-]+"), self.asks

    def opened(self, store):
        return stored_scans(self.folder, store, Search("rules", self.find, lambda: self.state))


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "scans"
    for name in ("B10.png", "B9.png", "box/C1/1.png", "box/C1/2.png", "notes.xyz"):
        path = made / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    return made


def test_the_second_time_the_same_scans_come_from_the_file(folder, tmp_path):
    finder = Finder(folder)
    finder.opened(tmp_path / "store")
    scans, findings = finder.opened(tmp_path / "store")
    expected, expected_findings = find_scans(folder, "[A-Za-z0-9-]+")
    assert isinstance(scans, StoredScans)
    assert finder.searches == 1
    assert list(scans) == expected
    assert [scan.where for scan in scans] == [scan.where for scan in expected]
    assert findings == expected_findings
    assert [finding.code for finding in findings] == ["R101"]
    assert [scan.item for scan in scans] == ["B9", "B10", "C1"]
    assert (len(scans), scans[-1], scans[:2]) == (3, expected[2], expected[:2])


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "B11.png").write_bytes(b"new"),
        lambda folder: (folder / "B9.png").unlink(),
        lambda folder: (folder / "B9.png").write_bytes(b"longer than before"),
        lambda folder: (folder / "B9.png").rename(folder / "B8.png"),
        lambda folder: os.utime(folder / "box/C1/2.png", (5, 5)),
        lambda folder: (folder / "box/C1/3.png").symlink_to("nowhere"),
        lambda folder: (folder / "box/C1").rename(folder / "box/C2"),
    ],
)
def test_after_any_change_they_are_found_anew(folder, tmp_path, change):
    finder = Finder(folder)
    finder.opened(tmp_path / "store")
    change(folder)
    scans, _ = finder.opened(tmp_path / "store")
    assert finder.searches == 2
    assert list(scans) == find_scans(folder, "[A-Za-z0-9-]+")[0]
    assert len(list((tmp_path / "store").iterdir())) == 1  # the older file is gone


def test_what_was_asked_beside_the_folder_counts_only_where_it_was_asked(folder, tmp_path):
    for asks, searches in ((False, 1), (True, 2)):
        finder = Finder(folder, asks=asks)
        finder.opened(tmp_path / str(asks))
        finder.state = "changed"
        finder.opened(tmp_path / str(asks))
        finder.opened(tmp_path / str(asks))
        assert finder.searches == searches


def test_a_damaged_file_is_made_anew(folder, tmp_path):
    finder = Finder(folder)
    finder.opened(tmp_path / "store")
    (path,) = (tmp_path / "store").iterdir()
    path.write_bytes(b"no database")
    scans, _ = finder.opened(tmp_path / "store")
    assert finder.searches == 2
    assert [scan.item for scan in scans] == ["B9", "B10", "C1"]


def test_where_nothing_can_be_written_they_are_in_memory(folder, tmp_path):
    (tmp_path / "store").write_text("a file, where a folder is wanted")
    scans, findings = Finder(folder).opened(tmp_path / "store")
    assert [scan.item for scan in scans] == ["B9", "B10", "C1"]
    assert all(isinstance(finding, Finding) for finding in findings)


def test_a_scan_by_its_name_and_in_another_process(folder, tmp_path):
    scans, _ = Finder(folder).opened(tmp_path / "store")
    by_item = ScansByItem(scans)
    assert by_item["C1"].paths == (folder / "box/C1/1.png", folder / "box/C1/2.png")
    assert by_item["C1"].where == "scans/box/C1/1.png"
    assert "C2" not in by_item
    assert None not in by_item
    assert by_item.get("C2") is None
    assert list(by_item) == ["B9", "B10", "C1"]
    with pytest.raises(KeyError):
        by_item["C2"]
    assert list(pickle.loads(pickle.dumps(scans))) == list(scans)


def test_no_folder_has_no_scans(tmp_path):
    scans, findings = Finder(tmp_path / "scans").opened(tmp_path / "store")
    assert (list(scans), findings) == ([], [])


def test_a_thousand_scans_more_take_no_memory(tmp_path):
    def taken(count):
        folder = tmp_path / f"scans-{count}"
        folder.mkdir()
        for number in range(count):
            (folder / f"HARBOUR-{number:06}.png").write_bytes(b"")
        Finder(folder).opened(tmp_path / f"store-{count}")
        return min(_taken_by_opening(folder, tmp_path / f"store-{count}", count) for _ in range(3))

    assert taken(3_000) - taken(1_500) < 1_500 * 50


def _taken_by_opening(folder, store, count):
    gc.collect()
    tracemalloc.start()
    try:
        scans, _ = Finder(folder).opened(store)
        by_item = ScansByItem(scans)
        assert sum(1 for scan in scans if scan.item in by_item) == count
        return tracemalloc.get_traced_memory()[1]  # at times a table of the interpreter's grows, whoever asks
    finally:
        tracemalloc.stop()
