"""Regular expressions that are compiled when they are first used: one of hundreds of names takes milliseconds."""

import re
from collections.abc import Callable, Iterator
from functools import cached_property


class LatePattern:
    """A regular expression that is built and compiled on first use.

    >>> pattern = LatePattern(lambda: "|".join(("Quito", "Lima")), re.I)
    >>> pattern.findall("From LIMA to Quito")
    ['LIMA', 'Quito']
    """

    def __init__(self, words: Callable[[], str], flags: int = 0, *, needs: re.Pattern[str] | None = None) -> None:
        """Nothing is compiled yet.

        Args:
            words: Gives the expression.
            flags: As of ``re.compile``.
            needs: A shorter expression that every text has in which this one is found; others are passed over quickly.
        """
        self._words, self._flags, self._needs = words, flags, needs

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled expression."""
        return re.compile(self._words(), self._flags)

    def search(self, text: str) -> re.Match[str] | None:
        """As ``re.Pattern.search``."""
        return self.pattern.search(text) if self._may_be_in(text) else None

    def search_from(self, text: str, place: int) -> re.Match[str] | None:
        """The first match that begins at or after an offset."""
        return self.pattern.search(text, place)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """As ``re.Pattern.finditer``."""
        return self.pattern.finditer(text) if self._may_be_in(text) else iter(())

    def findall(self, text: str) -> list[str]:
        """As ``re.Pattern.findall``, of an expression with at most one group."""
        return self.pattern.findall(text) if self._may_be_in(text) else []

    def _may_be_in(self, text: str) -> bool:
        return self._needs is None or self._needs.search(text) is not None
