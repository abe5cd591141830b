"""A page as another program read it + the page as read here -> the former, in pixels of the picture here."""

from collections.abc import Sequence
from dataclasses import replace

from briefbook.model.page import Box, Kind, Line, Page, Word
from briefbook.ocr.transcript import overlay

MAX_STRETCH = 0.03
"""By how much the proportions of two pictures of a page may differ before places on them are not comparable."""

MIN_SHARE = 0.5
"""How much of a line must lie in a line as read for both to be of a kind."""

WHY = "text with places that was imported"
"""``Page.why`` of such a page."""


def laid_over(layout: Page, read: Page | None) -> Page:
    """The text of a received page on the picture of the page as read.

    Places are scaled, where both pictures have the same proportions; where they have not, since one is cut or turned,
    words take the places of the words as read. What else is known of the picture (redactions, blocks, what is a stamp)
    stays.

    Args:
        layout: The received page.
        read: The page as read here; None if it was not.
    """
    reader = f"imported text ({layout.reader})" if layout.reader else "imported text"
    if read is None or not read.width or not read.height:
        base = layout if read is None else replace(layout, item=read.item, number=read.number)
        return replace(base, reader=reader, by="received", why=WHY)
    if _is_same_picture(layout, read):
        lines: Sequence[Line] = [_scaled(line, layout, read) for line in layout.lines]
        lines = [replace(line, kind=_kind(line, read.lines)) for line in lines]
    else:
        aligned = overlay(read, layout.text)
        confidences = iter([word.confidence for word in layout.words])
        lines = [
            replace(line, words=tuple(replace(word, confidence=next(confidences, None)) for word in line.words))
            for line in aligned.lines
        ]
    return replace(read, lines=tuple(lines), reader=reader, by="received", why=WHY)


def _is_same_picture(layout: Page, read: Page) -> bool:
    if not layout.width or not layout.height or read.turned:
        return False
    stretch = (read.width * layout.height) / (read.height * layout.width)
    return 1 - MAX_STRETCH <= stretch <= 1 + MAX_STRETCH


def _scaled(line: Line, layout: Page, read: Page) -> Line:
    across, down = read.width / layout.width, read.height / layout.height
    if across == down == 1:
        return line

    def scaled(word: Word) -> Word:
        if word.box is None:
            return word
        left, right = round(word.box.left * across), round(word.box.right * across)
        top, bottom = round(word.box.top * down), round(word.box.bottom * down)
        return replace(word, box=Box(left, top, max(left + 1, right), max(top + 1, bottom)))

    return replace(line, words=tuple(scaled(word) for word in line.words))


def _kind(line: Line, read: Sequence[Line]) -> Kind:
    """The kind that the source says, else that of the line as read in the same place."""
    box = line.box
    if line.kind is not Kind.MESSAGE or box is None:
        return line.kind
    area = (box.right - box.left) * (box.bottom - box.top)
    best = MIN_SHARE * area
    kind: Kind = Kind.MESSAGE
    for other in read:
        if (other_box := other.box) is None:
            continue
        across = min(box.right, other_box.right) - max(box.left, other_box.left)
        down = min(box.bottom, other_box.bottom) - max(box.top, other_box.top)
        if across > 0 and down > 0 and across * down >= best:
            best, kind = across * down, other.kind
    return kind
