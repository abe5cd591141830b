"""What is kept of a reading is read back, as it was written before too."""

from briefbook.model.finding import Finding, Severity
from briefbook.model.locator import FilePosition, PagePosition
from briefbook.model.page import Scan
from briefbook.ocr.page_store import finding_rows, findings_of

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
