"""Narrative -> JSON and back, for storing what was parsed: each part as a row of values, in the order of its fields."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from briefbook.model.finding_json import finding_as_json, finding_from_json
from briefbook.model.locator import FilePosition
from briefbook.model.narrative import (
    Citation,
    Image,
    Link,
    Narrative,
    NoteMark,
    Passage,
    Quotation,
    Sentence,
    Table,
)

_PARTS: dict[str, type[Any]] = {
    "passages": Passage,
    "sentences": Sentence,
    "citations": Citation,
    "quotations": Quotation,
    "links": Link,
    "images": Image,
    "tables": Table,
    "note_marks": NoteMark,
}
_PLAIN = ("path", "slug", "title", "source", "dates", "order", "front_matter", "language")


def narrative_as_json(narrative: Narrative) -> dict[str, Any]:
    """A narrative as JSON values.

    Args:
        narrative: A narrative as it was parsed.

    Returns:
        An object. What stands in the front matter may be more than JSON can say: compare what comes back.
    """
    row: dict[str, Any] = {name: getattr(narrative, name) for name in _PLAIN}
    for name, kind in _PARTS.items():
        names = [field.name for field in fields(kind)]
        row[name] = [[_value(getattr(part, name)) for name in names] for part in getattr(narrative, name)]
    row["findings"] = [finding_as_json(finding) for finding in narrative.findings]
    return row


def narrative_from_json(row: Mapping[str, Any]) -> Narrative:
    """Undo ``narrative_as_json``.

    Args:
        row: The object.

    Returns:
        The narrative that was written.

    Raises:
        KeyError, TypeError, ValueError: The object is none that ``narrative_as_json`` wrote.
    """
    parts: dict[str, Any] = {}
    for name, kind in _PARTS.items():
        names = [field.name for field in fields(kind)]
        at = names.index("where") if "where" in names else -1
        lists = any(str(field.type).startswith("tuple") for field in fields(kind))
        made = []
        for values in row[name]:
            if at >= 0:
                values[at] = FilePosition(*values[at])
            if lists:
                values = [tuple(value) if isinstance(value, list) else value for value in values]
            made.append(kind(*values))
        parts[name] = tuple(made)
    parts["findings"] = tuple([finding_from_json(finding) for finding in row["findings"]])
    return Narrative(**{name: row[name] for name in _PLAIN}, **parts)


def _value(value: Any) -> Any:
    """A value of a part; a position is its path, line, column and end."""
    if isinstance(value, FilePosition):
        return [value.path, value.line, value.column, value.end]
    return value
