"""How many queries are worked on or wait at a time, and for how long: one that would be too much is refused."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from fastapi.concurrency import run_in_threadpool

from briefbook.server.api.responses import Refusal

T = TypeVar("T")


@dataclass(slots=True)
class QueryLimit:
    """Runs queries in threads: ``capacity`` of them, with those that wait, and each for ``seconds`` at most."""

    capacity: int = 300
    seconds: float = 10
    _pending: int = field(default=0, init=False)

    async def run(self, work: Callable[[], T]) -> T:
        """Do the work in a thread.

        Args:
            work: Answers one query.

        Returns:
            Its answer.

        Raises:
            Refusal: 503 where too many queries are pending, 422 where this one takes too long.
        """
        if self._pending >= self.capacity:
            raise Refusal(503, "too many queries are waiting", "try again in a few seconds")
        begun = threading.Event()

        def timed() -> T:
            begun.set()
            return work()

        self._pending += 1
        try:
            return await asyncio.wait_for(run_in_threadpool(timed), self.seconds)
        except TimeoutError as error:
            if not begun.is_set():
                raise Refusal(503, "too many queries are waiting", "try again in a few seconds") from error
            remedy = "use fewer words, or restrict it by date: or from:"
            raise Refusal(422, "this query takes too long", remedy) from error
        finally:
            self._pending -= 1
