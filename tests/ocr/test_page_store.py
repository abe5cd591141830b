"""What is kept of a reading is read back, as it was written before too."""

from pathlib import Path

import numpy as np

from briefbook.model.finding import Finding, Severity
from briefbook.model.locator import FilePosition, PagePosition
from briefbook.model.page import Box, Line, Page, Scan, Word
from briefbook.ocr.page_store import PageFault, PageStore, finding_rows, findings_of, page_row
from briefbook.settings import ReadingSettings
from briefbook.text.line_scores import PageScores, StripScores, WordSteps, pack

SCAN = Scan("D1", (), "0" * 64)
FINDING = Finding(
    "R104", FilePosition("scans/D1.pdf"), "page 2 is damaged", "ask for a sound copy", item="D1", place=PagePosition(2)
)


def test_findings_kept_with_a_reading_are_read_back():
    assert findings_of(finding_rows([FINDING]), SCAN) == (FINDING,)


def test_findings_kept_before_they_had_a_version_are_read():
    row = {
        "code": "R104",
        "where": "scans/D1.pdf",
        "message": "page 2 is damaged",
        "remedy": "ask for a sound copy",
        "severity": str(Severity.WARNING),
        "page": 2,
    }
    assert findings_of([row], SCAN) == (FINDING,)


def store(tmp_path: Path) -> PageStore:
    return PageStore(tmp_path, ReadingSettings(), {})


def a_page_of_scores() -> PageScores:
    scores = np.array([[0.9, 0.1], [0.1, 0.9], [0.9, 0.1]], np.float32)
    return PageScores("_A", (StripScores(scores, (WordSteps(Box(1, 2, 3, 4), 1, 2),)),))


def test_scores_are_stored_beside_the_reading_by_page(tmp_path):
    page = Page("D1", 2, (Line((Word("A", Box(1, 2, 3, 4)),)),))
    store(tmp_path).keep(SCAN, [page_row(page)], [], {2: pack(a_page_of_scores())})
    scores = store(tmp_path).page_scores(SCAN, 2)
    assert scores is not None
    assert scores.line(page.lines[0]) is not None
    assert store(tmp_path).page_scores(SCAN, 1) is None


def test_a_reading_without_scores_takes_those_of_the_former_one_away(tmp_path):
    store(tmp_path).keep(SCAN, [page_row(Page("D1", 1))], [], {1: pack(a_page_of_scores())})
    store(tmp_path).keep(SCAN, [page_row(Page("D1", 1))], [])
    assert [path.suffix for path in tmp_path.iterdir()] == [".gz"]


def test_damaged_scores_cost_nothing_but_the_scores(tmp_path):
    store(tmp_path).keep(SCAN, [page_row(Page("D1", 1))], [], {1: pack(a_page_of_scores())})
    (path,) = tmp_path.glob("*.scores.zip")
    path.write_bytes(b"no zip file")
    assert store(tmp_path).page_scores(SCAN, 1) is None
    assert store(tmp_path).answer(SCAN) == (SCAN, (Page("D1", 1),), ())


def test_scores_of_another_version_are_deleted_with_their_reading(tmp_path):
    (tmp_path / "D1-0123456789abcdef.scores.zip").write_bytes(b"")
    (tmp_path / "D1-0123456789abcdef.json.gz").write_bytes(b"")
    there = store(tmp_path)
    there.keep(SCAN, [page_row(Page("D1", 1))], [], {1: pack(a_page_of_scores())})
    there.forget_former(SCAN)
    assert sorted("".join(path.suffixes) for path in tmp_path.iterdir()) == [".json.gz", ".scores.zip"]


def test_scores_of_a_page_outlast_an_interruption(tmp_path):
    part = store(tmp_path).part(SCAN)
    part.add(page_row(Page("D1", 1)), [], b"scores of 1")
    part.add(page_row(Page("D1", 2)), [])
    part.add_fault(3, PageFault("killed", [], crashed=True))
    part.close()
    part.forget_faults()
    assert part.load_scores() == {1: b"scores of 1"}
    assert sorted(part.load()) == [1, 2]
