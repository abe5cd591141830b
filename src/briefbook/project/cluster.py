"""A scheduler's address -> an executor on its workers, by dask.distributed, which schedules and balances."""

import contextlib
import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from typing import Any

from briefbook.errors import OutsideError
from briefbook.util import extras
from briefbook.util.logs import get_logger

log = get_logger(__name__)

CONNECT_SECONDS = 30
"""Seconds to wait for the scheduler."""


WATCH_SECONDS = 20.0
"""Seconds between two looks at whether there are workers."""


@contextlib.contextmanager
def cluster_executor(address: str) -> Iterator[Executor]:
    """Connect to a scheduler of dask.distributed for as long as work goes on.

    Args:
        address: Where it is: ``tcp://host:8786``, ``tls://…``, or the path of a scheduler file.

    Yields:
        An executor whose functions run on the scheduler's workers.

    Raises:
        OutsideError: The extra ``cluster`` is not installed, or no scheduler answers there.
    """
    extras.require("cluster")
    from distributed import Client

    connect: Any = Client  # its package has types for part of it only
    is_file = "://" not in address
    try:
        place = {"scheduler_file": address} if is_file else {"address": address}
        client = connect(**place, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise OutsideError(
            f"no scheduler answers at {address}: {error}",
            remedy="start one (`dask scheduler`), and name the address that it prints; docs/recipes/cluster.md.",
        ) from error
    logging.getLogger("distributed").setLevel(logging.ERROR)
    try:
        workers = client.scheduler_info()["workers"]
        log.info("%d workers; the scheduler's dashboard: %s", len(workers), client.dashboard_link)
        with _watched(lambda: len(client.scheduler_info()["workers"])):
            yield client.get_executor(pure=False)
    finally:
        client.close()


@contextlib.contextmanager
def _watched(worker_count: Callable[[], int], seconds: float = WATCH_SECONDS) -> Iterator[None]:
    """Say so where a scheduler has no workers, for then nothing is done and nothing fails."""
    over = threading.Event()

    def watch() -> None:
        had_workers = True
        while not over.wait(seconds):
            with contextlib.suppress(Exception):  # what the scheduler itself meets is said where work is waited for
                has_workers = worker_count() > 0
                if had_workers and not has_workers:
                    log.warning("the scheduler has no workers: nothing is read until one is started (`dask worker`)")
                had_workers = has_workers

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
