"""Scans -> Pages of Lines: words with boxes and confidence."""

from briefbook.reading.run import cached_pages, read_scans

__all__ = ["cached_pages", "read_scans"]
