"""Files in a collection's folder that are nobody else's business, and must not go where the collection goes."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from briefbook.util.files import write_atomic
from briefbook.util.git_program import HARMLESS

ACCOUNTS = "accounts.json"
"""Beside briefbook.toml: the names that may log in, with hashes of their passwords."""

PRIVATE = (ACCOUNTS, f".{ACCOUNTS}.*")
"""What git must not take, as patterns of .gitignore: the accounts, their lock, and what an interrupted write leaves."""


def ignore(root: Path, more: Sequence[str] = ()) -> list[str]:
    """Add what git must not take to a collection's .gitignore, after what stands there.

    Args:
        root: The collection's folder; whether git is used there yet plays no part.
        more: Further patterns.

    Returns:
        The patterns that were missing and were added.
    """
    path = root / ".gitignore"
    text = path.read_text(encoding="utf-8", errors="surrogateescape") if path.exists() else ""
    lines = [line.strip().lstrip("/") for line in text.splitlines()]
    missing = [pattern for pattern in (*more, *PRIVATE) if pattern not in lines]
    if missing:
        begin = text if not text or text.endswith("\n") else f"{text}\n"
        write_atomic(path, (begin + "".join(f"{line}\n" for line in missing)).encode("utf-8", "surrogateescape"))
    return missing


def warnings(root: Path) -> list[str]:
    """Say what is wrong with the private files of a collection.

    Args:
        root: The collection's folder.

    Returns:
        Sentences for the person at the terminal; none where there are no such files, or all is well.
    """
    path = root / ACCOUNTS
    if not path.exists():
        return []
    sentences = []
    if _git(root, "ls-files", "--error-unmatch", ACCOUNTS):
        sentences.append(
            f"git keeps {ACCOUNTS}, which holds hashes of passwords and the key of the sessions.\n"
            f"  What to do: git rm --cached {ACCOUNTS}, commit, and give everybody another password: what was "
            "pushed is known."
        )
    elif _git(root, "rev-parse", "--git-dir") and not _git(root, "check-ignore", "-q", ACCOUNTS):
        sentences.append(
            f"git would take {ACCOUNTS}, which holds hashes of passwords.\n"
            f"  What to do: write a line {ACCOUNTS} in .gitignore; `briefbook accounts add` does it too."
        )
    if path.stat().st_mode & 0o077:
        sentences.append(f"others on this machine may read {ACCOUNTS}.\n  What to do: chmod 600 {ACCOUNTS}")
    return sentences


def _git(root: Path, *arguments: str) -> bool:
    """Does git, where it is installed and the folder is in a repository, say yes?"""
    program = shutil.which("git")
    if program is None:
        return False
    try:
        done = subprocess.run([program, *HARMLESS, *arguments], cwd=root, capture_output=True, timeout=20, check=False)
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0
