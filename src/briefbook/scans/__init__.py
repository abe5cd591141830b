"""A folder of PDFs and images -> Scans; a Scan -> its pages and their pictures."""

from briefbook.errors import ScanFault
from briefbook.scans.folder import find_scans
from briefbook.scans.image import (
    ScanPage,
    inspect_scan,
    page_count,
    page_picture,
    picture_bytes,
    scan_page,
    scan_pages,
)

__all__ = [
    "ScanFault",
    "ScanPage",
    "find_scans",
    "inspect_scan",
    "page_count",
    "page_picture",
    "picture_bytes",
    "scan_page",
    "scan_pages",
]
