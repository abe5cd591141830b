"""What the rules of describing are, as a checksum: items described by other rules are described anew."""

import hashlib
from functools import cache
from pathlib import Path

import briefbook

_RULES = ("cables", "catalogue", "model", "text")
"""The parts of the program that decide how an item is described, with their data."""


@cache
def rules_state() -> str:
    """A checksum over the content of all files that describing an item rests on; the same on every machine."""
    folder = Path(str(briefbook.__file__)).parent
    digest = hashlib.sha256()
    for part in _RULES:
        for path in sorted((folder / part).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                content = path.read_bytes().replace(b"\r\n", b"\n")
                digest.update(f"{path.relative_to(folder).as_posix()} {len(content)}\0".encode() + content)
    return digest.hexdigest()
