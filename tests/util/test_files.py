"""Locks keep processes from writing over each other."""

import subprocess
import sys
import textwrap

import pytest

from briefbook.errors import OutsideError
from briefbook.util import files
from briefbook.util.files import locked

HOLDER = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    from briefbook.util.files import locked
    with locked(Path(sys.argv[1])):
        print("held", flush=True)
        sys.stdin.read()
    """
)


@pytest.fixture
def holder(tmp_path):
    """Another process that holds the lock until its input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path / "a.lock")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout.readline().strip() == b"held"
    yield process
    process.communicate()


def test_a_lock_that_another_process_holds_is_waited_for_and_then_given_up(tmp_path, holder, monkeypatch):
    monkeypatch.setattr(files, "LOCK_TIMEOUT", 0.1)
    with pytest.raises(OutsideError, match="another program has held") as raised, locked(tmp_path / "a.lock"):
        pass
    assert raised.value.remedy == "wait for the other command to end, or end it, and run this again."


def test_a_lock_is_free_again_when_its_holder_is_killed(tmp_path, holder):
    holder.kill()
    holder.wait()
    with locked(tmp_path / "a.lock"):
        assert (tmp_path / "a.lock").exists()


def test_a_lock_makes_its_folder(tmp_path):
    with locked(tmp_path / "build" / "a.lock"):
        assert (tmp_path / "build").is_dir()


def test_a_lock_that_cannot_be_made_says_so(tmp_path):
    (tmp_path / "build").write_text("no folder")
    with pytest.raises(OutsideError, match="cannot lock"), locked(tmp_path / "build" / "a.lock"):
        pass
