"""Nothing is read twice, nothing finished is lost, and one bad page never stops the rest."""

import gzip
import json
from itertools import islice
from pathlib import Path

import papers
import pytest

from briefbook.errors import OutsideError, ProgramFault, ScanFault
from briefbook.model.page import Scan
from briefbook.ocr import PageStore, ScanOpener, page_store, preview, read_scans, read_unread
from briefbook.ocr.page_store import VERSION
from briefbook.ocr.reader import TYPED_READER
from briefbook.settings import ReadingSettings

SCAN_OPENER = ScanOpener(inspect=papers.look, open_pages=papers.sheets)


def scan_of(item, path="D1.pdf"):
    return Scan(item, (Path(path),), f"sum of {item}")


def store_in(folder, **settings):
    return PageStore(folder, ReadingSettings(**{"workers": 1, **settings}), {})


def texts(answers):
    return {scan.item: [page.text for page in pages] for scan, pages, _ in answers}


def line(number):
    return f"PAGE NUMBER {number} OF THE MESSAGE FROM WASHINGTON"


def counting(opened):
    """Opening that remembers which pages were asked for."""

    def sheets(scan, numbers):
        for sheet in papers.sheets(scan, numbers):
            opened.append((scan.item, sheet.number))
            yield sheet

    return ScanOpener(inspect=papers.look, open_pages=sheets)


def test_pages_are_read_once(tmp_path):
    opened = []
    scans = [scan_of("D1"), scan_of("D2")]
    first = list(read_scans(scans, opener=counting(opened), page_store=store_in(tmp_path)))
    assert opened == [(item, number) for item in ("D1", "D2") for number in range(1, 7)]
    again = list(read_scans(scans, opener=counting(opened), page_store=store_in(tmp_path)))
    assert len(opened) == 12
    assert again == first
    assert texts(first)["D2"] == [line(number) for number in range(1, 7)]


def test_what_another_version_of_the_typed_reader_read_is_read_again(tmp_path, monkeypatch):
    opened = []
    list(read_scans([scan_of("D1")], opener=counting(opened), page_store=store_in(tmp_path)))
    monkeypatch.setattr(page_store, "TYPED_READER", "typed 0")
    list(read_scans([scan_of("D1")], opener=counting(opened), page_store=store_in(tmp_path)))
    assert len(opened) == 12
    assert len(list(tmp_path.glob("D1-*.json.gz"))) == 1


def test_a_page_records_who_read_it_and_why_and_the_file_with_which_settings(tmp_path):
    (answer,) = read_scans([scan_of("D1")], opener=SCAN_OPENER, page_store=store_in(tmp_path))
    page = answer[1][0]
    assert (page.reader, page.why) == ("text layer", "the file holds the text itself, and no picture of it")
    (kept,) = tmp_path.glob("D1-*.json.gz")
    made = json.loads(gzip.decompress(kept.read_bytes()))["made"]
    assert made == {
        "version": VERSION,
        "typed_reader": TYPED_READER,
        "reader": "auto",
        "fast": False,
        "max_pages": 2000,
        "max_pixels": 20000,
        "max_seconds": 300,
    }


def test_what_is_kept_is_the_same_byte_for_byte_however_many_processes_read(tmp_path):
    for workers in (1, 3):
        list(
            read_scans(
                [scan_of("D1")], opener=SCAN_OPENER, page_store=store_in(tmp_path / str(workers), workers=workers)
            )
        )
    one, three = (next((tmp_path / name).glob("*.json.gz")).read_bytes() for name in ("1", "3"))
    assert one == three


@pytest.mark.parametrize(
    "change",
    [{"reader": "text-layer"}, {"max_pages": 7}, {"max_pixels": 100}, {"max_seconds": 9}],
    ids=lambda change: next(iter(change)),
)
def test_another_setting_makes_a_reading_stale(tmp_path, change):
    list(read_scans([scan_of("D1")], opener=SCAN_OPENER, page_store=store_in(tmp_path)))
    assert store_in(tmp_path).stored_file(scan_of("D1"))
    assert store_in(tmp_path, **change).stored_file(scan_of("D1")) is None


