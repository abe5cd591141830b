"""Pagefind, the static search: called as a module of this Python, its version, its failures."""

import subprocess
import sys
from pathlib import Path

TIMEOUT = 1800


def version() -> str | None:
    """Its version; None where it is not installed or does not run."""
    try:
        asked = subprocess.run(
            [sys.executable, "-m", "pagefind", "--version"], capture_output=True, text=True, timeout=30, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return asked.stdout.strip() or None if asked.returncode == 0 else None


def index(pages: Path, output: Path, language: str = "en") -> str | None:
    """Index the HTML below ``pages`` into ``output``; None if it went well, else what it said."""
    command = [sys.executable, "-m", "pagefind", "--site", str(pages), "--output-path", str(output)]
    command += ["--force-language", language or "en", "--quiet"]
    try:
        run = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT, check=False)
    except (OSError, subprocess.SubprocessError) as error:
        return str(error)
    if run.returncode == 0 and (output / "pagefind.js").is_file():
        for path in output.iterdir():
            if "-ui." in path.name or path.name == "pagefind-highlight.js":
                path.unlink()  # its own interface, which we do not use
        return None
    return (run.stderr or run.stdout).strip() or f"it ended with {run.returncode}"
