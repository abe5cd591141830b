r"""Words written in parts -> written together: DISMAN-\nTLED, U.S., 1,500, IL-28, under-secretary.

The index and a question are both treated by this rule, beside the words as they are written, so that either spelling
finds the other.
"""

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

_DIVISION = re.compile(r"[-\u2010\u2011\u00ac\u00ad](?<=[^\W_].)(?:[ \t\r]*\n[ \t]*|(?<=\u00ad))(?=[^\W_])")
"""A hyphen at the end of a line, or a soft hyphen anywhere, within a word.

The pattern begins with its hyphen, which makes it several times faster.
"""

_COMPOUND = re.compile(
    r"(?<![^\W_])(?:"
    r"[^\W\d_]\.(?: ?[^\W\d_]\.)+(?![^\W_])"  # U.S., U. S.
    r"|[^\W\d_](?:\.[^\W\d_])+(?![^\W_])"  # U.S
    r"|\d{1,3}(?:[,.'\u2019\u00a0\u2009\u202f]\d{3})+(?![^\W_])"  # 1,500
    r"|[^\W_]+(?:[-\u2010\u2011][^\W_]+)+(?![^\W_]|\.[^\W_])"  # IL-28, under-secretary
    r")"
)
_SEPARATOR = re.compile(r"[-.,'\u2019\u00a0\u2009\u202f\u2010\u2011](?<=[^\W_].)(?= ?[^\W_])")
"""What stands after the first word of each compound."""

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Rewriting:
    """A text with some of its words written together.

    ``places`` has for each character its index in the original text, with the original's length after the last, or
    nothing where it was not asked for; ``changes`` are the start and end, in ``text``, of each word that was written
    together.
    """

    text: str
    places: Sequence[int]
    changes: tuple[tuple[int, int], ...]


def rewritings(text: str, *, with_places: bool = True) -> tuple[Rewriting, ...]:
    r"""A text without the divisions of its words, and the same with its compounds written together too.

    Args:
        text: any text; the rule does not depend on capitals or accents.
        with_places: False leaves out ``places``, which take most of the time.

    Returns:
        The rewritings that differ from the text: none, one or two.

    >>> [rewriting.text for rewriting in rewritings("THE U.S. DISMAN-\nTLED 1,500")]
    ['THE U.S. DISMANTLED 1,500', 'THE US DISMANTLED 1500']
    """
    original = Rewriting(text, range(len(text) + 1) if with_places else (), ())
    undivided = _rewrite(original, _DIVISION.finditer(text), whole_words=False)
    together = _rewrite(undivided, _compounds(undivided.text), whole_words=True)
    results = (undivided, together) if undivided.text != together.text else (undivided,)
    return tuple(result for result in results if result.text != text)


def words_together(text: str) -> set[str]:
    r"""The words of a text that are written together in its ``rewritings``, as they are there; these are not made.

    >>> sorted(words_together("THE U.S. DISMAN-\nTLED 1,500"))
    ['1500', 'DISMANTLED', 'US']
    """
    words: set[str] = set()
    if _DIVISION.search(text):
        undivided = _rewrite(Rewriting(text, (), ()), _DIVISION.finditer(text), whole_words=False)
        words.update(undivided.text[start:end] for start, end in undivided.changes)
        text = undivided.text
    words.update("".join(_WORD.findall(match[0])) for match in _compounds(text))
    return words


def without_divisions(text: str) -> str:
    r"""A text whose words are not divided at line ends or by soft hyphens.

    >>> without_divisions("DISMAN-\nTLED")
    'DISMANTLED'
    """
    return _DIVISION.sub("", text)


def windows(rewriting: Rewriting, words_around: int) -> list[str]:
    """The parts of a rewriting with so many words on each side of what was written together; overlaps as one part."""
    text, parts = rewriting.text, list[list[int]]()
    words = _words(words_around)
    for start, end in rewriting.changes:
        (first, _), (_, last) = _word_around(text, start), _word_around(text, end)
        for reach in (20 * words_around, len(text)):
            behind = text[max(0, first - reach) : first]
            length = len(words.match(behind[::-1])[0])  # type: ignore[index] # it matches anything
            if _WORD.search(behind, 0, len(behind) - length):  # so nothing is cut off
                break
        begin = first - length
        stop = words.match(text, last).end()  # type: ignore[union-attr]
        if parts and begin < parts[-1][1]:
            parts[-1][1] = stop
        else:
            parts.append([begin, stop])
    return [text[begin:stop] for begin, stop in parts]


@functools.cache
def _words(count: int) -> re.Pattern[str]:
    """A pattern of up to so many words, each with what separates it from the word before."""
    return re.compile(rf"(?:[\W_]++[^\W_]++){{0,{count}}}+")


def _compounds(text: str) -> Iterator[re.Match[str]]:
    """The compounds of a text, looked for only where a separator stands, which is many times faster."""
    end = 0
    for separator in _SEPARATOR.finditer(text):
        start = separator.start()
        if start < end:
            continue
        while start > end and text[start - 1].isalnum():
            start -= 1
        if match := _COMPOUND.match(text, start):
            yield match
            end = match.end()


def _rewrite(source: Rewriting, matches: Iterable[re.Match[str]], *, whole_words: bool) -> Rewriting:
    """Remove the separators in each match of a text; ``whole_words``: a match is the word, else a place within one."""
    parts: list[str] = []
    places: list[int] = []
    changes: list[tuple[int, int]] = []
    offset = length = 0
    for match in matches:
        parts.append(source.text[offset : match.start()])
        places += source.places[offset : match.start()]
        length += len(parts[-1])
        start = length
        if whole_words:
            for word in _WORD.finditer(match[0]):
                begin, end = match.start() + word.start(), match.start() + word.end()
                parts.append(source.text[begin:end])
                places += source.places[begin:end]
                length += end - begin
        changes.append((start, length))
        offset = match.end()
    if not changes:
        return source
    parts.append(source.text[offset:])
    places += source.places[offset:]
    text = "".join(parts)
    if not whole_words:
        changes = [_word_around(text, start) for start, _ in changes]
    return Rewriting(text, places, tuple(dict.fromkeys(changes)))


def _word_around(text: str, index: int) -> tuple[int, int]:
    start = end = index
    while start and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return start, end
