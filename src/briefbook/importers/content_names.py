"""Items to which their source gives no id -> names made of what is said of each, whatever its place in the list."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

_LETTERS = 10
"""Hexadecimal figures of a name: 2 to the power of 40 names, so that two of 10,000 items meet once in 20,000 lists."""

MAX_KEY = 60
"""Letters of an id of the source in a name."""


def slug(key: str) -> str:
    """An id of a source as a part of a name: letters, figures, stops, and a hyphen for whatever else there is.

    >>> slug("FO 371/1234 (2)"), slug("items/7")
    ('FO-371-1234-2', 'items-7')
    """
    return re.sub(r"[^A-Za-z0-9._-]+", "-", key).strip("-.")[:MAX_KEY]


@dataclass(slots=True)
class ContentNames:
    """Names of items without an id of their own: each is the same in whatever order the items come.

    Items that say the same in all are told apart by a number, since nothing else tells them apart.

    Attributes:
        program: What names begin with.
    """

    program: str
    _counts: Counter[str] = field(default_factory=Counter)
    _names: list[str] = field(default_factory=list)
    _keys: dict[str, list[str]] = field(
        default_factory=dict
    )  # ids of the source -> the names of the items that have it

    def name(self, content: Iterable[object], key: str = "") -> str:
        """The name of an item by what is said of it.

        Args:
            content: All that the source says of the item, but nothing of its place in it.
            key: An id that other items may have too; ``renamed`` has the name that is made of it.
        """
        words = json.dumps(list(map(str, content)), ensure_ascii=False)
        digest = hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:_LETTERS]
        self._counts[digest] += 1
        count = self._counts[digest]
        name = f"{self.program}-{digest}{f'-{count}' if count > 1 else ''}"
        self._names.append(name)
        if part := slug(key):
            self._keys.setdefault(part, []).append(name)
        return name

    def names(self) -> frozenset[str]:
        """The names of all items that are called by what is said of them."""
        return frozenset(self._names) - self.renamed().keys()

    def renamed(self) -> dict[str, str]:
        """Names by content -> names by an id of the source, of the items whose id no other item has."""
        return {names[0]: f"{self.program}-{key}" for key, names in self._keys.items() if len(names) == 1}


@dataclass(frozen=True, slots=True)
class RenamedRows:
    """Rows of which the first names the columns, with other names in the column ``item``.

    Attributes:
        rows: The rows, given anew at each iteration.
        names: Names -> other names.
    """

    rows: Iterable[Sequence[str]]
    names: dict[str, str]

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        at = None
        for row in self.rows:
            if at is None:
                at = list(row).index("item")
                yield tuple(row)
                continue
            yield tuple(self.names.get(cell, cell) if index == at else cell for index, cell in enumerate(row))