def test_another_checksum_makes_a_reading_stale_and_the_number_of_processes_does_not(tmp_path):
    list(read_scans([scan_of("D1")], opener=SCAN_OPENER, page_store=store_in(tmp_path)))
    assert store_in(tmp_path).stored_file(Scan("D1", (Path("D1.pdf"),), "other")) is None
    assert store_in(tmp_path, workers=7).stored_file(scan_of("D1"))


def test_a_reading_set_aside_is_read_again_and_replaced(tmp_path):
    readings = store_in(tmp_path)
    list(read_scans([scan_of("D1")], opener=SCAN_OPENER, page_store=readings))
    assert readings.stored_file(scan_of("D1"))
    readings.set_aside(scan_of("D1"))
    assert readings.stored_file(scan_of("D1")) is None
    list(read_scans([scan_of("D1")], opener=SCAN_OPENER, page_store=readings))
    assert len(list(tmp_path.glob("D1-*"))) == 1


def test_interrupted_it_goes_on_where_it_stopped(tmp_path):
    opened = []
    scans = [scan_of("D1"), scan_of("D2")]
    stopped = read_unread(scans, opener=counting(opened), page_store=store_in(tmp_path))
    next(stopped)  # D1 is whole

    def interrupted(things, what, total=None, unit=""):
        yield from islice(things, 2)
        raise KeyboardInterrupt

    stopped.close()
    with pytest.raises(KeyboardInterrupt):
        list(read_unread(scans, opener=counting(opened), page_store=store_in(tmp_path), progress=interrupted))
    done = opened.copy()
    assert [item for item, _ in done].count("D2") == 2
    pages = texts(read_scans(scans, opener=counting(opened), page_store=store_in(tmp_path)))
    assert opened[len(done) :] == [("D2", number) for number in (3, 4, 5, 6)]
    assert pages["D2"] == [line(number) for number in range(1, 7)]
    assert not list(tmp_path.glob("*.part.jsonl"))


def test_a_torn_last_line_of_pages_under_way_counts_for_nothing(tmp_path):
    opened = []

    def interrupted(things, what, total=None, unit=""):
        yield from islice(things, 3)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(read_unread([scan_of("D1")], opener=SCAN_OPENER, page_store=store_in(tmp_path), progress=interrupted))
    (part,) = tmp_path.glob("*.part.jsonl")
    part.write_bytes(part.read_bytes()[:-40])
    pages = texts(read_scans([scan_of("D1")], opener=counting(opened), page_store=store_in(tmp_path)))
    assert [number for _, number in opened] == [3, 4, 5, 6]
    assert pages["D1"] == [line(number) for number in range(1, 7)]


def test_a_page_that_cannot_be_shown_keeps_its_number_and_is_a_finding(tmp_path):
    ((_, pages, findings),) = read_scans([scan_of("broken")], opener=SCAN_OPENER, page_store=store_in(tmp_path))
    assert [page.text for page in pages] == [line(1), line(2), "", line(4), line(5), line(6)]
    assert pages[2].why == "could not be read: this page is broken"
    (finding,) = findings
    assert (finding.code, finding.item, finding.place.page) == ("R104", "broken", 3)
    assert finding.message == "page 3: this page is broken"


@pytest.mark.slow
def test_a_page_that_kills_its_process_is_lost_alone(tmp_path):
    scans = [scan_of("D1"), scan_of("killed"), scan_of("D2")]
    answers = list(read_scans(scans, opener=SCAN_OPENER, page_store=store_in(tmp_path, workers=2)))
    pages = texts(answers)
    assert pages["D1"] == pages["D2"] == [line(number) for number in range(1, 7)]
    assert pages["killed"] == [line(1), line(2), "", line(4), line(5), line(6)]
    (finding,) = answers[1][2]
    assert (finding.code, str(finding.severity)) == ("R106", "warning")
    assert finding.message == (
        "page 3: the process that read it was killed by the system, most often because memory was short"
    )
    assert "reading.workers in briefbook.toml" in finding.remedy
    assert store_in(tmp_path).stored_file(scan_of("killed")) is None  # so that the next run tries it again


@pytest.mark.slow
def test_a_page_that_ended_its_process_is_read_by_a_process_apart_the_next_time(tmp_path):
    for _ in range(2):  # with one process this one would be ended
        readings = store_in(tmp_path, workers=1 if store_in(tmp_path).unfinished(scan_of("killed")) else 2)
        ((_, pages, findings),) = read_scans([scan_of("killed")], opener=SCAN_OPENER, page_store=readings)
        assert [page.text for page in pages] == [line(1), line(2), "", line(4), line(5), line(6)]
        assert [finding.code for finding in findings] == ["R106"]


