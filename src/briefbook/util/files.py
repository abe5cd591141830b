"""Writing files so that a crash or a full disk loses nothing."""

import contextlib
import os
import tempfile
from pathlib import Path

from briefbook.errors import OutsideError


def write_atomic(path: Path, content: str | bytes) -> None:
    """Write a whole file or nothing: to a neighbour, flushed to disk, then renamed over it.

    ``OutsideError`` where the disk is full or refuses; the old file then still stands.
    """
    data = content.encode() if isinstance(content, str) else content
    name = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise OutsideError(
            f"cannot write {path}: {error.strerror}",
            remedy="make room or give permission and run the command again; what stood there is unharmed.",
        ) from error
