"""What a comparison of words passes over and is no matter of style: signs within numbers, hyphens that make a word."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from briefbook.checks.quotations.divided_words import joined_or_parted
from briefbook.checks.quotations.number_writing import is_same_number
from briefbook.checks.quotations.quotation_parser import Token, raw_writing
from briefbook.checks.quotations.resegmentation import Block
from briefbook.checks.quotations.source_text import SourceText, TokenStream
from briefbook.checks.quotations.word_comparison import Step

_STOPS = ' .,;:()[]"“”‘’'


def other_number(run: Sequence[Token], blocks: Sequence[Block], stream: TokenStream, source: SourceText) -> str:
    """The number of a source whose figures a quotation has grouped or parted otherwise; "" if there is none.

    Args:
        run: Words of a quotation, in the forms of the source.
        blocks: How they compare with the source.
        stream: The words of the source.
        source: The text that they are from.
    """
    for first, last, start, stop in _numbers(run, blocks, stream):
        theirs = _source_writing(stream, source, start, stop)
        before = run[first - 1].text if first else stream.tokens[start - 1] if start else ""
        behind = stream.tokens[stop] if stop < len(stream.tokens) else ""
        if not is_same_number(raw_writing(run[first:last]), theirs, before, behind):
            return theirs.strip(_STOPS)
    return ""


def other_word(run: Sequence[Token], blocks: Sequence[Block], stream: TokenStream, source: SourceText) -> str:
    """The word of a source that is another in a quotation by a hyphen more or less; "" if there is none.

    Words that a line's end divides in the source are passed over. The arguments are those of ``other_number``.
    """
    for block in blocks:
        (first, last), (start, stop) = block.quoted, block.source
        if block.step > Step.NOISE or first == last or start == stop:
            continue
        if any(stream.positions[k] != stream.end_positions[k] for k in range(start, stop)):
            continue
        theirs = _source_writing(stream, source, start, stop)
        if "-" not in f"{run[first].raw}{run[first].as_written}{theirs}".translate(_HYPHENS):
            continue
        if word := joined_or_parted(raw_writing(run[first:last]), theirs):
            return word
    return ""


_HYPHENS = str.maketrans("\u2010\u2011", "--")


def _numbers(run: Sequence[Token], blocks: Sequence[Block], stream: TokenStream) -> Iterator[tuple[int, int, int, int]]:
    """The longest stretches of numbers in figures that agree: their places in the run and in the source."""

    def is_number(block: Block) -> bool:
        ours, theirs = run[slice(*block.quoted)], stream.tokens[slice(*block.source)]
        return (
            block.step <= Step.SPACING
            and bool(ours)
            and bool(theirs)
            and all(_is_figures(token.text) and token.pattern is None for token in ours)
            and all(map(_is_figures, theirs))
            and any(map(str.isdigit, ours[0].raw))
        )

    for numbers, group in groupby(blocks, key=is_number):
        together = [*group]
        if numbers:
            yield together[0].quoted[0], together[-1].quoted[1], together[0].source[0], together[-1].source[1]


def _is_figures(token: str) -> bool:
    return token.replace(".", "").isdecimal()


def _source_writing(stream: TokenStream, source: SourceText, start: int, stop: int) -> str:
    """Words of the source as written, with the signs that stand alone between those of one line."""
    words: list[str] = []
    before = None
    for spot in stream.positions[start:stop]:
        if before is not None and spot.word is before.word:
            continue
        if before is not None and (spot.page, spot.line) == (before.page, before.line):
            between = source.pages[spot.page].lines[spot.line].words[before.at + 1 : spot.at]
            words += [word.text for word in between]
        words.append(spot.word.text)
        before = spot
    return " ".join(words)
