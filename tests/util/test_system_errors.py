"""What is said of an error of the operating system."""

import errno
import os
from pathlib import Path

import pytest

from briefbook.cli import main
from briefbook.util.system_errors import outside_error


@pytest.mark.parametrize(
    ("code", "remedy"),
    [
        (
            errno.EACCES,
            "give yourself the right to read and write there, or choose another folder",
        ),
        (errno.ENOSPC, "make room on the disk"),
        (errno.EROFS, "this disk can only be read; choose a folder on another one"),
        (errno.EXDEV, "see whether the disk and the network are in order"),
    ],
)
def test_an_error_names_the_place_and_says_what_to_do(code: int, remedy: str) -> None:
    outside = outside_error(OSError(code, os.strerror(code), "scans/A1.pdf"))
    assert outside.what == f"scans/A1.pdf: {os.strerror(code)}"
    assert outside.remedy == f"{remedy}; then run this again."


def test_an_error_without_a_name_or_a_number_is_said_as_it_is() -> None:
    assert outside_error(OSError("no answer")).what == "no answer"


def test_a_command_says_what_to_do_about_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(tmp_path / "new"))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(SystemExit) as stop:
        main(["init", str(tmp_path / "new")])
    assert stop.value.code == 4
    assert "Permission denied\n  What to do: give yourself the right" in capsys.readouterr().err
