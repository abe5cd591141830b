"""Items -> their pages and files, made by several processes where there are many and the system can fork."""

import multiprocessing
import os
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from briefbook.errors import OutsideError
from briefbook.site.site_data import Row, SiteData
from briefbook.site.staging import Staging
from briefbook.util.parallel import cores

FEW = 200
"""Fewer items are made sooner by one process than others are started."""

A_BATCH = 50

Made = tuple[str, dict[str, Any], int]
Make = Callable[[Staging, Row], Made]


def each_item(staging: Staging, book: SiteData, rows: Sequence[Row], make: Make, workers: int = 0) -> Iterator[Made]:
    """Make every item, in order; ``workers`` 0 means one a core."""
    number = workers or cores()
    if number < 2 or len(rows) < FEW or not hasattr(os, "fork"):
        for row in rows:
            yield make(staging, row)
        return
    staging.settle()
    book.warm_caches()
    batches = [rows[start : start + A_BATCH] for start in range(0, len(rows), A_BATCH)]
    context = multiprocessing.get_context("fork")  # what is made from cannot be sent, but it can be shared
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=DeprecationWarning, message=".*fork.*")
        with ProcessPoolExecutor(number, context, initializer=_begin, initargs=(staging, book, make)) as pool:
            for made, trouble in pool.map(_batch, batches):
                if trouble:
                    raise OutsideError(trouble[0], remedy=trouble[1])
                yield from made


_at_work: list[tuple[Staging, Make]] = []


def _begin(staging: Staging, book: SiteData, make: Make) -> None:
    staging.begin_anew()
    reopen = getattr(book.archive.catalogue, "reopen", None)
    if callable(reopen):
        reopen()  # a database's connection must not be shared between processes
    _at_work[:] = [(staging, make)]


def _batch(rows: Sequence[Row]) -> tuple[list[Made], tuple[str, str] | None]:
    staging, make = _at_work[0]
    try:
        made = [make(staging, row) for row in rows]
        staging.settle()
    except OutsideError as error:
        return [], (str(error.args[0]) if error.args else str(error), error.remedy)
    return made, None
