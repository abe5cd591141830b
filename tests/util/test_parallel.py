"""Work by several processes gives what work by one gives, in the same order."""

import contextlib
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import SimpleNamespace

import pytest

from briefbook.errors import InputError, OutsideError
from briefbook.util import parallel
from briefbook.util.logs import get_logger, log_context
from briefbook.util.parallel import BackgroundMap, parallel_map


@pytest.fixture(autouse=True)
def _two_cores(monkeypatch):
    monkeypatch.setattr(parallel, "core_count", lambda: 2)


@dataclass(frozen=True)
class Suffix:
    """What workers are sent: a value, and what is done with it."""

    text: str

    def __call__(self, task):
        return task + self.text, os.getpid()


def refuse(task):
    raise InputError(f"cannot do {task}", remedy="leave it out.")


def end(task):
    os._exit(9)


def threads(task):
    return len(os.listdir(f"/proc/{os.getppid()}/task"))


def test_few_tasks_are_done_in_this_process():
    assert list(parallel_map(Suffix("!"), ["a", "b"], total=2)) == [("a!", os.getpid()), ("b!", os.getpid())]


def test_many_tasks_are_done_by_other_processes_and_come_back_in_order():
    done = list(parallel_map(Suffix("!"), [str(task) for task in range(45)], total=45, threshold=10, batch_size=2))

    assert [text for text, _ in done] == [f"{task}!" for task in range(45)]
    assert os.getpid() not in {process for _, process in done}


def test_what_cannot_be_sent_is_done_in_this_process():
    shared = {"x": 1}

    assert list(parallel_map(lambda task: (task, shared["x"]), ["a", "b"], total=2, threshold=1)) == [
        ("a", 1),
        ("b", 1),
    ]


def test_an_error_in_a_worker_is_raised_here_with_its_remedy():
    with pytest.raises(InputError, match="cannot do 0") as raised:
        list(parallel_map(refuse, range(20), total=20, threshold=1, batch_size=2))

    assert raised.value.remedy == "leave it out."


def test_a_worker_that_is_killed_is_an_error_that_says_what_to_do():
    with pytest.raises(OutsideError, match="ended before it was done") as raised:
        list(parallel_map(end, range(20), total=20, threshold=1, batch_size=2))

    assert "memory" in raised.value.remedy


def test_results_not_taken_leave_no_process_behind():
    done = parallel_map(Suffix("!"), [str(task) for task in range(100)], total=100, threshold=1, batch_size=2)
    _, process = next(done)
    done.close()

    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


@pytest.mark.skipif(parallel.START_METHOD != "forkserver", reason="only Linux has a fork server here")
def test_workers_are_forked_from_a_process_with_one_thread():
    assert set(parallel_map(threads, range(4), total=4, threshold=1, batch_size=2)) == {1}


def log_and_fail(task):
    with log_context("D1", task):
        get_logger("briefbook.test").info("at it")
    if task == 3:
        raise KeyError("a fault of the program")
    return task


def test_what_workers_log_arrives_here_with_item_and_page_and_the_traceback_of_what_they_raise(caplog):
    caplog.set_level("INFO", "briefbook")
    with pytest.raises(KeyError, match="a fault of the program"):
        list(parallel_map(log_and_fail, [1, 2, 3], total=3, threshold=1, batch_size=1))

    at_it = [(record.item, record.page) for record in caplog.records if record.getMessage() == "at it"]
    assert at_it == [("D1", 1), ("D1", 2), ("D1", 3)]
    (failed,) = [record for record in caplog.records if record.levelname == "ERROR"]
    assert "in log_and_fail" in failed.getMessage()


def test_few_tasks_that_take_long_are_shared_after_the_first_ones(monkeypatch):
    monkeypatch.setattr(parallel, "is_own_command", lambda: True)
    seconds = iter(range(100))
    results = list(parallel_map(Suffix("!"), list("abcdefghij"), total=10, clock=lambda: next(seconds)))
    assert [text for text, _ in results] == ["a!", "b!", "c!", "d!", "e!", "f!", "g!", "h!", "i!", "j!"]
    assert results[0][1] == os.getpid()
    assert os.getpid() not in [process for _, process in results[1:]]


def test_few_quick_tasks_are_done_by_one_process():
    results = list(parallel_map(Suffix("!"), list("abcdefghij"), total=10, clock=lambda: 0.0))
    assert {process for _, process in results} == {os.getpid()}


def test_a_script_of_few_tasks_starts_no_processes():
    seconds = iter(range(100))
    results = list(parallel_map(Suffix("!"), list("abcdefghij"), total=10, clock=lambda: next(seconds)))
    assert {process for _, process in results} == {os.getpid()}


@pytest.mark.parametrize(
    ("name", "path", "own"),
    [
        ("briefbook.__main__", "", True),
        (None, "/usr/local/bin/briefbook", True),
        (None, "/home/mara/count.py", False),
        ("pytest.__main__", "", False),
        (None, "/home/mara/briefbooks.py", False),
    ],
)
def test_the_command_is_told_from_scripts(monkeypatch, name, path, own):
    spec = SimpleNamespace(name=name) if name else None
    monkeypatch.setitem(sys.modules, "__main__", SimpleNamespace(__spec__=spec))
    monkeypatch.setattr(sys, "argv", [path])
    assert parallel.is_own_command() is own


def state_here():
    return "a1"


class StateElsewhere:
    """A state that is another at every look, as on a computer with another program."""

    looks = 0

    def __call__(self):
        StateElsewhere.looks += 1
        return str(StateElsewhere.looks)


