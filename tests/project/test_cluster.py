"""The way to a cluster says when there is nobody on it."""

import threading

from briefbook.project.cluster import _watched


def test_a_scheduler_without_workers_is_said_each_time_that_the_last_has_gone(caplog):
    looked = threading.Event()
    counts = [2, 0, 0, 1, 0, 0]

    def worker_count():
        count = counts.pop(0) if counts else 0
        if not counts:
            looked.set()  # by now all but the last look was said
        return count

    with _watched(worker_count, seconds=0.001):
        assert looked.wait(10)
    assert caplog.text.count("the scheduler has no workers: nothing is read until one is started") == 2


def test_what_the_scheduler_meets_ends_no_watching(caplog):
    looked = threading.Event()

    def worker_count():
        looked.set()
        raise OSError("gone")

    with _watched(worker_count, seconds=0.001):
        assert looked.wait(10)
    assert caplog.text == ""