@pytest.mark.slow
def test_a_page_that_kills_its_process_once_is_read_again(tmp_path):
    scan = scan_of("once", tmp_path / "mark")
    ((_, pages, findings),) = read_scans([scan], opener=SCAN_OPENER, page_store=store_in(tmp_path / "r", workers=2))
    assert [page.text for page in pages] == [line(number) for number in range(1, 7)]
    assert findings == ()


@pytest.mark.slow
def test_a_page_that_takes_too_long_is_left(tmp_path):
    readings = store_in(tmp_path, workers=2, max_seconds=8)
    ((_, pages, findings),) = read_scans([scan_of("slow")], opener=SCAN_OPENER, page_store=readings)
    assert [bool(page.text) for page in pages] == [True, True, False, True, True, True]
    assert findings[0].message == "page 3: took more than 8 seconds"


def test_of_more_pages_than_the_limit_the_first_are_read(tmp_path):
    ((_, pages, findings),) = read_scans(
        [scan_of("D1")], opener=SCAN_OPENER, page_store=store_in(tmp_path, max_pages=2)
    )
    assert [page.number for page in pages] == [1, 2]
    assert [(finding.code, finding.message) for finding in findings] == [
        ("R105", "it has 6 pages; only the first 2 were read")
    ]


def test_a_scan_that_cannot_be_opened_is_a_finding_and_the_rest_is_read(tmp_path):
    def look(scan):
        if scan.item == "D1":
            raise ScanFault("it is encrypted and needs a password; ask for a file without one")
        return 1, ""

    opener = ScanOpener(inspect=look, open_pages=papers.sheets)
    answers = list(read_scans([scan_of("D1"), scan_of("D2")], opener=opener, page_store=store_in(tmp_path)))
    assert answers[0][1] == ()
    assert answers[0][2][0].message == "it is encrypted and needs a password; ask for a file without one"
    assert len(answers[1][1]) == 1
    assert [finding.message for finding in store_in(tmp_path).findings(scan_of("D1"))] == [answers[0][2][0].message]


def test_a_file_that_had_to_be_mended_is_read_and_said_to_be_damaged(tmp_path):
    opener = ScanOpener(inspect=lambda scan: (1, "xref not found"), open_pages=papers.sheets)
    ((_, pages, findings),) = read_scans([scan_of("D1")], opener=opener, page_store=store_in(tmp_path))
    assert len(pages) == 1
    assert "damaged (xref not found)" in findings[0].message


def test_a_kept_reading_that_is_damaged_is_read_again(tmp_path):
    list(read_scans([scan_of("D1")], opener=SCAN_OPENER, page_store=store_in(tmp_path)))
    (kept,) = tmp_path.glob("D1-*.json.gz")
    whole = kept.read_bytes()
    kept.write_bytes(whole[:100])
    ((_, pages, _),) = read_scans([scan_of("D1")], opener=SCAN_OPENER, page_store=store_in(tmp_path))
    assert len(pages) == 6
    assert kept.read_bytes() == whole


def test_no_room_on_the_disk_ends_the_work_and_says_what_to_do(tmp_path, monkeypatch):
    def full(path, content):
        raise OutsideError(f"cannot write {path}: No space left on device", remedy="make room")

    monkeypatch.setattr("briefbook.ocr.page_store.write_atomic", full)
    with pytest.raises(OutsideError, match="No space left") as error:
        list(read_scans([scan_of("D1")], opener=SCAN_OPENER, page_store=store_in(tmp_path)))
    assert error.value.exit_code == 4
    monkeypatch.undo()
    opened = []
    list(read_scans([scan_of("D1")], opener=counting(opened), page_store=store_in(tmp_path)))
    assert opened == []  # every page had been written down


def test_no_room_for_a_page_ends_the_work_too(tmp_path):
    (tmp_path / "file").write_text("a folder cannot stand here")
    with pytest.raises(OutsideError) as error:
        list(read_scans([scan_of("D1")], opener=SCAN_OPENER, page_store=store_in(tmp_path / "file")))
    assert error.value.exit_code == 4


