"""A call that takes too much costs its process, never the caller; the next call works."""

import os
import time

import pytest

from briefbook.errors import FormatError
from briefbook.util.guarded import LimitError, Limits, guarded


def doubled(number):
    return 2 * number


def fill(megabytes):
    return len(bytearray(megabytes * 1_000_000))


def sleep():
    time.sleep(60)


def crash():
    os.abort()


def refuse():
    raise FormatError("the file is empty")


def print_words():
    print("words of a library")
    os.system("echo words of a program")
    return "an answer"


@pytest.fixture(autouse=True)
def _the_next_call_works():
    yield
    assert guarded(doubled, 21) == 42


def test_a_call_gives_back_what_the_function_returns():
    assert guarded(doubled, 4) == 8


def test_the_process_stays_for_further_calls():
    assert guarded(os.getpid) == guarded(os.getpid)
    assert guarded(os.getpid) != os.getpid()


@pytest.mark.skipif("sys.platform != 'linux'", reason="other systems have no limit of a process's private memory")
def test_a_call_that_takes_more_memory_than_it_may_is_refused():
    with pytest.raises(LimitError, match="it takes more than 100 MB of memory") as raised:
        guarded(fill, 900, limits=Limits(memory=100))
    assert raised.value.kind == "memory"
    assert guarded(fill, 900, limits=Limits(memory=1000)) == 900_000_000


def test_a_call_that_does_not_end_is_ended():
    guarded(doubled, 1)
    with pytest.raises(LimitError, match="it takes more than 1 seconds") as raised:
        guarded(sleep, limits=Limits(seconds=1))
    assert raised.value.kind == "time"


def test_a_crash_ends_the_other_process_only():
    with pytest.raises(LimitError, match=r"the program that opens it crashed \(SIGABRT\)") as raised:
        guarded(crash)
    assert raised.value.kind == "crash"


def test_what_a_function_raises_is_raised_here_with_its_traceback_as_a_note():
    with pytest.raises(FormatError, match="the file is empty") as raised:
        guarded(refuse)
    assert "in refuse" in raised.value.__notes__[0]


def test_what_a_library_prints_does_not_come_between_the_answers():
    assert guarded(print_words) == "an answer"
