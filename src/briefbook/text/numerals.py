"""Numbers of messages written with a comma or a point between the thousands: 1,234 and 1.234 are 1234."""

import re

THOUSANDS = r"[1-9]\d?[.,]\d{3}(?!\d|[.,]\d{3}(?!\d))"
"""A number of four or five figures with its thousands set off. 334,335 are two numbers, 12,113,114 are three."""

_ALONE = re.compile(rf"(?<![\d.,]){THOUSANDS}")


def without_thousands(written: str) -> str:
    """The same text with the thousands of its numbers no longer set off.

    Args:
        written: One number or a few, as they stand on a paper or in a list.

    Returns:
        The text, changed only where a number has one or two figures, a comma or point, and just three figures more.

    >>> without_thousands("1,234"), without_thousands("12.001-12.003"), without_thousands("334,335")
    ('1234', '12001-12003', '334,335')
    """
    return _ALONE.sub(lambda match: re.sub(r"[.,]", "", match[0]), written)
