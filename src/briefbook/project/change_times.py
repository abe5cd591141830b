"""When items and chapters last changed: kept in ``build/change-times.sqlite``, for sitemap, feed and harvesters.

A time is kept with the key of what was published then; as long as the key is the same, the time is too. The first time
of all, an item has the time of the last decision on it or that of its file, whichever is later: so a ``build/`` that
was deleted costs little but the memory of what was removed.
"""

import contextlib
import datetime
import hashlib
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from briefbook.model.archive import ChangeTimes
from briefbook.model.narrative import Narrative
from briefbook.project.workspace import Workspace
from briefbook.util.files import locked
from briefbook.util.logs import get_logger
from briefbook.util.moment import moment_of_making

log = get_logger(__name__)

_TABLE = "CREATE TABLE IF NOT EXISTS times (name TEXT PRIMARY KEY, key TEXT, at TEXT, removed INTEGER DEFAULT 0)"
_ITEM, _CHAPTER = "item ", "chapter "
_SECOND = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def change_times(
    workspace: Workspace, narratives: Sequence[Narrative], now: datetime.datetime | None = None
) -> ChangeTimes:
    """Compare what is published with what was seen last, and say when each item and narrative last changed.

    Args:
        workspace: The collection, its catalogue up to date.
        narratives: The narratives that are published.
        now: The time of anything that changed since; ``moment_of_making()`` if not given.

    Returns:
        The times. Where ``build/`` cannot be written to, they are worked out anew each time.
    """
    shown_now = _shown(now or moment_of_making())
    keys = {_ITEM + item: key for item, key in workspace.catalogue.keys().items()}
    for narrative in narratives:
        keys[_CHAPTER + narrative.path] = hashlib.sha256(narrative.source.encode()).hexdigest()
    path = workspace.collection.build / "change-times.sqlite"
    try:
        with locked(path.with_name(".change-times.lock")), contextlib.closing(sqlite3.connect(path)) as database:
            database.execute(_TABLE)
            rows = _compare(database.execute("SELECT name, key, at, removed FROM times"), keys, workspace, shown_now)
            with database:
                database.executemany("INSERT OR REPLACE INTO times VALUES (?, ?, ?, ?)", rows.changed)
            return rows.times
    except (sqlite3.Error, OSError) as error:
        log.warning("times of changes are not kept: %s", error)
        return _compare((), keys, workspace, shown_now).times


class _Comparison:
    """The rows to be written, and the times that follow."""

    def __init__(self) -> None:
        self.changed: list[tuple[str, str, str, int]] = []
        self.times = ChangeTimes()


def _compare(
    rows: Iterable[tuple[str, str, str, int]], keys: Mapping[str, str], workspace: Workspace, now: str
) -> _Comparison:
    before = {name: (key, at, bool(removed)) for name, key, at, removed in rows}
    last_decisions: dict[str, str] | None = None
    result = _Comparison()
    times: dict[str, str] = {}
    removed: dict[str, str] = {}
    for name, key in keys.items():
        known = before.get(name)
        if known is None and before:
            at = now  # a harvester that was here before must hear of it, however old its file is
        elif known is None:
            if last_decisions is None:
                last_decisions = dict(_decision_times(workspace))
            at = min(_first_time(workspace, name, last_decisions) or now, now)
        elif not known[2] and (known[0] == key or not key):  # without a key it was just decided and is described soon
            times[name] = known[1]
            continue
        else:
            at = now
        times[name] = at
        result.changed.append((name, key, at, 0))
    for name, (_, at, was_removed) in before.items():
        if name not in keys:
            removed[name] = at if was_removed else now
            if not was_removed:
                result.changed.append((name, "", now, 1))
    result.times = ChangeTimes(_of_kind(times, _ITEM), _of_kind(removed, _ITEM), _of_kind(times, _CHAPTER))
    return result


def _of_kind(times: Mapping[str, str], kind: str) -> dict[str, str]:
    return {name.removeprefix(kind): at for name, at in times.items() if name.startswith(kind)}


def _decision_times(workspace: Workspace) -> Iterator[tuple[str, str]]:
    """Items with the time of each decision on them, oldest first."""
    for item, decisions in workspace.decisions_of.items():
        times = [decision.when for decision in decisions if _SECOND.fullmatch(decision.when)]
        if times:
            yield item, max(times)


def _first_time(workspace: Workspace, name: str, last_decisions: Mapping[str, str]) -> str:
    """The later of the last decision and the time of the file; "" where neither is known."""
    if name.startswith(_CHAPTER):
        return _time_of_file(workspace.collection.root / name.removeprefix(_CHAPTER))
    item = name.removeprefix(_ITEM)
    files = (_time_of_file(path) for path in workspace.originals(item))
    return max((last_decisions.get(item, ""), *files))


def _time_of_file(path: Path) -> str:
    try:
        return _shown(datetime.datetime.fromtimestamp(path.stat().st_mtime, datetime.UTC))
    except OSError:
        return ""


def _shown(time: datetime.datetime) -> str:
    return time.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
