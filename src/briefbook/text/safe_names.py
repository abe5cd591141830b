"""An item's id or a page's name -> a file name that any system accepts, and back."""

import re

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.I)


def safe_name(name: str) -> str:
    """A name as a file name that any system accepts; two names never give the same one.

    >>> safe_name("CDNW12452"), safe_name("FO 371/12"), safe_name("..")
    ('CDNW12452', 'FO~20371~2f12', '~2e~2e')
    """
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
