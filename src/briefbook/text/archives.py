"""Which archive usually keeps the papers of a service: where a paper that is not held may be looked for.

The list is ``data/archives.csv``; its column ``source`` is the archive's own guide, or its address.
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class KeepingArchive:
    """An archive: its name and town in its own language, the record groups or series (may be empty), its address."""

    name: str
    holdings: str
    source: str


@cache
def _archives() -> dict[str, KeepingArchive]:
    text = (files("briefbook.text") / "data" / "archives.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {row["service"]: KeepingArchive(row["archive"], row["holdings"], row["source"]) for row in rows}


def keeping_archive(service: str) -> KeepingArchive | None:
    """The archive that usually keeps the papers of a service.

    Args:
        service: The service's name, as ``services.Service`` has it.

    Returns:
        The archive; None where it is not in the list.

    >>> keeping_archive("Canada").name, keeping_archive("Canada").holdings
    ('Library and Archives Canada, Ottawa', 'RG 25')
    """
    return _archives().get(service)
