"""Names of files -> text that can be printed and stored."""


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
