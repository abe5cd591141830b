"""Find the prose and the paragraphs in the source of a narrative."""

import re
from collections.abc import Iterator

_FRONT = re.compile(r"\A---[ \t]*\r?\n.*?^(?:---|\.\.\.)[ \t]*$\r?\n?", re.S | re.M)


def body_of(source: str) -> int:
    """The offset at which the prose begins, after the front matter."""
    match = _FRONT.match(source)
    return match.end() if match else 0


def paragraphs(source: str) -> Iterator[tuple[int, int]]:
    """The first and last offset of every paragraph: stretches of text between blank lines."""
    start: int | None = None
    position = 0
    for row in source.splitlines(keepends=True):
        if row.strip():
            start = position if start is None else start
        elif start is not None:
            yield start, position
            start = None
        position += len(row)
    if start is not None:
        yield start, position
