"""Errors of the libraries that decode scans -> ``ScanFault``; errors of our own code are left as they are.

A damaged file makes a decoder raise whatever its authors thought of. What one of the decoders raised says something of
the file. What was raised anywhere else is a fault of this program, and must not be reported as one of the paper.
"""

import contextlib
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
from PIL import Image, UnidentifiedImageError

from briefbook.errors import ScanFault
from briefbook.util.file_endings import ending_by_content, how_to_convert, kind_by_content

_DECODERS = ("PIL", "pikepdf", "pypdfium2", "pypdfium2_raw")
_DECODER_ERRORS: tuple[type[Exception], ...] = (
    OSError,
    EOFError,
    struct.error,
    zlib.error,
    pikepdf.PdfError,
    pypdfium2.PdfiumError,
    Image.DecompressionBombError,
)


@contextlib.contextmanager
def decoding(path: Path | None = None) -> Iterator[None]:
    """Turn what a decoder raises inside into a ``ScanFault``.

    Args:
        path: The file that is decoded; its name is left out of the message.

    Raises:
        ScanFault: A decoder could not read the file.
        Exception: Any other error, as it is: it is the program's fault.
    """
    try:
        yield
    except Exception as error:
        if not is_of_the_file(error):
            raise
        raise fault_of(error, path) from error


def is_of_the_file(error: Exception) -> bool:
    """Does an error say something of the file, and not of this program?

    Args:
        error: An exception that was raised and caught.

    Returns:
        True if its type is one of the decoders', or if it was raised within a decoder's own code.
    """
    if isinstance(error, (ScanFault, *_DECODER_ERRORS)):
        return True
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    module = trace.tb_frame.f_globals.get("__name__", "") if trace is not None else ""
    return str(module).partition(".")[0] in _DECODERS and not isinstance(error, MemoryError)


def fault_of(error: Exception, path: Path | None = None) -> ScanFault:
    """A decoder's error in words that help.

    Args:
        error: What the decoder raised.
        path: The file; its name is left out of the message.

    Returns:
        The fault, which is not raised yet.
    """
    message = str(error)
    if isinstance(error, ScanFault):
        return error
    if isinstance(error, pikepdf.PasswordError) or "password" in message.lower():
        return ScanFault("it is encrypted and needs a password; ask for a file without one")
    if isinstance(error, Image.DecompressionBombError):
        return ScanFault("its picture has more than 800 million pixels; ask for a smaller file")
    if isinstance(error, UnidentifiedImageError) or "find header" in message or "unable to find" in message:
        kind = path.suffix.lstrip(".").upper() if path else "readable"
        start = _beginning(path) if path else b""
        other = ending_by_content(start)
        if path and other and other != _ALIASES.get(path.suffix.lower(), path.suffix.lower()):
            return ScanFault(f"it is a {other.lstrip('.').upper()} file: rename it so that it ends with {other}")
        if path and not other and (true_kind := kind_by_content(start)):
            fault = ScanFault(f"it is {true_kind}, whatever its name says, and that kind is not read")
            if how := how_to_convert(true_kind):
                fault.remedy = f"{how}; nothing else is affected."
            return fault
        return ScanFault(f"it is not a {kind} file, or a damaged one")
    first_row = (message.splitlines() or [type(error).__name__])[0]
    if path is not None:
        first_row = first_row.replace(str(path), "").lstrip(" :")
    return ScanFault(f"it is damaged or incomplete ({first_row})")


_ALIASES = {".jpeg": ".jpg", ".tiff": ".tif"}


def _beginning(path: Path) -> bytes:
    """The first bytes of a file; none where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(64)
    except OSError:
        return b""
