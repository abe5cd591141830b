"""Seconds of the processor, with those of processes that other processes started: workers of a fork server, too.

What a system counts for a process's children leaves out those that it does not wait for itself: a fork server and the
workers that it forks outlive the command that started it by a moment. Linux only, as the benches are.
"""

import ctypes
import os
import resource
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_SET_CHILD_SUBREAPER = 36  # of prctl(2)
_TICKS = os.sysconf("SC_CLK_TCK")
_MAX_WAIT = 30.0


@dataclass(frozen=True, slots=True)
class Usage:
    """What a command took, with all processes that it started.

    Seconds of the processor and by the clock, MiB of the largest process, the exit status, and what was written.
    """

    seconds: float
    wall: float
    memory: float
    status: int
    output: str = ""


def run(command: Sequence[str], *, capture: bool = False) -> Usage:
    """Run a command to its end and count it with every process that it started.

    Args:
        command: The program and its arguments.
        capture: Whether standard output is wanted; else it is thrown away.
    """
    ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)  # orphans become ours, and can be waited for
    others = set(_children(os.getpid()))
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE if capture else subprocess.DEVNULL, text=True)
    output = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    usages = [usage]
    while orphans := set(_children(os.getpid())) - others:
        for pid in orphans:
            ended, _, usage = os.wait4(pid, os.WNOHANG)
            if ended:
                usages.append(usage)
        if time.monotonic() - began - wall > _MAX_WAIT:
            break  # a server that the command left running is not counted
        time.sleep(0.01)
    seconds = sum(usage.ru_utime + usage.ru_stime for usage in usages)
    memory = max(usage.ru_maxrss for usage in usages) / 1024
    return Usage(seconds, wall, memory, process.returncode, output)


def spent() -> float:
    """The seconds of this process so far, with those of every process below it that runs or was waited for."""
    own = sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own + sum(_seconds_of(pid) for pid in _descendants(os.getpid()))


def _descendants(pid: int) -> Iterator[int]:
    for child in _children(pid):
        yield child
        yield from _descendants(child)


def _children(pid: int) -> list[int]:
    return [int(path.name) for path in Path("/proc").glob("[0-9]*") if _stat(int(path.name))[1:2] == [str(pid)]]


def _seconds_of(pid: int) -> float:
    return sum(map(int, _stat(pid)[11:15])) / _TICKS


def _stat(pid: int) -> list[str]:
    """What ``/proc/PID/stat`` says behind the program's name; nothing if there is no such process any more."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
