"""A collection for the tests of commands."""

import pytest


@pytest.fixture
def run(run_command, tmp_path):
    """Runs a command on a new collection, c: its output, or its errors where another exit code is expected."""
    run_command("init", tmp_path / "c")

    def run(*arguments, code=0):
        ended, out, err = run_command("-C", tmp_path / "c", *arguments)
        assert ended == code, out + err
        return err if code else out

    return run
