"""Logging: one tree of loggers named ``briefbook.*``, records that know their item and page, and where they go.

As a library Briefbook says nothing (its logger has a ``NullHandler``). The commands call ``configure_logging``,
processes that they start call ``forward_records``.
"""

import contextlib
import copy
import logging
import logging.handlers
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from pathlib import Path
from typing import TextIO

PACKAGE_LOGGER = logging.getLogger("briefbook")

_FORMAT = "%(asctime)s.%(msecs)03dZ %(levelname)s %(name)s%(about)s: %(message)s"
_MAX_FAULT_LOG_BYTES = 1_000_000  # bytes; one older file of this size is kept beside it

_item: ContextVar[str | None] = ContextVar("briefbook_item", default=None)
_page: ContextVar[int | None] = ContextVar("briefbook_page", default=None)
_handlers: list[logging.Handler] = []


def get_logger(name: str) -> logging.Logger:
    """The logger of a module. Its records have the attributes ``item`` and ``page``, as ``log_context`` sets them.

    Args:
        name: The module's ``__name__``, which begins with ``briefbook.``.

    Returns:
        A logger of the standard library; asked for again, the same one.
    """
    logger = logging.getLogger(name)
    if not any(isinstance(added, _ContextFilter) for added in logger.filters):
        logger.addFilter(_ContextFilter())
    return logger


@contextlib.contextmanager
def log_context(item: str | None = None, page: int | None = None) -> Iterator[None]:
    """Say which item, and which page of it, is worked on; every record logged inside carries both.

    Args:
        item: The item's id; None: the one that was said already, if any.
        page: The page's number from 1; None where the whole item is meant.
    """
    tokens = _item.set(item or _item.get()), _page.set(page)
    try:
        yield
    finally:
        _item.reset(tokens[0])
        _page.reset(tokens[1])


SHOWN = {"is_shown": True}
"""``log.warning(..., extra=SHOWN)``: shown by every command, not only where a log is wanted."""


def configure_logging(verbosity: int = 0, log_file: Path | None = None, *, fault_log: Path | None = None) -> None:
    """Send the records of ``briefbook.*`` where the user of a command wants them.

    Args:
        verbosity: 0: on standard error only what is logged with ``SHOWN``; 1: decisions (INFO); 2 or more: everything,
            tracebacks too (DEBUG).
        log_file: A file to append records to, INFO and above, or DEBUG with a verbosity of 2; None: no such file.
        fault_log: Where faults of the program are written if there is no log file. It is made when the first occurs.

    Raises:
        OSError: The log file cannot be opened.
    """
    close_logging()
    wanted = logging.DEBUG if verbosity > 1 else logging.INFO
    _add(_StandardError(), wanted) if verbosity else _add(_Shown(), logging.WARNING)
    if log_file is not None:
        log_file.parent.mkdir(parents=True, exist_ok=True)
        _add(logging.FileHandler(log_file, encoding="utf-8"), wanted)
    elif fault_log is not None:
        _add(_FaultLog(fault_log), logging.ERROR)
    PACKAGE_LOGGER.setLevel(min((handler.level for handler in _handlers), default=logging.NOTSET))


def close_logging() -> None:
    """Take away what ``configure_logging`` set up, and close its files."""
    for handler in _handlers:
        PACKAGE_LOGGER.removeHandler(handler)
        handler.close()
    _handlers.clear()
    PACKAGE_LOGGER.setLevel(logging.NOTSET)
    PACKAGE_LOGGER.propagate = True


def log_place() -> Path | None:
    """The file in which a fault of the program can be looked up; None where nothing is written to a file."""
    for handler in _handlers:
        if isinstance(handler, logging.FileHandler):
            return Path(handler.baseFilename)
    return None


def forward_records(send: Callable[[logging.LogRecord], object], level: int) -> None:
    """In a process that another one started: give records to it instead of writing them.

    Args:
        send: Takes a record, ready to be pickled, to the parent; there ``take_record`` hands it to the handlers.
        level: The parent's level, as ``forwarded_level`` gives it.
    """
    close_logging()
    _add(_Forwarding(send), level)
    PACKAGE_LOGGER.setLevel(level)
    PACKAGE_LOGGER.propagate = False


def forwarded_level() -> int:
    """From which level on a process that is started should forward its records."""
    return PACKAGE_LOGGER.getEffectiveLevel()


def take_record(record: logging.LogRecord) -> None:
    """Log a record that another process forwarded."""
    logger = logging.getLogger(record.name)
    if logger.isEnabledFor(record.levelno):
        logger.handle(record)


class _ContextFilter(logging.Filter):
    """Adds item and page to a record that has none yet."""

    def filter(self, record: logging.LogRecord) -> bool:
        if not hasattr(record, "item"):
            record.item = _item.get()
        if not hasattr(record, "page"):
            record.page = _page.get()
        return True


class _Formatter(logging.Formatter):
    """Times in UTC; item and page in brackets where a record has them."""

    converter = time.gmtime  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__(_FORMAT, "%Y-%m-%dT%H:%M:%S")

    def format(self, record: logging.LogRecord) -> str:
        item, page = getattr(record, "item", None), getattr(record, "page", None)
        shown = copy.copy(record)
        shown.about = f" [{item}{f', p. {page}' if page else ''}]" if item else ""
        return super().format(shown)


class _StandardError(logging.StreamHandler[TextIO]):
    """Whatever ``sys.stderr`` is at the moment: a progress bar puts another in its place, which draws above it."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:  # type: ignore[override]
        return sys.stderr


class _Shown(_StandardError):
    """What the user of a command must know though nobody asked for a log, as a sentence without time and level."""

    def filter(self, record: logging.LogRecord) -> bool:
        return bool(getattr(record, "is_shown", False))

    def format(self, record: logging.LogRecord) -> str:
        return f"briefbook: {record.getMessage()}"


class _FaultLog(logging.handlers.RotatingFileHandler):
    """A file that is made when the first fault is logged; in the system's temporary folder if it cannot be made."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=_MAX_FAULT_LOG_BYTES, backupCount=1, encoding="utf-8", delay=True)

    def _open(self):  # type: ignore[no-untyped-def]
        try:
            Path(self.baseFilename).parent.mkdir(parents=True, exist_ok=True)
            return super()._open()
        except OSError:
            self.baseFilename = str(Path(tempfile.gettempdir()) / "briefbook.log")
            return super()._open()


class _Forwarding(logging.handlers.QueueHandler):
    """Hands records, made ready to be pickled, to a function."""

    def __init__(self, send: Callable[[logging.LogRecord], object]) -> None:
        super().__init__(None)  # type: ignore[arg-type]
        self._send = send

    def enqueue(self, record: logging.LogRecord) -> None:
        self._send(record)


def _add(handler: logging.Handler, level: int) -> None:
    handler.setLevel(level)
    if not isinstance(handler, _Forwarding):  # what is forwarded is formatted where it arrives
        handler.setFormatter(_Formatter())
    PACKAGE_LOGGER.addHandler(handler)
    _handlers.append(handler)
