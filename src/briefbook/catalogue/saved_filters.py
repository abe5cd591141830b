"""Named filters of the review queue, kept in a file of the collection, so that all who work on it have them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from briefbook.errors import InputError
from briefbook.util.files import locked, write_atomic

FILE = "review-filters.json"
"""The file, beside ``briefbook.toml``."""

KEYS = ("state", "kind", "chapter", "person")
"""What a filter can say: a review state or ``any``, a kind of doubt, a page of the book, whose items."""

MAX_FILTERS = 50
MAX_NAME = 60
"""Characters of a filter's name."""


@dataclass(frozen=True, slots=True)
class SavedFilters:
    """The named filters of a collection.

    Attributes:
        path: Their file; None: none can be kept.
    """

    path: Path | None = None

    def read(self) -> dict[str, dict[str, str]]:
        """The filters by name, in alphabetical order; what of the file is no filter is passed over."""
        try:
            rows = json.loads(self.path.read_text(encoding="utf-8")) if self.path else {}
        except (OSError, ValueError, RecursionError):
            return {}
        if not isinstance(rows, dict):
            return {}
        return {
            name: {key: row[key] for key in KEYS if isinstance(row.get(key), str)}
            for name, row in sorted(rows.items())
            if isinstance(row, dict) and _is_name(name)
        }

    def named(self, name: str) -> dict[str, str]:
        """The filter of a name.

        Raises:
            InputError: There is none.
        """
        filters = self.read()
        if name not in filters:
            names = (
                f"The filters are: {', '.join(filters)}."
                if filters
                else "no filter has been saved yet: the review page of the desk saves its filter under a name."
            )
            raise InputError(f"there is no saved filter {name!r}", remedy=names)
        return filters[name]

    def save(self, name: str, wanted: Mapping[str, str]) -> None:
        """Keep a filter under a name, in place of one of that name.

        Args:
            name: The name.
            wanted: What it asks for, by ``KEYS``.

        Raises:
            InputError: The name is none, or there are too many.
        """
        name = " ".join(name.split())
        if not _is_name(name):
            raise InputError("a filter needs a name", remedy=f"write up to {MAX_NAME} letters.")
        self._change({name: {key: wanted[key] for key in KEYS if wanted.get(key)}})

    def remove(self, name: str) -> None:
        """Forget the filter of a name; nothing happens if there is none."""
        self._change({name: None})

    def _change(self, rows: Mapping[str, Mapping[str, str] | None]) -> None:
        if self.path is None:
            raise InputError("no filter can be kept here", remedy="keep the address of the page instead.")
        with locked(self.path.with_name(f".{self.path.name}.lock")):
            filters = {name: row for name, row in (self.read() | dict(rows)).items() if row is not None}
            if len(filters) > MAX_FILTERS:
                raise InputError(f"there are {MAX_FILTERS} filters already", remedy="forget one first.")
            write_atomic(self.path, json.dumps(filters, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


def _is_name(name: str) -> bool:
    return bool(name) and len(name) <= MAX_NAME and name.isprintable()
