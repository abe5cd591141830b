"""A scheduler's address -> an executor on its workers, by dask.distributed, which schedules and balances."""

import contextlib
import logging
from collections.abc import Iterator
from concurrent.futures import Executor
from typing import Any

from briefbook.errors import OutsideError
from briefbook.util import extras
from briefbook.util.logs import get_logger

log = get_logger(__name__)

CONNECT_SECONDS = 30
"""Seconds to wait for the scheduler."""


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
        yield client.get_executor(pure=False)
    finally:
        client.close()
