"""Two runs share the work: no page is read by both, and none is left unread where a run ends before it is done."""

import json
import os
import socket
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
import reading_task

from briefbook.ocr import PageStore, ScanOpener, read_unread
from briefbook.ocr.claims import STALE_SECONDS, Claims
from briefbook.settings import ReadingSettings

OPENER = ScanOpener(inspect=reading_task.inspect, open_pages=reading_task.open_pages)
HERE = Path(__file__).parent


@pytest.fixture
def scans(tmp_path):
    return reading_task.made(tmp_path, [f"D{number}" for number in range(1, 9)])


def claim_of_another(folder, *, host, process, age=0.0):
    folder.mkdir(exist_ok=True)
    path = folder / ".claim-D1"
    path.write_text(json.dumps({"by": "another", "host": host, "process": process}), encoding="utf-8")
    then = path.stat().st_mtime - age
    os.utime(path, (then, then))
    return path


def ended_process():
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_a_scan_that_is_claimed_is_anothers_until_it_is_given_up(tmp_path, scans):
    path = claim_of_another(tmp_path, host="elsewhere", process=1)
    with Claims(tmp_path) as claims:
        assert claims.is_taken(scans[0])
        assert not claims.take(scans[0])
        assert claims.take(scans[1])
        path.unlink()
        assert not claims.is_taken(scans[0])
        assert claims.take(scans[0])
    assert list(tmp_path.glob(".claim-*")) == []


def test_a_claim_that_a_killed_run_left_of_a_scan_it_had_read_is_gone_after_the_next_run(tmp_path, scans):
    list(read_unread(scans, opener=OPENER, page_store=PageStore(tmp_path / "readings", ReadingSettings(workers=1), {})))
    path = claim_of_another(tmp_path / "readings", host=socket.gethostname(), process=ended_process())
    path.with_name(".claim-D2").write_text(
        json.dumps({"by": "another", "host": "elsewhere", "process": 1}), encoding="utf-8"
    )

    list(read_unread(scans, opener=OPENER, page_store=PageStore(tmp_path / "readings", ReadingSettings(workers=1), {})))

    assert [path.name for path in (tmp_path / "readings").glob(".claim-*")] == [".claim-D2"]


@pytest.mark.parametrize(
    ("host", "is_ended", "age", "is_taken_over"),
    [
        (socket.gethostname(), True, 0.0, True),
        ("elsewhere", True, 0.0, False),
        ("elsewhere", True, STALE_SECONDS + 5, True),
        (socket.gethostname(), False, STALE_SECONDS + 5, True),
    ],
)
def test_a_claim_whose_run_has_ended_is_taken_over(tmp_path, scans, host, is_ended, age, is_taken_over):
    claim_of_another(tmp_path, host=host, process=ended_process() if is_ended else os.getppid(), age=age)
    with Claims(tmp_path) as claims:
        assert claims.take(scans[0]) is is_taken_over


def test_a_damaged_claim_holds_until_it_is_old(tmp_path, scans):
    path = claim_of_another(tmp_path, host="elsewhere", process=1)
    path.write_bytes(b'{"by"')
    with Claims(tmp_path) as claims:
        assert not claims.take(scans[0])


def test_where_no_claim_can_be_made_reading_goes_on(tmp_path, scans):
    (tmp_path / "readings").write_bytes(b"a file where the folder should be")
    with Claims(tmp_path / "readings") as claims:
        assert claims.take(scans[0])


def test_a_second_loop_of_the_same_process_does_not_wait_for_the_first(tmp_path, scans):
    store = PageStore(tmp_path / "readings", ReadingSettings(workers=1), {})
    first = read_unread(scans, opener=OPENER, page_store=store)
    next(first)
    other = PageStore(tmp_path / "readings", ReadingSettings(workers=1), {})
    assert len(list(read_unread(scans, opener=OPENER, page_store=other))) == 7
    first.close()


RUN = """
import sys
from pathlib import Path
sys.path[:0] = sys.argv[2:]
import reading_task
from briefbook.ocr import PageStore, ScanOpener, read_unread
from briefbook.settings import ReadingSettings
folder = Path(sys.argv[1])
scans = reading_task.made(folder, [f"D{number}" for number in range(1, 9)])
opener = ScanOpener(inspect=reading_task.inspect, open_pages=reading_task.open_pages)
store = PageStore(folder / "readings", ReadingSettings(workers=1), {})
print(*(scan.item for scan in read_unread(scans, opener=opener, page_store=store)))
"""


def test_two_runs_at_once_read_every_page_once_between_them(tmp_path, scans):
    command = [sys.executable, "-c", RUN, str(tmp_path), str(HERE), str(HERE.parent)]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [run.communicate()[0].split() for run in runs]

    assert [run.returncode for run in runs] == [0, 0]
    assert [sorted(items) for items in said] == [sorted(scan.item for scan in scans)] * 2
    opened = Counter((tmp_path / "opened.txt").read_text(encoding="utf-8").splitlines())
    assert opened == Counter(f"D{item} {page}" for item in range(1, 9) for page in range(1, 7))


def test_after_a_run_was_killed_the_next_reads_what_is_left(tmp_path, scans):
    (tmp_path / "D3-4.deadly").write_bytes(b"")
    command = [sys.executable, "-c", RUN, str(tmp_path), str(HERE), str(HERE.parent)]
    assert subprocess.run(command, stdout=subprocess.PIPE).returncode == -9
    assert list((tmp_path / "readings").glob(".claim-*"))
    (tmp_path / "D3-4.deadly").unlink()

    assert subprocess.run(command, stdout=subprocess.PIPE).returncode == 0

    opened = Counter((tmp_path / "opened.txt").read_text(encoding="utf-8").splitlines())
    assert {page for page, times in opened.items() if times > 1} <= {"D3 4"}
    assert len(opened) == 48
    assert list((tmp_path / "readings").glob(".claim-*")) == []
