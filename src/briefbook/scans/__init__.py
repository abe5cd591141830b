"""A folder of images -> Scans, and the pictures of their pages."""

from briefbook.scans.folder import find_scans
from briefbook.scans.image import (
    ScanFault,
    Sheet,
    damage_of,
    fault_of,
    page_count,
    page_picture,
    picture_bytes,
    sheet,
    sheets,
)

__all__ = [
    "ScanFault",
    "Sheet",
    "damage_of",
    "fault_of",
    "find_scans",
    "page_count",
    "page_picture",
    "picture_bytes",
    "sheet",
    "sheets",
]