def test_a_preview_reads_and_keeps_nothing(tmp_path):
    pages = [page.text for _, page in preview([scan_of("D1")], opener=SCAN_OPENER, page_store=store_in(tmp_path / "r"))]
    assert pages == [line(number) for number in range(1, 7)]
    assert not (tmp_path / "r").exists()


def test_a_person_s_reader_for_one_item_is_used_for_it_alone(tmp_path):
    named = PageStore(tmp_path, ReadingSettings(workers=1), {"D1": "text-layer"})
    answers = list(read_scans([scan_of("D1"), scan_of("D2")], opener=SCAN_OPENER, page_store=named))
    assert [pages[0].why for _, pages, _ in answers] == [
        "the collection names this reader",
        "the file holds the text itself, and no picture of it",
    ]


def test_a_fault_of_the_program_is_ours_and_the_page_is_read_once_it_is_mended(tmp_path, caplog):
    scan = scan_of("bug", tmp_path / "mended")
    ((_, pages, findings),) = read_scans([scan], opener=SCAN_OPENER, page_store=store_in(tmp_path / "r"))
    assert [page.text for page in pages] == [line(1), line(2), "", line(4), line(5), line(6)]
    assert pages[2].why == "not read, by a fault of Briefbook itself"
    (finding,) = findings
    assert (finding.code, finding.stops_publication) == ("X101", True)
    assert finding.message.startswith(
        "page 3 was not read, by a fault of Briefbook itself: IndexError at briefbook/ocr/"
    )
    assert "please report it" in finding.remedy
    (record,) = [one for one in caplog.records if one.levelname == "ERROR"]
    assert (record.item, record.page, record.exc_info[0]) == ("bug", 3, IndexError)
    assert store_in(tmp_path / "r").stored_file(scan) is None
    assert [one.code for one in store_in(tmp_path / "r").findings(scan)] == ["X101"]

    (tmp_path / "mended").write_text("")
    opened = []
    ((_, pages, findings),) = read_scans([scan], opener=counting(opened), page_store=store_in(tmp_path / "r"))
    assert opened == [("bug", 3)]  # the other pages were kept
    assert [page.text for page in pages] == [line(number) for number in range(1, 7)]
    assert findings == ()
    assert not list((tmp_path / "r").glob("*.part.jsonl"))


def test_a_scan_that_our_own_code_fails_to_open_is_our_fault_and_not_kept(tmp_path):
    def look(scan):
        return [][0]

    opener = ScanOpener(inspect=look, open_pages=papers.sheets)
    ((_, pages, findings),) = read_scans([scan_of("D1")], opener=opener, page_store=store_in(tmp_path))
    assert pages == ()
    assert [finding.code for finding in findings] == ["X101"]
    assert findings[0].message.startswith("D1.pdf was not opened, by a fault of Briefbook itself: IndexError")
    ((_, pages, findings),) = read_scans([scan_of("D1")], opener=SCAN_OPENER, page_store=store_in(tmp_path))
    assert (len(pages), findings) == (6, ())


def test_too_little_memory_is_said_to_be_that(tmp_path):
    def sheets(scan, numbers):
        yield from papers.sheets(scan, [1, 2])
        raise MemoryError

    opener = ScanOpener(inspect=papers.look, open_pages=sheets)
    ((_, _, findings),) = read_scans([scan_of("D1")], opener=opener, page_store=store_in(tmp_path))
    assert {finding.code for finding in findings} == {"R106"}
    assert findings[0].message == "page 3: there was not enough memory to read it"


def test_a_preview_stops_at_a_fault_of_the_program(tmp_path):
    with pytest.raises(ProgramFault, match="bug: page 3 was not read"):
        list(preview([scan_of("bug", tmp_path / "mended")], opener=SCAN_OPENER, page_store=store_in(tmp_path / "r")))


@pytest.mark.slow
def test_what_other_processes_log_arrives_with_item_and_page(tmp_path, caplog):
    caplog.set_level("INFO", "briefbook")
    list(read_scans([scan_of("D1")], opener=SCAN_OPENER, page_store=store_in(tmp_path, workers=2)))
    read = {
        (record.item, record.page) for record in caplog.records if record.getMessage().startswith("read by text layer")
    }
    assert read == {("D1", number) for number in range(1, 7)}
