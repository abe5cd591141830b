"""The header Range (RFC 9110, 14): which part of a file a client asks for."""

import re

_FORM = re.compile(r"\s*bytes\s*=\s*(?P<first>\d{0,18})\s*-\s*(?P<last>\d{0,18})\s*", re.IGNORECASE)


def requested_range(header: str, size: int) -> range | None:
    """The bytes that a header asks for.

    Args:
        header: The value of Range; "" for none.
        size: The size of the whole in bytes.

    Returns:
        The positions of the bytes, empty if the whole has none of them. None if the whole is to be sent: the header
        is none or is malformed, asks for several parts at once, which is more work than it saves, or there is nothing.

    >>> requested_range("bytes=2-4", 10)
    range(2, 5)
    >>> requested_range("bytes=-3", 10)
    range(7, 10)
    >>> requested_range("bytes=10-", 10)
    range(10, 10)
    >>> requested_range("bytes=0-1, 4-5", 10) is None
    True
    """
    form = _FORM.fullmatch(header)
    if not form or not size or not (form["first"] or form["last"]):
        return None
    if not form["first"]:
        return range(max(0, size - int(form["last"])), size)
    first = int(form["first"])
    if form["last"] and int(form["last"]) < first:
        return None
    last = min(int(form["last"]), size - 1) if form["last"] else size - 1
    return range(first, last + 1) if first < size else range(size, size)
