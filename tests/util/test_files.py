"""Locks keep processes from writing over each other."""

import errno
import os
import subprocess
import sys
import textwrap

import pytest

from briefbook.errors import OutsideError
from briefbook.util import files
from briefbook.util.files import is_locked, locked, write_atomic

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


@pytest.mark.skipif(sys.platform == "win32", reason="network drives of Windows have locks of their own")
@pytest.mark.parametrize("code", [errno.ENOLCK, errno.EOPNOTSUPP])
def test_on_a_drive_without_locks_a_file_is_the_lock(tmp_path, monkeypatch, code):
    import fcntl

    def refuse(*_):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(fcntl, "flock", refuse)
    with locked(tmp_path / "a.lock"):
        assert (tmp_path / "a.lock.taken").exists()
        assert is_locked(tmp_path / "a.lock")
        with pytest.raises(OutsideError, match="another program has held"), locked(tmp_path / "a.lock", timeout=0.1):
            pass
    assert not (tmp_path / "a.lock.taken").exists()
    assert not is_locked(tmp_path / "a.lock")
    with locked(tmp_path / "a.lock"):
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="as above")
def test_a_lock_server_that_fails_in_passing_is_asked_again(tmp_path, monkeypatch):
    import fcntl

    asked = []
    lock = fcntl.flock

    def refuse_at_first(*arguments):
        asked.append(arguments)
        if len(asked) < 3:
            raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))
        lock(*arguments)

    monkeypatch.setattr(fcntl, "flock", refuse_at_first)
    with locked(tmp_path / "a.lock"):
        assert not (tmp_path / "a.lock.taken").exists()
        assert is_locked(tmp_path / "a.lock")


@pytest.mark.skipif(sys.platform == "win32", reason="as above")
def test_on_a_drive_without_locks_that_of_a_killed_process_is_taken_over(tmp_path):
    code = """
import errno, fcntl, os, signal, sys
from pathlib import Path
from briefbook.util.files import locked

def refuse(*_):
    raise OSError(errno.ENOLCK, "no locks")

fcntl.flock = refuse
with locked(Path(sys.argv[1]), timeout=5):
    if sys.argv[2] == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
print("done")
"""
    runs = [
        subprocess.run([sys.executable, "-c", code, str(tmp_path / "a.lock"), how], capture_output=True, text=True)
        for how in ("killed", "later")
    ]
    assert runs[0].returncode == -9
    assert runs[1].stdout == "done\n"


@pytest.mark.parametrize("code", [errno.ESTALE, errno.EIO, errno.EDQUOT])
def test_a_network_drive_that_loses_a_handle_leaves_the_old_file_and_nothing_beside_it(tmp_path, monkeypatch, code):
    (tmp_path / "a.md").write_text("old", encoding="utf-8")

    def refuse(*_):
        raise OSError(code, os.strerror(code))

    for name in ("fsync", "replace"):
        with monkeypatch.context() as patched:
            patched.setattr(os, name, refuse)
            with pytest.raises(OutsideError, match="cannot write"):
                write_atomic(tmp_path / "a.md", "new")
        assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("a.md", "old")]


def test_a_folder_whose_names_cannot_be_flushed_is_no_hindrance(tmp_path, monkeypatch):
    opened = os.open

    def refuse(path, flags, *more, **options):
        if os.path.isdir(path):
            raise PermissionError(errno.EACCES, "as Windows says of folders")
        return opened(path, flags, *more, **options)

    monkeypatch.setattr(os, "open", refuse)
    write_atomic(tmp_path / "new" / "a.md", "new")
    assert (tmp_path / "new" / "a.md").read_text() == "new"
