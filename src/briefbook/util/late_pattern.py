"""Regular expressions that are compiled when they are first used: one of hundreds of names takes milliseconds."""

import re
from collections.abc import Callable, Iterator
from functools import cached_property


class LatePattern:
    """A regular expression of which the words are put together, and compiled, on first use.

    >>> pattern = LatePattern(lambda: "|".join(("Quito", "Lima")), re.I)
    >>> pattern.findall("From LIMA to Quito")
    ['LIMA', 'Quito']
    """

    def __init__(self, words: Callable[[], str], flags: int = 0) -> None:
        self._words, self._flags = words, flags

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled expression."""
        return re.compile(self._words(), self._flags)

    def search(self, text: str) -> re.Match[str] | None:
        """As ``re.Pattern.search``."""
        return self.pattern.search(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """As ``re.Pattern.finditer``."""
        return self.pattern.finditer(text)

    def findall(self, text: str) -> list[str]:
        """As ``re.Pattern.findall``, of an expression with at most one group."""
        return self.pattern.findall(text)
