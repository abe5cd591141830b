"""The name of an import, as typed -> the spreadsheet, the received source, or both, that it may mean.

``catalogue import list.csv`` and ``import csv list.csv`` are different things of the same name. What a spreadsheet
changed is in the journal; of a spreadsheet that changed nothing only ``build/spreadsheets.json`` knows the name.
"""

import contextlib
import datetime
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from briefbook.errors import OutsideError
from briefbook.model.decision import Decision, UndoDecision, WithdrawalDecision
from briefbook.project.collection import Collection
from briefbook.project.fixity import read_fixity
from briefbook.util.files import write_atomic

SPREADSHEETS_FILE = "spreadsheets.json"

_MAX_NAMES = 1000


def remember_spreadsheet(here: Collection, name: str) -> None:
    """Note that a file of this name is a spreadsheet of the catalogue, exported or imported; a full disk is no matter.

    Args:
        here: The collection.
        name: The name of the file, without its folder.
    """
    names = [other for other in _remembered(here) if other != name]
    with contextlib.suppress(OutsideError, OSError):
        write_atomic(
            here.build / SPREADSHEETS_FILE,
            json.dumps([*names, name][-_MAX_NAMES:], ensure_ascii=False) + "\n",
            is_durable=False,
        )


def is_spreadsheet_name(here: Collection, name: str) -> bool:
    """Was a spreadsheet of the catalogue of this name, with or without its ending, exported or imported?"""
    return any(name in (other, Path(other).stem) for other in _remembered(here))


def time_of_import(here: Collection, decisions: Sequence[Decision], source: str) -> str:
    """When a source was last imported, or brought back after it was withdrawn.

    Args:
        here: The collection.
        decisions: The journal, oldest first.
        source: The folder below ``received/``.

    Returns:
        ISO 8601, UTC; "" where that is not known.
    """
    prefix = f"{here.received.name}/{source}/"
    times = [line.when for line in read_fixity(here)[0] if line.path.startswith(prefix)]
    times += [
        decision.when
        for decision in decisions
        if isinstance(decision, UndoDecision)
        and isinstance(decision.decided, WithdrawalDecision)
        and decision.decided.source == source
    ]
    return max(times, key=_instant, default="")


def is_later(when: str, other: str) -> bool | None:
    """Is a time later than another? None where they are the same second, or a time is not known."""
    first, second = _instant(when), _instant(other)
    unknown = datetime.datetime.min.replace(tzinfo=datetime.UTC)
    return None if unknown in (first, second) or first == second else first > second


def _instant(when: str) -> datetime.datetime:
    """A time to the second; the first of all where it is none."""
    try:
        instant = datetime.datetime.fromisoformat(when)
    except ValueError:
        return datetime.datetime.min.replace(tzinfo=datetime.UTC)
    return (instant if instant.tzinfo else instant.replace(tzinfo=datetime.UTC)).replace(microsecond=0)


def _remembered(here: Collection) -> list[str]:
    try:
        stored: Any = json.loads((here.build / SPREADSHEETS_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return []
    return [name for name in stored if isinstance(name, str)] if isinstance(stored, list) else []
