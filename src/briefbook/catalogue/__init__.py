"""Describe items: cables, received descriptions and a person's decisions -> catalogue."""

from briefbook.catalogue.describe import describe_item
from briefbook.catalogue.journal import Journal
from briefbook.catalogue.store import StoreCatalogue, Update

__all__ = ["Journal", "StoreCatalogue", "Update", "describe_item"]
