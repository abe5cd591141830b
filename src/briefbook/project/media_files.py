"""Pictures that an author adds to ``media/``: taken only if they are what they are called, and of a bearable size."""

import io
import re
import unicodedata
import warnings
from pathlib import PurePosixPath

from briefbook.errors import InputError
from briefbook.project.collection import Collection
from briefbook.text.safe_names import is_reserved_name
from briefbook.util.files import locked, write_atomic
from briefbook.util.guarded import LimitError, Limits, guarded

MAX_BYTES = 20_000_000
"""Bytes of the largest picture that is taken."""

MAX_PIXELS = 60_000_000
"""Pixels of the largest picture that is taken."""

FORMATS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".gif": "GIF", ".webp": "WEBP"}
"""What a picture must be, by the ending of its name. SVG is left out: it may hold scripts."""

_LIMITS = Limits(memory=800, seconds=20)
_REMEDY = f"choose a JPEG, PNG, GIF or WebP of up to {MAX_BYTES // 1_000_000} MB."


def add_picture(collection: Collection, name: str, data: bytes) -> str:
    """Put a picture into ``media/``; one that is there is never written over.

    Args:
        collection: The collection.
        name: The name of the file as its owner has it; it comes from outside, and only its last part is used.
        data: The file.

    Returns:
        The path in the collection, as ``media/harbour.jpg``; that of the same picture, if it is there already.

    Raises:
        InputError: It is not what its name says, damaged, too large, or of another kind.
        OutsideError: The disk refuses.
    """
    stem, ending = _plain_name(name)
    if ending not in FORMATS:
        raise InputError(
            f"{ending or 'a file without an ending'} is not a picture that every browser can show", remedy=_REMEDY
        )
    if len(data) > MAX_BYTES:
        raise InputError(f"the picture has more than {MAX_BYTES // 1_000_000} MB", remedy=_REMEDY)
    try:
        problem = guarded(problem_of_picture, data, FORMATS[ending], limits=_LIMITS)
    except LimitError as error:
        problem = f"it cannot be opened: {error}"
    if problem:
        raise InputError(f"{stem}{ending} was not taken: {problem}", remedy=_REMEDY)
    with locked(collection.build / ".writing.lock"):
        number = 1
        while True:
            path = collection.media / f"{stem}{f'-{number}' if number > 1 else ''}{ending}"
            if not path.exists():
                write_atomic(path, data)
                break
            if path.is_file() and path.read_bytes() == data:
                break
            number += 1
    return path.relative_to(collection.root).as_posix()


def problem_of_picture(data: bytes, kind: str) -> str:
    """Say why some bytes are no picture of a kind; empty if they are.

    Args:
        data: The bytes, which are decoded to the end.
        kind: The kind, as Pillow names it.

    Returns:
        What is wrong, as a clause.
    """
    from PIL import Image, UnidentifiedImageError  # of an extra: only where a picture is added

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # Pillow warns of what it would unpack to, and of damage
            with Image.open(io.BytesIO(data), formats=sorted(set(FORMATS.values()))) as picture:
                if picture.format != kind:
                    return f"its name says {kind}, and it is {picture.format}"
                if picture.width * picture.height > MAX_PIXELS:
                    return f"it has {picture.width:,} by {picture.height:,} pixels, too many"
                picture.load()
    except UnidentifiedImageError:
        return f"it is no {kind} picture"
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return "it has too many pixels"
    except (OSError, ValueError, SyntaxError, Warning) as error:
        return f"it is damaged ({str(error)[:80]})"
    return ""


def _plain_name(name: str) -> tuple[str, str]:
    """The name of a file without its folders, in letters that every system and every link takes, and its ending."""
    last = PurePosixPath(name.replace("\\", "/")).name
    plain = unicodedata.normalize("NFKD", last).encode("ascii", "ignore").decode().lower()
    stem, dot, ending = plain.rpartition(".")
    if not dot:
        stem, ending = plain, ""
    stem = re.sub(r"[^a-z0-9]+", "-", stem).strip("-")[:80] or "picture"
    if is_reserved_name(stem):
        stem = f"picture-{stem}"
    return stem, f".{ending}" if ending else ""
