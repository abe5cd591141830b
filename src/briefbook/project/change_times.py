"""When items and chapters last changed: kept in ``build/change-times.sqlite``, for sitemap, feed and harvesters.

A time is kept with the key of what was published then; as long as the key is the same, the time is too. The first time
of all, an item has the time of the last decision on it or that of its file, whichever is later: so a ``build/`` that
was deleted costs little but the memory of what was removed.
"""

import contextlib
import datetime
import hashlib
import itertools
import re
import sqlite3
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
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
    shown_now = _as_utc(now or moment_of_making())
    path = workspace.collection.build / "change-times.sqlite"
    try:
        with _compared(path, workspace, narratives, shown_now) as database:
            return _read(database.execute("SELECT name, at, removed FROM times"))
    except (sqlite3.Error, OSError) as error:
        log.warning("times of changes are not kept: %s", error)
        with contextlib.closing(sqlite3.connect("")) as database:
            _compare(database, workspace, narratives, shown_now)
            return _read(database.execute("SELECT name, at, removed FROM times"))


def change_times_of_items(workspace: Workspace, narratives: Sequence[Narrative]) -> ChangeTimes:
    """The times of the items alone, each read from the disk when it is asked for: however many, few are in memory.

    Args:
        workspace: The collection, its catalogue up to date.
        narratives: The narratives that are published.

    Returns:
        The times, without those of what was removed and of narratives.
    """
    path = workspace.collection.build / "change-times.sqlite"
    try:
        with _compared(path, workspace, narratives, _as_utc(moment_of_making())):
            return ChangeTimes(_StoredTimes(path))
    except (sqlite3.Error, OSError):
        return change_times(workspace, narratives)


class _StoredTimes(Mapping[str, str]):
    """Item -> when it last changed, read from the database as it is asked for."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path, check_same_thread=False)
        self._database.execute("PRAGMA cache_size=-256")  # KiB in memory, however many items

    def __getitem__(self, item: str) -> str:
        query = "SELECT at FROM times WHERE name = ? AND NOT removed"
        row = self._database.execute(query, (_ITEM + item,)).fetchone()
        if row is None:
            raise KeyError(item)
        return str(row[0])

    def __iter__(self) -> Iterator[str]:
        query = "SELECT name FROM times WHERE name GLOB ? AND NOT removed ORDER BY name"
        return (name.removeprefix(_ITEM) for (name,) in self._database.execute(query, (f"{_ITEM}*",)))

    def __len__(self) -> int:
        return sum(1 for _ in self)


@contextlib.contextmanager
def _compared(
    path: Path, workspace: Workspace, narratives: Sequence[Narrative], now: str
) -> Iterator[sqlite3.Connection]:
    """The database of times, which says how things are now."""
    with locked(path.with_name(".change-times.lock")), contextlib.closing(sqlite3.connect(path)) as database:
        _compare(database, workspace, narratives, now)
        yield database


def _compare(database: sqlite3.Connection, workspace: Workspace, narratives: Sequence[Narrative], now: str) -> None:
    """Write what changed since the times were compared last; items are looked at one after the other."""
    with database:
        database.execute(_TABLE)
        is_first = database.execute("SELECT 1 FROM times LIMIT 1").fetchone() is None
        last_decisions = dict(_decision_times(workspace)) if is_first else {}
        count = 0
        rows = _names_and_keys(workspace, narratives)
        while batch := list(itertools.islice(rows, 500)):
            count += len(batch)
            marks = ", ".join("?" * len(batch))
            stored = database.execute(
                f"SELECT name, key FROM times WHERE name IN ({marks}) AND NOT removed", [name for name, _ in batch]
            )
            known = dict(stored.fetchall())
            for name, key in batch:
                if name in known and (known[name] == key or not key):
                    continue  # without a key it was just decided and is described soon
                # a harvester that was here before must hear of what is new, however old its file is
                at = min(_first_time(workspace, name, last_decisions) or now, now) if is_first else now
                database.execute("INSERT OR REPLACE INTO times VALUES (?, ?, ?, 0)", (name, key, at))
        if database.execute("SELECT count(*) FROM times WHERE NOT removed").fetchone()[0] == count:
            return
        published = {narrative.path for narrative in narratives}
        last = ""
        query = "SELECT name FROM times WHERE name > ? AND NOT removed ORDER BY name LIMIT 500"
        while stored_names := database.execute(query, (last,)).fetchall():
            last = stored_names[-1][0]
            gone = [(now, name) for (name,) in stored_names if not _exists(name, workspace, published)]
            database.executemany("UPDATE times SET key = '', at = ?, removed = 1 WHERE name = ?", gone)


def _names_and_keys(workspace: Workspace, narratives: Sequence[Narrative]) -> Iterator[tuple[str, str]]:
    for item, key in workspace.catalogue.each_key():
        yield _ITEM + item, key
    for narrative in narratives:
        yield _CHAPTER + narrative.path, hashlib.sha256(narrative.source.encode()).hexdigest()


def _exists(name: str, workspace: Workspace, published: Container[str]) -> bool:
    if name.startswith(_CHAPTER):
        return name.removeprefix(_CHAPTER) in published
    return name.removeprefix(_ITEM) in workspace.catalogue


def _read(rows: Iterable[tuple[str, str, int]]) -> ChangeTimes:
    items: dict[str, str] = {}
    removed: dict[str, str] = {}
    chapters: dict[str, str] = {}
    for name, at, is_removed in rows:
        if name.startswith(_ITEM):
            (removed if is_removed else items)[name.removeprefix(_ITEM)] = at
        elif not is_removed:
            chapters[name.removeprefix(_CHAPTER)] = at
    return ChangeTimes(items, removed, chapters)


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
        return _as_utc(datetime.datetime.fromtimestamp(path.stat().st_mtime, datetime.UTC))
    except OSError:
        return ""


def _as_utc(time: datetime.datetime) -> str:
    return time.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
