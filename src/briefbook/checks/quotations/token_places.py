"""Tokens that match -> their lines and boxes on the pages, their words, and the difference to show."""

from collections.abc import Sequence

from briefbook.checks.quotations.quotation_parser import Quoted, Token
from briefbook.checks.quotations.resegmentation import Block
from briefbook.checks.quotations.source_text import SourceText, TokenStream
from briefbook.checks.quotations.word_comparison import Step
from briefbook.model.page import Box
from briefbook.model.verdict import Difference

Span = tuple[int, int]

_NAMES = {
    Step.SAME: "same",
    Step.ON_SCAN: "on-scan",
    Step.SPACING: "noise",
    Step.NOISE: "noise",
    Step.DOUBT: "unsure",
    Step.CHANGED: "changed",
}


def boxes_by_page(source: SourceText, stream: TokenStream, spans: Sequence[Span]) -> dict[int, list[Box]]:
    """A box in pixels for every line that has some of the words, by index of the page."""
    lines: dict[tuple[int, int], list[Box]] = {}
    for start, stop in spans:
        for i in range(start, stop):
            for spot in (stream.positions[i], stream.end_positions[i]) if not stream.omissible[i] else ():
                if spot.word.box:
                    lines.setdefault((spot.page, spot.line), []).append(spot.word.box)
    by_page: dict[int, list[Box]] = {}
    for (page, _), boxes in sorted(lines.items(), key=lambda entry: entry[0]):
        by_page.setdefault(page, []).append(Box.around(boxes))
    return by_page


def line_span(stream: TokenStream, spans: Sequence[Span], page: int) -> tuple[int, int] | None:
    """First and last line, from 1, of the words on one page."""
    positions = [
        spot for start, stop in spans for spot in (*stream.positions[start:stop], *stream.end_positions[start:stop])
    ]
    lines = [spot.line + 1 for spot in positions if spot.page == page]
    return (min(lines), max(lines)) if lines else None


def found_words(source: SourceText, stream: TokenStream, spans: Sequence[Span]) -> str:
    """The words as the source has them; what is in a gap is shown as an ellipsis."""
    return " … ".join(part for start, stop in spans if (part := _as_written(source, stream, start, stop)))


def _as_written(source: SourceText, stream: TokenStream, start: int, stop: int) -> str:
    """The words from first to last, without lines that are not part of the message."""
    if start >= stop:
        return ""
    first, last = stream.positions[start], stream.end_positions[stop - 1]
    places = [i for i in range(start, stop) if not stream.omissible[i]] or range(start, stop)
    lines = {(spot.page, spot.line) for i in places for spot in (stream.positions[i], stream.end_positions[i])}
    words = []
    for page, line in sorted(lines):
        for at, word in enumerate(source.pages[page].lines[line].words):
            if (first.page, first.line, first.at) <= (page, line, at) <= (last.page, last.line, last.at):
                words.append(word.text)
    return " ".join(words)


def differences(
    quoted: Quoted, stream: TokenStream, spans: Sequence[Span], blocks: Sequence[Sequence[Block]]
) -> tuple[Difference, ...]:
    """The comparison step by step; neighbours of one kind are one step, a gap of the author's is a step of its own."""
    steps: list[Difference] = []
    for number, (run, compared) in enumerate(zip(quoted.runs, blocks, strict=True)):
        if number:
            gap = quoted.gaps[number - 1]
            left_out = stream.tokens[spans[number - 1][1] : spans[number][0]]
            shown = "…" if gap.inside is None else f"[{gap.inside}]" + " …" * gap.leaves_out
            steps.append(Difference("gap", shown, " ".join(left_out).upper()))
        for block in compared:
            ours = " ".join(map(_shown, run[slice(*block.quoted)]))
            theirs = _spelt(stream, *block.source)
            if block.step is Step.NOISE and ours.casefold() == theirs.casefold():  # taken by context: the letters alone
                theirs = " ".join(
                    spot.word.picture or spot.word.text for spot in stream.positions[slice(*block.source)]
                )
            name = _NAMES[block.step]
            if name == "changed" and not ours:
                name = "dropped"
            elif name == "changed" and not theirs:
                name = "added"
            if steps and steps[-1].step == name and name in ("same", "dropped", "added"):
                last = steps.pop()
                ours, theirs = f"{last.quoted} {ours}".strip(), f"{last.source} {theirs}".strip()
            steps.append(Difference(name, ours, theirs))
    return tuple(steps)


def _shown(token: Token) -> str:
    """A quoted word as it is written, without the stops beside it; its own part of a hyphened one."""
    plain = token.as_written.strip(_STOPS)
    return token.as_written if token.pattern else plain if plain.casefold() == token.text else token.text


_STOPS = "\"'“”‘’.,;:()"


def _spelt(stream: TokenStream, start: int, stop: int) -> str:
    """The source's words as written, once each where hyphens make several tokens of one."""
    words: list[str] = []
    before = None
    for positions in zip(stream.positions[start:stop], stream.end_positions[start:stop], strict=True):
        for spot in positions:
            if spot.word is not before:
                words.append(spot.word.text.strip(_STOPS))
            before = spot.word
    return " ".join(words)
