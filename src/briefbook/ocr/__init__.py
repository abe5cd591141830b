"""Scans -> Pages of Lines: words with boxes and confidence."""

from briefbook.ocr.page_store import Readings
from briefbook.ocr.run import Scans, preview, read_scans, read_unread

__all__ = ["Readings", "Scans", "preview", "read_scans", "read_unread"]
