"""A folder of images -> Scans, and the pictures of their pages."""

from briefbook.scans.folder import find_scans
from briefbook.scans.image import ScanFault, page_count, page_picture, page_pictures, picture_bytes

__all__ = ["ScanFault", "find_scans", "page_count", "page_picture", "page_pictures", "picture_bytes"]
