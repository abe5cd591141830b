"""The search for cycles is put off, and goes on as it was."""

import gc
import threading

import pytest

from briefbook.util.cycle_collection import cycle_collection_paused


@pytest.fixture(autouse=True)
def _as_it_was():
    yield
    gc.enable()


def test_the_search_is_off_within_and_on_again_behind_even_after_an_exception():
    def failing() -> None:
        with cycle_collection_paused():
            within.append(gc.isenabled())
            raise ZeroDivisionError

    within: list[bool] = []
    with pytest.raises(ZeroDivisionError):
        failing()
    assert (within, gc.isenabled()) == ([False], True)


def test_where_it_was_off_it_stays_off():
    gc.disable()
    with cycle_collection_paused(), cycle_collection_paused():
        pass
    assert not gc.isenabled()


def test_it_goes_on_when_the_last_of_two_threads_has_ended():
    began, may_end = threading.Event(), threading.Event()

    def other():
        with cycle_collection_paused():
            began.set()
            may_end.wait(10)

    thread = threading.Thread(target=other)
    with cycle_collection_paused():
        thread.start()
        assert began.wait(10)
    within = gc.isenabled()
    may_end.set()
    thread.join()
    assert (within, gc.isenabled()) == (False, True)
