"""Calls made in a process of their own, with a limit of memory, of time and of what comes back.

What opens a file from outside (a decoder, an unzipping parser) may be led by that file to take all memory, not to end,
or to crash. So it is called in another process: that one is ended and started afresh, and the caller gets a
``LimitError`` that says what happened. The process stays for further calls, so that a call costs less than a
millisecond more than its work.

It is started as a program of its own, not by ``multiprocessing``, so that scripts need no
``if __name__ == "__main__":`` and worker processes may have one each.
"""

import atexit
import contextlib
import json
import logging
import os
import pickle
import signal
import struct
import subprocess
import sys
import threading
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any, TypeVar

from briefbook.errors import OutsideError
from briefbook.util.logs import forward_records, forwarded_level, get_logger, take_record

Result = TypeVar("Result")

MAX_ANSWER = 3_000_000_000
"""Bytes that a call may give back, at most."""

BASE_MEMORY = 400
"""Megabytes that the process may have beside the limit, for the program itself and the libraries that it loads."""

START_SECONDS = 60
"""Seconds that the process may take to start, added to the limit of its first call."""

_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a guarded call may take.

    Attributes:
        memory: Megabytes, without the program itself; kept on Linux only, other systems have no such limit.
        seconds: Seconds by the clock.
    """

    memory: int = 2000
    seconds: int = 60


class LimitError(Exception):
    """A call took more than it may, or crashed its process.

    Attributes:
        kind: ``memory``, ``time``, ``size`` (of what it gives back) or ``crash``.
    """

    def __init__(self, message: str, kind: str) -> None:
        super().__init__(message)
        self.kind = kind


def guarded(function: Callable[..., Result], *arguments: Any, limits: Limits | None = None, **named: Any) -> Result:
    """Call a function in the process for guarded calls.

    Calls of several threads are made one after the other.

    Args:
        function: A function of a module.
        *arguments: What it is called with; picklable, as is what it returns or raises.
        limits: What it may take; None for the usual.
        **named: What it is called with by name.

    Returns:
        What it returns.

    Raises:
        LimitError: It took too much, or its process crashed; the next call gets a fresh one.
        OutsideError: The process cannot be started.
        Exception: Whatever the function raises; its traceback is a note.
    """
    return _guard().call(function, arguments, named, limits or Limits())


_guards: dict[int, "_Guard"] = {}
"""The guard of this process, by its id, since a forked process must not share its parent's."""
_guards_lock = threading.Lock()


def _guard() -> "_Guard":
    with _guards_lock:
        if os.getpid() not in _guards:
            _guards.clear()
            _guards[os.getpid()] = _Guard()
            atexit.register(stop_guard)
        return _guards[os.getpid()]


def stop_guard() -> None:
    """End the process for guarded calls; the next call starts another."""
    if guard := _guards.get(os.getpid()):
        guard.stop()


_PROGRAM = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from briefbook.util.guarded import work; work()"


class _Guard:
    """The process for guarded calls, as its caller sees it."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._process: subprocess.Popen[bytes] | None = None

    def call(
        self, function: Callable[..., Result], arguments: tuple[Any, ...], named: dict[str, Any], limits: Limits
    ) -> Result:
        with self._lock:
            fresh = self._process is None or self._process.poll() is not None
            process = self._start() if fresh else self._process
            assert process is not None
            assert process.stdin is not None
            assert process.stdout is not None
            late = threading.Event()

            def end() -> None:
                late.set()
                process.kill()

            timer = threading.Timer(limits.seconds + fresh * START_SECONDS, end)
            timer.daemon = True
            timer.start()
            try:
                _send(process.stdin, (function, arguments, named, limits, forwarded_level()))
                kind, value, records, trace = _receive(process.stdout)
            except (OSError, EOFError) as error:
                self.stop()
                raise _limit_error(limits, process.returncode, late=late.is_set()) from error
            except BaseException:  # an interruption: the answer that is still to come must not be taken for the next
                self.stop()
                raise
            finally:
                timer.cancel()
        for record in records:
            take_record(record)
        if kind == "result":
            return value  # type: ignore[no-any-return]
        if kind == "limit":
            raise LimitError(_SENTENCES[value].format(limits=limits), value)
        if trace:
            value.add_note(trace)
        raise value

    def _start(self) -> "subprocess.Popen[bytes]":
        self.stop()
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _PROGRAM, json.dumps(sys.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
        except OSError as error:
            raise OutsideError(
                f"the process that opens files cannot be started: {error.strerror}",
                remedy="see whether memory or processes are short, and run this again.",
            ) from error
        return self._process

    def stop(self) -> None:
        """End the process, at once."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


