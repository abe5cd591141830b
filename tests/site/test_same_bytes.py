"""The same collection gives the same bytes, wherever and by whomever it is built."""

import hashlib
import os
import shutil
import subprocess
import sys

import pytest

ELSEWHERE = """
import os

listdir, scandir = os.listdir, os.scandir

class Backwards:
    def __init__(self, entries):
        self.entries = iter(sorted(entries, key=lambda entry: entry.name, reverse=True))
    def __iter__(self):
        return self
    def __next__(self):
        return next(self.entries)
    def __enter__(self):
        return self
    def __exit__(self, *_):
        pass
    close = __exit__

os.listdir = lambda *a: sorted(listdir(*a), reverse=True)
os.scandir = lambda *a: Backwards(scandir(*a))
from briefbook.cli import main
main()
"""

HERE = "from briefbook.cli import main; main()"


def made(root, code, *commands, umask=0o022, **environment):
    """What the commands leave of a collection besides what is no promise: its files with their checksums."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000", "BRIEFBOOK_WHO": "Kim", **environment}
    for command in commands:
        done = subprocess.run(
            [sys.executable, "-c", code, "-C", str(root), *command],
            env=environment,
            umask=umask,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
    kept = {}
    for folder in (root / "build" / "site", root / "build" / "exports"):
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(root).as_posix()
            if path.is_file() and "pagefind" not in name:
                kept[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return kept


@pytest.mark.slow
def test_hash_seed_locale_time_zone_umask_and_order_of_files_change_no_byte(harbour, tmp_path):
    other = tmp_path / "another place" / "häfen"
    shutil.copytree(harbour, other)
    commands = [["build"], ["export", "ead3"], ["export", "graphml"], ["export", "tei-corpus"]]
    here = made(harbour, HERE, *commands, PYTHONHASHSEED="1", LC_ALL="C.UTF-8", TZ="<-12>12")
    there = made(
        other,
        ELSEWHERE,
        *commands,
        umask=0o077,
        PYTHONHASHSEED="4242",
        LC_ALL="de_DE.UTF-8",
        LANG="tr_TR",
        TZ="<+14>-14",
    )
    assert len(here) > 40
    assert {name for name in here.keys() | there.keys() if here.get(name) != there.get(name)} == set()
