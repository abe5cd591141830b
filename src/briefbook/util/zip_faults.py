"""The errors that reading a damaged ZIP archive raises."""

import zipfile
import zlib

ZIP_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    OSError,
    ValueError,
    RuntimeError,
    NotImplementedError,
)
"""What ``zipfile`` raises on opening an archive, on reading an entry, and on a password or a method that it lacks."""