_SENTENCES = {
    "memory": "it takes more than {limits.memory:,} MB of memory",
    "time": "it takes more than {limits.seconds} seconds",
    "size": "what it unpacks to is larger than 3 GB",
    "crash": "the program that opens it crashed ({how}), or it takes more than {limits.memory:,} MB of memory",
}


def _limit_error(limits: Limits, code: int | None, *, late: bool) -> LimitError:
    kind = "time" if late else "crash"
    how = f"exit code {code}"
    if code is not None and code < 0:
        with contextlib.suppress(ValueError):
            how = signal.Signals(-code).name
    return LimitError(_SENTENCES[kind].format(limits=limits, how=how), kind)


# Messages: a pickle and its large buffers, each with its length before it, so that pictures are not copied.


def _send(pipe: IO[bytes], message: Any) -> None:
    buffers: list[pickle.PickleBuffer] = []
    data = pickle.dumps(message, 5, buffer_callback=buffers.append)
    parts = [memoryview(data), *(buffer.raw() for buffer in buffers)]
    if sum(part.nbytes for part in parts) > MAX_ANSWER:
        raise _TooLargeError
    pipe.write(struct.pack(f"<I{len(parts)}Q", len(parts), *(part.nbytes for part in parts)))
    for part in parts:
        pipe.write(part)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> Any:
    (count,) = struct.unpack("<I", _exactly(pipe, 4))
    lengths = struct.unpack(f"<{count}Q", _exactly(pipe, 8 * count))
    parts = [_exactly(pipe, length) for length in lengths]
    return pickle.loads(parts[0], buffers=parts[1:])


def _exactly(pipe: IO[bytes], length: int) -> bytes:
    data = pipe.read(length)
    if len(data) < length:
        raise EOFError
    return data


class _TooLargeError(Exception):
    """An answer is larger than ``MAX_ANSWER``."""


# In the process


def work() -> None:
    """Main loop of the process: make calls until the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interruption is answered by the process that started this one
    calls, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not come between the answers
    warnings.simplefilter("ignore")  # what libraries warn of is for no user of a command
    records: list[logging.LogRecord] = []
    with contextlib.suppress(EOFError, OSError):
        while True:
            function, arguments, named, limits, level = _receive(calls)
            records.clear()
            forward_records(records.append, level)
            _limit_memory(limits)
            _answer(answers, function, arguments, named, records)


def _answer(
    answers: IO[bytes],
    function: Callable[..., Any],
    arguments: tuple[Any, ...],
    named: dict[str, Any],
    records: list[logging.LogRecord],
) -> None:
    try:
        _send(answers, ("result", function(*arguments, **named), records, ""))
        return
    except MemoryError:
        kind = "memory"
    except _TooLargeError:
        kind = "size"
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        return _answer_error(answers, error, records)
    except Exception as error:
        return _answer_error(answers, error, records)
    _send(answers, ("limit", kind, records, ""))


def _answer_error(answers: IO[bytes], error: Exception, records: list[logging.LogRecord]) -> None:
    trace = "".join(traceback.format_exception(error))
    error.__traceback__ = error.__cause__ = error.__context__ = None
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        error = RuntimeError(f"{type(error).__name__}: {error}")
    _send(answers, ("error", error, records, trace))


def _limit_memory(limits: Limits) -> None:
    """Set the limit of memory: of private memory, where threads and mapped libraries do not count."""
    if sys.platform == "linux":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        soft = (limits.memory + BASE_MEMORY) * 1_000_000
        resource.setrlimit(resource.RLIMIT_DATA, (soft if hard < 0 else min(soft, hard), hard))
