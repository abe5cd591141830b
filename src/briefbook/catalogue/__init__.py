"""Describe items: cables, received descriptions and a person's decisions -> catalogue.

What a name stands for is loaded on first use: a command that finds everything up to date describes nothing.
"""

from typing import TYPE_CHECKING, Any

from briefbook.util.lazy import loaded_on_use

if TYPE_CHECKING:
    from briefbook.catalogue.describe import describe_item
    from briefbook.catalogue.journal import Journal
    from briefbook.catalogue.store import StoreCatalogue, Update

__all__ = ["Journal", "StoreCatalogue", "Update", "describe_item"]


def __getattr__(name: str) -> Any:
    """Load what a public name stands for."""
    return loaded_on_use(
        __name__,
        {"Journal": "journal", "StoreCatalogue": "store", "Update": "store", "describe_item": "describe"},
        name,
    )
