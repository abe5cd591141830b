"""All papers together: references between cables, the series that their numbers form, and copies of one text."""

from briefbook.correspondence.reference_resolution import resolve_references
from briefbook.correspondence.series import series_of

__all__ = ["resolve_references", "series_of"]
