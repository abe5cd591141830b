"""The kinds of an item's pages, weighed once and stored until the item changes."""

import json
import os
from collections.abc import Sequence
from typing import Any

from briefbook.catalogue import StoreCatalogue
from briefbook.model.page import Page


def stored_page_kinds(catalogue: StoreCatalogue, item: str, pages: Sequence[Page]) -> list[dict[str, Any]]:
    """The kind of each page of an item, for JSON (``PageKind.as_json``); weighing them takes a while.

    Args:
        catalogue: Where they are stored.
        item: The item.
        pages: Its pages with text, in order.
    """
    name, key = f"kinds of pages: {item}", catalogue.key_of(item)
    stored = catalogue.result(name, key)
    if stored is not None:
        return list(json.loads(stored))
    from briefbook.text.page_kinds import page_kinds  # it loads numpy

    kinds = [kind.as_json() for kind in page_kinds(pages)]
    if os.access(catalogue.path, os.W_OK):
        catalogue.store_result(name, key, json.dumps(kinds).encode())
    return kinds


def stored_covers(catalogue: StoreCatalogue, item: str, pages: Sequence[Page]) -> list[bool]:
    """Whether each page of an item is a cover sheet; as ``stored_page_kinds``."""
    return [kind["cover"] for kind in stored_page_kinds(catalogue, item, pages)]
