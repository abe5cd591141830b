"""Words that somebody points at on a page -> a quotation with its citation, as authors write them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from briefbook.model.cable import SURE_BELOW
from briefbook.model.page import Kind, Line, Page, Word
from briefbook.narratives.inline import citations_in

_MARKUP = re.compile(r"[\\`*_\[\]<>#&~^{}|@]")
_ENTITIES = {letter: f"&#{ord(letter)};" for letter in "\\`*_[]<>#&~^{}|@"}
_INNER_MARKS = str.maketrans({"“": "‘", "”": "’", '"': "’", "„": "‘", "«": "‘", "»": "’"})


@dataclass(frozen=True, slots=True)
class PointedWords:
    """A quotation ready to be written.

    Attributes:
        words: The words as they stand on the page.
        markdown: The words in quotation marks, with the citation of item and page.
        page: The number of the page.
        lines: First and last line, from 1.
        doubtful: Those among the words that were hard to read.
    """

    words: str
    markdown: str
    page: int
    lines: tuple[int, int]
    doubtful: tuple[str, ...] = ()


def citation_markdown(item: str, page: int | None, *, pattern: str, is_item: Callable[[str], bool]) -> str:
    """Cite an item as the collection does.

    Args:
        item: The item's id.
        page: The page cited; None for the item as a whole.
        pattern: Regular expression of the ids that are recognised in prose.
        is_item: Tells whether words are an item's id.

    Returns:
        ``(CDNW12638, p. 2)`` where the id is recognised in brackets, else ``[@AA Kiel 12, p. 2]``.

    >>> citation_markdown("H101", 2, pattern=r"H[0-9]+", is_item=lambda words: False)
    '(H101, p. 2)'
    """
    words = f"{item}, p. {page}" if page else item
    plain = f"({words})"
    read = [(span.text, span.page) for span, _ in citations_in(plain, re.compile(pattern), is_item, {})]
    return plain if read == [(item, page or None)] else f"[@{words}]"


def point_at_words(
    page: Page, first: tuple[int, int], last: tuple[int, int], cite: Callable[[int], str]
) -> PointedWords | None:
    """Quote the words of a page from one to another.

    Args:
        page: The page.
        first: Line and word at which the quotation begins, each from 1.
        last: Line and word at which it ends; before ``first`` if it was pointed at backwards.
        cite: Gives the citation of a page by its number.

    Returns:
        The quotation; None if the page has no such words. Page lines, stamps and the like that stand between lines of
        the message are left out.
    """
    first, last = min(first, last), max(first, last)
    lines = [(number, line) for number, line in enumerate(page.lines, 1) if first[0] <= number <= last[0]]
    message = [(number, line) for number, line in lines if line.kind is Kind.MESSAGE]
    chosen = [
        (number, word)
        for number, line in message or lines
        for word in _words(line, first[1] if number == first[0] else 1, last[1] if number == last[0] else None)
    ]
    if not chosen:
        return None
    words = " ".join(word.text for _, word in chosen)
    doubtful = tuple(word.text for _, word in chosen if word.confidence is not None and word.confidence < SURE_BELOW)
    quoted = _MARKUP.sub(lambda match: _ENTITIES[match[0]], words.translate(_INNER_MARKS))
    markdown = f"“{quoted}” {cite(page.number)}"
    return PointedWords(words, markdown, page.number, (chosen[0][0], chosen[-1][0]), doubtful)


def _words(line: Line, first: int, last: int | None) -> Sequence[Word]:
    return line.words[max(first, 1) - 1 : last]
