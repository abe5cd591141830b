"""A folder of images -> Scans, and the pictures of their pages."""

from briefbook.errors import ScanFault
from briefbook.scans.folder import find_scans
from briefbook.scans.image import (
    ScanPage,
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
    "find_scans",
    "look",
    "page_count",
    "page_picture",
    "picture_bytes",
    "sheet",
    "sheets",
]
