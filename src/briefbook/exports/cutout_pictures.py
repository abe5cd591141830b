"""A verified quotation -> the lines of the scan that it is from, as a picture for the printed book."""

import io
from collections.abc import Sequence

from briefbook.model.archive import Archive
from briefbook.model.page import Box, Page
from briefbook.model.verdict import Verification

MAX_WIDTH = 1400
"""Pixels of a cut-out's width at most: 110 mm at 320 dots to the inch."""

PADDING = 0.25
"""White above and below the lines, in heights of a line."""


def cutout_picture(archive: Archive, verification: Verification) -> bytes | None:
    """The lines that a quotation was found on, cut from the picture of the page.

    Args:
        archive: The collection.
        verification: The quotation, where it was found.

    Returns:
        A JPEG, the quoted words underlined; None where there is no picture, or no place on it is known.
    """
    if not (verification.item and verification.page and verification.boxes):
        return None
    picture = archive.picture(verification.item, verification.page)
    if picture is None:
        return None
    page = next((page for page in archive.catalogue.pages(verification.item) if page.number == verification.page), None)
    try:
        return _cut(picture[0], page, verification.boxes)
    except OSError:
        return None


def _cut(picture: bytes, page: Page | None, boxes: Sequence[Box]) -> bytes:
    from PIL import Image, ImageDraw

    with Image.open(io.BytesIO(picture)) as opened:
        shown = opened.convert("RGB")
    scale = shown.width / page.width if page and page.width else 1.0
    area = _lines_around(page, boxes)
    height = max(box.bottom - box.top for box in boxes)
    pad = height * PADDING
    pen = ImageDraw.Draw(shown)
    for box in boxes:
        foot = (box.bottom + height * 0.12) * scale
        pen.line((box.left * scale, foot, box.right * scale, foot), fill="#7c1d1f", width=max(2, round(height / 14)))
    cut = shown.crop(
        (
            max(0, round((area.left - height) * scale)),
            max(0, round((area.top - pad) * scale)),
            min(shown.width, round((area.right + height) * scale)),
            min(shown.height, round((area.bottom + pad) * scale)),
        )
    )
    cut.thumbnail((MAX_WIDTH, MAX_WIDTH))
    out = io.BytesIO()
    cut.save(out, "JPEG", quality=80)
    return out.getvalue()


def _lines_around(page: Page | None, boxes: Sequence[Box]) -> Box:
    """The box of the whole lines that the words are on."""
    every = list(boxes)
    for line in page.lines if page else ():
        own = line.box
        if own and any(own.top <= (box.top + box.bottom) / 2 <= own.bottom for box in boxes):
            every.append(Box(own.left, min(b.top for b in boxes), own.right, max(b.bottom for b in boxes)))
    return Box(
        min(box.left for box in every),
        min(box.top for box in boxes),
        max(box.right for box in every),
        max(box.bottom for box in boxes),
    )
