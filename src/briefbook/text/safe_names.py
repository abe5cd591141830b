"""An item's id or a page's name -> a file name that any system accepts, and back."""

import hashlib
import re
from collections.abc import Callable, Iterable
from functools import lru_cache

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.I)


MAX_LENGTH = 160
"""Maximum length of a safe name, so that an ending, a key and the marks of a temporary file fit in the 255 bytes that
file systems allow for a name."""

_SHORTENED = "~~"
"""Stands between the beginning of a long name and its hash; no other safe name has it."""


def is_reserved_name(name: str) -> bool:
    """Is it a name that Windows keeps for a device, with whatever ending: no file can have it there?

    >>> is_reserved_name("con.md"), is_reserved_name("convoy.md")
    (True, False)
    """
    return bool(_RESERVED.match(name))


@lru_cache(maxsize=2_048)
def safe_name(name: str) -> str:
    """Turn a name into a file name that any system accepts; two names never give the same file name.

    A name that would be longer than ``MAX_LENGTH`` keeps its beginning and ends in a hash of the whole.

    >>> safe_name("CDNW12452"), safe_name("FO 371/12"), safe_name("..")
    ('CDNW12452', 'FO~20371~2f12', '~2e~2e')
    >>> safe_name("K" * 250)[118:]
    'KK~~48ea5c0f63f925e2'
    """
    safe = _escaped(name)
    if len(safe) <= MAX_LENGTH:
        return safe
    return f"{safe[:120].rstrip('.')}{_SHORTENED}{hashlib.sha256(name.encode()).hexdigest()[:16]}"


def _escaped(name: str) -> str:
    safe = _UNSAFE.sub(lambda match: "".join(f"~{byte:02x}" for byte in match[0].encode()), name)
    if safe.startswith(".") or _RESERVED.match(safe):
        safe = f"~{ord(safe[0]):02x}{safe[1:]}"
    if safe.endswith("."):
        safe = safe[:-1] + "~2e"
    return safe


def name_of(safe: str) -> str:
    """Undo ``safe_name``; a text that ``safe_name`` never gives comes back as some other name.

    >>> name_of("FO~20371~2f12")
    'FO 371/12'
    """
    raw = re.sub(rb"~([0-9a-f]{2})", lambda match: bytes([int(match[1], 16)]), safe.encode())
    return raw.decode(errors="replace")


def is_shortened(safe: str) -> bool:
    """Tell whether a safe name, or a part of this path of safe names, stands for a longer one by its hash."""
    return _SHORTENED in safe


def find_name(safe: str, names: Callable[[], Iterable[str]]) -> str:
    """Undo ``safe_name`` also for a name that it shortened.

    Args:
        safe: A file name that ``safe_name`` gave, or any other text.
        names: Gives the names that it can stand for; called only where the name was shortened.

    Returns:
        The name; some name that is not among them where there is none.

    >>> find_name(safe_name("K" * 250), lambda: ["A1", "K" * 250]) == "K" * 250
    True
    """
    if not is_shortened(safe):
        return name_of(safe)
    return next((name for name in names() if safe_name(name) == safe), name_of(safe))
