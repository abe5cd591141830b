"""A folder of PDFs and images -> Scans; a Scan -> its pages and their pictures.

Every scan is opened in a process of its own, with limits of memory and time (``opening``): by a file from outside no
command can be led to take all memory.

To find scans needs nothing beside Python. What opens them comes with the extra ``read`` and is imported on first use,
so that a collection of prose, or one that was read elsewhere, is checked without it.
"""

from typing import TYPE_CHECKING, Any

from briefbook.errors import ScanFault
from briefbook.model.scan_page import ScanPage
from briefbook.scans.folder import find_scans
from briefbook.util import extras

if TYPE_CHECKING:
    from briefbook.scans.opening import (
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


def __getattr__(name: str) -> Any:
    """What opens scans; ``OutsideError`` where the extra ``read`` is not installed."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    extras.require("read")
    from briefbook.scans import opening

    return getattr(opening, name)
