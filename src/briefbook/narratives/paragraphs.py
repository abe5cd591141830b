"""Narrative -> its paragraphs as plain text, each with its section, its place there and its line in the file."""

import bisect
import re
from collections import Counter

from briefbook.model.narrative import Narrative, Paragraph
from briefbook.narratives.blocks import MarkdownBlock, blocks_of, front_matter
from briefbook.narratives.inline import plain_words

_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<[^<>]*>", re.S)


def paragraphs_of(narrative: Narrative) -> tuple[Paragraph, ...]:
    """Everything that stands in a narrative: prose, headings, rows of tables, quotes, notes and code.

    Args:
        narrative: The narrative.

    Returns:
        Its paragraphs in the order of the file, notes where they are written; those without words are left out.
    """
    body = front_matter(narrative.source).body
    blocks = blocks_of(narrative.source[body:], narrative.source.count("\n", 0, body)).blocks
    firsts = [passage.first_line - 1 for passage in narrative.passages]
    places: Counter[int] = Counter()
    paragraphs: list[Paragraph] = []
    row: tuple[int, int] | None = None  # the lines of a table's row that is being read
    for block in sorted(blocks, key=lambda block: block.first):
        passage = max(0, bisect.bisect_right(firsts, block.first) - 1)
        text = _plain(block)
        if not text:
            continue
        if block.kind == "cell" and row == (block.first, block.last):
            last = paragraphs.pop()
            paragraphs.append(Paragraph(f"{last.text} | {text}", last.passage, last.place, last.line))
            continue
        row = (block.first, block.last) if block.kind == "cell" else None
        if block.kind != "heading":
            places[passage] += 1
        place = places[passage] if block.kind != "heading" else 0
        paragraphs.append(Paragraph(text, passage, place, block.first + 1))
    return tuple(paragraphs)


def _plain(block: MarkdownBlock) -> str:
    if block.kind in ("code", "html"):
        return " ".join(_TAG.sub(" ", block.text).split())
    return plain_words(block.text)
