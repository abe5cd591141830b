"""Optical character recognition: scans -> pages of lines, whose words have boxes and confidence.

What a name stands for is loaded on first use: a command that finds everything read reads nothing.
"""

from typing import TYPE_CHECKING, Any

from briefbook.util.lazy import loaded_on_use

if TYPE_CHECKING:
    from briefbook.ocr.page_store import PageStore
    from briefbook.ocr.run import ScanOpener, preview, read_scans, read_unread

__all__ = ["PageStore", "ScanOpener", "preview", "read_scans", "read_unread"]


def __getattr__(name: str) -> Any:
    """Load what a public name stands for."""
    return loaded_on_use(__name__, {"PageStore": "page_store"} | dict.fromkeys(__all__[1:], "run"), name)
