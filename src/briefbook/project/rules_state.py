"""What the rules of describing are, as a checksum: items described by other rules are described anew."""

import hashlib
import os
from functools import cache

import briefbook

_RULES = ("cables", "catalogue", "model", "text")
"""The parts of the program that decide how an item is described, with their data."""


@cache
def rules_state() -> str:
    """A checksum over the content of all files that describing an item rests on; the same on every machine."""
    program = os.path.dirname(str(briefbook.__file__))
    paths = [
        os.path.join(folder, name)
        for part in _RULES
        for folder, _, names in os.walk(os.path.join(program, part))
        if not folder.endswith("__pycache__")
        for name in names
    ]
    digest = hashlib.sha256()
    for path in sorted(paths):
        with open(path, "rb") as file:
            content = file.read().replace(b"\r\n", b"\n")
        name = os.path.relpath(path, program).replace(os.sep, "/")
        digest.update(f"{name} {len(content)}\0".encode() + content)
    return digest.hexdigest()
