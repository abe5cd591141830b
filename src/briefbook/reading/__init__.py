"""Scans -> Pages of Lines: words with boxes and confidence."""

from briefbook.reading.run import Scans, preview, read_scans, read_unread
from briefbook.reading.store import Readings

__all__ = ["Readings", "Scans", "preview", "read_scans", "read_unread"]
