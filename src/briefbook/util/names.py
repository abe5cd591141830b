"""Names of files -> text that can be printed and stored; entries of folders that must not be opened."""

from pathlib import Path


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
