"""Names of files, words of files -> text that can be printed; entries of folders that must not be opened."""

import re
from pathlib import Path

_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
"""Characters that command a terminal, or turn round the letters beside them; line ends and tabs stay."""


def printable(name: str) -> str:
    r"""Write a file's name so that every encoder takes it.

    Args:
        name: A name or path as the operating system gives it; bytes that are no UTF-8 are lone surrogates in it.

    Returns:
        The name, with each such byte as an escape.

    >>> printable("caf\udce9.pdf")
    'caf\\xe9.pdf'
    """
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def printable_words(words: str) -> str:
    r"""Text from a file with control characters made visible, so that a terminal shows them and does not obey.

    >>> printable_words("red \x1b[31m, \u202eturned round")
    'red \\x1b[31m, \\u202eturned round'
    """
    return _UNPRINTABLE.sub(lambda match: match[0].encode("unicode_escape").decode(), words)


def problem_of_entry(path: Path) -> str:
    """Say why an entry of a folder cannot be read as a file or folder.

    Args:
        path: The entry; it is not opened, so that a pipe cannot stop the program.

    Returns:
        A phrase that follows its name; empty if nothing is wrong.
    """
    if printable(path.name) != path.name:
        return "has a name that is not in UTF-8; it is not read"
    try:
        is_readable = path.is_file() or path.is_dir()
    except OSError:
        is_readable = False
    return "" if is_readable else "is a link to nothing, a pipe or a device; it is not read"
