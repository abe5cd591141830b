"""Tesseract, a second opinion on scans: how it is called, its version, its failures."""

import io
import os
import shutil
import subprocess
from functools import cache
from typing import TYPE_CHECKING

from briefbook.errors import OutsideError

if TYPE_CHECKING:
    from PIL import Image

ARGUMENTS = ("--psm", "4")
"""One column of text of any height: what a cable is."""

TIMEOUT = 300


@cache
def version() -> str | None:
    """Its version; None where it is not installed or does not run."""
    try:
        asked = subprocess.run(["tesseract", "--version"], capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.SubprocessError):
        return None
    words = (asked.stdout or asked.stderr).split()
    return words[1] if asked.returncode == 0 and len(words) > 1 else None


def table(picture: "Image.Image", dpi: int) -> str:
    """What it reads on a picture, as its table (TSV); ``OutsideError`` says why it did not."""
    program = shutil.which("tesseract")
    if program is None:
        raise OutsideError("tesseract is not installed", remedy="install it, or choose another reading.reader.")
    data = io.BytesIO()
    picture.convert("L").save(data, "PPM")
    command = [program, "stdin", "stdout", *ARGUMENTS, "--dpi", str(dpi), "-l", "eng", "tsv"]
    one_thread = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        run = subprocess.run(
            command, input=data.getvalue(), capture_output=True, timeout=TIMEOUT, env=one_thread, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise OutsideError(f"tesseract took more than {TIMEOUT} seconds for a page") from error
    except OSError as error:
        raise OutsideError(f"tesseract did not run: {error.strerror}") from error
    if run.returncode:
        said = run.stderr.decode(errors="replace").strip().splitlines()
        raise OutsideError(f"tesseract failed ({said[-1] if said else f'exit code {run.returncode}'})")
    return run.stdout.decode(errors="replace")
