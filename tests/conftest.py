"""What tests share."""

import faulthandler
import sys
from pathlib import Path

import pytest
from harbour import make_harbour
from hypothesis import settings

from briefbook.cli import main

settings.register_profile("steady", deadline=None)  # a busy machine is no fault of what is tested
settings.load_profile("steady")


@pytest.fixture
def run_command(capsys):
    """Runs a command as the terminal does: (exit code, what it printed, what it said on standard error)."""

    def run(*arguments):
        code = 0
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as stop:
            code = stop.code or 0
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


@pytest.fixture
def harbour(tmp_path):
    """The folder of a small made-up collection (see ``harbour.py``)."""
    return make_harbour(tmp_path)


GOLDEN = Path(__file__).parent / "golden"
_renewed = pytest.StashKey[list[str]]()


def pytest_unconfigure():
    """A thread that outlives the tests would keep the process, and a machine that waits for it, for ever."""
    faulthandler.dump_traceback_later(60, exit=True, file=sys.__stderr__)


def pytest_addoption(parser):
    parser.addoption(
        "--renew-golden", action="store_true", help="write what golden files must be anew; read the difference by eye"
    )


@pytest.fixture
def golden(request):
    """Holds a whole output against the file of tests/golden that says what it must be."""

    def compare(name, text):
        path = GOLDEN / name
        if request.config.getoption("--renew-golden"):
            if not path.exists() or path.read_bytes() != text.encode():
                path.write_bytes(text.encode())
                request.config.stash.setdefault(_renewed, []).append(name)
            return
        assert path.exists(), f"there is no tests/golden/{name}: make it with --renew-golden, and read it"
        assert text.splitlines() == path.read_bytes().decode().splitlines()

    return compare


def pytest_terminal_summary(terminalreporter, config):
    if renewed := config.stash.get(_renewed, []):
        terminalreporter.write_line(f"renewed in tests/golden, to be read by eye: {', '.join(sorted(renewed))}")
