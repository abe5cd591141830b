"""What goes on at the desk at this moment: who looks at what, and which items were changed; nothing of it is kept.

Pages of the desk ask again and again; a person is on an item as long as their page asks, and for some seconds after,
unless the page says that it is left.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

EXPIRY_SECONDS = 10.0
"""How long after the last question of their page a person still counts as there."""

MAX_NOTED = 500
"""Items of which is remembered that they were changed; a page that missed more renews itself."""

MAX_TABS = 2_000
"""Pages of the desk that may be open at once."""


@dataclass(frozen=True, slots=True)
class Presence:
    """A person on a page of the desk.

    Attributes:
        name: The person's name.
        place: What they look at: ``item CDNW1``, ``chapter narratives/harbour.md``, ``table``.
        until: When they no longer count as there, in seconds of the clock.
    """

    name: str
    place: str
    until: float


class Live:
    """Who is where, and what was changed, while this server runs."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Nobody is there. ``clock`` gives seconds."""
        self._clock = clock
        self._lock = threading.Lock()
        self._tabs: dict[str, Presence] = {}
        self._noted: deque[tuple[int, str]] = deque(maxlen=MAX_NOTED)
        self._number = 0

    def note(self, items: Iterable[str]) -> None:
        """Note that items were changed; "" for anything at all."""
        with self._lock:
            for item in items:
                self._number += 1
                self._noted.append((self._number, item))

    def since(self, number: int) -> tuple[int, tuple[str, ...] | None]:
        """What was changed.

        Args:
            number: How far the page has seen; what the last answer gave.

        Returns:
            How far this is, and the items; None where anything may have been changed.
        """
        with self._lock:
            if not 0 <= number <= self._number or (self._noted and number < self._noted[0][0] - 1):
                return self._number, None
            items = tuple(dict.fromkeys(item for at, item in self._noted if at > number))
            return self._number, None if "" in items else items

    def arrive(self, tab: str, name: str, place: str) -> None:
        """A page asks: its person is there."""
        with self._lock:
            now = self._clock()
            if len(self._tabs) >= MAX_TABS:
                self._tabs = {key: row for key, row in self._tabs.items() if row.until > now}
            if tab in self._tabs or len(self._tabs) < MAX_TABS:
                self._tabs[tab] = Presence(name, place, now + EXPIRY_SECONDS)

    def stay(self, tab: str) -> bool:
        """A page still waits for its answer: its person is there, if they have not left meanwhile."""
        with self._lock:
            row = self._tabs.get(tab)
            if row is not None:
                self._tabs[tab] = replace(row, until=self._clock() + EXPIRY_SECONDS)
            return row is not None

    def leave(self, tab: str, place: str) -> None:
        """A page was closed or left: its person is not there any more, unless they are elsewhere by now."""
        with self._lock:
            row = self._tabs.get(tab)
            if row is not None and row.place == place:
                del self._tabs[tab]

    def others(self, tab: str, name: str, place: str) -> tuple[str, ...]:
        """Who else is at a place, sorted; "" for another page of the same person."""
        with self._lock:
            now = self._clock()
            rows = [row for key, row in self._tabs.items() if key != tab and row.place == place and row.until > now]
        return tuple(sorted({"" if row.name == name else row.name for row in rows}))

    def everybody(self) -> dict[str, tuple[str, ...]]:
        """The names of those who are there, by place."""
        with self._lock:
            now = self._clock()
            self._tabs = {key: row for key, row in self._tabs.items() if row.until > now}
            places: dict[str, set[str]] = {}
            for row in self._tabs.values():
                places.setdefault(row.place, set()).add(row.name)
        return {place: tuple(sorted(names)) for place, names in places.items()}
