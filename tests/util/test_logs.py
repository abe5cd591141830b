"""Log records carry item and page, and go where the user of a command wants them."""

import logging
import pickle

import pytest

from briefbook.util import logs

log = logs.get_logger("briefbook.test")


@pytest.fixture(autouse=True)
def no_handlers_are_left():
    yield
    logs.close_logging()


def without_time(path):
    return [line.split(" ", 1)[1] for line in path.read_text(encoding="utf-8").splitlines()]


def test_as_a_library_nothing_is_printed(capsys):
    log.error("a fault")
    assert capsys.readouterr() == ("", "")


def test_a_log_file_holds_decisions_with_item_and_page(tmp_path):
    logs.configure_logging(0, tmp_path / "new" / "briefbook.log")
    with logs.log_context("CDNW1", 3):
        log.info("read by %s", "lines")
        log.debug("not wanted")
    with logs.log_context("CDNW1"):
        log.info("kept")
    log.info("done")
    assert without_time(tmp_path / "new" / "briefbook.log") == [
        "INFO briefbook.test [CDNW1, p. 3]: read by lines",
        "INFO briefbook.test [CDNW1]: kept",
        "INFO briefbook.test: done",
    ]


def test_verbose_shows_decisions_on_standard_error_and_twice_everything(capsys):
    logs.configure_logging(1)
    log.info("decided")
    log.debug("in detail")
    assert [line.split(" ", 1)[1] for line in capsys.readouterr().err.splitlines()] == ["INFO briefbook.test: decided"]
    logs.configure_logging(2)
    log.debug("in detail")
    assert capsys.readouterr().err.endswith("DEBUG briefbook.test: in detail\n")


def test_without_any_option_only_a_fault_makes_a_file(tmp_path):
    path = tmp_path / "build" / "briefbook.log"
    logs.configure_logging(0, fault_log=path)
    log.warning("no fault")
    assert not path.exists()
    try:
        raise IndexError("list index out of range")
    except IndexError:
        log.exception("a fault of the program")
    text = path.read_text(encoding="utf-8")
    assert "ERROR briefbook.test: a fault of the program" in text
    assert "IndexError: list index out of range" in text
    assert logs.log_place() == path


def test_a_process_that_was_started_forwards_its_records_with_item_and_page(tmp_path):
    sent = []
    logs.forward_records(lambda record: sent.append(pickle.dumps(record)), logging.INFO)
    with logs.log_context("CDNW1", 3):
        log.info("read by %s", "lines")
        log.debug("not wanted")
    logs.configure_logging(0, tmp_path / "log.txt")
    for record in sent:
        logs.take_record(pickle.loads(record))
    assert without_time(tmp_path / "log.txt") == ["INFO briefbook.test [CDNW1, p. 3]: read by lines"]
