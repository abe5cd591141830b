"""The site's own templates, compiled once: kept beside Python's compiled modules, which nobody else may write either.

Compiled code is never read from a collection, which may come from somebody else, nor kept for a theme's templates.
"""

import contextlib
import hashlib
import importlib.util
import sys
from pathlib import Path

from jinja2.bccache import Bucket, FileSystemBytecodeCache


class CompiledTemplates(FileSystemBytecodeCache):
    """A folder of compiled templates; one that cannot be read or written costs only the time to compile."""

    def __init__(self, folder: Path, options: bytes) -> None:
        """``folder`` is the program's own, if it is there; ``options`` say how templates are compiled."""
        super().__init__(str(folder), "%s.template")
        self._options = hashlib.sha256(options).hexdigest()

    def get_source_checksum(self, source: str) -> str:
        """Changes with a template and with the options of the environment."""
        return hashlib.sha256(f"{self._options} {source}".encode()).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read a compiled template if there is one that can be read."""
        with contextlib.suppress(OSError, EOFError, ValueError, TypeError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template if the folder can be written."""
        if not sys.dont_write_bytecode:
            with contextlib.suppress(OSError):
                super().dump_bytecode(bucket)


def compiled_beside(module: Path) -> CompiledTemplates:
    """A cache of compiled templates in the folder of Python's compiled modules; unused if Python writes no bytecode.

    Args:
        module: The module that says how templates are compiled; they are compiled anew when it changes.
    """
    folder = Path(importlib.util.cache_from_source(str(module))).parent
    return CompiledTemplates(folder, module.read_bytes())
