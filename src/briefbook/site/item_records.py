"""What the site's state keeps of each item, read from its file only as far as it is asked for.

Of thousands of items a build after an edit looks at a few; those that it leaves as they are go into the next state as
the bytes that they are.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from briefbook.site.site_data import ItemRow

Record = dict[str, Any]
"""What is kept of one item: row, keys, addresses and media types of pictures."""

_KEYS = ("paper_key", "page_key", "files_key")


class ItemRecords(Mapping[str, Record]):
    """The records of all items, in order, each by its item."""

    def __init__(
        self,
        rows: Sequence[Sequence[Any]],
        keys: Sequence[str],
        pictures: Sequence[Any],
        lines: Sequence[bytes],
        columns: Sequence[bytes] = (),
    ) -> None:
        """The first four are in one order.

        Args:
            rows: The values of each item's row.
            keys: The key of each item in the catalogue.
            pictures: The media type of each picture of an item, by page.
            lines: The rest of each record: JSON of its other keys and its addresses.
            columns: The first three as they were written, where they were.
        """
        self._columns = columns
        self._rows, self._keys, self._pictures, self._lines = rows, keys, pictures, lines

    @classmethod
    def of_former(cls, records: Mapping[str, Record]) -> "ItemRecords":
        """Records as they were written until November 2026, without their rows: what they list can be removed."""
        return cls(
            [[item] for item in records],
            [record["key"] for record in records.values()],
            [record["pictures"] for record in records.values()],
            [_line(record) for record in records.values()],
        )

    @classmethod
    def read(cls, lines: Sequence[bytes]) -> "ItemRecords":
        """What ``written`` wrote.

        Raises:
            ValueError: It is something else.
        """
        rows, keys, pictures = map(json.loads, lines[:3])
        if any(len(column) != len(lines) - 3 for column in (rows, keys, pictures)):
            raise ValueError("the records of the items are not whole")
        return cls(rows, keys, pictures, lines[3:], lines[:3])

    def written(self) -> Iterator[bytes]:
        """The records as lines of JSON: the rows, keys and pictures of all, then a line for each item."""
        columns = (self._rows, self._keys, self._pictures)
        yield from self._columns or (
            json.dumps(column, ensure_ascii=False).encode("utf-8", "surrogatepass") for column in columns
        )
        yield from self._lines

    def updated(self, rows: Iterable[ItemRow], made: Mapping[str, Record]) -> "ItemRecords":
        """The records of these items in this order: those made now, and these here for the others."""
        new_rows, keys, pictures, lines = [], [], [], []
        for row in rows:
            record = made.get(row.item)
            at = self._places[row.item] if record is None else 0
            new_rows.append(self._rows[at] if record is None else record["row"])
            keys.append(self._keys[at] if record is None else record["key"])
            pictures.append(self._pictures[at] if record is None else record["pictures"])
            lines.append(self._lines[at] if record is None else _line(record))
        is_same = self._rows == new_rows and self._keys == keys and self._pictures == pictures
        return ItemRecords(new_rows, keys, pictures, lines, self._columns if is_same else ())

    @cached_property
    def _places(self) -> dict[str, int]:
        return {row[0]: at for at, row in enumerate(self._rows)}

    def __getitem__(self, item: str) -> Record:
        at = self._places[item]
        *keys, urls = json.loads(self._lines[at])
        record = {"row": self._rows[at], "key": self._keys[at], "pictures": self._pictures[at], "urls": urls}
        return record | dict(zip(_KEYS, keys, strict=True))

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, item: object) -> bool:
        return item in self._places

    @cached_property
    def keys_of_items(self) -> dict[str, str]:
        """The key of each item in the catalogue."""
        return dict(zip(self._places, self._keys, strict=True))

    def rows(self) -> Iterator[ItemRow]:
        """The row of each item."""
        for row in self._rows:
            yield ItemRow._make([tuple(value) if value.__class__ is list else value for value in row])

    def pictures(self) -> Iterator[tuple[str, Mapping[str, str | None]]]:
        """Each item with the media types of its pictures, by the number of the page."""
        return zip(self._places, self._pictures, strict=True)

    def urls(self) -> Iterator[str]:
        """The addresses of all items' pages and files."""
        for line in self._lines:
            yield from json.loads(line)[-1]

    def page_count(self) -> int:
        """How many of the addresses are web pages."""
        return sum(line.count(b'.html"') for line in self._lines)


def _line(record: Record) -> bytes:
    values = [*(record[name] for name in _KEYS), record["urls"]]
    return json.dumps(values, ensure_ascii=False).encode("utf-8", "surrogatepass")
