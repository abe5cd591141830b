"""A list of objects in JSON, or an object a line -> rows of cells, of any number."""

import io
import json
from collections.abc import Callable, Collection, Iterator
from typing import Any

from briefbook.errors import FormatError
from briefbook.importers.json_source import MAX_OBJECT, JsonSource
from briefbook.importers.spooled_descriptions import SpooledRows
from briefbook.util.encodings import OpenBytes, encoding_of

LISTS = ("rows", "results", "documents", "docs", "data", "items", "records", "cables", "hits")
"""Keys under which services and programs give their lists."""

Rows = tuple[SpooledRows, Callable[[], tuple[str, ...]]]
"""Rows, of which the first names the columns, and what gives sentences on them."""


def looks_like_json(beginning: str) -> bool:
    """Does a file begin as a JSON list of objects or an object does, and not as a list with separators?

    >>> looks_like_json('[ {"id": 1}'), looks_like_json('{"id": 1}'), looks_like_json("[Item],Date")
    (True, True, False)
    """
    start = "".join(beginning.lstrip("\ufeff \t\r\n").split())
    return start.startswith(('{"', "[{", "{}", "[]"))


def rows_of_json(opens: OpenBytes, lists: Collection[str] = LISTS) -> Rows | None:
    """Read a list of objects; None where there is none.

    Args:
        opens: What opens the file: a list, an object with a list under one of the keys, or an object a line.
        lists: These keys.

    Raises:
        FormatError: It is no JSON, or something in the list is no object.
    """
    rows = SpooledRows()
    source = JsonSource(opens, lists)
    notes: Callable[[], tuple[str, ...]] = source.notes
    entries = source.entries()
    if by_line := _is_by_line(opens):
        entries, notes = _lines(opens), tuple
    for entry in entries:
        if not isinstance(entry, dict):
            return None
        rows.add({key: cell_of(value) for key, value in entry.items()})
    if not by_line and (nested := _nested(source.head)):
        rows = SpooledRows()
        for entry in nested:
            rows.add({key: cell_of(value) for key, value in entry.items()})
    if not len(rows) and not by_line and source.head.keys() - set(lists):  # a single object
        return None
    return (rows, notes) if len(rows) else None


def cell_of(value: Any) -> str:
    """What a cell says for a value: several with semicolons between, what an object holds with commas.

    >>> cell_of(["a", 2, None]), cell_of([{"topic_name": "ferries"}, {"topic_name": "fog"}]), cell_of(True)
    ('a; 2', 'ferries; fog', 'true')
    """
    if value is None:
        return ""
    if isinstance(value, dict) and (said := [value[key] for key in _SAID_BY if isinstance(value.get(key), str)]):
        return str(said[0])
    if isinstance(value, list):
        return "; ".join(words for part in value if (words := cell_of(part)))
    if isinstance(value, dict):
        return ", ".join(words for part in value.values() if (words := cell_of(part)))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


_AROUND = ("body", "response", "result", "data", *LISTS)
"""Keys under which an answer has another that has the list, as search engines give theirs: body, hits, hits."""

_RECORDS = ("_source", "record")
"""Keys under which an entry of such a list has the record itself."""

_SAID_BY = ("logicalDate", "heading")
"""Keys of an object whose value says all of it for readers: a day beside its parts, a name beside its kind."""


def _nested(head: Any) -> list[dict[str, Any]]:
    """The objects of a list that is some objects deep; none where there is none."""
    for _ in range(4):
        inner = [head[key] for key in _AROUND if isinstance(head.get(key), dict | list)]
        if len(inner) != 1:
            return []
        (head,) = inner
        if isinstance(head, list):
            break
    if not isinstance(head, list) or not all(isinstance(entry, dict) for entry in head):
        return []
    entries = list(head)
    for key in _RECORDS:
        entries = [entry[key] if isinstance(entry.get(key), dict) else entry for entry in entries]
    return entries


def _is_by_line(opens: OpenBytes) -> bool:
    """Is the first line an object of its own, and something behind it?"""
    with io.TextIOWrapper(opens(), encoding_of(opens)[0], errors="replace") as text:
        first = text.readline(MAX_OBJECT)
        behind = text.read(4000).strip()
    try:
        return bool(behind) and isinstance(json.loads(first.lstrip("\ufeff")), dict)
    except (ValueError, RecursionError):
        return False


def _lines(opens: OpenBytes) -> Iterator[Any]:
    encoding = encoding_of(opens)[0]
    with io.TextIOWrapper(opens(), encoding, errors="replace") as text:
        number = 0
        while line := text.readline(MAX_OBJECT):
            number += 1
            if not line.strip("\ufeff \t\r\n"):
                continue
            try:
                yield json.loads(line.lstrip("\ufeff"), parse_constant=_refuse)
            except (ValueError, RecursionError) as error:
                raise FormatError(
                    f"line {number} is not JSON: {str(error)[:200]}", remedy="export it again, or correct the line."
                ) from error


def _refuse(word: str) -> Any:
    raise ValueError(f"{word} is no number there")