def test_on_an_executor_results_come_in_the_order_of_the_tasks_and_nothing_is_done_here():
    with ThreadPoolExecutor(2) as executor:
        results = parallel_map(str, range(25), total=25, batch_size=4, executor=executor, state_of_program=state_here)
        assert list(results) == [str(number) for number in range(25)]


def test_a_worker_elsewhere_that_is_another_program_is_refused():
    with ThreadPoolExecutor(1) as executor, pytest.raises(OutsideError, match="a worker was refused: the program on"):
        list(parallel_map(str, range(3), total=3, executor=executor, state_of_program=StateElsewhere()))


def test_an_executor_that_breaks_ends_the_work_with_what_to_do():
    executor = ThreadPoolExecutor(1)
    executor._broken = "its computers are gone"
    with pytest.raises(OutsideError, match="the cluster cannot go on: its computers are gone") as error:
        list(parallel_map(str, range(3), total=3, executor=executor))
    assert "it goes on where it stopped" in error.value.remedy


class KilledWorker(Exception):
    """As dask.distributed has it, which need not be installed."""

    __module__ = "distributed.scheduler"


def _end_the_worker(_):
    raise KilledWorker("3 workers ended")


def _divide_by(number):
    return 1 // number


def test_a_task_that_ends_the_workers_of_a_cluster_is_no_fault_of_the_program_and_a_fault_of_the_work_is():
    with ThreadPoolExecutor(1) as executor:
        with pytest.raises(OutsideError, match="the cluster cannot go on: 3 workers ended"):
            list(parallel_map(_end_the_worker, range(3), total=3, executor=executor))
        with pytest.raises(ZeroDivisionError):
            list(parallel_map(_divide_by, range(3), total=3, executor=executor))


def test_workers_begin_at_once_and_give_their_results_in_order_when_they_are_asked_for(monkeypatch):
    monkeypatch.setattr(parallel, "core_count", lambda: 2)
    with BackgroundMap(Suffix("!"), list("abcdefg")) as made:
        soon = list(made.ready())
        every = [*soon, *made.rest()]
        assert list(made.rest()) == []
    assert [text for text, _ in every] == ["a!", "b!", "c!", "d!", "e!", "f!", "g!"]
    assert os.getpid() not in {process for _, process in every}


def test_without_a_second_core_this_process_does_what_was_to_be_done_in_the_background(monkeypatch):
    monkeypatch.setattr(parallel, "core_count", lambda: 1)
    with BackgroundMap(Suffix("!"), ["a", "b"]) as made:
        assert list(made.ready()) == []
        assert list(made.rest()) == [("a!", os.getpid()), ("b!", os.getpid())]


def test_an_error_of_a_worker_in_the_background_is_raised_here_and_the_others_end(monkeypatch):
    monkeypatch.setattr(parallel, "core_count", lambda: 2)
    with pytest.raises(InputError, match="cannot do 0"), BackgroundMap(refuse, list(range(20))) as made:
        list(made.rest())
    with pytest.raises(OutsideError, match="ended before it was done"), BackgroundMap(end, list(range(20))) as made:
        list(made.rest())


def _is_running(process):
    try:
        with open(f"/proc/{process}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _wait_until(is_so):
    for _ in range(1_200):
        if is_so():
            return
        time.sleep(0.05)
    raise AssertionError("it did not become so in a minute")


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="processes are looked up in /proc")
def test_workers_end_when_the_process_that_started_them_is_killed(tmp_path):
    script = tmp_path / "long.py"
    script.write_text(
        "import os, sys, time\n"
        "from briefbook.util import parallel\n"
        "def work(task):\n"
        "    open(os.path.join(sys.argv[1], str(os.getpid())), 'w').close()\n"
        "    time.sleep(0.05)\n"
        "    return task\n"
        "if __name__ == '__main__':\n"
        "    parallel.core_count = lambda: 2\n"
        "    for _ in parallel.parallel_map(work, range(100_000), total=100_000, threshold=1):\n"
        "        pass\n"
    )
    seen = tmp_path / "seen"
    seen.mkdir()
    command = subprocess.Popen([sys.executable, str(script), str(seen)])
    _wait_until(lambda: len(list(seen.iterdir())) >= 2)
    command.kill()
    command.wait()
    workers = [int(path.name) for path in seen.iterdir() if int(path.name) != command.pid]
    assert workers
    _wait_until(lambda: not any(_is_running(worker) for worker in workers))


def _wait_long(marks):
    open(os.path.join(marks, str(os.getpid())), "w").close()
    time.sleep(600)


def test_an_interruption_ends_workers_in_the_midst_of_a_task(tmp_path):
    with contextlib.suppress(KeyboardInterrupt), BackgroundMap(_wait_long, [str(tmp_path)] * 2):
        _wait_until(lambda: len(list(tmp_path.iterdir())) == 2)
        raise KeyboardInterrupt
    assert not any(_is_running(path.name) for path in tmp_path.iterdir())


def test_results_that_nobody_waits_for_any_more_end_workers_in_the_midst_of_a_task(tmp_path):
    tasks = ["", *[str(tmp_path)] * 2]
    made = parallel_map(_wait_long_or_not, tasks, total=3, threshold=1, batch_size=1)
    assert next(made) == "at once"
    _wait_until(lambda: list(tmp_path.iterdir()))
    made.close()
    assert not any(_is_running(path.name) for path in tmp_path.iterdir())


def _wait_long_or_not(marks):
    return _wait_long(marks) if marks else "at once"
