"""The review queue in the catalogue's database: how far each item is reviewed, and what is worth a look, most first.

What it sorts by is written when an item is described, a finding is made or a person decides; a question only reads an
index, however many items there are.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from briefbook.catalogue.doubts import Doubt, DoubtKind
from briefbook.model.review import UNTOUCHED, Review, ReviewState

SCHEMA = """
CREATE TABLE queue (
  item TEXT PRIMARY KEY, state TEXT NOT NULL, worth REAL NOT NULL, who TEXT, decided TEXT, words TEXT,
  assigned TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;
CREATE INDEX queue_by_state ON queue (state, worth DESC, item);
CREATE INDEX queue_by_worth ON queue (worth DESC, item);
CREATE INDEX queue_by_person ON queue (assigned, worth DESC, item) WHERE assigned <> '';
CREATE TABLE doubts (item TEXT, origin TEXT, kind TEXT, field TEXT, weight REAL, words TEXT);
CREATE INDEX doubts_by_item ON doubts (item, origin);
CREATE INDEX doubts_by_kind ON doubts (kind, item);
"""

OF_ITEM, OF_CHECKS = "item", "checks"
"""Where a doubt comes from: the item by itself, or the checks, which see all items and the book."""

_MANY = 2_000
"""Items of a kind beyond which the queue is walked in its order instead of sorting the items of that kind."""

MAX_COUNT = 10_000
"""Items with a kind of doubt that are counted; more take too long while a person waits."""

Order = Literal["worth", "item"]


class QueueRow(NamedTuple):
    """An item in the queue.

    Attributes:
        item: Its id.
        worth: How much a look is worth: the sum of the weights of its doubts.
        review: How far it has been looked at.
        doubts: What is doubtful about it, the weightiest first.
    """

    item: str
    worth: float
    review: Review
    doubts: tuple[Doubt, ...] = ()


class QueueFilter(NamedTuple):
    """Which items of the queue are wanted.

    Attributes:
        state: Only items of this state; None: of any.
        kind: Only items with a doubt of this kind; None: any.
        items: Only these items; None: all.
        assigned_to: Only items that were given to this person; "": to anybody or nobody.
    """

    state: ReviewState | None = ReviewState.UNTOUCHED
    kind: DoubtKind | None = None
    items: frozenset[str] | None = None
    assigned_to: str = ""


class ReviewQueue:
    """The queue of one catalogue; ``StoreCatalogue.queue`` makes it."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    # Questions

    def row(self, item: str) -> QueueRow | None:
        """An item's place in the queue; None if there is no such item."""
        row = self._db.execute(f"SELECT {_ROW} FROM queue AS q WHERE item = ?", (item,)).fetchone()
        return self._with_doubts([row])[0] if row else None

    def review(self, item: str) -> Review:
        """How far an item has been looked at."""
        row = self.row(item)
        return row.review if row else UNTOUCHED

    def rows(
        self,
        wanted: QueueFilter = QueueFilter(),
        *,
        limit: int = 50,
        behind: tuple[float, str] | None = None,
        before: tuple[float, str] | None = None,
    ) -> list[QueueRow]:
        """The items that are wanted, most worth a look first.

        Args:
            wanted: Which items.
            limit: At most so many.
            behind: Only what comes behind this worth and item in the queue.
            before: Only what comes before it; the nearest then come first.

        Returns:
            The rows, with their doubts.
        """
        conditions, values = _conditions(wanted)
        ascending = before is not None
        if place := behind or before:
            less, more = ("<", ">") if not ascending else (">", "<")
            # the first condition says nothing new: by it the index is entered at the place
            conditions.append(f"q.worth {less}= ? AND (q.worth {less} ? OR q.item {more} ?)")
            values += [place[0], place[0], place[1]]
        where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
        order = "q.worth, q.item DESC" if ascending else "q.worth DESC, q.item"
        table, first = self._table(wanted)
        question = f"SELECT {_ROW} FROM {table} {where} ORDER BY {order} LIMIT ?"
        return self._with_doubts(self._db.execute(question, (*first, *values, limit)).fetchall())

    def count(self, wanted: QueueFilter = QueueFilter()) -> int:
        """How many items are wanted; of those with a kind of doubt at most ``MAX_COUNT`` are counted."""
        if wanted.kind is None and wanted.items is None and not wanted.assigned_to:
            states = self.states()
            return sum(states.values()) if wanted.state is None else states[wanted.state]
        conditions, values = _conditions(wanted)
        where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
        table, first = self._table(wanted)
        question = f"SELECT count(*) FROM (SELECT 1 FROM {table} {where} LIMIT {MAX_COUNT})"
        return int(self._db.execute(question, (*first, *values)).fetchone()[0])

    def states(self) -> dict[ReviewState, int]:
        """How many items there are of each state."""
        counts = dict(self._db.execute("SELECT state, count(*) FROM queue GROUP BY state"))
        return {state: int(counts.get(str(state), 0)) for state in ReviewState}

    def people(self) -> dict[str, int]:
        """How many items each person was given, by name; of any state."""
        question = "SELECT assigned, count(*) FROM queue WHERE assigned <> '' GROUP BY assigned ORDER BY assigned"
        return {str(name): int(number) for name, number in self._db.execute(question)}

    def kinds(self) -> dict[DoubtKind, int]:
        """How many items have a doubt of each kind, whatever their state."""
        counts = dict(self._db.execute("SELECT name, value FROM about WHERE name LIKE 'doubtful %'"))
        return {kind: int(counts.get(f"doubtful {kind}", 0)) for kind in DoubtKind}

    def _table(self, wanted: QueueFilter) -> tuple[str, tuple[str, ...]]:
        """The tables to ask, so joined that the fewest rows are looked at, and the values of their variables."""
        if wanted.items is not None:
            named = "(SELECT value AS item FROM json_each(?)) AS few"
            return f"{named} CROSS JOIN queue AS q USING (item)", (json.dumps(sorted(wanted.items)),)
        if wanted.kind and self.kinds()[wanted.kind] <= _MANY:
            of_kind = "(SELECT DISTINCT item FROM doubts WHERE kind = ?) AS few"
            return f"{of_kind} CROSS JOIN queue AS q USING (item)", (str(wanted.kind),)
        return "queue AS q", ()

    def _with_doubts(self, rows: Iterable[tuple[object, ...]]) -> list[QueueRow]:
        result = []
        for item, worth, state, who, decided, words, assigned in rows:
            doubts = self._db.execute(
                "SELECT kind, field, weight, words FROM doubts WHERE item = ? ORDER BY weight DESC", (item,)
            )
            result.append(
                QueueRow(
                    str(item),
                    float(worth),  # type: ignore[arg-type]
                    Review(
                        ReviewState(str(state)), str(who or ""), str(decided or ""), str(words or ""), str(assigned)
                    ),
                    tuple(Doubt(DoubtKind(kind), field, weight, text) for kind, field, weight, text in doubts),
                )
            )
        return result

    # Updates; whoever calls them has a transaction open

    def write_item(self, item: str, doubts: Iterable[tuple[str, str, float, str]]) -> None:
        """Write an item's own doubts; its state and what the checks say stay as they are."""
        self._db.execute("DELETE FROM doubts WHERE item = ? AND origin = ?", (item, OF_ITEM))
        rows = [(item, OF_ITEM, *doubt) for doubt in doubts]
        self._db.executemany("INSERT INTO doubts VALUES (?, ?, ?, ?, ?, ?)", rows)
        self._db.execute(
            f"INSERT INTO queue (item, state, worth) VALUES (?, '{ReviewState.UNTOUCHED}', 0) ON CONFLICT DO NOTHING",
            (item,),
        )
        self._weigh([item])

    def remove(self, items: Iterable[str]) -> None:
        """Remove items that are gone."""
        gone = [(item,) for item in items]
        self._db.executemany("DELETE FROM queue WHERE item = ?", gone)
        self._db.executemany("DELETE FROM doubts WHERE item = ?", gone)

    def write_reviews(self, reviews: Mapping[str, Review], only: Iterable[str] | None = None) -> None:
        """Bring the states in line with the journal.

        Args:
            reviews: The state of each item that has one other than untouched.
            only: Only these items may have changed; None: any.
        """
        if only is None:
            rows = self._db.execute(f"SELECT item FROM queue WHERE state <> '{UNTOUCHED.state}' OR assigned <> ''")
            only = {row[0] for row in rows} | reviews.keys()
        states = [(item, reviews.get(item, UNTOUCHED)) for item in only]
        self._db.executemany(
            "UPDATE queue SET state = ?, who = ?, decided = ?, words = ?, assigned = ? WHERE item = ?",
            [
                (str(review.state), review.who, review.when, review.words, review.assigned_to, item)
                for item, review in states
            ],
        )

    def write_checks(self, doubts: Mapping[str, Sequence[Doubt]]) -> None:
        """Replace the stored results of the checks on items."""
        before = {row[0] for row in self._db.execute("SELECT DISTINCT item FROM doubts WHERE origin = ?", (OF_CHECKS,))}
        self._db.execute("DELETE FROM doubts WHERE origin = ?", (OF_CHECKS,))
        rows = [(item, OF_CHECKS, *doubt) for item, of_item in doubts.items() for doubt in of_item]
        self._db.executemany("INSERT INTO doubts VALUES (?, ?, ?, ?, ?, ?)", rows)
        self._weigh(before | doubts.keys())
        self.count_kinds()

    def count_kinds(self) -> None:
        """Count anew how many items have a doubt of each kind."""
        self._db.execute("DELETE FROM about WHERE name LIKE 'doubtful %'")
        self._db.execute(
            "INSERT INTO about SELECT 'doubtful ' || kind, count(*) FROM (SELECT DISTINCT kind, item FROM doubts) "
            "GROUP BY kind"
        )

    def _weigh(self, items: Iterable[str]) -> None:
        self._db.executemany(
            "UPDATE queue SET worth = coalesce((SELECT sum(weight) FROM doubts WHERE doubts.item = queue.item), 0) "
            "WHERE item = ?",
            [(item,) for item in items],
        )


_ROW = "q.item, q.worth, q.state, q.who, q.decided, q.words, q.assigned"


def _conditions(wanted: QueueFilter) -> tuple[list[str], list[object]]:
    conditions: list[str] = []
    values: list[object] = []
    if wanted.state is not None:
        conditions.append("q.state = ?")
        values.append(str(wanted.state))
    if wanted.assigned_to:
        conditions.append("q.assigned <> '' AND q.assigned = ?")
        values.append(wanted.assigned_to)
    if wanted.kind is not None:
        conditions.append("EXISTS (SELECT 1 FROM doubts AS d WHERE d.kind = ? AND d.item = q.item)")
        values.append(str(wanted.kind))
    return conditions, values
