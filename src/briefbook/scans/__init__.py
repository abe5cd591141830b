"""A folder of images -> Scans, and the pictures of their pages."""

from briefbook.scans.folder import find_scans
from briefbook.scans.image import (
    ScanFault,
    ScanPage,
    fault_of,
    look,
    page_count,
    page_picture,
    picture_bytes,
    sheet,
    sheets,
)

__all__ = [
    "ScanFault",
    "ScanPage",
    "fault_of",
    "find_scans",
    "look",
    "page_count",
    "page_picture",
    "picture_bytes",
    "sheet",
    "sheets",
]
