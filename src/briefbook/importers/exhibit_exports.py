"""A CollectionBuilder metadata file -> received descriptions, like those of a spreadsheet."""

from briefbook.importers.csv_table import read_table
from briefbook.model.received import Received

COLLECTIONBUILDER_COLUMNS = {
    "objectid": "item",
    "creator": "from",
    "recipient": "to",
    "location": "places",
    "description": "note",
    "source": "citation",
    "rightsstatement": "rights",
    "identifier": "identifiers",
    "type": "form",
    "subject": "tags",
    "title": "subject",
    "people": "persons",
}
"""Columns of a CollectionBuilder metadata file."""


def read_collectionbuilder(data: bytes, name: str, *, window: int = 1900, order: str = "") -> Received:
    """Read a CollectionBuilder metadata file (CSV), one description per object; otherwise like ``read_table``."""
    return read_table(data, name, window=window, order=order, aliases=COLLECTIONBUILDER_COLUMNS)
