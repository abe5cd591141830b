"""What tests share."""

import pytest
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
