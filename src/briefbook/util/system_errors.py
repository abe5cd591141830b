"""An error of the operating system -> what happened, where, and what a person can do about it."""

import errno
import os

from briefbook.errors import OutsideError
from briefbook.util.names import printable

_NO_RIGHT = "give yourself the right to read and write there, or choose another folder"
_REMEDIES = {
    "EACCES": _NO_RIGHT,
    "EPERM": _NO_RIGHT,
    "EROFS": "this disk can only be read; choose a folder on another one",
    "ENOSPC": "make room on the disk",
    "EDQUOT": "make room; your share of the disk is used up",
    "ENOENT": "see whether the name is right and the disk is connected",
    "ENOTDIR": "a part of this name is a file, not a folder; choose another name",
    "EISDIR": "this is a folder; name a file",
    "ENAMETOOLONG": "choose a shorter name",
    "EMFILE": "too many files are open; close other programs, or raise the limit with `ulimit -n`",
    "EIO": "the disk or the network reports a fault; see whether it is connected and sound",
    "ESTALE": "the disk in the network is gone; connect it again",
}
"""By the name of the error in POSIX."""
_OTHER = "see whether the disk and the network are in order"


def outside_error(error: OSError) -> OutsideError:
    """Say in words what the operating system refused.

    Args:
        error: What it raised.

    Returns:
        The error to raise in its place or to show, with a remedy.
    """
    name = error.filename if isinstance(error.filename, str | bytes) else b""
    where = f"{printable(os.fsdecode(name))}: " if name else ""
    remedy = _REMEDIES.get(
        errno.errorcode.get(error.errno or 0, ""), "see whether the disk and the network are in order"
    )
    return OutsideError(f"{where}{error.strerror or error}", remedy=f"{remedy}; then run this again.")
