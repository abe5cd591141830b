"""Optical character recognition: scans -> pages of lines, whose words have boxes and confidence."""

from briefbook.ocr.page_store import PageStore
from briefbook.ocr.run import ScanOpener, preview, read_scans, read_unread

__all__ = ["PageStore", "ScanOpener", "preview", "read_scans", "read_unread"]
