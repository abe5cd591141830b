"""Names of files in a BagIt bag of a collection: how a manifest writes them, and which belong in it."""

import re
from pathlib import PurePosixPath

ALGORITHMS = ("sha256", "sha512")
"""The checksums of a bag, each with a manifest of its own."""

PAYLOAD = "data"
"""The folder of a bag's payload, by RFC 8493."""

COLLECTION = f"{PAYLOAD}/collection"
"""Where the collection's folder lies in the bag; beside it what describes it."""

_VISIBLE_DOTFILES = (".gitignore", ".gitattributes")
_MADE_BY_PROGRAMS = "build"
_ACCOUNTS = "accounts.json"


def belongs(path: PurePosixPath) -> bool:
    """Say whether a file is part of a collection that travels.

    What programs make stays out (``build/``), and so do the accounts, and hidden files and folders: a repository's
    own, what an interrupted write left.

    Args:
        path: The file's path in the collection's folder.

    >>> belongs(PurePosixPath("narratives/one.md")), belongs(PurePosixPath("build/index/x"))
    (True, False)
    >>> belongs(PurePosixPath("accounts.json")), belongs(PurePosixPath(".git/config"))
    (False, False)
    """
    if path.parts[0].casefold() in (_MADE_BY_PROGRAMS, _ACCOUNTS):
        return False
    return not any(part.startswith(".") and part not in _VISIBLE_DOTFILES for part in path.parts)


def encode_name(path: str) -> str:
    r"""Write a path as a manifest does: line breaks and percent signs as escapes.

    >>> encode_name("data/100%\n.txt")
    'data/100%25%0A.txt'
    """
    return path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def decode_name(path: str) -> str:
    r"""Read a manifest's path: the reverse of ``encode_name``; no other escape is one.

    >>> decode_name("data/100%25%0a.txt"), decode_name("a%20b")
    ('data/100%\n.txt', 'a%20b')
    """
    return re.sub("%(25|0A|0D)", lambda match: bytes.fromhex(match[1]).decode(), path, flags=re.I)


def is_safe(path: str) -> bool:
    r"""Say whether a path stays in its folder on every system.

    >>> [is_safe(path) for path in ("data/a.txt", "data/../x", "/etc/x", "data\\..\\x", "C:/x", "data//x")]
    [True, False, False, False, False, False]
    """
    parts = path.split("/")
    return not any(part in ("", ".", "..") for part in parts) and not re.search(r"[\\\0]|^[A-Za-z]:", path)
